/*
 * iec61850_model.h: the data model and how to find things in it. The same for models of tables and dynamic ones.
 *
 * Made from src/ffi/iec61850_model by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_MODEL_H_
#define IEC61850_MODEL_H_

#include "libiec61850_common_api.h"
#include "iec61850_common.h"
#include "linked_list.h"
#include "mms_value.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What all nodes of the tree begin with: logical devices, logical nodes, data objects and data attributes. */
typedef struct sModelNode ModelNode;

/** A logical device. */
typedef struct sLogicalDevice LogicalDevice;

/** A logical node. */
typedef struct sLogicalNode LogicalNode;

/** A data object. */
typedef struct sDataObject DataObject;

/** A data attribute. */
typedef struct sDataAttribute DataAttribute;

/** A member of a data set. */
typedef struct sDataSetEntry DataSetEntry;

/** A data set. */
typedef struct sDataSet DataSet;

/** A report control block. */
typedef struct sReportControlBlock ReportControlBlock;

/** A setting group control block. */
typedef struct sSettingGroupControlBlock SettingGroupControlBlock;

/** A GOOSE control block. */
typedef struct sGSEControlBlock GSEControlBlock;

/** A sampled value control block. */
typedef struct sSVControlBlock SVControlBlock;

/** A log control block. */
typedef struct sLogControlBlock LogControlBlock;

/** A log. */
typedef struct sLog Log;

/** The model of a device. */
typedef struct sIedModel IedModel;

/** The basic type of a data attribute (IEC 61850-7-2, IEC 61850-7-3). */
typedef enum DataAttributeType {
  /** no known type */
  IEC61850_UNKNOWN_TYPE = -1,
  /** boolean */
  IEC61850_BOOLEAN = 0,
  /** int8 */
  IEC61850_INT8 = 1,
  /** int16 */
  IEC61850_INT16 = 2,
  /** int32 */
  IEC61850_INT32 = 3,
  /** int64 */
  IEC61850_INT64 = 4,
  /** int128 */
  IEC61850_INT128 = 5,
  /** int8u */
  IEC61850_INT8U = 6,
  /** int16u */
  IEC61850_INT16U = 7,
  /** int24u */
  IEC61850_INT24U = 8,
  /** int32u */
  IEC61850_INT32U = 9,
  /** float32 */
  IEC61850_FLOAT32 = 10,
  /** float64 */
  IEC61850_FLOAT64 = 11,
  /** enumerated */
  IEC61850_ENUMERATED = 12,
  /** octet string 64 */
  IEC61850_OCTET_STRING_64 = 13,
  /** octet string 6 */
  IEC61850_OCTET_STRING_6 = 14,
  /** octet string 8 */
  IEC61850_OCTET_STRING_8 = 15,
  /** visible string 32 */
  IEC61850_VISIBLE_STRING_32 = 16,
  /** visible string 64 */
  IEC61850_VISIBLE_STRING_64 = 17,
  /** visible string 65 */
  IEC61850_VISIBLE_STRING_65 = 18,
  /** visible string 129 */
  IEC61850_VISIBLE_STRING_129 = 19,
  /** visible string 255 */
  IEC61850_VISIBLE_STRING_255 = 20,
  /** unicode string 255 */
  IEC61850_UNICODE_STRING_255 = 21,
  /** timestamp */
  IEC61850_TIMESTAMP = 22,
  /** quality */
  IEC61850_QUALITY = 23,
  /** check conditions, two bits */
  IEC61850_CHECK = 24,
  /** double point position or step command, two bits */
  IEC61850_CODEDENUM = 25,
  /** bit string of any meaning */
  IEC61850_GENERIC_BITSTRING = 26,
  /** has attributes of its own */
  IEC61850_CONSTRUCTED = 27,
  /** binary time of a report or log entry */
  IEC61850_ENTRY_TIME = 28,
  /** layer 2 address */
  IEC61850_PHYCOMADDR = 29,
  /** currency, three letters */
  IEC61850_CURRENCY = 30,
  /** optional fields of a report control block */
  IEC61850_OPTFLDS = 31,
  /** trigger options of a control block */
  IEC61850_TRGOPS = 32,
} DataAttributeType;

/** What a node of the model is. */
typedef enum ModelNodeType {
  /** a logical device */
  LogicalDeviceModelType = 0,
  /** a logical node */
  LogicalNodeModelType = 1,
  /** a data object, or an element of an array of them */
  DataObjectModelType = 2,
  /** a data attribute, or an element of an array of them */
  DataAttributeModelType = 3,
} ModelNodeType;

/** What all nodes of the tree begin with: logical devices, logical nodes, data objects and data attributes. */
struct sModelNode {
  /** what the node is */
  ModelNodeType modelType;
  /** its name; NULL for elements of arrays */
  char *name;
  /** the node above; of a logical device, the model */
  struct sModelNode *parent;
  /** the next node of the same parent */
  struct sModelNode *sibling;
  /** the first node below */
  struct sModelNode *firstChild;
};

/** A logical node. */
struct sLogicalNode {
  /** what the node is */
  ModelNodeType modelType;
  /** its name: prefix, class and instance */
  char *name;
  /** the logical device */
  struct sModelNode *parent;
  /** the next logical node */
  struct sModelNode *sibling;
  /** the first data object */
  struct sModelNode *firstChild;
};

/** A logical device. */
struct sLogicalDevice {
  /** what the node is */
  ModelNodeType modelType;
  /** its instance name (ldInst) */
  char *name;
  /** the model */
  struct sModelNode *parent;
  /** the next logical device */
  struct sModelNode *sibling;
  /** the first logical node */
  struct sModelNode *firstChild;
  /** its functional name (ldName), or NULL */
  char *ldName;
};

/** A setting group control block. */
struct sSettingGroupControlBlock {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** the active setting group */
  uint8_t actSG;
  /** the number of setting groups */
  uint8_t numOfSGs;
  /** the setting group being edited, or 0 */
  uint8_t editSG;
  /** whether an edit is being confirmed */
  bool cnfEdit;
  /** when the active setting group was changed, in milliseconds since 1970 */
  uint64_t timestamp;
  /** for how long an edit reserves it, in seconds */
  uint16_t resvTms;
  /** the next setting group control block */
  struct sSettingGroupControlBlock *sibling;
};

/** A member of a data set. */
struct sDataSetEntry {
  /** the instance name of the logical device */
  char *logicalDeviceName;
  /** whether that name belongs to this struct */
  bool isLDNameDynamicallyAllocated;
  /** the MMS name of the variable in it */
  char *variableName;
  /** the index of the element of an array, or -1 */
  int index;
  /** the part of that element, or NULL */
  char *componentName;
  /** the value in the running server */
  MmsValue *value;
  /** the next member */
  struct sDataSetEntry *sibling;
};

/** A data set. */
struct sDataSet {
  /** the instance name of the logical device */
  char *logicalDeviceName;
  /** its MMS name: `LLN0$name` */
  char *name;
  /** the number of members */
  int elementCount;
  /** the first member */
  struct sDataSetEntry *fcdas;
  /** the next data set */
  struct sDataSet *sibling;
};

/** A report control block. */
struct sReportControlBlock {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** its name */
  char *name;
  /** RptID; NULL for the reference of the control block */
  char *rptId;
  /** whether it is buffered */
  bool buffered;
  /** the name of the data set, or NULL */
  char *dataSetName;
  /** ConfRev */
  uint32_t confRef;
  /** the TRG_OPT_ bits */
  uint8_t trgOps;
  /** the RPT_OPT_ bits */
  uint8_t options;
  /** BufTm in milliseconds */
  uint32_t bufferTime;
  /** IntgPd in milliseconds */
  uint32_t intPeriod;
  /** the client it is reserved for: 0 nobody, 4 or 6 with an IP address behind */
  uint8_t clientReservation[17];
  /** the next report control block */
  struct sReportControlBlock *sibling;
};

/** A GOOSE control block. */
struct sGSEControlBlock {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** its name */
  char *name;
  /** GoID, or NULL */
  char *appId;
  /** the name of the data set, or NULL */
  char *dataSetName;
  /** ConfRev */
  uint32_t confRev;
  /** FixedOffs, encoding with fixed offsets */
  bool fixedOffs;
  /** DstAddress, or NULL */
  PhyComAddress *address;
  /** the shortest time between messages in milliseconds, or -1 */
  int minTime;
  /** the longest time between messages in milliseconds, or -1 */
  int maxTime;
  /** the next GOOSE control block */
  struct sGSEControlBlock *sibling;
};

/** A sampled value control block. */
struct sSVControlBlock {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** its name */
  char *name;
  /** MsvID or UsvID, or NULL */
  char *svId;
  /** the name of the data set, or NULL */
  char *dataSetName;
  /** the IEC61850_SV_OPT_ bits */
  uint8_t optFlds;
  /** SmpMod, one of IEC61850_SV_SMPMOD_ */
  uint8_t smpMod;
  /** SmpRate */
  uint16_t smpRate;
  /** ConfRev */
  uint32_t confRev;
  /** DstAddress, or NULL */
  PhyComAddress *dstAddress;
  /** whether it is unicast */
  bool isUnicast;
  /** the number of ASDUs in a message */
  int noASDU;
  /** the next sampled value control block */
  struct sSVControlBlock *sibling;
};

/** A log control block. */
struct sLogControlBlock {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** its name */
  char *name;
  /** the name of the data set, or NULL */
  char *dataSetName;
  /** the reference of the log, or NULL */
  char *logRef;
  /** the TRG_OPT_ bits */
  uint8_t trgOps;
  /** IntgPd in milliseconds */
  uint32_t intPeriod;
  /** whether logging begins with the server */
  bool logEna;
  /** whether entries tell their reason */
  bool reasonCode;
  /** the next log control block */
  struct sLogControlBlock *sibling;
};

/** A log. */
struct sLog {
  /** the logical node that it is in */
  struct sLogicalNode *parent;
  /** its name */
  char *name;
  /** the next log */
  struct sLog *sibling;
};

/** The model of a device. */
struct sIedModel {
  /** the name of the IED, which the names of logical devices begin with */
  char *name;
  /** the first logical device */
  struct sLogicalDevice *firstChild;
  /** the first data set */
  struct sDataSet *dataSets;
  /** the first report control block */
  struct sReportControlBlock *rcbs;
  /** the first GOOSE control block */
  struct sGSEControlBlock *gseCBs;
  /** the first sampled value control block */
  struct sSVControlBlock *svCBs;
  /** the first setting group control block */
  struct sSettingGroupControlBlock *sgcbs;
  /** the first log control block */
  struct sLogControlBlock *lcbs;
  /** the first log */
  struct sLog *logs;
  /** makes the initial values of a model that is compiled as tables */
  void (*initializer)(void);
};

/** A data attribute. */
struct sDataAttribute {
  /** what the node is */
  ModelNodeType modelType;
  /** its name; NULL for an element of an array */
  char *name;
  /** the node above */
  struct sModelNode *parent;
  /** the next node of the same parent */
  struct sModelNode *sibling;
  /** the first node below */
  struct sModelNode *firstChild;
  /** the number of elements of an array, 0 if it is none */
  int elementCount;
  /** the index of an element of an array, otherwise -1 */
  int arrayIndex;
  /** its functional constraint */
  FunctionalConstraint fc;
  /** its type */
  DataAttributeType type;
  /** the TRG_OPT_ bits that its changes count as */
  uint8_t triggerOptions;
  /** its value, or NULL */
  MmsValue *mmsValue;
  /** its short address */
  uint32_t sAddr;
};

/** A data object. */
struct sDataObject {
  /** what the node is */
  ModelNodeType modelType;
  /** its name; NULL for an element of an array */
  char *name;
  /** the node above */
  struct sModelNode *parent;
  /** the next node of the same parent */
  struct sModelNode *sibling;
  /** the first node below */
  struct sModelNode *firstChild;
  /** the number of elements of an array, 0 if it is none */
  int elementCount;
  /** the index of an element of an array, otherwise -1 */
  int arrayIndex;
};

/** The logical node of this name. NULL if there is none. */
LIB61850_API LogicalNode *LogicalDevice_getLogicalNode(LogicalDevice *self, const char *lnName);

/** The number of logical nodes. */
LIB61850_API int LogicalDevice_getLogicalNodeCount(LogicalDevice *self);

/** The setting group control block of the logical device. NULL if it has none. */
LIB61850_API SettingGroupControlBlock *LogicalDevice_getSettingGroupControlBlock(LogicalDevice *self);

/** The data attribute of an MMS variable name, `LN$FC$DO$DA`. NULL if there is none. */
LIB61850_API
ModelNode *LogicalDevice_getChildByMmsVariableName(LogicalDevice *self,
                                                           const char *mmsVariableName);

/** The data set of this name in the logical node. NULL if there is none. */
LIB61850_API DataSet *LogicalNode_getDataSet(LogicalNode *self, const char *dataSetName);

/** Gives the model another name, which is copied. The old name is not freed: it may be part of a program's tables. */
LIB61850_API void IedModel_setIedName(IedModel *self, const char *iedName);

/**
 * The node of an object reference, `LD/LN.DO.DA`, that begins with the full name of the logical device. NULL if there
 * is none.
 */
LIB61850_API
ModelNode *IedModel_getModelNodeByObjectReference(IedModel *self,
                                                          const char *objectReference);

/** The sampled value control block of this name in a logical node. NULL if there is none. */
LIB61850_API
SVControlBlock *IedModel_getSVControlBlock(IedModel *self,
                                                   LogicalNode *parentLN,
                                                   const char *svcbName);

/** The node of an object reference that begins with the instance name of the logical device. NULL if there is none. */
LIB61850_API
ModelNode *IedModel_getModelNodeByShortObjectReference(IedModel *self,
                                                               const char *objectReference);

/** The first data attribute with this short address. NULL if there is none. */
LIB61850_API ModelNode *IedModel_getModelNodeByShortAddress(IedModel *self, uint32_t shortAddress);

/** The data attribute that this value is the one of. NULL if there is none. */
LIB61850_API DataAttribute *IedModel_lookupDataAttributeByMmsValue(IedModel *self, MmsValue *value);

/** The logical device with this instance name. NULL if there is none. */
LIB61850_API LogicalDevice *IedModel_getDeviceByInst(IedModel *self, const char *ldInst);

/** The logical device at this place, counted from 0. NULL beyond the end. */
LIB61850_API LogicalDevice *IedModel_getDeviceByIndex(IedModel *self, int index);

/** Forgets the values of all data attributes, without freeing them. */
LIB61850_API void IedModel_setAttributeValuesToNull(IedModel *self);

/**
 * The logical device with this full name: its functional name, or the IED's name and its instance name. NULL if there
 * is none.
 */
LIB61850_API LogicalDevice *IedModel_getDevice(IedModel *self, const char *ldName);

/** The data set of a reference in MMS form, `LD/LN$name`. NULL if there is none. */
LIB61850_API DataSet *IedModel_lookupDataSet(IedModel *self, const char *dataSetReference);

/** The number of logical devices. */
LIB61850_API int IedModel_getLogicalDeviceCount(IedModel *self);

/** The number of nodes directly below. */
LIB61850_API int ModelNode_getChildCount(ModelNode *self);

/** The node at a path below, such as `mag.f` or `phsAHar(1).cVal`. NULL if there is none. */
LIB61850_API ModelNode *ModelNode_getChild(ModelNode *self, const char *name);

/** The node directly below at this place, counted from 0: of an array, the element. NULL beyond the end. */
LIB61850_API ModelNode *ModelNode_getChildWithIdx(ModelNode *self, int idx);

/** The data attribute at a path below whose data attributes have this functional constraint. NULL if there is none. */
LIB61850_API
ModelNode *ModelNode_getChildWithFc(ModelNode *self,
                                            const char *name,
                                            FunctionalConstraint fc);

/**
 * The object reference, `LD/LN.DO.DA`.
 *
 * @param objectReference at least 130 octets that it is written to, or NULL for a string to be freed with `free()`
 * @return the reference; NULL for a NULL node
 */
LIB61850_API char *ModelNode_getObjectReference(ModelNode *self, char *objectReference);

/**
 * Like `ModelNode_getObjectReference`, on request with the instance name of the logical device alone.
 *
 * @param objectReference at least 130 octets that it is written to, or NULL for a string to be freed with `free()`
 * @param withoutIedName leave out the name of the IED
 * @return the reference; NULL for a NULL node
 */
LIB61850_API char *ModelNode_getObjectReferenceEx(ModelNode *node, char *objectReference, bool withoutIedName);

/** What the node is. */
LIB61850_API ModelNodeType ModelNode_getType(ModelNode *self);

/** The name of the node, which belongs to it. NULL for elements of arrays. */
LIB61850_API const char *ModelNode_getName(ModelNode *self);

/** The node above; of a logical device, the model. */
LIB61850_API ModelNode *ModelNode_getParent(ModelNode *self);

/** The nodes directly below, to be freed with `LinkedList_destroyStatic`. NULL for a NULL node. */
LIB61850_API LinkedList ModelNode_getChildren(ModelNode *self);

/** Whether some data attribute of the logical node has this functional constraint. */
LIB61850_API bool LogicalNode_hasFCData(LogicalNode *self, FunctionalConstraint fc);

/** Whether some data attribute of the data object has this functional constraint. */
LIB61850_API bool DataObject_hasFCData(DataObject *self, FunctionalConstraint fc);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_MODEL_H_ */
