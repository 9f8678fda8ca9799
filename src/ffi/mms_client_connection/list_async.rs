//! Named variable lists asynchronously.

use std::ffi::{c_char, c_void};

use super::arguments::{association_name, members, owned_name};
use super::handle::launch;
use super::{
    MmsConnection, MmsConnection_GenericServiceHandler, MmsConnection_ReadNVLDirectoryHandler, outcomes,
};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::mmsclient::calls;

/// Starts to define a named variable list, see MmsConnection_defineNamedVariableList.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_defineNamedVariableListAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    variableSpecs: LinkedList,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::define_list(&owned_name(domainId, listName)?, &members(variableSpecs)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to ask for the members of a named variable list, see MmsConnection_readNamedVariableListDirectory.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param handler gets the list, which is its own to free with LinkedList_destroyDeep and
/// MmsVariableAccessSpecification_destroy, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListDirectoryAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    handler: MmsConnection_ReadNVLDirectoryHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::list_attributes(&owned_name(domainId, listName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::directory(handler, parameter));
}

/// Starts to delete a named variable list, see MmsConnection_deleteNamedVariableList.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_deleteNamedVariableListAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::delete_list(&owned_name(domainId, listName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to define a named variable list of this association, see
/// MmsConnection_defineNamedVariableListAssociationSpecific.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param listName the named variable list
/// @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_defineNamedVariableListAssociationSpecificAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    listName: *const c_char,
    variableSpecs: LinkedList,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::define_list(&association_name(listName)?, &members(variableSpecs)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to ask for the members of a named variable list of this association, see
/// MmsConnection_readNamedVariableListDirectoryAssociationSpecific.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param listName the named variable list
/// @param handler gets the list, which is its own to free with LinkedList_destroyDeep and
/// MmsVariableAccessSpecification_destroy, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListDirectoryAssociationSpecificAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    listName: *const c_char,
    handler: MmsConnection_ReadNVLDirectoryHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::list_attributes(&association_name(listName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::directory(handler, parameter));
}

/// Starts to delete a named variable list of this association, see
/// MmsConnection_deleteAssociationSpecificNamedVariableList.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param listName the named variable list
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_deleteAssociationSpecificNamedVariableListAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    listName: *const c_char,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::delete_list(&association_name(listName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}
