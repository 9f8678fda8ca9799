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

/** A controllable object of the server. */
typedef struct sControlObjectClient *ControlObjectClient;

/** The values of a data set. */
typedef struct sClientDataSet *ClientDataSet;

/** An entry of a file directory. */
typedef struct sFileDirectoryEntry *FileDirectoryEntry;

/** The values of a GOOSE control block. */
typedef struct sClientGooseControlBlock *ClientGooseControlBlock;

/** The values of a report control block. */
typedef struct sClientReportControlBlock *ClientReportControlBlock;

/** A report. */
typedef struct sClientReport *ClientReport;

/** A sampled value control block. */
typedef struct sClientSVControlBlock *ClientSVControlBlock;

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

/** The connection is closed, by whichever side. */
typedef void (*IedConnectionClosedHandler)(void *parameter, IedConnection connection);

/** The state of the connection changed. */
typedef void (*IedConnection_StateChangedHandler)(void *parameter, IedConnection connection, IedConnectionState newState);

/** The value of a read. The callee owns `value`, which is NULL on error. */
typedef void (*IedConnection_ReadObjectHandler)(uint32_t invokeId, void *parameter, IedClientError err, MmsValue *value);

/** The answer to a service without results. */
typedef void (*IedConnection_GenericServiceHandler)(uint32_t invokeId, void *parameter, IedClientError err);

/** The type of a variable. The callee owns `spec`. */
typedef void (*IedConnection_GetVariableSpecificationHandler)(uint32_t invokeId,
                                                              void *parameter,
                                                              IedClientError err,
                                                              MmsVariableSpecification *spec);

/** Why the last control action was refused or failed. */
typedef struct LastApplError {
  /** the control number of the action */
  int ctlNum;
  /** its error */
  ControlLastApplError error;
  /** the additional cause */
  ControlAddCause addCause;
} LastApplError;

/** A command termination arrived; see ControlObjectClient_getLastApplError for its outcome. */
typedef void (*CommandTerminationHandler)(void *parameter, ControlObjectClient controlClient);

/** The answer to a select, operate or cancel. */
typedef void (*ControlObjectClient_ControlActionHandler)(uint32_t invokeId,
                                                         void *parameter,
                                                         IedClientError err,
                                                         ControlActionType type,
                                                         bool success);

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

/** A page of names. The callee owns the list. */
typedef void (*IedConnection_GetNameListHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 IedClientError err,
                                                 LinkedList nameList,
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

/** The values of a GOOSE control block. */
typedef void (*IedConnection_GetGoCBValuesHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   IedClientError err,
                                                   ClientGooseControlBlock goCB);

/** Entries of a log. The callee owns the list. */
typedef void (*IedConnection_QueryLogHandler)(uint32_t invokeId,
                                              void *parameter,
                                              IedClientError mmsError,
                                              LinkedList journalEntries,
                                              bool moreFollows);

/** The values of a report control block. */
typedef void (*IedConnection_GetRCBValuesHandler)(uint32_t invokeId,
                                                  void *parameter,
                                                  IedClientError err,
                                                  ClientReportControlBlock rcb);

/** A report arrived. `report` and what it holds are valid during the call. */
typedef void (*ReportCallbackFunction)(void *parameter, ClientReport report);

/** Why a member is in a report: the IEC61850_REASON_… bits. */
typedef int ReasonForInclusion;

/**
 * Connects to a server and opens an association, within the connect timeout.
 *
 * @param self the connection
 * @param error IED_ERROR_OK; IED_ERROR_ALREADY_CONNECTED; IED_ERROR_CONNECTION_REJECTED when host or server refuse, by
 * whichever layer; IED_ERROR_TIMEOUT when there is no answer in time; IED_ERROR_UNKNOWN for a host name without
 * address; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for a port or local address that is none
 * @param hostname IPv4 or IPv6 literal or a host name; NULL is localhost
 * @param tcpPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
 */
LIB61850_API void IedConnection_connect(IedConnection self, IedClientError *error, const char *hostname, int tcpPort);

/**
 * Starts to connect and returns. The state handler learns when the connection is up (IED_STATE_CONNECTED) or could
 * not be made (IED_STATE_CLOSED).
 *
 * @param self the connection
 * @param error as for IedConnection_connect, for what is known at once
 * @param hostname IPv4 or IPv6 literal or a host name; NULL is localhost
 * @param tcpPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
 */
LIB61850_API
void IedConnection_connectAsync(IedConnection self,
                                IedClientError *error,
                                const char *hostname,
                                int tcpPort);

/**
 * Ends the association at once, telling the server (ACSE abort).
 *
 * @param self the connection
 * @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
 */
LIB61850_API void IedConnection_abort(IedConnection self, IedClientError *error);

/**
 * Ends the association at once, telling the server (ACSE abort); the state handler learns when it is over.
 *
 * @param self the connection
 * @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
 */
LIB61850_API void IedConnection_abortAsync(IedConnection self, IedClientError *error);

/**
 * Ends the association in good order (MMS conclude, ACSE release) and waits for the server's consent.
 *
 * @param self the connection
 * @param error IED_ERROR_OK; IED_ERROR_NOT_CONNECTED; IED_ERROR_TIMEOUT when the server did not answer in time: the
 * association is over then all the same
 */
LIB61850_API void IedConnection_release(IedConnection self, IedClientError *error);

/**
 * Starts to end the association in good order and returns; the state handler learns when it is over.
 *
 * @param self the connection
 * @param error IED_ERROR_OK, or IED_ERROR_NOT_CONNECTED
 */
LIB61850_API void IedConnection_releaseAsync(IedConnection self, IedClientError *error);

/**
 * Closes the TCP connection without telling the server; also one that is still being opened.
 *
 * @param self the connection
 */
LIB61850_API void IedConnection_close(IedConnection self);

/**
 * The state of the connection. Never blocks, also inside callbacks.
 *
 * @param self the connection
 * @return the state; IED_STATE_CLOSED for no connection
 */
LIB61850_API IedConnectionState IedConnection_getState(IedConnection self);

/**
 * Installs the handler that is called when the association is over, for whichever reason, after the state handler.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; it may call any function
 * @param parameter passed to the handler
 */
LIB61850_API
void IedConnection_installConnectionClosedHandler(IedConnection self,
                                                  IedConnectionClosedHandler handler,
                                                  void *parameter);

/**
 * Installs the handler that is called with each new state of the connection.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; it may call any function
 * @param parameter passed to the handler
 */
LIB61850_API
void IedConnection_installStateChangedHandler(IedConnection self,
                                              IedConnection_StateChangedHandler handler,
                                              void *parameter);

/**
 * Starts to read an object, see IedConnection_readObject.
 *
 * @param self the connection
 * @param error what is wrong at once; IED_ERROR_OUTSTANDING_CALL_LIMIT_REACHED when the negotiated number of requests
 * is outstanding already
 * @param objRef the object, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_readObjectAsync(IedConnection self,
                                       IedClientError *error,
                                       const char *objRef,
                                       FunctionalConstraint fc,
                                       IedConnection_ReadObjectHandler handler,
                                       void *parameter);

/**
 * Starts to write an object, see IedConnection_writeObject.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param objectReference the object, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the value, which stays the caller's and may be freed at once
 * @param handler gets the result
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_writeObjectAsync(IedConnection self,
                                        IedClientError *error,
                                        const char *objectReference,
                                        FunctionalConstraint fc,
                                        MmsValue *value,
                                        IedConnection_GenericServiceHandler handler,
                                        void *parameter);

/**
 * Starts to ask for the type of a variable, see IedConnection_getVariableSpecification.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataAttributeReference the object, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param handler gets the type, which is its own to free with MmsVariableSpecification_destroy, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getVariableSpecificationAsync(IedConnection self,
                                                     IedClientError *error,
                                                     const char *dataAttributeReference,
                                                     FunctionalConstraint fc,
                                                     IedConnection_GetVariableSpecificationHandler handler,
                                                     void *parameter);

/**
 * Creates a connection that is not connected yet. Callbacks run on threads of the library.
 *
 * @return the connection, to be ended with IedConnection_destroy
 */
LIB61850_API IedConnection IedConnection_create(void);

/**
 * Creates a connection that is not connected yet, with or without threads of the library.
 *
 * Without threads, IedConnection_tick has to be called regularly; callbacks run inside it, and blocking functions
 * serve the connection themselves while they wait.
 *
 * @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
 * @param useThreads whether the library serves the connection on its own threads
 * @return the connection, to be ended with IedConnection_destroy; NULL for what is no TLS configuration
 */
LIB61850_API IedConnection IedConnection_createEx(TLSConfiguration tlsConfig, bool useThreads);

/**
 * Creates a connection that is not connected yet, with threads of the library.
 *
 * @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
 * @return the connection, to be ended with IedConnection_destroy; NULL for what is no TLS configuration
 */
LIB61850_API IedConnection IedConnection_createWithTlsSupport(TLSConfiguration tlsConfig);

/**
 * Closes the connection and ends the handle. Every outstanding asynchronous call gets its handler called before this
 * returns, and no callback of this connection runs afterwards. May be called from inside a callback of the
 * connection itself. NULL and handles that are already destroyed are ignored.
 *
 * @param self the connection
 */
LIB61850_API void IedConnection_destroy(IedConnection self);

/**
 * Sets the local address and port that the next connect binds to.
 *
 * @param self the connection
 * @param localIpAddress an IPv4 or IPv6 literal, or NULL for any; another text makes the connect fail with
 * IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT
 * @param localPort the TCP port; 0 or less lets the system choose
 */
LIB61850_API void IedConnection_setLocalAddress(IedConnection self, const char *localIpAddress, int localPort);

/**
 * Sets how long connecting may take, from the look-up of the host name to the answer of the association request.
 *
 * @param self the connection
 * @param timeoutInMs the time in ms; 0 for the default of 10 s
 */
LIB61850_API void IedConnection_setConnectTimeout(IedConnection self, uint32_t timeoutInMs);

/**
 * Sets how many requests may be outstanding at the same time, as it is proposed with the next connect.
 *
 * @param self the connection
 * @param calling requests of this side
 * @param called requests of the server
 */
LIB61850_API void IedConnection_setMaxOutstandingCalls(IedConnection self, int calling, int called);

/**
 * Sets how long the answer of a request may take, from the next request on.
 *
 * @param self the connection
 * @param timeoutInMs the time in ms
 */
LIB61850_API void IedConnection_setRequestTimeout(IedConnection self, uint32_t timeoutInMs);

/**
 * How long the answer of a request may take.
 *
 * @param self the connection
 * @return the time in ms; 0 for no connection
 */
LIB61850_API uint32_t IedConnection_getRequestTimeout(IedConnection self);

/**
 * Sets the time quality (IEC 61850-8-1 8.1.3.7) of the time stamps that control commands carry.
 *
 * @param self the connection
 * @param leapSecondKnown leap seconds are known
 * @param clockFailure the clock is unreliable
 * @param clockNotSynchronized the clock is not synchronized
 * @param subsecondPrecision significant bits of the fraction of a second, 0 to 24, or 31 for unspecified
 */
LIB61850_API
void IedConnection_setTimeQuality(IedConnection self,
                                  bool leapSecondKnown,
                                  bool clockFailure,
                                  bool clockNotSynchronized,
                                  int subsecondPrecision);

/**
 * Serves a connection that was created without threads: reads, keeps timeouts, calls callbacks. Nothing for one with
 * threads.
 *
 * @param self the connection
 * @return true when there was nothing to do, so that the caller may wait before it calls again
 */
LIB61850_API bool IedConnection_tick(IedConnection self);

/**
 * The MMS connection below an ACSI connection, for the functions of mms_client_connection.h.
 *
 * @param self the connection
 * @return the MMS connection, which lives and ends with this one; NULL for no connection
 */
LIB61850_API MmsConnection IedConnection_getMmsConnection(IedConnection self);

/**
 * Error and additional cause that the server reported last for a control of this connection (LastApplError).
 *
 * @param self the connection
 * @return the values; all 0 when nothing was reported
 */
LIB61850_API LastApplError IedConnection_getLastApplError(IedConnection self);

/**
 * Creates a control object. Asks the server for its control model and the types of its services.
 *
 * @param objectReference the controllable data object, as LD/LN.DO
 * @param connection the connection, which has to be connected
 * @return the control object, to be ended with ControlObjectClient_destroy; NULL when the server has no such object,
 * when the object has no Oper, or without connection
 */
LIB61850_API ControlObjectClient ControlObjectClient_create(const char *objectReference, IedConnection connection);

/**
 * Creates a control object without asking the server.
 *
 * @param objectReference the controllable data object, as LD/LN.DO
 * @param connection the connection
 * @param ctlModel the control model of the object
 * @param controlObjectSpec the type of the object under functional constraint CO, as
 * IedConnection_getVariableSpecification gives it for LD/LN.DO; it is copied and stays the caller's
 * @return the control object, to be ended with ControlObjectClient_destroy; NULL for a malformed reference, or a type
 * without Oper
 */
LIB61850_API
ControlObjectClient ControlObjectClient_createEx(const char *objectReference,
                                                 IedConnection connection,
                                                 ControlModel ctlModel,
                                                 MmsVariableSpecification *controlObjectSpec);

/**
 * Ends a control object. No command termination handler of it begins afterwards, and one that runs on another thread
 * has ended. May be called inside a handler, also its own, and after the connection has been destroyed. Handlers of
 * asynchronous actions that have no answer yet are still called. NULL and handles that are already destroyed are
 * ignored.
 *
 * @param self the control object
 */
LIB61850_API void ControlObjectClient_destroy(ControlObjectClient self);

/**
 * The reference that the control object was created with.
 *
 * @param self the control object
 * @return the reference; it belongs to the control object. NULL for no control object
 */
LIB61850_API const char *ControlObjectClient_getObjectReference(ControlObjectClient self);

/**
 * The control model, as the server said when the control object was created, or as it was set since.
 *
 * @param self the control object
 * @return the control model; CONTROL_MODEL_STATUS_ONLY for no control object
 */
LIB61850_API ControlModel ControlObjectClient_getControlModel(ControlObjectClient self);

/**
 * Sets the control model that this side assumes. The server is not told.
 *
 * @param self the control object
 * @param ctlModel the control model
 */
LIB61850_API void ControlObjectClient_setControlModel(ControlObjectClient self, ControlModel ctlModel);

/**
 * Writes ctlModel of the server, and assumes that model when the server accepts it. Few servers do.
 * ControlObjectClient_getLastError tells the outcome.
 *
 * @param self the control object
 * @param ctlModel the new control model
 */
LIB61850_API void ControlObjectClient_changeServerControlModel(ControlObjectClient self, ControlModel ctlModel);

/**
 * The type of the control value.
 *
 * @param self the control object
 * @return the type; MMS_STRUCTURE for an AnalogueValue
 */
LIB61850_API MmsType ControlObjectClient_getCtlValType(ControlObjectClient self);

/**
 * How the last action (select, operate, cancel, change of the server's control model) ended.
 *
 * @param self the control object
 * @return IED_ERROR_OK also for a selection that the server declined; IED_ERROR_OBJECT_INVALIDATED before the first
 * action; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for no control object
 */
LIB61850_API IedClientError ControlObjectClient_getLastError(ControlObjectClient self);

/**
 * Error and additional cause that the server reported for the last action (LastApplError). Each action begins without.
 * Inside a command termination handler: those of that termination.
 *
 * @param self the control object
 * @return the values; all 0 when nothing was reported
 */
LIB61850_API LastApplError ControlObjectClient_getLastApplError(ControlObjectClient self);

/**
 * Sets the Test flag of commands.
 *
 * @param self the control object
 * @param value true: the server shall not act on the process
 */
LIB61850_API void ControlObjectClient_setTestMode(ControlObjectClient self, bool value);

/**
 * Sets the originator of commands. Identifications beyond the 64 octets of the standard are sent, and logged: servers
 * refuse them, and some devices restart.
 *
 * @param self the control object
 * @param orIdent the identification; NULL for an empty one
 * @param orCat the category, such as CONTROL_ORCAT_REMOTE_CONTROL
 */
LIB61850_API void ControlObjectClient_setOrigin(ControlObjectClient self, const char *orIdent, int orCat);

/**
 * Sets whether operate after a selection, and cancel, repeat the time stamp T of the command before, as some servers
 * demand. Otherwise T is the time at which the request is sent.
 *
 * @param self the control object
 * @param useConstantT true: T stays the same during a control sequence
 */
LIB61850_API void ControlObjectClient_useConstantT(ControlObjectClient self, bool useConstantT);

/**
 * Asks the server to check interlocking. Deprecated: ControlObjectClient_setInterlockCheck.
 *
 * @param self the control object
 */
LIB61850_API void ControlObjectClient_enableInterlockCheck(ControlObjectClient self);

/**
 * Asks the server to check synchronism. Deprecated: ControlObjectClient_setSynchroCheck.
 *
 * @param self the control object
 */
LIB61850_API void ControlObjectClient_enableSynchroCheck(ControlObjectClient self);

/**
 * Sets the control number; the next control sequence has the number after it. Deprecated: numbers are counted.
 *
 * @param self the control object
 * @param ctlNum the number
 */
LIB61850_API void ControlObjectClient_setCtlNum(ControlObjectClient self, uint8_t ctlNum);

/**
 * Sets whether the server shall check interlocking.
 *
 * @param self the control object
 * @param value whether it shall
 */
LIB61850_API void ControlObjectClient_setInterlockCheck(ControlObjectClient self, bool value);

/**
 * Sets whether the server shall check synchronism.
 *
 * @param self the control object
 * @param value whether it shall
 */
LIB61850_API void ControlObjectClient_setSynchroCheck(ControlObjectClient self, bool value);

/**
 * Installs the handler that is called with each command termination of the object, positive or negative:
 * ControlObjectClient_getLastApplError tells which inside the handler. With several control objects for the same
 * object of a server, each is told. The handler may call any function, blocking ones, and the end of its control
 * object or connection included.
 *
 * @param self the control object
 * @param handler the handler, or NULL for none
 * @param handlerParameter passed to the handler
 */
LIB61850_API
void ControlObjectClient_setCommandTerminationHandler(ControlObjectClient self,
                                                      CommandTerminationHandler handler,
                                                      void *handlerParameter);

/**
 * Operates: the command itself. With the SBO control models the object has to be selected before.
 *
 * The value has to be of the type that ControlObjectClient_getCtlValType tells. A number is taken for an AnalogueValue
 * with one member, and a boolean for a double point (Dbpos: on, off).
 *
 * @param self the control object
 * @param ctlVal the control value, which stays the caller's
 * @param operTime when the server shall act, in ms since 1970, or 0 for at once; without effect for objects without
 * operTm
 * @return whether the server accepts. If not, ControlObjectClient_getLastError and
 * ControlObjectClient_getLastApplError tell why. With the enhanced models the outcome follows by a command
 * termination, see ControlObjectClient_setCommandTerminationHandler
 */
LIB61850_API bool ControlObjectClient_operate(ControlObjectClient self, MmsValue *ctlVal, uint64_t operTime);

/**
 * Selects the object (control model SBO with normal security).
 *
 * @param self the control object
 * @return whether the object is selected now
 */
LIB61850_API bool ControlObjectClient_select(ControlObjectClient self);

/**
 * Selects the object with the value of the operate that follows (control model SBO with enhanced security).
 *
 * @param self the control object
 * @param ctlVal the control value, which stays the caller's; see ControlObjectClient_operate
 * @return whether the object is selected now. If not, ControlObjectClient_getLastError and
 * ControlObjectClient_getLastApplError tell why
 */
LIB61850_API bool ControlObjectClient_selectWithValue(ControlObjectClient self, MmsValue *ctlVal);

/**
 * Cancels a selection or a time-activated operate, with the value of the last command.
 *
 * @param self the control object
 * @return whether the server accepts
 */
LIB61850_API bool ControlObjectClient_cancel(ControlObjectClient self);

/**
 * Starts to operate, see ControlObjectClient_operate.
 *
 * @param self the control object
 * @param err what is wrong at once; then the handler is not called
 * @param ctlVal the control value, which stays the caller's and may be freed at once
 * @param operTime when the server shall act, in ms since 1970, or 0 for at once
 * @param handler is told once whether the server accepts
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t ControlObjectClient_operateAsync(ControlObjectClient self,
                                          IedClientError *err,
                                          MmsValue *ctlVal,
                                          uint64_t operTime,
                                          ControlObjectClient_ControlActionHandler handler,
                                          void *parameter);

/**
 * Starts to select the object, see ControlObjectClient_select.
 *
 * @param self the control object
 * @param err what is wrong at once; then the handler is not called
 * @param handler is told once whether the object is selected
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t ControlObjectClient_selectAsync(ControlObjectClient self,
                                         IedClientError *err,
                                         ControlObjectClient_ControlActionHandler handler,
                                         void *parameter);

/**
 * Starts to select the object with a value, see ControlObjectClient_selectWithValue.
 *
 * @param self the control object
 * @param err what is wrong at once; then the handler is not called
 * @param ctlVal the control value, which stays the caller's and may be freed at once
 * @param handler is told once whether the object is selected; the type of the action is CONTROL_ACTION_TYPE_SELECT
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t ControlObjectClient_selectWithValueAsync(ControlObjectClient self,
                                                  IedClientError *err,
                                                  MmsValue *ctlVal,
                                                  ControlObjectClient_ControlActionHandler handler,
                                                  void *parameter);

/**
 * Starts to cancel, see ControlObjectClient_cancel.
 *
 * @param self the control object
 * @param err what is wrong at once; then the handler is not called
 * @param handler is told once whether the server accepts
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t ControlObjectClient_cancelAsync(ControlObjectClient self,
                                         IedClientError *err,
                                         ControlObjectClient_ControlActionHandler handler,
                                         void *parameter);

/**
 * Reads the values of a data set.
 *
 * @param self the connection
 * @param error the result; a member that cannot be read is not an error but a value of the type MMS_DATA_ACCESS_ERROR;
 * IED_ERROR_UNEXPECTED_VALUE_RECEIVED when the server's data set has another number of members than `dataSet`
 * @param dataSetReference LD/LN.name, \@name for a data set of this association, /name for one of the VMD
 * @param dataSet a data set read before, whose values are updated in place (pointers to them stay valid), or NULL
 * @return `dataSet`, also on error; a new data set if that is NULL, to be freed with ClientDataSet_destroy, or NULL on
 * error
 */
LIB61850_API
ClientDataSet IedConnection_readDataSetValues(IedConnection self,
                                              IedClientError *error,
                                              const char *dataSetReference,
                                              ClientDataSet dataSet);

/**
 * Starts to read the values of a data set, see IedConnection_readDataSetValues.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param dataSet a data set read before, which is updated and must stay until the handler has been called, or NULL
 * @param handler gets `dataSet`, or a new data set that is its own, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_readDataSetValuesAsync(IedConnection self,
                                              IedClientError *error,
                                              const char *dataSetReference,
                                              ClientDataSet dataSet,
                                              IedConnection_ReadDataSetHandler handler,
                                              void *parameter);

/**
 * Creates a data set.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for a name or member that is none,
 * IED_ERROR_OBJECT_EXISTS; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for more members than fit into a request
 * @param dataSetReference LD/LN.name, \@name for a data set that lives as long as this association, /name for the VMD
 * @param dataSetElements list of strings, which stay the caller's: the members as `LD/LN.DO.DA[FC]`, name(n) being an
 * element of an array
 */
LIB61850_API
void IedConnection_createDataSet(IedConnection self,
                                 IedClientError *error,
                                 const char *dataSetReference,
                                 LinkedList dataSetElements);

/**
 * Starts to create a data set, see IedConnection_createDataSet.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param dataSetElements list of strings, the members, which may be freed at once
 * @param handler gets the result
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_createDataSetAsync(IedConnection self,
                                          IedClientError *error,
                                          const char *dataSetReference,
                                          LinkedList dataSetElements,
                                          IedConnection_GenericServiceHandler handler,
                                          void *parameter);

/**
 * Deletes a data set.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_ACCESS_DENIED for a data set that cannot be deleted
 * @param dataSetReference LD/LN.name, \@name or /name
 * @return whether it is deleted
 */
LIB61850_API bool IedConnection_deleteDataSet(IedConnection self, IedClientError *error, const char *dataSetReference);

/**
 * Starts to delete a data set, see IedConnection_deleteDataSet.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param handler gets the result
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_deleteDataSetAsync(IedConnection self,
                                          IedClientError *error,
                                          const char *dataSetReference,
                                          IedConnection_GenericServiceHandler handler,
                                          void *parameter);

/**
 * The members of a data set.
 *
 * @param self the connection
 * @param error the result
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param isDeletable out: whether clients may delete the data set; may be NULL, and is left alone on error
 * @return a list of strings as `LD/LN.DO.DA[FC]`, empty for a member that is gone, to be freed with LinkedList_destroy;
 * NULL on error
 */
LIB61850_API
LinkedList IedConnection_getDataSetDirectory(IedConnection self,
                                             IedClientError *error,
                                             const char *dataSetReference,
                                             bool *isDeletable);

/**
 * Starts to ask for the members of a data set, see IedConnection_getDataSetDirectory.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param handler gets the list, which is its own to free with LinkedList_destroy, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getDataSetDirectoryAsync(IedConnection self,
                                                IedClientError *error,
                                                const char *dataSetReference,
                                                IedConnection_GetDataSetDirectoryHandler handler,
                                                void *parameter);

/**
 * Writes the values of a data set's members.
 *
 * @param self the connection
 * @param error the result of the request; what became of the members is in `accessResults`
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param values list of MmsValue, one per member, which stay the caller's
 * @param accessResults out: a list of values of the type MMS_DATA_ACCESS_ERROR, one per member, to be freed with
 * LinkedList_destroyDeep and MmsValue_delete; NULL on error. May be NULL
 */
LIB61850_API
void IedConnection_writeDataSetValues(IedConnection self,
                                      IedClientError *error,
                                      const char *dataSetReference,
                                      LinkedList values,
                                      LinkedList *accessResults);

/**
 * Starts to write the values of a data set's members, see IedConnection_writeDataSetValues.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param dataSetReference LD/LN.name, \@name or /name
 * @param values list of MmsValue, one per member, which stay the caller's and may be freed at once
 * @param handler gets the list of results, which is its own to free with LinkedList_destroyDeep and MmsValue_delete,
 * or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_writeDataSetValuesAsync(IedConnection self,
                                               IedClientError *error,
                                               const char *dataSetReference,
                                               LinkedList values,
                                               IedConnection_WriteDataSetHandler handler,
                                               void *parameter);

/**
 * Frees a data set with its values. NULL is nothing.
 *
 * @param self the data set
 */
LIB61850_API void ClientDataSet_destroy(ClientDataSet self);

/**
 * The values, which belong to the data set.
 *
 * @param self the data set
 * @return an array with one element per member; a member that could not be read has the type MMS_DATA_ACCESS_ERROR
 */
LIB61850_API MmsValue *ClientDataSet_getValues(ClientDataSet self);

/**
 * The reference, with `$` for `.`; it belongs to the data set.
 *
 * @param self the data set
 * @return LD/LN$name
 */
LIB61850_API char *ClientDataSet_getReference(ClientDataSet self);

/**
 * How many members the data set has.
 *
 * @param self the data set
 * @return the number
 */
LIB61850_API int ClientDataSet_getDataSetSize(ClientDataSet self);

/**
 * Reads the names of all logical devices and their variables from the server and keeps them. The directory functions
 * do so themselves at their first use; later calls of this function refresh what they know.
 *
 * @param self the connection
 * @param error the result
 */
LIB61850_API void IedConnection_getDeviceModelFromServer(IedConnection self, IedClientError *error);

/**
 * The names of the logical devices.
 *
 * @param self the connection
 * @param error the result
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList IedConnection_getLogicalDeviceList(IedConnection self, IedClientError *error);

/**
 * The names of the logical devices, or of the files in the root of the server's file store.
 *
 * @param self the connection
 * @param error the result
 * @param getFileNames true for files, false for logical devices
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList IedConnection_getServerDirectory(IedConnection self, IedClientError *error, bool getFileNames);

/**
 * The names of the logical nodes of a logical device.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
 * @param logicalDeviceName name of the logical device (with the name of the IED)
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getLogicalDeviceDirectory(IedConnection self,
                                                   IedClientError *error,
                                                   const char *logicalDeviceName);

/**
 * All MMS variables below a logical node, functional constraints included, as FC$DO$DA.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
 * @param logicalNodeReference the logical node, as LD/LN
 * @return a list of strings, empty for an unknown node, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getLogicalNodeVariables(IedConnection self,
                                                 IedClientError *error,
                                                 const char *logicalNodeReference);

/**
 * The objects of one kind in a logical node.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device
 * @param logicalNodeReference the logical node, as LD/LN
 * @param acsiClass the kind of objects; other numbers give an empty list
 * @return a list of strings, empty for an unknown node, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getLogicalNodeDirectory(IedConnection self,
                                                 IedClientError *error,
                                                 const char *logicalNodeReference,
                                                 ACSIClass acsiClass);

/**
 * The names directly below a data object, sub-object or attribute, over all functional constraints.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device or no data object
 * @param dataReference the data, as LD/LN.DO or deeper
 * @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getDataDirectory(IedConnection self,
                                          IedClientError *error,
                                          const char *dataReference);

/**
 * The names directly below a data object, sub-object or attribute, each with its functional constraint as in `mag[MX]`.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device or no data object
 * @param dataReference the data, as LD/LN.DO or deeper
 * @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getDataDirectoryFC(IedConnection self,
                                            IedClientError *error,
                                            const char *dataReference);

/**
 * The names directly below a data object, sub-object or attribute under one functional constraint.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_REFERENCE_INVALID for an unknown logical device, no data object or no
 * functional constraint
 * @param dataReference the data, as LD/LN.DO or deeper
 * @param fc the functional constraint
 * @return a list of strings, empty for unknown data, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getDataDirectoryByFC(IedConnection self,
                                              IedClientError *error,
                                              const char *dataReference,
                                              FunctionalConstraint fc);

/**
 * All MMS variables of a logical device, as LN$FC$DO$DA. Always asks the server.
 *
 * @param self the connection
 * @param error the result
 * @param ldName name of the logical device; NULL for the variables of the VMD itself
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getLogicalDeviceVariables(IedConnection self,
                                                   IedClientError *error,
                                                   const char *ldName);

/**
 * All data sets of a logical device, as LN$name. Always asks the server.
 *
 * @param self the connection
 * @param error the result
 * @param ldName name of the logical device; NULL for the data sets of the VMD itself
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_getLogicalDeviceDataSets(IedConnection self,
                                                  IedClientError *error,
                                                  const char *ldName);

/**
 * Starts to ask for the names of the logical devices.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, which must stay until the handler has been called; or
 * NULL for a new list
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error, when `result` stays the caller's
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getServerDirectoryAsync(IedConnection self,
                                               IedClientError *error,
                                               const char *continueAfter,
                                               LinkedList result,
                                               IedConnection_GetNameListHandler handler,
                                               void *parameter);

/**
 * Starts to ask for all MMS variables of a logical device, as LN$FC$DO$DA.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param ldName name of the logical device; NULL for the variables of the VMD itself
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, or NULL, see IedConnection_getServerDirectoryAsync
 * @param handler gets the list and whether more names follow, see IedConnection_getServerDirectoryAsync
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getLogicalDeviceVariablesAsync(IedConnection self,
                                                      IedClientError *error,
                                                      const char *ldName,
                                                      const char *continueAfter,
                                                      LinkedList result,
                                                      IedConnection_GetNameListHandler handler,
                                                      void *parameter);

/**
 * Starts to ask for all data sets of a logical device, as LN$name.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param ldName name of the logical device; NULL for the data sets of the VMD itself
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, or NULL, see IedConnection_getServerDirectoryAsync
 * @param handler gets the list and whether more names follow, see IedConnection_getServerDirectoryAsync
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getLogicalDeviceDataSetsAsync(IedConnection self,
                                                     IedClientError *error,
                                                     const char *ldName,
                                                     const char *continueAfter,
                                                     LinkedList result,
                                                     IedConnection_GetNameListHandler handler,
                                                     void *parameter);

/**
 * A short English text for a client error, `unknown-error` for what is none.
 *
 * @param err the error
 * @return a constant string, never NULL
 */
LIB61850_API const char *IedClientError_toString(IedClientError err);

/**
 * Makes an entry of a file directory.
 *
 * @param fileName name of the file, which is copied
 * @param fileSize size in bytes
 * @param lastModified date in milliseconds since 1970
 * @return the entry, to be freed with FileDirectoryEntry_destroy; NULL without name
 */
LIB61850_API
FileDirectoryEntry FileDirectoryEntry_create(const char *fileName,
                                             uint32_t fileSize,
                                             uint64_t lastModified);

/**
 * Frees an entry of a file directory. NULL is nothing.
 *
 * @param self the entry
 */
LIB61850_API void FileDirectoryEntry_destroy(FileDirectoryEntry self);

/**
 * Name of the file, with its directories.
 *
 * @param self the entry
 * @return the name, valid as long as the entry
 */
LIB61850_API const char *FileDirectoryEntry_getFileName(FileDirectoryEntry self);

/**
 * Size of the file, as the server states it.
 *
 * @param self the entry
 * @return the size in bytes
 */
LIB61850_API uint32_t FileDirectoryEntry_getFileSize(FileDirectoryEntry self);

/**
 * Date of the file.
 *
 * @param self the entry
 * @return milliseconds since 1970; 0 where the server gives none
 */
LIB61850_API uint64_t FileDirectoryEntry_getLastModified(FileDirectoryEntry self);

/**
 * The files of a directory of the server, over as many requests as it takes.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown directory
 * @param directoryName the directory; NULL for the root
 * @return a list of FileDirectoryEntry, to be freed with LinkedList_destroyDeep and FileDirectoryEntry_destroy; NULL
 * on error
 */
LIB61850_API
LinkedList IedConnection_getFileDirectory(IedConnection self,
                                          IedClientError *error,
                                          const char *directoryName);

/**
 * A part of the files of a directory of the server: what one answer holds.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown directory
 * @param directoryName the directory; NULL for the root
 * @param continueAfter name of the last entry that is known already; NULL to begin
 * @param moreFollows becomes whether the server has further entries; unchanged on error. May be NULL
 * @return a list of FileDirectoryEntry, to be freed with LinkedList_destroyDeep and FileDirectoryEntry_destroy; NULL
 * on error
 */
LIB61850_API
LinkedList IedConnection_getFileDirectoryEx(IedConnection self,
                                            IedClientError *error,
                                            const char *directoryName,
                                            const char *continueAfter,
                                            bool *moreFollows);

/**
 * Starts to ask for a part of the files of a directory of the server.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param directoryName the directory; NULL for the root
 * @param continueAfter name of the last entry that is known already; NULL to begin
 * @param handler called for each entry, with moreFollows true, and then once with filename NULL: with moreFollows
 * telling whether the server has further entries, or with the error. Nothing is called any more after it returned false
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getFileDirectoryAsyncEx(IedConnection self,
                                               IedClientError *error,
                                               const char *directoryName,
                                               const char *continueAfter,
                                               IedConnection_FileDirectoryEntryHandler handler,
                                               void *parameter);

/**
 * Downloads a file. Only one part of it is in memory at a time.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown file
 * @param fileName the file, with its directories
 * @param handler called with each part of the file, valid during the call; false ends the download. It may call any
 * function
 * @param handlerParameter passed to the handler
 * @return the number of bytes that the handler got; 0 when opening or reading failed
 */
LIB61850_API
uint32_t IedConnection_getFile(IedConnection self,
                               IedClientError *error,
                               const char *fileName,
                               IedClientGetFileHandler handler,
                               void *handlerParameter);

/**
 * Starts to download a file. Only one part of it is in memory at a time.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param fileName the file, with its directories
 * @param handler called with each part of the file, in order; the last call has moreFollows false, or an error and no
 * part. Its invokeId is the one returned here, its originalInvokeId that of the request for the part. False ends
 * the download, and nothing is called any more
 * @param parameter passed to the handler
 * @return the invoke id of the first request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getFileAsync(IedConnection self,
                                    IedClientError *error,
                                    const char *fileName,
                                    IedConnection_GetFileAsyncHandler handler,
                                    void *parameter);

/**
 * Sets the directory of the files that the server may fetch, see IedConnection_setFile. Nothing outside of it is ever
 * sent.
 *
 * @param self the connection
 * @param basepath the directory; NULL for the default, vmd-filestore in the working directory
 */
LIB61850_API void IedConnection_setFilestoreBasepath(IedConnection self, const char *basepath);

/**
 * Uploads a file: asks the server to fetch it, and serves it meanwhile. The server can fetch nothing else.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST without such a local file; IED_ERROR_OBJECT_EXISTS where the
 * server does not replace files
 * @param sourceFilename the local file, below the file store's base path
 * @param destinationFilename name for the file on the server
 */
LIB61850_API
void IedConnection_setFile(IedConnection self,
                           IedClientError *error,
                           const char *sourceFilename,
                           const char *destinationFilename);

/**
 * Starts to upload a file, see IedConnection_setFile.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param sourceFilename the local file, below the file store's base path
 * @param destinationFilename name for the file on the server
 * @param handler gets the result when the server has fetched the file
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_setFileAsync(IedConnection self,
                                    IedClientError *error,
                                    const char *sourceFilename,
                                    const char *destinationFilename,
                                    IedConnection_GenericServiceHandler handler,
                                    void *parameter);

/**
 * Deletes a file of the server.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown file; IED_ERROR_ACCESS_DENIED
 * @param fileName the file, with its directories
 */
LIB61850_API void IedConnection_deleteFile(IedConnection self, IedClientError *error, const char *fileName);

/**
 * Starts to delete a file of the server.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param fileName the file, with its directories
 * @param handler gets the result
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_deleteFileAsync(IedConnection self,
                                       IedClientError *error,
                                       const char *fileName,
                                       IedConnection_GenericServiceHandler handler,
                                       void *parameter);

/**
 * Reads all attributes of a GOOSE control block.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNKNOWN when the server refuses, as for an unknown control block
 * @param goCBReference LD/LN.name
 * @param updateGoCB a control block to be updated, or NULL
 * @return `updateGoCB`, or a new control block to be freed with ClientGooseControlBlock_destroy; NULL on error
 */
LIB61850_API
ClientGooseControlBlock IedConnection_getGoCBValues(IedConnection self,
                                                    IedClientError *error,
                                                    const char *goCBReference,
                                                    ClientGooseControlBlock updateGoCB);

/**
 * Starts to read all attributes of a GOOSE control block, see IedConnection_getGoCBValues.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param goCBReference LD/LN.name
 * @param updateGoCB a control block to be updated, which must stay until the handler has been called, or NULL
 * @param handler gets `updateGoCB`, or a new control block that is its own, or NULL on error
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getGoCBValuesAsync(IedConnection self,
                                          IedClientError *error,
                                          const char *goCBReference,
                                          ClientGooseControlBlock updateGoCB,
                                          IedConnection_GetGoCBValuesHandler handler,
                                          void *parameter);

/**
 * Writes attributes of a GOOSE control block.
 *
 * @param self the connection
 * @param error the result; that of the first attribute that was refused.
 * IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for an attribute in the mask that has no value
 * @param goCB the values to write
 * @param parametersMask which attributes, a combination of GOCB_ELEMENT_…; nothing is sent for 0
 * @param singleRequest true to write all with one request, false for one request each, up to the first that is
 * refused. GoEna is the last in both cases
 */
LIB61850_API
void IedConnection_setGoCBValues(IedConnection self,
                                 IedClientError *error,
                                 ClientGooseControlBlock goCB,
                                 uint32_t parametersMask,
                                 bool singleRequest);

/**
 * Starts to write attributes of a GOOSE control block, see IedConnection_setGoCBValues.
 *
 * @param self the connection
 * @param error what is wrong at once; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for an empty mask
 * @param goCB the values to write, which may be changed or freed at once
 * @param parametersMask which attributes, a combination of GOCB_ELEMENT_…
 * @param singleRequest true to write all with one request, false for one request each
 * @param handler gets the result, once
 * @param parameter passed to the handler
 * @return the invoke id of the (first) request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_setGoCBValuesAsync(IedConnection self,
                                          IedClientError *error,
                                          ClientGooseControlBlock goCB,
                                          uint32_t parametersMask,
                                          bool singleRequest,
                                          IedConnection_GenericServiceHandler handler,
                                          void *parameter);

/**
 * Makes a control block without values, to be filled or to be updated from the server.
 *
 * @param dataAttributeReference LD/LN.name
 * @return the control block, to be freed with ClientGooseControlBlock_destroy; NULL for NULL
 */
LIB61850_API ClientGooseControlBlock ClientGooseControlBlock_create(const char *dataAttributeReference);

/**
 * Frees a control block. NULL is nothing.
 *
 * @param self the control block
 */
LIB61850_API void ClientGooseControlBlock_destroy(ClientGooseControlBlock self);

/**
 * Whether GOOSE messages are sent.
 *
 * @param self the control block
 * @return GoEna
 */
LIB61850_API bool ClientGooseControlBlock_getGoEna(ClientGooseControlBlock self);

/**
 * Sets GoEna, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param goEna true to enable
 */
LIB61850_API void ClientGooseControlBlock_setGoEna(ClientGooseControlBlock self, bool goEna);

/**
 * The identifier of the messages, which belongs to the control block.
 *
 * @param self the control block
 * @return GoID; NULL if it is not known
 */
LIB61850_API const char *ClientGooseControlBlock_getGoID(ClientGooseControlBlock self);

/**
 * Sets GoID, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param goID the text, which is copied; NULL empties it
 */
LIB61850_API void ClientGooseControlBlock_setGoID(ClientGooseControlBlock self, const char *goID);

/**
 * The reference of the data set, which belongs to the control block.
 *
 * @param self the control block
 * @return DatSet; NULL if it is not known
 */
LIB61850_API const char *ClientGooseControlBlock_getDatSet(ClientGooseControlBlock self);

/**
 * Sets DatSet, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param datSet the reference as LD/LN$name, which is copied; NULL empties it
 */
LIB61850_API void ClientGooseControlBlock_setDatSet(ClientGooseControlBlock self, const char *datSet);

/**
 * The configuration revision.
 *
 * @param self the control block
 * @return ConfRev
 */
LIB61850_API uint32_t ClientGooseControlBlock_getConfRev(ClientGooseControlBlock self);

/**
 * Whether the control block needs commissioning.
 *
 * @param self the control block
 * @return NdsCom
 */
LIB61850_API bool ClientGooseControlBlock_getNdsComm(ClientGooseControlBlock self);

/**
 * The shortest time between messages.
 *
 * @param self the control block
 * @return MinTime in ms; 0 if the server does not tell
 */
LIB61850_API uint32_t ClientGooseControlBlock_getMinTime(ClientGooseControlBlock self);

/**
 * The longest time between messages.
 *
 * @param self the control block
 * @return MaxTime in ms; 0 if the server does not tell
 */
LIB61850_API uint32_t ClientGooseControlBlock_getMaxTime(ClientGooseControlBlock self);

/**
 * Whether messages are encoded with fixed offsets.
 *
 * @param self the control block
 * @return FixedOffs
 */
LIB61850_API bool ClientGooseControlBlock_getFixedOffs(ClientGooseControlBlock self);

/**
 * The destination address.
 *
 * @param self the control block
 * @return the address; all 0 if it is not known
 */
LIB61850_API PhyComAddress ClientGooseControlBlock_getDstAddress(ClientGooseControlBlock self);

/**
 * Sets the destination address, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param value the address
 */
LIB61850_API void ClientGooseControlBlock_setDstAddress(ClientGooseControlBlock self, PhyComAddress value);

/**
 * The multicast address, which belongs to the control block.
 *
 * @param self the control block
 * @return an octet string; NULL if it is not known
 */
LIB61850_API MmsValue *ClientGooseControlBlock_getDstAddress_addr(ClientGooseControlBlock self);

/**
 * Sets the multicast address, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param macAddr an octet string of six, which is copied; other values and NULL are ignored
 */
LIB61850_API void ClientGooseControlBlock_setDstAddress_addr(ClientGooseControlBlock self, MmsValue *macAddr);

/**
 * The VLAN priority of the destination address.
 *
 * @param self the control block
 * @return the number; 0 if it is not known
 */
LIB61850_API uint8_t ClientGooseControlBlock_getDstAddress_priority(ClientGooseControlBlock self);

/**
 * Sets the VLAN priority of the destination address, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param priorityValue the number
 */
LIB61850_API void ClientGooseControlBlock_setDstAddress_priority(ClientGooseControlBlock self, uint8_t priorityValue);

/**
 * The VLAN of the destination address.
 *
 * @param self the control block
 * @return the number; 0 if it is not known
 */
LIB61850_API uint16_t ClientGooseControlBlock_getDstAddress_vid(ClientGooseControlBlock self);

/**
 * Sets the VLAN of the destination address, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param vidValue the number
 */
LIB61850_API void ClientGooseControlBlock_setDstAddress_vid(ClientGooseControlBlock self, uint16_t vidValue);

/**
 * The APPID of the destination address.
 *
 * @param self the control block
 * @return the number; 0 if it is not known
 */
LIB61850_API uint16_t ClientGooseControlBlock_getDstAddress_appid(ClientGooseControlBlock self);

/**
 * Sets the APPID of the destination address, to be written with IedConnection_setGoCBValues.
 *
 * @param self the control block
 * @param appidValue the number
 */
LIB61850_API void ClientGooseControlBlock_setDstAddress_appid(ClientGooseControlBlock self, uint16_t appidValue);

/**
 * The entries of a log between two times, as many as one answer holds.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown log
 * @param logReference the log, as LD/LN$log
 * @param startTime the earliest time, in milliseconds since 1970
 * @param endTime the latest time, in milliseconds since 1970
 * @param moreFollows becomes whether the server has further entries: ask for them with IedConnection_queryLogAfter.
 * May be NULL
 * @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_queryLogByTime(IedConnection self,
                                        IedClientError *error,
                                        const char *logReference,
                                        uint64_t startTime,
                                        uint64_t endTime,
                                        bool *moreFollows);

/**
 * The entries of a log behind one of them, as many as one answer holds.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown log
 * @param logReference the log, as LD/LN$log
 * @param entryID identifier of the entry, an octet string, which stays the caller's
 * @param timeStamp time of the entry, in milliseconds since 1970
 * @param moreFollows becomes whether the server has further entries. May be NULL
 * @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
 */
LIB61850_API
LinkedList IedConnection_queryLogAfter(IedConnection self,
                                       IedClientError *error,
                                       const char *logReference,
                                       MmsValue *entryID,
                                       uint64_t timeStamp,
                                       bool *moreFollows);

/**
 * Starts to ask for the entries of a log between two times, see IedConnection_queryLogByTime.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param logReference the log, as LD/LN$log
 * @param startTime the earliest time, in milliseconds since 1970
 * @param endTime the latest time, in milliseconds since 1970
 * @param handler gets the entries, which are its own to free, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_queryLogByTimeAsync(IedConnection self,
                                           IedClientError *error,
                                           const char *logReference,
                                           uint64_t startTime,
                                           uint64_t endTime,
                                           IedConnection_QueryLogHandler handler,
                                           void *parameter);

/**
 * Starts to ask for the entries of a log behind one of them, see IedConnection_queryLogAfter.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param logReference the log, as LD/LN$log
 * @param entryID identifier of the entry, an octet string, which stays the caller's
 * @param timeStamp time of the entry, in milliseconds since 1970
 * @param handler gets the entries, which are its own to free, or NULL
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_queryLogAfterAsync(IedConnection self,
                                          IedClientError *error,
                                          const char *logReference,
                                          MmsValue *entryID,
                                          uint64_t timeStamp,
                                          IedConnection_QueryLogHandler handler,
                                          void *parameter);

/**
 * Reads a report control block. A server that refuses to give it as a whole is asked for its attributes.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_TYPE_INCONSISTENT when there is something else under this name
 * @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name, also with $ for the dots
 * @param updateRcb an instance to update: what the server does not give stays as it was; or NULL
 * @return updateRcb, or a new instance, to be freed with ClientReportControlBlock_destroy; NULL on error
 */
LIB61850_API
ClientReportControlBlock IedConnection_getRCBValues(IedConnection self,
                                                    IedClientError *error,
                                                    const char *rcbReference,
                                                    ClientReportControlBlock updateRcb);

/**
 * Starts to read a report control block, see IedConnection_getRCBValues.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
 * @param updateRcb an instance to update, which must stay alive until the handler is called, or NULL
 * @param handler gets updateRcb or a new instance, which is its own to free with ClientReportControlBlock_destroy; NULL
 * on error
 * @param parameter passed to the handler
 * @return the invoke id of the request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_getRCBValuesAsync(IedConnection self,
                                         IedClientError *error,
                                         const char *rcbReference,
                                         ClientReportControlBlock updateRcb,
                                         IedConnection_GetRCBValuesHandler handler,
                                         void *parameter);

/**
 * Writes attributes of a report control block, in the order that devices expect: Resv or ResvTms, settings, RptEna,
 * GI; when RptEna is false, it comes first.
 *
 * @param self the connection
 * @param error the result: of the first attribute that could not be written;
 * IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT, before anything is sent, for an attribute that the instance has no value
 * for or that this kind of report control block does not have (Resv: URCB; ResvTms, PurgeBuf, EntryID, TimeofEntry:
 * BRCB)
 * @param rcb the report control block with the values
 * @param parametersMask RCB_ELEMENT_… bits of the attributes; those that only the server sets are ignored
 * @param singleRequest true: all in one request, where every attribute is tried; false: one request each, up to the
 * first that fails
 */
LIB61850_API
void IedConnection_setRCBValues(IedConnection self,
                                IedClientError *error,
                                ClientReportControlBlock rcb,
                                uint32_t parametersMask,
                                bool singleRequest);

/**
 * Starts to write attributes of a report control block, see IedConnection_setRCBValues.
 *
 * @param self the connection
 * @param error what is wrong at once
 * @param rcb the report control block with the values, which stays the caller's and may be freed at once
 * @param parametersMask RCB_ELEMENT_… bits of the attributes
 * @param singleRequest true: all in one request; false: one request each, up to the first that fails
 * @param handler gets the result, once
 * @param parameter passed to the handler
 * @return the invoke id of the (first) request; 0 on error
 */
LIB61850_API
uint32_t IedConnection_setRCBValuesAsync(IedConnection self,
                                         IedClientError *error,
                                         ClientReportControlBlock rcb,
                                         uint32_t parametersMask,
                                         bool singleRequest,
                                         IedConnection_GenericServiceHandler handler,
                                         void *parameter);

/**
 * Reads a data attribute, data object or any part of the model that has a functional constraint.
 *
 * @param self the connection
 * @param error the result of the request; a refusal of the server is not an error but a value of the type
 * MMS_DATA_ACCESS_ERROR
 * @param dataAttributeReference the object, as LD/LN.DO.DA; name(n) is an element of an array
 * @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
 * @return the value, to be freed with MmsValue_delete; NULL on error
 */
LIB61850_API
MmsValue *IedConnection_readObject(IedConnection self,
                                   IedClientError *error,
                                   const char *dataAttributeReference,
                                   FunctionalConstraint fc);

/**
 * Reads a BOOLEAN.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return the value; false on error
 */
LIB61850_API
bool IedConnection_readBooleanValue(IedConnection self,
                                    IedClientError *error,
                                    const char *objectReference,
                                    FunctionalConstraint fc);

/**
 * Reads a FLOAT32 or FLOAT64.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return the value; 0 on error
 */
LIB61850_API
float IedConnection_readFloatValue(IedConnection self,
                                   IedClientError *error,
                                   const char *objectReference,
                                   FunctionalConstraint fc);

/**
 * Reads a string of either kind.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return a copy of the string, to be freed with free; NULL on error
 */
LIB61850_API
char *IedConnection_readStringValue(IedConnection self,
                                    IedClientError *error,
                                    const char *objectReference,
                                    FunctionalConstraint fc);

/**
 * Reads an integer of any size; larger ones are cut to their lower 32 bits.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return the value; 0 on error
 */
LIB61850_API
int32_t IedConnection_readInt32Value(IedConnection self,
                                     IedClientError *error,
                                     const char *objectReference,
                                     FunctionalConstraint fc);

/**
 * Reads an integer of any size.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return the value; 0 on error
 */
LIB61850_API
int64_t IedConnection_readInt64Value(IedConnection self,
                                     IedClientError *error,
                                     const char *objectReference,
                                     FunctionalConstraint fc);

/**
 * Reads an unsigned integer. Signed ones give the octets that the server sent.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @return the value; 0 on error
 */
LIB61850_API
uint32_t IedConnection_readUnsigned32Value(IedConnection self,
                                           IedClientError *error,
                                           const char *objectReference,
                                           FunctionalConstraint fc);

/**
 * Reads a time stamp.
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param timeStamp where to put it; NULL to have one made
 * @return timeStamp, or a new one to be freed with Timestamp_destroy; NULL on error
 */
LIB61850_API
Timestamp *IedConnection_readTimestampValue(IedConnection self,
                                            IedClientError *error,
                                            const char *objectReference,
                                            FunctionalConstraint fc,
                                            Timestamp *timeStamp);

/**
 * Reads a quality (a bit string of 13 bits).
 *
 * @param self the connection
 * @param error the result; IED_ERROR_UNEXPECTED_VALUE_RECEIVED for another type
 * @param objectReference the attribute, as LD/LN.DO.q
 * @param fc the functional constraint
 * @return the quality; 0 on error
 */
LIB61850_API
Quality IedConnection_readQualityValue(IedConnection self,
                                       IedClientError *error,
                                       const char *objectReference,
                                       FunctionalConstraint fc);

/**
 * Asks the server for the type of a variable.
 *
 * @param self the connection
 * @param error the result
 * @param dataAttributeReference the object, as LD/LN.DO.DA
 * @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
 * @return the type, to be freed with MmsVariableSpecification_destroy; NULL on error
 */
LIB61850_API
MmsVariableSpecification *IedConnection_getVariableSpecification(IedConnection self,
                                                                 IedClientError *error,
                                                                 const char *dataAttributeReference,
                                                                 FunctionalConstraint fc);

/**
 * Installs the handler for the reports of a report control block, in place of an earlier one for this reference.
 *
 * The handler is called on a thread of the library (or inside IedConnection_tick), once for each report or segment of
 * a report, in the order of their arrival. It may call any function, blocking ones and IedConnection_destroy
 * included. Values of members that a report does not have stay as an earlier report had them. Handlers stay when the
 * connection is closed and opened again.
 *
 * @param self the connection
 * @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
 * @param rptId RptID of the reports, from ClientReportControlBlock_getRptId; NULL or empty when it is the reference of
 * the report control block in MMS form, LD/LN$RP$name. When several handlers expect the same RptID, the one installed
 * first gets the reports
 * @param handler called with each report, which is valid until it returns; NULL uninstalls
 * @param handlerParameter passed to the handler
 */
LIB61850_API
void IedConnection_installReportHandler(IedConnection self,
                                        const char *rcbReference,
                                        const char *rptId,
                                        ReportCallbackFunction handler,
                                        void *handlerParameter);

/**
 * Uninstalls the handler for the reports of a report control block. When this returns, the handler is not called any
 * more: a call that is going on is waited for, unless this is called from inside a handler of the connection.
 *
 * @param self the connection
 * @param rcbReference the report control block, written as when the handler was installed
 */
LIB61850_API void IedConnection_uninstallReportHandler(IedConnection self, const char *rcbReference);

/**
 * Makes the server send a report of all members (general interrogation), by writing GI of the report control block,
 * which must be enabled.
 *
 * @param self the connection
 * @param error the result
 * @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
 */
LIB61850_API void IedConnection_triggerGIReport(IedConnection self, IedClientError *error, const char *rcbReference);

/**
 * Reference of the data set. It stays from an earlier report when this one has none.
 *
 * @param self the report
 * @return the reference, which is the report's; NULL when no report had one
 */
LIB61850_API const char *ClientReport_getDataSetName(ClientReport self);

/**
 * Values of the data set's members.
 *
 * @param self the report
 * @return an array, which is the report's, with an element for each member: NULL for one that no report had, of type
 * MMS_DATA_ACCESS_ERROR for one that could not be read; NULL when no report had readable members
 */
LIB61850_API MmsValue *ClientReport_getDataSetValues(ClientReport self);

/**
 * Reference of the report control block, as the handler was installed with.
 *
 * @param self the report
 * @return the reference, which is the report's
 */
LIB61850_API char *ClientReport_getRcbReference(ClientReport self);

/**
 * RptID that the handler was installed with.
 *
 * @param self the report
 * @return the RptID, which is the report's; NULL when the handler was installed without
 */
LIB61850_API char *ClientReport_getRptId(ClientReport self);

/**
 * Why a member is in the report.
 *
 * @param self the report
 * @param elementIndex index of the member in the data set
 * @return IEC61850_REASON_… bits; IEC61850_REASON_NOT_INCLUDED for a member that is not in this report or does not
 * exist, IEC61850_REASON_UNKNOWN for one in a report without reasons
 */
LIB61850_API ReasonForInclusion ClientReport_getReasonForInclusion(ClientReport self, int elementIndex);

/**
 * EntryID, by which a BRCB can be told where to resume. It stays from an earlier report when this one has none.
 *
 * @param self the report
 * @return an octet string, which is the report's: clone it to keep it; NULL when no report had one
 */
LIB61850_API MmsValue *ClientReport_getEntryId(ClientReport self);

/**
 * Whether the report has a time (TimeOfEntry).
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasTimestamp(ClientReport self);

/**
 * Whether the report has a sequence number.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasSeqNum(ClientReport self);

/**
 * Sequence number of the report.
 *
 * @param self the report
 * @return the number; the one of an earlier report when this one has none
 */
LIB61850_API uint16_t ClientReport_getSeqNum(ClientReport self);

/**
 * Whether the report has the reference of its data set.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasDataSetName(ClientReport self);

/**
 * Whether the report says why its members are in it.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasReasonForInclusion(ClientReport self);

/**
 * Whether the report has a configuration revision.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasConfRev(ClientReport self);

/**
 * Configuration revision of the report control block.
 *
 * @param self the report
 * @return the revision; the one of an earlier report when this one has none
 */
LIB61850_API uint32_t ClientReport_getConfRev(ClientReport self);

/**
 * Whether the report has the buffer overflow flag.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasBufOvfl(ClientReport self);

/**
 * Whether entries before this one were lost because the buffer of the server was full.
 *
 * @param self the report
 * @return the flag; the one of an earlier report when this one has none
 */
LIB61850_API bool ClientReport_getBufOvfl(ClientReport self);

/**
 * Whether the report has the references of its members.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasDataReference(ClientReport self);

/**
 * Data reference of a member. It stays from an earlier report when this one has none.
 *
 * @param self the report
 * @param elementIndex index of the member in the data set
 * @return the reference, which is the report's; NULL when no report had one for this member
 */
LIB61850_API const char *ClientReport_getDataReference(ClientReport self, int elementIndex);

/**
 * Time of the report (TimeOfEntry).
 *
 * @param self the report
 * @return ms since 1970; the time of an earlier report when this one has none, 0 when no report had one
 */
LIB61850_API uint64_t ClientReport_getTimestamp(ClientReport self);

/**
 * Whether the report is a segment: it has a sub-sequence number and says whether more segments follow.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_hasSubSeqNum(ClientReport self);

/**
 * Number of the segment within the report.
 *
 * @param self the report
 * @return the number, from 0; 0 for a report that is not segmented
 */
LIB61850_API uint16_t ClientReport_getSubSeqNum(ClientReport self);

/**
 * Whether more segments with this sequence number follow.
 *
 * @param self the report
 */
LIB61850_API bool ClientReport_getMoreSeqmentsFollow(ClientReport self);

/**
 * A name for a reason.
 *
 * @param reasonCode one IEC61850_REASON_… value
 * @return a constant string; "unknown" for combinations and for values that there are not
 */
LIB61850_API char *ReasonForInclusion_getValueAsString(ReasonForInclusion reasonCode);

/**
 * Creates an instance without values.
 *
 * @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
 * @return the instance, to be freed with ClientReportControlBlock_destroy; NULL for a reference that is none
 */
LIB61850_API ClientReportControlBlock ClientReportControlBlock_create(const char *rcbReference);

/**
 * Frees an instance. NULL is ignored.
 *
 * @param self the instance, which is not used afterwards
 */
LIB61850_API void ClientReportControlBlock_destroy(ClientReportControlBlock self);

/**
 * Reference of the report control block, as the instance was made with.
 *
 * @param self the instance
 * @return the reference, which is the instance's
 */
LIB61850_API char *ClientReportControlBlock_getObjectReference(ClientReportControlBlock self);

/**
 * Whether it is a buffered report control block.
 *
 * @param self the instance
 */
LIB61850_API bool ClientReportControlBlock_isBuffered(ClientReportControlBlock self);

/**
 * Whether there is a value of ResvTms: servers of edition 1 and unbuffered report control blocks have none.
 *
 * @param self the instance
 */
LIB61850_API bool ClientReportControlBlock_hasResvTms(ClientReportControlBlock self);

/**
 * TimeofEntry: time of the last entry of the buffer.
 *
 * @param self the instance
 * @return ms since 1970; 0 when there is no value
 */
LIB61850_API uint64_t ClientReportControlBlock_getEntryTime(ClientReportControlBlock self);

/**
 * Sets EntryID: behind which entry of the buffer the reports go on when the block is enabled. All zero: from the first.
 *
 * @param self the instance
 * @param entryId an octet string, which stays the caller's; NULL takes the value away
 */
LIB61850_API void ClientReportControlBlock_setEntryId(ClientReportControlBlock self, MmsValue *entryId);

/**
 * RptID: what the reports call themselves.
 *
 * @param self the instance
 * @return the text, which is the instance's and valid until it is changed; NULL when there is none
 */
LIB61850_API const char *ClientReportControlBlock_getRptId(ClientReportControlBlock self);

/**
 * Sets RptID: what the reports call themselves.
 *
 * @param self the instance
 * @param rptId the text, which is copied; NULL takes the value away
 */
LIB61850_API void ClientReportControlBlock_setRptId(ClientReportControlBlock self, const char *rptId);

/**
 * RptEna: whether reports are sent.
 *
 * @param self the instance
 * @return the value; false when there is none
 */
LIB61850_API bool ClientReportControlBlock_getRptEna(ClientReportControlBlock self);

/**
 * Sets RptEna: whether reports are sent.
 *
 * @param self the instance
 * @param rptEna the value to write
 */
LIB61850_API void ClientReportControlBlock_setRptEna(ClientReportControlBlock self, bool rptEna);

/**
 * Resv: whether a client has reserved the unbuffered report control block.
 *
 * @param self the instance
 * @return the value; false when there is none
 */
LIB61850_API bool ClientReportControlBlock_getResv(ClientReportControlBlock self);

/**
 * Sets Resv: whether a client has reserved the unbuffered report control block.
 *
 * @param self the instance
 * @param resv the value to write
 */
LIB61850_API void ClientReportControlBlock_setResv(ClientReportControlBlock self, bool resv);

/**
 * DatSet: reference of the data set, as LD/LN$name.
 *
 * @param self the instance
 * @return the text, which is the instance's and valid until it is changed; NULL when there is none
 */
LIB61850_API const char *ClientReportControlBlock_getDataSetReference(ClientReportControlBlock self);

/**
 * Sets DatSet: reference of the data set, as LD/LN$name.
 *
 * @param self the instance
 * @param dataSetReference the text, which is copied; NULL takes the value away
 */
LIB61850_API
void ClientReportControlBlock_setDataSetReference(ClientReportControlBlock self,
                                                  const char *dataSetReference);

/**
 * ConfRev: revision of the configuration.
 *
 * @param self the instance
 * @return the value; 0 when there is none
 */
LIB61850_API uint32_t ClientReportControlBlock_getConfRev(ClientReportControlBlock self);

/**
 * OptFlds: what the reports have besides the values.
 *
 * @param self the instance
 * @return RPT_OPT_… bits; 0 when there is no value
 */
LIB61850_API int ClientReportControlBlock_getOptFlds(ClientReportControlBlock self);

/**
 * Sets OptFlds: what the reports have besides the values.
 *
 * @param self the instance
 * @param optFlds RPT_OPT_… bits
 */
LIB61850_API void ClientReportControlBlock_setOptFlds(ClientReportControlBlock self, int optFlds);

/**
 * BufTm: how long changes are collected before a report is sent.
 *
 * @param self the instance
 * @return ms; 0 when there is no value
 */
LIB61850_API uint32_t ClientReportControlBlock_getBufTm(ClientReportControlBlock self);

/**
 * Sets BufTm: how long changes are collected before a report is sent.
 *
 * @param self the instance
 * @param bufTm ms
 */
LIB61850_API void ClientReportControlBlock_setBufTm(ClientReportControlBlock self, uint32_t bufTm);

/**
 * SqNum: sequence number of the next report.
 *
 * @param self the instance
 * @return the value; 0 when there is none
 */
LIB61850_API uint16_t ClientReportControlBlock_getSqNum(ClientReportControlBlock self);

/**
 * TrgOps: what makes the server send reports.
 *
 * @param self the instance
 * @return TRG_OPT_… bits; 0 when there is no value
 */
LIB61850_API int ClientReportControlBlock_getTrgOps(ClientReportControlBlock self);

/**
 * Sets TrgOps: what makes the server send reports.
 *
 * @param self the instance
 * @param trgOps TRG_OPT_… bits
 */
LIB61850_API void ClientReportControlBlock_setTrgOps(ClientReportControlBlock self, int trgOps);

/**
 * IntgPd: period of the integrity reports.
 *
 * @param self the instance
 * @return ms; 0 for none
 */
LIB61850_API uint32_t ClientReportControlBlock_getIntgPd(ClientReportControlBlock self);

/**
 * Sets IntgPd: period of the integrity reports.
 *
 * @param self the instance
 * @param intgPd ms; 0 for none
 */
LIB61850_API void ClientReportControlBlock_setIntgPd(ClientReportControlBlock self, uint32_t intgPd);

/**
 * GI: whether a general interrogation is going on.
 *
 * @param self the instance
 * @return the value; false when there is none
 */
LIB61850_API bool ClientReportControlBlock_getGI(ClientReportControlBlock self);

/**
 * Sets GI: true, written while the block is enabled, asks for a general interrogation.
 *
 * @param self the instance
 * @param gi the value to write
 */
LIB61850_API void ClientReportControlBlock_setGI(ClientReportControlBlock self, bool gi);

/**
 * PurgeBuf: whether the buffer is being emptied.
 *
 * @param self the instance
 * @return the value; false when there is none
 */
LIB61850_API bool ClientReportControlBlock_getPurgeBuf(ClientReportControlBlock self);

/**
 * Sets PurgeBuf: true, written while the block is disabled, empties the buffer.
 *
 * @param self the instance
 * @param purgeBuf the value to write
 */
LIB61850_API void ClientReportControlBlock_setPurgeBuf(ClientReportControlBlock self, bool purgeBuf);

/**
 * ResvTms: how long the reservation of a buffered report control block outlives its association.
 *
 * @param self the instance
 * @return s; 0 not reserved or no value, -1 reserved by configuration
 */
LIB61850_API int16_t ClientReportControlBlock_getResvTms(ClientReportControlBlock self);

/**
 * Sets ResvTms: how long the reservation of a buffered report control block outlives its association.
 *
 * @param self the instance
 * @param resvTms s
 */
LIB61850_API void ClientReportControlBlock_setResvTms(ClientReportControlBlock self, int16_t resvTms);

/**
 * EntryID of the last entry of the buffer.
 *
 * @param self the instance
 * @return an octet string, which is the instance's; NULL when there is none
 */
LIB61850_API MmsValue *ClientReportControlBlock_getEntryId(ClientReportControlBlock self);

/**
 * Owner: address of the client that has reserved the block.
 *
 * @param self the instance
 * @return an octet string, which is the instance's; NULL when the server has none
 */
LIB61850_API MmsValue *ClientReportControlBlock_getOwner(ClientReportControlBlock self);

/**
 * Looks for a sampled value control block of the server, a multicast one (MSVCB) first, then a unicast one (USVCB).
 *
 * @param connection the connection; the control block may be used and destroyed also after its end
 * @param reference LD/LN.name
 * @return the control block, to be freed with ClientSVControlBlock_destroy; NULL if there is none
 */
LIB61850_API ClientSVControlBlock ClientSVControlBlock_create(IedConnection connection, const char *reference);

/**
 * Frees a control block. NULL is nothing.
 *
 * @param self the control block
 */
LIB61850_API void ClientSVControlBlock_destroy(ClientSVControlBlock self);

/**
 * Whether it is a multicast control block.
 *
 * @param self the control block
 * @return true for an MSVCB, false for a USVCB
 */
LIB61850_API bool ClientSVControlBlock_isMulticast(ClientSVControlBlock self);

/**
 * What became of the last request of this control block.
 *
 * @param self the control block
 * @return the error
 */
LIB61850_API IedClientError ClientSVControlBlock_getLastComError(ClientSVControlBlock self);

/**
 * Enables or disables the sampled values.
 *
 * @param self the control block
 * @param value true to enable
 * @return whether the server did so
 */
LIB61850_API bool ClientSVControlBlock_setSvEna(ClientSVControlBlock self, bool value);

/**
 * Whether the sampled values are enabled.
 *
 * @param self the control block
 * @return SvEna; false on error
 */
LIB61850_API bool ClientSVControlBlock_getSvEna(ClientSVControlBlock self);

/**
 * Reserves a unicast control block for this client, or gives it free.
 *
 * @param self the control block
 * @param value true to reserve
 * @return whether the server did so; false, without asking it, for a multicast control block, which has no reservation
 */
LIB61850_API bool ClientSVControlBlock_setResv(ClientSVControlBlock self, bool value);

/**
 * Whether the unicast control block is reserved.
 *
 * @param self the control block
 * @return Resv; false on error
 */
LIB61850_API bool ClientSVControlBlock_getResv(ClientSVControlBlock self);

/**
 * The identifier of the sampled values.
 *
 * @param self the control block
 * @return MsvID or UsvID, to be freed with free(); NULL on error
 */
LIB61850_API char *ClientSVControlBlock_getMsvID(ClientSVControlBlock self);

/**
 * The reference of the data set.
 *
 * @param self the control block
 * @return DatSet, to be freed with free(); NULL on error
 */
LIB61850_API char *ClientSVControlBlock_getDatSet(ClientSVControlBlock self);

/**
 * The configuration revision.
 *
 * @param self the control block
 * @return ConfRev; 0 on error
 */
LIB61850_API uint32_t ClientSVControlBlock_getConfRev(ClientSVControlBlock self);

/**
 * The sample rate.
 *
 * @param self the control block
 * @return SmpRate, in the unit that SmpMod says; 0 on error
 */
LIB61850_API uint16_t ClientSVControlBlock_getSmpRate(ClientSVControlBlock self);

/**
 * The destination address.
 *
 * @param self the control block
 * @return DstAddress; all 0 on error
 */
LIB61850_API PhyComAddress ClientSVControlBlock_getDstAddress(ClientSVControlBlock self);

/**
 * The optional fields of a message.
 *
 * @param self the control block
 * @return OptFlds, a combination of IEC61850_SV_OPT_…; 0 on error
 */
LIB61850_API int ClientSVControlBlock_getOptFlds(ClientSVControlBlock self);

/**
 * The unit of the sample rate.
 *
 * @param self the control block
 * @return SmpMod, one of IEC61850_SV_SMPMOD_…; 0 on error
 */
LIB61850_API uint8_t ClientSVControlBlock_getSmpMod(ClientSVControlBlock self);

/**
 * How many ASDUs are in a message.
 *
 * @param self the control block
 * @return noASDU; 0 on error
 */
LIB61850_API int ClientSVControlBlock_getNoASDU(ClientSVControlBlock self);

/**
 * Writes a data attribute, data object or any part of the model that has a functional constraint.
 *
 * @param self the connection
 * @param error the result: the request's or the server's for this object
 * @param dataAttributeReference the object, as LD/LN.DO.DA; name(n) is an element of an array
 * @param fc the functional constraint; IEC61850_FC_NONE takes the part behind the slash as an MMS name
 * @param value the value, which stays the caller's
 */
LIB61850_API
void IedConnection_writeObject(IedConnection self,
                               IedClientError *error,
                               const char *dataAttributeReference,
                               FunctionalConstraint fc,
                               MmsValue *value);

/**
 * Writes a BOOLEAN.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the value
 */
LIB61850_API
void IedConnection_writeBooleanValue(IedConnection self,
                                     IedClientError *error,
                                     const char *objectReference,
                                     FunctionalConstraint fc,
                                     bool value);

/**
 * Writes a signed integer.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the value
 */
LIB61850_API
void IedConnection_writeInt32Value(IedConnection self,
                                   IedClientError *error,
                                   const char *objectReference,
                                   FunctionalConstraint fc,
                                   int32_t value);

/**
 * Writes an unsigned integer.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the value
 */
LIB61850_API
void IedConnection_writeUnsigned32Value(IedConnection self,
                                        IedClientError *error,
                                        const char *objectReference,
                                        FunctionalConstraint fc,
                                        uint32_t value);

/**
 * Writes a FLOAT32.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the value
 */
LIB61850_API
void IedConnection_writeFloatValue(IedConnection self,
                                   IedClientError *error,
                                   const char *objectReference,
                                   FunctionalConstraint fc,
                                   float value);

/**
 * Writes a VisibleString.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the string, which stays the caller's
 */
LIB61850_API
void IedConnection_writeVisibleStringValue(IedConnection self,
                                           IedClientError *error,
                                           const char *objectReference,
                                           FunctionalConstraint fc,
                                           char *value);

/**
 * Writes an OctetString.
 *
 * @param self the connection
 * @param error the result
 * @param objectReference the attribute, as LD/LN.DO.DA
 * @param fc the functional constraint
 * @param value the octets, which stay the caller's; NULL only with the length 0
 * @param valueLength how many
 */
LIB61850_API
void IedConnection_writeOctetString(IedConnection self,
                                    IedClientError *error,
                                    const char *objectReference,
                                    FunctionalConstraint fc,
                                    uint8_t *value,
                                    int valueLength);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_CLIENT_H_ */
