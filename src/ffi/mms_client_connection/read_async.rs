//! Reading variables asynchronously.

use std::ffi::{c_char, c_void};

use super::arguments::{component, name, range, required, variables};
use super::handle::launch;
use super::{MmsConnection, MmsConnection_ReadVariableHandler, outcomes};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::mms::service::access::Alternate;
use crate::mmsclient::calls;

/// Starts to read a variable, see MmsConnection_readVariable.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readVariableAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read(name(domainId, itemId)?, None));
    launch(self_, usedInvokeId, mmsError, call, outcomes::one_value(handler, parameter));
}

/// Starts to read a component of a variable, see MmsConnection_readVariableComponent.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param componentId the component, levels separated by `$`
/// @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readVariableComponentAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    componentId: *const c_char,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read(name(domainId, itemId)?, Some(&component(None, required(componentId)?)?)));
    launch(self_, usedInvokeId, mmsError, call, outcomes::one_value(handler, parameter));
}

/// Starts to read elements of an array, see MmsConnection_readArrayElements.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param startIndex first element
/// @param numberOfElements how many elements; 0 for the first one alone, not as an array
/// @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readArrayElementsAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    startIndex: u32,
    numberOfElements: u32,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read(name(domainId, itemId)?, Some(&range(startIndex, numberOfElements))));
    launch(self_, usedInvokeId, mmsError, call, outcomes::one_value(handler, parameter));
}

/// Starts to read a component of an element of an array, see MmsConnection_readSingleArrayElementWithComponent.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param index the element
/// @param componentId the component, levels separated by `$`
/// @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readSingleArrayElementWithComponentAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    index: u32,
    componentId: *const c_char,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || {
        Ok(calls::read(
            name(domainId, itemId)?,
            Some(&component(Some(Alternate::index(index)), required(componentId)?)?),
        ))
    };
    launch(self_, usedInvokeId, mmsError, call, outcomes::one_value(handler, parameter));
}

/// Starts to read several variables of one domain, see MmsConnection_readMultipleVariables.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param items a list of strings, the variables
/// @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readMultipleVariablesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    items: LinkedList,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read_all(&variables(domainId, items)?, false));
    launch(self_, usedInvokeId, mmsError, call, outcomes::all_values(handler, parameter));
}
