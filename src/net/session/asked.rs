//! Requests that are sent before their answers are wanted.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::waiter::Waiter;
use super::{Sent, Session, Token};
use crate::error::{Error, Result};

/// A peer that takes so small a part of the timeout for an answer is asked for nothing ahead.
const SLOW: u32 = 8;

/// A request that was sent and whose answer may be wanted later. Nobody is held up by it meanwhile; what gets no answer in time
/// is forgotten.
pub struct Asked {
    session: Arc<Session>,
    waiter: Arc<Waiter>,
    invoke_id: u32,
    timeout: Duration,
    until: Instant,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("invoke_id", &self.invoke_id).finish_non_exhaustive()
    }
}

impl Session {
    /// Sends a request whose answer may be wanted later, for `timeout` then. [`Error::OutstandingCallLimit`] when the negotiated
    /// window has no room, when it would have none left for others, and after [`Session::ask_nothing_ahead`].
    pub fn ask(self: &Arc<Self>, service: &[u8], timeout: Duration) -> Result<Asked> {
        if self.one_by_one.load(Ordering::Relaxed) {
            return Err(Error::OutstandingCallLimit);
        }
        let waiter = Arc::new(Waiter::absent());
        let now = Instant::now();
        let mut state = self.state.lock();
        let engine = state.engine()?;
        // A server that answers one after the other has the timeout for each.
        let before = u32::try_from(engine.waiting().count()).unwrap_or(u32::MAX);
        let until = now + timeout.saturating_mul(before.saturating_add(1));
        let token = Token::Waiter(Arc::clone(&waiter));
        let invoke_id = engine.call_ahead(service, until, token)?;
        self.note_call(&mut state, now);
        self.note_deadline(&state, until);
        drop(state);
        self.flush();
        Ok(Asked { session: Arc::clone(self), waiter, invoke_id, timeout, until })
    }

    /// The peer cannot have several requests, or is slow: [`Session::ask`] sends nothing any more.
    pub fn ask_nothing_ahead(&self) {
        self.one_by_one.store(true, Ordering::Relaxed);
    }
}

impl Asked {
    /// Waits for the answer, which `read` gets as ConfirmedServiceResponse element; for the timeout from now on.
    pub fn answer<R>(self, read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.answer_until(Instant::now() + self.timeout, read)
    }

    fn answer_until<R>(&self, deadline: Instant, read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        let start = Instant::now();
        let mut sent = Sent { invoke_id: self.invoke_id, before: 0 };
        if let Some(engine) = &mut self.session.state.lock().engine {
            engine.claim(self.invoke_id);
            sent.before = engine.ahead_of(self.invoke_id);
        }
        self.waiter.attend();
        let outcome = self.session.collect(&self.waiter, sent, (deadline, self.timeout), read, || false);
        if start.elapsed() > self.timeout / SLOW {
            // Others would stand behind what nobody wants yet, until their own time is over.
            self.session.ask_nothing_ahead();
        }
        outcome
    }

    /// [`Asked::answer`] with the ConfirmedServiceResponse element to keep.
    pub fn take(self) -> Result<Vec<u8>> {
        match self.waiter.take() {
            Some(answer) => answer,
            None => self.answer(|answer| Ok(answer.to_vec())),
        }
    }

    /// [`Asked::answer`] to `service`. That the peer turns it down counts only if it does so alone as well, when `others` that
    /// were sent meanwhile have been answered: a device that takes one request at a time rejects what comes too early. It is
    /// asked for nothing ahead any more.
    pub fn answer_or_alone<R>(
        self,
        service: &[u8],
        others: impl FnOnce() -> Vec<Asked>,
        read: impl Fn(&[u8]) -> Result<R>,
    ) -> Result<R> {
        let deadline = Instant::now() + self.timeout;
        match self.answer_until(deadline, &read) {
            Err(Error::Reject(_) | Error::Service(_)) => {}
            outcome => return outcome,
        }
        for other in others() {
            // What it says is worth nothing: its order among the answers is not known any more.
            if let Err(error @ (Error::Timeout | Error::ConnectionLost(_))) =
                other.answer_until(deadline, |_| Ok(()))
            {
                return Err(error);
            }
        }
        let rest = deadline.saturating_duration_since(Instant::now());
        let alone = self.session.call(service, rest, read);
        if alone.is_ok() {
            self.session.ask_nothing_ahead();
        }
        alone
    }

    /// Whether the answer, if there is one, is old.
    pub fn is_stale(&self) -> bool {
        Instant::now() >= self.until
    }

    /// The session that it was sent on.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }
}
