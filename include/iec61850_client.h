/*
 * iec61850_client.h: the ACSI client.
 *
 * Made from src/ffi/iec61850_client by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_CLIENT_H_
#define IEC61850_CLIENT_H_

#include "libiec61850_common_api.h"
#include "hal_time.h"
#include "iec61850_common.h"
#include "lib_memory.h"
#include "linked_list.h"
#include "logging_api.h"
#include "mms_client_connection.h"
#include "mms_type_spec.h"
#include "mms_value.h"
#include "tls_config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The state of a client connection. */
typedef enum IedConnectionState {
  /** no association */
  IED_STATE_CLOSED = 0,
  /** on its way */
  IED_STATE_CONNECTING = 1,
  /** associated */
  IED_STATE_CONNECTED = 2,
  /** being concluded */
  IED_STATE_CLOSING = 3,
} IedConnectionState;

/** The result of a client function. */
typedef enum IedClientError {
  /** success */
  IED_ERROR_OK = 0,
  /** there is no association */
  IED_ERROR_NOT_CONNECTED = 1,
  /** there is an association already */
  IED_ERROR_ALREADY_CONNECTED = 2,
  /** the association broke */
  IED_ERROR_CONNECTION_LOST = 3,
  /** the server does not offer the service */
  IED_ERROR_SERVICE_NOT_SUPPORTED = 4,
  /** the server refused the association, or was not there */
  IED_ERROR_CONNECTION_REJECTED = 5,
  /** too many requests wait for their answers */
  IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED = 6,
  /** the caller passed something invalid */
  IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT = 10,
  /** the data set is another one than the report control block's */
  IED_ERROR_ENABLE_REPORT_FAILED_DATASET_MISMATCH = 11,
  /** the object reference is malformed */
  IED_ERROR_OBJECT_REFERENCE_INVALID = 12,
  /** the value has another type than expected */
  IED_ERROR_UNEXPECTED_VALUE_RECEIVED = 13,
  /** no answer in time */
  IED_ERROR_TIMEOUT = 20,
  /** the server denied access */
  IED_ERROR_ACCESS_DENIED = 21,
  /** no such object */
  IED_ERROR_OBJECT_DOES_NOT_EXIST = 22,
  /** the object exists already */
  IED_ERROR_OBJECT_EXISTS = 23,
  /** not supported for this object */
  IED_ERROR_OBJECT_ACCESS_UNSUPPORTED = 24,
  /** the value has another type than the object */
  IED_ERROR_TYPE_INCONSISTENT = 25,
  /** not at the moment */
  IED_ERROR_TEMPORARILY_UNAVAILABLE = 26,
  /** the server does not know the object */
  IED_ERROR_OBJECT_UNDEFINED = 27,
  /** invalid address */
  IED_ERROR_INVALID_ADDRESS = 28,
  /** hardware fault in the server */
  IED_ERROR_HARDWARE_FAULT = 29,
  /** the server does not support the type */
  IED_ERROR_TYPE_UNSUPPORTED = 30,
  /** object attribute inconsistent */
  IED_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT = 31,
  /** the value is not allowed */
  IED_ERROR_OBJECT_VALUE_INVALID = 32,
  /** the object was invalidated */
  IED_ERROR_OBJECT_INVALIDATED = 33,
  /** the answer could not be understood */
  IED_ERROR_MALFORMED_MESSAGE = 34,
  /** another object or client stands in the way */
  IED_ERROR_OBJECT_CONSTRAINT_CONFLICT = 35,
  /** this library does not implement the service */
  IED_ERROR_SERVICE_NOT_IMPLEMENTED = 98,
  /** none of the other causes */
  IED_ERROR_UNKNOWN = 99,
} IedClientError;

/** The step of a control sequence that a handler is called for. */
typedef enum ControlActionType {
  /** select */
  CONTROL_ACTION_TYPE_SELECT = 0,
  /** operate */
  CONTROL_ACTION_TYPE_OPERATE = 1,
  /** cancel */
  CONTROL_ACTION_TYPE_CANCEL = 2,
} ControlActionType;

/** A connection to a server. */
typedef struct sIedConnection *IedConnection;

/** The values of a GOOSE control block. */
typedef struct sClientGooseControlBlock *ClientGooseControlBlock;

/** The values of a report control block. */
typedef struct sClientReportControlBlock *ClientReportControlBlock;

/** A report. */
typedef struct sClientReport *ClientReport;

/** The values of a data set. */
typedef struct sClientDataSet *ClientDataSet;

/** A controllable object of the server. */
typedef struct sControlObjectClient *ControlObjectClient;

/** A sampled value control block. */
typedef struct sClientSVControlBlock *ClientSVControlBlock;

/** An entry of a file directory. */
typedef struct sFileDirectoryEntry *FileDirectoryEntry;

/** sampled values carry the refresh time */
#define IEC61850_SV_OPT_REFRESH_TIME 1

/** sampled values carry the synchronisation */
#define IEC61850_SV_OPT_SAMPLE_SYNC 2

/** sampled values carry the sample rate */
#define IEC61850_SV_OPT_SAMPLE_RATE 4

/** sampled values carry the data set reference */
#define IEC61850_SV_OPT_DATA_SET 8

/** sampled values carry security data */
#define IEC61850_SV_OPT_SECURITY 16

/** the rate is in samples per period */
#define IEC61850_SV_SMPMOD_SAMPLES_PER_PERIOD 0

/** the rate is in samples per second */
#define IEC61850_SV_SMPMOD_SAMPLES_PER_SECOND 1

/** the rate is in seconds per sample */
#define IEC61850_SV_SMPMOD_SECONDS_PER_SAMPLE 2

/** GoEna, enabled */
#define GOCB_ELEMENT_GO_ENA 1

/** GoID, the identifier */
#define GOCB_ELEMENT_GO_ID 2

/** DatSet, the data set */
#define GOCB_ELEMENT_DATSET 4

/** ConfRev, the configuration revision */
#define GOCB_ELEMENT_CONF_REV 8

/** NdsCom, needs commissioning */
#define GOCB_ELEMENT_NDS_COMM 16

/** DstAddress, the multicast address */
#define GOCB_ELEMENT_DST_ADDRESS 32

/** MinTime, the shortest time between messages */
#define GOCB_ELEMENT_MIN_TIME 64

/** MaxTime, the longest time between messages */
#define GOCB_ELEMENT_MAX_TIME 128

/** FixedOffs, encoding with fixed offsets */
#define GOCB_ELEMENT_FIXED_OFFS 256

/** all elements of a GOOSE control block */
#define GOCB_ELEMENT_ALL 511

/** the member is not in the report */
#define IEC61850_REASON_NOT_INCLUDED 0

/** the value changed */
#define IEC61850_REASON_DATA_CHANGE 1

/** the quality changed */
#define IEC61850_REASON_QUALITY_CHANGE 2

/** the value was written, the same or not */
#define IEC61850_REASON_DATA_UPDATE 4

/** the integrity period ended */
#define IEC61850_REASON_INTEGRITY 8

/** general interrogation */
#define IEC61850_REASON_GI 16

/** the report does not tell */
#define IEC61850_REASON_UNKNOWN 32

/** RptID, the identifier */
#define RCB_ELEMENT_RPT_ID 1

/** RptEna, enabled */
#define RCB_ELEMENT_RPT_ENA 2

/** Resv, reserved (unbuffered) */
#define RCB_ELEMENT_RESV 4

/** DatSet, the data set */
#define RCB_ELEMENT_DATSET 8

/** ConfRev, the configuration revision */
#define RCB_ELEMENT_CONF_REV 16

/** OptFlds, the optional fields */
#define RCB_ELEMENT_OPT_FLDS 32

/** BufTm, how long changes are gathered */
#define RCB_ELEMENT_BUF_TM 64

/** SqNum, the sequence number */
#define RCB_ELEMENT_SQ_NUM 128

/** TrgOps, the trigger options */
#define RCB_ELEMENT_TRG_OPS 256

/** IntgPd, the integrity period */
#define RCB_ELEMENT_INTG_PD 512

/** GI, general interrogation */
#define RCB_ELEMENT_GI 1024

/** PurgeBuf, empties the buffer (buffered) */
#define RCB_ELEMENT_PURGE_BUF 2048

/** EntryID, the last entry (buffered) */
#define RCB_ELEMENT_ENTRY_ID 4096

/** TimeofEntry, the time of the last entry (buffered) */
#define RCB_ELEMENT_TIME_OF_ENTRY 8192

/** ResvTms, for how long it is reserved (buffered) */
#define RCB_ELEMENT_RESV_TMS 16384

/** Owner, the client that holds it */
#define RCB_ELEMENT_OWNER 32768

/** The answer to a service without results. */
typedef void (*IedConnection_GenericServiceHandler)(uint32_t invokeId, void *parameter, IedClientError err);

/** The connection is closed, by whichever side. */
typedef void (*IedConnectionClosedHandler)(void *parameter, IedConnection connection);

/** The state of the connection changed. */
typedef void (*IedConnection_StateChangedHandler)(void *parameter, IedConnection connection, IedConnectionState newState);

/** The values of a GOOSE control block. */
typedef void (*IedConnection_GetGoCBValuesHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   IedClientError err,
                                                   ClientGooseControlBlock goCB);

/** The value of a read. The callee owns `value`, which is NULL on error. */
typedef void (*IedConnection_ReadObjectHandler)(uint32_t invokeId, void *parameter, IedClientError err, MmsValue *value);

/** The values of a report control block. */
typedef void (*IedConnection_GetRCBValuesHandler)(uint32_t invokeId,
                                                  void *parameter,
                                                  IedClientError err,
                                                  ClientReportControlBlock rcb);

/** A report arrived. `report` and what it holds are valid during the call. */
typedef void (*ReportCallbackFunction)(void *parameter, ClientReport report);

/** The values of a data set. */
typedef void (*IedConnection_ReadDataSetHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 IedClientError err,
                                                 ClientDataSet dataSet);

/** The members of a data set. The callee owns the list. */
typedef void (*IedConnection_GetDataSetDirectoryHandler)(uint32_t invokeId,
                                                         void *parameter,
                                                         IedClientError err,
                                                         LinkedList dataSetDirectory,
                                                         bool isDeletable);

/** The results of a write, one MmsValue per member. The callee owns the list. */
typedef void (*IedConnection_WriteDataSetHandler)(uint32_t invokeId,
                                                  void *parameter,
                                                  IedClientError err,
                                                  LinkedList accessResults);

/** The answer to a select, operate or cancel. */
typedef void (*ControlObjectClient_ControlActionHandler)(uint32_t invokeId,
                                                         void *parameter,
                                                         IedClientError err,
                                                         ControlActionType type,
                                                         bool success);

/** A command termination arrived; see ControlObjectClient_getLastApplError for its outcome. */
typedef void (*CommandTerminationHandler)(void *parameter, ControlObjectClient controlClient);

/** A page of names. The callee owns the list. */
typedef void (*IedConnection_GetNameListHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 IedClientError err,
                                                 LinkedList nameList,
                                                 bool moreFollows);

/** The type of a variable. The callee owns `spec`. */
typedef void (*IedConnection_GetVariableSpecificationHandler)(uint32_t invokeId,
                                                              void *parameter,
                                                              IedClientError err,
                                                              MmsVariableSpecification *spec);

/** Entries of a log. The callee owns the list. */
typedef void (*IedConnection_QueryLogHandler)(uint32_t invokeId,
                                              void *parameter,
                                              IedClientError mmsError,
                                              LinkedList journalEntries,
                                              bool moreFollows);

/** An entry of a file directory; false stops the listing. */
typedef bool (*IedConnection_FileDirectoryEntryHandler)(uint32_t invokeId,
                                                        void *parameter,
                                                        IedClientError err,
                                                        char *filename,
                                                        uint32_t size,
                                                        uint64_t lastModfified,
                                                        bool moreFollows);

/** A piece of a file; false stops the transfer. */
typedef bool (*IedClientGetFileHandler)(void *parameter, uint8_t *buffer, uint32_t bytesRead);

/** A piece of a file; false stops the transfer. */
typedef bool (*IedConnection_GetFileAsyncHandler)(uint32_t invokeId,
                                                  void *parameter,
                                                  IedClientError err,
                                                  uint32_t originalInvokeId,
                                                  uint8_t *buffer,
                                                  uint32_t bytesRead,
                                                  bool moreFollows);

/** Why a member is in a report: the IEC61850_REASON_… bits. */
typedef int ReasonForInclusion;

/** Why the last control action was refused or failed. */
typedef struct LastApplError {
  /** the control number of the action */
  int ctlNum;
  /** its error */
  ControlLastApplError error;
  /** the additional cause */
  ControlAddCause addCause;
} LastApplError;

/**
 * A short English text for a client error, `unknown-error` for what is none.
 *
 * @param err the error
 * @return a constant string, never NULL
 */
LIB61850_API const char *IedClientError_toString(IedClientError err);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_CLIENT_H_ */
