//! Sampled value control blocks. A unicast one can be reserved by a client.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::space::{Block, Place, Space};
use super::super::ticket::Slot;
use super::super::values::Values;
use super::{Fields, refused};
use crate::error::DataAccessError;
use crate::mms::value::{BitString, Data, Value};
use crate::model::tree::SampledValue;

const ENABLED: u16 = 0;
/// Of a unicast control block only.
const RESERVED: u16 = 1;
/// How many bits OptFlds has.
const OPTIONS: u32 = 5;

pub(super) fn show(space: &Space, block: &Block<SampledValue>, values: &mut Values) {
    let model = &block.model;
    let mut fields = Fields { place: &block.place, values };
    let first = if model.unicast { RESERVED + 1 } else { RESERVED };
    fields.set_text(first, &model.id);
    fields.set_text(first + 1, &space.data_set_reference(block.ln, model.data_set.as_deref()));
    fields.set_integer(first + 2, model.configuration_revision as i32);
    fields.set_integer(first + 3, model.sample_rate.into());
    let options = BitString::from_integer(model.options.into(), OPTIONS);
    fields.set(first + 4, &Value::new(Data::BitString(options)));
    fields.set(first + 5, &Value::integer(model.sample_mode.into(), 8));
    fields.set_address(first + 6, model.address);
}

impl Core {
    /// A client writes an attribute of sampled value control block `block`.
    pub(in super::super) fn write_sampled(
        &self,
        client: &Arc<Connection>,
        slot: Slot,
        block: u32,
        place: &Place,
        value: &Value,
    ) {
        let Some(own) = self.space.sampled.get(block as usize) else {
            return slot.finish(DataAccessError::OBJECT_NON_EXISTENT);
        };
        let unicast = own.model.unicast;
        let result = self.with(|state| {
            let Some(owner) = state.streams.owners.get_mut(block as usize) else {
                return DataAccessError::OBJECT_NON_EXISTENT;
            };
            if owner.is_some_and(|owner| owner != client.id()) {
                return DataAccessError::TEMPORARILY_UNAVAILABLE;
            }
            match (place.path.get(1), value.as_bool()) {
                (Some(&RESERVED), Some(wanted)) if unicast => {
                    *owner = wanted.then(|| client.id());
                    Fields { place: &own.place, values: &mut state.values }
                        .set(RESERVED, &Value::boolean(wanted));
                    DataAccessError::SUCCESS
                }
                (Some(&ENABLED), Some(wanted)) => {
                    state.enable(&own.place, wanted);
                    state.later.push(Box::new(move |core| core.hooks.sampled_event(block, wanted)));
                    DataAccessError::SUCCESS
                }
                _ => refused(state.is_enabled(&own.place)),
            }
        });
        slot.finish(result);
    }

    /// A client is gone: what it had reserved is free, and no longer sent to it.
    pub(in super::super) fn streams_disconnected(&self, client: &Arc<Connection>) {
        self.with(|state| {
            for (index, block) in self.space.sampled.iter().enumerate() {
                let Some(owner) = state.streams.owners.get_mut(index).filter(|id| **id == Some(client.id()))
                else {
                    continue;
                };
                *owner = None;
                Fields { place: &block.place, values: &mut state.values }
                    .set(RESERVED, &Value::boolean(false));
                if state.is_enabled(&block.place) {
                    state.enable(&block.place, false);
                    let index = index as u32;
                    state.later.push(Box::new(move |core| core.hooks.sampled_event(index, false)));
                }
            }
        });
    }
}
