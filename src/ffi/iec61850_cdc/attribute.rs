//! Common constructed attribute classes.

use std::ffi::c_char;

use super::builder::{CHANGE, Fc, Kind, constructed, has};
use super::constants::CDC_OPTION_AC_CLC_O;
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::iec61850_model::{DataAttribute, ModelNode};
use crate::ffi::support::BoolArg;

/// Adds an AnalogueValue: `f`, or `i` if it is an integer.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_AnalogueValue_create(
    name: *const c_char,
    parent: *mut ModelNode,
    fc: FunctionalConstraint,
    triggerOptions: u8,
    isIntegerNotFloat: BoolArg,
) -> *mut DataAttribute {
    constructed(name, parent, Kind::Analogue { integer: isIntegerNotFloat.get() }, fc, triggerOptions)
}

/// Adds a ValWithTrans: `posVal`, and `transInd` on request.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_ValWithTrans_create(
    name: *const c_char,
    parent: *mut ModelNode,
    fc: FunctionalConstraint,
    triggerOptions: u8,
    hasTransientIndicator: BoolArg,
) -> *mut DataAttribute {
    let indicator = hasTransientIndicator.get();
    constructed(name, parent, Kind::Transient { indicator }, fc, triggerOptions)
}

/// Adds a Vector: `mag`, and `ang` with `CDC_OPTION_AC_CLC_O`.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_Vector_create(
    name: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    fc: FunctionalConstraint,
    triggerOptions: u8,
) -> *mut DataAttribute {
    constructed(name, parent, Kind::Vector { angle: has(options, CDC_OPTION_AC_CLC_O) }, fc, triggerOptions)
}

/// Adds a Point: `xVal` and `yVal`, and `zVal` on request.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_Point_create(
    name: *const c_char,
    parent: *mut ModelNode,
    fc: FunctionalConstraint,
    triggerOptions: u8,
    hasZVal: BoolArg,
) -> *mut DataAttribute {
    constructed(name, parent, Kind::Point { z: hasZVal.get() }, fc, triggerOptions)
}

/// Adds a ScaledValueConfig: `scaleFactor` and `offset`.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_ScaledValueConfig_create(
    name: *const c_char,
    parent: *mut ModelNode,
) -> *mut DataAttribute {
    constructed(name, parent, Kind::Scaling, Fc::Cf as FunctionalConstraint, CHANGE)
}

/// Adds a Unit: `SIUnit`, and `multiplier` on request.
#[unsafe(no_mangle)]
pub extern "C" fn CAC_Unit_create(
    name: *const c_char,
    parent: *mut ModelNode,
    hasMagnitude: BoolArg,
) -> *mut DataAttribute {
    let kind = Kind::Unit { multiplier: hasMagnitude.get() };
    constructed(name, parent, kind, Fc::Cf as FunctionalConstraint, CHANGE)
}
