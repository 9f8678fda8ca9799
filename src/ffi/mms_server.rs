//! mms_server.h: the MMS server below an IEC 61850 server.

use std::ffi::{c_char, c_int, c_void};

use super::mms_common::MmsError;

/// One of the values of [`crate::ffi::enums::MmsFileServiceType`].
pub type MmsFileServiceType = c_int; // C enum

/// An MMS server.
pub struct sMmsServer {
    _private: (),
}

/// An MMS server.
pub type MmsServer = *mut sMmsServer;

/// A client of an MMS server.
pub struct sMmsServerConnection {
    _private: (),
}

/// A client of an MMS server.
pub type MmsServerConnection = *mut sMmsServerConnection;

/// A client uses a file service: `MMS_ERROR_NONE` lets it.
pub type MmsFileAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: MmsServerConnection,
        service: MmsFileServiceType,
        localFilename: *const c_char,
        otherFilename: *const c_char,
    ) -> MmsError,
>;
