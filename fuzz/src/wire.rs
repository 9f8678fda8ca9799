//! The layers below MMS.

use std::time::{Duration, Instant};

use iec61850::assoc::{Config, Engine, Event};
use iec61850::wire::presentation::{self, Contexts};
use iec61850::wire::{acse, cotp, session as spdu, tpkt as tpkt_};

pub fn tpkt(data: &[u8]) {
    if let Ok(Some(payload)) = tpkt_::read(data) {
        assert!(payload.len() + 4 <= data.len());
        let mut again = Vec::new();
        tpkt_::write_header(&mut again, payload.len());
        again.extend_from_slice(payload);
        assert_eq!(tpkt_::read(&again).ok().flatten(), Some(payload));
    }
}

pub fn cotp(data: &[u8]) {
    let _ = cotp::read(data);
}

pub fn session(data: &[u8]) {
    let _ = spdu::read(data);
}

pub fn presentation(data: &[u8]) {
    let contexts = Contexts { acse: 1, mms: 3 };
    if let Ok(pdvs) = presentation::read_data(data) {
        assert!(pdvs.count() <= data.len());
    }
    let _ = presentation::read_connect(data);
    let _ = presentation::read_accept(data, contexts);
    let _ = presentation::read_refuse(data, contexts);
    let _ = presentation::read_abort(data, contexts);
}

pub fn acse(data: &[u8]) {
    let _ = acse::read(data);
}

/// Pieces of the input as they might come from a socket: the first octet says how large.
fn feed(engine: &mut Engine<u32>, data: &[u8]) {
    let Some((&size, rest)) = data.split_first() else { return };
    let (size, now) = (usize::from(size).max(1), Instant::now());
    let mut buffer = Vec::new();
    for piece in rest.chunks(size) {
        buffer.extend_from_slice(piece);
        loop {
            let (used, event) = engine.next(&buffer, now);
            let (asked, accept) = match &event {
                Some(Event::Request { invoke_id, .. }) => (Some(*invoke_id), false),
                Some(Event::Associate { .. }) => (None, true),
                _ => (None, false),
            };
            let done = event.is_none();
            drop(event);
            buffer.drain(..used);
            if let Some(invoke_id) = asked {
                let _ = engine.respond(invoke_id, &[0x80, 1, 0]);
            }
            if accept {
                let _ = engine.accept();
            }
            engine.transmit().clear();
            if done {
                break;
            }
        }
    }
    engine.handle_timeout(now + Duration::from_secs(60));
}

/// A client that has asked for a few things, once associated.
pub fn engine_client(data: &[u8]) {
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut engine = Engine::client(Config::default(), deadline);
    // the association succeeds unless the input says otherwise
    let associated = data.first().is_some_and(|first| first & 1 == 0);
    if associated {
        let (mut server, now) = (Engine::<u32>::server(Config::default(), deadline), Instant::now());
        while !engine.is_up() {
            let sent = std::mem::take(engine.transmit());
            let mut rest = &sent[..];
            loop {
                let (used, event) = server.next(rest, now);
                rest = &rest[used..];
                match event {
                    Some(Event::Associate { .. }) => server.accept().unwrap(),
                    Some(_) => {}
                    None => break,
                }
            }
            let answer = std::mem::take(server.transmit());
            let mut rest = &answer[..];
            loop {
                let (used, event) = engine.next(rest, now);
                rest = &rest[used..];
                if event.is_none() {
                    break;
                }
            }
        }
        for token in 0..3 {
            engine.call(&iec61850::mms::service::identify::request(), Some(deadline), token).unwrap();
        }
        assert_eq!(engine.waiting().count(), 3);
    }
    feed(&mut engine, data.get(1..).unwrap_or_default());
    assert!(engine.waiting().count() <= 3);
}

pub fn engine_server(data: &[u8]) {
    let mut engine = Engine::server(Config::default(), Instant::now() + Duration::from_secs(10));
    feed(&mut engine, data);
}
