//! Directory services.

use std::ffi::{c_char, c_int};

use super::handle::{required, service};
use super::{IedClientError, IedConnection};
use crate::error::{Error, Result};
use crate::ffi::iec61850_common::{ACSIClass, FunctionalConstraint};
use crate::ffi::linked_list::{LinkedList, list_of_texts};
use crate::ffi::support::{BoolArg, text};
use crate::iec61850::{AcsiClass, FunctionalConstraint as Fc};

/// Reads the names of all logical devices and their variables from the server and keeps them. The directory functions
/// do so themselves at their first use; later calls of this function refresh what they know.
///
/// @param self the connection
/// @param error the result
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDeviceModelFromServer(self_: IedConnection, error: *mut IedClientError) {
    service(self_, error, |client| client.fetch_model().map(drop));
}

/// The names of the logical devices.
///
/// @param self the connection
/// @param error the result
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceList(
    self_: IedConnection,
    error: *mut IedClientError,
) -> LinkedList {
    service(self_, error, |client| client.devices().map(list_of_texts))
}

/// The names of the logical devices, or of the files in the root of the server's file store.
///
/// @param self the connection
/// @param error the result
/// @param getFileNames true for files, false for logical devices
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getServerDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    getFileNames: BoolArg,
) -> LinkedList {
    service(self_, error, |client| {
        if getFileNames.get() { client.root_files() } else { client.devices() }.map(list_of_texts)
    })
}

/// The names of the logical nodes of a logical device.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
/// @param logicalDeviceName name of the logical device (with the name of the IED)
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    logicalDeviceName: *const c_char,
) -> LinkedList {
    service(self_, error, |client| client.nodes(required(logicalDeviceName)?).map(list_of_texts))
}

/// All MMS variables below a logical node, functional constraints included, as FC$DO$DA.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
/// @param logicalNodeReference the logical node, as LD/LN
/// @return a list of strings, empty for an unknown node, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalNodeVariables(
    self_: IedConnection,
    error: *mut IedClientError,
    logicalNodeReference: *const c_char,
) -> LinkedList {
    service(self_, error, |client| client.node_variables(required(logicalNodeReference)?).map(list_of_texts))
}

/// The objects of one kind in a logical node.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
/// @param logicalNodeReference the logical node, as LD/LN
/// @param acsiClass the kind of objects; other numbers give an empty list
/// @return a list of strings, empty for an unknown node, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalNodeDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    logicalNodeReference: *const c_char,
    acsiClass: ACSIClass,
) -> LinkedList {
    service(self_, error, |client| {
        let class = AcsiClass::from_number(acsiClass);
        client.node_directory(required(logicalNodeReference)?, class).map(list_of_texts)
    })
}

/// The names directly below a data object, sub-object or attribute, over all functional constraints.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device or no data object
/// @param dataReference the data, as LD/LN.DO or deeper
/// @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDataDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    dataReference: *const c_char,
) -> LinkedList {
    service(self_, error, |client| {
        client.data_directory(required(dataReference)?, None, false).map(list_of_texts)
    })
}

/// The names directly below a data object, sub-object or attribute, each with its functional constraint as in `mag[MX]`.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device or no data object
/// @param dataReference the data, as LD/LN.DO or deeper
/// @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDataDirectoryFC(
    self_: IedConnection,
    error: *mut IedClientError,
    dataReference: *const c_char,
) -> LinkedList {
    service(self_, error, |client| {
        client.data_directory(required(dataReference)?, None, true).map(list_of_texts)
    })
}

/// The names directly below a data object, sub-object or attribute under one functional constraint.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device, no data object or no
/// functional constraint
/// @param dataReference the data, as LD/LN.DO or deeper
/// @param fc the functional constraint
/// @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDataDirectoryByFC(
    self_: IedConnection,
    error: *mut IedClientError,
    dataReference: *const c_char,
    fc: FunctionalConstraint,
) -> LinkedList {
    service(self_, error, |client| {
        let data = required(dataReference)?;
        let fc = Fc::from_number(fc).ok_or(Error::InvalidReference)?;
        client.data_directory(data, Some(fc), false).map(list_of_texts)
    })
}

/// All MMS variables of a logical device, as LN$FC$DO$DA. Always asks the server.
///
/// @param self the connection
/// @param error the result
/// @param ldName name of the logical device; NULL for the variables of the VMD itself
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceVariables(
    self_: IedConnection,
    error: *mut IedClientError,
    ldName: *const c_char,
) -> LinkedList {
    service(self_, error, |client| client.device_variables(optional(ldName)).map(list_of_texts))
}

/// All data sets of a logical device, as LN$name. Always asks the server.
///
/// @param self the connection
/// @param error the result
/// @param ldName name of the logical device; NULL for the data sets of the VMD itself
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLogicalDeviceDataSets(
    self_: IedConnection,
    error: *mut IedClientError,
    ldName: *const c_char,
) -> LinkedList {
    service(self_, error, |client| client.device_data_sets(optional(ldName)).map(list_of_texts))
}

pub(super) fn optional<'a>(argument: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: C passes NULL or a NUL-terminated string that stays valid during the call.
    unsafe { text::bytes(argument) }
}

/// The functional constraint of a reference: NONE takes the reference as it stands, what is none is an error.
pub(super) fn constraint(fc: c_int) -> Result<Option<Fc>> {
    const NONE: c_int = -1;
    match fc {
        NONE => Ok(None),
        fc => Fc::from_number(fc).map(Some).ok_or(Error::InvalidReference),
    }
}
