//! Client sessions against accepted ones over loopback.

mod association_tests;
mod flow_tests;
mod threadless_tests;

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::{Acceptor, Incoming, Listener, Observer, Options, Session, Target, poll_ready};
use crate::assoc::{Config, Indication, Refusal};
use crate::error::{Error, Failure, Layer, Result, ServiceError};

/// What the server makes of an association request.
#[derive(Clone, Copy)]
enum Answer {
    Accept,
    Refuse(Refusal),
    /// By [`Server::waiting`].
    Later,
}

/// A server: echoes requests at once, or keeps them.
struct Server {
    me: Weak<Server>,
    answer: Answer,
    options: Options,
    admits: usize,
    keeps: AtomicBool,
    admitted: AtomicUsize,
    drained: AtomicUsize,
    admissions: Mutex<Vec<Arc<Session>>>,
    sessions: Mutex<Vec<Arc<Session>>>,
    waiting: Mutex<Vec<Arc<Session>>>,
    requests: Mutex<VecDeque<(u32, Vec<u8>)>>,
    closed: Mutex<Vec<Failure>>,
}

impl Server {
    fn new(answer: Answer, threads: bool) -> Arc<Self> {
        Self::with(answer, options(threads))
    }

    fn with(answer: Answer, options: Options) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: me.clone(),
            answer,
            options,
            admits: usize::MAX,
            keeps: AtomicBool::new(false),
            admitted: AtomicUsize::new(0),
            drained: AtomicUsize::new(0),
            admissions: Mutex::default(),
            sessions: Mutex::default(),
            waiting: Mutex::default(),
            requests: Mutex::default(),
            closed: Mutex::default(),
        })
    }

    fn listen(self: &Arc<Self>) -> Listener {
        let listener = Listener::bind(Some("127.0.0.1"), 0).unwrap();
        let acceptor: Weak<Self> = Arc::downgrade(self);
        listener.start(acceptor).unwrap();
        listener
    }

    fn session(&self) -> Arc<Session> {
        eventually("a session", || !self.sessions.lock().is_empty());
        self.sessions.lock()[0].clone()
    }
}

impl Acceptor for Server {
    fn admit(&self, incoming: Incoming) {
        if self.admitted.fetch_add(1, Ordering::SeqCst) < self.admits {
            let observer: Weak<Self> = self.me.clone();
            self.admissions.lock().push(incoming.serve(self.options.clone(), observer));
        }
    }
}

impl Observer for Server {
    fn up(&self, session: &Arc<Session>) {
        self.sessions.lock().push(Arc::clone(session));
    }

    fn closed(&self, session: &Arc<Session>, failure: &Failure) {
        self.admissions.lock().retain(|other| !Arc::ptr_eq(other, session));
        self.sessions.lock().retain(|other| !Arc::ptr_eq(other, session));
        self.closed.lock().push(failure.clone());
    }

    fn unconfirmed(&self, _: &Arc<Session>, _: &[u8]) {}

    fn request(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]) {
        if self.keeps.load(Ordering::SeqCst) {
            self.requests.lock().push_back((invoke_id, service.to_vec()));
        } else {
            session.respond(invoke_id, Ok(service));
        }
    }

    fn associate(&self, session: &Arc<Session>, _: Box<Indication>) {
        match self.answer {
            Answer::Accept => session.accept_association().unwrap(),
            Answer::Refuse(reason) => session.refuse_association(reason),
            Answer::Later => self.waiting.lock().push(Arc::clone(session)),
        }
    }

    fn drained(&self, _: &Arc<Session>) {
        self.drained.fetch_add(1, Ordering::SeqCst);
    }
}

/// A client that keeps the reports.
#[derive(Default)]
struct Client {
    reports: Mutex<Vec<u32>>,
    closed: AtomicUsize,
}

impl Observer for Client {
    fn up(&self, _: &Arc<Session>) {}

    fn closed(&self, _: &Arc<Session>, _: &Failure) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }

    fn unconfirmed(&self, _: &Arc<Session>, service: &[u8]) {
        self.reports.lock().push(u32::from_be_bytes(service[2..6].try_into().unwrap()));
    }

    fn request(&self, _: &Arc<Session>, _: u32, _: &[u8]) {}
}

fn options(threads: bool) -> Options {
    let mut config = Config::default();
    config.mms.max_outstanding_calling = 50;
    config.mms.max_outstanding_called = 50;
    Options::new(config, Duration::from_secs(5), threads)
}

fn client(threads: bool) -> (Arc<Session>, Arc<Client>) {
    let client = Arc::new(Client::default());
    let observer: Weak<Client> = Arc::downgrade(&client);
    (Session::new(options(threads), observer), client)
}

fn target(listener: &Listener) -> Target {
    Target { host: "127.0.0.1".into(), port: listener.local_addr().port(), local: None }
}

fn connected(listener: &Listener) -> (Arc<Session>, Arc<Client>) {
    let (session, client) = client(true);
    session.connect(&target(listener)).unwrap();
    (session, client)
}

fn request(number: u8) -> [u8; 3] {
    [0x80, 1, number]
}

/// An InformationReport in name only: 40 octets, of which the first are a number.
fn report(number: u32) -> Vec<u8> {
    let mut service = vec![0xa0, 38];
    service.extend(number.to_be_bytes());
    service.resize(40, 0);
    service
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// An association made byte by byte on a plain socket, the octets of which are a client engine's.
fn associate(address: SocketAddr) -> TcpStream {
    let mut engine = crate::assoc::Engine::<()>::client(Config::default(), Instant::now());
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut input = Vec::new();
    let mut buffer = [0; 4096];
    while !engine.is_up() {
        for octet in std::mem::take(engine.transmit()) {
            stream.write_all(&[octet]).unwrap();
        }
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "refused: {:?}", engine.failure());
        input.extend_from_slice(&buffer[..count]);
        let (used, _) = engine.next(&input, Instant::now());
        input.drain(..used);
    }
    stream
}
