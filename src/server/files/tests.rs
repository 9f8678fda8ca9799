use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::{FileService, Hooks, NoHooks};
use super::super::testing::{self, Probe, Said};
use crate::error::{Error, Failure, Layer, Result, ServiceError};
use crate::mms::pdu::envelope;
use crate::mms::pdu::error::service_error::{
    DUPLICATE_FILENAME, FILE_ACCESS_DENIED, FILE_NON_EXISTENT, FILE_OTHER, POSITION_INVALID,
};
use crate::mms::service::file::{self, FileAttributes, Opened};

struct Bench {
    core: Arc<Core>,
    client: Arc<Connection>,
    probe: Arc<Probe>,
    base: PathBuf,
}

impl Bench {
    fn new(test: &str, hooks: Arc<dyn Hooks>) -> Self {
        let base = std::env::temp_dir().join(format!("iec61850-served-{test}-{}", std::process::id()));
        fs::create_dir_all(base.join("sub")).unwrap();
        fs::write(base.join("file"), b"0123456789").unwrap();
        fs::write(base.join("sub/inner"), b"inner").unwrap();
        let config = Config { files: base.clone(), ..Config::default() };
        let core = testing::server("MODEL(IED){LD(LD0){LN(LLN0){}}}", config, hooks);
        let (client, probe) = testing::client(&core);
        Self { core, client, probe, base }
    }

    /// The answer to a request.
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>> {
        self.core.serve(&self.client, 7, request);
        match self.probe.take().pop() {
            Some(Said::Answer(7, answer)) => answer,
            other => panic!("{other:?}"),
        }
    }

    fn open(&self, name: &str, position: u32) -> Result<i32> {
        let answer = self.ask(&file::open_request(name.as_bytes(), position))?;
        Ok(file::parse_open_response(&answer).unwrap().frsm_id)
    }

    fn read(&self, frsm_id: i32) -> Result<(Vec<u8>, bool)> {
        let answer = self.ask(&file::read_request(frsm_id))?;
        let (data, more) = file::parse_read_response(&answer).unwrap();
        Ok((data.to_vec(), more))
    }

    fn names(&self, name: Option<&str>, after: Option<&str>) -> Result<(Vec<String>, bool)> {
        let request = file::directory_request(name.map(str::as_bytes), after.map(str::as_bytes));
        let answer = file::parse_directory_response(&self.ask(&request)?).unwrap();
        let names = answer.entries.into_iter().map(|entry| String::from_utf8(entry.name).unwrap());
        Ok((names.collect(), answer.more_follows))
    }

    /// What the server asks of the client next.
    fn asked(&self) -> Vec<u8> {
        self.client.dispatch().run();
        match self.probe.take().pop() {
            Some(Said::Asked(request)) => request,
            other => panic!("{other:?}"),
        }
    }

    fn obtained(&self) -> Result<Vec<u8>> {
        self.client.dispatch().run();
        match self.probe.take().pop() {
            Some(Said::Answer(7, answer)) => answer,
            other => panic!("{other:?}"),
        }
    }

    fn obtain(&self, destination: &str) {
        self.core.serve(&self.client, 7, &file::obtain_request(b"theirs", destination.as_bytes()));
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.base);
    }
}

const NO_FILE: Error = Error::Service(FILE_NON_EXISTENT);

fn opened() -> Vec<u8> {
    file::open_response(Opened { frsm_id: -3, attributes: FileAttributes::default() })
}

#[test]
fn a_file_is_read_in_answers_that_fill_the_pdu() {
    let bench = Bench::new("read", Arc::new(NoHooks));
    let content: Vec<u8> = (0..2500u32).map(|at| at as u8).collect();
    fs::write(bench.base.join("big"), &content).unwrap();
    *bench.probe.max_pdu.lock() = 1000;
    let id = bench.open("\\big", 0).unwrap();
    let answer = bench.ask(&file::read_request(id)).unwrap();
    let octets = envelope::confirmed_len(7, answer.len());
    assert!((985..=1000).contains(&octets), "{octets}");
    let (mut read, mut more) = file::parse_read_response(&answer).map(|(d, m)| (d.to_vec(), m)).unwrap();
    while more {
        let (part, follows) = bench.read(id).unwrap();
        read.extend(part);
        more = follows;
    }
    assert_eq!(read, content);
    assert_eq!(bench.read(id), Ok((Vec::new(), false)));
    assert!(bench.ask(&file::close_request(id)).is_ok());
    assert_eq!(bench.ask(&file::close_request(id)), Err(Error::Service(FILE_OTHER)));
    assert_eq!(bench.read(id), Err(Error::Service(FILE_OTHER)));
}

#[test]
fn a_file_is_opened_at_a_position() {
    let bench = Bench::new("position", Arc::new(NoHooks));
    let id = bench.open("file", 7).unwrap();
    assert_eq!(bench.read(id), Ok((b"789".to_vec(), false)));
    assert_eq!(bench.open("file", 11), Err(Error::Service(POSITION_INVALID)));
}

#[test]
fn open_files_are_limited_and_closed_with_the_association() {
    let bench = Bench::new("limit", Arc::new(NoHooks));
    let ids: Vec<i32> = (0..5).map(|_| bench.open("file", 0).unwrap()).collect();
    assert_eq!(ids, [0, 1, 2, 3, 4]);
    assert_eq!(bench.open("file", 0), Err(Error::Service(ServiceError::new(3, 0))));
    bench.core.disconnected(&bench.client);
    assert!(bench.client.files.lock().open.is_empty());
}

#[test]
fn what_is_not_there_or_leads_out_does_not_exist() {
    let bench = Bench::new("confined", Arc::new(NoHooks));
    for name in ["none", "", "../file", "sub/../../x", "..\\x", "file/", "sub/none", "file\0"] {
        if name != "file/" {
            assert_eq!(bench.open(name, 0), Err(NO_FILE), "{name:?}");
        }
        assert_eq!(bench.names(Some(&format!("{name}/../..")), None), Err(NO_FILE), "{name:?}");
    }
    assert_eq!(bench.open("sub", 0), Err(Error::Service(FILE_ACCESS_DENIED)));
    assert_eq!(bench.ask(&file::delete_request(b"..\\sub\\..\\x")), Err(NO_FILE));
    assert_eq!(bench.ask(&file::delete_request(b"sub")), Err(Error::Service(FILE_ACCESS_DENIED)));
    assert_eq!(bench.ask(&file::rename_request(b"file", b"../x")), Err(NO_FILE));
}

#[test]
fn files_are_listed_renamed_and_deleted() {
    let bench = Bench::new("list", Arc::new(NoHooks));
    let all = (vec!["file".to_owned(), "sub/inner".to_owned()], false);
    for root in [None, Some(""), Some("/"), Some("\\"), Some("*")] {
        assert_eq!(bench.names(root, None).unwrap(), all, "{root:?}");
    }
    assert_eq!(bench.names(Some("sub\\"), None).unwrap().0, ["sub/inner"]);
    for pattern in ["*.txt", "sub/*"] {
        assert_eq!(bench.names(Some(pattern), None), Err(NO_FILE));
    }
    bench.ask(&file::rename_request(b"file", b"sub\\file")).unwrap();
    bench.ask(&file::delete_request(b"sub/inner")).unwrap();
    assert_eq!(bench.names(None, None).unwrap().0, ["sub/file"]);
    bench.core.set_file_base(bench.base.join("sub"));
    assert_eq!(bench.names(None, None).unwrap().0, ["file"]);
}

#[test]
fn a_long_directory_comes_in_pages_that_fit() {
    let bench = Bench::new("pages", Arc::new(NoHooks));
    for number in 0..100 {
        fs::write(bench.base.join(format!("entry{number:03}")), b"").unwrap();
    }
    *bench.probe.max_pdu.lock() = 400;
    let (mut names, mut pages): (Vec<String>, _) = (Vec::new(), 0);
    loop {
        let (page, more) = bench.names(None, names.last().map(String::as_str)).unwrap();
        names.extend(page);
        pages += 1;
        if !more {
            break;
        }
    }
    assert_eq!(names.len(), 102);
    assert!(names.is_sorted() && (12..20).contains(&pages), "{pages}");
}

#[test]
fn a_client_sends_a_file() {
    let bench = Bench::new("obtain", Arc::new(NoHooks));
    bench.obtain("sub/new");
    assert_eq!(bench.asked(), file::open_request(b"theirs", 0));
    bench.probe.answer(Ok(&opened()));
    assert_eq!(bench.asked(), file::read_request(-3));
    bench.probe.answer(Ok(&file::read_response(b"one ", true)));
    assert_eq!(bench.asked(), file::read_request(-3));
    // nothing of it is seen before it is complete
    assert_eq!(bench.names(Some("sub"), None).unwrap().0, ["sub/inner"]);
    bench.probe.answer(Ok(&file::read_response(b"two", false)));
    assert_eq!(bench.asked(), file::close_request(-3));
    bench.probe.answer(Ok(&file::close_response()));
    assert_eq!(bench.obtained(), Ok(file::obtain_response()));
    assert_eq!(fs::read(bench.base.join("sub/new")).unwrap(), b"one two");
    bench.obtain("file");
    let exists = ServiceError { detail: Some((0, 1)), ..DUPLICATE_FILENAME };
    assert_eq!(bench.obtained(), Err(Error::Service(exists)));
    bench.obtain("../out");
    assert_eq!(bench.obtained(), Err(NO_FILE));
    bench.obtain("none/new");
    assert_eq!(bench.obtained(), Err(Error::Service(FILE_OTHER)));
}

#[test]
fn nothing_stays_of_a_file_that_a_client_does_not_finish() {
    let bench = Bench::new("unfinished", Arc::new(NoHooks));
    let lost = || Err(Error::ConnectionLost(Failure::new(Layer::Tcp, 0, "gone")));
    for steps in 0..4 {
        bench.obtain("new");
        let mut answers = vec![opened(), file::read_response(b"x", true), file::read_response(b"y", false)];
        for answer in answers.drain(..).take(steps) {
            bench.asked();
            bench.probe.answer(Ok(&answer));
        }
        bench.asked();
        bench.probe.answer(lost());
        assert_eq!(bench.obtained(), Err(NO_FILE), "{steps}");
        assert_eq!(fs::read_dir(&bench.base).unwrap().count(), 2, "{steps}");
    }
}

#[test]
fn files_on_their_way_are_limited() {
    let bench = Bench::new("many", Arc::new(NoHooks));
    for number in 0..5 {
        bench.obtain(&format!("new{number}"));
        bench.asked();
    }
    bench.obtain("new5");
    assert!(matches!(bench.obtained(), Err(Error::Service(ServiceError { class: 3, .. }))));
    for _ in 0..5 {
        bench.probe.answer(Err(Error::Timeout));
        assert_eq!(bench.obtained(), Err(NO_FILE));
    }
    bench.obtain("new5");
    bench.asked();
}

type Access = (FileService, Option<Vec<u8>>, Option<Vec<u8>>);

#[derive(Default)]
struct Guard(Mutex<Vec<Access>>);

impl Hooks for Guard {
    fn file_access(
        &self,
        _: &Arc<Connection>,
        service: FileService,
        name: Option<&[u8]>,
        other: Option<&[u8]>,
    ) -> std::result::Result<(), ServiceError> {
        self.0.lock().push((service, name.map(<[u8]>::to_vec), other.map(<[u8]>::to_vec)));
        Err(FILE_ACCESS_DENIED)
    }
}

#[test]
fn the_application_is_asked_and_may_refuse() {
    let guard = Arc::new(Guard::default());
    let bench = Bench::new("guard", guard.clone());
    let denied = Err(Error::Service(FILE_ACCESS_DENIED));
    for request in [
        file::directory_request(None, None),
        file::directory_request(Some(b"sub"), Some(b"sub/a")),
        file::open_request(b"/file", 0),
        file::obtain_request(b"theirs", b"ours"),
        file::delete_request(b"file"),
        file::rename_request(b"file", b"new"),
    ] {
        assert_eq!(bench.ask(&request), denied);
    }
    // what leads out is refused before
    assert_eq!(bench.ask(&file::open_request(b"../file", 0)), Err(NO_FILE));
    let some = |name: &str| Some(name.as_bytes().to_vec());
    assert_eq!(
        *guard.0.lock(),
        [
            (FileService::Directory, None, None),
            (FileService::Directory, some("sub"), some("sub/a")),
            (FileService::Open, some("/file"), None),
            (FileService::Obtain, some("ours"), some("theirs")),
            (FileService::Delete, some("file"), None),
            (FileService::Rename, some("file"), some("new")),
        ]
    );
    assert_eq!(fs::read_dir(&bench.base).unwrap().count(), 2);
}
