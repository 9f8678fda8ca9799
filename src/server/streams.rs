//! GOOSE and sampled value control blocks, as data: this server publishes neither.

use std::sync::Arc;

use super::connection::Connection;
use super::core::Core;
use super::space::{Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::Value;

/// The GOOSE and sampled value control blocks of a server.
#[derive(Debug, Default)]
pub struct Streams {}

impl Streams {
    /// The control blocks of the model, their first values put into `values`.
    pub(super) fn new(_space: &Space, _values: &mut Values) -> Self {
        Self::default()
    }
}

impl Core {
    /// A client writes an attribute of GOOSE control block `block`.
    pub(super) fn write_goose(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        _block: u32,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }

    /// A client writes an attribute of sampled value control block `block`.
    pub(super) fn write_sampled(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        _block: u32,
        _place: &Place,
        _value: &Value,
    ) {
        slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
    }
}
