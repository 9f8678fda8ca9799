//! Measurands.

use std::ffi::c_char;

use super::builder::*;
use super::constants::*;
use crate::ffi::iec61850_model::{DataObject, ModelNode};
use crate::ffi::support::BoolArg;

/// Adds a measured value (MV).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_MV_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    isIntegerNotFloat: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        let kind = Kind::Analogue { integer: isIntegerNotFloat.get() };
        to.option(options, CDC_OPTION_INST_MAG, c"instMag", kind, Fc::Mx, NONE);
        to.add(c"mag", kind, Fc::Mx, CHANGE | UPDATE);
        to.option(options, CDC_OPTION_RANGE, c"range", ENUMERATED, Fc::Mx, CHANGE);
        to.quality_and_time(Fc::Mx);
        to.description(options);
    })
}

/// Adds a complex measured value (CMV).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_CMV_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        complex(to, options);
    })
}

/// Adds a sampled value (SAV).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_SAV_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    isIntegerNotFloat: BoolArg,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        let kind = Kind::Analogue { integer: isIntegerNotFloat.get() };
        to.add(c"instMag", kind, Fc::Mx, NONE);
        to.quality_and_time(Fc::Mx);
        to.units(options);
        to.option(options, CDC_OPTION_AC_SCAV, c"sVC", Kind::Scaling, Fc::Cf, CHANGE);
        to.option(options, CDC_OPTION_MIN, c"min", kind, Fc::Cf, CHANGE);
        to.option(options, CDC_OPTION_MAX, c"max", kind, Fc::Cf, CHANGE);
        to.description(options);
    })
}

/// Adds a histogram (HST).
///
/// @param options the CDC_OPTION_ bits
/// @param maxPts the number of elements of hstVal
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_HST_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
    maxPts: u16,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add_array(c"hstVal", INT32, Fc::St, CHANGE | UPDATE, maxPts);
        to.quality_and_time(Fc::St);
        to.add(c"numPts", INT16U, Fc::Cf, NONE);
        to.units(options | CDC_OPTION_UNIT.cast_unsigned());
        to.add(c"maxPts", INT16U, Fc::Cf, NONE);
        to.description(options);
    })
}

/// The attributes of CMV.
pub(super) fn complex(to: &mut Builder, options: u32) {
    let kind = Kind::Vector { angle: has(options, CDC_OPTION_AC_CLC_O) };
    to.option(options, CDC_OPTION_INST_MAG, c"instCVal", kind, Fc::Mx, NONE);
    to.add(c"cVal", kind, Fc::Mx, CHANGE | UPDATE);
    to.option(options, CDC_OPTION_RANGE, c"range", ENUMERATED, Fc::Mx, CHANGE);
    to.option(options, CDC_OPTION_RANGE_ANG, c"rangeAng", ENUMERATED, Fc::Mx, CHANGE);
    to.quality_and_time(Fc::Mx);
    to.description(options);
}
