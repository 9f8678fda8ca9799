//! Quality (IEC 61850-7-3), which MMS carries as a bit string of 13 bits.

use std::ffi::c_int;

use super::{Quality, Validity};
use crate::ffi::mms_value::{MmsValue, new_value};
use crate::ffi::support::{CBool, get, get_mut};
use crate::mms::value::{BitString, Data};

const BITS: u32 = 13;

/// The validity: good 0, reserved 1, invalid 2 or questionable 3.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_getValidity(self_: *mut Quality) -> Validity {
    get(self_, |quality| quality & 3)
}

/// Replaces the validity and keeps the other bits.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_setValidity(self_: *mut Quality, validity: Validity) {
    get_mut(self_, |quality| *quality = (*quality & !3) | validity);
}

/// Sets the bits of `flag`, one or several of the `QUALITY_…` constants.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_setFlag(self_: *mut Quality, flag: c_int) {
    get_mut(self_, |quality| *quality |= flag as u16);
}

/// Clears the bits of `flag`.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_unsetFlag(self_: *mut Quality, flag: c_int) {
    get_mut(self_, |quality| *quality &= !(flag as u16));
}

/// Whether any of the bits of `flag` is set.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_isFlagSet(self_: *mut Quality, flag: c_int) -> CBool {
    get(self_, |quality| (c_int::from(*quality) & flag != 0).into())
}

/// The quality that a bit string holds; 0 (good) for values of other types and NULL.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_fromMmsValue(mmsValue: *const MmsValue) -> Quality {
    get(mmsValue, |value| match &value.data {
        Data::BitString(bits) => bits.as_integer() as Quality,
        _ => 0,
    })
}

/// Writes the quality into `mmsValue`, if that is a bit string, and returns it. With NULL for `mmsValue` a new bit
/// string of 13 bits is returned, which the caller frees with `MmsValue_delete`.
#[unsafe(no_mangle)]
pub extern "C" fn Quality_toMmsValue(self_: *mut Quality, mmsValue: *mut MmsValue) -> *mut MmsValue {
    get(self_, |&quality| {
        if mmsValue.is_null() {
            return new_value(Data::BitString(BitString::from_integer(quality.into(), BITS)));
        }
        get_mut(mmsValue, |value| {
            if let Data::BitString(bits) = &mut value.data {
                bits.set_from_integer(quality.into());
            }
        });
        mmsValue
    })
}
