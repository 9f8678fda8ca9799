//! The raw sockets: a TCP connection that several threads share (sends never block, one reader at a time may), and
//! the one that listens for them.

use std::io::{self, ErrorKind, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::net::{RecvFlags, SendFlags};
use socket2::{Domain, Protocol, SockAddr, Socket, TcpKeepalive, Type};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Idle time, interval and count of TCP keep-alive: a half-open peer is found within 20 s.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(2);
const KEEPALIVE_COUNT: u32 = 5;
/// How long a client's system may leave what was sent without acknowledgement, or take nothing more.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
/// Connections that wait to be accepted; the system cuts it to what it allows.
const BACKLOG: i32 = 128;

/// A connected (or connecting) stream.
#[derive(Debug)]
pub(super) struct Tcp {
    socket: Socket,
    peer: SocketAddr,
    /// What SO_RCVTIMEO is set to, in µs; 0 is for ever. Written by the one reader only.
    patience: AtomicU64,
}

impl Tcp {
    /// A socket for `remote`, bound to the local address where one is set, with Nagle's algorithm off.
    pub(super) fn new(remote: SocketAddr, local: Option<(Option<IpAddr>, u16)>) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(remote), Type::STREAM, Some(Protocol::TCP))?;
        tune(&socket)?;
        if let Some((address, port)) = local {
            let any = match remote {
                SocketAddr::V4(_) => IpAddr::from(Ipv4Addr::UNSPECIFIED),
                SocketAddr::V6(_) => IpAddr::from(Ipv6Addr::UNSPECIFIED),
            };
            socket.set_reuse_address(true)?;
            socket.bind(&SocketAddr::new(address.unwrap_or(any), port).into())?;
        }
        Ok(Self { socket, peer: remote, patience: AtomicU64::new(0) })
    }

    /// Whom the connection goes to or came from.
    pub(super) fn peer_addr(&self) -> SocketAddr {
        self.peer
    }

    /// This side's address and port.
    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        address(&self.socket.local_addr()?)
    }

    /// Connects within `timeout`, on the calling thread.
    pub(super) fn connect(&self, remote: SocketAddr, timeout: Duration) -> io::Result<()> {
        self.socket.connect_timeout(&remote.into(), timeout)
    }

    /// Starts connecting; [`Tcp::connected`] tells how it went.
    pub(super) fn start_connect(&self, remote: SocketAddr) -> io::Result<()> {
        self.socket.set_nonblocking(true)?;
        match self.socket.connect(&remote.into()) {
            Err(error) if !is_in_progress(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Whether a started connect has been completed; an error if it failed.
    pub(super) fn connected(&self) -> io::Result<bool> {
        if let Some(error) = self.socket.take_error()? {
            return Err(error);
        }
        if self.socket.peer_addr().is_err() {
            return Ok(false);
        }
        self.socket.set_nonblocking(false)?;
        Ok(true)
    }

    /// Sends what the system takes without blocking.
    pub(super) fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::net::send(&self.socket, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL)?)
    }

    /// What is there now; `WouldBlock` when nothing is.
    pub(super) fn receive(&self, into: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::net::recv(&self.socket, into, RecvFlags::DONTWAIT)?.1)
    }

    /// Waits until `deadline` for something to read; `WouldBlock` when nothing came.
    pub(super) fn receive_until(&self, into: &mut [u8], deadline: Instant) -> io::Result<usize> {
        let rest = deadline.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return self.receive(into);
        }
        self.set_patience(rest)?;
        match (&self.socket).read(into) {
            Err(error) if error.kind() == ErrorKind::TimedOut => Err(ErrorKind::WouldBlock.into()),
            other => other,
        }
    }

    /// SO_RCVTIMEO, set only when it is more than 3 % off: the usual call finds the value of the last one in place.
    fn set_patience(&self, rest: Duration) -> io::Result<()> {
        let wanted = u64::try_from(rest.as_micros()).unwrap_or(u64::MAX).max(1);
        let set = self.patience.load(Ordering::Relaxed);
        if set.abs_diff(wanted) > wanted / 32 {
            self.socket.set_read_timeout(Some(Duration::from_micros(wanted)))?;
            self.patience.store(wanted, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Ends both directions and wakes a blocked reader.
    pub(super) fn shutdown(&self) {
        if let Err(error) = self.socket.shutdown(Shutdown::Both) {
            tracing::debug!(%error, "shutdown of a socket that is already closed");
        }
    }
}

impl AsFd for Tcp {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsRawFd for Tcp {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}

/// A socket that listens.
#[derive(Debug)]
pub(super) struct Listening(Socket);

impl Listening {
    /// Listens on `address`; the IPv6 wildcard takes IPv4 connections as well.
    pub(super) fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // Connections of an earlier server that have not faded yet must not keep this one from its port.
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        Ok(Self(socket))
    }

    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        address(&self.0.local_addr()?)
    }

    /// A connection that waits to be accepted; `WouldBlock` when there is none.
    pub(super) fn accept(&self) -> io::Result<Tcp> {
        let (socket, peer) = self.0.accept()?;
        // Fails only when the connection has gone already.
        tune(&socket)
            .and_then(|()| limit_unacknowledged(&socket))
            .map_err(|_| ErrorKind::ConnectionAborted)?;
        Ok(Tcp { socket, peer: address(&peer)?, patience: AtomicU64::new(0) })
    }

    /// Stops listening, also while another thread still holds the descriptor.
    pub(super) fn shutdown(&self) {
        if let Err(error) = self.0.shutdown(Shutdown::Both) {
            tracing::debug!(%error, "shutdown of a socket that does not listen");
        }
    }
}

impl AsFd for Listening {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl AsRawFd for Listening {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

/// What all connections have in common: Nagle's algorithm off, keep-alive on.
fn tune(socket: &Socket) -> io::Result<()> {
    // Requests are small and each waits for its answer: delayed ACKs would stall them.
    socket.set_tcp_nodelay(true)?;
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE_IDLE)
        .with_interval(KEEPALIVE_INTERVAL)
        .with_retries(KEEPALIVE_COUNT);
    socket.set_tcp_keepalive(&keepalive)
}

/// Keep-alive is silent while something waits for its acknowledgement, and the system goes on sending that for a quarter
/// of an hour: so long a client that has lost its power would keep its report control blocks.
fn limit_unacknowledged(socket: &Socket) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED))?;
    #[cfg(not(target_os = "linux"))]
    let _ = (socket, UNACKNOWLEDGED);
    Ok(())
}

/// As IPv4 what is IPv4, also on an IPv6 socket.
fn address(raw: &SockAddr) -> io::Result<SocketAddr> {
    match raw.as_socket() {
        Some(SocketAddr::V6(v6)) => match v6.ip().to_ipv4_mapped() {
            Some(v4) => Ok(SocketAddr::new(v4.into(), v6.port())),
            None => Ok(v6.into()),
        },
        Some(v4) => Ok(v4),
        None => Err(ErrorKind::AddrNotAvailable.into()),
    }
}

/// Registers a socket with the reactor of the current runtime, edge-triggered.
#[expect(
    deprecated,
    reason = "its successor is unsafe; the Arc keeps the descriptor open while it is registered"
)]
pub(super) fn watch_socket<S: AsRawFd>(socket: Arc<S>, interest: Interest) -> io::Result<AsyncFd<Arc<S>>> {
    AsyncFd::with_interest(socket, interest)
}

fn is_in_progress(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock
        || error.raw_os_error() == Some(rustix::io::Errno::INPROGRESS.raw_os_error())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_acknowledges_nothing_is_given_up() {
        let listening = Listening::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let _client = std::net::TcpStream::connect(listening.local_addr().unwrap()).unwrap();
        let start = Instant::now();
        let accepted = loop {
            match listening.accept() {
                Ok(tcp) => break tcp,
                Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
            assert!(start.elapsed() < Duration::from_secs(10));
        };
        assert_eq!(accepted.socket.tcp_user_timeout().unwrap(), Some(UNACKNOWLEDGED));
    }
}
