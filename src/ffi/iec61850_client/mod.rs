//! iec61850_client.h: the ACSI client.

mod association;
mod asynchronous;
mod callbacks;
mod connection;
mod constants;
mod directory;
mod error_text;
mod handle;
mod rcb_services;
mod read;
mod report;
mod report_control_block;
mod types;
mod write;

pub use association::*;
pub use asynchronous::*;
pub use callbacks::*;
pub use connection::*;
pub use constants::*;
pub use directory::*;
pub use error_text::*;
pub use rcb_services::*;
pub use read::*;
pub use report::*;
pub use report_control_block::*;
pub use types::*;
pub use write::*;
