//! Constructors.

use std::ffi::{c_char, c_int};

use super::{MmsDataAccessError, MmsValue, into_raw, new_value};
use crate::error::DataAccessError;
use crate::ffi::mms_types::{MmsVariableSpecification, to_type_spec};
use crate::ffi::support::{BoolArg, get, guard, text};
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::mms::value::{BinaryTime, BitString, Data, Elements, Float, Integer, Octets, Text, Value, time};

/// Elements that an empty container may be made with: more is a mistake of the caller.
const MAX_ELEMENTS: c_int = 1 << 24;

fn value_or_null(value: Option<Value>) -> *mut MmsValue {
    value.map_or(std::ptr::null_mut(), into_raw)
}

fn from_type(
    spec: *const MmsVariableSpecification,
    wrap: impl FnOnce(TypeSpec) -> Option<TypeSpec>,
) -> *mut MmsValue {
    guard(|| {
        // SAFETY: NULL or a well-formed tree by the C contract.
        let spec = unsafe { to_type_spec(spec) };
        value_or_null(spec.and_then(wrap).and_then(|spec| Value::default_for(&spec)))
    })
}

/// A new array of `size` elements of the given type, all zero, false or empty. NULL for a NULL or unusable type or a
/// negative size.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_createArray(
    elementType: *const MmsVariableSpecification,
    size: c_int,
) -> *mut MmsValue {
    from_type(elementType, |element| {
        let count = u32::try_from(size).ok()?;
        Some(TypeSpec::new("", TypeKind::Array { count, element: Box::new(element) }))
    })
}

/// A new array of `size` empty elements, to be set with `MmsValue_setElement`. NULL for a negative size.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_createEmptyArray(size: c_int) -> *mut MmsValue {
    guard(|| value_or_null(empty(size).map(|elements| Value::new(Data::Array(elements)))))
}

/// A new structure of `size` empty elements, to be set with `MmsValue_setElement`. NULL for a negative size.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_createEmptyStructure(size: c_int) -> *mut MmsValue {
    guard(|| value_or_null(empty(size).map(|elements| Value::new(Data::Structure(elements)))))
}

fn empty(size: c_int) -> Option<Elements> {
    (0..=MAX_ELEMENTS).contains(&size).then(|| Elements::empty(size as usize))
}

/// A new structure of the given type, all components zero, false or empty. NULL for a type that is no structure.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newStructure(typeSpec: *const MmsVariableSpecification) -> *mut MmsValue {
    from_type(typeSpec, |spec| matches!(spec.kind, TypeKind::Structure { .. }).then_some(spec))
}

/// A new value of the given type, zero, false or empty at all levels. NULL for a type without values.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newDefaultValue(typeSpec: *const MmsVariableSpecification) -> *mut MmsValue {
    from_type(typeSpec, Some)
}

/// A new value that stands for a failed access.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newDataAccessError(accessError: MmsDataAccessError) -> *mut MmsValue {
    guard(|| new_value(Data::AccessError(DataAccessError(accessError))))
}

/// A new integer 0 with room for `size` bits: up to 32 make room for 32, more for 64.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newInteger(size: c_int) -> *mut MmsValue {
    guard(|| new_value(Data::Integer(Integer::signed(0, size > 32))))
}

/// A new unsigned 0 with room for `size` bits: up to 32 make room for 32, more for 64.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newUnsigned(size: c_int) -> *mut MmsValue {
    guard(|| new_value(Data::Unsigned(Integer::unsigned(0, size > 32))))
}

/// A new integer with room for 32 bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newIntegerFromInt8(integer: i8) -> *mut MmsValue {
    guard(|| new_value(Data::Integer(Integer::signed(integer.into(), false))))
}

/// A new integer with room for 32 bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newIntegerFromInt16(integer: i16) -> *mut MmsValue {
    guard(|| new_value(Data::Integer(Integer::signed(integer.into(), false))))
}

/// A new integer with room for 32 bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newIntegerFromInt32(integer: i32) -> *mut MmsValue {
    guard(|| new_value(Data::Integer(Integer::signed(integer.into(), false))))
}

/// A new integer with room for 64 bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newIntegerFromInt64(integer: i64) -> *mut MmsValue {
    guard(|| new_value(Data::Integer(Integer::signed(integer, true))))
}

/// A new unsigned with room for 32 bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newUnsignedFromUint32(integer: u32) -> *mut MmsValue {
    guard(|| new_value(Data::Unsigned(Integer::unsigned(integer.into(), false))))
}

/// A new boolean.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newBoolean(boolean: BoolArg) -> *mut MmsValue {
    guard(|| new_value(Data::Boolean(boolean.get())))
}

/// A new floating point number in single precision.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newFloat(value: f32) -> *mut MmsValue {
    guard(|| new_value(Data::Float(Float::Single(value))))
}

/// A new floating point number in double precision.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newDouble(value: f64) -> *mut MmsValue {
    guard(|| new_value(Data::Float(Float::Double(value))))
}

/// A new bit string of `bitSize` bits, all zero. The sign of the size does not matter. NULL where there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newBitString(bitSize: c_int) -> *mut MmsValue {
    guard(|| {
        let size = Some(bitSize.unsigned_abs()).filter(|size| is_to_be_had(*size as usize / 8));
        value_or_null(size.map(|size| Value::new(Data::BitString(BitString::new(size)))))
    })
}

/// A new octet string of `size` zero octets with room for `maxSize` (the sign of which does not matter). NULL for a
/// negative `size`, and where there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newOctetString(size: c_int, maxSize: c_int) -> *mut MmsValue {
    guard(|| {
        let room = maxSize.unsigned_abs() as usize;
        let size = usize::try_from(size).ok().filter(|size| is_to_be_had(room.max(*size)));
        let octets = size.map(|size| Octets::with_size(size, room));
        value_or_null(octets.map(|octets| Value::new(Data::OctetString(octets))))
    })
}

/// A new visible string, a copy of `string`; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newVisibleString(string: *const c_char) -> *mut MmsValue {
    // SAFETY: NULL or a C string.
    guard(|| value_or_null(unsafe { text::bytes(string) }.map(Value::visible_string)))
}

/// A new MMS string (UTF-8), a copy of `string`; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newMmsString(string: *const c_char) -> *mut MmsValue {
    // SAFETY: NULL or a C string.
    guard(|| value_or_null(unsafe { text::bytes(string) }.map(Value::mms_string)))
}

/// A new empty visible string with room for `size` octets; NULL for a negative size, and where there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newVisibleStringWithSize(size: c_int) -> *mut MmsValue {
    guard(|| value_or_null(sized(size).map(|text| Value::new(Data::VisibleString(text)))))
}

/// A new empty MMS string with room for `size` octets; NULL for a negative size, and where there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newMmsStringWithSize(size: c_int) -> *mut MmsValue {
    guard(|| value_or_null(sized(size).map(|text| Value::new(Data::MmsString(text)))))
}

fn sized(size: c_int) -> Option<Text> {
    usize::try_from(size).ok().filter(|size| is_to_be_had(*size)).map(Text::with_size)
}

/// Whether the system gives so many octets, which may be many: where it does not, an allocation would end the process.
fn is_to_be_had(octets: usize) -> bool {
    const FEW: usize = 1 << 20;
    octets < FEW || Vec::<u8>::new().try_reserve_exact(octets + FEW).is_ok()
}

/// A new visible string of the `size` octets at `byteArray`, which need no NUL. NULL for NULL or a negative size.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newVisibleStringFromByteArray(byteArray: *const u8, size: c_int) -> *mut MmsValue {
    // SAFETY: NULL or that many octets by the C contract.
    guard(|| value_or_null(unsafe { super::string::octets(byteArray, size) }.map(Value::visible_string)))
}

/// A new MMS string of the `size` octets at `byteArray`, which need no NUL. NULL for NULL or a negative size.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newMmsStringFromByteArray(byteArray: *const u8, size: c_int) -> *mut MmsValue {
    // SAFETY: NULL or that many octets by the C contract.
    guard(|| value_or_null(unsafe { super::string::octets(byteArray, size) }.map(Value::mms_string)))
}

/// A new binary time: with `timeOfDay` the short form of four octets (milliseconds of the day), otherwise six octets
/// (with the day, counted from 1984).
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newBinaryTime(timeOfDay: BoolArg) -> *mut MmsValue {
    guard(|| new_value(Data::BinaryTime(BinaryTime::new(timeOfDay.get()))))
}

/// A new utc-time of seconds since 1970-01-01 UTC; its quality octet is 0.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newUtcTime(timeval: u32) -> *mut MmsValue {
    guard(|| new_value(Data::UtcTime(time::utc_from_ms(u64::from(timeval) * 1000, 0))))
}

/// A new utc-time of milliseconds since 1970-01-01 UTC; its quality octet says 10 significant bits.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_newUtcTimeByMsTime(timeval: u64) -> *mut MmsValue {
    guard(|| new_value(Data::UtcTime(time::utc_from_ms(timeval, super::time::MS_QUALITY))))
}

/// A deep copy that the caller owns, whatever the original belongs to; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_clone(self_: *const MmsValue) -> *mut MmsValue {
    get(self_, |value| into_raw(value.clone()))
}
