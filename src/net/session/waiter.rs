//! A thread that waits for one answer which another thread may read.

use std::time::Instant;

use super::super::sync::{AtomicBool, Condvar, Mutex, Ordering, fence};
use crate::error::Result;

/// The place where the answer of a synchronous call is put, unless the waiting thread reads it itself.
#[derive(Debug)]
pub(super) struct Waiter {
    slot: Mutex<Slot>,
    wake: Condvar,
    /// The thread does something else before it waits: an invitation would be lost.
    absent: AtomicBool,
}

#[derive(Debug)]
enum Slot {
    Empty,
    /// The reader role is free: the waiting thread should try to take it.
    Invited,
    Done(Result<Vec<u8>>),
    Taken,
}

/// Why [`Waiter::wait`] returned.
#[derive(Debug)]
pub(super) enum Woken {
    Done(Result<Vec<u8>>),
    Invited,
    TimedOut,
}

impl Waiter {
    pub(super) fn new() -> Self {
        Self { slot: Mutex::new(Slot::Empty), wake: Condvar::new(), absent: AtomicBool::new(false) }
    }

    /// For an answer that is not waited for yet.
    pub(super) fn absent() -> Self {
        Self { absent: AtomicBool::new(true), ..Self::new() }
    }

    /// From now on the answer is waited for.
    pub(super) fn attend(&self) {
        self.absent.store(false, Ordering::SeqCst);
        // Before this thread looks whether the reader role is free; its counterpart is in `invite`.
        fence(Ordering::SeqCst);
    }

    pub(super) fn complete(&self, result: Result<Vec<u8>>) {
        *self.slot.lock() = Slot::Done(result);
        self.wake.notify_one();
    }

    /// Returns whether there is a thread to follow the invitation.
    pub(super) fn invite(&self) -> bool {
        // After the reader role was given up: either it is seen free, or this thread is seen to attend.
        fence(Ordering::SeqCst);
        if self.absent.load(Ordering::SeqCst) {
            return false;
        }
        let mut slot = self.slot.lock();
        if matches!(*slot, Slot::Empty) {
            *slot = Slot::Invited;
            self.wake.notify_one();
        }
        true
    }

    /// The answer, if it is there.
    pub(super) fn take(&self) -> Option<Result<Vec<u8>>> {
        let mut slot = self.slot.lock();
        match std::mem::replace(&mut *slot, Slot::Taken) {
            Slot::Done(result) => Some(result),
            other => {
                *slot = other;
                None
            }
        }
    }

    /// The answer, when it comes until `deadline`; invitations are not taken.
    pub(super) fn done(&self, deadline: Instant) -> Option<Result<Vec<u8>>> {
        loop {
            match self.wait(deadline) {
                Woken::Done(answer) => return Some(answer),
                Woken::Invited => {}
                Woken::TimedOut => return None,
            }
        }
    }

    pub(super) fn wait(&self, deadline: Instant) -> Woken {
        let mut slot = self.slot.lock();
        loop {
            match std::mem::replace(&mut *slot, Slot::Empty) {
                Slot::Done(result) => {
                    *slot = Slot::Taken;
                    return Woken::Done(result);
                }
                Slot::Invited => return Woken::Invited,
                other => *slot = other,
            }
            if self.wake.wait_until(&mut slot, deadline).timed_out()
                && matches!(*slot, Slot::Empty | Slot::Taken)
            {
                return Woken::TimedOut;
            }
        }
    }
}
