//! The service errors that a server answers with (ISO 9506-2, ServiceError).

use crate::error::{Error, ServiceError};

/// access: object-access-unsupported
pub(crate) const UNSUPPORTED: Error = Error::Service(ServiceError { class: 7, code: 1 });
/// access: object-non-existent
pub(crate) const NON_EXISTENT: Error = Error::Service(ServiceError { class: 7, code: 2 });
/// access: object-access-denied
pub(crate) const ACCESS_DENIED: Error = Error::Service(ServiceError { class: 7, code: 3 });
/// definition: other
pub(super) const DEFINITION: Error = Error::Service(ServiceError { class: 2, code: 0 });
/// definition: object-exists
pub(super) const EXISTS: Error = Error::Service(ServiceError { class: 2, code: 5 });
/// definition: object-undefined
pub(super) const UNDEFINED: Error = Error::Service(ServiceError { class: 2, code: 1 });

/// service: object-constraint-conflict
pub(super) const IN_USE: Error = Error::Service(ServiceError { class: 4, code: 5 });

/// resource: other, or what the code says
pub(crate) fn resource(code: i32) -> Error {
    Error::Service(ServiceError { class: 3, code })
}
