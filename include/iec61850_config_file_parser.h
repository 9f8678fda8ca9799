/*
 * iec61850_config_file_parser.h: a data model from a configuration file.
 *
 * Made from src/ffi/iec61850_config_file_parser by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_CONFIG_FILE_PARSER_H_
#define IEC61850_CONFIG_FILE_PARSER_H_

#include "libiec61850_common_api.h"
#include "hal_filesystem.h"
#include "iec61850_model.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Makes a model from a configuration file. What is wrong with a file is logged with its line.
 *
 * @param filename the path of the file
 * @return the model, to be freed with `IedModel_destroy`; NULL if the file cannot be read or is none
 */
LIB61850_API IedModel *ConfigFileParser_createModelFromConfigFileEx(const char *filename);

/**
 * Makes a model from an open configuration file, which stays open. What is wrong with it is logged with its line.
 *
 * @param fileHandle the file, opened with `FileSystem_openFile`
 * @return the model, to be freed with `IedModel_destroy`; NULL if the file cannot be read or is none
 */
LIB61850_API IedModel *ConfigFileParser_createModelFromConfigFile(FileHandle fileHandle);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_CONFIG_FILE_PARSER_H_ */
