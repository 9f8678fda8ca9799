//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng) that a capture needs, in little-endian order.

use std::time::Duration;

/// IPv4 and IPv6 packets without a frame around them.
const LINKTYPE_RAW: u16 = 101;
const OPTION_COMMENT: u16 = 1;
const OPTION_APPLICATION: u16 = 4;
const OPTION_NAME: u16 = 2;
const OPTION_RESOLUTION: u16 = 9;
/// Time stamps count nanoseconds.
const NANOSECONDS: u8 = 9;

/// Section header and interface description: what every file begins with.
pub(super) fn head() -> Vec<u8> {
    let mut file = Vec::new();
    block(&mut file, 0x0a0d_0d0a, |body| {
        body.extend_from_slice(&0x1a2b_3c4d_u32.to_le_bytes());
        body.extend_from_slice(&1_u16.to_le_bytes());
        body.extend_from_slice(&0_u16.to_le_bytes());
        // length of the section: not known
        body.extend_from_slice(&(-1_i64).to_le_bytes());
        let application = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
        option(body, OPTION_APPLICATION, application.as_bytes());
        end_of_options(body);
    });
    block(&mut file, 1, |body| {
        body.extend_from_slice(&LINKTYPE_RAW.to_le_bytes());
        body.extend_from_slice(&0_u16.to_le_bytes());
        // no limit of the size of packets
        body.extend_from_slice(&0_u32.to_le_bytes());
        option(body, OPTION_NAME, b"MMS associations");
        option(body, OPTION_RESOLUTION, &[NANOSECONDS]);
        end_of_options(body);
    });
    file
}

/// Appends a packet.
pub(super) fn packet(file: &mut Vec<u8>, time: Duration, packet: &[u8], comment: Option<&str>) {
    block(file, 6, |body| {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let length = u32::try_from(packet.len()).unwrap_or(u32::MAX);
        body.extend_from_slice(&0_u32.to_le_bytes());
        body.extend_from_slice(&((nanoseconds >> 32) as u32).to_le_bytes());
        body.extend_from_slice(&(nanoseconds as u32).to_le_bytes());
        body.extend_from_slice(&length.to_le_bytes());
        body.extend_from_slice(&length.to_le_bytes());
        body.extend_from_slice(packet);
        pad(body);
        if let Some(comment) = comment {
            option(body, OPTION_COMMENT, comment.as_bytes());
            end_of_options(body);
        }
    });
}

/// A block: type, length, body, and the length again. All parts are multiples of four octets.
fn block(file: &mut Vec<u8>, kind: u32, body: impl FnOnce(&mut Vec<u8>)) {
    let start = file.len();
    file.extend_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&[0; 4]);
    body(file);
    let length = u32::try_from(file.len() - start + 4).unwrap_or(u32::MAX).to_le_bytes();
    file[start + 4..start + 8].copy_from_slice(&length);
    file.extend_from_slice(&length);
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    body.extend_from_slice(&code.to_le_bytes());
    body.extend_from_slice(&u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
    body.extend_from_slice(value);
    pad(body);
}

fn end_of_options(body: &mut Vec<u8>) {
    body.extend_from_slice(&[0; 4]);
}

/// Blocks begin at multiples of four octets of the file.
fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}
