//! The enums of iec61850_server.h.

/// What a check handler says to a control action.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckHandlerResult {
    /// the action may go on
    CONTROL_ACCEPTED = -1,
    /// nobody has selected the object
    CONTROL_WAITING_FOR_SELECT = 0,
    /// hardware fault
    CONTROL_HARDWARE_FAULT = 1,
    /// not available now, or selected by another client
    CONTROL_TEMPORARILY_UNAVAILABLE = 2,
    /// not allowed
    CONTROL_OBJECT_ACCESS_DENIED = 3,
    /// no such object
    CONTROL_OBJECT_UNDEFINED = 4,
    /// the value is not allowed
    CONTROL_VALUE_INVALID = 11,
}

/// What a control handler says of a control action.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlHandlerResult {
    /// it failed
    CONTROL_RESULT_FAILED = 0,
    /// it is done
    CONTROL_RESULT_OK = 1,
    /// it is not decided yet: the handler is to be called again
    CONTROL_RESULT_WAITING = 2,
}

/// Why the selection of a control object has changed.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectStateChangedReason {
    /// a client has selected it
    SELECT_STATE_REASON_SELECTED = 0,
    /// the client cancelled
    SELECT_STATE_REASON_CANCELED = 1,
    /// the selection ran out
    SELECT_STATE_REASON_TIMEOUT = 2,
    /// the operation is done
    SELECT_STATE_REASON_OPERATED = 3,
    /// the operation failed
    SELECT_STATE_REASON_OPERATE_FAILED = 4,
    /// the client is gone
    SELECT_STATE_REASON_DISCONNECTED = 5,
}

/// What happened to a report control block.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedServer_RCBEventType {
    /// a client reads it
    RCB_EVENT_GET_PARAMETER = 0,
    /// a client has written an attribute
    RCB_EVENT_SET_PARAMETER = 1,
    /// it is reserved no longer
    RCB_EVENT_UNRESERVED = 2,
    /// a client has reserved it
    RCB_EVENT_RESERVED = 3,
    /// a client has enabled it
    RCB_EVENT_ENABLE = 4,
    /// it is disabled
    RCB_EVENT_DISABLE = 5,
    /// a client asks for a general interrogation
    RCB_EVENT_GI = 6,
    /// a client has emptied its buffer
    RCB_EVENT_PURGEBUF = 7,
    /// its buffer has lost entries
    RCB_EVENT_OVERFLOW = 8,
    /// a report has been put into its buffer
    RCB_EVENT_REPORT_CREATED = 9,
}

/// Whether clients may write.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessPolicy {
    /// clients may write
    ACCESS_POLICY_ALLOW = 0,
    /// clients may not write
    ACCESS_POLICY_DENY = 1,
}

/// What a client wants to do with a data set.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedServer_DataSetOperation {
    /// make it
    DATASET_CREATE = 0,
    /// delete it
    DATASET_DELETE = 1,
    /// read its values
    DATASET_READ = 2,
    /// write its values
    DATASET_WRITE = 3,
    /// read its members
    DATASET_GET_DIRECTORY = 4,
}

/// What a client asks the names of.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedServer_DirectoryCategory {
    /// logical devices
    DIRECTORY_CAT_LD_LIST = 0,
    /// data of a logical device
    DIRECTORY_CAT_DATA_LIST = 1,
    /// data sets of a logical device
    DIRECTORY_CAT_DATASET_LIST = 2,
    /// logs of a logical device
    DIRECTORY_CAT_LOG_LIST = 3,
}

/// How a client accesses a control block.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IedServer_ControlBlockAccessType {
    /// read
    IEC61850_CB_ACCESS_TYPE_READ = 0,
    /// write
    IEC61850_CB_ACCESS_TYPE_WRITE = 1,
}
