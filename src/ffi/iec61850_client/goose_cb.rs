//! GOOSE control blocks. How the asynchronous functions work: see asynchronous.rs.

use std::ffi::{CString, c_char, c_void};
use std::ptr::null;

use super::asynchronous::generic;
use super::handle::{code, required, service};
use super::{
    IedClientError, IedConnection, IedConnection_GenericServiceHandler, IedConnection_GetGoCBValuesHandler,
};
use crate::error::{Error, Result};
use crate::ffi::iec61850_common::PhyComAddress;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::callback::Context;
use crate::ffi::support::{BoolArg, CBool, Fallback, get, get_mut, guard, text};
use crate::iec61850::GooseControlBlock;
use crate::iec61850::goose_cb::DstAddress;
use crate::mms::value::{Data, Place, Value};

/// The values of a GOOSE control block.
pub struct sClientGooseControlBlock {
    block: Block,
}

/// Python code reads the reference as the first field behind the handle.
#[repr(C)]
struct Block {
    object_reference: *const c_char,
    /// What `object_reference` points to.
    reference: CString,
    values: GooseControlBlock,
}

const _: () = assert!(std::mem::offset_of!(sClientGooseControlBlock, block) == 0);
const _: () = assert!(std::mem::offset_of!(Block, object_reference) == 0);

/// The values of a GOOSE control block.
pub type ClientGooseControlBlock = *mut sClientGooseControlBlock;

fn new_block(reference: &[u8], values: GooseControlBlock) -> ClientGooseControlBlock {
    // A C string has no NUL inside, so nothing gets lost.
    let reference = CString::new(reference).unwrap_or_default();
    let block = Block { object_reference: reference.as_ptr(), reference, values };
    Box::into_raw(Box::new(sClientGooseControlBlock { block }))
}

/// Puts values into C's control block, or into a new one where C has none.
fn store(
    given: ClientGooseControlBlock,
    reference: &[u8],
    values: GooseControlBlock,
) -> ClientGooseControlBlock {
    // SAFETY: C passes NULL or a live control block, which nobody else uses until this function or its handler is done.
    match unsafe { given.as_mut() } {
        Some(control) => {
            control.block.values = values;
            given
        }
        None => new_block(reference, values),
    }
}

/// A value of the control block.
fn read<R: Fallback>(this: ClientGooseControlBlock, f: impl FnOnce(&GooseControlBlock) -> R) -> R {
    get(this, |control| f(&control.block.values))
}

/// Changes the control block.
fn change(this: ClientGooseControlBlock, f: impl FnOnce(&mut GooseControlBlock)) {
    get_mut(this, |control| f(&mut control.block.values));
}

/// Changes the destination address, which begins as all zero.
fn change_address(this: ClientGooseControlBlock, f: impl FnOnce(&mut DstAddress)) {
    change(this, |values| f(values.dst_address.get_or_insert_default()));
}

fn text_of(value: Option<&Value>) -> *const c_char {
    value.and_then(Value::text).map_or(null(), |text| text.as_bytes_with_nul().as_ptr().cast())
}

/// NULL empties a text and makes none.
fn set_text(value: &mut Option<Value>, argument: *const c_char) {
    // SAFETY: C passes NULL or a NUL-terminated string.
    let text = unsafe { text::bytes(argument) };
    if text.is_some() || value.is_some() {
        *value = Some(Value::visible_string(text.unwrap_or_default()));
    }
}

/// All zero where the multicast address has not six octets.
pub(super) fn address(address: &DstAddress) -> PhyComAddress {
    address.octets().map_or_else(Fallback::fallback, |octets| PhyComAddress {
        vlanPriority: address.priority,
        vlanId: address.vid,
        appId: address.appid,
        dstAddress: octets,
    })
}

impl Fallback for PhyComAddress {
    fn fallback() -> Self {
        Self { vlanPriority: 0, vlanId: 0, appId: 0, dstAddress: [0; 6] }
    }
}

/// Reads all attributes of a GOOSE control block.
///
/// @param self the connection
/// @param error the result; IED_ERROR_UNKNOWN when the server refuses, as for an unknown control block
/// @param goCBReference LD/LN.name
/// @param updateGoCB a control block to be updated, or NULL
/// @return `updateGoCB`, or a new control block to be freed with ClientGooseControlBlock_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getGoCBValues(
    self_: IedConnection,
    error: *mut IedClientError,
    goCBReference: *const c_char,
    updateGoCB: ClientGooseControlBlock,
) -> ClientGooseControlBlock {
    service(self_, error, |client| {
        let reference = required(goCBReference)?;
        match client.goose_cb(reference) {
            Ok(values) => Ok(store(updateGoCB, reference, values)),
            // What libiec61850 gives here whatever the reason; its asynchronous form is precise.
            Err(error @ Error::DataAccess(_)) => {
                tracing::debug!(%error, "GOOSE control block not read");
                Err(Error::DataAccess(crate::error::DataAccessError::UNKNOWN))
            }
            Err(error) => Err(error),
        }
    })
}

/// Starts to read all attributes of a GOOSE control block, see IedConnection_getGoCBValues.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param goCBReference LD/LN.name
/// @param updateGoCB a control block to be updated, which must stay until the handler has been called, or NULL
/// @param handler gets `updateGoCB`, or a new control block that is its own, or NULL on error
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getGoCBValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    goCBReference: *const c_char,
    updateGoCB: ClientGooseControlBlock,
    handler: IedConnection_GetGoCBValuesHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::new(updateGoCB, parameter);
    service(self_, error, |client| {
        let reference = required(goCBReference)?.to_vec();
        client.goose_cb_async(&reference.clone(), move |invoke_id, outcome| {
            if let Some(handler) = handler {
                let error = code(&outcome);
                let control = outcome.map_or_else(
                    |_| Fallback::fallback(),
                    |values| store(context.object(), &reference, values),
                );
                // SAFETY: handler and parameter are C's, valid until the handler has been called.
                unsafe { handler(invoke_id, context.parameter(), error, control) }
            }
        })
    })
}

/// Reference and values of a control block that a function was given.
fn given<'a>(control: ClientGooseControlBlock) -> Result<(&'a [u8], &'a GooseControlBlock)> {
    // SAFETY: C passes NULL or a live control block, which stays during the call.
    let control = unsafe { control.as_ref() }.ok_or(Error::InvalidArgument("NULL control block"))?;
    Ok((control.block.reference.as_bytes(), &control.block.values))
}

/// Writes attributes of a GOOSE control block.
///
/// @param self the connection
/// @param error the result; that of the first attribute that was refused.
/// IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for an attribute in the mask that has no value
/// @param goCB the values to write
/// @param parametersMask which attributes, a combination of GOCB_ELEMENT_…; nothing is sent for 0
/// @param singleRequest true to write all with one request, false for one request each, up to the first that is
/// refused. GoEna is the last in both cases
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setGoCBValues(
    self_: IedConnection,
    error: *mut IedClientError,
    goCB: ClientGooseControlBlock,
    parametersMask: u32,
    singleRequest: BoolArg,
) {
    service(self_, error, |client| {
        let (reference, values) = given(goCB)?;
        client.set_goose_cb(reference, values, parametersMask, singleRequest.get())
    });
}

/// Starts to write attributes of a GOOSE control block, see IedConnection_setGoCBValues.
///
/// @param self the connection
/// @param error what is wrong at once; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for an empty mask
/// @param goCB the values to write, which may be changed or freed at once
/// @param parametersMask which attributes, a combination of GOCB_ELEMENT_…
/// @param singleRequest true to write all with one request, false for one request each
/// @param handler gets the result, once
/// @param parameter passed to the handler
/// @return the invoke id of the (first) request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setGoCBValuesAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    goCB: ClientGooseControlBlock,
    parametersMask: u32,
    singleRequest: BoolArg,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let (reference, values) = given(goCB)?;
        let done = generic(handler, parameter);
        client.set_goose_cb_async(reference, values, parametersMask, singleRequest.get(), done)
    })
}

/// Makes a control block without values, to be filled or to be updated from the server.
///
/// @param dataAttributeReference LD/LN.name
/// @return the control block, to be freed with ClientGooseControlBlock_destroy; NULL for NULL
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_create(
    dataAttributeReference: *const c_char,
) -> ClientGooseControlBlock {
    // SAFETY: C passes NULL or a NUL-terminated string.
    let reference = unsafe { text::bytes(dataAttributeReference) };
    guard(|| reference.map_or_else(Fallback::fallback, |reference| new_block(reference, Default::default())))
}

/// Frees a control block. NULL is nothing.
///
/// @param self the control block
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_destroy(self_: ClientGooseControlBlock) {
    if !self_.is_null() {
        // SAFETY: a control block that `new_block` made, which C does not use any more.
        guard(|| drop(unsafe { Box::from_raw(self_) }));
    }
}

/// Whether GOOSE messages are sent.
///
/// @param self the control block
/// @return GoEna
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getGoEna(self_: ClientGooseControlBlock) -> CBool {
    read(self_, |values| values.go_ena.into())
}

/// Sets GoEna, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param goEna true to enable
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setGoEna(self_: ClientGooseControlBlock, goEna: BoolArg) {
    change(self_, |values| values.go_ena = goEna.get());
}

/// The identifier of the messages, which belongs to the control block.
///
/// @param self the control block
/// @return GoID; NULL if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getGoID(self_: ClientGooseControlBlock) -> *const c_char {
    read(self_, |values| text_of(values.go_id.as_ref()))
}

/// Sets GoID, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param goID the text, which is copied; NULL empties it
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setGoID(self_: ClientGooseControlBlock, goID: *const c_char) {
    change(self_, |values| set_text(&mut values.go_id, goID));
}

/// The reference of the data set, which belongs to the control block.
///
/// @param self the control block
/// @return DatSet; NULL if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDatSet(self_: ClientGooseControlBlock) -> *const c_char {
    read(self_, |values| text_of(values.dat_set.as_ref()))
}

/// Sets DatSet, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param datSet the reference as LD/LN$name, which is copied; NULL empties it
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDatSet(self_: ClientGooseControlBlock, datSet: *const c_char) {
    change(self_, |values| set_text(&mut values.dat_set, datSet));
}

/// The configuration revision.
///
/// @param self the control block
/// @return ConfRev
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getConfRev(self_: ClientGooseControlBlock) -> u32 {
    read(self_, |values| values.conf_rev)
}

/// Whether the control block needs commissioning.
///
/// @param self the control block
/// @return NdsCom
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getNdsComm(self_: ClientGooseControlBlock) -> CBool {
    read(self_, |values| values.nds_comm.into())
}

/// The shortest time between messages.
///
/// @param self the control block
/// @return MinTime in ms; 0 if the server does not tell
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getMinTime(self_: ClientGooseControlBlock) -> u32 {
    read(self_, |values| values.min_time)
}

/// The longest time between messages.
///
/// @param self the control block
/// @return MaxTime in ms; 0 if the server does not tell
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getMaxTime(self_: ClientGooseControlBlock) -> u32 {
    read(self_, |values| values.max_time)
}

/// Whether messages are encoded with fixed offsets.
///
/// @param self the control block
/// @return FixedOffs
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getFixedOffs(self_: ClientGooseControlBlock) -> CBool {
    read(self_, |values| values.fixed_offs.into())
}

/// The destination address.
///
/// @param self the control block
/// @return the address; all 0 if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDstAddress(self_: ClientGooseControlBlock) -> PhyComAddress {
    read(self_, |values| values.dst_address.as_ref().map_or_else(Fallback::fallback, address))
}

/// Sets the destination address, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param value the address
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDstAddress(
    self_: ClientGooseControlBlock,
    value: PhyComAddress,
) {
    change(self_, |values| {
        values.dst_address = Some(DstAddress {
            addr: Value::octet_string(&value.dstAddress),
            priority: value.vlanPriority,
            vid: value.vlanId,
            appid: value.appId,
        });
    });
}

/// The multicast address, which belongs to the control block.
///
/// @param self the control block
/// @return an octet string; NULL if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDstAddress_addr(
    self_: ClientGooseControlBlock,
) -> *mut MmsValue {
    get_mut(self_, |control| {
        let address = control.block.values.dst_address.as_mut();
        address.map_or_else(Fallback::fallback, |address| {
            // Deleting it alone must not free part of this object.
            address.addr.place = Place::Element;
            std::ptr::from_mut(&mut address.addr)
        })
    })
}

/// Sets the multicast address, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param macAddr an octet string of six, which is copied; other values and NULL are ignored
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDstAddress_addr(
    self_: ClientGooseControlBlock,
    macAddr: *mut MmsValue,
) {
    get(macAddr, |value| {
        if matches!(value.data, Data::OctetString(_)) {
            change_address(self_, |address| address.addr = value.clone());
        }
    });
}

/// The VLAN priority of the destination address.
///
/// @param self the control block
/// @return the number; 0 if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDstAddress_priority(self_: ClientGooseControlBlock) -> u8 {
    read(self_, |values| values.dst_address.as_ref().map_or(0, |address| address.priority))
}

/// Sets the VLAN priority of the destination address, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param priorityValue the number
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDstAddress_priority(
    self_: ClientGooseControlBlock,
    priorityValue: u8,
) {
    change_address(self_, |address| address.priority = priorityValue);
}

/// The VLAN of the destination address.
///
/// @param self the control block
/// @return the number; 0 if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDstAddress_vid(self_: ClientGooseControlBlock) -> u16 {
    read(self_, |values| values.dst_address.as_ref().map_or(0, |address| address.vid))
}

/// Sets the VLAN of the destination address, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param vidValue the number
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDstAddress_vid(self_: ClientGooseControlBlock, vidValue: u16) {
    change_address(self_, |address| address.vid = vidValue);
}

/// The APPID of the destination address.
///
/// @param self the control block
/// @return the number; 0 if it is not known
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_getDstAddress_appid(self_: ClientGooseControlBlock) -> u16 {
    read(self_, |values| values.dst_address.as_ref().map_or(0, |address| address.appid))
}

/// Sets the APPID of the destination address, to be written with IedConnection_setGoCBValues.
///
/// @param self the control block
/// @param appidValue the number
#[unsafe(no_mangle)]
pub extern "C" fn ClientGooseControlBlock_setDstAddress_appid(
    self_: ClientGooseControlBlock,
    appidValue: u16,
) {
    change_address(self_, |address| address.appid = appidValue);
}
