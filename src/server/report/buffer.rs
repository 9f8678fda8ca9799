//! The buffer of a buffered report control block: entries that a client may ask for again.

use std::collections::VecDeque;

use super::entry::Included;

/// Octets that an entry costs besides its content, so that a buffer of a given size holds as much as devices with the
/// same setting do.
const OVERHEAD: usize = 43;

/// A report that was made.
#[derive(Debug)]
pub(super) struct Entry {
    /// EntryID.
    pub(super) id: u64,
    /// When it was made, ms since 1970.
    pub(super) ms: u64,
    /// Members.
    pub(super) included: Box<[Included]>,
    /// Their values.
    pub(super) values: Box<[u8]>,
    cost: usize,
}

/// The entries of one control block.
#[derive(Debug)]
pub(super) struct Buffer {
    entries: VecDeque<Entry>,
    cost: usize,
    limit: usize,
    /// How many of the entries have been sent to the client.
    sent: usize,
    last_id: u64,
}

impl Buffer {
    /// An empty buffer for `limit` octets.
    pub(super) fn new(limit: usize) -> Self {
        Self { entries: VecDeque::new(), cost: 0, limit, sent: 0, last_id: 0 }
    }

    /// The EntryID of an entry that is made now: the time, so that they grow over restarts, but never one twice.
    fn next_id(&mut self, ms: u64) -> u64 {
        self.last_id = ms.max(self.last_id.saturating_add(1));
        self.last_id
    }

    /// Adds an entry. Returns its EntryID, and how many that no client has got had to go for it.
    pub(super) fn push(
        &mut self,
        ms: u64,
        included: &[Included],
        values: &[u8],
        members: usize,
    ) -> (u64, usize) {
        let id = self.next_id(ms);
        let content = OVERHEAD + values.len() + included.len() + members.div_ceil(8);
        let cost = content.next_multiple_of(8);
        if self.limit == 0 {
            return (id, 0);
        }
        // one that is larger than all the room is kept alone: it would never be reported otherwise
        let mut lost = 0;
        while self.cost + cost > self.limit && self.drop_oldest(&mut lost) {}
        self.cost += cost;
        self.entries.push_back(Entry { id, ms, included: included.into(), values: values.into(), cost });
        (id, lost)
    }

    fn drop_oldest(&mut self, lost: &mut usize) -> bool {
        let Some(entry) = self.entries.pop_front() else { return false };
        self.cost -= entry.cost;
        match self.sent.checked_sub(1) {
            Some(sent) => self.sent = sent,
            None => *lost += 1,
        }
        true
    }

    /// The oldest entry that has not been sent.
    pub(super) fn next(&self) -> Option<&Entry> {
        self.entries.get(self.sent)
    }

    /// The [`Buffer::next`] has been sent.
    pub(super) fn advance(&mut self) {
        self.sent = (self.sent + 1).min(self.entries.len());
    }

    /// Whether there is an entry of this EntryID.
    pub(super) fn has(&self, id: u64) -> bool {
        self.entries.binary_search_by_key(&id, |entry| entry.id).is_ok()
    }

    /// Sends again what comes after an entry; without, all.
    pub(super) fn rewind(&mut self, after: Option<u64>) {
        self.sent = after.map_or(0, |id| self.entries.partition_point(|entry| entry.id <= id));
    }

    /// Forgets all entries.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.entries.shrink_to_fit();
        self.cost = 0;
        self.sent = 0;
    }
}
