//! The ACSI server (IEC 61850-7-2 mapped to MMS by IEC 61850-8-1), on [`crate::net::Session`]. No C types.

mod blocks;
pub mod config;
pub mod connection;
pub mod control;
pub mod core;
pub mod files;
#[cfg(test)]
mod fuzz_tests;
mod gate;
pub mod hooks;
pub mod log;
mod outlet;
pub mod report;
mod requests;
mod run;
#[cfg(test)]
mod run_tests;
pub mod sets;
pub mod settings;
pub mod space;
pub mod streams;
#[cfg(test)]
mod testing;
mod ticket;
pub mod tracking;
pub mod values;

pub use run::Server;
