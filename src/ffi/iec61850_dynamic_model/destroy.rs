//! Freeing a dynamic model.

use std::collections::HashSet;
use std::ffi::c_char;

use crate::ffi::iec61850_common::PhyComAddress;
use crate::ffi::iec61850_model::*;
use crate::ffi::iec61850_server::object::release_model;
use crate::ffi::mms_value::lifetime::MmsValue_delete;
use crate::ffi::support::guard;
use crate::ffi::support::memory::free;

/// Frees a model that was made by `IedModel_create` or read from a file, with everything in it. A server that still
/// serves it ends. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_destroy(model: *mut IedModel) {
    guard(|| {
        if model.is_null() {
            return;
        }
        release_model(model);
        // SAFETY: the model and all in it were made by this library, belong to the model and are used no more.
        unsafe {
            let model = *Box::from_raw(model);
            text(model.name);
            control_blocks(&model);
            for set in chain(model.dataSets).collect::<Vec<_>>() {
                data_set(*Box::from_raw(set));
            }
            let mut nodes: Vec<*mut ModelNode> = chain(model.firstChild.cast::<ModelNode>()).collect();
            while let Some(node) = nodes.pop() {
                nodes.extend(children(node));
                free_node(node);
            }
        }
    });
}

unsafe fn text(text: *mut c_char) {
    // SAFETY: passed on to the caller.
    unsafe { free(text.cast()) }
}

unsafe fn texts<const N: usize>(all: [*mut c_char; N]) {
    for it in all {
        // SAFETY: passed on to the caller.
        unsafe { text(it) }
    }
}

/// Frees each struct of a list after `parts` has freed what it points to.
unsafe fn list<T: Linked>(first: *mut T, mut parts: impl FnMut(T)) {
    for item in chain(first).collect::<Vec<_>>() {
        // SAFETY: passed on to the caller.
        parts(*unsafe { Box::from_raw(item) });
    }
}

unsafe fn control_blocks(model: &IedModel) {
    // the same address may have been given to several control blocks
    let mut addresses: HashSet<*mut PhyComAddress> = HashSet::new();
    // SAFETY: passed on to the caller.
    unsafe {
        list(model.rcbs, |block| {
            texts([block.name, block.rptId, block.dataSetName]);
        });
        list(model.gseCBs, |block| {
            texts([block.name, block.appId, block.dataSetName]);
            addresses.insert(block.address);
        });
        list(model.svCBs, |block| {
            texts([block.name, block.svId, block.dataSetName]);
            addresses.insert(block.dstAddress);
        });
        list(model.lcbs, |block| {
            texts([block.name, block.dataSetName, block.logRef]);
        });
        list(model.logs, |log| text(log.name));
        list(model.sgcbs, drop);
        for address in addresses.into_iter().filter(|address| !address.is_null()) {
            drop(Box::from_raw(address));
        }
    }
}

unsafe fn data_set(set: DataSet) {
    // SAFETY: passed on to the caller. The name of the logical device is the one of the logical device.
    unsafe {
        text(set.name);
        list(set.fcdas, |entry| {
            if entry.isLDNameDynamicallyAllocated.get() {
                text(entry.logicalDeviceName);
            }
            texts([entry.variableName, entry.componentName]);
        });
    }
}

/// Frees a node whose children are known elsewhere.
unsafe fn free_node(node: *mut ModelNode) {
    // SAFETY: passed on to the caller; the type says which struct it is.
    unsafe {
        text((*node).name);
        match (*node).modelType {
            LD => {
                let device = Box::from_raw(node.cast::<LogicalDevice>());
                text(device.ldName);
            }
            LN => drop(Box::from_raw(node.cast::<LogicalNode>())),
            DO => drop(Box::from_raw(node.cast::<DataObject>())),
            _ => {
                let attribute = Box::from_raw(node.cast::<DataAttribute>());
                MmsValue_delete(attribute.mmsValue);
            }
        }
    }
}
