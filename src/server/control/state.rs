//! The state of all control objects, and what every change of it is made with.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::SelectReason;
use super::action::ControlAction;
use super::command::Command;
use super::object::{self, Description, Model, Service};
use super::termination;
use crate::error::DataAccessError;
use crate::server::connection::Connection;
use crate::server::core::{Core, State};
use crate::server::space::{NodeId, Place, Space};
use crate::server::ticket::Slot;
use crate::server::values::Values;

/// AddCause (IEC 61850-7-2 table 54)
pub(super) mod cause {
    pub(in super::super) const UNKNOWN: i32 = 0;
    pub(in super::super) const SELECT_FAILED: i32 = 3;
    pub(in super::super) const BLOCKED_BY_INTERLOCKING: i32 = 10;
    pub(in super::super) const BLOCKED_BY_SYNCHROCHECK: i32 = 11;
    pub(in super::super) const COMMAND_ALREADY_IN_EXECUTION: i32 = 12;
    pub(in super::super) const OBJECT_NOT_SELECTED: i32 = 18;
    pub(in super::super) const OBJECT_ALREADY_SELECTED: i32 = 19;
    pub(in super::super) const INCONSISTENT_PARAMETERS: i32 = 26;
    pub(in super::super) const LOCKED_BY_OTHER_CLIENT: i32 = 27;
}

/// The control objects of a server.
#[derive(Debug, Default)]
pub struct Controls {
    pub(super) objects: Vec<Object>,
    places: HashMap<Place, (u32, Service)>,
    nodes: HashMap<NodeId, u32>,
    /// Objects that are selected or operated.
    pub(super) active: BTreeSet<u32>,
    /// Numbers selections and operates.
    last_id: u64,
}

/// One control object.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) about: Arc<Description>,
    pub(super) selection: Option<Selection>,
    pub(super) run: Option<Run>,
    /// The last command that was looked at.
    pub(super) last: Option<Arc<Command>>,
}

/// Who has an object selected, or is about to.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) id: u64,
    pub(super) client: Arc<Connection>,
    pub(super) action: Arc<ControlAction>,
    /// With what value.
    pub(super) command: Option<Arc<Command>>,
    /// The write that has no answer yet.
    pub(super) slot: Option<Slot>,
    /// The application has agreed.
    pub(super) granted: bool,
    /// When the application is asked again.
    pub(super) wake: Option<Instant>,
    /// Does not count while the object is operated.
    pub(super) until: Option<Instant>,
}

/// An operate under way.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: u64,
    pub(super) client: Arc<Connection>,
    pub(super) action: Arc<ControlAction>,
    pub(super) command: Arc<Command>,
    /// The write that has no answer yet.
    pub(super) slot: Option<Slot>,
    pub(super) model: Model,
    pub(super) stage: Stage,
    /// When it goes on.
    pub(super) wake: Option<Instant>,
}

/// What a command waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// A select: the check of the application.
    Selecting,
    /// The check of the application.
    Checking,
    /// Its time.
    Scheduled,
    /// To be allowed to start.
    Waiting,
    /// Its end.
    Operating,
}

/// A refused command: what the write gets, and error and AddCause of LastApplError if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) error: DataAccessError,
    pub(super) reason: Option<(i32, i32)>,
}

impl Refusal {
    /// Without a word.
    pub(super) const PLAIN: Self = Self { error: DataAccessError::OBJECT_ACCESS_DENIED, reason: None };

    pub(super) const fn denied(cause: i32) -> Self {
        Self { error: DataAccessError::OBJECT_ACCESS_DENIED, reason: Some((0, cause)) }
    }

    pub(super) const fn unavailable(cause: i32) -> Self {
        Self { error: DataAccessError::TEMPORARILY_UNAVAILABLE, reason: Some((0, cause)) }
    }
}

impl Controls {
    /// The control objects of the model.
    pub(in super::super) fn new(space: &Space, values: &mut Values) -> Self {
        let (found, places) = object::find(space, values);
        let nodes = found.iter().enumerate().map(|(index, about)| (about.node, index as u32)).collect();
        let object = |about| Object { about, selection: None, run: None, last: None };
        Self { objects: found.into_iter().map(object).collect(), places, nodes, ..Self::default() }
    }
}

/// A change of control objects: the state under its lock, and what goes with it.
pub(super) struct Work<'a> {
    pub(super) state: &'a mut State,
    pub(super) space: &'a Space,
    /// The application has the model locked.
    pub(super) held: bool,
    pub(super) now: Instant,
}

impl Core {
    pub(super) fn control_at<R>(&self, now: Instant, change: impl FnOnce(Work<'_>) -> R) -> R {
        let held = self.gate.is_closed();
        self.with(|state| change(Work { state, space: &self.space, held, now }))
    }
}

impl Work<'_> {
    /// The object and service of a variable.
    pub(super) fn find(&self, place: &Place) -> Option<(u32, Arc<Description>, Service)> {
        let controls = &self.state.controls;
        let (index, service) = *controls.places.get(place)?;
        Some((index, Arc::clone(&controls.objects.get(index as usize)?.about), service))
    }

    pub(super) fn model_attribute(&self, node: NodeId) -> Option<NodeId> {
        let controls = &self.state.controls;
        controls.objects.get(*controls.nodes.get(&node)? as usize)?.about.model_attribute()
    }

    pub(super) fn object(&mut self, index: u32) -> Option<&mut Object> {
        self.state.controls.objects.get_mut(index as usize)
    }

    /// A number that no selection or operate had.
    pub(super) fn new_id(&mut self) -> u64 {
        self.state.controls.last_id += 1;
        self.state.controls.last_id
    }

    pub(super) fn model(&self, about: &Description) -> Model {
        about.model(self.space, &self.state.values)
    }

    /// When a selection that begins now ends.
    pub(super) fn select_until(&mut self, about: &Description) -> Option<Instant> {
        let until = about
            .timeout(self.space, &self.state.values)
            .and_then(|ms| self.now.checked_add(Duration::from_millis(ms)));
        if let Some(until) = until {
            self.state.plan(until);
        }
        until
    }

    /// The run of this number, if it is still there.
    pub(super) fn run(&mut self, index: u32, id: u64) -> Option<&mut Run> {
        self.object(index)?.run.as_mut().filter(|run| run.id == id)
    }

    /// Ends a run; who holds the result drops it when the lock is free: its slot answers then.
    pub(super) fn end_run(&mut self, index: u32, id: u64) -> Option<Run> {
        self.object(index)?.run.take_if(|run| run.id == id)
    }

    /// Ends a selection whose time is over.
    pub(super) fn expire(&mut self, index: u32) {
        let now = self.now;
        let expired = self.object(index).is_some_and(|object| {
            let until = object.selection.as_ref().and_then(|selection| selection.until);
            object.run.is_none() && until.is_some_and(|until| until <= now)
        });
        if expired {
            self.deselect(index, SelectReason::Timeout);
        }
    }

    /// Ends a selection, if there is one.
    pub(super) fn deselect(&mut self, index: u32, reason: SelectReason) {
        let Some(object) = self.object(index) else { return };
        let about = Arc::clone(&object.about);
        let Some(selection) = object.selection.take() else { return };
        if !selection.granted {
            // its slot answers when dropped: not under the lock
            return self.state.later.push(Box::new(move |_| drop(selection)));
        }
        self.set_selected(&about, false);
        let action = selection.action;
        self.state.later.push(Box::new(move |core| core.hooks.control_selected(&action, false, reason)));
    }

    /// Refuses a command: LastApplError first, then the answer to the write.
    pub(super) fn refuse(
        &mut self,
        about: &Arc<Description>,
        service: Service,
        client: &Arc<Connection>,
        slot: Option<Slot>,
        command: &Arc<Command>,
        refusal: Refusal,
    ) {
        let (about, client, command) = (Arc::clone(about), Arc::clone(client), Arc::clone(command));
        self.state.later.push(Box::new(move |_| {
            if let Some(reason) = refusal.reason {
                termination::send_error(&client, &about, service, &command, reason);
            }
            if let Some(mut slot) = slot {
                slot.explain(refusal.reason.map_or(0, |(_, cause)| cause));
                slot.finish(refusal.error);
            }
        }));
    }

    /// The write succeeds.
    pub(super) fn agree(&mut self, slot: Option<Slot>) {
        if let Some(slot) = slot {
            self.state.later.push(Box::new(move |_| slot.finish(DataAccessError::SUCCESS)));
        }
    }
}
