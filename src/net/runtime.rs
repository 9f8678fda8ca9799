//! The one runtime of the process: a single IO thread for all connections.

use std::cell::Cell;
use std::io;
use std::sync::OnceLock;
use std::thread;

use parking_lot::Mutex;
use tokio::runtime::{Builder, Handle};

use crate::error::{Error, Failure, Layer};

thread_local! {
    static OWN: Cell<bool> = const { Cell::new(false) };
}

/// Whether the calling thread is none of this library's.
pub fn on_foreign_thread() -> bool {
    !OWN.get()
}

/// Starts a thread of this library.
pub(super) fn thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name("iec61850".into());
    thread.spawn(|| {
        OWN.set(true);
        work();
    })?;
    Ok(())
}

/// The runtime; the first use starts its IO thread. It lives as long as the process. An error when the system refuses what it
/// needs: the next use tries again.
pub(super) fn handle() -> io::Result<&'static Handle> {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(handle) = RUNTIME.get() {
        return Ok(handle);
    }
    let _one = STARTING.lock();
    if let Some(handle) = RUNTIME.get() {
        return Ok(handle);
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    // A thread of our own: where there is none to be had, tokio's workers leave memory behind.
    thread(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(RUNTIME.get_or_init(|| handle))
}

/// What it means for a connection that the system refuses a thread, or what the reactor needs.
pub(super) fn refused(error: &io::Error) -> Error {
    let code = error.raw_os_error().unwrap_or(0);
    Error::Refused(Failure::new(Layer::Tcp, code, format!("no thread or no reactor: {error}")))
}
