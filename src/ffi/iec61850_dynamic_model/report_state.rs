//! The values of a report control block. Without a running server they are those of the model, and what a server
//! counts is zero.

use std::ffi::c_char;
use std::ptr::null_mut;

use super::copy;
use crate::ffi::iec61850_model::{LogicalNode, ReportControlBlock};
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::{CBool, get};

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
    get(self_, |block| copy(block.rptId))
}

/// RptEna, whether a client has enabled it.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getRptEna(self_: *mut ReportControlBlock) -> CBool {
    get(self_, |_| CBool::FALSE)
}

/// The data set, to be freed with `free()`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getDataSet(self_: *mut ReportControlBlock) -> *mut c_char {
    get(self_, |block| copy(block.dataSetName))
}

/// ConfRev, the configuration revision.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getConfRev(self_: *mut ReportControlBlock) -> u32 {
    get(self_, |block| block.confRef)
}

/// OptFlds, the RPT_OPT_ bits.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getOptFlds(self_: *mut ReportControlBlock) -> u32 {
    get(self_, |block| block.options.into())
}

/// BufTm in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getBufTm(self_: *mut ReportControlBlock) -> u32 {
    get(self_, |block| block.bufferTime)
}

/// SqNum, the sequence number.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getSqNum(self_: *mut ReportControlBlock) -> u16 {
    get(self_, |_| 0)
}

/// TrgOps, the TRG_OPT_ bits.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getTrgOps(self_: *mut ReportControlBlock) -> u32 {
    get(self_, |block| block.trgOps.into())
}

/// IntgPd in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getIntgPd(self_: *mut ReportControlBlock) -> u32 {
    get(self_, |block| block.intPeriod)
}

/// GI, whether a general interrogation is under way.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getGI(self_: *mut ReportControlBlock) -> CBool {
    get(self_, |_| CBool::FALSE)
}

/// PurgeBuf, whether the buffer is being emptied.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getPurgeBuf(self_: *mut ReportControlBlock) -> CBool {
    get(self_, |_| CBool::FALSE)
}

/// EntryID of the last entry, to be freed with `MmsValue_delete`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getEntryId(self_: *mut ReportControlBlock) -> *mut MmsValue {
    get(self_, |_| null_mut())
}

/// TimeofEntry of the last entry, in milliseconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getTimeofEntry(self_: *mut ReportControlBlock) -> u64 {
    get(self_, |_| 0)
}

/// ResvTms, for how long it is reserved, in seconds.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getResvTms(self_: *mut ReportControlBlock) -> i16 {
    get(self_, |_| 0)
}

/// Resv, whether a client has reserved it.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getResv(self_: *mut ReportControlBlock) -> CBool {
    get(self_, |_| CBool::FALSE)
}

/// Owner, the address of the client that holds it, to be freed with `MmsValue_delete`. NULL if nobody does.
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_getOwner(self_: *mut ReportControlBlock) -> *mut MmsValue {
    get(self_, |_| null_mut())
}
