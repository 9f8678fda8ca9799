//! The values of the members of named variable lists.

use std::ffi::{c_char, c_void};

use super::arguments::{association_name, owned_name};
use super::handle::{launch, service};
use super::{MmsConnection, MmsConnection_ReadVariableHandler, outcomes};
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::BoolArg;
use crate::mms::service::access::Access;
use crate::mms::value::Value;
use crate::mmsclient::calls;

/// Reads the members of a named variable list.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param specWithResult whether the answer shall repeat the names of the members
/// @return an array with a value for each member, of type MMS_DATA_ACCESS_ERROR where the server refuses the access, to
/// be freed with MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListValues(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    specWithResult: BoolArg,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read_all(&Access::List(owned_name(domainId, listName)?), specWithResult.get());
        connection.run(&call).map(Value::array).map(into_raw)
    })
}

/// Starts to read the members of a named variable list, see MmsConnection_readNamedVariableListValues.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param specWithResult whether the answer shall repeat the names of the members
/// @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListValuesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    specWithResult: BoolArg,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read_all(&Access::List(owned_name(domainId, listName)?), specWithResult.get()));
    launch(self_, usedInvokeId, mmsError, call, outcomes::all_values(handler, parameter));
}

/// Reads the members of a named variable list of this association.
///
/// @param self the connection
/// @param mmsError the result
/// @param listName the named variable list
/// @param specWithResult whether the answer shall repeat the names of the members
/// @return an array with a value for each member, of type MMS_DATA_ACCESS_ERROR where the server refuses the access, to
/// be freed with MmsValue_delete; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListValuesAssociationSpecific(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    listName: *const c_char,
    specWithResult: BoolArg,
) -> *mut MmsValue {
    service(self_, mmsError, |connection| {
        let call = calls::read_all(&Access::List(association_name(listName)?), specWithResult.get());
        connection.run(&call).map(Value::array).map(into_raw)
    })
}

/// Starts to read the members of a named variable list of this association, see
/// MmsConnection_readNamedVariableListValuesAssociationSpecific.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param listName the named variable list
/// @param specWithResult whether the answer shall repeat the names of the members
/// @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListValuesAssociationSpecificAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    listName: *const c_char,
    specWithResult: BoolArg,
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::read_all(&Access::List(association_name(listName)?), specWithResult.get()));
    launch(self_, usedInvokeId, mmsError, call, outcomes::all_values(handler, parameter));
}
