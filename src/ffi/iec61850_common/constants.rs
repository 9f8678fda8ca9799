//! The constants of the common part.

use std::ffi::c_int;

/// edition 1
pub const IEC_61850_EDITION_1: c_int = 0;

/// edition 2
pub const IEC_61850_EDITION_2: c_int = 1;

/// edition 2.1
pub const IEC_61850_EDITION_2_1: c_int = 2;

/// report when a value changes
pub const TRG_OPT_DATA_CHANGED: c_int = 1;

/// report when a quality changes
pub const TRG_OPT_QUALITY_CHANGED: c_int = 2;

/// report when a value is written, the same or not
pub const TRG_OPT_DATA_UPDATE: c_int = 4;

/// report all values periodically
pub const TRG_OPT_INTEGRITY: c_int = 8;

/// report all values on general interrogation
pub const TRG_OPT_GI: c_int = 16;

/// report only the rising edge of a transient value
pub const TRG_OPT_TRANSIENT: c_int = 128;

/// reports carry the sequence number
pub const RPT_OPT_SEQ_NUM: c_int = 1;

/// reports carry the time of entry
pub const RPT_OPT_TIME_STAMP: c_int = 2;

/// reports carry the reasons for inclusion
pub const RPT_OPT_REASON_FOR_INCLUSION: c_int = 4;

/// reports carry the name of the data set
pub const RPT_OPT_DATA_SET: c_int = 8;

/// reports carry the references of their members
pub const RPT_OPT_DATA_REFERENCE: c_int = 16;

/// reports tell that the buffer overflowed
pub const RPT_OPT_BUFFER_OVERFLOW: c_int = 32;

/// reports carry the entry id
pub const RPT_OPT_ENTRY_ID: c_int = 64;

/// reports carry the configuration revision
pub const RPT_OPT_CONF_REV: c_int = 128;

/// originator: not told
pub const CONTROL_ORCAT_NOT_SUPPORTED: c_int = 0;

/// originator: an operator at the bay
pub const CONTROL_ORCAT_BAY_CONTROL: c_int = 1;

/// originator: an operator at the station
pub const CONTROL_ORCAT_STATION_CONTROL: c_int = 2;

/// originator: an operator at the control centre
pub const CONTROL_ORCAT_REMOTE_CONTROL: c_int = 3;

/// originator: automation of the bay
pub const CONTROL_ORCAT_AUTOMATIC_BAY: c_int = 4;

/// originator: automation of the station
pub const CONTROL_ORCAT_AUTOMATIC_STATION: c_int = 5;

/// originator: automation outside of the station
pub const CONTROL_ORCAT_AUTOMATIC_REMOTE: c_int = 6;

/// originator: a maintenance tool
pub const CONTROL_ORCAT_MAINTENANCE: c_int = 7;

/// originator: the process itself, without a command
pub const CONTROL_ORCAT_PROCESS: c_int = 8;

/// the value is good
pub const QUALITY_VALIDITY_GOOD: c_int = 0;

/// the value is invalid
pub const QUALITY_VALIDITY_INVALID: c_int = 2;

/// not used by the standard
pub const QUALITY_VALIDITY_RESERVED: c_int = 1;

/// the value may be wrong
pub const QUALITY_VALIDITY_QUESTIONABLE: c_int = 3;

/// beyond what the type can hold
pub const QUALITY_DETAIL_OVERFLOW: c_int = 4;

/// beyond the defined range
pub const QUALITY_DETAIL_OUT_OF_RANGE: c_int = 8;

/// the reference is not calibrated
pub const QUALITY_DETAIL_BAD_REFERENCE: c_int = 16;

/// the value changes too often
pub const QUALITY_DETAIL_OSCILLATORY: c_int = 32;

/// an internal or external failure
pub const QUALITY_DETAIL_FAILURE: c_int = 64;

/// the value is not updated any more
pub const QUALITY_DETAIL_OLD_DATA: c_int = 128;

/// an evaluation found a contradiction
pub const QUALITY_DETAIL_INCONSISTENT: c_int = 256;

/// not as accurate as it should be
pub const QUALITY_DETAIL_INACCURATE: c_int = 512;

/// the value is substituted
pub const QUALITY_SOURCE_SUBSTITUTED: c_int = 1024;

/// the value is a test
pub const QUALITY_TEST: c_int = 2048;

/// an operator blocked the update
pub const QUALITY_OPERATOR_BLOCKED: c_int = 4096;

/// derived from other values
pub const QUALITY_DERIVED: c_int = 8192;
