/*
 * lib_memory.h: memory that passes between library and program.
 *
 * Made from src/ffi/lib_memory by tests/headers.rs; do not edit.
 */

#ifndef LIB_MEMORY_H_
#define LIB_MEMORY_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Called when memory is exhausted. */
typedef void (*MemoryExceptionHandler)(void *parameter);

#ifdef __cplusplus
}
#endif

#endif /* LIB_MEMORY_H_ */
