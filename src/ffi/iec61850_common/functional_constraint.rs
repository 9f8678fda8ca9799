//! Functional constraints and their names.

use std::ffi::{CStr, c_char};

use super::FunctionalConstraint;
use crate::ffi::support::{guard, text};

/// In the order of the C enum.
const NAMES: [&CStr; 19] = [
    c"ST", c"MX", c"SP", c"SV", c"CF", c"DC", c"SG", c"SE", c"SR", c"OR", c"BL", c"EX", c"CO", c"US", c"MS",
    c"RP", c"BR", c"LG", c"GO",
];

const NONE: FunctionalConstraint = -1;

/// The two letters of a functional constraint, not to be freed. NULL for NONE, ALL and numbers that are none.
#[unsafe(no_mangle)]
pub extern "C" fn FunctionalConstraint_toString(fc: FunctionalConstraint) -> *mut c_char {
    guard(|| {
        let name = usize::try_from(fc).ok().and_then(|index| NAMES.get(index));
        name.map_or(std::ptr::null_mut(), |name| name.as_ptr().cast_mut())
    })
}

/// The functional constraint that a string begins with (two upper-case letters; what follows is ignored).
/// `IEC61850_FC_NONE` (-1) if it is none, or NULL.
#[unsafe(no_mangle)]
pub extern "C" fn FunctionalConstraint_fromString(fcString: *const c_char) -> FunctionalConstraint {
    guard(|| {
        // SAFETY: NULL or a C string.
        let text = unsafe { text::bytes(fcString) }.unwrap_or_default();
        let index = NAMES.iter().position(|name| text.starts_with(name.to_bytes()));
        index.map_or(NONE, |index| index as FunctionalConstraint)
    })
}
