//! One handler and the report it gets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::control_block::mms_name;
use super::decode::Report;
use crate::mms::service::Elements;

/// Called with each report.
pub type ReportHandler = Arc<dyn Fn(&mut Report) + Send + Sync>;

/// A report handler and what it is for.
pub(super) struct Subscription {
    reference: Vec<u8>,
    report_id: Option<Vec<u8>>,
    /// RptID of the reports it gets.
    expected: Vec<u8>,
    handler: ReportHandler,
    state: Mutex<State>,
    idle: Condvar,
}

struct State {
    active: bool,
    /// Calls of the handler that have not returned.
    running: u32,
    /// Absent during a call.
    report: Option<Box<Report>>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("expected", &self.expected).finish_non_exhaustive()
    }
}

impl Subscription {
    pub(super) fn new(reference: &[u8], report_id: Option<&[u8]>, handler: ReportHandler) -> Self {
        let expected =
            report_id.filter(|id| !id.is_empty()).map_or_else(|| mms_name(reference), <[u8]>::to_vec);
        Self {
            reference: reference.to_vec(),
            report_id: report_id.map(<[u8]>::to_vec),
            expected,
            handler,
            state: Mutex::new(State { active: true, running: 0, report: None }),
            idle: Condvar::new(),
        }
    }

    /// Reference of the report control block.
    pub(super) fn reference(&self) -> &[u8] {
        &self.reference
    }

    /// Whether reports with this RptID are for it.
    pub(super) fn matches(&self, report_id: &[u8]) -> bool {
        self.expected == report_id
    }

    /// Whether the subscriber named a RptID.
    pub(super) fn names_id(&self) -> bool {
        self.report_id.as_ref().is_some_and(|id| !id.is_empty())
    }

    /// Decodes a report and calls the handler, unless it was taken away. Returns the flaws of the report.
    pub(super) fn deliver(&self, results: Elements<'_>) -> u32 {
        let kept = {
            let mut state = self.state.lock();
            if !state.active {
                return 0;
            }
            state.running += 1;
            state.report.take()
        };
        let new = || Box::new(Report::new(&self.reference, self.report_id.as_deref()));
        let mut call = Call { subscription: self, report: Some(kept.unwrap_or_else(new)) };
        let Some(report) = call.report.as_deref_mut() else { return 0 };
        let flaws = report.update(results);
        (self.handler)(report);
        flaws
    }

    /// No more calls. Returns when none is going on, after `patience` at the latest: then false.
    pub(super) fn stop(&self, patience: Duration) -> bool {
        let mut state = self.state.lock();
        state.active = false;
        !self.idle.wait_while_for(&mut state, |state| state.running > 0, patience).timed_out()
    }
}

/// A call of the handler; its end puts the report back.
struct Call<'a> {
    subscription: &'a Subscription,
    report: Option<Box<Report>>,
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let mut state = self.subscription.state.lock();
        state.running -= 1;
        state.report = self.report.take();
        self.subscription.idle.notify_all();
    }
}
