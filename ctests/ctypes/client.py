"""A thin caller over a loaded library: arguments from JSON, results described as JSON, one connection at hand."""

import csv
import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p, cast

from declare import API, CALLBACKS, SLinkedList

RETRIES = bool(os.environ.get("IEC61850_RETRY_CONNECT"))
UNSET = -12345  # what `*error` holds before a call


def enum_names(enum):
    with (API / "enums.csv").open(newline="") as file:
        return {int(r["value"]): r["enumerator"] for r in csv.DictReader(file) if r["enum"] == enum and r["value"].lstrip("-").isdigit()}


ERRORS = {code: name.removeprefix("IED_ERROR_") for code, name in enum_names("IedClientError").items()} | {UNSET: "unset"}
ACCESS_ERRORS = {code: name.removeprefix("DATA_ACCESS_ERROR_") for code, name in enum_names("MmsDataAccessError").items()}
TYPES = {code: name.removeprefix("MMS_") for code, name in enum_names("MmsType").items()}
STATES = {0: "CLOSED", 1: "CONNECTING", 2: "CONNECTED", 3: "CLOSING"}
FCS = {name.removeprefix("IEC61850_FC_"): code for code, name in enum_names("FunctionalConstraint").items()}


class Client:
    def __init__(self, lib, host="127.0.0.1", port=102):
        self.lib, self.host, self.port = lib, host, port
        self.con = None
        self.events = []
        self.keep = []

    # results

    def text(self, data):
        return None if data is None else data.decode("latin-1")

    def strings(self, head):
        """The strings of a LinkedList, which is destroyed."""
        if not head:
            return None
        head = cast(head, POINTER(SLinkedList))
        found, element = [], head.contents.next
        while element:
            found.append(self.text(cast(element.contents.data, c_char_p).value))
            element = element.contents.next
        self.lib.LinkedList_destroy(head)
        return found

    def value(self, value):
        """An MmsValue with all that its type lets one ask."""
        lib = self.lib
        if not value:
            return None
        kind = TYPES[lib.MmsValue_getType(value)]
        if kind in ("ARRAY", "STRUCTURE"):
            size = lib.MmsValue_getArraySize(value)
            return [kind] + [self.value(lib.MmsValue_getElement(value, i)) for i in range(size)]
        if kind == "BOOLEAN":
            return [kind, bool(lib.MmsValue_getBoolean(value))]
        if kind in ("INTEGER", "UNSIGNED"):
            return [kind, lib.MmsValue_toInt64(value), lib.MmsValue_toInt32(value), lib.MmsValue_toUint32(value)]
        if kind == "FLOAT":
            return [kind, repr(lib.MmsValue_toFloat(value)), repr(lib.MmsValue_toDouble(value))]
        if kind == "BIT_STRING":
            size = lib.MmsValue_getBitStringSize(value)
            bits = "".join("1" if lib.MmsValue_getBitStringBit(value, i) else "0" for i in range(size))
            return [kind, size, bits, lib.MmsValue_getBitStringAsInteger(value), lib.MmsValue_getBitStringAsIntegerBigEndian(value)]
        if kind == "OCTET_STRING":
            size = lib.MmsValue_getOctetStringSize(value)
            return [kind, bytes(lib.MmsValue_getOctetStringBuffer(value)[:size]).hex()]
        if kind in ("VISIBLE_STRING", "STRING"):
            return [kind, self.text(lib.MmsValue_toString(value))]
        if kind == "UTC_TIME":
            return [kind, lib.MmsValue_getUtcTimeInMs(value), lib.MmsValue_toUnixTimestamp(value), lib.MmsValue_getUtcTimeQuality(value)]
        if kind == "BINARY_TIME":
            return [kind, lib.MmsValue_getBinaryTimeAsUtcMs(value)]
        if kind == "DATA_ACCESS_ERROR":
            return [kind, ACCESS_ERRORS.get(lib.MmsValue_getDataAccessError(value))]
        return [kind]

    def printed(self, value):
        buffer = ctypes.create_string_buffer(4096)
        self.lib.MmsValue_printToBuffer(value, buffer, 4096)
        return self.text(buffer.value)

    def taken_value(self, value):
        """A value the caller owns: described, printed, deleted."""
        if not value:
            return None
        result = {"value": self.value(value), "type": self.text(self.lib.MmsValue_getTypeString(value)), "print": self.printed(value)}
        self.lib.MmsValue_delete(value)
        return result

    def spec(self, spec):
        lib, size = self.lib, self.lib.MmsVariableSpecification_getSize(spec)
        kind = TYPES[lib.MmsVariableSpecification_getType(spec)]
        name = self.text(lib.MmsVariableSpecification_getName(spec))
        result = [kind, name, size]
        if kind == "ARRAY":
            result.append(self.spec(lib.MmsVariableSpecification_getArrayElementSpecification(spec)))
        if kind == "STRUCTURE":
            result += [self.spec(lib.MmsVariableSpecification_getChildSpecificationByIndex(spec, i)) for i in range(size)]
        if kind == "FLOAT":
            result.append(lib.MmsVariableSpecification_getExponentWidth(spec))
        return result

    def taken_spec(self, spec):
        if not spec:
            return None
        result = self.spec(spec)
        self.lib.MmsVariableSpecification_destroy(spec)
        return result

    def taken_timestamp(self, stamp):
        if not stamp:
            return None
        result = bytes(stamp.contents.val).hex()
        self.lib.Timestamp_destroy(stamp)
        return result

    # calls

    def make(self, kind, argument):
        """A new MmsValue."""
        lib = self.lib
        if kind == "octets":
            data = bytes.fromhex(argument)
            value = lib.MmsValue_newOctetString(0, max(len(data), 1))
            lib.MmsValue_setOctetString(value, data, len(data))
            return value
        if kind == "bits":
            value = lib.MmsValue_newBitString(argument[0])
            lib.MmsValue_setBitStringFromInteger(value, argument[1])
            return value
        if kind == "struct":
            value = lib.MmsValue_createEmptyStructure(len(argument))
            for index, element in enumerate(argument):
                lib.MmsValue_setElement(value, index, self.make(*element))
            return value
        maker = {"bool": "newBoolean", "int32": "newIntegerFromInt32", "int64": "newIntegerFromInt64", "int16": "newIntegerFromInt16",
                 "int8": "newIntegerFromInt8", "uint32": "newUnsignedFromUint32", "float": "newFloat", "double": "newDouble",
                 "vstring": "newVisibleString", "mstring": "newMmsString", "utc": "newUtcTimeByMsTime", "bintime": "newBinaryTime"}[kind]
        return getattr(lib, "MmsValue_" + maker)(argument.encode("latin-1") if isinstance(argument, str) else argument)

    def create(self):
        self.con = c_void_p(self.lib.IedConnection_create())
        return bool(self.con)

    def connect(self, host=None, port=None):
        return self.call("IedConnection_connect", self.host if host is None else host, self.port if port is None else port)

    def session(self):
        """A new connection, connected."""
        for _ in range(20 if RETRIES else 1):
            self.destroy()
            self.create()
            answer = self.connect()
            if not RETRIES or self.alive():
                break
        return answer

    def alive(self):
        """Whether calls work: under load the genuine client may report CONNECTED on a dead connection."""
        return self.call("IedConnection_readInt32Value", "probe/probe", 0)[1] != "CONNECTION_LOST"

    def state(self):
        return STATES.get(self.lib.IedConnection_getState(self.con))

    def watch(self):
        """Records what the state changed and connection closed handlers are told, and in which order."""

        def changed(parameter, connection, state):
            self.events.append(["state", STATES.get(state), parameter, connection == self.con.value])

        def closed(parameter, connection):
            self.events.append(["closed", parameter, connection == self.con.value])

        self.keep += [CALLBACKS["IedConnection_StateChangedHandler"](changed), CALLBACKS["IedConnectionClosedHandler"](closed)]
        self.lib.IedConnection_installStateChangedHandler(self.con, self.keep[-2], 11)
        self.lib.IedConnection_installConnectionClosedHandler(self.con, self.keep[-1], 12)

    def told(self):
        """The events so far, which are forgotten."""
        events, self.events = self.events, []
        return events

    def destroy(self):
        if self.con:
            self.lib.IedConnection_destroy(self.con)
            self.con = None

    def result(self, function, result):
        if function.endswith(("Directory", "DirectoryFC", "DirectoryByFC", "Variables", "DataSets", "DeviceList")):
            return self.strings(result)
        if function.endswith("readObject"):
            return self.taken_value(result)
        if function.endswith("getVariableSpecification"):
            return self.taken_spec(result)
        if function.endswith("readTimestampValue"):
            return self.taken_timestamp(result)
        if isinstance(result, bytes):
            return self.text(result)
        if isinstance(result, float):
            return repr(result)
        return result

    def call(self, function, *arguments):
        """IedConnection function with `self` and `error` in front: [result, error]."""
        error, made, given = c_int(UNSET), [], []
        for argument in arguments:
            if isinstance(argument, str):
                argument = argument.encode("latin-1")
            elif isinstance(argument, dict):
                (kind, content), = argument.items()
                if kind == "raw":
                    argument = bytes.fromhex(content)
                else:
                    argument = self.make(kind, content)
                    made.append(argument)
            given.append(argument)
        result = getattr(self.lib, function)(self.con, byref(error), *given)
        described = self.result(function, result)
        for value in made:
            self.lib.MmsValue_delete(value)
        return [described, ERRORS.get(error.value, error.value)]

    def plain(self, function, *arguments):
        """A function that takes the connection but no error."""
        given = [a.encode("latin-1") if isinstance(a, str) else a for a in arguments]
        return self.result(function, getattr(self.lib, function)(self.con, *given))
