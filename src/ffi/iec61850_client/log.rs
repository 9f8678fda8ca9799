//! Log queries.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::handle::{code, required, service};
use super::{IedClientError, IedConnection, IedConnection_QueryLogHandler};
use crate::error::{Error, Result};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_client_connection::list_of_journal_entries;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::callback::Context;
use crate::ffi::support::out::Out;
use crate::mms::value::Data;
use crate::mmsclient::calls::JournalPage;

/// The entries of a log between two times, as many as one answer holds.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown log
/// @param logReference the log, as LD/LN$log
/// @param startTime the earliest time, in milliseconds since 1970
/// @param endTime the latest time, in milliseconds since 1970
/// @param moreFollows becomes whether the server has further entries: ask for them with IedConnection_queryLogAfter.
/// May be NULL
/// @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_queryLogByTime(
    self_: IedConnection,
    error: *mut IedClientError,
    logReference: *const c_char,
    startTime: u64,
    endTime: u64,
    moreFollows: *mut bool,
) -> LinkedList {
    let more = Out::new(moreFollows);
    service(self_, error, |client| {
        let log = required(logReference)?;
        answered(client.query_log_by_time(log, startTime, endTime), &more)
    })
}

/// The entries of a log behind one of them, as many as one answer holds.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown log
/// @param logReference the log, as LD/LN$log
/// @param entryID identifier of the entry, an octet string, which stays the caller's
/// @param timeStamp time of the entry, in milliseconds since 1970
/// @param moreFollows becomes whether the server has further entries. May be NULL
/// @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_queryLogAfter(
    self_: IedConnection,
    error: *mut IedClientError,
    logReference: *const c_char,
    entryID: *mut MmsValue,
    timeStamp: u64,
    moreFollows: *mut bool,
) -> LinkedList {
    let more = Out::new(moreFollows);
    service(self_, error, |client| {
        let (log, entry) = (required(logReference)?, identifier(entryID)?);
        answered(client.query_log_after(log, entry, timeStamp), &more)
    })
}

/// Starts to ask for the entries of a log between two times, see IedConnection_queryLogByTime.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param logReference the log, as LD/LN$log
/// @param startTime the earliest time, in milliseconds since 1970
/// @param endTime the latest time, in milliseconds since 1970
/// @param handler gets the entries, which are its own to free, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_queryLogByTimeAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    logReference: *const c_char,
    startTime: u64,
    endTime: u64,
    handler: IedConnection_QueryLogHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let log = required(logReference)?;
        client.query_log_by_time_async(log, startTime, endTime, completion(handler, parameter))
    })
}

/// Starts to ask for the entries of a log behind one of them, see IedConnection_queryLogAfter.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param logReference the log, as LD/LN$log
/// @param entryID identifier of the entry, an octet string, which stays the caller's
/// @param timeStamp time of the entry, in milliseconds since 1970
/// @param handler gets the entries, which are its own to free, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_queryLogAfterAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    logReference: *const c_char,
    entryID: *mut MmsValue,
    timeStamp: u64,
    handler: IedConnection_QueryLogHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let (log, entry) = (required(logReference)?, identifier(entryID)?);
        client.query_log_after_async(log, entry, timeStamp, completion(handler, parameter))
    })
}

/// Whether more follows is false when the server refused, and unchanged when nothing was asked.
fn answered(outcome: Result<JournalPage>, more: &Out<bool>) -> Result<LinkedList> {
    if !matches!(outcome, Err(Error::InvalidReference)) {
        more.set(outcome.as_ref().is_ok_and(|found| found.more_follows));
    }
    outcome.map(|found| list_of_journal_entries(found.entries))
}

fn completion(
    handler: IedConnection_QueryLogHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<JournalPage>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let (list, more) = outcome.map_or((null_mut(), false), |found| {
            (list_of_journal_entries(found.entries), found.more_follows)
        });
        // SAFETY: handler and parameter are C's, valid until the handler has been called.
        unsafe { handler(invoke_id, context.parameter(), error, list, more.into()) }
    }
}

fn identifier<'a>(entry: *const MmsValue) -> Result<&'a [u8]> {
    // SAFETY: C passes NULL or a live value.
    match unsafe { entry.as_ref() }.map(|entry| &entry.data) {
        Some(Data::OctetString(octets)) => Ok(octets.as_bytes()),
        _ => Err(Error::InvalidArgument("entry id that is no octet string")),
    }
}
