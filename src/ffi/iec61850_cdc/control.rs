//! Controllable data.

use std::ffi::c_char;

use super::builder::*;
use super::constants::*;
use super::controls::*;
use crate::ffi::iec61850_model::{DataObject, ModelNode};
use crate::ffi::support::BoolArg;

/// Adds a controllable single point (SPC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SPC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        controllable(to, options, controlOptions, BOOLEAN, BOOLEAN);
        to.description(options);
    })
}

/// Adds a controllable double point (DPC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_DPC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        controllable(to, options, controlOptions, CODED_ENUM, BOOLEAN);
        to.description(options);
    })
}

/// Adds a controllable enumerated status (ENC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ENC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        controllable(to, options, controlOptions, ENUMERATED, ENUMERATED);
        to.description(options);
    })
}

/// Adds a controllable integer status (INC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_INC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        controllable(to, options, controlOptions, INT32, INT32);
        limits(to, options, INT32, Fc::Cf, NONE);
        step(to, options, INT32U, Fc::Cf, NONE);
        to.description(options);
    })
}

/// Adds a binary controlled step position (BSC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_BSC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    hasTransientIndicator: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        position(to, controlOptions, hasTransientIndicator.get());
        to.add(c"persistent", BOOLEAN, Fc::Cf, CHANGE);
        moves(to, options, controlOptions, CODED_ENUM, hasTransientIndicator.get());
        to.description(options);
    })
}

/// Adds an integer controlled step position (ISC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ISC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    hasTransientIndicator: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        position(to, controlOptions, hasTransientIndicator.get());
        moves(to, options, controlOptions, INT8, hasTransientIndicator.get());
        limits(to, options, INT32, Fc::Cf, NONE);
        to.description(options);
    })
}

/// Adds a controllable analogue process value (APC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_APC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    isIntegerNotFloat: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        analogue(to, options, controlOptions, Kind::Analogue { integer: isIntegerNotFloat.get() });
        to.description(options);
    })
}

/// Adds a binary controlled analogue process value (BAC).
///
/// @param options the CDC_OPTION_ bits
/// @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_BAC_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    controlOptions: u32,
    isIntegerNotFloat: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        let kind = Kind::Analogue { integer: isIntegerNotFloat.get() };
        last_action(to, controlOptions, Fc::Mx);
        to.add(c"mxVal", kind, Fc::Mx, CHANGE);
        to.quality_and_time(Fc::Mx);
        to.option(controlOptions, CDC_CTL_OPTION_ST_SELD, c"stSeld", BOOLEAN, Fc::Mx, CHANGE);
        // the command is a step (IEC 61850-7-3 §7.5.9), not a value
        services(to, controlOptions, INT8);
        to.substitution(options, kind);
        to.add(c"persistent", BOOLEAN, Fc::Cf, CHANGE);
        limits(to, options, kind, Fc::Cf, NONE);
        step(to, options, kind, Fc::Cf, NONE);
        to.description(options);
    })
}

/// A step position with its quality and time stamp.
fn position(to: &mut Builder, controls: u32, indicator: bool) {
    last_action(to, controls, Fc::St);
    to.add(c"valWTr", Kind::Transient { indicator }, Fc::St, CHANGE);
    to.quality_and_time(Fc::St);
}

/// The control attributes and the substitution of a step position.
fn moves(to: &mut Builder, options: u32, controls: u32, command: Kind, indicator: bool) {
    services(to, controls, command);
    state(to, controls, Fc::St);
    to.substitution(options, Kind::Transient { indicator });
}
