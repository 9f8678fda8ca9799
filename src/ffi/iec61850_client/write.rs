//! Writing data.

use std::ffi::{c_char, c_int};

use super::directory::constraint;
use super::handle::{required, service};
use super::{IedClientError, IedConnection};
use crate::error::{Error, Result};
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::BoolArg;
use crate::iec61850::Reference;
use crate::mms::value::Value;

/// Writes the value that `make` gives.
fn write(
    connection: IedConnection,
    error: *mut IedClientError,
    object: *const c_char,
    fc: FunctionalConstraint,
    make: impl FnOnce() -> Result<Value>,
) {
    service(connection, error, |client| {
        let reference = Reference::parse(required(object)?, constraint(fc)?)?;
        client.write(&reference, &make()?)
    });
}

/// Writes a data attribute, data object or any part of the model that has a functional constraint.
///
/// @param self the connection
/// @param error the result: the request's or the server's for this object
/// @param dataAttributeReference the object, as LD/LN.DO.DA; name(n) is an element of an array
/// @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
/// @param value the value, which stays the caller's
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeObject(
    self_: IedConnection,
    error: *mut IedClientError,
    dataAttributeReference: *const c_char,
    fc: FunctionalConstraint,
    value: *mut MmsValue,
) {
    service(self_, error, |client| {
        let reference = Reference::parse(required(dataAttributeReference)?, constraint(fc)?)?;
        // SAFETY: C passes NULL or a live value.
        let value = unsafe { value.as_ref() }.ok_or(Error::InvalidArgument("NULL value"))?;
        client.write(&reference, value)
    });
}

/// Writes a BOOLEAN.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the value
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeBooleanValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: BoolArg,
) {
    write(self_, error, objectReference, fc, || Ok(Value::boolean(value.get())));
}

/// Writes a signed integer.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the value
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeInt32Value(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: i32,
) {
    write(self_, error, objectReference, fc, || Ok(Value::integer(value.into(), 32)));
}

/// Writes an unsigned integer.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the value
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeUnsigned32Value(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: u32,
) {
    write(self_, error, objectReference, fc, || Ok(Value::unsigned(value.into(), 32)));
}

/// Writes a FLOAT32.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the value
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeFloatValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: f32,
) {
    write(self_, error, objectReference, fc, || Ok(Value::float32(value)));
}

/// Writes a VisibleString.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the string, which stays the caller's
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeVisibleStringValue(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: *mut c_char,
) {
    write(self_, error, objectReference, fc, || required(value).map(Value::visible_string));
}

/// Writes an OctetString.
///
/// @param self the connection
/// @param error the result
/// @param objectReference the attribute, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the octets, which stay the caller's; NULL only with the length 0
/// @param valueLength how many
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeOctetString(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: *mut u8,
    valueLength: c_int,
) {
    write(self_, error, objectReference, fc, || {
        let octets = match usize::try_from(valueLength) {
            Ok(0) => &[],
            // SAFETY: C passes as many readable octets as it says.
            Ok(length) if !value.is_null() => unsafe { std::slice::from_raw_parts(value, length) },
            _ => return Err(Error::InvalidArgument("octets")),
        };
        Ok(Value::octet_string(octets))
    });
}
