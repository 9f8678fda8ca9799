//! Thread-less mode: connecting and serving a session by ticks.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::super::resolve::resolve;
use super::super::socket::Tcp;
use super::open::tcp_error;
use super::pump::Available;
use super::waiter::Waiter;
use super::{Session, Target};
use crate::assoc::Engine;
use crate::error::{Error, Result};

/// How often a blocking call looks whether the negotiated window has room.
const ROOM_PAUSE: Duration = Duration::from_millis(1);

/// A connect that goes on with the next tick.
pub(super) struct Pending {
    tcp: Arc<Tcp>,
    address: SocketAddr,
    others: std::vec::IntoIter<SocketAddr>,
    target: Target,
    deadline: Instant,
}

/// What a session waits for, so that a tick has something to do.
pub(in crate::net) struct Readiness {
    pub(in crate::net) tcp: Option<Arc<Tcp>>,
    pub(in crate::net) read: bool,
    pub(in crate::net) write: bool,
    /// There is something to do already.
    pub(in crate::net) now: bool,
    pub(in crate::net) deadline: Option<Instant>,
}

impl Session {
    /// Thread-less mode: what to wait for.
    pub(in crate::net) fn readiness(&self) -> Readiness {
        let mut state = self.state.lock();
        if let Some(pending) = &state.pending {
            let (tcp, deadline) = (Some(Arc::clone(&pending.tcp)), Some(pending.deadline));
            return Readiness { tcp, read: false, write: true, now: false, deadline };
        }
        let over = state.ended.is_some();
        let held = self.held.load(Ordering::Relaxed);
        let due = state.is_drained();
        let relieved = held && !self.is_full(&mut state);
        Readiness {
            tcp: self.tcp.get().filter(|_| !over).cloned(),
            read: !held,
            write: state.blocked,
            now: !over && (state.unflushed && !state.blocked || relieved || due),
            deadline: state.engine.as_ref().and_then(Engine::timeout),
        }
    }

    pub(super) fn begin_connect(self: &Arc<Self>, target: Target, deadline: Instant) -> Result<()> {
        let others = resolve(&target.host, target.port, deadline)?.into_iter();
        let last = Error::HostUnknown(target.host.clone());
        self.try_next(others, target, deadline, last)
    }

    fn try_next(
        self: &Arc<Self>,
        mut others: std::vec::IntoIter<SocketAddr>,
        target: Target,
        deadline: Instant,
        mut last: Error,
    ) -> Result<()> {
        while let Some(address) = others.next() {
            match Tcp::new(address, target.local).and_then(|tcp| tcp.start_connect(address).map(|()| tcp)) {
                Ok(tcp) => {
                    let pending = Pending { tcp: Arc::new(tcp), address, others, target, deadline };
                    self.state.lock().pending = Some(pending);
                    return Ok(());
                }
                Err(error) => last = tcp_error(address, &error),
            }
        }
        Err(last)
    }

    /// Looks how the connect stands. Returns whether something happened.
    pub(super) fn continue_connect(self: &Arc<Self>) -> bool {
        let Some(pending) = self.state.lock().pending.take() else { return false };
        let outcome = match pending.tcp.connected() {
            Ok(true) => self.associate(pending.tcp, pending.deadline),
            Ok(false) if Instant::now() >= pending.deadline => Err(Error::Timeout),
            Ok(false) => {
                let mut state = self.state.lock();
                // Nobody may have ended the session meanwhile.
                if state.ended.is_none() {
                    state.pending = Some(pending);
                }
                return false;
            }
            Err(error) => {
                let last = tcp_error(pending.address, &error);
                self.try_next(pending.others, pending.target, pending.deadline, last)
            }
        };
        if let Err(error) = outcome {
            self.give_up(&error);
        }
        true
    }

    /// Reads for a moment at most, so that an outstanding call may end.
    pub(super) fn make_room(self: &Arc<Self>, deadline: Instant) {
        let pause = Arc::new(Waiter::new());
        self.wait(&pause, deadline.min(Instant::now() + ROOM_PAUSE), &mut |_| {});
        self.expire(Instant::now());
    }

    /// Thread-less mode: reads what is there, lets time pass, sends. Returns whether there was anything to do.
    pub fn tick(self: &Arc<Self>) -> bool {
        let mut busy = self.continue_connect();
        if let Some(mut reader) = self.role.try_take() {
            busy |= self.read_available(&mut reader) != Available::Nothing;
            drop(reader);
            self.invite_next();
        }
        self.expire(Instant::now());
        self.flush_blocked();
        self.tell_drained();
        busy
    }
}
