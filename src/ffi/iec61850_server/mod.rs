//! iec61850_server.h: serving a data model to clients.

pub mod access;
pub mod client;
pub mod config;
pub mod data;
pub(crate) mod hooks;
pub mod lifecycle;
pub(crate) mod model;
pub(crate) mod object;
pub mod types;

pub use config::sIedServerConfig;
pub use types::*;
