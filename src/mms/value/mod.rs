//! The MmsValue tree: ISO 9506-2 `Data` (and the access result it may stand in) as a value that C can hold.
//!
//! Scalars, short bit strings and times live inside [`Value`] itself. The children of an array or structure stand in
//! one contiguous allocation, so a decoded report of a hundred members costs few allocations.

pub mod ber;
pub mod bits;
pub mod convert;
pub mod default;
pub mod elements;
pub mod number;
pub(crate) mod pool;
pub mod print;
pub mod refresh;
pub mod size;
pub mod text;
pub mod time;
pub mod update;

pub use bits::BitString;
pub use elements::{Elements, Slot};
pub use number::{Float, Integer};
pub use text::{Octets, Text};
pub use time::BinaryTime;

use crate::error::DataAccessError;

/// One MMS value. This is the struct behind C's `MmsValue *`.
#[derive(Debug)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Set by the C functions `MmsValue_setDeletable…`; `MmsValue_deleteConditional` looks at it.
    pub deletable: bool,
    /// Who owns the memory of this struct.
    pub(crate) place: Place,
}

/// Who owns the memory of a [`Value`], which decides what deleting it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The caller: deleting frees it.
    Own,
    /// An array or structure: deleting only empties it, the container frees the memory.
    Element,
    /// Storage inside a container that another element has replaced. The caller still has to delete it.
    Detached,
    /// Deleted by the caller; the memory goes with its container.
    Deleted,
    /// Memory of the caller's own (`MmsValue_cloneToBuffer`): never freed, never reallocated.
    Fixed,
}

/// The kinds of `Data` (IEC 61850-8-1 uses all but generalized-time).
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

/// The kind of a value or of a type specification, with the numbers of C's `MmsType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Kind {
    /// array
    Array = 0,
    /// structure
    Structure = 1,
    /// boolean
    Boolean = 2,
    /// bit-string
    BitString = 3,
    /// integer
    Integer = 4,
    /// unsigned
    Unsigned = 5,
    /// floating-point
    Float = 6,
    /// octet-string
    OctetString = 7,
    /// visible-string
    VisibleString = 8,
    /// generalized-time
    GeneralizedTime = 9,
    /// binary-time
    BinaryTime = 10,
    /// bcd
    Bcd = 11,
    /// objId
    ObjId = 12,
    /// mMSString
    MmsString = 13,
    /// utc-time
    UtcTime = 14,
    /// the failure branch of an access result
    AccessError = 15,
}

impl Value {
    /// A value of its own, not part of a container.
    pub fn new(data: Data) -> Self {
        Self { data, deletable: false, place: Place::Own }
    }

    /// A value that stands in a container.
    pub(crate) fn element(data: Data) -> Self {
        Self { data, deletable: false, place: Place::Element }
    }

    /// A deep copy that stands in a container.
    fn clone_element(&self) -> Self {
        Self { data: self.data.clone(), deletable: self.deletable, place: Place::Element }
    }

    /// The value as C may borrow it: deleting it does no harm.
    pub(crate) fn into_borrowed(mut self) -> Self {
        self.place = Place::Element;
        self
    }

    /// boolean
    pub fn boolean(value: bool) -> Self {
        Self::new(Data::Boolean(value))
    }

    /// integer with room for `bits` bits: up to 32 and up to 64 are told apart.
    pub fn integer(value: i64, bits: u32) -> Self {
        Self::new(Data::Integer(Integer::signed(value, bits > 32)))
    }

    /// unsigned with room for `bits` bits: up to 32 and up to 64 are told apart.
    pub fn unsigned(value: u64, bits: u32) -> Self {
        Self::new(Data::Unsigned(Integer::unsigned(value, bits > 32)))
    }

    /// floating-point, single precision
    pub fn float32(value: f32) -> Self {
        Self::new(Data::Float(Float::Single(value)))
    }

    /// floating-point, double precision
    pub fn float64(value: f64) -> Self {
        Self::new(Data::Float(Float::Double(value)))
    }

    /// visible-string
    pub fn visible_string(text: &[u8]) -> Self {
        Self::new(Data::VisibleString(Text::new(text)))
    }

    /// mMSString
    pub fn mms_string(text: &[u8]) -> Self {
        Self::new(Data::MmsString(Text::new(text)))
    }

    /// octet-string of exactly these octets
    pub fn octet_string(octets: &[u8]) -> Self {
        Self::new(Data::OctetString(Octets::new(octets)))
    }

    /// utc-time of milliseconds since 1970 with the given quality octet
    pub fn utc_time_ms(ms: u64, quality: u8) -> Self {
        Self::new(Data::UtcTime(time::utc_from_ms(ms, quality)))
    }

    /// structure of these elements
    pub fn structure(elements: Vec<Value>) -> Self {
        Self::new(Data::Structure(Elements::new(elements)))
    }

    /// array of these elements
    pub fn array(elements: Vec<Value>) -> Self {
        Self::new(Data::Array(Elements::new(elements)))
    }

    /// The failure branch of an access result.
    pub fn access_error(error: DataAccessError) -> Self {
        Self::new(Data::AccessError(error))
    }

    /// Which kind of data it is.
    pub fn kind(&self) -> Kind {
        match &self.data {
            Data::Array(_) => Kind::Array,
            Data::Structure(_) => Kind::Structure,
            Data::Boolean(_) => Kind::Boolean,
            Data::BitString(_) => Kind::BitString,
            Data::Integer(_) => Kind::Integer,
            Data::Unsigned(_) => Kind::Unsigned,
            Data::Float(_) => Kind::Float,
            Data::OctetString(_) => Kind::OctetString,
            Data::VisibleString(_) => Kind::VisibleString,
            Data::GeneralizedTime(_) => Kind::GeneralizedTime,
            Data::BinaryTime(_) => Kind::BinaryTime,
            Data::MmsString(_) => Kind::MmsString,
            Data::UtcTime(_) => Kind::UtcTime,
            Data::AccessError(_) => Kind::AccessError,
        }
    }

    /// The elements of an array or structure.
    pub fn elements(&self) -> Option<&Elements> {
        match &self.data {
            Data::Array(elements) | Data::Structure(elements) => Some(elements),
            _ => None,
        }
    }

    /// The elements of an array or structure, to change them.
    pub fn elements_mut(&mut self) -> Option<&mut Elements> {
        match &mut self.data {
            Data::Array(elements) | Data::Structure(elements) => Some(elements),
            _ => None,
        }
    }

    /// The text of a visible, MMS or generalized-time string.
    pub fn text(&self) -> Option<&Text> {
        match &self.data {
            Data::VisibleString(text) | Data::MmsString(text) | Data::GeneralizedTime(text) => Some(text),
            _ => None,
        }
    }

    /// Whether every element at every level is present: a container with an empty element cannot be encoded.
    pub fn is_complete(&self) -> bool {
        self.elements().is_none_or(|elements| elements.all(|element| element.is_some_and(Self::is_complete)))
    }

    /// The error if this is the failure branch of an access result.
    pub fn as_access_error(&self) -> Option<DataAccessError> {
        match self.data {
            Data::AccessError(error) => Some(error),
            _ => None,
        }
    }
}

impl Clone for Value {
    /// A deep copy that the caller owns, whatever the original belongs to.
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), deletable: self.deletable, place: Place::Own }
    }
}

impl PartialEq for Value {
    /// Same kind and same content; ownership does not count.
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

// A report of a hundred members is a hundred of these: growing is a decision, not an accident.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Value>() <= 40);
