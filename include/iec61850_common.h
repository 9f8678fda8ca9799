/*
 * iec61850_common.h: quality, time stamps, double points, functional constraints.
 *
 * Made from src/ffi/iec61850_common by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_COMMON_H_
#define IEC61850_COMMON_H_

#include "libiec61850_common_api.h"
#include "hal_time.h"
#include "linked_list.h"
#include "logging_api.h"
#include "mms_value.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The ACSI classes that a logical node can be asked to list. */
typedef enum ACSIClass {
  /** data objects */
  ACSI_CLASS_DATA_OBJECT = 0,
  /** data sets */
  ACSI_CLASS_DATA_SET = 1,
  /** buffered report control blocks */
  ACSI_CLASS_BRCB = 2,
  /** unbuffered report control blocks */
  ACSI_CLASS_URCB = 3,
  /** log control blocks */
  ACSI_CLASS_LCB = 4,
  /** logs */
  ACSI_CLASS_LOG = 5,
  /** setting group control block */
  ACSI_CLASS_SGCB = 6,
  /** GOOSE control blocks */
  ACSI_CLASS_GoCB = 7,
  /** GSSE control blocks */
  ACSI_CLASS_GsCB = 8,
  /** multicast sampled value control blocks */
  ACSI_CLASS_MSVCB = 9,
  /** unicast sampled value control blocks */
  ACSI_CLASS_USVCB = 10,
} ACSIClass;

/** How an object is controlled (ctlModel). */
typedef enum ControlModel {
  /** not controllable */
  CONTROL_MODEL_STATUS_ONLY = 0,
  /** operate directly, normal security */
  CONTROL_MODEL_DIRECT_NORMAL = 1,
  /** select before operate, normal security */
  CONTROL_MODEL_SBO_NORMAL = 2,
  /** operate directly, enhanced security */
  CONTROL_MODEL_DIRECT_ENHANCED = 3,
  /** select before operate, enhanced security */
  CONTROL_MODEL_SBO_ENHANCED = 4,
} ControlModel;

/** Additional cause of a refused or failed control action (AddCause). */
typedef enum ControlAddCause {
  /** cause unknown */
  ADD_CAUSE_UNKNOWN = 0,
  /** not supported */
  ADD_CAUSE_NOT_SUPPORTED = 1,
  /** blocked by the switching hierarchy (local/remote) */
  ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY = 2,
  /** select failed */
  ADD_CAUSE_SELECT_FAILED = 3,
  /** the position is invalid */
  ADD_CAUSE_INVALID_POSITION = 4,
  /** the position is reached already */
  ADD_CAUSE_POSITION_REACHED = 5,
  /** a parameter changes at the moment */
  ADD_CAUSE_PARAMETER_CHANGE_IN_EXECUTION = 6,
  /** no further step that way */
  ADD_CAUSE_STEP_LIMIT = 7,
  /** blocked by the mode */
  ADD_CAUSE_BLOCKED_BY_MODE = 8,
  /** blocked by the process */
  ADD_CAUSE_BLOCKED_BY_PROCESS = 9,
  /** blocked by interlocking */
  ADD_CAUSE_BLOCKED_BY_INTERLOCKING = 10,
  /** blocked by the synchrocheck */
  ADD_CAUSE_BLOCKED_BY_SYNCHROCHECK = 11,
  /** another command is being executed */
  ADD_CAUSE_COMMAND_ALREADY_IN_EXECUTION = 12,
  /** blocked by the health */
  ADD_CAUSE_BLOCKED_BY_HEALTH = 13,
  /** another object is being controlled */
  ADD_CAUSE_1_OF_N_CONTROL = 14,
  /** cancelled */
  ADD_CAUSE_ABORTION_BY_CANCEL = 15,
  /** not finished in time */
  ADD_CAUSE_TIME_LIMIT_OVER = 16,
  /** aborted by a trip */
  ADD_CAUSE_ABORTION_BY_TRIP = 17,
  /** not selected */
  ADD_CAUSE_OBJECT_NOT_SELECTED = 18,
  /** selected already */
  ADD_CAUSE_OBJECT_ALREADY_SELECTED = 19,
  /** no authority */
  ADD_CAUSE_NO_ACCESS_AUTHORITY = 20,
  /** ended beyond the wanted position */
  ADD_CAUSE_ENDED_WITH_OVERSHOOT = 21,
  /** aborted, as commanded and actual value differ */
  ADD_CAUSE_ABORTION_DUE_TO_DEVIATION = 22,
  /** aborted, as the connection was lost */
  ADD_CAUSE_ABORTION_BY_COMMUNICATION_LOSS = 23,
  /** aborted by another command */
  ADD_CAUSE_ABORTION_BY_COMMAND = 24,
  /** success */
  ADD_CAUSE_NONE = 25,
  /** the parameters differ from those of the select */
  ADD_CAUSE_INCONSISTENT_PARAMETERS = 26,
  /** another client holds the object */
  ADD_CAUSE_LOCKED_BY_OTHER_CLIENT = 27,
} ControlAddCause;

/** The error of a refused or failed control action. */
typedef enum ControlLastApplError {
  /** no error */
  CONTROL_ERROR_NO_ERROR = 0,
  /** unknown error */
  CONTROL_ERROR_UNKNOWN = 1,
  /** timeout test not passed */
  CONTROL_ERROR_TIMEOUT_TEST = 2,
  /** operator test not passed */
  CONTROL_ERROR_OPERATOR_TEST = 3,
} ControlLastApplError;

/** The functional constraints of data attributes. */
typedef enum eFunctionalConstraint {
  /** status */
  IEC61850_FC_ST = 0,
  /** measurands */
  IEC61850_FC_MX = 1,
  /** set points */
  IEC61850_FC_SP = 2,
  /** substitution */
  IEC61850_FC_SV = 3,
  /** configuration */
  IEC61850_FC_CF = 4,
  /** description */
  IEC61850_FC_DC = 5,
  /** setting group, active values */
  IEC61850_FC_SG = 6,
  /** setting group, editable values */
  IEC61850_FC_SE = 7,
  /** service response and tracking */
  IEC61850_FC_SR = 8,
  /** operate received */
  IEC61850_FC_OR = 9,
  /** blocking */
  IEC61850_FC_BL = 10,
  /** extended definition */
  IEC61850_FC_EX = 11,
  /** control */
  IEC61850_FC_CO = 12,
  /** unicast sampled values */
  IEC61850_FC_US = 13,
  /** multicast sampled values */
  IEC61850_FC_MS = 14,
  /** unbuffered reports */
  IEC61850_FC_RP = 15,
  /** buffered reports */
  IEC61850_FC_BR = 16,
  /** logs */
  IEC61850_FC_LG = 17,
  /** GOOSE */
  IEC61850_FC_GO = 18,
  /** all of them, as a wildcard */
  IEC61850_FC_ALL = 99,
  /** none */
  IEC61850_FC_NONE = -1,
} eFunctionalConstraint;

/** The position of a double point. */
typedef enum Dbpos {
  /** between the positions */
  DBPOS_INTERMEDIATE_STATE = 0,
  /** off, open */
  DBPOS_OFF = 1,
  /** on, closed */
  DBPOS_ON = 2,
  /** both positions at once, or none */
  DBPOS_BAD_STATE = 3,
} Dbpos;

/** The functional constraints of data attributes. */
typedef enum eFunctionalConstraint FunctionalConstraint;

/** edition 1 */
#define IEC_61850_EDITION_1 0

/** edition 2 */
#define IEC_61850_EDITION_2 1

/** edition 2.1 */
#define IEC_61850_EDITION_2_1 2

/** report when a value changes */
#define TRG_OPT_DATA_CHANGED 1

/** report when a quality changes */
#define TRG_OPT_QUALITY_CHANGED 2

/** report when a value is written, the same or not */
#define TRG_OPT_DATA_UPDATE 4

/** report all values periodically */
#define TRG_OPT_INTEGRITY 8

/** report all values on general interrogation */
#define TRG_OPT_GI 16

/** report only the rising edge of a transient value */
#define TRG_OPT_TRANSIENT 128

/** reports carry the sequence number */
#define RPT_OPT_SEQ_NUM 1

/** reports carry the time of entry */
#define RPT_OPT_TIME_STAMP 2

/** reports carry the reasons for inclusion */
#define RPT_OPT_REASON_FOR_INCLUSION 4

/** reports carry the name of the data set */
#define RPT_OPT_DATA_SET 8

/** reports carry the references of their members */
#define RPT_OPT_DATA_REFERENCE 16

/** reports tell that the buffer overflowed */
#define RPT_OPT_BUFFER_OVERFLOW 32

/** reports carry the entry id */
#define RPT_OPT_ENTRY_ID 64

/** reports carry the configuration revision */
#define RPT_OPT_CONF_REV 128

/** originator: not told */
#define CONTROL_ORCAT_NOT_SUPPORTED 0

/** originator: an operator at the bay */
#define CONTROL_ORCAT_BAY_CONTROL 1

/** originator: an operator at the station */
#define CONTROL_ORCAT_STATION_CONTROL 2

/** originator: an operator at the control centre */
#define CONTROL_ORCAT_REMOTE_CONTROL 3

/** originator: automation of the bay */
#define CONTROL_ORCAT_AUTOMATIC_BAY 4

/** originator: automation of the station */
#define CONTROL_ORCAT_AUTOMATIC_STATION 5

/** originator: automation outside of the station */
#define CONTROL_ORCAT_AUTOMATIC_REMOTE 6

/** originator: a maintenance tool */
#define CONTROL_ORCAT_MAINTENANCE 7

/** originator: the process itself, without a command */
#define CONTROL_ORCAT_PROCESS 8

/** the value is good */
#define QUALITY_VALIDITY_GOOD 0

/** the value is invalid */
#define QUALITY_VALIDITY_INVALID 2

/** not used by the standard */
#define QUALITY_VALIDITY_RESERVED 1

/** the value may be wrong */
#define QUALITY_VALIDITY_QUESTIONABLE 3

/** beyond what the type can hold */
#define QUALITY_DETAIL_OVERFLOW 4

/** beyond the defined range */
#define QUALITY_DETAIL_OUT_OF_RANGE 8

/** the reference is not calibrated */
#define QUALITY_DETAIL_BAD_REFERENCE 16

/** the value changes too often */
#define QUALITY_DETAIL_OSCILLATORY 32

/** an internal or external failure */
#define QUALITY_DETAIL_FAILURE 64

/** the value is not updated any more */
#define QUALITY_DETAIL_OLD_DATA 128

/** an evaluation found a contradiction */
#define QUALITY_DETAIL_INCONSISTENT 256

/** not as accurate as it should be */
#define QUALITY_DETAIL_INACCURATE 512

/** the value is substituted */
#define QUALITY_SOURCE_SUBSTITUTED 1024

/** the value is a test */
#define QUALITY_TEST 2048

/** an operator blocked the update */
#define QUALITY_OPERATOR_BLOCKED 4096

/** derived from other values */
#define QUALITY_DERIVED 8192

/** The validity part of a `Quality`. */
typedef uint16_t Validity;

/** Quality of IEC 61850-7-3: validity in bits 0 and 1, then detail, source, test and operator-blocked flags. */
typedef uint16_t Quality;

/**
 * A time stamp: four octets of seconds since 1970-01-01 UTC and three of the fraction of a second in units of 2^-24,
 * both big endian, and a quality octet.
 */
typedef union Timestamp {
  /** The octets as MMS carries them. */
  uint8_t val[8];
} Timestamp;

/** The layer 2 address of GOOSE and sampled values. */
typedef struct PhyComAddress {
  /** the VLAN priority */
  uint8_t vlanPriority;
  /** the VLAN */
  uint16_t vlanId;
  /** the APPID */
  uint16_t appId;
  /** the multicast address */
  uint8_t dstAddress[6];
} PhyComAddress;

/** The version of the C interface that this library provides: "1.6.1". Not to be freed. */
LIB61850_API char *LibIEC61850_getVersionString(void);

/**
 * The position that a bit string holds, first bit most significant. `DBPOS_INTERMEDIATE_STATE` (0) for values of
 * other types and NULL.
 */
LIB61850_API Dbpos Dbpos_fromMmsValue(const MmsValue *mmsValue);

/**
 * Writes the position into `mmsValue` and returns it; NULL if that is no bit string of two bits. With NULL for
 * `mmsValue` a new value is returned, which the caller frees with `MmsValue_delete`.
 */
LIB61850_API MmsValue *Dbpos_toMmsValue(MmsValue *mmsValue, Dbpos dbpos);

/** The two letters of a functional constraint, not to be freed. NULL for NONE, ALL and numbers that are none. */
LIB61850_API char *FunctionalConstraint_toString(FunctionalConstraint fc);

/**
 * The functional constraint that a string begins with (two upper-case letters; what follows is ignored).
 * `IEC61850_FC_NONE` (-1) if it is none, or NULL.
 */
LIB61850_API FunctionalConstraint FunctionalConstraint_fromString(const char *fcString);

/** The validity: good 0, reserved 1, invalid 2 or questionable 3. */
LIB61850_API Validity Quality_getValidity(Quality *self);

/** Replaces the validity and keeps the other bits. */
LIB61850_API void Quality_setValidity(Quality *self, Validity validity);

/** Sets the bits of `flag`, one or several of the `QUALITY_…` constants. */
LIB61850_API void Quality_setFlag(Quality *self, int flag);

/** Clears the bits of `flag`. */
LIB61850_API void Quality_unsetFlag(Quality *self, int flag);

/** Whether any of the bits of `flag` is set. */
LIB61850_API bool Quality_isFlagSet(Quality *self, int flag);

/** The quality that a bit string holds; 0 (good) for values of other types and NULL. */
LIB61850_API Quality Quality_fromMmsValue(const MmsValue *mmsValue);

/**
 * Writes the quality into `mmsValue`, if that is a bit string, and returns it. With NULL for `mmsValue` a new bit
 * string of 13 bits is returned, which the caller frees with `MmsValue_delete`.
 */
LIB61850_API MmsValue *Quality_toMmsValue(Quality *self, MmsValue *mmsValue);

/** A new time stamp, all zero. Free it with `Timestamp_destroy`. */
LIB61850_API Timestamp *Timestamp_create(void);

/** A new time stamp from the eight octets at `byteArray`; NULL for NULL. Free it with `Timestamp_destroy`. */
LIB61850_API Timestamp *Timestamp_createFromByteArray(const uint8_t *byteArray);

/** Frees a time stamp that this library made. NULL is nothing. */
LIB61850_API void Timestamp_destroy(Timestamp *self);

/** Clears the quality octet: all flags and the precision. */
LIB61850_API void Timestamp_clearFlags(Timestamp *self);

/** Whole seconds since 1970-01-01 UTC. */
LIB61850_API uint32_t Timestamp_getTimeInSeconds(Timestamp *self);

/** Milliseconds since 1970-01-01 UTC, rounded down (but for the last 13 µs). */
LIB61850_API msSinceEpoch Timestamp_getTimeInMs(Timestamp *self);

/** Nanoseconds since 1970-01-01 UTC, rounded down. The resolution is about 60 ns. */
LIB61850_API nsSinceEpoch Timestamp_getTimeInNs(Timestamp *self);

/** Whether the source knows about leap seconds. */
LIB61850_API bool Timestamp_isLeapSecondKnown(Timestamp *self);

/** Sets whether the source knows about leap seconds. */
LIB61850_API void Timestamp_setLeapSecondKnown(Timestamp *self, bool value);

/** Whether the clock of the source is unreliable. */
LIB61850_API bool Timestamp_hasClockFailure(Timestamp *self);

/** Sets whether the clock of the source is unreliable. */
LIB61850_API void Timestamp_setClockFailure(Timestamp *self, bool value);

/** Whether the clock of the source is not synchronised with UTC. */
LIB61850_API bool Timestamp_isClockNotSynchronized(Timestamp *self);

/** Sets whether the clock of the source is not synchronised with UTC. */
LIB61850_API void Timestamp_setClockNotSynchronized(Timestamp *self, bool value);

/** How many bits of the fraction are significant; 31 means unspecified. */
LIB61850_API int Timestamp_getSubsecondPrecision(Timestamp *self);

/** Sets how many bits of the fraction are significant (0 to 24, or 31 for unspecified; the low five bits count). */
LIB61850_API void Timestamp_setSubsecondPrecision(Timestamp *self, int subsecondPrecision);

/** Sets the fraction of the second, in units of 2^-24 s; the low 24 bits count. */
LIB61850_API void Timestamp_setFractionOfSecondPart(Timestamp *self, uint32_t fractionOfSecond);

/** The fraction of the second, in units of 2^-24 s. */
LIB61850_API uint32_t Timestamp_getFractionOfSecondPart(Timestamp *self);

/** The fraction of the second, from 0 to just below 1. */
LIB61850_API float Timestamp_getFractionOfSecond(Timestamp *self);

/** Sets the time to whole seconds since 1970-01-01 UTC; the fraction becomes zero, the quality octet stays. */
LIB61850_API void Timestamp_setTimeInSeconds(Timestamp *self, uint32_t secondsSinceEpoch);

/** Sets the time to milliseconds since 1970-01-01 UTC; the quality octet stays. */
LIB61850_API void Timestamp_setTimeInMilliseconds(Timestamp *self, msSinceEpoch msTime);

/** Sets the time to nanoseconds since 1970-01-01 UTC, rounded down to 2^-24 s; the quality octet stays. */
LIB61850_API void Timestamp_setTimeInNanoseconds(Timestamp *self, nsSinceEpoch nsTime);

/** Takes over a utc-time, quality included. Values of other types change nothing. */
LIB61850_API void Timestamp_setByMmsUtcTime(Timestamp *self, const MmsValue *mmsValue);

/**
 * Writes the time stamp into `mmsValue` and returns it; NULL if that is no utc-time. With NULL for `mmsValue` a new
 * utc-time is returned, which the caller frees with `MmsValue_delete`.
 */
LIB61850_API MmsValue *Timestamp_toMmsValue(Timestamp *self, MmsValue *mmsValue);

/**
 * Reads a utc-time into `self` and returns that; NULL if the value has another type. With NULL for `self` a new time
 * stamp is returned, which the caller frees with `Timestamp_destroy`.
 */
LIB61850_API Timestamp *Timestamp_fromMmsValue(Timestamp *self, MmsValue *mmsValue);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_COMMON_H_ */
