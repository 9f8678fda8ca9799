//! Logical devices, their logical nodes and setting groups, data sets of logical nodes.

use std::ffi::{CString, c_char, c_int};
use std::ptr::null_mut;

use super::lookup::logical_node;
use super::node::descend_fc;
use super::tree::{chain, children, device_of, model_of, name_of};
use super::types::*;
use crate::ffi::iec61850_common::functional_constraint::FunctionalConstraint_fromString;
use crate::ffi::support::{guard, text};

/// The logical node of this name. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_getLogicalNode(
    self_: *mut LogicalDevice,
    lnName: *const c_char,
) -> *mut LogicalNode {
    guard(|| {
        // SAFETY: NULL or a C string.
        let name = unsafe { text::bytes(lnName) };
        name.and_then(|name| logical_node(self_, name)).map_or(null_mut(), <*mut ModelNode>::cast)
    })
}

/// The number of logical nodes.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_getLogicalNodeCount(self_: *mut LogicalDevice) -> c_int {
    guard(|| c_int::try_from(children(self_.cast()).count()).unwrap_or(c_int::MAX))
}

/// The setting group control block of the logical device. NULL if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_getSettingGroupControlBlock(
    self_: *mut LogicalDevice,
) -> *mut SettingGroupControlBlock {
    guard(|| {
        let Some(model) = model_of(self_.cast()) else { return null_mut() };
        // SAFETY: a live model.
        let mut blocks = chain(unsafe { (*model).sgcbs });
        // SAFETY: a live control block.
        let here = |block: &*mut SettingGroupControlBlock| unsafe {
            device_of((**block).parent.cast()) == Some(self_)
        };
        blocks.find(here).unwrap_or(null_mut())
    })
}

/// The data attribute of an MMS variable name, `LN$FC$DO$DA`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_getChildByMmsVariableName(
    self_: *mut LogicalDevice,
    mmsVariableName: *const c_char,
) -> *mut ModelNode {
    guard(|| {
        // SAFETY: NULL or a C string.
        let name = unsafe { text::bytes(mmsVariableName) }.unwrap_or_default();
        let mut parts = name.splitn(3, |&octet| octet == b'$');
        let (Some(node), Some(fc), Some(path)) = (parts.next(), parts.next(), parts.next()) else {
            return null_mut();
        };
        let Some(node) = logical_node(self_, node) else { return null_mut() };
        let Some(fc) = CString::new(fc).ok().filter(|fc| fc.count_bytes() == 2) else { return null_mut() };
        let fc = FunctionalConstraint_fromString(fc.as_ptr());
        let path: Vec<u8> = path.iter().map(|&octet| if octet == b'$' { b'.' } else { octet }).collect();
        descend_fc(node, &path, fc).unwrap_or(null_mut())
    })
}

/// The data set of this name in the logical node. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalNode_getDataSet(
    self_: *mut LogicalNode,
    dataSetName: *const c_char,
) -> *mut DataSet {
    guard(|| {
        // SAFETY: NULL or a C string.
        let name = unsafe { text::bytes(dataSetName) };
        let (Some(name), Some(device), Some(model)) = (name, device_of(self_.cast()), model_of(self_.cast()))
        else {
            return null_mut();
        };
        // SAFETY: live structs of the model.
        let (node, device, first) =
            unsafe { (name_of((*self_).name), name_of((*device).name), (*model).dataSets) };
        let full = [node, b"$", name].concat();
        super::lookup::data_set(first, device, &full).unwrap_or(null_mut())
    })
}
