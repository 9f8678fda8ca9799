//! Status (ISO 9506-2 §10.3): logical and physical state of the VMD.

use super::{Service, content, write_bool};
use crate::ber::{self, BerError, Reader};
use crate::error::Result;
use crate::mms::pdu::vmd::{StatusRequest, StatusResponse};
use crate::mms::pdu::{decode, encode};

/// State of the VMD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VmdStatus {
    /// 0 state-changes-allowed, 1 no-state-changes-allowed, 2 limited-services-permitted, 3 support-services-allowed
    pub logical: i32,
    /// 0 operational, 1 partially-operational, 2 inoperable, 3 needs-commissioning
    pub physical: i32,
}

/// The request; with `extended_derivation` the server shall test itself.
pub fn request(extended_derivation: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(3);
    write_bool(&mut out, 0x80, extended_derivation);
    out
}

/// Reads a request: whether extended derivation is wanted.
pub fn parse_request(service: &[u8]) -> Result<bool> {
    decode::<StatusRequest>(service).map(|request| request.0)
}

/// The answer.
pub fn response(status: VmdStatus) -> Vec<u8> {
    encode(&StatusResponse { logical: status.logical, physical: status.physical, local_detail: None })
}

/// Reads an answer.
pub fn parse_response(service: &[u8]) -> Result<VmdStatus> {
    // By hand, so that fields after these do not matter.
    let mut fields = Reader::new(content(service, Service::Status)?);
    let mut state = |tag| -> Result<i32> {
        let value = ber::read_i64(tag, fields.expect(tag)?)?;
        Ok(i32::try_from(value).map_err(|_| BerError::Content(tag))?)
    };
    Ok(VmdStatus { logical: state(0x80)?, physical: state(0x81)? })
}
