//! Read (ISO 9506-2 §14.7), hand-written: the hot path of every client.

use super::access::{Access, Alternate, write_variable};
use super::{Elements, Service, content, write_bool};
use crate::ber::{self, Reader};
use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::value::{Value, ber as value_ber};

/// A read request as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRequest {
    /// The answer shall repeat what was read.
    pub spec_with_result: bool,
    /// What to read.
    pub access: Access,
}

/// The request for one variable or a part of it.
pub fn request_one(name: ObjectNameRef<'_>, alternate: Option<&Alternate>) -> Vec<u8> {
    let mut variable = Vec::with_capacity(name.encoded_len() + 32);
    write_variable(name, alternate, &mut variable);
    let list = ber::element_len(0xa0, variable.len());
    let mut out = Vec::with_capacity(variable.len() + 16);
    ber::write_header(&mut out, 0xa4, ber::element_len(0xa1, list));
    ber::write_header(&mut out, 0xa1, list);
    ber::write(&mut out, 0xa0, &variable);
    out
}

/// The request for several variables or a named variable list. The flag is left out where it is false.
pub fn request(spec_with_result: bool, access: &Access) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    ber::write_nested(&mut out, 0xa4, |out| {
        if spec_with_result {
            write_bool(out, 0x80, true);
        }
        ber::write_nested(out, 0xa1, |out| access.write(out));
    });
    out
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<ReadRequest> {
    let mut fields = Reader::new(content(service, Service::Read)?);
    let spec_with_result = match fields.optional(0x80)? {
        Some(flag) => ber::read_bool(0x80, flag)?,
        None => false,
    };
    let mut choice = Reader::new(fields.expect(0xa1)?);
    let access = Access::read(&mut choice)?;
    if choice.is_empty() && fields.is_empty() {
        Ok(ReadRequest { spec_with_result, access })
    } else {
        Err(Error::Malformed("octets after a read request"))
    }
}

/// The answer: `results` are encoded AccessResult elements, one after another.
pub fn response(specification: Option<&Access>, results: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(results.len() + 16);
    ber::write_nested(&mut out, 0xa4, |out| {
        if let Some(access) = specification {
            ber::write_nested(out, 0xa0, |out| access.write(out));
        }
        ber::write(out, 0xa1, results);
    });
    out
}

/// Reads an answer: the AccessResult elements. A repeated specification is skipped.
pub fn parse_response(service: &[u8]) -> Result<Elements<'_>> {
    let mut fields = Reader::new(content(service, Service::Read)?);
    fields.optional(0xa0)?;
    Ok(Elements::new(fields.expect(0xa1)?)?)
}

/// Reads the answer to [`request_one`]: its only AccessResult element.
pub fn parse_response_one(service: &[u8]) -> Result<&[u8]> {
    let mut results = parse_response(service)?;
    match (results.next(), results.next()) {
        (Some(result), None) => Ok(result),
        _ => Err(Error::Malformed("read answer without exactly one result")),
    }
}

/// The answer with values; an access error is the failure of its variable.
pub fn response_values<'a>(
    specification: Option<&Access>,
    values: impl IntoIterator<Item = &'a Value>,
) -> Vec<u8> {
    let mut results = Vec::with_capacity(256);
    for value in values {
        value_ber::encode_access_result(value, &mut results);
    }
    response(specification, &results)
}

/// Reads an answer's values; the failure of a variable is a value of its own.
pub fn parse_values(service: &[u8]) -> Result<Vec<Value>> {
    parse_response(service)?.map(value).collect()
}

/// Reads the value in the answer to [`request_one`]; its failure is a value of its own.
pub fn parse_value(service: &[u8]) -> Result<Value> {
    value(parse_response_one(service)?)
}

/// The value of one AccessResult element.
pub fn value(element: &[u8]) -> Result<Value> {
    Ok(value_ber::decode_access_result(element, ber::MAX_DEPTH)?.0)
}
