//! Select and cancel.

use std::sync::Arc;

use super::SelectReason;
use super::action::ControlAction;
use super::command::Command;
use super::object::{Description, Model, Service};
use super::operate::RETRY;
use super::state::{Refusal, Selection, Stage, Work, cause};
use crate::error::DataAccessError;
use crate::mms::value::{Value, ber};
use crate::server::connection::Connection;
use crate::server::core::Core;
use crate::server::ticket::Slot;

/// What the application says to a select with a value that it has not decided on yet.
const WAITING_FOR_SELECT: DataAccessError = DataAccessError(0);

impl Core {
    /// Select by reading SBO: the answer. There is no waiting here: undecided is refused.
    pub(super) fn select(&self, client: &Arc<Connection>, index: u32, about: &Description) -> Vec<u8> {
        let begun = self.control(|mut work| {
            let command = Arc::new(Command::silent(work.object(index)?.last.as_deref()));
            let (id, action) = work.begin_select(client, index, Service::Sbo, &command).ok()?;
            Some((id, action))
        });
        let granted = begun.is_some_and(|(id, action)| {
            let result = self.hooks.control_check(&action, None, false, false);
            self.control(|mut work| work.end_select(index, id, result))
        });
        if let Some((sbo, _)) = about.service(Service::Sbo) {
            let result =
                if granted { DataAccessError::SUCCESS } else { DataAccessError::TEMPORARILY_UNAVAILABLE };
            self.track_select(sbo, result, 0);
        }
        let text = if granted { about.reference() } else { Vec::new() };
        let mut answer = Vec::with_capacity(text.len() + 4);
        ber::encode_access_result(&Value::visible_string(&text), &mut answer);
        answer
    }

    /// Select by writing SBOw.
    pub(super) fn select_with_value(
        &self,
        client: &Arc<Connection>,
        slot: Slot,
        index: u32,
        command: Arc<Command>,
    ) {
        let begun =
            self.control(|mut work| match work.begin_select(client, index, Service::Sbow, &command) {
                Ok((id, _)) => {
                    work.selection(index, id)?.slot = Some(slot);
                    Some(id)
                }
                Err(refusal) => {
                    let about = Arc::clone(&work.object(index)?.about);
                    work.refuse(&about, Service::Sbow, client, Some(slot), &command, refusal);
                    None
                }
            });
        if let Some(id) = begun {
            self.proceed(index, id);
        }
    }
}

/// What a write gets when the application says this.
pub(super) fn error(result: DataAccessError) -> DataAccessError {
    if result.0 < 0 { DataAccessError::OBJECT_ACCESS_DENIED } else { result }
}

impl Work<'_> {
    /// The selection of this number, if it is still there.
    pub(super) fn selection(&mut self, index: u32, id: u64) -> Option<&mut Selection> {
        self.object(index)?.selection.as_mut().filter(|selection| selection.id == id)
    }

    /// Reserves an object for a client until the application has decided.
    fn begin_select(
        &mut self,
        client: &Arc<Connection>,
        index: u32,
        service: Service,
        command: &Arc<Command>,
    ) -> Result<(u64, Arc<ControlAction>), Refusal> {
        self.expire(index);
        let about = Arc::clone(&self.object(index).ok_or(Refusal::PLAIN)?.about);
        let with_value = service == Service::Sbow;
        if self.model(&about) != if with_value { Model::SboEnhanced } else { Model::SboNormal } {
            return Err(Refusal::PLAIN);
        }
        if with_value && !command.has_category() {
            return Err(Refusal::denied(cause::SELECT_FAILED));
        }
        let id = self.new_id();
        let object = self.object(index).ok_or(Refusal::PLAIN)?;
        if object.run.as_ref().is_some_and(|run| run.stage != Stage::Scheduled) {
            return Err(Refusal::unavailable(cause::COMMAND_ALREADY_IN_EXECUTION));
        }
        if object.selection.is_some() || object.run.is_some() {
            return Err(Refusal::unavailable(cause::OBJECT_ALREADY_SELECTED));
        }
        let action = ControlAction::new(about.node, client, true, command);
        object.selection = Some(Selection {
            id,
            client: Arc::clone(client),
            action: Arc::clone(&action),
            command: with_value.then(|| Arc::clone(command)),
            slot: None,
            granted: false,
            wake: None,
            until: None,
        });
        self.state.controls.active.insert(index);
        if with_value {
            self.note_command(index, command);
        }
        Ok((id, action))
    }

    /// The application has decided. Whether the client has the object now.
    fn end_select(&mut self, index: u32, id: u64, result: DataAccessError) -> bool {
        let Some(object) = self.object(index) else { return false };
        let about = Arc::clone(&object.about);
        let Some(selection) = object.selection.take_if(|selection| selection.id == id) else { return false };
        if result != DataAccessError::SUCCESS {
            return false;
        }
        let until = self.select_until(&about);
        if let Some(command) = &selection.command {
            self.store(&about, Service::Sbow, command);
        }
        let action = Arc::clone(&selection.action);
        if let Some(object) = self.object(index) {
            object.selection = Some(Selection { granted: true, until, ..selection });
        }
        self.set_selected(&about, true);
        let reason = SelectReason::Selected;
        self.state.later.push(Box::new(move |core| core.hooks.control_selected(&action, true, reason)));
        true
    }

    /// The application has decided on a select with a value.
    pub(super) fn selected(&mut self, index: u32, id: u64, result: DataAccessError) {
        let retry = self.now + RETRY;
        let Some(selection) = self.selection(index, id) else { return };
        if result == WAITING_FOR_SELECT {
            selection.wake = Some(retry);
            return self.state.plan(retry);
        }
        let slot = selection.slot.take();
        if result == DataAccessError::SUCCESS {
            // the answer first: the application is told of the selection behind it
            self.agree(slot);
            self.end_select(index, id, result);
            return;
        }
        let Some(object) = self.object(index) else { return };
        let about = Arc::clone(&object.about);
        let Some(Selection { client, action, command: Some(command), .. }) = object.selection.take() else {
            return;
        };
        let refusal = Refusal { error: error(result), reason: Some(action.reason(cause::SELECT_FAILED)) };
        self.refuse(&about, Service::Sbow, &client, slot, &command, refusal);
    }

    /// Cancel: of a selection, and of an operate whose time has not come.
    pub(super) fn cancel(
        &mut self,
        client: &Arc<Connection>,
        slot: Slot,
        index: u32,
        command: &Arc<Command>,
    ) {
        self.expire(index);
        let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else { return };
        match self.may_cancel(client, index, &about) {
            Ok(()) => {
                self.agree(Some(slot));
                if let Some(object) = self.object(index) {
                    object.run = None;
                }
                self.deselect(index, SelectReason::Cancelled);
            }
            Err(refusal) => self.refuse(&about, Service::Cancel, client, Some(slot), command, refusal),
        }
    }

    fn may_cancel(
        &mut self,
        client: &Arc<Connection>,
        index: u32,
        about: &Description,
    ) -> Result<(), Refusal> {
        let model = self.model(about);
        let object = self.object(index).ok_or(Refusal::PLAIN)?;
        if object.run.as_ref().is_some_and(|run| run.stage != Stage::Scheduled) {
            return Err(Refusal::unavailable(cause::COMMAND_ALREADY_IN_EXECUTION));
        }
        let other =
            object.selection.as_ref().is_some_and(|selection| !Arc::ptr_eq(&selection.client, client));
        match (model, other, &object.run) {
            (Model::StatusOnly, ..) => Err(Refusal::PLAIN),
            (_, true, _) => Err(Refusal::unavailable(cause::LOCKED_BY_OTHER_CLIENT)),
            (Model::SboNormal | Model::SboEnhanced, ..) | (_, _, Some(_)) => Ok(()),
            // nothing to cancel
            (Model::DirectNormal | Model::DirectEnhanced, _, None) => Err(Refusal::PLAIN),
        }
    }
}
