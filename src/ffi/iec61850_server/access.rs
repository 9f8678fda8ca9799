//! What clients may read, write and see.

use std::ffi::c_void;

use super::object::{ServerObject, with};
use super::types::*;
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::iec61850_model::{DataAttribute, DataObject};
use crate::ffi::support::BoolArg;
use crate::model::fc;
use crate::server::space::{Entry, Place};

/// Lets clients write attributes of a functional constraint, or not, where no handler is installed. DC, CF, SP, SV and
/// SE have such a policy.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setWriteAccessPolicy(
    self_: IedServer,
    fc: FunctionalConstraint,
    policy: AccessPolicy,
) {
    with(self_, |object| {
        if let Some(fc) = fc::FunctionalConstraint::from_number(fc) {
            let allow = policy == crate::ffi::enums::AccessPolicy::ACCESS_POLICY_ALLOW as AccessPolicy;
            object.core().set_policy(fc, allow);
        }
    });
}

/// Installs the callback that decides on clients' writes to an attribute. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_handleWriteAccess(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    handler: WriteAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| {
        if let Some(id) = object.structs.id(dataAttribute) {
            object.hooks.writes.set(id, handler, parameter);
        }
    });
}

/// Installs the callback for an attribute and all its parts.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_handleWriteAccessForComplexAttribute(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    handler: WriteAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| {
        if let Some(place) = object.structs.id(dataAttribute).and_then(|id| object.place(id)) {
            install_below(object, place, handler, parameter);
        }
    });
}

/// Installs the callback for all attributes that a data object has under a functional constraint.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_handleWriteAccessForDataObject(
    self_: IedServer,
    dataObject: *mut DataObject,
    fc: FunctionalConstraint,
    handler: WriteAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| {
        let space = &object.core().space;
        let Some(node) = object.structs.id(dataObject).and_then(|id| space.data_node(id)) else { return };
        for place in &node.places {
            if space.group(place.group).is_some_and(|group| group.fc.number() == fc) {
                install_below(object, place, handler, parameter);
            }
        }
    });
}

fn install_below(object: &ServerObject, place: &Place, handler: WriteAccessHandler, parameter: *mut c_void) {
    let space = &object.core().space;
    let mut entries: Vec<&Entry> = space.entry(place).into_iter().collect();
    while let Some(entry) = entries.pop() {
        entries.extend(&entry.children);
        let attribute = entry.node.filter(|&id| object.place(id).is_some());
        if let Some(id) = attribute {
            object.hooks.writes.set(id, handler, parameter);
        }
    }
}

/// Installs the callback that decides on clients' reads. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setReadAccessHandler(
    self_: IedServer,
    handler: ReadAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.reads.set(handler, parameter));
}

/// Installs the callback that decides on what clients do with data sets. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setDataSetAccessHandler(
    self_: IedServer,
    handler: IedServer_DataSetAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.data_sets.set(handler, parameter));
}

/// Installs the callback that decides whether clients may ask for names. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setDirectoryAccessHandler(
    self_: IedServer,
    handler: IedServer_DirectoryAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.directories.set(handler, parameter));
}

/// Installs the callback that decides which names clients see. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setListObjectsAccessHandler(
    self_: IedServer,
    handler: IedServer_ListObjectsAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.lists.set(handler, parameter));
}

/// Installs the callback that decides on clients' access to control blocks. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setControlBlockAccessHandler(
    self_: IedServer,
    handler: IedServer_ControlBlockAccessHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.blocks.set(handler, parameter));
}

/// Sets whether clients' reads of data go unanswered.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_ignoreReadAccess(self_: IedServer, ignore: BoolArg) {
    with(self_, |object| object.core().set_ignore_reads(ignore.get()));
}
