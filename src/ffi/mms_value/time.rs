//! utc-time and binary-time.

use super::MmsValue;
use crate::ffi::support::{Fallback, get, get_mut};
use crate::mms::value::{Data, time};

/// Quality octet of times set in milliseconds: ten significant bits of the fraction.
pub(super) const MS_QUALITY: u8 = 10;

fn with<R: Fallback>(value: *const MmsValue, read: impl FnOnce(&[u8; 8]) -> R) -> R {
    get(value, |value| value.as_utc_time().map_or_else(R::fallback, read))
}

fn change(value: *mut MmsValue, change: impl FnOnce(&mut [u8; 8])) -> *mut MmsValue {
    get_mut(value, |value| {
        if let Data::UtcTime(time) = &mut value.data {
            change(time);
        }
    });
    value
}

/// Seconds since 1970-01-01 UTC of a utc-time; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toUnixTimestamp(self_: *const MmsValue) -> u32 {
    with(self_, time::utc_seconds)
}

/// Sets the seconds since 1970-01-01 UTC of a utc-time; fraction and quality stay. Other types are left alone.
/// Returns the value.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUtcTime(self_: *mut MmsValue, timeval: u32) -> *mut MmsValue {
    change(self_, |time| time[..4].copy_from_slice(&timeval.to_be_bytes()))
}

/// Sets a utc-time to milliseconds since 1970-01-01 UTC, with the quality of ten significant bits. Other types are
/// left alone. Returns the value.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUtcTimeMs(self_: *mut MmsValue, timeval: u64) -> *mut MmsValue {
    change(self_, |time| *time = time::utc_from_ms(timeval, MS_QUALITY))
}

/// Sets a utc-time to milliseconds since 1970-01-01 UTC and the given quality octet. Other types are left alone.
/// Returns the value.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUtcTimeMsEx(
    self_: *mut MmsValue,
    timeval: u64,
    timeQuality: u8,
) -> *mut MmsValue {
    change(self_, |time| *time = time::utc_from_ms(timeval, timeQuality))
}

/// Sets a utc-time from its eight octets: seconds, fraction, quality. NULL and other types change nothing.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUtcTimeByBuffer(self_: *mut MmsValue, buffer: *const u8) {
    get(buffer.cast::<[u8; 8]>(), |octets| {
        change(self_, |time| *time = *octets);
    });
}

/// The eight octets of a utc-time, which may be changed in place; NULL for other types. They belong to the value.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getUtcTimeBuffer(self_: *mut MmsValue) -> *mut u8 {
    get_mut(self_, |value| match &mut value.data {
        Data::UtcTime(time) => time.as_mut_ptr(),
        _ => std::ptr::null_mut(),
    })
}

/// Milliseconds since 1970-01-01 UTC of a utc-time, rounded down (but for the last 13 µs); 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getUtcTimeInMs(value: *const MmsValue) -> u64 {
    with(value, time::utc_as_ms)
}

/// Milliseconds since 1970-01-01 UTC of a utc-time, rounded down, and in `usec` (unless NULL) the microseconds beyond
/// them, 0 to 999. 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getUtcTimeInMsWithUs(self_: *const MmsValue, usec: *mut u32) -> u64 {
    with(self_, |time| {
        let micros = time::utc_as_ns(time) / 1000;
        get_mut(usec, |usec| *usec = (micros % 1000) as u32);
        micros / 1000
    })
}

/// Sets the quality octet of a utc-time; other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setUtcTimeQuality(self_: *mut MmsValue, timeQuality: u8) {
    change(self_, |time| time[7] = timeQuality);
}

/// The quality octet of a utc-time: 0x80 leap seconds known, 0x40 clock failure, 0x20 not synchronised, low five bits
/// precision. 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getUtcTimeQuality(self_: *const MmsValue) -> u8 {
    with(self_, |time| time[7])
}

/// Sets a binary time to milliseconds since 1970-01-01 UTC; in the short form only the time of day is kept. Other
/// types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setBinaryTime(self_: *mut MmsValue, timestamp: u64) {
    get_mut(self_, |value| {
        if let Data::BinaryTime(time) = &mut value.data {
            time.set_ms(timestamp);
        }
    });
}

/// Milliseconds since 1970-01-01 UTC of a binary time; of the day in the short form. 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getBinaryTimeAsUtcMs(self_: *const MmsValue) -> u64 {
    get(self_, |value| match &value.data {
        Data::BinaryTime(time) => time.as_ms(),
        _ => 0,
    })
}
