//! Client sessions against accepted ones over loopback.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
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

/// An InformationReport in name only: `size` octets that carry a number.
fn report(number: u32, size: usize) -> Vec<u8> {
    let mut service = vec![0xa0, 0x82, 0, 0];
    service.resize(size, 0);
    let length = u16::try_from(size - 4).unwrap().to_be_bytes();
    if size < 0x80 {
        service[1] = u8::try_from(size - 2).unwrap();
        service[2..6].copy_from_slice(&number.to_be_bytes());
    } else {
        service[2..4].copy_from_slice(&length);
    }
    service
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn an_accepted_association_answers_requests_and_knows_both_addresses() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, _) = connected(&listener);
    let answer = session.call(&request(7), Duration::from_secs(5), |answer| Ok(answer.to_vec()));
    assert_eq!(answer, Ok(request(7).to_vec()));
    let accepted = server.session();
    assert_eq!(accepted.local_addr(), Some(listener.local_addr()));
    assert_eq!(accepted.peer_addr(), session.local_addr());
    assert_eq!(session.peer_addr(), Some(listener.local_addr()));
    assert_eq!(accepted.negotiated_pdu(), session.negotiated().unwrap().max_pdu);
    session.release(Duration::from_secs(5)).unwrap();
    eventually("closed", || server.closed.lock().len() == 1);
    assert_eq!(server.closed.lock()[0].layer, Layer::Acse);
    assert!(accepted.is_over());
}

#[test]
fn a_refused_client_gets_the_reason_and_an_observer_without_opinion_refuses() {
    let server = Server::new(Answer::Refuse(Refusal::AuthenticationFailure), true);
    let listener = server.listen();
    let refused = client(true).0.connect(&target(&listener));
    assert!(
        matches!(&refused, Err(Error::Refused(failure)) if (failure.layer, failure.code) == (Layer::Acse, 13)),
        "{refused:?}"
    );

    struct Dull;
    impl Observer for Dull {
        fn up(&self, _: &Arc<Session>) {}
        fn closed(&self, _: &Arc<Session>, _: &Failure) {}
        fn unconfirmed(&self, _: &Arc<Session>, _: &[u8]) {}
        fn request(&self, _: &Arc<Session>, _: u32, _: &[u8]) {}
    }
    struct Gate(Arc<Dull>);
    impl Acceptor for Gate {
        fn admit(&self, incoming: Incoming) {
            let observer: Weak<Dull> = Arc::downgrade(&self.0);
            incoming.serve(options(true), observer);
        }
    }
    let gate = Arc::new(Gate(Arc::new(Dull)));
    let listener = Listener::bind(None, 0).unwrap();
    let acceptor: Weak<Gate> = Arc::downgrade(&gate);
    listener.start(acceptor).unwrap();
    let refused = client(true).0.connect(&target(&listener));
    assert!(
        matches!(&refused, Err(Error::Refused(failure)) if (failure.layer, failure.code) == (Layer::Acse, 1)),
        "{refused:?}"
    );
}

#[test]
fn an_association_may_be_accepted_later_by_another_thread() {
    let server = Server::new(Answer::Later, true);
    let listener = server.listen();
    thread::scope(|scope| {
        let connecting = scope.spawn(|| connected(&listener));
        eventually("asked", || !server.waiting.lock().is_empty());
        let session = server.waiting.lock()[0].clone();
        session.accept_association().unwrap();
        assert!(session.is_up());
        assert_eq!(session.accept_association(), Err(Error::NotConnected));
        let (client, _) = connecting.join().unwrap();
        assert!(client.is_up());
    });
}

#[test]
fn connections_beyond_what_the_server_admits_are_closed_at_once() {
    let mut server = Server::new(Answer::Accept, true);
    server = Arc::new_cyclic(|me| {
        let options = server.options.clone();
        let other = Arc::into_inner(server).unwrap();
        Server { me: me.clone(), options, admits: 1, ..other }
    });
    let listener = server.listen();
    let (_first, _) = connected(&listener);
    let mut second = TcpStream::connect(listener.local_addr()).unwrap();
    second.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert_eq!(second.read(&mut [0; 8]).unwrap(), 0);
    assert!(_first.is_up());
}

#[test]
fn fifty_pipelined_requests_are_answered_each() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, _) = connected(&listener);
    let (send, receive) = mpsc::channel();
    for number in 0..50 {
        let send = send.clone();
        let done = move |_, answer: Result<&[u8]>| send.send((number, answer.map(<[u8]>::to_vec))).unwrap();
        session.start(&request(number), Duration::from_secs(10), done).unwrap();
    }
    for number in 0..50 {
        let answer = receive.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(answer, (number, Ok(request(number).to_vec())));
    }
}

#[test]
fn a_peer_with_too_many_open_requests_waits_until_one_is_answered() {
    let server = Server::with(Answer::Accept, Options { requests_max: 3, ..options(true) });
    let listener = server.listen();
    let (session, _) = connected(&listener);
    server.keeps.store(true, Ordering::SeqCst);
    let accepted = server.session();
    let (send, receive) = mpsc::channel();
    for number in 0..20 {
        let send = send.clone();
        let done = move |_, answer: Result<&[u8]>| send.send((number, answer.map(<[u8]>::to_vec))).unwrap();
        session.start(&request(number), Duration::from_secs(10), done).unwrap();
    }
    eventually("three requests", || server.requests.lock().len() == 3);
    for number in 0..20 {
        eventually("the next request", || !server.requests.lock().is_empty());
        thread::sleep(Duration::from_millis(2));
        let open = server.requests.lock().len();
        assert!(open <= 3, "{open} requests are open");
        let (invoke_id, service) = server.requests.lock().pop_front().unwrap();
        if number == 5 {
            accepted.respond(invoke_id, Err(Error::Service(ServiceError { class: 7, code: 1 })));
        } else {
            accepted.respond(invoke_id, Ok(&service));
        }
        let (which, answer) = receive.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!((which, answer.is_err()), (number, number == 5));
    }
}

#[test]
fn a_hundred_thousand_reports_arrive_in_order() {
    const COUNT: u32 = 100_000;
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (_session, client) = connected(&listener);
    let accepted = server.session();
    for number in 0..COUNT {
        while accepted.unsent() > 1 << 20 {
            thread::yield_now();
        }
        accepted.queue_unconfirmed(&report(number, 40)).unwrap();
    }
    eventually("all reports", || client.reports.lock().len() == COUNT as usize);
    assert!(client.reports.lock().iter().copied().eq(0..COUNT));
}

#[test]
fn a_client_that_does_not_read_holds_reports_back_until_it_does() {
    let server = Server::with(Answer::Accept, Options { unsent_max: 1 << 20, ..options(true) });
    let listener = server.listen();
    let mut stream = associate(listener.local_addr());
    let accepted = server.session();
    let large = report(0, 10_000);
    let mut queued = 0;
    let refused = loop {
        match accepted.queue_unconfirmed(&large) {
            Ok(()) => queued += 1,
            // The system's buffers may still take some.
            Err(error) => {
                thread::sleep(Duration::from_millis(20));
                if accepted.queue_unconfirmed(&large).is_err() {
                    break error;
                }
                queued += 1;
            }
        }
    };
    assert_eq!(refused, Error::Congested);
    assert!(accepted.is_up());
    let full = accepted.unsent();
    assert!(full <= 1 << 20 && full > (1 << 20) - 20_000, "{full}");
    assert!(accepted.notify_when_drained(1 << 19));
    assert_eq!(server.drained.load(Ordering::SeqCst), 0);
    let (mut total, mut buffer) = (0, vec![0; 1 << 16]);
    while total < queued * large.len() {
        total += stream.read(&mut buffer).unwrap();
    }
    eventually("drained", || accepted.unsent() == 0);
    assert_eq!(server.drained.load(Ordering::SeqCst), 1);
    assert!(!accepted.notify_when_drained(0), "nothing is left to wait for");
    // Answers that nobody reads end the session.
    for number in 0..2000 {
        accepted.respond(number, Ok(&large));
    }
    eventually("ended", || accepted.is_over());
    assert_eq!((accepted.unsent(), accepted.notify_when_drained(0)), (0, false));
}

#[test]
fn a_connection_without_association_is_closed_at_the_deadline() {
    let server =
        Server::with(Answer::Later, Options { connect_timeout: Duration::from_millis(300), ..options(true) });
    let listener = server.listen();
    let start = Instant::now();
    let mut silent = TcpStream::connect(listener.local_addr()).unwrap();
    let mut slow = TcpStream::connect(listener.local_addr()).unwrap();
    slow.write_all(&[3, 0, 0]).unwrap();
    let unanswered = client(true).0.connect(&target(&listener));
    for stream in [&mut silent, &mut slow] {
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
    }
    assert!(matches!(unanswered, Err(Error::Refused(_))), "{unanswered:?}");
    assert!((290..1000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    eventually("all ended", || server.closed.lock().len() == 3);
}

#[test]
fn a_stopped_listener_frees_its_port_and_keeps_its_sessions() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, _) = connected(&listener);
    let address = listener.local_addr();
    listener.stop();
    assert_eq!(client(true).0.connect(&target(&listener)).is_err(), true);
    let again = Listener::bind(Some("127.0.0.1"), address.port()).unwrap();
    assert_eq!(again.local_addr(), address);
    assert!(session.call(&request(1), Duration::from_secs(5), |_| Ok(())).is_ok());
    assert_eq!(listener.start(Weak::<Server>::new()), Err(Error::NotConnected));
    drop(again);
    // Also by the IO thread itself, that accepts.
    struct Once(Mutex<Option<Listener>>, mpsc::Sender<bool>);
    impl Acceptor for Once {
        fn admit(&self, incoming: Incoming) {
            let listener = self.0.lock().take().unwrap();
            listener.stop();
            let again = Listener::bind(Some("127.0.0.1"), incoming.local_addr().unwrap().port());
            self.1.send(again.is_ok()).unwrap();
        }
    }
    let (send, receive) = mpsc::channel();
    let listener = Listener::bind(Some("127.0.0.1"), 0).unwrap();
    let address = listener.local_addr();
    let once = Arc::new(Once(Mutex::default(), send));
    let acceptor: Weak<Once> = Arc::downgrade(&once);
    let mut place = once.0.lock();
    place.insert(listener).start(acceptor).unwrap();
    drop(place);
    let _stream = TcpStream::connect(address).unwrap();
    assert_eq!(receive.recv_timeout(Duration::from_secs(5)), Ok(true));
}

#[test]
fn an_unusable_address_is_an_error_with_its_cause() {
    let taken = Listener::bind(Some("127.0.0.1"), 0).unwrap();
    let again = Listener::bind(Some("127.0.0.1"), taken.local_addr().port());
    assert!(matches!(again, Err(Error::LocalAddress(failure)) if failure.code == 98));
    assert!(matches!(Listener::bind(Some("192.0.2.1"), 0), Err(Error::LocalAddress(_))));
    assert!(matches!(Listener::bind(Some("no.such.host.invalid"), 0), Err(Error::HostUnknown(_))));
}

#[test]
fn the_ipv6_wildcard_takes_ipv4_clients_and_names_them_as_such() {
    let server = Server::new(Answer::Accept, true);
    let listener = Listener::bind(Some("::"), 0).unwrap();
    let acceptor: Weak<Server> = Arc::downgrade(&server);
    listener.start(acceptor).unwrap();
    let (session, _) = connected(&listener);
    assert_eq!(server.session().peer_addr(), session.local_addr());
    assert!(server.session().peer_addr().unwrap().is_ipv4());
}

#[test]
fn one_thread_drives_both_sides_without_any_other() {
    let server = Server::new(Answer::Accept, false);
    let listener = Listener::bind(Some("127.0.0.1"), 0).unwrap();
    assert!(!poll_ready(&[&listener], &[], Duration::from_millis(5)));
    let clients: Vec<_> = (0..120).map(|_| client(false)).collect();
    for (session, _) in &clients {
        session.connect_async(target(&listener)).unwrap();
    }
    let mut sessions: Vec<_> = clients.iter().map(|(session, _)| Arc::clone(session)).collect();
    let step = |sessions: &mut Vec<Arc<Session>>| {
        assert!(poll_ready(&[&listener], sessions, Duration::from_secs(5)), "nothing to do, but not done");
        let known = server.admissions.lock().len();
        listener.accept_now(&*server);
        sessions.extend_from_slice(&server.admissions.lock()[known..]);
        for session in &*sessions {
            session.tick();
        }
    };
    while server.sessions.lock().len() < 120 || !clients.iter().all(|(session, _)| session.is_up()) {
        step(&mut sessions);
    }
    let answered = Arc::new(AtomicUsize::new(0));
    for (session, _) in &clients {
        let answered = Arc::clone(&answered);
        let done = move |_, answer: Result<&[u8]>| {
            answered.fetch_add(usize::from(answer.is_ok()), Ordering::SeqCst);
        };
        session.start(&request(1), Duration::from_secs(10), done).unwrap();
    }
    for session in &*server.sessions.lock() {
        session.queue_unconfirmed(&report(9, 40)).unwrap();
    }
    while answered.load(Ordering::SeqCst) < 120
        || !clients.iter().all(|(_, client)| client.reports.lock()[..] == [9])
    {
        step(&mut sessions);
    }
    let ended = server.sessions.lock()[0].clone();
    ended.abort();
    while clients.iter().all(|(_, client)| client.closed.load(Ordering::SeqCst) == 0) {
        step(&mut sessions);
    }
    assert!(!poll_ready(&[&listener], &sessions, Duration::from_millis(5)), "all is done");
}

#[test]
fn a_held_request_neither_spins_nor_stalls_without_threads() {
    let server = Server::with(Answer::Accept, Options { requests_max: 1, ..options(false) });
    let listener = Listener::bind(Some("127.0.0.1"), 0).unwrap();
    let (session, _) = client(true);
    session.connect_async(target(&listener)).unwrap();
    assert!(poll_ready(&[&listener], &[], Duration::from_secs(5)));
    assert_eq!(listener.accept_now(&*server), 1);
    let accepted = [server.admissions.lock()[0].clone()];
    while !session.is_up() {
        assert!(poll_ready(&[], &accepted, Duration::from_secs(5)));
        accepted[0].tick();
        eventually("the client's turn", || session.is_up() || poll_ready(&[], &accepted, Duration::ZERO));
    }
    server.keeps.store(true, Ordering::SeqCst);
    let (send, receive) = mpsc::channel();
    for number in 0..3 {
        let send = send.clone();
        let done = move |_, answer: Result<&[u8]>| send.send(answer.map(<[u8]>::to_vec)).unwrap();
        session.start(&request(number), Duration::from_secs(10), done).unwrap();
    }
    for number in 0..3 {
        assert!(poll_ready(&[], &accepted, Duration::from_secs(5)), "request {number} is there");
        accepted[0].tick();
        let (invoke_id, service) = server.requests.lock().pop_front().unwrap();
        assert!(server.requests.lock().is_empty(), "one at a time");
        thread::sleep(Duration::from_millis(5));
        accepted[0].tick();
        assert!(!poll_ready(&[], &accepted, Duration::from_millis(5)), "the next one waits for the answer");
        accepted[0].respond(invoke_id, Ok(&service));
        assert_eq!(receive.recv_timeout(Duration::from_secs(5)).unwrap(), Ok(request(number).to_vec()));
    }
}

#[test]
fn an_abort_by_the_server_reaches_the_client() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, client) = connected(&listener);
    server.session().abort();
    eventually("closed", || client.closed.load(Ordering::SeqCst) == 1);
    assert!(session.is_over());
}

#[test]
fn input_byte_by_byte_is_understood_and_garbage_ends_only_its_own_connection() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, _) = connected(&listener);
    let _slow = associate(listener.local_addr());
    eventually("two sessions", || server.sessions.lock().len() == 2);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..50 {
        let mut garbage = vec![0; 1 + round * 400];
        for octet in &mut garbage {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *octet = state as u8;
        }
        if round % 2 == 0 {
            // A header that promises more makes the rest one TPKT.
            garbage.splice(0..0, [3, 0, 0x40, 0]);
        }
        let mut stream = TcpStream::connect(listener.local_addr()).unwrap();
        // The server may hang up before it has read all.
        let _ = stream.write_all(&garbage);
    }
    eventually("garbage is gone", || server.closed.lock().len() == 50);
    assert!(session.call(&request(1), Duration::from_secs(5), |_| Ok(())).is_ok());
}

#[test]
fn hundreds_of_connections_leave_no_descriptor_behind() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let before = descriptors();
    for round in 0..300 {
        match round % 3 {
            0 => drop(TcpStream::connect(listener.local_addr()).unwrap()),
            1 => drop(associate(listener.local_addr())),
            _ => {
                let (session, _) = connected(&listener);
                session.abort();
            }
        }
    }
    eventually("all closed", || server.closed.lock().len() == 300);
    // Other tests of this process open some, too, but never hundreds at a time.
    eventually("few descriptors", || descriptors() < before + 280);
    assert!(server.sessions.lock().is_empty());
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
