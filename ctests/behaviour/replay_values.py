"""The rows about values and time stamps."""

import re
from ctypes import byref, c_int

from replay_notation import LD, Notation, ValueRefused, moment, quoted
from client import ERRORS, TYPES, UNSET

#: the values of common.mmsvalue: (maker, arguments)
VALUES = {
    "bool": ("newBoolean", True), "float": ("newFloat", 1.5), "double": ("newDouble", 2.5), "int8": ("newIntegerFromInt8", -8),
    "int16": ("newIntegerFromInt16", -16), "int32": ("newIntegerFromInt32", -32), "int64": ("newIntegerFromInt64", -1099511627776),
    "uint32": ("newUnsignedFromUint32", 4000000000), "bitstring": ("newBitString", 13), "bitstring-neg": ("newBitString", -10),
    "octet": ("newOctetString", 4, 8), "array": ("createEmptyArray", 3), "struct": ("createEmptyStructure", 2), "struct0": ("createEmptyStructure", 0),
    "bintime-small": ("newBinaryTime", True), "bintime-large": ("newBinaryTime", False), "utc": ("newUtcTimeByMsTime", 1704164645678),
    "utc_s": ("newUtcTime", 1700000000), "utc_ms": ("newUtcTimeByMsTime", 1700000000123),
}
SETTERS = {"set_bool": ("setBoolean", False), "set_float": ("setFloat", 9.5), "set_double": ("setDouble", 9.5), "set_int8": ("setInt8", -9),
           "set_int16": ("setInt16", -900), "set_int32": ("setInt32", -90000), "set_int64": ("setInt64", -9000000000),
           "set_uint8": ("setUint8", 9), "set_uint16": ("setUint16", 900), "set_uint32": ("setUint32", 4000000001)}
SIZED = ("ARRAY", "STRUCTURE", "BIT_STRING", "OCTET_STRING")


class Values(Notation):
    # values without a connection

    def sized(self, value):
        kind = TYPES[self.lib.MmsValue_getType(value)]
        if kind not in SIZED:
            raise ValueRefused(f"MmsType.{kind} is not supported, only ARRAY, STRUCTURE, BIT_STRING and OCTET_STRING type are supported")
        size = {"BIT_STRING": "getBitStringSize", "OCTET_STRING": "getOctetStringSize"}.get(kind, "getArraySize")
        return getattr(self.lib, "MmsValue_" + size)(value)

    def row_common_mmsvalue(self, member, scenario):
        lib = self.lib
        member = member.removeprefix("MmsValue.")
        on = re.fullmatch(r"on (\S+)", scenario)
        good = re.fullmatch(r"good \((\S+)\)", scenario)
        if scenario == "negative":
            return self.kind(lib.MmsValue_createEmptyStructure(-1))
        if scenario == "specification NULL":
            return self.kind(lib.MmsValue_createArray(None, 3))
        if member == "new_float" and scenario == "value -0.0":
            value = lib.MmsValue_newFloat(-0.0)
            return [repr(lib.MmsValue_toFloat(value)), repr(lib.MmsValue_toDouble(value))]
        if member == "new_int32":
            value = lib.MmsValue_newIntegerFromInt32(2147483648)
            return [lib.MmsValue_toInt32(value), lib.MmsValue_toInt64(value), lib.MmsValue_toUint32(value)]
        if member == "new_utc_time_ms" and scenario.startswith("value "):
            return lib.MmsValue_getUtcTimeInMs(lib.MmsValue_newUtcTimeByMsTime(int(scenario.split()[1])))
        name = (on or good or [None, None])[1]
        if name not in VALUES:
            return NotImplemented
        maker, *arguments = VALUES[name]
        value = getattr(lib, "MmsValue_" + maker)(*arguments)
        kind = TYPES[lib.MmsValue_getType(value)]
        if good:
            try:
                size = self.sized(value)
            except ValueRefused as refused:
                size = {"exc": "MmsValueException", "msg": refused.message}
            shown = self.plain_value(value)
            text = str(shown).replace("T", " ", 1) if kind == "UTC_TIME" else str(shown)
            return [self.kind(value), shown, size, text]
        if member in SETTERS:
            setter, argument = SETTERS[member]
            return [getattr(lib, "MmsValue_" + setter)(value, argument), self.kind(value), self.plain_value(value)]
        if member == "get_type":
            return self.kind(value)
        if member == "get_value":
            return self.plain_value(value)
        if member == "size":
            return self.sized(value)
        if member in ("to_utc_time", "to_utc_time_ms"):
            if kind != "UTC_TIME":
                raise ValueRefused("MmsType is not UTC_TIME")
            ms = lib.MmsValue_getUtcTimeInMs(value)
            return ms if member.endswith("ms") else moment(ms)
        if member == "to_data_access_error":
            raise ValueRefused(f"MmsType.{kind} is not supported, only DATA_ACCESS_ERROR type is supported")
        if member == "get_element":
            return NotImplemented
        if member == "to_octet_string":
            return "bytearray:" + repr(bytes(lib.MmsValue_getOctetStringOctet(value, i) for i in range(lib.MmsValue_getOctetStringSize(value))))
        result = getattr(lib, "MmsValue_" + {"to_bool": "getBoolean", "to_float": "toFloat", "to_double": "toDouble", "to_int32": "toInt32", "to_int64": "toInt64",
                                             "to_uint32": "toUint32", "to_string": "toString", "to_bitstring": "getBitStringAsInteger"}[member])(value)
        return repr(result) if isinstance(result, float) else quoted(result) if member == "to_string" else result

    # time stamps

    def row_common_timestamp(self, member, scenario):
        lib = self.lib
        if not self.con:
            self.opened()
        if member == "C:IedConnection_readTimestampValue":
            suffix = "/GGIO1.Ind1.t" if scenario == "good" else scenario.split("'")[1]
            reference = LD + suffix if suffix else ""
            error = c_int(UNSET)
            stamp = lib.IedConnection_readTimestampValue(self.con, byref(error), reference.encode(), 0, None)
            result = [bool(stamp), "IedClientError." + ERRORS[error.value]]
            return result + ([repr(bytes(stamp.contents.val))] if stamp else [])
        if not member.startswith("Timestamp."):
            return NotImplemented
        function = member.removeprefix("Timestamp.")
        if not hasattr(self, "stamp"):
            self.stamp = self.ask("readTimestampValue", LD + "/GGIO1.Ind1.t", 0, None)
        stamp = self.stamp  # one for all rows: the setters add up
        if function == "get_time":
            return moment(lib.Timestamp_getTimeInMs(stamp))
        call = getattr(lib, function)
        if function == "Timestamp_clearFlags":
            return [call(stamp), repr(bytes(stamp.contents.val))]
        given = re.fullmatch(r"value (\w+)", scenario)
        if not given:
            result = call(stamp)
            return repr(result) if isinstance(result, float) else result
        argument = {"True": True, "False": False}.get(given[1])
        argument = int(given[1]) if argument is None else argument
        getter = {"Timestamp_setLeapSecondKnown": "Timestamp_isLeapSecondKnown", "Timestamp_setClockFailure": "Timestamp_hasClockFailure",
                  "Timestamp_setClockNotSynchronized": "Timestamp_isClockNotSynchronized",
                  "Timestamp_setFractionOfSecondPart": "Timestamp_getFractionOfSecondPart"}[function]
        return [call(stamp, argument), getattr(lib, getter)(stamp), repr(bytes(stamp.contents.val))]
