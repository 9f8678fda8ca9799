//! iec61850_client.h: the ACSI client.

mod association;
mod asynchronous;
mod callbacks;
mod connection;
mod constants;
mod control;
mod control_service;
mod directory;
mod error_text;
mod handle;
mod read;
mod types;
mod write;

pub use association::*;
pub use asynchronous::*;
pub use callbacks::*;
pub use connection::*;
pub use constants::*;
pub use control::*;
pub use control_service::*;
pub use directory::*;
pub use error_text::*;
pub use read::*;
pub use types::*;
pub use write::*;
