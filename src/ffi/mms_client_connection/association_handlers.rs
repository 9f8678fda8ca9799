//! Who learns what becomes of the association, and what comes over it.

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

use super::handle::with;
use super::{
    MmsConnection, MmsConnectionLostHandler, MmsConnectionState, MmsConnectionStateChangedHandler,
    MmsInformationReportHandler,
};
use crate::ffi::mms_value::into_raw;
use crate::ffi::support::callback::Context;
use crate::ffi::support::memory::{free, malloc_text};
use crate::mmsclient::{LostHandler, ReportHandler, StateHandler};

/// Installs the handler that is called with each new state of the connection. A close or abort of this side goes to
/// MMS_CONNECTION_STATE_CLOSED at once, a connect that fails by way of MMS_CONNECTION_STATE_CLOSING.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; it may call any function
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setConnectionStateChangedHandler(
    self_: MmsConnection,
    handler: MmsConnectionStateChangedHandler,
    parameter: *mut c_void,
) {
    let context = Context::new(self_, parameter);
    with(self_, |connection| {
        let handler = handler.map(|handler| -> StateHandler {
            Arc::new(move |state| {
                // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler.
                unsafe { handler(context.object(), context.parameter(), state as MmsConnectionState) }
            })
        });
        connection.set_handlers(|handlers| handlers.state = handler);
    });
}

/// Installs the handler that is called when the association is over, after the state handler: by the peer, by a failure or
/// by conclude, or since it could not be made; not after a close or abort of this side.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; it may call any function
/// @param handlerParameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setConnectionLostHandler(
    self_: MmsConnection,
    handler: MmsConnectionLostHandler,
    handlerParameter: *mut c_void,
) {
    let context = Context::new(self_, handlerParameter);
    with(self_, |connection| {
        let handler = handler.map(|handler| -> LostHandler {
            // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler.
            Arc::new(move || unsafe { handler(context.object(), context.parameter()) })
        });
        connection.set_handlers(|handlers| handlers.lost = handler);
    });
}

/// Installs the handler that gets every InformationReport of the server: a list of values under the name of a named
/// variable list, or one value for each variable that is reported. The report handlers of an IedConnection to which the
/// connection belongs get theirs as well.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; it owns the value, to be freed with MmsValue_delete, and may call any
/// function
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setInformationReportHandler(
    self_: MmsConnection,
    handler: MmsInformationReportHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    with(self_, |connection| {
        let handler = handler.map(|handler| -> ReportHandler {
            Arc::new(move |report| {
                let domain = report.domain.as_deref().map_or(null_mut(), malloc_text);
                let name = malloc_text(&report.name);
                let value = into_raw(report.value);
                // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler; the
                // names are malloc'ed and used for nothing else.
                unsafe {
                    handler(context.parameter(), domain, name, value, report.is_list.into());
                    free(domain.cast());
                    free(name.cast());
                }
            })
        });
        connection.set_handlers(|handlers| handlers.report = handler);
    });
}
