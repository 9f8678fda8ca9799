use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::{Core, times};
use super::super::hooks::{Hooks, NoHooks};
use super::super::testing::{self, Probe, read_one, write_one};
use crate::error::DataAccessError as E;
use crate::mms::value::Value;

const MODEL: &str = "MODEL(IED){LD(LD0){LN(LLN0){SG(1 3)}LN(PTOC1){DO(Str 0){DA(setMag 0 3 6 0 0)=4;DA(setMag 0 3 7 0 0)=4;}}}LD(LD1){LN(LLN0){SG(2 4)}}}";
const SGCB: &str = "LLN0$SP$SGCB";
const SE: &str = "PTOC1$SE$Str$setMag";

#[derive(Default)]
struct App {
    told: Mutex<Vec<(&'static str, u32, u8)>>,
    states: Mutex<Vec<(u32, u8, u8)>>,
    refuse: AtomicBool,
}

impl App {
    fn note(&self, what: &'static str, block: u32, group: u8) -> bool {
        self.told.lock().push((what, block, group));
        !self.refuse.load(Ordering::Relaxed)
    }

    fn told(&self) -> Vec<(&'static str, u32, u8)> {
        std::mem::take(&mut self.told.lock())
    }
}

impl Hooks for App {
    fn active_group(&self, block: u32, group: u8, _: &Arc<Connection>) -> bool {
        self.note("active", block, group)
    }

    fn edit_group(&self, block: u32, group: u8, _: &Arc<Connection>) -> bool {
        self.note("edit", block, group)
    }

    fn confirm_edit(&self, block: u32, group: u8) -> bool {
        self.note("confirm", block, group)
    }

    fn groups(&self, block: u32, active: u8, edited: u8) {
        self.states.lock().push((block, active, edited));
    }
}

struct Bench {
    core: Arc<Core>,
    app: Arc<App>,
    one: (Arc<Connection>, Arc<Probe>),
    other: (Arc<Connection>, Arc<Probe>),
}

impl Bench {
    fn new(config: Config) -> Self {
        let app = Arc::new(App::default());
        let core = testing::server(MODEL, config, app.clone());
        Self { one: testing::client(&core), other: testing::client(&core), core, app }
    }

    fn write(&self, attribute: &str, value: u64) -> E {
        self.write_as(&self.one, attribute, value)
    }

    fn write_other(&self, attribute: &str, value: u64) -> E {
        self.write_as(&self.other, attribute, value)
    }

    fn write_as(&self, (client, probe): &(Arc<Connection>, Arc<Probe>), attribute: &str, value: u64) -> E {
        let value =
            if attribute == "CnfEdit" { Value::boolean(value != 0) } else { Value::unsigned(value, 8) };
        write_one(&self.core, client, probe, "IEDLD0", &format!("{SGCB}${attribute}"), &value)
    }

    fn write_setting(&self, (client, probe): &(Arc<Connection>, Arc<Probe>)) -> E {
        write_one(&self.core, client, probe, "IEDLD0", SE, &Value::integer(9, 32))
    }

    fn read(&self, item: &str) -> Value {
        read_one(&self.core, &self.one.0, &self.one.1, "IEDLD0", item)
    }

    /// NumOfSG, ActSG, EditSG and ResvTms.
    fn block(&self) -> [u64; 4] {
        let block = self.read(SGCB);
        let elements = block.elements().unwrap();
        [0, 1, 2, 5].map(|at| elements.get(at).unwrap().as_u64().unwrap())
    }
}

#[test]
fn a_client_makes_another_group_active_if_the_application_lets_it() {
    let bench = Bench::new(Config::default());
    assert_eq!(bench.block(), [3, 1, 0, 0]);
    assert_eq!(bench.write("ActSG", 1), E::SUCCESS);
    assert_eq!(bench.app.told(), []);
    assert_eq!(bench.read("LLN0$SP$SGCB$LActTm").as_time_ms(), Some(0));
    assert_eq!(bench.write("ActSG", 2), E::SUCCESS);
    assert_eq!(bench.app.told(), [("active", 0, 2)]);
    assert_eq!((bench.core.active_group(0), bench.core.active_group(1)), (2, 2));
    assert!(bench.read("LLN0$SP$SGCB$LActTm").as_time_ms().unwrap() > 1_700_000_000_000);
    for wrong in [0, 4, 255] {
        assert_eq!(bench.write("ActSG", wrong), E::OBJECT_VALUE_INVALID);
    }
    bench.app.refuse.store(true, Ordering::Relaxed);
    assert_eq!(bench.write("ActSG", 3), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.block(), [3, 2, 0, 0]);
    for constant in ["NumOfSG", "LActTm", "ResvTms"] {
        let result = bench.write(constant, 1);
        assert!([E::OBJECT_ACCESS_DENIED, E::TYPE_INCONSISTENT].contains(&result), "{constant}");
    }
    assert_eq!(*bench.app.states.lock(), [(0, 2, 0)]);
}

#[test]
fn the_application_changes_the_group_without_being_asked() {
    let bench = Bench::new(Config::default());
    for (wanted, active) in [(3, 3), (0, 3), (4, 3), (1, 1)] {
        bench.core.change_active_group(0, wanted);
        assert_eq!(bench.core.active_group(0), active);
    }
    assert_eq!(bench.app.told(), []);
    assert_eq!(*bench.app.states.lock(), [(0, 3, 0), (0, 1, 0)]);
}

#[test]
fn one_client_edits_a_group_and_confirms_it() {
    let bench = Bench::new(Config::default());
    assert_eq!(bench.write_setting(&bench.one), E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.write("CnfEdit", 1), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.write("EditSG", 4), E::OBJECT_VALUE_INVALID);
    assert_eq!(bench.write("EditSG", 2), E::SUCCESS);
    assert_eq!(bench.block(), [3, 1, 2, 300]);
    assert_eq!(bench.write_other("EditSG", 2), E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.write_other("EditSG", 0), E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.write_other("CnfEdit", 1), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.write_setting(&bench.other), E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.write_setting(&bench.one), E::SUCCESS);
    assert_eq!(bench.read(SE), Value::integer(9, 32));
    assert_eq!(bench.read("PTOC1$SG$Str$setMag"), Value::integer(4, 32));
    assert_eq!(bench.write("CnfEdit", 0), E::OBJECT_VALUE_INVALID);
    assert_eq!(bench.write("CnfEdit", 1), E::SUCCESS);
    assert_eq!(bench.block(), [3, 1, 0, 0]);
    assert_eq!(bench.write_setting(&bench.one), E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.app.told(), [("edit", 0, 2), ("confirm", 0, 2)]);
    assert_eq!(*bench.app.states.lock(), [(0, 1, 2), (0, 1, 0)]);
    assert_eq!(bench.write_other("EditSG", 1), E::SUCCESS);
    assert_eq!(bench.write_other("EditSG", 0), E::SUCCESS);
    assert_eq!(bench.write("EditSG", 0), E::SUCCESS);
}

#[test]
fn a_refused_edit_leaves_the_one_before() {
    let bench = Bench::new(Config::default());
    bench.app.refuse.store(true, Ordering::Relaxed);
    assert_eq!(bench.write("EditSG", 2), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.block(), [3, 1, 0, 0]);
    bench.app.refuse.store(false, Ordering::Relaxed);
    assert_eq!(bench.write_other("EditSG", 2), E::SUCCESS);
    bench.app.refuse.store(true, Ordering::Relaxed);
    assert_eq!(bench.write_other("EditSG", 3), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.write_other("CnfEdit", 1), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.block(), [3, 1, 2, 300]);
}

#[test]
fn editing_ends_with_the_association_and_with_the_reservation() {
    let bench = Bench::new(Config::default());
    let before = times().0;
    assert_eq!(bench.write("EditSG", 2), E::SUCCESS);
    let due = bench.core.settings_due(before + Duration::from_secs(299)).unwrap();
    assert!(due >= before + Duration::from_secs(300));
    assert_eq!(bench.block(), [3, 1, 2, 300]);
    assert_eq!(bench.core.settings_due(due), None);
    assert_eq!(bench.block(), [3, 1, 0, 0]);
    assert_eq!(bench.write_other("EditSG", 3), E::SUCCESS);
    bench.core.settings_disconnected(&bench.one.0);
    assert_eq!(bench.block(), [3, 1, 3, 300]);
    bench.core.settings_disconnected(&bench.other.0);
    assert_eq!(bench.block(), [3, 1, 0, 0]);
}

#[test]
fn values_to_edit_are_there_for_all_while_a_group_is_edited() {
    let bench = Bench::new(Config::default());
    let unavailable = Value::access_error(E::TEMPORARILY_UNAVAILABLE);
    assert_eq!(bench.read(SE), unavailable);
    assert_eq!(bench.read("PTOC1$SE"), unavailable);
    // a structure has no place for an error
    assert_eq!(bench.read("PTOC1").elements().unwrap().len(), 2);
    assert_eq!(bench.write_other("EditSG", 2), E::SUCCESS);
    assert_eq!(bench.read(SE), Value::integer(4, 32));
}

#[test]
fn without_editing_or_an_application_nothing_can_be_changed() {
    let bench = Bench::new(Config { edit_settings: false, ..Config::default() });
    assert_eq!(bench.write("EditSG", 2), E::OBJECT_ACCESS_UNSUPPORTED);
    assert_eq!(bench.write("CnfEdit", 1), E::OBJECT_ACCESS_UNSUPPORTED);
    assert_eq!(bench.write("ActSG", 2), E::SUCCESS);
    let core = testing::server(MODEL, Config::default(), Arc::new(NoHooks));
    let (client, probe) = testing::client(&core);
    for attribute in ["ActSG", "EditSG"] {
        let item = format!("{SGCB}${attribute}");
        let result = write_one(&core, &client, &probe, "IEDLD0", &item, &Value::unsigned(2, 8));
        assert_eq!(result, E::OBJECT_ACCESS_DENIED);
    }
}
