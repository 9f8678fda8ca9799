//! The C enums, one file per header, as cbindgen prints them and as the constants of Rust code.
//!
//! C may pass any `int` where it says enum, so signatures use the aliases of the headers' own modules
//! (`pub type MmsError = c_int`) and name values as `enums::MmsError::MMS_ERROR_NONE as c_int`.

mod iec61850_client;
mod iec61850_common;
mod iec61850_ext;
mod iec61850_model;
mod iec61850_server;
mod iso_connection_parameters;
mod mms_client_connection;
mod mms_common;
mod mms_server;
mod mms_types;
mod mms_value;
mod tls_config;

pub use iec61850_client::*;
pub use iec61850_common::*;
pub use iec61850_ext::*;
pub use iec61850_model::*;
pub use iec61850_server::*;
pub use iso_connection_parameters::*;
pub use mms_client_connection::*;
pub use mms_common::*;
pub use mms_server::*;
pub use mms_types::*;
pub use mms_value::*;
pub use tls_config::*;
