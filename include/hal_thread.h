/*
 * hal_thread.h: threads and semaphores.
 *
 * Made from src/ffi/hal_thread by tests/headers.rs; do not edit.
 */

#ifndef HAL_THREAD_H_
#define HAL_THREAD_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A thread. */
typedef struct sThread *Thread;

/** A semaphore. */
typedef void *Semaphore;

/** What a thread runs. */
typedef void *(*ThreadExecutionFunction)(void*);

#ifdef __cplusplus
}
#endif

#endif /* HAL_THREAD_H_ */
