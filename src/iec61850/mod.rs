//! The ACSI client (IEC 61850-7-2 mapped to MMS by IEC 61850-8-1), on [`crate::mmsclient`]. No C types.

mod appl_error;
pub mod client;
mod control;
mod data;
pub mod dataset;
mod directory;

pub mod file;
pub mod goose_cb;
pub mod log;
pub mod model;
mod reference;
mod report;
pub mod sv_cb;
mod types_ahead;

pub use crate::model::fc::FunctionalConstraint;
pub use appl_error::LastApplError;
pub use client::{Client, ClosedHandler, Handlers};
pub use control::{Action, ControlObject, TerminationHandler};
pub use dataset::DataSet;
pub use directory::AcsiClass;
pub use goose_cb::GooseControlBlock;
pub use reference::Reference;
pub use report::{
    Attribute, NOT_INCLUDED, Present, RcbReference, RcbValues, Report, ReportHandler, ReportStatistics,
};
pub use sv_cb::SvControlBlock;
