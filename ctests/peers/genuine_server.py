"""A server of the genuine library in a process of its own. Prints `PORT n` when it listens; ends with its stdin.

A line `REFERENCE VALUE` on its stdin (True, False or a float) changes a data attribute as the process would.

Started by peers.py. Uses ctypes on the shared library given, nothing else of the Python package.
"""

import argparse
import ctypes
import os
import re
import signal
import socket
import sys
from ctypes import CFUNCTYPE, POINTER, c_bool, c_char_p, c_float, c_int, c_uint, c_uint64, c_void_p

WRITABLE_FCS = (2, 3, 4, 5, 6, 7)  # SP SV CF DC SG SE
TIME_MS = 1700000000123
ACCEPT = 1  # CONTROL_RESULT_OK

ControlHandler = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_bool)
WriteAccessHandler = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_void_p)
ReadAccessHandler = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(c_void_p), c_int, c_void_p, c_void_p)
Authenticator = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_void_p, c_void_p)

#: What the scenarios of ctests/behaviour/genuine-1.6.1.csv found on the server. Attribute: (updater, value).
MATRIX_VALUES = {
    "LLN0.Mod.t": ("time", TIME_MS), "GGIO1.Mod.t": ("time", TIME_MS),
    "GGIO1.Ind1.q": ("bits", 2), "GGIO1.Ind1.t": ("time", TIME_MS),
    "GGIO1.Ind2.t": ("time", TIME_MS), "GGIO1.AnIn1.t": ("time", TIME_MS), "GGIO1.IntIn1.t": ("time", TIME_MS),
}
MATRIX_TYPES = {
    "INT64": ("int64", -1099511627776), "OCTET64": ("octets", bytes([1, 2, 0, 254])), "OCTET6": ("octets", bytes(range(10, 16))),
    "OCTET8": ("octets", bytes(range(0x11, 0x19))), "TIMESTAMP": ("time", TIME_MS), "QUALITY": ("bits", 2114),
    "CHECK": ("bits", 2), "CODEDENUM": ("bits", 2), "OPTFLDS": ("bits", 341), "TRGOPS": ("bits", 21),
}


def load(path):
    """The library with the prototypes this program needs."""
    lib = ctypes.CDLL(path)
    pointer_results = ("ConfigFileParser_createModelFromConfigFileEx", "IedServer_createWithConfig", "IedServerConfig_create",
                       "IedModel_getModelNodeByObjectReference", "IedServer_getAttributeValue")
    for name in pointer_results:
        getattr(lib, name).restype = c_void_p
    lib.IedServer_isRunning.restype = c_bool
    lib.IedServer_updateUTCTimeAttributeValue.argtypes = [c_void_p, c_void_p, c_uint64]
    lib.IedServer_updateFloatAttributeValue.argtypes = [c_void_p, c_void_p, c_float]
    lib.MmsValue_setInt64.argtypes = [c_void_p, ctypes.c_int64]
    lib.MmsValue_setBitStringFromInteger.argtypes = [c_void_p, c_uint]
    return lib


class Server:
    def __init__(self, lib, options):
        self.lib = lib
        self.keep = []  # what C holds pointers to
        self.model = c_void_p(lib.ConfigFileParser_createModelFromConfigFileEx(options.model.encode()))
        if not self.model:
            sys.exit(f"the genuine parser refuses {options.model}")
        config = c_void_p(lib.IedServerConfig_create())
        if options.edition:
            lib.IedServerConfig_setEdition(config, options.edition)
        if options.files:
            lib.IedServerConfig_setFileServiceBasePath(config, options.files.rstrip("/").encode() + b"/")
        self.server = c_void_p(lib.IedServer_createWithConfig(self.model, None, config))
        for fc in WRITABLE_FCS:
            lib.IedServer_setWriteAccessPolicy(self.server, fc, 0)
        lib.IedServer_setTimeQuality(self.server, False, False, False, 10)
        lib.IedServer_setServerIdentity(self.server, b"vendor", b"model", b"1.6.1")
        nodes = list(walk(open(options.model).read()))
        self.accept_controls(nodes)
        if options.values == "matrix":
            self.matrix(nodes)
        if options.password:
            self.password(options.password.encode())

    def node(self, reference):
        return c_void_p(self.lib.IedModel_getModelNodeByObjectReference(self.model, reference.encode()))

    def hold(self, callback):
        self.keep.append(callback)
        return callback

    def accept_controls(self, nodes):
        handler = self.hold(ControlHandler(lambda action, parameter, value, test: ACCEPT))
        for reference in {r.rsplit(".", 1)[0] for r in nodes if r.endswith((".ctlModel",))}:
            self.lib.IedServer_setControlHandler(self.server, self.node(reference), handler, None)

    def update(self, reference, kind, value):
        node, lib = self.node(reference), self.lib
        if not node:
            sys.exit(f"no {reference} in the model")
        if kind == "time":
            lib.IedServer_updateUTCTimeAttributeValue(self.server, node, value)
        else:
            mms = c_void_p(lib.IedServer_getAttributeValue(self.server, node))
            if kind == "octets":
                lib.MmsValue_setOctetString(mms, value, len(value))
            elif kind == "bits":
                lib.MmsValue_setBitStringFromInteger(mms, value)
            elif kind == "int64":
                lib.MmsValue_setInt64(mms, value)
            elif kind == "bool":
                lib.MmsValue_setBoolean(mms, value)
            elif kind == "int32":
                lib.MmsValue_setInt32(mms, value)
            elif kind == "text":
                lib.MmsValue_setVisibleString(mms, value)
            elif kind == "float":
                lib.MmsValue_setFloat(mms, c_float(value))

    def change(self, reference, value):
        """The process changes an attribute: values are stored and reports sent."""
        node = self.node(reference)
        if value in ("True", "False"):
            self.lib.IedServer_updateBooleanAttributeValue(self.server, node, c_bool(value == "True"))
        else:
            self.lib.IedServer_updateFloatAttributeValue(self.server, node, float(value))

    def matrix(self, nodes):
        """The start values, read errors and write errors of the behaviour samples (ctests/models/matrix.cfg)."""
        for reference, (kind, value) in MATRIX_VALUES.items():
            self.update("TestIEDLD0/" + reference, kind, value)
        for reference in nodes:
            kind_of = re.fullmatch(r"TestIEDLD0/GTYP1\.(\w+)\.\w+Val", reference)
            if kind_of and kind_of[1] in MATRIX_TYPES:
                self.update(reference, *MATRIX_TYPES[kind_of[1]])
        for name, kind, value in (("b", "bool", True), ("i", "int32", 7), ("s", "text", b"st"), ("f", "float", 2.5)):
            self.update("TestIEDLD0/GTYP1.STRUCT.setVal." + name, kind, value)
        refuse = self.hold(WriteAccessHandler(lambda attribute, value, client, parameter: parameter or 0))
        for code in range(13):
            self.lib.IedServer_handleWriteAccess(self.server, self.node(f"TestIEDLD0/GERR1.WrErr{code}.setVal"), refuse, c_void_p(code))

        def read_access(ld, ln, data_object, fc, client, parameter):
            # ModelNode: type, then at offset 8 the name
            name = ctypes.cast(data_object[1], c_char_p).value if data_object else b""
            return int(name[5:]) if name.startswith(b"RdErr") else -1  # MmsDataAccessError SUCCESS

        self.lib.IedServer_setReadAccessHandler(self.server, self.hold(ReadAccessHandler(read_access)), None)

    def password(self, wanted):
        """Only associations with this ACSE password are accepted."""

        def check(parameter, given, token, reference):
            if not given or c_int.from_address(given).value != 1:
                return False
            text, size = c_void_p.from_address(given + 8).value, c_int.from_address(given + 16).value
            return bool(text) and ctypes.string_at(text, size) == wanted

        self.lib.IedServer_setAuthenticator(self.server, self.hold(Authenticator(check)), None)

    def start(self, port):
        for _ in range(20):
            wanted = port or free_port()
            self.lib.IedServer_start(self.server, wanted)
            if self.lib.IedServer_isRunning(self.server):
                return wanted
            if port:
                break
        sys.exit("the server does not start")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def walk(text):
    """References of all data objects and attributes of a model file."""
    ied, stack = "", []
    for line in text.splitlines():
        opened = re.match(r"(MODEL|LD|LN|DO|DA)\((\S+?)[ )]", line.strip())
        path = ""
        if opened:
            kind, name = opened.groups()
            path = {"MODEL": "", "LD": ied + name}.get(kind)
            if kind == "MODEL":
                ied = name
            if path is None:
                path = stack[-1] + ("/" if kind == "LN" else ".") + name
            if kind in ("DO", "DA"):
                yield path
        if line.rstrip().endswith("{"):
            stack.append(path)
        elif line.strip() == "}" and stack:
            stack.pop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lib", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--values", choices=("model", "matrix"), default="model")
    parser.add_argument("--edition", type=int)
    parser.add_argument("--files")
    parser.add_argument("--password")
    options = parser.parse_args()
    server = Server(load(options.lib), options)
    print("PORT", server.start(options.port), flush=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        server.change(*line.split())
    os._exit(0)


if __name__ == "__main__":
    main()
