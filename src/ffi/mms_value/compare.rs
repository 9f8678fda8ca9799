//! Inspecting, comparing, updating, printing.

use std::ffi::{CStr, c_char, c_int};

use super::{MmsDataAccessError, MmsValue};
use crate::ffi::mms_common::{MmsError, MmsType};
use crate::ffi::support::{CBool, get, get_mut, guard};
use crate::mms::value::Kind;

/// The C name of a kind.
fn kind_name(kind: Kind) -> &'static CStr {
    match kind {
        Kind::Array => c"array",
        Kind::Structure => c"structure",
        Kind::Boolean => c"boolean",
        Kind::BitString => c"bit-string",
        Kind::Integer => c"integer",
        Kind::Unsigned => c"unsigned",
        Kind::Float => c"float",
        Kind::OctetString => c"octet-string",
        Kind::VisibleString => c"visible-string",
        Kind::GeneralizedTime => c"generalized-time",
        Kind::BinaryTime => c"binary-time",
        Kind::Bcd => c"bcd",
        Kind::ObjId => c"oid",
        Kind::MmsString => c"mms-string",
        Kind::UtcTime => c"utc-time",
        Kind::AccessError => c"access-error",
    }
}

/// The kind of a value. NULL counts as `MMS_DATA_ACCESS_ERROR`.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getType(self_: *const MmsValue) -> MmsType {
    if self_.is_null() {
        return Kind::AccessError as MmsType;
    }
    get(self_, |value| value.kind() as MmsType)
}

/// The name of the kind of a value, for messages; not to be freed. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getTypeString(self_: *mut MmsValue) -> *const c_char {
    get(self_, |value| kind_name(value.kind()).as_ptr())
}

/// Why the access failed that this value stands for. `DATA_ACCESS_ERROR_SUCCESS` (-1) if it is ordinary data,
/// `DATA_ACCESS_ERROR_UNKNOWN` (12) for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getDataAccessError(self_: *const MmsValue) -> MmsDataAccessError {
    if self_.is_null() {
        return crate::error::DataAccessError::UNKNOWN.0;
    }
    get(self_, |value| value.as_access_error().unwrap_or(crate::error::DataAccessError::SUCCESS).0)
}

/// Takes over the content of `source`, in place, so that pointers to elements stay valid. False if the types do not
/// match (then nothing changes), or if a number or octet string does not fit (elements before it are updated already).
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_update(self_: *mut MmsValue, source: *const MmsValue) -> CBool {
    if std::ptr::eq(self_, source) {
        return (!self_.is_null()).into();
    }
    get(source, |source| get_mut(self_, |value| value.update(source).into()))
}

/// Whether both have the same type and content. Two NULLs are not equal.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_equals(self_: *const MmsValue, otherValue: *const MmsValue) -> CBool {
    get(self_, |value| get(otherValue, |other| (value == other).into()))
}

/// Whether both have the same type, element for element; sizes do not count.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_equalTypes(self_: *const MmsValue, otherValue: *const MmsValue) -> CBool {
    get(self_, |value| get(otherValue, |other| value.has_type_of(other).into()))
}

/// Writes the value as text into `buffer`, cut to `bufferSize` octets including the NUL, and returns the buffer.
/// A NULL value prints as `(null)`. Without a usable buffer an empty string is returned.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_printToBuffer(
    self_: *const MmsValue,
    buffer: *mut c_char,
    bufferSize: c_int,
) -> *const c_char {
    if self_.is_null() {
        return super::string::print_into(b"(null)", buffer, bufferSize);
    }
    get(self_, |value| {
        let mut text = Vec::new();
        value.print(&mut text);
        super::string::print_into(&text, buffer, bufferSize)
    })
}

/// The name of an error, for messages; not to be freed. `unknown` for numbers that are none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsError_toString(err: MmsError) -> *const c_char {
    guard(|| error_name(err).as_ptr())
}

fn error_name(error: MmsError) -> &'static CStr {
    match error {
        0 => c"none",
        1 => c"connection-rejected",
        2 => c"connection-lost",
        3 => c"service-timeout",
        4 => c"parsing-error",
        5 => c"hardware-fault",
        6 => c"conclude-rejected",
        7 => c"invalid-arguments",
        8 => c"outstanding-call-limit",
        9 => c"other",
        10 => c"vmd-state-other",
        20 => c"app-reference-other",
        30 => c"definition-other",
        31 => c"invalid-address",
        32 => c"type-unsupported",
        33 => c"type-inconsistent",
        34 => c"object-undefined",
        35 => c"object-exists",
        36 => c"object-attribute-inconsistent",
        40 => c"resource-other",
        41 => c"capability-unavailable",
        50 => c"service-other",
        55 => c"object-constraint-conflict",
        60 => c"preempt-other",
        70 => c"time-resolution-other",
        80 => c"access-other",
        81 => c"object-non-existent",
        82 => c"object-access-unsupported",
        83 => c"object-access-denied",
        84 => c"object-invalidated",
        85 => c"object-value-invalid",
        86 => c"temporarily-unavailable",
        90 => c"file-other",
        91 => c"filename-ambiguous",
        92 => c"file-busy",
        93 => c"filename-syntax-error",
        94 => c"file-content-type-invalid",
        95 => c"file-position-invalid",
        96 => c"file-access-denied",
        97 => c"file-non-existent",
        98 => c"duplicate-filename",
        99 => c"insufficient-space-in-filestore",
        100 => c"reject-other",
        101 => c"reject-unknown-pdu-type",
        102 => c"reject-invalid-pdu",
        103 => c"reject-unrecognized-service",
        104 => c"reject-unrecognized-modifier",
        105 => c"reject-request-invalid-argument",
        _ => c"unknown",
    }
}
