"""A library with every pointer as c_void_p, for scenarios that run in a process of their own.

A test file calls `both(__file__, "scenario", server)`: `python FILE scenario LIBRARY PORT` runs once with the genuine library and
once with ours, and prints what the scenario returns as JSON.
"""

import csv
import ctypes
import json
import os
import re
import subprocess
import sys
from ctypes import c_char_p, c_int, c_ubyte, c_uint, c_ushort, c_void_p
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))


class PhyComAddress(ctypes.Structure):
    _fields_ = [("priority", c_ubyte), ("vid", c_ushort), ("appid", c_ushort), ("mac", c_ubyte * 6)]


SCALARS = {"void": None, "bool": ctypes.c_bool, "uint8_t": c_ubyte, "uint16_t": c_ushort, "uint32_t": c_uint, "int32_t": c_int,
           "int8_t": ctypes.c_int8, "int16_t": ctypes.c_int16, "int64_t": ctypes.c_int64, "uint64_t": ctypes.c_uint64, "msSinceEpoch": ctypes.c_uint64,
           "nsSinceEpoch": ctypes.c_uint64, "float": ctypes.c_float, "double": ctypes.c_double,
           "PhyComAddress": PhyComAddress, "int": c_int}
ENUMS = ("IedClientError", "FunctionalConstraint", "MmsType", "MmsDataAccessError", "IedConnectionState", "ACSIClass", "TLSConfigVersion", "TLSEventLevel")


def ctype(text, argument):
    text = text.replace("const", "").strip()
    if text.replace(" ", "") == "char*":
        return c_char_p
    return SCALARS.get(text, c_int if text in ENUMS else c_void_p)


def load(path):
    library = ctypes.CDLL(str(path))
    with (HERE.parent / "api" / "functions.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            try:
                function = getattr(library, row["symbol"])
            except AttributeError:
                continue
            parameters = [p.strip() for p in row["params"].split(";") if p.strip() not in ("", "void")]
            function.argtypes = [ctype(re.sub(r"\w+$", "", p), True) for p in parameters]
            function.restype = ctype(row["return_type"], False)
    return library


class Direct:
    """One connection and what scenarios need around it."""

    def __init__(self, path, port, threads=True):
        self.lib, self.keep = load(path), []
        self.error = c_int(-1)
        for _ in range(20):  # the genuine client may report CONNECTED on a dead connection
            self.con = self.lib.IedConnection_createEx(None, threads)
            self.lib.IedConnection_connect(self.con, ctypes.byref(self.error), b"127.0.0.1", port)
            self("readInt32Value", b"probe/probe", 0)
            if self.error.value != 3:
                break
            self.lib.IedConnection_destroy(self.con)

    def __call__(self, name, *arguments):
        """IedConnection function: its result; the error is in `error`."""
        self.error.value = -1
        return getattr(self.lib, "IedConnection_" + name)(self.con, ctypes.byref(self.error), *arguments)

    def list(self, items):
        head = self.lib.LinkedList_create()
        for item in items:
            if isinstance(item, (str, bytes)):
                item = ctypes.cast(self.held(c_char_p(item.encode() if isinstance(item, str) else item)), c_void_p)
            self.lib.LinkedList_add(head, item)
        return head

    def held(self, thing):
        self.keep.append(thing)
        return thing

    def items(self, head):
        """The pointers in a list."""
        found, node = [], head and self.lib.LinkedList_getNext(head)
        while node:
            found.append(self.lib.LinkedList_getData(node))
            node = self.lib.LinkedList_getNext(node)
        return found

    def texts(self, head):
        return [ctypes.cast(data, c_char_p).value.decode() for data in self.items(head)] if head else None

    def value(self, value):
        buffer = ctypes.create_string_buffer(2000)
        self.lib.MmsValue_printToBuffer(value, ctypes.cast(buffer, c_char_p), 2000) if value else None
        return [self.lib.MmsValue_getType(value), buffer.value.decode()] if value else None


def run(file, scenario, library, port, timeout=25):
    command = [sys.executable, file, scenario, str(library), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=os.environ)
    assert done.returncode == 0, f"{library}: exit {done.returncode}: {done.stderr[-2000:]}"
    return json.loads(done.stdout)


def both(file, scenario, server):
    """What the genuine library and ours answer, each with a fresh server."""
    import paths

    answers = []
    for library in (paths.genuine_lib(), paths.our_lib()):
        with server() as running:
            answers.append(run(file, scenario, library, running.port))
    return answers


def ours(file, scenario, port):
    import paths

    return run(file, scenario, paths.our_lib(), port)


def main(scenarios):
    """The end of each test file."""
    print(json.dumps(scenarios[sys.argv[1]](sys.argv[2], int(sys.argv[3]))), flush=True)
    os._exit(0)
