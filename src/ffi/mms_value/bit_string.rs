//! Bit strings.

use std::ffi::c_int;

use super::MmsValue;
use crate::ffi::support::{BoolArg, CBool, Fallback, get, get_mut};
use crate::mms::value::{BitString, Data};

fn with<R: Fallback>(value: *const MmsValue, read: impl FnOnce(&BitString) -> R) -> R {
    get(value, |value| match &value.data {
        Data::BitString(bits) => read(bits),
        _ => R::fallback(),
    })
}

fn change(value: *mut MmsValue, change: impl FnOnce(&mut BitString)) {
    get_mut(value, |value| {
        if let Data::BitString(bits) = &mut value.data {
            change(bits);
        }
    });
}

/// Sets one bit of a bit string, counted from 0, the first one sent. Nothing happens beyond the end.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setBitStringBit(self_: *mut MmsValue, bitPos: c_int, value: BoolArg) {
    change(self_, |bits| {
        if let Ok(position) = usize::try_from(bitPos) {
            bits.set(position, value.get());
        }
    });
}

/// One bit of a bit string, counted from 0, the first one sent. False beyond the end and for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBitStringBit(self_: *const MmsValue, bitPos: c_int) -> CBool {
    with(self_, |bits| usize::try_from(bitPos).is_ok_and(|position| bits.get(position)).into())
}

/// Clears all bits of a bit string.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_deleteAllBitStringBits(self_: *mut MmsValue) {
    change(self_, |bits| bits.fill(false));
}

/// Sets all bits of a bit string.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setAllBitStringBits(self_: *mut MmsValue) {
    change(self_, |bits| bits.fill(true));
}

/// Bits in a bit string; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBitStringSize(self_: *const MmsValue) -> c_int {
    with(self_, |bits| bits.size() as c_int)
}

/// Octets that the bits of a bit string take; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBitStringByteSize(self_: *const MmsValue) -> c_int {
    with(self_, |bits| bits.byte_size() as c_int)
}

/// How many bits of a bit string are set; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getNumberOfSetBits(self_: *const MmsValue) -> c_int {
    with(self_, |bits| bits.count_ones() as c_int)
}

/// The first 32 bits of a bit string as a number, the first bit least significant; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBitStringAsInteger(self_: *const MmsValue) -> u32 {
    with(self_, BitString::as_integer)
}

/// Sets a bit string from a number, the least significant bit becoming the first. Bits beyond 32 become zero.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setBitStringFromInteger(self_: *mut MmsValue, intValue: u32) {
    change(self_, |bits| bits.set_from_integer(intValue));
}

/// The last 32 bits of a bit string as a number, the last bit least significant; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBitStringAsIntegerBigEndian(self_: *const MmsValue) -> u32 {
    with(self_, BitString::as_integer_big_endian)
}

/// Sets a bit string from a number, the least significant bit becoming the last. Bits beyond 32 become zero.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setBitStringFromIntegerBigEndian(self_: *mut MmsValue, intValue: u32) {
    change(self_, |bits| bits.set_from_integer_big_endian(intValue));
}
