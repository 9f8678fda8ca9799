//! Logs and log control blocks (IEC 61850-7-2 §17.3).

use std::sync::Arc;
use std::time::Instant;

use super::config::Config;
use super::connection::Connection;
use super::core::{Core, Reasons, State};
use super::sets::Sets;
use super::space::{NodeId, Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::{DataAccessError, Error, Result};
use crate::mms::value::Value;

/// The log control blocks of a server.
#[derive(Debug, Default)]
pub struct Logs {}

impl Logs {
    /// The log control blocks of the model, their first values put into `values`.
    pub(super) fn new(_space: &Space, _config: &Config, _sets: &Sets, _values: &mut Values) -> Self {
        Self::default()
    }
}

impl State {
    /// An attribute has been updated.
    pub(super) fn log(&mut self, _space: &Space, _node: NodeId, _reasons: Reasons) {}
}

impl Core {
    /// A client writes an attribute of log control block `block`.
    pub(super) fn write_log(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        _block: u32,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }

    /// A client is about to read (a part of) log control block `block`.
    pub(super) fn before_log_read(&self, _client: &Arc<Connection>, _block: u32, _place: &Place) {}

    /// ReadJournal.
    pub(super) fn read_journal(&self, _client: &Arc<Connection>, _service: &[u8]) -> Result<Vec<u8>> {
        Err(Error::Reject(super::requests::UNRECOGNIZED_SERVICE))
    }

    /// Integrity periods. When to be called next.
    pub(super) fn logs_due(&self, _now: Instant) -> Option<Instant> {
        None
    }
}
