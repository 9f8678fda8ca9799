//! A log in memory: as many entries as it has room for, then the oldest goes.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::storage::{Bounds, LogStorage, LogVisitor};

/// A log in memory.
#[derive(Debug)]
pub struct MemoryLog {
    capacity: usize,
    entries: Mutex<VecDeque<Entry>>,
}

/// Reference, value and reason.
type Datum = (Box<[u8]>, Box<[u8]>, u8);

#[derive(Debug, Clone)]
struct Entry {
    number: u64,
    time: u64,
    data: Vec<Datum>,
}

impl MemoryLog {
    /// An empty log for `capacity` entries, one at least.
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), entries: Mutex::default() }
    }

    /// Shows entries one after the other; the log is free meanwhile.
    fn show(&self, mut after: u64, wanted: impl Fn(&Entry) -> bool, visitor: &mut dyn LogVisitor) {
        loop {
            let entry = {
                let entries = self.entries.lock();
                let from = entries.partition_point(|entry| entry.number <= after);
                entries.iter().skip(from).find(|entry| wanted(entry)).cloned()
            };
            let Some(entry) = entry else { return };
            after = entry.number;
            if !visitor.entry(entry.number, entry.time) {
                return;
            }
            for (reference, data, reason) in &entry.data {
                if !visitor.data(reference, data, *reason) {
                    return;
                }
            }
        }
    }
}

impl LogStorage for MemoryLog {
    fn add_entry(&self, time: u64) -> u64 {
        let mut entries = self.entries.lock();
        let number = entries.back().map_or(1, |entry| entry.number + 1);
        if entries.len() == self.capacity {
            entries.pop_front();
        }
        entries.push_back(Entry { number, time, data: Vec::new() });
        number
    }

    fn add_data(&self, entry: u64, reference: &[u8], data: &[u8], reason: u8) {
        let mut entries = self.entries.lock();
        if let Ok(at) = entries.binary_search_by_key(&entry, |entry| entry.number)
            && let Some(entry) = entries.get_mut(at)
        {
            entry.data.push((reference.into(), data.into(), reason));
        }
    }

    fn entries(&self, from: u64, to: u64, visitor: &mut dyn LogVisitor) {
        self.show(0, |entry| (from..=to).contains(&entry.time), visitor);
    }

    fn entries_after(&self, _: u64, entry: u64, visitor: &mut dyn LogVisitor) {
        self.show(entry, |_| true, visitor);
    }

    fn bounds(&self) -> Option<Bounds> {
        let entries = self.entries.lock();
        let ends = |entry: &Entry| (entry.number, entry.time);
        Some(Bounds { oldest: entries.front().map(ends)?, newest: entries.back().map(ends)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen(Vec<u64>, usize);

    impl LogVisitor for Seen {
        fn entry(&mut self, entry: u64, _: u64) -> bool {
            self.0.push(entry);
            self.0.len() < 2
        }

        fn data(&mut self, _: &[u8], _: &[u8], _: u8) -> bool {
            self.1 += 1;
            true
        }
    }

    #[test]
    fn the_oldest_entries_make_room() {
        let log = MemoryLog::new(3);
        assert_eq!(log.bounds(), None);
        for time in 10..15 {
            let entry = log.add_entry(time);
            log.add_data(entry, b"reference", &[0x83, 1, 1], 2);
        }
        log.add_data(1, b"of an entry that is gone", &[], 2);
        assert_eq!(log.bounds(), Some(Bounds { oldest: (3, 12), newest: (5, 14) }));
        let seen = |show: &dyn Fn(&mut Seen)| {
            let mut seen = Seen::default();
            show(&mut seen);
            (seen.0, seen.1)
        };
        assert_eq!(seen(&|seen| log.entries(0, 12, seen)), (vec![3], 1));
        assert_eq!(seen(&|seen| log.entries(12, 99, seen)), (vec![3, 4], 1));
        assert_eq!(seen(&|seen| log.entries_after(0, 4, seen)), (vec![5], 1));
        assert_eq!(seen(&|seen| log.entries_after(0, 5, seen)), (vec![], 0));
    }
}
