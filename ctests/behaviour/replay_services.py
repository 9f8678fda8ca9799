"""The rows about associations, directories, reads and writes."""

import re
import time

from replay_notation import LD, Notation, Refused
from client import ERRORS, FCS

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


class Services(Notation):
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
        """The call with good arguments of state.good and state.closed."""
        lib = self.lib
        for more in (self.basic_dataset, self.basic_gocb, self.basic_report, self.basic_control, self.basic_file):
            found = more(member)
            if found is not NotImplemented:
                return found
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

    def at_hand(self):
        """What the calls of state.good and state.closed need, read before the connection is closed."""
        self.some_dataset = self.read_dataset(LD + "/LLN0.DsRpt")
        self.some_rcb = self.read_rcb(LD + "/LLN0.RP.URCBA01")
        self.some_gocb = self.read_gocb(LD + "/LLN0.gcb01")
        self.some_control = {name: self.control(name) for name in ("SPCSO1", "SPCSO4")}

    def row_state_good(self, member, scenario):
        if not self.con:
            self.opened()
            self.at_hand()
        return self.basic(member)

    def row_state_closed(self, member, scenario):
        if not self.con:
            self.opened()
            self.devices()
            self.at_hand()
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
