//! The C interface: one module per header, each function one call of a helper of `support`.
//!
//! Conventions: handle first, outputs last; NULL handles and required NULL strings are refused with an error code or
//! the type's fallback; a NULL `error` is ignored; nothing here panics into C.
#![allow(clippy::not_unsafe_ptr_arg_deref, non_camel_case_types, non_snake_case)]

pub mod support;
