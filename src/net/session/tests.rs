//! Sessions over loopback against a server engine on a plain thread.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::super::dispatch::Dispatch;
use super::{Observer, Options, Session, Target};
use crate::assoc::{Config, Engine, Event};
use crate::error::{Error, Failure, Result};

/// How the test server behaves; a request's first content octet selects what it does with it.
const ECHO: u8 = 0;
const SILENT: u8 = 1;
const DROP: u8 = 2;
const REPORT_FIRST: u8 = 3;
const LATER: u8 = 4;
/// Answers after 60 ms, and reads nothing meanwhile.
const SLOW: u8 = 5;

fn request(what: u8, number: u8) -> Vec<u8> {
    vec![0x80, 2, what, number]
}

/// Serves every connection until it ends; answers go out in pieces of `piece` octets.
fn serve(piece: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || drop(one(stream, piece)));
        }
    });
    port
}

fn one(mut stream: TcpStream, piece: usize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut config = Config::default();
    config.mms.max_outstanding_called = 100;
    let mut engine: Engine<()> = Engine::server(config, Instant::now() + Duration::from_secs(60));
    let mut input = Vec::new();
    let mut later = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        input.extend_from_slice(&buffer[..count]);
        let mut asked = Vec::new();
        loop {
            let (used, event) = engine.next(&input, Instant::now());
            let done = event.is_none();
            match event {
                Some(Event::Associate { .. }) => asked.push(None),
                Some(Event::Request { invoke_id, service }) => {
                    asked.push(Some((invoke_id, service.to_vec())))
                }
                _ => {}
            }
            input.drain(..used);
            if done {
                break;
            }
        }
        for request in asked {
            match request {
                None => engine.accept().unwrap(),
                Some((id, service)) => match service[2] {
                    SILENT => {}
                    DROP => return Ok(()),
                    LATER => later.push((id, service)),
                    what => {
                        if what == REPORT_FIRST {
                            engine.unconfirmed(&[0xa0, 0]).unwrap();
                        }
                        engine.respond(id, &service).unwrap();
                        if what == SLOW {
                            thread::sleep(Duration::from_millis(60));
                            stream.write_all(&std::mem::take(engine.transmit()))?;
                        }
                        for (id, service) in later.drain(..) {
                            engine.respond(id, &service).unwrap();
                        }
                    }
                },
            }
        }
        let out = std::mem::take(engine.transmit());
        for piece in out.chunks(piece) {
            stream.write_all(piece)?;
            if piece.len() < out.len() {
                thread::sleep(Duration::from_millis(1));
            }
        }
        if engine.failure().is_some() {
            return Ok(());
        }
    }
}

#[derive(Default)]
struct Watch {
    up: AtomicUsize,
    closed: AtomicUsize,
    reports: AtomicUsize,
    dispatch: Option<Arc<Dispatch>>,
}

impl Observer for Watch {
    fn up(&self, _: &Arc<Session>) {
        self.up.fetch_add(1, Ordering::SeqCst);
    }

    fn closed(&self, _: &Arc<Session>, _: &Failure) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }

    fn unconfirmed(&self, _: &Arc<Session>, _: &[u8]) {
        self.reports.fetch_add(1, Ordering::SeqCst);
    }

    fn request(&self, _: &Arc<Session>, _: u32, _: &[u8]) {}

    fn dispatch(&self) -> Option<Arc<Dispatch>> {
        self.dispatch.clone()
    }
}

fn session(threads: bool) -> (Arc<Session>, Arc<Watch>) {
    watched(threads, Watch::default())
}

fn watched(threads: bool, watch: Watch) -> (Arc<Session>, Arc<Watch>) {
    let mut config = Config::default();
    config.mms.max_outstanding_calling = 100;
    let watch = Arc::new(watch);
    let options = Options::new(config, Duration::from_secs(5), threads);
    let observer: Weak<Watch> = Arc::downgrade(&watch);
    (Session::new(options, observer), watch)
}

fn target(port: u16) -> Target {
    Target { host: "127.0.0.1".into(), port, local: None }
}

fn connected(piece: usize) -> (Arc<Session>, Arc<Watch>) {
    let (session, watch) = session(true);
    session.connect(&target(serve(piece))).unwrap();
    (session, watch)
}

fn call(session: &Arc<Session>, what: u8, number: u8) -> Result<Vec<u8>> {
    session.call(&request(what, number), Duration::from_secs(10), |answer| Ok(answer.to_vec()))
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn calls_from_many_threads_on_one_session_each_get_their_own_answer() {
    let (session, _) = connected(usize::MAX);
    thread::scope(|scope| {
        for thread in 0..8 {
            let session = &session;
            scope.spawn(move || {
                for round in 0..500 {
                    let number = thread * 16 + (round % 16) as u8;
                    assert_eq!(call(session, ECHO, number).unwrap(), request(ECHO, number));
                    if round % 100 == 0 {
                        // Long enough for the socket to go back to the reactor in between.
                        std::thread::sleep(Duration::from_millis(5));
                    }
                }
            });
        }
    });
    assert_eq!(session.statistics(), Default::default());
    session.end(Failure::new(crate::error::Layer::Local, 0, "test ends"));
}

#[test]
fn a_thread_whose_answer_comes_late_takes_the_reading_over() {
    let (session, _) = connected(usize::MAX);
    thread::scope(|scope| {
        let first = scope.spawn(|| session.call(&request(SILENT, 1), Duration::from_millis(100), |_| Ok(())));
        thread::sleep(Duration::from_millis(20));
        let late = scope.spawn(|| call(&session, LATER, 9));
        // The first reader gives up, the late one has to read on; the answer it waits for is triggered afterwards.
        assert_eq!(first.join().unwrap(), Err(Error::Timeout));
        call(&session, ECHO, 2).unwrap();
        assert_eq!(late.join().unwrap(), Ok(request(LATER, 9)));
    });
}

#[test]
fn answers_in_many_small_segments_arrive_whole() {
    let (session, _) = connected(3);
    for number in 0..5 {
        assert_eq!(call(&session, ECHO, number).unwrap(), request(ECHO, number));
    }
}

#[test]
fn asynchronous_calls_complete_once_and_in_order_while_others_pump() {
    let (session, _) = connected(usize::MAX);
    let (send, receive) = mpsc::channel();
    for number in 0..90 {
        let send = send.clone();
        let done = move |_, answer: Result<&[u8]>| send.send((number, answer.map(<[u8]>::to_vec))).unwrap();
        session.start(&request(ECHO, number), Duration::from_secs(10), done).unwrap();
        if number % 10 == 0 {
            call(&session, ECHO, 0).unwrap();
        }
    }
    for number in 0..90 {
        let got = receive.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(got, (number, Ok(request(ECHO, number))));
    }
    assert!(receive.try_recv().is_err());
}

#[test]
fn an_asynchronous_call_times_out_without_anybody_pumping() {
    let (session, _) = connected(usize::MAX);
    let (send, receive) = mpsc::channel();
    let start = Instant::now();
    let done = move |_, answer: Result<&[u8]>| send.send(answer.map(<[u8]>::to_vec)).unwrap();
    session.start(&request(SILENT, 0), Duration::from_millis(200), done).unwrap();
    assert_eq!(receive.recv_timeout(Duration::from_secs(10)).unwrap(), Err(Error::Timeout));
    assert!((190..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert!(session.is_up());
}

#[test]
fn a_synchronous_call_keeps_its_timeout_although_reports_come_in() {
    let (session, watch) = connected(usize::MAX);
    let start = Instant::now();
    let outcome = thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..20 {
                call(&session, REPORT_FIRST, number).unwrap();
                thread::sleep(Duration::from_millis(10));
            }
        });
        session.call(&request(SILENT, 0), Duration::from_millis(150), |_| Ok(()))
    });
    assert_eq!(outcome, Err(Error::Timeout));
    assert!(start.elapsed() >= Duration::from_millis(150));
    eventually("all reports", || watch.reports.load(Ordering::SeqCst) == 20);
}

#[test]
fn reports_arrive_on_an_idle_session_and_after_a_burst_of_calls() {
    let (session, watch) = connected(usize::MAX);
    for number in 0..200 {
        call(&session, ECHO, number).unwrap();
    }
    // The socket rests outside the reactor now; this answer and its report come when nobody waits.
    let (send, receive) = mpsc::channel();
    let done = move |_, _: Result<&[u8]>| send.send(()).unwrap();
    session.start(&request(REPORT_FIRST, 0), Duration::from_secs(10), done).unwrap();
    receive.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(watch.reports.load(Ordering::SeqCst), 1);
}

#[test]
fn the_death_of_the_peer_ends_every_call_at_once() {
    let (session, watch) = connected(usize::MAX);
    let (send, receive) = mpsc::channel();
    let done = move |_, answer: Result<&[u8]>| send.send(answer.map(<[u8]>::to_vec)).unwrap();
    session.start(&request(SILENT, 0), Duration::from_secs(10), done).unwrap();
    let start = Instant::now();
    assert!(matches!(call(&session, DROP, 0), Err(Error::ConnectionLost(_))));
    assert!(matches!(receive.recv_timeout(Duration::from_secs(5)).unwrap(), Err(Error::ConnectionLost(_))));
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(matches!(call(&session, ECHO, 0), Err(Error::ConnectionLost(_))));
    eventually("closed", || watch.closed.load(Ordering::SeqCst) == 1);
}

#[test]
fn the_end_by_another_thread_wakes_a_waiting_call() {
    let (session, watch) = connected(usize::MAX);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| call(&session, SILENT, 0));
        thread::sleep(Duration::from_millis(50));
        session.abort();
        assert!(matches!(waiting.join().unwrap(), Err(Error::ConnectionLost(_))));
    });
    assert_eq!(watch.closed.load(Ordering::SeqCst), 1);
}

#[test]
fn without_threads_ticks_do_the_work_and_blocking_calls_pump() {
    let (session, watch) = session(false);
    session.connect_async(target(serve(2))).unwrap();
    eventually("up by ticks", || {
        session.tick();
        watch.up.load(Ordering::SeqCst) == 1
    });
    assert_eq!(call(&session, ECHO, 5).unwrap(), request(ECHO, 5));
    let (send, receive) = mpsc::channel();
    let done = move |_, answer: Result<&[u8]>| send.send(answer.map(<[u8]>::to_vec)).unwrap();
    session.start(&request(ECHO, 6), Duration::from_secs(10), done).unwrap();
    thread::sleep(Duration::from_millis(50));
    assert!(receive.try_recv().is_err(), "nothing happens outside ticks");
    eventually("answer by ticks", || {
        session.tick();
        receive.try_recv().is_ok()
    });
    session.release(Duration::from_secs(5)).unwrap();
    assert_eq!(watch.closed.load(Ordering::SeqCst), 1);
}

#[test]
fn a_refused_port_a_silent_server_and_an_unknown_host_fail_each_in_its_way() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (silent, watch) = session(true);
    let mut quick = Options { connect_timeout: Duration::from_millis(300), ..silent.options.clone() };
    let observer: Weak<Watch> = Arc::downgrade(&watch);
    let start = Instant::now();
    assert_eq!(Session::new(quick.clone(), observer.clone()).connect(&target(port)), Err(Error::Timeout));
    assert!((290..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    drop(listener);
    quick.threads = false;
    let refused = Session::new(quick, observer).connect(&target(port));
    assert!(matches!(refused, Err(Error::Refused(failure)) if failure.code == 111));
    let unknown = Target { host: "no.such.host.invalid".into(), port, local: None };
    assert!(matches!(silent.connect(&unknown), Err(Error::HostUnknown(_))));
    assert_eq!(watch.closed.load(Ordering::SeqCst), 3);
}

/// Accepts a connection and the association on it.
fn accepted(listener: &TcpListener) -> (TcpStream, Engine<()>) {
    let (mut stream, _) = listener.accept().unwrap();
    let mut config = Config::default();
    config.mms.max_outstanding_called = 100;
    let mut engine = Engine::server(config, Instant::now() + Duration::from_secs(60));
    let mut buffer = [0; 4096];
    while !engine.is_up() {
        let count = stream.read(&mut buffer).unwrap();
        let (mut at, mut associate) = (0, false);
        loop {
            let (used, event) = engine.next(&buffer[at..count], Instant::now());
            at += used;
            associate |= matches!(event, Some(Event::Associate { .. }));
            if event.is_none() {
                break;
            }
        }
        if associate {
            engine.accept().unwrap();
        }
        stream.write_all(engine.transmit()).unwrap();
        engine.transmit().clear();
    }
    (stream, engine)
}

#[test]
fn a_peer_that_never_stops_sending_holds_up_neither_a_timeout_nor_another_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, mut engine) = accepted(&listener);
        for _ in 0..1000 {
            engine.unconfirmed(&[0xa0, 0]).unwrap();
        }
        let flood = std::mem::take(engine.transmit());
        while stream.write_all(&flood).is_ok() {}
    });
    let (flooded, watch) = session(true);
    flooded.connect(&target(port)).unwrap();
    let start = Instant::now();
    let outcome = flooded.call(&request(SILENT, 0), Duration::from_millis(200), |_| Ok(()));
    assert_eq!(outcome, Err(Error::Timeout));
    assert!((190..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    // The IO thread alone has to serve these.
    let (send, receive) = mpsc::channel();
    let (other, other_watch) = connected(usize::MAX);
    for session in [&flooded, &other] {
        let send = send.clone();
        let done = move |_, answer: Result<&[u8]>| send.send(answer.is_err()).unwrap();
        session.start(&request(SILENT, 0), Duration::from_millis(200), done).unwrap();
    }
    let (up, _) = (other.is_up(), other_watch);
    assert!(up);
    let start = Instant::now();
    assert_eq!(receive.recv_timeout(Duration::from_secs(5)), Ok(true));
    assert_eq!(receive.recv_timeout(Duration::from_secs(5)), Ok(true));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(watch.reports.load(Ordering::SeqCst) > 0);
    flooded.abort();
    assert!(flooded.quiesce(Duration::from_secs(5)));
    let reports = watch.reports.load(Ordering::SeqCst);
    thread::sleep(Duration::from_millis(50));
    assert_eq!(watch.reports.load(Ordering::SeqCst), reports, "nothing happens after the end");
}

#[test]
fn what_follows_an_earlier_request_waits_for_room_and_a_refused_caller_passes_room_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || accepted(&listener).0);
    let (session, _) = session(true);
    session.connect(&target(port)).unwrap();
    let _stream = server.join().unwrap();
    let window = session.negotiated().unwrap().max_calling;
    for _ in 0..window {
        session.start(&request(SILENT, 0), Duration::from_millis(300), |_, _| {}).unwrap();
    }
    let start = || session.start(&request(SILENT, 1), Duration::from_secs(5), |_, _| {});
    assert_eq!(start(), Err(Error::OutstandingCallLimit));
    thread::scope(|scope| {
        let refused = scope.spawn(|| session.follow(&[0x83; 100_000], Duration::from_secs(5), |_, _| {}));
        let followed = scope.spawn(|| session.follow(&request(SILENT, 1), Duration::from_secs(5), |_, _| {}));
        assert_eq!(refused.join().unwrap(), Err(Error::TooLarge));
        assert!(followed.join().unwrap().is_ok());
    });
    session.abort();
}

#[test]
fn requests_sent_ahead_that_get_no_answer_are_forgotten_after_their_timeout() {
    let (session, _) = connected(usize::MAX);
    let room = usize::from(session.negotiated().unwrap().max_calling) - 1;
    let mut first: Vec<_> =
        (0..room).map(|_| session.ask(&request(SILENT, 0), Duration::from_millis(2)).unwrap()).collect();
    eventually("room again", || session.state.lock().engine.as_ref().unwrap().waiting().count() == 0);
    let start = Instant::now();
    assert_eq!(first.pop().unwrap().answer(|_| Ok(())), Err(Error::Timeout));
    assert!(start.elapsed() < Duration::from_secs(5));

    let long = Duration::from_secs(600);
    let (session, _) = connected(usize::MAX);
    let ahead: Vec<_> = std::iter::from_fn(|| session.ask(&request(SILENT, 0), long).ok()).collect();
    assert_eq!(ahead.len(), room, "one place is left for others");
    assert_eq!(call(&session, ECHO, 1), Ok(request(ECHO, 1)), "they are in nobody's way");
}

#[test]
fn a_slow_server_has_its_time_for_each_request_that_was_sent_ahead() {
    let (session, _) = connected(usize::MAX);
    // each takes less than the timeout, all together more
    let asked: Vec<_> = (0..4)
        .map(|number| session.ask(&request(SLOW, number), Duration::from_millis(100)).unwrap())
        .collect();
    for (number, asked) in asked.into_iter().enumerate() {
        assert!(!asked.is_stale());
        assert_eq!(asked.take(), Ok(request(SLOW, number as u8)));
    }
}

#[test]
fn a_call_behind_requests_sent_ahead_has_its_own_time_at_a_slow_server() {
    let (session, _) = connected(usize::MAX);
    let timeout = Duration::from_millis(100);
    let ahead: Vec<_> = (0..4).map(|number| session.ask(&request(SLOW, number), timeout).unwrap()).collect();
    drop(ahead);
    let answer = session.call(&request(SLOW, 9), timeout, |answer| Ok(answer.to_vec()));
    assert_eq!(answer, Ok(request(SLOW, 9)));
    let asked = session.ask(&request(SLOW, 1), timeout).unwrap();
    assert_eq!(asked.answer(|answer| Ok(answer.to_vec())), Ok(request(SLOW, 1)));
    assert!(session.ask(&request(ECHO, 1), timeout).is_err(), "too slow to be asked ahead");
}

#[test]
fn an_answer_that_came_long_before_it_is_wanted_is_stale() {
    let (session, _) = connected(usize::MAX);
    let asked = session.ask(&request(ECHO, 0), Duration::from_millis(100)).unwrap();
    eventually("stale", || asked.is_stale());
    let asked = session.ask(&request(ECHO, 7), Duration::from_secs(10)).unwrap();
    assert!(!asked.is_stale());
    assert_eq!(asked.take(), Ok(request(ECHO, 7)));
}

#[test]
fn a_peer_that_reads_nothing_blocks_no_sender() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (session, _) = session(true);
    let server = thread::spawn(move || accepted(&listener).0);
    session.connect(&target(port)).unwrap();
    let stream = server.join().unwrap();
    let mut large = vec![0x83, 0x82, 0xea, 0x60];
    large.resize(4 + 60_000, 0);
    let start = Instant::now();
    for _ in 0..5 {
        assert!(session.start(&large, Duration::from_secs(60), |_, _| {}).is_ok());
    }
    for _ in 0..200 {
        session.respond(1, Ok(&large));
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    // The peer reads after all: the driver sends what was left.
    let mut stream = stream;
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let (mut total, mut buffer) = (0, vec![0; 1 << 16]);
    while total < 205 * 60_000 {
        match stream.read(&mut buffer) {
            Ok(0) => panic!("closed after {total} octets"),
            Ok(count) => total += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("stuck after {total} octets"),
            Err(error) => panic!("{error}"),
        }
    }
}

fn with_callbacks() -> (Arc<Session>, Arc<Watch>, Arc<Dispatch>) {
    let dispatch = Dispatch::new(false);
    let (session, watch) = watched(true, Watch { dispatch: Some(Arc::clone(&dispatch)), ..Watch::default() });
    session.connect(&target(serve(usize::MAX))).unwrap();
    (session, watch, dispatch)
}

#[test]
fn requests_of_callbacks_in_a_row_go_out_with_that_of_the_last() {
    let (session, _watch, dispatch) = with_callbacks();
    // With a deadline to wait for already, the driver is not woken by the next requests.
    session.start(&request(SILENT, 0), Duration::from_secs(5), |_, _| {}).unwrap();
    eventually("a plan", || session.state.lock().planned.is_some());
    thread::sleep(Duration::from_millis(20));
    session.state.lock().watched = true;
    let (seen, unsent) = mpsc::channel();
    let (answered, answers) = mpsc::channel();
    let batch = dispatch.batch();
    for number in 1..=3 {
        let (session, seen, answered) = (Arc::clone(&session), seen.clone(), answered.clone());
        dispatch.push(Box::new(move || {
            let done = move |_, answer: Result<&[u8]>| answered.send(answer.unwrap()[3]).unwrap();
            session.start(&request(ECHO, number), Duration::from_secs(5), done).unwrap();
            seen.send(session.unsent() > 0).unwrap();
        }));
    }
    drop(batch);
    let patience = Duration::from_secs(5);
    let waits: Vec<bool> = (0..3).map(|_| unsent.recv_timeout(patience).unwrap()).collect();
    assert_eq!(waits, [true, true, false]);
    assert_eq!((0..3).map(|_| answers.recv_timeout(patience).unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_callback_that_blocks_holds_up_no_request() {
    let (session, _watch, dispatch) = with_callbacks();
    for round in 0..10 {
        let (finished, finish) = mpsc::channel();
        let (again, queue) = (Arc::clone(&session), Arc::clone(&dispatch));
        let done = move |_, _: Result<&[u8]>| {
            queue.push(Box::new(move || {
                let (answered, answer) = mpsc::channel();
                let done = move |_, _: Result<&[u8]>| answered.send(()).unwrap();
                let patience = Instant::now() + Duration::from_millis(20);
                while !again.state.lock().watched && Instant::now() < patience {
                    thread::sleep(Duration::from_micros(50));
                }
                again.start(&request(ECHO, round), Duration::from_secs(20), done).unwrap();
                // amid the callbacks, until its own request is answered
                finished.send(answer.recv_timeout(Duration::from_secs(5)).is_ok()).unwrap();
            }));
            queue.push(Box::new(|| {}));
        };
        session.start(&request(ECHO, round), Duration::from_secs(5), done).unwrap();
        assert!(finish.recv_timeout(Duration::from_secs(10)).unwrap(), "round {round}");
    }
}
