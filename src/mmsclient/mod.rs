//! The MMS client (ISO 9506) below the ACSI client, on [`crate::net::Session`]: what `mms_client_connection.h` offers, and
//! what [`crate::iec61850::Client`] is built on. No C types.

mod association;
pub mod calls;
mod connection;
mod names;
mod report;
mod store;
mod upload;

pub use calls::Call;
pub use connection::{
    Connection, ConnectionState, Handlers, LostHandler, MessageHandler, Settings, StateHandler, Upper,
};
pub use names::{NamePage, Names};
pub use report::{Report, ReportHandler};
