//! The types of the MMS client.

use std::ffi::{c_char, c_int};

use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_value::MmsValue;

/// One of the values of [`crate::ffi::enums::MmsConnectionState`].
pub type MmsConnectionState = c_int; // C enum

/// An MMS client connection.
pub struct sMmsConnection {
    _private: (),
}

/// An MMS client connection.
pub type MmsConnection = *mut sMmsConnection;

/// What was negotiated when the association was made.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct MmsConnectionParameters {
    /// requests that this side may have outstanding
    pub maxServOutstandingCalling: c_int,
    /// requests that the peer may have outstanding
    pub maxServOutstandingCalled: c_int,
    /// how deep values may nest
    pub dataStructureNestingLevel: c_int,
    /// the longest PDU
    pub maxPduSize: c_int,
    /// the peer's services, a bit string of ISO 9506
    pub servicesSupported: [u8; 11],
}

/// Who the server says it is.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct MmsServerIdentity {
    /// its vendor
    pub vendorName: *mut c_char,
    /// its model
    pub modelName: *mut c_char,
    /// its revision
    pub revision: *mut c_char,
}

/// An entry of a journal.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sMmsJournalEntry {
    /// its id, an octet string
    pub entryID: *mut MmsValue,
    /// its time, a binary time
    pub occurenceTime: *mut MmsValue,
    /// its variables, a list of MmsJournalVariable
    pub journalVariables: LinkedList,
}

/// An entry of a journal.
pub type MmsJournalEntry = *mut sMmsJournalEntry;

/// A variable of a journal entry.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sMmsJournalVariable {
    /// its tag: a reference, or what the entry's reason is called
    pub tag: *mut c_char,
    /// its value
    pub value: *mut MmsValue,
}

/// A variable of a journal entry.
pub type MmsJournalVariable = *mut sMmsJournalVariable;

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_public_structs_have_the_layout_of_c() {
        assert_eq!(size_of::<MmsConnectionParameters>(), 28);
        assert_eq!(offset_of!(MmsConnectionParameters, maxPduSize), 12);
        assert_eq!(offset_of!(MmsConnectionParameters, servicesSupported), 16);
        assert_eq!(size_of::<MmsServerIdentity>(), 24);
        assert_eq!(offset_of!(MmsServerIdentity, revision), 16);
        assert_eq!(size_of::<sMmsJournalEntry>(), 24);
        assert_eq!(offset_of!(sMmsJournalEntry, journalVariables), 16);
        assert_eq!(size_of::<sMmsJournalVariable>(), 16);
        assert_eq!(offset_of!(sMmsJournalVariable, value), 8);
    }
}
