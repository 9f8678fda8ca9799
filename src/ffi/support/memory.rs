//! Memory that C may `free()` comes from libc's malloc; opaque objects are Box.

use std::ffi::{c_char, c_void};

/// A malloc'ed, NUL-terminated copy of `bytes` up to its first NUL; NULL when memory is exhausted.
pub fn malloc_text(bytes: &[u8]) -> *mut c_char {
    let bytes = bytes.split(|&octet| octet == 0).next().unwrap_or_default();
    // SAFETY: malloc gives NULL or room for `len + 1` octets, which are then all written.
    unsafe {
        let copy = libc::malloc(bytes.len() + 1).cast::<u8>();
        if !copy.is_null() {
            copy.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            copy.add(bytes.len()).write(0);
        }
        copy.cast()
    }
}

/// Frees what [`malloc_text`] or C's malloc made; NULL is nothing.
///
/// # Safety
/// `memory` is NULL or came from libc's malloc and is not used afterwards.
pub unsafe fn free(memory: *mut c_void) {
    // SAFETY: passed on to the caller.
    unsafe { libc::free(memory) }
}
