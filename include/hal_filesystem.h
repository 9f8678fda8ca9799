/*
 * hal_filesystem.h: opening files. A handle is a `FILE *` of the C library.
 *
 * Made from src/ffi/hal_filesystem by tests/headers.rs; do not edit.
 */

#ifndef HAL_FILESYSTEM_H_
#define HAL_FILESYSTEM_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** what separates the parts of a path, `/` */
#define CONFIG_SYSTEM_FILE_SEPARATOR 47

/** An open file. */
typedef void *FileHandle;

/**
 * Opens a file.
 *
 * @param pathName the path
 * @param readWrite true makes an empty file for writing, false opens an existing one for reading
 * @return the handle, to be closed with `FileSystem_closeFile`; NULL if the file cannot be opened
 */
PAL_API FileHandle FileSystem_openFile(char *pathName, bool readWrite);

/** Closes a file. NULL is nothing. */
PAL_API void FileSystem_closeFile(FileHandle handle);

#ifdef __cplusplus
}
#endif

#endif /* HAL_FILESYSTEM_H_ */
