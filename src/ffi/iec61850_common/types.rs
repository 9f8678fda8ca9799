//! The types that need no functions of their own.

use std::ffi::c_int;

/// One of the values of [`crate::ffi::enums::ACSIClass`].
pub type ACSIClass = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlModel`].
pub type ControlModel = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlAddCause`].
pub type ControlAddCause = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlLastApplError`].
pub type ControlLastApplError = c_int; // C enum

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

#[cfg(test)]
mod tests {
    use std::mem::{align_of, offset_of, size_of};

    use super::*;

    #[test]
    fn the_address_has_the_layout_of_c() {
        assert_eq!((size_of::<PhyComAddress>(), align_of::<PhyComAddress>()), (12, 2));
        assert_eq!(offset_of!(PhyComAddress, vlanId), 2);
        assert_eq!(offset_of!(PhyComAddress, dstAddress), 6);
    }
}
