//! LastApplError: what a server reports about a failed control (IEC 61850-8-1 §20.11).

use crate::ber::MAX_DEPTH;
use crate::error::Result;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::information_report::{self, InformationReport, ReportAccess};
use crate::mms::value::{Value, ber};

/// Name of the VMD-specific variable.
const NAME: &[u8] = b"LastApplError";

/// Error and additional cause of the last control that failed; numbers as in IEC 61850-7-2 §20.5.2.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastApplError {
    /// Control number of the command.
    pub ctl_num: i32,
    /// Error.
    pub error: i32,
    /// Additional cause.
    pub add_cause: i32,
}

/// The LastApplError in an InformationReport, if it holds one.
pub(super) fn from_report(report: &InformationReport<'_>) -> Result<Option<LastApplError>> {
    let ReportAccess::Variables(variables) = &report.access else { return Ok(None) };
    for (variable, result) in variables.zip(report.results) {
        if information_report::variable_name(variable)? == ObjectNameRef::Vmd(NAME) {
            return Ok(read(&ber::decode_access_result(result, MAX_DEPTH)?.0));
        }
    }
    Ok(None)
}

/// CntrlObj, Error, Origin, ctlNum, AddCause.
fn read(value: &Value) -> Option<LastApplError> {
    let elements = value.elements()?;
    let number = |index| elements.get(index)?.as_i64().and_then(|number| i32::try_from(number).ok());
    Some(LastApplError { ctl_num: number(3)?, error: number(1)?, add_cause: number(4)? })
}
