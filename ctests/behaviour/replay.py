"""A worker that replays rows of genuine-1.6.1.csv: what the classes of py61850 ask of the C library, asked directly.

A request is ["row", group, member, scenario]; the answer [outcome, IedClientError, observed] in the notation of the file.
`None` as an answer says that the row is not about the C library or not replayed here.
"""

import re
import sys
import time
from ctypes import byref, c_int, string_at
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ctypes"))

import worker  # noqa: E402
from client import ACCESS_ERRORS, ERRORS, FCS, TYPES, UNSET, Client  # noqa: E402

LD = "TestIEDLD0"
REFERENCES = {
    "None (NULL)": None, "empty": "", "one letter": "x", "LD only": LD, "LD/": LD + "/", "slash only": "/", "no LD": "/GGIO1.Ind1.stVal",
    "no LD no slash": "GGIO1.Ind1.stVal", "LN only": LD + "/LLN0", "trailing dot": LD + "/LLN0.Mod.", "double dot": LD + "/LLN0..Mod",
    "unknown LD": "NoLD/LLN0.Mod.stVal", "unknown LN": LD + "/NOLN1.Mod.stVal", "unknown DO": LD + "/LLN0.NoDO.stVal",
    "unknown DA": LD + "/LLN0.Mod.noDA", "with [FC] suffix": LD + "/LLN0.Mod.stVal[ST]", "MMS $ syntax": LD + "/LLN0$ST$Mod$stVal",
    "second slash": LD + "/LLN0.Mod/stVal", "array index": LD + "/GGIO1.Har.phsAHar(0).cVal", "array index out of range": LD + "/GGIO1.Har.arr(99)",
    "array index not a number": LD + "/GGIO1.Har.arr(x)", "array index unclosed": LD + "/GGIO1.Har.arr(1", "leading space": " " + LD + "/LLN0.Mod.stVal",
    "non-ASCII": (LD + "/LLN0.Möd.stVal").encode().decode("latin-1"), "LD name 64 chars": "L" * 64 + "/LLN0.Mod.stVal",
    "LD name 65 chars": "L" * 65 + "/LLN0.Mod.stVal", "LD name 129 chars": "L" * 129 + "/LLN0.Mod.stVal",
    "item 64 chars": LD + "/LLN0." + "i" * 59, "item 65+ chars": LD + "/LLN0." + "i" * 70, "total 129 chars": LD + "/LLN0." + "i" * 113,
    "total 130 chars": LD + "/LLN0." + "i" * 114, "1000 chars": LD + "/LLN0." + "i" * 984, "70000 chars": LD + "/LLN0." + "i" * 69984,
    "embedded newline": LD + "/LLN0.M\nod.stVal",
}
#: member: (C function, arguments behind the reference)
LISTS = {
    "get_logical_nodes": "getLogicalDeviceDirectory", "get_logical_device_variables": "getLogicalDeviceVariables",
    "get_logical_device_datasets": "getLogicalDeviceDataSets", "get_logical_node_variables": "getLogicalNodeVariables",
    "get_logical_node_directory": "getLogicalNodeDirectory", "get_data_directory": "getDataDirectory",
    "get_data_directory_fc": "getDataDirectoryFC", "get_data_directory_by_fc": "getDataDirectoryByFC",
}
READS = {"read_boolean": "readBooleanValue", "read_int32": "readInt32Value", "read_int64": "readInt64Value", "read_uint32": "readUnsigned32Value",
         "read_float": "readFloatValue", "read_string": "readStringValue", "read_quality": "readQualityValue"}
#: the "basic call" of state.good and state.closed: arguments
BASIC = {
    "get_logical_nodes": (LD,), "get_logical_device_variables": (LD,), "get_logical_device_datasets": (LD,),
    "get_logical_node_variables": (LD + "/LLN0",), "get_logical_node_directory": (LD + "/LLN0", 0), "get_data_directory": (LD + "/LLN0.Mod",),
    "get_data_directory_fc": (LD + "/LLN0.Mod",), "get_data_directory_by_fc": (LD + "/LLN0.Mod", 0),
    "read_value": (LD + "/GGIO1.Ind1", 0), "read_boolean": (LD + "/GGIO1.Ind1.stVal", 0), "read_int32": (LD + "/GGIO1.IntIn1.stVal", 0),
    "read_int64": (LD + "/GTYP1.INT64.setVal", 2), "read_uint32": (LD + "/GTYP1.INT32U.setVal", 2), "read_float": (LD + "/GGIO1.AnIn1.mag.f", 1),
    "read_string": (LD + "/LLN0.NamPlt.vendor", 5), "read_quality": (LD + "/GGIO1.Ind1.q", 0),
}
WRITES = {
    "write_value": ("writeObject", "INT32", {"int32": 5}), "write_boolean": ("writeBooleanValue", "BOOLEAN", True),
    "write_int32": ("writeInt32Value", "INT32", 6), "write_uint32": ("writeUnsigned32Value", "INT32U", 7), "write_float": ("writeFloatValue", "FLOAT32", 1.5),
    "write_string": ("writeVisibleStringValue", "VS255", "text"), "write_octet_string": ("writeOctetString", "OCTET64", {"raw": "0102"}, 2),
}
SERVER_TYPES = ("BOOLEAN INT8 INT16 INT32 INT64 INT8U INT16U INT24U INT32U FLOAT32 FLOAT64 ENUM OCTET64 OCTET6 OCTET8 VS32 VS64 VS65 VS129 VS255 UNI255 "
                "TIMESTAMP QUALITY CHECK CODEDENUM GENBITS ENTRYTIME CURRENCY OPTFLDS TRGOPS STRUCT").split()
#: the values that write.values writes one after the other to every type
WRITTEN = {
    "bool": {"bool": True}, "float": {"float": 2.5}, "double": {"double": 2.5}, "int8": {"int8": -3}, "int16": {"int16": -300}, "int32": {"int32": -70000},
    "int64": {"int64": 1099511627776}, "uint32": {"uint32": 7}, "uint32 big": {"uint32": 4000000000}, "vstring": None, "bitstring13": {"bits": [13, 0]},
    "bitstring2": {"bits": [2, 0]}, "octet": {"octet_size": 8}, "array": {"array": 3}, "struct": {"empty_struct": 0}, "bintime": {"bintime": False},
    "utc": {"utc": 1700000000123},
}
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


class Replayer(Client):
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

    # rows

    def row(self, group, member, scenario):
        member = member.removeprefix("IedConnection.")
        replay = getattr(self, "row_" + group.replace(".", "_"), None)
        if replay is None:
            return None
        try:
            observed = replay(member, scenario)
        except Refused as refused:
            return ["IedConnectionException", refused.code, refused.shown()]
        except ValueRefused as refused:
            return ["MmsValueException", "", {"exc": "MmsValueException", "msg": refused.message}]
        return None if observed is NotImplemented else ["value", "", observed]

    def row_assoc_connect(self, member, scenario):
        lib = self.lib
        if member == "__init__":
            return "IedConnection" if self.create() else None
        self.destroy()
        self.create()
        connect = lambda host=self.host, port=self.port: self.ask("connect", host, port)
        if member == "set_connect_timeout":
            timeout = {"set 1000 then connect": 1000, "set 0 then connect": 0, "negative": 0xFFFFFFFF}.get(scenario)
            if timeout is None:
                return NotImplemented
            lib.IedConnection_setConnectTimeout(self.con, timeout)
            return None if scenario == "negative" else [None, connect(), self.status()]
        hosts = {"good: str host": (self.host, self.port), "good: bytes host": (self.host, self.port), "good: 'localhost'": ("localhost", self.port),
                 "default arguments (localhost:102, nothing listens)": ("localhost", 102), "refused port": (self.host, 1), "refused address (127.0.0.2)": ("127.0.0.2", 1),
                 "unresolvable name": ("no.such.host.invalid", self.port), "malformed IPv4 256.1.1.1": ("256.1.1.1", self.port), "empty host": ("", self.port),
                 "host None (NULL)": (None, self.port), "IPv6 ::1 (server on IPv4 only)": ("::1", self.port), "port 0": (self.host, 0),
                 "port -1 (0 means default 102 in C?)": (self.host, -1), "port + 65536 (truncation)": (self.host, self.port + 65536)}
        if scenario in hosts:
            connect(*hosts[scenario])
            return self.status()
        if scenario == "connect twice":
            connect()
            return [self.shown(connect), self.status(), self.devices()]
        if scenario == "reconnect after close":
            connect()
            lib.IedConnection_close(self.con)
            return [connect(), self.status(), self.devices()]
        if scenario == "reconnect after abort":
            connect()
            self.ask("abort")
            return [connect(), self.status(), self.devices()]
        if scenario == "connect after a refused connect":
            return [self.shown(connect, self.host, 1), self.status(), connect(), self.status(), self.devices()]
        if scenario == "10 sequential sessions":
            counts = []
            for _ in range(10):
                self.opened()
                counts.append(len(self.devices()))
            return counts
        return NotImplemented

    def row_assoc_close(self, member, scenario):
        lib = self.lib
        close = lambda: lib.IedConnection_close(self.con)
        abort = lambda: self.ask("abort")
        if member == "C:IedConnection_destroy":
            return lib.IedConnection_destroy(None)
        if member == "release":
            return NotImplemented
        if scenario.startswith("never connected"):
            self.destroy()
            self.create()
        else:
            self.opened()
        if member == "status":
            return self.status()
        if member == "__del__":
            if scenario == "after close":
                close()
            self.destroy()
            return "destroyed"
        if member == "C:IedConnection_release":
            if scenario == "never connected":
                return self.code("release")
            if scenario == "after close":
                return [close(), self.code("release")]
            return [self.code("release"), self.closed_soon(), self.status()]
        if scenario in ("good", "never connected"):
            first = close() if member == "close" else self.shown(abort)
            return [first] + ([True] if (member, scenario) == ("abort", "good") else []) + [self.status()]
        first = abort() if "after abort" in scenario or (member, scenario) == ("abort", "twice") else close()
        return [first, close() if member == "close" else self.shown(abort), self.status()]

    def closed_soon(self):
        """The genuine client may still say CONNECTED when release returns."""
        end = time.monotonic() + 1
        while self.state() != "CLOSED" and time.monotonic() < end:
            time.sleep(0.01)
        return self.state() == "CLOSED"

    def basic(self, member):
        lib = self.lib
        if member == "status":
            return self.status()
        if member == "get_last_appl_error":
            error = lib.IedConnection_getLastApplError(self.con)
            return ["LastApplError", error.ctlNum, error.error, error.addCause]
        if member == "get_logical_devices":
            return self.devices()
        if member in WRITES:
            function, kind, *arguments = WRITES[member]
            result, error = self.call("IedConnection_" + function, f"{LD}/GTYP1.{kind}.setVal", 2, *arguments)
            if error != "OK":
                raise Refused(next(code for code, name in ERRORS.items() if name == error))
            return result
        if member in BASIC:
            return self.member(member, *BASIC[member])
        return NotImplemented

    def row_state_good(self, member, scenario):
        if not self.con:
            self.opened()
        return self.basic(member)

    def row_state_closed(self, member, scenario):
        if not self.con:
            self.opened()
            self.devices()
            self.lib.IedConnection_close(self.con)
        return self.basic(member)

    def row_disc_good(self, member, scenario):
        if not self.con:
            self.opened()
        if member == "get_logical_devices":
            return self.devices()
        by_fc = re.fullmatch(r"(\S+) FC=(\w+)", scenario)
        if by_fc:
            return self.member(member, f"{LD}/{by_fc[1]}", FCS[by_fc[2]])
        target = scenario.split(" (")[0].removeprefix("good ").removeprefix("b").strip("'")
        if member == "get_logical_node_directory":
            classes = "DATA_OBJECT DATA_SET BRCB URCB LCB LOG SGCB GoCB GsCB MSVCB USVCB".split()
            node, acsi = target.split()
            return self.member(member, f"{LD}/{node}", classes.index(acsi))
        target = target if target.startswith("Test") else {"LD0": LD, "LD1": "TestIEDLD1"}.get(target, f"{LD}/{target}")
        found = self.member(member, target)
        return self.summary(found) if member.endswith("variables") else found

    def summary(self, names):
        """[count, first, last, digest of all], as the file gives long lists."""
        import hashlib

        joined = b"\n".join(eval(name) for name in names)
        return [len(names), names[0], names[-1], f"bytes len={len(joined)} sha1={hashlib.sha1(joined).hexdigest()[:16]}"]

    def badref(self, member, scenario):
        if not self.con:
            self.opened()
        if scenario.startswith("connection still usable"):
            return [self.status(), self.devices()]
        reference = scenario.removeprefix("bad reference: ")
        if reference not in REFERENCES:
            return NotImplemented
        arguments = (REFERENCES[reference],) + ((0,) if member.startswith("read") else ())
        found = self.member(member, *arguments)
        return [len(found), found[:1]] if member.endswith("variables") else found

    row_badref_discovery = row_badref_read1 = badref

    def row_read_types(self, member, scenario):
        if not self.con:
            self.opened()
        kind = re.fullmatch(r"type matrix: server type (\w+)", scenario)
        fc = re.fullmatch(r"(\S+) FC=(\w+)", scenario)
        array = re.fullmatch(r"array ref (\S+)", scenario)
        fault = re.fullmatch(r"server returns DataAccessError (\d+)", scenario)
        if kind:
            return self.member(member, f"{LD}/GTYP1.{kind[1]}.setVal", 2)
        if fc:
            node = "" if fc[1].startswith(("G", "L")) else "GGIO1."
            return self.member(member, f"{LD}/{node}{fc[1]}", FCS[fc[2]])
        if array:
            return self.member(member, f"{LD}/{array[1]}", 1)
        if fault:
            return self.member(member, f"{LD}/GERR1.RdErr{fault[1]}.stVal", 0)
        if scenario.startswith("setting groups"):
            return [self.member(member, f"{LD}/LLN0.SGCB.{name}", 2) for name in ("ActSG", "NumOfSG")]
        return NotImplemented

    def row_write_values(self, member, scenario):
        """The file is a sample; the writes between two of its rows are replayed too, because the server remembers them."""
        if not self.con:
            self.opened()
        kind, target = re.fullmatch(r"type matrix: (.+) -> server type (\w+)", scenario).groups()
        return self.written(kind, target)

    def written(self, kind, target):
        reference = f"{LD}/GTYP1.{target}.setVal"
        (maker, argument), = WRITTEN[kind].items()
        value = self.make(maker, argument)
        outcome = self.shown(self.ask, "writeObject", reference, 2, value)
        self.lib.MmsValue_delete(value)
        return [outcome, self.shown(self.read_value, reference, 2)]

    def make(self, kind, argument):
        lib = self.lib
        special = {"octet_size": lambda: lib.MmsValue_newOctetString(argument, argument), "array": lambda: lib.MmsValue_createEmptyArray(argument),
                   "empty_struct": lambda: lib.MmsValue_createEmptyStructure(argument)}
        return special[kind]() if kind in special else super().make(kind, argument)

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


if __name__ == "__main__":
    worker.main(Replayer)
