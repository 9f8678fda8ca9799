//! What a client writes to operate, select or cancel (IEC 61850-8-1 §20.4).

use crate::mms::type_spec::TypeSpec;
use crate::mms::value::{Data, Value, time};

/// Highest originator category (IEC 61850-7-2 table 51).
const CATEGORIES: std::ops::RangeInclusive<i32> = 0..=8;

/// Where the parts of a command stand in its structure. Which there are is the model's choice.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout {
    value: Option<usize>,
    oper_time: Option<usize>,
    origin: Option<usize>,
    number: Option<usize>,
    time: Option<usize>,
    test: Option<usize>,
    check: Option<usize>,
}

impl Layout {
    pub(super) fn new(spec: &TypeSpec) -> Self {
        let at = |name: &[u8]| spec.child(name).map(|(index, _)| index);
        Self {
            value: at(b"ctlVal"),
            oper_time: at(b"operTm"),
            origin: at(b"origin"),
            number: at(b"ctlNum"),
            time: at(b"T"),
            test: at(b"Test"),
            check: at(b"Check"),
        }
    }
}

/// Who commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) category: i32,
    pub(super) identifier: Box<[u8]>,
}

/// A command as it was written.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// The whole.
    pub(super) whole: Value,
    layout: Layout,
    pub(super) origin: Origin,
    pub(super) number: u64,
    pub(super) time: [u8; 8],
    /// When to operate, in ms since 1970; 0: at once.
    pub(super) oper_time: u64,
    pub(super) test: bool,
    pub(super) synchro: bool,
    pub(super) interlock: bool,
}

impl Command {
    /// Reads a command; what it does not have is as if it were zero.
    pub(super) fn read(layout: Layout, whole: &Value) -> Self {
        let mut command = Self::empty(layout, whole.clone());
        let part = |index: Option<usize>| whole.elements()?.get(index?).map(|part| &part.data);
        if let Some(Data::Structure(origin)) = part(layout.origin) {
            command.origin = Origin::read(origin.iter().flatten());
        }
        command.number = part(layout.number).map(number).unwrap_or_default() as u64;
        if let Some(Data::UtcTime(time)) = part(layout.time) {
            command.time = *time;
        }
        command.oper_time = match part(layout.oper_time) {
            Some(Data::UtcTime(at)) => time::utc_as_ms(at),
            Some(Data::BinaryTime(at)) if at.as_bytes().iter().any(|&octet| octet != 0) => at.as_ms(),
            _ => 0,
        };
        command.test = matches!(part(layout.test), Some(Data::Boolean(true)));
        if let Some(Data::BitString(bits)) = part(layout.check) {
            (command.synchro, command.interlock) = (bits.get(0), bits.get(1));
        }
        command
    }

    /// A select that says nothing: by reading SBO. The application is told what the object's last command said.
    pub(super) fn silent(last: Option<&Self>) -> Self {
        let silent = Self::empty(Layout::default(), Value::structure(Vec::new()));
        let Some(last) = last else { return silent };
        Self {
            origin: last.origin.clone(),
            number: last.number,
            synchro: last.synchro,
            interlock: last.interlock,
            ..silent
        }
    }

    fn empty(layout: Layout, whole: Value) -> Self {
        Self {
            whole,
            layout,
            origin: Origin::default(),
            number: 0,
            time: [0; 8],
            oper_time: 0,
            test: false,
            synchro: false,
            interlock: false,
        }
    }

    /// ctlVal
    pub(super) fn value(&self) -> Option<&Value> {
        self.whole.elements()?.get(self.layout.value?)
    }

    /// Whether the originator category is one of the standard.
    pub(super) fn has_category(&self) -> bool {
        CATEGORIES.contains(&self.origin.category)
    }

    /// Whether an operate is what was selected. Times may differ.
    pub(super) fn is_selected_by(&self, select: &Self) -> bool {
        self.value() == select.value()
            && (&self.origin, self.number, self.test) == (&select.origin, select.number, select.test)
            && (self.synchro, self.interlock) == (select.synchro, select.interlock)
    }
}

impl Origin {
    fn read<'v>(parts: impl Iterator<Item = &'v Value>) -> Self {
        let mut origin = Self::default();
        for part in parts {
            match &part.data {
                Data::OctetString(octets) => origin.identifier = octets.as_bytes().into(),
                data => origin.category = number(data) as i32,
            }
        }
        origin
    }
}

fn number(data: &Data) -> i64 {
    match data {
        Data::Integer(number) => number.as_i64(),
        Data::Unsigned(number) => number.as_u64() as i64,
        _ => 0,
    }
}
