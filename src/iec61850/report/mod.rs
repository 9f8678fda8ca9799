//! Reports (IEC 61850-7-2 §17, IEC 61850-8-1 §17).

use super::client::Client;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::information_report::InformationReport;

/// The report handlers of a connection.
#[derive(Debug, Default)]
pub(super) struct Reports {}

impl Reports {
    /// An InformationReport with a named variable list came.
    pub(super) fn received(
        &self,
        _client: &Client,
        name: ObjectNameRef<'_>,
        _report: &InformationReport<'_>,
    ) {
        tracing::debug!(?name, "report that nobody asked for");
    }
}
