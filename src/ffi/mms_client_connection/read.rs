//! Reading variables.

use std::ffi::c_char;

use super::MmsConnection;
use super::arguments::{component, name, range, required, variables};
use super::handle::service;
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::mms::service::access::Alternate;
use crate::mms::value::Value;
use crate::mmsclient::calls;

/// Reads a variable.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
/// access; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readVariable(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read(name(domainId, itemId)?, None);
        connection.run(&call).map(into_raw)
    })
}

/// Reads a component of a variable.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param componentId the component, levels separated by `$`
/// @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
/// access; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readVariableComponent(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    componentId: *const c_char,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read(name(domainId, itemId)?, Some(&component(None, required(componentId)?)?));
        connection.run(&call).map(into_raw)
    })
}

/// Reads elements of an array.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param startIndex first element
/// @param numberOfElements how many elements; 0 for the first one alone, not as an array
/// @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
/// access; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readArrayElements(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    startIndex: u32,
    numberOfElements: u32,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read(name(domainId, itemId)?, Some(&range(startIndex, numberOfElements)));
        connection.run(&call).map(into_raw)
    })
}

/// Reads a component of an element of an array.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param index the element
/// @param componentId the component, levels separated by `$`
/// @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
/// access; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readSingleArrayElementWithComponent(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    index: u32,
    componentId: *const c_char,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read(
            name(domainId, itemId)?,
            Some(&component(Some(Alternate::index(index)), required(componentId)?)?),
        );
        connection.run(&call).map(into_raw)
    })
}

/// Reads several variables of one domain with one request.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param items a list of strings, the variables
/// @return an array with a value for each variable, of type MMS_DATA_ACCESS_ERROR where the server refuses the access,
/// to be freed with MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readMultipleVariables(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    items: LinkedList,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        connection.run(&calls::read_all(&variables(domainId, items)?, false)).map(Value::array).map(into_raw)
    })
}
