//! What the ACSI client calls back.

use std::ffi::{c_char, c_void};

use super::{
    ClientDataSet, ClientGooseControlBlock, ClientReport, ClientReportControlBlock, ControlActionType,
    ControlObjectClient, IedClientError, IedConnection, IedConnectionState,
};
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_types::MmsVariableSpecification;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::{BoolArg, CBool};

/// The answer to a service without results.
pub type IedConnection_GenericServiceHandler =
    Option<unsafe extern "C" fn(invokeId: u32, parameter: *mut c_void, err: IedClientError)>;

/// The connection is closed, by whichever side.
pub type IedConnectionClosedHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, connection: IedConnection)>;

/// The state of the connection changed.
pub type IedConnection_StateChangedHandler = Option<
    unsafe extern "C" fn(parameter: *mut c_void, connection: IedConnection, newState: IedConnectionState),
>;

/// The values of a GOOSE control block.
pub type IedConnection_GetGoCBValuesHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        goCB: ClientGooseControlBlock,
    ),
>;

/// The value of a read. The callee owns `value`, which is NULL on error.
pub type IedConnection_ReadObjectHandler = Option<
    unsafe extern "C" fn(invokeId: u32, parameter: *mut c_void, err: IedClientError, value: *mut MmsValue),
>;

/// The values of a report control block.
pub type IedConnection_GetRCBValuesHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        rcb: ClientReportControlBlock,
    ),
>;

/// A report arrived. `report` and what it holds are valid during the call.
pub type ReportCallbackFunction = Option<unsafe extern "C" fn(parameter: *mut c_void, report: ClientReport)>;

/// The values of a data set.
pub type IedConnection_ReadDataSetHandler = Option<
    unsafe extern "C" fn(invokeId: u32, parameter: *mut c_void, err: IedClientError, dataSet: ClientDataSet),
>;

/// The members of a data set. The callee owns the list.
pub type IedConnection_GetDataSetDirectoryHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        dataSetDirectory: LinkedList,
        isDeletable: CBool,
    ),
>;

/// The results of a write, one MmsValue per member. The callee owns the list.
pub type IedConnection_WriteDataSetHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        accessResults: LinkedList,
    ),
>;

/// The answer to a select, operate or cancel.
pub type ControlObjectClient_ControlActionHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        r#type: ControlActionType,
        success: CBool,
    ),
>;

/// A command termination arrived; see ControlObjectClient_getLastApplError for its outcome.
pub type CommandTerminationHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, controlClient: ControlObjectClient)>;

/// A page of names. The callee owns the list.
pub type IedConnection_GetNameListHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        nameList: LinkedList,
        moreFollows: CBool,
    ),
>;

/// The type of a variable. The callee owns `spec`.
pub type IedConnection_GetVariableSpecificationHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        spec: *mut MmsVariableSpecification,
    ),
>;

/// Entries of a log. The callee owns the list.
pub type IedConnection_QueryLogHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        mmsError: IedClientError,
        journalEntries: LinkedList,
        moreFollows: CBool,
    ),
>;

/// An entry of a file directory; false stops the listing.
pub type IedConnection_FileDirectoryEntryHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        filename: *mut c_char,
        size: u32,
        lastModfified: u64,
        moreFollows: CBool,
    ) -> BoolArg,
>;

/// A piece of a file; false stops the transfer.
pub type IedClientGetFileHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, buffer: *mut u8, bytesRead: u32) -> BoolArg>;

/// A piece of a file; false stops the transfer.
pub type IedConnection_GetFileAsyncHandler = Option<
    unsafe extern "C" fn(
        invokeId: u32,
        parameter: *mut c_void,
        err: IedClientError,
        originalInvokeId: u32,
        buffer: *mut u8,
        bytesRead: u32,
        moreFollows: CBool,
    ) -> BoolArg,
>;
