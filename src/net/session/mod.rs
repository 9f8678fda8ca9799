//! One transport connection with its association engine.

mod driver;
mod manual;
mod open;
mod pump;
mod send;
#[cfg(test)]
mod tests;
mod waiter;

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use tokio::sync::Notify;

use self::manual::Pending;
use self::pump::{Mine, Reader};
use self::send::Batch;
use self::waiter::Waiter;
use super::socket::Tcp;
use crate::assoc::{Config, Engine, Negotiated, Statistics};
use crate::error::{Error, Failure, Layer, Result};

/// Calls within [`BURST_WINDOW`] from which on the socket leaves the reactor: each packet would wake the IO thread
/// for nothing.
const BURST_CALLS: u32 = 4;
const BURST_WINDOW: Duration = Duration::from_millis(2);

/// Where to connect to.
#[derive(Debug, Clone)]
pub struct Target {
    /// IPv4 or IPv6 literal or a host name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Local address and port to bind to; port 0 lets the system choose.
    pub local: Option<(Option<IpAddr>, u16)>,
}

/// How a session behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Association parameters.
    pub config: Config,
    /// From the start of name resolution to the answer of the association request.
    pub connect_timeout: Duration,
    /// False: no thread of this library touches the session, [`Session::tick`] drives it.
    pub threads: bool,
}

/// Who learns what happens on a session. Called on the thread that reads, without a lock but the reader role: it must
/// not block, wait for an answer, or call user code.
pub trait Observer: Send + Sync {
    /// The association is up.
    fn up(&self, session: &Arc<Session>);
    /// The association is over or could not be made; comes once.
    fn closed(&self, session: &Arc<Session>, failure: &Failure);
    /// An UnconfirmedService element came.
    fn unconfirmed(&self, session: &Arc<Session>, service: &[u8]);
    /// Whether nothing should be read for now unless somebody waits for an answer, because what came is not done with.
    fn is_congested(&self) -> bool {
        false
    }
    /// The peer requests a service (a ConfirmedServiceRequest element).
    fn request(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]);
}

type Done = Box<dyn FnOnce(u32, Result<&[u8]>) + Send>;

/// Whom an answer belongs to.
enum Token {
    Waiter(Arc<Waiter>),
    Done(Completion),
}

/// The completion of an asynchronous call: runs exactly once, when dropped at the latest.
struct Completion(Option<Done>);

impl Completion {
    fn run(mut self, invoke_id: u32, result: Result<&[u8]>) {
        if let Some(done) = self.0.take() {
            done(invoke_id, result);
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        if let Some(done) = self.0.take() {
            done(0, Err(Error::ConnectionLost(Failure::new(Layer::Local, 0, "connection dropped"))));
        }
    }
}

struct State {
    /// None until the transport connection exists.
    engine: Option<Engine<Token>>,
    /// Why the session is over, also before there was an engine.
    ended: Option<Failure>,
    /// Thread-less mode: a connect that goes on.
    pending: Option<Pending>,
    /// Threads that wait for the association to come up or to end.
    watchers: Vec<Arc<Waiter>>,
    /// Synchronous callers that wait for room in the negotiated window.
    queued: usize,
    /// Someone is sending what the engine has to transmit.
    sending: bool,
    /// The system takes no more for now; the driver sends on, beginning with `unsent`.
    blocked: bool,
    unsent: Batch,
    /// When the driver's timer goes off.
    planned: Option<Instant>,
    burst_since: Instant,
    burst_calls: u32,
    /// Synchronous calls so far, for the driver to see whether they go on.
    calls: u64,
}

/// One association over one TCP connection. Made for one use: a new connect makes a new session.
pub struct Session {
    tcp: OnceLock<Arc<Tcp>>,
    options: Options,
    state: Mutex<State>,
    room: Condvar,
    reader: Mutex<Reader>,
    /// The socket is registered with the reactor.
    armed: AtomicBool,
    /// The reactor saw something while another thread had the reader role.
    missed: AtomicBool,
    /// Reading stopped before the socket was empty.
    unread: AtomicBool,
    wake: Notify,
    observer: Weak<dyn Observer>,
}

impl State {
    /// The engine to make calls on.
    fn engine(&mut self) -> Result<&mut Engine<Token>> {
        match (&mut self.engine, &self.ended) {
            (Some(engine), _) => Ok(engine),
            (None, Some(failure)) => Err(Error::ConnectionLost(failure.clone())),
            (None, None) => Err(Error::NotConnected),
        }
    }
}

impl Session {
    /// A session that is not connected yet.
    pub fn new(options: Options, observer: Weak<dyn Observer>) -> Arc<Self> {
        let state = State {
            engine: None,
            ended: None,
            pending: None,
            watchers: Vec::new(),
            queued: 0,
            sending: false,
            blocked: false,
            unsent: Batch::default(),
            planned: None,
            burst_since: Instant::now(),
            burst_calls: 0,
            calls: 0,
        };
        Arc::new(Self {
            tcp: OnceLock::new(),
            options,
            state: Mutex::new(state),
            room: Condvar::new(),
            reader: Mutex::new(Reader::default()),
            armed: AtomicBool::new(false),
            missed: AtomicBool::new(false),
            unread: AtomicBool::new(false),
            wake: Notify::new(),
            observer,
        })
    }

    /// Whether calls can be made.
    pub fn is_up(&self) -> bool {
        self.state.lock().engine.as_ref().is_some_and(Engine::is_up)
    }

    /// What was agreed on with the peer; None before there is an association engine.
    pub fn negotiated(&self) -> Option<Negotiated> {
        self.state.lock().engine.as_ref().map(|engine| engine.negotiated().clone())
    }

    /// Counters of what could not be matched or decoded.
    pub fn statistics(&self) -> Statistics {
        self.state.lock().engine.as_ref().map(Engine::statistics).unwrap_or_default()
    }

    /// Sends a request (a ConfirmedServiceRequest element) and waits up to `timeout` for its answer, which `read`
    /// gets as ConfirmedServiceResponse element. Waits as well for room in the negotiated window.
    pub fn call<R>(
        self: &Arc<Self>,
        service: &[u8],
        timeout: Duration,
        read: impl FnOnce(&[u8]) -> Result<R>,
    ) -> Result<R> {
        self.call_while(service, timeout, read, || false)
    }

    /// [`Session::call`] that waits on for another `timeout` whenever `progress` says that there was some meanwhile.
    pub fn call_while<R>(
        self: &Arc<Self>,
        service: &[u8],
        timeout: Duration,
        read: impl FnOnce(&[u8]) -> Result<R>,
        mut progress: impl FnMut() -> bool,
    ) -> Result<R> {
        let now = Instant::now();
        let mut deadline = now + timeout;
        let waiter = Arc::new(Waiter::new());
        let invoke_id = self.submit(service, deadline, &waiter, now)?;
        self.flush();
        let mut read = Some(read);
        let mut outcome = None;
        let mut deliver = |answer: Result<&[u8]>| {
            outcome = read.take().map(|read| answer.and_then(read));
        };
        let mut answered = self.wait(&waiter, deadline, &mut deliver);
        while !answered && progress() {
            deadline = Instant::now() + timeout;
            answered = self.wait(&waiter, deadline, &mut deliver);
        }
        if !answered {
            let cancelled = self.state.lock().engine.as_mut().and_then(|engine| engine.cancel(invoke_id));
            match waiter.take() {
                // The answer came between the deadline and the cancellation, through another reader.
                Some(answer) if cancelled.is_none() => deliver(answer.as_deref().map_err(Clone::clone)),
                _ => deliver(Err(Error::Timeout)),
            }
            self.room.notify_one();
        }
        outcome.unwrap_or(Err(Error::Timeout))
    }

    fn submit(
        self: &Arc<Self>,
        service: &[u8],
        deadline: Instant,
        waiter: &Arc<Waiter>,
        now: Instant,
    ) -> Result<u32> {
        let mut state = self.state.lock();
        loop {
            let engine = state.engine()?;
            match engine.call(service, None, Token::Waiter(Arc::clone(waiter))) {
                Err(Error::OutstandingCallLimit) => {}
                Err(error) => return Err(error),
                Ok(invoke_id) => {
                    state.calls = state.calls.wrapping_add(1);
                    self.note_burst(&mut state, now);
                    return Ok(invoke_id);
                }
            }
            if !self.options.threads {
                // Nobody else reads the answers that make room.
                drop(state);
                if Instant::now() >= deadline {
                    return Err(Error::OutstandingCallLimit);
                }
                self.make_room(deadline);
                state = self.state.lock();
                continue;
            }
            state.queued += 1;
            let timed_out = self.room.wait_until(&mut state, deadline).timed_out();
            state.queued -= 1;
            if timed_out {
                return Err(Error::OutstandingCallLimit);
            }
        }
    }

    fn note_burst(&self, state: &mut State, now: Instant) {
        if now.saturating_duration_since(state.burst_since) > BURST_WINDOW {
            state.burst_since = now;
            state.burst_calls = 0;
        }
        state.burst_calls += 1;
        if state.burst_calls == BURST_CALLS && self.armed.load(Ordering::Relaxed) {
            self.wake.notify_one();
        }
    }

    /// Sends a request; `done` gets its invoke id and the answer, a timeout or the loss of the connection, exactly once, on the thread
    /// that reads (so it must not block). Errors that are known at once are returned, and `done` is not called.
    pub fn start(
        self: &Arc<Self>,
        service: &[u8],
        timeout: Duration,
        done: impl FnOnce(u32, Result<&[u8]>) + Send + 'static,
    ) -> Result<u32> {
        let deadline = Instant::now() + timeout;
        let invoke_id = {
            let mut state = self.state.lock();
            let engine = state.engine()?;
            // Checked first, so that a refused call drops no completion.
            engine.admits(service)?;
            let invoke_id =
                engine.call(service, Some(deadline), Token::Done(Completion(Some(Box::new(done)))))?;
            if state.planned.is_none_or(|planned| deadline < planned) {
                self.wake.notify_one();
            }
            invoke_id
        };
        self.flush();
        Ok(invoke_id)
    }

    /// Gives a call of [`Session::start`] another `timeout` from now on.
    pub fn postpone(&self, invoke_id: u32, timeout: Duration) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.postpone(invoke_id, Instant::now() + timeout);
        }
    }

    /// Answers a peer's request with a ConfirmedServiceResponse element, or an error.
    pub fn respond(self: &Arc<Self>, invoke_id: u32, answer: Result<&[u8]>) {
        {
            let mut state = self.state.lock();
            let Some(engine) = state.engine.as_mut() else { return };
            let sent = match answer {
                Ok(service) => engine.respond(invoke_id, service),
                Err(Error::Service(error)) => engine.respond_error(invoke_id, error),
                Err(Error::Reject(reason)) => engine.reject(Some(invoke_id), reason),
                Err(error) => {
                    tracing::warn!(%error, "no answer for a peer's request");
                    return;
                }
            };
            if let Err(error) = sent {
                tracing::warn!(%error, "answer to a peer's request not sent");
            }
        }
        self.flush();
    }

    /// Ends the association in good order and waits for it, for `timeout` at most.
    pub fn release(self: &Arc<Self>, timeout: Duration) -> Result<()> {
        let deadline = Instant::now() + timeout;
        let waiter = self.start_release(deadline)?;
        if self.wait(&waiter, deadline, &mut |_| {}) {
            return Ok(());
        }
        self.expire(Instant::now().max(deadline));
        Err(Error::Timeout)
    }

    /// Asks the peer to end the association in good order; the observer learns when it is over.
    pub fn release_async(self: &Arc<Self>, timeout: Duration) -> Result<()> {
        self.start_release(Instant::now() + timeout)?;
        self.wake.notify_one();
        Ok(())
    }

    fn start_release(self: &Arc<Self>, deadline: Instant) -> Result<Arc<Waiter>> {
        let waiter = Arc::new(Waiter::new());
        {
            let mut state = self.state.lock();
            state.engine.as_mut().ok_or(Error::NotConnected)?.conclude(deadline)?;
            state.watchers.push(Arc::clone(&waiter));
        }
        self.flush();
        Ok(waiter)
    }

    /// Ends the association at once, telling the peer; every outstanding call is answered with the loss.
    pub fn abort(self: &Arc<Self>) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.abort();
        }
        self.end(Failure::new(Layer::Local, 0, "closed by this side"));
    }

    /// Ends the session, closing the transport connection without a word to the peer.
    pub fn end(self: &Arc<Self>, failure: Failure) {
        let unconnected = {
            let mut state = self.state.lock();
            let State { engine, ended, pending, .. } = &mut *state;
            *pending = None;
            match engine {
                Some(engine) => {
                    engine.transport_closed(failure.clone());
                    false
                }
                None => ended.replace(failure.clone()).is_none(),
            }
        };
        if unconnected && let Some(observer) = self.observer.upgrade() {
            observer.closed(self, &failure);
        }
        self.settle();
    }

    /// Lets deadlines pass that are not after `now`.
    fn expire(self: &Arc<Self>, now: Instant) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.handle_timeout(now);
        }
        self.settle();
    }

    /// Handles the events that need no input, and sends what is to be sent.
    fn settle(self: &Arc<Self>) {
        loop {
            let event = self.state.lock().engine.as_mut().and_then(Engine::queued);
            match event {
                Some(event) => self.handle(event, None),
                None => break,
            }
        }
        self.flush();
    }

    fn wait(
        self: &Arc<Self>,
        waiter: &Arc<Waiter>,
        deadline: Instant,
        deliver: &mut dyn FnMut(Result<&[u8]>),
    ) -> bool {
        self.pump_until(Mine { waiter, deliver, done: false }, deadline)
    }
}
