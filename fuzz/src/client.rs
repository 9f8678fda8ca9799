//! A whole client: connected over loopback to a peer that answers with what the input says.
//!
//! Input: octet 0 chooses where the round of calls begins; then pieces, each of a kind, a length and content:
//! an answer (service element; the invoke id is right), a PDU, a TSDU's user part, a TPKT's payload, raw octets, a report, a
//! request of the peer's, or silence. After an answer and after silence the peer waits for the next request; else the next piece
//! follows at once, so that nobody waits for a timeout unless silence is what the input says.
//! When the input is used up the peer closes the connection.

use std::ffi::{c_char, c_int};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use iec61850::assoc::{Config, Engine, Event};
use iec61850::ber;

use crate::c::{self, Handle};
use crate::own;

/// Of a request in ms: answers over loopback are there sooner, and what is no answer costs that much.
const TIMEOUT: u32 = 50;
/// No call may take longer, whatever comes.
const LONGEST: Duration = Duration::from_secs(1);

/// The port of the peer, and where it takes its scripts from.
fn peer() -> &'static (u16, Sender<Vec<u8>>) {
    static PEER: OnceLock<(u16, Sender<Vec<u8>>)> = OnceLock::new();
    PEER.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (send, scripts) = channel::<Vec<u8>>();
        std::thread::spawn(move || {
            for script in scripts {
                if let Ok((stream, _)) = listener.accept() {
                    // a client that hangs up is no matter
                    let _ = serve(stream, &script);
                }
            }
        });
        (port, send)
    })
}

/// Pieces of a script: kind and content.
fn pieces(mut script: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let [kind, high, low, rest @ ..] = script else { return None };
        let size = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (content, others) = rest.split_at(size);
        script = others;
        Some((*kind, content))
    })
}

/// Answers the association by an engine of our own, and all that follows by the script.
fn serve(mut stream: TcpStream, script: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(LONGEST))?;
    let mut engine = Engine::<()>::server(Config::default(), Instant::now() + Duration::from_secs(10));
    let (mut input, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    let mut pieces = pieces(script.get(1..).unwrap_or_default());
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        input.extend_from_slice(&buffer[..count]);
        loop {
            let (used, event) = engine.next(&input, Instant::now());
            let (mut asked, mut accept, mut over) = (None, false, false);
            match event {
                Some(Event::Request { invoke_id, .. }) => asked = Some(invoke_id),
                Some(Event::Associate { .. }) => accept = true,
                Some(Event::Closed(_)) => over = true,
                Some(_) => {}
                None => {
                    input.drain(..used);
                    stream.write_all(engine.transmit())?;
                    engine.transmit().clear();
                    break;
                }
            }
            input.drain(..used);
            if over {
                return Ok(());
            }
            if accept {
                engine.accept().map_err(std::io::Error::other)?;
            }
            let Some(invoke_id) = asked else {
                stream.write_all(engine.transmit())?;
                engine.transmit().clear();
                continue;
            };
            // up to what stands for the answer; nothing left: the connection ends
            loop {
                let Some((kind, content)) = pieces.next() else { return Ok(()) };
                let mut answered = false;
                match kind % 16 {
                    0..=2 | 8..=10 => answered = engine.respond(invoke_id, content).is_ok(),
                    3 => drop(engine.send_pdu(content)),
                    4 | 12 => drop(engine.unconfirmed(content)),
                    5 => {
                        let mut tpdu = vec![2, 0xf0, 0x80];
                        tpdu.extend_from_slice(content);
                        tpkt(engine.transmit(), &tpdu);
                    }
                    6 | 14 => tpkt(engine.transmit(), content),
                    11 => drop(engine.call(content, None, ())),
                    13 => answered = true,
                    _ => engine.transmit().extend_from_slice(content),
                }
                stream.write_all(engine.transmit())?;
                engine.transmit().clear();
                if answered {
                    break;
                }
            }
        }
    }
}

fn tpkt(out: &mut Vec<u8>, payload: &[u8]) {
    let size = u16::try_from(payload.len() + 4).unwrap_or(u16::MAX);
    out.extend([3, 0]);
    out.extend(size.to_be_bytes());
    out.extend_from_slice(&payload[..usize::from(size) - 4]);
}

extern "C" fn report(_: Handle, report: Handle) {
    // SAFETY: the library's own report, alive during the callback.
    unsafe {
        let values = c::ClientReport_getDataSetValues(report);
        for index in 0..c::MmsValue_getArraySize(values).min(1000) as c_int {
            c::ClientReport_getReasonForInclusion(report, index);
            c::ClientReport_getDataReference(report, index);
            let mut text = [0; 64];
            c::MmsValue_printToBuffer(c::MmsValue_getElement(values, index), text.as_mut_ptr(), 64);
        }
        c::ClientReport_getRptId(report);
        c::ClientReport_getEntryId(report);
    }
}

extern "C" fn octets(_: Handle, octets: *mut u8, count: u32) -> bool {
    // SAFETY: as many octets as the library says.
    let octets = unsafe { std::slice::from_raw_parts(octets, count as usize) };
    octets.iter().fold(0u8, |sum, octet| sum.wrapping_add(*octet)) != 77
}

pub const CALLS: usize = 20;

/// One call of each kind, its result used and freed.
///
/// # Safety
/// `con` is a connection.
unsafe fn call(con: Handle, which: usize) {
    let mut error = -1;
    let error = &raw mut error;
    let mut flag = false;
    let name = c"LD/LN.DO.da".as_ptr();
    // SAFETY: by the C contract of each function.
    unsafe {
        match which {
            0 => c::LinkedList_destroy(c::IedConnection_getServerDirectory(con, error, false)),
            1 => c::IedConnection_getDeviceModelFromServer(con, error),
            2 => {
                c::LinkedList_destroy(c::IedConnection_getLogicalNodeVariables(con, error, c"LD/LN".as_ptr()))
            }
            3 => c::LinkedList_destroy(c::IedConnection_getLogicalNodeDirectory(
                con,
                error,
                c"LD/LN".as_ptr(),
                1,
            )),
            4 => {
                let spec = c::IedConnection_getVariableSpecification(con, error, name, 0);
                c::MmsVariableSpecification_getSize(spec);
                c::MmsVariableSpecification_destroy(spec);
            }
            5 => {
                let value = c::IedConnection_readObject(con, error, name, 0);
                let mut text = [0; 256];
                c::MmsValue_printToBuffer(value, text.as_mut_ptr(), 256);
                c::MmsValue_delete(value);
            }
            6 => drop((
                c::IedConnection_readFloatValue(con, error, name, 1),
                c::IedConnection_readInt32Value(con, error, name, 0),
            )),
            7 => c::LinkedList_destroy(c::IedConnection_getDataDirectoryFC(con, error, c"LD/LN.DO".as_ptr())),
            8 => {
                let value = c::MmsValue_newFloat(1.0);
                c::IedConnection_writeObject(con, error, name, 1, value);
                c::MmsValue_delete(value);
            }
            9 => {
                let set = c::IedConnection_readDataSetValues(con, error, c"LD/LN.ds".as_ptr(), null_mut());
                if !set.is_null() {
                    c::IedConnection_readDataSetValues(con, error, c"LD/LN.ds".as_ptr(), set);
                    c::MmsValue_getArraySize(c::ClientDataSet_getValues(set));
                }
                c::ClientDataSet_destroy(set);
            }
            10 => c::LinkedList_destroy(c::IedConnection_getDataSetDirectory(
                con,
                error,
                c"LD/LN.ds".as_ptr(),
                &raw mut flag,
            )),
            11 => {
                let rcb = c::IedConnection_getRCBValues(con, error, c"LD/LN.RP.rcb".as_ptr(), null_mut());
                if !rcb.is_null() {
                    c::ClientReportControlBlock_setRptEna(rcb, true);
                    c::IedConnection_setRCBValues(con, error, rcb, 2, true);
                }
                c::ClientReportControlBlock_destroy(rcb);
            }
            12 => {
                let files = c::IedConnection_getFileDirectory(con, error, null());
                c::LinkedList_destroyDeep(files, Some(c::FileDirectoryEntry_destroy));
            }
            13 => drop(c::IedConnection_getFile(con, error, c"file".as_ptr(), Some(octets), null_mut())),
            14 => {
                let entries = c::IedConnection_queryLogByTime(
                    con,
                    error,
                    c"LD/LN$log".as_ptr(),
                    0,
                    u64::MAX,
                    &raw mut flag,
                );
                c::LinkedList_destroyDeep(entries, Some(c::MmsJournalEntry_destroy));
            }
            15 => {
                let control = c::ControlObjectClient_create(c"LD/LN.Ctl".as_ptr(), con);
                if !control.is_null() {
                    let value = c::MmsValue_newBoolean(true);
                    c::ControlObjectClient_select(control);
                    c::ControlObjectClient_operate(control, value, 0);
                    c::MmsValue_delete(value);
                }
                c::ControlObjectClient_destroy(control);
            }
            16 => {
                let identity = c::MmsConnection_identify(c::IedConnection_getMmsConnection(con), error);
                c::MmsServerIdentity_destroy(identity);
            }
            17 => c::IedConnection_setFile(con, error, c"up".as_ptr(), c"down".as_ptr()),
            18 => c::ClientGooseControlBlock_destroy(c::IedConnection_getGoCBValues(
                con,
                error,
                c"LD/LN.gcb".as_ptr(),
                null_mut(),
            )),
            _ => {
                let text = c::IedConnection_readStringValue(con, error, name, 5);
                free(text);
            }
        }
    }
}

unsafe fn free(text: *mut c_char) {
    unsafe extern "C" {
        fn free(memory: *mut c_char);
    }
    // SAFETY: malloc's, by the C contract of readStringValue.
    unsafe { free(text) }
}

pub fn session(data: &[u8]) {
    let (port, scripts) = peer();
    scripts.send(data.to_vec()).unwrap();
    // SAFETY: by the C contract of each function.
    unsafe {
        let con = c::IedConnection_create();
        c::IedConnection_setRequestTimeout(con, TIMEOUT);
        c::IedConnection_setConnectTimeout(con, 2000);
        c::IedConnection_setFilestoreBasepath(con, own::text(&own::folder().join("client")).as_ptr());
        let mut error = -1;
        c::IedConnection_installReportHandler(
            con,
            c"LD/LN.RP.rcb".as_ptr(),
            null(),
            Some(report),
            null_mut(),
        );
        c::IedConnection_connect(con, &raw mut error, c"127.0.0.1".as_ptr(), c_int::from(*port));
        assert_eq!(error, 0, "the peer lets everybody in");
        let first = data.first().map_or(0, |first| usize::from(*first));
        for turn in 0..CALLS {
            let start = Instant::now();
            call(con, (first + turn) % CALLS);
            assert!(
                start.elapsed() < LONGEST * 4,
                "call {} took {:?}",
                (first + turn) % CALLS,
                start.elapsed()
            );
            if c::IedConnection_getState(con) == 0 {
                break;
            }
        }
        c::IedConnection_destroy(con);
    }
}

/// Pieces for the corpus: an answer to each call of a session that begins with `first`.
pub fn script(first: u8, pieces: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = vec![first];
    for (kind, content) in pieces {
        out.push(*kind);
        out.extend((content.len() as u16).to_be_bytes());
        out.extend_from_slice(content);
    }
    out
}

/// A report as `unconfirmed` takes it.
pub fn information_report(results: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    ber::write(&mut name, 0x80, b"RPT");
    let mut access = Vec::new();
    ber::write(&mut access, 0xa1, &name);
    ber::write(&mut access, 0xa0, results);
    let mut out = Vec::new();
    ber::write(&mut out, 0xa0, &access);
    out
}
