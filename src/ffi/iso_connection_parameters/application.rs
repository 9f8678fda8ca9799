//! What an application is called: AP-title and AE-qualifier, as an AcseAuthenticator gets them.

use std::ffi::c_int;

use crate::ffi::mms_common::{IsoApplicationReference, ItuObjectIdentifier};
use crate::ffi::support::{get, guard};

/// The AE-qualifier of an application.
///
/// @param self the application
/// @return its AE-qualifier
#[unsafe(no_mangle)]
pub extern "C" fn IsoApplicationReference_getAeQualifier(self_: IsoApplicationReference) -> c_int {
    guard(|| self_.aeQualifier)
}

/// The AP-title of an application.
///
/// @param self the application
/// @return its AP-title, which belongs to it; NULL for NULL
#[unsafe(no_mangle)]
pub extern "C" fn IsoApplicationReference_getApTitle(
    self_: *const IsoApplicationReference,
) -> *const ItuObjectIdentifier {
    get(self_, |reference| std::ptr::from_ref(&reference.apTitle))
}

/// How many arcs an object identifier has.
///
/// @param self the object identifier
/// @return the number of arcs; 0 for NULL
#[unsafe(no_mangle)]
pub extern "C" fn ItuObjectIdentifier_getArcCount(self_: *mut ItuObjectIdentifier) -> c_int {
    get(self_, |identifier| identifier.arcCount)
}

/// The arcs of an object identifier, from the root.
///
/// @param self the object identifier
/// @return its arcs, which belong to it; NULL for NULL
#[unsafe(no_mangle)]
pub extern "C" fn ItuObjectIdentifier_getArc(self_: *mut ItuObjectIdentifier) -> *const u16 {
    get(self_, |identifier| identifier.arc.as_ptr())
}
