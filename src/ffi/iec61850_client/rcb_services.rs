//! Reading and writing of report control blocks.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::asynchronous::generic;
use super::handle::{code, required, service};
use super::{
    ClientReportControlBlock, IedClientError, IedConnection, IedConnection_GenericServiceHandler,
    IedConnection_GetRCBValuesHandler, sClientReportControlBlock,
};
use crate::error::{Error, Result};
use crate::ffi::support::BoolArg;
use crate::ffi::support::callback::Context;
use crate::iec61850::{RcbReference, RcbValues};

/// Puts values into the caller's instance, or into a new one.
fn store(
    into: ClientReportControlBlock,
    reference: &[u8],
    values: RcbValues,
) -> Result<ClientReportControlBlock> {
    // SAFETY: C passes NULL or a live instance that nobody else uses meanwhile.
    match unsafe { into.as_mut() } {
        Some(block) => {
            block.values.update(values);
            Ok(into)
        }
        None => {
            let mut block = sClientReportControlBlock::new(reference)?;
            block.values = values;
            Ok(Box::into_raw(Box::new(block)))
        }
    }
}

/// Reads a report control block. A server that refuses to give it as a whole is asked for its attributes.
///
/// @param self the connection
/// @param error the result; IED_ERROR_TYPE_INCONSISTENT when there is something else under this name
/// @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name, also with $ for the dots
/// @param updateRcb an instance to update: what the server does not give stays as it was; or NULL
/// @return updateRcb, or a new instance, to be freed with ClientReportControlBlock_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getRCBValues(
    self_: IedConnection,
    error: *mut IedClientError,
    rcbReference: *const c_char,
    updateRcb: ClientReportControlBlock,
) -> ClientReportControlBlock {
    service(self_, error, |client| {
        let reference = required(rcbReference)?;
        let values = client.read_rcb(&RcbReference::parse(reference)?)?;
        store(updateRcb, reference, values)
    })
}

/// Starts to read a report control block, see IedConnection_getRCBValues.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
/// @param updateRcb an instance to update, which must stay alive until the handler is called, or NULL
/// @param handler gets updateRcb or a new instance, which is its own to free with ClientReportControlBlock_destroy; NULL
/// on error
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getRCBValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    rcbReference: *const c_char,
    updateRcb: ClientReportControlBlock,
    handler: IedConnection_GetRCBValuesHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::new(updateRcb, parameter);
    service(self_, error, |client| {
        let name = required(rcbReference)?.to_vec();
        client.read_rcb_async(RcbReference::parse(&name)?, move |invoke_id, outcome| {
            let Some(handler) = handler else { return };
            let outcome = outcome.and_then(|values| store(context.object(), &name, values));
            let block = *outcome.as_ref().unwrap_or(&null_mut());
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), code(&outcome), block) }
        })
    })
}

/// The block and its name.
fn block<'a>(rcb: ClientReportControlBlock) -> Result<&'a sClientReportControlBlock> {
    // SAFETY: C passes NULL or a live instance.
    unsafe { rcb.as_ref() }.ok_or(Error::InvalidArgument("NULL report control block"))
}

/// Writes attributes of a report control block, in the order that devices expect: Resv or ResvTms, settings, RptEna,
/// GI; when RptEna is false, it comes first.
///
/// @param self the connection
/// @param error the result: of the first attribute that could not be written;
/// IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT, before anything is sent, for an attribute that the instance has no value
/// for or that this kind of report control block does not have (Resv: URCB; ResvTms, PurgeBuf, EntryID, TimeofEntry:
/// BRCB)
/// @param rcb the report control block with the values
/// @param parametersMask RCB_ELEMENT_… bits of the attributes; those that only the server sets are ignored
/// @param singleRequest true: all in one request, where every attribute is tried; false: one request each, up to the
/// first that fails
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setRCBValues(
    self_: IedConnection,
    error: *mut IedClientError,
    rcb: ClientReportControlBlock,
    parametersMask: u32,
    singleRequest: BoolArg,
) {
    service(self_, error, |client| {
        let block = block(rcb)?;
        client.write_rcb(&block.reference, &block.values, parametersMask, singleRequest.get())
    });
}

/// Starts to write attributes of a report control block, see IedConnection_setRCBValues.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param rcb the report control block with the values, which stays the caller's and may be freed at once
/// @param parametersMask RCB_ELEMENT_… bits of the attributes
/// @param singleRequest true: all in one request; false: one request each, up to the first that fails
/// @param handler gets the result, once
/// @param parameter passed to the handler
/// @return the invoke id of the (first) request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setRCBValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    rcb: ClientReportControlBlock,
    parametersMask: u32,
    singleRequest: BoolArg,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let block = block(rcb)?;
        let done = generic(handler, parameter);
        client.write_rcb_async(&block.reference, &block.values, parametersMask, singleRequest.get(), done)
    })
}
