/*
 * logging_api.h: where a server stores its logs; the application supplies the functions.
 *
 * Made from src/ffi/logging_api by tests/headers.rs; do not edit.
 */

#ifndef LOGGING_API_H_
#define LOGGING_API_H_

#include "libiec61850_common_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The log storage of an application. */
typedef struct sLogStorage *LogStorage;

/** An entry of a log, or with `moreFollow` false the end; false stops. */
typedef bool (*LogEntryCallback)(void *parameter, uint64_t timestamp, uint64_t entryID, bool moreFollow);

/** A data of the current entry, or with `moreFollow` false the end of them; false stops. */
typedef bool (*LogEntryDataCallback)(void *parameter,
                                     const char *dataRef,
                                     uint8_t *data,
                                     int dataSize,
                                     uint8_t reasonCode,
                                     bool moreFollow);

/** The functions that a log storage consists of. */
struct sLogStorage {
  /** the storage's own */
  void *instanceData;
  /** how many entries are kept */
  int maxLogEntries;
  /** starts an entry, gives its id */
  uint64_t (*addEntry)(LogStorage self, uint64_t timestamp);
  /** adds a data to an entry */
  bool (*addEntryData)(LogStorage self,
                       uint64_t entryID,
                       const char *dataRef,
                       uint8_t *data,
                       int dataSize,
                       uint8_t reasonCode);
  /** tells the entries from one time to another */
  bool (*getEntries)(LogStorage self,
                     uint64_t startingTime,
                     uint64_t endingTime,
                     LogEntryCallback entryCallback,
                     LogEntryDataCallback entryDataCallback,
                     void *parameter);
  /** tells the entries after a given one */
  bool (*getEntriesAfter)(LogStorage self,
                          uint64_t startingTime,
                          uint64_t entryID,
                          LogEntryCallback entryCallback,
                          LogEntryDataCallback entryDataCallback,
                          void *parameter);
  /** tells id and time of the newest and the oldest entry */
  bool (*getOldestAndNewestEntries)(LogStorage self,
                                    uint64_t *newEntry,
                                    uint64_t *newEntryTime,
                                    uint64_t *oldEntry,
                                    uint64_t *oldEntryTime);
  /** frees the storage */
  void (*destroy)(LogStorage self);
};

#ifdef __cplusplus
}
#endif

#endif /* LOGGING_API_H_ */
