//! The port that clients connect to.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::AbortHandle;

use super::resolve::resolve;
use super::runtime;
use super::session::{Observer, Options, Session};
use super::socket::{Listening, Tcp, watch_socket};
use crate::error::{Error, Failure, Layer, Result};

/// How long the name of a local address may take to be looked up.
const LOOKUP: Duration = Duration::from_secs(5);
/// How long connections wait when the system has no descriptor or memory for them.
const PAUSE: Duration = Duration::from_millis(100);
/// Connections that one [`Listener::accept_now`] takes: the sessions that exist have their turn.
const TURN: usize = 64;

/// Who decides on the connections that come in.
pub trait Acceptor: Send + Sync {
    /// A TCP connection came in: serve it, or drop it to close it at once. Called on the accepting thread: it must not
    /// block or call user code. After [`Listener::stop`] one call may still be running.
    fn admit(&self, incoming: Incoming);
}

/// A TCP connection that nobody serves yet; dropped, it is closed.
#[derive(Debug)]
pub struct Incoming(Tcp);

impl Incoming {
    /// Whence it comes.
    pub fn peer_addr(&self) -> SocketAddr {
        self.0.peer_addr()
    }

    /// This side's address; None when the connection has gone already.
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.0.local_addr().ok()
    }

    /// Awaits the association on it: on the IO thread, or, with options without threads, in the caller's ticks.
    pub fn serve(self, options: Options, observer: Weak<dyn Observer>) -> Arc<Session> {
        Session::accept(self.0, options, observer)
    }
}

/// A listening TCP socket. Dropping it stops it.
#[derive(Debug)]
pub struct Listener {
    shared: Arc<Shared>,
    local: SocketAddr,
}

#[derive(Debug, Default)]
struct Shared(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// None when stopped.
    socket: Option<Arc<Listening>>,
    /// The same, registered with the reactor.
    watched: Option<AsyncFd<Arc<Listening>>>,
    task: Option<AbortHandle>,
    /// Out of descriptors: not to be tried before.
    resume: Option<Instant>,
}

/// What [`Shared::poll_accept`] found.
enum Next {
    Connection(Tcp),
    Exhausted,
    Stopped,
}

impl Listener {
    /// Listens on `address` (IPv4 or IPv6 literal or host name; without one, on all IPv4 addresses; `::` is all
    /// addresses of both kinds). Port 0 lets the system choose.
    pub fn bind(address: Option<&str>, port: u16) -> Result<Self> {
        let host = address.unwrap_or("0.0.0.0");
        let mut last = Error::HostUnknown(host.to_owned());
        for address in resolve(host, port, Instant::now() + LOOKUP)? {
            match Listening::bind(address).and_then(|socket| Ok((socket.local_addr()?, socket))) {
                Ok((local, socket)) => {
                    let state = State { socket: Some(Arc::new(socket)), ..State::default() };
                    return Ok(Self { shared: Arc::new(Shared(Mutex::new(state))), local });
                }
                Err(error) => last = local_error(address, &error),
            }
        }
        Err(last)
    }

    /// The address and port that it listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Lets the IO thread hand every connection to `acceptor` from now on, until it is stopped or `acceptor` gone.
    pub fn start(&self, acceptor: Weak<dyn Acceptor>) -> Result<()> {
        let mut state = self.shared.0.lock();
        let socket = state.socket.clone().ok_or(Error::NotConnected)?;
        if state.task.is_some() {
            return Err(Error::AlreadyConnected);
        }
        let refused = |error| local_error(self.local, &error);
        let runtime = runtime::handle().map_err(refused)?;
        let _context = runtime.enter();
        state.watched = Some(watch_socket(socket, Interest::READABLE).map_err(refused)?);
        let task = runtime.spawn(accept_all(Arc::clone(&self.shared), acceptor));
        state.task = Some(task.abort_handle());
        Ok(())
    }

    /// Thread-less mode: hands the connections that are there to `acceptor`, without waiting. Returns how many.
    pub fn accept_now(&self, acceptor: &dyn Acceptor) -> usize {
        let mut count = 0;
        while count < TURN {
            let next = {
                let mut state = self.shared.0.lock();
                let now = Instant::now();
                let Some(socket) = state.socket.clone() else { break };
                if state.resume.is_some_and(|resume| now < resume) {
                    break;
                }
                let next = accept_one(&socket);
                state.resume = matches!(next, Ok(Next::Exhausted)).then_some(now + PAUSE);
                next
            };
            match next {
                Ok(Next::Connection(tcp)) => acceptor.admit(Incoming(tcp)),
                _ => break,
            }
            count += 1;
        }
        count
    }

    /// What to wait for until connections can be accepted: the socket, or the end of a pause.
    pub(super) fn readiness(&self) -> (Option<Arc<Listening>>, Option<Instant>) {
        let state = self.shared.0.lock();
        match state.resume.filter(|resume| *resume > Instant::now()) {
            Some(resume) => (None, Some(resume)),
            None => (state.socket.clone(), None),
        }
    }

    /// Stops listening, at once: the port is free when this returns. Accepted connections stay.
    pub fn stop(&self) {
        let State { socket, watched, task, .. } = std::mem::take(&mut *self.shared.0.lock());
        if let Some(task) = task {
            task.abort();
        }
        drop(watched);
        if let Some(socket) = socket {
            // A thread that waits for this socket holds its descriptor a little longer.
            socket.shutdown();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<Next> {
        let state = self.0.lock();
        let Some(watched) = &state.watched else { return Poll::Ready(Next::Stopped) };
        loop {
            let Ok(mut ready) = ready!(watched.poll_read_ready(context)) else {
                return Poll::Ready(Next::Stopped);
            };
            match accept_one(watched.get_ref()) {
                Ok(next) => return Poll::Ready(next),
                Err(()) => ready.clear_ready(),
            }
        }
    }
}

async fn accept_all(shared: Arc<Shared>, acceptor: Weak<dyn Acceptor>) {
    loop {
        match poll_fn(|context| shared.poll_accept(context)).await {
            Next::Connection(tcp) => match acceptor.upgrade() {
                Some(acceptor) => {
                    if catch_unwind(AssertUnwindSafe(|| acceptor.admit(Incoming(tcp)))).is_err() {
                        tracing::error!("panic while a connection was accepted");
                    }
                }
                None => return,
            },
            Next::Exhausted => tokio::time::sleep(PAUSE).await,
            Next::Stopped => return,
        }
    }
}

/// The next connection; an error when there is none.
fn accept_one(socket: &Listening) -> std::result::Result<Next, ()> {
    loop {
        match socket.accept() {
            Ok(tcp) => return Ok(Next::Connection(tcp)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(()),
            Err(error) if concerns_one(&error) => {
                tracing::debug!(%error, "a connection was gone before it was accepted");
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted for now");
                return Ok(Next::Exhausted);
            }
        }
    }
}

/// Whether an error of accept is that of one connection and not of the listening socket (accept(2)).
fn concerns_one(error: &io::Error) -> bool {
    let one = [
        Errno::INTR,
        Errno::CONNABORTED,
        Errno::CONNRESET,
        Errno::PROTO,
        Errno::NETDOWN,
        Errno::NETUNREACH,
        Errno::HOSTDOWN,
        Errno::HOSTUNREACH,
        Errno::PERM,
    ];
    one.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
        || error.kind() == ErrorKind::ConnectionAborted
}

fn local_error(address: SocketAddr, error: &io::Error) -> Error {
    let code = error.raw_os_error().unwrap_or(0);
    Error::LocalAddress(Failure::new(Layer::Tcp, code, format!("{address}: {error}")))
}
