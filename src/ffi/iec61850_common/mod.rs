//! iec61850_common.h: quality, time stamps, double points, functional constraints.

pub mod dbpos;
pub mod functional_constraint;
pub mod quality;
pub mod timestamp;

mod constants;
mod types;

pub use constants::*;
pub use types::*;

use std::ffi::{c_char, c_int};

use super::support::guard;

// C enums cross as plain numbers, since C may pass any; the headers print the enums under these names.
/// Functional constraint of a data attribute. // C enum
pub type FunctionalConstraint = c_int;
/// Position of a double point. // C enum
pub type Dbpos = c_int;
/// Quality of IEC 61850-7-3: validity in bits 0 and 1, then detail, source, test and operator-blocked flags.
pub type Quality = u16;
/// The validity part of a [`Quality`].
pub type Validity = u16;

/// The version of the C interface that this library provides: "1.6.1". Not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn LibIEC61850_getVersionString() -> *mut c_char {
    guard(|| c"1.6.1".as_ptr().cast_mut())
}
