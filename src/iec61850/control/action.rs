//! Select, operate and cancel, waiting and as callbacks (IEC 61850-7-2 §20.5).

use super::object::{ControlObject, State};
use super::termination;
use crate::error::{Error, Result};
use crate::iec61850::appl_error::LastApplError;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::{read, write};
use crate::mms::value::Value;
use crate::mmsclient::calls::write_outcome;
use crate::net::utc_now_ms;

/// What is asked of the server.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// Select of SBO control with normal security: reads SBO.
    Select,
    /// Select of SBO control with enhanced security: writes SBOw.
    SelectWithValue(&'a Value),
    /// Operate with a value, at a time in ms since 1970 or, with 0, at once.
    Operate(&'a Value, u64),
    /// Cancel of what the last command said.
    Cancel,
}

impl<'a> Action<'a> {
    fn value(self) -> Option<&'a Value> {
        match self {
            Self::SelectWithValue(value) | Self::Operate(value, _) => Some(value),
            Self::Select | Self::Cancel => None,
        }
    }
}

/// Reads the answer of one kind of action: whether the server agrees.
type Parse = fn(&[u8]) -> Result<bool>;

impl ControlObject {
    /// Does it and waits for the answer: whether the server agreed. [`ControlObject::outcome`] and
    /// [`ControlObject::last_appl_error`] tell why not.
    pub fn act(&self, action: Action<'_>) -> bool {
        let (request, parse) = match self.begin(action) {
            Ok(begun) => begun,
            Err(error) => {
                self.fail(error);
                return false;
            }
        };
        let answer = self.client.call(&request, parse);
        if answer == Ok(true) {
            self.keep(action.value());
        }
        self.end(answer)
    }

    /// Starts it; `done` gets the invoke id, and whether the server agreed or what went wrong. Returns the invoke id.
    pub fn start(
        &self,
        action: Action<'_>,
        done: impl FnOnce(u32, Result<bool>) + Send + 'static,
    ) -> Result<u32> {
        let object = self.me.upgrade().ok_or(Error::NotConnected)?;
        let (request, parse) = self.begin(action)?;
        // A cancel may follow before the answer is there.
        let before = self.state.lock().value.clone();
        self.keep(action.value());
        let finish = move |invoke_id, answer: Result<bool>| {
            object.end(answer.clone());
            done(invoke_id, answer);
        };
        let started = self.client.start(&request, parse, finish);
        if let Err(error) = &started {
            let mut state = self.state.lock();
            state.under_way -= 1;
            state.outcome = Err(error.clone());
            state.value = before;
        }
        started
    }

    /// What the server said last about a failed action on this object. In a termination handler, what that termination
    /// says.
    pub fn last_appl_error(&self) -> LastApplError {
        termination::current(self).unwrap_or_else(|| self.state.lock().appl_error)
    }

    /// Numbers the command, forgets errors of earlier ones, and gives the request.
    fn begin(&self, action: Action<'_>) -> Result<(Vec<u8>, Parse)> {
        if action.value().is_some_and(|value| value.as_access_error().is_some() || !value.is_complete()) {
            return Err(Error::InvalidArgument("control value that is no MMS data"));
        }
        let quality = self.client.time_quality();
        let mut state = self.state.lock();
        let request = self.request(&mut state, action, quality)?;
        state.appl_error = LastApplError::default();
        state.under_way += 1;
        drop(state);
        termination::forget(self);
        self.client.clear_appl_error();
        Ok(request)
    }

    fn request(&self, state: &mut State, action: Action<'_>, quality: u8) -> Result<(Vec<u8>, Parse)> {
        let now = utc_now_ms();
        Ok(match action {
            Action::Select => {
                state.number = state.number.wrapping_add(1);
                state.time = Some(now);
                let item = self.item_of(b"$SBO");
                (read::request_one(self.name(&item), None), selected)
            }
            Action::SelectWithValue(value) => {
                state.number = state.number.wrapping_add(1);
                state.oper_time = 0;
                let command = self.types.select(value, &state.parameters(now, quality, false))?;
                (self.write_request(b"$SBOw", &command), agreed)
            }
            Action::Operate(value, time) => {
                let selects = state.selects();
                if !selects {
                    state.number = state.number.wrapping_add(1);
                }
                state.oper_time = time;
                let command = self.types.operate(value, &state.parameters(now, quality, selects))?;
                (self.write_request(b"$Oper", &command), agreed)
            }
            Action::Cancel => {
                let value = state.value.clone().ok_or(Error::UnexpectedType)?;
                let command = self.types.cancel(&value, &state.parameters(now, quality, true))?;
                (self.write_request(b"$Cancel", &command), agreed)
            }
        })
    }

    fn write_request(&self, service: &[u8], command: &Value) -> Vec<u8> {
        write::request_value(self.name(&self.item_of(service)), None, command)
    }

    fn item_of(&self, service: &[u8]) -> Vec<u8> {
        [&self.item, service].concat()
    }

    fn name<'n>(&'n self, item: &'n [u8]) -> ObjectNameRef<'n> {
        ObjectNameRef::Domain { domain: &self.domain, item }
    }

    /// Keeps the value of a command for its cancel, unless it is of a type that the server cannot have meant.
    fn keep(&self, value: Option<&Value>) {
        let Some(value) = value.map(|value| self.types.coerce(value)) else { return };
        let mut state = self.state.lock();
        if state.value.as_ref().is_none_or(|before| before.has_type_of(&value)) {
            state.value = Some(value);
        }
    }

    /// The action has ended. Returns whether the server agreed.
    fn end(&self, answer: Result<bool>) -> bool {
        let agreed = answer == Ok(true);
        let mut state = self.state.lock();
        state.under_way -= 1;
        state.outcome = answer.map(|_| ());
        agreed
    }
}

/// The answer to reading SBO: the reference of the control object, or an empty text for no.
fn selected(answer: &[u8]) -> Result<bool> {
    let value = read::parse_value(answer)?;
    match (value.as_access_error(), value.text()) {
        (Some(error), _) => Err(Error::DataAccess(error)),
        (None, Some(text)) => Ok(!text.as_bytes().is_empty()),
        (None, None) => Err(Error::UnexpectedType),
    }
}

fn agreed(answer: &[u8]) -> Result<bool> {
    write_outcome(answer).map(|()| true)
}
