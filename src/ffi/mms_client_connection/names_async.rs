//! Names of variables, lists and journals, and types of variables, asynchronously.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::arguments::{name, optional, required};
use super::handle::{code, launch};
use super::{
    MmsConnection, MmsConnection_GetNameListHandler, MmsConnection_GetVariableAccessAttributesHandler,
    outcomes,
};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_types::from_type_spec;
use crate::ffi::support::callback::Context;
use crate::mms::service::get_name_list::{ObjectClass, Scope};
use crate::mmsclient::calls;

/// Starts to ask for one page of these names, see MmsConnection_getVMDVariableNames.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVMDVariableNamesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    continueAfter: *const c_char,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, null_mut(), parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || Ok(calls::names(ObjectClass::NAMED_VARIABLE, Scope::Vmd, optional(continueAfter))),
        done,
    );
}

/// Starts to ask for one page of these names, see MmsConnection_getDomainNames.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, which must stay until the handler has been called; or
/// NULL for a new list
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainNamesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, result, parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || Ok(calls::names(ObjectClass::DOMAIN, Scope::Vmd, optional(continueAfter))),
        done,
    );
}

/// Starts to ask for one page of these names, see MmsConnection_getDomainVariableNames.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, which must stay until the handler has been called; or
/// NULL for a new list
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainVariableNamesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, result, parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || {
            Ok(calls::names(
                ObjectClass::NAMED_VARIABLE,
                Scope::Domain(required(domainId)?),
                optional(continueAfter),
            ))
        },
        done,
    );
}

/// Starts to ask for one page of these names, see MmsConnection_getDomainVariableListNames.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, which must stay until the handler has been called; or
/// NULL for a new list
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainVariableListNamesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, result, parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || {
            Ok(calls::names(
                ObjectClass::NAMED_VARIABLE_LIST,
                Scope::Domain(required(domainId)?),
                optional(continueAfter),
            ))
        },
        done,
    );
}

/// Starts to ask for one page of these names, see MmsConnection_getDomainJournals.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainJournalsAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    continueAfter: *const c_char,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, null_mut(), parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || {
            Ok(calls::names(
                ObjectClass::JOURNAL,
                Scope::Domain(required(domainId)?),
                optional(continueAfter),
            ))
        },
        done,
    );
}

/// Starts to ask for one page of these names, see MmsConnection_getVariableListNamesAssociationSpecific.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVariableListNamesAssociationSpecificAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    continueAfter: *const c_char,
    handler: MmsConnection_GetNameListHandler,
    parameter: *mut c_void,
) {
    let done = outcomes::names(handler, null_mut(), parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || Ok(calls::names(ObjectClass::NAMED_VARIABLE_LIST, Scope::Aa, optional(continueAfter))),
        done,
    );
}

/// Starts to ask for the type of a variable, see MmsConnection_getVariableAccessAttributes.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @param handler gets the type, which is its own to free with MmsVariableSpecification_destroy, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVariableAccessAttributesAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    handler: MmsConnection_GetVariableAccessAttributesHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    let call = || Ok(calls::variable_type(name(domainId, itemId)?));
    launch(self_, usedInvokeId, mmsError, call, move |invoke_id, outcome| {
        if let Some(handler) = handler {
            let error = code(&outcome);
            let spec = outcome.map_or(null_mut(), |spec| from_type_spec(&spec));
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), error, spec) }
        }
    });
}
