//! Write (ISO 9506-2 §14.8), hand-written.

use super::access::{Access, Alternate, write_variable};
use super::{Elements, Service, content};
use crate::ber::{self, BerError, Reader};
use crate::error::{DataAccessError, Error, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::value::{Value, ber as value_ber};

/// A write request as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRequest<'a> {
    /// What to write.
    pub access: Access,
    /// The encoded Data elements.
    pub data: Elements<'a>,
}

impl WriteRequest<'_> {
    /// The values to write.
    pub fn values(&self) -> Result<Vec<Value>> {
        self.data.map(|element| Ok(value_ber::decode(element, ber::MAX_DEPTH)?.0)).collect()
    }
}

/// The request that writes `value` to one variable or a part of it.
pub fn request_value(name: ObjectNameRef<'_>, alternate: Option<&Alternate>, value: &Value) -> Vec<u8> {
    let mut data = Vec::with_capacity(value_ber::encoded_len(value));
    value_ber::encode(value, &mut data);
    request_one(name, alternate, &data)
}

/// The request that writes one value to each of several variables or members of a list.
pub fn request_values<'a>(access: &Access, values: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    let mut data = Vec::with_capacity(64);
    for value in values {
        value_ber::encode(value, &mut data);
    }
    request(access, &data)
}

/// The request for one variable or a part of it; `data` is one encoded Data element.
pub fn request_one(name: ObjectNameRef<'_>, alternate: Option<&Alternate>, data: &[u8]) -> Vec<u8> {
    let mut variable = Vec::with_capacity(name.encoded_len() + 32);
    write_variable(name, alternate, &mut variable);
    let len = ber::element_len(0xa0, variable.len()) + ber::element_len(0xa0, data.len());
    let mut out = Vec::with_capacity(len + 8);
    ber::write_header(&mut out, 0xa5, len);
    ber::write(&mut out, 0xa0, &variable);
    ber::write(&mut out, 0xa0, data);
    out
}

/// The request for several variables or a named variable list; `data` are encoded Data elements, one after another.
pub fn request(access: &Access, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + 64);
    ber::write_nested(&mut out, 0xa5, |out| {
        access.write(out);
        ber::write(out, 0xa0, data);
    });
    out
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<WriteRequest<'_>> {
    let mut fields = Reader::new(content(service, Service::Write)?);
    let access = Access::read(&mut fields)?;
    let data = Elements::new(fields.expect(0xa0)?)?;
    if fields.is_empty() {
        Ok(WriteRequest { access, data })
    } else {
        Err(Error::Malformed("octets after a write request"))
    }
}

/// The answer, one result for each variable.
pub fn response(results: &[DataAccessError]) -> Vec<u8> {
    let mut out = Vec::with_capacity(3 * results.len() + 4);
    ber::write_nested(&mut out, 0xa5, |out| {
        for result in results {
            if *result == DataAccessError::SUCCESS {
                ber::write(out, 0x81, &[]);
            } else {
                ber::write_i64(out, 0x80, i64::from(result.0));
            }
        }
    });
    out
}

/// Reads an answer, one result for each variable.
pub fn parse_response(service: &[u8]) -> Result<Vec<DataAccessError>> {
    let mut results = Reader::new(content(service, Service::Write)?);
    let mut out = Vec::new();
    while let Some(element) = results.next()? {
        out.push(result(element)?);
    }
    Ok(out)
}

/// Reads the answer to [`request_one`].
pub fn parse_response_one(service: &[u8]) -> Result<DataAccessError> {
    let mut results = Reader::new(content(service, Service::Write)?);
    let first = result(results.required()?)?;
    if results.is_empty() { Ok(first) } else { Err(Error::Malformed("write answer with several results")) }
}

fn result(element: ber::Element<'_>) -> std::result::Result<DataAccessError, BerError> {
    match element.tag {
        0x80 => access_error(element.content),
        0x81 | 0xa1 => Ok(DataAccessError::SUCCESS),
        tag => Err(BerError::Tag(tag)),
    }
}

/// A DataAccessError's content; codes beyond the standard become unknown.
pub fn access_error(content: &[u8]) -> std::result::Result<DataAccessError, BerError> {
    Ok(match ber::read_i64(0x80, content)? {
        code @ 0..=11 => DataAccessError(code as i32),
        _ => DataAccessError::UNKNOWN,
    })
}
