//! Report control blocks: what happens to them, and their values in a running server.

use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::Arc;

use super::hooks::CHooks;
use super::object::with;
use super::types::{ClientConnection, IedServer};
use crate::error::DataAccessError;
use crate::ffi::iec61850_model::ReportControlBlock;
use crate::ffi::mms_value::MmsDataAccessError;
use crate::server::connection::Connection;
use crate::server::hooks::ReportEvent;

/// One of the values of [`crate::ffi::enums::IedServer_RCBEventType`].
pub type IedServer_RCBEventType = c_int; // C enum

/// Something happens to a report control block. `connection` is NULL for what no client does, `parameterName` for what is
/// about no attribute or all.
pub type IedServer_RCBEventHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        rcb: *mut ReportControlBlock,
        connection: ClientConnection,
        event: IedServer_RCBEventType,
        parameterName: *const c_char,
        serviceError: MmsDataAccessError,
    ),
>;

impl CHooks {
    pub(super) fn report(
        &self,
        block: u32,
        client: Option<&Arc<Connection>>,
        event: ReportEvent,
        attribute: Option<&str>,
        result: DataAccessError,
    ) {
        let (Some((callback, parameter)), Some(structs)) = (self.reports.get(), self.structs()) else {
            return;
        };
        let name = attribute.and_then(|name| CString::new(name).ok());
        let name = name.as_ref().map_or(null(), |name| name.as_ptr());
        let client = client.map_or(null_mut(), |client| self.clients.handle(client));
        // SAFETY: C's contract for the callback.
        unsafe { callback(parameter, structs.report(block), client, event as c_int, name, result.0) };
    }
}

/// Installs the callback that learns what happens to report control blocks. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setRCBEventHandler(
    self_: IedServer,
    handler: IedServer_RCBEventHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.reports.set(handler, parameter));
}
