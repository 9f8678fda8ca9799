//! iec61850_common.h: what client and server share.

use std::ffi::c_int;

mod constants;
mod types;

pub use constants::*;
pub use types::*;

/// One of the values of [`crate::ffi::enums::FunctionalConstraint`].
pub type FunctionalConstraint = c_int; // C enum
/// One of the values of [`crate::ffi::enums::Dbpos`].
pub type Dbpos = c_int; // C enum

/// Validity and details of a value: the QUALITY_… bits.
pub type Quality = u16;

/// The validity of a value: one of QUALITY_VALIDITY_….
pub type Validity = u16;

/// A time: seconds since 1970, a 24-bit fraction and the time quality.
#[repr(C)]
#[derive(Clone, Copy)]
pub union Timestamp {
    /// the octets as they are transferred
    pub val: [u8; 8],
}

#[cfg(test)]
mod tests {
    use std::mem::{align_of, size_of};

    use super::*;

    #[test]
    fn the_time_stamp_has_the_layout_of_c() {
        assert_eq!((size_of::<Timestamp>(), align_of::<Timestamp>()), (8, 1));
    }
}
