//! Association services and the handlers of the connection's state.

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::handle::{service, with};
use super::{
    IedClientError, IedConnection, IedConnection_StateChangedHandler, IedConnectionClosedHandler,
    IedConnectionState,
};
use crate::error::{Error, Result};
use crate::ffi::mms_client_connection::{port, prepare};
use crate::ffi::support::callback::Context;
use crate::ffi::support::text;
use crate::iec61850::ClosedHandler;
use crate::mmsclient::StateHandler;

/// Connects to a server and opens an association, within the connect timeout.
///
/// @param self the connection
/// @param error IED_ERROR_OK; IED_ERROR_ALREADY_CONNECTED; IED_ERROR_CONNECTION_REJECTED when host or server refuse, by
/// whichever layer; IED_ERROR_TIMEOUT when there is no answer in time; IED_ERROR_UNKNOWN for a host name without
/// address; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for a port or local address that is none
/// @param hostname IPv4 or IPv6 literal or a host name; NULL is localhost
/// @param tcpPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_connect(
    self_: IedConnection,
    error: *mut IedClientError,
    hostname: *const c_char,
    tcpPort: c_int,
) {
    service(self_, error, |client| {
        prepare(client.connection());
        client.connection().connect(&host(hostname)?, port(client.connection(), tcpPort)?)
    });
}

/// Starts to connect and returns. The state handler learns when the connection is up (IED_STATE_CONNECTED) or could
/// not be made (IED_STATE_CLOSED).
///
/// @param self the connection
/// @param error as for IedConnection_connect, for what is known at once
/// @param hostname IPv4 or IPv6 literal or a host name; NULL is localhost
/// @param tcpPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_connectAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    hostname: *const c_char,
    tcpPort: c_int,
) {
    service(self_, error, |client| {
        prepare(client.connection());
        client.connection().connect_async(&host(hostname)?, port(client.connection(), tcpPort)?)
    });
}

fn host(hostname: *const c_char) -> Result<String> {
    // SAFETY: C passes NULL or a NUL-terminated string.
    match unsafe { text::bytes(hostname) } {
        None => Ok("localhost".to_owned()),
        Some(name) => match std::str::from_utf8(name) {
            Ok(name) => Ok(name.to_owned()),
            Err(_) => Err(Error::HostUnknown(String::from_utf8_lossy(name).into_owned())),
        },
    }
}

/// Ends the association at once, telling the server (ACSE abort).
///
/// @param self the connection
/// @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_abort(self_: IedConnection, error: *mut IedClientError) {
    service(self_, error, |client| client.connection().abort());
}

/// Ends the association at once, telling the server (ACSE abort); the state handler learns when it is over.
///
/// @param self the connection
/// @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_abortAsync(self_: IedConnection, error: *mut IedClientError) {
    service(self_, error, |client| client.connection().abort());
}

/// Ends the association in good order (MMS conclude, ACSE release) and waits for the server's consent.
///
/// @param self the connection
/// @param error IED_ERROR_OK; IED_ERROR_NOT_CONNECTED; IED_ERROR_TIMEOUT when the server did not answer in time: the
/// association is over then all the same
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_release(self_: IedConnection, error: *mut IedClientError) {
    service(self_, error, |client| client.connection().release());
}

/// Starts to end the association in good order and returns; the state handler learns when it is over.
///
/// @param self the connection
/// @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_releaseAsync(self_: IedConnection, error: *mut IedClientError) {
    service(self_, error, |client| client.connection().release_async());
}

/// Closes the TCP connection without telling the server; also one that is still being opened.
///
/// @param self the connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_close(self_: IedConnection) {
    with(self_, |client| client.connection().close());
}

/// The state of the connection. Never blocks, also inside callbacks.
///
/// @param self the connection
/// @return the state; IED_STATE_CLOSED for no connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getState(self_: IedConnection) -> IedConnectionState {
    with(self_, |client| client.connection().state() as IedConnectionState)
}

/// Installs the handler that is called when the association is over, for whichever reason, after the state handler.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; it may call any function
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_installConnectionClosedHandler(
    self_: IedConnection,
    handler: IedConnectionClosedHandler,
    parameter: *mut c_void,
) {
    let context = Context::new(self_, parameter);
    with(self_, |client| {
        let handler = handler.map(|handler| -> ClosedHandler {
            // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler.
            Arc::new(move || unsafe { handler(context.parameter(), context.object()) })
        });
        client.set_handlers(|handlers| handlers.closed = handler);
    });
}

/// Installs the handler that is called with each new state of the connection.
///
/// @param self the connection
/// @param handler the handler, or NULL for none; it may call any function
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_installStateChangedHandler(
    self_: IedConnection,
    handler: IedConnection_StateChangedHandler,
    parameter: *mut c_void,
) {
    let context = Context::new(self_, parameter);
    with(self_, |client| {
        let handler = handler.map(|handler| -> StateHandler {
            Arc::new(move |state| {
                // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler.
                unsafe { handler(context.parameter(), context.object(), state as IedConnectionState) }
            })
        });
        client.set_handlers(|handlers| handlers.state = handler);
    });
}
