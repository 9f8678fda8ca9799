//! Two engines back to back, in virtual time.

use std::time::{Duration, Instant};

use super::{Config, Engine, Event, Tap};
use crate::error::{Error, Failure, Layer, RejectReason, ServiceError};
use crate::mms::pdu::envelope;
use crate::mms::service::status;
use crate::wire::{Refusal, TpduSize};

/// What an engine said, in an owned form.
#[derive(Debug, PartialEq)]
enum Said {
    Up,
    Associate(Option<Vec<u8>>),
    Reply(u32, Result<Vec<u8>, Error>),
    Unconfirmed(Vec<u8>),
    Request(u32, Vec<u8>),
    Closed(Layer),
}

struct Pair {
    now: Instant,
    client: Engine<u32>,
    server: Engine<u32>,
    to_client: Vec<u8>,
    to_server: Vec<u8>,
    /// Octets that arrive at a time.
    chunk: usize,
}

impl Pair {
    fn new(client: Config, server: Config) -> Self {
        let now = Instant::now();
        let deadline = now + Duration::from_secs(10);
        Self {
            now,
            client: Engine::client(client, deadline),
            server: Engine::server(server, deadline),
            to_client: Vec::new(),
            to_server: Vec::new(),
            chunk: usize::MAX,
        }
    }

    /// An open association.
    fn up(client: Config, server: Config) -> Self {
        let mut pair = Self::new(client, server);
        assert_eq!(pair.run(), (vec![], vec![Said::Associate(None)]));
        pair.server.accept().unwrap();
        assert_eq!(pair.run(), (vec![Said::Up], vec![Said::Up]));
        pair
    }

    /// Lets the octets flow until nothing moves; what client and server said.
    fn run(&mut self) -> (Vec<Said>, Vec<Said>) {
        let mut said = (Vec::new(), Vec::new());
        loop {
            self.to_server.append(self.client.transmit());
            self.to_client.append(self.server.transmit());
            let before = (said.0.len() + said.1.len(), self.to_server.len() + self.to_client.len());
            feed(&mut self.server, &mut self.to_server, self.chunk, self.now, &mut said.1);
            feed(&mut self.client, &mut self.to_client, self.chunk, self.now, &mut said.0);
            let idle = self.client.transmit().is_empty() && self.server.transmit().is_empty();
            if idle && before == (said.0.len() + said.1.len(), self.to_server.len() + self.to_client.len()) {
                return said;
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.client.handle_timeout(self.now);
        self.server.handle_timeout(self.now);
    }
}

fn feed(engine: &mut Engine<u32>, input: &mut Vec<u8>, chunk: usize, now: Instant, said: &mut Vec<Said>) {
    let mut visible = chunk.min(input.len());
    loop {
        let (used, event) = engine.next(&input[..visible], now);
        let event = event.map(|event| match event {
            Event::Up => Said::Up,
            Event::Associate { indication } => Said::Associate(indication.password),
            Event::Reply { token, result, .. } => Said::Reply(token, result.map(|body| body.to_vec())),
            Event::Unconfirmed(body) => Said::Unconfirmed(body.to_vec()),
            Event::Request { invoke_id, service } => Said::Request(invoke_id, service.to_vec()),
            Event::Closed(failure) => Said::Closed(failure.layer),
        });
        input.drain(..used);
        visible -= used;
        match event {
            Some(event) => said.push(event),
            None if visible < input.len() => visible += chunk.min(input.len() - visible),
            None => return,
        }
    }
}

#[test]
fn calls_are_answered_in_any_order_and_byte_by_byte() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.chunk = 1;
    for token in [10, 11, 12] {
        pair.client.call(&status::request(token == 11), None, token).unwrap();
    }
    let (_, asked) = pair.run();
    let ids: Vec<u32> = asked
        .iter()
        .filter_map(|said| if let Said::Request(id, _) = said { Some(*id) } else { None })
        .collect();
    assert_eq!(ids.len(), 3);
    pair.server.respond(ids[2], &[0x80, 1, 7]).unwrap();
    pair.server.respond_error(ids[0], ServiceError::new(7, 2)).unwrap();
    pair.server.reject(Some(ids[1]), RejectReason { kind: 1, code: 1 }).unwrap();
    let expected = vec![
        Said::Reply(12, Ok(vec![0x80, 1, 7])),
        Said::Reply(10, Err(Error::Service(ServiceError::new(7, 2)))),
        Said::Reply(11, Err(Error::Reject(RejectReason { kind: 1, code: 1 }))),
    ];
    assert_eq!(pair.run().0, expected);
}

/// The invoke ids of the requests among what was said.
fn asked(said: &[Said]) -> Vec<u32> {
    said.iter().filter_map(|said| if let Said::Request(id, _) = said { Some(*id) } else { None }).collect()
}

/// An association whose client may have `window` requests outstanding.
fn narrow(window: i16) -> Pair {
    let mut client = Config::default();
    client.mms.max_outstanding_calling = window;
    let pair = Pair::up(client, Config::default());
    assert_eq!(i32::from(pair.client.negotiated().max_calling), i32::from(window));
    pair
}

#[test]
fn requests_sent_ahead_are_in_nobodys_way() {
    let mut pair = narrow(3);
    let later = pair.now + Duration::from_secs(5);
    for token in [1, 2] {
        pair.client.call_ahead(&status::request(false), later, token).unwrap();
    }
    // one place is left to others
    assert_eq!(pair.client.call_ahead(&status::request(false), later, 3), Err(Error::OutstandingCallLimit));
    for token in [10, 11, 12] {
        pair.client.call(&status::request(false), None, token).unwrap();
    }
    assert_eq!(pair.client.call(&status::request(false), None, 13), Err(Error::OutstandingCallLimit));
    // but never does the peer have more than it agreed to
    let mut open = asked(&pair.run().1);
    assert_eq!(open.len(), 3);
    let mut answered = Vec::new();
    while !open.is_empty() {
        pair.server.respond(open.remove(0), &[0x80, 0]).unwrap();
        let (client, server) = pair.run();
        open.extend(asked(&server));
        assert!(open.len() <= 3);
        answered.extend(
            client
                .iter()
                .filter_map(|said| if let Said::Reply(token, Ok(_)) = said { Some(*token) } else { None }),
        );
    }
    assert_eq!(answered, [1, 2, 10, 11, 12]);
}

#[test]
fn requests_sent_ahead_count_when_they_are_wanted_and_expire_when_they_are_not() {
    let mut pair = narrow(2);
    let later = pair.now + Duration::from_secs(5);
    let claimed = pair.client.call_ahead(&status::request(false), later, 1).unwrap();
    pair.client.claim(claimed);
    assert_eq!(pair.client.timeout(), None, "its owner's to cancel");
    pair.client.call(&status::request(false), None, 2).unwrap();
    assert_eq!(pair.client.call(&status::request(false), None, 3), Err(Error::OutstandingCallLimit));
    let mut pair = narrow(2);
    pair.client.call_ahead(&status::request(false), later, 1).unwrap();
    pair.client.call(&status::request(false), None, 2).unwrap();
    let cancelled = pair.client.call(&status::request(false), None, 3).unwrap();
    assert_eq!(asked(&pair.run().1).len(), 2);
    assert_eq!(pair.client.cancel(cancelled), Some(3));
    pair.client.call(&status::request(false), None, 4).unwrap();
    pair.pass(Duration::from_secs(6));
    let (client, server) = pair.run();
    assert_eq!(client, [Said::Reply(1, Err(Error::Timeout))]);
    assert_eq!(asked(&server).len(), 1, "the fourth; the third was cancelled before it was sent");
}

#[test]
fn a_request_behind_those_sent_ahead_has_its_time_from_their_answers_on() {
    let mut pair = narrow(5);
    let second = Duration::from_secs(1);
    for token in [1, 2] {
        pair.client.call_ahead(&status::request(false), pair.now + 10 * second, token).unwrap();
    }
    let call = pair.client.call(&status::request(false), Some(pair.now + second), 3).unwrap();
    pair.client.be_patient(call, second);
    let open = asked(&pair.run().1);
    for (at, token) in [1, 2, 3].into_iter().enumerate() {
        pair.pass(second * 9 / 10);
        pair.server.respond(open[at], &[0x80, 0]).unwrap();
        assert_eq!(pair.run().0, [Said::Reply(token, Ok(vec![0x80, 0]))]);
    }
    // a peer that answers nothing is not waited for any longer
    pair.client.call_ahead(&status::request(false), pair.now + 10 * second, 4).unwrap();
    let call = pair.client.call(&status::request(false), Some(pair.now + second), 5).unwrap();
    pair.client.be_patient(call, second);
    pair.pass(second);
    assert_eq!(pair.run().0, [Said::Reply(5, Err(Error::Timeout))]);
}

#[test]
fn requests_that_were_not_sent_end_with_the_association() {
    let mut pair = narrow(2);
    pair.client.call_ahead(&status::request(false), pair.now + Duration::from_secs(5), 1).unwrap();
    for token in [2, 3] {
        pair.client.call(&status::request(false), None, token).unwrap();
    }
    pair.client.transport_closed(Failure::new(Layer::Tcp, 0, "gone"));
    let ended = pair.run().0;
    assert_eq!(ended.len(), 4, "{ended:?}");
    assert!(matches!(ended[2], Said::Reply(3, Err(Error::ConnectionLost(_)))));
}

#[test]
fn large_pdus_cross_small_tpdus_both_ways() {
    let mut client = Config::default();
    client.connect.tpdu_size = Some(TpduSize::MIN);
    client.mms.local_detail = Some(200_000);
    let mut server = Config::default();
    server.mms.local_detail = Some(200_000);
    let mut pair = Pair::up(client, server);
    pair.chunk = 1000;
    let mut service = vec![0xbf, 0x4f, 0x83, 0x02, 0x00, 0x00];
    service.resize(6 + 0x2_0000, 0x55);
    pair.client.call(&service, None, 1).unwrap();
    assert_eq!(pair.run().1, [Said::Request(1, service.clone())]);
    pair.server.respond(1, &service).unwrap();
    assert_eq!(pair.run().0, [Said::Reply(1, Ok(service))]);
}

#[test]
fn the_window_and_the_pdu_size_are_kept() {
    let mut server = Config::default();
    server.mms.local_detail = Some(1000);
    server.mms.max_outstanding_called = 2;
    let mut pair = Pair::up(Config::default(), server);
    assert_eq!(pair.client.negotiated().max_pdu, 1000);
    assert_eq!(pair.client.call(&[0; 1000], None, 1), Err(Error::TooLarge));
    pair.client.call(&status::request(false), None, 1).unwrap();
    pair.client.call(&status::request(false), None, 2).unwrap();
    assert_eq!(pair.client.call(&status::request(false), None, 3), Err(Error::OutstandingCallLimit));
    assert!(pair.client.cancel(1).is_some());
    assert!(pair.client.call(&status::request(false), None, 3).is_ok());
}

#[test]
fn calls_time_out_alone_and_late_answers_only_count() {
    let mut pair = Pair::up(Config::default(), Config::default());
    let deadline = pair.now + Duration::from_secs(5);
    pair.client.call(&status::request(false), Some(deadline), 1).unwrap();
    pair.client.call(&status::request(false), Some(deadline + Duration::from_secs(9)), 2).unwrap();
    let (_, asked) = pair.run();
    assert_eq!(pair.client.timeout(), Some(deadline));
    pair.pass(Duration::from_millis(4999));
    assert_eq!(pair.run().0, []);
    pair.pass(Duration::from_millis(1));
    assert_eq!(pair.run().0, [Said::Reply(1, Err(Error::Timeout))]);
    for said in asked {
        let Said::Request(id, _) = said else { continue };
        pair.server.respond(id, &[0x80, 0]).unwrap();
    }
    assert_eq!(pair.run().0, [Said::Reply(2, Ok(vec![0x80, 0]))]);
    assert_eq!(pair.client.statistics().unmatched, 1);
}

#[test]
fn release_ends_both_sides_in_good_order() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.client.conclude(pair.now + Duration::from_secs(5)).unwrap();
    assert_eq!(pair.run(), (vec![Said::Closed(Layer::Local)], vec![Said::Closed(Layer::Acse)]));
    assert!(matches!(pair.client.call(&status::request(false), None, 1), Err(Error::ConnectionLost(_))));
}

#[test]
fn a_release_without_answer_ends_at_its_deadline() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.client.conclude(pair.now + Duration::from_secs(5)).unwrap();
    pair.client.transmit().clear();
    pair.pass(Duration::from_secs(5));
    assert_eq!(pair.run().0, [Said::Closed(Layer::Mms)]);
}

#[test]
fn a_conclude_of_the_peer_is_answered_and_fails_the_calls() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.client.call(&status::request(false), None, 1).unwrap();
    pair.run();
    pair.server.conclude(pair.now + Duration::from_secs(5)).unwrap();
    let (client, server) = pair.run();
    assert!(
        matches!(&client[..], [Said::Reply(1, Err(Error::ConnectionLost(cause))), Said::Closed(_)] if cause.layer == Layer::Mms)
    );
    assert_eq!(server, [Said::Closed(Layer::Local)]);
}

#[test]
fn a_conclude_that_comes_again_and_again_does_not_prolong_the_association() {
    let mut pair = Pair::up(Config::default(), Config::default());
    let mut pdu = Vec::new();
    envelope::conclude_request(&mut pdu);
    for turn in 0..4 {
        if turn < 3 {
            pair.server.send_pdu(&pdu).unwrap();
        }
        let client = pair.run().0;
        assert_eq!(client, if turn < 3 { vec![] } else { vec![Said::Closed(Layer::Mms)] }, "{turn}");
        pair.now += Duration::from_millis(700);
        pair.client.handle_timeout(pair.now);
    }
}

#[test]
fn a_conclude_for_an_answer_does_not_prolong_the_release() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.client.conclude(pair.now + Duration::from_millis(500)).unwrap();
    pair.client.transmit().clear();
    let mut pdu = Vec::new();
    envelope::conclude_request(&mut pdu);
    pair.server.send_pdu(&pdu).unwrap();
    assert_eq!(pair.run().0, []);
    pair.now += Duration::from_millis(500);
    pair.client.handle_timeout(pair.now);
    assert_eq!(pair.run().0, [Said::Closed(Layer::Mms)]);
}

#[test]
fn an_abort_reaches_the_peer_with_its_layer() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.server.abort(&Failure::new(Layer::Local, 0, "aborted by this side"));
    assert_eq!(pair.run(), (vec![Said::Closed(Layer::Acse)], vec![Said::Closed(Layer::Local)]));
}

#[test]
fn the_loss_of_the_transport_answers_every_call_before_it_closes() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.client.call(&status::request(false), None, 1).unwrap();
    pair.client.call(&status::request(false), None, 2).unwrap();
    let loss = Failure::new(Layer::Tcp, 104, "reset");
    pair.client.transport_closed(loss.clone());
    let lost = || Err(Error::ConnectionLost(loss.clone()));
    assert_eq!(pair.run().0, [Said::Reply(1, lost()), Said::Reply(2, lost()), Said::Closed(Layer::Tcp)]);
    pair.client.transport_closed(loss);
    assert_eq!(pair.run().0, []);
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_refused() {
    let mut client = Config::default();
    client.connect.password = Some(b"wrong".to_vec());
    let mut pair = Pair::new(client, Config::default());
    assert_eq!(pair.run().1, [Said::Associate(Some(b"wrong".to_vec()))]);
    pair.server.refuse(Refusal::AuthenticationFailure);
    assert_eq!(pair.run(), (vec![Said::Closed(Layer::Acse)], vec![Said::Closed(Layer::Acse)]));
    assert_eq!(pair.client.failure().map(|failure| failure.code), Some(13));
}

#[test]
fn a_silent_peer_is_given_up_at_the_deadline() {
    let mut pair = Pair::new(Config::default(), Config::default());
    pair.pass(Duration::from_secs(10));
    let (client, server) = pair.run();
    assert_eq!((client, server), (vec![Said::Closed(Layer::Acse)], vec![Said::Closed(Layer::Acse)]));
}

/// A PDU as a DT with the plain headers.
fn data(mms: &[u8]) -> Vec<u8> {
    let mut frame = vec![3, 0, 0, 0, 2, 0xf0, 0x80, 1, 0, 1, 0, 0x61];
    frame.push(mms.len() as u8 + 7);
    frame.extend_from_slice(&[0x30, mms.len() as u8 + 5, 2, 1, 3, 0xa0, mms.len() as u8]);
    frame.extend_from_slice(mms);
    frame[3] = frame.len() as u8;
    frame
}

#[test]
fn what_cannot_be_decoded_is_rejected_and_counted() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.server.unconfirmed(&[0xa0, 2, 5, 0]).unwrap();
    assert_eq!(pair.run().0, [Said::Unconfirmed(vec![0xa0, 2, 5, 0])]);
    // an unconfirmed PDU without a service, and a confirmed response without an invoke id: answers are not rejected
    pair.to_client.extend_from_slice(&data(&[0xa3, 0]));
    pair.to_client.extend_from_slice(&data(&[0xa1, 0]));
    let (client, server) = pair.run();
    assert_eq!((client, server), (vec![], vec![]));
    assert_eq!(pair.client.statistics().malformed, 2);
    assert_eq!(pair.server.statistics().unmatched, 1, "the server counts the reject");
    assert!(pair.client.is_up());
}

#[test]
fn an_answer_that_cannot_be_decoded_ends_the_call_that_it_names() {
    let no_service: &[u8] = &[0xa1, 3, 2, 1, 1];
    let reserved_length = &[0xa1, 5, 2, 1, 1, 0xa4, 0xff];
    let error_of_class_99 = &[0xa2, 12, 0x80, 1, 1, 0xa2, 7, 0xa0, 5, 0x9f, 0x63, 1, 2, 0];
    let reject_without_reason = &[0xa4, 3, 0x80, 1, 1];
    for answer in [no_service, reserved_length, error_of_class_99, reject_without_reason] {
        let mut pair = Pair::up(Config::default(), Config::default());
        for token in [1, 2] {
            pair.client.call(&status::request(false), None, token).unwrap();
        }
        pair.run();
        pair.to_client.extend_from_slice(&data(answer));
        let (client, server) = pair.run();
        assert!(matches!(client[..], [Said::Reply(1, Err(Error::Malformed(_)))]), "{client:?}");
        assert_eq!((server, pair.client.waiting().count()), (vec![], 1));
        let statistics = pair.client.statistics();
        assert_eq!((statistics.malformed, statistics.unmatched), (1, 0));
    }
}

#[test]
fn a_tap_sees_every_pdu_from_the_initiate_request_to_the_conclude_response() {
    let (to, from) = std::sync::mpsc::channel();
    let tap = Tap::new(move |pdu, received| to.send((pdu.first().copied(), received)).unwrap());
    let mut pair = Pair::new(Config::default(), Config::default());
    let deadline = pair.now + Duration::from_secs(10);
    pair.client = Engine::tapped_client(Config::default(), deadline, Some(tap));
    pair.run();
    pair.server.accept().unwrap();
    pair.run();
    pair.client.call(&status::request(false), None, 7).unwrap();
    pair.run();
    pair.server.respond(1, &status::response(status::VmdStatus::default())).unwrap();
    pair.server.unconfirmed(&[0xa0, 0]).unwrap();
    pair.client.send_pdu(&[0xa0, 0x05, 0x02, 0x01, 0x63, 0x82, 0x00]).unwrap();
    pair.run();
    let expected = [(0xa8, false), (0xa9, true), (0xa0, false), (0xa0, false), (0xa1, true), (0xa3, true)];
    assert_eq!(from.try_iter().collect::<Vec<_>>(), expected.map(|(tag, received)| (Some(tag), received)));
    pair.client.conclude(deadline).unwrap();
    pair.run();
    let seen: Vec<_> = from.try_iter().collect();
    assert_eq!(seen, [(Some(0x8b), false), (Some(0x8c), true)]);
}

#[test]
fn a_second_initiate_request_is_rejected() {
    let mut pair = Pair::up(Config::default(), Config::default());
    pair.to_server.extend_from_slice(&data(&Config::default().mms.request()));
    assert_eq!(pair.run(), (vec![], vec![]));
    assert!(pair.server.is_up());
    assert_eq!(pair.client.statistics().unmatched, 1, "the client counts the reject");
}

#[test]
fn a_version_that_there_never_was_is_refused() {
    let mut client = Config::default();
    client.mms.version = 0;
    let mut pair = Pair::new(client, Config::default());
    assert_eq!(pair.run(), (vec![Said::Closed(Layer::Acse)], vec![Said::Closed(Layer::Mms)]));
}
