//! The ACSI server (IEC 61850-7-2 mapped to MMS by IEC 61850-8-1), on [`crate::net::Session`]. No C types.

pub mod config;
pub mod connection;
pub mod core;
mod gate;
pub mod hooks;
mod outlet;
mod requests;
mod run;
pub mod sets;
pub mod space;
mod ticket;
pub mod values;

pub use run::Server;
