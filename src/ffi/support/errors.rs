//! The core's errors as the error codes of the C interface. The one place that maps them.

use std::ffi::c_int;

use crate::error::{DataAccessError, Error, RejectReason, ServiceError};
use crate::ffi::enums::IedClientError::{self, *};

/// The code that a client function stores for `error`.
pub fn client_error(error: &Error) -> IedClientError {
    match error {
        Error::NotConnected => IED_ERROR_NOT_CONNECTED,
        Error::AlreadyConnected => IED_ERROR_ALREADY_CONNECTED,
        Error::InvalidArgument(_) | Error::TooLarge => IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT,
        Error::InvalidReference => IED_ERROR_OBJECT_REFERENCE_INVALID,
        Error::OutstandingCallLimit => IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED,
        Error::Timeout => IED_ERROR_TIMEOUT,
        Error::ConnectionLost(_) => IED_ERROR_CONNECTION_LOST,
        Error::Refused(_) => IED_ERROR_CONNECTION_REJECTED,
        Error::HostUnknown(_) | Error::LocalAddress(_) | Error::Congested => IED_ERROR_UNKNOWN,
        Error::Reject(reason) => reject(*reason),
        Error::Service(error) => service(*error),
        Error::DataAccess(error) => data_access(*error),
        Error::Malformed(_) => IED_ERROR_MALFORMED_MESSAGE,
        Error::UnexpectedType => IED_ERROR_UNEXPECTED_VALUE_RECEIVED,
    }
}

/// The same as the number that C stores.
pub fn client_error_number(error: &Error) -> c_int {
    client_error(error) as c_int
}

fn data_access(error: DataAccessError) -> IedClientError {
    match error {
        DataAccessError::OBJECT_INVALIDATED => IED_ERROR_OBJECT_INVALIDATED,
        DataAccessError::HARDWARE_FAULT => IED_ERROR_HARDWARE_FAULT,
        DataAccessError::TEMPORARILY_UNAVAILABLE => IED_ERROR_TEMPORARILY_UNAVAILABLE,
        DataAccessError::OBJECT_ACCESS_DENIED => IED_ERROR_ACCESS_DENIED,
        DataAccessError::OBJECT_UNDEFINED => IED_ERROR_OBJECT_UNDEFINED,
        DataAccessError::INVALID_ADDRESS => IED_ERROR_INVALID_ADDRESS,
        DataAccessError::TYPE_UNSUPPORTED => IED_ERROR_TYPE_UNSUPPORTED,
        DataAccessError::TYPE_INCONSISTENT => IED_ERROR_TYPE_INCONSISTENT,
        DataAccessError::OBJECT_ATTRIBUTE_INCONSISTENT => IED_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT,
        DataAccessError::OBJECT_ACCESS_UNSUPPORTED => IED_ERROR_OBJECT_ACCESS_UNSUPPORTED,
        DataAccessError::OBJECT_NON_EXISTENT => IED_ERROR_OBJECT_DOES_NOT_EXIST,
        DataAccessError::OBJECT_VALUE_INVALID => IED_ERROR_OBJECT_VALUE_INVALID,
        _ => IED_ERROR_UNKNOWN,
    }
}

/// Error classes and codes of ISO 9506-2, ServiceError.
fn service(error: ServiceError) -> IedClientError {
    match (error.class, error.code) {
        (2, 1) => IED_ERROR_OBJECT_UNDEFINED,
        (2, 2) => IED_ERROR_INVALID_ADDRESS,
        (2, 3) => IED_ERROR_TYPE_UNSUPPORTED,
        (2, 4) => IED_ERROR_TYPE_INCONSISTENT,
        (2, 5) => IED_ERROR_OBJECT_EXISTS,
        (2, 6) => IED_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT,
        (4, 5) => IED_ERROR_OBJECT_CONSTRAINT_CONFLICT,
        (7, 1) => IED_ERROR_OBJECT_ACCESS_UNSUPPORTED,
        (7, 2) => IED_ERROR_OBJECT_DOES_NOT_EXIST,
        (7, 3) => IED_ERROR_ACCESS_DENIED,
        (7, 4) => IED_ERROR_OBJECT_INVALIDATED,
        (11, 6) => IED_ERROR_ACCESS_DENIED,
        (11, 7) => IED_ERROR_OBJECT_DOES_NOT_EXIST,
        (11, 8) => IED_ERROR_OBJECT_EXISTS,
        _ => IED_ERROR_UNKNOWN,
    }
}

fn reject(reason: RejectReason) -> IedClientError {
    match (reason.kind, reason.code) {
        // confirmed-requestPDU: unrecognized-service
        (1, 1) => IED_ERROR_SERVICE_NOT_SUPPORTED,
        // confirmed-requestPDU: max-serv-outstanding-exceeded
        (1, 6) => IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED,
        _ => IED_ERROR_UNKNOWN,
    }
}

/// The service error that a number of C's `MmsError` stands for, as a server's application says it.
pub fn service_error(error: c_int) -> ServiceError {
    let code = error % 10;
    let (class, code) = match error / 10 {
        1 => (0, code),
        2 => (1, code),
        // definition: C has the codes in another order
        3 => (2, [0, 2, 3, 4, 1, 5, 6].get(code as usize).copied().unwrap_or(0)),
        4 => (3, code),
        5 => (4, code),
        6 => (5, code),
        7 => (6, code),
        // access: as above
        8 => (7, [0, 2, 1, 3, 4].get(code as usize).copied().unwrap_or(0)),
        9 => (11, code),
        _ => (12, 0),
    };
    ServiceError::new(class, code)
}
