//! RFC 1006: the packet around each TPDU.

use crate::error::{Failure, Layer};

/// Octets of a packet's header.
pub const HEADER_LEN: usize = 4;

/// A TPDU has two octets at least, and its header counts.
const MIN_LEN: usize = 7;

fn failure(text: &'static str) -> Failure {
    Failure::new(Layer::Tpkt, 0, text)
}

/// The TPDU of the packet at the start of `input`; `None` while it is not complete. The packet takes [`HEADER_LEN`]
/// octets more. Looks at the header only, so asking again for each further octet costs nothing.
#[inline]
pub fn read(input: &[u8]) -> Result<Option<&[u8]>, Failure> {
    if input.first().is_some_and(|&version| version != 3) {
        return Err(failure("version is not 3"));
    }
    let &[_, _, high, low, ..] = input else { return Ok(None) };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length < MIN_LEN {
        return Err(failure("length below 7"));
    }
    Ok(input.get(HEADER_LEN..length))
}

/// Writes the header of a packet for a TPDU of `len` octets, which the TPDU sizes bound far below 65532.
#[inline]
pub fn write_header(out: &mut Vec<u8>, len: usize) {
    let [high, low] = ((len + HEADER_LEN) as u16).to_be_bytes();
    out.extend_from_slice(&[3, 0, high, low]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_taken_when_whole() {
        let packet = [3, 0, 0, 8, 1, 2, 3, 4, 3, 0];
        for len in 0..8 {
            assert_eq!(read(&packet[..len]), Ok(None));
        }
        assert_eq!(read(&packet), Ok(Some(&[1, 2, 3, 4][..])));
    }

    #[test]
    fn wrong_version_and_short_length_are_errors() {
        assert!(read(&[4]).is_err());
        for length in 0..7 {
            assert!(read(&[3, 0, 0, length, 0, 0, 0, 0]).is_err());
        }
        assert_eq!(read(&[3, 0, 0, 7, 2, 0xf0, 0x80]), Ok(Some(&[2, 0xf0, 0x80][..])));
    }
}
