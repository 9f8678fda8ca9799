//! The answer to a write, put together from the results of its variables: some come later than others.

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;

use super::connection::Connection;
use crate::error::DataAccessError;
use crate::mms::service::write;

/// One write request that has not been answered yet.
#[derive(Debug)]
pub(super) struct Ticket {
    client: Arc<Connection>,
    invoke_id: u32,
    state: Mutex<State>,
}

struct State {
    results: Vec<DataAccessError>,
    open: usize,
    silent: bool,
    /// What is done when the answer is on its way, in order.
    after: Vec<Box<dyn FnOnce() + Send>>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("results", &self.results)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

/// The place of one variable's result in the answer. When dropped without one, the variable was not available.
pub(super) struct Slot {
    ticket: Option<Arc<Ticket>>,
    index: usize,
    /// AddCause of a refused command.
    cause: i32,
    /// Learns the result and the AddCause after the client.
    then: Option<Then>,
}

type Then = Box<dyn FnOnce(DataAccessError, i32) + Send>;

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("ticket", &self.ticket)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

impl Ticket {
    /// Slots for the results of `count` variables, at least one.
    pub(super) fn open(client: &Arc<Connection>, invoke_id: u32, count: usize) -> Vec<Slot> {
        let state = State {
            results: vec![DataAccessError::TEMPORARILY_UNAVAILABLE; count],
            open: count,
            silent: false,
            after: Vec::new(),
        };
        let ticket = Arc::new(Self { client: Arc::clone(client), invoke_id, state: Mutex::new(state) });
        (0..count)
            .map(|index| Slot { ticket: Some(Arc::clone(&ticket)), index, cause: 0, then: None })
            .collect()
    }

    fn settle(&self, index: usize, result: Option<DataAccessError>) {
        let (answer, after) = {
            let mut state = self.state.lock();
            match (result, state.results.get_mut(index)) {
                (Some(result), Some(place)) => *place = result,
                _ => state.silent = true,
            }
            state.open = state.open.saturating_sub(1);
            if state.open > 0 {
                return;
            }
            let answer = (!state.silent).then(|| write::response(&state.results));
            (answer, std::mem::take(&mut state.after))
        };
        match answer {
            Some(answer) => self.client.respond(self.invoke_id, Ok(&answer)),
            None => self.client.leave_unanswered(),
        }
        after.into_iter().for_each(|job| job());
    }
}

impl Slot {
    /// Lets `then` learn the result, and the AddCause of a refused command, after the client; no lock is held then.
    pub(super) fn then(mut self, then: impl FnOnce(DataAccessError, i32) + Send + 'static) -> Self {
        self.then = Some(Box::new(then));
        self
    }

    /// Says why a command will be refused: its AddCause.
    pub(super) fn explain(&mut self, cause: i32) {
        self.cause = cause;
    }

    /// Gives the result.
    pub(super) fn finish(mut self, result: DataAccessError) {
        if let Some(ticket) = self.ticket.take() {
            ticket.settle(self.index, Some(result));
        }
        if let Some(then) = self.then.take() {
            then(result, self.cause);
        }
    }

    /// Gives the result; `after` is done when the answer to the whole request is on its way.
    pub(super) fn finish_then(self, result: DataAccessError, after: impl FnOnce() + Send + 'static) {
        if let Some(ticket) = &self.ticket {
            ticket.state.lock().after.push(Box::new(after));
        }
        self.finish(result);
    }

    /// The client shall get no answer.
    pub(super) fn silence(mut self) {
        if let Some(ticket) = self.ticket.take() {
            ticket.settle(self.index, None);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            ticket.settle(self.index, Some(DataAccessError::TEMPORARILY_UNAVAILABLE));
        }
    }
}
