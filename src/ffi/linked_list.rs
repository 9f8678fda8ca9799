//! linked_list.h: the list in which the C interface hands out names and values. The layout is public.

use std::ffi::{c_char, c_int, c_void};
use std::io::Write;
use std::ptr::null_mut;

use super::support::memory::{free, malloc_text};
use super::support::{CBool, get, get_mut, guard, text};

/// A node. The list itself is a head node whose `data` is NULL; the elements follow from its `next`.
#[derive(Debug)]
#[repr(C)]
pub struct sLinkedList {
    /// The element.
    pub data: *mut c_void,
    /// The next node, or NULL.
    pub next: *mut sLinkedList,
}

/// A list, or a node of one.
pub type LinkedList = *mut sLinkedList;

/// Frees an element of a list.
pub type LinkedListValueDeleteFunction = Option<unsafe extern "C" fn(arg1: *mut c_void)>;

fn node(data: *mut c_void) -> LinkedList {
    // SAFETY: malloc gives NULL or room for a node, which is written at once.
    unsafe {
        let node = libc::malloc(size_of::<sLinkedList>()).cast::<sLinkedList>();
        if !node.is_null() {
            node.write(sLinkedList { data, next: null_mut() });
        }
        node
    }
}

/// The nodes behind `list`, which is not one of them itself.
fn nodes(list: LinkedList) -> impl Iterator<Item = LinkedList> {
    // SAFETY: NULL or a live node by the C contract, and so are the nodes behind it.
    let next =
        |node: &LinkedList| unsafe { node.as_ref() }.map(|node| node.next).filter(|next| !next.is_null());
    std::iter::successors(next(&list), next)
}

/// Frees the nodes, giving each element to `element`.
fn destroy(list: LinkedList, mut element: impl FnMut(*mut c_void)) {
    guard(|| {
        let all: Vec<LinkedList> = nodes(list).collect();
        for node in all {
            // SAFETY: a live node that is not used again.
            let data = unsafe {
                let data = (*node).data;
                free(node.cast());
                data
            };
            if !data.is_null() {
                element(data);
            }
        }
        // SAFETY: the head, which is not used again.
        unsafe { free(list.cast()) }
    });
}

/// A list of malloc'ed strings, as `LinkedList_destroy` frees it.
pub fn list_of_texts<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> LinkedList {
    list_of_pointers(texts.into_iter().map(|text| malloc_text(text.as_ref()).cast()))
}

/// A list of these pointers; how to free the elements is up to the receiver.
pub fn list_of_pointers(pointers: impl IntoIterator<Item = *mut c_void>) -> LinkedList {
    let head = node(null_mut());
    let mut last = head;
    for pointer in pointers {
        last = insert(last, pointer);
    }
    head
}

/// [`append_texts`] to the caller's list, or a new one where there is none.
pub fn texts_into<T: AsRef<[u8]>>(list: LinkedList, texts: impl IntoIterator<Item = T>) -> LinkedList {
    if list.is_null() {
        return list_of_texts(texts);
    }
    append_texts(list, texts);
    list
}

/// Appends malloc'ed strings to a list of them.
pub fn append_texts<T: AsRef<[u8]>>(list: LinkedList, texts: impl IntoIterator<Item = T>) {
    let mut last = nodes(list).last().unwrap_or(list);
    for text in texts {
        last = insert(last, malloc_text(text.as_ref()).cast());
    }
}

/// The elements of a list, NULL ones left out.
pub fn elements(list: LinkedList) -> impl Iterator<Item = *mut c_void> {
    // SAFETY: a live node.
    nodes(list).map(|node| unsafe { (*node).data }).filter(|data| !data.is_null())
}

fn insert(after: LinkedList, data: *mut c_void) -> LinkedList {
    // SAFETY: NULL or a live node by the C contract.
    let Some(after) = (unsafe { after.as_mut() }) else { return null_mut() };
    let new = node(data);
    // SAFETY: NULL or the node just made.
    if let Some(new) = unsafe { new.as_mut() } {
        new.next = after.next;
        after.next = new;
    }
    new
}

/// Makes an empty list. Destroy it with one of the `LinkedList_destroy…` functions.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_create() -> LinkedList {
    guard(|| node(null_mut()))
}

/// Frees the list and frees every element with `free()`. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_destroy(self_: LinkedList) {
    // SAFETY: this function is for lists of malloc'ed elements.
    destroy(self_, |data| unsafe { free(data) });
}

/// Frees the list and calls `valueDeleteFunction` for every element that is not NULL. Without a function the elements
/// stay as they are.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_destroyDeep(
    self_: LinkedList,
    valueDeleteFunction: LinkedListValueDeleteFunction,
) {
    destroy(self_, |data| {
        if let Some(delete) = valueDeleteFunction {
            // SAFETY: the caller's function, made for the elements of this list.
            unsafe { delete(data) }
        }
    });
}

/// Frees the list but not its elements. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_destroyStatic(self_: LinkedList) {
    destroy(self_, |_| ());
}

/// Appends `data`. The list stores the pointer only.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_add(self_: LinkedList, data: *mut c_void) {
    guard(|| {
        insert(nodes(self_).last().unwrap_or(self_), data);
    });
}

/// Whether some element is this very pointer.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_contains(self_: LinkedList, data: *mut c_void) -> CBool {
    // SAFETY: live nodes.
    guard(|| nodes(self_).any(|node| unsafe { (*node).data } == data).into())
}

/// Takes the first element that is this very pointer out of the list, without freeing it. False if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_remove(self_: LinkedList, data: *mut c_void) -> CBool {
    guard(|| {
        let mut before = self_;
        for node in nodes(self_) {
            // SAFETY: both are live nodes, `node` following `before`; it is not used after being freed.
            unsafe {
                if (*node).data == data {
                    (*before).next = (*node).next;
                    free(node.cast());
                    return CBool::TRUE;
                }
            }
            before = node;
        }
        CBool::FALSE
    })
}

/// The node of the element with this index, counted from 0. NULL beyond the end.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_get(self_: LinkedList, index: c_int) -> LinkedList {
    guard(|| usize::try_from(index).ok().and_then(|index| nodes(self_).nth(index)).unwrap_or(null_mut()))
}

/// The next node, or NULL. From the list itself: the node of the first element.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_getNext(self_: LinkedList) -> LinkedList {
    get(self_, |node| node.next)
}

/// The node of the last element; the list itself if it is empty.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_getLastElement(self_: LinkedList) -> LinkedList {
    guard(|| nodes(self_).last().unwrap_or(self_))
}

/// Inserts `data` behind `listElement`, a node or the list itself. Returns the new node.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_insertAfter(listElement: LinkedList, data: *mut c_void) -> LinkedList {
    get_mut(listElement, |after| insert(after, data))
}

/// How many elements follow this node; of the list itself, how many there are.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_size(self_: LinkedList) -> c_int {
    guard(|| c_int::try_from(nodes(self_).count()).unwrap_or(c_int::MAX))
}

/// The element of a node; NULL for the list itself.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_getData(self_: LinkedList) -> *mut c_void {
    get(self_, |node| node.data)
}

/// Prints the elements, which must be strings, to standard output, one a line.
#[unsafe(no_mangle)]
pub extern "C" fn LinkedList_printStringList(self_: LinkedList) {
    guard(|| {
        let mut out = std::io::stdout().lock();
        for data in elements(self_) {
            // SAFETY: the elements are strings by the contract of this function.
            let line = unsafe { text::bytes(data.cast::<c_char>()) }.unwrap_or_default();
            // Nobody can be told that standard output is closed.
            let _ = out.write_all(line).and_then(|()| out.write_all(b"\n"));
        }
        let _ = out.flush();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_shrink_and_tell_their_elements() {
        let list = LinkedList_create();
        let [a, b, c] = [1, 2, 3].map(std::ptr::without_provenance_mut::<c_void>);
        LinkedList_add(list, a);
        LinkedList_add(list, c);
        LinkedList_insertAfter(LinkedList_get(list, 0), b);
        assert_eq!((elements(list).collect::<Vec<_>>(), LinkedList_size(list)), (vec![a, b, c], 3));
        assert_eq!(LinkedList_remove(list, b), CBool::TRUE);
        assert_eq!(LinkedList_contains(list, b), CBool::FALSE);
        assert!(LinkedList_get(list, 2).is_null() && LinkedList_get(list, -1).is_null());
        assert_eq!(LinkedList_getData(LinkedList_getLastElement(list)), c);
        LinkedList_destroyStatic(list);
        LinkedList_destroy(list_of_texts(["x", "y"]));
    }

    #[test]
    fn null_is_no_list() {
        LinkedList_destroy(null_mut());
        LinkedList_add(null_mut(), null_mut());
        assert_eq!((LinkedList_size(null_mut()), LinkedList_getData(null_mut())), (0, null_mut()));
        assert!(LinkedList_getLastElement(null_mut()).is_null());
    }
}
