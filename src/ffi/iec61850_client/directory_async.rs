//! Asynchronous directory services: one page of names per request. How the asynchronous functions work: see
//! asynchronous.rs.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::directory::optional;
use super::handle::{code, service};
use super::{IedClientError, IedConnection, IedConnection_GetNameListHandler};
use crate::error::Result;
use crate::ffi::linked_list::{LinkedList, texts_into};
use crate::ffi::support::callback::Context;
use crate::mms::service::get_name_list::{ObjectClass, Scope};
use crate::mmsclient::NamePage;

/// Gives the names to the handler, in C's list where there is one.
fn page(
    handler: IedConnection_GetNameListHandler,
    result: LinkedList,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<NamePage>) + Send + 'static {
    let context = Context::new(result, parameter);
    move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let more = outcome.as_ref().is_ok_and(|page| page.more_follows);
        let list = outcome.map_or(null_mut(), |page| texts_into(context.object(), page.names));
        // SAFETY: handler and parameter are C's, valid until the handler has been called.
        unsafe { handler(invoke_id, context.parameter(), error, list, more.into()) }
    }
}

/// Starts to ask for the names of the logical devices.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, which must stay until the handler has been called; or
/// NULL for a new list
/// @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
/// instead of the list on error, when `result` stays the caller's
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getServerDirectoryAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: IedConnection_GetNameListHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let done = page(handler, result, parameter);
        client.connection().names_async(ObjectClass::DOMAIN, Scope::Vmd, optional(continueAfter), done)
    })
}

/// Starts to ask for all MMS variables of a logical device, as LN$FC$DO$DA.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param ldName name of the logical device; NULL for the variables of the VMD itself
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, or NULL, see IedConnection_getServerDirectoryAsync
/// @param handler gets the list and whether more names follow, see IedConnection_getServerDirectoryAsync
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceVariablesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    ldName: *const c_char,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: IedConnection_GetNameListHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let scope = optional(ldName).map_or(Scope::Vmd, Scope::Domain);
        let done = page(handler, result, parameter);
        client.connection().names_async(ObjectClass::NAMED_VARIABLE, scope, optional(continueAfter), done)
    })
}

/// Starts to ask for all data sets of a logical device, as LN$name.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param ldName name of the logical device; NULL for the data sets of the VMD itself
/// @param continueAfter the last name of the page before; NULL for the first page
/// @param result a list of strings to which the names are added, or NULL, see IedConnection_getServerDirectoryAsync
/// @param handler gets the list and whether more names follow, see IedConnection_getServerDirectoryAsync
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceDataSetsAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    ldName: *const c_char,
    continueAfter: *const c_char,
    result: LinkedList,
    handler: IedConnection_GetNameListHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let scope = optional(ldName).map_or(Scope::Vmd, Scope::Domain);
        let done = page(handler, result, parameter);
        client.connection().names_async(
            ObjectClass::NAMED_VARIABLE_LIST,
            scope,
            optional(continueAfter),
            done,
        )
    })
}
