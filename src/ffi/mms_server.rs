//! mms_server.h: the MMS server below an IEC 61850 server.

use std::ffi::{c_char, c_int, c_void};

use super::iec61850_server::object::with;
use super::mms_common::{MmsDomain, MmsError};
use super::support::{BoolArg, CBool};

/// One of the values of [`crate::ffi::enums::MmsVariableListType`].
pub type MmsVariableListType = c_int; // C enum
/// One of the values of [`crate::ffi::enums::MmsVariableListAccessType`].
pub type MmsVariableListAccessType = c_int; // C enum
/// One of the values of [`crate::ffi::enums::MmsGetNameListType`].
pub type MmsGetNameListType = c_int; // C enum
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

/// A client does something with a named variable list: `MMS_ERROR_NONE` lets it.
pub type MmsNamedVariableListAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        accessType: MmsVariableListAccessType,
        listType: MmsVariableListType,
        domain: *mut MmsDomain,
        listName: *mut c_char,
        connection: MmsServerConnection,
    ) -> MmsError,
>;

/// A client reads a journal: true lets it.
pub type MmsReadJournalHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        domain: *mut MmsDomain,
        logName: *const c_char,
        connection: MmsServerConnection,
    ) -> BoolArg,
>;

/// A client asks for names: true lets it.
pub type MmsGetNameListHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        nameListType: MmsGetNameListType,
        domain: *mut MmsDomain,
        connection: MmsServerConnection,
    ) -> BoolArg,
>;

/// A client wants the server to take over a file of its own: true lets it.
pub type MmsObtainFileHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: MmsServerConnection,
        sourceFilename: *const c_char,
        destinationFilename: *const c_char,
    ) -> BoolArg,
>;

/// A file of a client has been taken over.
pub type MmsGetFileCompleteHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: MmsServerConnection,
        destinationFilename: *const c_char,
    ),
>;

/// A client asks for the status of the device.
pub type MmsStatusRequestListener = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        mmsServer: MmsServer,
        connection: MmsServerConnection,
        extendedDerivation: CBool,
    ),
>;

/// logical state: everything is allowed
pub const MMS_LOGICAL_STATE_STATE_CHANGES_ALLOWED: c_int = 0;
/// logical state: nothing may be changed
pub const MMS_LOGICAL_STATE_NO_STATE_CHANGES_ALLOWED: c_int = 1;
/// logical state: some services only
pub const MMS_LOGICAL_STATE_LIMITED_SERVICES_PERMITTED: c_int = 2;
/// logical state: services that support others only
pub const MMS_LOGICAL_STATE_SUPPORT_SERVICES_ALLOWED: c_int = 3;

/// physical state: in operation
pub const MMS_PHYSICAL_STATE_OPERATIONAL: c_int = 0;
/// physical state: partly in operation
pub const MMS_PHYSICAL_STATE_PARTIALLY_OPERATIONAL: c_int = 1;
/// physical state: out of operation
pub const MMS_PHYSICAL_STATE_INOPERATIONAL: c_int = 2;
/// physical state: to be put into operation
pub const MMS_PHYSICAL_STATE_NEEDS_COMMISSIONING: c_int = 3;

/// Installs the callback that decides on clients' use of files. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn MmsServer_installFileAccessHandler(
    self_: MmsServer,
    handler: MmsFileAccessHandler,
    parameter: *mut c_void,
) {
    with(self_.cast(), |object| object.hooks.files.set(handler, parameter));
}
