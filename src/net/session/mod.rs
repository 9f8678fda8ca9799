//! One transport connection with its association engine.

mod asked;
mod driver;
mod manual;
#[cfg(all(test, shuttle))]
mod models;
mod observer;
mod open;
mod options;
mod pump;
mod record;
mod role;
mod secure;
mod send;
mod serve;
#[cfg(test)]
mod tests;
mod waiter;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::sync::Notify;

pub use self::asked::Asked;
pub use self::observer::Observer;
pub use self::options::{Options, Target};

use self::manual::Pending;
use self::pump::{Mine, Reader};
use self::record::Recorder;
use self::role::Role;
use self::send::Batch;
use self::waiter::Waiter;
use super::socket::Tcp;
use super::tls::TlsStream;
use crate::assoc::{Engine, Negotiated, Statistics};
use crate::error::{Error, Failure, Layer, Result};

/// Calls, or parts of answers, within [`BURST_WINDOW`] from which on the socket leaves the reactor: each packet would wake the IO thread
/// for nothing.
const BURST_CALLS: u32 = 4;
const BURST_WINDOW: Duration = Duration::from_millis(2);

/// How long an answer may be on its way from the thread that read it to the one that waits for it.
const HANDING_OVER: Duration = Duration::from_secs(1);

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

/// A request that a thread waits for.
struct Sent {
    invoke_id: u32,
    /// Requests sent ahead behind which it stands.
    before: usize,
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
    /// Events that have been taken from the engine and are being handled.
    handling: usize,
    /// Someone is sending what the engine has to transmit.
    sending: bool,
    /// The system takes no more for now; the driver sends on, beginning with `unsent`.
    blocked: bool,
    unsent: Batch,
    /// Octets in `unsent` or with the thread that sends.
    taken: usize,
    /// Something was queued without being sent: the driver's work, or the next tick's.
    unflushed: bool,
    /// The driver looks soon whether something is unflushed.
    watched: bool,
    /// The observer wants to know when no more than so many octets wait to be sent.
    drain_mark: Option<usize>,
    /// When the driver's timer goes off.
    planned: Option<Instant>,
    burst_since: Instant,
    burst_calls: u32,
    /// Synchronous calls and parts of their answers so far, for the driver to see whether they go on.
    calls: u64,
}

/// One association over one TCP connection. Made for one use: a new connect makes a new session.
pub struct Session {
    tcp: OnceLock<Arc<Tcp>>,
    /// Set before the engine is, if the connection is secured.
    tls: OnceLock<Box<TlsStream>>,
    recorder: Recorder,
    /// The thread that connects tells of the events of TLS itself, before it returns.
    tells_itself: AtomicBool,
    options: Options,
    state: Mutex<State>,
    room: Condvar,
    /// No event is being handled.
    quiet: Condvar,
    role: Role<Reader>,
    /// The peer takes one request at a time.
    one_by_one: AtomicBool,
    /// Reading has stopped, maybe amid what was received, until a request of the peer is answered. Written under the
    /// lock of the state.
    held: AtomicBool,
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
    /// A client's session that is not connected yet.
    pub fn new(options: Options, observer: Weak<dyn Observer>) -> Arc<Self> {
        Self::make(options, observer, true)
    }

    fn make(options: Options, observer: Weak<dyn Observer>, is_client: bool) -> Arc<Self> {
        let state = State {
            engine: None,
            ended: None,
            pending: None,
            watchers: Vec::new(),
            queued: 0,
            handling: 0,
            sending: false,
            blocked: false,
            unsent: Batch::default(),
            taken: 0,
            unflushed: false,
            watched: false,
            drain_mark: None,
            planned: None,
            burst_since: Instant::now(),
            burst_calls: 0,
            calls: 0,
        };
        Arc::new(Self {
            tcp: OnceLock::new(),
            tls: OnceLock::new(),
            recorder: Recorder::new(is_client),
            tells_itself: AtomicBool::new(false),
            options,
            state: Mutex::new(state),
            room: Condvar::new(),
            quiet: Condvar::new(),
            role: Role::default(),
            one_by_one: AtomicBool::new(false),
            held: AtomicBool::new(false),
            wake: Notify::new(),
            observer,
        })
    }

    fn tls(&self) -> Option<&TlsStream> {
        self.tls.get().map(|tls| &**tls)
    }

    /// Whether calls can be made.
    pub fn is_up(&self) -> bool {
        self.state.lock().engine.as_ref().is_some_and(Engine::is_up)
    }

    /// What was agreed on with the peer; None before there is an association engine.
    pub fn negotiated(&self) -> Option<Negotiated> {
        self.state.lock().engine.as_ref().map(|engine| engine.negotiated().clone())
    }

    /// The largest MMS PDU that both sides take, in octets; 0 before there is an association engine.
    pub fn negotiated_pdu(&self) -> u32 {
        self.state.lock().engine.as_ref().map_or(0, |engine| engine.negotiated().max_pdu)
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
        progress: impl FnMut() -> bool,
    ) -> Result<R> {
        let now = Instant::now();
        let deadline = now + timeout;
        let waiter = Arc::new(Waiter::new());
        let sent = self.submit(service, deadline, &waiter, now)?;
        self.flush();
        self.collect(&waiter, sent, (deadline, timeout), read, progress)
    }

    /// Waits for the answer of a request that was sent, until a moment and then on as long as there is progress.
    fn collect<R>(
        self: &Arc<Self>,
        waiter: &Arc<Waiter>,
        Sent { invoke_id, mut before }: Sent,
        (deadline, timeout): (Instant, Duration),
        read: impl FnOnce(&[u8]) -> Result<R>,
        mut progress: impl FnMut() -> bool,
    ) -> Result<R> {
        let mut read = Some(read);
        let mut outcome = None;
        let mut deliver = |answer: Result<&[u8]>| {
            outcome = read.take().map(|read| answer.and_then(read));
        };
        let mut answered = self.wait(waiter, deadline, &mut deliver);
        while !answered && (progress() || self.has_come_nearer(invoke_id, &mut before)) {
            answered = self.wait(waiter, Instant::now() + timeout, &mut deliver);
        }
        if !answered {
            match self.cancel(invoke_id) {
                true => deliver(Err(Error::Timeout)),
                // Answered between the deadline and the cancellation: another thread is about to put it down.
                false => match waiter.done(Instant::now() + HANDING_OVER) {
                    Some(answer) => deliver(answer.as_deref().map_err(Clone::clone)),
                    None => deliver(Err(Error::Timeout)),
                },
            }
            // An invitation to read may have come too late for this thread.
            self.invite_next();
        }
        outcome.unwrap_or(Err(Error::Timeout))
    }

    /// Whether requests that this side has sent ahead were answered meanwhile, behind which another one waits: the peer is slow, not
    /// dead.
    fn has_come_nearer(&self, invoke_id: u32, before: &mut usize) -> bool {
        if *before == 0 {
            return false;
        }
        let now = self.state.lock().engine.as_ref().map_or(0, |engine| engine.ahead_of(invoke_id));
        std::mem::replace(before, now) > now
    }

    /// Forgets a request. Returns whether it had no answer.
    fn cancel(self: &Arc<Self>, invoke_id: u32) -> bool {
        let (token, to_send) = match &mut self.state.lock().engine {
            Some(engine) => (engine.cancel(invoke_id), !engine.transmit().is_empty()),
            None => (None, false),
        };
        self.room.notify_one();
        if to_send {
            self.flush();
        }
        token.is_some()
    }

    fn submit(
        self: &Arc<Self>,
        service: &[u8],
        deadline: Instant,
        waiter: &Arc<Waiter>,
        now: Instant,
    ) -> Result<Sent> {
        let mut state = self.room_for(service, deadline)?;
        let engine = state.engine()?;
        let invoke_id = engine.call(service, None, Token::Waiter(Arc::clone(waiter)))?;
        let before = engine.ahead_of(invoke_id);
        self.note_call(&mut state, now);
        Ok(Sent { invoke_id, before })
    }

    /// Waits until the negotiated window has room for a request.
    fn room_for(self: &Arc<Self>, service: &[u8], deadline: Instant) -> Result<MutexGuard<'_, State>> {
        let mut state = self.state.lock();
        loop {
            match state.engine()?.admits(service) {
                Ok(()) => return Ok(state),
                Err(Error::OutstandingCallLimit) => {}
                Err(error) => {
                    // This thread may have been told of room that another one can use.
                    self.room.notify_one();
                    return Err(error);
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

    /// The answer that a thread waits for comes in parts: each would wake the IO thread as calls in a burst do.
    fn note_part(&self) {
        self.note_call(&mut self.state.lock(), Instant::now());
    }

    fn note_call(&self, state: &mut State, now: Instant) {
        state.calls = state.calls.wrapping_add(1);
        if now.saturating_duration_since(state.burst_since) > BURST_WINDOW {
            state.burst_since = now;
            state.burst_calls = 0;
        }
        state.burst_calls += 1;
        if state.burst_calls == BURST_CALLS && self.role.is_armed() {
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
        let mut state = self.state.lock();
        // Checked first, so that a refused call drops no completion.
        state.engine()?.admits(service)?;
        self.begin(state, service, timeout, Box::new(done))
    }

    /// [`Session::start`] for what follows an earlier request: waits up to `timeout` for room in the negotiated window.
    pub fn follow(
        self: &Arc<Self>,
        service: &[u8],
        timeout: Duration,
        done: impl FnOnce(u32, Result<&[u8]>) + Send + 'static,
    ) -> Result<u32> {
        let state = self.room_for(service, Instant::now() + timeout)?;
        self.begin(state, service, timeout, Box::new(done))
    }

    fn begin(
        self: &Arc<Self>,
        mut state: MutexGuard<'_, State>,
        service: &[u8],
        timeout: Duration,
        done: Done,
    ) -> Result<u32> {
        let deadline = Instant::now() + timeout;
        let token = Token::Done(Completion(Some(done)));
        let engine = state.engine()?;
        let invoke_id = engine.call(service, Some(deadline), token)?;
        engine.be_patient(invoke_id, timeout);
        self.note_deadline(&state, deadline);
        drop(state);
        self.flush_in_turn();
        Ok(invoke_id)
    }

    /// The driver is to look at the deadlines if this one is the earliest.
    fn note_deadline(&self, state: &State, deadline: Instant) {
        if state.planned.is_none_or(|planned| deadline < planned) {
            self.wake.notify_one();
        }
    }

    /// Gives a call of [`Session::start`] another `timeout` from now on.
    pub fn postpone(&self, invoke_id: u32, timeout: Duration) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.postpone(invoke_id, Instant::now() + timeout);
        }
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
        self.abort_for(&Failure::new(Layer::Local, 0, "aborted by this side"));
    }

    fn abort_for(self: &Arc<Self>, reason: &Failure) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.abort(reason);
        }
        self.end(reason.clone());
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
        let mut handled = false;
        loop {
            let event = {
                let mut state = self.state.lock();
                self.note_handled(&mut state, handled);
                let event = state.engine.as_mut().and_then(Engine::queued);
                state.handling += usize::from(event.is_some());
                event
            };
            match event {
                Some(event) => self.handle(event, None),
                None => break,
            }
            handled = true;
        }
        self.flush();
    }

    fn note_handled(&self, state: &mut State, handled: bool) {
        state.handling -= usize::from(handled);
        if handled && state.handling == 0 {
            self.quiet.notify_all();
        }
    }

    /// Returns when no thread handles an event any more, after `patience` at the latest: then false. For a session that
    /// is over, so that nothing happens on it afterwards; not for observers.
    pub fn quiesce(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut state = self.state.lock();
        while state.handling > 0 {
            if self.quiet.wait_until(&mut state, deadline).timed_out() {
                return false;
            }
        }
        true
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
