//! Decoding of reports (IEC 61850-8-1 §17.2.2), as far as they are readable.

use std::fmt;

use crate::ber;
use crate::error::DataAccessError;
use crate::mms::service::Elements;
use crate::mms::service::read;
use crate::mms::value::{self, BitString, Data, Text, Value, ber as value_ber};

/// Members that a data set may have at most.
const MAX_MEMBERS: u32 = 65_536;

const BOOLEAN: u32 = 0x83;
const BIT_STRING: u32 = 0x84;
const INTEGER: u32 = 0x85;
const UNSIGNED: u32 = 0x86;
const OCTET_STRING: u32 = 0x89;
const VISIBLE_STRING: u32 = 0x8a;
const BINARY_TIME: u32 = 0x8c;
const MMS_STRING: u32 = 0x90;
const UTC_TIME: u32 = 0x91;

/// Reason of a member that is not in the report.
pub const NOT_INCLUDED: u8 = 0;
/// Reason of a member in a report without reasons.
pub(super) const REASON_UNKNOWN: u8 = 32;
/// Reasons that the C interface knows: dchg, qchg, dupd, integrity, GI.
const REASONS: u32 = 0x1f;

/// Bits of OptFlds (IEC 61850-8-1 §8.1.3.8); bit 0 is reserved.
mod opt {
    pub(super) const SEQ_NUM: usize = 1;
    pub(super) const TIME_STAMP: usize = 2;
    pub(super) const REASON: usize = 3;
    pub(super) const DATA_SET: usize = 4;
    pub(super) const DATA_REFERENCE: usize = 5;
    pub(super) const BUF_OVFL: usize = 6;
    pub(super) const ENTRY_ID: usize = 7;
    pub(super) const CONF_REV: usize = 8;
    pub(super) const SEGMENTATION: usize = 9;
}

/// What a report has, of what its OptFlds may announce.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Present {
    /// SqNum
    pub seq_num: bool,
    /// TimeOfEntry
    pub time: bool,
    /// DatSet
    pub data_set: bool,
    /// BufOvfl
    pub buf_ovfl: bool,
    /// EntryID
    pub entry_id: bool,
    /// ConfRev
    pub conf_rev: bool,
    /// SubSqNum and MoreSegmentsFollow
    pub segment: bool,
    /// data references
    pub data_references: bool,
    /// reasons for inclusion
    pub reasons: bool,
}

/// The last report of a subscription. What a report does not have stays as the one before had it.
pub struct Report {
    /// Reference of the report control block, as the subscriber wrote it.
    pub reference: Text,
    /// RptID of the subscription, if it named one.
    pub report_id: Option<Text>,
    /// What the last report had.
    pub present: Present,
    /// SqNum
    pub seq_num: u16,
    /// TimeOfEntry, in ms since 1970.
    pub time_ms: u64,
    /// DatSet
    pub data_set: Option<Text>,
    /// BufOvfl: entries were lost before this one.
    pub buf_ovfl: bool,
    /// EntryID
    pub entry_id: Option<Value>,
    /// ConfRev
    pub conf_rev: u32,
    /// SubSqNum
    pub sub_seq_num: u16,
    /// MoreSegmentsFollow
    pub more_segments: bool,
    /// An array with an element for each member of the data set; members that no report had are empty.
    pub values: Option<Value>,
    /// Reason for inclusion of each member.
    pub reasons: Vec<u8>,
    /// Data reference of each member.
    pub data_references: Vec<Option<Text>>,
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("present", &self.present).finish_non_exhaustive()
    }
}

/// The AccessResults of a report, read one by one.
struct Fields<'a> {
    rest: std::iter::Peekable<Elements<'a>>,
    flaws: u32,
}

impl<'a> Fields<'a> {
    fn tag(&mut self) -> Option<u32> {
        self.rest.peek().and_then(|element| ber::Reader::new(element).peek_tag())
    }

    /// The value of the next element if `announced` and its tag is one of these.
    fn take(&mut self, announced: bool, tags: &[u32]) -> Option<Value> {
        if !announced {
            return None;
        }
        let fits = self.tag().is_some_and(|tag| tags.contains(&tag));
        let value = if fits { self.rest.next().and_then(|element| read::value(element).ok()) } else { None };
        self.flaws += u32::from(value.is_none());
        value
    }

    fn number(&mut self, announced: bool) -> Option<u64> {
        self.take(announced, &[UNSIGNED, INTEGER])?.as_i64().map(|number| number as u64)
    }

    fn bits(&mut self, announced: bool) -> Option<BitString> {
        match self.take(announced, &[BIT_STRING])?.data {
            Data::BitString(bits) => Some(bits),
            _ => None,
        }
    }

    fn text(&mut self, announced: bool) -> Option<Text> {
        match self.take(announced, &[VISIBLE_STRING, MMS_STRING])?.data {
            Data::VisibleString(text) | Data::MmsString(text) => Some(text),
            _ => None,
        }
    }

    fn boolean(&mut self, announced: bool) -> Option<bool> {
        self.take(announced, &[BOOLEAN])?.as_bool()
    }

    /// The inclusion bit string, past elements that OptFlds did not announce.
    fn inclusion(&mut self) -> Option<BitString> {
        while self.tag().is_some_and(|tag| tag != BIT_STRING) {
            self.rest.next();
            self.flaws += 1;
        }
        let bits = self.bits(true)?;
        if bits.size() > MAX_MEMBERS {
            self.flaws += 1;
            return None;
        }
        Some(bits)
    }
}

/// RptID of a report, if it has one.
pub(super) fn report_id(results: Elements<'_>) -> Option<Text> {
    Fields { rest: results.peekable(), flaws: 0 }.text(true)
}

impl Report {
    /// Nothing received yet.
    pub fn new(reference: &[u8], report_id: Option<&[u8]>) -> Self {
        Self {
            reference: Text::new(reference),
            report_id: report_id.map(Text::new),
            present: Present::default(),
            seq_num: 0,
            time_ms: 0,
            data_set: None,
            buf_ovfl: false,
            entry_id: None,
            conf_rev: 0,
            sub_seq_num: 0,
            more_segments: false,
            values: None,
            reasons: Vec::new(),
            data_references: Vec::new(),
        }
    }

    /// Takes over a report. Returns how much of it was missing, unreadable or not as announced.
    pub fn update(&mut self, results: Elements<'_>) -> u32 {
        let mut fields = Fields { rest: results.peekable(), flaws: 0 };
        self.present = Present::default();
        self.reasons.fill(NOT_INCLUDED);
        (self.sub_seq_num, self.more_segments) = (0, false);
        fields.text(true);
        let options = fields.bits(true).unwrap_or_else(|| BitString::new(0));
        self.header(&mut fields, &options);
        match fields.inclusion() {
            Some(inclusion) => self.members(&mut fields, &options, &inclusion),
            None => fields.flaws += 1,
        }
        fields.flaws
    }

    fn header(&mut self, fields: &mut Fields<'_>, options: &BitString) {
        if let Some(number) = fields.number(options.get(opt::SEQ_NUM)) {
            (self.present.seq_num, self.seq_num) = (true, number as u16);
        }
        let time = fields.take(options.get(opt::TIME_STAMP), &[BINARY_TIME, UTC_TIME]);
        if let Some(ms) = time.and_then(|time| time.as_time_ms()) {
            (self.present.time, self.time_ms) = (true, ms);
        }
        if let Some(name) = fields.text(options.get(opt::DATA_SET)) {
            (self.present.data_set, self.data_set) = (true, Some(name));
        }
        if let Some(overflow) = fields.boolean(options.get(opt::BUF_OVFL)) {
            (self.present.buf_ovfl, self.buf_ovfl) = (true, overflow);
        }
        if let Some(entry) = fields.take(options.get(opt::ENTRY_ID), &[OCTET_STRING]) {
            (self.present.entry_id, self.entry_id) = (true, Some(entry.into_borrowed()));
        }
        if let Some(revision) = fields.number(options.get(opt::CONF_REV)) {
            (self.present.conf_rev, self.conf_rev) = (true, revision as u32);
        }
        let segmented = options.get(opt::SEGMENTATION);
        if let Some(number) = fields.number(segmented) {
            (self.present.segment, self.sub_seq_num) = (true, number as u16);
        }
        if let Some(more) = fields.boolean(segmented) {
            (self.present.segment, self.more_segments) = (true, more);
        }
    }

    /// Data references, values and reasons of the included members.
    fn members(&mut self, fields: &mut Fields<'_>, options: &BitString, inclusion: &BitString) {
        self.resize(inclusion.size() as usize);
        let rest: Vec<&[u8]> = fields.rest.by_ref().collect();
        let count = inclusion.count_ones() as usize;
        let included = || (0..inclusion.size() as usize).filter(|&at| inclusion.get(at)).enumerate();
        let announced = (options.get(opt::DATA_REFERENCE), options.get(opt::REASON));
        let (with_references, with_reasons) = shape(&rest, count, announced);
        let parts = 1 + usize::from(with_references) + usize::from(with_reasons);
        let as_announced = (with_references, with_reasons) == announced && rest.len() == parts * count;
        fields.flaws += u32::from(!as_announced);
        let mut parts = rest.chunks(count.max(1));
        let references = if with_references { parts.next() } else { None }.unwrap_or_default();
        let values = parts.next().unwrap_or_default();
        let reasons = if with_reasons { parts.next() } else { None }.unwrap_or_default();
        self.present.data_references = with_references;
        self.present.reasons = with_reasons;
        for (at, member) in included() {
            if let (Some(element), Some(place)) = (references.get(at), self.data_references.get_mut(member)) {
                match read::value(element).map(|value| value.data) {
                    Ok(Data::VisibleString(text) | Data::MmsString(text)) => *place = Some(text),
                    _ => fields.flaws += 1,
                }
            }
            if let Some(place) = self.reasons.get_mut(member) {
                *place = reasons.get(at).map_or(REASON_UNKNOWN, |element| {
                    reason(element).unwrap_or_else(|| {
                        fields.flaws += 1;
                        REASON_UNKNOWN
                    })
                });
            }
        }
        fields.flaws += self.fill(included(), inclusion.size() as usize, values);
    }

    /// Another size of the data set means another data set: nothing of before is kept.
    fn resize(&mut self, size: usize) {
        if self.reasons.len() != size {
            self.reasons = vec![NOT_INCLUDED; size];
            self.data_references = Vec::new();
            self.data_references.resize_with(size, || None);
            self.values = None;
        }
    }

    /// Puts the values of the included members, each with its number among them, into their places. Returns how many were
    /// missing or unreadable: an access error stands for them.
    fn fill(
        &mut self,
        included: impl Iterator<Item = (usize, usize)>,
        size: usize,
        encoded: &[&[u8]],
    ) -> u32 {
        let mut flaws = 0;
        let mut value = |encoded: Option<&&[u8]>| {
            encoded.and_then(|encoded| read::value(encoded).ok()).unwrap_or_else(|| {
                flaws += 1;
                Value::access_error(DataAccessError::UNKNOWN)
            })
        };
        if let Some(elements) = self.values.as_mut().and_then(Value::elements_mut) {
            for (at, member) in included {
                let encoded = encoded.get(at);
                match elements.get_mut(member) {
                    Some(own) => {
                        if !encoded.is_some_and(|encoded| own.refresh(encoded)) {
                            own.data = value(encoded).data;
                        }
                    }
                    None => drop(elements.replace(member, Some(Box::new(value(encoded))))),
                }
            }
            return flaws;
        }
        let mut values: Vec<Option<Value>> = Vec::new();
        values.resize_with(size, || None);
        for (at, member) in included {
            if let Some(place) = values.get_mut(member) {
                *place = Some(value(encoded.get(at)));
            }
        }
        let array = Data::Array(value::Elements::from_options(values));
        self.values = Some(Value::new(array).into_borrowed());
        flaws
    }
}

/// Whether data references and reasons are there: as announced, unless the number of elements and their kinds say
/// that a server echoed the OptFlds it was given and left the fields out.
fn shape(rest: &[&[u8]], count: usize, announced: (bool, bool)) -> (bool, bool) {
    let all = |part: Option<&[&[u8]]>, tags: &[u32]| {
        let tag =
            |element: &&[u8]| ber::Reader::new(element).peek_tag().is_some_and(|tag| tags.contains(&tag));
        part.is_some_and(|part| part.iter().all(tag))
    };
    let possible = |(references, reasons): (bool, bool), exact: bool| {
        let expected = count * (1 + usize::from(references) + usize::from(reasons));
        let fits = if exact { rest.len() == expected } else { rest.len() >= expected };
        fits && (!references || all(rest.get(..count), &[VISIBLE_STRING, MMS_STRING]))
            && (!reasons || all(rest.get(expected.saturating_sub(count)..expected), &[BIT_STRING]))
    };
    let (references, reasons) = announced;
    let candidates = [announced, (references, false), (false, reasons), (false, false)];
    let exact = candidates.into_iter().find(|&candidate| possible(candidate, true));
    exact.or_else(|| candidates.into_iter().find(|&candidate| possible(candidate, false))).unwrap_or_default()
}

fn reason(element: &[u8]) -> Option<u8> {
    // The reasons of the C interface are the bits 1 to 5, bit 0 being the first one sent.
    match value_ber::bit_string_octets(element)? {
        ([first, ..], size) => {
            let kept = if size < 8 { first & !(0xff >> size) } else { *first };
            Some((u32::from(kept.reverse_bits()) >> 1 & REASONS) as u8)
        }
        ([], _) => Some(0),
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
