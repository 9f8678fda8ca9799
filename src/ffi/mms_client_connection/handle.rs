//! From the handle to the connection, and from the core's result to C's.

use std::collections::HashMap;
use std::ffi::{c_char, c_int};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;

use super::{MmsConnection, sMmsConnection};
use crate::error::{Error, Result};
use crate::ffi::iso_connection_parameters::OwnParameters;
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::errors::mms_error_number;
use crate::ffi::support::handles::Registry;
use crate::ffi::support::out::Out;
use crate::ffi::support::port::tcp_port;
use crate::ffi::support::{Fallback, guard, text};
use crate::mmsclient::{Call, Connection};

/// `MMS_ERROR_NONE`
pub(super) const NONE: MmsError = crate::ffi::enums::MmsError::MMS_ERROR_NONE as MmsError;
/// `MMS_ERROR_OTHER`, also what stays in `mmsError` after a panic.
const OTHER: MmsError = crate::ffi::enums::MmsError::MMS_ERROR_OTHER as MmsError;

/// A connection and what C has of it.
pub(super) struct Held {
    pub(super) connection: Arc<Connection>,
    pub(super) parameters: OwnParameters,
    /// Made by MmsConnection_create; otherwise it belongs to an IedConnection.
    owned: bool,
}

static CONNECTIONS: LazyLock<Registry<Held>> = LazyLock::new(Registry::default);
/// From the address of a borrowed connection to its handle.
static BORROWED: LazyLock<Mutex<HashMap<usize, usize>>> = LazyLock::new(Mutex::default);

fn hold(connection: Arc<Connection>, owned: bool) -> MmsConnection {
    CONNECTIONS.insert::<sMmsConnection>(Arc::new(Held {
        connection,
        parameters: OwnParameters::new(),
        owned,
    }))
}

/// A handle for a new connection.
pub(super) fn publish(connection: Arc<Connection>) -> MmsConnection {
    hold(connection, true)
}

/// Ends the handle of a connection that MmsConnection_create made, after `end`.
pub(super) fn withdraw(handle: MmsConnection, end: impl FnOnce(&Connection)) {
    let Some(held) = CONNECTIONS.get(handle) else { return };
    if !held.owned {
        return tracing::error!("an MMS connection that belongs to an IedConnection ends with that");
    }
    // The handle stays valid for the callbacks that run during the end.
    end(&held.connection);
    CONNECTIONS.remove(handle);
}

/// The MMS handle of an ACSI connection, the same at each call.
pub(in crate::ffi) fn borrow(connection: &Arc<Connection>) -> MmsConnection {
    let address = Arc::as_ptr(connection) as usize;
    let mut borrowed = BORROWED.lock();
    *borrowed.entry(address).or_insert_with(|| hold(Arc::clone(connection), false) as usize) as MmsConnection
}

/// Ends the MMS handle of an ACSI connection, if it ever had one.
pub(in crate::ffi) fn give_back(connection: &Arc<Connection>) {
    let handle = BORROWED.lock().remove(&(Arc::as_ptr(connection) as usize));
    if let Some(handle) = handle {
        CONNECTIONS.remove(handle as MmsConnection);
    }
}

/// Before a connect of an ACSI connection: what C has set below it.
pub(in crate::ffi) fn prepare(connection: &Arc<Connection>) {
    let handle = BORROWED.lock().get(&(Arc::as_ptr(connection) as usize)).copied();
    if let Some(held) = handle.and_then(|handle| CONNECTIONS.get(handle as MmsConnection)) {
        held.prepare();
    }
}

impl Held {
    /// Before a connect: what C has set in the ISO parameters.
    pub(super) fn prepare(&self) {
        self.connection.configure(|settings| {
            self.parameters.apply(&mut settings.config.connect);
            if let Some((address, port)) = self.parameters.local() {
                settings.local = Some(local_address(address, port));
            }
            if let Some(tls) = self.parameters.tls() {
                settings.tls = tls;
            }
        });
    }
}

/// A local address as the settings take it; None for one that is unusable.
pub(in crate::ffi) fn local_address(address: *const c_char, port: c_int) -> Option<(Option<IpAddr>, u16)> {
    let port = u16::try_from(port.max(0)).ok()?;
    // SAFETY: C passes NULL or a NUL-terminated string.
    match unsafe { text::bytes(address) } {
        None => Some((None, port)),
        Some(address) => Some((Some(std::str::from_utf8(address).ok()?.parse().ok()?), port)),
    }
}

/// The port that a connect goes to.
pub(in crate::ffi) fn port(connection: &Connection, number: c_int) -> Result<u16> {
    let secure = connection.settings().tls.is_some();
    tcp_port(number, secure).ok_or(Error::InvalidArgument("TCP port"))
}

/// The connection behind a handle, with what C has of it.
pub(super) fn held(handle: MmsConnection) -> Option<Arc<Held>> {
    CONNECTIONS.get(handle)
}

/// The connection behind a handle.
pub(in crate::ffi) fn connection(handle: MmsConnection) -> Option<Arc<Connection>> {
    held(handle).map(|held| Arc::clone(&held.connection))
}

/// Runs `f` on the connection behind a handle; the type's fallback for a handle that is none.
pub(super) fn with<R: Fallback>(handle: MmsConnection, f: impl FnOnce(&Arc<Connection>) -> R) -> R {
    guard(|| held(handle).map_or_else(R::fallback, |held| f(&held.connection)))
}

/// Runs a service on the connection behind a handle; stores its error, and returns its result or the type's fallback.
pub(super) fn service<R: Fallback>(
    handle: MmsConnection,
    mms_error: *mut MmsError,
    f: impl FnOnce(&Arc<Connection>) -> Result<R>,
) -> R {
    let error = Out::new(mms_error);
    error.set(OTHER);
    guard(|| {
        let held = held(handle).ok_or(Error::InvalidArgument("no connection handle"));
        match held.and_then(|held| f(&held.connection)) {
            Ok(result) => {
                error.set(NONE);
                result
            }
            Err(failure) => {
                error.set(mms_error_number(&failure));
                R::fallback()
            }
        }
    })
}

/// Starts a service on the connection behind a handle; stores its invoke id and what is wrong at once. `done` runs exactly
/// once if nothing is.
pub(super) fn launch<R: Send + 'static>(
    handle: MmsConnection,
    used_invoke_id: *mut u32,
    mms_error: *mut MmsError,
    call: impl FnOnce() -> Result<Call<R>>,
    done: impl FnOnce(u32, Result<R>) + Send + 'static,
) {
    let invoke_id = Out::new(used_invoke_id);
    service(handle, mms_error, |connection| {
        invoke_id.set(connection.launch(&call()?, done)?);
        Ok(())
    });
}

/// The error code of an outcome.
pub(super) fn code<R>(outcome: &Result<R>) -> MmsError {
    outcome.as_ref().map_or_else(mms_error_number, |_| NONE)
}
