//! The tree: model, logical devices, logical nodes, data objects and data attributes.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::{copy, own};
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::iec61850_model::*;
use crate::ffi::mms_value::{MmsValue, into_raw};
use crate::ffi::support::memory::free;
use crate::ffi::support::{get, get_mut, guard};
use crate::mms::value::Value;

/// Larger arrays are a mistake of the caller.
const MAX_ELEMENTS: c_int = 1 << 16;

unsafe extern "C" fn no_initial_values() {}

/// Whether a model is compiled as tables, with an initializer that makes its values.
pub(crate) fn has_initial_values(model: &IedModel) -> bool {
    model
        .initializer
        .is_some_and(|initializer| initializer as usize != no_initial_values as *const () as usize)
}

/// The end of a parent's list of children, so that appending many stays quick.
pub(crate) struct Tail {
    parent: *mut ModelNode,
    last: *mut ModelNode,
}

impl Tail {
    /// The end of the children that `parent`, a live node, has.
    pub(crate) fn of(parent: *mut ModelNode) -> Self {
        Self { parent, last: children(parent).last().unwrap_or(null_mut()) }
    }

    /// Appends a node that has no parent yet.
    pub(crate) fn push(&mut self, node: *mut ModelNode) {
        // SAFETY: live nodes of the model.
        unsafe {
            (*node).parent = self.parent;
            match self.last.as_mut() {
                Some(last) => last.sibling = node,
                None => (*self.parent).firstChild = node,
            }
        }
        self.last = node;
    }
}

/// Appends elements to an array that has none yet.
fn add_elements(array: *mut ModelNode, count: c_int, new: impl Fn(c_int) -> *mut ModelNode) {
    let mut tail = Tail::of(array);
    (0..count).for_each(|index| tail.push(new(index)));
}

/// The elements of an array, in order; other children of the node are left out.
pub(crate) fn elements(array: *const ModelNode) -> impl Iterator<Item = *mut ModelNode> {
    // SAFETY: a live node.
    children(array).take_while(|&child| unsafe { (*child).name }.is_null())
}

fn object(name: *mut c_char, element_count: c_int, index: c_int) -> *mut ModelNode {
    own(DataObject {
        modelType: DO,
        name,
        parent: null_mut(),
        sibling: null_mut(),
        firstChild: null_mut(),
        elementCount: element_count,
        arrayIndex: index,
    })
    .cast()
}

/// A data object without a parent; `name` is malloc'ed and belongs to it. NULL, and `name` freed, for an array that is
/// too large.
pub(crate) fn new_object(name: *mut c_char, count: c_int) -> *mut ModelNode {
    if count > MAX_ELEMENTS {
        return too_large(name, count);
    }
    let array = object(name, count, -1);
    add_elements(array, count, |index| object(null_mut(), 0, index));
    array
}

fn too_large(name: *mut c_char, count: c_int) -> *mut ModelNode {
    tracing::error!("an array of {count} elements is too large");
    // SAFETY: came from malloc and is used no more.
    unsafe { free(name.cast()) };
    null_mut()
}

/// What a data attribute and the elements of an array of it have in common.
#[derive(Clone, Copy)]
pub(crate) struct AttributeKind {
    /// its type
    pub(crate) data_type: DataAttributeType,
    /// its functional constraint
    pub(crate) fc: FunctionalConstraint,
    /// its trigger options
    pub(crate) triggers: u8,
    /// its short address
    pub(crate) short_address: u32,
}

fn attribute(name: *mut c_char, kind: AttributeKind, element_count: c_int, index: c_int) -> *mut ModelNode {
    own(DataAttribute {
        modelType: DA,
        name,
        parent: null_mut(),
        sibling: null_mut(),
        firstChild: null_mut(),
        elementCount: element_count,
        arrayIndex: index,
        fc: kind.fc,
        r#type: kind.data_type,
        triggerOptions: kind.triggers,
        mmsValue: null_mut(),
        sAddr: kind.short_address,
    })
    .cast()
}

/// A data attribute without a parent; `name` is malloc'ed and belongs to it. NULL, and `name` freed, for an array that
/// is too large.
pub(crate) fn new_attribute(name: *mut c_char, kind: AttributeKind, count: c_int) -> *mut ModelNode {
    if count > MAX_ELEMENTS {
        return too_large(name, count);
    }
    let array = attribute(name, kind, count, -1);
    add_elements(array, count, |index| attribute(null_mut(), kind, 0, index));
    array
}

/// Makes an empty model. Free it with `IedModel_destroy`.
///
/// @param name the name of the IED, or NULL
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_create(name: *const c_char) -> *mut IedModel {
    guard(|| {
        own(IedModel {
            name: copy(name),
            firstChild: null_mut(),
            dataSets: null_mut(),
            rcbs: null_mut(),
            gseCBs: null_mut(),
            svCBs: null_mut(),
            sgcbs: null_mut(),
            lcbs: null_mut(),
            logs: null_mut(),
            initializer: Some(no_initial_values),
        })
    })
}

/// Gives a dynamic model another name, which is copied; the old one is freed.
#[unsafe(no_mangle)]
pub extern "C" fn IedModel_setIedNameForDynamicModel(self_: *mut IedModel, name: *const c_char) {
    get_mut(self_, |model| {
        let old = std::mem::replace(&mut model.name, copy(name));
        // SAFETY: names of dynamic models come from malloc.
        unsafe { free(old.cast()) }
    });
}

/// Adds a logical device to a model.
///
/// @param name the instance name (ldInst)
/// @return the logical device; NULL for a NULL model
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_create(name: *const c_char, parent: *mut IedModel) -> *mut LogicalDevice {
    LogicalDevice_createEx(name, parent, std::ptr::null())
}

/// Adds a logical device with a functional name to a model.
///
/// @param inst the instance name (ldInst)
/// @param ldName the functional name that takes the place of IED name and instance name, or NULL
/// @return the logical device; NULL for a NULL model
#[unsafe(no_mangle)]
pub extern "C" fn LogicalDevice_createEx(
    inst: *const c_char,
    parent: *mut IedModel,
    ldName: *const c_char,
) -> *mut LogicalDevice {
    get_mut(parent, |model| {
        let device = own(LogicalDevice {
            modelType: LD,
            name: copy(inst),
            parent: std::ptr::from_mut(model).cast(),
            sibling: null_mut(),
            firstChild: null_mut(),
            ldName: copy(ldName),
        });
        let mut first = model.firstChild.cast::<ModelNode>();
        append(&mut first, device.cast());
        model.firstChild = first.cast();
        device
    })
}

/// Adds a logical node to a logical device.
///
/// @param name prefix, class and instance, such as `GGIO1`
/// @return the logical node; NULL for a NULL parent
#[unsafe(no_mangle)]
pub extern "C" fn LogicalNode_create(name: *const c_char, parent: *mut LogicalDevice) -> *mut LogicalNode {
    guard(|| {
        if parent.is_null() {
            return null_mut();
        }
        let node = own(LogicalNode {
            modelType: LN,
            name: copy(name),
            parent: null_mut(),
            sibling: null_mut(),
            firstChild: null_mut(),
        });
        Tail::of(parent.cast()).push(node.cast());
        node
    })
}

/// Adds a data object to a logical node or a data object.
///
/// @param arrayElements the number of elements of an array, 0 if it is none. The elements become the first children.
/// @return the data object; NULL for a NULL parent or more than 65536 elements
#[unsafe(no_mangle)]
pub extern "C" fn DataObject_create(
    name: *const c_char,
    parent: *mut ModelNode,
    arrayElements: c_int,
) -> *mut DataObject {
    guard(|| attach(parent, || new_object(copy(name), arrayElements)).cast())
}

/// Adds a data attribute to a data object or a data attribute.
///
/// @param type one of `DataAttributeType`; with `IEC61850_CONSTRUCTED` its parts are added to it
/// @param fc the functional constraint, that of the parent for a part of an attribute
/// @param triggerOptions the TRG_OPT_ bits that its changes count as
/// @param arrayElements the number of elements of an array, 0 if it is none. The elements become the first children.
/// @param sAddr a number of the program's own to find it by
/// @return the data attribute; NULL for a NULL parent or more than 65536 elements
#[unsafe(no_mangle)]
pub extern "C" fn DataAttribute_create(
    name: *const c_char,
    parent: *mut ModelNode,
    r#type: DataAttributeType,
    fc: FunctionalConstraint,
    triggerOptions: u8,
    arrayElements: c_int,
    sAddr: u32,
) -> *mut DataAttribute {
    let kind = AttributeKind { data_type: r#type, fc, triggers: triggerOptions, short_address: sAddr };
    guard(|| attach(parent, || new_attribute(copy(name), kind, arrayElements)).cast())
}

fn attach(parent: *mut ModelNode, new: impl FnOnce() -> *mut ModelNode) -> *mut ModelNode {
    if parent.is_null() {
        return null_mut();
    }
    let node = new();
    if !node.is_null() {
        Tail::of(parent).push(node);
    }
    node
}

/// The type of a data attribute.
#[unsafe(no_mangle)]
pub extern "C" fn DataAttribute_getType(self_: *mut DataAttribute) -> DataAttributeType {
    get(self_, |attribute| attribute.r#type)
}

/// The functional constraint of a data attribute.
#[unsafe(no_mangle)]
pub extern "C" fn DataAttribute_getFC(self_: *mut DataAttribute) -> FunctionalConstraint {
    get(self_, |attribute| attribute.fc)
}

/// The TRG_OPT_ bits of a data attribute.
#[unsafe(no_mangle)]
pub extern "C" fn DataAttribute_getTrgOps(self_: *mut DataAttribute) -> u8 {
    get(self_, |attribute| attribute.triggerOptions)
}

/// Sets the value of a data attribute, which is copied. When it has one already, a value of another type is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn DataAttribute_setValue(self_: *mut DataAttribute, value: *mut MmsValue) {
    get_mut(self_, |attribute| {
        get(value, |value: &Value| set_value(attribute, value.clone()));
    });
}

/// Sets the value of a data attribute, or changes the one that it has.
pub(crate) fn set_value(attribute: &mut DataAttribute, value: Value) {
    // SAFETY: NULL or the live value of the attribute.
    match unsafe { attribute.mmsValue.as_mut() } {
        Some(old) => {
            old.update(&value);
        }
        None => attribute.mmsValue = into_raw(value),
    }
}
