//! GetVariableAccessAttributes (ISO 9506-2 §14.6): the type of a variable.

use super::{Service, content, write_bool};
use crate::ber::{self, Reader};
use crate::error::{Error, Result};
use crate::mms::pdu::decode;
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::pdu::types::{Component, GetVariableAccessAttributesResponse, TypeSpecification};
use crate::mms::type_spec::{TypeKind, TypeSpec};

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

/// What a server says about a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableAttributes {
    /// mmsDeletable
    pub deletable: bool,
    /// typeDescription; its name is empty, as the answer does not repeat the variable's
    pub spec: TypeSpec,
}

/// The answer.
pub fn response(deletable: bool, spec: &TypeSpec) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    ber::write_nested(&mut out, 0xa6, |out| {
        write_bool(out, 0x80, deletable);
        ber::write_nested(out, 0xa2, |out| write_type(&spec.kind, out));
    });
    out
}

fn write_type(kind: &TypeKind, out: &mut Vec<u8>) {
    match kind {
        TypeKind::Array { count, element } => ber::write_nested(out, 0xa1, |out| {
            ber::write_i64(out, 0x81, i64::from(*count));
            ber::write_nested(out, 0xa2, |out| write_type(&element.kind, out));
        }),
        TypeKind::Structure { elements } => ber::write_nested(out, 0xa2, |out| {
            ber::write_nested(out, 0xa1, |out| {
                elements.iter().for_each(|element| write_component(element, out))
            });
        }),
        TypeKind::Boolean => ber::write(out, 0x83, &[]),
        TypeKind::BitString(size) => ber::write_i64(out, 0x84, i64::from(*size)),
        TypeKind::Integer(size) => ber::write_i64(out, 0x85, i64::from(*size)),
        TypeKind::Unsigned(size) => ber::write_i64(out, 0x86, i64::from(*size)),
        TypeKind::Float { exponent, format } => ber::write_nested(out, 0xa7, |out| {
            ber::write_i64(out, 0x02, i64::from(*format));
            ber::write_i64(out, 0x02, i64::from(*exponent));
        }),
        TypeKind::OctetString(size) => ber::write_i64(out, 0x89, i64::from(*size)),
        TypeKind::VisibleString(size) => ber::write_i64(out, 0x8a, i64::from(*size)),
        TypeKind::GeneralizedTime => ber::write(out, 0x8b, &[]),
        TypeKind::BinaryTime(size) => write_bool(out, 0x8c, *size == 6),
        TypeKind::Bcd(digits) => ber::write_i64(out, 0x8d, i64::from(*digits)),
        TypeKind::ObjId => ber::write(out, 0x8f, &[]),
        TypeKind::MmsString(size) => ber::write_i64(out, 0x90, i64::from(*size)),
        TypeKind::UtcTime => ber::write(out, 0x91, &[]),
    }
}

fn write_component(component: &TypeSpec, out: &mut Vec<u8>) {
    ber::write_nested(out, 0x30, |out| {
        ber::write(out, 0x80, &component.name);
        ber::write_nested(out, 0xa1, |out| write_type(&component.kind, out));
    });
}

/// Reads an answer.
pub fn parse_response(service: &[u8]) -> Result<VariableAttributes> {
    let response: GetVariableAccessAttributesResponse = decode(service)?;
    let kind = type_kind(response.description)?;
    Ok(VariableAttributes { deletable: response.deletable, spec: TypeSpec::new(Vec::new(), kind) })
}

/// Converts a decoded type; its nesting has been bounded by [`decode`].
fn type_kind(from: TypeSpecification) -> Result<TypeKind> {
    let bits = |size: i32| u8::try_from(size).map_err(|_| Error::Malformed("number type of impossible size"));
    Ok(match from {
        TypeSpecification::TypeName(_) => return Err(Error::Malformed("type description is a name")),
        TypeSpecification::Array(array) => TypeKind::Array {
            count: array.elements,
            element: Box::new(TypeSpec::new(Vec::new(), type_kind(array.element)?)),
        },
        TypeSpecification::Structure(structure) => {
            let component = |component: Component| {
                let name = component.name.map(|name| name.as_bytes().to_vec()).unwrap_or_default();
                Ok(TypeSpec::new(name, type_kind(component.kind)?))
            };
            TypeKind::Structure {
                elements: structure.components.into_iter().map(component).collect::<Result<_>>()?,
            }
        }
        TypeSpecification::Boolean(()) => TypeKind::Boolean,
        TypeSpecification::BitString(size) => TypeKind::BitString(size),
        TypeSpecification::Integer(size) => TypeKind::Integer(bits(size)?),
        TypeSpecification::Unsigned(size) => TypeKind::Unsigned(bits(size)?),
        TypeSpecification::Float(float) => {
            TypeKind::Float { exponent: float.exponent_width, format: float.format_width }
        }
        TypeSpecification::OctetString(size) => TypeKind::OctetString(size),
        TypeSpecification::VisibleString(size) => TypeKind::VisibleString(size),
        TypeSpecification::GeneralizedTime(()) => TypeKind::GeneralizedTime,
        TypeSpecification::BinaryTime(date) => TypeKind::BinaryTime(if date { 6 } else { 4 }),
        TypeSpecification::Bcd(digits) => TypeKind::Bcd(digits),
        TypeSpecification::ObjectId(()) => TypeKind::ObjId,
        TypeSpecification::MmsString(size) => TypeKind::MmsString(size),
        TypeSpecification::UtcTime(()) => TypeKind::UtcTime,
    })
}
