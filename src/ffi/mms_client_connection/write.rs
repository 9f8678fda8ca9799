//! Writing variables and the members of named variable lists.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::MmsConnection;
use super::arguments::{
    association_name, component, name, owned_name, range, required, value as argument, values as arguments,
    variables,
};
use super::handle::service;
use super::outcomes::list_of_results;
use crate::error::{DataAccessError, Error, Result};
use crate::ffi::enums::MmsDataAccessError::{DATA_ACCESS_ERROR_NO_RESPONSE, DATA_ACCESS_ERROR_SUCCESS};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_value::{MmsDataAccessError, MmsValue};
use crate::ffi::support::BoolArg;
use crate::ffi::support::out::Out;
use crate::mms::service::access::{Access, Alternate};
use crate::mmsclient::{Call, calls};

type Results = Vec<DataAccessError>;

/// Runs a write of one variable.
fn write(
    handle: MmsConnection,
    mms_error: *mut MmsError,
    call: impl FnOnce() -> Result<Call<()>>,
) -> MmsDataAccessError {
    let mut result = DATA_ACCESS_ERROR_NO_RESPONSE as MmsDataAccessError;
    service(handle, mms_error, |connection| {
        let outcome = connection.run(&call()?);
        result = result_of(&outcome);
        outcome
    });
    result
}

/// What a write of one variable came to.
pub(super) fn result_of(outcome: &Result<()>) -> MmsDataAccessError {
    match outcome {
        Ok(()) => DATA_ACCESS_ERROR_SUCCESS as MmsDataAccessError,
        Err(Error::DataAccess(error)) => error.0,
        Err(_) => DATA_ACCESS_ERROR_NO_RESPONSE as MmsDataAccessError,
    }
}

/// Runs a write of several variables.
fn write_all(
    handle: MmsConnection,
    mms_error: *mut MmsError,
    results: *mut LinkedList,
    call: impl FnOnce() -> Result<Call<Results>>,
) {
    let results = Out::new(results);
    results.set(null_mut());
    service(handle, mms_error, |connection| {
        // Without a place for it the list would be lost.
        let outcome = connection.run(&call()?)?;
        results.set_with(|| list_of_results(outcome));
        Ok(())
    });
}

/// The write of several variables of one domain. As many are written as there are values.
pub(super) fn several(domain: *const c_char, items: LinkedList, values: LinkedList) -> Result<Call<Results>> {
    let mut access = variables(domain, items)?;
    let mut values = arguments(values)?;
    if let Access::Variables(variables) = &mut access {
        variables.truncate(values.len());
        values.truncate(variables.len());
    }
    calls::write_all(&access, &values)
}

/// The write of the members of a named variable list.
pub(super) fn members(
    of_association: BoolArg,
    domain: *const c_char,
    item: *const c_char,
    values: LinkedList,
) -> Result<Call<Results>> {
    let name = if of_association.get() { association_name(item) } else { owned_name(domain, item) };
    calls::write_all(&Access::List(name?), &arguments(values)?)
}

/// Elements of an array by numbers of C.
pub(super) fn elements(index: c_int, count: c_int) -> Result<Alternate> {
    match (u32::try_from(index), u32::try_from(count)) {
        (Ok(index), Ok(count)) => Ok(range(index, count)),
        _ => Err(Error::InvalidArgument("negative index or count")),
    }
}

/// Writes a variable.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param value the value, which stays the caller's
/// @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
/// answer; mmsError says more
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeVariable(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    value: *mut MmsValue,
) -> MmsDataAccessError {
    write(self_, mmsError, || calls::write(name(domainId, itemId)?, None, argument(value)?))
}

/// Writes a component of a variable.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param componentId the component, levels separated by `$`
/// @param value the value, which stays the caller's
/// @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
/// answer; mmsError says more
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeVariableComponent(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    componentId: *const c_char,
    value: *mut MmsValue,
) -> MmsDataAccessError {
    write(self_, mmsError, || {
        calls::write(
            name(domainId, itemId)?,
            Some(&component(None, required(componentId)?)?),
            argument(value)?,
        )
    })
}

/// Writes a component of an element of an array.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param arrayIndex the element
/// @param componentId the component, levels separated by `$`
/// @param value the value, which stays the caller's
/// @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
/// answer; mmsError says more
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeSingleArrayElementWithComponent(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    arrayIndex: u32,
    componentId: *const c_char,
    value: *mut MmsValue,
) -> MmsDataAccessError {
    write(self_, mmsError, || {
        calls::write(
            name(domainId, itemId)?,
            Some(&component(Some(Alternate::index(arrayIndex)), required(componentId)?)?),
            argument(value)?,
        )
    })
}

/// Writes elements of an array.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param index first element
/// @param numberOfElements how many elements; 0 for the first one alone
/// @param value the value, which stays the caller's
/// @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
/// answer; mmsError says more
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeArrayElements(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    index: c_int,
    numberOfElements: c_int,
    value: *mut MmsValue,
) -> MmsDataAccessError {
    write(self_, mmsError, || {
        calls::write(name(domainId, itemId)?, Some(&elements(index, numberOfElements)?), argument(value)?)
    })
}

/// Writes several variables of one domain with one request.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param items a list of strings, the variables
/// @param values a list of MmsValue, which stay the caller's
/// @param accessResults becomes a list of MmsValue, access errors of which -1 is success, to be freed with
/// LinkedList_destroyDeep and MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeMultipleVariables(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    items: LinkedList,
    values: LinkedList,
    accessResults: *mut LinkedList,
) {
    write_all(self_, mmsError, accessResults, || several(domainId, items, values));
}

/// Writes the members of a named variable list with one request.
///
/// @param self the connection
/// @param mmsError the result
/// @param isAssociationSpecific whether the list belongs to the association; domainId does not count then
/// @param domainId its domain; NULL for the VMD
/// @param itemId the named variable list
/// @param values a list of MmsValue, which stay the caller's
/// @param accessResults becomes a list of MmsValue, access errors of which -1 is success, to be freed with
/// LinkedList_destroyDeep and MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_writeNamedVariableList(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    isAssociationSpecific: BoolArg,
    domainId: *const c_char,
    itemId: *const c_char,
    values: LinkedList,
    accessResults: *mut LinkedList,
) {
    write_all(self_, mmsError, accessResults, || members(isAssociationSpecific, domainId, itemId, values));
}
