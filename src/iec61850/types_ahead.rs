//! Types asked for ahead: who asks for one variable after the other, in the order of the server's names, finds the answers
//! on their way. The cached names say what follows.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

use super::client::Client;
use super::model::{Model, Place, Step};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::get_variable_attributes;
use crate::net::Asked;

/// Requests that may be on their way, if the negotiated window has room for them.
const AHEAD: usize = 16;

/// What was asked for ahead on a connection.
#[derive(Debug, Default)]
pub(super) struct TypesAhead {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The names that the places are of.
    model: Option<Arc<Model>>,
    last: Option<Place>,
    /// How the last two names follow each other.
    step: Option<Step>,
    asked: VecDeque<(Place, Asked)>,
    /// How many to ask for ahead: more each time that it was right.
    ahead: usize,
}

impl Client {
    /// The request for the type of a variable, sent already, and those for what most likely follows. None: the variable
    /// is to be asked for as usual.
    pub(super) fn type_ahead(&self, name: ObjectNameRef<'_>) -> Option<Asked> {
        let ObjectNameRef::Domain { domain, item } = name else { return None };
        if !self.connection().looks_ahead() {
            return None;
        }
        let model = self.model.lock().clone()?;
        // Somebody else asks, too: then there is no order.
        let mut state = self.types.state.try_lock()?;
        if !state.model.as_ref().is_some_and(|known| Arc::ptr_eq(known, &model)) {
            *state = State { model: Some(Arc::clone(&model)), ..State::default() };
        }
        let place = model.place(domain, item)?;
        let session = self.connection().session().ok()?;
        let timeout = self.connection().request_timeout();
        let State { last, step, asked, ahead, .. } = &mut *state;
        let before = last.replace(place);
        let found = asked
            .pop_front()
            .filter(|(next, asked)| *next == place && Arc::ptr_eq(asked.session(), &session));
        let this = match found {
            Some((_, asked)) => {
                *ahead = (*ahead * 4).min(AHEAD);
                asked
            }
            None => {
                asked.clear();
                let follows =
                    |step: &Step| before.and_then(|before| model.following(before, *step)) == Some(place);
                *step = [Step::SameConstraint, Step::SameDepth].into_iter().find(follows);
                (*step)?;
                *ahead = 4;
                session.ask(&get_variable_attributes::request(name), timeout).ok()?
            }
        };
        let mut from = asked.back().map_or(place, |(last, _)| *last);
        while asked.len() < *ahead {
            let Some(next) = model.following(from, (*step)?) else { break };
            let (domain, item) = model.variable(next)?;
            let request = get_variable_attributes::request(ObjectNameRef::Domain { domain, item: &item });
            let Ok(sent) = session.ask(&request, timeout) else { break };
            asked.push_back((next, sent));
            from = next;
        }
        Some(this)
    }
}
