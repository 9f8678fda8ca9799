/*
 * mms_type_spec.h: looking at variable specifications, those of this library and static ones of C programs alike.
 *
 * Made from src/ffi/mms_type_spec by tests/headers.rs; do not edit.
 */

#ifndef MMS_TYPE_SPEC_H_
#define MMS_TYPE_SPEC_H_

#include "libiec61850_common_api.h"
#include "linked_list.h"
#include "mms_types.h"
#include "mms_value.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Frees a specification with everything in it. For those that this library returned; NULL is nothing. */
LIB61850_API void MmsVariableSpecification_destroy(MmsVariableSpecification *self);

/**
 * The part of `value` (whose type is `self`) at a path of component names, separated by `$` or `.`. It belongs to the
 * value. NULL if there is none.
 */
LIB61850_API
MmsValue *MmsVariableSpecification_getChildValue(MmsVariableSpecification *self,
                                                 MmsValue *value,
                                                 const char *childId);

/**
 * The type of the component at a path of names, separated by `$`. It belongs to the specification. NULL if there is
 * none.
 */
LIB61850_API
MmsVariableSpecification *MmsVariableSpecification_getNamedVariableRecursive(MmsVariableSpecification *self,
                                                                             const char *nameId);

/** The kind of a type. NULL counts as `MMS_DATA_ACCESS_ERROR`. */
LIB61850_API MmsType MmsVariableSpecification_getType(MmsVariableSpecification *self);

/**
 * Whether a value is of this type, element for element: kinds, numbers of elements, sizes of bit strings and binary
 * times, precision of floating point numbers. False for NULL.
 */
LIB61850_API bool MmsVariableSpecification_isValueOfType(MmsVariableSpecification *self, const MmsValue *value);

/** The name of the variable or component; NULL for elements of arrays. It belongs to the specification. */
LIB61850_API const char *MmsVariableSpecification_getName(MmsVariableSpecification *self);

/** The names of the components of a structure, to be freed with `LinkedList_destroy`. NULL for other kinds. */
LIB61850_API LinkedList MmsVariableSpecification_getStructureElements(MmsVariableSpecification *self);

/**
 * Elements of an array, components of a structure, bits of a number or bit string, octets of a string or binary time;
 * a negative one is an upper bound. -1 for kinds without a size, and for NULL.
 */
LIB61850_API int MmsVariableSpecification_getSize(MmsVariableSpecification *self);

/** The type of a structure's component, counted from 0. It belongs to the specification. NULL if there is none. */
LIB61850_API
MmsVariableSpecification *MmsVariableSpecification_getChildSpecificationByIndex(MmsVariableSpecification *self,
                                                                                int index);

/**
 * The type of a structure's component with this name; its index goes to `index` (unless NULL). It belongs to the
 * specification. NULL, with `index` unchanged, if there is none.
 */
LIB61850_API
MmsVariableSpecification *MmsVariableSpecification_getChildSpecificationByName(MmsVariableSpecification *self,
                                                                               const char *name,
                                                                               int *index);

/** The type of an array's elements. It belongs to the specification. NULL for other kinds. */
LIB61850_API
MmsVariableSpecification *MmsVariableSpecification_getArrayElementSpecification(MmsVariableSpecification *self);

/** Bits of the exponent of a floating point type; -1 for other kinds, and for NULL. */
LIB61850_API int MmsVariableSpecification_getExponentWidth(MmsVariableSpecification *self);

#ifdef __cplusplus
}
#endif

#endif /* MMS_TYPE_SPEC_H_ */
