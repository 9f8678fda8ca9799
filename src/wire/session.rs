//! ISO 8327 session, version 2, kernel and duplex functional units.

use crate::error::{Failure, Layer};
use crate::wire::selectors::{SSelector, received};

const GIVE_TOKENS: u8 = 1;
const DATA: u8 = 1;
const NOT_FINISHED: u8 = 8;
const FINISH: u8 = 9;
const DISCONNECT: u8 = 10;
const REFUSE: u8 = 12;
const CONNECT: u8 = 13;
const ACCEPT: u8 = 14;
const ABORT: u8 = 25;
const ABORT_ACCEPT: u8 = 26;

const CONNECT_ACCEPT_ITEM: u8 = 5;
const TRANSPORT_DISCONNECT: u8 = 17;
const USER_REQUIREMENTS: u8 = 20;
const VERSION: u8 = 22;
const REASON: u8 = 50;
const CALLING_SELECTOR: u8 = 51;
/// Called selector in CONNECT, responding selector in ACCEPT.
const CALLED_SELECTOR: u8 = 52;
const USER_DATA: u8 = 193;
const EXTENDED_USER_DATA: u8 = 194;

/// User data of a CONNECT beyond this needs the Extended User Data parameter.
const MAX_PLAIN_USER_DATA: usize = 512;
/// User data of a CONNECT beyond this would need overflow SPDUs.
const MAX_CONNECT_USER_DATA: usize = 10240;

/// The header of a data transfer: Give Tokens and Data, both without parameters.
pub const DATA_HEADER: [u8; 4] = [GIVE_TOKENS, 0, DATA, 0];

/// Refuse reason: the session user has rejected, user data follow.
pub const REJECTED_BY_USER: u8 = 2;

/// An SPDU that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spdu<'a> {
    /// CN.
    Connect {
        /// Calling session selector.
        calling: SSelector,
        /// Called session selector.
        called: SSelector,
        /// The CP PPDU.
        user: &'a [u8],
    },
    /// AC with the CPA PPDU.
    Accept(&'a [u8]),
    /// RF with its reason and perhaps a CPR PPDU.
    Refuse(u8, &'a [u8]),
    /// DT.
    Data(&'a [u8]),
    /// FN.
    Finish(&'a [u8]),
    /// DN.
    Disconnect(&'a [u8]),
    /// NF: the peer refuses to finish.
    NotFinished,
    /// AB: the transport-disconnect octet and perhaps an ARU or ARP PPDU.
    Abort(u8, &'a [u8]),
    /// AA.
    AbortAccept,
    /// Tokens only.
    Nothing,
}

fn failure(text: &'static str) -> Failure {
    Failure::new(Layer::Session, 0, text)
}

/// What the reason of a REFUSE means.
pub fn reason_text(reason: u8) -> &'static str {
    match reason {
        0 => "rejected by the session user",
        1 => "session user temporarily congested",
        2 => "rejected by the session user with data",
        129 => "session selector unknown",
        130 => "session user not attached",
        131 => "session congestion",
        132 => "protocol versions not supported",
        133 => "rejected by the session layer",
        134 => "rejected by the session layer: implementation restriction",
        _ => "refused",
    }
}

/// The length field at the start of `input` (one octet, or 255 and two octets), and what follows it.
fn read_length(input: &[u8]) -> Result<(usize, &[u8]), Failure> {
    match input {
        [0xff, high, low, rest @ ..] => Ok((usize::from(u16::from_be_bytes([*high, *low])), rest)),
        [length, rest @ ..] if *length != 0xff => Ok((usize::from(*length), rest)),
        _ => Err(failure("truncated length")),
    }
}

/// Identifier and value at the start of `input`, and what follows.
fn read_item(input: &[u8]) -> Result<(u8, &[u8], &[u8]), Failure> {
    let (&code, rest) = input.split_first().ok_or_else(|| failure("empty SPDU"))?;
    let (length, rest) = read_length(rest)?;
    let (value, rest) =
        rest.split_at_checked(length).ok_or_else(|| failure("length exceeds what encloses it"))?;
    Ok((code, value, rest))
}

/// The parameters that matter here; all optional, in any order.
#[derive(Default)]
struct Parameters<'a> {
    calling: Option<&'a [u8]>,
    called: Option<&'a [u8]>,
    transport_disconnect: u8,
    reason: Option<&'a [u8]>,
    versions: Option<u8>,
    duplex: Option<bool>,
    user: &'a [u8],
}

fn read_parameters(parameters: &[u8]) -> Result<Parameters<'_>, Failure> {
    let mut found = Parameters::default();
    let mut rest = parameters;
    while !rest.is_empty() {
        let (code, value, after) = read_item(rest)?;
        rest = after;
        match code {
            CONNECT_ACCEPT_ITEM => {
                let mut item = value;
                while !item.is_empty() {
                    let (code, value, after) = read_item(item)?;
                    item = after;
                    if code == VERSION {
                        found.versions = value.first().copied();
                    }
                }
            }
            VERSION => found.versions = value.first().copied(),
            USER_REQUIREMENTS => found.duplex = value.last().map(|low| low & 2 != 0),
            CALLING_SELECTOR => found.calling = Some(value),
            CALLED_SELECTOR => found.called = Some(value),
            TRANSPORT_DISCONNECT => found.transport_disconnect = value.first().copied().unwrap_or_default(),
            REASON => found.reason = Some(value),
            USER_DATA | EXTENDED_USER_DATA => found.user = value,
            _ => {}
        }
    }
    Ok(found)
}

/// Reads the SPDU or SPDUs of one TSDU.
#[inline]
pub fn read(tsdu: &[u8]) -> Result<Spdu<'_>, Failure> {
    match tsdu.strip_prefix(&DATA_HEADER) {
        Some(user) => Ok(Spdu::Data(user)),
        None => read_general(tsdu),
    }
}

fn read_general(tsdu: &[u8]) -> Result<Spdu<'_>, Failure> {
    let (mut code, mut parameters, mut user) = read_item(tsdu)?;
    if code == GIVE_TOKENS {
        // Category 0 comes before another SPDU in the same TSDU; Data shares its identifier.
        if user.is_empty() {
            return Ok(Spdu::Nothing);
        }
        (code, parameters, user) = read_item(user)?;
        if code == DATA {
            return Ok(Spdu::Data(user));
        }
    }
    let found = read_parameters(parameters)?;
    match code {
        CONNECT => {
            check(&found)?;
            Ok(Spdu::Connect {
                calling: received(Layer::Session, found.calling.unwrap_or_default())?,
                called: received(Layer::Session, found.called.unwrap_or_default())?,
                user: found.user,
            })
        }
        ACCEPT => {
            check(&found)?;
            Ok(Spdu::Accept(found.user))
        }
        REFUSE => {
            // Reason and user data share one parameter.
            let reason = found.reason.unwrap_or_default();
            let (&reason, user) = reason.split_first().unwrap_or((&0, &[]));
            Ok(Spdu::Refuse(reason, if user.is_empty() { found.user } else { user }))
        }
        FINISH => Ok(Spdu::Finish(found.user)),
        DISCONNECT => Ok(Spdu::Disconnect(found.user)),
        NOT_FINISHED => Ok(Spdu::NotFinished),
        ABORT => Ok(Spdu::Abort(found.transport_disconnect, found.user)),
        ABORT_ACCEPT => Ok(Spdu::AbortAccept),
        _ => Err(Failure::new(Layer::Session, i32::from(code), "unexpected SPDU")),
    }
}

/// Version 2 and duplex must be among what the peer offers, if it says anything.
fn check(found: &Parameters<'_>) -> Result<(), Failure> {
    if found.versions.is_some_and(|versions| versions & 2 == 0) {
        return Err(Failure::new(Layer::Session, 132, "version 2 not offered"));
    }
    if found.duplex == Some(false) {
        return Err(failure("duplex functional unit not offered"));
    }
    Ok(())
}

fn write_length(out: &mut Vec<u8>, length: usize) {
    if length < 0xff {
        out.push(length as u8);
    } else {
        out.push(0xff);
        out.extend_from_slice(&(length as u16).to_be_bytes());
    }
}

fn write_item(out: &mut Vec<u8>, code: u8, value: &[u8]) {
    out.push(code);
    write_length(out, value.len());
    out.extend_from_slice(value);
}

fn write_selector(out: &mut Vec<u8>, code: u8, selector: &SSelector) {
    if !selector.is_empty() {
        write_item(out, code, selector.as_bytes());
    }
}

/// Protocol options none, version 2; session user requirements duplex.
fn write_common(out: &mut Vec<u8>) {
    out.extend_from_slice(&[CONNECT_ACCEPT_ITEM, 6, 19, 1, 0, VERSION, 1, 2, USER_REQUIREMENTS, 2, 0, 2]);
}

fn spdu(code: u8, parameters: &[u8]) -> Result<Vec<u8>, Failure> {
    if parameters.len() > usize::from(u16::MAX) {
        return Err(failure("user data too long"));
    }
    let mut out = Vec::with_capacity(parameters.len() + 4);
    write_item(&mut out, code, parameters);
    Ok(out)
}

/// A CONNECT SPDU.
pub fn connect(calling: &SSelector, called: &SSelector, user: &[u8]) -> Result<Vec<u8>, Failure> {
    if user.len() > MAX_CONNECT_USER_DATA {
        return Err(failure("user data of the connect request too long"));
    }
    let code = if user.len() > MAX_PLAIN_USER_DATA { EXTENDED_USER_DATA } else { USER_DATA };
    let mut parameters = Vec::with_capacity(user.len() + 64);
    write_common(&mut parameters);
    write_selector(&mut parameters, CALLING_SELECTOR, calling);
    write_selector(&mut parameters, CALLED_SELECTOR, called);
    write_item(&mut parameters, code, user);
    spdu(CONNECT, &parameters)
}

/// An ACCEPT SPDU.
pub fn accept(responding: &SSelector, user: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut parameters = Vec::with_capacity(user.len() + 64);
    write_common(&mut parameters);
    write_selector(&mut parameters, CALLED_SELECTOR, responding);
    with_user_data(ACCEPT, parameters, user)
}

/// A REFUSE SPDU.
pub fn refuse(reason: u8, user: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut value = vec![reason];
    value.extend_from_slice(user);
    let mut parameters = vec![TRANSPORT_DISCONNECT, 1, 1];
    if value.len() > usize::from(u16::MAX) {
        return Err(failure("user data too long"));
    }
    write_item(&mut parameters, REASON, &value);
    spdu(REFUSE, &parameters)
}

/// A FINISH SPDU.
pub fn finish(user: &[u8]) -> Result<Vec<u8>, Failure> {
    with_user_data(FINISH, Vec::new(), user)
}

/// A DISCONNECT SPDU.
pub fn disconnect(user: &[u8]) -> Result<Vec<u8>, Failure> {
    with_user_data(DISCONNECT, Vec::new(), user)
}

/// An ABORT SPDU by the user: the transport connection shall be released, without reason.
pub fn abort(user: &[u8]) -> Result<Vec<u8>, Failure> {
    with_user_data(ABORT, vec![TRANSPORT_DISCONNECT, 1, 0x0b], user)
}

fn with_user_data(code: u8, mut parameters: Vec<u8>, user: &[u8]) -> Result<Vec<u8>, Failure> {
    if user.len() > usize::from(u16::MAX) {
        return Err(failure("user data too long"));
    }
    write_item(&mut parameters, USER_DATA, user);
    spdu(code, &parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_user_data_of_a_connect_is_extended() {
        for (len, code) in [(512, USER_DATA), (513, EXTENDED_USER_DATA)] {
            let cn = connect(&SSelector::EMPTY, &SSelector::EMPTY, &vec![7; len]).unwrap();
            assert!(cn.windows(2).any(|pair| pair == [code, 0xff]));
            let Ok(Spdu::Connect { user, .. }) = read(&cn) else { panic!() };
            assert_eq!(user, vec![7; len]);
        }
        assert!(connect(&SSelector::EMPTY, &SSelector::EMPTY, &[0; 10241]).is_err());
    }

    #[test]
    fn parameters_come_in_any_order_and_with_long_lengths() {
        let cn = [CONNECT, 0xff, 0, 14, 193, 0xff, 0, 1, 9, 52, 2, 0, 2, 99, 1, 0, 51, 0];
        let Ok(Spdu::Connect { calling, called, user }) = read(&cn) else { panic!() };
        assert_eq!((calling.as_bytes(), called.as_bytes(), user), (&[][..], &[0, 2][..], &[9][..]));
    }

    #[test]
    fn tokens_with_parameters_precede_data() {
        assert_eq!(read(&[1, 3, 16, 1, 0, 1, 0, 5, 6]), Ok(Spdu::Data(&[5, 6])));
        assert_eq!(read(&[1, 0]), Ok(Spdu::Nothing));
    }

    #[test]
    fn lengths_that_exceed_are_errors() {
        for tsdu in
            [&[][..], &[13], &[13, 0xff, 0], &[13, 5, 1], &[13, 2, 193, 1], &[9, 3, 5, 9, 0], &[1, 0, 9]]
        {
            assert!(read(tsdu).is_err(), "{tsdu:02x?}");
        }
    }

    #[test]
    fn other_versions_and_half_duplex_are_refused() {
        assert!(read(&[14, 5, 5, 3, 22, 1, 1]).is_err());
        assert!(read(&[14, 4, 20, 2, 0, 1]).is_err());
        assert!(read(&[14, 5, 5, 3, 22, 1, 3]).is_ok());
    }

    #[test]
    fn a_refusal_carries_reason_and_data() {
        assert_eq!(read(&refuse(2, &[1, 2]).unwrap()), Ok(Spdu::Refuse(2, &[1, 2])));
        assert_eq!(read(&[12, 3, 50, 1, 129]), Ok(Spdu::Refuse(129, &[])));
        assert_eq!(read(&[12, 0]), Ok(Spdu::Refuse(0, &[])));
    }
}
