/*
 * iec61850_common.h: what client and server share.
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

/** Validity and details of a value: the QUALITY_… bits. */
typedef uint16_t Quality;

/** The validity of a value: one of QUALITY_VALIDITY_…. */
typedef uint16_t Validity;

/** A time: seconds since 1970, a 24-bit fraction and the time quality. */
typedef union Timestamp {
  /** the octets as they are transferred */
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

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_COMMON_H_ */
