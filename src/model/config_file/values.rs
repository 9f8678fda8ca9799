//! Numbers and initial values.

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

/// The value of an attribute of a type, numbered as in C's `DataAttributeType`.
pub(super) fn value(data_type: i32, text: &[u8]) -> Option<Value> {
    Some(match data_type {
        0 => Value::boolean(boolean(text)?),
        1..=3 | 12 => Value::integer(i32::try_from(integer(text)?).ok()?.into(), 32),
        4 | 5 => Value::integer(integer(text)?, 64),
        6..=9 => Value::unsigned(u32(integer(text)?)?.into(), 32),
        10 => Value::float32(float(text)? as f32),
        11 => Value::float64(float(text)?),
        16..=20 | 30 => Value::visible_string(text),
        21 => Value::mms_string(text),
        31 => bits(text, 10)?,
        32 => bits(text, 6)?,
        _ => return None,
    })
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

/// Bits whose last one is the lowest of the number.
fn bits(text: &[u8], size: u32) -> Option<Value> {
    let number = u32(integer(text)?)?;
    let mut bits = BitString::new(size);
    bits.set_from_integer_big_endian(number);
    Some(Value::new(Data::BitString(bits)))
}
