//! Writing variables and the members of named variable lists asynchronously.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::arguments::{component, name, required, value as argument};
use super::handle::{code, launch};
use super::write::{elements, members, result_of, several};
use super::{
    MmsConnection, MmsConnection_WriteMultipleVariablesHandler, MmsConnection_WriteVariableHandler, outcomes,
};
use crate::error::Result;
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::BoolArg;
use crate::ffi::support::callback::Context;
use crate::mms::service::access::Alternate;
use crate::mmsclient::calls;

/// Completes a write of one variable.
fn written(
    handler: MmsConnection_WriteVariableHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<()>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        if let Some(handler) = handler {
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), code(&outcome), result_of(&outcome)) }
        }
    }
}

/// Starts to write a variable, see MmsConnection_writeVariable.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param value the value, which stays the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeVariableAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    value: *mut MmsValue,
    handler: MmsConnection_WriteVariableHandler,
    parameter: *mut c_void,
) {
    let call = || calls::write(name(domainId, itemId)?, None, argument(value)?);
    launch(self_, usedInvokeId, mmsError, call, written(handler, parameter));
}

/// Starts to write a component of a variable, see MmsConnection_writeVariableComponent.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param componentId the component, levels separated by `$`
/// @param value the value, which stays the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeVariableComponentAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    componentId: *const c_char,
    value: *mut MmsValue,
    handler: MmsConnection_WriteVariableHandler,
    parameter: *mut c_void,
) {
    let call = || {
        calls::write(
            name(domainId, itemId)?,
            Some(&component(None, required(componentId)?)?),
            argument(value)?,
        )
    };
    launch(self_, usedInvokeId, mmsError, call, written(handler, parameter));
}

/// Starts to write a component of an element of an array, see MmsConnection_writeSingleArrayElementWithComponent.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param arrayIndex the element
/// @param componentId the component, levels separated by `$`
/// @param value the value, which stays the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeSingleArrayElementWithComponentAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    arrayIndex: u32,
    componentId: *const c_char,
    value: *mut MmsValue,
    handler: MmsConnection_WriteVariableHandler,
    parameter: *mut c_void,
) {
    let call = || {
        calls::write(
            name(domainId, itemId)?,
            Some(&component(Some(Alternate::index(arrayIndex)), required(componentId)?)?),
            argument(value)?,
        )
    };
    launch(self_, usedInvokeId, mmsError, call, written(handler, parameter));
}

/// Starts to write elements of an array, see MmsConnection_writeArrayElements.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param index first element
/// @param numberOfElements how many elements; 0 for the first one alone
/// @param value the value, which stays the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeArrayElementsAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    index: c_int,
    numberOfElements: c_int,
    value: *mut MmsValue,
    handler: MmsConnection_WriteVariableHandler,
    parameter: *mut c_void,
) {
    let call =
        || calls::write(name(domainId, itemId)?, Some(&elements(index, numberOfElements)?), argument(value)?);
    launch(self_, usedInvokeId, mmsError, call, written(handler, parameter));
}

/// Starts to write several variables of one domain, see MmsConnection_writeMultipleVariables.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param items a list of strings, the variables
/// @param values a list of MmsValue, which stay the caller's
/// @param handler gets the results, which are its own to free with LinkedList_destroyDeep and MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeMultipleVariablesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    items: LinkedList,
    values: LinkedList,
    handler: MmsConnection_WriteMultipleVariablesHandler,
    parameter: *mut c_void,
) {
    let call = || several(domainId, items, values);
    launch(self_, usedInvokeId, mmsError, call, outcomes::write_results(handler, parameter));
}

/// Starts to write the members of a named variable list, see MmsConnection_writeNamedVariableList.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param isAssociationSpecific whether the list belongs to the association; domainId does not count then
/// @param domainId its domain; NULL for the VMD
/// @param itemId the named variable list
/// @param values a list of MmsValue, which stay the caller's
/// @param handler gets the results, which are its own to free with LinkedList_destroyDeep and MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeNamedVariableListAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    isAssociationSpecific: BoolArg,
    domainId: *const c_char,
    itemId: *const c_char,
    values: LinkedList,
    handler: MmsConnection_WriteMultipleVariablesHandler,
    parameter: *mut c_void,
) {
    let call = || members(isAssociationSpecific, domainId, itemId, values);
    launch(self_, usedInvokeId, mmsError, call, outcomes::write_results(handler, parameter));
}
