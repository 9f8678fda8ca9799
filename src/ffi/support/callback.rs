//! What a C callback gets back: its parameter, and the handle of the object it belongs to.

use std::ffi::c_void;

/// Pointers that belong to C and only travel through this library. `H` is what the handle points to.
#[derive(Debug)]
pub struct Context<H> {
    object: *mut H,
    parameter: *mut c_void,
}

impl<H> Clone for Context<H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H> Copy for Context<H> {}

// SAFETY: the pointers are never followed here; C's contract is that callbacks run on threads of the library.
unsafe impl<H> Send for Context<H> {}
// SAFETY: as above.
unsafe impl<H> Sync for Context<H> {}

impl<H> Context<H> {
    /// The handle (NULL where there is none) and the parameter.
    pub fn new(object: *mut H, parameter: *mut c_void) -> Self {
        Self { object, parameter }
    }

    /// The handle.
    pub fn object(&self) -> *mut H {
        self.object
    }

    /// The parameter.
    pub fn parameter(&self) -> *mut c_void {
        self.parameter
    }
}
