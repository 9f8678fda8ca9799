//! ISO 8073 transport, class 0.

use crate::error::{Failure, Layer};
use crate::wire::selectors::{TSelector, TpduSize, received};
use crate::wire::tpkt;

const CR: u8 = 0xe0;
const CC: u8 = 0xd0;
const DR: u8 = 0x80;
const ER: u8 = 0x70;
const DT: u8 = 0xf0;

const TPDU_SIZE: u8 = 0xc0;
const CALLING: u8 = 0xc1;
const CALLED: u8 = 0xc2;
const ALTERNATIVE_CLASSES: u8 = 0xc7;

/// Octets of a DT's header.
pub const DT_HEADER_LEN: usize = 3;

/// DR reason: the proposed classes are not supported.
pub const NEGOTIATION_FAILED: u8 = 128 + 2;

/// What CR and CC carry. Every option may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connect {
    /// The receiver's reference, 0 in a CR.
    pub destination: u16,
    /// The sender's reference.
    pub source: u16,
    /// Proposed or agreed TPDU size.
    pub tpdu_size: Option<TpduSize>,
    /// Calling transport selector.
    pub calling: Option<TSelector>,
    /// Called transport selector.
    pub called: Option<TSelector>,
    /// Whether class 0 is asked for, admitted as an alternative, or agreed.
    pub class0: bool,
}

/// A TPDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tpdu<'a> {
    /// Connection request.
    ConnectRequest(Connect),
    /// Connection confirm.
    ConnectConfirm(Connect),
    /// Disconnect request with its reason.
    Disconnect(u8),
    /// Error with its cause.
    Error(u8),
    /// Data, and whether the TSDU ends here.
    Data(&'a [u8], bool),
}

fn failure(text: &'static str) -> Failure {
    Failure::new(Layer::Cotp, 0, text)
}

/// What the reason of a DR means.
pub fn reason_text(reason: u8) -> &'static str {
    match reason {
        1 => "congestion at the transport address",
        2 => "session entity not attached",
        3 => "transport address unknown",
        128 => "normal disconnect",
        129 => "remote congestion",
        130 => "connection negotiation failed",
        131 => "duplicate source reference",
        132 => "mismatched references",
        133 => "protocol error",
        135 => "reference overflow",
        136 => "connection request refused",
        138 => "header or parameter length invalid",
        _ => "no reason given",
    }
}

/// Reads the TPDU of one packet.
#[inline]
pub fn read(tpdu: &[u8]) -> Result<Tpdu<'_>, Failure> {
    if let [2, DT, eot, data @ ..] = tpdu {
        return Ok(Tpdu::Data(data, eot & 0x80 != 0));
    }
    let (&indicator, rest) = tpdu.split_first().ok_or_else(|| failure("empty TPDU"))?;
    let indicator = usize::from(indicator);
    if indicator == 0 || indicator == 0xff {
        return Err(failure("invalid length indicator"));
    }
    let (header, data) =
        rest.split_at_checked(indicator).ok_or_else(|| failure("length indicator exceeds the packet"))?;
    let (&code, fixed) = header.split_first().ok_or_else(|| failure("empty header"))?;
    match (code & 0xf0, fixed) {
        (DT, [eot, ..]) => Ok(Tpdu::Data(data, eot & 0x80 != 0)),
        (CR, _) => read_connect(fixed).map(Tpdu::ConnectRequest),
        (CC, _) => read_connect(fixed).map(Tpdu::ConnectConfirm),
        (DR, [_, _, _, _, reason, ..]) => Ok(Tpdu::Disconnect(*reason)),
        (ER, [_, _, cause, ..]) => Ok(Tpdu::Error(*cause)),
        (DT | DR | ER, _) => Err(failure("length indicator too small")),
        _ => Err(Failure::new(Layer::Cotp, i32::from(code), "unknown TPDU")),
    }
}

fn read_connect(fixed: &[u8]) -> Result<Connect, Failure> {
    let &[d1, d0, s1, s0, class, ref options @ ..] = fixed else {
        return Err(failure("length indicator too small"));
    };
    let mut connect = Connect {
        destination: u16::from_be_bytes([d1, d0]),
        source: u16::from_be_bytes([s1, s0]),
        // Class 1 implies that class 0 will do.
        class0: class >> 4 <= 1,
        ..Connect::default()
    };
    let mut options = options;
    while let [code, len, rest @ ..] = options {
        let (value, rest) = rest
            .split_at_checked(usize::from(*len))
            .ok_or_else(|| failure("parameter exceeds the header"))?;
        options = rest;
        match *code {
            TPDU_SIZE => {
                let [size] = value else { return Err(failure("invalid TPDU size")) };
                let size = TpduSize::from_code(*size).ok_or_else(|| failure("invalid TPDU size"))?;
                connect.tpdu_size = Some(size);
            }
            CALLING => connect.calling = Some(received(Layer::Cotp, value)?),
            CALLED => connect.called = Some(received(Layer::Cotp, value)?),
            ALTERNATIVE_CLASSES => connect.class0 |= value.iter().any(|class| class >> 4 == 0),
            _ => {}
        }
    }
    Ok(connect)
}

/// Writes a CR in its packet.
pub fn write_connect_request(out: &mut Vec<u8>, connect: &Connect) {
    write_connect(out, CR, connect);
}

/// Writes a CC in its packet.
pub fn write_connect_confirm(out: &mut Vec<u8>, connect: &Connect) {
    write_connect(out, CC, connect);
}

fn write_connect(out: &mut Vec<u8>, code: u8, connect: &Connect) {
    let mut header = vec![code];
    header.extend_from_slice(&connect.destination.to_be_bytes());
    header.extend_from_slice(&connect.source.to_be_bytes());
    header.push(0);
    if let Some(size) = connect.tpdu_size {
        header.extend_from_slice(&[TPDU_SIZE, 1, size.code()]);
    }
    for (code, selector) in [(CALLED, &connect.called), (CALLING, &connect.calling)] {
        if let Some(selector) = selector.as_ref().filter(|selector| !selector.is_empty()) {
            header.extend_from_slice(&[code, selector.as_bytes().len() as u8]);
            header.extend_from_slice(selector.as_bytes());
        }
    }
    tpkt::write_header(out, header.len() + 1);
    out.push(header.len() as u8);
    out.extend_from_slice(&header);
}

/// Writes a DR in its packet.
pub fn write_disconnect(out: &mut Vec<u8>, destination: u16, source: u16, reason: u8) {
    let ([d1, d0], [s1, s0]) = (destination.to_be_bytes(), source.to_be_bytes());
    tpkt::write_header(out, 7);
    out.extend_from_slice(&[6, DR, d1, d0, s1, s0, reason]);
}

/// Writes a TSDU, given in two parts, as DT TPDUs of at most `size`, each in its own packet.
#[inline]
pub fn write_data(out: &mut Vec<u8>, size: TpduSize, head: &[u8], body: &[u8]) {
    let room = size.octets() - DT_HEADER_LEN;
    let (mut head, mut body) = (head, body);
    out.reserve(head.len() + body.len() + 7 * (1 + (head.len() + body.len()) / room));
    loop {
        let (from_head, head_rest) = head.split_at(head.len().min(room));
        let (from_body, body_rest) = body.split_at(body.len().min(room - from_head.len()));
        let last = head_rest.is_empty() && body_rest.is_empty();
        tpkt::write_header(out, DT_HEADER_LEN + from_head.len() + from_body.len());
        out.extend_from_slice(&[2, DT, if last { 0x80 } else { 0 }]);
        out.extend_from_slice(from_head);
        out.extend_from_slice(from_body);
        if last {
            return;
        }
        (head, body) = (head_rest, body_rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cve_2020_15158_length_indicator_zero_or_too_large_is_an_error() {
        for tpdu in [
            &[][..],
            &[0, 0xf0, 0x80],
            &[0, 0, 0],
            &[1, 0xf0, 0x80],
            &[3, 0xf0, 0x80],
            &[0xff, 0xf0, 0x80],
            &[1, 0xe0, 0],
            &[5, 0xe0, 0, 0, 0, 1],
            &[5, 0x80, 0, 1, 0, 1],
            &[2, 0x70, 0],
            &[3, 0x10, 0, 0],
        ] {
            assert!(read(tpdu).is_err(), "{tpdu:02x?}");
        }
    }

    #[test]
    fn parameters_beyond_the_header_are_an_error() {
        assert!(read(&[9, 0xe0, 0, 0, 0, 1, 0, 0xc1, 9, 1]).is_err());
        assert!(read(&[8, 0xe0, 0, 0, 0, 1, 0, 0xc0, 0]).is_err());
        assert!(read(&[9, 0xe0, 0, 0, 0, 1, 0, 0xc0, 1, 6]).is_err());
        let mut long = vec![41, 0xe0, 0, 0, 0, 1, 0, 0xc1, 33];
        long.extend_from_slice(&[1; 33]);
        assert!(read(&long).is_err());
    }

    #[test]
    fn every_option_may_be_missing_or_unknown() {
        let Ok(Tpdu::ConnectRequest(bare)) = read(&[6, 0xe0, 0, 0, 0, 7, 0]) else { panic!() };
        assert_eq!(bare, Connect { source: 7, class0: true, ..Connect::default() });
        let Ok(Tpdu::ConnectConfirm(odd)) = read(&[12, 0xd0, 0, 1, 0, 7, 0, 0xc5, 1, 9, 0xc0, 1, 14]) else {
            panic!()
        };
        assert_eq!((odd.destination, odd.tpdu_size), (1, Some(TpduSize::MAX)));
    }

    #[test]
    fn class_0_is_needed_at_least_as_an_alternative() {
        let class = |tpdu: &[u8]| match read(tpdu) {
            Ok(Tpdu::ConnectRequest(connect)) => connect.class0,
            other => panic!("{other:?}"),
        };
        assert!(!class(&[6, 0xe0, 0, 0, 0, 1, 0x40]));
        assert!(class(&[9, 0xe0, 0, 0, 0, 1, 0x40, 0xc7, 1, 0x00]));
        assert!(class(&[6, 0xe0, 0, 0, 0, 1, 0x10]));
    }

    #[test]
    fn data_is_split_by_tpdu_size() {
        let mut out = Vec::new();
        write_data(&mut out, TpduSize::MIN, &[1; 10], &[2; 250]);
        let (mut at, mut data, mut ends) = (0, Vec::new(), Vec::new());
        while let Some(tpdu) = tpkt::read(&out[at..]).unwrap() {
            assert!(tpdu.len() <= 128);
            let Ok(Tpdu::Data(part, end)) = read(tpdu) else { panic!() };
            data.extend_from_slice(part);
            ends.push(end);
            at += tpdu.len() + tpkt::HEADER_LEN;
        }
        assert_eq!((data.len(), &ends[..]), (260, &[false, false, true][..]));
    }

    #[test]
    fn a_full_tpdu_is_the_last_one() {
        let mut out = Vec::new();
        write_data(&mut out, TpduSize::MIN, &[], &[2; 125]);
        assert_eq!((out.len(), out[6]), (132, 0x80));
    }
}
