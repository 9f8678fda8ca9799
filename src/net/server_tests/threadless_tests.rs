//! A server that is driven by its caller.

use super::*;

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
        session.queue_unconfirmed(&report(9)).unwrap();
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
