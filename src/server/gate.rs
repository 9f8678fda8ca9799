//! The lock on the model that the application holds over several changes, so that clients see all of them or none.

use parking_lot::{Condvar, Mutex};

/// A semaphore: who locks and who unlocks may be different threads.
#[derive(Debug, Default)]
pub struct Gate {
    closed: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// Closes the gate, waiting while somebody else has it closed.
    pub fn close(&self) {
        let mut closed = self.closed.lock();
        while *closed {
            self.opened.wait(&mut closed);
        }
        *closed = true;
    }

    /// Opens the gate. False if it was open.
    pub fn open(&self) -> bool {
        let was_closed = std::mem::replace(&mut *self.closed.lock(), false);
        self.opened.notify_all();
        was_closed
    }

    /// Whether the gate is closed now.
    pub fn is_closed(&self) -> bool {
        *self.closed.lock()
    }

    /// Waits until the gate is open.
    pub fn wait(&self) {
        let mut closed = self.closed.lock();
        while *closed {
            self.opened.wait(&mut closed);
        }
    }
}
