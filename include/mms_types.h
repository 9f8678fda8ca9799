/*
 * mms_types.h: the type of a variable.
 *
 * Made from src/ffi/mms_types by tests/headers.rs; do not edit.
 */

#ifndef MMS_TYPES_H_
#define MMS_TYPES_H_

#include "mms_common.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The type of a variable, as a tree. */
typedef struct sMmsVariableSpecification MmsVariableSpecification;

/** What a server answers to a write of one value. */
typedef enum MmsValueIndication {
  /** no answer yet */
  MMS_VALUE_NO_RESPONSE = 0,
  /** written */
  MMS_VALUE_OK = 1,
  /** refused */
  MMS_VALUE_ACCESS_DENIED = 2,
  /** the value is not allowed */
  MMS_VALUE_VALUE_INVALID = 3,
  /** not at the moment */
  MMS_VALUE_TEMPORARILY_UNAVAILABLE = 4,
  /** not supported for this object */
  MMS_VALUE_OBJECT_ACCESS_UNSUPPORTED = 5,
} MmsValueIndication;

/** An array. */
struct sMmsArray {
  /** how many elements it has */
  int elementCount;
  /** their type */
  struct sMmsVariableSpecification *elementTypeSpec;
};

/** A structure. */
struct sMmsStructure {
  /** how many components it has */
  int elementCount;
  /** their types, each with its name */
  struct sMmsVariableSpecification **elements;
};

/** A floating point number. */
struct sMmsFloat {
  /** bits of the exponent: 8 or 11 */
  uint8_t exponentWidth;
  /** bits altogether: 32 or 64 */
  uint8_t formatWidth;
};

/** What the type needs besides; the type tells which. Negative sizes are upper bounds of varying lengths. */
union uMmsTypeSpecification {
  /** MMS_ARRAY */
  struct sMmsArray array;
  /** MMS_STRUCTURE */
  struct sMmsStructure structure;
  /** MMS_BOOLEAN, not used */
  int boolean;
  /** MMS_INTEGER: bits */
  int integer;
  /** MMS_UNSIGNED: bits */
  int unsignedInteger;
  /** MMS_FLOAT */
  struct sMmsFloat floatingpoint;
  /** MMS_BIT_STRING: bits */
  int bitString;
  /** MMS_OCTET_STRING: octets */
  int octetString;
  /** MMS_VISIBLE_STRING: characters */
  int visibleString;
  /** MMS_STRING: octets */
  int mmsString;
  /** MMS_UTC_TIME, not used */
  int utctime;
  /** MMS_BINARY_TIME: 4 or 6 octets */
  int binaryTime;
};

#pragma pack(push, 1)
/** The type of a variable, as a tree. */
struct sMmsVariableSpecification {
  /** the type */
  MmsType type;
  /** the name of a component or variable, or NULL */
  char *name;
  /** what the type needs besides */
  union uMmsTypeSpecification typeSpec;
};
#pragma pack(pop)

#ifdef __cplusplus
}
#endif

#endif /* MMS_TYPES_H_ */
