/*
 * hal_time.h: clocks.
 *
 * Made from src/ffi/hal_time by tests/headers.rs; do not edit.
 */

#ifndef HAL_TIME_H_
#define HAL_TIME_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Milliseconds since 1970-01-01 UTC. */
typedef uint64_t msSinceEpoch;

/** Nanoseconds since 1970-01-01 UTC. */
typedef uint64_t nsSinceEpoch;

/** The system time in milliseconds since 1970-01-01 UTC. */
PAL_API msSinceEpoch Hal_getTimeInMs(void);

/** The system time in nanoseconds since 1970-01-01 UTC. */
PAL_API nsSinceEpoch Hal_getTimeInNs(void);

/** Milliseconds of a clock that never jumps; its zero is arbitrary, only differences mean something. */
PAL_API msSinceEpoch Hal_getMonotonicTimeInMs(void);

/** Nanoseconds of a clock that never jumps; its zero is arbitrary, only differences mean something. */
PAL_API nsSinceEpoch Hal_getMonotonicTimeInNs(void);

#ifdef __cplusplus
}
#endif

#endif /* HAL_TIME_H_ */
