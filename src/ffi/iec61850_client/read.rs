//! Reading data and their types.

use std::ffi::c_char;

use super::directory::constraint;
use super::handle::{required, service};
use super::{IedClientError, IedConnection};
use crate::error::Result;
use crate::ffi::iec61850_common::timestamp::{Timestamp, Timestamp_create};
use crate::ffi::iec61850_common::{FunctionalConstraint, Quality};
use crate::ffi::mms_types::{MmsVariableSpecification, from_type_spec};
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{CBool, Fallback};
use crate::iec61850::Reference;
use crate::mms::value::{Data, Value};

fn reference(reference: *const c_char, fc: FunctionalConstraint) -> Result<Reference> {
    Reference::parse(required(reference)?, constraint(fc)?)
}

/// Reads one value that `pick` converts; another type is IED_ERROR_UNEXPECTED_VALUE_RECEIVED.
fn read_as<R: Fallback>(
    connection: IedConnection,
    error: *mut IedClientError,
    object: *const c_char,
    fc: FunctionalConstraint,
    pick: impl FnOnce(&Value) -> Option<R>,
) -> R {
    service(connection, error, |client| client.read_as(&reference(object, fc)?, pick))
}

/// Reads a data attribute, data object or any part of the model that has a functional constraint.
///
/// @param self the connection
/// @param error the result of the request; a refusal of the server is not an error but a value of the type
/// MMS_DATA_ACCESS_ERROR
/// @param dataAttributeReference the object, as LD/LN.DO.DA; name(n) is an element of an array
/// @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
/// @return the value, to be freed with MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readObject(
    self_: IedConnection,
    error: *mut IedClientError,
    dataAttributeReference: *const c_char,
    fc: FunctionalConstraint,
) -> *mut MmsValue {
    service(self_, error, |client| client.read(&reference(dataAttributeReference, fc)?).map(into_raw))
}

/// Reads a BOOLEAN.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return the value; false on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readBooleanValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> CBool {
    read_as(self_, error, objectReference, fc, |value| value.as_bool().map(CBool::from))
}

/// Reads a FLOAT32 or FLOAT64.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return the value; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readFloatValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> f32 {
    read_as(self_, error, objectReference, fc, |value| match &value.data {
        Data::Float(float) => Some(float.as_f32()),
        _ => None,
    })
}

/// Reads a string of either kind.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return a copy of the string, to be freed with free; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readStringValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> *mut c_char {
    read_as(self_, error, objectReference, fc, |value| match &value.data {
        Data::VisibleString(text) | Data::MmsString(text) => Some(malloc_text(text.as_bytes())),
        _ => None,
    })
}

/// Reads an integer of any size; larger ones are cut to their lower 32 bits.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return the value; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readInt32Value(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> i32 {
    read_as(self_, error, objectReference, fc, |value| integer(value).map(|number| number as i32))
}

/// Reads an integer of any size.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return the value; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readInt64Value(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> i64 {
    read_as(self_, error, objectReference, fc, integer)
}

/// Reads an unsigned integer. Signed ones give the octets that the server sent.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @return the value; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readUnsigned32Value(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> u32 {
    read_as(self_, error, objectReference, fc, |value| match &value.data {
        Data::Integer(number) | Data::Unsigned(number) => Some(number.shortest_octets() as u32),
        _ => None,
    })
}

fn integer(value: &Value) -> Option<i64> {
    match &value.data {
        Data::Integer(number) | Data::Unsigned(number) => Some(number.as_i64()),
        _ => None,
    }
}

/// Reads a time stamp.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param timeStamp where to put it; NULL to have one made
/// @return timeStamp, or a new one to be freed with Timestamp_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readTimestampValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    timeStamp: *mut Timestamp,
) -> *mut Timestamp {
    read_as(self_, error, objectReference, fc, |value| {
        let time = *value.as_utc_time()?;
        let target = if timeStamp.is_null() { Timestamp_create() } else { timeStamp };
        // SAFETY: C passes NULL or memory for one Timestamp; a new one is valid unless memory is exhausted.
        if let Some(target) = unsafe { target.as_mut() } {
            target.val = time;
        }
        Some(target)
    })
}

/// Reads a quality (a bit string of 13 bits).
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
/// @param objectReference the attribute, as LD/LN.DO.q
/// @param fc the functional constraint
/// @return the quality; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readQualityValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
) -> Quality {
    const QUALITY_BITS: u32 = 13;
    read_as(self_, error, objectReference, fc, |value| match &value.data {
        Data::BitString(bits) if bits.size() == QUALITY_BITS => Some(bits.as_integer() as Quality),
        _ => None,
    })
}

/// Asks the server for the type of a variable.
///
/// @param self the connection
/// @param error the result
/// @param dataAttributeReference the object, as LD/LN.DO.DA
/// @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
/// @return the type, to be freed with MmsVariableSpecification_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getVariableSpecification(
    self_: IedConnection,
    error: *mut IedClientError,
    dataAttributeReference: *const c_char,
    fc: FunctionalConstraint,
) -> *mut MmsVariableSpecification {
    service(self_, error, |client| {
        let reference = Reference::whole(required(dataAttributeReference)?, constraint(fc)?)?;
        client.specification(&reference).map(|spec| from_type_spec(&spec))
    })
}
