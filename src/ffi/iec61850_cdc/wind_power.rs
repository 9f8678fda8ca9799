//! Data of wind power plants (IEC 61400-25-2).

use std::ffi::{CStr, c_char};

use super::builder::*;
use super::constants::*;
use super::controls::*;
use crate::ffi::iec61850_model::{DataObject, ModelNode};
use crate::ffi::support::BoolArg;

/// Adds a set point value of a wind power plant (SPV).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @param wpOptions the CDC_OPTION_61400_ bits
/// @param hasChaManRs with the manual reset chaManRs
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SPV_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasChaManRs: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        let float = Kind::Analogue { integer: false };
        if hasChaManRs.get() {
            reset(to, c"chaManRs", CDC_CTL_MODEL_DIRECT_NORMAL.cast_unsigned());
        }
        analogue(&mut to.object(c"actVal"), 0, controlOptions, float);
        for (option, name) in [
            (CDC_OPTION_61400_MIN_MX_VAL, c"minMxVal"),
            (CDC_OPTION_61400_MAX_MX_VAL, c"maxMxVal"),
            (CDC_OPTION_61400_TOT_AV_VAL, c"totAvVal"),
            (CDC_OPTION_61400_SDV_VAL, c"sdvVal"),
        ] {
            to.option(wpOptions, option, name, float, Fc::Mx, NONE);
        }
        to.units(options);
        limits(to, options, float, Fc::Cf, CHANGE);
        to.option(wpOptions, CDC_OPTION_61400_SP_ACS, c"spAcs", CODED_ENUM, Fc::Cf, NONE);
        to.option(wpOptions, CDC_OPTION_61400_CHA_PER_RS, c"chaPerRs", CODED_ENUM, Fc::Cf, NONE);
        to.description(options);
    })
}

/// Adds a status value of a wind power plant (STV).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions not used
/// @param wpOptions not used
/// @param hasOldStatus with the status before, oldSt
/// @return the data object; NULL for a NULL name or parent
#[allow(unused_variables, reason = "part of the interface that has no effect")]
#[unsafe(no_mangle)]
pub extern "C" fn CDC_STV_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasOldStatus: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, c"actSt");
        if hasOldStatus.get() {
            status(to, c"oldSt");
        }
        to.description(options);
    })
}

/// Adds a command of a wind power plant (CMD).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @param wpOptions the CDC_OPTION_61400_ bits
/// @param hasOldStatus with the status before, oldSt
/// @param hasCmTm not used
/// @param hasCmCt not used
/// @return the data object; NULL for a NULL name or parent
#[allow(unused_variables, reason = "part of the interface that has no effect")]
#[unsafe(no_mangle)]
pub extern "C" fn CDC_CMD_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasOldStatus: BoolArg,
    hasCmTm: BoolArg,
    hasCmCt: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        integer(to, c"actSt", controlOptions);
        if hasOldStatus.get() {
            status(to, c"oldSt");
        }
        to.option(wpOptions, CDC_OPTION_61400_CM_ACS, c"cmAcs", INT8U, Fc::Cf, NONE);
        to.description(options);
    })
}

/// Adds an alarm of a wind power plant (ALM).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions not used
/// @param wpOptions not used
/// @param hasOldStatus with the status before, oldSt
/// @return the data object; NULL for a NULL name or parent
#[allow(unused_variables, reason = "part of the interface that has no effect")]
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ALM_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasOldStatus: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        reset(to, c"almAck", RESET);
        status(to, c"actSt");
        if hasOldStatus.get() {
            status(to, c"oldSt");
        }
        to.description(options);
    })
}

/// Adds an event counter of a wind power plant (CTE).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions not used
/// @param wpOptions the CDC_OPTION_61400_ bits
/// @param hasHisRs with the reset of the history, hisRs
/// @return the data object; NULL for a NULL name or parent
#[allow(unused_variables, reason = "part of the interface that has no effect")]
#[unsafe(no_mangle)]
pub extern "C" fn CDC_CTE_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasHisRs: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        history(to, hasHisRs.get(), [c"actCtVal", c"oldCtVal"]);
        counting(to, c"ctTot", wpOptions);
        to.description(options);
    })
}

/// Adds a state timer of a wind power plant (TMS).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions not used
/// @param wpOptions the CDC_OPTION_61400_ bits
/// @param hasHisRs with the reset of the history, hisRs
/// @return the data object; NULL for a NULL name or parent
#[allow(unused_variables, reason = "part of the interface that has no effect")]
#[unsafe(no_mangle)]
pub extern "C" fn CDC_TMS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    wpOptions: u32,
    hasHisRs: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        history(to, hasHisRs.get(), [c"actTmVal", c"oldTmVal"]);
        counting(to, c"tmTot", wpOptions);
        to.description(options);
    })
}

/// The attributes of INS.
fn status(to: &mut Builder, name: &CStr) {
    let mut status = to.object(name);
    status.add(c"stVal", INT32, Fc::St, CHANGE | UPDATE);
    status.quality_and_time(Fc::St);
}

/// The resets, and the values of now and before.
fn history(to: &mut Builder, with_reset: bool, values: [&CStr; 2]) {
    reset(to, c"manRs", RESET);
    if with_reset {
        integer(to, c"hisRs", RESET);
    }
    for name in values {
        status(to, name);
    }
}

/// The total, and the counts per day, month and year.
fn counting(to: &mut Builder, total: &CStr, options: u32) {
    to.option(options, CDC_OPTION_61400_TM_TOT, total, INT32U, Fc::St, NONE);
    for (option, name, count) in [
        (CDC_OPTION_61400_COUNTING_DAILY, c"dly", 32),
        (CDC_OPTION_61400_COUNTING_MONTHLY, c"mly", 13),
        (CDC_OPTION_61400_COUNTING_YEARLY, c"yly", 21),
    ] {
        if has(options, option) {
            to.add_array(name, INT32U, Fc::St, CHANGE, count);
        }
    }
    to.option(options, CDC_OPTION_61400_COUNTING_TOTAL, c"tot", INT32U, Fc::St, CHANGE);
}
