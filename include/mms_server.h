/*
 * mms_server.h: the MMS server below an IEC 61850 server.
 *
 * Made from src/ffi/mms_server by tests/headers.rs; do not edit.
 */

#ifndef MMS_SERVER_H_
#define MMS_SERVER_H_

#include "libiec61850_common_api.h"
#include "iso_connection_parameters.h"
#include "mms_common.h"
#include "mms_types.h"
#include "mms_value.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What happened to a client connection. */
typedef enum MmsServerEvent {
  /** a client has connected */
  MMS_SERVER_NEW_CONNECTION = 0,
  /** a client is gone */
  MMS_SERVER_CONNECTION_CLOSED = 1,
  /** regularly, for each client */
  MMS_SERVER_CONNECTION_TICK = 2,
} MmsServerEvent;

/** Where a named variable list lives. */
typedef enum MmsVariableListType {
  /** in a domain */
  MMS_DOMAIN_SPECIFIC = 0,
  /** as long as the association */
  MMS_ASSOCIATION_SPECIFIC = 1,
  /** of the whole device */
  MMS_VMD_SPECIFIC = 2,
} MmsVariableListType;

/** What a client wants to do with a named variable list. */
typedef enum MmsVariableListAccessType {
  /** make it */
  MMS_VARLIST_CREATE = 0,
  /** delete it */
  MMS_VARLIST_DELETE = 1,
  /** read its values */
  MMS_VARLIST_READ = 2,
  /** write its values */
  MMS_VARLIST_WRITE = 3,
  /** read its members */
  MMS_VARLIST_GET_DIRECTORY = 4,
} MmsVariableListAccessType;

/** What a client asks the names of. */
typedef enum MmsGetNameListType {
  /** domains */
  MMS_GETNAMELIST_DOMAINS = 0,
  /** journals */
  MMS_GETNAMELIST_JOURNALS = 1,
  /** named variable lists */
  MMS_GETNAMELIST_DATASETS = 2,
  /** named variables */
  MMS_GETNAMELIST_DATA = 3,
} MmsGetNameListType;

/** What a client wants to do with a file. */
typedef enum MmsFileServiceType {
  /** list a directory */
  MMS_FILE_ACCESS_TYPE_READ_DIRECTORY = 0,
  /** open a file to read it */
  MMS_FILE_ACCESS_TYPE_OPEN = 1,
  /** store a file that the client sends */
  MMS_FILE_ACCESS_TYPE_OBTAIN = 2,
  /** delete a file */
  MMS_FILE_ACCESS_TYPE_DELETE = 3,
  /** rename a file */
  MMS_FILE_ACCESS_TYPE_RENAME = 4,
} MmsFileServiceType;

/** An MMS server. */
typedef struct sMmsServer *MmsServer;

/** A client of an MMS server. */
typedef struct sMmsServerConnection *MmsServerConnection;

/** logical state: everything is allowed */
#define MMS_LOGICAL_STATE_STATE_CHANGES_ALLOWED 0

/** logical state: nothing may be changed */
#define MMS_LOGICAL_STATE_NO_STATE_CHANGES_ALLOWED 1

/** logical state: some services only */
#define MMS_LOGICAL_STATE_LIMITED_SERVICES_PERMITTED 2

/** logical state: services that support others only */
#define MMS_LOGICAL_STATE_SUPPORT_SERVICES_ALLOWED 3

/** physical state: in operation */
#define MMS_PHYSICAL_STATE_OPERATIONAL 0

/** physical state: partly in operation */
#define MMS_PHYSICAL_STATE_PARTIALLY_OPERATIONAL 1

/** physical state: out of operation */
#define MMS_PHYSICAL_STATE_INOPERATIONAL 2

/** physical state: to be put into operation */
#define MMS_PHYSICAL_STATE_NEEDS_COMMISSIONING 3

/** A client uses a file service: `MMS_ERROR_NONE` lets it. */
typedef MmsError (*MmsFileAccessHandler)(void *parameter,
                                         MmsServerConnection connection,
                                         MmsFileServiceType service,
                                         const char *localFilename,
                                         const char *otherFilename);

/** A client does something with a named variable list: `MMS_ERROR_NONE` lets it. */
typedef MmsError (*MmsNamedVariableListAccessHandler)(void *parameter,
                                                      MmsVariableListAccessType accessType,
                                                      MmsVariableListType listType,
                                                      MmsDomain *domain,
                                                      char *listName,
                                                      MmsServerConnection connection);

/** A client reads a journal: true lets it. */
typedef bool (*MmsReadJournalHandler)(void *parameter,
                                      MmsDomain *domain,
                                      const char *logName,
                                      MmsServerConnection connection);

/** A client asks for names: true lets it. */
typedef bool (*MmsGetNameListHandler)(void *parameter,
                                      MmsGetNameListType nameListType,
                                      MmsDomain *domain,
                                      MmsServerConnection connection);

/** A client wants the server to take over a file of its own: true lets it. */
typedef bool (*MmsObtainFileHandler)(void *parameter,
                                     MmsServerConnection connection,
                                     const char *sourceFilename,
                                     const char *destinationFilename);

/** A file of a client has been taken over. */
typedef void (*MmsGetFileCompleteHandler)(void *parameter,
                                          MmsServerConnection connection,
                                          const char *destinationFilename);

/** A client asks for the status of the device. */
typedef void (*MmsStatusRequestListener)(void *parameter,
                                         MmsServer mmsServer,
                                         MmsServerConnection connection,
                                         bool extendedDerivation);

/** Installs the callback that decides on clients' use of files. NULL removes it. */
LIB61850_API void MmsServer_installFileAccessHandler(MmsServer self, MmsFileAccessHandler handler, void *parameter);

#ifdef __cplusplus
}
#endif

#endif /* MMS_SERVER_H_ */
