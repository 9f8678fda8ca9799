/*
 * mms_value.h: making, reading and changing MMS values.
 *
 * Made from src/ffi/mms_value by tests/headers.rs; do not edit.
 */

#ifndef MMS_VALUE_H_
#define MMS_VALUE_H_

#include "libiec61850_common_api.h"
#include "mms_common.h"
#include "mms_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A value of MMS, opaque to C. A value that a function makes for the caller is freed with `MmsValue_delete`;
 * elements of arrays and structures belong to their container.
 */
typedef struct sMmsValue MmsValue;

/** Why one variable could not be read or written. */
typedef enum MmsDataAccessError {
  /** success, but the server's value stays as it is */
  DATA_ACCESS_ERROR_SUCCESS_NO_UPDATE = -3,
  /** the answer comes later, or never came */
  DATA_ACCESS_ERROR_NO_RESPONSE = -2,
  /** success */
  DATA_ACCESS_ERROR_SUCCESS = -1,
  /** object invalidated */
  DATA_ACCESS_ERROR_OBJECT_INVALIDATED = 0,
  /** hardware fault */
  DATA_ACCESS_ERROR_HARDWARE_FAULT = 1,
  /** temporarily unavailable */
  DATA_ACCESS_ERROR_TEMPORARILY_UNAVAILABLE = 2,
  /** access denied */
  DATA_ACCESS_ERROR_OBJECT_ACCESS_DENIED = 3,
  /** object undefined */
  DATA_ACCESS_ERROR_OBJECT_UNDEFINED = 4,
  /** invalid address */
  DATA_ACCESS_ERROR_INVALID_ADDRESS = 5,
  /** type unsupported */
  DATA_ACCESS_ERROR_TYPE_UNSUPPORTED = 6,
  /** the value has another type than the object */
  DATA_ACCESS_ERROR_TYPE_INCONSISTENT = 7,
  /** object attribute inconsistent */
  DATA_ACCESS_ERROR_OBJECT_ATTRIBUTE_INCONSISTENT = 8,
  /** access not supported for this object */
  DATA_ACCESS_ERROR_OBJECT_ACCESS_UNSUPPORTED = 9,
  /** no such object */
  DATA_ACCESS_ERROR_OBJECT_NONE_EXISTENT = 10,
  /** the value is not allowed */
  DATA_ACCESS_ERROR_OBJECT_VALUE_INVALID = 11,
  /** an error that ISO 9506 does not know */
  DATA_ACCESS_ERROR_UNKNOWN = 12,
} MmsDataAccessError;

/** Elements in an array or structure, empty ones included; 0 for other types. */
LIB61850_API uint32_t MmsValue_getArraySize(const MmsValue *self);

/**
 * An element of an array or structure, counted from 0. It belongs to the container. NULL beyond the end, for an empty
 * element, and for values of other types.
 */
LIB61850_API MmsValue *MmsValue_getElement(const MmsValue *array, int index);

/**
 * Puts `elementValue` into an array or structure, which owns it from then on; NULL makes the element empty. The caller
 * deletes the element that stood there. An element of another container is copied. Nothing happens (and the value
 * stays the caller's) beyond the end, for values of other types, for a container in memory of the caller's own, and
 * when a container would come to contain itself.
 */
LIB61850_API void MmsValue_setElement(MmsValue *complexValue, int index, MmsValue *elementValue);

/**
 * The element at a path of component names, separated by `$` or `.`, of a value whose type is `varSpec`. It belongs
 * to the value. NULL if there is none.
 */
LIB61850_API MmsValue *MmsValue_getSubElement(MmsValue *self, MmsVariableSpecification *varSpec, char *mmsPath);

/** Sets one bit of a bit string, counted from 0, the first one sent. Nothing happens beyond the end. */
LIB61850_API void MmsValue_setBitStringBit(MmsValue *self, int bitPos, bool value);

/** One bit of a bit string, counted from 0, the first one sent. False beyond the end and for other types. */
LIB61850_API bool MmsValue_getBitStringBit(const MmsValue *self, int bitPos);

/** Clears all bits of a bit string. */
LIB61850_API void MmsValue_deleteAllBitStringBits(MmsValue *self);

/** Sets all bits of a bit string. */
LIB61850_API void MmsValue_setAllBitStringBits(MmsValue *self);

/** Bits in a bit string; 0 for other types. */
LIB61850_API int MmsValue_getBitStringSize(const MmsValue *self);

/** Octets that the bits of a bit string take; 0 for other types. */
LIB61850_API int MmsValue_getBitStringByteSize(const MmsValue *self);

/** How many bits of a bit string are set; 0 for other types. */
LIB61850_API int MmsValue_getNumberOfSetBits(const MmsValue *self);

/** The first 32 bits of a bit string as a number, the first bit least significant; 0 for other types. */
LIB61850_API uint32_t MmsValue_getBitStringAsInteger(const MmsValue *self);

/** Sets a bit string from a number, the least significant bit becoming the first. Bits beyond 32 become zero. */
LIB61850_API void MmsValue_setBitStringFromInteger(MmsValue *self, uint32_t intValue);

/** The last 32 bits of a bit string as a number, the last bit least significant; 0 for other types. */
LIB61850_API uint32_t MmsValue_getBitStringAsIntegerBigEndian(const MmsValue *self);

/** Sets a bit string from a number, the least significant bit becoming the last. Bits beyond 32 become zero. */
LIB61850_API void MmsValue_setBitStringFromIntegerBigEndian(MmsValue *self, uint32_t intValue);

/** Octets that `MmsValue_cloneToBuffer` writes for this value; 0 for NULL. */
LIB61850_API int MmsValue_getSizeInMemory(const MmsValue *self);

/**
 * Makes a deep copy in memory of the caller's own, which must be aligned for pointers and have room for
 * `MmsValue_getSizeInMemory` octets. The value stands at `destinationAddress` and lives as long as that memory; it is
 * not deleted, its strings do not grow and its elements cannot be replaced. Returns the address behind it, where the
 * next copy may go; NULL for NULL or an unaligned address.
 */
LIB61850_API uint8_t *MmsValue_cloneToBuffer(const MmsValue *self, uint8_t *destinationAddress);

/**
 * Decodes the MMS `Data` at `bufPos` of a buffer of `bufferLength` octets, nested at most 25 levels deep. Stores the
 * position behind it in `endBufPos` (unless NULL). NULL if it cannot be decoded.
 */
LIB61850_API MmsValue *MmsValue_decodeMmsData(uint8_t *buffer, int bufPos, int bufferLength, int *endBufPos);

/**
 * Like `MmsValue_decodeMmsData`, with the number of levels that values may be nested: 1 admits simple values only,
 * 64 is the most.
 */
LIB61850_API
MmsValue *MmsValue_decodeMmsDataMaxRecursion(uint8_t *buffer,
                                             int bufPos,
                                             int bufferLength,
                                             int *endBufPos,
                                             int maxDepth);

/**
 * With `encode`: writes the value as MMS `Data` at `bufPos` of `buffer`, which must have room for it, and returns the
 * position behind it. Without: returns how many octets that takes. A container with empty elements, or NULL, writes
 * nothing.
 */
LIB61850_API int MmsValue_encodeMmsData(MmsValue *self, uint8_t *buffer, int bufPos, bool encode);

/**
 * Octets that the MMS encoding of a value can take, whatever is later set in its present room. Empty elements and
 * NULL count 0.
 */
LIB61850_API int MmsValue_getMaxEncodedSize(MmsValue *self);

/** Octets that the MMS encoding of a value of this type can take; 0 for NULL and for types without values. */
LIB61850_API int MmsVariableSpecification_getMaxEncodedSize(MmsVariableSpecification *self);

/** The kind of a value. NULL counts as `MMS_DATA_ACCESS_ERROR`. */
LIB61850_API MmsType MmsValue_getType(const MmsValue *self);

/** The name of the kind of a value, for messages; not to be freed. NULL for NULL. */
LIB61850_API const char *MmsValue_getTypeString(MmsValue *self);

/**
 * Why the access failed that this value stands for. `DATA_ACCESS_ERROR_SUCCESS` (-1) if it is ordinary data,
 * `DATA_ACCESS_ERROR_UNKNOWN` (12) for NULL.
 */
LIB61850_API MmsDataAccessError MmsValue_getDataAccessError(const MmsValue *self);

/**
 * Takes over the content of `source`, in place, so that pointers to elements stay valid. False if the types do not
 * match (then nothing changes), or if a number or octet string does not fit (elements before it are updated already).
 */
LIB61850_API bool MmsValue_update(MmsValue *self, const MmsValue *source);

/** Whether both have the same type and content. Two NULLs are not equal. */
LIB61850_API bool MmsValue_equals(const MmsValue *self, const MmsValue *otherValue);

/** Whether both have the same type, element for element; sizes do not count. */
LIB61850_API bool MmsValue_equalTypes(const MmsValue *self, const MmsValue *otherValue);

/**
 * Writes the value as text into `buffer`, cut to `bufferSize` octets including the NUL, and returns the buffer.
 * A NULL value prints as `(null)`. Without a usable buffer an empty string is returned.
 */
LIB61850_API const char *MmsValue_printToBuffer(const MmsValue *self, char *buffer, int bufferSize);

/** The name of an error, for messages; not to be freed. `unknown` for numbers that are none. */
LIB61850_API const char *MmsError_toString(MmsError err);

/**
 * A new array of `size` elements of the given type, all zero, false or empty. NULL for a NULL or unusable type or a
 * negative size.
 */
LIB61850_API MmsValue *MmsValue_createArray(const MmsVariableSpecification *elementType, int size);

/** A new array of `size` empty elements, to be set with `MmsValue_setElement`. NULL for a negative size. */
LIB61850_API MmsValue *MmsValue_createEmptyArray(int size);

/** A new structure of `size` empty elements, to be set with `MmsValue_setElement`. NULL for a negative size. */
LIB61850_API MmsValue *MmsValue_createEmptyStructure(int size);

/** A new structure of the given type, all components zero, false or empty. NULL for a type that is no structure. */
LIB61850_API MmsValue *MmsValue_newStructure(const MmsVariableSpecification *typeSpec);

/** A new value of the given type, zero, false or empty at all levels. NULL for a type without values. */
LIB61850_API MmsValue *MmsValue_newDefaultValue(const MmsVariableSpecification *typeSpec);

/** A new value that stands for a failed access. */
LIB61850_API MmsValue *MmsValue_newDataAccessError(MmsDataAccessError accessError);

/** A new integer 0 with room for `size` bits: up to 32 make room for 32, more for 64. */
LIB61850_API MmsValue *MmsValue_newInteger(int size);

/** A new unsigned 0 with room for `size` bits: up to 32 make room for 32, more for 64. */
LIB61850_API MmsValue *MmsValue_newUnsigned(int size);

/** A new integer with room for 32 bits. */
LIB61850_API MmsValue *MmsValue_newIntegerFromInt8(int8_t integer);

/** A new integer with room for 32 bits. */
LIB61850_API MmsValue *MmsValue_newIntegerFromInt16(int16_t integer);

/** A new integer with room for 32 bits. */
LIB61850_API MmsValue *MmsValue_newIntegerFromInt32(int32_t integer);

/** A new integer with room for 64 bits. */
LIB61850_API MmsValue *MmsValue_newIntegerFromInt64(int64_t integer);

/** A new unsigned with room for 32 bits. */
LIB61850_API MmsValue *MmsValue_newUnsignedFromUint32(uint32_t integer);

/** A new boolean. */
LIB61850_API MmsValue *MmsValue_newBoolean(bool boolean);

/** A new floating point number in single precision. */
LIB61850_API MmsValue *MmsValue_newFloat(float value);

/** A new floating point number in double precision. */
LIB61850_API MmsValue *MmsValue_newDouble(double value);

/** A new bit string of `bitSize` bits, all zero. The sign of the size does not matter. NULL where there is no memory for it. */
LIB61850_API
MmsValue *MmsValue_newBitString(int bitSize);

/**
 * A new octet string of `size` zero octets with room for `maxSize` (the sign of which does not matter). NULL for a
 * negative `size`, and where there is no memory for it.
 */
LIB61850_API MmsValue *MmsValue_newOctetString(int size, int maxSize);

/** A new visible string, a copy of `string`; NULL for NULL. */
LIB61850_API MmsValue *MmsValue_newVisibleString(const char *string);

/** A new MMS string (UTF-8), a copy of `string`; NULL for NULL. */
LIB61850_API MmsValue *MmsValue_newMmsString(const char *string);

/** A new empty visible string with room for `size` octets; NULL for a negative size, and where there is no memory for it. */
LIB61850_API
MmsValue *MmsValue_newVisibleStringWithSize(int size);

/** A new empty MMS string with room for `size` octets; NULL for a negative size, and where there is no memory for it. */
LIB61850_API MmsValue *MmsValue_newMmsStringWithSize(int size);

/** A new visible string of the `size` octets at `byteArray`, which need no NUL. NULL for NULL or a negative size. */
LIB61850_API MmsValue *MmsValue_newVisibleStringFromByteArray(const uint8_t *byteArray, int size);

/** A new MMS string of the `size` octets at `byteArray`, which need no NUL. NULL for NULL or a negative size. */
LIB61850_API MmsValue *MmsValue_newMmsStringFromByteArray(const uint8_t *byteArray, int size);

/**
 * A new binary time: with `timeOfDay` the short form of four octets (milliseconds of the day), otherwise six octets
 * (with the day, counted from 1984).
 */
LIB61850_API MmsValue *MmsValue_newBinaryTime(bool timeOfDay);

/** A new utc-time of seconds since 1970-01-01 UTC; its quality octet is 0. */
LIB61850_API MmsValue *MmsValue_newUtcTime(uint32_t timeval);

/** A new utc-time of milliseconds since 1970-01-01 UTC; its quality octet says 10 significant bits. */
LIB61850_API MmsValue *MmsValue_newUtcTimeByMsTime(uint64_t timeval);

/** A deep copy that the caller owns, whatever the original belongs to; NULL for NULL. */
LIB61850_API MmsValue *MmsValue_clone(const MmsValue *self);

/**
 * Frees a value with everything in it. An element of an array or structure only becomes empty, since its memory
 * belongs to the container; one that `MmsValue_setElement` has replaced may be deleted before or after its container.
 * Values in memory of the caller's own (`MmsValue_cloneToBuffer`) are left alone, and so is, until its memory is used for another
 * one, a value that was deleted already. NULL is nothing.
 */
LIB61850_API
void MmsValue_delete(MmsValue *self);

/** Like `MmsValue_delete`, but only for values marked with `MmsValue_setDeletable`. */
LIB61850_API void MmsValue_deleteConditional(MmsValue *value);

/** Marks a value for `MmsValue_deleteConditional`. */
LIB61850_API void MmsValue_setDeletable(MmsValue *self);

/** Marks a value and all elements in it for `MmsValue_deleteConditional`. */
LIB61850_API void MmsValue_setDeletableRecursive(MmsValue *value);

/** 1 if the value is marked for `MmsValue_deleteConditional`, otherwise 0. */
LIB61850_API int MmsValue_isDeletable(MmsValue *self);

/**
 * The value of a boolean. For values of other types the result carries no meaning: it is true unless the value is an
 * empty container or string of octets or bits.
 */
LIB61850_API bool MmsValue_getBoolean(const MmsValue *value);

/** Sets a boolean; other types are left alone. */
LIB61850_API void MmsValue_setBoolean(MmsValue *value, bool boolValue);

/** The low 32 bits of an integer or unsigned; 0 for other types. */
LIB61850_API int32_t MmsValue_toInt32(const MmsValue *value);

/** An integer or unsigned; 0 for other types. */
LIB61850_API int64_t MmsValue_toInt64(const MmsValue *self);

/**
 * The low 32 bits of an unsigned or of an integer that is not negative; 0 for other types. A negative integer gives
 * its shortest two's complement octets: -8 is 248.
 */
LIB61850_API uint32_t MmsValue_toUint32(const MmsValue *value);

/** A floating point number; 0 for other types. */
LIB61850_API double MmsValue_toDouble(const MmsValue *self);

/** A floating point number, rounded to single precision; 0 for other types. */
LIB61850_API float MmsValue_toFloat(const MmsValue *self);

/** Sets a floating point number, whichever its precision; other types are left alone. */
LIB61850_API void MmsValue_setFloat(MmsValue *self, float newFloatValue);

/** Sets a floating point number, rounded if it is in single precision; other types are left alone. */
LIB61850_API void MmsValue_setDouble(MmsValue *self, double newFloatValue);

/** Sets an integer; other types are left alone. */
LIB61850_API void MmsValue_setInt8(MmsValue *value, int8_t integer);

/** Sets an integer; other types are left alone. */
LIB61850_API void MmsValue_setInt16(MmsValue *value, int16_t integer);

/** Sets an integer; other types are left alone. */
LIB61850_API void MmsValue_setInt32(MmsValue *self, int32_t integer);

/** Sets an integer that has room for 64 bits; others, and other types, are left alone. */
LIB61850_API void MmsValue_setInt64(MmsValue *value, int64_t integer);

/** Sets an unsigned; other types are left alone. */
LIB61850_API void MmsValue_setUint8(MmsValue *value, uint8_t integer);

/** Sets an unsigned; other types are left alone. */
LIB61850_API void MmsValue_setUint16(MmsValue *value, uint16_t integer);

/** Sets an unsigned; other types are left alone. */
LIB61850_API void MmsValue_setUint32(MmsValue *value, uint32_t integer);

/**
 * The text of a visible or MMS string; NULL for other types. It belongs to the value and is valid until that is
 * changed or deleted.
 */
LIB61850_API const char *MmsValue_toString(MmsValue *self);

/** Room of a visible or MMS string in octets, without the NUL (the text may be shorter); 0 for other types. */
LIB61850_API int MmsValue_getStringSize(MmsValue *self);

/** Sets the text of a visible string, which grows as needed; NULL empties it. Other types are left alone. */
LIB61850_API void MmsValue_setVisibleString(MmsValue *self, const char *string);

/** Sets the text of an MMS string, which grows as needed; NULL empties it. Other types are left alone. */
LIB61850_API void MmsValue_setMmsString(MmsValue *value, const char *string);

/** Sets an octet string to the `size` octets at `buf`. More than it has room for, and other types, change nothing. */
LIB61850_API void MmsValue_setOctetString(MmsValue *self, const uint8_t *buf, int size);

/** Sets one octet of an octet string, which grows to hold it; beyond its room nothing happens. */
LIB61850_API void MmsValue_setOctetStringOctet(MmsValue *self, int octetPos, uint8_t value);

/** Octets in an octet string; 0 for other types. */
LIB61850_API uint16_t MmsValue_getOctetStringSize(const MmsValue *self);

/** Octets that an octet string has room for; 0 for other types. */
LIB61850_API uint16_t MmsValue_getOctetStringMaxSize(MmsValue *self);

/** The octets of an octet string, which may be changed in place; NULL for other types. They belong to the value. */
LIB61850_API uint8_t *MmsValue_getOctetStringBuffer(MmsValue *self);

/** One octet of an octet string; 0 beyond its end and for other types. */
LIB61850_API uint8_t MmsValue_getOctetStringOctet(MmsValue *self, int octetPos);

/** Seconds since 1970-01-01 UTC of a utc-time; 0 for other types. */
LIB61850_API uint32_t MmsValue_toUnixTimestamp(const MmsValue *self);

/**
 * Sets the seconds since 1970-01-01 UTC of a utc-time; fraction and quality stay. Other types are left alone.
 * Returns the value.
 */
LIB61850_API MmsValue *MmsValue_setUtcTime(MmsValue *self, uint32_t timeval);

/**
 * Sets a utc-time to milliseconds since 1970-01-01 UTC, with the quality of ten significant bits. Other types are
 * left alone. Returns the value.
 */
LIB61850_API MmsValue *MmsValue_setUtcTimeMs(MmsValue *self, uint64_t timeval);

/**
 * Sets a utc-time to milliseconds since 1970-01-01 UTC and the given quality octet. Other types are left alone.
 * Returns the value.
 */
LIB61850_API MmsValue *MmsValue_setUtcTimeMsEx(MmsValue *self, uint64_t timeval, uint8_t timeQuality);

/** Sets a utc-time from its eight octets: seconds, fraction, quality. NULL and other types change nothing. */
LIB61850_API void MmsValue_setUtcTimeByBuffer(MmsValue *self, const uint8_t *buffer);

/** The eight octets of a utc-time, which may be changed in place; NULL for other types. They belong to the value. */
LIB61850_API uint8_t *MmsValue_getUtcTimeBuffer(MmsValue *self);

/** Milliseconds since 1970-01-01 UTC of a utc-time, rounded down (but for the last 13 µs); 0 for other types. */
LIB61850_API uint64_t MmsValue_getUtcTimeInMs(const MmsValue *value);

/**
 * Milliseconds since 1970-01-01 UTC of a utc-time, rounded down, and in `usec` (unless NULL) the microseconds beyond
 * them, 0 to 999. 0 for other types.
 */
LIB61850_API uint64_t MmsValue_getUtcTimeInMsWithUs(const MmsValue *self, uint32_t *usec);

/** Sets the quality octet of a utc-time; other types are left alone. */
LIB61850_API void MmsValue_setUtcTimeQuality(MmsValue *self, uint8_t timeQuality);

/**
 * The quality octet of a utc-time: 0x80 leap seconds known, 0x40 clock failure, 0x20 not synchronised, low five bits
 * precision. 0 for other types.
 */
LIB61850_API uint8_t MmsValue_getUtcTimeQuality(const MmsValue *self);

/**
 * Sets a binary time to milliseconds since 1970-01-01 UTC; in the short form only the time of day is kept. Other
 * types are left alone.
 */
LIB61850_API void MmsValue_setBinaryTime(MmsValue *self, uint64_t timestamp);

/** Milliseconds since 1970-01-01 UTC of a binary time; of the day in the short form. 0 for other types. */
LIB61850_API uint64_t MmsValue_getBinaryTimeAsUtcMs(const MmsValue *self);

#ifdef __cplusplus
}
#endif

#endif /* MMS_VALUE_H_ */
