//! A whole server: one of ours in this process, to which the input is sent over loopback.
//!
//! Input: octet 0: odd for octets as they are from the first on, even for pieces behind an association: of a length and a
//! confirmed request (the invoke id is right) or, by the top bit of the length, a PDU.
//! Whatever it is, other clients of the server are served as before.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use iec61850::assoc::{Config, Engine, Event};

use crate::c::{self, Handle};
use crate::own;

/// No answer takes longer, whatever was asked before.
const LONGEST: Duration = Duration::from_secs(3);

/// A client that was there before the first peer, and stays.
fn bystander() -> usize {
    static BYSTANDER: OnceLock<usize> = OnceLock::new();
    // SAFETY: a connection that lives as long as the process.
    *BYSTANDER
        .get_or_init(|| unsafe { own::client() }.expect("a server that lets the first client in") as usize)
}

/// What a peer sends is for its own connection alone: a client that is there, and one that comes afterwards, get what they ask.
pub fn session(data: &[u8]) {
    let bystander = bystander() as Handle;
    peer(data);
    // SAFETY: by the C contract of each function.
    unsafe {
        own::check(bystander, "the client beside");
        let next = own::client().unwrap_or_else(|error| panic!("the next client is not let in: {error}"));
        own::check(next, "the next client");
        c::IedConnection_destroy(next);
    }
    own::check_folder();
}

fn peer(data: &[u8]) {
    let mut stream = TcpStream::connect(("127.0.0.1", own::server().port as u16)).unwrap();
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    stream.set_nodelay(true).unwrap();
    let Some((&kind, rest)) = data.split_first() else { return };
    // the server may hang up at any time
    let _ = if kind & 1 == 1 { raw(stream, rest) } else { associated(&mut stream, rest) };
}

/// Octets as they are; then the end of the stream, after which the server has to close.
fn raw(mut stream: TcpStream, data: &[u8]) -> std::io::Result<()> {
    stream.write_all(data)?;
    stream.shutdown(Shutdown::Write)?;
    until_closed(&mut stream)
}

fn until_closed(stream: &mut TcpStream) -> std::io::Result<()> {
    let (start, mut buffer) = (Instant::now(), [0; 4096]);
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(_) => assert!(start.elapsed() < LONGEST, "the server does not stop sending"),
            Err(error)
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) =>
            {
                panic!("the server neither answers nor closes")
            }
            Err(error) => return Err(error),
        }
    }
}

fn associated(stream: &mut TcpStream, mut data: &[u8]) -> std::io::Result<()> {
    let mut engine = Engine::<()>::client(Config::default(), Instant::now() + LONGEST);
    let (mut input, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        stream.write_all(engine.transmit())?;
        engine.transmit().clear();
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        input.extend_from_slice(&buffer[..count]);
        loop {
            let (used, event) = engine.next(&input, Instant::now());
            let over = matches!(event, Some(Event::Closed(_)));
            let done = event.is_none();
            drop(event);
            input.drain(..used);
            if over {
                return Ok(());
            }
            if done {
                break;
            }
        }
        if engine.is_up() {
            while let [high, low, rest @ ..] = data {
                let size = usize::from(u16::from_be_bytes([high & 0x7f, *low])).min(rest.len());
                let (content, others) = rest.split_at(size);
                data = others;
                if high & 0x80 == 0 {
                    let _ = engine.call(content, None, ());
                } else {
                    let _ = engine.send_pdu(content);
                }
                stream.write_all(engine.transmit())?;
                engine.transmit().clear();
            }
            // all that was asked is answered or refused before the stream's end is acted upon, or the connection is gone
            stream.shutdown(Shutdown::Write)?;
            return until_closed(stream);
        }
    }
}
