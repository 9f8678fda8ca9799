/*
 * mms_type_spec.h: access to the type of a variable.
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

#ifdef __cplusplus
}
#endif

#endif /* MMS_TYPE_SPEC_H_ */
