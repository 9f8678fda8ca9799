//! The values of a report control block: in the server that serves its model, or those of the model; what a server
//! counts is zero without one.

use std::ffi::c_char;
use std::ptr::null_mut;

use super::copy;
use crate::ffi::iec61850_model::{LogicalNode, ReportControlBlock};
use crate::ffi::iec61850_server::object::report_state;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{CBool, Fallback, get};
use crate::mms::value::Value;
use crate::server::report::ReportState;

/// What the server says of a control block, or without one the model.
fn state_or<R: Fallback>(
    block: *mut ReportControlBlock,
    model: impl FnOnce(&ReportControlBlock) -> R,
    state: impl FnOnce(ReportState) -> R,
) -> R {
    get(block, |block| match report_state(block) {
        Some(found) => state(found),
        None => model(block),
    })
}

/// An octet string for the caller; NULL for none.
fn octets(octets: &[u8]) -> *mut MmsValue {
    if octets.is_empty() { null_mut() } else { into_raw(Value::octet_string(octets)) }
}

/// The name, which belongs to the control block.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getName(self_: *mut ReportControlBlock) -> *const c_char {
    get(self_, |block| block.name.cast_const())
}

/// Whether it is buffered.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_isBuffered(self_: *mut ReportControlBlock) -> CBool {
    get(self_, |block| block.buffered.get().into())
}

/// The logical node that the control block is in.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getParent(self_: *mut ReportControlBlock) -> *mut LogicalNode {
    get(self_, |block| block.parent)
}

/// RptID, to be freed with `free()`. NULL if the model gives none.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getRptID(self_: *mut ReportControlBlock) -> *mut c_char {
    state_or(self_, |block| copy(block.rptId), |state| malloc_text(&state.rpt_id))
}

/// RptEna, whether a client has enabled it.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getRptEna(self_: *mut ReportControlBlock) -> CBool {
    state_or(self_, |_| CBool::FALSE, |state| state.rpt_ena.into())
}

/// The data set, to be freed with `free()`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getDataSet(self_: *mut ReportControlBlock) -> *mut c_char {
    state_or(self_, |block| copy(block.dataSetName), |state| malloc_text(&state.dat_set))
}

/// ConfRev, the configuration revision.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getConfRev(self_: *mut ReportControlBlock) -> u32 {
    state_or(self_, |block| block.confRef, |state| state.conf_rev)
}

/// OptFlds, the RPT_OPT_ bits.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getOptFlds(self_: *mut ReportControlBlock) -> u32 {
    state_or(self_, |block| block.options.into(), |state| state.opt_flds)
}

/// BufTm in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getBufTm(self_: *mut ReportControlBlock) -> u32 {
    state_or(self_, |block| block.bufferTime, |state| state.buf_tm)
}

/// SqNum, the sequence number.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getSqNum(self_: *mut ReportControlBlock) -> u16 {
    state_or(self_, |_| 0, |state| state.sq_num)
}

/// TrgOps, the TRG_OPT_ bits.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getTrgOps(self_: *mut ReportControlBlock) -> u32 {
    state_or(self_, |block| block.trgOps.into(), |state| state.trg_ops.into())
}

/// IntgPd in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getIntgPd(self_: *mut ReportControlBlock) -> u32 {
    state_or(self_, |block| block.intPeriod, |state| state.intg_pd)
}

/// GI, whether a general interrogation is under way.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getGI(self_: *mut ReportControlBlock) -> CBool {
    state_or(self_, |_| CBool::FALSE, |state| state.gi.into())
}

/// PurgeBuf, whether the buffer is being emptied.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getPurgeBuf(self_: *mut ReportControlBlock) -> CBool {
    state_or(self_, |_| CBool::FALSE, |state| state.purge_buf.into())
}

/// EntryID of the last entry, to be freed with `MmsValue_delete`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getEntryId(self_: *mut ReportControlBlock) -> *mut MmsValue {
    state_or(self_, |_| null_mut(), |state| octets(&state.entry_id))
}

/// TimeofEntry of the last entry, in milliseconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getTimeofEntry(self_: *mut ReportControlBlock) -> u64 {
    state_or(self_, |_| 0, |state| state.time_of_entry)
}

/// ResvTms, for how long it is reserved, in seconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getResvTms(self_: *mut ReportControlBlock) -> i16 {
    state_or(self_, |_| 0, |state| state.resv_tms)
}

/// Resv, whether a client has reserved it.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getResv(self_: *mut ReportControlBlock) -> CBool {
    state_or(self_, |_| CBool::FALSE, |state| state.resv.into())
}

/// Owner, the address of the client that holds it, to be freed with `MmsValue_delete`. NULL if nobody does.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getOwner(self_: *mut ReportControlBlock) -> *mut MmsValue {
    state_or(self_, |_| null_mut(), |state| octets(&state.owner))
}
