/*
 * mms_common.h: errors, types and names that client and server share.
 *
 * Made from src/ffi/mms_common by tests/headers.rs; do not edit.
 */

#ifndef MMS_COMMON_H_
#define MMS_COMMON_H_

#include "libiec61850_common_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A domain of a server, in IEC 61850 a logical device. */
typedef struct sMmsDomain MmsDomain;

/** Names a variable, or a part of it, by its domain's object. */
typedef struct sMmsAccessSpecifier MmsAccessSpecifier;

/** Why an MMS service failed: local causes, then the error classes and codes of ISO 9506, then rejects. */
typedef enum MmsError {
  /** success */
  MMS_ERROR_NONE = 0,
  /** the peer refused the association */
  MMS_ERROR_CONNECTION_REJECTED = 1,
  /** there is no association, or it broke */
  MMS_ERROR_CONNECTION_LOST = 2,
  /** no answer in time */
  MMS_ERROR_SERVICE_TIMEOUT = 3,
  /** the answer could not be understood */
  MMS_ERROR_PARSING_RESPONSE = 4,
  /** hardware fault */
  MMS_ERROR_HARDWARE_FAULT = 5,
  /** the peer refused to conclude */
  MMS_ERROR_CONCLUDE_REJECTED = 6,
  /** the caller passed something invalid */
  MMS_ERROR_INVALID_ARGUMENTS = 7,
  /** too many requests wait for their answers */
  MMS_ERROR_OUTSTANDING_CALL_LIMIT = 8,
  /** none of the other causes */
  MMS_ERROR_OTHER = 9,
  /** class vmd-state */
  MMS_ERROR_VMDSTATE_OTHER = 10,
  /** class application-reference */
  MMS_ERROR_APPLICATION_REFERENCE_OTHER = 20,
  /** class definition */
  MMS_ERROR_DEFINITION_OTHER = 30,
  /** definition: invalid address */
  MMS_ERROR_DEFINITION_INVALID_ADDRESS = 31,
  /** definition: type unsupported */
  MMS_ERROR_DEFINITION_TYPE_UNSUPPORTED = 32,
  /** definition: type inconsistent */
  MMS_ERROR_DEFINITION_TYPE_INCONSISTENT = 33,
  /** definition: object undefined */
  MMS_ERROR_DEFINITION_OBJECT_UNDEFINED = 34,
  /** definition: object exists */
  MMS_ERROR_DEFINITION_OBJECT_EXISTS = 35,
  /** definition: object attribute inconsistent */
  MMS_ERROR_DEFINITION_OBJECT_ATTRIBUTE_INCONSISTENT = 36,
  /** class resource */
  MMS_ERROR_RESOURCE_OTHER = 40,
  /** resource: capability unavailable */
  MMS_ERROR_RESOURCE_CAPABILITY_UNAVAILABLE = 41,
  /** class service */
  MMS_ERROR_SERVICE_OTHER = 50,
  /** service: object constraint conflict */
  MMS_ERROR_SERVICE_OBJECT_CONSTRAINT_CONFLICT = 55,
  /** class service-preempt */
  MMS_ERROR_SERVICE_PREEMPT_OTHER = 60,
  /** class time-resolution */
  MMS_ERROR_TIME_RESOLUTION_OTHER = 70,
  /** class access */
  MMS_ERROR_ACCESS_OTHER = 80,
  /** access: no such object */
  MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT = 81,
  /** access: not supported for this object */
  MMS_ERROR_ACCESS_OBJECT_ACCESS_UNSUPPORTED = 82,
  /** access: denied */
  MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED = 83,
  /** access: object invalidated */
  MMS_ERROR_ACCESS_OBJECT_INVALIDATED = 84,
  /** access: value invalid */
  MMS_ERROR_ACCESS_OBJECT_VALUE_INVALID = 85,
  /** access: temporarily unavailable */
  MMS_ERROR_ACCESS_TEMPORARILY_UNAVAILABLE = 86,
  /** class file */
  MMS_ERROR_FILE_OTHER = 90,
  /** file: name is ambiguous */
  MMS_ERROR_FILE_FILENAME_AMBIGUOUS = 91,
  /** file: in use */
  MMS_ERROR_FILE_FILE_BUSY = 92,
  /** file: name is malformed */
  MMS_ERROR_FILE_FILENAME_SYNTAX_ERROR = 93,
  /** file: content type invalid */
  MMS_ERROR_FILE_CONTENT_TYPE_INVALID = 94,
  /** file: position invalid */
  MMS_ERROR_FILE_POSITION_INVALID = 95,
  /** file: access denied */
  MMS_ERROR_FILE_FILE_ACCESS_DENIED = 96,
  /** file: no such file */
  MMS_ERROR_FILE_FILE_NON_EXISTENT = 97,
  /** file: name exists already */
  MMS_ERROR_FILE_DUPLICATE_FILENAME = 98,
  /** file: the store is full */
  MMS_ERROR_FILE_INSUFFICIENT_SPACE_IN_FILESTORE = 99,
  /** rejected */
  MMS_ERROR_REJECT_OTHER = 100,
  /** rejected: unknown PDU type */
  MMS_ERROR_REJECT_UNKNOWN_PDU_TYPE = 101,
  /** rejected: malformed PDU */
  MMS_ERROR_REJECT_INVALID_PDU = 102,
  /** rejected: unknown service */
  MMS_ERROR_REJECT_UNRECOGNIZED_SERVICE = 103,
  /** rejected: unknown modifier */
  MMS_ERROR_REJECT_UNRECOGNIZED_MODIFIER = 104,
  /** rejected: invalid argument in the request */
  MMS_ERROR_REJECT_REQUEST_INVALID_ARGUMENT = 105,
} MmsError;

/** The type of an MMS value. */
typedef enum MmsType {
  /** elements of one type */
  MMS_ARRAY = 0,
  /** elements of several types */
  MMS_STRUCTURE = 1,
  /** true or false */
  MMS_BOOLEAN = 2,
  /** bits, the first one being the most significant of the first octet */
  MMS_BIT_STRING = 3,
  /** signed integer */
  MMS_INTEGER = 4,
  /** unsigned integer */
  MMS_UNSIGNED = 5,
  /** 32- or 64-bit floating point */
  MMS_FLOAT = 6,
  /** octets */
  MMS_OCTET_STRING = 7,
  /** printable characters */
  MMS_VISIBLE_STRING = 8,
  /** ASN.1 GeneralizedTime */
  MMS_GENERALIZED_TIME = 9,
  /** milliseconds of the day, with or without the day */
  MMS_BINARY_TIME = 10,
  /** binary coded decimal */
  MMS_BCD = 11,
  /** object identifier */
  MMS_OBJ_ID = 12,
  /** UTF-8 string */
  MMS_STRING = 13,
  /** seconds since 1970, 24-bit fraction and quality */
  MMS_UTC_TIME = 14,
  /** the error that stands in the place of a value */
  MMS_DATA_ACCESS_ERROR = 15,
} MmsType;

/** A named variable list of a server, in IEC 61850 a data set. */
typedef struct sMmsNamedVariableList *MmsNamedVariableList;

/** A member of a named variable list. */
typedef struct sMmsAccessSpecifier *MmsNamedVariableListEntry;

/** Names a variable, or a part of it, by its domain's object. */
struct sMmsAccessSpecifier {
  /** the domain */
  MmsDomain *domain;
  /** the variable */
  char *variableName;
  /** the element of an array, or -1 */
  int arrayIndex;
  /** the component of that element, or NULL */
  char *componentName;
};

/** Names a variable, or a part of it, by its domain's name. */
typedef struct MmsVariableAccessSpecification {
  /** the domain, or NULL */
  char *domainId;
  /** the variable */
  char *itemId;
  /** the element of an array, or -1 */
  int32_t arrayIndex;
  /** the component of that element, or NULL */
  char *componentName;
} MmsVariableAccessSpecification;

/** An object identifier. */
typedef struct ItuObjectIdentifier {
  /** the arcs, from the root */
  uint16_t arc[10];
  /** how many of them there are */
  int arcCount;
} ItuObjectIdentifier;

/** Names an application entity: AP-title and AE-qualifier. */
typedef struct IsoApplicationReference {
  /** the application process */
  struct ItuObjectIdentifier apTitle;
  /** the entity within it */
  int aeQualifier;
} IsoApplicationReference;

#ifdef __cplusplus
}
#endif

#endif /* MMS_COMMON_H_ */
