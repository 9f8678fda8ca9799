/*
 * iec61850_dynamic_model.h: building a data model at run time.
 *
 * Made from src/ffi/iec61850_dynamic_model by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_DYNAMIC_MODEL_H_
#define IEC61850_DYNAMIC_MODEL_H_

#include "libiec61850_common_api.h"
#include "iec61850_model.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Adds a log control block to the logical node.
 *
 * @param dataSetName the name of the data set in the same logical node, or NULL
 * @param logRef the reference of the log, or NULL
 * @param trgOps the TRG_OPT_ bits
 * @param intgPd the integrity period in milliseconds
 * @param logEna logging begins with the server
 * @param reasonCode entries tell their reason
 * @return the control block; NULL for a NULL parent
 */
LIB61850_API
LogControlBlock *LogControlBlock_create(const char *name,
                                        LogicalNode *parent,
                                        const char *dataSetName,
                                        const char *logRef,
                                        uint8_t trgOps,
                                        uint32_t intgPd,
                                        bool logEna,
                                        bool reasonCode);

/** The name, which belongs to the control block. */
LIB61850_API const char *LogControlBlock_getName(LogControlBlock *self);

/** The logical node that the control block is in. */
LIB61850_API LogicalNode *LogControlBlock_getParent(LogControlBlock *self);

/**
 * Adds a log to the logical node.
 *
 * @return the log; NULL for a NULL parent
 */
LIB61850_API Log *Log_create(const char *name, LogicalNode *parent);

/**
 * Adds a setting group control block to the logical node, which is to be LLN0.
 *
 * @param actSG the active setting group, counted from 1
 * @param numOfSGs the number of setting groups
 * @return the control block; NULL for a NULL parent
 */
LIB61850_API
SettingGroupControlBlock *SettingGroupControlBlock_create(LogicalNode *parent,
                                                          uint8_t actSG,
                                                          uint8_t numOfSGs);

/**
 * Adds a GOOSE control block to the logical node.
 *
 * @param appId GoID, or NULL
 * @param dataSet the name of the data set in the same logical node, or NULL
 * @param confRev the configuration revision
 * @param fixedOffs messages are encoded with fixed offsets
 * @param minTime the shortest time between messages in milliseconds, -1 for the default
 * @param maxTime the longest time between messages in milliseconds, -1 for the default
 * @return the control block; NULL for a NULL parent
 */
LIB61850_API
GSEControlBlock *GSEControlBlock_create(const char *name,
                                        LogicalNode *parent,
                                        const char *appId,
                                        const char *dataSet,
                                        uint32_t confRev,
                                        bool fixedOffs,
                                        int minTime,
                                        int maxTime);

/**
 * Adds a sampled value control block to the logical node.
 *
 * @param svID MsvID or UsvID, or NULL
 * @param dataSet the name of the data set in the same logical node, or NULL
 * @param confRev the configuration revision
 * @param smpMod one of IEC61850_SV_SMPMOD_
 * @param smpRate the rate in the unit of `smpMod`
 * @param optFlds the IEC61850_SV_OPT_ bits
 * @param isUnicast unicast, not multicast
 * @return the control block; NULL for a NULL parent
 */
LIB61850_API
SVControlBlock *SVControlBlock_create(const char *name,
                                      LogicalNode *parent,
                                      const char *svID,
                                      const char *dataSet,
                                      uint32_t confRev,
                                      uint8_t smpMod,
                                      uint16_t smpRate,
                                      uint8_t optFlds,
                                      bool isUnicast);

/** The name, which belongs to the control block. */
LIB61850_API const char *SVControlBlock_getName(SVControlBlock *self);

/** Gives a sampled value control block its address, which belongs to it from now on. */
LIB61850_API void SVControlBlock_addPhyComAddress(SVControlBlock *self, PhyComAddress *phyComAddress);

/** Gives a GOOSE control block its address, which belongs to it from now on. */
LIB61850_API void GSEControlBlock_addPhyComAddress(GSEControlBlock *self, PhyComAddress *phyComAddress);

/**
 * Makes an address for a GOOSE or sampled value control block.
 *
 * @param vlanPriority the VLAN priority
 * @param vlanId the VLAN
 * @param appId the APPID
 * @param dstAddress the six octets of the multicast address
 * @return the address, to be given to a control block; NULL for a NULL `dstAddress`
 */
LIB61850_API
PhyComAddress *PhyComAddress_create(uint8_t vlanPriority,
                                    uint16_t vlanId,
                                    uint16_t appId,
                                    uint8_t *dstAddress);

/**
 * Adds a data set to the logical node.
 *
 * @return the data set; NULL for NULL arguments or a logical node that is in no model
 */
LIB61850_API DataSet *DataSet_create(const char *name, LogicalNode *parent);

/** The MMS name of a data set, `LN$name`, which belongs to it. */
LIB61850_API const char *DataSet_getName(DataSet *self);

/** The number of members. */
LIB61850_API int DataSet_getSize(DataSet *self);

/** The first member. NULL if there is none. */
LIB61850_API DataSetEntry *DataSet_getFirstEntry(DataSet *self);

/** The member behind this one. NULL behind the last. */
LIB61850_API DataSetEntry *DataSetEntry_getNext(DataSetEntry *self);

/**
 * Adds a member to a data set.
 *
 * @param variable the MMS name of the variable, `LN$FC$DO$DA`, in another logical device `LD/LN$FC$DO$DA`
 * @param index the index of the element of an array, otherwise -1
 * @param component the part of that element, or NULL
 * @return the member; NULL for a NULL data set or variable
 */
LIB61850_API
DataSetEntry *DataSetEntry_create(DataSet *dataSet,
                                  const char *variable,
                                  int index,
                                  const char *component);

/**
 * Frees a model that was made by `IedModel_create` or read from a file, with everything in it. A server that still
 * serves it ends. NULL is nothing.
 */
LIB61850_API void IedModel_destroy(IedModel *model);

/**
 * Makes an empty model. Free it with `IedModel_destroy`.
 *
 * @param name the name of the IED, or NULL
 */
LIB61850_API IedModel *IedModel_create(const char *name);

/** Gives a dynamic model another name, which is copied; the old one is freed. */
LIB61850_API void IedModel_setIedNameForDynamicModel(IedModel *self, const char *name);

/**
 * Adds a logical device to a model.
 *
 * @param name the instance name (ldInst)
 * @return the logical device; NULL for a NULL model
 */
LIB61850_API LogicalDevice *LogicalDevice_create(const char *name, IedModel *parent);

/**
 * Adds a logical device with a functional name to a model.
 *
 * @param inst the instance name (ldInst)
 * @param ldName the functional name that takes the place of IED name and instance name, or NULL
 * @return the logical device; NULL for a NULL model
 */
LIB61850_API LogicalDevice *LogicalDevice_createEx(const char *inst, IedModel *parent, const char *ldName);

/**
 * Adds a logical node to a logical device.
 *
 * @param name prefix, class and instance, such as `GGIO1`
 * @return the logical node; NULL for a NULL parent
 */
LIB61850_API LogicalNode *LogicalNode_create(const char *name, LogicalDevice *parent);

/**
 * Adds a data object to a logical node or a data object.
 *
 * @param arrayElements the number of elements of an array, 0 if it is none. The elements become the first children.
 * @return the data object; NULL for a NULL parent or more than 65536 elements
 */
LIB61850_API DataObject *DataObject_create(const char *name, ModelNode *parent, int arrayElements);

/**
 * Adds a data attribute to a data object or a data attribute.
 *
 * @param type one of `DataAttributeType`; with `IEC61850_CONSTRUCTED` its parts are added to it
 * @param fc the functional constraint, that of the parent for a part of an attribute
 * @param triggerOptions the TRG_OPT_ bits that its changes count as
 * @param arrayElements the number of elements of an array, 0 if it is none. The elements become the first children.
 * @param sAddr a number of the program's own to find it by
 * @return the data attribute; NULL for a NULL parent or more than 65536 elements
 */
LIB61850_API
DataAttribute *DataAttribute_create(const char *name,
                                    ModelNode *parent,
                                    DataAttributeType type,
                                    FunctionalConstraint fc,
                                    uint8_t triggerOptions,
                                    int arrayElements,
                                    uint32_t sAddr);

/** The type of a data attribute. */
LIB61850_API DataAttributeType DataAttribute_getType(DataAttribute *self);

/** The functional constraint of a data attribute. */
LIB61850_API FunctionalConstraint DataAttribute_getFC(DataAttribute *self);

/** The TRG_OPT_ bits of a data attribute. */
LIB61850_API uint8_t DataAttribute_getTrgOps(DataAttribute *self);

/** Sets the value of a data attribute, which is copied. When it has one already, a value of another type is ignored. */
LIB61850_API void DataAttribute_setValue(DataAttribute *self, MmsValue *value);

/**
 * Adds a report control block to the logical node.
 *
 * @param rptId RptID, or NULL for the reference of the control block
 * @param isBuffered buffered, not unbuffered
 * @param dataSetName the name of the data set in the same logical node, or NULL
 * @param confRef the configuration revision
 * @param trgOps the TRG_OPT_ bits
 * @param options the RPT_OPT_ bits
 * @param bufTm for how long changes are gathered, in milliseconds
 * @param intgPd the integrity period in milliseconds
 * @return the control block; NULL for a NULL parent
 */
LIB61850_API
ReportControlBlock *ReportControlBlock_create(const char *name,
                                              LogicalNode *parent,
                                              const char *rptId,
                                              bool isBuffered,
                                              const char *dataSetName,
                                              uint32_t confRef,
                                              uint8_t trgOps,
                                              uint8_t options,
                                              uint32_t bufTm,
                                              uint32_t intgPd);

/**
 * Reserves a report control block for a client.
 *
 * @param clientType 4 for an IPv4 address, 6 for an IPv6 address, otherwise nobody
 * @param clientAddress the 4 or 16 octets of the address
 */
LIB61850_API
void ReportControlBlock_setPreconfiguredClient(ReportControlBlock *self,
                                               uint8_t clientType,
                                               const uint8_t *clientAddress);

/** The name, which belongs to the control block. */
LIB61850_API const char *ReportControlBlock_getName(ReportControlBlock *self);

/** Whether it is buffered. */
LIB61850_API bool ReportControlBlock_isBuffered(ReportControlBlock *self);

/** The logical node that the control block is in. */
LIB61850_API LogicalNode *ReportControlBlock_getParent(ReportControlBlock *self);

/** RptID, to be freed with `free()`. NULL if the model gives none. */
LIB61850_API char *ReportControlBlock_getRptID(ReportControlBlock *self);

/** RptEna, whether a client has enabled it. */
LIB61850_API bool ReportControlBlock_getRptEna(ReportControlBlock *self);

/** The data set, to be freed with `free()`. NULL if there is none. */
LIB61850_API char *ReportControlBlock_getDataSet(ReportControlBlock *self);

/** ConfRev, the configuration revision. */
LIB61850_API uint32_t ReportControlBlock_getConfRev(ReportControlBlock *self);

/** OptFlds, the RPT_OPT_ bits. */
LIB61850_API uint32_t ReportControlBlock_getOptFlds(ReportControlBlock *self);

/** BufTm in milliseconds. */
LIB61850_API uint32_t ReportControlBlock_getBufTm(ReportControlBlock *self);

/** SqNum, the sequence number. */
LIB61850_API uint16_t ReportControlBlock_getSqNum(ReportControlBlock *self);

/** TrgOps, the TRG_OPT_ bits. */
LIB61850_API uint32_t ReportControlBlock_getTrgOps(ReportControlBlock *self);

/** IntgPd in milliseconds. */
LIB61850_API uint32_t ReportControlBlock_getIntgPd(ReportControlBlock *self);

/** GI, whether a general interrogation is under way. */
LIB61850_API bool ReportControlBlock_getGI(ReportControlBlock *self);

/** PurgeBuf, whether the buffer is being emptied. */
LIB61850_API bool ReportControlBlock_getPurgeBuf(ReportControlBlock *self);

/** EntryID of the last entry, to be freed with `MmsValue_delete`. NULL if there is none. */
LIB61850_API MmsValue *ReportControlBlock_getEntryId(ReportControlBlock *self);

/** TimeofEntry of the last entry, in milliseconds since 1970. */
LIB61850_API uint64_t ReportControlBlock_getTimeofEntry(ReportControlBlock *self);

/** ResvTms, for how long it is reserved, in seconds. */
LIB61850_API int16_t ReportControlBlock_getResvTms(ReportControlBlock *self);

/** Resv, whether a client has reserved it. */
LIB61850_API bool ReportControlBlock_getResv(ReportControlBlock *self);

/** Owner, the address of the client that holds it, to be freed with `MmsValue_delete`. NULL if nobody does. */
LIB61850_API MmsValue *ReportControlBlock_getOwner(ReportControlBlock *self);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_DYNAMIC_MODEL_H_ */
