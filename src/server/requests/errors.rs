//! The service errors that a server answers with (ISO 9506-2, ServiceError).

use crate::error::{Error, ServiceError};

/// access: object-access-unsupported
pub(crate) const UNSUPPORTED: Error = Error::Service(ServiceError::new(7, 1));
/// access: object-non-existent
pub(crate) const NON_EXISTENT: Error = Error::Service(ServiceError::new(7, 2));
/// access: object-access-denied
pub(crate) const ACCESS_DENIED: Error = Error::Service(ServiceError::new(7, 3));
/// definition: other
pub(super) const DEFINITION: Error = Error::Service(ServiceError::new(2, 0));
/// definition: object-exists
pub(super) const EXISTS: Error = Error::Service(ServiceError::new(2, 5));
/// definition: object-undefined
pub(super) const UNDEFINED: Error = Error::Service(ServiceError::new(2, 1));

/// service: object-constraint-conflict
pub(super) const IN_USE: Error = Error::Service(ServiceError::new(4, 5));

/// deleteNamedVariableList-Error
const NUMBER_DELETED: u8 = 6;

/// What a DeleteNamedVariableList that fails says: also how many were deleted until then.
pub(super) fn after_deleting(deleted: u32, error: Error) -> Error {
    match error {
        Error::Service(error) => {
            Error::Service(ServiceError { detail: Some((NUMBER_DELETED, deleted)), ..error })
        }
        error => error,
    }
}

/// resource: other, or what the code says
pub(crate) fn resource(code: i32) -> Error {
    Error::Service(ServiceError::new(3, code))
}
