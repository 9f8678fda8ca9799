//! mms_common.h: errors, types and names that client and server share.

use std::ffi::{c_char, c_int};

/// One of the values of [`crate::ffi::enums::MmsError`].
pub type MmsError = c_int; // C enum
/// One of the values of [`crate::ffi::enums::MmsType`].
pub type MmsType = c_int; // C enum

/// A domain of a server, in IEC 61850 a logical device.
pub struct MmsDomain {
    _private: (),
}

/// Names a variable, or a part of it, by its domain's object.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct MmsAccessSpecifier {
    /// the domain
    pub domain: *mut MmsDomain,
    /// the variable
    pub variableName: *mut c_char,
    /// the element of an array, or -1
    pub arrayIndex: c_int,
    /// the component of that element, or NULL
    pub componentName: *mut c_char,
}

/// Names a variable, or a part of it, by its domain's name.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct MmsVariableAccessSpecification {
    /// the domain, or NULL
    pub domainId: *mut c_char,
    /// the variable
    pub itemId: *mut c_char,
    /// the element of an array, or -1
    pub arrayIndex: i32,
    /// the component of that element, or NULL
    pub componentName: *mut c_char,
}

/// A named variable list of a server.
pub struct sMmsNamedVariableList {
    _private: (),
}

/// A named variable list of a server, in IEC 61850 a data set.
pub type MmsNamedVariableList = *mut sMmsNamedVariableList;

/// A member of a named variable list.
pub type MmsNamedVariableListEntry = *mut MmsAccessSpecifier;

/// An object identifier.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ItuObjectIdentifier {
    /// the arcs, from the root
    pub arc: [u16; 10],
    /// how many of them there are
    pub arcCount: c_int,
}

/// Names an application entity: AP-title and AE-qualifier.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct IsoApplicationReference {
    /// the application process
    pub apTitle: ItuObjectIdentifier,
    /// the entity within it
    pub aeQualifier: c_int,
}

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_public_structs_have_the_layout_of_c() {
        assert_eq!(size_of::<MmsAccessSpecifier>(), 32);
        assert_eq!(offset_of!(MmsAccessSpecifier, variableName), 8);
        assert_eq!(offset_of!(MmsAccessSpecifier, arrayIndex), 16);
        assert_eq!(offset_of!(MmsAccessSpecifier, componentName), 24);
        assert_eq!(size_of::<MmsVariableAccessSpecification>(), 32);
        assert_eq!(offset_of!(MmsVariableAccessSpecification, componentName), 24);
        assert_eq!(size_of::<ItuObjectIdentifier>(), 24);
        assert_eq!(offset_of!(ItuObjectIdentifier, arcCount), 20);
        assert_eq!(size_of::<IsoApplicationReference>(), 28);
        assert_eq!(offset_of!(IsoApplicationReference, aeQualifier), 24);
    }
}
