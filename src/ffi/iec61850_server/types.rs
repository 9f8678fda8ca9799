//! Handles and callbacks of a server.

use std::ffi::{c_char, c_int, c_void};

use crate::ffi::iec61850_common::{ACSIClass, FunctionalConstraint};
use crate::ffi::iec61850_model::{DataAttribute, DataObject, LogicalDevice, LogicalNode};
use crate::ffi::mms_value::{MmsDataAccessError, MmsValue};
use crate::ffi::support::{BoolArg, CBool};

/// One of the values of [`crate::ffi::enums::AccessPolicy`].
pub type AccessPolicy = c_int; // C enum
/// One of the values of [`crate::ffi::enums::IedServer_DataSetOperation`].
pub type IedServer_DataSetOperation = c_int; // C enum
/// One of the values of [`crate::ffi::enums::IedServer_DirectoryCategory`].
pub type IedServer_DirectoryCategory = c_int; // C enum
/// One of the values of [`crate::ffi::enums::IedServer_ControlBlockAccessType`].
pub type IedServer_ControlBlockAccessType = c_int; // C enum

/// A server.
pub struct sIedServer {
    _private: (),
}

/// A server.
pub type IedServer = *mut sIedServer;

/// A client of a server, as callbacks see it.
pub struct sClientConnection {
    _private: (),
}

/// A client of a server, as callbacks see it: valid until the client is gone and its connection handler has been told,
/// longer with `ClientConnection_claimOwnership`.
pub type ClientConnection = *mut sClientConnection;

/// A client has associated (`connected` true), or is gone.
pub type IedConnectionIndicationHandler = Option<
    unsafe extern "C" fn(
        self_: IedServer,
        connection: ClientConnection,
        connected: CBool,
        parameter: *mut c_void,
    ),
>;

/// A client writes a data attribute: the result says whether `value` is stored.
pub type WriteAccessHandler = Option<
    unsafe extern "C" fn(
        dataAttribute: *mut DataAttribute,
        value: *mut MmsValue,
        connection: ClientConnection,
        parameter: *mut c_void,
    ) -> MmsDataAccessError,
>;

/// A client reads what a data object (NULL: the whole logical node) has under a functional constraint:
/// `DATA_ACCESS_ERROR_SUCCESS` lets it.
pub type ReadAccessHandler = Option<
    unsafe extern "C" fn(
        ld: *mut LogicalDevice,
        ln: *mut LogicalNode,
        dataObject: *mut DataObject,
        fc: FunctionalConstraint,
        connection: ClientConnection,
        parameter: *mut c_void,
    ) -> MmsDataAccessError,
>;

/// A client does something with a data set: true lets it.
pub type IedServer_DataSetAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: ClientConnection,
        operation: IedServer_DataSetOperation,
        datasetRef: *const c_char,
    ) -> BoolArg,
>;

/// A client asks for names: true lets it.
pub type IedServer_DirectoryAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: ClientConnection,
        category: IedServer_DirectoryCategory,
        logicalDevice: *mut LogicalDevice,
    ) -> BoolArg,
>;

/// A client would see a name in a list: true shows it.
pub type IedServer_ListObjectsAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: ClientConnection,
        acsiClass: ACSIClass,
        ld: *mut LogicalDevice,
        ln: *mut LogicalNode,
        objectName: *const c_char,
        subObjectName: *const c_char,
        fc: FunctionalConstraint,
    ) -> BoolArg,
>;

/// A client reads or writes a control block: true lets it.
pub type IedServer_ControlBlockAccessHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        connection: ClientConnection,
        acsiClass: ACSIClass,
        ld: *mut LogicalDevice,
        ln: *mut LogicalNode,
        objectName: *const c_char,
        subObjectName: *const c_char,
        accessType: IedServer_ControlBlockAccessType,
    ) -> BoolArg,
>;
