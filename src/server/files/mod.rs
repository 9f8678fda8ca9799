//! Files below one directory (IEC 61850-7-2 §23, IEC 61850-8-1 §23).

use std::sync::Arc;

use super::connection::Connection;
use super::core::Core;
use super::requests::{Outcome, UNRECOGNIZED_SERVICE};
use crate::error::{Error, Result};
use crate::mms::service::Service;

/// The files that a client has open.
#[derive(Debug, Default)]
pub struct OpenFiles {}

impl Core {
    /// One of the file services.
    pub(super) fn file_service(
        self: &Arc<Self>,
        _client: &Arc<Connection>,
        _invoke_id: u32,
        _kind: Service,
        _service: &[u8],
    ) -> Result<Outcome> {
        Err(Error::Reject(UNRECOGNIZED_SERVICE))
    }
}
