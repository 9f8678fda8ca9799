//! Identify (ISO 9506-2 §10.5): vendor, model, revision.

use super::{Service, content};
use crate::ber::Reader;
use crate::error::Result;
use crate::mms::pdu::encode;
use crate::mms::pdu::vmd::{IdentifyRequest, IdentifyResponse};

/// What the server says it is. The texts are octets of any length and need not be UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// vendorName
    pub vendor: Vec<u8>,
    /// modelName
    pub model: Vec<u8>,
    /// revision
    pub revision: Vec<u8>,
}

/// The request.
pub fn request() -> Vec<u8> {
    encode(&IdentifyRequest(()))
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<()> {
    content(service, Service::Identify).map(|_| ())
}

/// The answer.
pub fn response(identity: &Identity) -> Vec<u8> {
    encode(&IdentifyResponse {
        vendor: identity.vendor.clone().into(),
        model: identity.model.clone().into(),
        revision: identity.revision.clone().into(),
        abstract_syntaxes: None,
    })
}

/// Reads an answer.
pub fn parse_response(service: &[u8]) -> Result<Identity> {
    // By hand, so that fields after these do not matter.
    let mut fields = Reader::new(content(service, Service::Identify)?);
    let mut text = |tag| fields.expect(tag).map(<[u8]>::to_vec);
    Ok(Identity { vendor: text(0x80)?, model: text(0x81)?, revision: text(0x82)? })
}
