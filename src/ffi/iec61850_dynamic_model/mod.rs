//! iec61850_dynamic_model.h: building a data model at run time.
//!
//! Everything that is made here belongs to the model and is freed by `IedModel_destroy`. Structs are Boxes, strings
//! come from malloc. Names are copied.

pub mod control_blocks;
pub mod data_set;
pub mod destroy;
pub mod nodes;
pub mod report;
pub mod report_state;

use std::ffi::c_char;
use std::ptr::null_mut;

use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::text;

/// A copy of a C string; NULL of NULL.
pub(crate) fn copy(from: *const c_char) -> *mut c_char {
    // SAFETY: NULL or a C string.
    unsafe { text::bytes(from) }.map_or(null_mut(), malloc_text)
}

/// A struct that the model owns.
pub(crate) fn own<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}
