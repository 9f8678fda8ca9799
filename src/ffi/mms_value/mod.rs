//! mms_value.h: making, reading and changing MMS values.

pub mod arrays;
pub mod bit_string;
pub mod buffer;
pub mod codec;
pub mod compare;
pub mod create;
pub mod lifetime;
pub mod number;
pub mod string;
pub mod time;

use std::ffi::c_int;

use crate::mms::value::{Data, Value, pool};

/// A value of MMS, opaque to C. A value that a function makes for the caller is freed with `MmsValue_delete`;
/// elements of arrays and structures belong to their container.
pub type MmsValue = Value;

/// One of the values of [`crate::ffi::enums::MmsDataAccessError`].
pub type MmsDataAccessError = c_int; // C enum

/// A value that the C caller owns from now on.
pub fn new_value(data: Data) -> *mut MmsValue {
    into_raw(Value::new(data))
}

/// Hands a value to the C caller, who frees it with `MmsValue_delete`.
pub fn into_raw(value: Value) -> *mut MmsValue {
    Box::into_raw(pool::boxed(value))
}
