//! Finding things in the model.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::node::descend;
use super::tree::{DA, chain, children, devices, full_device_name, name_of, search};
use super::types::*;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{get_mut, guard, text};

/// The logical node of a logical device by its name.
pub(crate) fn logical_node(device: *const LogicalDevice, name: &[u8]) -> Option<*mut ModelNode> {
    // SAFETY: a live node.
    children(device.cast()).find(|&node| name_of(unsafe { (*node).name }) == name)
}

/// The data set of a list by the instance name of its logical device and its MMS name.
pub(crate) fn data_set(first: *mut DataSet, device: &[u8], name: &[u8]) -> Option<*mut DataSet> {
    chain(first).find(|&set| {
        // SAFETY: a live data set.
        let set = unsafe { &*set };
        name_of(set.logicalDeviceName) == device && name_of(set.name) == name
    })
}

fn device_by_name(model: *const IedModel, name: &[u8]) -> Option<*mut LogicalDevice> {
    devices(model).find(|&device| full_device_name(device) == name)
}

fn device_by_inst(model: *const IedModel, inst: &[u8]) -> Option<*mut LogicalDevice> {
    // SAFETY: a live logical device.
    devices(model).find(|&device| name_of(unsafe { (*device).name }) == inst)
}

/// The node of `LD/LN.DO.DA`, the logical device being found by `device`.
fn node_of_reference(
    reference: *const c_char,
    device: impl FnOnce(&[u8]) -> Option<*mut LogicalDevice>,
) -> Option<*mut ModelNode> {
    // SAFETY: NULL or a C string.
    let reference = unsafe { text::bytes(reference) }?;
    let mut parts = reference.splitn(2, |&octet| octet == b'/');
    let device = device(parts.next()?)?;
    let path = parts.next().unwrap_or_default();
    if path.is_empty() {
        return Some(device.cast());
    }
    let mut parts = path.splitn(2, |&octet| octet == b'.');
    let node = logical_node(device, parts.next()?)?;
    parts.next().map_or(Some(node), |path| descend(node, path, None))
}

/// Gives the model another name, which is copied. The old name is not freed: it may be part of a program's tables.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_setIedName(self_: *mut IedModel, iedName: *const c_char) {
    get_mut(self_, |model| {
        // SAFETY: NULL or a C string.
        if let Some(name) = unsafe { text::bytes(iedName) } {
            model.name = malloc_text(name);
        }
    });
}

/// The node of an object reference, `LD/LN.DO.DA`, that begins with the full name of the logical device. NULL if there
/// is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getModelNodeByObjectReference(
    self_: *mut IedModel,
    objectReference: *const c_char,
) -> *mut ModelNode {
    guard(|| node_of_reference(objectReference, |name| device_by_name(self_, name)).unwrap_or(null_mut()))
}

/// The sampled value control block of this name in a logical node. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getSVControlBlock(
    self_: *mut IedModel,
    parentLN: *mut LogicalNode,
    svcbName: *const c_char,
) -> *mut SVControlBlock {
    get_mut(self_, |model| {
        // SAFETY: NULL or a C string.
        let Some(name) = (unsafe { text::bytes(svcbName) }) else { return null_mut() };
        // SAFETY: live control blocks.
        let is_it = |block: &*mut SVControlBlock| unsafe {
            (**block).parent == parentLN && name_of((**block).name) == name
        };
        chain(model.svCBs).find(is_it).unwrap_or(null_mut())
    })
}

/// The node of an object reference that begins with the instance name of the logical device. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getModelNodeByShortObjectReference(
    self_: *mut IedModel,
    objectReference: *const c_char,
) -> *mut ModelNode {
    guard(|| node_of_reference(objectReference, |inst| device_by_inst(self_, inst)).unwrap_or(null_mut()))
}

/// The first data attribute with this short address. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getModelNodeByShortAddress(
    self_: *mut IedModel,
    shortAddress: u32,
) -> *mut ModelNode {
    guard(|| attribute(self_, |attribute| attribute.sAddr == shortAddress).unwrap_or(null_mut()))
}

/// The data attribute that this value is the one of. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_lookupDataAttributeByMmsValue(
    self_: *mut IedModel,
    value: *mut MmsValue,
) -> *mut DataAttribute {
    guard(|| {
        let found = attribute(self_, |attribute| !value.is_null() && attribute.mmsValue == value);
        found.map_or(null_mut(), <*mut ModelNode>::cast)
    })
}

fn attribute(
    model: *const IedModel,
    mut is_it: impl FnMut(&mut DataAttribute) -> bool,
) -> Option<*mut ModelNode> {
    // SAFETY: live nodes; the type says which struct it is.
    let mut visit = |node: *mut ModelNode| unsafe {
        (*node).modelType == DA && is_it(&mut *node.cast::<DataAttribute>())
    };
    devices(model).find_map(|device| search(device.cast(), &mut visit))
}

/// The logical device with this instance name. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getDeviceByInst(
    self_: *mut IedModel,
    ldInst: *const c_char,
) -> *mut LogicalDevice {
    guard(|| {
        // SAFETY: NULL or a C string.
        unsafe { text::bytes(ldInst) }.and_then(|inst| device_by_inst(self_, inst)).unwrap_or(null_mut())
    })
}

/// The logical device at this place, counted from 0. NULL beyond the end.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getDeviceByIndex(self_: *mut IedModel, index: c_int) -> *mut LogicalDevice {
    guard(|| usize::try_from(index).ok().and_then(|index| devices(self_).nth(index)).unwrap_or(null_mut()))
}

/// Forgets the values of all data attributes, without freeing them.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_setAttributeValuesToNull(self_: *mut IedModel) {
    guard(|| {
        attribute(self_, |attribute| {
            attribute.mmsValue = null_mut();
            false
        });
    });
}

/// The logical device with this full name: its functional name, or the IED's name and its instance name. NULL if there
/// is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getDevice(self_: *mut IedModel, ldName: *const c_char) -> *mut LogicalDevice {
    guard(|| {
        // SAFETY: NULL or a C string.
        unsafe { text::bytes(ldName) }.and_then(|name| device_by_name(self_, name)).unwrap_or(null_mut())
    })
}

/// The data set of a reference in MMS form, `LD/LN$name`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_lookupDataSet(
    self_: *mut IedModel,
    dataSetReference: *const c_char,
) -> *mut DataSet {
    get_mut(self_, |model| {
        // SAFETY: NULL or a C string.
        let reference = unsafe { text::bytes(dataSetReference) }.unwrap_or_default();
        let mut parts = reference.splitn(2, |&octet| octet == b'/');
        let (Some(device), Some(name)) = (parts.next(), parts.next()) else { return null_mut() };
        let Some(device) = device_by_name(model, device) else { return null_mut() };
        // SAFETY: a live logical device.
        data_set(model.dataSets, name_of(unsafe { (*device).name }), name).unwrap_or(null_mut())
    })
}

/// The number of logical devices.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_getLogicalDeviceCount(self_: *mut IedModel) -> c_int {
    guard(|| c_int::try_from(devices(self_).count()).unwrap_or(c_int::MAX))
}
