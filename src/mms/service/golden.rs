//! PDUs recorded between the genuine client and server, and the names they use.

use crate::mms::pdu::envelope::{self, Pdu};
use crate::mms::pdu::names::ObjectNameRef;

const RECORDED: &str = include_str!("../testdata/genuine.txt");

pub(crate) const DOMAIN: &[u8] = b"TestIEDLD0";

pub(crate) fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// All recorded PDUs: label, direction, octets.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, char, Vec<u8>)> {
    RECORDED.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split(' ');
        let (label, direction) = (fields.next().unwrap(), fields.next().unwrap());
        (label, direction.chars().next().unwrap(), hex(fields.next().unwrap()))
    })
}

pub(crate) fn pdu(label: &str, direction: char) -> Vec<u8> {
    let found = all().find(|(name, way, _)| *name == label && *way == direction);
    found.unwrap_or_else(|| panic!("no PDU {label} {direction}")).2
}

/// The service element of a recorded request.
pub(crate) fn request(label: &str) -> Vec<u8> {
    let pdu = pdu(label, '>');
    match envelope::decode(&pdu) {
        Ok(Pdu::ConfirmedRequest { service, modified: false, .. }) => service.to_vec(),
        other => panic!("{label} is no request: {other:?}"),
    }
}

/// The service element of a recorded answer.
pub(crate) fn answer(label: &str) -> Vec<u8> {
    let pdu = pdu(label, '<');
    match envelope::decode(&pdu) {
        Ok(Pdu::ConfirmedResponse { service, .. }) => service.to_vec(),
        other => panic!("{label} is no answer: {other:?}"),
    }
}

/// A name in the recorded domain.
pub(crate) fn item(item: &str) -> ObjectNameRef<'_> {
    ObjectNameRef::Domain { domain: DOMAIN, item: item.as_bytes() }
}
