/*
 * libiec61850_common_api.h: what every header of the library needs.
 */

#ifndef LIBIEC61850_COMMON_API_H_
#define LIBIEC61850_COMMON_API_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks the functions of the library. */
#ifndef LIB61850_API
#define LIB61850_API
#endif

#endif /* LIBIEC61850_COMMON_API_H_ */
