//! Log control blocks: their attributes, and what clients may write.

use std::sync::Arc;
use std::time::Instant;

use super::super::connection::Connection;
use super::super::core::{Core, Reasons, State, times};
use super::super::sets::{DataSet, Scope, Sets};
use super::super::space::{Block, Place, Space};
use super::super::ticket::Slot;
use super::super::values::Values;
use super::Logs;
use super::storage::{Bounds, Log};
use crate::error::DataAccessError;
use crate::mms::value::{BinaryTime, BitString, Data, Value};
use crate::model::tree;

/// Attributes by their place in the control block.
mod attribute {
    pub(super) const ENABLED: u16 = 0;
    pub(super) const LOG: u16 = 1;
    pub(super) const DATA_SET: u16 = 2;
    pub(super) const OLDEST_TIME: u16 = 3;
    pub(super) const NEWEST_TIME: u16 = 4;
    pub(super) const OLDEST: u16 = 5;
    pub(super) const NEWEST: u16 = 6;
    pub(super) const TRIGGERS: u16 = 7;
    pub(super) const PERIOD: u16 = 8;
}

/// Integrity among the trigger options, as the model has them. General interrogation, above it, is not for logs.
const INTEGRITY: u8 = 8;
/// Bits of TrgOps.
const TRIGGERS: u32 = 6;

/// A log control block.
#[derive(Debug)]
pub(super) struct LogControl {
    place: Place,
    pub(super) log: Option<Arc<Log>>,
    pub(super) set: Option<Arc<DataSet>>,
    pub(super) enabled: bool,
    /// Which [`Reasons`] are logged.
    pub(super) triggers: u8,
    /// Whether all is logged periodically.
    pub(super) integrity: bool,
    /// IntgPd in milliseconds.
    pub(super) period: u32,
    /// When all is logged next.
    pub(super) next: Option<Instant>,
}

impl LogControl {
    pub(super) fn new(
        space: &Space,
        sets: &Sets,
        logs: &Logs,
        block: &Block<tree::LogControl>,
        values: &mut Values,
    ) -> Self {
        let model = &block.model;
        let log = model.log.as_deref().map(|log| space.full_reference(log)).unwrap_or_default();
        let set = space.data_set_reference(block.ln, model.data_set.as_deref());
        let triggers = u32::from(model.triggers & (INTEGRITY * 2 - 1)) << 1;
        let shown = [
            (attribute::ENABLED, Value::boolean(model.enabled)),
            (attribute::LOG, Value::visible_string(&log)),
            (attribute::DATA_SET, Value::visible_string(&set)),
            (attribute::TRIGGERS, Value::new(Data::BitString(BitString::from_integer(triggers, TRIGGERS)))),
            (attribute::PERIOD, Value::unsigned(model.integrity_period.into(), 32)),
        ];
        for (index, value) in shown {
            if let Some(own) = values.get_mut(&block.place.child(index)) {
                own.update(&value);
            }
        }
        let mut control = Self {
            place: block.place.clone(),
            log: logs.find(&log),
            set: sets.find_reference(space, &Scope::new(), &set),
            enabled: model.enabled,
            triggers: 0,
            integrity: false,
            period: model.integrity_period,
            next: None,
        };
        control.set_triggers(triggers);
        control
    }

    /// From the bits of TrgOps.
    fn set_triggers(&mut self, bits: u32) {
        let triggers = (bits >> 1) as u8;
        self.triggers = triggers & (Reasons::DATA_CHANGE | Reasons::QUALITY_CHANGE | Reasons::DATA_UPDATE);
        self.integrity = triggers & INTEGRITY != 0;
    }
}

impl Core {
    /// A client writes an attribute of log control block `block`.
    pub(in super::super) fn write_log(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        block: u32,
        place: &Place,
        value: &Value,
    ) {
        let attribute = place.path.get(1).copied();
        let result = self.with(|state| {
            let written = state.write_log(&self.space, block as usize, attribute, value);
            match written {
                Ok(()) => DataAccessError::SUCCESS,
                Err(error) => error,
            }
        });
        slot.finish(result);
    }

    /// A client is about to read (a part of) log control block `block`: the ends of its log are asked for.
    pub(in super::super) fn before_log_read(&self, _client: &Arc<Connection>, block: u32, _place: &Place) {
        let storage = self.with(|state| state.logs.blocks.get(block as usize)?.log.as_ref()?.storage());
        let Some(storage) = storage else { return };
        let bounds = storage.bounds();
        self.with(|state| {
            let State { logs, values, .. } = state;
            if let Some(block) = logs.blocks.get(block as usize) {
                show_bounds(&block.place, values, bounds);
            }
        });
    }
}

/// OldEntr, NewEntr and their times. Numbers of entries are little endian, as the field has them.
fn show_bounds(place: &Place, values: &mut Values, bounds: Option<Bounds>) {
    let bounds = bounds.unwrap_or(Bounds { oldest: (0, 0), newest: (0, 0) });
    for (number, time, (entry, ms)) in [
        (attribute::OLDEST, attribute::OLDEST_TIME, bounds.oldest),
        (attribute::NEWEST, attribute::NEWEST_TIME, bounds.newest),
    ] {
        if let Some(own) = values.get_mut(&place.child(number)) {
            own.update(&Value::octet_string(&entry.to_le_bytes()));
        }
        if let Some(Data::BinaryTime(own)) = values.get_mut(&place.child(time)).map(|own| &mut own.data) {
            *own = BinaryTime::new(false);
            if ms > 0 {
                own.set_ms(ms);
            }
        }
    }
}

impl State {
    /// Shows the ends of a log in its control blocks.
    pub(super) fn show_log(&mut self, log: &Arc<Log>, bounds: Option<Bounds>) {
        let Self { logs, values, .. } = self;
        let blocks = logs.blocks.iter();
        for block in blocks.filter(|block| block.log.as_ref().is_some_and(|own| Arc::ptr_eq(own, log))) {
            show_bounds(&block.place, values, bounds);
        }
    }

    fn write_log(
        &mut self,
        space: &Space,
        index: usize,
        attribute: Option<u16>,
        value: &Value,
    ) -> Result<(), DataAccessError> {
        let Self { logs, values, sets, .. } = self;
        // what the model or another client has made meanwhile is known by its reference
        let known_log = value.text().and_then(|text| logs.find(text.as_bytes()));
        let block = logs.blocks.get_mut(index).ok_or(DataAccessError::OBJECT_NON_EXISTENT)?;
        let attribute = match attribute {
            Some(attribute::ENABLED) => attribute::ENABLED,
            Some(
                other @ (attribute::LOG | attribute::DATA_SET | attribute::TRIGGERS | attribute::PERIOD),
            ) if !block.enabled => other,
            Some(attribute::LOG | attribute::DATA_SET | attribute::TRIGGERS | attribute::PERIOD) => {
                return Err(DataAccessError::TEMPORARILY_UNAVAILABLE);
            }
            _ => return Err(DataAccessError::OBJECT_ACCESS_DENIED),
        };
        let empty = value.text().is_some_and(|text| text.as_bytes().is_empty());
        match (attribute, &value.data) {
            (attribute::ENABLED, Data::Boolean(true)) if block.log.is_none() || block.set.is_none() => {
                return Err(DataAccessError::OBJECT_ATTRIBUTE_INCONSISTENT);
            }
            (attribute::ENABLED, Data::Boolean(on)) => {
                if block.enabled != *on {
                    block.enabled = *on;
                    block.begin_period(times().0);
                }
            }
            (attribute::LOG, _) if known_log.is_some() || empty => block.log = known_log,
            (attribute::DATA_SET, Data::VisibleString(text)) => {
                let set = sets.find_reference(space, &Scope::new(), text.as_bytes());
                if set.is_none() && !empty {
                    return Err(DataAccessError::OBJECT_VALUE_INVALID);
                }
                block.set = set;
            }
            (attribute::TRIGGERS, Data::BitString(bits)) => block.set_triggers(bits.as_integer()),
            (attribute::PERIOD, Data::Unsigned(number)) => {
                block.period =
                    u32::try_from(number.as_u64()).map_err(|_| DataAccessError::OBJECT_VALUE_INVALID)?;
            }
            _ => return Err(DataAccessError::OBJECT_VALUE_INVALID),
        }
        if let Some(own) = values.get_mut(&block.place.child(attribute)) {
            own.update(value);
        }
        let next = block.next;
        if attribute == attribute::ENABLED {
            logs.watch(space);
        }
        if let Some(next) = next {
            self.plan(next);
        }
        Ok(())
    }
}
