/*
 * lib_memory.h: the allocator whose memory C programs and this library may pass to each other. It is libc's.
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

/** `malloc()`. NULL when memory is exhausted. */
PAL_API void *Memory_malloc(size_t size);

/** `calloc()`: zeroed memory for `nmemb` members of `size` octets. NULL when memory is exhausted. */
PAL_API void *Memory_calloc(size_t nmemb, size_t size);

/** `realloc()`: `ptr` is NULL or came from one of these functions or `malloc()`. */
PAL_API void *Memory_realloc(void *ptr, size_t size);

/** `free()`: for memory from these functions and for strings that this library returns to be freed. NULL is nothing. */
PAL_API void Memory_free(void *memb);

#ifdef __cplusplus
}
#endif

#endif /* LIB_MEMORY_H_ */
