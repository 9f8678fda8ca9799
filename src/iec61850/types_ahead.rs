//! Types asked for ahead: who asks for one variable after the other, in the order of the server's names, finds the answers
//! on their way. The cached names say what follows.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::client::Client;
use super::model::{Model, Place, Step};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::get_variable_attributes;
use crate::net::{Asked, Session};

/// Requests that may be on their way, if the negotiated window has room for them.
const AHEAD: usize = 16;

/// What was asked for ahead on a connection.
#[derive(Debug, Default)]
pub(super) struct TypesAhead {
    slot: Mutex<Slot>,
}

/// The state, unless somebody works with it, who holds no lock meanwhile: sending may end the session, which forgets all.
#[derive(Debug, Default)]
struct Slot {
    state: State,
    busy: bool,
    /// How often all was forgotten.
    generation: u64,
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

impl TypesAhead {
    /// Forgets what was asked for, which is given to the caller.
    pub(super) fn forget(&self) -> Vec<Asked> {
        let state = {
            let mut slot = self.slot.lock();
            slot.generation += 1;
            std::mem::take(&mut slot.state)
        };
        state.asked.into_iter().map(|(_, asked)| asked).collect()
    }

    /// Lets `work` change the state; None when another thread does so: then there is no order in what is asked.
    fn with<R>(&self, work: impl FnOnce(&mut State) -> Option<R>) -> Option<R> {
        let (mut state, generation) = {
            let mut slot = self.slot.lock();
            if std::mem::replace(&mut slot.busy, true) {
                return None;
            }
            (std::mem::take(&mut slot.state), slot.generation)
        };
        let result = work(&mut state);
        let mut slot = self.slot.lock();
        slot.busy = false;
        if slot.generation == generation {
            std::mem::swap(&mut slot.state, &mut state);
        }
        // What is forgotten is dropped without the lock.
        drop(slot);
        result
    }
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
        let place = model.place(domain, item)?;
        let session = self.connection().session().ok()?;
        let timeout = self.connection().request_timeout();
        self.types.with(|state| {
            if !state.model.as_ref().is_some_and(|known| Arc::ptr_eq(known, &model)) {
                *state = State { model: Some(Arc::clone(&model)), ..State::default() };
            }
            state.next(&model, place, &session, timeout)
        })
    }
}

impl State {
    fn next(
        &mut self,
        model: &Model,
        place: Place,
        session: &Arc<Session>,
        timeout: Duration,
    ) -> Option<Asked> {
        let Self { last, step, asked, ahead, .. } = self;
        let ask = |place: Place| {
            let (domain, item) = model.variable(place)?;
            let request = get_variable_attributes::request(ObjectNameRef::Domain { domain, item: &item });
            session.ask(&request, timeout).ok()
        };
        let before = last.replace(place);
        let found = asked.pop_front().filter(|(next, asked)| {
            *next == place && Arc::ptr_eq(asked.session(), session) && !asked.is_stale()
        });
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
                ask(place)?
            }
        };
        let mut from = asked.back().map_or(place, |(last, _)| *last);
        while asked.len() < *ahead {
            let Some(next) = model.following(from, (*step)?) else { break };
            let Some(sent) = ask(next) else { break };
            asked.push_back((next, sent));
            from = next;
        }
        Some(this)
    }
}
