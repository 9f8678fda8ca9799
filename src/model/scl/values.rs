//! Basic types, and values as SCL writes them (IEC 61850-6 §9.5.4.4, §9.5.6).

use super::super::types::data_type::*;
use super::super::values::{bits, from_float, from_integer, from_text};
use super::templates::Enumeration;
use crate::mms::value::{BitString, Data, Value};

/// The numbers of the basic types.
const BASIC_TYPES: [(&str, i32); 43] = [
    ("BOOLEAN", BOOLEAN),
    ("INT8", INT8),
    ("INT16", INT16),
    // no type of its own in the C interface
    ("INT24", INT32),
    ("INT32", INT32),
    ("INT64", INT64),
    ("INT128", INT128),
    ("INT8U", INT8U),
    ("INT16U", INT16U),
    ("INT24U", INT24U),
    ("INT32U", INT32U),
    ("FLOAT32", FLOAT32),
    ("FLOAT64", FLOAT64),
    ("Enum", ENUMERATED),
    ("Dbpos", CODED_ENUM),
    ("Tcmd", CODED_ENUM),
    ("Quality", QUALITY),
    ("Timestamp", TIMESTAMP),
    ("VisString32", VISIBLE_STRING_32),
    ("VisString64", VISIBLE_STRING_64),
    ("VisString65", VISIBLE_STRING_65),
    ("VisString129", VISIBLE_STRING_129),
    ("VisString255", VISIBLE_STRING_255),
    ("Octet6", OCTET_STRING_6),
    ("Octet8", OCTET_STRING_8),
    ("Octet16", OCTET_STRING_64),
    ("Octet64", OCTET_STRING_64),
    ("EntryID", OCTET_STRING_8),
    ("Unicode255", UNICODE_STRING_255),
    ("Struct", CONSTRUCTED),
    ("EntryTime", ENTRY_TIME),
    ("Check", CHECK),
    ("ObjRef", VISIBLE_STRING_129),
    ("Currency", CURRENCY),
    ("PhyComAddr", PHY_COM_ADDR),
    ("TrgOps", TRG_OPS),
    ("OptFlds", OPT_FLDS),
    ("SvOptFlds", GENERIC_BIT_STRING),
    ("SVOptFlds", GENERIC_BIT_STRING),
    ("LogOptFlds", GENERIC_BIT_STRING),
    // names that older tools use
    ("CodedEnum", CODED_ENUM),
    ("ENUMERATED", ENUMERATED),
    ("FLOAT", FLOAT32),
];

/// The number of a basic type (bType).
pub(super) fn basic_type(name: &str) -> Option<i32> {
    BASIC_TYPES.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

/// What an attribute of a type that has no one size has from the start: as many bits as IEC 61850-7-2 gives it.
pub(super) fn sized(basic_type: &str) -> Option<Value> {
    match basic_type {
        "SvOptFlds" | "SVOptFlds" => Some(bits(0, 5)),
        "LogOptFlds" => Some(bits(0, 1)),
        _ => None,
    }
}

/// The value of an attribute; `None` for what its type cannot have, or what SCL has no notation for.
pub(super) fn value(data_type: i32, enumeration: Option<&Enumeration<'_>>, text: &str) -> Option<Value> {
    let word = text.trim();
    match data_type {
        BOOLEAN => match word {
            "true" | "1" => Some(Value::boolean(true)),
            "false" | "0" => Some(Value::boolean(false)),
            _ => None,
        },
        ENUMERATED => from_integer(data_type, enumeration?.ordinal(word)?.into()),
        FLOAT32 | FLOAT64 => from_float(data_type, word.parse().ok()?),
        CODED_ENUM => coded(word).map(|number| bits(number, 2)),
        QUALITY => bit_text(word, 13),
        CHECK => bit_text(word, 2),
        OPT_FLDS => bit_text(word, 10).or_else(|| integer(data_type, word)),
        TRG_OPS => bit_text(word, 6).or_else(|| integer(data_type, word)),
        OCTET_STRING_64 => {
            octets(word).filter(|octets| octets.len() <= 64).map(|it| Value::octet_string(&it))
        }
        TIMESTAMP => date_time(word).map(|ms| Value::utc_time_ms(ms, 0)),
        _ => from_text(data_type, text.as_bytes()).or_else(|| integer(data_type, word)),
    }
}

/// A number within what the type can have.
fn integer(data_type: i32, word: &str) -> Option<Value> {
    let number: i64 = word.parse().ok()?;
    let range = match data_type {
        INT8 => i64::from(i8::MIN)..=i8::MAX.into(),
        INT16 => i64::from(i16::MIN)..=i16::MAX.into(),
        INT8U => 0..=u8::MAX.into(),
        INT16U => 0..=u16::MAX.into(),
        INT24U => 0..=0xff_ffff,
        INT32U => 0..=u32::MAX.into(),
        _ => i64::MIN..=i64::MAX,
    };
    range.contains(&number).then(|| from_integer(data_type, number)).flatten()
}

/// Dbpos and Tcmd.
fn coded(word: &str) -> Option<u32> {
    Some(match word {
        "intermediate-state" | "intermediate" | "stop" | "00" | "0" => 0,
        "off" | "lower" | "01" | "1" => 1,
        "on" | "higher" | "10" | "2" => 2,
        "bad-state" | "bad" | "reserved" | "11" | "3" => 3,
        _ => return None,
    })
}

/// All the bits, the first one first.
fn bit_text(word: &str, size: u32) -> Option<Value> {
    if word.len() != size as usize || !word.bytes().all(|digit| matches!(digit, b'0' | b'1')) {
        return None;
    }
    let mut bits = BitString::new(size);
    for (at, digit) in word.bytes().enumerate() {
        bits.set(at, digit == b'1');
    }
    Some(Value::new(Data::BitString(bits)))
}

/// Pairs of hexadecimal digits.
fn octets(word: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = word.as_bytes().as_chunks::<2>();
    let digit = |octet: u8| char::from(octet).to_digit(16).map(|digit| digit as u8);
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

/// Milliseconds since 1970 of `2024-02-29T12:00:00.5Z`. Without a zone it is UTC, as all times of IEC 61850 are.
fn date_time(word: &str) -> Option<u64> {
    let (date, time) = word.trim_end_matches('Z').split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut time = time.splitn(3, ':');
    let hours: u32 = time.next()?.parse().ok()?;
    let minutes: u32 = time.next()?.parse().ok()?;
    let seconds: f64 = time.next()?.parse().ok()?;
    let good = (1970..=2105).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hours < 24
        && minutes < 60
        && (0.0..61.0).contains(&seconds);
    let clock = u64::from(hours * 3600 + minutes * 60) * 1000 + (seconds * 1000.0) as u64;
    good.then(|| days(year, month, day) * 86_400_000 + clock)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn days(year: u32, month: u32, day: u32) -> u64 {
    // years that begin with March have their odd day at the end
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    u64::from(year * 365 + leap_days + (153 * month + 2) / 5 + day - 1) - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1970() {
        assert_eq!(date_time("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(date_time("2024-02-29T12:00:00.5Z"), Some(1_709_208_000_500));
        assert_eq!(date_time("2105-12-31T23:59:59"), Some(4_291_747_199_000));
        for none in ["1969-12-31T23:59:59Z", "2024-13-01T00:00:00Z", "2024-01-01", "2024-01-01T25:00:00", "T"]
        {
            assert_eq!(date_time(none), None, "{none}");
        }
    }
}
