//! Settings.

use std::ffi::c_char;

use super::builder::*;
use super::constants::*;
use super::controls::{limits, step};
use crate::ffi::iec61850_model::{DataObject, ModelNode};
use crate::ffi::support::BoolArg;

/// Adds a single point setting (SPG).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SPG_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"setVal", BOOLEAN, Fc::Sp, CHANGE);
        to.description(options);
    })
}

/// Adds a visible string setting (VSG).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_VSG_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"setVal", TEXT255, Fc::Sp, CHANGE);
        to.description(options);
    })
}

/// Adds an enumerated setting (ENG).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ENG_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"setVal", ENUMERATED, Fc::Sp, CHANGE);
        to.description(options);
    })
}

/// Adds an integer setting (ING).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ING_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"setVal", INT32, Fc::Sp, CHANGE);
        to.units(options);
        limits(to, options, INT32, Fc::Sp, CHANGE);
        step(to, options, INT32U, Fc::Sp, CHANGE);
        to.description(options);
    })
}

/// Adds an analogue setting (ASG).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_ASG_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    isIntegerNotFloat: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        let kind = Kind::Analogue { integer: isIntegerNotFloat.get() };
        to.add(c"setMag", kind, Fc::Sp, CHANGE);
        to.units(options);
        to.option(options, CDC_OPTION_AC_SCAV, c"sVC", Kind::Scaling, Fc::Cf, CHANGE);
        limits(to, options, kind, Fc::Cf, CHANGE);
        step(to, options, kind, Fc::Cf, CHANGE);
        to.description(options);
    })
}
