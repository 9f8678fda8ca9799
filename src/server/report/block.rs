//! One report control block: its settings, its state, and its values as clients see them.

use std::sync::Arc;
use std::time::Instant;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::sets::{DataSet, Sets};
use super::super::space::{self, Place, Selection, Space, Variable};
use super::super::values::Values;
use super::Context;
use super::attribute::{Attribute, Layout};
use super::buffer::Buffer;
use super::entry::Head;
use super::pending::Pending;
use super::reservation::Reservation;
use super::send::Backlog;
use crate::ber;
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::Selector;
use crate::mms::value::{BinaryTime, BitString, Data, Value};
use crate::model::tree;

/// A report control block.
#[derive(Debug)]
pub(super) struct Block {
    /// Its index among those of the model.
    pub(super) index: u32,
    /// Index of its domain.
    pub(super) domain: u32,
    /// Where its values are.
    pub(super) place: Place,
    /// Its attributes.
    pub(super) layout: Layout,
    /// Its reference, which reports have as RptID when that is empty.
    pub(super) reference: Box<[u8]>,
    /// OptFlds.
    pub(super) options: u32,
    /// TrgOps as C has them.
    pub(super) triggers: u8,
    /// BufTm in ms.
    pub(super) buffer_time: u32,
    /// IntgPd in ms.
    pub(super) period: u32,
    /// ConfRev.
    pub(super) revision: u32,
    /// SqNum: that of the next report.
    pub(super) number: u16,
    /// ResvTms in s; of the model's own client -1.
    pub(super) reservation_time: i16,
    /// The data set.
    pub(super) set: Option<Arc<DataSet>>,
    /// What all its reports have in common.
    pub(super) head: Head,
    /// Whose it is.
    pub(super) reservation: Reservation,
    /// The client that it is made for in the model: its address.
    pub(super) client: Option<Box<[u8]>>,
    /// The client that gets reports: RptEna.
    pub(super) enabled: Option<Arc<Connection>>,
    /// Changes that no report has yet.
    pub(super) pending: Pending,
    /// Entries of a buffered block.
    pub(super) buffer: Option<Buffer>,
    /// What was chosen by EntryID: sending goes on after it.
    pub(super) resume_after: Option<u64>,
    /// The next report says BufOvfl.
    pub(super) overflow: bool,
    /// A general interrogation waits to be answered.
    pub(super) interrogated: bool,
    /// The answer to the write that began or asked for reports is not on its way yet: they follow it.
    pub(super) answering: bool,
    /// Reports of an unbuffered block that follow it.
    pub(super) backlog: Backlog,
    /// The client is slow: it gets what it misses when it has caught up.
    pub(super) waiting: bool,
    /// Changes of which a slow client of an unbuffered block will not get the value.
    pub(super) lost: u64,
    /// Waits for the application to unlock the model.
    pub(super) held: bool,
    /// Octets that may wait to be sent to the client before it counts as slow.
    pub(super) mark: usize,
    /// When the next integrity report is due.
    pub(super) integrity: Option<Instant>,
}

impl Block {
    /// A block of the model with its first values.
    pub(super) fn new(
        space: &Space,
        index: u32,
        model: &space::Block<tree::Report>,
        config: &Config,
        sets: &Sets,
        values: &mut Values,
    ) -> Option<Self> {
        let report = &model.model;
        let node = space.node(model.ln)?;
        let domain = space.domain(node.domain)?;
        let reference = space.block_reference(model);
        let set = report.data_set.as_ref().filter(|name| !name.is_empty());
        let set_reference = set.map(|name| [&domain.name[..], b"/", node.name(), b"$", name].concat());
        let own = Default::default();
        let set = set_reference.as_ref().and_then(|reference| sets.find_reference(space, &own, reference));
        let mut block = Self {
            index,
            domain: node.domain,
            place: model.place.clone(),
            layout: Layout::of(space.spec_at(&model.place)?),
            reference: reference.as_slice().into(),
            options: u32::from(report.options) << 1,
            triggers: report.triggers & 0x1f,
            buffer_time: report.buffer_time,
            period: report.integrity_period,
            revision: report.configuration_revision,
            number: 0,
            reservation_time: 0,
            set,
            head: Head::default(),
            reservation: Reservation::Free,
            client: report.client.clone(),
            enabled: None,
            pending: Pending::default(),
            buffer: report.buffered.then(|| Buffer::new(config.report_buffer)),
            resume_after: None,
            overflow: false,
            interrogated: false,
            answering: false,
            backlog: Backlog::default(),
            waiting: false,
            lost: 0,
            held: false,
            mark: usize::MAX,
            integrity: None,
        };
        let id = report.id.as_deref().unwrap_or(&reference);
        block.set_value(values, Attribute::RptId, |value| value.set_text(id));
        let data_set = set_reference.unwrap_or_default();
        block.set_value(values, Attribute::DatSet, |value| value.set_text(&data_set));
        block.set_unsigned(values, Attribute::ConfRev, block.revision);
        block.set_bits(values, Attribute::OptFlds, block.options);
        block.set_bits(values, Attribute::TrgOps, u32::from(block.triggers) << 1);
        block.set_unsigned(values, Attribute::BufTm, block.buffer_time);
        block.set_unsigned(values, Attribute::IntgPd, block.period);
        block.vacate(values);
        block.attach(space, values);
        Some(block)
    }

    /// Whether it keeps its reports for the client.
    pub(super) fn is_buffered(&self) -> bool {
        self.buffer.is_some()
    }

    /// Whether it collects changes now.
    pub(super) fn collects(&self) -> bool {
        self.set.is_some() && (self.is_buffered() || self.enabled.is_some())
    }

    /// Whether a report may be given to the connection now.
    pub(super) fn may_send(&self) -> bool {
        self.enabled.is_some() && !self.answering && !self.waiting
    }

    /// Makes ready for the members of its data set.
    pub(super) fn attach(&mut self, space: &Space, values: &Values) {
        let members = self.set.as_ref().map_or(&[][..], |set| &set.members);
        self.pending.reset(members.len());
        self.head.references = members
            .iter()
            .map(|member| {
                let mut out = Vec::new();
                ber::write(&mut out, 0x8a, &member_reference(space, member));
                out.into()
            })
            .collect();
        self.refresh(values);
    }

    /// The association that its data set belonged to is gone.
    pub(super) fn forget_own_set(&mut self, cx: &mut Context<'_>) {
        if self.set.as_ref().is_some_and(|set| matches!(set.name, ObjectName::Aa(_))) {
            self.set = None;
            self.set_value(cx.values, Attribute::DatSet, |value| value.set_text(b""));
            self.attach(cx.space, cx.values);
        }
    }

    /// Encodes what all reports have in common.
    pub(super) fn refresh(&mut self, values: &Values) {
        let text =
            |attribute| self.value(values, attribute).and_then(Value::text).map(|text| text.as_bytes());
        let id = text(Attribute::RptId).filter(|id| !id.is_empty()).unwrap_or(&self.reference);
        let (mut id_octets, mut set_octets, mut revision) = (Vec::new(), Vec::new(), Vec::new());
        ber::write(&mut id_octets, 0x8a, id);
        ber::write(&mut set_octets, 0x8a, text(Attribute::DatSet).unwrap_or_default());
        ber::write_u64(&mut revision, 0x86, u64::from(self.revision));
        self.head.id = id_octets;
        self.head.data_set = set_octets;
        self.head.revision = revision;
    }

    // Values

    /// The value of an attribute.
    pub(super) fn value<'v>(&self, values: &'v Values, attribute: Attribute) -> Option<&'v Value> {
        values.get(&self.place)?.elements()?.get(self.layout.index(attribute)?)
    }

    /// Changes the value of an attribute, if the block has it.
    pub(super) fn set_value<R>(
        &self,
        values: &mut Values,
        attribute: Attribute,
        change: impl FnOnce(&mut Value) -> R,
    ) -> Option<R> {
        let index = self.layout.index(attribute)?;
        Some(change(values.get_mut(&self.place)?.elements_mut()?.get_mut(index)?))
    }

    /// Sets a BOOLEAN.
    pub(super) fn set_flag(&self, values: &mut Values, attribute: Attribute, new: bool) {
        self.set_value(values, attribute, |value| {
            if let Data::Boolean(own) = &mut value.data {
                *own = new;
            }
        });
    }

    /// Sets an unsigned number.
    pub(super) fn set_unsigned(&self, values: &mut Values, attribute: Attribute, new: u32) {
        self.set_value(values, attribute, |value| {
            if let Data::Unsigned(own) = &mut value.data {
                own.set_unsigned(u64::from(new));
            }
        });
    }

    /// Sets a bit string.
    pub(super) fn set_bits(&self, values: &mut Values, attribute: Attribute, new: u32) {
        self.set_value(values, attribute, |value| {
            if let Data::BitString(own) = &mut value.data {
                own.set_from_integer(new);
            }
        });
    }

    /// Sets an octet string.
    pub(super) fn set_octets(&self, values: &mut Values, attribute: Attribute, new: &[u8]) {
        self.set_value(values, attribute, |value| {
            if let Data::OctetString(own) = &mut value.data {
                own.set(new);
            }
        });
    }

    /// EntryID and TimeofEntry.
    pub(super) fn set_entry(&self, values: &mut Values, id: u64, ms: u64) {
        self.set_octets(values, Attribute::EntryId, &id.to_be_bytes());
        self.set_value(values, Attribute::TimeOfEntry, |value| {
            if let Data::BinaryTime(own) = &mut value.data {
                let mut time = BinaryTime::new(false);
                time.set_ms(ms);
                *own = time;
            }
        });
    }

    /// SqNum.
    pub(super) fn set_number(&mut self, values: &mut Values, new: u16) {
        self.number = if self.is_buffered() { new } else { new & 0xff };
        self.set_unsigned(values, Attribute::SqNum, u32::from(self.number));
    }

    /// The bits of an attribute.
    pub(super) fn bits(&self, values: &Values, attribute: Attribute) -> u32 {
        match self.value(values, attribute).map(|value| &value.data) {
            Some(Data::BitString(bits)) => BitString::as_integer(bits),
            _ => 0,
        }
    }
}

/// The data reference of a member: `LD/LN$FC$DO`, with `(index)` and components behind it for part of an array.
fn member_reference(space: &Space, member: &super::super::sets::Member) -> Vec<u8> {
    let mut reference = match (&member.selection, member.access.name.as_ref()) {
        (Ok(Selection::One(variable @ Variable::Node(_))), _) => {
            space.reference(variable).unwrap_or_default()
        }
        (_, ObjectNameRef::Domain { domain, item }) => [domain, b"/", item].concat(),
        (_, ObjectNameRef::Vmd(item) | ObjectNameRef::Aa(item)) => item.to_vec(),
    };
    for selector in member.access.alternate.iter().flat_map(|alternate| &alternate.path) {
        match selector {
            Selector::Index(index) => reference.extend_from_slice(format!("({index})").as_bytes()),
            Selector::Range { low, count } => {
                let last = u64::from(*low) + u64::from(*count).saturating_sub(1);
                reference.extend_from_slice(format!("({low}..{last})").as_bytes());
            }
            Selector::Component(name) => {
                reference.push(b'$');
                reference.extend_from_slice(name.as_bytes());
            }
            Selector::All | Selector::Unsupported => {}
        }
    }
    reference
}
