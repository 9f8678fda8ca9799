//! IEC 61850 client (MMS mapping, IEC 61850-8-1) with the C interface of libiec61850 1.6.1.
//!
//! The crate is built in layers that depend on each other in one direction only, see `ARCHITECTURE.md`:
//! `wire` and `mms` are pure encodings, `assoc` is the association engine without IO or clock,
//! `net` owns sockets, threads and time, `mmsclient` is the MMS client, `iec61850` the ACSI client on it, and `ffi` translates to C.

pub mod assoc;
pub mod ber;
pub mod error;
#[allow(unsafe_code)]
pub mod ffi;
pub mod iec61850;
pub mod mms;
pub mod mmsclient;
pub mod model;
pub mod net;
pub mod server;
pub mod store;
pub mod wire;
