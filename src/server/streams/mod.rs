//! GOOSE and sampled value control blocks, as data: this server publishes neither. The application learns when clients
//! enable and disable them.

mod sampled;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::connection::Connection;
use super::core::{Core, State};
use super::sets::{Scope, Sets};
use super::space::{Block, Place, Space};
use super::ticket::Slot;
use super::values::Values;
use crate::error::DataAccessError;
use crate::mms::value::{Data, Value};
use crate::model::tree::{Address, Goose};

/// Where messages go when the model does not say.
const DEFAULT_ADDRESS: Address = Address {
    vlan_priority: 4,
    vlan_id: 0,
    app_id: 0x1000,
    destination: [0x01, 0x0c, 0xcd, 0x01, 0x00, 0x01],
};
/// MinTime and MaxTime when the model does not say, in milliseconds.
const DEFAULT_TIMES: (u32, u32) = (500, 5000);

/// Attributes of a GOOSE control block by their place in it.
mod attribute {
    pub(super) const ENABLED: u16 = 0;
    pub(super) const ID: u16 = 1;
    pub(super) const DATA_SET: u16 = 2;
    pub(super) const REVISION: u16 = 3;
    pub(super) const NEEDS_COMMISSIONING: u16 = 4;
    pub(super) const ADDRESS: u16 = 5;
    pub(super) const MIN_TIME: u16 = 6;
    pub(super) const MAX_TIME: u16 = 7;
    pub(super) const FIXED_OFFSETS: u16 = 8;
}

/// The GOOSE and sampled value control blocks of a server.
#[derive(Debug, Default)]
pub struct Streams {
    /// Which clients have reserved unicast sampled value control blocks.
    owners: Vec<Option<u64>>,
}

/// What a GOOSE control block is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GooseState {
    /// GoEna.
    pub enabled: bool,
    /// GoID.
    pub id: Vec<u8>,
    /// DatSet, as a reference; empty without one.
    pub data_set: Vec<u8>,
    /// ConfRev.
    pub revision: u32,
    /// NdsCom.
    pub needs_commissioning: bool,
    /// DstAddress.
    pub address: Address,
    /// MinTime in milliseconds.
    pub min_time: u32,
    /// MaxTime in milliseconds.
    pub max_time: u32,
    /// FixedOffs.
    pub fixed_offsets: bool,
}

impl Streams {
    /// The control blocks of the model, their first values put into `values`.
    pub(super) fn new(space: &Space, values: &mut Values) -> Self {
        for block in &space.goose {
            show_goose(space, block, values);
        }
        for block in &space.sampled {
            sampled::show(space, block, values);
        }
        Self { owners: vec![None; space.sampled.len()] }
    }
}

/// Sets values below a place; those that are not there or of another type stay.
struct Fields<'a> {
    place: &'a Place,
    values: &'a mut Values,
}

impl Fields<'_> {
    fn set(&mut self, index: u16, value: &Value) {
        if let Some(own) = self.values.get_mut(&self.place.child(index)) {
            own.update(value);
        }
    }

    fn set_text(&mut self, index: u16, text: &[u8]) {
        self.set(index, &Value::visible_string(text));
    }

    fn set_unsigned(&mut self, index: u16, number: u32) {
        self.set(index, &Value::unsigned(number.into(), 32));
    }

    fn set_integer(&mut self, index: u16, number: i32) {
        self.set(index, &Value::integer(number.into(), 32));
    }

    fn set_address(&mut self, index: u16, address: Option<Address>) {
        let address = address.unwrap_or(DEFAULT_ADDRESS);
        let place = self.place.child(index);
        let mut fields = Fields { place: &place, values: self.values };
        fields.set(0, &Value::octet_string(&address.destination));
        fields.set_unsigned(1, address.vlan_priority.into());
        fields.set_unsigned(2, address.vlan_id.into());
        fields.set_unsigned(3, address.app_id.into());
    }
}

fn show_goose(space: &Space, block: &Block<Goose>, values: &mut Values) {
    let model = &block.model;
    let mut fields = Fields { place: &block.place, values };
    fields.set_text(attribute::ID, &model.id);
    fields.set_text(attribute::DATA_SET, &space.data_set_reference(block.ln, model.data_set.as_deref()));
    fields.set_unsigned(attribute::REVISION, model.configuration_revision);
    fields.set_address(attribute::ADDRESS, model.address);
    // FixedOffs stays false, whatever the model says: nothing is encoded so
    fields.set_unsigned(attribute::MIN_TIME, u32::try_from(model.min_time).unwrap_or(DEFAULT_TIMES.0));
    fields.set_unsigned(attribute::MAX_TIME, u32::try_from(model.max_time).unwrap_or(DEFAULT_TIMES.1));
}

impl State {
    fn is_enabled(&self, place: &Place) -> bool {
        self.values.get(&place.child(attribute::ENABLED)).and_then(Value::as_bool) == Some(true)
    }

    fn enable(&mut self, place: &Place, on: bool) {
        Fields { place, values: &mut self.values }.set(attribute::ENABLED, &Value::boolean(on));
    }

    /// Whether a GOOSE control block has a data set that exists.
    fn has_data_set(&self, space: &Space, place: &Place) -> bool {
        let reference = self.values.get(&place.child(attribute::DATA_SET)).and_then(Value::text);
        reference.is_some_and(|text| exists(&self.sets, space, text.as_bytes()))
    }
}

fn exists(sets: &Sets, space: &Space, reference: &[u8]) -> bool {
    sets.find_reference(space, &Scope::new(), reference).is_some()
}

impl Core {
    /// A client writes an attribute of GOOSE control block `block`.
    pub(super) fn write_goose(
        &self,
        _client: &Arc<Connection>,
        slot: Slot,
        block: u32,
        place: &Place,
        value: &Value,
    ) {
        let Some(own) = self.space.goose.get(block as usize) else {
            return slot.finish(DataAccessError::OBJECT_NON_EXISTENT);
        };
        let wanted = place.path.get(1).filter(|index| **index == attribute::ENABLED).and(value.as_bool());
        let result = self.with(|state| {
            let enabled = state.is_enabled(&own.place);
            let Some(wanted) = wanted else { return refused(enabled) };
            if wanted && (enabled || !state.has_data_set(&self.space, &own.place)) {
                return DataAccessError::OBJECT_VALUE_INVALID;
            }
            state.enable(&own.place, wanted);
            state.later.push(Box::new(move |core| core.hooks.goose_event(block, wanted)));
            DataAccessError::SUCCESS
        });
        slot.finish(result);
    }

    /// Enables all GOOSE control blocks that have a data set, or disables all. The application does so itself: it is not
    /// told.
    pub fn enable_goose(&self, on: bool) {
        self.with(|state| {
            for block in &self.space.goose {
                if !on || state.has_data_set(&self.space, &block.place) {
                    state.enable(&block.place, on);
                }
            }
        });
    }

    /// What GOOSE control block `block` is now.
    pub fn goose_state(&self, block: u32) -> Option<GooseState> {
        let place = &self.space.goose.get(block as usize)?.place;
        self.with(|state| {
            let value = |index| state.values.get(&place.child(index));
            let number = |index| value(index)?.as_u64().and_then(|number| u32::try_from(number).ok());
            let text = |index| Some(value(index)?.text()?.as_bytes().to_vec());
            let flag = |index| value(index)?.as_bool();
            Some(GooseState {
                enabled: flag(attribute::ENABLED)?,
                id: text(attribute::ID)?,
                data_set: text(attribute::DATA_SET)?,
                revision: number(attribute::REVISION)?,
                needs_commissioning: flag(attribute::NEEDS_COMMISSIONING)?,
                address: address(value(attribute::ADDRESS)?)?,
                min_time: number(attribute::MIN_TIME)?,
                max_time: number(attribute::MAX_TIME)?,
                fixed_offsets: flag(attribute::FIXED_OFFSETS)?,
            })
        })
    }
}

/// The answer to a write of anything that clients cannot change.
fn refused(enabled: bool) -> DataAccessError {
    if enabled { DataAccessError::TEMPORARILY_UNAVAILABLE } else { DataAccessError::OBJECT_ACCESS_DENIED }
}

fn address(value: &Value) -> Option<Address> {
    let parts = value.elements()?;
    let Data::OctetString(octets) = &parts.get(0)?.data else { return None };
    let number = |index| parts.get(index)?.as_u64();
    Some(Address {
        destination: octets.as_bytes().try_into().ok()?,
        vlan_priority: number(1)?.try_into().ok()?,
        vlan_id: number(2)?.try_into().ok()?,
        app_id: number(3)?.try_into().ok()?,
    })
}
