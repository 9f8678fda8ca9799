//! mms_value.h: values.

use std::ffi::c_int;

/// One of the values of [`crate::ffi::enums::MmsDataAccessError`].
pub type MmsDataAccessError = c_int; // C enum

/// A value.
pub struct MmsValue {
    _private: (),
}
