//! iec61850_client.h: the ACSI client.

mod association;
mod asynchronous;
mod callbacks;
mod connection;
mod constants;
mod directory;
mod error_text;
mod file;
mod handle;
mod log;
mod read;
mod types;
mod write;

pub use association::*;
pub use asynchronous::*;
pub use callbacks::*;
pub use connection::*;
pub use constants::*;
pub use directory::*;
pub use error_text::*;
pub use file::*;
pub use log::*;
pub use read::*;
pub use types::*;
pub use write::*;
