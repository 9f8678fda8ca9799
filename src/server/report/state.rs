//! What an application sees of a report control block.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::values::Values;
use super::attribute::Attribute;
use super::block::Block;
use crate::mms::value::{Data, Value};

/// The attributes of a report control block, as clients read them now; those that it does not have are empty.
#[derive(Debug, Clone, Default)]
pub struct ReportState {
    /// RptID
    pub rpt_id: Vec<u8>,
    /// RptEna
    pub rpt_ena: bool,
    /// Resv
    pub resv: bool,
    /// DatSet
    pub dat_set: Vec<u8>,
    /// ConfRev
    pub conf_rev: u32,
    /// OptFlds: bits as C has them, bit 0 is sequence-number
    pub opt_flds: u32,
    /// BufTm in ms
    pub buf_tm: u32,
    /// SqNum
    pub sq_num: u16,
    /// TrgOps: bits as C has them, bit 0 is data-change
    pub trg_ops: u8,
    /// IntgPd in ms
    pub intg_pd: u32,
    /// GI
    pub gi: bool,
    /// PurgeBuf
    pub purge_buf: bool,
    /// EntryID
    pub entry_id: Vec<u8>,
    /// TimeofEntry in ms since 1970
    pub time_of_entry: u64,
    /// ResvTms in s
    pub resv_tms: i16,
    /// Owner
    pub owner: Vec<u8>,
    /// The client that has reserved or enabled it.
    pub client: Option<Arc<Connection>>,
}

impl Core {
    /// The attributes of report control block `block` (its index in the name space).
    pub fn report_state(&self, block: u32) -> Option<ReportState> {
        self.with(|state| {
            let block = state.reports.table.blocks.get(block as usize)?;
            Some(block.state(&state.values))
        })
    }
}

impl Block {
    fn state(&self, values: &Values) -> ReportState {
        let value = |attribute| self.value(values, attribute);
        let text = |attribute| {
            value(attribute).and_then(Value::text).map(|text| text.as_bytes().to_vec()).unwrap_or_default()
        };
        let flag =
            |attribute| value(attribute).is_some_and(|value| matches!(value.data, Data::Boolean(true)));
        let octets = |attribute| match value(attribute).map(|value| &value.data) {
            Some(Data::OctetString(octets)) => octets.as_bytes().to_vec(),
            _ => Vec::new(),
        };
        ReportState {
            rpt_id: text(Attribute::RptId),
            rpt_ena: flag(Attribute::RptEna),
            resv: flag(Attribute::Resv),
            dat_set: text(Attribute::DatSet),
            conf_rev: self.revision,
            opt_flds: self.bits(values, Attribute::OptFlds) >> 1,
            buf_tm: self.buffer_time,
            sq_num: self.number,
            trg_ops: self.triggers,
            intg_pd: self.period,
            gi: flag(Attribute::Gi),
            purge_buf: flag(Attribute::PurgeBuf),
            entry_id: octets(Attribute::EntryId),
            time_of_entry: match value(Attribute::TimeOfEntry).map(|value| &value.data) {
                Some(Data::BinaryTime(time)) => time.as_ms(),
                _ => 0,
            },
            resv_tms: self.reservation_time,
            owner: octets(Attribute::Owner),
            client: self.owner().cloned(),
        }
    }
}
