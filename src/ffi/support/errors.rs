//! The core's errors as the error codes of the C interface. The one place that maps them.

use std::ffi::c_int;

use crate::error::{DataAccessError, Error, RejectReason, ServiceError};
use crate::ffi::enums::IedClientError::{self, *};
use crate::ffi::enums::MmsError::{self, *};

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
        Error::Refused(_) | Error::ConcludeRefused(_) => IED_ERROR_CONNECTION_REJECTED,
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

/// The code that an MMS client function stores for `error`.
fn mms_error(error: &Error) -> MmsError {
    match error {
        Error::NotConnected | Error::ConnectionLost(_) => MMS_ERROR_CONNECTION_LOST,
        Error::InvalidArgument(_) | Error::InvalidReference | Error::TooLarge => MMS_ERROR_INVALID_ARGUMENTS,
        Error::OutstandingCallLimit => MMS_ERROR_OUTSTANDING_CALL_LIMIT,
        Error::Timeout => MMS_ERROR_SERVICE_TIMEOUT,
        Error::Refused(_) => MMS_ERROR_CONNECTION_REJECTED,
        Error::ConcludeRefused(_) => MMS_ERROR_CONCLUDE_REJECTED,
        Error::AlreadyConnected | Error::HostUnknown(_) | Error::LocalAddress(_) | Error::Congested => {
            MMS_ERROR_OTHER
        }
        Error::Reject(reason) => mms_reject(*reason),
        Error::Service(error) => mms_service(*error),
        Error::DataAccess(error) => mms_data_access(*error),
        Error::Malformed(_) | Error::UnexpectedType => MMS_ERROR_PARSING_RESPONSE,
    }
}

/// The same as the number that C stores.
pub fn mms_error_number(error: &Error) -> c_int {
    mms_error(error) as c_int
}

fn mms_data_access(error: DataAccessError) -> MmsError {
    match error {
        DataAccessError::OBJECT_INVALIDATED => MMS_ERROR_ACCESS_OBJECT_INVALIDATED,
        DataAccessError::HARDWARE_FAULT => MMS_ERROR_HARDWARE_FAULT,
        DataAccessError::TEMPORARILY_UNAVAILABLE => MMS_ERROR_ACCESS_TEMPORARILY_UNAVAILABLE,
        DataAccessError::OBJECT_ACCESS_DENIED => MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED,
        DataAccessError::OBJECT_UNDEFINED => MMS_ERROR_DEFINITION_OBJECT_UNDEFINED,
        DataAccessError::INVALID_ADDRESS => MMS_ERROR_DEFINITION_INVALID_ADDRESS,
        DataAccessError::TYPE_UNSUPPORTED => MMS_ERROR_DEFINITION_TYPE_UNSUPPORTED,
        DataAccessError::TYPE_INCONSISTENT => MMS_ERROR_DEFINITION_TYPE_INCONSISTENT,
        DataAccessError::OBJECT_ATTRIBUTE_INCONSISTENT => MMS_ERROR_DEFINITION_OBJECT_ATTRIBUTE_INCONSISTENT,
        DataAccessError::OBJECT_ACCESS_UNSUPPORTED => MMS_ERROR_ACCESS_OBJECT_ACCESS_UNSUPPORTED,
        DataAccessError::OBJECT_NON_EXISTENT => MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT,
        DataAccessError::OBJECT_VALUE_INVALID => MMS_ERROR_ACCESS_OBJECT_VALUE_INVALID,
        _ => MMS_ERROR_OTHER,
    }
}

/// Error classes and codes of ISO 9506-2, ServiceError.
fn mms_service(error: ServiceError) -> MmsError {
    match (error.class, error.code) {
        (0, _) => MMS_ERROR_VMDSTATE_OTHER,
        (1, _) => MMS_ERROR_APPLICATION_REFERENCE_OTHER,
        (2, 1) => MMS_ERROR_DEFINITION_OBJECT_UNDEFINED,
        (2, 2) => MMS_ERROR_DEFINITION_INVALID_ADDRESS,
        (2, 3) => MMS_ERROR_DEFINITION_TYPE_UNSUPPORTED,
        (2, 4) => MMS_ERROR_DEFINITION_TYPE_INCONSISTENT,
        (2, 5) => MMS_ERROR_DEFINITION_OBJECT_EXISTS,
        (2, 6) => MMS_ERROR_DEFINITION_OBJECT_ATTRIBUTE_INCONSISTENT,
        (2, _) => MMS_ERROR_DEFINITION_OTHER,
        (3, _) => MMS_ERROR_RESOURCE_OTHER,
        (4, 5) => MMS_ERROR_SERVICE_OBJECT_CONSTRAINT_CONFLICT,
        (4, _) => MMS_ERROR_SERVICE_OTHER,
        (5, _) => MMS_ERROR_SERVICE_PREEMPT_OTHER,
        (6, _) => MMS_ERROR_TIME_RESOLUTION_OTHER,
        (7, 1) => MMS_ERROR_ACCESS_OBJECT_ACCESS_UNSUPPORTED,
        (7, 2) => MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT,
        (7, 3) => MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED,
        (7, 4) => MMS_ERROR_ACCESS_OBJECT_INVALIDATED,
        (7, _) => MMS_ERROR_ACCESS_OTHER,
        (11, 1) => MMS_ERROR_FILE_FILENAME_AMBIGUOUS,
        (11, 2) => MMS_ERROR_FILE_FILE_BUSY,
        (11, 3) => MMS_ERROR_FILE_FILENAME_SYNTAX_ERROR,
        (11, 4) => MMS_ERROR_FILE_CONTENT_TYPE_INVALID,
        (11, 5) => MMS_ERROR_FILE_POSITION_INVALID,
        (11, 6) => MMS_ERROR_FILE_FILE_ACCESS_DENIED,
        (11, 7) => MMS_ERROR_FILE_FILE_NON_EXISTENT,
        (11, 8) => MMS_ERROR_FILE_DUPLICATE_FILENAME,
        (11, 9) => MMS_ERROR_FILE_INSUFFICIENT_SPACE_IN_FILESTORE,
        (11, _) => MMS_ERROR_FILE_OTHER,
        _ => MMS_ERROR_OTHER,
    }
}

fn mms_reject(reason: RejectReason) -> MmsError {
    match (reason.kind, reason.code) {
        // confirmed-requestPDU
        (1, 1) => MMS_ERROR_REJECT_UNRECOGNIZED_SERVICE,
        (1, 2) => MMS_ERROR_REJECT_UNRECOGNIZED_MODIFIER,
        (1, 4) => MMS_ERROR_REJECT_REQUEST_INVALID_ARGUMENT,
        // pdu-error
        (5, 0) => MMS_ERROR_REJECT_UNKNOWN_PDU_TYPE,
        (5, 1) => MMS_ERROR_REJECT_INVALID_PDU,
        _ => MMS_ERROR_REJECT_OTHER,
    }
}
