//! Reports and report control blocks (IEC 61850-7-2 §17, IEC 61850-8-1 §17).
//!
//! Each change of an attribute is told to the members of data sets that it is part of ([`watch`]); their control blocks
//! collect it ([`pending`], [`collect`]) and make a report of it ([`entry`]), which is sent ([`send`]) or kept
//! ([`buffer`]). The attributes of the blocks stand among the other values; what is needed often is copied into
//! [`block::Block`].

mod attribute;
mod block;
mod buffer;
mod collect;
mod entry;
mod pending;
mod reservation;
mod send;
mod state;
#[cfg(test)]
mod tests;
mod watch;
mod write;

use std::sync::Arc;
use std::time::Instant;

use self::attribute::Attribute;
use self::block::Block;
use self::pending::Collected;
use self::watch::Watch;
use self::write::{Chosen, own_set};
use super::config::{Config, Edition, ReportSettings};
use super::connection::Connection;
use super::core::{Core, Later, Reasons, State, times};
use super::hooks::{Hooks, ReportEvent};
use super::sets::{DataSet, Sets};
use super::space::{NodeId, Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::value::Value;

pub use state::ReportState;

/// The report control blocks of a server.
pub struct Reports {
    table: Table,
    hooks: Arc<dyn Hooks>,
    /// For encoding.
    octets: Vec<u8>,
    scratch: Collected,
    /// Blocks that wait for the application to unlock the model.
    held: Vec<u32>,
}

/// The blocks, and what they watch.
struct Table {
    blocks: Vec<Block>,
    watch: Watch,
    settings: ReportSettings,
    unbuffered_limit: usize,
    /// Integrity reports at whole multiples of their period.
    synchronous: bool,
    /// Clients have to reserve before they write anything else.
    explicit: bool,
}

/// A point in time.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// As deadlines are measured.
    at: Instant,
    /// The time of day, ms since 1970.
    ms: u64,
}

/// What the work on control blocks needs besides them.
struct Context<'s> {
    space: &'s Space,
    values: &'s mut Values,
    later: &'s mut Later,
    plan: &'s mut Option<Instant>,
    hooks: &'s dyn Hooks,
    octets: &'s mut Vec<u8>,
    now: Option<Moment>,
}

impl Context<'_> {
    /// The time, the same for all of this work.
    fn now(&mut self) -> Moment {
        *self.now.get_or_insert_with(|| {
            let (at, ms) = times();
            Moment { at, ms }
        })
    }

    /// Makes sure that [`Core::reports_due`] is called then.
    fn plan(&mut self, at: Instant) {
        *self.plan = Some(self.plan.map_or(at, |planned| planned.min(at)));
    }

    /// Tells the application of an event, later.
    fn tell(&mut self, block: u32, client: Option<&Arc<Connection>>, event: ReportEvent) {
        if self.hooks.wants().reports {
            let client = client.cloned();
            self.later.push(Box::new(move |core| {
                core.hooks.report_event(block, client.as_ref(), event, None, DataAccessError::SUCCESS);
            }));
        }
    }

    /// Tells it of the access to an attribute.
    fn tell_attribute(
        &mut self,
        block: u32,
        client: &Arc<Connection>,
        event: ReportEvent,
        attribute: Option<Attribute>,
        result: DataAccessError,
    ) {
        if self.hooks.wants().reports {
            let client = Arc::clone(client);
            let name = attribute.map(Attribute::name);
            self.later.push(Box::new(move |core| {
                core.hooks.report_event(block, Some(&client), event, name, result);
            }));
        }
    }
}

impl Reports {
    /// The report control blocks of the model, their first values put into `values`.
    pub(super) fn new(
        space: &Space,
        config: &Config,
        sets: &Sets,
        hooks: &Arc<dyn Hooks>,
        values: &mut Values,
    ) -> Self {
        let mut watch = Watch::new(space);
        let blocks: Vec<Block> = (0..)
            .zip(&space.reports)
            .filter_map(|(index, model)| Block::new(space, index, model, config, sets, values))
            .collect();
        for block in blocks.iter().filter(|block| block.collects()) {
            if let Some(set) = &block.set {
                watch.add(space, block.index, set);
            }
        }
        let table = Table {
            blocks,
            watch,
            settings: config.report_settings,
            unbuffered_limit: config.unbuffered_report_buffer,
            synchronous: config.sync_integrity,
            explicit: config.edition >= Edition::TwoOne,
        };
        Self {
            table,
            hooks: Arc::clone(hooks),
            octets: Vec::new(),
            scratch: Collected::default(),
            held: Vec::new(),
        }
    }

    /// Whether a control block has this data set.
    pub(super) fn uses(&self, set: &Arc<DataSet>) -> bool {
        self.table.blocks.iter().any(|block| block.set.as_ref().is_some_and(|own| Arc::ptr_eq(own, set)))
    }
}

impl Table {
    fn updated(
        &mut self,
        cx: &mut Context<'_>,
        scratch: &mut Collected,
        held_blocks: &mut Vec<u32>,
        node: NodeId,
        reasons: Reasons,
        held: bool,
    ) {
        let mut watchers = self.watch.of(node);
        while let Some(first) = watchers.first() {
            let count = watchers.iter().take_while(|watcher| watcher.block == first.block).count();
            let (own, others) = watchers.split_at(count);
            watchers = others;
            let Some(block) = self.blocks.get_mut(first.block as usize) else { continue };
            let mut collected = false;
            for watcher in own {
                collected |= block.changed(cx, scratch, watcher.member, reasons.0);
            }
            if collected && block.settle(cx, scratch, held) {
                held_blocks.push(first.block);
            }
        }
    }
}

/// Does `work` with the parts of a state that report control blocks need.
fn with<R>(
    state: &mut State,
    space: &Space,
    now: Option<Moment>,
    work: impl FnOnce(&mut Table, &mut Context<'_>, &mut Collected, &mut Vec<u32>) -> R,
) -> R {
    let Reports { table, hooks, octets, scratch, held } = &mut state.reports;
    let mut cx = Context {
        space,
        values: &mut state.values,
        later: &mut state.later,
        plan: &mut state.plan,
        hooks: &**hooks,
        octets,
        now,
    };
    work(table, &mut cx, scratch, held)
}

impl State {
    /// An attribute has been updated. `held`: the application has the model locked and more changes follow. Also to be
    /// called when there is no reason to report: a report that is being collected takes the new value along.
    pub(super) fn report(&mut self, space: &Space, node: NodeId, reasons: Reasons, held: bool) {
        if !self.reports.table.watch.of(node).is_empty() {
            with(self, space, None, |table, cx, scratch, held_blocks| {
                table.updated(cx, scratch, held_blocks, node, reasons, held);
            });
        }
    }
}

impl Core {
    /// A client writes attribute `path` of report control block `block`, which is at `place`.
    pub(super) fn write_report(
        &self,
        client: &Arc<Connection>,
        slot: Slot,
        block: u32,
        place: &Place,
        value: &Value,
    ) {
        let attribute = self.report_attribute(block, place);
        let Some(attribute) = attribute else {
            self.tell_report(client, block, ReportEvent::Set, None, DataAccessError::OBJECT_VALUE_INVALID);
            return slot.finish(DataAccessError::OBJECT_VALUE_INVALID);
        };
        // an association's own sets have their own lock, which comes first
        let reference = value.text().filter(|_| attribute == Attribute::DatSet);
        let own = reference.and_then(|reference| own_set(reference.as_bytes())).and_then(|name| {
            let own = client.sets.lock();
            self.with(|state| state.sets.find(&self.space, &own, name.as_ref()))
        });
        let (result, follows) = self.with_open_gate(|state| {
            let chosen = match reference {
                Some(reference) => self.chosen(state, block, reference.as_bytes(), own),
                None => Chosen::None,
            };
            with(state, &self.space, None, |table, cx, _, _| {
                let result = table.write(cx, client, block, attribute, value, chosen);
                let now = cx.now().at;
                let follows = |block: &Block| block.answering || block.next_due().is_some_and(|at| at <= now);
                (result, table.blocks.get(block as usize).is_some_and(follows))
            })
        });
        let me = self.handle();
        slot.finish_then(result, move || {
            if let (true, Some(core)) = (follows, me.upgrade()) {
                core.report_answered(block);
            }
        });
    }

    /// The attribute of a block at a place; none for the block itself.
    fn report_attribute(&self, block: u32, place: &Place) -> Option<Attribute> {
        let index = *place.path.get(1)?;
        self.with(|state| state.reports.table.blocks.get(block as usize)?.layout.attribute(index))
    }

    fn tell_report(
        &self,
        client: &Arc<Connection>,
        block: u32,
        event: ReportEvent,
        attribute: Option<Attribute>,
        result: DataAccessError,
    ) {
        if self.hooks.wants().reports {
            self.hooks.report_event(block, Some(client), event, attribute.map(Attribute::name), result);
        }
    }

    /// The data set that a reference names for a block: one of its own domain, or of the association.
    fn chosen(&self, state: &State, block: u32, reference: &[u8], own: Option<Arc<DataSet>>) -> Chosen {
        if reference.is_empty() {
            return Chosen::None;
        }
        let Some(block) = state.reports.table.blocks.get(block as usize) else { return Chosen::Unknown };
        let found = if reference.starts_with(b"@") {
            own.filter(|_| !block.is_buffered())
        } else {
            let domain = self.space.domain(block.domain).map(|domain| &domain.name[..]);
            state.sets.find_reference(&self.space, &Default::default(), reference).filter(|set| {
                matches!(set.name.as_ref(), ObjectNameRef::Domain { domain: own, .. } if Some(own) == domain)
            })
        };
        found.map_or(Chosen::Unknown, Chosen::Set)
    }

    /// The answer to a write is on its way: reports may follow.
    fn report_answered(&self, block: u32) {
        self.with(|state| {
            let locked = self.gate.is_closed();
            with(state, &self.space, None, |table, cx, scratch, held| {
                let Some(block) = table.blocks.get_mut(block as usize) else { return };
                block.answering = false;
                block.send_backlog();
                if locked {
                    // what the application changes now belongs together
                    if !std::mem::replace(&mut block.held, true) {
                        held.push(block.index);
                    }
                } else {
                    block.resume(cx, scratch);
                    if let Some(next) = block.due(cx, scratch, table.synchronous) {
                        cx.plan(next);
                    }
                }
            });
        });
    }

    /// A client is about to read (a part of) report control block `block`.
    pub(super) fn before_report_read(&self, client: &Arc<Connection>, block: u32, place: &Place) {
        if self.hooks.wants().reports {
            let attribute = self.report_attribute(block, place);
            self.tell_report(client, block, ReportEvent::Get, attribute, DataAccessError::SUCCESS);
        }
    }

    /// The application has unlocked the model: what was held back is reported.
    pub(super) fn release_reports(&self) {
        self.with(|state| {
            with(state, &self.space, None, |table, cx, scratch, held| {
                for index in held.drain(..) {
                    let Some(block) = table.blocks.get_mut(index as usize) else { continue };
                    block.held = false;
                    if block.buffer_time == 0 {
                        block.close(cx, scratch, None);
                    }
                    block.resume(cx, scratch);
                }
                // what came due while the model was locked
                if let Some(next) = table.due(cx, scratch) {
                    cx.plan(next);
                }
            });
        });
    }

    /// What a client's write has changed is reported, once the write is answered.
    pub(super) fn release_written(&self) {
        if !self.gate.is_closed() {
            self.release_reports();
        }
    }

    /// A client is gone.
    pub(super) fn reports_disconnected(&self, client: &Arc<Connection>) {
        self.with(|state| {
            with(state, &self.space, None, |table, cx, _, _| table.disconnected(cx, client));
        });
    }

    /// A client takes more reports.
    pub(super) fn reports_drained(&self, client: &Arc<Connection>) {
        self.with(|state| {
            with(state, &self.space, None, |table, cx, scratch, _| {
                let blocks = table.blocks.iter_mut();
                let own = |block: &&mut Block| {
                    (block.waiting || !block.is_buffered())
                        && block.enabled.as_ref().is_some_and(|own| own.id() == client.id())
                };
                blocks.filter(own).for_each(|block| block.resume(cx, scratch));
            });
        });
    }

    /// The server starts: periods begin.
    pub(super) fn reports_started(&self) {
        self.with(|state| {
            with(state, &self.space, None, |table, cx, _, _| {
                let synchronous = table.synchronous;
                for block in table.blocks.iter_mut().filter(|block| block.integrity.is_none()) {
                    block.schedule(cx, synchronous);
                }
                if let Some(at) = table.blocks.iter().filter_map(Block::next_due).min() {
                    cx.plan(at);
                }
            });
        });
    }

    /// Buffer times, integrity periods, reservation times. When to be called next.
    pub(super) fn reports_due(&self, now: Instant) -> Option<Instant> {
        self.reports_due_at(Moment { at: now, ms: times().1 })
    }

    fn reports_due_at(&self, now: Moment) -> Option<Instant> {
        self.with(|state| {
            // unlocking looks again
            if self.gate.is_closed() {
                return None;
            }
            with(state, &self.space, Some(now), |table, cx, scratch, _| table.due(cx, scratch))
        })
    }
}

impl Table {
    fn due(&mut self, cx: &mut Context<'_>, scratch: &mut Collected) -> Option<Instant> {
        let synchronous = self.synchronous;
        let now = cx.now().at;
        let next = self.blocks.iter_mut().filter_map(|block| match block.next_due() {
            Some(at) if at <= now => block.due(cx, scratch, synchronous),
            next => next,
        });
        next.min()
    }

    fn disconnected(&mut self, cx: &mut Context<'_>, client: &Arc<Connection>) {
        for index in 0..self.blocks.len() as u32 {
            let Some(block) = self.blocks.get_mut(index as usize) else { continue };
            if block.owner().is_none_or(|owner| owner.id() != client.id()) {
                continue;
            }
            self.disable(cx, None, index);
            let Some(block) = self.blocks.get_mut(index as usize) else { continue };
            block.forget_own_set(cx);
            block.abandon(cx, client);
        }
    }
}
