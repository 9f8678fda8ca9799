//! Name plates.

use std::ffi::c_char;

use super::builder::*;
use super::constants::*;
use crate::ffi::iec61850_model::{DataObject, ModelNode};

/// Adds a logical node name plate (LPL).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_LPL_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"vendor", TEXT255, Fc::Dc, NONE);
        to.add(c"swRev", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_AC_LN0_M, c"configRev", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_AC_LN0_EX, c"ldNs", TEXT255, Fc::Ex, NONE);
        to.option(options, CDC_OPTION_AC_DLD_M, c"lnNs", TEXT255, Fc::Ex, NONE);
        to.description(options);
    })
}

/// Adds a device name plate (DPL).
///
/// @param options the CDC_OPTION_ bits
/// @return the data object; NULL for a NULL name or parent
#[unsafe(no_mangle)]
pub extern "C" fn CDC_DPL_create(
    dataObjectName: *const c_char,
    parent: *mut ModelNode,
    options: u32,
) -> *mut DataObject {
    data_object(dataObjectName, parent, |to| {
        to.add(c"vendor", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_DPL_HWREV, c"hwRev", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_DPL_SWREV, c"swRev", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_DPL_SERNUM, c"serNum", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_DPL_MODEL, c"model", TEXT255, Fc::Dc, NONE);
        to.option(options, CDC_OPTION_DPL_LOCATION, c"location", TEXT255, Fc::Dc, NONE);
        to.description(options);
    })
}
