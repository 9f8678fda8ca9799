//! iso_connection_parameters.h: how a client addresses its peer below MMS, and how it proves who it is.

mod application;
mod authentication;
mod parameters;
mod types;

pub use application::*;
pub use authentication::*;
pub use parameters::*;
pub use types::*;
