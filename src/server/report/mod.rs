//! Reports and report control blocks (IEC 61850-7-2 §17, IEC 61850-8-1 §17).

use std::sync::Arc;
use std::time::Instant;

use super::config::Config;
use super::connection::Connection;
use super::core::{Core, Reasons, State};
use super::sets::Sets;
use super::space::{NodeId, Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::Value;

/// The report control blocks of a server.
#[derive(Debug, Default)]
pub struct Reports {}

impl Reports {
    /// The report control blocks of the model, their first values put into `values`.
    pub(super) fn new(_space: &Space, _config: &Config, _sets: &Sets, _values: &mut Values) -> Self {
        Self::default()
    }
}

impl State {
    /// An attribute has been updated. `held`: the application has the model locked and more changes follow.
    pub(super) fn report(&mut self, _space: &Space, _node: NodeId, _reasons: Reasons, _held: bool) {}
}

impl Core {
    /// A client writes attribute `path` of report control block `block`, which is at `place`.
    pub(super) fn write_report(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        _block: u32,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }

    /// A client is about to read (a part of) report control block `block`.
    pub(super) fn before_report_read(&self, _client: &Arc<Connection>, _block: u32, _place: &Place) {}

    /// The application has unlocked the model: what was held back is reported.
    pub(super) fn release_reports(&self) {}

    /// A client is gone.
    pub(super) fn reports_disconnected(&self, _client: &Arc<Connection>) {}

    /// A client takes more reports.
    pub(super) fn reports_drained(&self, _client: &Arc<Connection>) {}

    /// Buffer times, integrity periods, reservation times. When to be called next.
    pub(super) fn reports_due(&self, _now: Instant) -> Option<Instant> {
        None
    }
}
