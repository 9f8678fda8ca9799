//! Giving reports to the connection: segmentation, and clients that do not take them as fast as they come.

use std::sync::Arc;

use super::super::connection::Connection;
use super::Context;
use super::attribute::{Attribute, option};
use super::block::Block;
use super::entry::{Included, Report, Segment, estimate, pdu_len};
use crate::error::{Error, Result};

/// Octets that may wait to be sent to the client of a buffered block: the rest waits in the buffer.
const BUFFERED_MARK: usize = 256 * 1024;

/// Octets that may wait to be sent to the client of an unbuffered block before its changes are collected.
const BUSY_MARK: usize = 64 * 1024;

impl Block {
    /// Sends what is in `included` and `values` to the client of an unbuffered block.
    pub(super) fn send(&mut self, cx: &mut Context<'_>, included: &[Included], values: &[u8]) {
        let Some(client) = &self.enabled else { return };
        let client = Arc::clone(client);
        if self.options & !option::UNBUFFERED != 0 {
            // what means nothing here goes with the first report, as the field does it
            self.options &= option::UNBUFFERED;
            self.set_bits(cx.values, Attribute::OptFlds, self.options);
        }
        let report = Report {
            head: &self.head,
            options: self.options,
            number: self.number,
            ms: cx.now().ms,
            overflow: false,
            entry_id: 0,
            included,
            values,
        };
        if let Err(error) = transmit(&client, &report, cx.octets) {
            tracing::debug!(%error, "report not sent");
        }
        // a gap tells the client of what could not be sent
        self.set_number(cx.values, self.number.wrapping_add(1));
    }

    /// Sends the entries of a buffered block that its client has not got, as far as it takes them.
    pub(super) fn send_buffered(&mut self, cx: &mut Context<'_>) {
        let Some(client) = self.enabled.clone() else { return };
        while self.may_send() {
            let Some(entry) = self.buffer.as_ref().and_then(|buffer| buffer.next()) else { return };
            if client.unsent() > BUFFERED_MARK && client.notify_when_drained(BUFFERED_MARK / 2) {
                self.waiting = true;
                return;
            }
            let (id, ms) = (entry.id, entry.ms);
            let report = Report {
                head: &self.head,
                options: self.options,
                number: self.number,
                ms,
                overflow: self.overflow,
                entry_id: id,
                included: &entry.included,
                values: &entry.values,
            };
            match transmit(&client, &report, cx.octets) {
                Ok(()) => {
                    self.set_number(cx.values, self.number.wrapping_add(1));
                    self.overflow = false;
                    self.set_entry(cx.values, id, ms);
                }
                Err(Error::Congested) => {
                    self.waiting = client.notify_when_drained(BUFFERED_MARK / 2);
                    continue;
                }
                // the connection is at its end
                Err(error) => return tracing::debug!(%error, "report not sent"),
            }
            if let Some(buffer) = &mut self.buffer {
                buffer.advance();
            }
        }
    }

    /// Whether the client of an unbuffered block has so much to read that changes had better be collected until it has
    /// less, or a member changes once more.
    pub(super) fn is_busy(&self) -> bool {
        let Some(client) = self.enabled.as_ref().filter(|_| !self.is_buffered()) else { return false };
        client.unsent() > BUSY_MARK && client.notify_when_drained(BUSY_MARK / 2)
    }

    /// Whether the client of an unbuffered block is slow: then it is told when it is not.
    pub(super) fn is_slow(&mut self) -> bool {
        let Some(client) = &self.enabled else { return false };
        if !self.waiting && client.unsent() > self.mark {
            self.waiting = client.notify_when_drained(self.mark / 2);
        }
        self.waiting
    }
}

/// Sends a report, in segments if it has to be.
fn transmit(client: &Connection, report: &Report<'_>, octets: &mut Vec<u8>) -> Result<()> {
    let max = client.max_pdu();
    let members: usize = report.included.iter().map(|&included| report.member_len(included)).sum();
    let cut = estimate(report.fixed_len(Some(Segment { number: 0, more: false })) + members) > max;
    // nothing is cut that cannot be cut
    if !cut || (report.included.len() == 1 && pdu_len(report.fixed_len(None) + members) <= max) {
        return client.unconfirmed(report.encode(None, octets));
    }
    // the longest that it can get
    let fixed = report.fixed_len(Some(Segment { number: report.included.len() as u32, more: true }));
    let fits = |included: &Included| pdu_len(fixed + report.member_len(*included)) <= max;
    if report.included.iter().all(fits) {
        return segments(client, report, octets, max);
    }
    let (mut included, mut values) = (Vec::new(), Vec::new());
    let mut at = 0;
    for one in report.included {
        let end = at + one.len as usize;
        if fits(one) {
            included.push(*one);
            values.extend_from_slice(report.values.get(at..end).unwrap_or_default());
        } else {
            tracing::warn!(member = one.member, "a member of a report does not fit the client's PDU size");
        }
        at = end;
    }
    segments(client, &Report { included: &included, values: &values, ..*report }, octets, max)
}

fn segments(client: &Connection, report: &Report<'_>, octets: &mut Vec<u8>, max: usize) -> Result<()> {
    let (mut start, mut at, mut number) = (0, 0, 0);
    while start < report.included.len() {
        let mut results = report.fixed_len(Some(Segment { number, more: true }));
        let (mut end, mut values_end) = (start, at);
        while let Some(&included) = report.included.get(end) {
            results += report.member_len(included);
            // the first one is known to fit
            if end > start && estimate(results) > max {
                break;
            }
            end += 1;
            values_end += included.len as usize;
        }
        let part = Report {
            included: report.included.get(start..end).unwrap_or_default(),
            values: report.values.get(at..values_end).unwrap_or_default(),
            ..*report
        };
        let segment = Segment { number, more: end < report.included.len() };
        match client.unconfirmed(part.encode(Some(segment), octets)) {
            // half a report cannot be taken back
            Err(Error::Congested) if number > 0 => {
                tracing::warn!("the client does not take a long report");
                return Ok(());
            }
            result => result?,
        }
        (start, at, number) = (end, values_end, number + 1);
    }
    Ok(())
}
