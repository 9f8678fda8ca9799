//! hal_filesystem.h: opening files. A handle is a `FILE *` of the C library.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::support::{BoolArg, guard};

/// what separates the parts of a path, `/`
pub const CONFIG_SYSTEM_FILE_SEPARATOR: c_int = 47;

/// An open file.
pub type FileHandle = *mut c_void;

/// Opens a file.
///
/// @param pathName the path
/// @param readWrite true makes an empty file for writing, false opens an existing one for reading
/// @return the handle, to be closed with `FileSystem_closeFile`; NULL if the file cannot be opened
#[unsafe(no_mangle)]
pub extern "C" fn FileSystem_openFile(pathName: *mut c_char, readWrite: BoolArg) -> FileHandle {
    guard(|| {
        if pathName.is_null() {
            return null_mut();
        }
        let mode = if readWrite.get() { c"w" } else { c"r" };
        // SAFETY: two C strings.
        unsafe { libc::fopen(pathName, mode.as_ptr()).cast() }
    })
}

/// Closes a file. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn FileSystem_closeFile(handle: FileHandle) {
    guard(|| {
        if !handle.is_null() {
            // SAFETY: an open file that is not used again.
            unsafe { libc::fclose(handle.cast()) };
        }
    });
}
