//! The one runtime of the process: a single IO thread for all connections and a pool for callbacks.

use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

/// How long a callback thread without work stays.
const POOL_IDLE: Duration = Duration::from_secs(10);
/// Callbacks that may block at the same time before others wait for one of them.
const POOL_THREADS: usize = 512;

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
                .max_blocking_threads(POOL_THREADS)
                .thread_keep_alive(POOL_IDLE)
                .thread_name("iec61850")
                .enable_all()
                .build()
                .expect("the system refuses threads or epoll: nothing can work")
        })
        .handle()
}
