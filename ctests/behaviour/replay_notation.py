"""What every replay module builds on: the notation of genuine-1.6.1.csv, and calls that raise as py61850 does."""

import os
import re
import sys
import time
from ctypes import CDLL, POINTER, byref, c_int, cast, string_at
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ctypes"))

import declare  # noqa: E402
from client import ACCESS_ERRORS, ERRORS, TYPES, UNSET, Client  # noqa: E402

LD = "TestIEDLD0"
#: member: (C function, arguments behind the reference)
LISTS = {
    "get_logical_nodes": "getLogicalDeviceDirectory", "get_logical_device_variables": "getLogicalDeviceVariables",
    "get_logical_device_datasets": "getLogicalDeviceDataSets", "get_logical_node_variables": "getLogicalNodeVariables",
    "get_logical_node_directory": "getLogicalNodeDirectory", "get_data_directory": "getDataDirectory",
    "get_data_directory_fc": "getDataDirectoryFC", "get_data_directory_by_fc": "getDataDirectoryByFC",
}
READS = {"read_boolean": "readBooleanValue", "read_int32": "readInt32Value", "read_int64": "readInt64Value", "read_uint32": "readUnsigned32Value",
         "read_float": "readFloatValue", "read_string": "readStringValue", "read_quality": "readQualityValue"}
QUALITY_NAMES = {0: "VALIDITY_GOOD", 1: "VALIDITY_RESERVED", 2: "VALIDITY_INVALID", 3: "VALIDITY_QUESTIONABLE"}


class Refused(Exception):
    """What py61850 raises after an error code."""

    def __init__(self, code):
        self.code = ERRORS.get(code, str(code))

    def shown(self):
        return {"code": self.code, "exc": "IedConnectionException"}


class ValueRefused(Exception):
    """What py61850 raises for a value of the wrong type."""

    def __init__(self, message):
        self.message = message


def quoted(data):
    return None if data is None else repr(data)


def moment(ms):
    return (datetime(1970, 1, 1) + timedelta(milliseconds=ms)).isoformat()


def c_functions(path):
    """The library with the prototypes of the C headers: py61850 declares some structs that are not to be looked into."""
    dll = CDLL(path)
    for row in declare._rows("functions.csv"):
        if hasattr(dll, row["symbol"]):
            kinds = [parameter.strip() for parameter in row["params"].split(";") if parameter.strip() not in ("", "void")]
            function = getattr(dll, row["symbol"])
            function.restype = declare._c_type(row["return_type"])
            function.argtypes = [declare._c_type(re.sub(r"(?<=[\s*])\w+$", "", kind)) for kind in kinds]
    return dll


class Notation(Client):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.c = c_functions(self.lib.path)
    # the notation of the file

    def plain_value(self, value):
        lib = self.lib
        if not value:
            return None
        kind = TYPES[lib.MmsValue_getType(value)]
        if kind in ("ARRAY", "STRUCTURE"):
            return [self.plain_value(lib.MmsValue_getElement(value, i)) for i in range(lib.MmsValue_getArraySize(value))]
        if kind == "BOOLEAN":
            return bool(lib.MmsValue_getBoolean(value))
        if kind == "INTEGER":
            return lib.MmsValue_toInt64(value)
        if kind == "UNSIGNED":
            return lib.MmsValue_toUint32(value)
        if kind == "FLOAT":
            return repr(lib.MmsValue_toDouble(value))
        if kind == "BIT_STRING":
            return lib.MmsValue_getBitStringAsInteger(value)
        if kind == "OCTET_STRING":
            return "bytearray:" + repr(string_at(lib.MmsValue_getOctetStringBuffer(value), lib.MmsValue_getOctetStringSize(value)))
        if kind in ("VISIBLE_STRING", "STRING"):
            return quoted(lib.MmsValue_toString(value))
        if kind == "UTC_TIME":
            return moment(lib.MmsValue_getUtcTimeInMs(value))
        if kind == "DATA_ACCESS_ERROR":
            names = ACCESS_ERRORS | {3: "ACCESS_DENIED"}
            return "MmsDataAccessError." + names[lib.MmsValue_getDataAccessError(value)]
        return None

    def kind(self, value):
        return "MmsType." + TYPES.get(self.lib.MmsValue_getType(value), "?")

    def whole_value(self, value):
        if not value:
            return "MmsValue(NULL)"
        return {"MmsValue": self.kind(value), "value": self.plain_value(value)}

    # calls that raise

    def ask(self, function, *arguments):
        """The C result, or Refused."""
        error = c_int(UNSET)
        given = [a.encode("latin-1") if isinstance(a, str) else a for a in arguments]
        result = getattr(self.lib, "IedConnection_" + function)(self.con, byref(error), *given)
        if error.value != 0:
            raise Refused(error.value)
        return result

    def handle(self, function, *arguments):
        """The result of an IedConnection function as its C prototype has it, or Refused."""
        error = c_int(UNSET)
        given = [a.encode("latin-1") if isinstance(a, str) else a for a in arguments]
        result = getattr(self.c, "IedConnection_" + function)(self.con, byref(error), *given)
        if error.value != 0:
            raise Refused(error.value)
        return result

    def mms(self, pointer):
        """A value as the functions of the library are declared to take it."""
        return cast(pointer, POINTER(declare._python_type("sMmsValue"))) if pointer else None

    def process(self, reference, value):
        """The process behind the server changes a data attribute (True, False or a float)."""
        reference = f"{LD}/{reference}"
        Path(os.environ["REPLAY_PROCESS"]).write_text(f"{reference} {value}\n")
        read = ("readFloatValue", 1) if isinstance(value, float) else ("readBooleanValue", 0)
        self.within(2, lambda: self.ask(read[0], reference, read[1]) == value)

    def within(self, seconds, condition):
        """Whether the condition comes true in time."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def code(self, function, *arguments):
        """IedClientError.X of a call."""
        try:
            self.ask(function, *arguments)
        except Refused as refused:
            return "IedClientError." + refused.code
        return "IedClientError.OK"

    def shown(self, call, *arguments):
        """The result of `call`, or how its exception shows inside a list."""
        try:
            return call(*arguments)
        except Refused as refused:
            return refused.shown()

    def names(self, function, *arguments):
        found = self.strings(self.ask(function, *arguments))
        return None if found is None else [quoted(name.encode("latin-1")) for name in found]

    def devices(self):
        return self.names("getServerDirectory", False)

    def read_value(self, reference, fc):
        value = self.ask("readObject", reference, fc)
        shown = self.whole_value(value)
        if value:
            self.lib.MmsValue_delete(value)
        return shown

    def member(self, member, *arguments):
        """One of the listing and reading members."""
        if member in LISTS:
            return self.names(LISTS[member], *arguments)
        if member == "read_value":
            return self.read_value(*arguments)
        result = self.ask(READS[member], *arguments)
        if member == "read_float":
            return repr(result)
        if member == "read_quality":
            return "Quality." + QUALITY_NAMES.get(result, str(result))
        return quoted(result) if member == "read_string" else result

    def opened(self):
        """A fresh connected connection in the place of the current one."""
        _, error = self.session()
        if error != "OK":
            raise Refused(next(code for code, name in ERRORS.items() if name == error))

    def status(self):
        return "IedConnectionState." + self.state()
