//! From handles to configurations and peers.

use std::sync::{Arc, LazyLock, Weak};

use super::{TLSConfiguration, TLSConnection, sTLSConfiguration, sTLSConnection};
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{Fallback, guard};
use crate::net::{TlsConfiguration, TlsPeer};

static CONFIGURATIONS: LazyLock<Registry<TlsConfiguration>> = LazyLock::new(Registry::default);
static PEERS: LazyLock<Registry<Weak<TlsPeer>>> = LazyLock::new(Registry::default);

/// A handle for a new configuration.
pub(super) fn publish(configuration: Arc<TlsConfiguration>) -> TLSConfiguration {
    CONFIGURATIONS.insert::<sTLSConfiguration>(configuration)
}

/// Ends the handle of a configuration. Connections that use it keep what it holds.
pub(super) fn withdraw(handle: TLSConfiguration) -> Option<Arc<TlsConfiguration>> {
    CONFIGURATIONS.remove(handle)
}

/// The configuration behind a handle; None for NULL and for handles that are none.
fn configuration(handle: TLSConfiguration) -> Option<Arc<TlsConfiguration>> {
    CONFIGURATIONS.get(handle)
}

/// What C passes where TLS is an option: NULL for none. None for a handle that is none: what shall be secured must not go in
/// the clear.
pub(in crate::ffi) fn optional(handle: TLSConfiguration) -> Option<Option<Arc<TlsConfiguration>>> {
    if handle.is_null() {
        return Some(None);
    }
    let found = configuration(handle);
    if found.is_none() {
        tracing::error!("no TLS configuration, or one that was destroyed");
    }
    found.map(Some)
}

/// Runs `f` on the configuration behind a handle; the type's fallback for a handle that is none.
pub(super) fn with<R: Fallback>(handle: TLSConfiguration, f: impl FnOnce(&Arc<TlsConfiguration>) -> R) -> R {
    guard(|| configuration(handle).map_or_else(R::fallback, |configuration| f(&configuration)))
}

/// The handle of a connection, which ends with it.
struct Ending(usize);

impl Drop for Ending {
    fn drop(&mut self) {
        PEERS.remove(self.0 as TLSConnection);
    }
}

/// The handle of a connection, the same for all its events.
pub(super) fn of_peer(peer: &Arc<TlsPeer>) -> TLSConnection {
    let attachment = peer.attachment.get_or_init(|| {
        let handle = PEERS.insert::<sTLSConnection>(Arc::new(Arc::downgrade(peer)));
        Box::new(Ending(handle as usize))
    });
    attachment.downcast_ref().map_or(std::ptr::null_mut(), |Ending(handle)| *handle as TLSConnection)
}

/// Runs `f` on the peer behind a handle; the type's fallback for a handle that is none.
pub(super) fn with_peer<R: Fallback>(handle: TLSConnection, f: impl FnOnce(&Arc<TlsPeer>) -> R) -> R {
    guard(|| PEERS.get(handle).and_then(|peer| peer.upgrade()).map_or_else(R::fallback, |peer| f(&peer)))
}
