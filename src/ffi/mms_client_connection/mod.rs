//! mms_client_connection.h: the MMS client below the ACSI client.
//!
//! All asynchronous functions work alike: what is wrong at once is stored in `mmsError` and the handler is not called;
//! otherwise the invoke id of the request is stored and the handler is called exactly once, with the answer,
//! MMS_ERROR_SERVICE_TIMEOUT or MMS_ERROR_CONNECTION_LOST.

mod arguments;
mod association;
mod association_handlers;
mod callbacks;
mod connection;
mod file;
mod file_async;
mod handle;
mod journal;
mod journal_service;
mod list;
mod list_async;
mod list_values;
mod names;
mod names_async;
mod outcomes;
mod raw;
mod read;
mod read_async;
mod types;
mod vmd;
mod write;
mod write_async;

pub use association::*;
pub use association_handlers::*;
pub use callbacks::*;
pub use connection::*;
pub use file::*;
pub use file_async::*;
pub use journal::*;
pub use journal_service::*;
pub use list::*;
pub use list_async::*;
pub use list_values::*;
pub use names::*;
pub use names_async::*;
pub use raw::*;
pub use read::*;
pub use read_async::*;
pub use types::*;
pub use vmd::*;
pub use write::*;
pub use write_async::*;

pub(in crate::ffi) use handle::{
    borrow, connection as connection_of, give_back, local_address, port, prepare,
};
