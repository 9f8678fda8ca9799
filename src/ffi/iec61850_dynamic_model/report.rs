//! Report control blocks of the model.

use std::ffi::c_char;
use std::ptr::null_mut;

use super::control_blocks::add;
use super::copy;
use crate::ffi::iec61850_model::*;
use crate::ffi::support::{BoolArg, get_mut};

/// Adds a report control block to the logical node.
///
/// @param rptId RptID, or NULL for the reference of the control block
/// @param isBuffered buffered, not unbuffered
/// @param dataSetName the name of the data set in the same logical node, or NULL
/// @param confRef the configuration revision
/// @param trgOps the TRG_OPT_ bits
/// @param options the RPT_OPT_ bits
/// @param bufTm for how long changes are gathered, in milliseconds
/// @param intgPd the integrity period in milliseconds
/// @return the control block; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_create(
    name: *const c_char,
    parent: *mut LogicalNode,
    rptId: *const c_char,
    isBuffered: BoolArg,
    dataSetName: *const c_char,
    confRef: u32,
    trgOps: u8,
    options: u8,
    bufTm: u32,
    intgPd: u32,
) -> *mut ReportControlBlock {
    add(
        parent,
        |model| &mut model.rcbs,
        || ReportControlBlock {
            parent,
            name: copy(name),
            rptId: copy(rptId),
            buffered: isBuffered.get().into(),
            dataSetName: copy(dataSetName),
            confRef,
            trgOps,
            options,
            bufferTime: bufTm,
            intPeriod: intgPd,
            clientReservation: [0; 17],
            sibling: null_mut(),
        },
    )
}

/// Reserves a report control block for a client.
///
/// @param clientType 4 for an IPv4 address, 6 for an IPv6 address, otherwise nobody
/// @param clientAddress the 4 or 16 octets of the address
#[unsafe(no_mangle)]
pub extern "C" fn ReportControlBlock_setPreconfiguredClient(
    self_: *mut ReportControlBlock,
    clientType: u8,
    clientAddress: *const u8,
) {
    get_mut(self_, |block| {
        let size = match clientType {
            4 => 4,
            6 => 16,
            _ => 0,
        };
        block.clientReservation = [0; 17];
        if size > 0 && !clientAddress.is_null() {
            block.clientReservation[0] = clientType;
            // SAFETY: as many octets as the type of the address says, and room for the largest.
            unsafe {
                block.clientReservation.as_mut_ptr().add(1).copy_from_nonoverlapping(clientAddress, size);
            }
        }
    });
}
