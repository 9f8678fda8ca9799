//! The enums of iec61850_client.h.

/// The state of a client connection.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedConnectionState {
    /// no association
    IED_STATE_CLOSED = 0,
    /// on its way
    IED_STATE_CONNECTING = 1,
    /// associated
    IED_STATE_CONNECTED = 2,
    /// being concluded
    IED_STATE_CLOSING = 3,
}

/// The result of a client function.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedClientError {
    /// success
    IED_ERROR_OK = 0,
    /// there is no association
    IED_ERROR_NOT_CONNECTED = 1,
    /// there is an association already
    IED_ERROR_ALREADY_CONNECTED = 2,
    /// the association broke
    IED_ERROR_CONNECTION_LOST = 3,
    /// the server does not offer the service
    IED_ERROR_SERVICE_NOT_SUPPORTED = 4,
    /// the server refused the association, or was not there
    IED_ERROR_CONNECTION_REJECTED = 5,
    /// too many requests wait for their answers
    IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED = 6,
    /// the caller passed something invalid
    IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT = 10,
    /// the data set is another one than the report control block's
    IED_ERROR_ENABLE_REPORT_FAILED_DATASET_MISMATCH = 11,
    /// the object reference is malformed
    IED_ERROR_OBJECT_REFERENCE_INVALID = 12,
    /// the value has another type than expected
    IED_ERROR_UNEXPECTED_VALUE_RECEIVED = 13,
    /// no answer in time
    IED_ERROR_TIMEOUT = 20,
    /// the server denied access
    IED_ERROR_ACCESS_DENIED = 21,
    /// no such object
    IED_ERROR_OBJECT_DOES_NOT_EXIST = 22,
    /// the object exists already
    IED_ERROR_OBJECT_EXISTS = 23,
    /// not supported for this object
    IED_ERROR_OBJECT_ACCESS_UNSUPPORTED = 24,
    /// the value has another type than the object
    IED_ERROR_TYPE_INCONSISTENT = 25,
    /// not at the moment
    IED_ERROR_TEMPORARILY_UNAVAILABLE = 26,
    /// the server does not know the object
    IED_ERROR_OBJECT_UNDEFINED = 27,
    /// invalid address
    IED_ERROR_INVALID_ADDRESS = 28,
    /// hardware fault in the server
    IED_ERROR_HARDWARE_FAULT = 29,
    /// the server does not support the type
    IED_ERROR_TYPE_UNSUPPORTED = 30,
    /// object attribute inconsistent
    IED_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT = 31,
    /// the value is not allowed
    IED_ERROR_OBJECT_VALUE_INVALID = 32,
    /// the object was invalidated
    IED_ERROR_OBJECT_INVALIDATED = 33,
    /// the answer could not be understood
    IED_ERROR_MALFORMED_MESSAGE = 34,
    /// another object or client stands in the way
    IED_ERROR_OBJECT_CONSTRAINT_CONFLICT = 35,
    /// this library does not implement the service
    IED_ERROR_SERVICE_NOT_IMPLEMENTED = 98,
    /// none of the other causes
    IED_ERROR_UNKNOWN = 99,
}

/// The step of a control sequence that a handler is called for.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlActionType {
    /// select
    CONTROL_ACTION_TYPE_SELECT = 0,
    /// operate
    CONTROL_ACTION_TYPE_OPERATE = 1,
    /// cancel
    CONTROL_ACTION_TYPE_CANCEL = 2,
}
