//! Asynchronous reading and writing of single objects.
//!
//! All asynchronous functions work alike: what is wrong at once is stored in `error` and the handler is not called;
//! otherwise the handler is called exactly once, with the answer, IED_ERROR_TIMEOUT or IED_ERROR_CONNECTION_LOST.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::directory::constraint;
use super::handle::{code, required, service};
use super::{
    IedClientError, IedConnection, IedConnection_GenericServiceHandler,
    IedConnection_GetVariableSpecificationHandler, IedConnection_ReadObjectHandler,
};
use crate::error::{Error, Result};
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::mms_types::from_type_spec;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::callback::Context;
use crate::iec61850::Reference;

/// Completes a service without results.
pub(super) fn generic(
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<()>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        if let Some(handler) = handler {
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), code(&outcome)) }
        }
    }
}

/// Starts to read an object, see IedConnection_readObject.
///
/// @param self the connection
/// @param error what is wrong at once; IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED when the negotiated number of requests
/// is outstanding already
/// @param objRef the object, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readObjectAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    objRef: *const c_char,
    fc: FunctionalConstraint,
    handler: IedConnection_ReadObjectHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        let reference = Reference::parse(required(objRef)?, constraint(fc)?)?;
        client.read_async(&reference, move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let error = code(&outcome);
                let value = outcome.map_or(null_mut(), into_raw);
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, value) }
            }
        })
    })
}

/// Starts to write an object, see IedConnection_writeObject.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param objectReference the object, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param value the value, which stays the caller's and may be freed at once
/// @param handler gets the result
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeObjectAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    objectReference: *const c_char,
    fc: FunctionalConstraint,
    value: *mut MmsValue,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let reference = Reference::parse(required(objectReference)?, constraint(fc)?)?;
        // SAFETY: C passes NULL or a live value.
        let value = unsafe { value.as_ref() }.ok_or(Error::InvalidArgument("NULL value"))?;
        client.write_async(&reference, value, generic(handler, parameter))
    })
}

/// Starts to ask for the type of a variable, see IedConnection_getVariableSpecification.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataAttributeReference the object, as LD/LN.DO.DA
/// @param fc the functional constraint
/// @param handler gets the type, which is its own to free with MmsVariableSpecification_destroy, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getVariableSpecificationAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataAttributeReference: *const c_char,
    fc: FunctionalConstraint,
    handler: IedConnection_GetVariableSpecificationHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        let reference = Reference::whole(required(dataAttributeReference)?, constraint(fc)?)?;
        client.specification_async(&reference, move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let error = code(&outcome);
                let spec = outcome.map_or(null_mut(), |spec| from_type_spec(&spec));
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, spec) }
            }
        })
    })
}
