//! Walking the C structs. Everything here follows pointers of the model: NULL, or well-formed by the C contract.

use std::ffi::c_char;

use super::types::*;
use crate::ffi::support::text;

/// A logical device.
pub(crate) const LD: ModelNodeType = 0;
/// A logical node.
pub(crate) const LN: ModelNodeType = 1;
/// A data object.
pub(crate) const DO: ModelNodeType = 2;
/// A data attribute.
pub(crate) const DA: ModelNodeType = 3;

/// Deeper nesting of nodes is no model.
const MAX_DEPTH: usize = 128;

/// A struct in a list that goes on at `sibling`.
pub(crate) trait Linked {
    /// The pointer to the next one.
    fn next(&mut self) -> &mut *mut Self;
}

macro_rules! linked {
    ($($name:ty),*) => {
        $(impl Linked for $name {
            fn next(&mut self) -> &mut *mut Self {
                &mut self.sibling
            }
        })*
    };
}

linked!(
    ModelNode,
    DataSetEntry,
    DataSet,
    ReportControlBlock,
    SettingGroupControlBlock,
    GSEControlBlock,
    SVControlBlock,
    LogControlBlock,
    Log
);

/// The structs of a list.
pub(crate) fn chain<T: Linked>(first: *mut T) -> impl Iterator<Item = *mut T> {
    let some = |item: *mut T| (!item.is_null()).then_some(item);
    // SAFETY: a live struct of the model.
    std::iter::successors(some(first), move |item| some(unsafe { *(**item).next() }))
}

/// Appends a struct to a list.
pub(crate) fn append<T: Linked>(first: &mut *mut T, new: *mut T) {
    match chain(*first).last() {
        None => *first = new,
        // SAFETY: a live struct of the model.
        Some(last) => unsafe { *(*last).next() = new },
    }
}

/// The nodes below a node.
pub(crate) fn children(node: *const ModelNode) -> impl Iterator<Item = *mut ModelNode> {
    // SAFETY: NULL or a live node.
    let first = unsafe { node.as_ref() }.map_or(std::ptr::null_mut(), |node| node.firstChild);
    chain(first)
}

/// The octets of a name in the model; empty for NULL.
pub(crate) fn name_of<'a>(name: *const c_char) -> &'a [u8] {
    // SAFETY: NULL or a string that lives as long as the model.
    unsafe { text::bytes(name) }.unwrap_or_default()
}

/// The node and those above it, up to the logical device.
pub(crate) fn upwards(node: *const ModelNode) -> impl Iterator<Item = *const ModelNode> {
    let some = |node: *const ModelNode| (!node.is_null()).then_some(node);
    std::iter::successors(some(node), move |node| {
        // SAFETY: a live node; above a logical device comes the model, which is none.
        let node = unsafe { &**node };
        if node.modelType == LD { None } else { some(node.parent) }
    })
    .take(MAX_DEPTH)
}

/// The logical device that a node is in.
pub(crate) fn device_of(node: *const ModelNode) -> Option<*mut LogicalDevice> {
    // SAFETY: a live node.
    let last = upwards(node).last().filter(|node| unsafe { (**node).modelType } == LD)?;
    Some(last.cast_mut().cast())
}

/// The model that a node is in.
pub(crate) fn model_of(node: *const ModelNode) -> Option<*mut IedModel> {
    // SAFETY: a live logical device.
    let parent = unsafe { (*device_of(node)?).parent };
    (!parent.is_null()).then(|| parent.cast())
}

/// The MMS name of a logical device: its functional name, or the IED's name and its instance name.
pub(crate) fn full_device_name(device: *const LogicalDevice) -> Vec<u8> {
    // SAFETY: NULL or a live logical device.
    let Some(device) = (unsafe { device.as_ref() }) else { return Vec::new() };
    if !device.ldName.is_null() {
        return name_of(device.ldName).to_vec();
    }
    let model = device.parent.cast::<IedModel>();
    // SAFETY: NULL or the live model.
    let ied = unsafe { model.as_ref() }.map_or(&b""[..], |model| name_of(model.name));
    [ied, name_of(device.name)].concat()
}

/// Calls `visit` for all nodes below `node`, in order; it says whether to stop.
pub(crate) fn search(
    node: *const ModelNode,
    visit: &mut impl FnMut(*mut ModelNode) -> bool,
) -> Option<*mut ModelNode> {
    fn inner(
        node: *const ModelNode,
        depth: usize,
        visit: &mut impl FnMut(*mut ModelNode) -> bool,
    ) -> Option<*mut ModelNode> {
        children(node).find_map(|child| {
            if visit(child) {
                return Some(child);
            }
            if depth == 0 { None } else { inner(child, depth - 1, visit) }
        })
    }
    inner(node, MAX_DEPTH, visit)
}

/// The nodes of all logical devices.
pub(crate) fn devices(model: *const IedModel) -> impl Iterator<Item = *mut LogicalDevice> {
    // SAFETY: NULL or a live model.
    let first = unsafe { model.as_ref() }.map_or(std::ptr::null_mut(), |model| model.firstChild);
    chain(first.cast::<ModelNode>()).map(<*mut ModelNode>::cast)
}
