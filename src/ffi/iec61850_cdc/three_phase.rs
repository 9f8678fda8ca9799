//! Measurands of three-phase systems.

use std::ffi::{CStr, c_char};

use super::builder::*;
use super::constants::*;
use super::measured::complex;
use crate::ffi::iec61850_model::{DataObject, ModelNode};

/// Adds the measured values of a star-connected three-phase system (WYE).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_WYE_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        phases(to, options, &[c"phsA", c"phsB", c"phsC", c"neut", c"net", c"res"]);
    })
}

/// Adds the phase to phase measured values of a three-phase system (DEL).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_DEL_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        phases(to, options, &[c"phsAB", c"phsBC", c"phsCA"]);
    })
}

/// A complex measured value for each phase.
fn phases(to: &mut Builder, options: u32, names: &[&CStr]) {
    for name in names {
        complex(&mut to.object(name), options);
    }
    to.option(options, CDC_OPTION_ANGLE_REF, c"angRef", ENUMERATED, Fc::Cf, CHANGE);
    to.description(options);
}
