//! Operate, from the write to its end: check, maybe wait for its time, wait for execution, execute.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::action::ControlAction;
use super::command::Command;
use super::object::{Model, Service};
use super::select::error;
use super::state::{Refusal, Run, Stage, Work, cause};
use super::{ControlResult, SelectReason};
use crate::error::DataAccessError;
use crate::server::connection::Connection;
use crate::server::core::{Core, times};
use crate::server::ticket::Slot;

/// How long the application is not asked when it has said that it waits.
pub(super) const RETRY: Duration = Duration::from_millis(10);

/// An operate that is not what was selected, or of an unknown originator category: ends the selection, too.
const INCONSISTENT: Refusal = Refusal::denied(cause::INCONSISTENT_PARAMETERS);

/// What the application is asked next.
type Step = (Stage, Arc<ControlAction>, Arc<Command>);

impl Core {
    /// Operate by writing Oper.
    pub(super) fn operate(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        slot: Slot,
        index: u32,
        command: Arc<Command>,
    ) {
        let Some((id, action)) = self.control(|mut work| work.begin_operate(client, slot, index, &command))
        else {
            return;
        };
        let result = self.hooks.control_check(&action, command.value(), command.test, command.interlock);
        let (now, utc) = times();
        if self.control_at(now, |mut work| work.checked(index, id, result, utc)) {
            self.proceed(index, id);
        }
    }

    /// Goes on with a command as far as the application lets it.
    pub(super) fn proceed(&self, index: u32, id: u64) {
        while let Some((stage, action, command)) = self.control(|mut work| work.step(index, id)) {
            let (value, test) = (command.value(), command.test);
            let goes_on = match stage {
                Stage::Checking => {
                    let result = self.hooks.control_check(&action, value, test, command.interlock);
                    self.control(|mut work| work.activated(index, id, result))
                }
                Stage::Selecting => {
                    let result = self.hooks.control_check(&action, value, test, command.interlock);
                    self.control(|mut work| work.selected(index, id, result));
                    false
                }
                Stage::Scheduled => false,
                Stage::Waiting => {
                    let result = self.hooks.control_wait(&action, value, test, command.synchro);
                    self.control(|mut work| work.waited(index, id, result))
                }
                Stage::Operating => {
                    let result = self.hooks.control_operate(&action, value, test);
                    self.control(|mut work| work.operated(index, id, result))
                }
            };
            if !goes_on {
                return;
            }
        }
    }
}

impl Work<'_> {
    fn begin_operate(
        &mut self,
        client: &Arc<Connection>,
        slot: Slot,
        index: u32,
        command: &Arc<Command>,
    ) -> Option<(u64, Arc<ControlAction>)> {
        self.expire(index);
        let about = Arc::clone(&self.object(index)?.about);
        let model = self.model(&about);
        if let Err(refusal) = self.may_operate(client, index, command) {
            self.refuse(&about, Service::Oper, client, Some(slot), command, refusal);
            let selection = self.object(index)?.selection.as_ref();
            if refusal == INCONSISTENT
                && selection.is_some_and(|selection| Arc::ptr_eq(&selection.client, client))
            {
                self.deselect(index, SelectReason::OperateFailed);
            }
            return None;
        }
        let id = self.new_id();
        let action = ControlAction::new(about.node, client, false, command);
        self.object(index)?.run = Some(Run {
            id,
            client: Arc::clone(client),
            action: Arc::clone(&action),
            command: Arc::clone(command),
            slot: Some(slot),
            model,
            stage: Stage::Checking,
            wake: None,
        });
        self.state.controls.active.insert(index);
        self.note_command(index, command);
        Some((id, action))
    }

    fn may_operate(
        &mut self,
        client: &Arc<Connection>,
        index: u32,
        command: &Command,
    ) -> Result<(), Refusal> {
        let about = Arc::clone(&self.object(index).ok_or(Refusal::PLAIN)?.about);
        let model = self.model(&about);
        let object = self.object(index).ok_or(Refusal::PLAIN)?;
        if model == Model::StatusOnly {
            return Err(Refusal::PLAIN);
        }
        if object.run.is_some() {
            return Err(Refusal::unavailable(cause::COMMAND_ALREADY_IN_EXECUTION));
        }
        if !command.has_category() {
            return Err(INCONSISTENT);
        }
        if model.selects() {
            let selection = object.selection.as_ref();
            let selection = selection.ok_or(Refusal::denied(cause::OBJECT_NOT_SELECTED))?;
            if !Arc::ptr_eq(&selection.client, client) {
                return Err(Refusal::unavailable(cause::LOCKED_BY_OTHER_CLIENT));
            }
            if !selection.granted {
                return Err(Refusal::denied(cause::OBJECT_NOT_SELECTED));
            }
            if selection.command.as_ref().is_some_and(|select| !command.is_selected_by(select)) {
                return Err(INCONSISTENT);
            }
        }
        Ok(())
    }

    /// What the application is asked about a command next; none if it is over.
    fn step(&mut self, index: u32, id: u64) -> Option<Step> {
        if let Some(selection) = self.selection(index, id).filter(|selection| !selection.granted) {
            let command = Arc::clone(selection.command.as_ref()?);
            return Some((Stage::Selecting, Arc::clone(&selection.action), command));
        }
        let run = self.run(index, id)?;
        let (action, command) = (Arc::clone(&run.action), Arc::clone(&run.command));
        if run.stage != Stage::Scheduled {
            return Some((run.stage, action, command));
        }
        run.stage = Stage::Checking;
        let about = Arc::clone(&self.object(index)?.about);
        self.note_received(&about);
        Some((Stage::Checking, action, command))
    }

    /// The application has decided on an operate that has just come.
    fn checked(&mut self, index: u32, id: u64, result: DataAccessError, utc: u64) -> bool {
        if result != DataAccessError::SUCCESS {
            self.fail(index, id, error(result), cause::UNKNOWN);
            return false;
        }
        let now = self.now;
        let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else { return false };
        let Some(run) = self.run(index, id) else { return false };
        let wait = Duration::from_millis(run.command.oper_time.saturating_sub(utc));
        if wait.is_zero() {
            run.stage = Stage::Waiting;
            self.note_received(&about);
            return true;
        }
        run.stage = Stage::Scheduled;
        // beyond what the clock can count: never
        run.wake = now.checked_add(wait);
        let (wake, slot, command) = (run.wake, run.slot.take(), Arc::clone(&run.command));
        if let Some(wake) = wake {
            self.state.plan(wake);
        }
        self.store(&about, Service::Oper, &command);
        self.agree(slot);
        false
    }

    /// The application has decided on an operate whose time has come.
    fn activated(&mut self, index: u32, id: u64, result: DataAccessError) -> bool {
        if result != DataAccessError::SUCCESS {
            self.fail(index, id, error(result), cause::BLOCKED_BY_INTERLOCKING);
            return false;
        }
        let Some(run) = self.run(index, id) else { return false };
        run.stage = Stage::Waiting;
        let (client, command) = (Arc::clone(&run.client), Arc::clone(&run.command));
        self.terminate(index, &client, &command, None);
        true
    }

    fn waited(&mut self, index: u32, id: u64, result: ControlResult) -> bool {
        match result {
            ControlResult::Waiting => self.retry(index, id),
            ControlResult::Failed => {
                let error = DataAccessError::OBJECT_ACCESS_DENIED;
                self.fail(index, id, error, cause::BLOCKED_BY_SYNCHROCHECK);
                false
            }
            ControlResult::Ok => {
                let Some(run) = self.run(index, id) else { return false };
                run.stage = Stage::Operating;
                let (slot, command) = (run.slot.take(), Arc::clone(&run.command));
                let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else {
                    return false;
                };
                self.store(&about, Service::Oper, &command);
                self.agree(slot);
                self.note_accepted(&about);
                true
            }
        }
    }

    fn operated(&mut self, index: u32, id: u64, result: ControlResult) -> bool {
        if result == ControlResult::Waiting {
            return self.retry(index, id);
        }
        let Some(run) = self.end_run(index, id) else { return false };
        let done = result == ControlResult::Ok;
        if run.model.terminates() {
            let reason = (!done).then(|| run.action.reason(cause::UNKNOWN));
            self.terminate(index, &run.client, &run.command, reason);
        }
        self.end_operate(index, done);
        false
    }

    /// The application is asked again in a while.
    fn retry(&mut self, index: u32, id: u64) -> bool {
        let wake: Instant = self.now + RETRY;
        if let Some(run) = self.run(index, id) {
            run.wake = Some(wake);
            self.state.plan(wake);
        }
        false
    }

    /// An operate ends before its execution: the write fails, or, answered long ago, the termination is a negative one.
    fn fail(&mut self, index: u32, id: u64, error: DataAccessError, cause: i32) {
        let Some(run) = self.end_run(index, id) else { return };
        let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else { return };
        let reason = run.action.reason(cause);
        if run.slot.is_some() {
            let refusal = Refusal { error, reason: Some(reason) };
            self.refuse(&about, Service::Oper, &run.client, run.slot, &run.command, refusal);
        } else {
            self.terminate(index, &run.client, &run.command, Some(reason));
        }
        self.end_operate(index, false);
    }

    fn end_operate(&mut self, index: u32, done: bool) {
        let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else { return };
        if done && about.keeps_selection(self.space, &self.state.values) {
            let until = self.select_until(&about);
            if let Some(selection) = self.object(index).and_then(|object| object.selection.as_mut()) {
                selection.until = until;
            }
            return;
        }
        let reason = if done { SelectReason::Operated } else { SelectReason::OperateFailed };
        self.deselect(index, reason);
    }
}
