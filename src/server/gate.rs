//! The lock on the model that the application holds over several changes, so that clients see all of them or none.

use parking_lot::{Condvar, Mutex};

#[derive(Debug, Default)]
struct State {
    closed: bool,
    /// Nobody waits any more.
    retired: bool,
}

impl State {
    fn is_closed(&self) -> bool {
        self.closed && !self.retired
    }
}

/// A semaphore: who locks and who unlocks may be different threads.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    opened: Condvar,
}

impl Gate {
    /// Closes the gate, waiting while somebody else has it closed.
    pub fn close(&self) {
        let mut state = self.state.lock();
        while state.is_closed() {
            self.opened.wait(&mut state);
        }
        state.closed = true;
    }

    /// Opens the gate. False if it was open.
    pub fn open(&self) -> bool {
        let was_closed = std::mem::replace(&mut self.state.lock().closed, false);
        self.opened.notify_all();
        was_closed
    }

    /// Whether the gate is closed now.
    pub fn is_closed(&self) -> bool {
        self.state.lock().is_closed()
    }

    /// Waits until the gate is open.
    pub fn wait(&self) {
        let mut state = self.state.lock();
        while state.is_closed() {
            self.opened.wait(&mut state);
        }
    }

    /// Nobody waits at the gate from now on: whoever has it closed may never open it.
    pub fn retire(&self) {
        self.state.lock().retired = true;
        self.opened.notify_all();
    }
}
