//! How outcomes go to the handlers of C. Each builder makes the completion of one kind of handler.

use std::ffi::c_void;
use std::ptr::null_mut;

use super::arguments::specification;
use super::handle::code;
use super::{
    MmsConnection_GenericServiceHandler, MmsConnection_GetNameListHandler, MmsConnection_ReadJournalHandler,
    MmsConnection_ReadNVLDirectoryHandler, MmsConnection_ReadVariableHandler,
    MmsConnection_WriteMultipleVariablesHandler, list_of_journal_entries,
};
use crate::error::{DataAccessError, Result};
use crate::ffi::linked_list::{LinkedList, list_of_pointers, texts_into};
use crate::ffi::mms_value::into_raw;
use crate::ffi::support::callback::Context;
use crate::mms::service::variable_list::ListAttributes;
use crate::mms::value::Value;
use crate::mmsclient::NamePage;
use crate::mmsclient::calls::JournalPage;

/// Completes a service without results.
pub(super) fn generic(
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<()>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        if let Some(handler) = handler {
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), code(&outcome), outcome.is_ok().into()) }
        }
    }
}

/// Completes a read of one value.
pub(super) fn one_value(
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<Value>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        if let Some(handler) = handler {
            let error = code(&outcome);
            let value = outcome.map_or(null_mut(), into_raw);
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), error, value) }
        }
    }
}

/// Completes a read of several values, which C gets as one array.
pub(super) fn all_values(
    handler: MmsConnection_ReadVariableHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<Vec<Value>>) + Send + 'static {
    let done = one_value(handler, parameter);
    move |invoke_id, outcome| done(invoke_id, outcome.map(Value::array))
}

/// Completes a write of several values.
pub(super) fn write_results(
    handler: MmsConnection_WriteMultipleVariablesHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<Vec<DataAccessError>>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        if let Some(handler) = handler {
            let error = code(&outcome);
            let list = outcome.map_or(null_mut(), list_of_results);
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), error, list) }
        }
    }
}

/// The results of a write: a list of access errors, -1 for success.
pub(super) fn list_of_results(results: Vec<DataAccessError>) -> LinkedList {
    list_of_pointers(results.into_iter().map(|result| into_raw(Value::access_error(result)).cast()))
}

/// Completes a page of names, which are added to C's list where there is one.
pub(super) fn names(
    handler: MmsConnection_GetNameListHandler,
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

/// Completes the members of a named variable list.
pub(super) fn directory(
    handler: MmsConnection_ReadNVLDirectoryHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<ListAttributes>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let deletable = outcome.as_ref().is_ok_and(|attributes| attributes.deletable);
        let list = outcome.map_or(null_mut(), |attributes| list_of_members(&attributes));
        // SAFETY: handler and parameter are C's, valid until the handler has been called.
        unsafe { handler(invoke_id, context.parameter(), error, list, deletable.into()) }
    }
}

/// The members of a named variable list as a list of MmsVariableAccessSpecification.
pub(super) fn list_of_members(attributes: &ListAttributes) -> LinkedList {
    list_of_pointers(attributes.variables.iter().map(|member| specification(member.as_ref()).cast()))
}

/// Completes entries of a journal.
pub(super) fn journal(
    handler: MmsConnection_ReadJournalHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<JournalPage>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let more = outcome.as_ref().is_ok_and(|page| page.more_follows);
        let list = outcome.map_or(null_mut(), |page| list_of_journal_entries(page.entries));
        // SAFETY: handler and parameter are C's, valid until the handler has been called.
        unsafe { handler(invoke_id, context.parameter(), error, list, more.into()) }
    }
}
