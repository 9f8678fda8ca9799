//! Changes that are collected until their report is made.

use std::time::Instant;

use super::super::sets::DataSet;
use super::super::space::Space;
use super::super::values::Values;
use super::entry::Included;
use crate::ber;

/// The changes of one control block that no report has yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    marks: Vec<Mark>,
    /// Members that are marked, in the order of their changes.
    list: Vec<u32>,
    /// Values as they were at the change.
    octets: Vec<u8>,
    /// When the buffer time is over.
    pub(super) deadline: Option<Instant>,
}

/// What has happened to a member.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// Why it is reported; 0: it is not.
    reasons: u8,
    /// Part of it has changed since, without a reason to report.
    stale: bool,
    start: u32,
    len: u32,
}

/// What a control block collects into, kept for reuse.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Members in the order of the data set.
    pub(super) included: Vec<Included>,
    /// Their values.
    pub(super) values: Vec<u8>,
}

impl Pending {
    /// Starts anew for a data set of `count` members.
    pub(super) fn reset(&mut self, count: usize) {
        *self = Self { marks: vec![Mark::default(); count], ..Self::default() };
    }

    /// Whether nothing is collected.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many members the data set has.
    pub(super) fn members(&self) -> usize {
        self.marks.len()
    }

    /// The reasons for which a member waits to be reported.
    pub(super) fn reasons(&self, member: u32) -> u8 {
        self.marks.get(member as usize).map_or(0, |mark| mark.reasons)
    }

    /// A member has changed without a reason to report: if it waits, its report may have the new value.
    pub(super) fn touch(&mut self, member: u32) {
        if let Some(mark) = self.marks.get_mut(member as usize) {
            mark.stale = mark.reasons != 0;
        }
    }

    /// A member that waits has another reason; its newest value counts.
    pub(super) fn overwrite(&mut self, member: u32, reasons: u8) {
        if let Some(mark) = self.marks.get_mut(member as usize) {
            mark.reasons |= reasons;
            mark.stale = true;
        }
    }

    /// A member has changed, with its value as it is now.
    pub(super) fn add(&mut self, space: &Space, values: &Values, set: &DataSet, member: u32, reasons: u8) {
        let (Some(mark), Some(described)) =
            (self.marks.get_mut(member as usize), set.members.get(member as usize))
        else {
            return;
        };
        if mark.reasons == 0 {
            self.list.push(member);
        }
        let start = self.octets.len();
        encode(space, values, described, &mut self.octets);
        mark.reasons |= reasons;
        mark.stale = false;
        mark.start = start as u32;
        mark.len = (self.octets.len() - start) as u32;
    }

    /// Takes out what is collected. Of `kept` the value at its change counts, although it has changed since.
    pub(super) fn take(
        &mut self,
        space: &Space,
        values: &Values,
        set: &DataSet,
        kept: Option<u32>,
        out: &mut Collected,
    ) {
        out.included.clear();
        out.values.clear();
        self.deadline = None;
        self.list.sort_unstable();
        for &member in &self.list {
            let Some(mark) = self.marks.get_mut(member as usize) else { continue };
            let start = out.values.len();
            let old = self.octets.get(mark.start as usize..(mark.start + mark.len) as usize);
            match (old, set.members.get(member as usize)) {
                (Some(old), _) if !mark.stale || kept == Some(member) => out.values.extend_from_slice(old),
                (_, Some(described)) => encode(space, values, described, &mut out.values),
                _ => {}
            }
            let len = (out.values.len() - start) as u32;
            out.included.push(Included { member, reasons: mark.reasons, len });
            *mark = Mark::default();
        }
        self.list.clear();
        self.octets.clear();
    }

    /// Forgets what is collected.
    pub(super) fn clear(&mut self) {
        for member in self.list.drain(..) {
            if let Some(mark) = self.marks.get_mut(member as usize) {
                *mark = Mark::default();
            }
        }
        self.octets.clear();
        self.deadline = None;
    }
}

impl Collected {
    /// All members of a data set for one reason, as they are now.
    pub(super) fn take_all(&mut self, space: &Space, values: &Values, set: &DataSet, reasons: u8) {
        self.included.clear();
        self.values.clear();
        for (member, described) in set.members.iter().enumerate() {
            let start = self.values.len();
            encode(space, values, described, &mut self.values);
            let len = (self.values.len() - start) as u32;
            self.included.push(Included { member: member as u32, reasons, len });
        }
    }
}

fn encode(space: &Space, values: &Values, member: &super::super::sets::Member, out: &mut Vec<u8>) {
    match &member.selection {
        Ok(selection) => values.encode(space, selection, |_| false, out),
        Err(error) => ber::write_i64(out, 0x80, i64::from(error.0)),
    }
}
