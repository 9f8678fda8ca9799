use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::{Core, times};
use super::super::hooks::NoHooks;
use super::super::space::Variable;
use super::super::testing::{self, Probe, Said, read_one, write_one};
use super::{Bounds, LogStorage, LogVisitor, MemoryLog};
use crate::error::{DataAccessError as E, Error, RejectReason, Result, ServiceError};
use crate::mms::pdu::journal::{RangeStart, RangeStop, ReadJournalRequest};
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::read_journal;
use crate::mms::value::{BinaryTime, BitString, Data, Value, ber};

const MODEL: &str = "MODEL(IED){LD(LD0){LN(LLN0){
    DS(ds){DE(GGIO1$ST$Ind1);DE(GGIO1$MX$AnIn1);DE(GGIO1$MX$AnIn1$mag$f);}
    LC(lcb ds LD0/LLN0$log 31 200 0 1);
    LC(none - LD0/LLN0$log 1 0 0 1);
    LC(lost ds LD0/LLN0$nolog 1 0 0 1);
    LOG(log);LOG(other);
}LN(GGIO1){
    DO(Ind1 0){DA(stVal 0 0 0 1 0)=0;DA(q 0 23 0 2 0);}
    DO(AnIn1 0){DA(mag 0 27 1 1 0){DA(f 0 10 1 1 0)=1.0;}}
    DO(Cnt 0){DA(stVal 0 3 0 4 0)=0;}
}}}";

/// What a storage was told, as text.
#[derive(Default)]
struct Recorder {
    log: Mutex<Vec<String>>,
    bounds: Mutex<Option<Bounds>>,
}

impl LogStorage for Recorder {
    fn add_entry(&self, time: u64) -> u64 {
        assert!(time > 1_700_000_000_000);
        self.log.lock().push("entry".into());
        7
    }

    fn add_data(&self, entry: u64, reference: &[u8], data: &[u8], reason: u8) {
        let octets: String = data.iter().map(|octet| format!("{octet:02x}")).collect();
        let text = format!("{entry} {} {octets} {reason}", String::from_utf8_lossy(reference));
        self.log.lock().push(text);
    }

    fn entries(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}

    fn entries_after(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}

    fn bounds(&self) -> Option<Bounds> {
        *self.bounds.lock()
    }
}

impl Recorder {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock())
    }
}

struct Bench {
    core: Arc<Core>,
    client: Arc<Connection>,
    probe: Arc<Probe>,
}

impl Bench {
    fn new() -> Self {
        let core = testing::server(MODEL, Config::default(), Arc::new(NoHooks));
        let (client, probe) = testing::client(&core);
        Self { core, client, probe }
    }

    fn recorded() -> (Self, Arc<Recorder>) {
        let (bench, recorder) = (Self::new(), Arc::new(Recorder::default()));
        assert!(bench.core.set_log_storage(b"LD0/LLN0$log", recorder.clone()));
        (bench, recorder)
    }

    fn write(&self, item: &str, value: &Value) -> E {
        write_one(&self.core, &self.client, &self.probe, "IEDLD0", &format!("LLN0$LG${item}"), value)
    }

    fn enable(&self, on: bool) -> E {
        self.write("lcb$LogEna", &Value::boolean(on))
    }

    fn triggers(&self, bits: u32) -> E {
        self.write("lcb$TrgOps", &Value::new(Data::BitString(BitString::from_integer(bits, 6))))
    }

    fn read(&self, item: &str) -> Value {
        read_one(&self.core, &self.client, &self.probe, "IEDLD0", &format!("LLN0$LG${item}"))
    }

    fn update(&self, item: &str, value: &Value) {
        let space = &self.core.space;
        let domain = space.domain_index(b"IEDLD0").unwrap();
        let Variable::Part(place) = space.find(domain, item.as_bytes()).unwrap() else { panic!("{item}") };
        self.core.update(space.node_at(&place).unwrap(), |own| {
            let before = own.clone();
            own.update(value);
            *own != before
        });
    }

    fn ask(&self, request: &[u8]) -> Result<Vec<u8>> {
        self.core.serve(&self.client, 1, request);
        match self.probe.take().pop() {
            Some(Said::Answer(1, answer)) => answer,
            other => panic!("{other:?}"),
        }
    }
}

fn text(text: &str) -> Value {
    Value::visible_string(text.as_bytes())
}

fn time(ms: u64) -> Vec<u8> {
    let mut time = BinaryTime::new(false);
    time.set_ms(ms);
    time.as_bytes().to_vec()
}

fn log_name() -> ObjectName {
    ObjectName::domain("IEDLD0", "LLN0$log")
}

#[test]
fn a_control_block_shows_what_the_model_and_the_storage_say() {
    let (bench, recorder) = Bench::recorded();
    let octets = |value: &Value| {
        let mut out = Vec::new();
        value.elements().unwrap().iter().flatten().for_each(|value| ber::encode(value, &mut out));
        out.iter().map(|octet| format!("{octet:02x}")).collect::<String>()
    };
    let hex = |text: &str| text.bytes().map(|octet| format!("{octet:02x}")).collect::<String>();
    let references = format!("8a0f{}8a0e{}", hex("IEDLD0/LLN0$log"), hex("IEDLD0/LLN0$ds"));
    let (no_time, no_entry) = ("8c06000000000000", "89080000000000000000");
    let ends = format!("{no_time}{no_time}{no_entry}{no_entry}");
    let empty = format!("830100{references}{ends}84020278860200c8");
    assert_eq!(octets(&bench.read("lcb")), empty);
    *recorder.bounds.lock() =
        Some(Bounds { oldest: (1, 1_700_000_000_000), newest: (0x0102, 1_700_000_001_000) });
    let block = octets(&bench.read("lcb"));
    assert!(block.contains("8c0604c4b40038e28c0604c4b7e838e2890801000000000000008908020100000000000084"));
    *recorder.bounds.lock() = None;
    assert_eq!(octets(&bench.read("lcb")), empty);
}

#[test]
fn an_enabled_block_can_only_be_disabled() {
    let bench = Bench::new();
    assert_eq!(bench.enable(true), E::SUCCESS);
    assert_eq!(bench.enable(true), E::SUCCESS);
    let unavailable = E::TEMPORARILY_UNAVAILABLE;
    assert_eq!(bench.write("lcb$LogRef", &text("IEDLD0/LLN0$other")), unavailable);
    assert_eq!(bench.write("lcb$DatSet", &text("")), unavailable);
    assert_eq!(bench.triggers(2), unavailable);
    assert_eq!(bench.write("lcb$IntgPd", &Value::unsigned(1, 32)), unavailable);
    let entry = Value::octet_string(&[0; 8]);
    assert_eq!(bench.write("lcb$OldEntr", &entry), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.enable(false), E::SUCCESS);
    assert_eq!(bench.write("lcb$NewEntr", &entry), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.write("lcb$IntgPd", &Value::unsigned(1, 32)), E::SUCCESS);
    assert_eq!(bench.triggers(0b11_1111), E::SUCCESS);
    assert_eq!(bench.read("lcb$IntgPd"), Value::unsigned(1, 32));
    for (attribute, known, unknown) in
        [("LogRef", "IEDLD0/LLN0$other", "IEDLD0/LLN0$none"), ("DatSet", "IEDLD0/LLN0$ds", "@x")]
    {
        let write = |value: &str| bench.write(&format!("lcb${attribute}"), &text(value));
        assert_eq!(write(unknown), E::OBJECT_VALUE_INVALID);
        assert_eq!(write(known), E::SUCCESS);
        assert_eq!(write(""), E::SUCCESS);
        assert_eq!(bench.enable(true), E::OBJECT_ATTRIBUTE_INCONSISTENT);
        assert_eq!(write(known), E::SUCCESS);
        assert_eq!(bench.read(&format!("lcb${attribute}")), text(known));
    }
    assert_eq!(bench.enable(true), E::SUCCESS);
    for other in ["none", "lost"] {
        let result = bench.write(&format!("{other}$LogEna"), &Value::boolean(true));
        assert_eq!(result, E::OBJECT_ATTRIBUTE_INCONSISTENT);
    }
}

#[test]
fn changes_are_logged_with_the_whole_member_as_it_is_then() {
    let (bench, recorder) = Bench::recorded();
    bench.triggers(0b110);
    let on = Value::boolean(true);
    bench.update("GGIO1$ST$Ind1$stVal", &on);
    assert_eq!(recorder.take(), [""; 0]);
    bench.enable(true);
    bench.update("GGIO1$ST$Ind1$stVal", &Value::boolean(false));
    bench.update("GGIO1$ST$Ind1$stVal", &Value::boolean(false));
    bench.update("GGIO1$ST$Ind1$q", &Value::new(Data::BitString(BitString::from_integer(2, 13))));
    bench.update("GGIO1$MX$AnIn1$mag$f", &Value::float32(2.5));
    bench.update("GGIO1$ST$Cnt$stVal", &Value::integer(1, 32));
    assert_eq!(
        recorder.take(),
        [
            "entry",
            "7 IEDLD0/GGIO1$ST$Ind1 a2088301008403030000 2",
            "entry",
            "7 IEDLD0/GGIO1$ST$Ind1 a2088301008403034000 4",
            "entry",
            "7 IEDLD0/GGIO1$MX$AnIn1 a209a20787050840200000 2",
        ]
    );
    bench.enable(false);
    bench.triggers(0b100);
    bench.enable(true);
    bench.update("GGIO1$ST$Ind1$stVal", &on);
    assert_eq!(recorder.take(), [""; 0]);
}

#[test]
fn all_members_are_logged_periodically() {
    let (bench, recorder) = Bench::recorded();
    bench.triggers(0b1_0000);
    let before = times().0;
    assert_eq!(bench.core.logs_due(before + Duration::from_secs(1)), None);
    bench.enable(true);
    let now = times().0;
    let entry = [
        "entry",
        "7 IEDLD0/GGIO1$ST$Ind1 a2088301008403030000 16",
        "7 IEDLD0/GGIO1$MX$AnIn1 a209a2078705083f800000 16",
        "7 IEDLD0/GGIO1$MX$AnIn1$mag$f 8705083f800000 16",
    ];
    let next = bench.core.logs_due(now).unwrap();
    assert_eq!(recorder.take(), entry);
    assert_eq!(bench.core.logs_due(next - Duration::from_millis(1)), Some(next));
    assert_eq!(recorder.take(), [""; 0]);
    assert_eq!(bench.core.logs_due(next), Some(next + Duration::from_millis(200)));
    // periods that nobody was awake for are left out
    let late = next + Duration::from_secs(5);
    assert_eq!(bench.core.logs_due(late), Some(late + Duration::from_millis(200)));
    assert_eq!(recorder.take(), [entry, entry].concat());
    bench.enable(false);
    assert_eq!(bench.core.logs_due(late + Duration::from_secs(1)), None);
}

#[test]
fn a_storage_may_use_the_server_that_calls_it() {
    struct Nosy(std::sync::Weak<Core>, Mutex<usize>);
    impl LogStorage for Nosy {
        fn add_entry(&self, _: u64) -> u64 {
            *self.1.lock() += 1;
            let core = self.0.upgrade().unwrap();
            core.with(|_| ());
            0
        }
        fn add_data(&self, _: u64, _: &[u8], _: &[u8], _: u8) {}
        fn entries(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}
        fn entries_after(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}
        fn bounds(&self) -> Option<Bounds> {
            self.0.upgrade().unwrap().with(|_| None)
        }
    }
    let bench = Bench::new();
    let storage = Arc::new(Nosy(Arc::downgrade(&bench.core), Mutex::default()));
    bench.core.set_log_storage(b"IEDLD0/LLN0$log", storage.clone());
    bench.enable(true);
    bench.update("GGIO1$ST$Ind1$stVal", &Value::boolean(true));
    bench.read("lcb");
    assert_eq!(*storage.1.lock(), 1);
    assert!(!bench.core.set_log_storage(b"LD0/LLN0$none", storage));
}

#[test]
fn a_storage_that_panics_once_is_used_again() {
    #[derive(Default)]
    struct Faulty(Mutex<usize>);
    impl LogStorage for Faulty {
        fn add_entry(&self, _: u64) -> u64 {
            *self.0.lock() += 1;
            assert!(*self.0.lock() != 1, "the first time");
            0
        }
        fn add_data(&self, _: u64, _: &[u8], _: &[u8], _: u8) {}
        fn entries(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}
        fn entries_after(&self, _: u64, _: u64, _: &mut dyn LogVisitor) {}
        fn bounds(&self) -> Option<Bounds> {
            None
        }
    }
    let bench = Bench::new();
    let storage = Arc::new(Faulty::default());
    bench.core.set_log_storage(b"LD0/LLN0$log", storage.clone());
    bench.enable(true);
    let update = |on| bench.update("GGIO1$ST$Ind1$stVal", &Value::boolean(on));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| update(true))).is_err());
    update(false);
    assert_eq!(*storage.0.lock(), 2);
}

/// A log with entries 1 to `count` at 1 000 ms, 2 000 ms …, some values each.
fn filled(count: u64) -> (Bench, Arc<MemoryLog>) {
    let (bench, log) = (Bench::new(), Arc::new(MemoryLog::new(1000)));
    bench.core.set_log_storage(b"LD0/LLN0$log", log.clone());
    for number in 1..=count {
        let entry = log.add_entry(1_700_000_000_000 + number * 1000);
        log.add_data(entry, b"IEDLD0/GGIO1$ST$Ind1$stVal", &[0x83, 1, 1], 2);
        log.add_data(entry, b"IEDLD0/damaged", &[0x83, 9, 1], 2);
        log.add_data(entry, b"IEDLD0/GGIO1$ST$Cnt$stVal", &[0x85, 1, number as u8], 8);
    }
    (bench, log)
}

#[test]
fn a_journal_is_read_between_times_and_after_an_entry() {
    let (bench, _log) = filled(5);
    let at = |number: u64| time(1_700_000_000_000 + number * 1000);
    let answer = bench.ask(&read_journal::request_time_range(log_name(), &at(2), &at(3))).unwrap();
    let journal = read_journal::parse_response(&answer).unwrap();
    assert!(!journal.more_follows);
    let ids: Vec<&[u8]> = journal.entries.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, [&[2, 0, 0, 0, 0, 0, 0, 0], &[3, 0, 0, 0, 0, 0, 0, 0]]);
    let entry = &journal.entries[1];
    assert_eq!(entry.time, at(3));
    let variables: Vec<(&[u8], &[u8])> = entry.variables.iter().map(|var| (var.tag, var.value)).collect();
    assert_eq!(
        variables,
        [
            (&b"IEDLD0/GGIO1$ST$Ind1$stVal"[..], &[0x83, 1, 1][..]),
            (b"ReasonCode", &[0x84, 2, 1, 0x40]),
            (b"IEDLD0/GGIO1$ST$Cnt$stVal", &[0x85, 1, 3]),
            (b"ReasonCode", &[0x84, 2, 1, 0x10]),
        ]
    );
    let after = bench.ask(&read_journal::request_start_after(log_name(), &at(4), &[4])).unwrap();
    let ids: Vec<u8> =
        read_journal::parse_response(&after).unwrap().entries.iter().map(|entry| entry.id[0]).collect();
    assert_eq!(ids, [5]);
}

#[test]
fn a_long_journal_comes_in_answers_of_whole_entries() {
    let (bench, _log) = filled(50);
    *bench.probe.max_pdu.lock() = 1000;
    let (mut seen, mut pages, mut last) = (Vec::new(), 0, vec![0; 8]);
    loop {
        let answer = bench.ask(&read_journal::request_start_after(log_name(), &time(0), &last)).unwrap();
        let journal = read_journal::parse_response(&answer).unwrap();
        seen.extend(journal.entries.iter().map(|entry| entry.id[0]));
        last = journal.entries.last().unwrap().id.to_vec();
        pages += 1;
        if !journal.more_follows {
            break;
        }
    }
    assert_eq!(seen, (1..=50).collect::<Vec<u8>>());
    assert!((7..15).contains(&pages), "{pages}");
    // an entry that no answer has room for is an error, not an endless loop
    *bench.probe.max_pdu.lock() = 100;
    let answer = bench.ask(&read_journal::request_start_after(log_name(), &time(0), &last));
    assert_eq!(answer.map(|answer| answer.len()), Ok(5));
    let answer = bench.ask(&read_journal::request_start_after(log_name(), &time(0), &[0]));
    assert!(matches!(answer, Err(Error::Service(ServiceError { class: 3, .. }))));
}

#[test]
fn a_journal_is_not_read_by_other_means() {
    let (bench, _log) = filled(1);
    let reject = |code| Err(Error::Reject(RejectReason { kind: 1, code }));
    let request = |name: ObjectName, start, stop| {
        let request = ReadJournalRequest { name, start, stop, variables: None, start_after: None };
        bench.ask(&crate::mms::pdu::encode(&request))
    };
    let start = || Some(RangeStart::Time(time(0).into()));
    let stop = || Some(RangeStop::Time(time(0).into()));
    assert_eq!(request(log_name(), start(), None), reject(4));
    assert_eq!(request(log_name(), None, stop()), reject(4));
    assert_eq!(request(log_name(), None, None), reject(4));
    assert_eq!(request(log_name(), Some(RangeStart::Time(vec![0; 3].into())), stop()), reject(4));
    assert_eq!(request(log_name(), start(), Some(RangeStop::Count(5))), reject(0));
    assert_eq!(request(log_name(), Some(RangeStart::Entry(vec![0; 8].into())), stop()), reject(0));
    assert_eq!(request(ObjectName::Aa(b"LLN0$log".as_slice().into()), start(), stop()), reject(0));
    let missing = Err(Error::Service(ServiceError::new(7, 2)));
    for (domain, item) in [("IEDLD0", "LLN0$none"), ("IEDLD0", "log"), ("none", "LLN0$log")] {
        assert_eq!(request(ObjectName::domain(domain, item), start(), stop()), missing);
    }
    // a log that nobody stores is empty
    let answer = request(ObjectName::domain("IEDLD0", "LLN0$other"), start(), stop()).unwrap();
    assert_eq!(answer, [0xbf, 0x41, 2, 0xa0, 0]);
}

#[test]
fn without_log_service_there_is_none() {
    let config = Config { log_service: false, ..Config::default() };
    let core = testing::server(MODEL, config, Arc::new(NoHooks));
    let (client, probe) = testing::client(&core);
    let block = read_one(&core, &client, &probe, "IEDLD0", "LLN0$LG$lcb");
    assert_eq!(block.as_access_error(), Some(E::OBJECT_NON_EXISTENT));
    core.serve(&client, 1, &read_journal::request_time_range(log_name(), &time(0), &time(0)));
    let unrecognized = Error::Reject(RejectReason { kind: 1, code: 1 });
    assert_eq!(probe.take(), [Said::Answer(1, Err(unrecognized))]);
}
