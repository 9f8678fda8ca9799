//! Data sets, each function and its asynchronous form. How the asynchronous functions work: see asynchronous.rs.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::asynchronous::generic;
use super::handle::{code, required, service};
use super::{
    IedClientError, IedConnection, IedConnection_GenericServiceHandler,
    IedConnection_GetDataSetDirectoryHandler, IedConnection_ReadDataSetHandler,
    IedConnection_WriteDataSetHandler,
};
use crate::error::{DataAccessError, Error, Result};
use crate::ffi::linked_list::{LinkedList, elements, list_of_pointers, list_of_texts};
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::callback::Context;
use crate::ffi::support::out::Out;
use crate::ffi::support::{CBool, get, get_mut, guard};
use crate::iec61850::dataset::{self, DataSet, Directory};
use crate::mms::service::access::VariableAccess;
use crate::mms::value::Value;

/// The values of a data set.
pub struct sClientDataSet {
    set: DataSet,
}

/// The values of a data set.
pub type ClientDataSet = *mut sClientDataSet;

/// Puts values into C's data set, or into a new one where C has none.
fn store(given: ClientDataSet, reference: &[u8], values: Vec<Value>) -> Result<ClientDataSet> {
    // SAFETY: C passes NULL or a live data set, which nobody else uses until this function or its handler is done.
    match unsafe { given.as_mut() } {
        Some(data) => data.set.update(values).map(|()| given),
        None => {
            let set = DataSet::new(reference, values);
            Ok(Box::into_raw(Box::new(sClientDataSet { set })))
        }
    }
}

/// Reads the values of a data set.
///
/// @param self the connection
/// @param error the result; a member that cannot be read is not an error but a value of the type MMS_DATA_ACCESS_ERROR;
/// IED_ERROR_UNEXPECTED_VALUE_RECEIVED when the server's data set has another number of members than `dataSet`
/// @param dataSetReference LD/LN.name, \@name for a data set of this association, /name for one of the VMD
/// @param dataSet a data set read before, whose values are updated in place (pointers to them stay valid), or NULL
/// @return `dataSet`, also on error; a new data set if that is NULL, to be freed with ClientDataSet_destroy, or NULL on
/// error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readDataSetValues(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    dataSet: ClientDataSet,
) -> ClientDataSet {
    let read = service(self_, error, |client| {
        let reference = required(dataSetReference)?;
        let name = dataset::name(reference)?;
        // SAFETY: C passes NULL or a live data set, which nobody else uses until this function is done.
        match unsafe { dataSet.as_mut() } {
            Some(data) => client.refresh_data_set(&name, &mut data.set).map(|()| dataSet),
            None => store(dataSet, reference, client.read_data_set(&name)?),
        }
    });
    if read.is_null() { dataSet } else { read }
}

/// Starts to read the values of a data set, see IedConnection_readDataSetValues.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param dataSet a data set read before, which is updated and must stay until the handler has been called, or NULL
/// @param handler gets `dataSet`, or a new data set that is its own, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_readDataSetValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    dataSet: ClientDataSet,
    handler: IedConnection_ReadDataSetHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::new(dataSet, parameter);
    service(self_, error, |client| {
        let reference = required(dataSetReference)?.to_vec();
        let name = dataset::name(&reference)?;
        client.read_data_set_async(&name, move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let given = context.object();
                let outcome = outcome.and_then(|values| store(given, &reference, values));
                let error = code(&outcome);
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, outcome.unwrap_or(given)) }
            }
        })
    })
}

/// The members that a list of references names.
fn members(list: LinkedList) -> Result<Vec<VariableAccess>> {
    if list.is_null() {
        return Err(Error::InvalidArgument("NULL list"));
    }
    elements(list).map(|element| dataset::member(required(element.cast_const().cast())?)).collect()
}

/// Creates a data set.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for a name or member that is none,
/// IED_ERROR_OBJECT_EXISTS; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for more members than fit into a request
/// @param dataSetReference LD/LN.name, \@name for a data set that lives as long as this association, /name for the VMD
/// @param dataSetElements list of strings, which stay the caller's: the members as `LD/LN.DO.DA[FC]`, name(n) being an
/// element of an array
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_createDataSet(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    dataSetElements: LinkedList,
) {
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.create_data_set(&name, &members(dataSetElements)?)
    });
}

/// Starts to create a data set, see IedConnection_createDataSet.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param dataSetElements list of strings, the members, which may be freed at once
/// @param handler gets the result
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_createDataSetAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    dataSetElements: LinkedList,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.create_data_set_async(&name, &members(dataSetElements)?, generic(handler, parameter))
    })
}

/// Deletes a data set.
///
/// @param self the connection
/// @param error the result; IED_ERROR_ACCESS_DENIED for a data set that cannot be deleted
/// @param dataSetReference LD/LN.name, \@name or /name
/// @return whether it is deleted
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_deleteDataSet(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
) -> CBool {
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.delete_data_set(&name).map(|()| CBool::TRUE)
    })
}

/// Starts to delete a data set, see IedConnection_deleteDataSet.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param handler gets the result
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_deleteDataSetAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.delete_data_set_async(&name, generic(handler, parameter))
    })
}

/// The members of a data set.
///
/// @param self the connection
/// @param error the result
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param isDeletable out: whether clients may delete the data set; may be NULL, and is left alone on error
/// @return a list of strings as `LD/LN.DO.DA[FC]`, empty for a member that is gone, to be freed with LinkedList_destroy;
/// NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDataSetDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    isDeletable: *mut bool,
) -> LinkedList {
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        let Directory { deletable, members } = client.data_set_directory(&name)?;
        Out::new(isDeletable).set(deletable);
        Ok(list_of_texts(members))
    })
}

/// Starts to ask for the members of a data set, see IedConnection_getDataSetDirectory.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param handler gets the list, which is its own to free with LinkedList_destroy, or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getDataSetDirectoryAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    handler: IedConnection_GetDataSetDirectoryHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.data_set_directory_async(&name, move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let error = code(&outcome);
                let deletable = outcome.as_ref().is_ok_and(|directory| directory.deletable);
                let list = outcome.map_or(null_mut(), |directory| list_of_texts(directory.members));
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, list, deletable.into()) }
            }
        })
    })
}

/// The values in a list.
fn values<'a>(list: LinkedList) -> impl Iterator<Item = &'a Value> {
    // SAFETY: the elements are live values, which C keeps during the call; NULL ones are left out.
    elements(list).filter_map(|element| unsafe { element.cast::<Value>().as_ref() })
}

fn list_of_results(results: Vec<DataAccessError>) -> LinkedList {
    list_of_pointers(results.into_iter().map(|result| into_raw(Value::access_error(result)).cast()))
}

/// Writes the values of a data set's members.
///
/// @param self the connection
/// @param error the result of the request; what became of the members is in `accessResults`
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param values list of MmsValue, one per member, which stay the caller's
/// @param accessResults out: a list of values of the type MMS_DATA_ACCESS_ERROR, one per member, to be freed with
/// LinkedList_destroyDeep and MmsValue_delete; NULL on error. May be NULL
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeDataSetValues(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    values: LinkedList,
    accessResults: *mut LinkedList,
) {
    let results = (!accessResults.is_null()).then(|| Out::new(accessResults));
    if let Some(results) = &results {
        results.set(null_mut());
    }
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        let outcome = client.write_data_set(&name, self::values(values))?;
        if let Some(results) = results {
            results.set(list_of_results(outcome));
        }
        Ok(())
    });
}

/// Starts to write the values of a data set's members, see IedConnection_writeDataSetValues.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param dataSetReference LD/LN.name, \@name or /name
/// @param values list of MmsValue, one per member, which stay the caller's and may be freed at once
/// @param handler gets the list of results, which is its own to free with LinkedList_destroyDeep and MmsValue_delete,
/// or NULL
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_writeDataSetValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    dataSetReference: *const c_char,
    values: LinkedList,
    handler: IedConnection_WriteDataSetHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        let name = dataset::name(required(dataSetReference)?)?;
        client.write_data_set_async(&name, self::values(values), move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let error = code(&outcome);
                let list = outcome.map_or(null_mut(), list_of_results);
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, list) }
            }
        })
    })
}

/// Frees a data set with its values. NULL is nothing.
///
/// @param self the data set
#[unsafe(no_mangle)]
pub extern "C" fn ClientDataSet_destroy(self_: ClientDataSet) {
    if !self_.is_null() {
        // SAFETY: a data set that `store` made, which C does not use any more.
        guard(|| drop(unsafe { Box::from_raw(self_) }));
    }
}

/// The values, which belong to the data set.
///
/// @param self the data set
/// @return an array with one element per member; a member that could not be read has the type MMS_DATA_ACCESS_ERROR
#[unsafe(no_mangle)]
pub extern "C" fn ClientDataSet_getValues(self_: ClientDataSet) -> *mut MmsValue {
    get_mut(self_, |data| std::ptr::from_mut(data.set.values_mut()))
}

/// The reference, with `$` for `.`; it belongs to the data set.
///
/// @param self the data set
/// @return LD/LN$name
#[unsafe(no_mangle)]
pub extern "C" fn ClientDataSet_getReference(self_: ClientDataSet) -> *mut c_char {
    get(self_, |data| data.set.reference().as_ptr().cast_mut())
}

/// How many members the data set has.
///
/// @param self the data set
/// @return the number
#[unsafe(no_mangle)]
pub extern "C" fn ClientDataSet_getDataSetSize(self_: ClientDataSet) -> c_int {
    get(self_, |data| c_int::try_from(data.set.len()).unwrap_or(c_int::MAX))
}
