//! Giving reports to the connection: segmentation, and clients that do not take them as fast as they come.

use std::sync::Arc;

use super::Context;
use super::attribute::{Attribute, option};
use super::block::Block;
use super::entry::{Included, Report, Segment, estimate, pdu_len};
use crate::error::{Error, Result};

/// Octets that may wait to be sent to the client of a buffered block: the rest waits in the buffer.
const BUFFERED_MARK: usize = 256 * 1024;
/// Octets of reports that wait for an answer; changes beyond are collected.
const MAX_BACKLOG: usize = 64 * 1024;

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
        let mut backlog = std::mem::take(&mut self.backlog);
        let answering = self.answering;
        let mut send = |service: &[u8]| {
            if answering {
                backlog.push(service);
                return Ok(());
            }
            client.unconfirmed(service)
        };
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
        if let Err(error) = transmit(client.max_pdu(), &report, cx.octets, &mut send) {
            tracing::debug!(%error, "report not sent");
        }
        self.backlog = backlog;
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
            match transmit(client.max_pdu(), &report, cx.octets, &mut |service| client.unconfirmed(service)) {
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

    /// Sends what had to wait for the answer to a write.
    pub(super) fn send_backlog(&mut self) {
        let backlog = std::mem::take(&mut self.backlog);
        let Some(client) = &self.enabled else { return };
        for service in backlog.services {
            if let Err(error) = client.unconfirmed(&service) {
                tracing::debug!(%error, "report not sent");
            }
        }
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

/// Reports that wait for the answer to a write: for the moment that it takes to answer.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    services: Vec<Box<[u8]>>,
    octets: usize,
}

impl Backlog {
    fn push(&mut self, service: &[u8]) {
        self.octets += service.len();
        self.services.push(service.into());
    }

    /// Whether no more should wait.
    pub(super) fn is_full(&self) -> bool {
        self.octets > MAX_BACKLOG
    }
}

/// Where UnconfirmedService elements go.
type Sink<'s> = &'s mut dyn FnMut(&[u8]) -> Result<()>;

/// Gives a report to `send`, in segments if it has to be.
fn transmit(max: usize, report: &Report<'_>, octets: &mut Vec<u8>, send: Sink<'_>) -> Result<()> {
    let members: usize = report.included.iter().map(|&included| report.member_len(included)).sum();
    let cut = estimate(report.fixed_len(Some(Segment { number: 0, more: false })) + members) > max;
    // nothing is cut that cannot be cut
    if !cut || (report.included.len() == 1 && pdu_len(report.fixed_len(None) + members) <= max) {
        return send(report.encode(None, octets));
    }
    // the longest that it can get
    let fixed = report.fixed_len(Some(Segment { number: report.included.len() as u32, more: true }));
    let fits = |included: &Included| pdu_len(fixed + report.member_len(*included)) <= max;
    if report.included.iter().all(fits) {
        return segments(max, report, octets, send);
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
    segments(max, &Report { included: &included, values: &values, ..*report }, octets, send)
}

fn segments(max: usize, report: &Report<'_>, octets: &mut Vec<u8>, send: Sink<'_>) -> Result<()> {
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
        match send(part.encode(Some(segment), octets)) {
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
