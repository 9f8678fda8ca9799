//! The types of the ACSI client.

use std::ffi::c_int;

use super::report_control_block::sClientReportControlBlock;
use super::sFileDirectoryEntry;
use crate::ffi::iec61850_common::{ControlAddCause, ControlLastApplError};

/// One of the values of [`crate::ffi::enums::IedConnectionState`].
pub type IedConnectionState = c_int; // C enum
/// One of the values of [`crate::ffi::enums::IedClientError`].
pub type IedClientError = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlActionType`].
pub type ControlActionType = c_int; // C enum

/// Why a member is in a report: the IEC61850_REASON_… bits.
pub type ReasonForInclusion = c_int;

/// A connection to a server.
pub struct sIedConnection {
    _private: (),
}

/// A connection to a server.
pub type IedConnection = *mut sIedConnection;

/// A report.
pub use crate::iec61850::Report as sClientReport;

/// A report.
pub type ClientReport = *mut sClientReport;

/// The values of a report control block.
pub type ClientReportControlBlock = *mut sClientReportControlBlock;

/// A controllable object of the server.
pub struct sControlObjectClient {
    _private: (),
}

/// A controllable object of the server.
pub type ControlObjectClient = *mut sControlObjectClient;

/// An entry of a file directory.
pub type FileDirectoryEntry = *mut sFileDirectoryEntry;

/// Why the last control action was refused or failed.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct LastApplError {
    /// the control number of the action
    pub ctlNum: c_int,
    /// its error
    pub error: ControlLastApplError,
    /// the additional cause
    pub addCause: ControlAddCause,
}

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn last_appl_error_has_the_layout_of_c() {
        assert_eq!(size_of::<LastApplError>(), 12);
        assert_eq!(offset_of!(LastApplError, error), 4);
        assert_eq!(offset_of!(LastApplError, addCause), 8);
    }
}
