//! Connection setup and options.

use std::ffi::{c_char, c_int};

use super::handle::{client, publish, with, withdraw};
use super::{IedConnection, LastApplError};
use crate::ffi::mms_client_connection::{MmsConnection, borrow, local_address};
use crate::ffi::support::{BoolArg, CBool, Fallback, guard};
use crate::ffi::tls_config::{self, TLSConfiguration};
use crate::iec61850::Client;

/// Creates a connection that is not connected yet. Callbacks run on threads of the library.
///
/// @return the connection, to be ended with IedConnection_destroy
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_create() -> IedConnection {
    guard(|| publish(Client::new(true)))
}

/// Creates a connection that is not connected yet, with or without threads of the library.
///
/// Without threads, IedConnection_tick has to be called regularly; callbacks run inside it, and blocking functions
/// serve the connection themselves while they wait.
///
/// @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
/// @param useThreads whether the library serves the connection on its own threads
/// @return the connection, to be ended with IedConnection_destroy; NULL for what is no TLS configuration
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_createEx(tlsConfig: TLSConfiguration, useThreads: BoolArg) -> IedConnection {
    guard(|| {
        let Some(tls) = tls_config::optional(tlsConfig) else { return IedConnection::fallback() };
        let client = Client::new(useThreads.get());
        client.connection().configure(|settings| settings.tls = tls);
        publish(client)
    })
}

/// Creates a connection that is not connected yet, with threads of the library.
///
/// @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
/// @return the connection, to be ended with IedConnection_destroy; NULL for what is no TLS configuration
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_createWithTlsSupport(tlsConfig: TLSConfiguration) -> IedConnection {
    IedConnection_createEx(tlsConfig, BoolArg::TRUE)
}

/// Closes the connection and ends the handle. Every outstanding asynchronous call gets its handler called before this
/// returns, and no callback of this connection runs afterwards. May be called from inside a callback of the
/// connection itself. NULL and handles that are already destroyed are ignored.
///
/// @param self the connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_destroy(self_: IedConnection) {
    guard(|| {
        // The handle stays valid for the callbacks that run during the end.
        if let Some(client) = client(self_) {
            client.connection().destroy();
        }
        withdraw(self_);
    });
}

/// Sets the local address and port that the next connect binds to.
///
/// @param self the connection
/// @param localIpAddress an IPv4 or IPv6 literal, or NULL for any; another text makes the connect fail with
/// IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT
/// @param localPort the TCP port; 0 or less lets the system choose
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setLocalAddress(
    self_: IedConnection,
    localIpAddress: *const c_char,
    localPort: c_int,
) {
    with(self_, |client| {
        let local = local_address(localIpAddress, localPort);
        client.connection().configure(|settings| settings.local = Some(local));
    });
}

/// Sets how long connecting may take, from the look-up of the host name to the answer of the association request.
///
/// @param self the connection
/// @param timeoutInMs the time in ms; 0 for the default of 10 s
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setConnectTimeout(self_: IedConnection, timeoutInMs: u32) {
    with(self_, |client| client.connection().set_connect_timeout(timeoutInMs));
}

/// Sets how many requests may be outstanding at the same time, as it is proposed with the next connect.
///
/// @param self the connection
/// @param calling requests of this side
/// @param called requests of the server
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setMaxOutstandingCalls(self_: IedConnection, calling: c_int, called: c_int) {
    let count = |count: c_int| count.clamp(1, i16::MAX.into()) as i16;
    with(self_, |client| {
        client.connection().configure(|settings| {
            settings.config.mms.max_outstanding_calling = count(calling);
            settings.config.mms.max_outstanding_called = count(called);
        });
    });
}

/// Sets how long the answer of a request may take, from the next request on.
///
/// @param self the connection
/// @param timeoutInMs the time in ms
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setRequestTimeout(self_: IedConnection, timeoutInMs: u32) {
    with(self_, |client| client.connection().set_request_timeout(timeoutInMs));
}

/// How long the answer of a request may take.
///
/// @param self the connection
/// @return the time in ms; 0 for no connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getRequestTimeout(self_: IedConnection) -> u32 {
    with(self_, |client| client.connection().request_timeout_ms())
}

/// Sets the time quality (IEC 61850-8-1 8.1.3.7) of the time stamps that control commands carry.
///
/// @param self the connection
/// @param leapSecondKnown leap seconds are known
/// @param clockFailure the clock is unreliable
/// @param clockNotSynchronized the clock is not synchronized
/// @param subsecondPrecision significant bits of the fraction of a second, 0 to 24, or 31 for unspecified
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setTimeQuality(
    self_: IedConnection,
    leapSecondKnown: BoolArg,
    clockFailure: BoolArg,
    clockNotSynchronized: BoolArg,
    subsecondPrecision: c_int,
) {
    let bit = |set: BoolArg, bit: u8| if set.get() { bit } else { 0 };
    let flags = bit(leapSecondKnown, 0x80) | bit(clockFailure, 0x40) | bit(clockNotSynchronized, 0x20);
    with(self_, |client| client.set_time_quality(flags | (subsecondPrecision & 0x1f) as u8));
}

/// Serves a connection that was created without threads: reads, keeps timeouts, calls callbacks. Nothing for one with
/// threads.
///
/// @param self the connection
/// @return true when there was nothing to do, so that the caller may wait before it calls again
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_tick(self_: IedConnection) -> CBool {
    with(self_, |client| CBool::from(!client.connection().tick()))
}

/// The MMS connection below an ACSI connection, for the functions of mms_client_connection.h.
///
/// @param self the connection
/// @return the MMS connection, which lives and ends with this one; NULL for no connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getMmsConnection(self_: IedConnection) -> MmsConnection {
    with(self_, |client| borrow(client.connection()))
}

/// Error and additional cause that the server reported last for a control of this connection (LastApplError).
///
/// @param self the connection
/// @return the values; all 0 when nothing was reported
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLastApplError(self_: IedConnection) -> LastApplError {
    with(self_, |client| {
        let last = client.last_appl_error();
        LastApplError { ctlNum: last.ctl_num, error: last.error, addCause: last.add_cause }
    })
}

impl Fallback for LastApplError {
    fn fallback() -> Self {
        Self { ctlNum: 0, error: 0, addCause: 0 }
    }
}
