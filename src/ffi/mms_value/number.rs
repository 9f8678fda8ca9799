//! Booleans, integers, floating point numbers.

use super::MmsValue;
use crate::ffi::support::{BoolArg, CBool, get, get_mut};
use crate::mms::value::{Data, Integer};

/// The value of a boolean. For values of other types the result carries no meaning: it is true unless the value is an
/// empty container or string of octets or bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBoolean(value: *const MmsValue) -> CBool {
    get(value, |value| {
        let truth = match &value.data {
            Data::Boolean(value) => *value,
            Data::BitString(bits) => bits.size() > 0,
            Data::OctetString(octets) => octets.size() > 0,
            Data::Array(elements) | Data::Structure(elements) => !elements.is_empty(),
            // What C programs see today, who read the first octet of whatever is there.
            Data::UtcTime(time) => time[0] != 0,
            Data::AccessError(error) => error.0 != 0,
            _ => true,
        };
        truth.into()
    })
}

/// Sets a boolean; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setBoolean(value: *mut MmsValue, boolValue: BoolArg) {
    get_mut(value, |value| {
        if let Data::Boolean(own) = &mut value.data {
            *own = boolValue.get();
        }
    });
}

fn number(value: *const MmsValue) -> Option<Integer> {
    struct Found(Option<Integer>);
    impl crate::ffi::support::Fallback for Found {
        fn fallback() -> Self {
            Self(None)
        }
    }
    get(value, |value| match value.data {
        Data::Integer(number) | Data::Unsigned(number) => Found(Some(number)),
        _ => Found(None),
    })
    .0
}

/// The low 32 bits of an integer or unsigned; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toInt32(value: *const MmsValue) -> i32 {
    number(value).map_or(0, |number| number.as_i64() as i32)
}

/// An integer or unsigned; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toInt64(self_: *const MmsValue) -> i64 {
    number(self_).map_or(0, Integer::as_i64)
}

/// The low 32 bits of an unsigned or of an integer that is not negative; 0 for other types. A negative integer gives
/// its shortest two's complement octets: -8 is 248.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toUint32(value: *const MmsValue) -> u32 {
    number(value).map_or(0, |number| number.shortest_octets() as u32)
}

/// A floating point number; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toDouble(self_: *const MmsValue) -> f64 {
    get(self_, |value| value.as_f64().unwrap_or_default())
}

/// A floating point number, rounded to single precision; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toFloat(self_: *const MmsValue) -> f32 {
    get(self_, |value| match value.data {
        Data::Float(number) => number.as_f32(),
        _ => 0.0,
    })
}

/// Sets a floating point number, whichever its precision; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setFloat(self_: *mut MmsValue, newFloatValue: f32) {
    set_float(self_, newFloatValue.into());
}

/// Sets a floating point number, rounded if it is in single precision; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setDouble(self_: *mut MmsValue, newFloatValue: f64) {
    set_float(self_, newFloatValue);
}

fn set_float(value: *mut MmsValue, new: f64) {
    get_mut(value, |value| {
        if let Data::Float(number) = &mut value.data {
            number.set(new);
        }
    });
}

fn set_signed(value: *mut MmsValue, new: i64) {
    get_mut(value, |value| {
        if let Data::Integer(number) = &mut value.data {
            number.set_signed(new);
        }
    });
}

fn set_unsigned(value: *mut MmsValue, new: u64) {
    get_mut(value, |value| {
        if let Data::Unsigned(number) = &mut value.data {
            number.set_unsigned(new);
        }
    });
}

/// Sets an integer; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setInt8(value: *mut MmsValue, integer: i8) {
    set_signed(value, integer.into());
}

/// Sets an integer; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setInt16(value: *mut MmsValue, integer: i16) {
    set_signed(value, integer.into());
}

/// Sets an integer; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setInt32(self_: *mut MmsValue, integer: i32) {
    set_signed(self_, integer.into());
}

/// Sets an integer that has room for 64 bits; others, and other types, are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setInt64(value: *mut MmsValue, integer: i64) {
    get_mut(value, |value| {
        if let Data::Integer(number) = &mut value.data
            && number.is_wide()
        {
            number.set_signed(integer);
        }
    });
}

/// Sets an unsigned; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUint8(value: *mut MmsValue, integer: u8) {
    set_unsigned(value, integer.into());
}

/// Sets an unsigned; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUint16(value: *mut MmsValue, integer: u16) {
    set_unsigned(value, integer.into());
}

/// Sets an unsigned; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUint32(value: *mut MmsValue, integer: u32) {
    set_unsigned(value, integer.into());
}
