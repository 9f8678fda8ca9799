//! Thread-less mode of a server: waiting for many sockets at once.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::listener::Listener;
use super::session::Session;
use super::socket::{Listening, Tcp};

/// What has to be kept open while it is waited for.
enum Socket {
    Listening(Arc<Listening>),
    Connection(Arc<Tcp>, PollFlags),
}

impl Socket {
    fn wait(&self) -> (BorrowedFd<'_>, PollFlags) {
        match self {
            Self::Listening(socket) => (socket.as_fd(), PollFlags::IN),
            Self::Connection(tcp, flags) => (tcp.as_fd(), *flags),
        }
    }
}

/// Waits until a listener has a connection, or a session something to do: to read, to send, or a deadline to keep; for
/// `timeout` at most. Returns whether that came. Then [`Listener::accept_now`] and [`Session::tick`] do the work.
pub fn poll_ready(listeners: &[&Listener], sessions: &[Arc<Session>], timeout: Duration) -> bool {
    let now = Instant::now();
    let end = now + timeout;
    let mut first = None;
    let mut sockets = Vec::with_capacity(listeners.len() + sessions.len());
    let mut note = |deadline: Option<Instant>| {
        first = [first, deadline].into_iter().flatten().min();
    };
    for listener in listeners {
        let (socket, resume) = listener.readiness();
        sockets.extend(socket.map(Socket::Listening));
        note(resume);
    }
    for session in sessions {
        let readiness = session.readiness();
        if readiness.now {
            return true;
        }
        note(readiness.deadline);
        if let Some(tcp) = readiness.tcp {
            let mut flags = PollFlags::empty();
            flags.set(PollFlags::IN, readiness.read);
            flags.set(PollFlags::OUT, readiness.write);
            // A hang-up is reported whether asked for or not: what nothing can be done with must not be waited for.
            if !flags.is_empty() {
                sockets.push(Socket::Connection(tcp, flags));
            }
        }
    }
    let mut waits: Vec<PollFd<'_>> = sockets
        .iter()
        .map(|socket| {
            let (descriptor, flags) = socket.wait();
            PollFd::from_borrowed_fd(descriptor, flags)
        })
        .collect();
    let until = first.map_or(end, |first| first.min(end));
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        match poll(&mut waits, Timespec::try_from(rest).ok().as_ref()) {
            Ok(0) => return until < end,
            Ok(_) => return true,
            Err(Errno::INTR) => {}
            Err(error) => {
                tracing::error!(%error, "poll");
                return true;
            }
        }
    }
}
