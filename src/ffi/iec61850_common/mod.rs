//! iec61850_common.h: quality, time stamps, double points, functional constraints.

mod constants;
mod dbpos;
mod functional_constraint;
mod quality;
mod timestamp;

use std::ffi::{c_char, c_int};

pub use constants::*;
pub use dbpos::*;
pub use functional_constraint::*;
pub use quality::*;
pub use timestamp::*;

use super::support::guard;

/// One of the values of [`crate::ffi::enums::ACSIClass`].
pub type ACSIClass = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlModel`].
pub type ControlModel = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlAddCause`].
pub type ControlAddCause = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlLastApplError`].
pub type ControlLastApplError = c_int; // C enum
/// One of the values of [`crate::ffi::enums::FunctionalConstraint`].
pub type FunctionalConstraint = c_int; // C enum
/// One of the values of [`crate::ffi::enums::Dbpos`].
pub type Dbpos = c_int; // C enum

/// Validity and details of a value: the QUALITY_… bits.
pub type Quality = u16;

/// The validity of a value: one of QUALITY_VALIDITY_….
pub type Validity = u16;

/// The layer 2 address of GOOSE and sampled values.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct PhyComAddress {
    /// the VLAN priority
    pub vlanPriority: u8,
    /// the VLAN
    pub vlanId: u16,
    /// the APPID
    pub appId: u16,
    /// the multicast address
    pub dstAddress: [u8; 6],
}

/// The version of the C interface that this library provides: "1.6.1". Not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn LibIEC61850_getVersionString() -> *mut c_char {
    guard(|| c"1.6.1".as_ptr().cast_mut())
}

#[cfg(test)]
mod tests {
    use std::mem::{align_of, offset_of, size_of};

    use super::*;

    #[test]
    fn the_public_structs_have_the_layout_of_c() {
        assert_eq!((size_of::<Timestamp>(), align_of::<Timestamp>()), (8, 1));
        assert_eq!((size_of::<PhyComAddress>(), align_of::<PhyComAddress>()), (12, 2));
        assert_eq!(offset_of!(PhyComAddress, vlanId), 2);
        assert_eq!(offset_of!(PhyComAddress, dstAddress), 6);
    }
}
