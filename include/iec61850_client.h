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

/** An entry of a file directory. */
typedef struct sFileDirectoryEntry *FileDirectoryEntry;

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

/** Entries of a log. The callee owns the list. */
typedef void (*IedConnection_QueryLogHandler)(uint32_t invokeId,
                                              void *parameter,
                                              IedClientError mmsError,
                                              LinkedList journalEntries,
                                              bool moreFollows);

/** The values of a GOOSE control block. */
typedef void (*IedConnection_GetGoCBValuesHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   IedClientError err,
                                                   ClientGooseControlBlock goCB);

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
 * @param tcpPort the TCP port; -1 for the port of MMS, 102
 */
LIB61850_API void IedConnection_connect(IedConnection self, IedClientError *error, const char *hostname, int tcpPort);

/**
 * Starts to connect and returns. The state handler learns when the connection is up (IED_STATE_CONNECTED) or could
 * not be made (IED_STATE_CLOSED).
 *
 * @param self the connection
 * @param error as for IedConnection_connect, for what is known at once
 * @param hostname IPv4 or IPv6 literal or a host name; NULL is localhost
 * @param tcpPort the TCP port; -1 for the port of MMS, 102
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
 * @param tlsConfig NULL; this version has no TLS, so anything else gives NULL
 * @param useThreads whether the library serves the connection on its own threads
 * @return the connection, to be ended with IedConnection_destroy, or NULL
 */
LIB61850_API IedConnection IedConnection_createEx(TLSConfiguration tlsConfig, bool useThreads);

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
 * Error and additional cause that the server reported last for a control of this connection (LastApplError).
 *
 * @param self the connection
 * @return the values; all 0 when nothing was reported
 */
LIB61850_API LastApplError IedConnection_getLastApplError(IedConnection self);

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
 * The names directly below a data object, sub-object or attribute, each with its functional constraint as in mag[MX].
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
