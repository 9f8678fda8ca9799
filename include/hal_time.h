/*
 * hal_time.h: the clock.
 *
 * Made from src/ffi/hal_time by tests/headers.rs; do not edit.
 */

#ifndef HAL_TIME_H_
#define HAL_TIME_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Nanoseconds since 1970. */
typedef uint64_t nsSinceEpoch;

/** Milliseconds since 1970. */
typedef uint64_t msSinceEpoch;

#ifdef __cplusplus
}
#endif

#endif /* HAL_TIME_H_ */
