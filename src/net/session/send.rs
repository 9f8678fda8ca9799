//! Sending: whoever finds nobody sending takes all that the engine has, in one write.

use std::io::ErrorKind;
use std::sync::Arc;

use super::super::capture::Side;
use super::super::dispatch::{PutOff, in_callback, put_off};
use super::super::tls::TlsStream;
use super::{Session, State};
use crate::assoc::Engine;
use crate::error::{Error, Failure, Layer, Result};

/// Writes after which others have their turn: a fast reader and a fast writer must not hold up a thread for ever.
const TURN: usize = 16;

/// Capacity that a buffer may keep while nothing is to be sent: idle connections should cost little.
const KEPT: usize = 64 * 1024;

/// Octets on their way, some of which the system has taken.
#[derive(Debug, Default)]
pub(super) struct Batch {
    octets: Vec<u8>,
    sent: usize,
    /// TLS has made the octets of what was to be sent.
    sealed: bool,
    /// What they were made of; kept for its memory.
    plain: Vec<u8>,
}

/// How an attempt to send went.
#[derive(Default)]
struct Sent {
    failure: Option<Failure>,
    /// The session is over, and nobody sends any more.
    last: bool,
}

impl State {
    /// Octets that have not been taken by the system yet.
    pub(super) fn waiting(&mut self) -> usize {
        self.taken + self.engine.as_mut().map_or(0, |engine| engine.transmit().len())
    }

    /// Whether the observer wants to know that no more than this is left.
    pub(super) fn is_drained(&mut self) -> bool {
        self.drain_mark.is_some_and(|mark| self.waiting() <= mark)
    }
}

impl Session {
    /// Queues an UnconfirmedService element; all that is queued until the driver (or tick) gets to it goes out in one
    /// write. [`Error::Congested`], and nothing queued, when too much waits already.
    pub fn queue_unconfirmed(&self, service: &[u8]) -> Result<()> {
        let mut state = self.state.lock();
        if state.waiting() + service.len() > self.options.unsent_max {
            return Err(Error::Congested);
        }
        state.engine()?.unconfirmed(service)?;
        // Who sends, or will when the system takes more, takes this along.
        let idle = !state.unflushed && !state.sending && !state.blocked;
        state.unflushed = true;
        drop(state);
        if idle {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Sends an MMS PDU as it is.
    pub fn send_pdu(self: &Arc<Self>, pdu: &[u8]) -> Result<()> {
        self.state.lock().engine()?.send_pdu(pdu)?;
        self.flush();
        Ok(())
    }

    /// Octets that wait to be sent.
    pub fn unsent(&self) -> usize {
        self.state.lock().waiting()
    }

    /// Asks for one call of [`Observer::drained`](super::Observer::drained), as soon as no more than `mark` octets wait
    /// to be sent: the place for a sender of reports to go on that was told [`Error::Congested`]. Returns false, and there will be no call, if that is so already or the session is over.
    pub fn notify_when_drained(&self, mark: usize) -> bool {
        let mut state = self.state.lock();
        let wanted = state.ended.is_none() && state.waiting() > mark;
        if wanted {
            state.drain_mark = Some(mark);
        }
        wanted
    }

    /// Tells the observer that little enough waits to be sent, if it wants to know. By the driver and by tick only: who
    /// sends may hold locks that the observer takes.
    pub(super) fn tell_drained(self: &Arc<Self>) {
        {
            let mut state = self.state.lock();
            if !state.is_drained() {
                return;
            }
            state.drain_mark = None;
        }
        if let Some(observer) = self.observer.upgrade() {
            observer.drained(self);
        }
    }

    /// Whether something was queued that nobody has sent yet.
    pub(super) fn is_unflushed(&self) -> bool {
        self.state.lock().unflushed
    }

    /// Sends what was queued, for one turn. Returns whether there is more.
    pub(super) fn flush_queued(self: &Arc<Self>) -> bool {
        if self.is_unflushed() {
            self.flush();
        }
        self.is_unflushed() && !self.state.lock().blocked
    }

    /// Sends what the engine has to transmit. Never blocks: what the system does not take now, the driver (or tick)
    /// sends later, and until then nobody else tries.
    pub(super) fn flush(self: &Arc<Self>) {
        self.send_or_end(false);
    }

    /// Sends what the engine has to transmit; amid a series of callbacks after the last of them, and not much later if one
    /// of them blocks: what they all have to say goes out in one write.
    pub(super) fn flush_in_turn(self: &Arc<Self>) {
        if in_callback() && self.dispatch().is_some_and(|dispatch| dispatch.goes_on()) {
            let mut state = self.state.lock();
            if state.watched {
                if !std::mem::replace(&mut state.unflushed, true) {
                    put_off(self.clone());
                }
                return;
            }
        }
        self.flush();
    }

    /// Goes on sending after the system took no more.
    pub(super) fn flush_blocked(self: &Arc<Self>) {
        self.send_or_end(true);
    }

    fn send_or_end(self: &Arc<Self>, again: bool) {
        let Sent { failure, last } = self.send_all(again);
        if last {
            self.shut_down();
        }
        if let Some(failure) = failure.filter(|_| !self.has_reason_to_come()) {
            self.end(failure);
        }
    }

    /// Closes the connection, and forgets what can no longer be sent.
    fn shut_down(&self) {
        if let Some(tcp) = self.tcp.get() {
            tcp.shutdown();
        }
        let mut state = self.state.lock();
        state.unsent = Batch::default();
        state.taken = 0;
        if let Some(engine) = &mut state.engine {
            *engine.transmit() = Vec::new();
        }
    }

    /// The end of an attempt to send.
    fn sent(&self, state: &mut State, failure: Option<Failure>) -> Sent {
        state.sending = false;
        self.relieve(state);
        if state.is_drained() {
            self.wake.notify_one();
        }
        Sent { failure, last: state.ended.is_some() }
    }

    fn send_all(&self, again: bool) -> Sent {
        let Some(tcp) = self.tcp.get() else { return Sent::default() };
        let mut state = self.state.lock();
        if state.sending || (state.blocked && !again) {
            // The other thread, or the driver, looks again before it stops.
            let failure = (state.waiting() > self.options.unsent_max)
                .then(|| Failure::new(Layer::Tcp, 0, "the peer does not read what is sent to it"));
            return Sent { failure, last: state.ended.is_some() && !state.sending };
        }
        state.sending = true;
        state.blocked = false;
        let mut batch = std::mem::take(&mut state.unsent);
        let mut rounds = 0;
        loop {
            if batch.sent == batch.octets.len() {
                batch.octets.clear();
                batch.sent = 0;
                batch.sealed = false;
                // Also gives the emptied buffer of the last round back to the engine.
                if let Some(out) = state.engine.as_mut().map(Engine::transmit) {
                    std::mem::swap(out, &mut batch.octets);
                    if out.capacity() > KEPT && batch.octets.is_empty() {
                        *out = Vec::new();
                    }
                }
                state.taken = batch.octets.len();
                self.recorder.note(Some(tcp), Side::Own, &batch.octets);
            }
            state.unflushed = false;
            let tls = self.tls();
            if batch.octets.is_empty() && !tls.is_some_and(TlsStream::wants_write) {
                return self.sent(&mut state, None);
            }
            if rounds == TURN {
                state.unsent = batch;
                state.unflushed = true;
                self.wake.notify_one();
                return self.sent(&mut state, None);
            }
            rounds += 1;
            drop(state);
            let outcome = batch.secure(tls).and_then(|()| batch.send(|octets| tcp.send(octets)));
            state = self.state.lock();
            state.taken = batch.octets.len() - batch.sent;
            match outcome {
                Ok(true) => {}
                Ok(false) => {
                    state.unsent = batch;
                    state.blocked = true;
                    self.wake.notify_one();
                    return self.sent(&mut state, None);
                }
                Err(failure) => {
                    state.taken = 0;
                    return self.sent(&mut state, Some(failure));
                }
            }
        }
    }
}

impl PutOff for Session {
    fn catch_up(self: Arc<Self>) {
        if self.is_unflushed() {
            self.flush();
        }
    }
}

impl Batch {
    /// Makes of what is to be sent what goes over the socket.
    fn secure(&mut self, tls: Option<&TlsStream>) -> std::result::Result<(), Failure> {
        let Some(tls) = tls.filter(|_| !self.sealed) else { return Ok(()) };
        std::mem::swap(&mut self.plain, &mut self.octets);
        self.octets.clear();
        let outcome = tls.seal(&self.plain, &mut self.octets);
        self.sealed = true;
        self.plain.clear();
        if self.plain.capacity() > KEPT {
            self.plain = Vec::new();
        }
        outcome.map_err(|error| Failure::new(Layer::Tls, 0, format!("send: {error}")))
    }

    /// Sends as much as `send` takes. Returns whether that was all.
    fn send(&mut self, send: impl Fn(&[u8]) -> std::io::Result<usize>) -> std::result::Result<bool, Failure> {
        while self.sent < self.octets.len() {
            match send(&self.octets[self.sent..]) {
                Ok(count) => self.sent += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => {
                    let text = format!("send: {error}");
                    return Err(Failure::new(Layer::Tcp, error.raw_os_error().unwrap_or(0), text));
                }
            }
        }
        Ok(true)
    }
}
