/*
 * iec61850_cdc.h: data objects of the common data classes (IEC 61850-7-3, IEC 61400-25-2), with their attributes.
 *
 * Made from src/ffi/iec61850_cdc by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_CDC_H_
#define IEC61850_CDC_H_

#include "libiec61850_common_api.h"
#include "iec61850_dynamic_model.h"

#ifdef __cplusplus
extern "C" {
#endif

/** substitution: subEna, subVal, subQ, subID */
#define CDC_OPTION_PICS_SUBST 1

/** blkEna */
#define CDC_OPTION_BLK_ENA 2

/** d */
#define CDC_OPTION_DESC 4

/** dU */
#define CDC_OPTION_DESC_UNICODE 8

/** cdcNs and cdcName */
#define CDC_OPTION_AC_DLNDA 16

/** dataNs */
#define CDC_OPTION_AC_DLN 32

/** units */
#define CDC_OPTION_UNIT 64

/** the frozen value with its attributes */
#define CDC_OPTION_FROZEN_VALUE 128

/** addr */
#define CDC_OPTION_ADDR 256

/** addInfo */
#define CDC_OPTION_ADDINFO 512

/** the instantaneous value */
#define CDC_OPTION_INST_MAG 1024

/** range */
#define CDC_OPTION_RANGE 2048

/** the multiplier in units */
#define CDC_OPTION_UNIT_MULTIPLIER 4096

/** sVC, scaling */
#define CDC_OPTION_AC_SCAV 8192

/** the minimum */
#define CDC_OPTION_MIN 16384

/** the maximum */
#define CDC_OPTION_MAX 32768

/** the angle in vectors */
#define CDC_OPTION_AC_CLC_O 65536

/** rangeAng */
#define CDC_OPTION_RANGE_ANG 131072

/** phase A */
#define CDC_OPTION_PHASE_A 262144

/** phase B */
#define CDC_OPTION_PHASE_B 524288

/** phase C */
#define CDC_OPTION_PHASE_C 1048576

/** neutral */
#define CDC_OPTION_PHASE_NEUT 2097152

/** all three phases */
#define CDC_OPTION_PHASES_ABC 1835008

/** the phases and neutral */
#define CDC_OPTION_PHASES_ALL 3932160

/** stepSize */
#define CDC_OPTION_STEP_SIZE 4194304

/** angRef */
#define CDC_OPTION_ANGLE_REF 8388608

/** hwRev of DPL */
#define CDC_OPTION_DPL_HWREV 131072

/** swRev of DPL */
#define CDC_OPTION_DPL_SWREV 262144

/** serNum of DPL */
#define CDC_OPTION_DPL_SERNUM 524288

/** model of DPL */
#define CDC_OPTION_DPL_MODEL 1048576

/** location of DPL */
#define CDC_OPTION_DPL_LOCATION 2097152

/** configRev of LPL */
#define CDC_OPTION_AC_LN0_M 16777216

/** ldNs of LPL */
#define CDC_OPTION_AC_LN0_EX 33554432

/** lnNs of LPL */
#define CDC_OPTION_AC_DLD_M 67108864

/** status only */
#define CDC_CTL_MODEL_NONE 0

/** direct control, normal security */
#define CDC_CTL_MODEL_DIRECT_NORMAL 1

/** select before operate, normal security */
#define CDC_CTL_MODEL_SBO_NORMAL 2

/** direct control, enhanced security */
#define CDC_CTL_MODEL_DIRECT_ENHANCED 3

/** select before operate, enhanced security */
#define CDC_CTL_MODEL_SBO_ENHANCED 4

/** can be cancelled */
#define CDC_CTL_MODEL_HAS_CANCEL 16

/** can be operated at a time */
#define CDC_CTL_MODEL_IS_TIME_ACTIVATED 32

/** origin */
#define CDC_CTL_OPTION_ORIGIN 64

/** ctlNum */
#define CDC_CTL_OPTION_CTL_NUM 128

/** stSeld */
#define CDC_CTL_OPTION_ST_SELD 256

/** opRcvd */
#define CDC_CTL_OPTION_OP_RCVD 512

/** opOk */
#define CDC_CTL_OPTION_OP_OK 1024

/** tOpOk */
#define CDC_CTL_OPTION_T_OP_OK 2048

/** sboTimeout */
#define CDC_CTL_OPTION_SBO_TIMEOUT 4096

/** sboClass */
#define CDC_CTL_OPTION_SBO_CLASS 8192

/** operTimeout */
#define CDC_CTL_OPTION_OPER_TIMEOUT 16384

/** IEC 61400-25: minMxVal */
#define CDC_OPTION_61400_MIN_MX_VAL 1024

/** IEC 61400-25: maxMxVal */
#define CDC_OPTION_61400_MAX_MX_VAL 2048

/** IEC 61400-25: totAvVal */
#define CDC_OPTION_61400_TOT_AV_VAL 4096

/** IEC 61400-25: sdvVal */
#define CDC_OPTION_61400_SDV_VAL 8192

/** IEC 61400-25: incRate */
#define CDC_OPTION_61400_INC_RATE 16384

/** IEC 61400-25: decRate */
#define CDC_OPTION_61400_DEC_RATE 32768

/** IEC 61400-25: spAcs */
#define CDC_OPTION_61400_SP_ACS 65536

/** IEC 61400-25: chaPerRs */
#define CDC_OPTION_61400_CHA_PER_RS 131072

/** IEC 61400-25: cmAcs */
#define CDC_OPTION_61400_CM_ACS 262144

/** IEC 61400-25: the total */
#define CDC_OPTION_61400_TM_TOT 524288

/** IEC 61400-25: counting per day */
#define CDC_OPTION_61400_COUNTING_DAILY 1048576

/** IEC 61400-25: counting per month */
#define CDC_OPTION_61400_COUNTING_MONTHLY 2097152

/** IEC 61400-25: counting per year */
#define CDC_OPTION_61400_COUNTING_YEARLY 4194304

/** IEC 61400-25: counting in total */
#define CDC_OPTION_61400_COUNTING_TOTAL 8388608

/** IEC 61400-25: all four countings */
#define CDC_OPTION_61400_COUNTING_ALL 15728640

/** Adds an AnalogueValue: `f`, or `i` if it is an integer. */
LIB61850_API
DataAttribute *CAC_AnalogueValue_create(const char *name,
                                        ModelNode *parent,
                                        FunctionalConstraint fc,
                                        uint8_t triggerOptions,
                                        bool isIntegerNotFloat);

/** Adds a ValWithTrans: `posVal`, and `transInd` on request. */
LIB61850_API
DataAttribute *CAC_ValWithTrans_create(const char *name,
                                       ModelNode *parent,
                                       FunctionalConstraint fc,
                                       uint8_t triggerOptions,
                                       bool hasTransientIndicator);

/** Adds a Vector: `mag`, and `ang` with `CDC_OPTION_AC_CLC_O`. */
LIB61850_API
DataAttribute *CAC_Vector_create(const char *name,
                                 ModelNode *parent,
                                 uint32_t options,
                                 FunctionalConstraint fc,
                                 uint8_t triggerOptions);

/** Adds a Point: `xVal` and `yVal`, and `zVal` on request. */
LIB61850_API
DataAttribute *CAC_Point_create(const char *name,
                                ModelNode *parent,
                                FunctionalConstraint fc,
                                uint8_t triggerOptions,
                                bool hasZVal);

/** Adds a ScaledValueConfig: `scaleFactor` and `offset`. */
LIB61850_API DataAttribute *CAC_ScaledValueConfig_create(const char *name, ModelNode *parent);

/** Adds a Unit: `SIUnit`, and `multiplier` on request. */
LIB61850_API DataAttribute *CAC_Unit_create(const char *name, ModelNode *parent, bool hasMagnitude);

/**
 * Adds a controllable single point (SPC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_SPC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions);

/**
 * Adds a controllable double point (DPC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_DPC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions);

/**
 * Adds a controllable enumerated status (ENC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_ENC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions);

/**
 * Adds a controllable integer status (INC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_INC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions);

/**
 * Adds a binary controlled step position (BSC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_BSC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           bool hasTransientIndicator);

/**
 * Adds an integer controlled step position (ISC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_ISC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           bool hasTransientIndicator);

/**
 * Adds a controllable analogue process value (APC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_APC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           bool isIntegerNotFloat);

/**
 * Adds a binary controlled analogue process value (BAC).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_BAC_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           bool isIntegerNotFloat);

/**
 * Adds a logical node name plate (LPL).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_LPL_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a device name plate (DPL).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_DPL_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a measured value (MV).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_MV_create(const char *dataObjectName,
                          ModelNode *parent,
                          uint32_t options,
                          bool isIntegerNotFloat);

/**
 * Adds a complex measured value (CMV).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_CMV_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a sampled value (SAV).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_SAV_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           bool isIntegerNotFloat);

/**
 * Adds a histogram (HST).
 *
 * @param options the CDC_OPTION_ bits
 * @param maxPts the number of elements of hstVal
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_HST_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint16_t maxPts);

/**
 * Adds a single point setting (SPG).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_SPG_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a visible string setting (VSG).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_VSG_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds an enumerated setting (ENG).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_ENG_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds an integer setting (ING).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_ING_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds an analogue setting (ASG).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_ASG_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           bool isIntegerNotFloat);

/**
 * Adds a single point status (SPS).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_SPS_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a double point status (DPS).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_DPS_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a integer status (INS).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_INS_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds an enumerated status (ENS).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_ENS_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a binary counter reading (BCR).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_BCR_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a visible string status (VSS).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_VSS_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a security violation counting (SEC).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_SEC_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a protection activation with direction (ACD). `CDC_OPTION_PHASE_` bits choose the phases.
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_ACD_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a protection activation (ACT). `CDC_OPTION_PHASE_` bits choose the phases.
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_ACT_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds the measured values of a star-connected three-phase system (WYE).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_WYE_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds the phase to phase measured values of a three-phase system (DEL).
 *
 * @param options the CDC_OPTION_ bits
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API DataObject *CDC_DEL_create(const char *dataObjectName, ModelNode *parent, uint32_t options);

/**
 * Adds a set point value of a wind power plant (SPV).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @param wpOptions the CDC_OPTION_61400_ bits
 * @param hasChaManRs with the manual reset chaManRs
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_SPV_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasChaManRs);

/**
 * Adds a status value of a wind power plant (STV).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions not used
 * @param wpOptions not used
 * @param hasOldStatus with the status before, oldSt
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_STV_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasOldStatus);

/**
 * Adds a command of a wind power plant (CMD).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions one of CDC_CTL_MODEL_ and the CDC_CTL_ bits
 * @param wpOptions the CDC_OPTION_61400_ bits
 * @param hasOldStatus with the status before, oldSt
 * @param hasCmTm not used
 * @param hasCmCt not used
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_CMD_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasOldStatus,
                           bool hasCmTm,
                           bool hasCmCt);

/**
 * Adds an alarm of a wind power plant (ALM).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions not used
 * @param wpOptions not used
 * @param hasOldStatus with the status before, oldSt
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_ALM_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasOldStatus);

/**
 * Adds an event counter of a wind power plant (CTE).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions not used
 * @param wpOptions the CDC_OPTION_61400_ bits
 * @param hasHisRs with the reset of the history, hisRs
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_CTE_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasHisRs);

/**
 * Adds a state timer of a wind power plant (TMS).
 *
 * @param options the CDC_OPTION_ bits
 * @param controlOptions not used
 * @param wpOptions the CDC_OPTION_61400_ bits
 * @param hasHisRs with the reset of the history, hisRs
 * @return the data object; NULL for a NULL name or parent
 */
LIB61850_API
DataObject *CDC_TMS_create(const char *dataObjectName,
                           ModelNode *parent,
                           uint32_t options,
                           uint32_t controlOptions,
                           uint32_t wpOptions,
                           bool hasHisRs);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_CDC_H_ */
