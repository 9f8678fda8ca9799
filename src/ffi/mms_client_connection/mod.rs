//! mms_client_connection.h: the MMS client below the ACSI client.

mod callbacks;
mod connection;
mod journal;
mod types;

pub use callbacks::*;
pub use connection::*;
pub use journal::*;
pub use types::*;
