//! Clients of a server, as the application's callbacks see them.

use std::ffi::{CString, c_char, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;

use super::types::{ClientConnection, sClientConnection};
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{CBool, guard};
use crate::server::connection::Connection;

/// One client, from its first callback on.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) connection: Arc<Connection>,
    peer: CString,
    local: CString,
    /// The server, while the client is connected, and the application's claims.
    owners: AtomicUsize,
}

static CLIENTS: LazyLock<Registry<Client>> = LazyLock::new(Registry::default);

/// The handles of the clients of one server.
#[derive(Debug, Default)]
pub(super) struct Clients(Mutex<std::collections::HashMap<u64, usize>>);

impl Clients {
    /// The handle of a client; the first time makes it.
    pub(super) fn handle(&self, connection: &Arc<Connection>) -> ClientConnection {
        let mut handles = self.0.lock();
        let handle = handles.entry(connection.id()).or_insert_with(|| {
            let text = |text: String| CString::new(text).unwrap_or_default();
            let client = Client {
                connection: Arc::clone(connection),
                peer: text(connection.peer()),
                local: text(connection.local()),
                owners: AtomicUsize::new(1),
            };
            CLIENTS.insert::<sClientConnection>(Arc::new(client)) as usize
        });
        *handle as ClientConnection
    }

    /// A client is gone: its handle ends when the application does not hold it.
    pub(super) fn end(&self, connection: &Connection) {
        if let Some(handle) = self.0.lock().remove(&connection.id()) {
            release(handle as ClientConnection);
        }
    }

    /// The server is gone.
    pub(super) fn end_all(&self) {
        for (_, handle) in self.0.lock().drain() {
            release(handle as ClientConnection);
        }
    }
}

fn release(handle: ClientConnection) {
    let last = CLIENTS.get(handle).is_some_and(|client| {
        let less = |owners: usize| owners.checked_sub(1);
        client.owners.fetch_update(Ordering::AcqRel, Ordering::Acquire, less) == Ok(1)
    });
    if last {
        CLIENTS.remove(handle);
    }
}

fn with<R: crate::ffi::support::Fallback>(handle: ClientConnection, f: impl FnOnce(&Arc<Client>) -> R) -> R {
    guard(|| CLIENTS.get(handle).map_or_else(R::fallback, |client| f(&client)))
}

/// Address and port of the client, such as `192.0.2.1:49152`; valid as long as the handle. NULL for no handle.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_getPeerAddress(self_: ClientConnection) -> *const c_char {
    with(self_, |client| client.peer.as_ptr())
}

/// Own address and port of the client's connection; valid as long as the handle. NULL for no handle.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_getLocalAddress(self_: ClientConnection) -> *const c_char {
    with(self_, |client| client.local.as_ptr())
}

/// What the authenticator left for the client; NULL if nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_getSecurityToken(self_: ClientConnection) -> *mut c_void {
    with(self_, |client| client.connection.token() as *mut c_void)
}

/// Ends the client's association at once. False for no handle.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_abort(self_: ClientConnection) -> CBool {
    with(self_, |client| {
        client.connection.abort();
        CBool::TRUE
    })
}

/// Keeps the handle valid after the client is gone, until `ClientConnection_release`. Returns the handle; NULL for
/// none.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_claimOwnership(self_: ClientConnection) -> ClientConnection {
    with(self_, |client| {
        client.owners.fetch_add(1, Ordering::AcqRel);
        self_
    })
}

/// Gives up what `ClientConnection_claimOwnership` claimed.
#[unsafe(no_mangle)]
pub extern "C" fn ClientConnection_release(self_: ClientConnection) {
    guard(|| release(self_));
}
