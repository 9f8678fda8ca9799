//! Initiate (ISO 9506-2 §8.2): what both sides can do.

use rasn::prelude::*;

use crate::error::{Error, Result as CoreResult};

/// initiate-RequestPDU and initiate-ResponsePDU: the same fields, proposed in one and negotiated in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiate {
    /// localDetail: largest PDU in octets; absent means no limit.
    pub local_detail: Option<i32>,
    /// Requests that the caller may have outstanding.
    pub max_outstanding_calling: i16,
    /// Requests that the called side may have outstanding.
    pub max_outstanding_called: i16,
    /// Nesting of data structures.
    pub nesting_level: Option<i8>,
    /// Protocol version: 1.
    pub version: i16,
    /// parameterCBB: octets and number of bits.
    pub parameter_cbb: (Vec<u8>, usize),
    /// servicesSupported: octets and number of bits.
    pub services: (Vec<u8>, usize),
}

/// services-supported of a client as the field knows it.
pub const CLIENT_SERVICES: [u8; 11] = [0xee, 0x1c, 0, 0, 0x04, 0x08, 0, 0, 0x79, 0xef, 0x18];

/// services-supported of the genuine server: what an IEC 61850 server with all services says.
pub const SERVER_SERVICES: [u8; 11] = [0xee, 0x1c, 0, 0, 0, 0x02, 0, 0, 0x40, 0xed, 0x18];

impl Default for Initiate {
    fn default() -> Self {
        Self {
            local_detail: Some(65000),
            max_outstanding_calling: 5,
            max_outstanding_called: 5,
            nesting_level: Some(10),
            version: 1,
            parameter_cbb: (vec![0xf1, 0], 11),
            services: (CLIENT_SERVICES.to_vec(), 85),
        }
    }
}

impl Initiate {
    /// Whether bit `service` (the number in ServiceSupportOptions) is set.
    pub fn supports(&self, service: usize) -> bool {
        service < self.services.1
            && self.services.0.get(service / 8).is_some_and(|octet| octet & (0x80 >> (service % 8)) != 0)
    }

    /// The initiate-RequestPDU.
    pub fn request(&self) -> Vec<u8> {
        super::encode(&InitiateRequest::from(self))
    }

    /// The initiate-ResponsePDU.
    pub fn response(&self) -> Vec<u8> {
        super::encode(&InitiateResponse::from(self))
    }

    /// Reads an initiate-RequestPDU (the whole element).
    pub fn parse_request(element: &[u8]) -> CoreResult<Self> {
        let pdu: InitiateRequest = super::decode(element)?;
        Self::checked(pdu.local_detail, pdu.calling, pdu.called, pdu.nesting, pdu.detail)
    }

    /// Reads an initiate-ResponsePDU (the whole element).
    pub fn parse_response(element: &[u8]) -> CoreResult<Self> {
        let pdu: InitiateResponse = super::decode(element)?;
        Self::checked(pdu.local_detail, pdu.calling, pdu.called, pdu.nesting, pdu.detail)
    }

    fn checked(
        local_detail: Option<i64>,
        calling: i64,
        called: i64,
        nesting_level: Option<i64>,
        detail: InitDetail,
    ) -> CoreResult<Self> {
        // A negative size or count can only be an attack or a bug; nothing sensible follows from it.
        if local_detail.is_some_and(|size| size < 0) || calling < 0 || called < 0 {
            return Err(Error::Malformed("negative size or count in initiate"));
        }
        Ok(Self {
            local_detail: local_detail.map(|size| size.try_into().unwrap_or(i32::MAX)),
            max_outstanding_calling: calling.try_into().unwrap_or(i16::MAX),
            max_outstanding_called: called.try_into().unwrap_or(i16::MAX),
            nesting_level: nesting_level.map(|level| level.clamp(0, 127) as i8),
            version: detail.version.clamp(0, 0x7fff) as i16,
            parameter_cbb: octets(&detail.parameter_cbb),
            services: octets(&detail.services),
        })
    }

    fn detail(&self) -> InitDetail {
        InitDetail {
            version: self.version.into(),
            parameter_cbb: bits(&self.parameter_cbb),
            services: bits(&self.services),
            additional_services: None,
            additional_cbb: None,
            privilege_class: None,
        }
    }
}

fn bits((octets, count): &(Vec<u8>, usize)) -> BitString {
    let mut bits = BitString::from_slice(octets);
    bits.truncate(*count);
    bits
}

fn octets(bits: &BitString) -> (Vec<u8>, usize) {
    let mut octets = vec![0u8; bits.len().div_ceil(8)];
    for at in bits.iter_ones() {
        if let Some(octet) = octets.get_mut(at / 8) {
            *octet |= 0x80 >> (at % 8);
        }
    }
    (octets, bits.len())
}

#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 8))]
struct InitiateRequest {
    #[rasn(tag(context, 0))]
    local_detail: Option<i64>,
    #[rasn(tag(context, 1))]
    calling: i64,
    #[rasn(tag(context, 2))]
    called: i64,
    #[rasn(tag(context, 3))]
    nesting: Option<i64>,
    #[rasn(tag(context, 4))]
    detail: InitDetail,
}

#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 9))]
struct InitiateResponse {
    #[rasn(tag(context, 0))]
    local_detail: Option<i64>,
    #[rasn(tag(context, 1))]
    calling: i64,
    #[rasn(tag(context, 2))]
    called: i64,
    #[rasn(tag(context, 3))]
    nesting: Option<i64>,
    #[rasn(tag(context, 4))]
    detail: InitDetail,
}

#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
struct InitDetail {
    #[rasn(tag(context, 0))]
    version: i64,
    #[rasn(tag(context, 1))]
    parameter_cbb: BitString,
    #[rasn(tag(context, 2))]
    services: BitString,
    // Fields that the edition of 2003 added; nothing is done with them.
    #[rasn(tag(context, 3))]
    additional_services: Option<OctetString>,
    #[rasn(tag(context, 4))]
    additional_cbb: Option<OctetString>,
    #[rasn(tag(context, 5))]
    privilege_class: Option<OctetString>,
}

impl From<&Initiate> for InitiateRequest {
    fn from(from: &Initiate) -> Self {
        Self {
            local_detail: from.local_detail.map(Into::into),
            calling: from.max_outstanding_calling.into(),
            called: from.max_outstanding_called.into(),
            nesting: from.nesting_level.map(Into::into),
            detail: from.detail(),
        }
    }
}

impl From<&Initiate> for InitiateResponse {
    fn from(from: &Initiate) -> Self {
        Self {
            local_detail: from.local_detail.map(Into::into),
            calling: from.max_outstanding_calling.into(),
            called: from.max_outstanding_called.into(),
            nesting: from.nesting_level.map(Into::into),
            detail: from.detail(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mms::pdu::envelope::{self, Pdu};
    use crate::mms::service::golden::pdu;

    #[test]
    fn the_default_request_is_the_genuine_clients() {
        assert_eq!(Initiate::default().request(), pdu("initiate", '>'));
        let small = Initiate { local_detail: Some(1200), ..Initiate::default() };
        assert_eq!(small.request(), pdu("initiate_1200", '>'));
        assert_eq!(Initiate::parse_request(&pdu("initiate", '>')), Ok(Initiate::default()));
    }

    #[test]
    fn the_genuine_servers_answer_is_read_and_written() {
        let octets = pdu("initiate", '<');
        let answer = Initiate::parse_response(&octets).unwrap();
        assert_eq!(answer.services, (SERVER_SERVICES.to_vec(), 85));
        assert_eq!(answer.response(), octets);
        assert!(answer.supports(1) && answer.supports(4) && !answer.supports(3));
        assert!(matches!(envelope::decode(&octets), Ok(Pdu::InitiateResponse(whole)) if whole == octets));
    }

    #[test]
    fn values_beyond_their_range_are_clamped_and_negative_sizes_refused() {
        let mut large = Initiate { local_detail: Some(256_000), ..Initiate::default() };
        assert_eq!(Initiate::parse_response(&large.response()).unwrap().local_detail, Some(256_000));
        large.local_detail = None;
        assert_eq!(Initiate::parse_response(&large.response()).unwrap().local_detail, None);
        large.local_detail = Some(-1);
        assert!(Initiate::parse_response(&large.response()).is_err());
    }
}
