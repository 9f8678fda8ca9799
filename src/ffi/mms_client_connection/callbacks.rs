//! What the MMS client calls back.

use std::ffi::{c_char, c_int, c_void};

use super::{MmsConnection, MmsConnectionState};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_types::MmsVariableSpecification;
use crate::ffi::mms_value::{MmsDataAccessError, MmsValue};
use crate::ffi::support::CBool;

/// An InformationReport arrived: a named variable list of `domainName` (NULL: VMD) or, with
/// `isVariableListName` false, a single variable. The callee owns `value`.
pub type MmsInformationReportHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        domainName: *mut c_char,
        variableListName: *mut c_char,
        value: *mut MmsValue,
        isVariableListName: CBool,
    ),
>;

/// An MMS PDU was sent or, with `received` true, arrived.
pub type MmsRawMessageHandler = Option<
    unsafe extern "C" fn(parameter: *mut c_void, message: *mut u8, messageLength: c_int, received: CBool),
>;

/// The state of the connection changed.
pub type MmsConnectionStateChangedHandler = Option<
    unsafe extern "C" fn(connection: MmsConnection, parameter: *mut c_void, newState: MmsConnectionState),
>;

/// The association broke.
pub type MmsConnectionLostHandler =
    Option<unsafe extern "C" fn(connection: MmsConnection, parameter: *mut c_void)>;

/// The answer to a conclude request, or the end of an abort.
pub type MmsConnection_ConcludeAbortHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, mmsError: MmsError, success: CBool)>;

/// The answer to a service without results.
pub type MmsConnection_GenericServiceHandler =
    Option<unsafe extern "C" fn(invokeId: u32, parameter: *mut c_void, mmsError: MmsError, success: CBool)>;

/// A page of names; `moreFollows` says that the server has further ones.
pub type MmsConnection_GetNameListHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        nameList: LinkedList,
        moreFollows: CBool,
    ),
>;

/// The value of a read. The callee owns `value`, which is NULL on error.
pub type MmsConnection_ReadVariableHandler = Option<
    unsafe extern "C" fn(invokeId: u32, parameter: *mut c_void, mmsError: MmsError, value: *mut MmsValue),
>;

/// The result of a write.
pub type MmsConnection_WriteVariableHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        accessError: MmsDataAccessError,
    ),
>;

/// The results of a write of several variables. The callee owns the list.
pub type MmsConnection_WriteMultipleVariablesHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        accessResults: LinkedList,
    ),
>;

/// The type of a variable. The callee owns `spec`.
pub type MmsConnection_GetVariableAccessAttributesHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        spec: *mut MmsVariableSpecification,
    ),
>;

/// The members of a named variable list. The callee owns the list.
pub type MmsConnection_ReadNVLDirectoryHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        specs: LinkedList,
        deletable: CBool,
    ),
>;

/// The identity of the server. The strings are valid during the call.
pub type MmsConnection_IdentifyHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        vendorName: *mut c_char,
        modelName: *mut c_char,
        revision: *mut c_char,
    ),
>;

/// The status of the server.
pub type MmsConnection_GetServerStatusHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        vmdLogicalStatus: c_int,
        vmdPhysicalStatus: c_int,
    ),
>;

/// An entry of a file directory. `lastModified` is in milliseconds since 1970.
pub type MmsFileDirectoryHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, filename: *mut c_char, size: u32, lastModified: u64)>;

/// An entry of a file directory, or an error with `filename` NULL.
pub type MmsConnection_FileDirectoryHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        filename: *mut c_char,
        size: u32,
        lastModfified: u64,
        moreFollows: CBool,
    ),
>;

/// A piece of a file. The buffer is valid during the call.
pub type MmsFileReadHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, frsmId: i32, buffer: *mut u8, bytesReceived: u32)>;

/// A piece of a file. The buffer is valid during the call.
pub type MmsConnection_FileReadHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        frsmId: i32,
        buffer: *mut u8,
        byteReceived: u32,
        moreFollows: CBool,
    ),
>;

/// The file is open as `frsmId`.
pub type MmsConnection_FileOpenHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        frsmId: i32,
        fileSize: u32,
        lastModified: u64,
    ),
>;

/// Entries of a journal. The callee owns the list.
pub type MmsConnection_ReadJournalHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: MmsError,
        journalEntries: LinkedList,
        moreFollows: CBool,
    ),
>;
