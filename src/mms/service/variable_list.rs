//! Named variable lists (ISO 9506-2 §14.4): define, describe, delete. IEC 61850 data sets are such lists.

use super::access::{VariableAccess, read_variable};
use super::{Service, content, null, parse_null, write_bool};
use crate::ber::{self, BerError, Reader};
use crate::error::Result;
use crate::mms::pdu::lists as pdu;
use crate::mms::pdu::names::{Identifier, ObjectName, ObjectNameRef};
use crate::mms::pdu::{decode, encode};

/// A request to define a list as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefineRequest {
    /// Name of the new list.
    pub name: ObjectName,
    /// Its members.
    pub variables: Vec<VariableAccess>,
}

/// What a server says about a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAttributes {
    /// mmsDeletable
    pub deletable: bool,
    /// The members; `None` where the variable is gone.
    pub variables: Vec<Option<VariableAccess>>,
}

/// A request to delete lists as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeleteRequest {
    /// The lists named.
    Specific(Vec<ObjectName>),
    /// All lists of the association.
    Aa,
    /// All lists of a domain.
    Domain(Identifier),
    /// All lists of the VMD.
    Vmd,
}

/// What became of a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// How many lists the request matched.
    pub matched: u32,
    /// How many of them are gone.
    pub deleted: u32,
}

/// The request to define a list.
pub fn define_request<'a>(
    name: ObjectNameRef<'_>,
    variables: impl IntoIterator<Item = &'a VariableAccess>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    ber::write_nested(&mut out, 0xab, |out| {
        name.write(out);
        ber::write_nested(out, 0xa0, |out| variables.into_iter().for_each(|variable| variable.write(out)));
    });
    out
}

/// Reads a request to define a list.
pub fn parse_define_request(service: &[u8]) -> Result<DefineRequest> {
    let mut fields = Reader::new(content(service, Service::DefineNamedVariableList)?);
    let name = ObjectNameRef::read(&mut fields)?.to_owned();
    let variables = read_variables(fields.expect(0xa0)?)?
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or(BerError::Content(0xa0))?;
    Ok(DefineRequest { name, variables })
}

/// The answer to a definition.
pub fn define_response() -> Vec<u8> {
    null(Service::DefineNamedVariableList)
}

/// Reads the answer to a definition; some servers send it constructed.
pub fn parse_define_response(service: &[u8]) -> Result<()> {
    parse_null(service, Service::DefineNamedVariableList)
}

/// The request for the members of a list.
pub fn attributes_request(name: ObjectNameRef<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.encoded_len() + 4);
    ber::write_header(&mut out, 0xac, name.encoded_len());
    name.write(&mut out);
    out
}

/// Reads a request for the members of a list.
pub fn parse_attributes_request(service: &[u8]) -> Result<ObjectName> {
    let mut choice = Reader::new(content(service, Service::GetNamedVariableListAttributes)?);
    Ok(ObjectNameRef::read(&mut choice)?.to_owned())
}

/// The answer with the members of a list.
pub fn attributes_response<'a>(
    deletable: bool,
    variables: impl IntoIterator<Item = &'a VariableAccess>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    ber::write_nested(&mut out, 0xac, |out| {
        write_bool(out, 0x80, deletable);
        ber::write_nested(out, 0xa1, |out| variables.into_iter().for_each(|variable| variable.write(out)));
    });
    out
}

/// Reads the answer with the members of a list.
pub fn parse_attributes_response(service: &[u8]) -> Result<ListAttributes> {
    let mut fields = Reader::new(content(service, Service::GetNamedVariableListAttributes)?);
    let deletable = ber::read_bool(0x80, fields.expect(0x80)?)?;
    let variables = read_variables(fields.expect(0xa1)?)?;
    Ok(ListAttributes { deletable, variables })
}

fn read_variables(content: &[u8]) -> std::result::Result<Vec<Option<VariableAccess>>, BerError> {
    let mut list = Reader::new(content);
    let mut variables = Vec::new();
    while let Some(element) = list.next()? {
        if element.tag != 0x30 {
            return Err(BerError::Tag(element.tag));
        }
        variables.push(read_variable(element.content)?);
    }
    Ok(variables)
}

/// The request to delete lists by name.
pub fn delete_request(names: &[ObjectName]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    ber::write_nested(&mut out, 0xad, |out| {
        // The default, but everybody sends it.
        ber::write_i64(out, 0x80, 0);
        ber::write_nested(out, 0xa1, |out| names.iter().for_each(|name| name.as_ref().write(out)));
    });
    out
}

/// Reads a request to delete lists.
pub fn parse_delete_request(service: &[u8]) -> Result<DeleteRequest> {
    let request: pdu::DeleteNamedVariableListRequest = decode(service)?;
    match (request.scope, request.domain) {
        (0, _) => Ok(DeleteRequest::Specific(request.names.unwrap_or_default())),
        (1, _) => Ok(DeleteRequest::Aa),
        (2, Some(domain)) => Ok(DeleteRequest::Domain(domain)),
        (3, _) => Ok(DeleteRequest::Vmd),
        _ => Err(BerError::Content(0x80).into()),
    }
}

/// The answer to a deletion.
pub fn delete_response(deleted: Deleted) -> Vec<u8> {
    encode(&pdu::DeleteNamedVariableListResponse { matched: deleted.matched, deleted: deleted.deleted })
}

/// Reads the answer to a deletion.
pub fn parse_delete_response(service: &[u8]) -> Result<Deleted> {
    let response: pdu::DeleteNamedVariableListResponse = decode(service)?;
    Ok(Deleted { matched: response.matched, deleted: response.deleted })
}
