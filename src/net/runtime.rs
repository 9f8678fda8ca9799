//! The one runtime of the process: a single IO thread for all connections.

use std::sync::OnceLock;
use std::thread;

use tokio::runtime::{Builder, Handle};

/// Whether the calling thread is none of this library's.
pub fn on_foreign_thread() -> bool {
    Handle::try_current().is_err()
}

/// The runtime; the first use starts its IO thread. It lives as long as the process.
pub(super) fn handle() -> &'static Handle {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        const REFUSED: &str = "the system refuses threads or epoll: nothing can work";
        let runtime =
            Builder::new_current_thread().thread_name("iec61850").enable_all().build().expect(REFUSED);
        let handle = runtime.handle().clone();
        // A thread of our own: where there is none to be had, tokio's workers leave memory behind.
        let thread = thread::Builder::new().name("iec61850".into());
        thread.spawn(move || runtime.block_on(std::future::pending::<()>())).expect(REFUSED);
        handle
    })
}
