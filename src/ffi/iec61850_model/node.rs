//! Nodes: names, references, children.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::tree::{DA, DO, LN, children, full_device_name, name_of, search, upwards};
use super::types::*;
use crate::ffi::iec61850_common::FunctionalConstraint;
use crate::ffi::linked_list::{LinkedList, list_of_pointers};
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{BoolArg, CBool, get, guard, text};

/// The longest reference that fits a caller's buffer: 129 octets and NUL (IEC 61850-7-2, ObjectReference).
const MAX_REFERENCE: usize = 129;

fn or_null<T>(found: Option<*mut T>) -> *mut T {
    found.unwrap_or(null_mut())
}

/// `LD/LN.DO.DA`, elements of arrays as `(n)`.
fn reference(node: *const ModelNode, without_ied_name: bool) -> Vec<u8> {
    let mut path: Vec<_> = upwards(node).collect();
    path.reverse();
    let mut out = Vec::new();
    for node in path {
        // SAFETY: a live node.
        let node = unsafe { &*node };
        let name = name_of(node.name);
        match node.modelType {
            LN => {
                out.push(b'/');
                out.extend(name);
            }
            DO | DA => {
                if node.name.is_null() {
                    out.extend(format!("({})", array_index(node)).bytes());
                } else {
                    out.push(b'.');
                    out.extend(name);
                }
            }
            _ if without_ied_name => out.extend(name),
            _ => out = full_device_name(std::ptr::from_ref(node).cast()),
        }
    }
    out
}

/// -1 unless the node is an element of an array.
fn array_index(node: &ModelNode) -> c_int {
    match node.modelType {
        // SAFETY: the type says which struct it is; both have the index at the same place.
        DO | DA => unsafe { (*std::ptr::from_ref(node).cast::<DataObject>()).arrayIndex },
        _ => -1,
    }
}

fn is_fc(node: *const ModelNode, fc: FunctionalConstraint) -> bool {
    // SAFETY: a live node; the type says which struct it is.
    unsafe { (*node).modelType == DA && (*node.cast::<DataAttribute>()).fc == fc }
}

fn is_da(node: *const ModelNode) -> bool {
    // SAFETY: a live node.
    unsafe { (*node).modelType == DA }
}

/// The node at a path of names, separated by `.`, an element of an array being `name(n)`, or `(n)` below the array
/// itself. With a functional constraint the data attributes on the way must have it.
pub(crate) fn descend(
    node: *const ModelNode,
    path: &[u8],
    fc: Option<FunctionalConstraint>,
) -> Option<*mut ModelNode> {
    let mut at = node.cast_mut();
    for part in path.split(|&octet| octet == b'.') {
        let (name, index) = match part.iter().position(|&octet| octet == b'(') {
            Some(open) => (&part[..open], Some(element_index(&part[open..])?)),
            None => (part, None),
        };
        if !name.is_empty() || index.is_none() {
            at = children(at).find(|&child| {
                // SAFETY: a live node.
                let its = unsafe { (*child).name };
                !its.is_null()
                    && name_of(its) == name
                    && fc.is_none_or(|fc| !is_da(child) || is_fc(child, fc))
            })?;
        }
        if let Some(index) = index {
            // SAFETY: a live node.
            at = children(at).find(|&child| array_index(unsafe { &*child }) == index)?;
        }
    }
    Some(at)
}

/// The number in `(n)`.
fn element_index(part: &[u8]) -> Option<c_int> {
    let digits = part.strip_prefix(b"(")?.strip_suffix(b")")?;
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|&index| index >= 0)
}

/// As [`descend`] with a functional constraint; only data attributes are found.
pub(crate) fn descend_fc(
    node: *const ModelNode,
    path: &[u8],
    fc: FunctionalConstraint,
) -> Option<*mut ModelNode> {
    descend(node, path, Some(fc)).filter(|&found| is_da(found))
}

pub(crate) fn has_fc(node: *const ModelNode, fc: FunctionalConstraint) -> bool {
    search(node, &mut |node| is_fc(node, fc)).is_some()
}

/// The number of nodes directly below.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getChildCount(self_: *mut ModelNode) -> c_int {
    guard(|| c_int::try_from(children(self_).count()).unwrap_or(c_int::MAX))
}

/// The node at a path below, such as `mag.f` or `phsAHar(1).cVal`. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getChild(self_: *mut ModelNode, name: *const c_char) -> *mut ModelNode {
    // SAFETY: NULL or a C string.
    guard(|| or_null(unsafe { text::bytes(name) }.and_then(|path| descend(self_, path, None))))
}

/// The node directly below at this place, counted from 0: of an array, the element. NULL beyond the end.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getChildWithIdx(self_: *mut ModelNode, idx: c_int) -> *mut ModelNode {
    guard(|| or_null(usize::try_from(idx).ok().and_then(|idx| children(self_).nth(idx))))
}

/// The data attribute at a path below whose data attributes have this functional constraint. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getChildWithFc(
    self_: *mut ModelNode,
    name: *const c_char,
    fc: FunctionalConstraint,
) -> *mut ModelNode {
    // SAFETY: NULL or a C string.
    guard(|| or_null(unsafe { text::bytes(name) }.and_then(|path| descend_fc(self_, path, fc))))
}

/// The object reference, `LD/LN.DO.DA`.
///
/// @param objectReference at least 130 octets that it is written to, or NULL for a string to be freed with `free()`
/// @return the reference; NULL for a NULL node
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getObjectReference(
    self_: *mut ModelNode,
    objectReference: *mut c_char,
) -> *mut c_char {
    put_reference(self_, objectReference, false)
}

/// Like `ModelNode_getObjectReference`, on request with the instance name of the logical device alone.
///
/// @param objectReference at least 130 octets that it is written to, or NULL for a string to be freed with `free()`
/// @param withoutIedName leave out the name of the IED
/// @return the reference; NULL for a NULL node
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getObjectReferenceEx(
    node: *mut ModelNode,
    objectReference: *mut c_char,
    withoutIedName: BoolArg,
) -> *mut c_char {
    put_reference(node, objectReference, withoutIedName.get())
}

fn put_reference(node: *const ModelNode, buffer: *mut c_char, without_ied_name: bool) -> *mut c_char {
    guard(|| {
        if node.is_null() {
            return null_mut();
        }
        let reference = reference(node, without_ied_name);
        if buffer.is_null() {
            return malloc_text(&reference);
        }
        let fits = &reference[..reference.len().min(MAX_REFERENCE)];
        // SAFETY: the caller's buffer has room for 130 octets.
        unsafe {
            buffer.cast::<u8>().copy_from_nonoverlapping(fits.as_ptr(), fits.len());
            buffer.add(fits.len()).write(0);
        }
        buffer
    })
}

/// What the node is.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getType(self_: *mut ModelNode) -> ModelNodeType {
    get(self_, |node| node.modelType)
}

/// The name of the node, which belongs to it. NULL for elements of arrays.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getName(self_: *mut ModelNode) -> *const c_char {
    get(self_, |node| node.name.cast_const())
}

/// The node above; of a logical device, the model.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getParent(self_: *mut ModelNode) -> *mut ModelNode {
    get(self_, |node| node.parent)
}

/// The nodes directly below, to be freed with `LinkedList_destroyStatic`. NULL for a NULL node.
#[unsafe(no_mangle)]
pub extern "C" fn ModelNode_getChildren(self_: *mut ModelNode) -> LinkedList {
    get(self_, |node| list_of_pointers(children(node).map(<*mut ModelNode>::cast::<c_void>)))
}

/// Whether some data attribute of the logical node has this functional constraint.
#[unsafe(no_mangle)]
pub extern "C" fn LogicalNode_hasFCData(self_: *mut LogicalNode, fc: FunctionalConstraint) -> CBool {
    guard(|| has_fc(self_.cast(), fc).into())
}

/// Whether some data attribute of the data object has this functional constraint.
#[unsafe(no_mangle)]
pub extern "C" fn DataObject_hasFCData(self_: *mut DataObject, fc: FunctionalConstraint) -> CBool {
    guard(|| has_fc(self_.cast(), fc).into())
}
