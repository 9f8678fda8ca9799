//! logging_api.h: where a server stores its logs; the application supplies the functions.

use std::ffi::{c_char, c_int, c_void};

use super::support::{BoolArg, CBool};

/// An entry of a log, or with `moreFollow` false the end; false stops.
pub type LogEntryCallback = Option<
    unsafe extern "C" fn(parameter: *mut c_void, timestamp: u64, entryID: u64, moreFollow: CBool) -> BoolArg,
>;

/// A data of the current entry, or with `moreFollow` false the end of them; false stops.
pub type LogEntryDataCallback = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        dataRef: *const c_char,
        data: *mut u8,
        dataSize: c_int,
        reasonCode: u8,
        moreFollow: CBool,
    ) -> BoolArg,
>;

/// The log storage of an application.
pub type LogStorage = *mut sLogStorage;

/// The functions that a log storage consists of.
#[repr(C)]
pub struct sLogStorage {
    /// the storage's own
    pub instanceData: *mut c_void,
    /// how many entries are kept
    pub maxLogEntries: c_int,
    /// starts an entry, gives its id
    pub addEntry: Option<unsafe extern "C" fn(self_: LogStorage, timestamp: u64) -> u64>,
    /// adds a data to an entry
    pub addEntryData: Option<
        unsafe extern "C" fn(
            self_: LogStorage,
            entryID: u64,
            dataRef: *const c_char,
            data: *mut u8,
            dataSize: c_int,
            reasonCode: u8,
        ) -> BoolArg,
    >,
    /// tells the entries from one time to another
    pub getEntries: Option<
        unsafe extern "C" fn(
            self_: LogStorage,
            startingTime: u64,
            endingTime: u64,
            entryCallback: LogEntryCallback,
            entryDataCallback: LogEntryDataCallback,
            parameter: *mut c_void,
        ) -> BoolArg,
    >,
    /// tells the entries after a given one
    pub getEntriesAfter: Option<
        unsafe extern "C" fn(
            self_: LogStorage,
            startingTime: u64,
            entryID: u64,
            entryCallback: LogEntryCallback,
            entryDataCallback: LogEntryDataCallback,
            parameter: *mut c_void,
        ) -> BoolArg,
    >,
    /// tells id and time of the newest and the oldest entry
    pub getOldestAndNewestEntries: Option<
        unsafe extern "C" fn(
            self_: LogStorage,
            newEntry: *mut u64,
            newEntryTime: *mut u64,
            oldEntry: *mut u64,
            oldEntryTime: *mut u64,
        ) -> BoolArg,
    >,
    /// frees the storage
    pub destroy: Option<unsafe extern "C" fn(self_: LogStorage)>,
}

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_function_table_has_the_layout_of_c() {
        assert_eq!(size_of::<sLogStorage>(), 64);
        assert_eq!(offset_of!(sLogStorage, maxLogEntries), 8);
        assert_eq!(offset_of!(sLogStorage, addEntry), 16);
        assert_eq!(offset_of!(sLogStorage, addEntryData), 24);
        assert_eq!(offset_of!(sLogStorage, getEntries), 32);
        assert_eq!(offset_of!(sLogStorage, getEntriesAfter), 40);
        assert_eq!(offset_of!(sLogStorage, getOldestAndNewestEntries), 48);
        assert_eq!(offset_of!(sLogStorage, destroy), 56);
    }
}
