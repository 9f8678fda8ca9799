//! Logs and log control blocks (IEC 61850-7-2 §17.3).
//!
//! What is to be logged is collected under the lock of the server, and handed to the application's storage without it.

mod block;
mod journal;
mod memory;
mod storage;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::block::LogControl;
use self::storage::{Log, NewEntry};
use super::core::{Core, Reasons, State, times};
use super::sets::Sets;
use super::space::{Entry, NodeId, Selection, Space, Variable};
use super::values::Values;
use crate::ber;
use crate::model::tree::{self, Model};

pub use self::memory::MemoryLog;
pub use self::storage::{Bounds, LogStorage, LogVisitor, reason};

/// The logs and log control blocks of a server.
#[derive(Debug, Default)]
pub struct Logs {
    /// Logs by their reference, `LD/LN$name`.
    logs: Vec<(Vec<u8>, Arc<Log>)>,
    blocks: Vec<LogControl>,
    /// Attributes that enabled control blocks look at: control block and member of its data set.
    watched: HashMap<NodeId, Vec<(usize, usize)>>,
}

impl Logs {
    /// The log control blocks of the model, their first values put into `values`.
    pub(super) fn new(space: &Space, sets: &Sets, values: &mut Values) -> Self {
        let logs = space.logs.iter().filter_map(|(ln, name)| {
            let reference = space.name_in(*ln, name)?;
            Some((reference, Arc::default()))
        });
        let mut logs = Self { logs: logs.collect(), ..Self::default() };
        let blocks = space.log_controls.iter();
        logs.blocks = blocks.map(|block| LogControl::new(space, sets, &logs, block, values)).collect();
        logs.watch(space);
        logs
    }

    /// The log of a reference.
    fn find(&self, reference: &[u8]) -> Option<Arc<Log>> {
        let found = self.logs.iter().find(|(known, _)| known == reference);
        found.map(|(_, log)| Arc::clone(log))
    }

    /// Notes again which attributes the enabled control blocks look at.
    fn watch(&mut self, space: &Space) {
        self.watched.clear();
        for (index, block) in self.blocks.iter().enumerate() {
            let Some(set) = block.set.as_ref().filter(|_| block.enabled) else { continue };
            for (member, selection) in set.members.iter().enumerate() {
                let Ok(selection) = &selection.selection else { continue };
                for node in attributes(space, selection) {
                    let watchers = self.watched.entry(node).or_default();
                    // the first member that an attribute is in stands for it
                    if watchers.last().is_none_or(|(block, _)| *block != index) {
                        watchers.push((index, member));
                    }
                }
            }
        }
    }
}

/// Takes all logs and log control blocks out of a model that is served without them.
pub(super) fn leave_out(model: &mut Model) {
    for node in model.devices.iter_mut().flat_map(|device| &mut device.nodes) {
        node.blocks.retain(|block| !matches!(block, tree::Block::Log(_) | tree::Block::LogControl(_)));
    }
}

/// The model nodes that a variable consists of, and those that it is a part of.
fn attributes(space: &Space, selection: &Selection) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut entries: Vec<&Entry> = Vec::new();
    match selection {
        Selection::One(Variable::Node(node)) => {
            let groups = space.node(*node).map(|node| node.groups.clone()).unwrap_or_default();
            entries.extend(groups.filter_map(|group| Some(&space.group(group)?.entry)));
        }
        Selection::One(Variable::Part(place)) | Selection::Range { array: place, .. } => {
            found.extend(space.nodes_to(place));
            entries.extend(space.entry(place));
        }
    }
    while let Some(entry) = entries.pop() {
        found.extend(entry.node);
        entries.extend(&entry.children);
    }
    found.retain(|node| space.data_node(*node).is_some_and(|node| node.attribute.is_some()));
    found
}

impl State {
    /// An attribute has been updated.
    pub(super) fn log(&mut self, space: &Space, node: NodeId, reasons: Reasons) {
        let Some(watchers) = self.logs.watched.get(&node) else { return };
        let (_, now_ms) = times();
        for (index, member) in watchers.clone() {
            let Some(block) = self.logs.blocks.get(index) else { continue };
            let why = match reasons.0 & block.triggers {
                0 => continue,
                some if some & Reasons::DATA_CHANGE != 0 => reason::DATA_CHANGE,
                some if some & Reasons::QUALITY_CHANGE != 0 => reason::QUALITY_CHANGE,
                _ => reason::DATA_UPDATE,
            };
            self.add_entry(space, index, Some(member), why, now_ms);
        }
    }

    /// Logs a member of a control block's data set, or all.
    fn add_entry(&mut self, space: &Space, block: usize, member: Option<usize>, why: u8, now_ms: u64) {
        let Some(block) = self.logs.blocks.get(block) else { return };
        let (Some(log), Some(set)) = (&block.log, &block.set) else { return };
        if !log.has_storage() {
            return;
        }
        let members = match member {
            Some(member) => set.members.get(member..=member),
            None => Some(&set.members[..]),
        };
        let data = members.unwrap_or_default().iter().filter_map(|member| {
            let mut value = Vec::new();
            self.values.encode(space, member.selection.as_ref().ok()?, |_| false, &mut value);
            // an error is no value
            let is_value = ber::read_element(&value).is_ok_and(|(element, _)| element.tag != 0x80);
            is_value.then(|| (member.reference(), value, why))
        });
        log.push(NewEntry { time: now_ms, data: data.collect() });
        let log = Arc::clone(log);
        self.later.push(Box::new(move |_| log.store()));
    }
}

impl Core {
    /// Gives a log its storage. The reference is `LD/LN$name`, with or without the name of the IED. False if there is no
    /// such log.
    pub fn set_log_storage(&self, reference: &[u8], storage: Arc<dyn LogStorage>) -> bool {
        let log = self.with(|state| state.logs.find(&self.space.full_reference(reference)));
        let Some(log) = log else { return false };
        log.set_storage(Arc::clone(&storage));
        let bounds = storage.bounds();
        self.with(|state| state.show_log(&log, bounds));
        true
    }

    /// The server listens: integrity periods begin.
    pub(super) fn logs_started(&self) {
        let (now, _) = times();
        self.with(|state| {
            for block in &mut state.logs.blocks {
                block.begin_period(now);
            }
            if state.logs.blocks.iter().any(|block| block.next.is_some()) {
                state.plan(now);
            }
        });
    }

    /// Integrity periods. When to be called next.
    pub(super) fn logs_due(&self, now: Instant) -> Option<Instant> {
        let (_, now_ms) = times();
        self.with(|state| {
            for index in 0..state.logs.blocks.len() {
                let Some(block) = state.logs.blocks.get_mut(index) else { break };
                if block.pass(now) {
                    state.add_entry(&self.space, index, None, reason::INTEGRITY, now_ms);
                }
            }
            state.logs.blocks.iter().filter_map(|block| block.next).min()
        })
    }
}

impl LogControl {
    /// Lets integrity periods begin now, if it has any.
    fn begin_period(&mut self, now: Instant) {
        let wanted = self.enabled && self.integrity && self.period > 0;
        self.next = wanted.then_some(now);
    }

    /// Whether an integrity period ends; the next one begins. Those that nobody was awake for are left out.
    fn pass(&mut self, now: Instant) -> bool {
        let Some(next) = self.next.filter(|next| *next <= now) else { return false };
        let period = Duration::from_millis(self.period.into());
        let next = next + period;
        self.next = Some(if next > now { next } else { now + period });
        true
    }
}
