//! What control services change in the status of their object.

use std::sync::Arc;

use super::command::Command;
use super::object::{Description, Service};
use super::state::Work;
use crate::mms::value::{Data, Value};
use crate::net::utc_now_ms;
use crate::server::core::Core;
use crate::server::space::NodeId;

/// Quality octet of tOpOk: leap seconds known, accuracy of milliseconds.
const QUALITY: u8 = 0x8a;

impl Work<'_> {
    /// What a command says of itself, when it is looked at.
    pub(super) fn note_command(&mut self, index: u32, command: &Arc<Command>) {
        let Some(object) = self.object(index) else { return };
        object.last = Some(Arc::clone(command));
        let about = Arc::clone(&object.about);
        self.set(about.category, &Value::integer(i64::from(command.origin.category), 32));
        self.set(about.identifier, &Value::octet_string(&command.origin.identifier));
        self.set(about.number, &Value::unsigned(command.number, 32));
    }

    /// stSeld. Reported behind what has been put off until now: the answer to the client whose command it was.
    pub(super) fn set_selected(&mut self, about: &Description, selected: bool) {
        let held = std::mem::replace(&mut self.held, true);
        self.set(about.selected, &Value::boolean(selected));
        self.held = held;
        self.state.later.push(Box::new(Core::release_written));
    }

    /// opRcvd: true for a moment.
    pub(super) fn note_received(&mut self, about: &Description) {
        self.pulse(about.received);
    }

    /// opOk: true for a moment; tOpOk. Behind the answer, as above.
    pub(super) fn note_accepted(&mut self, about: &Arc<Description>) {
        let (about, time) = (Arc::clone(about), Value::utc_time_ms(utc_now_ms(), QUALITY));
        self.state.later.push(Box::new(move |core| {
            core.control(|mut work| {
                work.pulse(about.accepted);
                work.set(about.accepted_at, &time);
            });
        }));
    }

    /// Keeps what a client has written, to be read.
    pub(super) fn store(&mut self, about: &Description, service: Service, command: &Command) {
        let place = about.service(service).map(|(place, _)| place);
        if let Some(value) = place.and_then(|place| self.state.values.get_mut(place)) {
            value.update(&command.whole);
        }
    }

    fn pulse(&mut self, node: Option<NodeId>) {
        self.set(node, &Value::boolean(true));
        self.set(node, &Value::boolean(false));
    }

    fn set(&mut self, node: Option<NodeId>, new: &Value) {
        let Some(node) = node else { return };
        self.state.update(self.space, node, self.held, |value| match (&mut value.data, &new.data) {
            // INT8 and INT8U are both in use for orCat and ctlNum
            (Data::Integer(own), Data::Unsigned(number)) => {
                let number = number.as_u64() as i64;
                own.as_i64() != number && own.set_signed(number)
            }
            _ => *value != *new && value.update(new),
        });
    }
}
