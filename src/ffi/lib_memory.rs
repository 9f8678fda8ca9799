//! lib_memory.h: the allocator whose memory C programs and this library may pass to each other. It is libc's.

use std::ffi::c_void;

use super::support::guard;

/// Called when memory is exhausted.
pub type MemoryExceptionHandler = Option<unsafe extern "C" fn(parameter: *mut c_void)>;

/// `malloc()`. NULL when memory is exhausted.
#[unsafe(no_mangle)]
pub extern "C" fn Memory_malloc(size: usize) -> *mut c_void {
    // SAFETY: no preconditions.
    guard(|| unsafe { libc::malloc(size) })
}

/// `calloc()`: zeroed memory for `nmemb` members of `size` octets. NULL when memory is exhausted.
#[unsafe(no_mangle)]
pub extern "C" fn Memory_calloc(nmemb: usize, size: usize) -> *mut c_void {
    // SAFETY: no preconditions.
    guard(|| unsafe { libc::calloc(nmemb, size) })
}

/// `realloc()`: `ptr` is NULL or came from one of these functions or `malloc()`.
#[unsafe(no_mangle)]
pub extern "C" fn Memory_realloc(ptr: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the pointer is what the C contract says.
    guard(|| unsafe { libc::realloc(ptr, size) })
}

/// `free()`: for memory from these functions and for strings that this library returns to be freed. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Memory_free(memb: *mut c_void) {
    // SAFETY: the pointer is what the C contract says.
    guard(|| unsafe { libc::free(memb) });
}
