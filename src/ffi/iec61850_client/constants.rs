//! The constants of the ACSI client.

use std::ffi::c_int;

/// sampled values carry the refresh time
pub const IEC61850_SV_OPT_REFRESH_TIME: c_int = 1;

/// sampled values carry the synchronisation
pub const IEC61850_SV_OPT_SAMPLE_SYNC: c_int = 2;

/// sampled values carry the sample rate
pub const IEC61850_SV_OPT_SAMPLE_RATE: c_int = 4;

/// sampled values carry the data set reference
pub const IEC61850_SV_OPT_DATA_SET: c_int = 8;

/// sampled values carry security data
pub const IEC61850_SV_OPT_SECURITY: c_int = 16;

/// the rate is in samples per period
pub const IEC61850_SV_SMPMOD_SAMPLES_PER_PERIOD: c_int = 0;

/// the rate is in samples per second
pub const IEC61850_SV_SMPMOD_SAMPLES_PER_SECOND: c_int = 1;

/// the rate is in seconds per sample
pub const IEC61850_SV_SMPMOD_SECONDS_PER_SAMPLE: c_int = 2;

/// GoEna, enabled
pub const GOCB_ELEMENT_GO_ENA: c_int = 1;

/// GoID, the identifier
pub const GOCB_ELEMENT_GO_ID: c_int = 2;

/// DatSet, the data set
pub const GOCB_ELEMENT_DATSET: c_int = 4;

/// ConfRev, the configuration revision
pub const GOCB_ELEMENT_CONF_REV: c_int = 8;

/// NdsCom, needs commissioning
pub const GOCB_ELEMENT_NDS_COMM: c_int = 16;

/// DstAddress, the multicast address
pub const GOCB_ELEMENT_DST_ADDRESS: c_int = 32;

/// MinTime, the shortest time between messages
pub const GOCB_ELEMENT_MIN_TIME: c_int = 64;

/// MaxTime, the longest time between messages
pub const GOCB_ELEMENT_MAX_TIME: c_int = 128;

/// FixedOffs, encoding with fixed offsets
pub const GOCB_ELEMENT_FIXED_OFFS: c_int = 256;

/// all elements of a GOOSE control block
pub const GOCB_ELEMENT_ALL: c_int = 511;

/// the member is not in the report
pub const IEC61850_REASON_NOT_INCLUDED: c_int = 0;

/// the value changed
pub const IEC61850_REASON_DATA_CHANGE: c_int = 1;

/// the quality changed
pub const IEC61850_REASON_QUALITY_CHANGE: c_int = 2;

/// the value was written, the same or not
pub const IEC61850_REASON_DATA_UPDATE: c_int = 4;

/// the integrity period ended
pub const IEC61850_REASON_INTEGRITY: c_int = 8;

/// general interrogation
pub const IEC61850_REASON_GI: c_int = 16;

/// the report does not tell
pub const IEC61850_REASON_UNKNOWN: c_int = 32;

/// RptID, the identifier
pub const RCB_ELEMENT_RPT_ID: c_int = 1;

/// RptEna, enabled
pub const RCB_ELEMENT_RPT_ENA: c_int = 2;

/// Resv, reserved (unbuffered)
pub const RCB_ELEMENT_RESV: c_int = 4;

/// DatSet, the data set
pub const RCB_ELEMENT_DATSET: c_int = 8;

/// ConfRev, the configuration revision
pub const RCB_ELEMENT_CONF_REV: c_int = 16;

/// OptFlds, the optional fields
pub const RCB_ELEMENT_OPT_FLDS: c_int = 32;

/// BufTm, how long changes are gathered
pub const RCB_ELEMENT_BUF_TM: c_int = 64;

/// SqNum, the sequence number
pub const RCB_ELEMENT_SQ_NUM: c_int = 128;

/// TrgOps, the trigger options
pub const RCB_ELEMENT_TRG_OPS: c_int = 256;

/// IntgPd, the integrity period
pub const RCB_ELEMENT_INTG_PD: c_int = 512;

/// GI, general interrogation
pub const RCB_ELEMENT_GI: c_int = 1024;

/// PurgeBuf, empties the buffer (buffered)
pub const RCB_ELEMENT_PURGE_BUF: c_int = 2048;

/// EntryID, the last entry (buffered)
pub const RCB_ELEMENT_ENTRY_ID: c_int = 4096;

/// TimeofEntry, the time of the last entry (buffered)
pub const RCB_ELEMENT_TIME_OF_ENTRY: c_int = 8192;

/// ResvTms, for how long it is reserved (buffered)
pub const RCB_ELEMENT_RESV_TMS: c_int = 16384;

/// Owner, the client that holds it
pub const RCB_ELEMENT_OWNER: c_int = 32768;
