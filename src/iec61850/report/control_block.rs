//! Attributes of report control blocks (IEC 61850-7-2 §17.2.2, §17.2.4, IEC 61850-8-1 §17.1).

use crate::error::{DataAccessError, Error, Result};
use crate::iec61850::reference::{MAX_NAME, split_device};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::value::{BitString, Data, Kind, Value};

/// An attribute of a report control block; its number is its bit in the element masks of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// RptID: what the reports call themselves.
    RptId = 0,
    /// RptEna: whether reports are sent.
    RptEna = 1,
    /// Resv: reserved for a client (URCB).
    Resv = 2,
    /// DatSet: reference of the data set.
    DatSet = 3,
    /// ConfRev: revision of the configuration.
    ConfRev = 4,
    /// OptFlds: optional fields of the reports.
    OptFlds = 5,
    /// BufTm: buffer time in ms.
    BufTm = 6,
    /// SqNum: number of the last report.
    SqNum = 7,
    /// TrgOps: trigger options.
    TrgOps = 8,
    /// IntgPd: integrity period in ms.
    IntgPd = 9,
    /// GI: general interrogation.
    Gi = 10,
    /// PurgeBuf: empty the buffer (BRCB).
    PurgeBuf = 11,
    /// EntryID: of the last entry; written, where to resume (BRCB).
    EntryId = 12,
    /// TimeofEntry: time of the last entry (BRCB).
    TimeOfEntry = 13,
    /// ResvTms: time of reservation in s, -1 reserved by configuration (BRCB, not in edition 1).
    ResvTms = 14,
    /// Owner: address of the client that reserved it (not in edition 1).
    Owner = 15,
}

use Attribute::*;

/// What every URCB has, in this order; Owner may follow.
const UNBUFFERED: [Attribute; 11] =
    [RptId, RptEna, Resv, DatSet, ConfRev, OptFlds, BufTm, SqNum, TrgOps, IntgPd, Gi];
/// What every BRCB has, in this order; ResvTms and Owner may follow.
const BUFFERED: [Attribute; 13] = [
    RptId,
    RptEna,
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
];

/// Bits of OptFlds; the first is reserved.
const OPT_FLDS_BITS: u32 = 10;
/// Bits of TrgOps; the first is reserved.
const TRG_OPS_BITS: u32 = 6;

impl Attribute {
    /// Name of the MMS component.
    pub fn name(self) -> &'static str {
        match self {
            RptId => "RptID",
            RptEna => "RptEna",
            Resv => "Resv",
            DatSet => "DatSet",
            ConfRev => "ConfRev",
            OptFlds => "OptFlds",
            BufTm => "BufTm",
            SqNum => "SqNum",
            TrgOps => "TrgOps",
            IntgPd => "IntgPd",
            Gi => "GI",
            PurgeBuf => "PurgeBuf",
            EntryId => "EntryID",
            TimeOfEntry => "TimeofEntry",
            ResvTms => "ResvTms",
            Owner => "Owner",
        }
    }

    fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Whether it can have a value of this kind. Widths and signs differ between devices.
    fn takes(self, kind: Kind) -> bool {
        match self {
            RptId | DatSet => matches!(kind, Kind::VisibleString | Kind::MmsString),
            RptEna | Resv | Gi | PurgeBuf => kind == Kind::Boolean,
            OptFlds | TrgOps => kind == Kind::BitString,
            ConfRev | BufTm | SqNum | IntgPd | ResvTms => matches!(kind, Kind::Integer | Kind::Unsigned),
            EntryId | Owner => kind == Kind::OctetString,
            TimeOfEntry => matches!(kind, Kind::BinaryTime | Kind::UtcTime),
        }
    }
}

/// The name of a report control block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RcbReference {
    domain: Vec<u8>,
    item: Vec<u8>,
}

impl RcbReference {
    /// From `LD/LN.RP.name` or `LD/LN.BR.name`, also with `$` in place of the dots.
    pub fn parse(reference: &[u8]) -> Result<Self> {
        let (domain, name) = split_device(reference)?;
        let item = mms_name(name);
        if domain.is_empty() || !item.contains(&b'$') || item.len() > MAX_NAME {
            return Err(Error::InvalidReference);
        }
        Ok(Self { domain: domain.to_vec(), item })
    }

    /// Whether it names a BRCB.
    pub fn is_buffered(&self) -> bool {
        self.item.split(|&octet| octet == b'$').nth(1) == Some(b"BR")
    }

    pub(super) fn name(&self) -> ObjectNameRef<'_> {
        ObjectNameRef::Domain { domain: &self.domain, item: &self.item }
    }

    pub(super) fn attribute(&self, attribute: Attribute) -> ObjectName {
        let item = [&self.item, &b"$"[..], attribute.name().as_bytes()].concat();
        ObjectName::domain(&self.domain[..], item)
    }

    /// The attributes that a control block of this kind may have.
    pub(super) fn attributes(&self) -> Vec<Attribute> {
        if self.is_buffered() {
            BUFFERED.into_iter().chain([ResvTms, Owner]).collect()
        } else {
            UNBUFFERED.into_iter().chain([Owner]).collect()
        }
    }
}

/// The MMS form of a name: `$` for dots.
pub(super) fn mms_name(name: &[u8]) -> Vec<u8> {
    name.iter().map(|&octet| if octet == b'.' { b'$' } else { octet }).collect()
}

/// Values of a report control block; what was neither read nor set is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RcbValues {
    values: [Option<Value>; 16],
}

impl RcbValues {
    /// The value of an attribute.
    pub fn get(&self, attribute: Attribute) -> Option<&Value> {
        self.values.get(attribute as usize)?.as_ref()
    }

    /// The value of an attribute, to hand it to C.
    pub fn get_mut(&mut self, attribute: Attribute) -> Option<&mut Value> {
        self.values.get_mut(attribute as usize)?.as_mut()
    }

    /// Sets an attribute; `None` takes its value away.
    pub fn set(&mut self, attribute: Attribute, value: Option<Value>) {
        if let Some(place) = self.values.get_mut(attribute as usize) {
            *place = value.map(Value::into_borrowed);
        }
    }

    /// OptFlds or TrgOps as the bits of the C interface, where the reserved first bit is left out.
    pub fn options(&self, attribute: Attribute) -> u32 {
        match self.get(attribute).map(|value| &value.data) {
            Some(Data::BitString(bits)) => bits.as_integer() >> 1,
            _ => 0,
        }
    }

    /// Sets OptFlds or TrgOps; bits that do not fit are dropped.
    pub fn set_options(&mut self, attribute: Attribute, options: u32) {
        let size = match self.get(attribute).map(|value| &value.data) {
            Some(Data::BitString(bits)) => bits.size(),
            _ if attribute == TrgOps => TRG_OPS_BITS,
            _ => OPT_FLDS_BITS,
        };
        self.set(attribute, Some(Value::new(Data::BitString(BitString::from_integer(options << 1, size)))));
    }

    /// Takes over what `other` has.
    pub fn update(&mut self, other: Self) {
        for (own, other) in self.values.iter_mut().zip(other.values) {
            if other.is_some() {
                *own = other;
            }
        }
    }

    /// From the value of the whole control block: its components stand in the order of the standard, and those that
    /// not all editions have are told apart by their kind.
    pub(super) fn from_whole(value: Value, buffered: bool) -> Result<Self> {
        if let Some(error) = value.as_access_error() {
            return Err(Error::DataAccess(error));
        }
        let Data::Structure(elements) = &value.data else {
            return Err(Error::DataAccess(DataAccessError::UNKNOWN));
        };
        if elements.is_empty() {
            return Err(Error::Malformed("report control block without attributes"));
        }
        let misfit = Error::DataAccess(DataAccessError::TYPE_INCONSISTENT);
        let required: &[Attribute] = if buffered { &BUFFERED } else { &UNBUFFERED };
        let optional: &[Attribute] = if buffered { &[ResvTms, Owner] } else { &[Owner] };
        let mut rcb = Self::default();
        for (index, element) in elements.iter().enumerate() {
            let element = element.ok_or_else(|| misfit.clone())?;
            let fits = |attribute: &&Attribute| attribute.takes(element.kind());
            let attribute = match required.get(index) {
                Some(attribute) => Some(attribute).filter(fits),
                None => optional.iter().filter(fits).find(|&&attribute| rcb.get(attribute).is_none()),
            };
            rcb.set(*attribute.ok_or_else(|| misfit.clone())?, Some(element.clone()));
        }
        if elements.len() < required.len() { Err(misfit) } else { Ok(rcb) }
    }

    /// From the values of single attributes; `None` when there is nothing of a report control block.
    pub(super) fn from_attributes(attributes: &[Attribute], values: Vec<Value>) -> Option<Self> {
        let mut rcb = Self::default();
        for (&attribute, value) in attributes.iter().zip(values) {
            if attribute.takes(value.kind()) {
                rcb.set(attribute, Some(value));
            }
        }
        (rcb.get(RptId).is_some() || rcb.get(RptEna).is_some()).then_some(rcb)
    }

    /// The attributes that `mask` selects with their values, in the order that devices expect: RptEna first when it
    /// disables, behind the others when it enables, then GI. Attributes that only the server sets are left out.
    pub(super) fn writes(&self, mask: u32, buffered: bool) -> Result<Vec<(Attribute, &Value)>> {
        let foreign: &[Attribute] =
            if buffered { &[Resv] } else { &[PurgeBuf, EntryId, TimeOfEntry, ResvTms] };
        if foreign.iter().any(|attribute| mask & attribute.bit() != 0) {
            return Err(Error::InvalidArgument("attribute of the other kind of report control block"));
        }
        let enable = self.get(RptEna).and_then(Value::as_bool).unwrap_or(false);
        let enables = mask & RptEna.bit() != 0 && enable;
        let order: [(Attribute, bool); 15] = [
            (RptEna, !enable),
            (Resv, true),
            (ResvTms, true),
            (RptId, true),
            (DatSet, true),
            (EntryId, true),
            (OptFlds, true),
            (BufTm, true),
            (TrgOps, true),
            (IntgPd, true),
            (Gi, !enables),
            (PurgeBuf, true),
            (TimeOfEntry, true),
            (RptEna, enable),
            (Gi, enables),
        ];
        let selected = order.into_iter().filter(|(attribute, here)| *here && mask & attribute.bit() != 0);
        selected
            .map(|(attribute, _)| {
                let value = self.get(attribute);
                Ok((attribute, value.ok_or(Error::InvalidArgument("attribute without value"))?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mms::value::BinaryTime;

    fn bits(value: u32, size: u32) -> Value {
        Value::new(Data::BitString(BitString::from_integer(value, size)))
    }

    fn urcb() -> Vec<Value> {
        vec![
            Value::visible_string(b"id"),
            Value::boolean(true),
            Value::boolean(false),
            Value::visible_string(b"LD/LLN0$ds"),
            Value::unsigned(1, 32),
            bits(0x1fe, 10),
            Value::unsigned(2, 32),
            Value::unsigned(3, 8),
            bits(0x3e, 6),
            Value::unsigned(4, 32),
            Value::boolean(false),
        ]
    }

    fn brcb() -> Vec<Value> {
        let mut values = urcb();
        values.remove(2);
        values.push(Value::boolean(false));
        values.push(Value::octet_string(&[1; 8]));
        values.push(Value::new(Data::BinaryTime(BinaryTime::new(false))));
        values
    }

    fn whole(values: Vec<Value>, buffered: bool) -> Result<RcbValues> {
        RcbValues::from_whole(Value::structure(values), buffered)
    }

    #[test]
    fn control_blocks_of_all_editions_are_understood() {
        let first = whole(urcb(), false).unwrap();
        assert_eq!(first.get(ConfRev).unwrap().as_u64(), Some(1));
        assert_eq!((first.options(OptFlds), first.options(TrgOps)), (0xff, 0x1f));
        assert!(first.get(Owner).is_none());
        let owned = whole([urcb(), vec![Value::octet_string(&[127, 0, 0, 1])]].concat(), false).unwrap();
        assert!(owned.get(Owner).is_some());
        assert!(whole(brcb(), true).unwrap().get(ResvTms).is_none());
        let owner = Value::octet_string(&[1]);
        let both = [Value::integer(-1, 16), owner.clone()];
        let swapped = [owner.clone(), Value::integer(-1, 16)];
        for tail in [&both[..1], std::slice::from_ref(&owner), &both, &swapped] {
            let rcb = whole([brcb(), tail.to_vec()].concat(), true).unwrap();
            assert_eq!(rcb.get(ResvTms).is_some(), tail.iter().any(|value| value.kind() == Kind::Integer));
            assert_eq!(rcb.get(Owner).is_some(), tail.iter().any(|value| value.kind() == Kind::OctetString));
        }
    }

    #[test]
    fn values_that_are_no_control_block_are_refused() {
        let misfit = Error::DataAccess(DataAccessError::TYPE_INCONSISTENT);
        assert_eq!(whole(urcb(), true), Err(misfit.clone()));
        assert_eq!(whole(brcb(), false), Err(misfit.clone()));
        assert_eq!(whole(urcb()[..10].to_vec(), false), Err(misfit.clone()));
        assert_eq!(whole([urcb(), urcb()].concat(), false), Err(misfit));
        assert!(matches!(whole(Vec::new(), false), Err(Error::Malformed(_))));
        assert!(RcbValues::from_whole(Value::boolean(true), false).is_err());
    }

    #[test]
    fn enabling_comes_last_but_for_gi_and_disabling_first() {
        let mut rcb = whole(brcb(), true).unwrap();
        rcb.set(ResvTms, Some(Value::integer(20, 16)));
        let order = |rcb: &RcbValues, mask| -> Vec<Attribute> {
            rcb.writes(mask, true).unwrap().into_iter().map(|(attribute, _)| attribute).collect()
        };
        let all = 0xffff & !Resv.bit();
        let settings = [ResvTms, RptId, DatSet, EntryId, OptFlds, BufTm, TrgOps, IntgPd];
        assert_eq!(order(&rcb, all), [&settings[..], &[PurgeBuf, TimeOfEntry, RptEna, Gi]].concat());
        rcb.set(RptEna, Some(Value::boolean(false)));
        assert_eq!(order(&rcb, all), [&[RptEna], &settings[..], &[Gi, PurgeBuf, TimeOfEntry]].concat());
        assert_eq!(order(&rcb, SqNum.bit() | ConfRev.bit() | Owner.bit()), []);
        assert!(rcb.writes(Resv.bit(), true).is_err() && rcb.writes(EntryId.bit(), false).is_err());
        assert!(RcbValues::default().writes(DatSet.bit(), true).is_err());
    }

    #[test]
    fn options_keep_the_size_that_the_device_has() {
        let mut rcb = RcbValues::default();
        rcb.set_options(OptFlds, 0xfff);
        rcb.set_options(TrgOps, 0xfff);
        assert_eq!((rcb.options(OptFlds), rcb.options(TrgOps)), (0x1ff, 0x1f));
        rcb.set(OptFlds, Some(bits(0, 8)));
        rcb.set_options(OptFlds, 0xff);
        assert_eq!(rcb.get(OptFlds), Some(&bits(0xfe, 8)));
    }

    #[test]
    fn references_need_device_and_name() {
        let buffered = |text: &[u8]| RcbReference::parse(text).map(|reference| reference.is_buffered());
        assert_eq!(buffered(b"LD/LLN0.BR.brcb01"), Ok(true));
        assert_eq!(buffered(b"LD/LLN0$BR.brcb01"), Ok(true));
        assert_eq!(buffered(b"LD/LLN0$RP$urcb01"), Ok(false));
        for broken in [&b""[..], b"LD", b"LD/LN", b"/LN.RP.x", b"LD.LN.RP.x"] {
            assert_eq!(buffered(broken), Err(Error::InvalidReference));
        }
    }
}
