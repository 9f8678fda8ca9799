//! Control blocks and logs, but for report control blocks.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::{copy, own};
use crate::ffi::iec61850_common::PhyComAddress;
use crate::ffi::iec61850_model::*;
use crate::ffi::support::{BoolArg, get, get_mut, guard};

/// Makes a struct and appends it to the list of the model that `parent` is in; NULL when it is in none.
pub(super) fn add<T: Linked>(
    parent: *mut LogicalNode,
    list: impl FnOnce(&mut IedModel) -> &mut *mut T,
    new: impl FnOnce() -> T,
) -> *mut T {
    guard(|| {
        let Some(model) = model_of(parent.cast()) else { return null_mut() };
        let item = own(new());
        // SAFETY: the live model.
        append(list(unsafe { &mut *model }), item);
        item
    })
}

/// Adds a log control block to the logical node.
///
/// @param dataSetName the name of the data set in the same logical node, or NULL
/// @param logRef the reference of the log, or NULL
/// @param trgOps the TRG_OPT_ bits
/// @param intgPd the integrity period in milliseconds
/// @param logEna logging begins with the server
/// @param reasonCode entries tell their reason
/// @return the control block; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn LogControlBlock_create(
    name: *const c_char,
    parent: *mut LogicalNode,
    dataSetName: *const c_char,
    logRef: *const c_char,
    trgOps: u8,
    intgPd: u32,
    logEna: BoolArg,
    reasonCode: BoolArg,
) -> *mut LogControlBlock {
    add(
        parent,
        |model| &mut model.lcbs,
        || LogControlBlock {
            parent,
            name: copy(name),
            dataSetName: copy(dataSetName),
            logRef: copy(logRef),
            trgOps,
            intPeriod: intgPd,
            logEna: logEna.get().into(),
            reasonCode: reasonCode.get().into(),
            sibling: null_mut(),
        },
    )
}

/// The name, which belongs to the control block.
#[unsafe(no_mangle)]
pub extern "C" fn LogControlBlock_getName(self_: *mut LogControlBlock) -> *const c_char {
    get(self_, |block| block.name.cast_const())
}

/// The logical node that the control block is in.
#[unsafe(no_mangle)]
pub extern "C" fn LogControlBlock_getParent(self_: *mut LogControlBlock) -> *mut LogicalNode {
    get(self_, |block| block.parent)
}

/// Adds a log to the logical node.
///
/// @return the log; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn Log_create(name: *const c_char, parent: *mut LogicalNode) -> *mut Log {
    add(parent, |model| &mut model.logs, || Log { parent, name: copy(name), sibling: null_mut() })
}

/// Adds a setting group control block to the logical node, which is to be LLN0.
///
/// @param actSG the active setting group, counted from 1
/// @param numOfSGs the number of setting groups
/// @return the control block; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn SettingGroupControlBlock_create(
    parent: *mut LogicalNode,
    actSG: u8,
    numOfSGs: u8,
) -> *mut SettingGroupControlBlock {
    add(
        parent,
        |model| &mut model.sgcbs,
        || SettingGroupControlBlock {
            parent,
            actSG,
            numOfSGs,
            editSG: 0,
            cnfEdit: false.into(),
            timestamp: 0,
            resvTms: 0,
            sibling: null_mut(),
        },
    )
}

/// Adds a GOOSE control block to the logical node.
///
/// @param appId GoID, or NULL
/// @param dataSet the name of the data set in the same logical node, or NULL
/// @param confRev the configuration revision
/// @param fixedOffs messages are encoded with fixed offsets
/// @param minTime the shortest time between messages in milliseconds, -1 for the default
/// @param maxTime the longest time between messages in milliseconds, -1 for the default
/// @return the control block; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn GSEControlBlock_create(
    name: *const c_char,
    parent: *mut LogicalNode,
    appId: *const c_char,
    dataSet: *const c_char,
    confRev: u32,
    fixedOffs: BoolArg,
    minTime: c_int,
    maxTime: c_int,
) -> *mut GSEControlBlock {
    add(
        parent,
        |model| &mut model.gseCBs,
        || GSEControlBlock {
            parent,
            name: copy(name),
            appId: copy(appId),
            dataSetName: copy(dataSet),
            confRev,
            fixedOffs: fixedOffs.get().into(),
            address: null_mut(),
            minTime,
            maxTime,
            sibling: null_mut(),
        },
    )
}

/// Adds a sampled value control block to the logical node.
///
/// @param svID MsvID or UsvID, or NULL
/// @param dataSet the name of the data set in the same logical node, or NULL
/// @param confRev the configuration revision
/// @param smpMod one of IEC61850_SV_SMPMOD_
/// @param smpRate the rate in the unit of `smpMod`
/// @param optFlds the IEC61850_SV_OPT_ bits
/// @param isUnicast unicast, not multicast
/// @return the control block; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn SVControlBlock_create(
    name: *const c_char,
    parent: *mut LogicalNode,
    svID: *const c_char,
    dataSet: *const c_char,
    confRev: u32,
    smpMod: u8,
    smpRate: u16,
    optFlds: u8,
    isUnicast: BoolArg,
) -> *mut SVControlBlock {
    add(
        parent,
        |model| &mut model.svCBs,
        || SVControlBlock {
            parent,
            name: copy(name),
            svId: copy(svID),
            dataSetName: copy(dataSet),
            optFlds,
            smpMod,
            smpRate,
            confRev,
            dstAddress: null_mut(),
            isUnicast: isUnicast.get().into(),
            noASDU: 1,
            sibling: null_mut(),
        },
    )
}

/// The name, which belongs to the control block.
#[unsafe(no_mangle)]
pub extern "C" fn SVControlBlock_getName(self_: *mut SVControlBlock) -> *const c_char {
    get(self_, |block| block.name.cast_const())
}

/// Gives a sampled value control block its address, which belongs to it from now on.
#[unsafe(no_mangle)]
pub extern "C" fn SVControlBlock_addPhyComAddress(
    self_: *mut SVControlBlock,
    phyComAddress: *mut PhyComAddress,
) {
    get_mut(self_, |block| block.dstAddress = phyComAddress);
}

/// Gives a GOOSE control block its address, which belongs to it from now on.
#[unsafe(no_mangle)]
pub extern "C" fn GSEControlBlock_addPhyComAddress(
    self_: *mut GSEControlBlock,
    phyComAddress: *mut PhyComAddress,
) {
    get_mut(self_, |block| block.address = phyComAddress);
}

/// Makes an address for a GOOSE or sampled value control block.
///
/// @param vlanPriority the VLAN priority
/// @param vlanId the VLAN
/// @param appId the APPID
/// @param dstAddress the six octets of the multicast address
/// @return the address, to be given to a control block; NULL for a NULL `dstAddress`
#[unsafe(no_mangle)]
pub extern "C" fn PhyComAddress_create(
    vlanPriority: u8,
    vlanId: u16,
    appId: u16,
    dstAddress: *mut u8,
) -> *mut PhyComAddress {
    // SAFETY: NULL or six octets, of any alignment.
    get(dstAddress.cast::<[u8; 6]>(), |&dstAddress| {
        own(PhyComAddress { vlanPriority, vlanId, appId, dstAddress })
    })
}
