//! The control model (IEC 61850-7-2 §20, IEC 61850-8-1 §20).
//!
//! Each object's state changes under the server's lock ([`state::Work`]) and says what is to be done behind it: answers,
//! reports, calls of the application. Between two changes the application decides with no lock held; a command that has
//! ended meanwhile is found no more, and its decision is dropped.

mod action;
mod command;
mod due;
mod object;
mod operate;
mod select;
mod state;
mod status;
mod termination;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::connection::Connection;
use super::core::{Core, times};
use super::space::{NodeId, Place};
use super::ticket::Slot;
use crate::error::DataAccessError;
use crate::mms::value::{Data, Value};

pub use action::ControlAction;
use command::Command;
use object::Service;
pub use state::Controls;
use state::Work;

/// How an execution goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlResult {
    /// It has failed.
    Failed,
    /// It is done.
    Ok,
    /// It goes on: the application is asked again.
    Waiting,
}

/// Why an object is selected or no longer is, with the numbers of C's `SelectStateChangedReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum SelectReason {
    /// Selected.
    Selected = 0,
    /// The client has cancelled.
    Cancelled = 1,
    /// The client has not operated in time.
    Timeout = 2,
    /// The operate is done.
    Operated = 3,
    /// The operate was refused or has failed.
    OperateFailed = 4,
    /// The client is gone.
    Disconnected = 5,
}

impl Core {
    /// A client writes something under functional constraint CO.
    pub(super) fn write_control(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        slot: Slot,
        place: &Place,
        value: &Value,
    ) {
        let found = self.control(|work| work.find(place));
        let Some((object, about, service)) = found else {
            return slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
        };
        let Some((_, layout)) = about.service(service) else {
            return slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
        };
        let command = Arc::new(Command::read(*layout, value));
        match service {
            Service::Sbo => slot.finish(DataAccessError::OBJECT_ACCESS_DENIED),
            Service::Sbow => self.select_with_value(client, slot, object, command),
            Service::Oper => self.operate(client, slot, object, command),
            Service::Cancel => self.control(|mut work| work.cancel(client, slot, object, &command)),
        }
    }

    /// A client reads something under functional constraint CO: an AccessResult to answer instead of the value (SBO).
    pub(super) fn read_control(self: &Arc<Self>, client: &Arc<Connection>, place: &Place) -> Option<Vec<u8>> {
        match self.control(|work| work.find(place))? {
            (object, about, Service::Sbo) => Some(self.select(client, object, &about)),
            _ => None,
        }
    }

    /// Sets the control model of an object, as a number (ctlModel). False: it is no control object with a ctlModel.
    pub fn set_control_model(&self, object: NodeId, model: i32) -> bool {
        let attribute = self.control(|work| work.model_attribute(object));
        let Some(attribute) = attribute else { return false };
        self.update(attribute, |value| match &mut value.data {
            Data::Integer(own) if own.as_i64() != i64::from(model) => own.set_signed(i64::from(model)),
            _ => false,
        });
        true
    }

    /// Changes control objects under the lock.
    fn control<R>(&self, change: impl FnOnce(Work<'_>) -> R) -> R {
        self.control_at(times().0, change)
    }
}
