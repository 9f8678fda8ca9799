//! Data and AccessResult (ISO 9506-2 §14.4) as rasn types. The hot path uses the hand-written codec of
//! [`crate::mms::value::ber`]; these definitions serve rare PDUs and are the oracle of its tests.

use rasn::prelude::*;

use super::names::Identifier;

/// Data
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq)]
#[rasn(choice)]
pub enum Data {
    /// array
    #[rasn(tag(context, 1))]
    Array(SequenceOf<Data>),
    /// structure
    #[rasn(tag(context, 2))]
    Structure(SequenceOf<Data>),
    /// boolean
    #[rasn(tag(context, 3))]
    Boolean(bool),
    /// bit-string
    #[rasn(tag(context, 4))]
    BitString(BitString),
    /// integer
    #[rasn(tag(context, 5))]
    Integer(Integer),
    /// unsigned
    #[rasn(tag(context, 6))]
    Unsigned(Integer),
    /// floating-point: exponent width, then the IEEE 754 octets
    #[rasn(tag(context, 7))]
    Float(OctetString),
    /// octet-string
    #[rasn(tag(context, 9))]
    OctetString(OctetString),
    /// visible-string, not validated
    #[rasn(tag(context, 10))]
    VisibleString(Identifier),
    /// generalized-time, not validated
    #[rasn(tag(context, 11))]
    GeneralizedTime(Identifier),
    /// binary-time
    #[rasn(tag(context, 12))]
    BinaryTime(OctetString),
    /// bcd
    #[rasn(tag(context, 13))]
    Bcd(Integer),
    /// booleanArray
    #[rasn(tag(context, 14))]
    BooleanArray(BitString),
    /// objId
    #[rasn(tag(context, 15))]
    ObjectId(ObjectIdentifier),
    /// mMSString, not validated
    #[rasn(tag(context, 16))]
    MmsString(OctetString),
    /// utc-time
    #[rasn(tag(context, 17))]
    UtcTime(OctetString),
}

/// AccessResult: Data, or why there is none.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq)]
#[rasn(choice)]
pub enum AccessResult {
    /// failure
    #[rasn(tag(context, 0))]
    Failure(Integer),
    /// array
    #[rasn(tag(context, 1))]
    Array(SequenceOf<Data>),
    /// structure
    #[rasn(tag(context, 2))]
    Structure(SequenceOf<Data>),
    /// boolean
    #[rasn(tag(context, 3))]
    Boolean(bool),
    /// bit-string
    #[rasn(tag(context, 4))]
    BitString(BitString),
    /// integer
    #[rasn(tag(context, 5))]
    Integer(Integer),
    /// unsigned
    #[rasn(tag(context, 6))]
    Unsigned(Integer),
    /// floating-point
    #[rasn(tag(context, 7))]
    Float(OctetString),
    /// octet-string
    #[rasn(tag(context, 9))]
    OctetString(OctetString),
    /// visible-string
    #[rasn(tag(context, 10))]
    VisibleString(Identifier),
    /// generalized-time
    #[rasn(tag(context, 11))]
    GeneralizedTime(Identifier),
    /// binary-time
    #[rasn(tag(context, 12))]
    BinaryTime(OctetString),
    /// bcd
    #[rasn(tag(context, 13))]
    Bcd(Integer),
    /// booleanArray
    #[rasn(tag(context, 14))]
    BooleanArray(BitString),
    /// objId
    #[rasn(tag(context, 15))]
    ObjectId(ObjectIdentifier),
    /// mMSString
    #[rasn(tag(context, 16))]
    MmsString(OctetString),
    /// utc-time
    #[rasn(tag(context, 17))]
    UtcTime(OctetString),
}
