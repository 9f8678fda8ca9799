/*
 * hal_base.h: what every header of the platform layer needs.
 */

#ifndef HAL_BASE_H_
#define HAL_BASE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks the functions of the platform layer. */
#ifndef PAL_API
#define PAL_API
#endif

#endif /* HAL_BASE_H_ */
