//! Write: variable after variable, in the order of the request.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::{DataSetOperation, WriteVerdict};
use super::super::space::{Owner, Place, Selection, Variable};
use super::super::ticket::{Slot, Ticket};
use super::NON_EXISTENT;
use crate::ber;
use crate::error::{DataAccessError, Error, Result};
use crate::mms::service::{Access, write};
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::mms::value::{Data, Value, ber as value_ber};
use crate::model::fc::FunctionalConstraint as Fc;

type Resolved = std::result::Result<Selection, DataAccessError>;

impl Core {
    pub(super) fn write(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        invoke_id: u32,
        service: &[u8],
    ) -> Result<()> {
        let request = write::parse_request(service)?;
        let targets: Vec<Resolved> = match &request.access {
            Access::Variables(variables) => variables
                .iter()
                .map(|variable| self.space.resolve(variable.name.as_ref(), variable.alternate.as_ref()))
                .collect(),
            Access::List(name) => {
                let set = {
                    let own = client.sets.lock();
                    self.with(|state| state.sets.find(&self.space, &own, name.as_ref()))
                }
                .ok_or(NON_EXISTENT)?;
                self.ask_data_set(client, DataSetOperation::Write, name.as_ref())?;
                set.members.iter().map(|member| member.selection.clone()).collect()
            }
        };
        if targets.is_empty() || targets.len() != request.data.len() {
            return Err(Error::Malformed("a write with another number of data than variables"));
        }
        let slots = Ticket::open(client, invoke_id, targets.len());
        for ((slot, target), data) in slots.into_iter().zip(targets).zip(request.data) {
            self.write_one(client, slot, target, data);
        }
        Ok(())
    }

    fn write_one(self: &Arc<Self>, client: &Arc<Connection>, slot: Slot, target: Resolved, data: &[u8]) {
        // an earlier variable of the request may have ended the client
        if client.is_over() {
            return slot.silence();
        }
        let selection = match target {
            Ok(selection) => selection,
            Err(error) => return slot.finish(error),
        };
        let Ok((value, _)) = value_ber::decode(data, ber::MAX_DEPTH) else {
            return slot.finish(DataAccessError::OBJECT_ATTRIBUTE_INCONSISTENT);
        };
        let place = match selection {
            Selection::One(Variable::Part(place)) => place,
            Selection::One(variable) => {
                let fits = self.space.spec(&variable).is_some_and(|spec| fits(spec, &value));
                return slot.finish(if fits {
                    DataAccessError::OBJECT_ACCESS_DENIED
                } else {
                    DataAccessError::TYPE_INCONSISTENT
                });
            }
            Selection::Range { .. } => return slot.finish(DataAccessError::OBJECT_ACCESS_UNSUPPORTED),
        };
        if !self.space.spec_at(&place).is_some_and(|spec| fits(spec, &value)) {
            return slot.finish(DataAccessError::TYPE_INCONSISTENT);
        }
        if let Err(error) = self.ask_block(client, &place, true) {
            return slot.finish(error);
        }
        let slot = self.track(slot, &place, &value);
        match self.space.owner(&place) {
            Owner::Data => self.write_data(client, slot, &place, &value),
            Owner::Blocks => slot.finish(DataAccessError::OBJECT_ACCESS_DENIED),
            Owner::Report(block, _) => self.write_report(client, slot, block, &place, &value),
            Owner::Goose(block, _) => self.write_goose(client, slot, block, &place, &value),
            Owner::Sampled(block, _) => self.write_sampled(client, slot, block, &place, &value),
            Owner::Log(block, _) => self.write_log(client, slot, block, &place, &value),
            Owner::Settings(block, _) => self.write_settings(client, slot, block, &place, &value),
        }
    }

    fn write_data(self: &Arc<Self>, client: &Arc<Connection>, slot: Slot, place: &Place, value: &Value) {
        let group = self.space.group(place.group);
        let fc = group.map(|group| group.fc);
        if fc == Some(Fc::CO) {
            // An orIdent that is too long, or a number that its type does not have, is no command to be carried out.
            if !self.space.spec_at(place).is_some_and(|spec| in_range(spec, value)) {
                return slot.finish(DataAccessError::OBJECT_VALUE_INVALID);
            }
            return self.write_control(client, slot, place, value);
        }
        if let Some(group) = group.filter(|group| group.fc == Fc::SE)
            && let Err(error) = self.may_edit(client, group.ln)
        {
            return slot.finish(error);
        }
        let attribute = self
            .space
            .node_at(place)
            .filter(|&node| self.space.data_node(node).is_some_and(|node| node.attribute.is_some()));
        let (Some(fc), Some(attribute)) = (fc, attribute) else {
            return slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
        };
        if !matches!(fc, Fc::SP | Fc::SV | Fc::CF | Fc::DC | Fc::SE) {
            return slot.finish(DataAccessError::OBJECT_ACCESS_DENIED);
        }
        let result = match self.hooks.write_access(client, attribute, value) {
            WriteVerdict::Unhandled if !self.may_write(fc) => DataAccessError::OBJECT_ACCESS_DENIED,
            WriteVerdict::Unhandled | WriteVerdict::Store => self.with_open_gate(|state| {
                let spec = self.space.spec_at(place);
                if !spec.is_some_and(|spec| in_range(spec, value)) {
                    return DataAccessError::OBJECT_VALUE_INVALID;
                }
                let mut stored = false;
                // held: the answer comes before the reports of the change
                state.update(&self.space, attribute, true, |own| {
                    let before = own.clone();
                    stored = own.update(value);
                    *own != before
                });
                if stored { DataAccessError::SUCCESS } else { DataAccessError::OBJECT_VALUE_INVALID }
            }),
            WriteVerdict::Keep => DataAccessError::SUCCESS,
            WriteVerdict::Silence => return slot.silence(),
            WriteVerdict::Refuse(error) => error,
        };
        let me = self.handle();
        slot.finish_then(result, move || {
            if let Some(core) = me.upgrade() {
                core.release_written();
            }
        });
    }
}

/// Whether a value has the type that a variable has, as servers look at it: kinds and shapes, bit strings of variable
/// size in any size.
fn fits(spec: &TypeSpec, value: &Value) -> bool {
    match (&spec.kind, &value.data) {
        (TypeKind::Array { count, element }, Data::Array(values)) => {
            values.len() == *count as usize
                && values.iter().all(|value| value.is_some_and(|value| fits(element, value)))
        }
        (TypeKind::Structure { elements }, Data::Structure(values)) => {
            elements.len() == values.len()
                && elements
                    .iter()
                    .zip(values.iter())
                    .all(|(spec, value)| value.is_some_and(|value| fits(spec, value)))
        }
        (TypeKind::BitString(size), Data::BitString(bits)) => *size < 0 || bits.size() == size.unsigned_abs(),
        (TypeKind::Float { format, .. }, Data::Float(float)) => *format == float.format_width(),
        (TypeKind::BinaryTime(len), Data::BinaryTime(time)) => usize::from(*len) == time.as_bytes().len(),
        _ => spec.kind() == value.kind(),
    }
}

/// Whether numbers and texts of a value, which [`fits`], have room in the type.
fn in_range(spec: &TypeSpec, value: &Value) -> bool {
    match (&spec.kind, &value.data) {
        (
            TypeKind::Array { .. } | TypeKind::Structure { .. },
            Data::Array(values) | Data::Structure(values),
        ) => {
            let children = spec.children();
            let of = |index: usize| {
                children.get(if matches!(spec.kind, TypeKind::Array { .. }) { 0 } else { index })
            };
            values
                .iter()
                .enumerate()
                .all(|(index, value)| of(index).zip(value).is_some_and(|(spec, value)| in_range(spec, value)))
        }
        (TypeKind::Integer(bits), Data::Integer(number)) if *bits < 64 => {
            let limit = 1i64 << (bits - 1);
            (-limit..limit).contains(&number.as_i64())
        }
        (TypeKind::Unsigned(bits), Data::Unsigned(number)) if *bits < 64 => number.as_u64() < 1 << bits,
        (
            TypeKind::VisibleString(size) | TypeKind::MmsString(size),
            Data::VisibleString(text) | Data::MmsString(text),
        ) => text.as_bytes().len() <= size.unsigned_abs() as usize,
        (TypeKind::OctetString(size), Data::OctetString(octets)) => {
            octets.as_bytes().len() <= size.unsigned_abs() as usize
        }
        _ => true,
    }
}
