//! The MmsValue tree: ISO 9506-2 `Data` (and the access result it may stand in) as a value that C can hold.

pub mod ber;

use crate::error::DataAccessError;

/// One MMS value. This is the struct behind C's `MmsValue *`.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Set by the C functions `MmsValue_setDeletable…`; `MmsValue_deleteConditional` looks at it.
    pub deletable: bool,
    /// Lives in the storage of an array or structure, so that `MmsValue_delete` must not free the memory itself.
    pub(crate) embedded: bool,
}

/// The kinds of `Data` (IEC 61850-8-1 uses all but generalized-time, bcd and obj-id).
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// array
    Array(Elements),
    /// structure
    Structure(Elements),
    /// boolean
    Boolean(bool),
    /// bit-string
    BitString(BitString),
    /// integer
    Integer(Integer),
    /// unsigned
    Unsigned(Integer),
    /// floating-point
    Float(Float),
    /// octet-string
    OctetString(Octets),
    /// visible-string
    VisibleString(Text),
    /// generalized-time, as its text
    GeneralizedTime(Text),
    /// binary-time: four or six octets
    BinaryTime(BinaryTime),
    /// mMSString (UTF-8)
    MmsString(Text),
    /// utc-time: IEC 61850-8-1 §8.1.3.7, seconds, fraction, quality
    UtcTime([u8; 8]),
    /// Not a `Data`: the failure branch of an AccessResult.
    AccessError(DataAccessError),
}

/// Elements of an array or structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Elements;
/// bit-string
#[derive(Debug, Clone, PartialEq)]
pub struct BitString;
/// integer
#[derive(Debug, Clone, PartialEq)]
pub struct Integer;
/// float
#[derive(Debug, Clone, PartialEq)]
pub struct Float;
/// octets
#[derive(Debug, Clone, PartialEq)]
pub struct Octets;
/// text
#[derive(Debug, Clone, PartialEq)]
pub struct Text;
/// binary time
#[derive(Debug, Clone, PartialEq)]
pub struct BinaryTime;
