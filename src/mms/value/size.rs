//! Upper bounds of encodings.

use super::{Data, Value};
use crate::ber::element_len;
use crate::mms::type_spec::{TypeKind, TypeSpec};

/// Any tag of `Data`: all take one octet.
const TAG: u32 = 0xa2;

/// Octets that the encoding can take, whatever is set in the present room of the value.
pub fn max_encoded_len(value: &Value) -> usize {
    match &value.data {
        Data::Array(elements) | Data::Structure(elements) => {
            element_len(TAG, elements.iter().flatten().map(max_encoded_len).sum())
        }
        Data::Boolean(_) => 3,
        Data::BitString(bits) => element_len(TAG, bits.byte_size() + 1),
        Data::Integer(number) | Data::Unsigned(number) => {
            if number.is_wide() {
                11
            } else {
                7
            }
        }
        Data::Float(number) => 3 + usize::from(number.format_width() / 8),
        Data::OctetString(octets) => element_len(TAG, octets.max_size()),
        Data::VisibleString(text) | Data::MmsString(text) | Data::GeneralizedTime(text) => {
            element_len(TAG, text.size())
        }
        Data::BinaryTime(time) => 2 + time.as_bytes().len(),
        Data::UtcTime(_) => 10,
        Data::AccessError(_) => 7,
    }
}

/// Octets that the encoding of a value of this type can take; 0 for types without values.
pub fn max_encoded_len_of_type(spec: &TypeSpec) -> usize {
    match &spec.kind {
        TypeKind::Array { count, element } => {
            element_len(TAG, max_encoded_len_of_type(element).saturating_mul(*count as usize))
        }
        TypeKind::Structure { elements } => {
            element_len(TAG, elements.iter().map(max_encoded_len_of_type).fold(0, usize::saturating_add))
        }
        TypeKind::Boolean => 3,
        TypeKind::BitString(size) => element_len(TAG, size.unsigned_abs().div_ceil(8) as usize + 1),
        TypeKind::Integer(bits) | TypeKind::Unsigned(bits) => 3 + usize::from(bits / 8),
        TypeKind::Float { format, .. } => 3 + usize::from(format / 8),
        TypeKind::OctetString(size) | TypeKind::VisibleString(size) | TypeKind::MmsString(size) => {
            element_len(TAG, size.unsigned_abs() as usize)
        }
        TypeKind::BinaryTime(len) => 2 + usize::from(*len),
        TypeKind::UtcTime => 10,
        TypeKind::GeneralizedTime | TypeKind::Bcd(_) | TypeKind::ObjId => 0,
    }
}
