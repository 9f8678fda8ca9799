//! The octets of a report (IEC 61850-8-1 §17.2): an InformationReport of the list `RPT`.

use super::attribute::option;
use crate::ber;
use crate::mms::value::BinaryTime;

/// A member in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Included {
    /// Its index in the data set.
    pub(super) member: u32,
    /// Why.
    pub(super) reasons: u8,
    /// Octets of its value.
    pub(super) len: u32,
}

/// What reports of a control block have in common, encoded.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// RptID.
    pub(super) id: Vec<u8>,
    /// DatSet.
    pub(super) data_set: Vec<u8>,
    /// ConfRev.
    pub(super) revision: Vec<u8>,
    /// The data reference of each member.
    pub(super) references: Box<[Box<[u8]>]>,
}

/// One report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report<'a> {
    /// What it has in common with others.
    pub(super) head: &'a Head,
    /// OptFlds.
    pub(super) options: u32,
    /// SqNum.
    pub(super) number: u16,
    /// TimeOfEntry, ms since 1970.
    pub(super) ms: u64,
    /// BufOvfl.
    pub(super) overflow: bool,
    /// EntryID.
    pub(super) entry_id: u64,
    /// Members in the order of the data set.
    pub(super) included: &'a [Included],
    /// Their values, one after another.
    pub(super) values: &'a [u8],
}

/// Part of a report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// SubSqNum.
    pub(super) number: u32,
    /// MoreSegmentsFollow.
    pub(super) more: bool,
}

/// variableListName: vmd-specific "RPT"
const NAME: [u8; 7] = [0xa1, 5, 0x80, 3, b'R', b'P', b'T'];
/// Octets that stand before the list of results, at most.
const ROOM: usize = 20;

/// What has to fit the client's PDU size for these octets of results, which include SubSqNum and MoreSegmentsFollow: as
/// devices count it, with three long lengths and a little more.
pub(super) fn estimate(results: usize) -> usize {
    4 + 4 + NAME.len() + 4 + results + 2
}

/// Octets of the whole PDU with these octets of results.
pub(super) fn pdu_len(results: usize) -> usize {
    let service = ber::element_len(0xa0, NAME.len() + ber::element_len(0xa0, results));
    ber::element_len(0xa3, service)
}

impl Report<'_> {
    fn has(&self, bit: u32) -> bool {
        self.options & bit != 0
    }

    /// Octets of the results besides those that belong to one member.
    pub(super) fn fixed_len(&self, segment: Option<Segment>) -> usize {
        let mut len = self.head.id.len() + 5;
        if self.has(option::SEQUENCE_NUMBER) {
            len += 2 + ber::i64_octets(i64::from(self.number)).1;
        }
        if self.has(option::TIME_STAMP) {
            len += 8;
        }
        if self.has(option::DATA_SET) {
            len += self.head.data_set.len();
        }
        if self.has(option::OVERFLOW) {
            len += 3;
        }
        if self.has(option::ENTRY_ID) {
            len += 10;
        }
        if self.has(option::REVISION) {
            len += self.head.revision.len();
        }
        if let Some(segment) = segment {
            len += 2 + ber::i64_octets(i64::from(segment.number)).1 + 3;
        }
        len + ber::element_len(0x84, 1 + self.members().div_ceil(8))
    }

    /// Octets of the results that belong to a member.
    pub(super) fn member_len(&self, included: Included) -> usize {
        let mut len = included.len as usize;
        if self.has(option::REFERENCE) {
            len += self.reference(included).len();
        }
        if self.has(option::REASON) {
            len += 4;
        }
        len
    }

    fn members(&self) -> usize {
        self.head.references.len()
    }

    fn reference(&self, included: Included) -> &[u8] {
        self.head.references.get(included.member as usize).map_or(&[], |reference| reference)
    }

    /// The UnconfirmedService element, in `out`.
    pub(super) fn encode<'o>(&self, segment: Option<Segment>, out: &'o mut Vec<u8>) -> &'o [u8] {
        out.clear();
        out.resize(ROOM, 0);
        out.extend_from_slice(&self.head.id);
        let mut options = self.options & !option::SEGMENTATION;
        if segment.is_some() {
            options |= option::SEGMENTATION;
        }
        let [first, second] = (options as u16 & 0x3ff).reverse_bits().to_be_bytes();
        out.extend_from_slice(&[0x84, 3, 6, first, second]);
        if self.has(option::SEQUENCE_NUMBER) {
            ber::write_u64(out, 0x86, u64::from(self.number));
        }
        if self.has(option::TIME_STAMP) {
            let mut time = BinaryTime::new(false);
            time.set_ms(self.ms);
            ber::write(out, 0x8c, time.as_bytes());
        }
        if self.has(option::DATA_SET) {
            out.extend_from_slice(&self.head.data_set);
        }
        if self.has(option::OVERFLOW) {
            out.extend_from_slice(&[0x83, 1, u8::from(self.overflow)]);
        }
        if self.has(option::ENTRY_ID) {
            ber::write(out, 0x89, &self.entry_id.to_be_bytes());
        }
        if self.has(option::REVISION) {
            out.extend_from_slice(&self.head.revision);
        }
        if let Some(segment) = segment {
            ber::write_u64(out, 0x86, u64::from(segment.number));
            out.extend_from_slice(&[0x83, 1, u8::from(segment.more)]);
        }
        self.inclusion(out);
        if self.has(option::REFERENCE) {
            self.included.iter().for_each(|&included| out.extend_from_slice(self.reference(included)));
        }
        out.extend_from_slice(self.values);
        if self.has(option::REASON) {
            for included in self.included {
                // bit 0 is reserved
                out.extend_from_slice(&[0x84, 2, 2, included.reasons.reverse_bits() >> 1]);
            }
        }
        let start = envelope(out);
        out.get(start..).unwrap_or_default()
    }

    fn inclusion(&self, out: &mut Vec<u8>) {
        let (count, octets) = (self.members(), self.members().div_ceil(8));
        ber::write_header(out, 0x84, 1 + octets);
        out.push((octets * 8 - count) as u8);
        let start = out.len();
        out.resize(start + octets, 0);
        for included in self.included {
            let member = included.member as usize;
            if let Some(octet) = out.get_mut(start + member / 8) {
                *octet |= 0x80 >> (member % 8);
            }
        }
    }
}

/// Writes what stands before the results into the room that was left for it; returns where it begins.
fn envelope(out: &mut [u8]) -> usize {
    let results = out.len() - ROOM;
    let list = ber::element_len(0xa0, results);
    let mut at = ROOM;
    let mut before = |octets: &[u8]| {
        at -= octets.len();
        if let Some(place) = out.get_mut(at..at + octets.len()) {
            place.copy_from_slice(octets);
        }
        at
    };
    let (octets, count) = length(results);
    before(&octets[5 - count..]);
    before(&[0xa0]);
    before(&NAME);
    let (octets, count) = length(NAME.len() + list);
    before(&octets[5 - count..]);
    before(&[0xa0])
}

/// Length octets, right-aligned, and how many they are.
fn length(value: usize) -> ([u8; 5], usize) {
    let [a, b, c, d] = (value as u32).to_be_bytes();
    let count = ber::length_len(value);
    let mut octets = [0, a, b, c, d];
    if count > 1 {
        octets[5 - count] = 0x80 | (count as u8 - 1);
    }
    (octets, count)
}
