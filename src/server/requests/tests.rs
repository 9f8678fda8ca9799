//! Names and data sets, as clients ask for them.

use std::sync::Arc;

use parking_lot::Mutex;

use super::errors::{ACCESS_DENIED, UNSUPPORTED};
use super::{NON_EXISTENT, resource};
use crate::error::{Error, Result, ServiceError};
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::get_name_list::{self, ObjectClass, Scope};
use crate::mms::service::{VariableAccess, variable_list};
use crate::server::config::Config;
use crate::server::connection::Connection;
use crate::server::core::Core;
use crate::server::hooks::{DataSetOperation, Hooks, NoHooks, Wants};
use crate::server::testing::{self, Probe, Said};

const MODEL: &str =
    "MODEL(IED){LD(B){LN(LLN0){DO(Mod 0){DA(stVal 0 12 0 1 0)=1;}}}LD(a){LN(LLN0){}}LD(C){LN(LLN0){}}}";
const MOD: &[u8] = b"LLN0$ST$Mod$stVal";

struct Bench {
    core: Arc<Core>,
    client: Arc<Connection>,
    probe: Arc<Probe>,
}

impl Bench {
    fn new(hooks: Arc<dyn Hooks>) -> Self {
        let core = testing::server(MODEL, Config { domain_data_sets: 3, ..Config::default() }, hooks);
        let (client, probe) = testing::client(&core);
        Self { core, client, probe }
    }

    fn ask(&self, request: &[u8]) -> Result<Vec<u8>> {
        self.core.serve(&self.client, 1, request);
        match self.probe.take().pop() {
            Some(Said::Answer(1, answer)) => answer,
            other => panic!("{other:?}"),
        }
    }

    fn define(&self, domain: &str, item: &str) -> Result<()> {
        let member = VariableAccess::new(ObjectName::domain(&b"IEDB"[..], MOD));
        let name = ObjectName::domain(domain.as_bytes(), item.as_bytes());
        let answer = self.ask(&variable_list::define_request(name.as_ref(), [&member]))?;
        variable_list::parse_define_response(&answer)
    }

    fn delete(&self, items: &[&str]) -> Result<variable_list::Deleted> {
        let names: Vec<_> =
            items.iter().map(|item| ObjectName::domain(&b"IEDB"[..], item.as_bytes())).collect();
        variable_list::parse_delete_response(&self.ask(&variable_list::delete_request(&names))?)
    }
}

/// Says no to what is done with a data set of this name.
#[derive(Default)]
struct Denying {
    told: Mutex<Vec<String>>,
}

impl Hooks for Denying {
    fn wants(&self) -> Wants {
        Wants { data_sets: true, ..Wants::default() }
    }

    fn data_set_access(&self, _: &Arc<Connection>, operation: DataSetOperation, reference: &[u8]) -> bool {
        let reference = String::from_utf8_lossy(reference).into_owned();
        let allowed = operation == DataSetOperation::Create || !reference.ends_with("kept");
        self.told.lock().push(reference);
        allowed
    }
}

#[test]
fn domains_are_listed_in_mms_order() {
    let bench = Bench::new(Arc::new(NoHooks));
    let answer = bench.ask(&get_name_list::request(ObjectClass::DOMAIN, Scope::Vmd, None)).unwrap();
    let mut names = Vec::new();
    get_name_list::parse_response(&answer, |name| names.push(name)).unwrap();
    assert_eq!(names, [&b"IEDa"[..], b"IEDB", b"IEDC"]);
    let request = get_name_list::request(ObjectClass::DOMAIN, Scope::Vmd, Some(b"IEDB"));
    let mut names = Vec::new();
    let answer = bench.ask(&request).unwrap();
    get_name_list::parse_response(&answer, |name| names.push(name)).unwrap();
    assert_eq!(names, [b"IEDC"]);
}

#[test]
fn a_class_that_domains_do_not_have_is_unsupported_in_unknown_ones_too() {
    let bench = Bench::new(Arc::new(NoHooks));
    for (class, error) in [(ObjectClass::DOMAIN, UNSUPPORTED), (ObjectClass::NAMED_VARIABLE, NON_EXISTENT)] {
        let request = get_name_list::request(class, Scope::Domain(b"none"), None);
        assert_eq!(bench.ask(&request), Err(error));
    }
}

#[test]
fn the_application_decides_on_data_sets_that_could_be() {
    let application = Arc::new(Denying::default());
    let bench = Bench::new(application.clone());
    let long = format!("LLN0${}", "x".repeat(60));
    assert_eq!(bench.define("none", "LLN0$ds"), Err(NON_EXISTENT));
    assert_eq!(bench.define("IEDB", &long), Err(NON_EXISTENT));
    assert!(application.told.lock().is_empty());
    assert_eq!(bench.define("IEDB", "XXX$ds"), Err(NON_EXISTENT));
    assert_eq!(bench.define("IEDB", "ds"), Err(NON_EXISTENT));
    for name in ["LLN0$kept", "LLN0$a", "LLN0$b"] {
        assert_eq!(bench.define("IEDB", name), Ok(()));
    }
    assert_eq!(bench.define("IEDB", "LLN0$c"), Err(resource(1)));
    let told = ["XXX$ds", "ds", "LLN0$kept", "LLN0$a", "LLN0$b", "LLN0$c"].map(|name| format!("IEDB/{name}"));
    assert_eq!(*application.told.lock(), told);
}

#[test]
fn a_delete_that_fails_says_how_many_are_gone() {
    let bench = Bench::new(Arc::new(Denying::default()));
    for name in ["LLN0$kept", "LLN0$a", "LLN0$b"] {
        bench.define("IEDB", name).unwrap();
    }
    let Error::Service(denied) = ACCESS_DENIED else { panic!() };
    let error = ServiceError { detail: Some((6, 1)), ..denied };
    assert_eq!(bench.delete(&["LLN0$a", "LLN0$kept", "LLN0$b"]).unwrap_err(), Error::Service(error));
    assert_eq!(
        bench.delete(&["LLN0$a", "LLN0$b"]).unwrap(),
        variable_list::Deleted { matched: 1, deleted: 1 }
    );
}
