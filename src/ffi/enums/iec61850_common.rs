//! The enums of iec61850_common.h.

/// The ACSI classes that a logical node can be asked to list.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ACSIClass {
    /// data objects
    ACSI_CLASS_DATA_OBJECT = 0,
    /// data sets
    ACSI_CLASS_DATA_SET = 1,
    /// buffered report control blocks
    ACSI_CLASS_BRCB = 2,
    /// unbuffered report control blocks
    ACSI_CLASS_URCB = 3,
    /// log control blocks
    ACSI_CLASS_LCB = 4,
    /// logs
    ACSI_CLASS_LOG = 5,
    /// setting group control block
    ACSI_CLASS_SGCB = 6,
    /// GOOSE control blocks
    ACSI_CLASS_GoCB = 7,
    /// GSSE control blocks
    ACSI_CLASS_GsCB = 8,
    /// multicast sampled value control blocks
    ACSI_CLASS_MSVCB = 9,
    /// unicast sampled value control blocks
    ACSI_CLASS_USVCB = 10,
}

/// How an object is controlled (ctlModel).
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlModel {
    /// not controllable
    CONTROL_MODEL_STATUS_ONLY = 0,
    /// operate directly, normal security
    CONTROL_MODEL_DIRECT_NORMAL = 1,
    /// select before operate, normal security
    CONTROL_MODEL_SBO_NORMAL = 2,
    /// operate directly, enhanced security
    CONTROL_MODEL_DIRECT_ENHANCED = 3,
    /// select before operate, enhanced security
    CONTROL_MODEL_SBO_ENHANCED = 4,
}

/// Additional cause of a refused or failed control action (AddCause).
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlAddCause {
    /// cause unknown
    ADD_CAUSE_UNKNOWN = 0,
    /// not supported
    ADD_CAUSE_NOT_SUPPORTED = 1,
    /// blocked by the switching hierarchy (local/remote)
    ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY = 2,
    /// select failed
    ADD_CAUSE_SELECT_FAILED = 3,
    /// the position is invalid
    ADD_CAUSE_INVALID_POSITION = 4,
    /// the position is reached already
    ADD_CAUSE_POSITION_REACHED = 5,
    /// a parameter changes at the moment
    ADD_CAUSE_PARAMETER_CHANGE_IN_EXECUTION = 6,
    /// no further step that way
    ADD_CAUSE_STEP_LIMIT = 7,
    /// blocked by the mode
    ADD_CAUSE_BLOCKED_BY_MODE = 8,
    /// blocked by the process
    ADD_CAUSE_BLOCKED_BY_PROCESS = 9,
    /// blocked by interlocking
    ADD_CAUSE_BLOCKED_BY_INTERLOCKING = 10,
    /// blocked by the synchrocheck
    ADD_CAUSE_BLOCKED_BY_SYNCHROCHECK = 11,
    /// another command is being executed
    ADD_CAUSE_COMMAND_ALREADY_IN_EXECUTION = 12,
    /// blocked by the health
    ADD_CAUSE_BLOCKED_BY_HEALTH = 13,
    /// another object is being controlled
    ADD_CAUSE_1_OF_N_CONTROL = 14,
    /// cancelled
    ADD_CAUSE_ABORTION_BY_CANCEL = 15,
    /// not finished in time
    ADD_CAUSE_TIME_LIMIT_OVER = 16,
    /// aborted by a trip
    ADD_CAUSE_ABORTION_BY_TRIP = 17,
    /// not selected
    ADD_CAUSE_OBJECT_NOT_SELECTED = 18,
    /// selected already
    ADD_CAUSE_OBJECT_ALREADY_SELECTED = 19,
    /// no authority
    ADD_CAUSE_NO_ACCESS_AUTHORITY = 20,
    /// ended beyond the wanted position
    ADD_CAUSE_ENDED_WITH_OVERSHOOT = 21,
    /// aborted, as commanded and actual value differ
    ADD_CAUSE_ABORTION_DUE_TO_DEVIATION = 22,
    /// aborted, as the connection was lost
    ADD_CAUSE_ABORTION_BY_COMMUNICATION_LOSS = 23,
    /// aborted by another command
    ADD_CAUSE_ABORTION_BY_COMMAND = 24,
    /// success
    ADD_CAUSE_NONE = 25,
    /// the parameters differ from those of the select
    ADD_CAUSE_INCONSISTENT_PARAMETERS = 26,
    /// another client holds the object
    ADD_CAUSE_LOCKED_BY_OTHER_CLIENT = 27,
}

/// The error of a refused or failed control action.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlLastApplError {
    /// no error
    CONTROL_ERROR_NO_ERROR = 0,
    /// unknown error
    CONTROL_ERROR_UNKNOWN = 1,
    /// timeout test not passed
    CONTROL_ERROR_TIMEOUT_TEST = 2,
    /// operator test not passed
    CONTROL_ERROR_OPERATOR_TEST = 3,
}

/// The functional constraints of data attributes.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum eFunctionalConstraint {
    /// status
    IEC61850_FC_ST = 0,
    /// measurands
    IEC61850_FC_MX = 1,
    /// set points
    IEC61850_FC_SP = 2,
    /// substitution
    IEC61850_FC_SV = 3,
    /// configuration
    IEC61850_FC_CF = 4,
    /// description
    IEC61850_FC_DC = 5,
    /// setting group, active values
    IEC61850_FC_SG = 6,
    /// setting group, editable values
    IEC61850_FC_SE = 7,
    /// service response and tracking
    IEC61850_FC_SR = 8,
    /// operate received
    IEC61850_FC_OR = 9,
    /// blocking
    IEC61850_FC_BL = 10,
    /// extended definition
    IEC61850_FC_EX = 11,
    /// control
    IEC61850_FC_CO = 12,
    /// unicast sampled values
    IEC61850_FC_US = 13,
    /// multicast sampled values
    IEC61850_FC_MS = 14,
    /// unbuffered reports
    IEC61850_FC_RP = 15,
    /// buffered reports
    IEC61850_FC_BR = 16,
    /// logs
    IEC61850_FC_LG = 17,
    /// GOOSE
    IEC61850_FC_GO = 18,
    /// all of them, as a wildcard
    IEC61850_FC_ALL = 99,
    /// none
    IEC61850_FC_NONE = -1,
}

/// The functional constraints of data attributes.
pub type FunctionalConstraint = eFunctionalConstraint;

/// The position of a double point.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dbpos {
    /// between the positions
    DBPOS_INTERMEDIATE_STATE = 0,
    /// off, open
    DBPOS_OFF = 1,
    /// on, closed
    DBPOS_ON = 2,
    /// both positions at once, or none
    DBPOS_BAD_STATE = 3,
}
