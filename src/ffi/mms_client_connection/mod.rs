//! mms_client_connection.h: the MMS client below the ACSI client.

mod callbacks;
mod journal;
mod types;

pub use callbacks::*;
pub use journal::*;
pub use types::*;
