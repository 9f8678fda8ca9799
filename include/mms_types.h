/*
 * mms_types.h: the variable specification as C sees it. Its layout is public and packed.
 *
 * Made from src/ffi/mms_types by tests/headers.rs; do not edit.
 */

#ifndef MMS_TYPES_H_
#define MMS_TYPES_H_

#include "mms_common.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Type of a named variable or of a component of one. Trees that this library returns are freed with
 * `MmsVariableSpecification_destroy`.
 */
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

/** Elements of an array. */
struct sMmsArray {
  /** How many. */
  int elementCount;
  /** Their type. */
  struct sMmsVariableSpecification *elementTypeSpec;
};

/** Components of a structure. */
struct sMmsStructure {
  /** How many. */
  int elementCount;
  /** An array of pointers to their types. */
  struct sMmsVariableSpecification **elements;
};

/** Format of a floating point number. */
struct sMmsFloat {
  /** Bits of the exponent: 8 or 11. */
  uint8_t exponentWidth;
  /** Bits of the whole number: 32 or 64. */
  uint8_t formatWidth;
};

/** Details of a type, by kind. A negative size is an upper bound, a positive one exact. */
union uMmsTypeSpecification {
  /** array */
  struct sMmsArray array;
  /** structure */
  struct sMmsStructure structure;
  /** boolean: unused */
  int boolean;
  /** integer: bits */
  int integer;
  /** unsigned: bits */
  int unsignedInteger;
  /** floating-point */
  struct sMmsFloat floatingpoint;
  /** bit-string: bits */
  int bitString;
  /** octet-string: octets */
  int octetString;
  /** visible-string: octets */
  int visibleString;
  /** mMSString: characters */
  int mmsString;
  /** utc-time: unused */
  int utctime;
  /** binary-time: 4 or 6 octets */
  int binaryTime;
};

#pragma pack(push, 1)
/**
 * Type of a named variable or of a component of one. Trees that this library returns are freed with
 * `MmsVariableSpecification_destroy`.
 */
struct sMmsVariableSpecification {
  /** Kind of the type; decides which member of `typeSpec` holds. */
  MmsType type;
  /** Name of the component or variable; NULL for elements of arrays. */
  char *name;
  /** What the kind needs to know. */
  union uMmsTypeSpecification typeSpec;
};
#pragma pack(pop)

#ifdef __cplusplus
}
#endif

#endif /* MMS_TYPES_H_ */
