//! The texts of client errors.

use std::ffi::{CStr, c_char};

use super::IedClientError;
use crate::ffi::enums;
use crate::ffi::support::guard;

/// A short English text for a client error, `unknown-error` for what is none.
///
/// @param err the error
/// @return a constant string, never NULL
#[unsafe(no_mangle)]
pub extern "C" fn IedClientError_toString(err: IedClientError) -> *const c_char {
    guard(|| text(err).as_ptr())
}

fn text(err: IedClientError) -> &'static CStr {
    use enums::IedClientError::*;
    const TEXTS: &[(enums::IedClientError, &CStr)] = &[
        (IED_ERROR_OK, c"ok"),
        (IED_ERROR_NOT_CONNECTED, c"not-connected"),
        (IED_ERROR_ALREADY_CONNECTED, c"already-connected"),
        (IED_ERROR_CONNECTION_LOST, c"connection-lost"),
        (IED_ERROR_SERVICE_NOT_SUPPORTED, c"service-not-supported"),
        (IED_ERROR_CONNECTION_REJECTED, c"connection-rejected"),
        (IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED, c"outstanding-call-limit-reached"),
        (IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT, c"invalid-argument"),
        (IED_ERROR_ENABLE_REPORT_FAILED_DATASET_MISMATCH, c"enable-report-failed-due-to-dataset-mismatch"),
        (IED_ERROR_OBJECT_REFERENCE_INVALID, c"object-reference-invalid"),
        (IED_ERROR_UNEXPECTED_VALUE_RECEIVED, c"unexpected-value-received"),
        (IED_ERROR_TIMEOUT, c"timeout"),
        (IED_ERROR_ACCESS_DENIED, c"access-denied"),
        (IED_ERROR_OBJECT_DOES_NOT_EXIST, c"object-does-not-exist"),
        (IED_ERROR_OBJECT_EXISTS, c"object-exists"),
        (IED_ERROR_OBJECT_ACCESS_UNSUPPORTED, c"object-access-unsupported"),
        (IED_ERROR_TYPE_INCONSISTENT, c"type-inconsistent"),
        (IED_ERROR_TEMPORARILY_UNAVAILABLE, c"temporary-unavailable"),
        (IED_ERROR_OBJECT_UNDEFINED, c"object-undefined"),
        (IED_ERROR_INVALID_ADDRESS, c"invalid-address"),
        (IED_ERROR_HARDWARE_FAULT, c"hardware-fault"),
        (IED_ERROR_TYPE_UNSUPPORTED, c"type-unsupported"),
        (IED_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT, c"object-attribute-inconsistent"),
        (IED_ERROR_OBJECT_VALUE_INVALID, c"object-value-invalid"),
        (IED_ERROR_OBJECT_INVALIDATED, c"object-invalidated"),
        (IED_ERROR_MALFORMED_MESSAGE, c"malformed-message"),
        (IED_ERROR_OBJECT_CONSTRAINT_CONFLICT, c"object-constraint-conflict"),
        (IED_ERROR_SERVICE_NOT_IMPLEMENTED, c"service-not-implemented"),
    ];
    TEXTS.iter().find(|(error, _)| *error as IedClientError == err).map_or(c"unknown-error", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_the_text_of_the_reference() {
        assert_eq!(text(0), c"ok");
        assert_eq!(text(20), c"timeout");
        assert_eq!(text(98), c"service-not-implemented");
    }

    #[test]
    fn what_is_no_error_is_an_unknown_one() {
        for err in [-1, 7, 36, 99, i32::MAX] {
            assert_eq!(text(err), c"unknown-error");
        }
    }
}
