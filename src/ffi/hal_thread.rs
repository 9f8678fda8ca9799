//! hal_thread.h: threads and semaphores.

use std::ffi::c_void;

/// A thread.
pub struct sThread {
    _private: (),
}

/// A thread.
pub type Thread = *mut sThread;

/// A semaphore.
pub type Semaphore = *mut c_void;

/// What a thread runs.
pub type ThreadExecutionFunction = Option<unsafe extern "C" fn(*mut c_void) -> *mut c_void>;
