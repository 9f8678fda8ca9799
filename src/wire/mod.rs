//! The ISO layers below MMS: bytes to typed units and back. No IO, clock or threads.
//!
//! [`Stack`] holds the state of one connection, either role; the modules below it only encode and decode.

pub mod acse;
pub mod cotp;
pub mod presentation;
pub mod selectors;
pub mod session;
mod stack;
pub mod tpkt;

pub use selectors::{Address, ApTitle, ConnectParams, PSelector, SSelector, Selector, TSelector, TpduSize};
pub use stack::{Event, Indication, Payload, Refusal, ResponderParams, Stack};
