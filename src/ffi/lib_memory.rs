//! lib_memory.h: memory that passes between library and program.

use std::ffi::c_void;

/// Called when memory is exhausted.
pub type MemoryExceptionHandler = Option<unsafe extern "C" fn(parameter: *mut c_void)>;
