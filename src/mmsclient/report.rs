//! InformationReports for whoever listens to all of them.

use std::sync::Arc;

use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::information_report::{self, InformationReport, ReportAccess};
use crate::mms::value::Value;

/// A report about a list, or about one variable of several.
#[derive(Debug)]
pub struct Report {
    /// The domain; `None` where the name belongs to the VMD or to the association.
    pub domain: Option<Vec<u8>>,
    /// Name of the list or variable.
    pub name: Vec<u8>,
    /// What the report says: of a list an array.
    pub value: Value,
    /// Whether the name is that of a list.
    pub is_list: bool,
}

/// Called with each report.
pub type ReportHandler = Arc<dyn Fn(Report) + Send + Sync>;

/// The reports in one InformationReport: one about a list, or one for each variable. What cannot be read is logged.
pub(super) fn reports(report: &InformationReport<'_>) -> Vec<Report> {
    match &report.access {
        ReportAccess::List(name) => {
            let values: crate::error::Result<Vec<Value>> = report.values().collect();
            match values {
                Ok(values) => vec![Report::new(*name, Value::array(values), true)],
                Err(error) => {
                    tracing::warn!(%error, "unreadable report");
                    Vec::new()
                }
            }
        }
        ReportAccess::Variables(variables) => {
            let pairs = variables.zip(report.values());
            let read = pairs.filter_map(|(variable, value)| {
                match (information_report::variable_name(variable), value) {
                    (Ok(name), Ok(value)) => Some(Report::new(name, value, false)),
                    (Err(error), _) | (_, Err(error)) => {
                        tracing::warn!(%error, "unreadable variable of a report");
                        None
                    }
                }
            });
            read.collect()
        }
    }
}

impl Report {
    fn new(name: ObjectNameRef<'_>, value: Value, is_list: bool) -> Self {
        let (domain, name) = match name {
            ObjectNameRef::Vmd(item) | ObjectNameRef::Aa(item) => (None, item),
            ObjectNameRef::Domain { domain, item } => (Some(domain.to_vec()), item),
        };
        Self { domain, name: name.to_vec(), value, is_list }
    }
}
