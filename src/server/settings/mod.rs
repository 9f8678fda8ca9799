//! Setting groups (IEC 61850-7-2 §19). The application fills the values of the groups in its hooks; here is decided which
//! group is active, and who edits which.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::core::{Core, State, times};
use super::space::{Place, Selection, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::{Data, Value};
use crate::model::fc::FunctionalConstraint as Fc;

/// How long a client may edit, in seconds: what ResvTms shows meanwhile.
const RESERVATION: u16 = 300;
/// Quality of LActTm: leap seconds known, accurate to a millisecond.
const TIME_QUALITY: u8 = 0x8a;

/// Attributes by their place in the control block.
mod attribute {
    pub(super) const COUNT: u16 = 0;
    pub(super) const ACTIVE: u16 = 1;
    pub(super) const EDIT: u16 = 2;
    pub(super) const CONFIRM: u16 = 3;
    pub(super) const ACTIVATED: u16 = 4;
    pub(super) const RESERVATION: u16 = 5;
}

/// The setting group control blocks of a server.
#[derive(Debug, Default)]
pub struct Settings {
    blocks: Vec<Group>,
}

/// One setting group control block.
#[derive(Debug)]
struct Group {
    place: Place,
    domain: u32,
    count: u8,
    active: u8,
    /// The group that is edited, 0 for none.
    edited: u8,
    /// Who edits it.
    editor: Option<u64>,
    /// Until when.
    until: Option<Instant>,
}

impl Settings {
    /// The setting group control blocks of the model, their first values put into `values`.
    pub(super) fn new(space: &Space, values: &mut Values) -> Self {
        let blocks = space
            .settings
            .iter()
            .map(|block| Group {
                place: block.place.clone(),
                domain: space.node(block.ln).map_or(u32::MAX, |node| node.domain),
                count: block.model.count,
                active: block.model.active,
                edited: 0,
                editor: None,
                until: None,
            })
            .collect();
        let settings = Self { blocks };
        settings.blocks.iter().for_each(|group| group.show(values));
        settings
    }

    fn get(&mut self, block: u32) -> Option<&mut Group> {
        self.blocks.get_mut(block as usize)
    }

    /// The setting group control block of a domain.
    fn of_domain(&self, domain: u32) -> Option<&Group> {
        self.blocks.iter().find(|group| group.domain == domain)
    }

    /// Whether values under SE stand for no group now.
    fn hides(&self, space: &Space, group: u32) -> bool {
        let Some(group) = space.group(group).filter(|group| group.fc == Fc::SE) else { return false };
        let domain = space.node(group.ln).map(|node| node.domain);
        domain.and_then(|domain| self.of_domain(domain)).is_none_or(|group| group.edited == 0)
    }
}

impl Group {
    /// Puts what it is into the values that clients read.
    fn show(&self, values: &mut Values) {
        let reserved = if self.edited == 0 { 0 } else { RESERVATION };
        for (index, number) in [
            (attribute::COUNT, u64::from(self.count)),
            (attribute::ACTIVE, self.active.into()),
            (attribute::EDIT, self.edited.into()),
            (attribute::RESERVATION, reserved.into()),
        ] {
            if let Some(Data::Unsigned(own)) =
                values.get_mut(&self.place.child(index)).map(|value| &mut value.data)
            {
                own.set_unsigned(number);
            }
        }
    }

    fn activate(&mut self, group: u8, now_ms: u64, values: &mut Values) {
        self.active = group;
        if let Some(time) = values.get_mut(&self.place.child(attribute::ACTIVATED)) {
            time.update(&Value::utc_time_ms(now_ms, TIME_QUALITY));
        }
        self.show(values);
    }

    fn release(&mut self, values: &mut Values) {
        (self.edited, self.editor, self.until) = (0, None, None);
        self.show(values);
    }

    /// Whether another client than this one edits.
    fn is_taken(&self, client: &Connection) -> bool {
        self.editor.is_some_and(|editor| editor != client.id())
    }
}

impl State {
    /// Appends what a client reads, an AccessResult. What is under SE has no value while no group is edited.
    pub(super) fn encode(&self, space: &Space, selection: &Selection, out: &mut Vec<u8>) {
        self.values.encode(space, selection, |group| self.settings.hides(space, group), out);
    }

    fn tell_groups(&mut self, block: u32) {
        let Some(group) = self.settings.get(block) else { return };
        let (active, edited) = (group.active, group.edited);
        self.later.push(Box::new(move |core| core.hooks.groups(block, active, edited)));
    }
}

impl Core {
    /// The active group of setting group control block `block`; 0 for none.
    pub fn active_group(&self, block: u32) -> u8 {
        self.with(|state| state.settings.get(block).map_or(0, |group| group.active))
    }

    /// The application makes another group the active one.
    pub fn change_active_group(&self, block: u32, number: u8) {
        let (_, now_ms) = times();
        self.activate_group(block, number, now_ms);
    }

    fn activate_group(&self, block: u32, number: u8, now_ms: u64) {
        self.with(|state| {
            let State { settings, values, .. } = state;
            let Some(group) = settings.get(block).filter(|group| (1..=group.count).contains(&number)) else {
                return;
            };
            group.activate(number, now_ms, values);
            state.tell_groups(block);
        });
    }

    /// A client writes an attribute of setting group control block `block`.
    pub(super) fn write_settings(
        &self,
        client: &Arc<Connection>,
        slot: Slot,
        block: u32,
        place: &Place,
        value: &Value,
    ) {
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        let result = match place.path.get(1) {
            Some(&attribute::ACTIVE) => self.write_active(client, block, number),
            Some(&attribute::EDIT | &attribute::CONFIRM) if !self.config.edit_settings => {
                DataAccessError::OBJECT_ACCESS_UNSUPPORTED
            }
            Some(&attribute::EDIT) => self.write_edit(client, block, number),
            Some(&attribute::CONFIRM) if value.as_bool() == Some(true) => self.confirm(client, block),
            Some(&attribute::CONFIRM) => DataAccessError::OBJECT_VALUE_INVALID,
            _ => DataAccessError::OBJECT_ACCESS_DENIED,
        };
        slot.finish(result);
    }

    fn write_active(&self, client: &Arc<Connection>, block: u32, number: Option<u8>) -> DataAccessError {
        let state = self.with(|state| state.settings.get(block).map(|group| (group.active, group.count)));
        let (Some((active, count)), Some(number)) = (state, number) else {
            return DataAccessError::OBJECT_VALUE_INVALID;
        };
        if !(1..=count).contains(&number) {
            return DataAccessError::OBJECT_VALUE_INVALID;
        }
        if number != active {
            if !self.hooks.active_group(block, number, client) {
                return DataAccessError::OBJECT_ACCESS_DENIED;
            }
            let (_, now_ms) = times();
            self.activate_group(block, number, now_ms);
        }
        DataAccessError::SUCCESS
    }

    fn write_edit(&self, client: &Arc<Connection>, block: u32, number: Option<u8>) -> DataAccessError {
        // taken before the application is asked: two clients must not both be told that they edit
        let before = self.with(|state| {
            let State { settings, values, .. } = state;
            let group = settings.get(block).ok_or(DataAccessError::OBJECT_VALUE_INVALID)?;
            let number = number.filter(|number| *number <= group.count);
            let number = number.ok_or(DataAccessError::OBJECT_VALUE_INVALID)?;
            if group.is_taken(client) {
                return Err(DataAccessError::TEMPORARILY_UNAVAILABLE);
            }
            let before = group.editor.replace(client.id());
            if number == 0 {
                group.release(values);
                state.tell_groups(block);
            }
            Ok((number, before))
        });
        let (number, before) = match before {
            Ok((0, _)) => return DataAccessError::SUCCESS,
            Ok(before) => before,
            Err(error) => return error,
        };
        let allowed = self.hooks.edit_group(block, number, client);
        self.with(|state| {
            let State { settings, values, .. } = state;
            let Some(group) = settings.get(block).filter(|group| group.editor == Some(client.id())) else {
                // the application has taken so long that the reservation is over
                return DataAccessError::TEMPORARILY_UNAVAILABLE;
            };
            if !allowed {
                group.editor = before;
                return DataAccessError::OBJECT_ACCESS_DENIED;
            }
            let until = times().0 + Duration::from_secs(RESERVATION.into());
            (group.edited, group.until) = (number, Some(until));
            group.show(values);
            state.plan(until);
            state.tell_groups(block);
            DataAccessError::SUCCESS
        })
    }

    fn confirm(&self, client: &Arc<Connection>, block: u32) -> DataAccessError {
        let edited = self.with(|state| {
            let group = state.settings.get(block)?;
            (group.editor == Some(client.id()) && group.edited != 0).then_some(group.edited)
        });
        if !edited.is_some_and(|edited| self.hooks.confirm_edit(block, edited)) {
            return DataAccessError::OBJECT_ACCESS_DENIED;
        }
        self.with(|state| state.release_editors(|index, group| index == block && !group.is_taken(client)));
        DataAccessError::SUCCESS
    }

    /// Whether a client may write what a logical node has under SE now.
    pub(super) fn may_edit(&self, client: &Arc<Connection>, ln: u32) -> Result<(), DataAccessError> {
        let edits = self.space.node(ln).is_some_and(|node| {
            self.with(|state| {
                let group = state.settings.of_domain(node.domain);
                group.is_some_and(|group| group.edited != 0 && group.editor == Some(client.id()))
            })
        });
        if edits { Ok(()) } else { Err(DataAccessError::TEMPORARILY_UNAVAILABLE) }
    }

    /// A client is gone.
    pub(super) fn settings_disconnected(&self, client: &Arc<Connection>) {
        self.with(|state| state.release_editors(|_, group| group.editor == Some(client.id())));
    }

    /// Reservation times. When to be called next.
    pub(super) fn settings_due(&self, now: Instant) -> Option<Instant> {
        self.with(|state| {
            state.release_editors(|_, group| group.until.is_some_and(|until| until <= now));
            state.settings.blocks.iter().filter_map(|group| group.until).min()
        })
    }
}

impl State {
    fn release_editors(&mut self, mut over: impl FnMut(u32, &Group) -> bool) {
        for block in 0..self.settings.blocks.len() as u32 {
            let Self { settings, values, .. } = self;
            if let Some(group) = settings.get(block).filter(|group| over(block, group)) {
                group.release(values);
                self.tell_groups(block);
            }
        }
    }
}
