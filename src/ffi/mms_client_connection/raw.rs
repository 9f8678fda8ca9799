//! MMS PDUs as they are.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::Arc;

use super::handle::{service, with};
use super::{MmsConnection, MmsRawMessageHandler};
use crate::error::Error;
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::callback::Context;
use crate::mmsclient::MessageHandler;

/// Installs the handler that gets every MMS PDU that is sent or received, from the initiate request on.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; the message is valid during the call, and the handler may call any function
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setRawMessageHandler(
    self_: MmsConnection,
    handler: MmsRawMessageHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    with(self_, |connection| {
        connection.set_message_handler(handler.map(|handler| -> MessageHandler {
            Arc::new(move |pdu, received| {
                let length = c_int::try_from(pdu.len()).unwrap_or(c_int::MAX);
                // SAFETY: handler and parameter are C's, which keeps them valid until it replaces the handler; the message
                // is of this length.
                unsafe { handler(context.parameter(), pdu.as_mut_ptr(), length, received.into()) }
            })
        }));
    });
}

/// Sends an MMS PDU as it is. What the server answers goes to the raw message handler.
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_LOST where there is no association; MMS_ERROR_INVALID_ARGUMENTS for
/// a PDU that is longer than negotiated
/// @param buffer the PDU
/// @param bufSize its length
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_sendRawData(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    buffer: *mut u8,
    bufSize: c_int,
) {
    service(self_, mmsError, |connection| {
        let length = usize::try_from(bufSize).ok().filter(|_| !buffer.is_null());
        let length = length.ok_or(Error::InvalidArgument("no PDU"))?;
        // SAFETY: C passes a buffer of this length.
        connection.send_pdu(unsafe { std::slice::from_raw_parts(buffer, length) })
    });
}
