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
    open: bool,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("invoke_id", &self.invoke_id).finish_non_exhaustive()
    }
}

impl Session {
    /// Sends a request whose answer is waited for later. [`Error::OutstandingCallLimit`] when the negotiated window has no
    /// room, and when it would have none left for others: who looks ahead does not hold them up.
    pub fn ask(self: &Arc<Self>, service: &[u8]) -> Result<Asked> {
        let waiter = Arc::new(Waiter::absent());
        let mut state = self.state.lock();
        let engine = state.engine()?;
        if engine.outstanding() + 1 >= usize::from(engine.negotiated().max_calling) {
            return Err(Error::OutstandingCallLimit);
        }
        let invoke_id = self.enter(state, service, &waiter, Instant::now())?;
        self.flush();
        Ok(Asked { session: Arc::clone(self), waiter, invoke_id, open: true })
    }
}

impl Asked {
    /// Waits up to `timeout` for the answer, which `read` gets as ConfirmedServiceResponse element.
    pub fn answer<R>(mut self, timeout: Duration, read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.open = false;
        self.waiter.attend();
        let until = (Instant::now() + timeout, timeout);
        self.session.collect((&self.waiter, self.invoke_id), until, read, || false)
    }

    /// Waits up to `timeout` for the answer: the ConfirmedServiceResponse element, to keep.
    pub fn take(self, timeout: Duration) -> Result<Vec<u8>> {
        match self.waiter.take() {
            Some(answer) => answer,
            None => self.answer(timeout, |answer| Ok(answer.to_vec())),
        }
    }

    /// The session that it was sent on.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if self.open {
            self.session.cancel(self.invoke_id);
        }
    }
}
