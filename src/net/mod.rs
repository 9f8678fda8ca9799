//! The only sockets, threads and clocks.
//!
//! One [`Session`] is one transport connection with its association engine, made by a client's connect or from what a
//! [`Listener`] accepts. Whoever has reason to reads the socket:
//! a thread that waits for an answer ("pumps"), otherwise the driver task on the one IO thread. The reader role is a
//! lock that is only ever tried, never waited for.

mod capture;
mod clock;
mod dispatch;
mod listener;
#[cfg(all(test, shuttle))]
mod models;
mod pool;
mod ready;
mod resolve;
mod runtime;
#[cfg(test)]
mod server_tests;
mod session;
mod socket;
mod sync;
mod timer;
mod tls;

pub use capture::Capture;
pub use clock::{now, utc_now_ms};
pub use dispatch::{Dispatch, Job};
pub use listener::{Acceptor, Incoming, Listener};
pub use ready::poll_ready;
pub use runtime::on_foreign_thread;
pub use session::{Asked, Observer, Options, Session, Target};
pub use timer::{Timed, Timer};
pub use tls::{
    MaterialError, TlsConfiguration, TlsEvent, TlsEventCode, TlsEventHandler, TlsLevel, TlsPeer, TlsRules,
    TlsVersion,
};
