//! The end of a server, and clients that are not answered.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::Server;
use super::config::Config;
use super::core::Core;
use super::hooks::{Hooks, NoHooks};
use super::testing::{self, Said};
use crate::error::{Error, Result, ServiceError};
use crate::iec61850::Client;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::{file, read, write};
use crate::mms::value::Value;
use crate::net::Timed;

const MODEL: &str = "MODEL(IED){LD(LD0){LN(LLN0){SG(1 3)\
    DO(Mod 0){DA(stVal 0 3 0 1 0)=1;}\
    DO(Set 0){DA(setVal 0 3 2 1 0)=7;}}}}";
const PATIENCE: Duration = Duration::from_secs(10);

fn name(item: &str) -> ObjectNameRef<'_> {
    ObjectNameRef::Domain { domain: b"IEDLD0", item: item.as_bytes() }
}

/// Tells of setting groups, and returns from it when it is let.
struct Slow(Mutex<(mpsc::Sender<()>, mpsc::Receiver<()>)>);

impl Hooks for Slow {
    fn edit_group(&self, _: u32, _: u8, _: &Arc<super::connection::Connection>) -> bool {
        true
    }

    fn groups(&self, _: u32, _: u8, edited: u8) {
        if edited == 0 {
            let waits = self.0.lock();
            waits.0.send(()).unwrap();
            waits.1.recv_timeout(PATIENCE).unwrap();
        }
    }
}

#[test]
fn the_end_waits_for_a_callback_of_time_driven_work_and_there_is_none_after_it() {
    let (entered, enter) = mpsc::channel();
    let (leave, left) = mpsc::channel();
    let core = testing::server(MODEL, Config::default(), Arc::new(Slow(Mutex::new((entered, left)))));
    let (client, probe) = testing::client(&core);
    let edit = Value::unsigned(1, 8);
    testing::write_one(&core, &client, &probe, "IEDLD0", "LLN0$SP$SGCB$EditSG", &edit);
    let server = Arc::new(Server::new(Arc::clone(&core)));
    let late = Instant::now() + Duration::from_secs(400);
    let worker = thread::spawn({
        let core: Arc<Core> = Arc::clone(&core);
        move || core.due(late)
    });
    enter.recv_timeout(PATIENCE).unwrap();
    let ended = thread::spawn(move || server.end());
    thread::sleep(Duration::from_millis(50));
    assert!(!ended.is_finished());
    leave.send(()).unwrap();
    ended.join().unwrap();
    worker.join().unwrap();
    testing::write_one(&core, &client, &probe, "IEDLD0", "LLN0$SP$SGCB$EditSG", &edit);
    assert_eq!(core.due(late + Duration::from_secs(400)), None);
    assert!(enter.try_recv().is_err());
}

/// A running server and clients of it.
fn running(clients: usize) -> (Server, Vec<Arc<Client>>) {
    let server = Server::new(testing::server(MODEL, Config::default(), Arc::new(NoHooks)));
    server.set_address(Some("127.0.0.1".into()));
    server.start(0).unwrap();
    let port = server.port().unwrap();
    let connect = |_| {
        let client = Client::new(true);
        client.connection().connect("127.0.0.1", port).unwrap();
        client
    };
    let clients = (0..clients).map(connect).collect();
    (server, clients)
}

/// Lets a client ask for a value without waiting for it.
fn ask(client: &Client) {
    let request = read::request_one(name("LLN0$ST$Mod$stVal"), None);
    let session = client.connection().session().unwrap();
    session.start(&request, PATIENCE, |_, _: Result<&[u8]>| {}).unwrap();
}

#[test]
fn a_model_that_stays_locked_does_not_hold_up_the_end() {
    let (server, clients) = running(4);
    server.core().lock_model();
    clients.iter().for_each(|client| ask(client));
    thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    server.end();
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert_eq!(server.core().all_connections().len(), 0);
}

#[test]
fn connections_that_never_ask_for_an_association_keep_nobody_out() {
    let (server, _clients) = running(1);
    let port = server.port().unwrap();
    let mut silent: Vec<_> =
        (0..300).map(|_| std::net::TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let client = Client::new(true);
    client.connection().connect("127.0.0.1", port).unwrap();
    assert!(server.core().all_connections().len() < 150);
    let first = silent.first_mut().unwrap();
    first.set_read_timeout(Some(PATIENCE)).unwrap();
    let closed = std::io::Read::read(first, &mut [0]);
    assert!(
        matches!(&closed, Ok(0))
            || matches!(&closed, Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset),
        "{closed:?}"
    );
    // the server announces it after its answer has gone
    let start = Instant::now();
    while server.core().connection_count() != 2 {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn stopping_waits_once_for_all_callbacks_that_do_not_return() {
    let (server, clients) = running(3);
    server.core().lock_model();
    clients.iter().for_each(|client| ask(client));
    thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    server.stop();
    assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
    server.core().unlock_model();
}

#[test]
fn requests_that_get_no_answer_do_not_hold_up_later_ones() {
    let (server, clients) = running(1);
    let session = clients[0].connection().session().unwrap();
    let request = read::request_one(name("LLN0$ST$Mod$stVal"), None);
    let get = |wait| session.call(&request, wait, read::parse_value);
    server.core().set_ignore_reads(true);
    for _ in 0..40 {
        assert_eq!(get(Duration::from_millis(5)), Err(Error::Timeout));
    }
    server.core().set_ignore_reads(false);
    assert_eq!(get(PATIENCE), Ok(Value::integer(1, 32)));
}

#[test]
fn a_request_behind_the_end_of_its_association_changes_nothing() {
    let core = testing::server(MODEL, Config::default(), Arc::new(NoHooks));
    let (client, probe) = testing::client(&core);
    core.disconnected(&client);
    core.serve(&client, 1, &write::request_value(name("LLN0$SP$Set$setVal"), None, &Value::integer(9, 32)));
    assert_eq!(probe.take(), []);
    let (other, probe) = testing::client(&core);
    let value = testing::read_one(&core, &other, &probe, "IEDLD0", "LLN0$SP$Set$setVal");
    assert_eq!(value, Value::integer(7, 32));
}

#[test]
fn an_obtain_file_that_cannot_be_begun_is_refused() {
    let base = std::env::temp_dir().join(format!("iec61850-obtain-{}", std::process::id()));
    std::fs::create_dir_all(&base).unwrap();
    let config = Config { files: base.clone(), ..Config::default() };
    let core = testing::server(MODEL, config, Arc::new(NoHooks));
    let (client, probe) = testing::client(&core);
    *probe.refuses.lock() = true;
    core.serve(&client, 7, &file::obtain_request(b"theirs", b"ours"));
    assert_eq!(probe.take(), [Said::Answer(7, Err(Error::Service(ServiceError::new(3, 0))))]);
    assert_eq!(std::fs::read_dir(&base).unwrap().count(), 0);
    std::fs::remove_dir_all(&base).unwrap();
}

#[test]
fn connections_without_an_association_take_no_client_s_place() {
    let config = Config { connections: 1, ..Config::default() };
    let core = testing::server(MODEL, config, Arc::new(NoHooks));
    let server = Server::new(core);
    server.set_address(Some("127.0.0.1".into()));
    server.start(0).unwrap();
    let port = server.port().unwrap();
    let idle: Vec<_> = (0..20).map(|_| std::net::TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let first = Client::new(true);
    first.connection().connect("127.0.0.1", port).unwrap();
    let second = Client::new(true);
    assert!(second.connection().connect("127.0.0.1", port).is_err());
    drop(idle);
    server.stop();
}
