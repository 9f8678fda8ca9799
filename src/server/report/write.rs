//! Writes of clients to attributes of report control blocks.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::hooks::ReportEvent;
use super::super::sets::DataSet;
use super::attribute::Attribute;
use super::block::Block;
use super::send::Backlog;
use super::{Context, Table};
use crate::error::DataAccessError;
use crate::mms::pdu::names::ObjectName;
use crate::mms::value::{Data, Value};

const DENIED: DataAccessError = DataAccessError::OBJECT_ACCESS_DENIED;
const UNAVAILABLE: DataAccessError = DataAccessError::TEMPORARILY_UNAVAILABLE;
const INVALID: DataAccessError = DataAccessError::OBJECT_VALUE_INVALID;

/// Longest identifier and reference that a block takes.
const MAX_TEXT: usize = 129;

/// What the write of a DatSet means.
pub(super) enum Chosen {
    /// No data set.
    None,
    /// This one.
    Set(Arc<DataSet>),
    /// There is no such data set.
    Unknown,
}

impl Table {
    /// Writes an attribute. After a success there may be something to send once it is answered.
    pub(super) fn write(
        &mut self,
        cx: &mut Context<'_>,
        client: &Arc<Connection>,
        index: u32,
        attribute: Attribute,
        value: &Value,
        chosen: Chosen,
    ) -> DataAccessError {
        let Some(block) = self.blocks.get_mut(index as usize) else {
            return DataAccessError::OBJECT_NON_EXISTENT;
        };
        let result = match permit(block, client, attribute, value, self.settings, self.explicit) {
            Ok(()) => self.apply(cx, client, index, attribute, value, chosen),
            Err(error) => Err(error),
        };
        let result = result.err().unwrap_or(DataAccessError::SUCCESS);
        cx.tell_attribute(index, client, ReportEvent::Set, Some(attribute), result);
        result
    }

    fn apply(
        &mut self,
        cx: &mut Context<'_>,
        client: &Arc<Connection>,
        index: u32,
        attribute: Attribute,
        value: &Value,
        chosen: Chosen,
    ) -> Result<(), DataAccessError> {
        if attribute == Attribute::RptEna {
            return match flag(value) {
                true => self.enable(cx, client, index),
                false => {
                    self.disable(cx, Some(client), index);
                    self.block(index)?.reserve(cx, client);
                    Ok(())
                }
            };
        }
        if attribute == Attribute::DatSet {
            return self.choose(cx, client, index, value, chosen);
        }
        let synchronous = self.synchronous;
        let block = self.block(index)?;
        match attribute {
            Attribute::Resv if flag(value) => {
                block.occupy(cx, client);
                return Ok(());
            }
            Attribute::Resv => {
                block.release(cx, Some(client));
                return Ok(());
            }
            Attribute::ResvTms => return block.write_reservation_time(cx, client, value),
            Attribute::EntryId => block.write_entry_id(cx, value)?,
            Attribute::PurgeBuf => {
                if flag(value) {
                    block.purge(cx, Some(client));
                }
            }
            Attribute::Gi => {
                if flag(value) && block.triggers & super::attribute::trigger::INTERROGATION != 0 {
                    block.interrogated = true;
                    block.answering = true;
                }
                if flag(value) {
                    cx.tell(index, Some(client), ReportEvent::Interrogation);
                }
                return Ok(());
            }
            _ => {
                let changed = block.set_setting(cx, attribute, value)?;
                if changed && attribute != Attribute::OptFlds {
                    block.purge_for(cx, client);
                }
                if matches!(attribute, Attribute::TrgOps | Attribute::IntgPd) {
                    block.schedule(cx, synchronous);
                }
                if changed && attribute == Attribute::IntgPd {
                    block.begin_period(cx, synchronous);
                }
            }
        }
        block.reserve(cx, client);
        Ok(())
    }

    fn block(&mut self, index: u32) -> Result<&mut Block, DataAccessError> {
        self.blocks.get_mut(index as usize).ok_or(DataAccessError::OBJECT_NON_EXISTENT)
    }

    fn enable(
        &mut self,
        cx: &mut Context<'_>,
        client: &Arc<Connection>,
        index: u32,
    ) -> Result<(), DataAccessError> {
        let synchronous = self.synchronous;
        let block = self.blocks.get_mut(index as usize).ok_or(UNAVAILABLE)?;
        let set = block.set.clone().ok_or(UNAVAILABLE)?;
        block.reserve(cx, client);
        block.enabled = Some(Arc::clone(client));
        block.answering = true;
        block.waiting = false;
        block.set_flag(cx.values, Attribute::RptEna, true);
        block.set_number(cx.values, 0);
        if let Some(buffer) = &mut block.buffer {
            let after = block.resume_after.take();
            buffer.rewind(after);
            block.overflow = after.is_none();
        } else {
            block.pending.clear();
            block.lost = 0;
            self.watch.add(cx.space, index, &set);
            block.schedule(cx, synchronous);
        }
        cx.tell(index, Some(client), ReportEvent::Enable);
        self.share(client);
        Ok(())
    }

    /// Stops sending. `client` did it; without, it is gone.
    pub(super) fn disable(&mut self, cx: &mut Context<'_>, client: Option<&Arc<Connection>>, index: u32) {
        let Some(block) = self.blocks.get_mut(index as usize) else { return };
        let Some(enabled) = block.enabled.take() else { return };
        block.answering = false;
        block.backlog = Backlog::default();
        block.waiting = false;
        block.interrogated = false;
        block.overflow = false;
        block.resume_after = None;
        block.set_flag(cx.values, Attribute::RptEna, false);
        if !block.is_buffered() {
            block.pending.clear();
            block.integrity = None;
            if let Some(set) = &block.set {
                self.watch.remove(cx.space, index, set);
            }
            if client.is_some() {
                cx.tell(index, client, ReportEvent::PurgeBuffer);
            }
        }
        cx.tell(index, client, ReportEvent::Disable);
        self.share(&enabled);
    }

    /// Each unbuffered block of a client adds to what may wait to be sent to it.
    fn share(&mut self, client: &Arc<Connection>) {
        let own = |block: &Block| {
            !block.is_buffered() && block.enabled.as_ref().is_some_and(|own| own.id() == client.id())
        };
        let count = self.blocks.iter().filter(|block| own(block)).count();
        let mark = self.unbuffered_limit.saturating_mul(count).min(MAX_MARK);
        self.blocks.iter_mut().filter(|block| own(block)).for_each(|block| block.mark = mark);
    }

    fn choose(
        &mut self,
        cx: &mut Context<'_>,
        client: &Arc<Connection>,
        index: u32,
        value: &Value,
        chosen: Chosen,
    ) -> Result<(), DataAccessError> {
        let synchronous = self.synchronous;
        let block = self.blocks.get_mut(index as usize).ok_or(INVALID)?;
        let set = match chosen {
            Chosen::None => None,
            Chosen::Set(set) => Some(set),
            Chosen::Unknown => return Err(INVALID),
        };
        let same = match (&block.set, &set) {
            (Some(own), Some(new)) => Arc::ptr_eq(own, new),
            (own, new) => own.is_none() && new.is_none(),
        };
        let before = std::mem::replace(&mut block.set, set);
        if let (true, Some(before)) = (block.is_buffered() && !same, before) {
            self.watch.remove(cx.space, index, &before);
        }
        let text = value.text().map_or(&[][..], |text| text.as_bytes());
        block.set_value(cx.values, Attribute::DatSet, |own| own.set_text(text));
        if !same {
            block.revision = block.revision.checked_add(1).unwrap_or(1);
            block.set_unsigned(cx.values, Attribute::ConfRev, block.revision);
            block.purge_for(cx, client);
        }
        block.reserve(cx, client);
        block.attach(cx.space, cx.values);
        if let (true, Some(set)) = (block.is_buffered() && !same, &block.set) {
            self.watch.add(cx.space, index, set);
        }
        block.schedule(cx, synchronous);
        Ok(())
    }
}

/// No client may have more than this waiting, whatever its blocks allow together.
const MAX_MARK: usize = 4 * 1024 * 1024;

/// Whether a client may write an attribute now.
fn permit(
    block: &Block,
    client: &Arc<Connection>,
    attribute: Attribute,
    value: &Value,
    settings: super::super::config::ReportSettings,
    explicit: bool,
) -> Result<(), DataAccessError> {
    if block.is_foreign(client) {
        return Err(UNAVAILABLE);
    }
    if explicit && block.must_be_reserved() && !matches!(attribute, Attribute::Resv | Attribute::ResvTms) {
        return Err(DENIED);
    }
    if block.enabled.is_some() {
        return match attribute {
            Attribute::Gi => Ok(()),
            Attribute::RptEna if !flag(value) => Ok(()),
            _ => Err(UNAVAILABLE),
        };
    }
    match attribute {
        Attribute::ConfRev | Attribute::SqNum | Attribute::TimeOfEntry | Attribute::Owner => Err(DENIED),
        // the reservation of the model's own client is for ever
        Attribute::ResvTms if block.client.is_some() => Err(DENIED),
        Attribute::Gi => Err(UNAVAILABLE),
        _ if attribute.setting().is_some_and(|setting| !settings.allows(setting)) => Err(DENIED),
        _ => Ok(()),
    }
}

impl Block {
    /// RptID, OptFlds, BufTm, TrgOps, IntgPd. Returns whether it has changed.
    fn set_setting(
        &mut self,
        cx: &mut Context<'_>,
        attribute: Attribute,
        value: &Value,
    ) -> Result<bool, DataAccessError> {
        if value.text().is_some_and(|text| text.as_bytes().len() > MAX_TEXT) {
            return Err(INVALID);
        }
        let outcome = self.set_value(cx.values, attribute, |own| {
            let before = own.clone();
            own.update(value).then(|| *own != before)
        });
        let changed = outcome.flatten().ok_or(INVALID)?;
        let number = |values: &super::super::values::Values| match self.value(values, attribute) {
            Some(Value { data: Data::Unsigned(number), .. }) => number.as_u64() as u32,
            _ => 0,
        };
        match attribute {
            Attribute::OptFlds => self.options = self.bits(cx.values, attribute),
            Attribute::TrgOps => self.triggers = (self.bits(cx.values, attribute) >> 1) as u8 & 0x1f,
            Attribute::BufTm => self.buffer_time = number(cx.values),
            Attribute::IntgPd => self.period = number(cx.values),
            _ => self.refresh(cx.values),
        }
        Ok(changed)
    }

    fn write_reservation_time(
        &mut self,
        cx: &mut Context<'_>,
        client: &Arc<Connection>,
        value: &Value,
    ) -> Result<(), DataAccessError> {
        let Data::Integer(seconds) = &value.data else { return Err(INVALID) };
        match i16::try_from(seconds.as_i64()) {
            Ok(0) => self.release(cx, Some(client)),
            Ok(seconds) if seconds > 0 => {
                self.set_reservation_time(cx.values, seconds);
                self.occupy(cx, client);
            }
            _ => return Err(INVALID),
        }
        Ok(())
    }

    fn write_entry_id(&mut self, cx: &mut Context<'_>, value: &Value) -> Result<(), DataAccessError> {
        self.resume_after = None;
        let Data::OctetString(octets) = &value.data else { return Err(INVALID) };
        let id = u64::from_be_bytes(octets.as_bytes().try_into().map_err(|_| INVALID)?);
        if id != 0 {
            if !self.buffer.as_ref().is_some_and(|buffer| buffer.has(id)) {
                return Err(INVALID);
            }
            self.resume_after = Some(id);
        }
        self.set_octets(cx.values, Attribute::EntryId, &id.to_be_bytes());
        Ok(())
    }

    /// Empties the buffer since a client has changed a setting. Who comes in its reservation time has it before that.
    fn purge_for(&mut self, cx: &mut Context<'_>, client: &Arc<Connection>) {
        if self.is_buffered() && self.reservation_time != 0 {
            self.reserve(cx, client);
        }
        self.purge(cx, Some(client));
    }

    /// Empties the buffer of a buffered block.
    fn purge(&mut self, cx: &mut Context<'_>, client: Option<&Arc<Connection>>) {
        let Some(buffer) = &mut self.buffer else { return };
        buffer.clear();
        self.pending.clear();
        self.resume_after = None;
        cx.tell(self.index, client, ReportEvent::PurgeBuffer);
    }
}

fn flag(value: &Value) -> bool {
    matches!(value.data, Data::Boolean(true))
}

/// The reference of an association's own data set.
pub(super) fn own_set(reference: &[u8]) -> Option<ObjectName> {
    reference.strip_prefix(b"@").map(|item| ObjectName::Aa(item.into()))
}
