//! iec61850_server.h: serving a data model to clients.

pub mod access;
pub mod client;
pub mod config;
pub mod control;
pub mod data;
pub(crate) mod hooks;
pub mod lifecycle;
pub mod logs;
pub(crate) mod model;
pub(crate) mod object;
pub mod report;
pub mod settings;
pub mod streams;
pub mod types;

pub use config::sIedServerConfig;
pub use types::*;
