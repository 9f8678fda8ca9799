//! The driver: one task per session on the IO thread. It reads while nobody waits for an answer, watches the
//! deadlines of asynchronous calls, and sends what the system did not take at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;
use tokio::time::sleep_until;

use super::super::socket::{Tcp, watch_socket};
use super::{BURST_CALLS, Session};
use crate::error::{Failure, Layer};

/// How soon after the last synchronous call the reactor watches the socket again.
const REARM_AFTER: Duration = Duration::from_millis(1);

/// How long what a callback has put off to be sent may wait for callbacks that block.
const UNSENT_MAX: Duration = Duration::from_millis(1);

impl Session {
    /// Starts the driver of a connected session.
    pub(super) fn start_driver(self: &Arc<Self>, runtime: &Handle) {
        runtime.spawn(drive(Arc::clone(self)));
    }

    /// The reactor does not serve the session: nobody would ever read.
    pub(super) fn unwatched(self: &Arc<Self>, error: &std::io::Error) {
        tracing::error!(%error, "the reactor refuses a socket");
        let code = error.raw_os_error().unwrap_or(0);
        self.abort_for(&Failure::new(Layer::Tcp, code, format!("the reactor refuses the socket: {error}")));
    }

    fn wants_rest(&self) -> bool {
        let state = self.state.lock();
        state.burst_calls >= BURST_CALLS && state.burst_since.elapsed() < REARM_AFTER * 8 && !state.blocked
    }
}

async fn drive(session: Arc<Session>) {
    while !session.is_over() {
        let Some(tcp) = session.tcp.get() else { break };
        session.role.set_armed(true);
        let watched = match watch_socket(Arc::clone(tcp), Interest::READABLE | Interest::WRITABLE) {
            Ok(watched) => watched,
            Err(error) => {
                session.unwatched(&error);
                break;
            }
        };
        // Whatever came before the registration raises an edge now.
        watch(&session, &watched).await;
        session.role.set_armed(false);
        drop(watched);
        rest(&session).await;
        session.relax();
    }
    session.forget_input();
}

/// Serves the session through the reactor until it is over or in a burst of synchronous calls.
async fn watch(session: &Arc<Session>, watched: &AsyncFd<Arc<Tcp>>) {
    // What came up at the end of the last watch, or during a rest, has no edge or wake-up of its own any more.
    let mut more = session.was_missed();
    let mut unflushed = session.is_unflushed();
    let mut look = Look::default();
    loop {
        let (deadline, blocked) = plan(session, &mut look);
        // Once the peer has closed, this is ready for ever: who does not read now would never come to send.
        let reads = !more && !session.is_held();
        tokio::select! {
            biased;
            readable = watched.readable(), if reads => match readable {
                Ok(mut ready) => {
                    ready.clear_ready();
                    look.wanted = true;
                    more = session.read_idle();
                    // A peer that never stops sending does not keep what is queued from going out.
                    unflushed = unflushed && session.flush_queued();
                }
                Err(error) => session.unwatched(&error),
            },
            writable = watched.writable(), if blocked => {
                if let Ok(mut ready) = writable {
                    ready.clear_ready();
                }
                session.flush_blocked();
            }
            () = session.wake.notified() => {
                more |= session.was_missed();
                unflushed = session.is_unflushed();
            }
            () = until(deadline) => {
                session.expire(Instant::now());
                look = Look::default();
                unflushed = session.is_unflushed();
            }
            // A turn of others first: what is queued meanwhile goes out in the same write.
            () = tokio::task::yield_now(), if unflushed => unflushed = session.flush_queued(),
            () = turn(session), if more => more = session.read_idle(),
        }
        session.tell_drained();
        if session.is_over() || session.wants_rest() {
            return session.state.lock().watched = false;
        }
    }
}

/// When the driver looks whether callbacks have left something unsent.
#[derive(Default)]
struct Look {
    /// Callbacks may have been queued since it looked last.
    wanted: bool,
    at: Option<Instant>,
}

/// Waits, with the socket out of the reactor, until no synchronous call was made for a while.
async fn rest(session: &Arc<Session>) {
    let mut seen = None;
    let mut slept = true;
    let mut until_slept = Instant::now();
    session.flush_queued();
    loop {
        let calls = {
            let state = session.state.lock();
            if state.ended.is_some() || state.blocked {
                return;
            }
            state.calls
        };
        // Who is woken for something else has not waited long enough to know.
        if std::mem::take(&mut slept) {
            if seen.replace(calls) == Some(calls) {
                return;
            }
            until_slept = Instant::now() + REARM_AFTER;
        }
        let (deadline, _) = plan(session, &mut Look::default());
        tokio::select! {
            () = sleep_until(until_slept.into()) => slept = true,
            () = session.wake.notified() => {
                session.flush_queued();
            }
            () = until(deadline) => session.expire(Instant::now()),
        }
        session.tell_drained();
    }
}

/// The next deadline, noted so that a call with an earlier one wakes the driver.
fn plan(session: &Session, look: &mut Look) -> (Option<Instant>, bool) {
    let busy = look.wanted && session.dispatch().is_some_and(|dispatch| dispatch.is_busy());
    let mut state = session.state.lock();
    state.watched = busy;
    // What is unsent does not wait any longer because more is read meanwhile.
    if !busy || look.at.is_none() || !state.unflushed {
        look.at = busy.then(|| Instant::now() + UNSENT_MAX);
    }
    state.planned =
        state.engine.as_ref().and_then(|engine| engine.timeout()).into_iter().chain(look.at).min();
    (state.planned, state.blocked)
}

/// Lets others have their turn: other connections, or the callbacks that have fallen behind.
async fn turn(session: &Session) {
    match session.congestion() {
        Some(dispatch) => dispatch.relieved().await,
        None => tokio::task::yield_now().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
