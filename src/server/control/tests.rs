//! Controls as clients and the application see them. Reports in hex are those of the genuine 1.6.1 server for the same
//! requests.

mod direct_tests;
mod net_tests;
mod select_tests;
mod timed_tests;

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::{ControlAction, ControlResult, SelectReason};
use crate::error::DataAccessError;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::write;
use crate::mms::value::{BitString, Data, Value};
use crate::net::{self, Timed};
use crate::server::config::Config;
use crate::server::connection::Connection;
use crate::server::core::Core;
use crate::server::hooks::Hooks;
use crate::server::testing::{self, Probe, Said};

const DENIED: DataAccessError = DataAccessError::OBJECT_ACCESS_DENIED;
const UNAVAILABLE: DataAccessError = DataAccessError::TEMPORARILY_UNAVAILABLE;
const SUCCESS: DataAccessError = DataAccessError::SUCCESS;

/// One decision after the other; the last stays.
type Script<T> = Mutex<Vec<T>>;

/// An application that notes what it is asked, and answers as scripted.
struct Application {
    told: Mutex<Vec<String>>,
    check: Script<DataAccessError>,
    wait: Script<ControlResult>,
    operate: Script<ControlResult>,
    /// Error and AddCause that its handlers set.
    reason: Mutex<Option<(i32, i32)>>,
}

fn next<T: Copy>(script: &Script<T>) -> T {
    let mut script = script.lock();
    if script.len() > 1 { script.remove(0) } else { script[0] }
}

impl Application {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            told: Mutex::default(),
            check: Mutex::new(vec![SUCCESS]),
            wait: Mutex::new(vec![ControlResult::Ok]),
            operate: Mutex::new(vec![ControlResult::Ok]),
            reason: Mutex::default(),
        })
    }

    fn note(&self, text: String) {
        self.told.lock().push(text);
    }

    /// What it was told since the last call.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock())
    }

    fn explain(&self, action: &ControlAction) {
        if let Some((error, cause)) = *self.reason.lock() {
            action.set_error(error);
            action.set_cause(cause);
        }
    }
}

fn shown(value: Option<&Value>) -> String {
    value.and_then(Value::as_bool).map_or_else(|| "-".into(), |on| on.to_string())
}

impl Hooks for Application {
    fn control_check(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
        interlock: bool,
    ) -> DataAccessError {
        let kind = if action.is_select() { "select" } else { "operate" };
        let (origin, number) = (String::from_utf8_lossy(action.identifier()), action.number());
        let mut text = format!("check {kind} {} by {} {origin} {number}", shown(value), action.category());
        for (set, name) in [(test, " test"), (interlock, " interlock"), (action.control_time() > 0, " timed")]
        {
            if set {
                text.push_str(name);
            }
        }
        self.note(text);
        self.explain(action);
        next(&self.check)
    }

    fn control_wait(
        &self,
        _: &Arc<ControlAction>,
        value: Option<&Value>,
        _: bool,
        synchro: bool,
    ) -> ControlResult {
        self.note(format!("wait {}{}", shown(value), if synchro { " synchro" } else { "" }));
        next(&self.wait)
    }

    fn control_operate(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
    ) -> ControlResult {
        self.note(format!("operate {}{}", shown(value), if test { " test" } else { "" }));
        self.explain(action);
        next(&self.operate)
    }

    fn control_selected(&self, _: &Arc<ControlAction>, selected: bool, reason: SelectReason) {
        self.note(format!("selected {selected} {}", reason as i32));
    }
}

/// `SBOw`, `Oper` or `Cancel` in the format of configuration files.
fn service(name: &str, timed: bool) -> String {
    let time = if timed { "DA(operTm 0 22 12 0 0);" } else { "" };
    let check = if name == "Cancel" { "" } else { "DA(Check 0 24 12 0 0);" };
    format!(
        "DA({name} 0 27 12 0 0){{DA(ctlVal 0 0 12 0 0);{time}\
         DA(origin 0 27 12 0 0){{DA(orCat 0 12 12 0 0);DA(orIdent 0 13 12 0 0);}}\
         DA(ctlNum 0 6 12 0 0);DA(T 0 22 12 0 0);DA(Test 0 0 12 0 0);{check}}}"
    )
}

/// A control object.
fn object(name: &str, model: i32, timed: bool, class: i32) -> String {
    let mut text = format!("DO({name} 0){{");
    match model {
        2 => text.push_str("DA(SBO 0 19 12 0 0);"),
        4 => text.push_str(&service("SBOw", timed)),
        _ => {}
    }
    text.push_str(&service("Oper", timed));
    text.push_str(&service("Cancel", timed));
    write!(
        text,
        "DA(origin 0 27 0 1 0){{DA(orCat 0 12 0 1 0);DA(orIdent 0 13 0 1 0);}}DA(ctlNum 0 6 0 1 0);\
         DA(stVal 0 0 0 1 0);DA(stSeld 0 0 0 1 0);DA(opRcvd 0 0 9 1 0);DA(opOk 0 0 9 1 0);DA(tOpOk 0 22 9 1 0);\
         DA(ctlModel 0 12 4 0 0)={model};DA(sboTimeout 0 9 4 0 0)=2000;DA(sboClass 0 12 4 0 0)={class};}}"
    )
    .unwrap();
    text
}

/// What a command says; as in the recorded requests unless a test changes it.
#[derive(Clone)]
struct Oper {
    value: bool,
    number: u64,
    origin: (i64, &'static [u8]),
    test: bool,
    check: u32,
    /// operTm in ms since 1970, where the object has it.
    at: Option<u64>,
    t: u64,
}

const OPER: Oper = Oper { value: true, number: 1, origin: (2, b"me"), test: false, check: 0, at: None, t: 0 };

impl Oper {
    fn build(&self, checked: bool) -> Value {
        let mut parts = vec![Value::boolean(self.value)];
        parts.extend(self.at.map(|at| Value::utc_time_ms(at, 0)));
        parts.extend([
            Value::structure(vec![Value::integer(self.origin.0, 8), Value::octet_string(self.origin.1)]),
            Value::unsigned(self.number, 8),
            Value::utc_time_ms(self.t, 0),
            Value::boolean(self.test),
        ]);
        if checked {
            parts.push(Value::new(Data::BitString(BitString::from_integer(self.check, 2))));
        }
        Value::structure(parts)
    }
}

/// Objects of each control model; M: operate-many, T: time-activated.
fn model() -> String {
    let mut model = String::from(
        "MODEL(C){LD(LD){LN(LLN0){DO(Mod 0){DA(stVal 0 12 0 1 0)=1;}\
         DS(status){DE(G$ST$S4$stSeld);DE(G$OR$S4$opRcvd);DE(G$OR$S4$opOk);}RC(u u 0 status 1 1 0 0 0);}LN(G){",
    );
    for (name, kind, timed, class) in [
        ("C0", 0, false, 0),
        ("D1", 1, false, 0),
        ("S2", 2, false, 0),
        ("D3", 3, false, 0),
        ("S4", 4, false, 0),
        ("M2", 2, false, 1),
        ("M4", 4, false, 1),
        ("T1", 1, true, 0),
        ("T3", 3, true, 0),
        ("T4", 4, true, 0),
    ] {
        model.push_str(&object(name, kind, timed, class));
    }
    write!(model, "DO(Sub 0){{{}}}}}}}}}", object("In", 1, false, 0)).unwrap();
    model
}

/// A server with two clients.
struct Bench {
    application: Arc<Application>,
    core: Arc<Core>,
    clients: Vec<(Arc<Connection>, Arc<Probe>)>,
}

impl Bench {
    fn new() -> Self {
        let application = Application::new();
        let core = testing::server(&model(), Config::default(), application.clone());
        let clients = vec![testing::client(&core), testing::client(&core)];
        Self { application, core, clients }
    }

    /// Sends a write of `service` of an object; what came is in `said`.
    fn send(&self, client: usize, item: &str, value: &Value) {
        let item = format!("G$CO${item}");
        let name = ObjectNameRef::Domain { domain: b"CLD", item: item.as_bytes() };
        self.core.serve(&self.clients[client].0, 2, &write::request_value(name, None, value));
    }

    /// What a client was told since the last call: reports in hex, answers as their code.
    fn said(&self, client: usize) -> Vec<String> {
        let said = self.clients[client].1.take().into_iter();
        said.map(|said| match said {
            Said::Answer(_, answer) => {
                let result = write::parse_response_one(&answer.unwrap()).unwrap();
                format!("answer {}", result.0)
            }
            Said::Unconfirmed(service) => {
                service.iter().fold(String::new(), |text, octet| text + &format!("{octet:02x}"))
            }
            Said::Aborted => "aborted".into(),
            Said::Asked(_) => "asked".into(),
        })
        .collect()
    }

    /// The result of a write; what else was said is dropped.
    fn act(&self, client: usize, item: &str, oper: &Oper) -> DataAccessError {
        self.send(client, item, &oper.build(!item.ends_with("Cancel")));
        let said = self.said(client);
        let code = said.iter().find_map(|said| said.strip_prefix("answer ")).expect("an answer");
        DataAccessError(code.parse().unwrap())
    }

    /// AddCause of the LastApplError with which a write is refused, and the result.
    fn refused(&self, client: usize, item: &str, oper: &Oper) -> (i64, DataAccessError) {
        self.send(client, item, &oper.build(!item.ends_with("Cancel")));
        let said = self.said(client);
        assert_eq!(said.len(), 2, "the report, then the answer: {said:?}");
        let code = said[1].strip_prefix("answer ").expect("an answer").parse().unwrap();
        let cause = said[0].rsplit_once("8501").expect("a cause").1;
        (i64::from_str_radix(cause, 16).unwrap(), DataAccessError(code))
    }

    /// Selects by reading SBO: what is read.
    fn sbo(&self, client: usize, object: &str) -> String {
        let (connection, probe) = &self.clients[client];
        let value = testing::read_one(&self.core, connection, probe, "CLD", &format!("G$CO${object}$SBO"));
        String::from_utf8_lossy(value.text().unwrap().as_bytes()).into_owned()
    }

    fn read(&self, item: &str) -> Value {
        let (connection, probe) = &self.clients[0];
        testing::read_one(&self.core, connection, probe, "CLD", &format!("G${item}"))
    }

    /// Time passes; then the clients' queues have run.
    fn after(&self, time: Duration) {
        self.core.due(net::now() + time);
        for (client, _) in &self.clients {
            client.dispatch().run();
        }
    }

    /// The application has been told this, and nothing else.
    #[track_caller]
    fn told(&self, expected: &[&str]) {
        assert_eq!(self.application.take(), expected);
    }
}

#[test]
fn what_is_no_service_of_a_control_object_cannot_be_written() {
    let bench = Bench::new();
    for (item, value) in [("S2$SBO", Value::visible_string(b"x")), ("D1$Oper$ctlVal", Value::boolean(true))] {
        bench.send(0, item, &value);
        assert_eq!(bench.said(0), ["answer 3"], "{item}");
    }
    bench.send(0, "D1$Oper", &Value::boolean(true));
    assert_eq!(bench.said(0), ["answer 7"]);
    bench.told(&[]);
}

#[test]
fn sub_data_objects_are_controlled() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "Sub$In$Oper", &OPER), SUCCESS);
    bench.told(&["check operate true by 2 me 1", "wait true", "operate true"]);
}

#[test]
fn a_status_only_object_refuses_everything_without_a_word() {
    let bench = Bench::new();
    for service in ["Oper", "Cancel"] {
        bench.send(0, &format!("C0${service}"), &OPER.build(service == "Oper"));
        assert_eq!(bench.said(0), ["answer 3"], "{service}");
    }
    bench.told(&[]);
}

#[test]
fn the_application_changes_the_control_model() {
    let bench = Bench::new();
    let object = bench.core.space.data.iter().position(|node| node.name == b"D1").unwrap() as u32;
    assert!(bench.core.set_control_model(object, 0));
    assert_eq!(bench.act(0, "D1$Oper", &OPER), DENIED);
    assert_eq!(bench.read("CF$D1$ctlModel"), Value::integer(0, 8));
    assert!(bench.core.set_control_model(object, 3));
    bench.send(0, "D1$Oper", &OPER.build(true));
    assert_eq!(bench.said(0).len(), 2, "an answer and a termination");
    assert!(!bench.core.set_control_model(u32::MAX, 1));
}
