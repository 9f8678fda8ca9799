//! Numbers and initial values.

use super::types::data_type::*;
use crate::mms::value::{BitString, Data, Value};

/// A number as C's `%i` reads it: decimal, hexadecimal behind `0x`, octal behind `0`, with a sign or without.
pub(super) fn integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let number = if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        i64::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with(['+', '-']))?
    } else if digits.len() > 1 && digits.starts_with('0') {
        i64::from_str_radix(digits, 8).or_else(|_| digits.parse()).ok()?
    } else {
        digits.parse().ok()?
    };
    Some(if negative { -number } else { number })
}

/// 32 bits, with a sign or without.
pub(super) fn u32(number: i64) -> Option<u32> {
    u32::try_from(number).ok().or_else(|| i32::try_from(number).ok().map(i32::cast_unsigned))
}

/// The value of an attribute of a type, from text as configuration files have it.
pub(super) fn value(data_type: i32, text: &[u8]) -> Option<Value> {
    match data_type {
        BOOLEAN => Some(Value::boolean(boolean(text)?)),
        FLOAT32 | FLOAT64 => from_float(data_type, float(text)?),
        _ => from_text(data_type, text).or_else(|| from_integer(data_type, integer(text)?)),
    }
}

/// The value of an attribute whose values are whole numbers, or bits of which the last one is the lowest of the number.
pub(super) fn from_integer(data_type: i32, number: i64) -> Option<Value> {
    Some(match data_type {
        BOOLEAN => Value::boolean(number != 0),
        INT8 | INT16 | INT32 | ENUMERATED => Value::integer(i32::try_from(number).ok()?.into(), 32),
        INT64 | INT128 => Value::integer(number, 64),
        INT8U | INT16U | INT24U | INT32U => Value::unsigned(u32(number)?.into(), 32),
        OPT_FLDS => bits(u32(number)?, 10),
        TRG_OPS => bits(u32(number)?, 6),
        _ => return None,
    })
}

/// The value of a floating point attribute.
pub(super) fn from_float(data_type: i32, number: f64) -> Option<Value> {
    match data_type {
        FLOAT32 => Some(Value::float32(number as f32)),
        FLOAT64 => Some(Value::float64(number)),
        _ => None,
    }
}

/// The value of an attribute whose values are strings of characters.
pub(super) fn from_text(data_type: i32, text: &[u8]) -> Option<Value> {
    match data_type {
        VISIBLE_STRING_32..=VISIBLE_STRING_255 | CURRENCY => Some(Value::visible_string(text)),
        UNICODE_STRING_255 => Some(Value::mms_string(text)),
        _ => None,
    }
}

/// Bits whose last one is the lowest of the number.
pub(super) fn bits(number: u32, size: u32) -> Value {
    let mut bits = BitString::new(size);
    bits.set_from_integer_big_endian(number);
    Value::new(Data::BitString(bits))
}

fn boolean(text: &[u8]) -> Option<bool> {
    match text {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => integer(text).map(|number| number != 0),
    }
}

/// A number with a point, or as locales print it with a comma.
fn float(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    text.parse().or_else(|_| text.replacen(',', ".", 1).parse()).ok()
}
