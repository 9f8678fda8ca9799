/*
 * mms_client_connection.h: the MMS client below the ACSI client.
 *
 * Made from src/ffi/mms_client_connection by tests/headers.rs; do not edit.
 */

#ifndef MMS_CLIENT_CONNECTION_H_
#define MMS_CLIENT_CONNECTION_H_

#include "libiec61850_common_api.h"
#include "iso_connection_parameters.h"
#include "linked_list.h"
#include "mms_common.h"
#include "mms_type_spec.h"
#include "mms_types.h"
#include "mms_value.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What was negotiated when the association was made. */
typedef struct sMmsConnectionParameters MmsConnectionParameters;

/** The state of an MMS connection. */
typedef enum MmsConnectionState {
  /** no association */
  MMS_CONNECTION_STATE_CLOSED = 0,
  /** on its way */
  MMS_CONNECTION_STATE_CONNECTING = 1,
  /** associated */
  MMS_CONNECTION_STATE_CONNECTED = 2,
  /** being concluded */
  MMS_CONNECTION_STATE_CLOSING = 3,
} MmsConnectionState;

/** An MMS client connection. */
typedef struct sMmsConnection *MmsConnection;

/** An entry of a journal. */
typedef struct sMmsJournalEntry *MmsJournalEntry;

/** A variable of a journal entry. */
typedef struct sMmsJournalVariable *MmsJournalVariable;

/** The answer to a conclude request, or the end of an abort. */
typedef void (*MmsConnection_ConcludeAbortHandler)(void *parameter, MmsError mmsError, bool success);

/** The state of the connection changed. */
typedef void (*MmsConnectionStateChangedHandler)(MmsConnection connection, void *parameter, MmsConnectionState newState);

/** The association broke. */
typedef void (*MmsConnectionLostHandler)(MmsConnection connection, void *parameter);

/**
 * An InformationReport arrived: a named variable list of `domainName` (NULL: VMD) or, with
 * `isVariableListName` false, a single variable. The callee owns `value`.
 */
typedef void (*MmsInformationReportHandler)(void *parameter,
                                            char *domainName,
                                            char *variableListName,
                                            MmsValue *value,
                                            bool isVariableListName);

/** What was negotiated when the association was made. */
struct sMmsConnectionParameters {
  /** requests that this side may have outstanding */
  int maxServOutstandingCalling;
  /** requests that the peer may have outstanding */
  int maxServOutstandingCalled;
  /** how deep values may nest */
  int dataStructureNestingLevel;
  /** the longest PDU */
  int maxPduSize;
  /** the peer's services, a bit string of ISO 9506 */
  uint8_t servicesSupported[11];
};

/** A piece of a file. The buffer is valid during the call. */
typedef void (*MmsFileReadHandler)(void *parameter, int32_t frsmId, uint8_t *buffer, uint32_t bytesReceived);

/** An entry of a file directory. `lastModified` is in milliseconds since 1970. */
typedef void (*MmsFileDirectoryHandler)(void *parameter, char *filename, uint32_t size, uint64_t lastModified);

/** The file is open as `frsmId`. */
typedef void (*MmsConnection_FileOpenHandler)(uint32_t invokeId,
                                              void *parameter,
                                              MmsError mmsError,
                                              int32_t frsmId,
                                              uint32_t fileSize,
                                              uint64_t lastModified);

/** A piece of a file. The buffer is valid during the call. */
typedef void (*MmsConnection_FileReadHandler)(uint32_t invokeId,
                                              void *parameter,
                                              MmsError mmsError,
                                              int32_t frsmId,
                                              uint8_t *buffer,
                                              uint32_t byteReceived,
                                              bool moreFollows);

/** The answer to a service without results. */
typedef void (*MmsConnection_GenericServiceHandler)(uint32_t invokeId, void *parameter, MmsError mmsError, bool success);

/** An entry of a file directory, or an error with `filename` NULL. */
typedef void (*MmsConnection_FileDirectoryHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   MmsError mmsError,
                                                   char *filename,
                                                   uint32_t size,
                                                   uint64_t lastModfified,
                                                   bool moreFollows);

/** An entry of a journal. */
struct sMmsJournalEntry {
  /** its id, an octet string */
  MmsValue *entryID;
  /** its time, a binary time */
  MmsValue *occurenceTime;
  /** its variables, a list of MmsJournalVariable */
  LinkedList journalVariables;
};

/** A variable of a journal entry. */
struct sMmsJournalVariable {
  /** its tag: a reference, or what the entry's reason is called */
  char *tag;
  /** its value */
  MmsValue *value;
};

/** Entries of a journal. The callee owns the list. */
typedef void (*MmsConnection_ReadJournalHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 MmsError mmsError,
                                                 LinkedList journalEntries,
                                                 bool moreFollows);

/** The members of a named variable list. The callee owns the list. */
typedef void (*MmsConnection_ReadNVLDirectoryHandler)(uint32_t invokeId,
                                                      void *parameter,
                                                      MmsError mmsError,
                                                      LinkedList specs,
                                                      bool deletable);

/** The value of a read. The callee owns `value`, which is NULL on error. */
typedef void (*MmsConnection_ReadVariableHandler)(uint32_t invokeId, void *parameter, MmsError mmsError, MmsValue *value);

/** A page of names; `moreFollows` says that the server has further ones. */
typedef void (*MmsConnection_GetNameListHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 MmsError mmsError,
                                                 LinkedList nameList,
                                                 bool moreFollows);

/** The type of a variable. The callee owns `spec`. */
typedef void (*MmsConnection_GetVariableAccessAttributesHandler)(uint32_t invokeId,
                                                                 void *parameter,
                                                                 MmsError mmsError,
                                                                 MmsVariableSpecification *spec);

/** An MMS PDU was sent or, with `received` true, arrived. */
typedef void (*MmsRawMessageHandler)(void *parameter, uint8_t *message, int messageLength, bool received);

/** Who the server says it is. */
typedef struct MmsServerIdentity {
  /** its vendor */
  char *vendorName;
  /** its model */
  char *modelName;
  /** its revision */
  char *revision;
} MmsServerIdentity;

/** The identity of the server. The strings are valid during the call. */
typedef void (*MmsConnection_IdentifyHandler)(uint32_t invokeId,
                                              void *parameter,
                                              MmsError mmsError,
                                              char *vendorName,
                                              char *modelName,
                                              char *revision);

/** The status of the server. */
typedef void (*MmsConnection_GetServerStatusHandler)(uint32_t invokeId,
                                                     void *parameter,
                                                     MmsError mmsError,
                                                     int vmdLogicalStatus,
                                                     int vmdPhysicalStatus);

/** The result of a write. */
typedef void (*MmsConnection_WriteVariableHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   MmsError mmsError,
                                                   MmsDataAccessError accessError);

/** The results of a write of several variables. The callee owns the list. */
typedef void (*MmsConnection_WriteMultipleVariablesHandler)(uint32_t invokeId,
                                                            void *parameter,
                                                            MmsError mmsError,
                                                            LinkedList accessResults);

/**
 * Connects to a server and opens an association, within the connect timeout.
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_REJECTED when host or server refuse, by whichever layer;
 * MMS_ERROR_SERVICE_TIMEOUT when there is no answer in time; MMS_ERROR_OTHER for a host name without address, and where
 * there is an association already; MMS_ERROR_INVALID_ARGUMENTS for a port or local address that is none
 * @param serverName IPv4 or IPv6 literal or a host name; NULL for the one of the ISO parameters, or localhost
 * @param serverPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
 * @return whether the association is open
 */
LIB61850_API
bool MmsConnection_connect(MmsConnection self,
                           MmsError *mmsError,
                           const char *serverName,
                           int serverPort);

/**
 * Starts to connect and returns. The state handler learns when the connection is up (MMS_CONNECTION_STATE_CONNECTED) or
 * could not be made (MMS_CONNECTION_STATE_CLOSED).
 *
 * @param self the connection
 * @param mmsError as for MmsConnection_connect, for what is known at once
 * @param serverName IPv4 or IPv6 literal or a host name; NULL for the one of the ISO parameters, or localhost
 * @param serverPort the TCP port; -1 for the port of MMS: 102, or 3782 with TLS
 */
LIB61850_API
void MmsConnection_connectAsync(MmsConnection self,
                                MmsError *mmsError,
                                const char *serverName,
                                int serverPort);

/**
 * Closes the TCP connection without telling the server; also one that is still being opened.
 *
 * @param self the connection
 */
LIB61850_API void MmsConnection_close(MmsConnection self);

/**
 * Ends the association at once, telling the server (ACSE abort).
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
 */
LIB61850_API void MmsConnection_abort(MmsConnection self, MmsError *mmsError);

/**
 * Ends the association at once, telling the server (ACSE abort); the state handler learns when it is over.
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
 */
LIB61850_API void MmsConnection_abortAsync(MmsConnection self, MmsError *mmsError);

/**
 * Ends the association in good order (MMS conclude, ACSE release) and waits for the server's consent.
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_LOST where there is no association; MMS_ERROR_SERVICE_TIMEOUT or
 * MMS_ERROR_CONCLUDE_REJECTED when the server did not answer in time or refused: the association is over all the same
 */
LIB61850_API void MmsConnection_conclude(MmsConnection self, MmsError *mmsError);

/**
 * Starts to end the association in good order and returns.
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE, or MMS_ERROR_CONNECTION_LOST where there is no association
 * @param handler gets the result, as MmsConnection_conclude stores it
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_concludeAsync(MmsConnection self,
                                 MmsError *mmsError,
                                 MmsConnection_ConcludeAbortHandler handler,
                                 void *parameter);

/**
 * Serves a connection that was created without threads: reads, keeps timeouts, calls callbacks. Nothing for one with
 * threads.
 *
 * @param self the connection
 * @return true when there was nothing to do, so that the caller may wait before it calls again
 */
LIB61850_API bool MmsConnection_tick(MmsConnection self);

/**
 * Installs the handler that is called with each new state of the connection. A close or abort of this side goes to
 * MMS_CONNECTION_STATE_CLOSED at once, a connect that fails by way of MMS_CONNECTION_STATE_CLOSING.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; it may call any function
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_setConnectionStateChangedHandler(MmsConnection self,
                                                    MmsConnectionStateChangedHandler handler,
                                                    void *parameter);

/**
 * Installs the handler that is called when the association is over, after the state handler: by the peer, by a failure or
 * by conclude, or since it could not be made; not after a close or abort of this side.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; it may call any function
 * @param handlerParameter passed to the handler
 */
LIB61850_API
void MmsConnection_setConnectionLostHandler(MmsConnection self,
                                            MmsConnectionLostHandler handler,
                                            void *handlerParameter);

/**
 * Installs the handler that gets every InformationReport of the server: a list of values under the name of a named
 * variable list, or one value for each variable that is reported. The report handlers of an IedConnection to which the
 * connection belongs get theirs as well.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; it owns the value, to be freed with MmsValue_delete, and may call any
 * function
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_setInformationReportHandler(MmsConnection self,
                                               MmsInformationReportHandler handler,
                                               void *parameter);

/**
 * Creates a connection that is not connected yet. Callbacks run on threads of the library.
 *
 * @return the connection, to be ended with MmsConnection_destroy
 */
LIB61850_API MmsConnection MmsConnection_create(void);

/**
 * Creates a connection that no thread of the library serves: MmsConnection_tick has to be called regularly; callbacks run
 * inside it, and blocking functions serve the connection themselves while they wait.
 *
 * @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
 * @return the connection, to be ended with MmsConnection_destroy; NULL for what is no TLS configuration
 */
LIB61850_API
MmsConnection MmsConnection_createNonThreaded(TLSConfiguration tlsConfig);

/**
 * Creates a connection that is not connected yet, secured by TLS (IEC 62351-3). Callbacks run on threads of the library.
 *
 * @param tlsConfig keys and rules of TLS; NULL for a connection in the clear
 * @return the connection, to be ended with MmsConnection_destroy; NULL for what is no TLS configuration
 */
LIB61850_API
MmsConnection MmsConnection_createSecure(TLSConfiguration tlsConfig);

/**
 * Closes the connection and ends the handle. Every outstanding asynchronous call gets its handler called before this
 * returns, and no callback of this connection runs afterwards. May be called from inside a callback of the connection
 * itself. NULL, handles that are already destroyed and the MMS connection of an IedConnection are left alone.
 *
 * @param self the connection
 */
LIB61850_API void MmsConnection_destroy(MmsConnection self);

/**
 * How the peer is addressed, and how this side proves who it is. What is set there counts from the next connect on, also of
 * the IedConnection to which the connection belongs.
 *
 * @param self the connection
 * @return the parameters, which belong to the connection; NULL for no connection
 */
LIB61850_API
IsoConnectionParameters MmsConnection_getIsoConnectionParameters(MmsConnection self);

/**
 * Sets where the files are that a server may fetch (obtainFile).
 *
 * @param self the connection
 * @param basepath a directory; NULL for the default, vmd-filestore below the working directory
 */
LIB61850_API void MmsConnection_setFilestoreBasepath(MmsConnection self, const char *basepath);

/**
 * Sets how long connecting may take, from the look-up of the host name to the answer of the association request.
 *
 * @param self the connection
 * @param timeoutInMs the time in ms; 0 for the default of 10 s
 */
LIB61850_API void MmsConnection_setConnectTimeout(MmsConnection self, uint32_t timeoutInMs);

/**
 * Sets how many requests may be outstanding at the same time, as it is proposed with the next connect.
 *
 * @param self the connection
 * @param calling requests of this side
 * @param called requests of the server
 */
LIB61850_API void MmsConnnection_setMaxOutstandingCalls(MmsConnection self, int calling, int called);

/**
 * Sets how long the answer of a request may take, from the next request on.
 *
 * @param self the connection
 * @param timeoutInMs the time in ms
 */
LIB61850_API void MmsConnection_setRequestTimeout(MmsConnection self, uint32_t timeoutInMs);

/**
 * How long the answer of a request may take.
 *
 * @param self the connection
 * @return the time in ms; 0 for no connection
 */
LIB61850_API uint32_t MmsConnection_getRequestTimeout(MmsConnection self);

/**
 * Sets the largest MMS PDU that the next connect proposes (localDetail of ISO 9506-2).
 *
 * @param self the connection
 * @param localDetail octets; less than 64 counts as 64
 */
LIB61850_API void MmsConnection_setLocalDetail(MmsConnection self, int32_t localDetail);

/**
 * The largest MMS PDU that the next connect proposes.
 *
 * @param self the connection
 * @return octets; 0 for no connection
 */
LIB61850_API int32_t MmsConnection_getLocalDetail(MmsConnection self);

/**
 * What was negotiated with the server (ISO 9506-2, Initiate).
 *
 * @param self the connection
 * @return the parameters of the current or last association; without one the PDU size that the
 * next connect proposes, -1 for the numbers, and no services
 */
LIB61850_API MmsConnectionParameters MmsConnection_getMmsConnectionParameters(MmsConnection self);

/**
 * Opens a file of the server for reading.
 *
 * @param self the connection
 * @param mmsError the result
 * @param filename name of the file on the server
 * @param initialPosition where reading begins
 * @param fileSize becomes its size in octets; may be NULL
 * @param lastModified becomes its date in milliseconds since 1970; may be NULL
 * @return what the other functions call the open file; 0 on error
 */
LIB61850_API
int32_t MmsConnection_fileOpen(MmsConnection self,
                               MmsError *mmsError,
                               const char *filename,
                               uint32_t initialPosition,
                               uint32_t *fileSize,
                               uint64_t *lastModified);

/**
 * Reads the next octets of an open file.
 *
 * @param self the connection
 * @param mmsError the result
 * @param frsmId what MmsConnection_fileOpen returned
 * @param handler gets the octets, before this returns; the buffer is valid during the call
 * @param handlerParameter passed to the handler
 * @return whether more follow
 */
LIB61850_API
bool MmsConnection_fileRead(MmsConnection self,
                            MmsError *mmsError,
                            int32_t frsmId,
                            MmsFileReadHandler handler,
                            void *handlerParameter);

/**
 * Closes an open file.
 *
 * @param self the connection
 * @param mmsError the result
 * @param frsmId what MmsConnection_fileOpen returned
 */
LIB61850_API void MmsConnection_fileClose(MmsConnection self, MmsError *mmsError, int32_t frsmId);

/**
 * Deletes a file of the server.
 *
 * @param self the connection
 * @param mmsError the result
 * @param fileName name of the file on the server
 */
LIB61850_API void MmsConnection_fileDelete(MmsConnection self, MmsError *mmsError, const char *fileName);

/**
 * Renames a file of the server.
 *
 * @param self the connection
 * @param mmsError the result
 * @param currentFileName its name on the server
 * @param newFileName the new name
 */
LIB61850_API
void MmsConnection_fileRename(MmsConnection self,
                              MmsError *mmsError,
                              const char *currentFileName,
                              const char *newFileName);

/**
 * Uploads a file: asks the server to fetch it, and serves it meanwhile. The server can fetch nothing else. The request
 * timeout counts from the last part that the server fetched.
 *
 * @param self the connection
 * @param mmsError the result
 * @param sourceFile the local file, below the base path of the file store
 * @param destinationFile name for the file on the server
 */
LIB61850_API
void MmsConnection_obtainFile(MmsConnection self,
                              MmsError *mmsError,
                              const char *sourceFile,
                              const char *destinationFile);

/**
 * Lists a directory of the server: one page, as much as fits one answer.
 *
 * @param self the connection
 * @param mmsError the result
 * @param fileSpecification a directory or file of the server; NULL for the root
 * @param continueAfter the last entry of the page before; NULL for the first page
 * @param handler gets each entry, before this returns; its name is valid during the call
 * @param handlerParameter passed to the handler
 * @return whether more entries follow: ask for them with the name of the last one as continueAfter
 */
LIB61850_API
bool MmsConnection_getFileDirectory(MmsConnection self,
                                    MmsError *mmsError,
                                    const char *fileSpecification,
                                    const char *continueAfter,
                                    MmsFileDirectoryHandler handler,
                                    void *handlerParameter);

/**
 * Starts to open a file of the server, see MmsConnection_fileOpen.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param filename name of the file on the server
 * @param initialPosition where reading begins
 * @param handler gets what the other functions call the open file, its size and date; 0 on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_fileOpenAsync(MmsConnection self,
                                 uint32_t *usedInvokeId,
                                 MmsError *mmsError,
                                 const char *filename,
                                 uint32_t initialPosition,
                                 MmsConnection_FileOpenHandler handler,
                                 void *parameter);

/**
 * Starts to read the next octets of an open file, see MmsConnection_fileRead.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param frsmId what MmsConnection_fileOpen returned
 * @param handler gets the octets, valid during the call, and whether more follow; NULL on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_fileReadAsync(MmsConnection self,
                                 uint32_t *usedInvokeId,
                                 MmsError *mmsError,
                                 int32_t frsmId,
                                 MmsConnection_FileReadHandler handler,
                                 void *parameter);

/**
 * Starts to close an open file, see MmsConnection_fileClose.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param frsmId what MmsConnection_fileOpen returned
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_fileCloseAsync(MmsConnection self,
                                  uint32_t *usedInvokeId,
                                  MmsError *mmsError,
                                  uint32_t frsmId,
                                  MmsConnection_GenericServiceHandler handler,
                                  void *parameter);

/**
 * Starts to delete a file of the server, see MmsConnection_fileDelete.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param fileName name of the file on the server
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_fileDeleteAsync(MmsConnection self,
                                   uint32_t *usedInvokeId,
                                   MmsError *mmsError,
                                   const char *fileName,
                                   MmsConnection_GenericServiceHandler handler,
                                   void *parameter);

/**
 * Starts to rename a file of the server, see MmsConnection_fileRename.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param currentFileName its name on the server
 * @param newFileName the new name
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_fileRenameAsync(MmsConnection self,
                                   uint32_t *usedInvokeId,
                                   MmsError *mmsError,
                                   const char *currentFileName,
                                   const char *newFileName,
                                   MmsConnection_GenericServiceHandler handler,
                                   void *parameter);

/**
 * Starts to upload a file, see MmsConnection_obtainFile.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param sourceFile the local file, below the base path of the file store
 * @param destinationFile name for the file on the server
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_obtainFileAsync(MmsConnection self,
                                   uint32_t *usedInvokeId,
                                   MmsError *mmsError,
                                   const char *sourceFile,
                                   const char *destinationFile,
                                   MmsConnection_GenericServiceHandler handler,
                                   void *parameter);

/**
 * Starts to list one page of a directory of the server, see MmsConnection_getFileDirectory.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param fileSpecification a directory or file of the server; NULL for the root
 * @param continueAfter the last entry of the page before; NULL for the first page
 * @param handler gets each entry, its name valid during the call and moreFollows true, and at last NULL with whether
 * more entries follow on further pages; once with NULL on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getFileDirectoryAsync(MmsConnection self,
                                         uint32_t *usedInvokeId,
                                         MmsError *mmsError,
                                         const char *fileSpecification,
                                         const char *continueAfter,
                                         MmsConnection_FileDirectoryHandler handler,
                                         void *parameter);

/**
 * Frees an entry of a journal with its variables. NULL is nothing.
 *
 * @param self the entry
 */
LIB61850_API void MmsJournalEntry_destroy(MmsJournalEntry self);

/**
 * Identifier of an entry.
 *
 * @param self the entry
 * @return an octet string that belongs to the entry
 */
LIB61850_API MmsValue *MmsJournalEntry_getEntryID(MmsJournalEntry self);

/**
 * Time of an entry.
 *
 * @param self the entry
 * @return a binary time that belongs to the entry
 */
LIB61850_API MmsValue *MmsJournalEntry_getOccurenceTime(MmsJournalEntry self);

/**
 * What an entry logged.
 *
 * @param self the entry
 * @return a list of MmsJournalVariable that belongs to the entry
 */
LIB61850_API LinkedList MmsJournalEntry_getJournalVariables(MmsJournalEntry self);

/**
 * Tag of a variable: a reference, or what the reason of the entry is called.
 *
 * @param self the variable
 * @return the tag, which belongs to the variable
 */
LIB61850_API const char *MmsJournalVariable_getTag(MmsJournalVariable self);

/**
 * Value of a variable.
 *
 * @param self the variable
 * @return the value, which belongs to the variable
 */
LIB61850_API MmsValue *MmsJournalVariable_getValue(MmsJournalVariable self);

/**
 * The entries of a journal between two times, as many as one answer holds.
 *
 * @param self the connection
 * @param mmsError the result; MMS_ERROR_INVALID_ARGUMENTS for values of other types
 * @param domainId its domain; NULL for the VMD
 * @param itemId the journal
 * @param startTime the earliest time, a binary time, which stays the caller's
 * @param endTime the latest time, a binary time, which stays the caller's
 * @param moreFollows becomes whether the server has further entries; may be NULL
 * @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_readJournalTimeRange(MmsConnection self,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              const char *itemId,
                                              MmsValue *startTime,
                                              MmsValue *endTime,
                                              bool *moreFollows);

/**
 * Starts to ask for the entries of a journal between two times, see MmsConnection_readJournalTimeRange.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param itemId the journal
 * @param startTime the earliest time, a binary time, which stays the caller's
 * @param endTime the latest time, a binary time, which stays the caller's
 * @param handler gets the entries, which are its own to free, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readJournalTimeRangeAsync(MmsConnection self,
                                             uint32_t *usedInvokeId,
                                             MmsError *mmsError,
                                             const char *domainId,
                                             const char *itemId,
                                             MmsValue *startTime,
                                             MmsValue *endTime,
                                             MmsConnection_ReadJournalHandler handler,
                                             void *parameter);

/**
 * The entries of a journal behind one of them, as many as one answer holds.
 *
 * @param self the connection
 * @param mmsError the result; MMS_ERROR_INVALID_ARGUMENTS for values of other types
 * @param domainId its domain; NULL for the VMD
 * @param itemId the journal
 * @param timeSpecification time of the entry, a binary time, which stays the caller's
 * @param entrySpecification identifier of the entry, an octet string, which stays the caller's
 * @param moreFollows becomes whether the server has further entries; may be NULL
 * @return a list of MmsJournalEntry, to be freed with LinkedList_destroyDeep and MmsJournalEntry_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_readJournalStartAfter(MmsConnection self,
                                               MmsError *mmsError,
                                               const char *domainId,
                                               const char *itemId,
                                               MmsValue *timeSpecification,
                                               MmsValue *entrySpecification,
                                               bool *moreFollows);

/**
 * Starts to ask for the entries of a journal behind one of them, see MmsConnection_readJournalStartAfter.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param itemId the journal
 * @param timeSpecification time of the entry, a binary time, which stays the caller's
 * @param entrySpecification identifier of the entry, an octet string, which stays the caller's
 * @param handler gets the entries, which are its own to free, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readJournalStartAfterAsync(MmsConnection self,
                                              uint32_t *usedInvokeId,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              const char *itemId,
                                              MmsValue *timeSpecification,
                                              MmsValue *entrySpecification,
                                              MmsConnection_ReadJournalHandler handler,
                                              void *parameter);

/**
 * Defines a named variable list.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
 */
LIB61850_API
void MmsConnection_defineNamedVariableList(MmsConnection self,
                                           MmsError *mmsError,
                                           const char *domainId,
                                           const char *listName,
                                           LinkedList variableSpecs);

/**
 * The members of a named variable list.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param deletable becomes whether clients may delete the list; may be NULL
 * @return a list of MmsVariableAccessSpecification, to be freed with LinkedList_destroyDeep and
 * MmsVariableAccessSpecification_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_readNamedVariableListDirectory(MmsConnection self,
                                                        MmsError *mmsError,
                                                        const char *domainId,
                                                        const char *listName,
                                                        bool *deletable);

/**
 * Deletes a named variable list.
 *
 * @param self the connection
 * @param mmsError the result; MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT without such a list,
 * MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED for one that cannot be deleted
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @return whether it is deleted
 */
LIB61850_API
bool MmsConnection_deleteNamedVariableList(MmsConnection self,
                                           MmsError *mmsError,
                                           const char *domainId,
                                           const char *listName);

/**
 * Defines a named variable list of this association.
 *
 * @param self the connection
 * @param mmsError the result
 * @param listName the named variable list
 * @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
 */
LIB61850_API
void MmsConnection_defineNamedVariableListAssociationSpecific(MmsConnection self,
                                                              MmsError *mmsError,
                                                              const char *listName,
                                                              LinkedList variableSpecs);

/**
 * The members of a named variable list of this association.
 *
 * @param self the connection
 * @param mmsError the result
 * @param listName the named variable list
 * @param deletable becomes whether clients may delete the list; may be NULL
 * @return a list of MmsVariableAccessSpecification, to be freed with LinkedList_destroyDeep and
 * MmsVariableAccessSpecification_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_readNamedVariableListDirectoryAssociationSpecific(MmsConnection self,
                                                                           MmsError *mmsError,
                                                                           const char *listName,
                                                                           bool *deletable);

/**
 * Deletes a named variable list of this association.
 *
 * @param self the connection
 * @param mmsError the result; MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT without such a list,
 * MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED for one that cannot be deleted
 * @param listName the named variable list
 * @return whether it is deleted
 */
LIB61850_API
bool MmsConnection_deleteAssociationSpecificNamedVariableList(MmsConnection self,
                                                              MmsError *mmsError,
                                                              const char *listName);

/**
 * Names a variable, as a member of a list that is to be defined.
 *
 * @param domainId the domain, or NULL for the VMD
 * @param itemId the variable
 * @return the name, to be freed with free() or Memory_free; its strings stay the caller's
 */
LIB61850_API MmsVariableAccessSpecification *MmsVariableAccessSpecification_create(char *domainId, char *itemId);

/**
 * Names a part of a variable, as a member of a list that is to be defined.
 *
 * @param domainId the domain, or NULL for the VMD
 * @param itemId the variable
 * @param index the element of an array; -1 where it is none
 * @param componentName the component of that element, or of the variable; NULL for all of it
 * @return the name, to be freed with free() or Memory_free; its strings stay the caller's
 */
LIB61850_API
MmsVariableAccessSpecification *MmsVariableAccessSpecification_createAlternateAccess(char *domainId,
                                                                                     char *itemId,
                                                                                     int32_t index,
                                                                                     char *componentName);

/**
 * Frees a member that a directory function has returned, with its strings. NULL is nothing.
 *
 * @param self the member
 */
LIB61850_API void MmsVariableAccessSpecification_destroy(MmsVariableAccessSpecification *self);

/**
 * Starts to define a named variable list, see MmsConnection_defineNamedVariableList.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_defineNamedVariableListAsync(MmsConnection self,
                                                uint32_t *usedInvokeId,
                                                MmsError *mmsError,
                                                const char *domainId,
                                                const char *listName,
                                                LinkedList variableSpecs,
                                                MmsConnection_GenericServiceHandler handler,
                                                void *parameter);

/**
 * Starts to ask for the members of a named variable list, see MmsConnection_readNamedVariableListDirectory.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param handler gets the list, which is its own to free with LinkedList_destroyDeep and
 * MmsVariableAccessSpecification_destroy, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readNamedVariableListDirectoryAsync(MmsConnection self,
                                                       uint32_t *usedInvokeId,
                                                       MmsError *mmsError,
                                                       const char *domainId,
                                                       const char *listName,
                                                       MmsConnection_ReadNVLDirectoryHandler handler,
                                                       void *parameter);

/**
 * Starts to delete a named variable list, see MmsConnection_deleteNamedVariableList.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_deleteNamedVariableListAsync(MmsConnection self,
                                                uint32_t *usedInvokeId,
                                                MmsError *mmsError,
                                                const char *domainId,
                                                const char *listName,
                                                MmsConnection_GenericServiceHandler handler,
                                                void *parameter);

/**
 * Starts to define a named variable list of this association, see
 * MmsConnection_defineNamedVariableListAssociationSpecific.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param listName the named variable list
 * @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_defineNamedVariableListAssociationSpecificAsync(MmsConnection self,
                                                                   uint32_t *usedInvokeId,
                                                                   MmsError *mmsError,
                                                                   const char *listName,
                                                                   LinkedList variableSpecs,
                                                                   MmsConnection_GenericServiceHandler handler,
                                                                   void *parameter);

/**
 * Starts to ask for the members of a named variable list of this association, see
 * MmsConnection_readNamedVariableListDirectoryAssociationSpecific.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param listName the named variable list
 * @param handler gets the list, which is its own to free with LinkedList_destroyDeep and
 * MmsVariableAccessSpecification_destroy, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readNamedVariableListDirectoryAssociationSpecificAsync(MmsConnection self,
                                                                          uint32_t *usedInvokeId,
                                                                          MmsError *mmsError,
                                                                          const char *listName,
                                                                          MmsConnection_ReadNVLDirectoryHandler handler,
                                                                          void *parameter);

/**
 * Starts to delete a named variable list of this association, see
 * MmsConnection_deleteAssociationSpecificNamedVariableList.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param listName the named variable list
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_deleteAssociationSpecificNamedVariableListAsync(MmsConnection self,
                                                                   uint32_t *usedInvokeId,
                                                                   MmsError *mmsError,
                                                                   const char *listName,
                                                                   MmsConnection_GenericServiceHandler handler,
                                                                   void *parameter);

/**
 * Reads the members of a named variable list.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param specWithResult whether the answer shall repeat the names of the members
 * @return an array with a value for each member, of type MMS_DATA_ACCESS_ERROR where the server refuses the access, to
 * be freed with MmsValue_delete; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readNamedVariableListValues(MmsConnection self,
                                                    MmsError *mmsError,
                                                    const char *domainId,
                                                    const char *listName,
                                                    bool specWithResult);

/**
 * Starts to read the members of a named variable list, see MmsConnection_readNamedVariableListValues.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId its domain; NULL for the VMD
 * @param listName the named variable list
 * @param specWithResult whether the answer shall repeat the names of the members
 * @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readNamedVariableListValuesAsync(MmsConnection self,
                                                    uint32_t *usedInvokeId,
                                                    MmsError *mmsError,
                                                    const char *domainId,
                                                    const char *listName,
                                                    bool specWithResult,
                                                    MmsConnection_ReadVariableHandler handler,
                                                    void *parameter);

/**
 * Reads the members of a named variable list of this association.
 *
 * @param self the connection
 * @param mmsError the result
 * @param listName the named variable list
 * @param specWithResult whether the answer shall repeat the names of the members
 * @return an array with a value for each member, of type MMS_DATA_ACCESS_ERROR where the server refuses the access, to
 * be freed with MmsValue_delete; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readNamedVariableListValuesAssociationSpecific(MmsConnection self,
                                                                       MmsError *mmsError,
                                                                       const char *listName,
                                                                       bool specWithResult);

/**
 * Starts to read the members of a named variable list of this association, see
 * MmsConnection_readNamedVariableListValuesAssociationSpecific.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param listName the named variable list
 * @param specWithResult whether the answer shall repeat the names of the members
 * @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readNamedVariableListValuesAssociationSpecificAsync(MmsConnection self,
                                                                       uint32_t *usedInvokeId,
                                                                       MmsError *mmsError,
                                                                       const char *listName,
                                                                       bool specWithResult,
                                                                       MmsConnection_ReadVariableHandler handler,
                                                                       void *parameter);

/**
 * Names of the variables of the VMD, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList MmsConnection_getVMDVariableNames(MmsConnection self, MmsError *mmsError);

/**
 * Names of the domains, in IEC 61850 the logical devices, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList MmsConnection_getDomainNames(MmsConnection self, MmsError *mmsError);

/**
 * Names of the variables of a domain, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_getDomainVariableNames(MmsConnection self,
                                                MmsError *mmsError,
                                                const char *domainId);

/**
 * Names of the named variable lists of a domain, in IEC 61850 its data sets, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API
LinkedList MmsConnection_getDomainVariableListNames(MmsConnection self,
                                                    MmsError *mmsError,
                                                    const char *domainId);

/**
 * Names of the journals of a domain, in IEC 61850 its logs, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList MmsConnection_getDomainJournals(MmsConnection self, MmsError *mmsError, const char *domainId);

/**
 * Names of the named variable lists of this association, with all pages.
 *
 * @param self the connection
 * @param mmsError the result
 * @return a list of strings, to be freed with LinkedList_destroy; NULL on error
 */
LIB61850_API LinkedList MmsConnection_getVariableListNamesAssociationSpecific(MmsConnection self, MmsError *mmsError);

/**
 * The type of a variable.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @return the type, to be freed with MmsVariableSpecification_destroy; NULL on error
 */
LIB61850_API
MmsVariableSpecification *MmsConnection_getVariableAccessAttributes(MmsConnection self,
                                                                    MmsError *mmsError,
                                                                    const char *domainId,
                                                                    const char *itemId);

/**
 * Starts to ask for one page of these names, see MmsConnection_getVMDVariableNames.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getVMDVariableNamesAsync(MmsConnection self,
                                            uint32_t *usedInvokeId,
                                            MmsError *mmsError,
                                            const char *continueAfter,
                                            MmsConnection_GetNameListHandler handler,
                                            void *parameter);

/**
 * Starts to ask for one page of these names, see MmsConnection_getDomainNames.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, which must stay until the handler has been called; or
 * NULL for a new list
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getDomainNamesAsync(MmsConnection self,
                                       uint32_t *usedInvokeId,
                                       MmsError *mmsError,
                                       const char *continueAfter,
                                       LinkedList result,
                                       MmsConnection_GetNameListHandler handler,
                                       void *parameter);

/**
 * Starts to ask for one page of these names, see MmsConnection_getDomainVariableNames.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, which must stay until the handler has been called; or
 * NULL for a new list
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getDomainVariableNamesAsync(MmsConnection self,
                                               uint32_t *usedInvokeId,
                                               MmsError *mmsError,
                                               const char *domainId,
                                               const char *continueAfter,
                                               LinkedList result,
                                               MmsConnection_GetNameListHandler handler,
                                               void *parameter);

/**
 * Starts to ask for one page of these names, see MmsConnection_getDomainVariableListNames.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param result a list of strings to which the names are added, which must stay until the handler has been called; or
 * NULL for a new list
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getDomainVariableListNamesAsync(MmsConnection self,
                                                   uint32_t *usedInvokeId,
                                                   MmsError *mmsError,
                                                   const char *domainId,
                                                   const char *continueAfter,
                                                   LinkedList result,
                                                   MmsConnection_GetNameListHandler handler,
                                                   void *parameter);

/**
 * Starts to ask for one page of these names, see MmsConnection_getDomainJournals.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getDomainJournalsAsync(MmsConnection self,
                                          uint32_t *usedInvokeId,
                                          MmsError *mmsError,
                                          const char *domainId,
                                          const char *continueAfter,
                                          MmsConnection_GetNameListHandler handler,
                                          void *parameter);

/**
 * Starts to ask for one page of these names, see MmsConnection_getVariableListNamesAssociationSpecific.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param continueAfter the last name of the page before; NULL for the first page
 * @param handler gets the list, which is its own to free with LinkedList_destroy, and whether more names follow; NULL
 * instead of the list on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getVariableListNamesAssociationSpecificAsync(MmsConnection self,
                                                                uint32_t *usedInvokeId,
                                                                MmsError *mmsError,
                                                                const char *continueAfter,
                                                                MmsConnection_GetNameListHandler handler,
                                                                void *parameter);

/**
 * Starts to ask for the type of a variable, see MmsConnection_getVariableAccessAttributes.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param handler gets the type, which is its own to free with MmsVariableSpecification_destroy, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getVariableAccessAttributesAsync(MmsConnection self,
                                                    uint32_t *usedInvokeId,
                                                    MmsError *mmsError,
                                                    const char *domainId,
                                                    const char *itemId,
                                                    MmsConnection_GetVariableAccessAttributesHandler handler,
                                                    void *parameter);

/**
 * Installs the handler that gets every MMS PDU that is sent or received, from the initiate request on.
 *
 * @param self the connection
 * @param handler the handler, or NULL for none; the message is valid during the call, and the handler may call any function
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_setRawMessageHandler(MmsConnection self,
                                        MmsRawMessageHandler handler,
                                        void *parameter);

/**
 * Sends an MMS PDU as it is. What the server answers goes to the raw message handler.
 *
 * @param self the connection
 * @param mmsError MMS_ERROR_NONE; MMS_ERROR_CONNECTION_LOST where there is no association; MMS_ERROR_INVALID_ARGUMENTS for
 * a PDU that is longer than negotiated
 * @param buffer the PDU
 * @param bufSize its length
 */
LIB61850_API
void MmsConnection_sendRawData(MmsConnection self,
                               MmsError *mmsError,
                               uint8_t *buffer,
                               int bufSize);

/**
 * Reads a variable.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
 * access; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readVariable(MmsConnection self,
                                     MmsError *mmsError,
                                     const char *domainId,
                                     const char *itemId);

/**
 * Reads a component of a variable.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param componentId the component, levels separated by `$`
 * @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
 * access; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readVariableComponent(MmsConnection self,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              const char *itemId,
                                              const char *componentId);

/**
 * Reads elements of an array.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param startIndex first element
 * @param numberOfElements how many elements; 0 for the first one alone, not as an array
 * @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
 * access; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readArrayElements(MmsConnection self,
                                          MmsError *mmsError,
                                          const char *domainId,
                                          const char *itemId,
                                          uint32_t startIndex,
                                          uint32_t numberOfElements);

/**
 * Reads a component of an element of an array.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param index the element
 * @param componentId the component, levels separated by `$`
 * @return the value, to be freed with MmsValue_delete; one of type MMS_DATA_ACCESS_ERROR where the server refuses the
 * access; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readSingleArrayElementWithComponent(MmsConnection self,
                                                            MmsError *mmsError,
                                                            const char *domainId,
                                                            const char *itemId,
                                                            uint32_t index,
                                                            const char *componentId);

/**
 * Reads several variables of one domain with one request.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param items a list of strings, the variables
 * @return an array with a value for each variable, of type MMS_DATA_ACCESS_ERROR where the server refuses the access,
 * to be freed with MmsValue_delete; NULL on error
 */
LIB61850_API
MmsValue *MmsConnection_readMultipleVariables(MmsConnection self,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              LinkedList items);

/**
 * Starts to read a variable, see MmsConnection_readVariable.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readVariableAsync(MmsConnection self,
                                     uint32_t *usedInvokeId,
                                     MmsError *mmsError,
                                     const char *domainId,
                                     const char *itemId,
                                     MmsConnection_ReadVariableHandler handler,
                                     void *parameter);

/**
 * Starts to read a component of a variable, see MmsConnection_readVariableComponent.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param componentId the component, levels separated by `$`
 * @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readVariableComponentAsync(MmsConnection self,
                                              uint32_t *usedInvokeId,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              const char *itemId,
                                              const char *componentId,
                                              MmsConnection_ReadVariableHandler handler,
                                              void *parameter);

/**
 * Starts to read elements of an array, see MmsConnection_readArrayElements.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param startIndex first element
 * @param numberOfElements how many elements; 0 for the first one alone, not as an array
 * @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readArrayElementsAsync(MmsConnection self,
                                          uint32_t *usedInvokeId,
                                          MmsError *mmsError,
                                          const char *domainId,
                                          const char *itemId,
                                          uint32_t startIndex,
                                          uint32_t numberOfElements,
                                          MmsConnection_ReadVariableHandler handler,
                                          void *parameter);

/**
 * Starts to read a component of an element of an array, see MmsConnection_readSingleArrayElementWithComponent.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param index the element
 * @param componentId the component, levels separated by `$`
 * @param handler gets the value, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readSingleArrayElementWithComponentAsync(MmsConnection self,
                                                            uint32_t *usedInvokeId,
                                                            MmsError *mmsError,
                                                            const char *domainId,
                                                            const char *itemId,
                                                            uint32_t index,
                                                            const char *componentId,
                                                            MmsConnection_ReadVariableHandler handler,
                                                            void *parameter);

/**
 * Starts to read several variables of one domain, see MmsConnection_readMultipleVariables.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param items a list of strings, the variables
 * @param handler gets an array of the values, which is its own to free with MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_readMultipleVariablesAsync(MmsConnection self,
                                              uint32_t *usedInvokeId,
                                              MmsError *mmsError,
                                              const char *domainId,
                                              LinkedList items,
                                              MmsConnection_ReadVariableHandler handler,
                                              void *parameter);

/**
 * Asks the server who it is.
 *
 * @param self the connection
 * @param mmsError the result
 * @return vendor, model and revision, to be freed with MmsServerIdentity_destroy; NULL on error
 */
LIB61850_API MmsServerIdentity *MmsConnection_identify(MmsConnection self, MmsError *mmsError);

/**
 * Starts to ask the server who it is, see MmsConnection_identify.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param handler gets the strings, which are valid during the call, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_identifyAsync(MmsConnection self,
                                 uint32_t *usedInvokeId,
                                 MmsError *mmsError,
                                 MmsConnection_IdentifyHandler handler,
                                 void *parameter);

/**
 * Frees what MmsConnection_identify returned. NULL is nothing.
 *
 * @param self the identity
 */
LIB61850_API void MmsServerIdentity_destroy(MmsServerIdentity *self);

/**
 * Asks for the status of the server.
 *
 * @param self the connection
 * @param mmsError the result
 * @param vmdLogicalStatus becomes 0 state changes allowed, 1 no state changes allowed, 2 limited services permitted or 3
 * support services allowed; may be NULL
 * @param vmdPhysicalStatus becomes 0 operational, 1 partially operational, 2 inoperable or 3 needs commissioning; may be NULL
 * @param extendedDerivation whether the server shall test itself before it answers
 */
LIB61850_API
void MmsConnection_getServerStatus(MmsConnection self,
                                   MmsError *mmsError,
                                   int *vmdLogicalStatus,
                                   int *vmdPhysicalStatus,
                                   bool extendedDerivation);

/**
 * Starts to ask for the status of the server, see MmsConnection_getServerStatus.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param extendedDerivation whether the server shall test itself before it answers
 * @param handler gets the status; 0 on error
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_getServerStatusAsync(MmsConnection self,
                                        uint32_t *usedInvokeId,
                                        MmsError *mmsError,
                                        bool extendedDerivation,
                                        MmsConnection_GetServerStatusHandler handler,
                                        void *parameter);

/**
 * Writes a variable.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param value the value, which stays the caller's
 * @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
 * answer; mmsError says more
 */
LIB61850_API
MmsDataAccessError MmsConnection_writeVariable(MmsConnection self,
                                               MmsError *mmsError,
                                               const char *domainId,
                                               const char *itemId,
                                               MmsValue *value);

/**
 * Writes a component of a variable.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param componentId the component, levels separated by `$`
 * @param value the value, which stays the caller's
 * @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
 * answer; mmsError says more
 */
LIB61850_API
MmsDataAccessError MmsConnection_writeVariableComponent(MmsConnection self,
                                                        MmsError *mmsError,
                                                        const char *domainId,
                                                        const char *itemId,
                                                        const char *componentId,
                                                        MmsValue *value);

/**
 * Writes a component of an element of an array.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param arrayIndex the element
 * @param componentId the component, levels separated by `$`
 * @param value the value, which stays the caller's
 * @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
 * answer; mmsError says more
 */
LIB61850_API
MmsDataAccessError MmsConnection_writeSingleArrayElementWithComponent(MmsConnection self,
                                                                      MmsError *mmsError,
                                                                      const char *domainId,
                                                                      const char *itemId,
                                                                      uint32_t arrayIndex,
                                                                      const char *componentId,
                                                                      MmsValue *value);

/**
 * Writes elements of an array.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param index first element
 * @param numberOfElements how many elements; 0 for the first one alone
 * @param value the value, which stays the caller's
 * @return DATA_ACCESS_ERROR_SUCCESS, the access error of the server, or DATA_ACCESS_ERROR_NO_RESPONSE where there is no
 * answer; mmsError says more
 */
LIB61850_API
MmsDataAccessError MmsConnection_writeArrayElements(MmsConnection self,
                                                    MmsError *mmsError,
                                                    const char *domainId,
                                                    const char *itemId,
                                                    int index,
                                                    int numberOfElements,
                                                    MmsValue *value);

/**
 * Writes several variables of one domain with one request.
 *
 * @param self the connection
 * @param mmsError the result
 * @param domainId the domain; NULL for the VMD
 * @param items a list of strings, the variables
 * @param values a list of MmsValue, which stay the caller's
 * @param accessResults becomes a list of MmsValue, access errors of which -1 is success, to be freed with
 * LinkedList_destroyDeep and MmsValue_delete; NULL on error
 */
LIB61850_API
void MmsConnection_writeMultipleVariables(MmsConnection self,
                                          MmsError *mmsError,
                                          const char *domainId,
                                          LinkedList items,
                                          LinkedList values,
                                          LinkedList *accessResults);

/**
 * Writes the members of a named variable list with one request.
 *
 * @param self the connection
 * @param mmsError the result
 * @param isAssociationSpecific whether the list belongs to the association; domainId does not count then
 * @param domainId its domain; NULL for the VMD
 * @param itemId the named variable list
 * @param values a list of MmsValue, which stay the caller's
 * @param accessResults becomes a list of MmsValue, access errors of which -1 is success, to be freed with
 * LinkedList_destroyDeep and MmsValue_delete; NULL on error
 */
LIB61850_API
void MmsConnection_writeNamedVariableList(MmsConnection self,
                                          MmsError *mmsError,
                                          bool isAssociationSpecific,
                                          const char *domainId,
                                          const char *itemId,
                                          LinkedList values,
                                          LinkedList *accessResults);

/**
 * Starts to write a variable, see MmsConnection_writeVariable.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param value the value, which stays the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeVariableAsync(MmsConnection self,
                                      uint32_t *usedInvokeId,
                                      MmsError *mmsError,
                                      const char *domainId,
                                      const char *itemId,
                                      MmsValue *value,
                                      MmsConnection_WriteVariableHandler handler,
                                      void *parameter);

/**
 * Starts to write a component of a variable, see MmsConnection_writeVariableComponent.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param componentId the component, levels separated by `$`
 * @param value the value, which stays the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeVariableComponentAsync(MmsConnection self,
                                               uint32_t *usedInvokeId,
                                               MmsError *mmsError,
                                               const char *domainId,
                                               const char *itemId,
                                               const char *componentId,
                                               MmsValue *value,
                                               MmsConnection_WriteVariableHandler handler,
                                               void *parameter);

/**
 * Starts to write a component of an element of an array, see MmsConnection_writeSingleArrayElementWithComponent.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param arrayIndex the element
 * @param componentId the component, levels separated by `$`
 * @param value the value, which stays the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeSingleArrayElementWithComponentAsync(MmsConnection self,
                                                             uint32_t *usedInvokeId,
                                                             MmsError *mmsError,
                                                             const char *domainId,
                                                             const char *itemId,
                                                             uint32_t arrayIndex,
                                                             const char *componentId,
                                                             MmsValue *value,
                                                             MmsConnection_WriteVariableHandler handler,
                                                             void *parameter);

/**
 * Starts to write elements of an array, see MmsConnection_writeArrayElements.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param itemId the variable
 * @param index first element
 * @param numberOfElements how many elements; 0 for the first one alone
 * @param value the value, which stays the caller's
 * @param handler gets the result
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeArrayElementsAsync(MmsConnection self,
                                           uint32_t *usedInvokeId,
                                           MmsError *mmsError,
                                           const char *domainId,
                                           const char *itemId,
                                           int index,
                                           int numberOfElements,
                                           MmsValue *value,
                                           MmsConnection_WriteVariableHandler handler,
                                           void *parameter);

/**
 * Starts to write several variables of one domain, see MmsConnection_writeMultipleVariables.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param domainId the domain; NULL for the VMD
 * @param items a list of strings, the variables
 * @param values a list of MmsValue, which stay the caller's
 * @param handler gets the results, which are its own to free with LinkedList_destroyDeep and MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeMultipleVariablesAsync(MmsConnection self,
                                               uint32_t *usedInvokeId,
                                               MmsError *mmsError,
                                               const char *domainId,
                                               LinkedList items,
                                               LinkedList values,
                                               MmsConnection_WriteMultipleVariablesHandler handler,
                                               void *parameter);

/**
 * Starts to write the members of a named variable list, see MmsConnection_writeNamedVariableList.
 *
 * @param self the connection
 * @param usedInvokeId becomes the invoke id of the request; may be NULL
 * @param mmsError what is wrong at once
 * @param isAssociationSpecific whether the list belongs to the association; domainId does not count then
 * @param domainId its domain; NULL for the VMD
 * @param itemId the named variable list
 * @param values a list of MmsValue, which stay the caller's
 * @param handler gets the results, which are its own to free with LinkedList_destroyDeep and MmsValue_delete, or NULL
 * @param parameter passed to the handler
 */
LIB61850_API
void MmsConnection_writeNamedVariableListAsync(MmsConnection self,
                                               uint32_t *usedInvokeId,
                                               MmsError *mmsError,
                                               bool isAssociationSpecific,
                                               const char *domainId,
                                               const char *itemId,
                                               LinkedList values,
                                               MmsConnection_WriteMultipleVariablesHandler handler,
                                               void *parameter);

#ifdef __cplusplus
}
#endif

#endif /* MMS_CLIENT_CONNECTION_H_ */
