//! mms_client_connection.h: the MMS client below the ACSI client.

mod callbacks;
mod types;

pub use callbacks::*;
pub use types::*;
