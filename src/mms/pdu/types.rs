//! TypeSpecification (ISO 9506-2 §14.4.2.1) as rasn types.

use rasn::prelude::*;

use super::names::{Identifier, ObjectName};

/// TypeSpecification; without `TypeName` it is a TypeDescription.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum TypeSpecification {
    /// typeName
    #[rasn(tag(explicit(context, 0)))]
    TypeName(ObjectName),
    /// array
    #[rasn(tag(context, 1))]
    Array(Box<ArrayType>),
    /// structure
    #[rasn(tag(context, 2))]
    Structure(StructureType),
    /// boolean
    #[rasn(tag(context, 3))]
    Boolean(()),
    /// bit-string: bits; negative means "up to"
    #[rasn(tag(context, 4))]
    BitString(i32),
    /// integer: bits
    #[rasn(tag(context, 5))]
    Integer(i32),
    /// unsigned: bits
    #[rasn(tag(context, 6))]
    Unsigned(i32),
    /// floating-point
    #[rasn(tag(context, 7))]
    Float(FloatType),
    /// octet-string: octets; negative means "up to"
    #[rasn(tag(context, 9))]
    OctetString(i32),
    /// visible-string: characters; negative means "up to"
    #[rasn(tag(context, 10))]
    VisibleString(i32),
    /// generalized-time
    #[rasn(tag(context, 11))]
    GeneralizedTime(()),
    /// binary-time: true with the date (six octets)
    #[rasn(tag(context, 12))]
    BinaryTime(bool),
    /// bcd: digits
    #[rasn(tag(context, 13))]
    Bcd(i32),
    /// objId
    #[rasn(tag(context, 15))]
    ObjectId(()),
    /// mMSString: characters; negative means "up to"
    #[rasn(tag(context, 16))]
    MmsString(i32),
    /// utc-time
    #[rasn(tag(context, 17))]
    UtcTime(()),
}

/// array
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct ArrayType {
    /// packed
    #[rasn(tag(context, 0), default)]
    pub packed: bool,
    /// numberOfElements
    #[rasn(tag(context, 1))]
    pub elements: u32,
    /// elementType
    #[rasn(tag(explicit(context, 2)))]
    pub element: TypeSpecification,
}

/// structure
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct StructureType {
    /// packed
    #[rasn(tag(context, 0), default)]
    pub packed: bool,
    /// components
    #[rasn(tag(context, 1))]
    pub components: SequenceOf<Component>,
}

/// A component of a structure.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// componentName
    #[rasn(tag(context, 0))]
    pub name: Option<Identifier>,
    /// componentType
    #[rasn(tag(explicit(context, 1)))]
    pub kind: TypeSpecification,
}

/// floating-point
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
pub struct FloatType {
    /// format-width in bits
    pub format_width: u8,
    /// exponent-width in bits
    pub exponent_width: u8,
}

/// GetVariableAccessAttributes-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(choice)]
pub enum GetVariableAccessAttributesRequest {
    /// name
    #[rasn(tag(explicit(context, 0)))]
    Name(ObjectName),
}

/// GetVariableAccessAttributes-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 6))]
pub struct GetVariableAccessAttributesResponse {
    /// mmsDeletable
    #[rasn(tag(context, 0))]
    pub deletable: bool,
    /// address
    #[rasn(tag(explicit(context, 1)))]
    pub address: Option<Any>,
    /// typeDescription
    #[rasn(tag(explicit(context, 2)))]
    pub description: TypeSpecification,
    /// accessControlList
    #[rasn(tag(context, 3))]
    pub access_control: Option<Identifier>,
    /// meaning
    #[rasn(tag(context, 4))]
    pub meaning: Option<OctetString>,
}
