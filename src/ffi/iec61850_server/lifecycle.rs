//! Making, starting and stopping a server.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::time::Duration;

use super::config::{IedServerConfig, path_of};
use super::object::{create, destroy, with};
use super::types::*;
use crate::ffi::iec61850_model::IedModel;
use crate::ffi::iso_connection_parameters::AcseAuthenticator;
use crate::ffi::mms_server::MmsServer;
use crate::ffi::support::port::tcp_port;
use crate::ffi::support::{BoolArg, CBool, guard, text};
use crate::ffi::tls_config::{self, TLSConfiguration};
use crate::mms::service::identify::Identity;
use crate::server::Server;

/// Makes a server of a model with default settings.
///
/// @param dataModel the model, which must live as long as the server
/// @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_create(dataModel: *mut IedModel) -> IedServer {
    create(dataModel, std::ptr::null())
}

/// Makes a server of a model with default settings.
///
/// @param dataModel the model, which must live as long as the server
/// @param tlsConfiguration keys and rules of TLS on the port that the server is started with; NULL to serve in the clear
/// @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served and for what is no TLS
/// configuration
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_createWithTlsSupport(
    dataModel: *mut IedModel,
    tlsConfiguration: TLSConfiguration,
) -> IedServer {
    IedServer_createWithConfig(dataModel, tlsConfiguration, std::ptr::null_mut())
}

/// Makes a server of a model.
///
/// @param dataModel the model, which must live as long as the server
/// @param tlsConfiguration keys and rules of TLS on the port that the server is started with; NULL to serve in the clear. It
/// needs a certificate and key of the server's own when the server starts
/// @param serverConfiguration the settings, which are copied; NULL for the defaults
/// @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served and for what is no TLS
/// configuration
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_createWithConfig(
    dataModel: *mut IedModel,
    tlsConfiguration: TLSConfiguration,
    serverConfiguration: IedServerConfig,
) -> IedServer {
    guard(|| {
        let Some(tls) = tls_config::optional(tlsConfiguration) else { return std::ptr::null_mut() };
        let server = create(dataModel, serverConfiguration);
        with(server, |object| object.server.set_tls(tls));
        server
    })
}

/// Stops and frees a server. The attributes of the model keep their last values. NULL and destroyed servers are nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_destroy(self_: IedServer) {
    destroy(self_);
}

/// Adds an address to listen on from the next start.
///
/// @param ipAddr the address; NULL for all
/// @param tcpPort the port, -1 for 102, or 3782 with TLS
/// @param tlsConfiguration keys and rules of TLS there, with a certificate and key of the server's own; NULL to serve in the clear
/// @return false for a port that is none and for what is no TLS configuration
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_addAccessPoint(
    self_: IedServer,
    ipAddr: *const c_char,
    tcpPort: c_int,
    tlsConfiguration: TLSConfiguration,
) -> CBool {
    with(self_, |object| {
        let Some(tls) = tls_config::optional(tlsConfiguration) else { return CBool::FALSE };
        let Some(port) = tcp_port(tcpPort, tls.is_some()) else { return CBool::FALSE };
        object.server.add_access_point(address(ipAddr), port, tls);
        CBool::TRUE
    })
}

/// Sets the address to listen on from the next start; NULL for all.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setLocalIpAddress(self_: IedServer, localIpAddress: *const c_char) {
    with(self_, |object| object.server.set_address(address(localIpAddress)));
}

fn address(text: *const c_char) -> Option<String> {
    // SAFETY: NULL or a C string.
    unsafe { text::bytes(text) }.map(|text| String::from_utf8_lossy(text).into_owned())
}

/// Sets what the server answers to Identify. The strings are copied; NULL is an empty one.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setServerIdentity(
    self_: IedServer,
    vendor: *const c_char,
    model: *const c_char,
    revision: *const c_char,
) {
    with(self_, |object| {
        // SAFETY: NULL or C strings.
        let text = |text| unsafe { text::bytes(text) }.unwrap_or_default().to_vec();
        let identity = Identity { vendor: text(vendor), model: text(model), revision: text(revision) };
        object.core().set_identity(identity);
    });
}

/// Sets the directory of the file service.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setFilestoreBasepath(self_: IedServer, basepath: *const c_char) {
    with(self_, |object| {
        // SAFETY: NULL or a C string.
        if let Some(path) = unsafe { text::bytes(basepath) } {
            object.core().set_file_base(path_of(path));
        }
    });
}

/// Starts to serve, on threads of the library. `IedServer_isRunning` tells whether it does. Nothing if it serves already.
///
/// @param tcpPort the port; -1 for 102, or 3782 with TLS
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_start(self_: IedServer, tcpPort: c_int) {
    with(self_, |object| start(tcpPort, &object.server, Server::start));
}

/// Starts to serve without a thread: `IedServer_waitReady`, `IedServer_processIncomingData` and
/// `IedServer_performPeriodicTasks` are to be called again and again.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_startThreadless(self_: IedServer, tcpPort: c_int) {
    with(self_, |object| start(tcpPort, &object.server, Server::start_threadless));
}

fn start(number: c_int, server: &Server, start: impl FnOnce(&Server, u16) -> crate::error::Result<()>) {
    let Some(port) = tcp_port(number, server.has_tls()) else {
        return tracing::error!(number, "no TCP port");
    };
    if let Err(error) = start(server, port) {
        tracing::error!(%error, port, "the server cannot listen");
    }
}

/// Stops serving: clients are disconnected, callbacks about them have returned.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_stop(self_: IedServer) {
    with(self_, |object| object.server.stop());
}

/// Stops serving without a thread.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_stopThreadless(self_: IedServer) {
    with(self_, |object| object.server.stop());
}

/// Waits for clients to want something.
///
/// @return 1 if there is something to do, 0 after `timeoutMs`, -1 when the server does not run
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_waitReady(self_: IedServer, timeoutMs: c_uint) -> c_int {
    with(self_, |object| match object.server.wait_ready(Duration::from_millis(timeoutMs.into())) {
        Ok(ready) => c_int::from(ready),
        Err(_) => -1,
    })
}

/// Serves what is there, callbacks included.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_processIncomingData(self_: IedServer) {
    with(self_, |object| object.server.process());
}

/// Does what is due: reports, timeouts.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_performPeriodicTasks(self_: IedServer) {
    with(self_, |object| object.server.periodic());
}

/// The model that the server was made of.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getDataModel(self_: IedServer) -> *mut IedModel {
    with(self_, |object| object.structs.model as *mut IedModel)
}

/// Whether the server serves.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_isRunning(self_: IedServer) -> CBool {
    with(self_, |object| object.server.is_running().into())
}

/// The number of clients.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getNumberOfOpenConnections(self_: IedServer) -> c_int {
    with(self_, |object| c_int::try_from(object.core().connection_count()).unwrap_or(c_int::MAX))
}

/// The MMS server below, for `MmsServer_` functions. It belongs to the server.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getMmsServer(self_: IedServer) -> MmsServer {
    with(self_, |_| self_.cast())
}

/// Installs the callback that decides whether a client may associate. NULL lets all.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setAuthenticator(
    self_: IedServer,
    authenticator: AcseAuthenticator,
    authenticatorParameter: *mut c_void,
) {
    with(self_, |object| object.hooks.authenticator.set(authenticator, authenticatorParameter));
}

/// Installs the callback that learns of clients that come and go. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setConnectionIndicationHandler(
    self_: IedServer,
    handler: IedConnectionIndicationHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.connection.set(handler, parameter));
}

/// Sets whether requests of clients go unanswered.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_ignoreClientRequests(self_: IedServer, enable: BoolArg) {
    with(self_, |object| object.core().set_deaf(enable.get()));
}

/// Sets the quality of the time stamps that `IedServer_updateUTCTimeAttributeValue` makes.
///
/// @param leapSecondKnown leap seconds are known
/// @param clockFailure the clock has failed
/// @param clockNotSynchronized the clock is not synchronized
/// @param subsecondPrecision significant bits of the fraction, 0 to 24, 31 for unspecified
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setTimeQuality(
    self_: IedServer,
    leapSecondKnown: BoolArg,
    clockFailure: BoolArg,
    clockNotSynchronized: BoolArg,
    subsecondPrecision: c_int,
) {
    with(self_, |object| {
        let flags = [(leapSecondKnown, 0x80), (clockFailure, 0x40), (clockNotSynchronized, 0x20)];
        let flags: u8 = flags.into_iter().filter(|(flag, _)| flag.get()).map(|(_, bit)| bit).sum();
        object.set_time_quality(flags | (subsecondPrecision.clamp(0, 31) as u8));
    });
}
