//! iec61850_client.h: the ACSI client.

mod association;
mod asynchronous;
mod callbacks;
mod connection;
mod constants;
mod control;
mod control_service;
mod dataset;
mod directory;
mod directory_async;
mod error_text;
mod file;
mod goose_cb;
mod handle;
mod log;
mod rcb_services;
mod read;
mod report;
mod report_control_block;
mod sv_cb;
mod types;
mod write;

pub use association::*;
pub use asynchronous::*;
pub use callbacks::*;
pub use connection::*;
pub use constants::*;
pub use control::*;
pub use control_service::*;
pub use dataset::*;
pub use directory::*;
pub use directory_async::*;
pub use error_text::*;
pub use file::*;
pub use goose_cb::*;
pub use log::*;
pub use rcb_services::*;
pub use read::*;
pub use report::*;
pub use report_control_block::*;
pub use sv_cb::*;
pub use types::*;
pub use write::*;

pub(in crate::ffi) use handle::client as client_of;
