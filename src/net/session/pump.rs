//! Reading: the reader role, the receive buffer, and what becomes of events.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::super::capture::Side;
use super::super::dispatch::Dispatch;
use super::super::sync::MutexGuard;
use super::role::{Left, Turn};
use super::waiter::Waiter;
use super::{Session, State, Token, secure};
use crate::assoc::{Engine, Event, Refusal};
use crate::error::{Failure, Layer, Result};

/// First size of the receive buffer; it grows up to [`BUFFER_MAX`] when more comes at once.
const BUFFER_MIN: usize = 4 * 1024;
/// Holds any TPKT and more.
const BUFFER_MAX: usize = 256 * 1024;

/// Room for what TLS has to open: more than one record.
const SEALED: usize = 32 * 1024;

/// Receive calls after which others have their turn: a peer that never stops sending must not hold up a caller that
/// has its answer, or the other connections.
const TURN: usize = 64;
/// The same in octets, of which a large buffer takes many in a call.
const TURN_OCTETS: usize = 1024 * 1024;

/// Thread-less mode: how soon to try again when the system takes no more.
const SEND_AGAIN: Duration = Duration::from_millis(5);

/// The reader role: who has it locked reads the socket. Holds what was received and not yet consumed.
#[derive(Debug, Default)]
pub(super) struct Reader {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// What TLS has to open first.
    sealed: Vec<u8>,
}

impl Reader {
    /// Room for more input.
    pub(super) fn space(&mut self) -> &mut [u8] {
        let rest = self.start..self.end;
        if self.end == self.buffer.len() {
            // Filled: there may have been more, and fewer, larger pieces cost less.
            let size = (self.buffer.len() * 4).clamp(BUFFER_MIN, BUFFER_MAX);
            if size > self.buffer.len() {
                let mut larger = vec![0; size];
                larger[..rest.len()].copy_from_slice(&self.buffer[rest.clone()]);
                self.buffer = larger;
            } else {
                self.buffer.copy_within(rest.clone(), 0);
            }
            (self.start, self.end) = (0, rest.len());
        } else if rest.is_empty() {
            (self.start, self.end) = (0, 0);
        }
        &mut self.buffer[self.end..]
    }

    /// Appends what `fill` adds to the octets that are buffered.
    pub(super) fn append<R>(&mut self, fill: impl FnOnce(&mut Vec<u8>) -> R) -> R {
        self.buffer.truncate(self.end);
        self.buffer.drain(..self.start);
        (self.start, self.end) = (0, self.buffer.len());
        fill(&mut self.buffer)
    }

    /// Room for what TLS has to open first, which is the caller's for a while.
    pub(super) fn take_sealed(&mut self) -> Vec<u8> {
        let mut sealed = std::mem::take(&mut self.sealed);
        sealed.resize(SEALED, 0);
        sealed
    }

    pub(super) fn put_sealed(&mut self, sealed: Vec<u8>) {
        self.sealed = sealed;
    }

    /// Gives the memory back while nothing is buffered: idle connections should cost little.
    fn relax(&mut self) {
        if self.start == self.end {
            *self = Self::default();
        }
    }
}

/// What was there to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Available {
    Nothing,
    Some,
    /// Something, and there may be more.
    More,
}

/// The answer that the reading thread itself waits for.
pub(super) struct Mine<'m> {
    pub(super) waiter: &'m Arc<Waiter>,
    pub(super) deliver: &'m mut dyn FnMut(Result<&[u8]>),
    pub(super) done: bool,
}

impl Mine<'_> {
    /// Delivers an answer that was put down in the waiter. Returns whether there has been an answer.
    fn collect(&mut self) -> bool {
        if !self.done
            && let Some(answer) = self.waiter.take()
        {
            (self.deliver)(answer.as_deref().map_err(Clone::clone));
            self.done = true;
        }
        self.done
    }
}

impl Session {
    /// Waits until `mine` is answered or `deadline` passes, reading the socket itself whenever nobody else does.
    /// Returns whether it was answered.
    pub(super) fn pump_until(self: &Arc<Self>, mut mine: Mine<'_>, deadline: Instant) -> bool {
        match self.role.turn(mine.waiter, deadline) {
            Turn::Mine(reader) if mine.collect() => {
                self.leave(reader);
                true
            }
            Turn::Mine(reader) => self.pump(reader, &mut mine, deadline),
            Turn::Answered(answer) => {
                (mine.deliver)(answer.as_deref().map_err(Clone::clone));
                true
            }
            Turn::TimedOut => false,
        }
    }

    fn pump<'s>(
        self: &'s Arc<Self>,
        mut reader: MutexGuard<'s, Reader>,
        mine: &mut Mine<'_>,
        deadline: Instant,
    ) -> bool {
        if self.held.load(Ordering::SeqCst) {
            self.process(&mut reader, Some(mine));
        }
        while !mine.done {
            let Some(tcp) = self.tcp.get() else { break };
            match self.receive(tcp, &mut reader, Some(self.read_deadline(deadline))) {
                Ok(count) => {
                    // What came may also have ended the wait for a state of the association.
                    if !self.received(&mut reader, count, Some(mine)) || mine.collect() {
                        break;
                    }
                    self.note_part();
                    // A peer that sends without a pause does not prolong the wait.
                    if Instant::now() >= deadline {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if Instant::now() >= deadline {
                        break;
                    }
                }
                Err(error) => {
                    self.receive_failed(&error);
                    break;
                }
            }
        }
        self.leave(reader);
        if !mine.done
            && let Some(answer) = mine.waiter.take()
        {
            (mine.deliver)(answer.as_deref().map_err(Clone::clone));
            mine.done = true;
        }
        mine.done
    }

    /// Without a driver, the waiting thread also has to send what the system did not take at once.
    fn read_deadline(self: &Arc<Self>, deadline: Instant) -> Instant {
        if self.options.threads || !self.state.lock().blocked {
            return deadline;
        }
        self.flush_blocked();
        deadline.min(Instant::now() + SEND_AGAIN)
    }

    /// Gives up the reader role; the next waiting thread takes over.
    fn leave<'s>(self: &'s Arc<Self>, reader: MutexGuard<'s, Reader>) {
        match self.role.leave(reader, |reader| self.read_available(reader)) {
            Left::Free => self.invite_next(),
            Left::More => {
                self.wake.notify_one();
                self.invite_next();
            }
            Left::Taken => {}
        }
    }

    /// Asks the thread that has waited longest to read on.
    pub(super) fn invite_next(&self) {
        let state = self.state.lock();
        let calls = state.engine.iter().flat_map(|engine| engine.waiting());
        let waiter = calls.filter_map(|token| match token {
            Token::Waiter(waiter) => Some(waiter),
            Token::Done(_) => None,
        });
        let _ = waiter.chain(&state.watchers).any(|waiter| waiter.invite());
    }

    /// The queue of callbacks, while it is so long that reading waits for it: the peer feels it by TCP. Who waits for an
    /// answer reads on.
    pub(super) fn congestion(&self) -> Option<Arc<Dispatch>> {
        self.dispatch().filter(|dispatch| dispatch.is_congested())
    }

    /// The queue of callbacks that a pool thread takes.
    pub(super) fn dispatch(&self) -> Option<Arc<Dispatch>> {
        if self.options.threads { self.observer.upgrade()?.dispatch() } else { None }
    }

    /// Whether the peer has to wait: too many of its requests are open, or it does not read the answers. The genuine
    /// server, too, rejects no pipelined request, but reads no further than it has answered.
    pub(super) fn is_full(&self, state: &mut State) -> bool {
        let open = state.engine.as_ref().map_or(0, Engine::open_requests);
        open >= self.options.requests_max || state.waiting() > self.options.unread_max
    }

    /// Lets reading go on that was held, when there is room again.
    pub(super) fn relieve(&self, state: &mut State) {
        if self.held.load(Ordering::Relaxed) && !self.is_full(state) {
            self.wake.notify_one();
        }
    }

    /// Reads until the socket has nothing more, or for [`TURN`] at most.
    pub(super) fn read_available(self: &Arc<Self>, reader: &mut Reader) -> Available {
        let mut seen = Available::Nothing;
        let Some(tcp) = self.tcp.get() else { return seen };
        if self.held.load(Ordering::SeqCst) {
            seen = Available::Some;
            if !self.process(reader, None) {
                return seen;
            }
        }
        let dispatch = self.dispatch();
        let mut octets = 0;
        for _ in 0..TURN {
            if self.held.load(Ordering::SeqCst) {
                return seen;
            }
            if dispatch.as_ref().is_some_and(|dispatch| dispatch.is_congested()) {
                return Available::More;
            }
            let batch = dispatch.as_ref().map(Dispatch::batch);
            match self.receive(tcp, reader, None) {
                Ok(count) => {
                    seen = Available::Some;
                    if !self.received(reader, count, None) {
                        return seen;
                    }
                    octets += count;
                    if octets >= TURN_OCTETS {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    if error.kind() != ErrorKind::WouldBlock {
                        self.receive_failed(&error);
                    }
                    return seen;
                }
            }
            drop(batch);
        }
        Available::More
    }

    /// What the driver does when the socket is readable: read, and keep no memory for an idle connection. Returns
    /// whether there may be more to read: other connections have their turn first.
    pub(super) fn read_idle(self: &Arc<Self>) -> bool {
        let look = |reader: &mut Reader| {
            let seen = self.read_available(reader);
            reader.relax();
            seen
        };
        self.role.serve(look, || self.invite_next())
    }

    /// The end of a burst of calls.
    pub(super) fn relax(&self) {
        if let Some(mut reader) = self.role.try_take() {
            reader.relax();
        }
    }

    /// Whether something was left to be read by the driver.
    pub(super) fn was_missed(&self) -> bool {
        self.role.was_missed() || self.held.load(Ordering::SeqCst)
    }

    /// Whether reading waits for room (see [`Session::is_full`]).
    pub(super) fn is_held(&self) -> bool {
        self.held.load(Ordering::SeqCst)
    }

    /// The session is over: what was received and not understood is worth nothing.
    pub(super) fn forget_input(&self) {
        if let Some(mut reader) = self.role.try_take() {
            *reader = Reader::default();
        }
    }

    fn receive_failed(self: &Arc<Self>, error: &std::io::Error) {
        self.end(secure::failure(error).unwrap_or_else(|| {
            Failure::new(Layer::Tcp, error.raw_os_error().unwrap_or(0), format!("receive: {error}"))
        }));
    }

    /// Takes `count` octets that were received into the buffer; false when the session is over.
    fn received(self: &Arc<Self>, reader: &mut Reader, count: usize, mine: Option<&mut Mine<'_>>) -> bool {
        if count == 0 {
            self.end(Failure::new(Layer::Tcp, 0, "the peer closed the connection"));
            return false;
        }
        reader.end += count;
        self.process(reader, mine)
    }

    /// Handles what is in the buffer, until it is used up or the peer has too many requests open; false when the
    /// session is over.
    fn process(self: &Arc<Self>, reader: &mut Reader, mut mine: Option<&mut Mine<'_>>) -> bool {
        let now = Instant::now();
        let mut to_send = false;
        let mut handled = false;
        loop {
            let (used, event) = {
                let mut state = self.state.lock();
                self.note_handled(&mut state, handled);
                // Who waits for an answer reads on: it may stand behind those requests.
                let full = mine.is_none() && self.is_full(&mut state);
                if full != self.held.load(Ordering::Relaxed) {
                    self.held.store(full, Ordering::SeqCst);
                }
                if full {
                    break;
                }
                let Some(engine) = &mut state.engine else { return false };
                let next = engine.next(&reader.buffer[reader.start..reader.end], now);
                to_send |= !engine.transmit().is_empty();
                state.handling += usize::from(next.1.is_some());
                next
            };
            let octets = &reader.buffer[reader.start..reader.start + used];
            self.recorder.note(self.tcp.get(), Side::Peer, octets);
            reader.start += used;
            match event {
                Some(event) => self.handle(event, mine.as_deref_mut()),
                None => break,
            }
            handled = true;
        }
        if to_send {
            self.flush();
        }
        true
    }

    pub(super) fn handle(self: &Arc<Self>, event: Event<'_, Token>, mine: Option<&mut Mine<'_>>) {
        match event {
            Event::Reply { invoke_id, token, result } => {
                match token {
                    Token::Waiter(waiter) => match mine {
                        Some(mine) if Arc::ptr_eq(mine.waiter, &waiter) => {
                            (mine.deliver)(result.as_deref().map_err(Clone::clone));
                            mine.done = true;
                        }
                        _ => waiter.complete(result.map(|answer| answer.to_vec())),
                    },
                    Token::Done(done) => done.run(invoke_id, result.as_deref().map_err(Clone::clone)),
                }
                if self.state.lock().queued > 0 {
                    self.room.notify_one();
                }
            }
            Event::Unconfirmed(service) => {
                if let Some(observer) = self.observer.upgrade() {
                    observer.unconfirmed(self, &service);
                }
            }
            Event::Request { invoke_id, service } => {
                if let Some(observer) = self.observer.upgrade() {
                    observer.request(self, invoke_id, &service);
                }
            }
            Event::Up => {
                self.recorder.up();
                if let Some(observer) = self.observer.upgrade() {
                    observer.up(self);
                }
                self.complete_watchers();
            }
            Event::Closed(failure) => self.finish(self.earlier(failure)),
            Event::Associate { indication } => match self.observer.upgrade() {
                Some(observer) => observer.associate(self, indication),
                None => self.refuse_association(Refusal::NoReason),
            },
        }
    }

    /// The session is over: what is still to be sent goes out, then the connection is shut down.
    fn finish(self: &Arc<Self>, failure: Failure) {
        tracing::info!(%failure, "association ended");
        {
            let mut state = self.state.lock();
            state.ended = Some(failure.clone());
            state.drain_mark = None;
        }
        self.say_good_bye();
        self.flush();
        self.recorder.closed();
        self.room.notify_all();
        if let Some(observer) = self.observer.upgrade() {
            observer.closed(self, &failure);
        }
        self.complete_watchers();
        self.wake.notify_one();
    }

    fn complete_watchers(&self) {
        for waiter in std::mem::take(&mut self.state.lock().watchers) {
            waiter.complete(Ok(Vec::new()));
        }
    }
}
