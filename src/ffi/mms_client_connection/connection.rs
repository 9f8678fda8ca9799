//! Connections and their options.

use std::ffi::{c_char, c_int};

use super::arguments::optional;
use super::handle::{held, publish, with, withdraw};
use super::{MmsConnection, MmsConnectionParameters};
use crate::ffi::iso_connection_parameters::IsoConnectionParameters;
use crate::ffi::support::{Fallback, guard};
use crate::ffi::tls_config::{self, TLSConfiguration};
use crate::mmsclient::Connection;

/// Smallest PDU size that can be proposed.
const MIN_LOCAL_DETAIL: i32 = 64;

/// Creates a connection that is not connected yet. Callbacks run on threads of the library.
///
/// @return the connection, to be ended with MmsConnection_destroy
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_create() -> MmsConnection {
    guard(|| publish(Connection::new(true, None)))
}

/// Creates a connection that no thread of the library serves: MmsConnection_tick has to be called regularly; callbacks run
/// inside it, and blocking functions serve the connection themselves while they wait.
///
/// @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
/// @return the connection, to be ended with MmsConnection_destroy; NULL for what is no TLS configuration
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_createNonThreaded(tlsConfig: TLSConfiguration) -> MmsConnection {
    guard(|| secured(tlsConfig, false))
}

/// Creates a connection that is not connected yet, secured by TLS (IEC 62351-3). Callbacks run on threads of the library.
///
/// @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
/// @return the connection, to be ended with MmsConnection_destroy; NULL for what is no TLS configuration
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_createSecure(tlsConfig: TLSConfiguration) -> MmsConnection {
    guard(|| secured(tlsConfig, true))
}

fn secured(handle: TLSConfiguration, threads: bool) -> MmsConnection {
    let Some(tls) = tls_config::optional(handle) else { return MmsConnection::fallback() };
    let connection = Connection::new(threads, None);
    connection.configure(|settings| settings.tls = tls);
    publish(connection)
}

/// Closes the connection and ends the handle. Every outstanding asynchronous call gets its handler called before this
/// returns, and no callback of this connection runs afterwards. May be called from inside a callback of the connection
/// itself. NULL, handles that are already destroyed and the MMS connection of an IedConnection are left alone.
///
/// @param self the connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_destroy(self_: MmsConnection) {
    guard(|| withdraw(self_, Connection::destroy));
}

/// How the peer is addressed, and how this side proves who it is. What is set there counts from the next connect on, also of
/// the IedConnection to which the connection belongs.
///
/// @param self the connection
/// @return the parameters, which belong to the connection; NULL for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getIsoConnectionParameters(self_: MmsConnection) -> IsoConnectionParameters {
    guard(|| held(self_).map_or_else(Fallback::fallback, |held| held.parameters.as_ptr()))
}

/// Sets where the files are that a server may fetch (obtainFile).
///
/// @param self the connection
/// @param basepath a directory; NULL for the default, vmd-filestore below the working directory
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setFilestoreBasepath(self_: MmsConnection, basepath: *const c_char) {
    with(self_, |connection| connection.set_file_store(optional(basepath).and_then(path)));
}

/// Sets how long connecting may take, from the look-up of the host name to the answer of the association request.
///
/// @param self the connection
/// @param timeoutInMs the time in ms; 0 for the default of 10 s
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setConnectTimeout(self_: MmsConnection, timeoutInMs: u32) {
    with(self_, |connection| connection.set_connect_timeout(timeoutInMs));
}

/// Sets how many requests may be outstanding at the same time, as it is proposed with the next connect.
///
/// @param self the connection
/// @param calling requests of this side
/// @param called requests of the server
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnnection_setMaxOutstandingCalls(self_: MmsConnection, calling: c_int, called: c_int) {
    let count = |count: c_int| count.clamp(1, i16::MAX.into()) as i16;
    with(self_, |connection| {
        connection.configure(|settings| {
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
pub extern "C" fn MmsConnection_setRequestTimeout(self_: MmsConnection, timeoutInMs: u32) {
    with(self_, |connection| connection.set_request_timeout(timeoutInMs));
}

/// How long the answer of a request may take.
///
/// @param self the connection
/// @return the time in ms; 0 for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getRequestTimeout(self_: MmsConnection) -> u32 {
    with(self_, |connection| connection.request_timeout_ms())
}

/// Sets the largest MMS PDU that the next connect proposes (localDetail of ISO 9506-2).
///
/// @param self the connection
/// @param localDetail octets; less than 64 counts as 64
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setLocalDetail(self_: MmsConnection, localDetail: i32) {
    with(self_, |connection| {
        connection
            .configure(|settings| settings.config.mms.local_detail = Some(localDetail.max(MIN_LOCAL_DETAIL)));
    });
}

/// The largest MMS PDU that the next connect proposes.
///
/// @param self the connection
/// @return octets; 0 for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getLocalDetail(self_: MmsConnection) -> i32 {
    with(self_, |connection| connection.settings().config.mms.local_detail.unwrap_or(0))
}

/// What was negotiated with the server (ISO 9506-2, Initiate).
///
/// @param self the connection
/// @return the parameters of the current or last association; without one the PDU size that the
/// next connect proposes, -1 for the numbers, and no services
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getMmsConnectionParameters(self_: MmsConnection) -> MmsConnectionParameters {
    with(self_, |connection| match connection.negotiated() {
        Some(negotiated) => {
            let mut services = [0; 11];
            services.iter_mut().zip(&negotiated.peer.services.0).for_each(|(to, from)| *to = *from);
            MmsConnectionParameters {
                maxServOutstandingCalling: negotiated.max_calling.into(),
                maxServOutstandingCalled: negotiated.max_called.into(),
                dataStructureNestingLevel: negotiated.nesting.into(),
                maxPduSize: c_int::try_from(negotiated.max_pdu).unwrap_or(c_int::MAX),
                servicesSupported: services,
            }
        }
        None => MmsConnectionParameters {
            maxServOutstandingCalling: -1,
            maxServOutstandingCalled: -1,
            dataStructureNestingLevel: -1,
            maxPduSize: connection.settings().config.mms.local_detail.unwrap_or(0),
            servicesSupported: [0; 11],
        },
    })
}

impl Fallback for MmsConnectionParameters {
    fn fallback() -> Self {
        Self {
            maxServOutstandingCalling: 0,
            maxServOutstandingCalled: 0,
            dataStructureNestingLevel: 0,
            maxPduSize: 0,
            servicesSupported: [0; 11],
        }
    }
}

/// A path of C's. Nothing for one that the system cannot have.
fn path(text: &[u8]) -> Option<std::path::PathBuf> {
    std::str::from_utf8(text).ok().map(Into::into)
}
