//! The C interface: one module per header, each function one call of a helper of `support`.
//!
//! Conventions: handle first, outputs last; NULL handles and required NULL strings are refused with an error code or
//! the type's fallback; a NULL `error` is ignored; nothing here panics into C.
#![allow(clippy::not_unsafe_ptr_arg_deref, non_camel_case_types, non_snake_case)]

pub mod hal_thread;
pub mod hal_time;
pub mod iec61850_common;
pub mod lib_memory;
pub mod linked_list;
pub mod mms_common;
pub mod mms_type_spec;
pub mod mms_types;
pub mod mms_value;
pub mod support;
