//! Entries of journals.

use std::ffi::c_char;

use super::{MmsJournalEntry, MmsJournalVariable, sMmsJournalEntry, sMmsJournalVariable};
use crate::ffi::linked_list::{LinkedList, LinkedList_destroyStatic, elements, list_of_pointers};
use crate::ffi::mms_value::lifetime::MmsValue_delete;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::{get, guard};
use crate::mmsclient::calls::JournalEntry;

/// A list of MmsJournalEntry.
pub(crate) fn list_of_journal_entries(entries: Vec<JournalEntry>) -> LinkedList {
    list_of_pointers(entries.into_iter().map(|entry| {
        let variables = entry.variables.into_iter().map(|(tag, value)| {
            let variable = sMmsJournalVariable { tag: malloc_text(&tag), value: into_raw(value) };
            Box::into_raw(Box::new(variable)).cast()
        });
        let entry = sMmsJournalEntry {
            entryID: into_raw(entry.id),
            occurenceTime: into_raw(entry.time),
            journalVariables: list_of_pointers(variables),
        };
        Box::into_raw(Box::new(entry)).cast()
    }))
}

/// Frees an entry of a journal with its variables. NULL is nothing.
///
/// @param self the entry
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalEntry_destroy(self_: MmsJournalEntry) {
    if self_.is_null() {
        return;
    }
    guard(|| {
        // SAFETY: an entry of this library, which the caller does not use again.
        let entry = unsafe { Box::from_raw(self_) };
        for variable in elements(entry.journalVariables).filter(|variable| !variable.is_null()) {
            // SAFETY: the list holds variables that this library made; they go with their entry.
            let variable = unsafe { Box::from_raw(variable.cast::<sMmsJournalVariable>()) };
            // SAFETY: malloc'ed together with the variable.
            unsafe { free(variable.tag.cast()) }
            MmsValue_delete(variable.value);
        }
        LinkedList_destroyStatic(entry.journalVariables);
        MmsValue_delete(entry.entryID);
        MmsValue_delete(entry.occurenceTime);
    });
}

/// Identifier of an entry.
///
/// @param self the entry
/// @return an octet string that belongs to the entry
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalEntry_getEntryID(self_: MmsJournalEntry) -> *mut MmsValue {
    get(self_, |entry| entry.entryID)
}

/// Time of an entry.
///
/// @param self the entry
/// @return a binary time that belongs to the entry
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalEntry_getOccurenceTime(self_: MmsJournalEntry) -> *mut MmsValue {
    get(self_, |entry| entry.occurenceTime)
}

/// What an entry logged.
///
/// @param self the entry
/// @return a list of MmsJournalVariable that belongs to the entry
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalEntry_getJournalVariables(self_: MmsJournalEntry) -> LinkedList {
    get(self_, |entry| entry.journalVariables)
}

/// Tag of a variable: a reference, or what the reason of the entry is called.
///
/// @param self the variable
/// @return the tag, which belongs to the variable
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalVariable_getTag(self_: MmsJournalVariable) -> *const c_char {
    get(self_, |variable| variable.tag.cast_const())
}

/// Value of a variable.
///
/// @param self the variable
/// @return the value, which belongs to the variable
#[unsafe(no_mangle)]
pub extern "C" fn MmsJournalVariable_getValue(self_: MmsJournalVariable) -> *mut MmsValue {
    get(self_, |variable| variable.value)
}
