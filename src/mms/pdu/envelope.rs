//! The outer MMSpdu, peeled by hand: which PDU, which invoke id, where the service's element is.

use crate::ber::{self, BerError, Reader};
use crate::error::{RejectReason, ServiceError};

/// One MMS PDU with its service still encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdu<'a> {
    /// confirmed-RequestPDU
    ConfirmedRequest {
        /// Invoke id that the answer must carry.
        invoke_id: u32,
        /// A list of modifiers stood before the service (and was skipped): the peer wants the execution tied to
        /// events or semaphores, which no IEC 61850 server does.
        modified: bool,
        /// The ConfirmedServiceRequest element, tag included.
        service: &'a [u8],
    },
    /// confirmed-ResponsePDU
    ConfirmedResponse {
        /// Invoke id of the request.
        invoke_id: u32,
        /// The ConfirmedServiceResponse element, tag included.
        service: &'a [u8],
    },
    /// confirmed-ErrorPDU
    ConfirmedError {
        /// Invoke id of the request.
        invoke_id: u32,
        /// What went wrong.
        error: ServiceError,
    },
    /// unconfirmed-PDU
    Unconfirmed {
        /// The UnconfirmedService element, tag included.
        service: &'a [u8],
    },
    /// rejectPDU
    Reject {
        /// Invoke id of the rejected PDU, where it had one.
        invoke_id: Option<u32>,
        /// Which PDU and why.
        reason: RejectReason,
    },
    /// cancel-RequestPDU
    CancelRequest {
        /// Invoke id of the request to cancel.
        invoke_id: u32,
    },
    /// cancel-ResponsePDU
    CancelResponse {
        /// Invoke id of the cancelled request.
        invoke_id: u32,
    },
    /// cancel-ErrorPDU
    CancelError {
        /// Invoke id of the request that stays.
        invoke_id: u32,
        /// Why.
        error: ServiceError,
    },
    /// initiate-RequestPDU: the whole element, for [`super::initiate`]
    InitiateRequest(&'a [u8]),
    /// initiate-ResponsePDU: the whole element, for [`super::initiate`]
    InitiateResponse(&'a [u8]),
    /// initiate-ErrorPDU
    InitiateError(ServiceError),
    /// conclude-RequestPDU
    ConcludeRequest,
    /// conclude-ResponsePDU
    ConcludeResponse,
    /// conclude-ErrorPDU
    ConcludeError(ServiceError),
}

const INTEGER: u32 = 0x02;
const SEQUENCE: u32 = 0x30;

/// Peels one PDU. Octets after it are ignored, since some peers pad.
pub fn decode(input: &[u8]) -> Result<Pdu<'_>, BerError> {
    let (element, used) = ber::read_element(input)?;
    let whole = input.get(..used).ok_or(BerError::Truncated)?;
    let mut fields = Reader::new(element.content);
    Ok(match element.tag {
        0xa0 => {
            let invoke_id = invoke_id(&mut fields, INTEGER)?;
            let modified = fields.optional(SEQUENCE)?.is_some();
            Pdu::ConfirmedRequest { invoke_id, modified, service: one_element(&mut fields)? }
        }
        0xa1 => {
            let invoke_id = invoke_id(&mut fields, INTEGER)?;
            Pdu::ConfirmedResponse { invoke_id, service: one_element(&mut fields)? }
        }
        0xa2 => {
            let invoke_id = invoke_id(&mut fields, 0x80)?;
            fields.optional(0x81)?;
            Pdu::ConfirmedError { invoke_id, error: service_error(fields.expect(0xa2)?)? }
        }
        0xa3 => Pdu::Unconfirmed { service: one_element(&mut fields)? },
        0xa4 => {
            let invoke_id = fields.optional(0x80)?.map(|content| ber::read_u32(0x80, content)).transpose()?;
            let reason = fields.required()?;
            match reason.tag {
                tag @ 0x81..=0x9e => Pdu::Reject {
                    invoke_id,
                    reason: RejectReason { kind: tag as u8 & 0x1f, code: code(tag, reason.content)? },
                },
                tag => return Err(BerError::Tag(tag)),
            }
        }
        0x85 => Pdu::CancelRequest { invoke_id: ber::read_u32(0x85, element.content)? },
        0x86 => Pdu::CancelResponse { invoke_id: ber::read_u32(0x86, element.content)? },
        0xa7 => {
            let invoke_id = invoke_id(&mut fields, 0x80)?;
            Pdu::CancelError { invoke_id, error: service_error(fields.expect(0xa1)?)? }
        }
        0xa8 => Pdu::InitiateRequest(whole),
        0xa9 => Pdu::InitiateResponse(whole),
        0xaa => Pdu::InitiateError(service_error(element.content)?),
        0x8b | 0xab => Pdu::ConcludeRequest,
        0x8c | 0xac => Pdu::ConcludeResponse,
        0xad => Pdu::ConcludeError(service_error(element.content)?),
        tag => return Err(BerError::Tag(tag)),
    })
}

/// Which request a PDU answers that [`decode`] cannot read: its invoke id, if so much of it is whole.
pub fn answered(input: &[u8]) -> Option<u32> {
    let (element, _) = ber::read_element(input).ok()?;
    let tag = match element.tag {
        0xa1 => INTEGER,
        0xa2 | 0xa4 => 0x80,
        _ => return None,
    };
    invoke_id(&mut Reader::new(element.content), tag).ok()
}

fn invoke_id(fields: &mut Reader<'_>, tag: u32) -> Result<u32, BerError> {
    ber::read_u32(tag, fields.expect(tag)?)
}

fn one_element<'a>(fields: &mut Reader<'a>) -> Result<&'a [u8], BerError> {
    let input = fields.rest();
    let (_, used) = ber::read_element(input)?;
    input.get(..used).ok_or(BerError::Truncated)
}

/// ServiceError: the class is a choice inside [0]; additional code, description and info are tolerated.
fn service_error(content: &[u8]) -> Result<ServiceError, BerError> {
    let mut class = Reader::new(Reader::new(content).expect(0xa0)?);
    let class = class.required()?;
    match class.tag {
        tag @ 0x80..=0x9e => Ok(ServiceError::new(tag as u8 & 0x1f, code(tag, class.content)?)),
        tag => Err(BerError::Tag(tag)),
    }
}

fn code(tag: u32, content: &[u8]) -> Result<i32, BerError> {
    i32::try_from(ber::read_i64(tag, content)?).map_err(|_| BerError::Content(tag))
}

fn with_invoke_id(out: &mut Vec<u8>, tag: u32, invoke_id: u32, service: &[u8]) {
    let (octets, count) = ber::i64_octets(i64::from(invoke_id));
    ber::write_header(out, tag, ber::element_len(INTEGER, count) + service.len());
    ber::write(out, INTEGER, octets.get(8 - count..).unwrap_or_default());
    out.extend_from_slice(service);
}

/// Appends a confirmed-RequestPDU around a ConfirmedServiceRequest element.
pub fn confirmed_request(invoke_id: u32, service: &[u8], out: &mut Vec<u8>) {
    with_invoke_id(out, 0xa0, invoke_id, service);
}

/// Appends a confirmed-ResponsePDU around a ConfirmedServiceResponse element.
pub fn confirmed_response(invoke_id: u32, service: &[u8], out: &mut Vec<u8>) {
    with_invoke_id(out, 0xa1, invoke_id, service);
}

/// Octets that the PDU around a confirmed service of `service` octets takes: to hold against the negotiated size.
pub fn confirmed_len(invoke_id: u32, service: usize) -> usize {
    let (_, count) = ber::i64_octets(i64::from(invoke_id));
    ber::element_len(0xa0, ber::element_len(INTEGER, count) + service)
}

/// Appends a confirmed-ErrorPDU.
pub fn confirmed_error(invoke_id: u32, error: ServiceError, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xa2, |out| {
        ber::write_i64(out, 0x80, i64::from(invoke_id));
        ber::write_nested(out, 0xa2, |out| write_service_error(error, out));
    });
}

/// Appends an unconfirmed-PDU around an UnconfirmedService element.
pub fn unconfirmed(service: &[u8], out: &mut Vec<u8>) {
    ber::write(out, 0xa3, service);
}

/// Appends a rejectPDU.
pub fn reject(invoke_id: Option<u32>, reason: RejectReason, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xa4, |out| {
        if let Some(invoke_id) = invoke_id {
            ber::write_i64(out, 0x80, i64::from(invoke_id));
        }
        ber::write_i64(out, 0x80 | u32::from(reason.kind.clamp(1, 11)), i64::from(reason.code));
    });
}

/// Appends a cancel-RequestPDU.
pub fn cancel_request(invoke_id: u32, out: &mut Vec<u8>) {
    ber::write_i64(out, 0x85, i64::from(invoke_id));
}

/// Appends a cancel-ResponsePDU.
pub fn cancel_response(invoke_id: u32, out: &mut Vec<u8>) {
    ber::write_i64(out, 0x86, i64::from(invoke_id));
}

/// Appends a cancel-ErrorPDU.
pub fn cancel_error(invoke_id: u32, error: ServiceError, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xa7, |out| {
        ber::write_i64(out, 0x80, i64::from(invoke_id));
        ber::write_nested(out, 0xa1, |out| write_service_error(error, out));
    });
}

/// Appends an initiate-ErrorPDU.
pub fn initiate_error(error: ServiceError, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xaa, |out| write_service_error(error, out));
}

/// Appends a conclude-RequestPDU.
pub fn conclude_request(out: &mut Vec<u8>) {
    ber::write(out, 0x8b, &[]);
}

/// Appends a conclude-ResponsePDU.
pub fn conclude_response(out: &mut Vec<u8>) {
    ber::write(out, 0x8c, &[]);
}

/// Appends a conclude-ErrorPDU.
pub fn conclude_error(error: ServiceError, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xad, |out| write_service_error(error, out));
}

fn write_service_error(error: ServiceError, out: &mut Vec<u8>) {
    ber::write_nested(out, 0xa0, |out| {
        ber::write_i64(out, 0x80 | u32::from(error.class.min(12)), i64::from(error.code));
    });
    if let Some((service, detail)) = error.detail {
        let tag = 0x80 | u32::from(service.min(30));
        ber::write_nested(out, 0xa3, |out| ber::write_i64(out, tag, i64::from(detail)));
    }
}
