//! mms_types.h: the type of a variable.

use std::ffi::{c_char, c_int};

use super::mms_common::MmsType;

/// One of the values of [`crate::ffi::enums::MmsValueIndication`].
pub type MmsValueIndication = c_int; // C enum

/// The type of a variable, as a tree.
#[repr(C, packed)]
#[derive(Clone, Copy)]
pub struct MmsVariableSpecification {
    /// the type
    pub r#type: MmsType,
    /// the name of a component or variable, or NULL
    pub name: *mut c_char,
    /// what the type needs besides
    pub typeSpec: uMmsTypeSpecification,
}

/// An array.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sMmsArray {
    /// how many elements it has
    pub elementCount: c_int,
    /// their type
    pub elementTypeSpec: *mut MmsVariableSpecification,
}

/// A structure.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sMmsStructure {
    /// how many components it has
    pub elementCount: c_int,
    /// their types, each with its name
    pub elements: *mut *mut MmsVariableSpecification,
}

/// A floating point number.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sMmsFloat {
    /// bits of the exponent: 8 or 11
    pub exponentWidth: u8,
    /// bits altogether: 32 or 64
    pub formatWidth: u8,
}

/// What the type needs besides; the type tells which. Negative sizes are upper bounds of varying lengths.
#[repr(C)]
#[derive(Clone, Copy)]
pub union uMmsTypeSpecification {
    /// MMS_ARRAY
    pub array: sMmsArray,
    /// MMS_STRUCTURE
    pub structure: sMmsStructure,
    /// MMS_BOOLEAN, not used
    pub boolean: c_int,
    /// MMS_INTEGER: bits
    pub integer: c_int,
    /// MMS_UNSIGNED: bits
    pub unsignedInteger: c_int,
    /// MMS_FLOAT
    pub floatingpoint: sMmsFloat,
    /// MMS_BIT_STRING: bits
    pub bitString: c_int,
    /// MMS_OCTET_STRING: octets
    pub octetString: c_int,
    /// MMS_VISIBLE_STRING: characters
    pub visibleString: c_int,
    /// MMS_STRING: octets
    pub mmsString: c_int,
    /// MMS_UTC_TIME, not used
    pub utctime: c_int,
    /// MMS_BINARY_TIME: 4 or 6 octets
    pub binaryTime: c_int,
}

#[cfg(test)]
mod tests {
    use std::mem::{align_of, offset_of, size_of};

    use super::*;

    #[test]
    fn the_specification_is_packed_as_in_c() {
        assert_eq!((size_of::<MmsVariableSpecification>(), align_of::<MmsVariableSpecification>()), (28, 1));
        assert_eq!(offset_of!(MmsVariableSpecification, name), 4);
        assert_eq!(offset_of!(MmsVariableSpecification, typeSpec), 12);
        assert_eq!(offset_of!(sMmsArray, elementTypeSpec), 8);
        assert_eq!(offset_of!(sMmsStructure, elements), 8);
    }
}
