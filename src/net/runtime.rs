//! The one runtime of the process: a single IO thread for all connections.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

/// Whether the calling thread is none of this library's.
pub fn on_foreign_thread() -> bool {
    Handle::try_current().is_err()
}

/// The runtime; the first use starts its IO thread. It lives as long as the process.
pub(super) fn handle() -> &'static Handle {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("iec61850")
                .enable_all()
                .build()
                .expect("the system refuses threads or epoll: nothing can work")
        })
        .handle()
}
