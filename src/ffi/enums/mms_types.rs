//! The enums of mms_types.h.

/// What a server answers to a write of one value.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsValueIndication {
    /// no answer yet
    MMS_VALUE_NO_RESPONSE = 0,
    /// written
    MMS_VALUE_OK = 1,
    /// refused
    MMS_VALUE_ACCESS_DENIED = 2,
    /// the value is not allowed
    MMS_VALUE_VALUE_INVALID = 3,
    /// not at the moment
    MMS_VALUE_TEMPORARILY_UNAVAILABLE = 4,
    /// not supported for this object
    MMS_VALUE_OBJECT_ACCESS_UNSUPPORTED = 5,
}
