//! The attributes of report control blocks: which there are, and where their values stand.

use std::sync::Arc;

use super::super::config::ReportSettings;
use crate::mms::type_spec::TypeSpec;

/// Bits of OptFlds, as [`BitString::as_integer`](crate::mms::value::BitString::as_integer) has them.
pub(super) mod option {
    /// sequence-number
    pub(in super::super) const SEQUENCE_NUMBER: u32 = 1 << 1;
    /// report-time-stamp
    pub(in super::super) const TIME_STAMP: u32 = 1 << 2;
    /// reason-for-inclusion
    pub(in super::super) const REASON: u32 = 1 << 3;
    /// data-set-name
    pub(in super::super) const DATA_SET: u32 = 1 << 4;
    /// data-reference
    pub(in super::super) const REFERENCE: u32 = 1 << 5;
    /// buffer-overflow
    pub(in super::super) const OVERFLOW: u32 = 1 << 6;
    /// entryID
    pub(in super::super) const ENTRY_ID: u32 = 1 << 7;
    /// conf-revision
    pub(in super::super) const REVISION: u32 = 1 << 8;
    /// segmentation
    pub(in super::super) const SEGMENTATION: u32 = 1 << 9;
    /// Those that mean something for an unbuffered block.
    pub(in super::super) const UNBUFFERED: u32 = !(OVERFLOW | ENTRY_ID);
}

/// Bits of TrgOps and of reasons, as C has them: bit `n` is bit `n + 1` on the wire.
pub(super) mod trigger {
    /// data-change
    pub(in super::super) const DATA_CHANGE: u8 = 1;
    /// quality-change
    pub(in super::super) const QUALITY_CHANGE: u8 = 2;
    /// integrity
    pub(in super::super) const INTEGRITY: u8 = 8;
    /// general-interrogation
    pub(in super::super) const INTERROGATION: u8 = 16;
}

/// An attribute of a report control block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    RptId,
    RptEna,
    Resv,
    DatSet,
    ConfRev,
    OptFlds,
    BufTm,
    SqNum,
    TrgOps,
    IntgPd,
    Gi,
    PurgeBuf,
    EntryId,
    TimeOfEntry,
    ResvTms,
    Owner,
}

const NAMES: [(Attribute, &str); 16] = [
    (Attribute::RptId, "RptID"),
    (Attribute::RptEna, "RptEna"),
    (Attribute::Resv, "Resv"),
    (Attribute::DatSet, "DatSet"),
    (Attribute::ConfRev, "ConfRev"),
    (Attribute::OptFlds, "OptFlds"),
    (Attribute::BufTm, "BufTm"),
    (Attribute::SqNum, "SqNum"),
    (Attribute::TrgOps, "TrgOps"),
    (Attribute::IntgPd, "IntgPd"),
    (Attribute::Gi, "GI"),
    (Attribute::PurgeBuf, "PurgeBuf"),
    (Attribute::EntryId, "EntryID"),
    (Attribute::TimeOfEntry, "TimeofEntry"),
    (Attribute::ResvTms, "ResvTms"),
    (Attribute::Owner, "Owner"),
];

impl Attribute {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(attribute, _)| *attribute == self).map_or("", |(_, name)| name)
    }

    /// The setting of the server that lets clients write it; none: no setting is asked.
    pub(super) fn setting(self) -> Option<u8> {
        Some(match self {
            Self::RptId => ReportSettings::ID,
            Self::BufTm => ReportSettings::BUFFER_TIME,
            Self::DatSet => ReportSettings::DATA_SET,
            Self::TrgOps => ReportSettings::TRIGGERS,
            Self::OptFlds => ReportSettings::OPTIONS,
            Self::IntgPd => ReportSettings::INTEGRITY,
            _ => return None,
        })
    }
}

/// The attributes of one kind of block, in the order of its components.
#[derive(Debug, Clone)]
pub(super) struct Layout(Arc<[Attribute]>);

impl Layout {
    /// That of a type.
    pub(super) fn of(spec: &TypeSpec) -> Self {
        let of = |name: &[u8]| NAMES.iter().find(|(_, own)| own.as_bytes() == name).map(|(found, _)| *found);
        Self(spec.children().iter().filter_map(|child| of(&child.name)).collect())
    }

    /// The attribute of a component.
    pub(super) fn attribute(&self, index: u16) -> Option<Attribute> {
        self.0.get(usize::from(index)).copied()
    }

    /// Where an attribute stands, if the block has it.
    pub(super) fn index(&self, attribute: Attribute) -> Option<usize> {
        self.0.iter().position(|own| *own == attribute)
    }

    /// Whether the block has an attribute.
    pub(super) fn has(&self, attribute: Attribute) -> bool {
        self.0.contains(&attribute)
    }
}
