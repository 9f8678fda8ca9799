//! Where the entries of a log are kept: the application's, behind a queue that keeps their order.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;

/// Entries that may wait to be stored. When storing is that slow, further ones are lost.
const MAX_WAITING: usize = 100_000;
/// Octets that they may have together.
const MAX_WAITING_OCTETS: usize = 64 * 1024 * 1024;

/// A place where the entries of a log are kept. Called with no lock of this crate held, by one thread at a time for
/// new entries, by any for the others.
pub trait LogStorage: Send + Sync {
    /// Begins an entry of a time (milliseconds since 1970), and says how it is known from now on.
    fn add_entry(&self, time: u64) -> u64;

    /// Adds a value to an entry: the reference of the data (`LD/LN$FC$DO`), the value as MMS data in BER, and why (bits
    /// of [`reason`]).
    fn add_data(&self, entry: u64, reference: &[u8], data: &[u8], reason: u8);

    /// Shows the entries between two times, from the oldest on, until the visitor has seen enough.
    fn entries(&self, from: u64, to: u64, visitor: &mut dyn LogVisitor);

    /// Shows the entries after one, which is known by its time and number.
    fn entries_after(&self, time: u64, entry: u64, visitor: &mut dyn LogVisitor);

    /// The oldest and the newest entry; none of an empty log.
    fn bounds(&self) -> Option<Bounds>;
}

/// Who looks at entries.
pub trait LogVisitor {
    /// An entry begins. False when no more is wanted.
    fn entry(&mut self, entry: u64, time: u64) -> bool;

    /// A value of the entry that began last. False when no more is wanted.
    fn data(&mut self, reference: &[u8], data: &[u8], reason: u8) -> bool;
}

/// The ends of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The oldest entry and its time.
    pub oldest: (u64, u64),
    /// The newest entry and its time.
    pub newest: (u64, u64),
}

/// Why a value is in a log: the bits of ReasonCode, the first being bit 0.
pub mod reason {
    /// Data change.
    pub const DATA_CHANGE: u8 = 2;
    /// Quality change.
    pub const QUALITY_CHANGE: u8 = 4;
    /// Data update.
    pub const DATA_UPDATE: u8 = 8;
    /// Integrity.
    pub const INTEGRITY: u8 = 16;
}

/// An entry that is to be stored.
#[derive(Debug)]
pub(super) struct NewEntry {
    pub(super) time: u64,
    /// Reference, value and reason.
    pub(super) data: Vec<(Vec<u8>, Vec<u8>, u8)>,
}

/// A log: its storage, and what is on the way to it. Entries are queued under the lock of the server and stored without.
#[derive(Default)]
pub(super) struct Log {
    storage: Mutex<Option<Arc<dyn LogStorage>>>,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    entries: VecDeque<NewEntry>,
    octets: usize,
    /// A thread stores entries: it will see new ones.
    storing: bool,
}

impl NewEntry {
    /// Octets that the entry needs.
    fn size(&self) -> usize {
        self.data.iter().map(|(reference, data, _)| 64 + reference.len() + data.len()).sum()
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").finish_non_exhaustive()
    }
}

impl Log {
    pub(super) fn storage(&self) -> Option<Arc<dyn LogStorage>> {
        self.storage.lock().clone()
    }

    pub(super) fn set_storage(&self, storage: Arc<dyn LogStorage>) {
        *self.storage.lock() = Some(storage);
    }

    pub(super) fn has_storage(&self) -> bool {
        self.storage.lock().is_some()
    }

    pub(super) fn push(&self, entry: NewEntry) {
        let mut waiting = self.waiting.lock();
        let octets = waiting.octets + entry.size();
        if waiting.entries.len() < MAX_WAITING && octets <= MAX_WAITING_OCTETS {
            waiting.octets = octets;
            waiting.entries.push_back(entry);
        } else {
            tracing::error!("an entry of a log is lost: its storage is too slow");
        }
    }

    /// Stores what waits, unless another thread does.
    pub(super) fn store(&self) {
        let Some(storage) = self.storage() else { return };
        if std::mem::replace(&mut self.waiting.lock().storing, true) {
            return;
        }
        let _unwinding = Unwinding(self);
        loop {
            let entry = {
                let mut waiting = self.waiting.lock();
                match waiting.entries.pop_front() {
                    Some(entry) => {
                        waiting.octets = waiting.octets.saturating_sub(entry.size());
                        entry
                    }
                    None => {
                        waiting.storing = false;
                        return;
                    }
                }
            };
            let number = storage.add_entry(entry.time);
            for (reference, data, reason) in &entry.data {
                storage.add_data(number, reference, data, *reason);
            }
        }
    }
}

/// Lets others store when the storage panics.
struct Unwinding<'a>(&'a Log);

impl Drop for Unwinding<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.waiting.lock().storing = false;
        }
    }
}
