//! The C interface: one module per header, each function one call of a helper of `support`.
//!
//! Conventions: handle first, outputs last; NULL handles and required NULL strings are refused with an error code or
//! the type's fallback; a NULL `error` is ignored; nothing here panics into C.
//!
//! The headers in `include/` are made of these modules and of [`enums`], see `tests/headers.rs`.
#![allow(clippy::not_unsafe_ptr_arg_deref, non_camel_case_types, non_snake_case, non_upper_case_globals)]

pub mod enums;
pub mod hal_filesystem;
pub mod hal_thread;
pub mod hal_time;
pub mod iec61850_cdc;
pub mod iec61850_client;
pub mod iec61850_common;
pub mod iec61850_config_file_parser;
pub mod iec61850_dynamic_model;
pub mod iec61850_ext;
pub mod iec61850_model;
pub mod iec61850_server;
pub mod iso_connection_parameters;
pub mod lib_memory;
pub mod linked_list;
pub mod logging_api;
pub mod mms_client_connection;
pub mod mms_common;
pub mod mms_server;
pub mod mms_type_spec;
pub mod mms_types;
pub mod mms_value;
pub mod support;
pub mod tls_ciphers;
pub mod tls_config;
