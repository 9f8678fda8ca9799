//! The enums of mms_value.h.

/// Why one variable could not be read or written.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsDataAccessError {
    /// success, but the server's value stays as it is
    DATA_ACCESS_ERROR_SUCCESS_NO_UPDATE = -3,
    /// the answer comes later, or never came
    DATA_ACCESS_ERROR_NO_RESPONSE = -2,
    /// success
    DATA_ACCESS_ERROR_SUCCESS = -1,
    /// object invalidated
    DATA_ACCESS_ERROR_OBJECT_INVALIDATED = 0,
    /// hardware fault
    DATA_ACCESS_ERROR_HARDWARE_FAULT = 1,
    /// temporarily unavailable
    DATA_ACCESS_ERROR_TEMPORARILY_UNAVAILABLE = 2,
    /// access denied
    DATA_ACCESS_ERROR_OBJECT_ACCESS_DENIED = 3,
    /// object undefined
    DATA_ACCESS_ERROR_OBJECT_UNDEFINED = 4,
    /// invalid address
    DATA_ACCESS_ERROR_INVALID_ADDRESS = 5,
    /// type unsupported
    DATA_ACCESS_ERROR_TYPE_UNSUPPORTED = 6,
    /// the value has another type than the object
    DATA_ACCESS_ERROR_TYPE_INCONSISTENT = 7,
    /// object attribute inconsistent
    DATA_ACCESS_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT = 8,
    /// access not supported for this object
    DATA_ACCESS_ERROR_OBJECT_ACCESS_UNSUPPORTED = 9,
    /// no such object
    DATA_ACCESS_ERROR_OBJECT_NONE_EXISTENT = 10,
    /// the value is not allowed
    DATA_ACCESS_ERROR_OBJECT_VALUE_INVALID = 11,
    /// an error that ISO 9506 does not know
    DATA_ACCESS_ERROR_UNKNOWN = 12,
}
