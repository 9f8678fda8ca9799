//! The reader role: who has it reads the socket. It is a lock that is only tried, never waited for; whoever finds it taken relies on
//! who has it.

use std::time::Instant;

use super::super::sync::{AtomicBool, Mutex, MutexGuard, Ordering, fence};
use super::pump::Available;
use super::waiter::{Waiter, Woken};
use crate::error::Result;

/// The role, with what only its holder may touch.
#[derive(Debug, Default)]
pub(super) struct Role<R> {
    reader: Mutex<R>,
    /// The socket is registered with the reactor.
    armed: AtomicBool,
    /// The reactor saw something while another thread had the role.
    missed: AtomicBool,
}

/// What [`Role::turn`] waited for.
pub(super) enum Turn<'r, R> {
    /// The calling thread is to read.
    Mine(MutexGuard<'r, R>),
    /// Another thread has read the answer.
    Answered(Result<Vec<u8>>),
    TimedOut,
}

/// Who reads after a thread has given up the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Nobody: the next one that waits is to be invited.
    Free,
    /// Nobody, and there is no end of what comes: the driver's work, and the next one's.
    More,
    /// Another thread has taken the role already.
    Taken,
}

impl<R> Role<R> {
    /// The role, if it is free.
    pub(super) fn try_take(&self) -> Option<MutexGuard<'_, R>> {
        self.reader.try_lock()
    }

    /// Waits for an answer or for the role, whichever comes first.
    pub(super) fn turn(&self, waiter: &Waiter, deadline: Instant) -> Turn<'_, R> {
        loop {
            if let Some(reader) = self.try_take() {
                return Turn::Mine(reader);
            }
            match waiter.wait(deadline) {
                Woken::Done(answer) => return Turn::Answered(answer),
                Woken::Invited => {}
                Woken::TimedOut => return Turn::TimedOut,
            }
        }
    }

    /// Gives up the role so that nothing that has arrived is forgotten. `look` handles what is there.
    pub(super) fn leave<'r>(
        &'r self,
        mut reader: MutexGuard<'r, R>,
        mut look: impl FnMut(&mut R) -> Available,
    ) -> Left {
        // While the reactor watches, an edge that it saw during our reading will not come again.
        let mut looks = self.is_armed();
        loop {
            if looks {
                self.missed.store(false, Ordering::SeqCst);
                if look(&mut reader) == Available::More {
                    self.missed.store(true, Ordering::SeqCst);
                    return Left::More;
                }
            }
            drop(reader);
            // Also when nothing was armed above: the reactor may have seen an edge since, and found the role taken.
            fence(Ordering::SeqCst);
            looks = self.was_missed();
            if !looks {
                return Left::Free;
            }
            match self.try_take() {
                Some(again) => reader = again,
                None => return Left::Taken,
            }
        }
    }

    /// What the reactor's thread does on an edge: `look` handles what is there, `left` is called when the role has been given up.
    /// Returns whether there may be more to read.
    pub(super) fn serve(&self, mut look: impl FnMut(&mut R) -> Available, left: impl FnOnce()) -> bool {
        self.missed.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        // Who has the role sees on leaving it that something was missed.
        let Some(mut reader) = self.try_take() else { return false };
        self.missed.store(false, Ordering::SeqCst);
        let more = look(&mut reader) == Available::More;
        drop(reader);
        left();
        more
    }

    /// Whether something was left to be read by the driver.
    pub(super) fn was_missed(&self) -> bool {
        self.missed.load(Ordering::SeqCst)
    }

    /// Whether the socket is registered with the reactor.
    pub(super) fn is_armed(&self) -> bool {
        self.armed.load(Ordering::SeqCst)
    }

    pub(super) fn set_armed(&self, armed: bool) {
        self.armed.store(armed, Ordering::SeqCst);
    }
}
