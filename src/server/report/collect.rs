//! From changes to reports: collecting, buffer time, integrity, general interrogation.

use std::time::{Duration, Instant};

use super::super::hooks::ReportEvent;
use super::Context;
use super::attribute::trigger;
use super::block::Block;
use super::pending::Collected;

impl Block {
    /// Part of a member has been updated. Returns whether there is something to report now.
    pub(super) fn changed(
        &mut self,
        cx: &mut Context<'_>,
        scratch: &mut Collected,
        member: u32,
        reasons: u8,
    ) -> bool {
        let mut wanted = reasons & self.triggers;
        if wanted & trigger::DATA_CHANGE != 0 {
            wanted &= !trigger::QUALITY_CHANGE;
        }
        if wanted == 0 {
            self.pending.touch(member);
            return false;
        }
        if self.pending.reasons(member) & wanted != 0 {
            if self.is_stopped() {
                self.lost += 1;
                self.pending.overwrite(member, wanted);
                return true;
            }
            // IEC 61850-7-2 §17.2.3.2.2.9: the first change is reported before the second one is collected
            self.close(cx, scratch, Some(member));
        }
        let Some(set) = &self.set else { return false };
        self.pending.add(cx.space, cx.values, set, member, wanted);
        true
    }

    /// Changes were collected: reports them now, after the buffer time, or when the model is unlocked (then true).
    pub(super) fn settle(&mut self, cx: &mut Context<'_>, scratch: &mut Collected, held: bool) -> bool {
        if self.buffer_time > 0 {
            if self.pending.deadline.is_none() {
                let deadline = cx.now().at + Duration::from_millis(u64::from(self.buffer_time));
                self.pending.deadline = Some(deadline);
                cx.plan(deadline);
            }
            return false;
        }
        if held {
            return !std::mem::replace(&mut self.held, true);
        }
        if self.is_busy() {
            // one report of many changes instead of many of one: what costs the client least
            return false;
        }
        self.close(cx, scratch, None);
        false
    }

    /// Whether an unbuffered block has to keep what it collects.
    fn is_stopped(&mut self) -> bool {
        !self.is_buffered() && if self.answering { self.backlog.is_full() } else { self.is_slow() }
    }

    /// Reports what is collected. `kept`: a member that has changed once more, of which the value before counts.
    pub(super) fn close(&mut self, cx: &mut Context<'_>, scratch: &mut Collected, kept: Option<u32>) {
        self.pending.deadline = None;
        if self.pending.is_empty() || self.is_stopped() {
            return;
        }
        let Some(set) = &self.set else { return };
        self.pending.take(cx.space, cx.values, set, kept, scratch);
        self.emit(cx, scratch);
    }

    /// Makes a report: sends it, or puts it into the buffer.
    fn emit(&mut self, cx: &mut Context<'_>, content: &Collected) {
        let members = self.pending.members();
        let Some(buffer) = &mut self.buffer else {
            self.send(cx, &content.included, &content.values);
            cx.tell(self.index, None, ReportEvent::Created);
            return;
        };
        let ms = cx.now().ms;
        let (id, lost) = buffer.push(ms, &content.included, &content.values, members);
        if lost > 0 {
            self.overflow = self.enabled.is_some();
            tracing::debug!(block = %self.reference.escape_ascii(), lost, "report buffer overflow");
            cx.tell(self.index, None, ReportEvent::Overflow);
        }
        cx.tell(self.index, None, ReportEvent::Created);
        if self.enabled.is_none() {
            self.set_entry(cx.values, id, ms);
        }
        self.send_buffered(cx);
    }

    /// Reports all members for one reason; what was collected goes before.
    fn report_all(&mut self, cx: &mut Context<'_>, scratch: &mut Collected, reason: u8) {
        self.close(cx, scratch, None);
        let Some(set) = &self.set else { return };
        scratch.take_all(cx.space, cx.values, set, reason);
        self.emit(cx, scratch);
    }

    /// Answers a general interrogation, if one waits and it can be answered.
    pub(super) fn interrogate(&mut self, cx: &mut Context<'_>, scratch: &mut Collected) {
        if self.interrogated && !self.answering && !self.is_stopped() {
            self.interrogated = false;
            self.report_all(cx, scratch, trigger::INTERROGATION);
        }
    }

    /// The client can be sent reports again, or for the first time.
    pub(super) fn resume(&mut self, cx: &mut Context<'_>, scratch: &mut Collected) {
        if self.enabled.is_none() || self.answering {
            return;
        }
        self.waiting = false;
        if self.is_buffered() {
            self.send_buffered(cx);
        } else if self.lost > 0 {
            tracing::info!(
                block = %self.reference.escape_ascii(),
                lost = self.lost,
                "a slow client has missed changes"
            );
            // the gap in the numbers tells it
            self.set_number(cx.values, self.number.wrapping_add(1));
            self.lost = 0;
        }
        if !self.is_buffered() && !self.held && self.pending.deadline.is_none() {
            self.close(cx, scratch, None);
        }
        self.interrogate(cx, scratch);
    }

    /// When the next integrity report is due, from now on.
    pub(super) fn schedule(&mut self, cx: &mut Context<'_>, synchronous: bool) {
        self.integrity = None;
        if self.period == 0 || self.triggers & trigger::INTEGRITY == 0 || !self.collects() {
            return;
        }
        let now = cx.now();
        let period = u64::from(self.period);
        let wait = if synchronous { period - now.ms % period } else { period };
        let at = now.at + Duration::from_millis(wait);
        self.integrity = Some(at);
        cx.plan(at);
    }

    /// A new period of a buffered block begins with an entry, as the field has it.
    pub(super) fn begin_period(&mut self, cx: &mut Context<'_>, synchronous: bool) {
        if self.integrity.is_some() && !synchronous {
            // made when the write is answered
            self.integrity = Some(cx.now().at);
        }
    }

    /// Does what is due. Returns when something is next.
    pub(super) fn due(
        &mut self,
        cx: &mut Context<'_>,
        scratch: &mut Collected,
        synchronous: bool,
    ) -> Option<Instant> {
        let now = cx.now();
        if self.pending.deadline.is_some_and(|deadline| deadline <= now.at) {
            self.close(cx, scratch, None);
        }
        if let Some(at) = self.integrity
            && at <= now.at
        {
            // one report, however many periods have passed; a slow client gets the next one
            if self.is_stopped() {
                tracing::debug!(block = %self.reference.escape_ascii(), "integrity report left out");
            } else {
                self.report_all(cx, scratch, trigger::INTEGRITY);
            }
            let period = Duration::from_millis(u64::from(self.period));
            let next = at + period;
            if synchronous || next <= now.at {
                self.schedule(cx, synchronous);
            } else {
                self.integrity = Some(next);
            }
        }
        self.expire(cx.values, now.at);
        self.next_due()
    }

    /// When something is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        [self.pending.deadline, self.integrity, self.reserved_until()].into_iter().flatten().min()
    }
}
