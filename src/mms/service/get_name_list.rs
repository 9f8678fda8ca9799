//! GetNameList (ISO 9506-2 §10.5.2).

use super::{Service, content, write_bool};
use crate::ber::{self, BerError, Reader};
use crate::error::{Error, Result};
use crate::mms::pdu::name_list::{self as pdu, ObjectClassChoice};
use crate::mms::pdu::names::Identifier;
use crate::mms::pdu::{decode, encode};

/// Class of the objects whose names are wanted (objectClass).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ObjectClass(pub i32);

impl ObjectClass {
    /// namedVariable
    pub const NAMED_VARIABLE: Self = Self(0);
    /// scatteredAccess
    pub const SCATTERED_ACCESS: Self = Self(1);
    /// namedVariableList
    pub const NAMED_VARIABLE_LIST: Self = Self(2);
    /// namedType
    pub const NAMED_TYPE: Self = Self(3);
    /// semaphore
    pub const SEMAPHORE: Self = Self(4);
    /// eventCondition
    pub const EVENT_CONDITION: Self = Self(5);
    /// journal
    pub const JOURNAL: Self = Self(8);
    /// domain
    pub const DOMAIN: Self = Self(9);
    /// programInvocation
    pub const PROGRAM_INVOCATION: Self = Self(10);
}

/// Where the objects live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope<'a> {
    /// In the VMD.
    Vmd,
    /// In a domain.
    Domain(&'a [u8]),
    /// In this association.
    Aa,
}

/// A request as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetNameListRequest {
    /// objectClass
    pub class: ObjectClass,
    /// objectScope
    pub scope: pdu::ObjectScope,
    /// The last name the client has.
    pub continue_after: Option<Identifier>,
}

/// The request; `continue_after` is the last name of the previous answer that said more follows.
pub fn request(class: ObjectClass, scope: Scope<'_>, continue_after: Option<&[u8]>) -> Vec<u8> {
    encode(&pdu::GetNameListRequest {
        class: ObjectClassChoice::Basic(class.0),
        scope: match scope {
            Scope::Vmd => pdu::ObjectScope::Vmd(()),
            Scope::Domain(domain) => pdu::ObjectScope::Domain(domain.into()),
            Scope::Aa => pdu::ObjectScope::Aa(()),
        },
        continue_after: continue_after.map(Into::into),
    })
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<GetNameListRequest> {
    let request: pdu::GetNameListRequest = decode(service)?;
    match request.class {
        ObjectClassChoice::Basic(class) => Ok(GetNameListRequest {
            class: ObjectClass(class),
            scope: request.scope,
            continue_after: request.continue_after,
        }),
        ObjectClassChoice::Companion(_) => Err(Error::Malformed("companion standard object class")),
    }
}

/// The answer.
pub fn response<'a>(names: impl IntoIterator<Item = &'a [u8]>, more_follows: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    ber::write_nested(&mut out, 0xa1, |out| {
        ber::write_nested(out, 0xa0, |out| {
            for name in names {
                ber::write(out, 0x1a, name);
            }
        });
        if !more_follows {
            write_bool(out, 0x81, false);
        }
    });
    out
}

/// Reads an answer: calls `name` for each name and returns whether more follow. Hand-written, as lists are long.
pub fn parse_response<'a>(service: &'a [u8], mut name: impl FnMut(&'a [u8])) -> Result<bool> {
    let mut fields = Reader::new(content(service, Service::GetNameList)?);
    let mut names = Reader::new(fields.expect(0xa0)?);
    while let Some(element) = names.next()? {
        if element.tag != 0x1a {
            return Err(BerError::Tag(element.tag).into());
        }
        name(element.content);
    }
    match fields.optional(0x81)? {
        Some(flag) => Ok(ber::read_bool(0x81, flag)?),
        None => Ok(true),
    }
}
