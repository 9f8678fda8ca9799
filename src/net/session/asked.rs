//! Requests that one thread has outstanding at the same time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use super::waiter::Waiter;
use crate::error::{Error, Result};

/// A request that was sent and whose answer is waited for later. When it is dropped, nobody waits.
pub struct Asked {
    session: Arc<Session>,
    waiter: Arc<Waiter>,
    invoke_id: u32,
    timeout: Duration,
    open: bool,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("invoke_id", &self.invoke_id).finish_non_exhaustive()
    }
}

impl Session {
    /// Sends a request whose answer is waited for later, for `timeout` then. [`Error::OutstandingCallLimit`] when the negotiated window has no
    /// room, and when it would have none left for others: who looks ahead does not hold them up.
    pub fn ask(self: &Arc<Self>, service: &[u8], timeout: Duration) -> Result<Asked> {
        let waiter = Arc::new(Waiter::absent());
        let mut state = self.state.lock();
        let engine = state.engine()?;
        if engine.outstanding() + 1 >= usize::from(engine.negotiated().max_calling) {
            return Err(Error::OutstandingCallLimit);
        }
        let invoke_id = self.enter(state, service, &waiter, Instant::now())?;
        self.flush();
        Ok(Asked { session: Arc::clone(self), waiter, invoke_id, timeout, open: true })
    }
}

impl Asked {
    /// Waits for the answer, which `read` gets as ConfirmedServiceResponse element; for the timeout from now on.
    pub fn answer<R>(mut self, read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.open = false;
        self.waiter.attend();
        let until = (Instant::now() + self.timeout, self.timeout);
        self.session.collect((&self.waiter, self.invoke_id), until, read, || false)
    }

    /// [`Asked::answer`] with the ConfirmedServiceResponse element to keep.
    pub fn take(self) -> Result<Vec<u8>> {
        match self.waiter.take() {
            Some(answer) => answer,
            None => self.answer(|answer| Ok(answer.to_vec())),
        }
    }

    /// The session that it was sent on.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        let deadline = Instant::now() + self.timeout;
        let mut state = self.session.state.lock();
        if let Some(engine) = &mut state.engine {
            engine.abandon(self.invoke_id, deadline);
        }
        if state.planned.is_none_or(|planned| deadline < planned) {
            self.session.wake.notify_one();
        }
    }
}
