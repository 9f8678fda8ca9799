//! The options of the common data classes.

use std::ffi::c_int;

/// substitution: subEna, subVal, subQ, subID
pub const CDC_OPTION_PICS_SUBST: c_int = 1;

/// blkEna
pub const CDC_OPTION_BLK_ENA: c_int = 2;

/// d
pub const CDC_OPTION_DESC: c_int = 4;

/// dU
pub const CDC_OPTION_DESC_UNICODE: c_int = 8;

/// cdcNs and cdcName
pub const CDC_OPTION_AC_DLNDA: c_int = 16;

/// dataNs
pub const CDC_OPTION_AC_DLN: c_int = 32;

/// units
pub const CDC_OPTION_UNIT: c_int = 64;

/// the frozen value with its attributes
pub const CDC_OPTION_FROZEN_VALUE: c_int = 128;

/// addr
pub const CDC_OPTION_ADDR: c_int = 256;

/// addInfo
pub const CDC_OPTION_ADDINFO: c_int = 512;

/// the instantaneous value
pub const CDC_OPTION_INST_MAG: c_int = 1024;

/// range
pub const CDC_OPTION_RANGE: c_int = 2048;

/// the multiplier in units
pub const CDC_OPTION_UNIT_MULTIPLIER: c_int = 4096;

/// sVC, scaling
pub const CDC_OPTION_AC_SCAV: c_int = 8192;

/// the minimum
pub const CDC_OPTION_MIN: c_int = 16384;

/// the maximum
pub const CDC_OPTION_MAX: c_int = 32768;

/// the angle in vectors
pub const CDC_OPTION_AC_CLC_O: c_int = 65536;

/// rangeAng
pub const CDC_OPTION_RANGE_ANG: c_int = 131072;

/// phase A
pub const CDC_OPTION_PHASE_A: c_int = 262144;

/// phase B
pub const CDC_OPTION_PHASE_B: c_int = 524288;

/// phase C
pub const CDC_OPTION_PHASE_C: c_int = 1048576;

/// neutral
pub const CDC_OPTION_PHASE_NEUT: c_int = 2097152;

/// all three phases
pub const CDC_OPTION_PHASES_ABC: c_int = 1835008;

/// the phases and neutral
pub const CDC_OPTION_PHASES_ALL: c_int = 3932160;

/// stepSize
pub const CDC_OPTION_STEP_SIZE: c_int = 4194304;

/// angRef
pub const CDC_OPTION_ANGLE_REF: c_int = 8388608;

/// hwRev of DPL
pub const CDC_OPTION_DPL_HWREV: c_int = 131072;

/// swRev of DPL
pub const CDC_OPTION_DPL_SWREV: c_int = 262144;

/// serNum of DPL
pub const CDC_OPTION_DPL_SERNUM: c_int = 524288;

/// model of DPL
pub const CDC_OPTION_DPL_MODEL: c_int = 1048576;

/// location of DPL
pub const CDC_OPTION_DPL_LOCATION: c_int = 2097152;

/// configRev of LPL
pub const CDC_OPTION_AC_LN0_M: c_int = 16777216;

/// ldNs of LPL
pub const CDC_OPTION_AC_LN0_EX: c_int = 33554432;

/// lnNs of LPL
pub const CDC_OPTION_AC_DLD_M: c_int = 67108864;

/// status only
pub const CDC_CTL_MODEL_NONE: c_int = 0;

/// direct control, normal security
pub const CDC_CTL_MODEL_DIRECT_NORMAL: c_int = 1;

/// select before operate, normal security
pub const CDC_CTL_MODEL_SBO_NORMAL: c_int = 2;

/// direct control, enhanced security
pub const CDC_CTL_MODEL_DIRECT_ENHANCED: c_int = 3;

/// select before operate, enhanced security
pub const CDC_CTL_MODEL_SBO_ENHANCED: c_int = 4;

/// can be cancelled
pub const CDC_CTL_MODEL_HAS_CANCEL: c_int = 16;

/// can be operated at a time
pub const CDC_CTL_MODEL_IS_TIME_ACTIVATED: c_int = 32;

/// origin
pub const CDC_CTL_OPTION_ORIGIN: c_int = 64;

/// ctlNum
pub const CDC_CTL_OPTION_CTL_NUM: c_int = 128;

/// stSeld
pub const CDC_CTL_OPTION_ST_SELD: c_int = 256;

/// opRcvd
pub const CDC_CTL_OPTION_OP_RCVD: c_int = 512;

/// opOk
pub const CDC_CTL_OPTION_OP_OK: c_int = 1024;

/// tOpOk
pub const CDC_CTL_OPTION_T_OP_OK: c_int = 2048;

/// sboTimeout
pub const CDC_CTL_OPTION_SBO_TIMEOUT: c_int = 4096;

/// sboClass
pub const CDC_CTL_OPTION_SBO_CLASS: c_int = 8192;

/// operTimeout
pub const CDC_CTL_OPTION_OPER_TIMEOUT: c_int = 16384;

/// IEC 61400-25: minMxVal
pub const CDC_OPTION_61400_MIN_MX_VAL: c_int = 1024;

/// IEC 61400-25: maxMxVal
pub const CDC_OPTION_61400_MAX_MX_VAL: c_int = 2048;

/// IEC 61400-25: totAvVal
pub const CDC_OPTION_61400_TOT_AV_VAL: c_int = 4096;

/// IEC 61400-25: sdvVal
pub const CDC_OPTION_61400_SDV_VAL: c_int = 8192;

/// IEC 61400-25: incRate
pub const CDC_OPTION_61400_INC_RATE: c_int = 16384;

/// IEC 61400-25: decRate
pub const CDC_OPTION_61400_DEC_RATE: c_int = 32768;

/// IEC 61400-25: spAcs
pub const CDC_OPTION_61400_SP_ACS: c_int = 65536;

/// IEC 61400-25: chaPerRs
pub const CDC_OPTION_61400_CHA_PER_RS: c_int = 131072;

/// IEC 61400-25: cmAcs
pub const CDC_OPTION_61400_CM_ACS: c_int = 262144;

/// IEC 61400-25: the total
pub const CDC_OPTION_61400_TM_TOT: c_int = 524288;

/// IEC 61400-25: counting per day
pub const CDC_OPTION_61400_COUNTING_DAILY: c_int = 1048576;

/// IEC 61400-25: counting per month
pub const CDC_OPTION_61400_COUNTING_MONTHLY: c_int = 2097152;

/// IEC 61400-25: counting per year
pub const CDC_OPTION_61400_COUNTING_YEARLY: c_int = 4194304;

/// IEC 61400-25: counting in total
pub const CDC_OPTION_61400_COUNTING_TOTAL: c_int = 8388608;

/// IEC 61400-25: all four countings
pub const CDC_OPTION_61400_COUNTING_ALL: c_int = 15728640;
