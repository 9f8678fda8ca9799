//! The control model (IEC 61850-7-2 §20, IEC 61850-8-1 §20).

use std::sync::Arc;
use std::time::Instant;

use super::connection::Connection;
use super::core::Core;
use super::space::{Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::Value;

/// The control objects of a server.
#[derive(Debug, Default)]
pub struct Controls {}

impl Controls {
    /// The control objects of the model.
    pub(super) fn new(_space: &Space, _values: &mut Values) -> Self {
        Self::default()
    }
}

impl Core {
    /// A client writes something under functional constraint CO.
    pub(super) fn write_control(
        self: &Arc<Self>,
        _client: &Arc<Connection>,
        slot: Slot,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }

    /// A client reads something under functional constraint CO: an AccessResult to answer instead of the value (SBO).
    pub(super) fn read_control(
        self: &Arc<Self>,
        _client: &Arc<Connection>,
        _place: &Place,
    ) -> Option<Vec<u8>> {
        None
    }

    /// A client is gone.
    pub(super) fn controls_disconnected(&self, _client: &Arc<Connection>) {}

    /// Select timeouts, time-activated operates, handlers that wait. When to be called next.
    pub(super) fn controls_due(self: &Arc<Self>, _now: Instant) -> Option<Instant> {
        None
    }
}
