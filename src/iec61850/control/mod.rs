//! Controls (IEC 61850-7-2 §20, IEC 61850-8-1 §20).

mod action;
mod command;
mod object;
mod termination;

pub use action::Action;
pub use object::{ControlObject, TerminationHandler};
pub(super) use termination::Controls;
