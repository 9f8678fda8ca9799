//! Requests and reports in number, and peers that do not read.

use super::*;

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
            accepted.respond(invoke_id, Err(Error::Service(ServiceError::new(7, 1))));
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
        accepted.queue_unconfirmed(&report(number)).unwrap();
    }
    eventually("all reports", || client.reports.lock().len() == COUNT as usize);
    assert!(client.reports.lock().iter().copied().eq(0..COUNT));
}

#[test]
fn a_client_that_does_not_read_holds_reports_back_until_it_does() {
    let server =
        Server::with(Answer::Accept, Options { unsent_max: 1 << 20, unread_max: 1 << 19, ..options(true) });
    let listener = server.listen();
    let mut stream = associate(listener.local_addr());
    let accepted = server.session();
    let mut large = vec![0xa0, 0x82, 0x27, 0x0c];
    large.resize(10_000, 0);
    let mut queued = 0;
    // The system's buffers may take some after the first refusal.
    eventually("full", || {
        let refused = loop {
            match accepted.queue_unconfirmed(&large) {
                Ok(()) => queued += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(refused, Error::Congested);
        assert!(accepted.is_up());
        let full = accepted.unsent();
        assert!(full <= 1 << 20, "{full}");
        full > (1 << 20) - 20_000
    });
    assert!(accepted.notify_when_drained(1 << 19));
    assert_eq!(server.drained.load(Ordering::SeqCst), 0);
    let (mut total, mut buffer) = (0, vec![0; 1 << 16]);
    while total < queued * large.len() {
        total += stream.read(&mut buffer).unwrap();
    }
    eventually("drained", || accepted.unsent() == 0);
    // Who sends the last octet tells of it behind that.
    eventually("told", || server.drained.load(Ordering::SeqCst) > 0);
    assert_eq!(server.drained.load(Ordering::SeqCst), 1);
    assert!(!accepted.notify_when_drained(0), "nothing is left to wait for");
    // Answers that nobody reads end the session.
    for number in 0..2000 {
        accepted.respond(number, Ok(&large));
    }
    eventually("ended", || accepted.is_over());
    assert_eq!((accepted.unsent(), accepted.notify_when_drained(0)), (0, false));
}

/// A confirmed request with 1000 octets of content, as a DT.
fn large_request() -> Vec<u8> {
    let mut frame = vec![3, 0, 4, 8, 2, 0xf0, 0x80, 1, 0, 1, 0, 0x61, 0x82, 3, 0xf9, 0x30, 0x82, 3, 0xf5];
    frame.extend([2, 1, 3, 0xa0, 0x82, 3, 0xee, 0xa0, 0x82, 3, 0xea, 2, 1, 1, 0x80, 0x82, 3, 0xe3]);
    frame.resize(0x408, 0x55);
    frame
}

/// Writes large requests from another thread, until all are written or the connection is shut down. Returns when the
/// server takes no more; the thread counts what it wrote.
fn ask_until_stuck(stream: &TcpStream, count: usize) -> (thread::JoinHandle<()>, usize) {
    let mut writer = stream.try_clone().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let progress = Arc::clone(&asked);
    let frames = large_request().repeat(100);
    let writing = thread::spawn(move || {
        while progress.load(Ordering::SeqCst) < count && writer.write_all(&frames).is_ok() {
            progress.fetch_add(100, Ordering::SeqCst);
        }
    });
    let mut seen = usize::MAX;
    eventually("the writer is stuck", || {
        thread::sleep(Duration::from_millis(100));
        std::mem::replace(&mut seen, asked.load(Ordering::SeqCst)) == seen
    });
    assert!(seen > 0 && seen < count, "{seen}");
    (writing, seen)
}

#[test]
fn a_client_that_asks_and_does_not_read_is_not_read_either_until_it_does() {
    const COUNT: usize = 20_000;
    let server =
        Server::with(Answer::Accept, Options { unsent_max: 1 << 18, unread_max: 1 << 17, ..options(true) });
    let listener = server.listen();
    let mut stream = associate(listener.local_addr());
    let accepted = server.session();
    let (writing, _) = ask_until_stuck(&stream, COUNT);
    assert!(accepted.unsent() < 1 << 18 && accepted.is_up());
    let size = large_request().len();
    let (mut total, mut buffer) = (0, vec![0; 1 << 16]);
    while total < COUNT * size {
        total += stream.read(&mut buffer).unwrap();
    }
    writing.join().unwrap();
    assert_eq!(total, COUNT * size);
}

#[test]
fn the_end_of_a_client_that_is_not_read_is_noticed() {
    let server =
        Server::with(Answer::Accept, Options { unsent_max: 1 << 18, unread_max: 1 << 17, ..options(true) });
    let listener = server.listen();
    let stream = associate(listener.local_addr());
    let accepted = server.session();
    let (writing, _) = ask_until_stuck(&stream, usize::MAX);
    // The writer's error; that answers were not read makes it a reset.
    stream.shutdown(Shutdown::Write).unwrap();
    writing.join().unwrap();
    drop(stream);
    eventually("the end", || server.closed.lock().len() == 1);
    assert!(accepted.is_over() && accepted.unsent() == 0);
}
