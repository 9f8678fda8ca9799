//! Reception of reports.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::Arc;

use super::handle::{required, service, with};
use super::{ClientReport, IedClientError, IedConnection, ReasonForInclusion, ReportCallbackFunction};
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::callback::Context;
use crate::ffi::support::{CBool, get, get_mut, guard, text};
use crate::iec61850::{NOT_INCLUDED, Present, Report};
use crate::mms::value::Text;

/// A text of a report as C borrows it.
pub(super) fn borrowed(text: Option<&Text>) -> *const c_char {
    text.map_or(null(), |text| text.as_bytes_with_nul().as_ptr().cast())
}

/// Installs the handler for the reports of a report control block, in place of an earlier one for this reference.
///
/// The handler is called on a thread of the library (or inside IedConnection_tick), once for each report or segment of
/// a report, in the order of their arrival. It may call any function, blocking ones and IedConnection_destroy
/// included. Values of members that a report does not have stay as an earlier report had them. Handlers stay when the
/// connection is closed and opened again.
///
/// @param self the connection
/// @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
/// @param rptId RptID of the reports, from ClientReportControlBlock_getRptId; NULL or empty when it is the reference of
/// the report control block in MMS form, LD/LN$RP$name. When several handlers expect the same RptID, the one installed
/// first gets the reports
/// @param handler called with each report, which is valid until it returns; NULL uninstalls
/// @param handlerParameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_installReportHandler(
    self_: IedConnection,
    rcbReference: *const c_char,
    rptId: *const c_char,
    handler: ReportCallbackFunction,
    handlerParameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), handlerParameter);
    with(self_, |client| {
        let Ok(reference) = required(rcbReference) else { return };
        let Some(handler) = handler else { return client.uninstall_report_handler(reference) };
        // SAFETY: C passes NULL or a NUL-terminated string.
        let report_id = unsafe { text::bytes(rptId) };
        let call = move |report: &mut Report| {
            // SAFETY: handler and parameter are C's, valid until the handler is uninstalled; the report until it returns.
            unsafe { handler(context.parameter(), std::ptr::from_mut(report)) }
        };
        client.install_report_handler(reference, report_id, Arc::new(call));
    });
}

/// Uninstalls the handler for the reports of a report control block. When this returns, the handler is not called any
/// more: a call that is going on is waited for, unless this is called from inside a handler of the connection.
///
/// @param self the connection
/// @param rcbReference the report control block, written as when the handler was installed
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_uninstallReportHandler(self_: IedConnection, rcbReference: *const c_char) {
    with(self_, |client| {
        if let Ok(reference) = required(rcbReference) {
            client.uninstall_report_handler(reference);
        }
    });
}

/// Makes the server send a report of all members (general interrogation), by writing GI of the report control block,
/// which must be enabled.
///
/// @param self the connection
/// @param error the result
/// @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_triggerGIReport(
    self_: IedConnection,
    error: *mut IedClientError,
    rcbReference: *const c_char,
) {
    service(self_, error, |client| client.trigger_gi(required(rcbReference)?));
}

fn has(report: ClientReport, what: impl FnOnce(&Present) -> bool) -> CBool {
    get(report, |report| what(&report.present).into())
}

/// Reference of the data set. It stays from an earlier report when this one has none.
///
/// @param self the report
/// @return the reference, which is the report's; NULL when no report had one
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getDataSetName(self_: ClientReport) -> *const c_char {
    get(self_, |report| borrowed(report.data_set.as_ref()))
}

/// Values of the data set's members.
///
/// @param self the report
/// @return an array, which is the report's, with an element for each member: NULL for one that no report had, of type
/// MMS_DATA_ACCESS_ERROR for one that could not be read; NULL when no report had readable members
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getDataSetValues(self_: ClientReport) -> *mut MmsValue {
    get_mut(self_, |report| report.values.as_mut().map_or(null_mut(), std::ptr::from_mut))
}

/// Reference of the report control block, as the handler was installed with.
///
/// @param self the report
/// @return the reference, which is the report's
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getRcbReference(self_: ClientReport) -> *mut c_char {
    get(self_, |report| borrowed(Some(&report.reference)).cast_mut())
}

/// RptID that the handler was installed with.
///
/// @param self the report
/// @return the RptID, which is the report's; NULL when the handler was installed without
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getRptId(self_: ClientReport) -> *mut c_char {
    get(self_, |report| borrowed(report.report_id.as_ref()).cast_mut())
}

/// Why a member is in the report.
///
/// @param self the report
/// @param elementIndex index of the member in the data set
/// @return IEC61850_REASON_… bits; IEC61850_REASON_NOT_INCLUDED for a member that is not in this report or does not
/// exist, IEC61850_REASON_UNKNOWN for one in a report without reasons
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getReasonForInclusion(
    self_: ClientReport,
    elementIndex: c_int,
) -> ReasonForInclusion {
    get(self_, |report| {
        let index = usize::try_from(elementIndex).ok();
        index.and_then(|index| report.reasons.get(index)).copied().unwrap_or(NOT_INCLUDED).into()
    })
}

/// EntryID, by which a BRCB can be told where to resume. It stays from an earlier report when this one has none.
///
/// @param self the report
/// @return an octet string, which is the report's: clone it to keep it; NULL when no report had one
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getEntryId(self_: ClientReport) -> *mut MmsValue {
    get_mut(self_, |report| report.entry_id.as_mut().map_or(null_mut(), std::ptr::from_mut))
}

/// Whether the report has a time (TimeOfEntry).
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasTimestamp(self_: ClientReport) -> CBool {
    has(self_, |present| present.time)
}

/// Whether the report has a sequence number.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasSeqNum(self_: ClientReport) -> CBool {
    has(self_, |present| present.seq_num)
}

/// Sequence number of the report.
///
/// @param self the report
/// @return the number; the one of an earlier report when this one has none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getSeqNum(self_: ClientReport) -> u16 {
    get(self_, |report| report.seq_num)
}

/// Whether the report has the reference of its data set.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasDataSetName(self_: ClientReport) -> CBool {
    has(self_, |present| present.data_set)
}

/// Whether the report says why its members are in it.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasReasonForInclusion(self_: ClientReport) -> CBool {
    has(self_, |present| present.reasons)
}

/// Whether the report has a configuration revision.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasConfRev(self_: ClientReport) -> CBool {
    has(self_, |present| present.conf_rev)
}

/// Configuration revision of the report control block.
///
/// @param self the report
/// @return the revision; the one of an earlier report when this one has none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getConfRev(self_: ClientReport) -> u32 {
    get(self_, |report| report.conf_rev)
}

/// Whether the report has the buffer overflow flag.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasBufOvfl(self_: ClientReport) -> CBool {
    has(self_, |present| present.buf_ovfl)
}

/// Whether entries before this one were lost because the buffer of the server was full.
///
/// @param self the report
/// @return the flag; the one of an earlier report when this one has none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getBufOvfl(self_: ClientReport) -> CBool {
    get(self_, |report| report.buf_ovfl.into())
}

/// Whether the report has the references of its members.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasDataReference(self_: ClientReport) -> CBool {
    has(self_, |present| present.data_references)
}

/// Data reference of a member. It stays from an earlier report when this one has none.
///
/// @param self the report
/// @param elementIndex index of the member in the data set
/// @return the reference, which is the report's; NULL when no report had one for this member
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getDataReference(self_: ClientReport, elementIndex: c_int) -> *const c_char {
    get(self_, |report| {
        let reference =
            usize::try_from(elementIndex).ok().and_then(|index| report.data_references.get(index));
        borrowed(reference.and_then(Option::as_ref))
    })
}

/// Time of the report (TimeOfEntry).
///
/// @param self the report
/// @return ms since 1970; the time of an earlier report when this one has none, 0 when no report had one
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getTimestamp(self_: ClientReport) -> u64 {
    get(self_, |report| report.time_ms)
}

/// Whether the report is a segment: it has a sub-sequence number and says whether more segments follow.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_hasSubSeqNum(self_: ClientReport) -> CBool {
    has(self_, |present| present.segment)
}

/// Number of the segment within the report.
///
/// @param self the report
/// @return the number, from 0; 0 for a report that is not segmented
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getSubSeqNum(self_: ClientReport) -> u16 {
    get(self_, |report| report.sub_seq_num)
}

/// Whether more segments with this sequence number follow.
///
/// @param self the report
#[unsafe(no_mangle)]
pub extern "C" fn ClientReport_getMoreSeqmentsFollow(self_: ClientReport) -> CBool {
    get(self_, |report| report.more_segments.into())
}

/// A name for a reason.
///
/// @param reasonCode one IEC61850_REASON_… value
/// @return a constant string; "unknown" for combinations and for values that there are not
#[unsafe(no_mangle)]
pub extern "C" fn ReasonForInclusion_getValueAsString(reasonCode: ReasonForInclusion) -> *mut c_char {
    guard(|| {
        let name = match reasonCode {
            0 => c"not-included",
            1 => c"data-change",
            2 => c"quality-change",
            4 => c"data-update",
            8 => c"integrity",
            16 => c"GI",
            _ => c"unknown",
        };
        name.as_ptr().cast_mut()
    })
}
