//! Values made from a type specification.

use super::{BinaryTime, BitString, Data, Elements, Float, Integer, Octets, Text, Value};
use crate::mms::type_spec::{TypeKind, TypeSpec};

/// Octets and elements that a default value may have: types come from the network, with counts of their choice.
const MAX_WEIGHT: u64 = 1 << 24;

impl Value {
    /// The value of this type that is all zero, false or empty. `None` for types without values (bcd, objId) and for
    /// absurdly large ones.
    pub fn default_for(spec: &TypeSpec) -> Option<Self> {
        if weight(spec) > MAX_WEIGHT {
            return None;
        }
        Self::zero(spec)
    }

    fn zero(spec: &TypeSpec) -> Option<Self> {
        Some(Self::new(match &spec.kind {
            TypeKind::Array { count, element } => {
                let one = Self::zero(element)?;
                Data::Array(Elements::new(vec![one; *count as usize]))
            }
            TypeKind::Structure { elements } => {
                Data::Structure(Elements::new(elements.iter().map(Self::zero).collect::<Option<_>>()?))
            }
            TypeKind::Boolean => Data::Boolean(false),
            TypeKind::BitString(size) => Data::BitString(BitString::new(size.unsigned_abs())),
            TypeKind::Integer(bits) => Data::Integer(Integer::signed(0, *bits > 32)),
            TypeKind::Unsigned(bits) => Data::Unsigned(Integer::unsigned(0, *bits > 32)),
            TypeKind::Float { format, .. } if *format == 64 => Data::Float(Float::Double(0.0)),
            TypeKind::Float { .. } => Data::Float(Float::Single(0.0)),
            // A negative size is an upper bound: such a string starts empty.
            TypeKind::OctetString(size) => {
                Data::OctetString(Octets::with_size((*size).max(0) as usize, size.unsigned_abs() as usize))
            }
            TypeKind::VisibleString(size) => {
                Data::VisibleString(Text::with_size(size.unsigned_abs() as usize))
            }
            TypeKind::MmsString(size) => Data::MmsString(Text::with_size(size.unsigned_abs() as usize)),
            TypeKind::GeneralizedTime => Data::GeneralizedTime(Text::with_size(19)),
            TypeKind::BinaryTime(len) => Data::BinaryTime(BinaryTime::new(*len == 4)),
            TypeKind::UtcTime => Data::UtcTime([0; 8]),
            TypeKind::Bcd(_) | TypeKind::ObjId => return None,
        }))
    }
}

fn weight(spec: &TypeSpec) -> u64 {
    match &spec.kind {
        TypeKind::Array { count, element } => {
            weight(element).saturating_mul(u64::from(*count)).saturating_add(1)
        }
        TypeKind::Structure { elements } => elements.iter().map(weight).fold(1, u64::saturating_add),
        TypeKind::BitString(size)
        | TypeKind::OctetString(size)
        | TypeKind::VisibleString(size)
        | TypeKind::MmsString(size) => 1 + u64::from(size.unsigned_abs()),
        _ => 1,
    }
}
