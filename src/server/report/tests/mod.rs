//! Report control blocks as clients and the application meet them, one test per behaviour.

mod access;
mod buffered;
mod reservation;
mod slow;
mod unbuffered;
mod wire;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::{Core, times};
use super::super::hooks::{Hooks, NoHooks, ReportEvent, Wants};
use super::super::space::{NodeId, Variable};
use super::super::testing::{self, Probe};
use super::Moment;
use crate::ber::{self, Reader};
use crate::error::DataAccessError;
use crate::mms::service::information_report;
use crate::mms::value::{BitString, Data, Value};

/// As `matrix.cfg` of the comparison with the genuine server has it, in small.
pub(super) const MODEL: &str = "MODEL(IED){LD(LD0){LN(LLN0){
DS(Four){DE(GGIO1$ST$Ind1);DE(GGIO1$ST$Ind2$stVal);DE(GGIO1$MX$AnIn1);DE(GGIO1$MX$AnIn1$mag$f);}
DS(One){DE(GGIO1$ST$Ind2$stVal);}
DS(Num){DE(GGIO1$ST$A$stVal);DE(GGIO1$ST$B$stVal);DE(GGIO1$ST$C$stVal);DE(GGIO1$ST$D$stVal);}
DS(Text){DE(GGIO1$ST$S$stVal);DE(GGIO1$ST$Ind2$stVal);}
RC(U urcba 0 Four 7 31 255 0 0);
RC(U2 - 0 One 1 31 5 0 0);
RC(UN ua 0 Num 2 31 191 0 0);
RC(UT ut 0 Text 1 31 5 0 0);
RC(NODS - 0 - 1 31 255 0 0);
RC(B brcba 1 Four 9 31 255 0 0);
RC(B1 bone 1 One 9 31 199 0 0);
}
LN(GGIO1){
DO(Ind1 0){DA(stVal 0 0 0 1 0);DA(q 0 23 0 2 0);DA(t 0 22 0 0 0);}
DO(Ind2 0){DA(stVal 0 0 0 1 0);DA(q 0 23 0 2 0);DA(t 0 22 0 0 0);}
DO(AnIn1 0){DA(mag 0 27 1 1 0){DA(f 0 10 1 1 0);}DA(q 0 23 1 2 0);DA(t 0 22 1 0 0);}
DO(A 0){DA(stVal 0 3 0 5 0)=1;}
DO(B 0){DA(stVal 0 3 0 4 0)=1;}
DO(C 0){DA(stVal 0 3 0 3 0)=1;}
DO(D 0){DA(stVal 0 3 0 7 0)=1;}
DO(S 0){DA(stVal 0 20 0 1 0);}
}
LN(LPHD1){DS(Other){DE(GGIO1$ST$Ind1$stVal);}}
}
LD(LD1){LN(LLN0){DS(There){DE(LD0/GGIO1$ST$Ind1$stVal);}}}
}";

/// OptFlds: sequence-number and reason.
pub(super) const SHORT: u32 = 1 << 1 | 1 << 3;

/// A server with one client.
pub(super) struct Bench {
    pub(super) core: Arc<Core>,
    pub(super) client: Arc<Connection>,
    pub(super) probe: Arc<Probe>,
    log: Arc<Log>,
}

/// Notes events of control blocks.
#[derive(Default)]
pub(super) struct Log {
    events: Mutex<Vec<String>>,
    clients: Mutex<Vec<u64>>,
}

impl Hooks for Log {
    fn wants(&self) -> Wants {
        Wants { reports: true, ..Wants::default() }
    }

    fn report_event(
        &self,
        block: u32,
        client: Option<&Arc<Connection>>,
        event: ReportEvent,
        attribute: Option<&str>,
        result: DataAccessError,
    ) {
        let number = client.map_or(0, |client| {
            let mut clients = self.clients.lock();
            let known = clients.iter().position(|id| *id == client.id());
            known.unwrap_or_else(|| {
                clients.push(client.id());
                clients.len() - 1
            }) + 1
        });
        let attribute = attribute.unwrap_or("-");
        self.events.lock().push(format!("{block} C{number} {event:?} {attribute} {}", result.0));
    }
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(super) fn with(config: Config) -> Self {
        Self::of(MODEL, config)
    }

    pub(super) fn of(model: &str, config: Config) -> Self {
        let log = Arc::new(Log::default());
        let core = testing::server(model, config, log.clone());
        let (client, probe) = testing::client(&core);
        Self { core, client, probe, log }
    }

    /// A server whose application does not listen.
    pub(super) fn silent(model: &str) -> Self {
        let core = testing::server(model, Config::default(), Arc::new(NoHooks));
        let (client, probe) = testing::client(&core);
        Self { core, client, probe, log: Arc::default() }
    }

    /// Another client.
    pub(super) fn other(&self, host: u8) -> (Arc<Connection>, Arc<Probe>) {
        testing::client_from(&self.core, host)
    }

    /// Writes `LLN0$FC$block$attribute`.
    pub(super) fn write(&self, item: &str, value: Value) -> i32 {
        self.write_as((&self.client, &self.probe), item, value)
    }

    pub(super) fn write_as(
        &self,
        (client, probe): (&Arc<Connection>, &Arc<Probe>),
        item: &str,
        value: Value,
    ) -> i32 {
        testing::write_one(&self.core, client, probe, "IEDLD0", &format!("LLN0${item}"), &value).0
    }

    /// Writes attributes, which must be accepted.
    pub(super) fn set(&self, writes: &[(&str, Value)]) {
        for (item, value) in writes {
            assert_eq!(self.write(item, value.clone()), -1, "{item}");
        }
    }

    /// Reads `LLN0$FC$block…`; what was said before is dropped.
    pub(super) fn read(&self, item: &str) -> Value {
        testing::read_one(&self.core, &self.client, &self.probe, "IEDLD0", &format!("LLN0${item}"))
    }

    pub(super) fn node(&self, name: &str) -> NodeId {
        let domain = self.core.space.domain_index(b"IEDLD0").unwrap();
        match self.core.space.find(domain, name.as_bytes()) {
            Some(Variable::Part(place)) => self.core.space.node_at(&place).unwrap(),
            other => panic!("{name}: {other:?}"),
        }
    }

    /// An update by the application: `GGIO1$ST$Ind1$stVal`.
    pub(super) fn update(&self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        self.core.update(self.node(name), |own| {
            let before = own.clone();
            assert!(own.update(&value));
            *own != before
        });
    }

    /// The reports since the last call, in short.
    pub(super) fn reports(&self) -> Vec<String> {
        self.probe.reports().iter().map(|report| shown(report)).collect()
    }

    /// The events since the last call.
    pub(super) fn events(&self) -> Vec<String> {
        std::mem::take(&mut self.log.events.lock())
    }

    /// What is due this much later is done.
    pub(super) fn after(&self, ms: u64) -> Option<Duration> {
        let (at, now) = times();
        let at = at + Duration::from_millis(ms);
        let next = self.core.reports_due_at(Moment { at, ms: now + ms });
        next.map(|next| next.saturating_duration_since(at))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::boolean(value)
    }
}

pub(super) fn number(value: i64) -> Value {
    Value::integer(value, 32)
}

pub(super) fn unsigned(value: u64) -> Value {
    Value::unsigned(value, 32)
}

pub(super) fn text(value: &str) -> Value {
    Value::visible_string(value.as_bytes())
}

/// OptFlds or TrgOps.
pub(super) fn bits(size: u32, value: u32) -> Value {
    Value::new(Data::BitString(BitString::from_integer(value, size)))
}

pub(super) fn quality(value: u32) -> Value {
    bits(13, value)
}

/// The results of a report: values, and the rest as tag and hexadecimal content.
pub(super) fn shown(report: &[u8]) -> String {
    let report = information_report::parse(report).unwrap();
    let mut out = String::new();
    for result in report.results {
        show(result, &mut out);
    }
    out.trim_end().to_owned()
}

fn show(elements: &[u8], out: &mut String) {
    let mut reader = Reader::new(elements);
    while let Some(element) = reader.next().unwrap() {
        match (element.tag, element.content) {
            (0x83, [octet]) => out.push_str(if *octet == 0 { "F" } else { "T" }),
            (0x8a, content) => write!(out, "'{}'", content.escape_ascii()).unwrap(),
            (tag, content) if ber::is_constructed(tag) => {
                write!(out, "{tag:x}{{").unwrap();
                show(content, out);
                out.truncate(out.trim_end().len());
                out.push('}');
            }
            (tag, content) => write!(out, "{tag:x}:{}", hex(content)).unwrap(),
        }
        out.push(' ');
    }
}

pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut out, octet| {
        write!(out, "{octet:02x}").unwrap();
        out
    })
}
