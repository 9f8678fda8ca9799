/*
 * iec61850_server.h: serving a data model to clients.
 *
 * Made from src/ffi/iec61850_server by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_SERVER_H_
#define IEC61850_SERVER_H_

#include "libiec61850_common_api.h"
#include "hal_filesystem.h"
#include "iec61850_cdc.h"
#include "iec61850_common.h"
#include "iec61850_config_file_parser.h"
#include "iec61850_dynamic_model.h"
#include "iec61850_model.h"
#include "iso_connection_parameters.h"
#include "logging_api.h"
#include "mms_server.h"
#include "mms_value.h"
#include "tls_config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a check handler says to a control action. */
typedef enum CheckHandlerResult {
  /** the action may go on */
  CONTROL_ACCEPTED = -1,
  /** nobody has selected the object */
  CONTROL_WAITING_FOR_SELECT = 0,
  /** hardware fault */
  CONTROL_HARDWARE_FAULT = 1,
  /** not available now, or selected by another client */
  CONTROL_TEMPORARILY_UNAVAILABLE = 2,
  /** not allowed */
  CONTROL_OBJECT_ACCESS_DENIED = 3,
  /** no such object */
  CONTROL_OBJECT_UNDEFINED = 4,
  /** the value is not allowed */
  CONTROL_VALUE_INVALID = 11,
} CheckHandlerResult;

/** What a control handler says of a control action. */
typedef enum ControlHandlerResult {
  /** it failed */
  CONTROL_RESULT_FAILED = 0,
  /** it is done */
  CONTROL_RESULT_OK = 1,
  /** it is not decided yet: the handler is to be called again */
  CONTROL_RESULT_WAITING = 2,
} ControlHandlerResult;

/** Why the selection of a control object has changed. */
typedef enum SelectStateChangedReason {
  /** a client has selected it */
  SELECT_STATE_REASON_SELECTED = 0,
  /** the client cancelled */
  SELECT_STATE_REASON_CANCELED = 1,
  /** the selection ran out */
  SELECT_STATE_REASON_TIMEOUT = 2,
  /** the operation is done */
  SELECT_STATE_REASON_OPERATED = 3,
  /** the operation failed */
  SELECT_STATE_REASON_OPERATE_FAILED = 4,
  /** the client is gone */
  SELECT_STATE_REASON_DISCONNECTED = 5,
} SelectStateChangedReason;

/** What happened to a report control block. */
typedef enum IedServer_RCBEventType {
  /** a client reads it */
  RCB_EVENT_GET_PARAMETER = 0,
  /** a client has written an attribute */
  RCB_EVENT_SET_PARAMETER = 1,
  /** it is reserved no longer */
  RCB_EVENT_UNRESERVED = 2,
  /** a client has reserved it */
  RCB_EVENT_RESERVED = 3,
  /** a client has enabled it */
  RCB_EVENT_ENABLE = 4,
  /** it is disabled */
  RCB_EVENT_DISABLE = 5,
  /** a client asks for a general interrogation */
  RCB_EVENT_GI = 6,
  /** a client has emptied its buffer */
  RCB_EVENT_PURGEBUF = 7,
  /** its buffer has lost entries */
  RCB_EVENT_OVERFLOW = 8,
  /** a report has been put into its buffer */
  RCB_EVENT_REPORT_CREATED = 9,
} IedServer_RCBEventType;

/** Whether clients may write. */
typedef enum AccessPolicy {
  /** clients may write */
  ACCESS_POLICY_ALLOW = 0,
  /** clients may not write */
  ACCESS_POLICY_DENY = 1,
} AccessPolicy;

/** What a client wants to do with a data set. */
typedef enum IedServer_DataSetOperation {
  /** make it */
  DATASET_CREATE = 0,
  /** delete it */
  DATASET_DELETE = 1,
  /** read its values */
  DATASET_READ = 2,
  /** write its values */
  DATASET_WRITE = 3,
  /** read its members */
  DATASET_GET_DIRECTORY = 4,
} IedServer_DataSetOperation;

/** What a client asks the names of. */
typedef enum IedServer_DirectoryCategory {
  /** logical devices */
  DIRECTORY_CAT_LD_LIST = 0,
  /** data of a logical device */
  DIRECTORY_CAT_DATA_LIST = 1,
  /** data sets of a logical device */
  DIRECTORY_CAT_DATASET_LIST = 2,
  /** logs of a logical device */
  DIRECTORY_CAT_LOG_LIST = 3,
} IedServer_DirectoryCategory;

/** How a client accesses a control block. */
typedef enum IedServer_ControlBlockAccessType {
  /** read */
  IEC61850_CB_ACCESS_TYPE_READ = 0,
  /** write */
  IEC61850_CB_ACCESS_TYPE_WRITE = 1,
} IedServer_ControlBlockAccessType;

/** A server. */
typedef struct sIedServer *IedServer;

/**
 * A client of a server, as callbacks see it: valid until the client is gone and its connection handler has been told,
 * longer with `ClientConnection_claimOwnership`.
 */
typedef struct sClientConnection *ClientConnection;

/** The settings of a server. */
typedef struct sIedServerConfig *IedServerConfig;

/** A GOOSE control block of a server, valid as long as the server. */
typedef struct sMmsGooseControlBlock *MmsGooseControlBlock;

/** RptID of report control blocks */
#define IEC61850_REPORTSETTINGS_RPT_ID 1

/** BufTm of report control blocks */
#define IEC61850_REPORTSETTINGS_BUF_TIME 2

/** DatSet of report control blocks */
#define IEC61850_REPORTSETTINGS_DATSET 4

/** TrgOps of report control blocks */
#define IEC61850_REPORTSETTINGS_TRG_OPS 8

/** OptFlds of report control blocks */
#define IEC61850_REPORTSETTINGS_OPT_FIELDS 16

/** IntgPd of report control blocks */
#define IEC61850_REPORTSETTINGS_INTG_PD 32

/** a client has enabled a sampled value control block */
#define IEC61850_SVCB_EVENT_ENABLE 1

/** a client has disabled a sampled value control block */
#define IEC61850_SVCB_EVENT_DISABLE 0

/** a client has enabled a GOOSE control block */
#define IEC61850_GOCB_EVENT_ENABLE 1

/** a client has disabled a GOOSE control block */
#define IEC61850_GOCB_EVENT_DISABLE 0

/** A client writes a data attribute: the result says whether `value` is stored. */
typedef MmsDataAccessError (*WriteAccessHandler)(DataAttribute *dataAttribute,
                                                 MmsValue *value,
                                                 ClientConnection connection,
                                                 void *parameter);

/**
 * A client reads what a data object (NULL: the whole logical node) has under a functional constraint:
 * `DATA_ACCESS_ERROR_SUCCESS` lets it.
 */
typedef MmsDataAccessError (*ReadAccessHandler)(LogicalDevice *ld,
                                                LogicalNode *ln,
                                                DataObject *dataObject,
                                                FunctionalConstraint fc,
                                                ClientConnection connection,
                                                void *parameter);

/** A client does something with a data set: true lets it. */
typedef bool (*IedServer_DataSetAccessHandler)(void *parameter,
                                               ClientConnection connection,
                                               IedServer_DataSetOperation operation,
                                               const char *datasetRef);

/** A client asks for names: true lets it. */
typedef bool (*IedServer_DirectoryAccessHandler)(void *parameter,
                                                 ClientConnection connection,
                                                 IedServer_DirectoryCategory category,
                                                 LogicalDevice *logicalDevice);

/** A client would see a name in a list: true shows it. */
typedef bool (*IedServer_ListObjectsAccessHandler)(void *parameter,
                                                   ClientConnection connection,
                                                   ACSIClass acsiClass,
                                                   LogicalDevice *ld,
                                                   LogicalNode *ln,
                                                   const char *objectName,
                                                   const char *subObjectName,
                                                   FunctionalConstraint fc);

/** A client reads or writes a control block: true lets it. */
typedef bool (*IedServer_ControlBlockAccessHandler)(void *parameter,
                                                    ClientConnection connection,
                                                    ACSIClass acsiClass,
                                                    LogicalDevice *ld,
                                                    LogicalNode *ln,
                                                    const char *objectName,
                                                    const char *subObjectName,
                                                    IedServer_ControlBlockAccessType accessType);

/** The settings of a server. */
struct sIedServerConfig {
  /** octets that a buffered report control block keeps */
  int reportBufferSize;
  /** octets that an unbuffered report control block keeps */
  int reportBufferSizeURCBs;
  /** the directory of the file service, ending with a slash */
  char *fileServiceBasepath;
  /** serve files */
  bool enableFileService;
  /** let clients make data sets */
  bool enableDynamicDataSetService;
  /** data sets of one association */
  int maxAssociationSpecificDataSets;
  /** data sets of one logical device */
  int maxDomainSpecificDataSets;
  /** members of a data set that a client makes */
  int maxDataSetEntries;
  /** serve logs */
  bool enableLogService;
  /** publish GOOSE messages */
  bool useIntegratedGoosePublisher;
  /** the edition of IEC 61850: 0 edition 1, 1 edition 2, 2 edition 2.1 */
  uint8_t edition;
  /** clients at the same time */
  int maxMmsConnections;
  /** let clients edit setting groups */
  bool enableEditSG;
  /** setting group control blocks have ResvTms */
  bool enableResvTmsForSGCB;
  /** buffered report control blocks have ResvTms */
  bool enableResvTmsForBRCB;
  /** report control blocks have Owner */
  bool enableOwnerForRCB;
  /** send integrity reports at whole multiples of their period */
  bool syncIntegrityReportTimes;
  /** the IEC61850_REPORTSETTINGS_ bits of what clients may write */
  uint8_t reportSettingsWritable;
};

/** A control action of a client: valid until the handlers of the next one of the same object are called. */
typedef void *ControlAction;

/** Operates; called again while it says `CONTROL_RESULT_WAITING`. */
typedef ControlHandlerResult (*ControlHandler)(ControlAction action, void *parameter, MmsValue *ctlVal, bool test);

/** Decides whether a client may select or operate; `ctlVal` is NULL for a select without value. */
typedef CheckHandlerResult (*ControlPerformCheckHandler)(ControlAction action,
                                                         void *parameter,
                                                         MmsValue *ctlVal,
                                                         bool test,
                                                         bool interlockCheck);

/** Says whether it is time to operate; called again while it says `CONTROL_RESULT_WAITING`. */
typedef ControlHandlerResult (*ControlWaitForExecutionHandler)(ControlAction action,
                                                               void *parameter,
                                                               MmsValue *ctlVal,
                                                               bool test,
                                                               bool synchroCheck);

/** An object has been selected, or no longer is. */
typedef void (*ControlSelectStateChangedHandler)(ControlAction action,
                                                 void *parameter,
                                                 bool isSelected,
                                                 SelectStateChangedReason reason);

/** A client has associated (`connected` true), or is gone. */
typedef void (*IedConnectionIndicationHandler)(IedServer self,
                                               ClientConnection connection,
                                               bool connected,
                                               void *parameter);

/**
 * Something happens to a report control block. `connection` is NULL for what no client does, `parameterName` for what is
 * about no attribute or all.
 */
typedef void (*IedServer_RCBEventHandler)(void *parameter,
                                          ReportControlBlock *rcb,
                                          ClientConnection connection,
                                          IedServer_RCBEventType event,
                                          const char *parameterName,
                                          MmsDataAccessError serviceError);

/** A client makes a setting group the active one: true lets it. */
typedef bool (*ActiveSettingGroupChangedHandler)(void *parameter,
                                                 SettingGroupControlBlock *sgcb,
                                                 uint8_t newActSg,
                                                 ClientConnection connection);

/** A client wants to edit a setting group: true lets it, when its values are in the attributes under SE. */
typedef bool (*EditSettingGroupChangedHandler)(void *parameter,
                                               SettingGroupControlBlock *sgcb,
                                               uint8_t newEditSg,
                                               ClientConnection connection);

/** A client has finished editing: the values under SE are to become those of the group. */
typedef void (*EditSettingGroupConfirmationHandler)(void *parameter, SettingGroupControlBlock *sgcb, uint8_t editSg);

/** A client has enabled or disabled a GOOSE control block: `event` is one of IEC61850_GOCB_EVENT_. */
typedef void (*GoCBEventHandler)(MmsGooseControlBlock goCb, int event, void *parameter);

/** A client has enabled or disabled a sampled value control block: `event` is one of IEC61850_SVCB_EVENT_. */
typedef void (*SVCBEventHandler)(SVControlBlock *svcb, int event, void *parameter);

/**
 * Lets clients write attributes of a functional constraint, or not, where no handler is installed. DC, CF, SP, SV and
 * SE have such a policy.
 */
LIB61850_API void IedServer_setWriteAccessPolicy(IedServer self, FunctionalConstraint fc, AccessPolicy policy);

/** Installs the callback that decides on clients' writes to an attribute. NULL removes it. */
LIB61850_API
void IedServer_handleWriteAccess(IedServer self,
                                 DataAttribute *dataAttribute,
                                 WriteAccessHandler handler,
                                 void *parameter);

/** Installs the callback for an attribute and all its parts. */
LIB61850_API
void IedServer_handleWriteAccessForComplexAttribute(IedServer self,
                                                    DataAttribute *dataAttribute,
                                                    WriteAccessHandler handler,
                                                    void *parameter);

/** Installs the callback for all attributes that a data object has under a functional constraint. */
LIB61850_API
void IedServer_handleWriteAccessForDataObject(IedServer self,
                                              DataObject *dataObject,
                                              FunctionalConstraint fc,
                                              WriteAccessHandler handler,
                                              void *parameter);

/** Installs the callback that decides on clients' reads. NULL removes it. */
LIB61850_API void IedServer_setReadAccessHandler(IedServer self, ReadAccessHandler handler, void *parameter);

/** Installs the callback that decides on what clients do with data sets. NULL removes it. */
LIB61850_API
void IedServer_setDataSetAccessHandler(IedServer self,
                                       IedServer_DataSetAccessHandler handler,
                                       void *parameter);

/** Installs the callback that decides whether clients may ask for names. NULL removes it. */
LIB61850_API
void IedServer_setDirectoryAccessHandler(IedServer self,
                                         IedServer_DirectoryAccessHandler handler,
                                         void *parameter);

/** Installs the callback that decides which names clients see. NULL removes it. */
LIB61850_API
void IedServer_setListObjectsAccessHandler(IedServer self,
                                           IedServer_ListObjectsAccessHandler handler,
                                           void *parameter);

/** Installs the callback that decides on clients' access to control blocks. NULL removes it. */
LIB61850_API
void IedServer_setControlBlockAccessHandler(IedServer self,
                                            IedServer_ControlBlockAccessHandler handler,
                                            void *parameter);

/** Sets whether clients' reads of data go unanswered. */
LIB61850_API void IedServer_ignoreReadAccess(IedServer self, bool ignore);

/** Address and port of the client, such as `192.0.2.1:49152`; valid as long as the handle. NULL for no handle. */
LIB61850_API const char *ClientConnection_getPeerAddress(ClientConnection self);

/** Own address and port of the client's connection; valid as long as the handle. NULL for no handle. */
LIB61850_API const char *ClientConnection_getLocalAddress(ClientConnection self);

/** What the authenticator left for the client; NULL if nothing. */
LIB61850_API void *ClientConnection_getSecurityToken(ClientConnection self);

/** Ends the client's association at once. False for no handle. */
LIB61850_API bool ClientConnection_abort(ClientConnection self);

/**
 * Keeps the handle valid after the client is gone, until `ClientConnection_release`. Returns the handle; NULL for
 * none.
 */
LIB61850_API ClientConnection ClientConnection_claimOwnership(ClientConnection self);

/** Gives up what `ClientConnection_claimOwnership` claimed. */
LIB61850_API void ClientConnection_release(ClientConnection self);

/** Makes settings with their defaults. Free them with `IedServerConfig_destroy` when the server has been made. */
LIB61850_API IedServerConfig IedServerConfig_create(void);

/** Frees settings. NULL is nothing. */
LIB61850_API void IedServerConfig_destroy(IedServerConfig self);

/** Sets the edition of IEC 61850: 0 for edition 1, 1 for edition 2, 2 for edition 2.1. */
LIB61850_API void IedServerConfig_setEdition(IedServerConfig self, uint8_t edition);

/** The edition of IEC 61850. */
LIB61850_API uint8_t IedServerConfig_getEdition(IedServerConfig self);

/** Sets how many octets a buffered report control block keeps. */
LIB61850_API void IedServerConfig_setReportBufferSize(IedServerConfig self, int reportBufferSize);

/** How many octets a buffered report control block keeps. */
LIB61850_API int IedServerConfig_getReportBufferSize(IedServerConfig self);

/** Sets how many octets an unbuffered report control block keeps while its client is slow. */
LIB61850_API void IedServerConfig_setReportBufferSizeForURCBs(IedServerConfig self, int reportBufferSize);

/** How many octets an unbuffered report control block keeps while its client is slow. */
LIB61850_API int IedServerConfig_getReportBufferSizeForURCBs(IedServerConfig self);

/** Sets how many clients may be connected at the same time. */
LIB61850_API void IedServerConfig_setMaxMmsConnections(IedServerConfig self, int maxConnections);

/** How many clients may be connected at the same time. */
LIB61850_API int IedServerConfig_getMaxMmsConnections(IedServerConfig self);

/** Sets whether integrity reports are sent at whole multiples of their period. */
LIB61850_API void IedServerConfig_setSyncIntegrityReportTimes(IedServerConfig self, bool enable);

/** Whether integrity reports are sent at whole multiples of their period. */
LIB61850_API bool IedServerConfig_getSyncIntegrityReportTimes(IedServerConfig self);

/** Sets the directory of the file service. */
LIB61850_API void IedServerConfig_setFileServiceBasePath(IedServerConfig self, const char *basepath);

/** The directory of the file service, valid until it is changed. */
LIB61850_API const char *IedServerConfig_getFileServiceBasePath(IedServerConfig self);

/** Sets whether files are served. */
LIB61850_API void IedServerConfig_enableFileService(IedServerConfig self, bool enable);

/** Whether files are served. */
LIB61850_API bool IedServerConfig_isFileServiceEnabled(IedServerConfig self);

/** Sets whether clients may make data sets. */
LIB61850_API void IedServerConfig_enableDynamicDataSetService(IedServerConfig self, bool enable);

/** Whether clients may make data sets. */
LIB61850_API bool IedServerConfig_isDynamicDataSetServiceEnabled(IedServerConfig self);

/** Sets how many data sets an association may have for itself. */
LIB61850_API void IedServerConfig_setMaxAssociationSpecificDataSets(IedServerConfig self, int maxDataSets);

/** How many data sets an association may have for itself. */
LIB61850_API int IedServerConfig_getMaxAssociationSpecificDataSets(IedServerConfig self);

/** Sets how many data sets a logical device may have. */
LIB61850_API void IedServerConfig_setMaxDomainSpecificDataSets(IedServerConfig self, int maxDataSets);

/** How many data sets a logical device may have. */
LIB61850_API int IedServerConfig_getMaxDomainSpecificDataSets(IedServerConfig self);

/** Sets how many members a data set may have that a client makes. */
LIB61850_API void IedServerConfig_setMaxDataSetEntries(IedServerConfig self, int maxDataSetEntries);

/** How many members a data set may have that a client makes. */
LIB61850_API int IedServerConfig_getMaxDatasSetEntries(IedServerConfig self);

/** Sets whether logs are served. */
LIB61850_API void IedServerConfig_enableLogService(IedServerConfig self, bool enable);

/** Whether logs are served. */
LIB61850_API bool IedServerConfig_isLogServiceEnabled(IedServerConfig self);

/** Sets whether clients may edit setting groups. */
LIB61850_API void IedServerConfig_enableEditSG(IedServerConfig self, bool enable);

/** Sets whether setting group control blocks have ResvTms. */
LIB61850_API void IedServerConfig_enableResvTmsForSGCB(IedServerConfig self, bool enable);

/** Sets whether buffered report control blocks have ResvTms. */
LIB61850_API void IedServerConfig_enableResvTmsForBRCB(IedServerConfig self, bool enable);

/** Whether buffered report control blocks have ResvTms. */
LIB61850_API bool IedServerConfig_isResvTmsForBRCBEnabled(IedServerConfig self);

/** Sets whether report control blocks have Owner. */
LIB61850_API void IedServerConfig_enableOwnerForRCB(IedServerConfig self, bool enable);

/** Whether report control blocks have Owner. */
LIB61850_API bool IedServerConfig_isOwnerForRCBEnabled(IedServerConfig self);

/**
 * Sets whether the server publishes GOOSE messages itself. This library publishes none; the control blocks are served
 * either way.
 */
LIB61850_API void IedServerConfig_useIntegratedGoosePublisher(IedServerConfig self, bool enable);

/**
 * Sets whether clients may write attributes of report control blocks.
 *
 * @param setting the IEC61850_REPORTSETTINGS_ bits
 * @param isDyn whether they may be written
 */
LIB61850_API void IedServerConfig_setReportSetting(IedServerConfig self, uint8_t setting, bool isDyn);

/** Whether clients may write an attribute of report control blocks, one of the IEC61850_REPORTSETTINGS_ bits. */
LIB61850_API bool IedServerConfig_getReportSetting(IedServerConfig self, uint8_t setting);

/** Sets the error of LastApplError that the client is told when the action is refused or fails. */
LIB61850_API void ControlAction_setError(ControlAction self, ControlLastApplError error);

/** Sets the additional cause that the client is told when the action is refused or fails. */
LIB61850_API void ControlAction_setAddCause(ControlAction self, ControlAddCause addCause);

/** The originator category. */
LIB61850_API int ControlAction_getOrCat(ControlAction self);

/** The originator identification; its length goes to `orIdentSize`. Valid as long as the action. */
LIB61850_API uint8_t *ControlAction_getOrIdent(ControlAction self, int *orIdentSize);

/** ctlNum, the number of the action. */
LIB61850_API int ControlAction_getCtlNum(ControlAction self);

/** Whether the client wants a synchrocheck. */
LIB61850_API bool ControlAction_getSynchroCheck(ControlAction self);

/** Whether the client wants an interlock check. */
LIB61850_API bool ControlAction_getInterlockCheck(ControlAction self);

/** Whether it is a select, not an operate. */
LIB61850_API bool ControlAction_isSelect(ControlAction self);

/** The client. */
LIB61850_API ClientConnection ControlAction_getClientConnection(ControlAction self);

/** The data object that is controlled. */
LIB61850_API DataObject *ControlAction_getControlObject(ControlAction self);

/** When to operate (operTm) in milliseconds since 1970; 0 for at once. */
LIB61850_API uint64_t ControlAction_getControlTime(ControlAction self);

/** T, when the client sent the command. Belongs to the action. */
LIB61850_API Timestamp *ControlAction_getT(ControlAction self);

/** Installs the handler that operates a control object. NULL removes it: commands are then accepted without effect. */
LIB61850_API
void IedServer_setControlHandler(IedServer self,
                                 DataObject *node,
                                 ControlHandler handler,
                                 void *parameter);

/** Installs the handler that decides whether a control object may be selected or operated. NULL removes it. */
LIB61850_API
void IedServer_setPerformCheckHandler(IedServer self,
                                      DataObject *node,
                                      ControlPerformCheckHandler handler,
                                      void *parameter);

/** Installs the handler that says when a control object is to be operated. NULL removes it. */
LIB61850_API
void IedServer_setWaitForExecutionHandler(IedServer self,
                                          DataObject *node,
                                          ControlWaitForExecutionHandler handler,
                                          void *parameter);

/** Installs the handler that learns of selections of a control object. NULL removes it. */
LIB61850_API
void IedServer_setSelectStateChangedHandler(IedServer self,
                                            DataObject *node,
                                            ControlSelectStateChangedHandler handler,
                                            void *parameter);

/** Sets the control model (ctlModel) of a control object. */
LIB61850_API void IedServer_updateCtlModel(IedServer self, DataObject *ctlObject, ControlModel value);

/**
 * Locks the model: clients see the changes of it together when it is unlocked. May be held across functions, and
 * unlocked by another thread; not to be locked twice.
 */
LIB61850_API void IedServer_lockDataModel(IedServer self);

/** Unlocks the model, and reports what was changed meanwhile. */
LIB61850_API void IedServer_unlockDataModel(IedServer self);

/**
 * The value of an attribute, which belongs to the server. It may be read, and changed without a report, while the
 * model is locked. NULL for an attribute of another model.
 */
LIB61850_API MmsValue *IedServer_getAttributeValue(IedServer self, DataAttribute *dataAttribute);

/**
 * The values that a data object has under a functional constraint: a structure, which belongs to the server. NULL if
 * there are none.
 */
LIB61850_API
MmsValue *IedServer_getFunctionalConstrainedData(IedServer self,
                                                 DataObject *dataObject,
                                                 FunctionalConstraint fc);

/** The value of a boolean attribute; false for others. */
LIB61850_API bool IedServer_getBooleanAttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of an integer attribute, its low 32 bits; 0 for others. */
LIB61850_API int32_t IedServer_getInt32AttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of an integer attribute; 0 for others. */
LIB61850_API int64_t IedServer_getInt64AttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of an unsigned attribute, its low 32 bits; 0 for others. */
LIB61850_API uint32_t IedServer_getUInt32AttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of a floating point attribute; 0 for others. */
LIB61850_API float IedServer_getFloatAttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of a time stamp attribute in milliseconds since 1970; 0 for others. */
LIB61850_API uint64_t IedServer_getUTCTimeAttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of a bit string attribute, bit 0 as the lowest; 0 for others. */
LIB61850_API uint32_t IedServer_getBitStringAttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** The value of a string attribute, valid until it is changed; NULL for others. */
LIB61850_API const char *IedServer_getStringAttributeValue(IedServer self, const DataAttribute *dataAttribute);

/** Takes over a value of the attribute's type; it stays the caller's. Another type changes nothing. */
LIB61850_API void IedServer_updateAttributeValue(IedServer self, DataAttribute *dataAttribute, MmsValue *value);

/** Sets a floating point attribute. */
LIB61850_API void IedServer_updateFloatAttributeValue(IedServer self, DataAttribute *dataAttribute, float value);

/** Sets an integer attribute. */
LIB61850_API void IedServer_updateInt32AttributeValue(IedServer self, DataAttribute *dataAttribute, int32_t value);

/** Sets a double point attribute (of two bits). */
LIB61850_API void IedServer_updateDbposValue(IedServer self, DataAttribute *dataAttribute, Dbpos value);

/** Sets an integer attribute. */
LIB61850_API void IedServer_updateInt64AttributeValue(IedServer self, DataAttribute *dataAttribute, int64_t value);

/** Sets an unsigned attribute. */
LIB61850_API void IedServer_updateUnsignedAttributeValue(IedServer self, DataAttribute *dataAttribute, uint32_t value);

/** Sets a bit string attribute, bit 0 as the lowest. */
LIB61850_API
void IedServer_updateBitStringAttributeValue(IedServer self,
                                             DataAttribute *dataAttribute,
                                             uint32_t value);

/** Sets a boolean attribute. */
LIB61850_API void IedServer_updateBooleanAttributeValue(IedServer self, DataAttribute *dataAttribute, bool value);

/** Sets a string attribute. The string is copied; NULL changes nothing. */
LIB61850_API
void IedServer_updateVisibleStringAttributeValue(IedServer self,
                                                 DataAttribute *dataAttribute,
                                                 char *value);

/**
 * Sets a time stamp attribute, with the quality of `IedServer_setTimeQuality`.
 *
 * @param value milliseconds since 1970
 */
LIB61850_API void IedServer_updateUTCTimeAttributeValue(IedServer self, DataAttribute *dataAttribute, uint64_t value);

/** Sets a time stamp attribute. NULL changes nothing. */
LIB61850_API
void IedServer_updateTimestampAttributeValue(IedServer self,
                                             DataAttribute *dataAttribute,
                                             Timestamp *timestamp);

/** Sets a quality attribute. */
LIB61850_API void IedServer_updateQuality(IedServer self, DataAttribute *dataAttribute, Quality quality);

/**
 * Makes a server of a model with default settings.
 *
 * @param dataModel the model, which must live as long as the server
 * @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served
 */
LIB61850_API IedServer IedServer_create(IedModel *dataModel);

/**
 * Makes a server of a model with default settings.
 *
 * @param dataModel the model, which must live as long as the server
 * @param tlsConfiguration keys and rules of TLS on the port that the server is started with; NULL to serve in the clear
 * @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served and for what is no TLS
 * configuration
 */
LIB61850_API
IedServer IedServer_createWithTlsSupport(IedModel *dataModel,
                                         TLSConfiguration tlsConfiguration);

/**
 * Makes a server of a model.
 *
 * @param dataModel the model, which must live as long as the server
 * @param tlsConfiguration keys and rules of TLS on the port that the server is started with; NULL to serve in the clear. It
 * needs a certificate and key of the server's own when the server starts
 * @param serverConfiguration the settings, which are copied; NULL for the defaults
 * @return the server, to be freed with `IedServer_destroy`; NULL for a model that cannot be served and for what is no TLS
 * configuration
 */
LIB61850_API
IedServer IedServer_createWithConfig(IedModel *dataModel,
                                     TLSConfiguration tlsConfiguration,
                                     IedServerConfig serverConfiguration);

/** Stops and frees a server. The attributes of the model keep their last values. NULL and destroyed servers are nothing. */
LIB61850_API void IedServer_destroy(IedServer self);

/**
 * Adds an address to listen on from the next start.
 *
 * @param ipAddr the address; NULL for all
 * @param tcpPort the port, -1 for 102, or 3782 with TLS
 * @param tlsConfiguration keys and rules of TLS there, with a certificate and key of the server's own; NULL to serve in the clear
 * @return false for a port that is none and for what is no TLS configuration
 */
LIB61850_API
bool IedServer_addAccessPoint(IedServer self,
                              const char *ipAddr,
                              int tcpPort,
                              TLSConfiguration tlsConfiguration);

/** Sets the address to listen on from the next start; NULL for all. */
LIB61850_API void IedServer_setLocalIpAddress(IedServer self, const char *localIpAddress);

/** Sets what the server answers to Identify. The strings are copied; NULL is an empty one. */
LIB61850_API
void IedServer_setServerIdentity(IedServer self,
                                 const char *vendor,
                                 const char *model,
                                 const char *revision);

/** Sets the directory of the file service. */
LIB61850_API void IedServer_setFilestoreBasepath(IedServer self, const char *basepath);

/**
 * Starts to serve, on threads of the library. `IedServer_isRunning` tells whether it does. Nothing if it serves already.
 *
 * @param tcpPort the port; -1 for 102, or 3782 with TLS
 */
LIB61850_API
void IedServer_start(IedServer self,
                     int tcpPort);

/**
 * Starts to serve without a thread: `IedServer_waitReady`, `IedServer_processIncomingData` and
 * `IedServer_performPeriodicTasks` are to be called again and again.
 */
LIB61850_API void IedServer_startThreadless(IedServer self, int tcpPort);

/** Stops serving: clients are disconnected, callbacks about them have returned. */
LIB61850_API void IedServer_stop(IedServer self);

/** Stops serving without a thread. */
LIB61850_API void IedServer_stopThreadless(IedServer self);

/**
 * Waits for clients to want something.
 *
 * @return 1 if there is something to do, 0 after `timeoutMs`, -1 when the server does not run
 */
LIB61850_API int IedServer_waitReady(IedServer self, unsigned int timeoutMs);

/** Serves what is there, callbacks included. */
LIB61850_API void IedServer_processIncomingData(IedServer self);

/** Does what is due: reports, timeouts. */
LIB61850_API void IedServer_performPeriodicTasks(IedServer self);

/** The model that the server was made of. */
LIB61850_API IedModel *IedServer_getDataModel(IedServer self);

/** Whether the server serves. */
LIB61850_API bool IedServer_isRunning(IedServer self);

/** The number of clients. */
LIB61850_API int IedServer_getNumberOfOpenConnections(IedServer self);

/** The MMS server below, for `MmsServer_` functions. It belongs to the server. */
LIB61850_API MmsServer IedServer_getMmsServer(IedServer self);

/** Installs the callback that decides whether a client may associate. NULL lets all. */
LIB61850_API
void IedServer_setAuthenticator(IedServer self,
                                AcseAuthenticator authenticator,
                                void *authenticatorParameter);

/** Installs the callback that learns of clients that come and go. NULL removes it. */
LIB61850_API
void IedServer_setConnectionIndicationHandler(IedServer self,
                                              IedConnectionIndicationHandler handler,
                                              void *parameter);

/** Sets whether requests of clients go unanswered. */
LIB61850_API void IedServer_ignoreClientRequests(IedServer self, bool enable);

/**
 * Sets the quality of the time stamps that `IedServer_updateUTCTimeAttributeValue` makes.
 *
 * @param leapSecondKnown leap seconds are known
 * @param clockFailure the clock has failed
 * @param clockNotSynchronized the clock is not synchronized
 * @param subsecondPrecision significant bits of the fraction, 0 to 24, 31 for unspecified
 */
LIB61850_API
void IedServer_setTimeQuality(IedServer self,
                              bool leapSecondKnown,
                              bool clockFailure,
                              bool clockNotSynchronized,
                              int subsecondPrecision);

/**
 * Gives a log its storage, which must live as long as the server. Without one, nothing is logged.
 *
 * @param logRef the reference of the log: `LD/LN$log`
 */
LIB61850_API void IedServer_setLogStorage(IedServer self, const char *logRef, LogStorage logStorage);

/** Installs the callback that learns what happens to report control blocks. NULL removes it. */
LIB61850_API void IedServer_setRCBEventHandler(IedServer self, IedServer_RCBEventHandler handler, void *parameter);

/** Makes a setting group the active one. Nothing for a number that the control block does not have. */
LIB61850_API
void IedServer_changeActiveSettingGroup(IedServer self,
                                        SettingGroupControlBlock *sgcb,
                                        uint8_t newActiveSg);

/** The active setting group; 0 for a control block of another model. */
LIB61850_API uint8_t IedServer_getActiveSettingGroup(IedServer self, SettingGroupControlBlock *sgcb);

/** Installs the handler that decides whether a client may activate a setting group. Without one, none may. */
LIB61850_API
void IedServer_setActiveSettingGroupChangedHandler(IedServer self,
                                                   SettingGroupControlBlock *sgcb,
                                                   ActiveSettingGroupChangedHandler handler,
                                                   void *parameter);

/** Installs the handler that decides whether a client may edit a setting group. Without one, none may. */
LIB61850_API
void IedServer_setEditSettingGroupChangedHandler(IedServer self,
                                                 SettingGroupControlBlock *sgcb,
                                                 EditSettingGroupChangedHandler handler,
                                                 void *parameter);

/** Installs the handler that takes over what a client has edited. Without one, edits cannot be confirmed. */
LIB61850_API
void IedServer_setEditSettingGroupConfirmationHandler(IedServer self,
                                                      SettingGroupControlBlock *sgcb,
                                                      EditSettingGroupConfirmationHandler handler,
                                                      void *parameter);

/** Its name, which belongs to the model. */
LIB61850_API char *MmsGooseControlBlock_getName(MmsGooseControlBlock self);

/** The logical node that it is in. */
LIB61850_API LogicalNode *MmsGooseControlBlock_getLogicalNode(MmsGooseControlBlock self);

/** Its data set; NULL if it has none of the model. */
LIB61850_API DataSet *MmsGooseControlBlock_getDataSet(MmsGooseControlBlock self);

/** GoEna, whether it is enabled. */
LIB61850_API bool MmsGooseControlBlock_getGoEna(MmsGooseControlBlock self);

/** MinTime in milliseconds. */
LIB61850_API int MmsGooseControlBlock_getMinTime(MmsGooseControlBlock self);

/** MaxTime in milliseconds. */
LIB61850_API int MmsGooseControlBlock_getMaxTime(MmsGooseControlBlock self);

/** FixedOffs, encoding with fixed offsets. */
LIB61850_API bool MmsGooseControlBlock_getFixedOffs(MmsGooseControlBlock self);

/** NdsCom, whether it needs commissioning. */
LIB61850_API bool MmsGooseControlBlock_getNdsCom(MmsGooseControlBlock self);

/** Installs the callback that learns of clients that enable and disable GOOSE control blocks. NULL removes it. */
LIB61850_API void IedServer_setGoCBHandler(IedServer self, GoCBEventHandler handler, void *parameter);

/** Installs the callback that learns of clients that enable and disable a sampled value control block. NULL removes it. */
LIB61850_API
void IedServer_setSVCBHandler(IedServer self,
                              SVControlBlock *svcb,
                              SVCBEventHandler handler,
                              void *parameter);

/**
 * Sets GoEna of all GOOSE control blocks. No GOOSE messages are published: a publisher of the application's may go by
 * GoEna.
 */
LIB61850_API void IedServer_enableGoosePublishing(IedServer self);

/** Clears GoEna of all GOOSE control blocks. */
LIB61850_API void IedServer_disableGoosePublishing(IedServer self);

/**
 * Names the network interface of GOOSE messages, of which this library publishes none: logged, otherwise without
 * effect.
 */
LIB61850_API void IedServer_setGooseInterfaceId(IedServer self, const char *interfaceId);

/** Names the network interface of one GOOSE control block: as `IedServer_setGooseInterfaceId`. */
LIB61850_API
void IedServer_setGooseInterfaceIdEx(IedServer self,
                                     LogicalNode *ln,
                                     const char *gcbName,
                                     const char *interfaceId);

/** Says whether GOOSE messages have a VLAN tag. This library publishes none: without effect. */
LIB61850_API void IedServer_useGooseVlanTag(IedServer self, LogicalNode *ln, const char *gcbName, bool useVlanTag);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_SERVER_H_ */
