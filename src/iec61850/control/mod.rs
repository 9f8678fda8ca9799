//! Controls (IEC 61850-7-2 §20, IEC 61850-8-1 §20).

use super::client::Client;
use crate::mms::service::information_report::InformationReport;

/// The control objects of a connection.
#[derive(Debug, Default)]
pub(super) struct Controls {}

impl Controls {
    /// An InformationReport with a list of variables came.
    pub(super) fn received(&self, _client: &Client, _report: &InformationReport<'_>) {
        tracing::debug!("command termination or application error that nobody asked for");
    }
}
