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

/**
 * An InformationReport arrived: a named variable list of `domainName` (NULL: VMD) or, with
 * `isVariableListName` false, a single variable. The callee owns `value`.
 */
typedef void (*MmsInformationReportHandler)(void *parameter,
                                            char *domainName,
                                            char *variableListName,
                                            MmsValue *value,
                                            bool isVariableListName);

/** An MMS PDU was sent or, with `received` true, arrived. */
typedef void (*MmsRawMessageHandler)(void *parameter, uint8_t *message, int messageLength, bool received);

/** The state of the connection changed. */
typedef void (*MmsConnectionStateChangedHandler)(MmsConnection connection, void *parameter, MmsConnectionState newState);

/** The association broke. */
typedef void (*MmsConnectionLostHandler)(MmsConnection connection, void *parameter);

/** The answer to a conclude request, or the end of an abort. */
typedef void (*MmsConnection_ConcludeAbortHandler)(void *parameter, MmsError mmsError, bool success);

/** The answer to a service without results. */
typedef void (*MmsConnection_GenericServiceHandler)(uint32_t invokeId, void *parameter, MmsError mmsError, bool success);

/** A page of names; `moreFollows` says that the server has further ones. */
typedef void (*MmsConnection_GetNameListHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 MmsError mmsError,
                                                 LinkedList nameList,
                                                 bool moreFollows);

/** The value of a read. The callee owns `value`, which is NULL on error. */
typedef void (*MmsConnection_ReadVariableHandler)(uint32_t invokeId, void *parameter, MmsError mmsError, MmsValue *value);

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

/** The type of a variable. The callee owns `spec`. */
typedef void (*MmsConnection_GetVariableAccessAttributesHandler)(uint32_t invokeId,
                                                                 void *parameter,
                                                                 MmsError mmsError,
                                                                 MmsVariableSpecification *spec);

/** The members of a named variable list. The callee owns the list. */
typedef void (*MmsConnection_ReadNVLDirectoryHandler)(uint32_t invokeId,
                                                      void *parameter,
                                                      MmsError mmsError,
                                                      LinkedList specs,
                                                      bool deletable);

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

/** An entry of a file directory. `lastModified` is in milliseconds since 1970. */
typedef void (*MmsFileDirectoryHandler)(void *parameter, char *filename, uint32_t size, uint64_t lastModified);

/** An entry of a file directory, or an error with `filename` NULL. */
typedef void (*MmsConnection_FileDirectoryHandler)(uint32_t invokeId,
                                                   void *parameter,
                                                   MmsError mmsError,
                                                   char *filename,
                                                   uint32_t size,
                                                   uint64_t lastModfified,
                                                   bool moreFollows);

/** A piece of a file. The buffer is valid during the call. */
typedef void (*MmsFileReadHandler)(void *parameter, int32_t frsmId, uint8_t *buffer, uint32_t bytesReceived);

/** A piece of a file. The buffer is valid during the call. */
typedef void (*MmsConnection_FileReadHandler)(uint32_t invokeId,
                                              void *parameter,
                                              MmsError mmsError,
                                              int32_t frsmId,
                                              uint8_t *buffer,
                                              uint32_t byteReceived,
                                              bool moreFollows);

/** The file is open as `frsmId`. */
typedef void (*MmsConnection_FileOpenHandler)(uint32_t invokeId,
                                              void *parameter,
                                              MmsError mmsError,
                                              int32_t frsmId,
                                              uint32_t fileSize,
                                              uint64_t lastModified);

/** Entries of a journal. The callee owns the list. */
typedef void (*MmsConnection_ReadJournalHandler)(uint32_t invokeId,
                                                 void *parameter,
                                                 MmsError mmsError,
                                                 LinkedList journalEntries,
                                                 bool moreFollows);

/** Who the server says it is. */
typedef struct MmsServerIdentity {
  /** its vendor */
  char *vendorName;
  /** its model */
  char *modelName;
  /** its revision */
  char *revision;
} MmsServerIdentity;

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
 * @return the parameters of the current or last association; all 0 when there was none
 */
LIB61850_API MmsConnectionParameters MmsConnection_getMmsConnectionParameters(MmsConnection self);

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

#ifdef __cplusplus
}
#endif

#endif /* MMS_CLIENT_CONNECTION_H_ */
