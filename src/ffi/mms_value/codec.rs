//! Values as BER, and how much room they need.

use std::ffi::c_int;

use super::{MmsValue, into_raw};
use crate::ffi::mms_types::{MmsVariableSpecification, to_type_spec};
use crate::ffi::support::{BoolArg, get, get_mut, guard};
use crate::mms::value::{ber, size};

/// Levels of nesting that `MmsValue_decodeMmsData` admits, the innermost value included.
const DEFAULT_DEPTH: c_int = 25;

/// Room that most encodings get along with.
const ENCODING: usize = 1024;

/// Decodes the MMS `Data` at `bufPos` of a buffer of `bufferLength` octets, nested at most 25 levels deep. Stores the
/// position behind it in `endBufPos` (unless NULL). NULL if it cannot be decoded.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_decodeMmsData(
    buffer: *mut u8,
    bufPos: c_int,
    bufferLength: c_int,
    endBufPos: *mut c_int,
) -> *mut MmsValue {
    decode(buffer, bufPos, bufferLength, endBufPos, DEFAULT_DEPTH)
}

/// Like `MmsValue_decodeMmsData`, with the number of levels that values may be nested: 1 admits simple values only,
/// 64 is the most.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_decodeMmsDataMaxRecursion(
    buffer: *mut u8,
    bufPos: c_int,
    bufferLength: c_int,
    endBufPos: *mut c_int,
    maxDepth: c_int,
) -> *mut MmsValue {
    decode(buffer, bufPos, bufferLength, endBufPos, maxDepth)
}

fn decode(buffer: *mut u8, at: c_int, length: c_int, end: *mut c_int, depth: c_int) -> *mut MmsValue {
    guard(|| {
        // SAFETY: NULL or that many octets by the C contract.
        let octets = unsafe { super::string::octets(buffer, length) };
        let start = usize::try_from(at).ok();
        let depth = u32::try_from(depth).ok().and_then(|depth| depth.checked_sub(1));
        let (Some(octets), Some(start), Some(depth)) = (octets, start, depth) else {
            return std::ptr::null_mut();
        };
        let Some(input) = octets.get(start..) else { return std::ptr::null_mut() };
        match ber::decode_access_result(input, depth) {
            Ok((value, used)) => {
                get_mut(end, |end| *end = at + used as c_int);
                into_raw(value)
            }
            Err(error) => {
                tracing::debug!(%error, "cannot decode MMS data");
                std::ptr::null_mut()
            }
        }
    })
}

/// With `encode`: writes the value as MMS `Data` at `bufPos` of `buffer`, which must have room for it, and returns the
/// position behind it. Without: returns how many octets that takes. A container with empty elements, or NULL, writes
/// nothing.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_encodeMmsData(
    self_: *mut MmsValue,
    buffer: *mut u8,
    bufPos: c_int,
    encode: BoolArg,
) -> c_int {
    let position = if encode.get() { bufPos } else { 0 };
    let written: c_int = get(self_, |value| {
        if !encode.get() {
            return if value.is_complete() { ber::encoded_len(value) as c_int } else { 0 };
        }
        let Ok(start) = usize::try_from(bufPos) else { return 0 };
        if buffer.is_null() {
            return 0;
        }
        let mut octets = Vec::with_capacity(ENCODING);
        if !ber::encode_whole(value, &mut octets) {
            return 0;
        }
        // SAFETY: the caller's buffer has room for the encoding behind `bufPos`.
        unsafe { buffer.add(start).copy_from_nonoverlapping(octets.as_ptr(), octets.len()) };
        octets.len() as c_int
    });
    position.saturating_add(written)
}

/// Octets that the MMS encoding of a value can take, whatever is later set in its present room. Empty elements and
/// NULL count 0.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getMaxEncodedSize(self_: *mut MmsValue) -> c_int {
    get(self_, |value| size::max_encoded_len(value) as c_int)
}

/// Octets that the MMS encoding of a value of this type can take; 0 for NULL and for types without values.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getMaxEncodedSize(self_: *mut MmsVariableSpecification) -> c_int {
    guard(|| {
        // SAFETY: NULL or a well-formed tree by the C contract.
        let spec = unsafe { to_type_spec(self_) };
        spec.map_or(0, |spec| c_int::try_from(size::max_encoded_len_of_type(&spec)).unwrap_or(c_int::MAX))
    })
}
