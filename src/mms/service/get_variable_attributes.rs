//! GetVariableAccessAttributes (ISO 9506-2 §14.6): the type of a variable.

use super::{Service, content};
use crate::ber::{self, Reader};
use crate::error::{Error, Result};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::pdu::types::{GetVariableAccessAttributesResponse, TypeSpecification};
use crate::mms::pdu::{decode, encode};

/// The request.
pub fn request(name: ObjectNameRef<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.encoded_len() + 8);
    ber::write_nested(&mut out, 0xa6, |out| {
        ber::write_header(out, 0xa0, name.encoded_len());
        name.write(out);
    });
    out
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<ObjectName> {
    let mut choice = Reader::new(content(service, Service::GetVariableAccessAttributes)?);
    let mut name = Reader::new(choice.expect(0xa0)?);
    Ok(ObjectNameRef::read(&mut name)?.to_owned())
}

/// The answer.
pub fn response(deletable: bool, description: TypeSpecification) -> Vec<u8> {
    encode(&GetVariableAccessAttributesResponse {
        deletable,
        address: None,
        description,
        access_control: None,
    })
}

/// Reads an answer: the type description.
pub fn parse_response(service: &[u8]) -> Result<TypeSpecification> {
    let response: GetVariableAccessAttributesResponse = decode(service)?;
    match response.description {
        TypeSpecification::TypeName(_) => Err(Error::Malformed("type description is a name")),
        description => Ok(description),
    }
}
