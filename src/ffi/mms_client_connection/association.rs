//! Connecting and the end of associations.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::arguments::optional;
use super::handle::{code, held, port, service, with};
use super::{MmsConnection, MmsConnection_ConcludeAbortHandler};
use crate::error::{Error, Result};
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::CBool;
use crate::ffi::support::callback::Context;

/// Connects to a server and opens an association, within the connect timeout.
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_REJECTED when host or server refuse, by whichever layer;
/// MMS_ERROR_SERVICE_TIMEOUT when there is no answer in time; MMS_ERROR_OTHER for a host name without address, and where
/// there is an association already; MMS_ERROR_INVALID_ARGUMENTS for a port or local address that is none
/// @param serverName IPv4 or IPv6 literal or a host name; NULL for the one of the ISO parameters, or localhost
/// @param serverPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
/// @return whether the association is open
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_connect(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    serverName: *const c_char,
    serverPort: c_int,
) -> CBool {
    service(self_, mmsError, |connection| {
        connection.connect(&target(self_, serverName)?, port(connection, serverPort)?)?;
        Ok(CBool::TRUE)
    })
}

/// Starts to connect and returns. The state handler learns when the connection is up (MMS_CONNECTION_STATE_CONNECTED) or
/// could not be made (MMS_CONNECTION_STATE_CLOSED).
///
/// @param self the connection
/// @param mmsError as for MmsConnection_connect, for what is known at once
/// @param serverName IPv4 or IPv6 literal or a host name; NULL for the one of the ISO parameters, or localhost
/// @param serverPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_connectAsync(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    serverName: *const c_char,
    serverPort: c_int,
) {
    service(self_, mmsError, |connection| {
        connection.connect_async(&target(self_, serverName)?, port(connection, serverPort)?)
    });
}

/// Takes over the ISO parameters; the host to connect to.
fn target(handle: MmsConnection, name: *const c_char) -> Result<String> {
    let held = held(handle).ok_or(Error::InvalidArgument("no connection handle"))?;
    held.prepare();
    let name = optional(name).or_else(|| optional(held.parameters.hostname()));
    match std::str::from_utf8(name.unwrap_or(b"localhost")) {
        Ok(name) => Ok(name.to_owned()),
        Err(_) => Err(Error::HostUnknown("a name that is not UTF-8".to_owned())),
    }
}

/// Closes the TCP connection without telling the server; also one that is still being opened.
///
/// @param self the connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_close(self_: MmsConnection) {
    with(self_, |connection| connection.close());
}

/// Ends the association at once, telling the server (ACSE abort).
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_abort(self_: MmsConnection, mmsError: *mut MmsError) {
    service(self_, mmsError, |connection| connection.abort());
}

/// Ends the association at once, telling the server (ACSE abort); the state handler learns when it is over.
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_abortAsync(self_: MmsConnection, mmsError: *mut MmsError) {
    service(self_, mmsError, |connection| connection.abort());
}

/// Ends the association in good order (MMS conclude, ACSE release) and waits for the server's consent.
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_LOST where there is no association; MMS_ERROR_SERVICE_TIMEOUT or
/// MMS_ERROR_CONCLUDE_REJECTED when the server did not answer in time or refused: the association is over all the same
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_conclude(self_: MmsConnection, mmsError: *mut MmsError) {
    service(self_, mmsError, |connection| connection.conclude());
}

/// Starts to end the association in good order and returns.
///
/// @param self the connection
/// @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
/// @param handler gets the result, as MmsConnection_conclude stores it
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_concludeAsync(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    handler: MmsConnection_ConcludeAbortHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, mmsError, |connection| {
        connection.conclude_async(move |outcome| {
            if let Some(handler) = handler {
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(context.parameter(), code(&outcome), outcome.is_ok().into()) }
            }
        })
    });
}

/// Serves a connection that was created without threads: reads, keeps timeouts, calls callbacks. Nothing for one with
/// threads.
///
/// @param self the connection
/// @return true when there was nothing to do, so that the caller may wait before it calls again
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_tick(self_: MmsConnection) -> CBool {
    with(self_, |connection| CBool::from(!connection.tick()))
}
