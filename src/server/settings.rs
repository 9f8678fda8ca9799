//! Setting groups (IEC 61850-7-2 §19).

use std::sync::Arc;
use std::time::Instant;

use super::connection::Connection;
use super::core::Core;
use super::space::{NodeId, Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::Value;

/// The setting group control blocks of a server.
#[derive(Debug, Default)]
pub struct Settings {}

impl Settings {
    /// The setting group control blocks of the model, their first values put into `values`.
    pub(super) fn new(_space: &Space, _values: &mut Values) -> Self {
        Self::default()
    }
}

impl Core {
    /// A client writes an attribute of setting group control block `block`.
    pub(super) fn write_settings(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        _block: u32,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }

    /// Whether a client may write an attribute under SE now.
    pub(super) fn may_edit(
        &self,
        _client: &Arc<Connection>,
        _attribute: NodeId,
    ) -> Result<(), DataAccessError> {
        Err(DataAccessError::TEMPORARILY_UNAVAILABLE)
    }

    /// A client is gone.
    pub(super) fn settings_disconnected(&self, _client: &Arc<Connection>) {}

    /// Reservation times. When to be called next.
    pub(super) fn settings_due(&self, _now: Instant) -> Option<Instant> {
        None
    }
}
