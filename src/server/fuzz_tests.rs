//! Mutated requests of real clients, and files: whatever comes, the server answers or ignores it, and keeps no memory.
//!
//! `FUZZ_SECONDS` sets how long each test goes on (default 2; continuous integration 60 together).

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::config::Config;
use super::core::Core;
use super::hooks::NoHooks;
use super::testing::{client, server};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::get_name_list::{ObjectClass, Scope};
use crate::mms::service::{
    Access, Alternate, Selector, VariableAccess, file, get_name_list, get_variable_attributes, identify,
    read, read_journal, status, variable_list, write,
};
use crate::mms::value::{BitString, Data, Value};
use crate::model::config_file;

const MODEL: &str = include_str!("../../ctests/models/server.cfg");

/// A small generator with a fixed seed: a failure repeats.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Some octets changed, cut, doubled or put elsewhere.
    fn mutate(&mut self, octets: &mut Vec<u8>, others: &[Vec<u8>]) {
        for _ in 0..1 + self.below(4) {
            if octets.is_empty() {
                return octets.push(self.next() as u8);
            }
            let at = self.below(octets.len());
            match self.below(9) {
                0 => octets[at] = self.next() as u8,
                1 => octets[at] ^= 1 << self.below(8),
                2 => octets[at] = [0, 1, 0x7f, 0x80, 0x81, 0x84, 0xff][self.below(7)],
                3 => octets.truncate(at),
                4 => octets.insert(at, self.next() as u8),
                5 => {
                    let end = at + self.below(octets.len() - at);
                    let part = octets[at..end].to_vec();
                    octets.splice(at..at, part);
                }
                6 => {
                    octets.remove(at);
                }
                7 => {
                    let other = &others[self.below(others.len())];
                    let from = self.below(other.len());
                    octets.truncate(at);
                    octets.extend_from_slice(&other[from..]);
                }
                _ => {
                    let end = at + self.below(octets.len() - at);
                    octets[at..end].reverse();
                }
            }
            octets.truncate(4096);
        }
    }
}

fn name(item: &str) -> ObjectName {
    ObjectName::domain(b"SrvA".as_slice(), item.as_bytes())
}

/// One or more requests of each service, right for the model.
fn requests() -> Vec<Vec<u8>> {
    let mut all = vec![identify::request(), status::request(false)];
    for class in [ObjectClass::NAMED_VARIABLE, ObjectClass::NAMED_VARIABLE_LIST, ObjectClass::JOURNAL] {
        all.push(get_name_list::request(class, Scope::Domain(b"SrvA"), None));
        all.push(get_name_list::request(class, Scope::Domain(b"SrvA"), Some(b"GGIO1$ST")));
    }
    all.push(get_name_list::request(ObjectClass::DOMAIN, Scope::Vmd, None));
    let items = [
        "LLN0",
        "GGIO1$ST",
        "GGIO1$MX$Har",
        "LLN0$RP$u01",
        "LLN0$BR$b01",
        "GGIO1$CO$Sbo$SBO",
        "LLN0$SP$SGCB",
    ];
    for item in items {
        all.push(get_variable_attributes::request(name(item).as_ref()));
        all.push(read::request_one(name(item).as_ref(), None));
    }
    let element = Alternate::index(1).then(Selector::Component("cVal".into()));
    all.push(read::request_one(name("GGIO1$MX$Har$pha").as_ref(), Some(&element)));
    all.push(read::request_one(name("GGIO1$MX$Har$num").as_ref(), Some(&Alternate::range(0, 2))));
    all.push(read::request(true, &Access::List(name("LLN0$ds"))));
    let bits = |size| Value::new(Data::BitString(BitString::from_integer(0x3f, size)));
    let writes = [
        ("LLN0$SP$Set$setVal", Value::integer(5, 32)),
        ("LLN0$RP$u01$RptEna", Value::boolean(true)),
        ("LLN0$RP$u01$RptEna", Value::boolean(false)),
        ("LLN0$RP$u01$GI", Value::boolean(true)),
        ("LLN0$RP$u01$OptFlds", bits(10)),
        ("LLN0$RP$u01$TrgOps", bits(6)),
        ("LLN0$RP$u01$DatSet", Value::visible_string(b"SrvA/LLN0$ds")),
        ("LLN0$RP$u01$IntgPd", Value::unsigned(1000, 32)),
        ("LLN0$BR$b01$RptEna", Value::boolean(true)),
        ("LLN0$BR$b01$EntryID", Value::octet_string(&[0; 8])),
        ("LLN0$BR$b01$PurgeBuf", Value::boolean(true)),
        ("LLN0$BR$b01$ResvTms", Value::integer(5, 16)),
        ("LLN0$SP$SGCB$ActSG", Value::unsigned(2, 8)),
        ("LLN0$SP$SGCB$EditSG", Value::unsigned(1, 8)),
        ("LLN0$LG$lcb$LogEna", Value::boolean(true)),
        ("LLN0$GO$g01$GoEna", Value::boolean(true)),
        ("GGIO1$CO$Dir$Oper", command()),
        ("GGIO1$CO$Enh$SBOw", command()),
        ("GGIO1$CO$Enh$Oper", command()),
        ("GGIO1$CO$Sbo$Cancel", command()),
    ];
    for (item, value) in &writes {
        all.push(write::request_value(name(item).as_ref(), None, value));
    }
    let members =
        [VariableAccess::new(name("GGIO1$ST$Ind1")), VariableAccess::new(name("GGIO1$MX$An$mag$f"))];
    all.push(variable_list::define_request(name("LLN0$made").as_ref(), &members));
    all.push(variable_list::define_request(ObjectNameRef::Aa(b"own"), &members));
    all.push(variable_list::attributes_request(name("LLN0$ds").as_ref()));
    all.push(variable_list::delete_request(&[name("LLN0$made"), ObjectName::Aa(b"own".as_slice().into())]));
    all.push(read_journal::request_time_range(name("LLN0$log"), &[0; 6], &[0xff; 6]));
    all.push(read_journal::request_start_after(name("LLN0$log"), &[0; 6], &[0; 8]));
    all.push(file::open_request(b"a.txt", 0));
    all.push(file::read_request(0));
    all.push(file::close_request(0));
    all.push(file::delete_request(b"../a"));
    all.push(file::rename_request(b"a", b"b"));
    all.push(file::directory_request(None, None));
    all.push(file::obtain_request(b"x", b"y"));
    all
}

fn command() -> Value {
    Value::structure(vec![
        Value::boolean(true),
        Value::structure(vec![Value::integer(2, 32), Value::octet_string(b"me")]),
        Value::unsigned(1, 32),
        Value::utc_time_ms(0, 0),
        Value::boolean(false),
        Value::new(Data::BitString(BitString::new(2))),
    ])
}

fn end() -> Instant {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    Instant::now() + Duration::from_secs(seconds)
}

fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

fn files() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("iec61850-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), b"text").unwrap();
    folder
}

fn ied() -> Arc<Core> {
    server(MODEL, Config { files: files(), ..Config::default() }, Arc::new(NoHooks))
}

#[test]
fn mutated_requests_of_clients_are_survived_without_growing() {
    let core = ied();
    let requests = requests();
    let mut random = Random(0x1ec6_1850);
    let (end, mut before, mut served) = (end(), 0, 0u64);
    while Instant::now() < end {
        let (connection, probe) = client(&core);
        for _ in 0..500 {
            let mut request = requests[random.below(requests.len())].clone();
            if random.below(8) > 0 {
                random.mutate(&mut request, &requests);
            }
            core.serve(&connection, 1, &request);
            connection.dispatch().run();
            served += 1;
        }
        drop(probe.take());
        core.disconnected(&connection);
        if served == 100_000 {
            before = resident();
        }
    }
    // a leak of one octet for each request would be seen
    if served > 300_000 {
        assert!(resident() < before + 64 * 1024 * 1024, "{before} -> {} after {served} requests", resident());
    }
    assert!(served > 1000, "{served} requests only");
}

#[test]
fn mutated_configuration_files_are_read_or_refused() {
    let mut random = Random(0x5eed);
    let (end, texts) = (end(), [MODEL.as_bytes().to_vec()]);
    while Instant::now() < end {
        let mut text = texts[0].clone();
        let cut = random.below(text.len());
        text.truncate(cut.max(400));
        for _ in 0..3 {
            let at = random.below(text.len());
            text[at] = [b'(', b')', b'{', b'}', b'\n', b' ', b'9', 0, 0xff, b'='][random.below(10)];
        }
        if let Ok(model) = config_file::parse(&text) {
            // what can be read can be served, or is refused
            drop(Core::new(model, Config::default(), Arc::new(NoHooks)));
        }
    }
}
