//! Reading journals, in IEC 61850 logs.

use std::ffi::{c_char, c_void};

use super::arguments::{owned_name, value};
use super::handle::{launch, service};
use super::{MmsConnection, MmsConnection_ReadJournalHandler, list_of_journal_entries, outcomes};
use crate::error::{Error, Result};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::out::Out;
use crate::mms::value::Data;
use crate::mmsclient::Call;
use crate::mmsclient::calls::{self, JournalPage};

fn between(
    domain: *const c_char,
    item: *const c_char,
    start: *const MmsValue,
    end: *const MmsValue,
) -> Result<Call<JournalPage>> {
    Ok(calls::journal_by_time(owned_name(domain, item)?, time(start)?, time(end)?))
}

fn behind(
    domain: *const c_char,
    item: *const c_char,
    of_entry: *const MmsValue,
    entry: *const MmsValue,
) -> Result<Call<JournalPage>> {
    let Data::OctetString(identifier) = &value(entry)?.data else {
        return Err(Error::InvalidArgument("entry identifier of another type"));
    };
    Ok(calls::journal_after(owned_name(domain, item)?, time(of_entry)?, identifier.as_bytes()))
}

fn time<'a>(argument: *const MmsValue) -> Result<&'a [u8]> {
    match &value(argument)?.data {
        Data::BinaryTime(time) => Ok(time.as_bytes()),
        _ => Err(Error::InvalidArgument("time of another type")),
    }
}

/// The entries of a journal between two times, as many as one answer holds.
///
/// @param self the connection
/// @param mmsError the result; MMS_ERROR_INVALID_ARGUMENTS for values of other types
/// @param domainId its domain; NULL for the VMD
/// @param itemId the journal
/// @param startTime the earliest time, a binary time, which stays the caller's
/// @param endTime the latest time, a binary time, which stays the caller's
/// @param moreFollows becomes whether the server has further entries; may be NULL
/// @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readJournalTimeRange(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    startTime: *mut MmsValue,
    endTime: *mut MmsValue,
    moreFollows: *mut bool,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        let page = connection.run(&between(domainId, itemId, startTime, endTime)?)?;
        Out::new(moreFollows).set(page.more_follows);
        Ok(list_of_journal_entries(page.entries))
    })
}

/// Starts to ask for the entries of a journal between two times, see MmsConnection_readJournalTimeRange.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param itemId the journal
/// @param startTime the earliest time, a binary time, which stays the caller's
/// @param endTime the latest time, a binary time, which stays the caller's
/// @param handler gets the entries, which are its own to free, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readJournalTimeRangeAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    startTime: *mut MmsValue,
    endTime: *mut MmsValue,
    handler: MmsConnection_ReadJournalHandler,
    parameter: *mut c_void,
) {
    let call = || between(domainId, itemId, startTime, endTime);
    launch(self_, usedInvokeId, mmsError, call, outcomes::journal(handler, parameter));
}

/// The entries of a journal behind one of them, as many as one answer holds.
///
/// @param self the connection
/// @param mmsError the result; MMS_ERROR_INVALID_ARGUMENTS for values of other types
/// @param domainId its domain; NULL for the VMD
/// @param itemId the journal
/// @param timeSpecification time of the entry, a binary time, which stays the caller's
/// @param entrySpecification identifier of the entry, an octet string, which stays the caller's
/// @param moreFollows becomes whether the server has further entries; may be NULL
/// @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readJournalStartAfter(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    timeSpecification: *mut MmsValue,
    entrySpecification: *mut MmsValue,
    moreFollows: *mut bool,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        let page = connection.run(&behind(domainId, itemId, timeSpecification, entrySpecification)?)?;
        Out::new(moreFollows).set(page.more_follows);
        Ok(list_of_journal_entries(page.entries))
    })
}

/// Starts to ask for the entries of a journal behind one of them, see MmsConnection_readJournalStartAfter.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param domainId its domain; NULL for the VMD
/// @param itemId the journal
/// @param timeSpecification time of the entry, a binary time, which stays the caller's
/// @param entrySpecification identifier of the entry, an octet string, which stays the caller's
/// @param handler gets the entries, which are its own to free, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readJournalStartAfterAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
    timeSpecification: *mut MmsValue,
    entrySpecification: *mut MmsValue,
    handler: MmsConnection_ReadJournalHandler,
    parameter: *mut c_void,
) {
    let call = || behind(domainId, itemId, timeSpecification, entrySpecification);
    launch(self_, usedInvokeId, mmsError, call, outcomes::journal(handler, parameter));
}
