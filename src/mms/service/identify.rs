//! Identify (ISO 9506-2 §10.5): vendor, model, revision.

use super::{Service, content};
use crate::error::Result;
use crate::mms::pdu::vmd::{IdentifyRequest, IdentifyResponse};
use crate::mms::pdu::{decode, encode};

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
    let response: IdentifyResponse = decode(service)?;
    Ok(Identity {
        vendor: response.vendor.to_vec(),
        model: response.model.to_vec(),
        revision: response.revision.to_vec(),
    })
}
