//! Status information.

use std::ffi::c_char;

use super::builder::*;
use super::constants::*;
use crate::ffi::iec61850_model::{DataObject, ModelNode};

/// Adds a single point status (SPS).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SPS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, options, BOOLEAN);
    })
}

/// Adds a double point status (DPS).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_DPS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, options, CODED_ENUM);
    })
}

/// Adds a integer status (INS).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_INS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, options, INT32);
    })
}

/// Adds an enumerated status (ENS).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ENS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, options, ENUMERATED);
    })
}

/// Adds a binary counter reading (BCR).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_BCR_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"actVal", INT64, Fc::St, CHANGE);
        to.option(options, CDC_OPTION_FROZEN_VALUE, c"frVal", INT64, Fc::St, UPDATE);
        to.option(options, CDC_OPTION_FROZEN_VALUE, c"frTm", TIMESTAMP, Fc::St, NONE);
        to.quality_and_time(Fc::St);
        to.option(options, CDC_OPTION_UNIT, c"units", ENUMERATED, Fc::Cf, CHANGE);
        to.add(c"pulsQty", FLOAT32, Fc::Cf, CHANGE);
        for (name, kind) in [(c"frEna", BOOLEAN), (c"strTm", TIMESTAMP), (c"frPd", INT32), (c"frRs", BOOLEAN)]
        {
            to.option(options, CDC_OPTION_FROZEN_VALUE, name, kind, Fc::Cf, CHANGE);
        }
        to.description(options);
    })
}

/// Adds a visible string status (VSS).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_VSS_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        status(to, options, TEXT255);
    })
}

/// Adds a security violation counting (SEC).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SEC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"cnt", INT32U, Fc::St, CHANGE);
        to.add(c"sev", ENUMERATED, Fc::St, NONE);
        to.add(c"t", TIMESTAMP, Fc::St, NONE);
        to.option(options, CDC_OPTION_ADDR, c"addr", OCTETS64, Fc::St, NONE);
        to.option(options, CDC_OPTION_ADDINFO, c"addInfo", TEXT64, Fc::St, NONE);
        to.description(options);
    })
}

/// Adds a protection activation with direction (ACD). `CDC_OPTION_PHASE_` bits choose the phases.
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ACD_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        protection(to, options, true);
    })
}

/// Adds a protection activation (ACT). `CDC_OPTION_PHASE_` bits choose the phases.
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ACT_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        protection(to, options, false);
    })
}

fn status(to: &mut Builder, options: u32, kind: Kind) {
    to.add(c"stVal", kind, Fc::St, CHANGE | UPDATE);
    to.quality_and_time(Fc::St);
    to.substitution(options, kind);
    to.description(options);
}

fn protection(to: &mut Builder, options: u32, with_direction: bool) {
    let phases = [
        (0, c"general", c"dirGeneral"),
        (CDC_OPTION_PHASE_A, c"phsA", c"dirPhsA"),
        (CDC_OPTION_PHASE_B, c"phsB", c"dirPhsB"),
        (CDC_OPTION_PHASE_C, c"phsC", c"dirPhsC"),
        (CDC_OPTION_PHASE_NEUT, c"neut", c"dirNeut"),
    ];
    for (option, name, direction) in phases {
        if option != 0 && !has(options, option) {
            continue;
        }
        to.add(name, BOOLEAN, Fc::St, CHANGE);
        if with_direction {
            to.add(direction, ENUMERATED, Fc::St, CHANGE);
        }
    }
    to.quality_and_time(Fc::St);
    to.description(options);
}
