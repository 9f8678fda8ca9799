//! MMS types of data attributes and control blocks (IEC 61850-8-1 §8, §17).

use crate::mms::type_spec::{TypeKind, TypeSpec};

/// Number of the type whose attributes have parts of their own, as in C's `DataAttributeType`.
pub(crate) const CONSTRUCTED: i32 = 27;

/// Length of references and identifiers of control blocks.
const REFERENCE: TypeKind = TypeKind::VisibleString(-129);

/// The type of a data attribute, by its number in C's `DataAttributeType`; `None` for constructed and unknown ones.
pub(super) fn of_attribute(data_type: i32) -> Option<TypeKind> {
    Some(match data_type {
        0 => TypeKind::Boolean,
        1 => TypeKind::Integer(8),
        2 => TypeKind::Integer(16),
        3 => TypeKind::Integer(32),
        4 => TypeKind::Integer(64),
        5 => TypeKind::Integer(128),
        6 => TypeKind::Unsigned(8),
        7 => TypeKind::Unsigned(16),
        8 => TypeKind::Unsigned(24),
        9 => TypeKind::Unsigned(32),
        10 => TypeKind::Float { exponent: 8, format: 32 },
        11 => TypeKind::Float { exponent: 11, format: 64 },
        12 => TypeKind::Integer(8),
        13 => TypeKind::OctetString(-64),
        14 => TypeKind::OctetString(-6),
        15 => TypeKind::OctetString(8),
        16 => TypeKind::VisibleString(-32),
        17 => TypeKind::VisibleString(-64),
        18 => TypeKind::VisibleString(-65),
        19 => TypeKind::VisibleString(-129),
        20 => TypeKind::VisibleString(-255),
        21 => TypeKind::MmsString(-255),
        22 => TypeKind::UtcTime,
        23 => TypeKind::BitString(-13),
        24 => TypeKind::BitString(-2),
        25 => TypeKind::BitString(2),
        26 => TypeKind::BitString(0),
        28 => TypeKind::BinaryTime(6),
        29 => address(),
        30 => TypeKind::VisibleString(-3),
        31 => TypeKind::BitString(-10),
        32 => TypeKind::BitString(-6),
        _ => return None,
    })
}

/// PhyComAddr
fn address() -> TypeKind {
    structure(&[
        ("Addr", TypeKind::OctetString(6)),
        ("PRIORITY", TypeKind::Unsigned(8)),
        ("VID", TypeKind::Unsigned(16)),
        ("APPID", TypeKind::Unsigned(16)),
    ])
}

fn structure(parts: &[(&str, TypeKind)]) -> TypeKind {
    TypeKind::Structure {
        elements: parts.iter().map(|(name, kind)| TypeSpec::new(*name, kind.clone())).collect(),
    }
}

/// Which optional attributes control blocks have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockOptions {
    /// BRCB: ResvTms.
    pub report_reservation_time: bool,
    /// BRCB and URCB: Owner.
    pub report_owner: bool,
    /// SGCB: ResvTms.
    pub setting_reservation_time: bool,
}

/// A report control block.
pub(super) fn report(buffered: bool, options: BlockOptions) -> TypeKind {
    let mut parts = vec![("RptID", REFERENCE), ("RptEna", TypeKind::Boolean)];
    if !buffered {
        parts.push(("Resv", TypeKind::Boolean));
    }
    parts.extend([
        ("DatSet", REFERENCE),
        ("ConfRev", TypeKind::Unsigned(32)),
        ("OptFlds", TypeKind::BitString(-10)),
        ("BufTm", TypeKind::Unsigned(32)),
        ("SqNum", TypeKind::Unsigned(if buffered { 16 } else { 8 })),
        ("TrgOps", TypeKind::BitString(-6)),
        ("IntgPd", TypeKind::Unsigned(32)),
        ("GI", TypeKind::Boolean),
    ]);
    if buffered {
        parts.extend([
            ("PurgeBuf", TypeKind::Boolean),
            ("EntryID", TypeKind::OctetString(8)),
            ("TimeofEntry", TypeKind::BinaryTime(6)),
        ]);
        if options.report_reservation_time {
            parts.push(("ResvTms", TypeKind::Integer(16)));
        }
    }
    if options.report_owner {
        parts.push(("Owner", TypeKind::OctetString(-64)));
    }
    structure(&parts)
}

/// A GOOSE control block.
pub(super) fn goose() -> TypeKind {
    structure(&[
        ("GoEna", TypeKind::Boolean),
        ("GoID", REFERENCE),
        ("DatSet", REFERENCE),
        ("ConfRev", TypeKind::Unsigned(32)),
        ("NdsCom", TypeKind::Boolean),
        ("DstAddress", address()),
        ("MinTime", TypeKind::Unsigned(32)),
        ("MaxTime", TypeKind::Unsigned(32)),
        ("FixedOffs", TypeKind::Boolean),
    ])
}

/// A sampled value control block.
pub(super) fn sampled(unicast: bool) -> TypeKind {
    let mut parts = vec![("SvEna", TypeKind::Boolean)];
    if unicast {
        parts.push(("Resv", TypeKind::Boolean));
    }
    parts.extend([
        (if unicast { "UsvID" } else { "MsvID" }, REFERENCE),
        ("DatSet", REFERENCE),
        ("ConfRev", TypeKind::Integer(32)),
        ("SmpRate", TypeKind::Integer(32)),
        ("OptFlds", TypeKind::BitString(5)),
        ("SmpMod", TypeKind::Integer(8)),
        ("DstAddress", address()),
        ("noASDU", TypeKind::Integer(32)),
    ]);
    structure(&parts)
}

/// A log control block.
pub(super) fn log() -> TypeKind {
    structure(&[
        ("LogEna", TypeKind::Boolean),
        ("LogRef", REFERENCE),
        ("DatSet", REFERENCE),
        ("OldEntrTm", TypeKind::BinaryTime(6)),
        ("NewEntrTm", TypeKind::BinaryTime(6)),
        ("OldEntr", TypeKind::OctetString(8)),
        ("NewEntr", TypeKind::OctetString(8)),
        ("TrgOps", TypeKind::BitString(-6)),
        ("IntgPd", TypeKind::Unsigned(32)),
    ])
}

/// A setting group control block.
pub(super) fn settings(options: BlockOptions) -> TypeKind {
    let mut parts = vec![
        ("NumOfSG", TypeKind::Unsigned(8)),
        ("ActSG", TypeKind::Unsigned(8)),
        ("EditSG", TypeKind::Unsigned(8)),
        ("CnfEdit", TypeKind::Boolean),
        ("LActTm", TypeKind::UtcTime),
    ];
    if options.setting_reservation_time {
        parts.push(("ResvTms", TypeKind::Unsigned(16)));
    }
    structure(&parts)
}
