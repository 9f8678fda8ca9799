//! The association (ISO 8650 over the layers of [`crate::wire`], carrying [`crate::mms`]), client and server side,
//! without IO or clock: bytes in, bytes out, the next timeout, events. Two engines run back to back in virtual time.

mod calls;
mod config;
mod engine;
mod event;
mod tap;
#[cfg(test)]
mod tests;

pub use config::{Config, Negotiated};
pub use engine::{Engine, RELEASE_UNANSWERED, Statistics};
pub use event::{Body, Event};
pub use tap::Tap;

pub use crate::wire::{Indication, Refusal};
