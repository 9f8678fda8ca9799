//! Time stamps of IEC 61850-8-1 §8.1.3.7: seconds since 1970, a fraction of 2^-24 s, and a quality octet.

use std::ffi::c_int;

use crate::ffi::hal_time::{msSinceEpoch, nsSinceEpoch};
use crate::ffi::mms_value::{MmsValue, new_value};
use crate::ffi::support::{BoolArg, CBool, get, get_mut, guard};
use crate::mms::value::{Data, time};

const LEAP_SECOND_KNOWN: u8 = 0x80;
const CLOCK_FAILURE: u8 = 0x40;
const CLOCK_NOT_SYNCHRONIZED: u8 = 0x20;
const SUBSECOND_PRECISION: u8 = 0x1f;

/// A time stamp: four octets of seconds since 1970-01-01 UTC and three of the fraction of a second in units of 2^-24,
/// both big endian, and a quality octet.
#[derive(Clone, Copy)]
#[repr(C)]
pub union Timestamp {
    /// The octets as MMS carries them.
    pub val: [u8; 8],
}

impl Timestamp {
    pub(crate) fn octets(&self) -> &[u8; 8] {
        // SAFETY: the only member.
        unsafe { &self.val }
    }

    fn octets_mut(&mut self) -> &mut [u8; 8] {
        // SAFETY: the only member.
        unsafe { &mut self.val }
    }

    fn quality(&self) -> u8 {
        self.octets()[7]
    }

    fn set_flag(&mut self, flag: u8, value: BoolArg) {
        let quality = &mut self.octets_mut()[7];
        if value.get() { *quality |= flag } else { *quality &= !flag }
    }
}

fn boxed(val: [u8; 8]) -> *mut Timestamp {
    Box::into_raw(Box::new(Timestamp { val }))
}

/// A new time stamp, all zero. Free it with `Timestamp_destroy`.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_create() -> *mut Timestamp {
    guard(|| boxed([0; 8]))
}

/// A new time stamp from the eight octets at `byteArray`; NULL for NULL. Free it with `Timestamp_destroy`.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_createFromByteArray(byteArray: *const u8) -> *mut Timestamp {
    get(byteArray.cast::<[u8; 8]>(), |octets| boxed(*octets))
}

/// Frees a time stamp that this library made. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_destroy(self_: *mut Timestamp) {
    guard(|| {
        if !self_.is_null() {
            // SAFETY: made by `boxed`, not used afterwards.
            drop(unsafe { Box::from_raw(self_) });
        }
    });
}

/// Clears the quality octet: all flags and the precision.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_clearFlags(self_: *mut Timestamp) {
    get_mut(self_, |this| this.octets_mut()[7] = 0);
}

/// Whole seconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getTimeInSeconds(self_: *mut Timestamp) -> u32 {
    get(self_, |this| time::utc_seconds(this.octets()))
}

/// Milliseconds since 1970-01-01 UTC, rounded down (but for the last 13 µs).
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getTimeInMs(self_: *mut Timestamp) -> msSinceEpoch {
    get(self_, |this| time::utc_as_ms(this.octets()))
}

/// Nanoseconds since 1970-01-01 UTC, rounded down. The resolution is about 60 ns.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getTimeInNs(self_: *mut Timestamp) -> nsSinceEpoch {
    get(self_, |this| time::utc_as_ns(this.octets()))
}

/// Whether the source knows about leap seconds.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_isLeapSecondKnown(self_: *mut Timestamp) -> CBool {
    get(self_, |this| (this.quality() & LEAP_SECOND_KNOWN != 0).into())
}

/// Sets whether the source knows about leap seconds.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setLeapSecondKnown(self_: *mut Timestamp, value: BoolArg) {
    get_mut(self_, |this| this.set_flag(LEAP_SECOND_KNOWN, value));
}

/// Whether the clock of the source is unreliable.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_hasClockFailure(self_: *mut Timestamp) -> CBool {
    get(self_, |this| (this.quality() & CLOCK_FAILURE != 0).into())
}

/// Sets whether the clock of the source is unreliable.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setClockFailure(self_: *mut Timestamp, value: BoolArg) {
    get_mut(self_, |this| this.set_flag(CLOCK_FAILURE, value));
}

/// Whether the clock of the source is not synchronised with UTC.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_isClockNotSynchronized(self_: *mut Timestamp) -> CBool {
    get(self_, |this| (this.quality() & CLOCK_NOT_SYNCHRONIZED != 0).into())
}

/// Sets whether the clock of the source is not synchronised with UTC.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setClockNotSynchronized(self_: *mut Timestamp, value: BoolArg) {
    get_mut(self_, |this| this.set_flag(CLOCK_NOT_SYNCHRONIZED, value));
}

/// How many bits of the fraction are significant; 31 means unspecified.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getSubsecondPrecision(self_: *mut Timestamp) -> c_int {
    get(self_, |this| c_int::from(this.quality() & SUBSECOND_PRECISION))
}

/// Sets how many bits of the fraction are significant (0 to 24, or 31 for unspecified; the low five bits count).
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setSubsecondPrecision(self_: *mut Timestamp, subsecondPrecision: c_int) {
    get_mut(self_, |this| {
        let quality = &mut this.octets_mut()[7];
        *quality = (*quality & !SUBSECOND_PRECISION) | (subsecondPrecision as u8 & SUBSECOND_PRECISION);
    });
}

/// Sets the fraction of the second, in units of 2^-24 s; the low 24 bits count.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setFractionOfSecondPart(self_: *mut Timestamp, fractionOfSecond: u32) {
    get_mut(self_, |this| {
        let [_, a, b, c] = fractionOfSecond.to_be_bytes();
        this.octets_mut()[4..7].copy_from_slice(&[a, b, c]);
    });
}

/// The fraction of the second, in units of 2^-24 s.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getFractionOfSecondPart(self_: *mut Timestamp) -> u32 {
    get(self_, |this| time::utc_fraction(this.octets()))
}

/// The fraction of the second, from 0 to just below 1.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_getFractionOfSecond(self_: *mut Timestamp) -> f32 {
    get(self_, |this| time::utc_fraction(this.octets()) as f32 / 16_777_216.0)
}

/// Sets the time to whole seconds since 1970-01-01 UTC; the fraction becomes zero, the quality octet stays.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setTimeInSeconds(self_: *mut Timestamp, secondsSinceEpoch: u32) {
    get_mut(self_, |this| {
        let quality = this.quality();
        *this.octets_mut() = time::utc_from_ms(u64::from(secondsSinceEpoch) * 1000, quality);
    });
}

/// Sets the time to milliseconds since 1970-01-01 UTC; the quality octet stays.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setTimeInMilliseconds(self_: *mut Timestamp, msTime: msSinceEpoch) {
    get_mut(self_, |this| *this.octets_mut() = time::utc_from_ms(msTime, this.quality()));
}

/// Sets the time to nanoseconds since 1970-01-01 UTC, rounded down to 2^-24 s; the quality octet stays.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setTimeInNanoseconds(self_: *mut Timestamp, nsTime: nsSinceEpoch) {
    get_mut(self_, |this| *this.octets_mut() = time::utc_from_ns(nsTime, this.quality()));
}

/// Takes over a utc-time, quality included. Values of other types change nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_setByMmsUtcTime(self_: *mut Timestamp, mmsValue: *const MmsValue) {
    get(mmsValue, |value| {
        if let Data::UtcTime(octets) = &value.data {
            get_mut(self_, |this| *this.octets_mut() = *octets);
        }
    });
}

/// Writes the time stamp into `mmsValue` and returns it; NULL if that is no utc-time. With NULL for `mmsValue` a new
/// utc-time is returned, which the caller frees with `MmsValue_delete`.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_toMmsValue(self_: *mut Timestamp, mmsValue: *mut MmsValue) -> *mut MmsValue {
    get(self_, |this| {
        if mmsValue.is_null() {
            return new_value(Data::UtcTime(*this.octets()));
        }
        get_mut(mmsValue, |value| match &mut value.data {
            Data::UtcTime(octets) => {
                *octets = *this.octets();
                mmsValue
            }
            _ => std::ptr::null_mut(),
        })
    })
}

/// Reads a utc-time into `self` and returns that; NULL if the value has another type. With NULL for `self` a new time
/// stamp is returned, which the caller frees with `Timestamp_destroy`.
#[unsafe(no_mangle)]
pub extern "C" fn Timestamp_fromMmsValue(self_: *mut Timestamp, mmsValue: *mut MmsValue) -> *mut Timestamp {
    get(mmsValue, |value| match &value.data {
        Data::UtcTime(octets) if self_.is_null() => boxed(*octets),
        Data::UtcTime(octets) => get_mut(self_, |this| {
            *this.octets_mut() = *octets;
            self_
        }),
        _ => std::ptr::null_mut(),
    })
}
