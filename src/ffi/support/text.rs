//! C strings as bytes: names from devices need not be UTF-8.

use std::ffi::{CStr, c_char};

/// The octets of a C string without its NUL; `None` for NULL.
///
/// # Safety
/// `text` is NULL or a NUL-terminated string that outlives `'a`.
pub unsafe fn bytes<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: passed on to the caller.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}
