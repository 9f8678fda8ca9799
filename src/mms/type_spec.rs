//! Type specifications of variables (ISO 9506-2 TypeDescription) as an owned tree.

use crate::mms::value::{Data, Kind, Value};

/// The type of a named variable or of a component of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeSpec {
    /// Name of the component or variable; empty for array elements. Octets, since devices need not send ASCII.
    pub name: Vec<u8>,
    /// The type.
    pub kind: TypeKind,
}

/// What a type is. Sizes follow ISO 9506: a negative one is an upper bound, the value may be shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// array
    Array {
        /// Number of elements.
        count: u32,
        /// Their common type.
        element: Box<TypeSpec>,
    },
    /// structure
    Structure {
        /// Its components in order.
        elements: Vec<TypeSpec>,
    },
    /// boolean
    Boolean,
    /// bit-string of so many bits
    BitString(i32),
    /// integer of so many bits
    Integer(u8),
    /// unsigned of so many bits
    Unsigned(u8),
    /// floating-point
    Float {
        /// Bits of the exponent: 8 or 11.
        exponent: u8,
        /// Bits of the whole number: 32 or 64.
        format: u8,
    },
    /// octet-string of so many octets
    OctetString(i32),
    /// visible-string of so many octets
    VisibleString(i32),
    /// generalized-time
    GeneralizedTime,
    /// binary-time of four (time of day) or six octets
    BinaryTime(u8),
    /// bcd of so many digits
    Bcd(i32),
    /// objId
    ObjId,
    /// mMSString of so many characters
    MmsString(i32),
    /// utc-time
    UtcTime,
}

impl TypeSpec {
    /// A type with a name.
    pub fn new(name: impl Into<Vec<u8>>, kind: TypeKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// Which kind of data values of this type are.
    pub fn kind(&self) -> Kind {
        match self.kind {
            TypeKind::Array { .. } => Kind::Array,
            TypeKind::Structure { .. } => Kind::Structure,
            TypeKind::Boolean => Kind::Boolean,
            TypeKind::BitString(_) => Kind::BitString,
            TypeKind::Integer(_) => Kind::Integer,
            TypeKind::Unsigned(_) => Kind::Unsigned,
            TypeKind::Float { .. } => Kind::Float,
            TypeKind::OctetString(_) => Kind::OctetString,
            TypeKind::VisibleString(_) => Kind::VisibleString,
            TypeKind::GeneralizedTime => Kind::GeneralizedTime,
            TypeKind::BinaryTime(_) => Kind::BinaryTime,
            TypeKind::Bcd(_) => Kind::Bcd,
            TypeKind::ObjId => Kind::ObjId,
            TypeKind::MmsString(_) => Kind::MmsString,
            TypeKind::UtcTime => Kind::UtcTime,
        }
    }

    /// Components of a structure, the element type of an array, nothing for others.
    pub fn children(&self) -> &[TypeSpec] {
        match &self.kind {
            TypeKind::Structure { elements } => elements,
            TypeKind::Array { element, .. } => std::slice::from_ref(element),
            _ => &[],
        }
    }

    /// The component of a structure with this name, and its index.
    pub fn child(&self, name: &[u8]) -> Option<(usize, &TypeSpec)> {
        let TypeKind::Structure { elements } = &self.kind else {
            return None;
        };
        elements.iter().enumerate().find(|(_, element)| element.name == name)
    }

    /// Whether `value` is of this type, element for element: kinds, sizes of bit strings and times, precision of
    /// numbers with a fraction. Lengths of other strings and widths of integers are not looked at.
    pub fn admits(&self, value: &Value) -> bool {
        match (&self.kind, &value.data) {
            (TypeKind::Array { count, element }, Data::Array(elements)) => {
                elements.len() == *count as usize
                    && elements.iter().all(|value| value.is_some_and(|value| element.admits(value)))
            }
            (TypeKind::Structure { elements: specs }, Data::Structure(elements)) => {
                specs.len() == elements.len()
                    && specs
                        .iter()
                        .zip(elements.iter())
                        .all(|(spec, value)| value.is_some_and(|value| spec.admits(value)))
            }
            (TypeKind::BitString(size), Data::BitString(bits)) => fits(*size, bits.size()),
            (TypeKind::Float { format, .. }, Data::Float(value)) => *format == value.format_width(),
            (TypeKind::BinaryTime(len), Data::BinaryTime(time)) => usize::from(*len) == time.as_bytes().len(),
            _ => self.kind() == value.kind(),
        }
    }
}

/// A positive size is exact, a negative one an upper bound.
fn fits(size: i32, actual: u32) -> bool {
    if size < 0 { actual <= size.unsigned_abs() } else { actual == size.unsigned_abs() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mms::value::BitString;

    #[test]
    fn default_values_are_of_their_type() {
        let spec = TypeSpec::new(
            "q",
            TypeKind::Structure {
                elements: vec![
                    TypeSpec::new("a", TypeKind::BitString(-13)),
                    TypeSpec::new("b", TypeKind::Float { exponent: 11, format: 64 }),
                    TypeSpec::new(
                        "c",
                        TypeKind::Array {
                            count: 3,
                            element: Box::new(TypeSpec::new("", TypeKind::BinaryTime(4))),
                        },
                    ),
                ],
            },
        );
        let value = Value::default_for(&spec).unwrap();
        assert!(spec.admits(&value));
        assert!(!spec.admits(&Value::structure(vec![])));
        assert_eq!(spec.child(b"b").map(|(index, _)| index), Some(1));
        assert!(
            !TypeSpec::new("", TypeKind::BitString(3))
                .admits(&Value::new(Data::BitString(BitString::new(2))))
        );
    }
}
