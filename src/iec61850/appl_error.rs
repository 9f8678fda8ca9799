//! LastApplError: what a server reports about a failed control (IEC 61850-8-1 §20.11).

use crate::ber::MAX_DEPTH;
use crate::error::{Error, Result};
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

/// A LastApplError with the object that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportedError {
    /// CntrlObj as the server wrote it: `LD/LN$CO$DO$Oper`, or with SBOw or Cancel.
    pub object: Vec<u8>,
    /// The rest of it.
    pub error: LastApplError,
}

impl ReportedError {
    /// What a server reports that names LastApplError and says nothing that can be read: no success, whatever it is.
    pub(super) fn unreadable() -> Self {
        const UNKNOWN: i32 = 1;
        Self { object: Vec::new(), error: LastApplError { error: UNKNOWN, ..LastApplError::default() } }
    }
}

/// The LastApplError in an InformationReport, if it holds one; an error for one that cannot be read.
pub(super) fn from_report(report: &InformationReport<'_>) -> Result<Option<ReportedError>> {
    let ReportAccess::Variables(variables) = &report.access else { return Ok(None) };
    for (variable, result) in variables.zip(report.results) {
        if is_name(information_report::variable_name(variable)?) {
            let value = ber::decode_access_result(result, MAX_DEPTH)?.0;
            return read(&value).map(Some).ok_or(Error::Malformed("LastApplError"));
        }
    }
    Ok(None)
}

/// Whether a variable is LastApplError.
fn is_name(name: ObjectNameRef<'_>) -> bool {
    name == ObjectNameRef::Vmd(NAME)
}

/// CntrlObj, Error, Origin, ctlNum, AddCause.
fn read(value: &Value) -> Option<ReportedError> {
    let elements = value.elements()?;
    let number = |index| elements.get(index)?.as_i64().and_then(|number| i32::try_from(number).ok());
    let object = elements.get(0).and_then(Value::text).map(|text| text.as_bytes().to_vec());
    Some(ReportedError {
        object: object.unwrap_or_default(),
        error: LastApplError { ctl_num: number(3)?, error: number(1)?, add_cause: number(4)? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_members_are_read_and_fewer_are_none() {
        let origin = || Value::structure(vec![Value::integer(0, 8), Value::octet_string(b"")]);
        let members = || {
            vec![
                Value::visible_string(b"LD/GCTL1$CO$SPCSO4$Oper"),
                Value::integer(1, 8),
                origin(),
                Value::unsigned(3, 8),
                Value::integer(18, 8),
            ]
        };
        let found = read(&Value::structure(members())).unwrap();
        assert_eq!(found.object, b"LD/GCTL1$CO$SPCSO4$Oper");
        assert_eq!(found.error, LastApplError { ctl_num: 3, error: 1, add_cause: 18 });
        for missing in 1..5 {
            let mut short = members();
            short.truncate(missing);
            assert_eq!(read(&Value::structure(short)), None);
        }
        assert_eq!(read(&Value::boolean(true)), None);
    }
}
