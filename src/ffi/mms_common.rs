//! mms_common.h: types that the MMS headers share.

use std::ffi::c_int;

// C enums cross as plain numbers, since C may pass any; the headers print the enums under these names.
/// Kind of an MMS value or type. // C enum
pub type MmsType = c_int;
/// Outcome of an MMS service. // C enum
pub type MmsError = c_int;
