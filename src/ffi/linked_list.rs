//! linked_list.h: singly linked lists.

use std::ffi::c_void;

/// A node of a list.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sLinkedList {
    /// the element; NULL in the head
    pub data: *mut c_void,
    /// the next node, or NULL
    pub next: *mut sLinkedList,
}

/// A list, by its head: a node without an element.
pub type LinkedList = *mut sLinkedList;

/// Frees an element.
pub type LinkedListValueDeleteFunction = Option<unsafe extern "C" fn(*mut c_void)>;
