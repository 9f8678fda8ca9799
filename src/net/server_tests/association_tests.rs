//! Listening, associations made, refused and ended.

use super::*;

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
    assert!((290..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    eventually("all ended", || server.closed.lock().len() == 3);
}

#[test]
fn a_stopped_listener_frees_its_port_and_keeps_its_sessions() {
    let server = Server::new(Answer::Accept, true);
    let listener = server.listen();
    let (session, _) = connected(&listener);
    let address = listener.local_addr();
    listener.stop();
    assert!(client(true).0.connect(&target(&listener)).is_err());
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
