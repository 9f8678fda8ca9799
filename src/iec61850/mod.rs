//! The ACSI client (IEC 61850-7-2 mapped to MMS by IEC 61850-8-1), on [`crate::net::Session`]. No C types.

mod appl_error;
mod association;
pub mod client;
mod control;
mod data;
mod directory;
pub mod fc;
pub mod file;
pub mod log;
pub mod model;
mod reference;
mod report;

pub use appl_error::LastApplError;
pub use client::{Client, ClosedHandler, ConnectionState, Handlers, Settings, StateHandler};
pub use directory::AcsiClass;
pub use fc::FunctionalConstraint;
pub use reference::Reference;
