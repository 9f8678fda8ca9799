//! Reports (IEC 61850-7-2 §17, IEC 61850-8-1 §17).
//!
//! The thread that reads only finds out whom a report is for and queues its octets: whoever cannot keep up holds no
//! more memory than the server sent. The callback thread decodes them into the subscription's [`Report`], which keeps
//! the values of members from one report to the next.

mod control_block;
mod decode;
mod services;
mod subscription;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

pub use control_block::{Attribute, RcbReference, RcbValues};
pub use decode::{NOT_INCLUDED, Present, Report};
pub use subscription::ReportHandler;

use self::subscription::Subscription;
use super::client::Client;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::Elements;
use crate::mms::service::information_report::InformationReport;

/// The report handlers of a connection.
#[derive(Debug, Default)]
pub(super) struct Reports {
    subscriptions: Mutex<Vec<Arc<Subscription>>>,
    /// Reports that no handler is there for.
    unmatched: AtomicU64,
    /// Reports that were delivered although something of them was missing or unreadable.
    flawed: Arc<AtomicU64>,
}

/// Counters of a connection's reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportStatistics {
    /// Reports that no handler was there for.
    pub unmatched: u64,
    /// Reports that were delivered although something of them was missing, unreadable or not as announced.
    pub flawed: u64,
}

impl Reports {
    /// An InformationReport with a named variable list came.
    pub(super) fn received(&self, client: &Client, name: ObjectNameRef<'_>, report: &InformationReport<'_>) {
        let subscription = match name {
            ObjectNameRef::Vmd(_) => self.find(report.results),
            ObjectNameRef::Domain { .. } | ObjectNameRef::Aa(_) => None,
        };
        let Some(subscription) = subscription else {
            self.unmatched.fetch_add(1, Ordering::Relaxed);
            return tracing::debug!(?name, "report that nobody asked for");
        };
        let results: Box<[u8]> = report.results.as_bytes().into();
        let me = client.me.clone();
        let flawed = Arc::clone(&self.flawed);
        client.dispatch.push(Box::new(move || {
            let destroyed = me.upgrade().is_none_or(|client| client.connection().is_destroyed());
            let Ok(results) = Elements::new(&results) else { return };
            if destroyed {
                return;
            }
            let flaws = subscription.deliver(results);
            if flaws > 0 {
                let count = flawed.fetch_add(1, Ordering::Relaxed) + 1;
                tracing::warn!(flaws, count, "report that is not as it should be");
            }
        }));
    }

    /// The first handler for the report's RptID. Reports with an empty one are for the handler that names none, if
    /// there is only one such.
    fn find(&self, results: Elements<'_>) -> Option<Arc<Subscription>> {
        let id = decode::report_id(results)?;
        let subscriptions = self.subscriptions.lock();
        let mut matching = subscriptions.iter().filter(|subscription| match id.as_bytes() {
            [] => !subscription.names_id(),
            id => subscription.matches(id),
        });
        let first = matching.next()?;
        (!id.as_bytes().is_empty() || matching.next().is_none()).then(|| Arc::clone(first))
    }
}

impl Client {
    /// Installs the handler for the reports of a report control block, in place of an earlier one. Without `report_id`
    /// the reports are recognized by the reference of the control block, which is then their RptID.
    pub fn install_report_handler(&self, reference: &[u8], report_id: Option<&[u8]>, handler: ReportHandler) {
        self.uninstall_report_handler(reference);
        let subscription = Subscription::new(reference, report_id, handler);
        self.reports.subscriptions.lock().push(Arc::new(subscription));
    }

    /// Takes the handler of a report control block away. Once this returns it is not called any more; a call that is
    /// going on is waited for, unless this is inside a callback of the connection, and no longer than a request may take
    /// (5 s at least): the handler may be waiting for this very thread.
    pub fn uninstall_report_handler(&self, reference: &[u8]) {
        let removed: Vec<_> = {
            let mut subscriptions = self.reports.subscriptions.lock();
            subscriptions.extract_if(.., |subscription| subscription.reference() == reference).collect()
        };
        for subscription in removed {
            let patience = if self.dispatch.is_current() { Duration::ZERO } else { self.patience() };
            if !subscription.stop(patience) && !patience.is_zero() {
                tracing::error!("a report handler still runs while it is uninstalled");
            }
        }
    }

    /// Counters of the reports that could not be delivered or fully decoded.
    pub fn report_statistics(&self) -> ReportStatistics {
        ReportStatistics {
            unmatched: self.reports.unmatched.load(Ordering::Relaxed),
            flawed: self.reports.flawed.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
