"""A library as the Python package py61850 uses it: its declarations and nothing else, an IED and its clients in one process.

`declare.py` mends what py61850 declares wrongly; here the declarations are taken as they are. Tests that use this run in a
process of their own (`own_process`): the library is loaded there, and a crash is the failure of one test.
"""

import csv
import ctypes
import functools
import os
import re
import socket
import subprocess
import sys
import threading
import time
from ctypes import CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int, c_void_p, cast
from pathlib import Path

import declare
import model_tree
from client import ACCESS_ERRORS, ERRORS, FCS, STATES, TYPES, UNSET, enum_names

HERE = Path(__file__).resolve().parent
PATIENCE = 5.0
LAZY = "not one of the 529"

STRUCTS = model_tree.STRUCTS
ModelNode, LogicalDevice, DataAttribute = (STRUCTS[name] for name in ("ModelNode", "LogicalDevice", "DataAttribute"))
DATA_TYPES = {code: name.removeprefix("IEC61850_") for code, name in enum_names("DataAttributeType").items()}


def rows():
    """The 529 names that py61850 looks up while loading."""
    return [row for row in declare._rows("py61850_bind.csv") if LAZY not in row["remarks"]]


def _callbacks():
    """The callback types by their C prototypes."""
    found = {}
    with (declare.API / "callbacks.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            kinds = [re.sub(r"\w+$", "", part.strip()) if " " in part.strip() else part for part in row["params"].split(";")]
            found[row["typedef"]] = CFUNCTYPE(_plain(row["return"]), *[_plain(kind) for kind in kinds if kind.strip() != "void"])
    return found


def _plain(text):
    """Enums are ints; text that is only looked at is text; everything behind a pointer stays an address."""
    kind = declare._c_type(text)
    if kind is c_void_p and re.fullmatch(r"(CheckHandlerResult|ControlHandlerResult|SelectStateChangedReason|\w+Type|\w+Operation|\w+Category|TLS\w+)", text.strip()):
        return c_int
    return c_void_p if isinstance(kind, type) and issubclass(kind, ctypes._Pointer) else kind


CALLBACKS = _callbacks()


def python_type(text):
    """The ctypes type that py61850 names, with callbacks as function types and its structs with their fields."""
    text = text.strip()
    pointer = re.fullmatch(r"POINTER\((\w+)\)", text)
    if pointer:
        return POINTER(python_type(pointer[1]))
    return CALLBACKS.get(text) or STRUCTS.get(text) or declare._python_type(text)


class Library:
    """The library with what `load_library` of py61850 sets. A name that is missing is an AttributeError, as there."""

    def __init__(self, path):
        dll = ctypes.CDLL(str(path))
        for row in rows():
            function = getattr(dll, row["symbol"])
            function.restype = python_type(row["restype"]) if row["restype"] != "bool" else bool
            if row["argtypes"] != "(unset)":
                function.argtypes = [python_type(part) for part in row["argtypes"].split(";") if part.strip()]
            setattr(self, row["symbol"], function)


def own_process(test):
    """Runs the test in a process of its own, without pytest."""

    @functools.wraps(test)
    def run():
        module = test.__module__
        command = [sys.executable, "-X", "faulthandler", "-c", f"import {module}; {module}.{test.__name__}.inside(); print('PASSED', flush=True); import os; os._exit(0)"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ | {"PYTHONPATH": f"{HERE}:{HERE.parent / 'peers'}"})
        assert done.returncode == 0 and "PASSED" in done.stdout, f"exit {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3500:]}"

    del run.__wrapped__
    run.inside = test
    return run


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, patience=PATIENCE):
    """Waits until the condition holds; whether it does."""
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.003)
    return bool(condition())


def once(call, patience=PATIENCE):
    """What the call gives, which must come soon: the call runs in a thread."""
    found = []
    thread = threading.Thread(target=lambda: found.append(call()), daemon=True)
    thread.start()
    thread.join(patience)
    assert found, "blocked or failed"
    return found[0]


def texts(head):
    """The strings of a LinkedList, by walking its elements: the head has no data."""
    found, element = [], head.contents.next if head else None
    while element:
        found.append(cast(element.contents.data, c_char_p).value.decode())
        element = element.contents.next
    return found


class Ied:
    """A server with a model from a file, by py61850's declarations."""

    def __init__(self, lib, model, **config):
        self.lib, self.keep, self.failures = lib, [], []
        self.model = lib.ConfigFileParser_createModelFromConfigFileEx(str(model).encode())
        assert self.model, f"no model out of {model}"
        made = lib.IedServerConfig_create()
        for setter, value in config.items():
            getattr(lib, "IedServerConfig_" + setter)(made, value.encode() if isinstance(value, str) else value)
        self.server = lib.IedServer_createWithConfig(self.model, None, made)
        lib.IedServerConfig_destroy(made)
        assert self.server
        for fc in ("SP", "SV", "CF", "DC", "SG", "SE"):
            lib.IedServer_setWriteAccessPolicy(self.server, FCS[fc], 0)
        self.port = free_port()

    def __getattr__(self, name):
        """`ied.lockDataModel()` is IedServer_lockDataModel of this server; functions given become callbacks."""
        function = getattr(self.lib, "IedServer_" + name)

        def call(*arguments):
            kinds = function.argtypes[1:]
            return function(self.server, *[self.argument(kind, given) for kind, given in zip(kinds, arguments, strict=True)])

        return call

    def argument(self, kind, given):
        if callable(given) and not isinstance(given, ctypes._CFuncPtr):
            return self.callback(kind, given)
        if isinstance(given, str) and kind is not c_char_p:
            return self.node(given, kind)
        return given.encode() if isinstance(given, str) else given

    def callback(self, kind, function):
        """A C callback that lives as long as this object; an exception in it fails the test at `check`."""

        def guarded(*arguments):
            try:
                return function(*arguments)
            except Exception as error:  # ctypes would only print it
                self.failures.append(error)
                return 0

        self.keep.append(kind(guarded))
        return self.keep[-1]

    def node(self, reference, kind=POINTER(ModelNode)):
        found = self.lib.IedModel_getModelNodeByObjectReference(self.model, reference.encode())
        assert found, f"no {reference}"
        return cast(found, kind)

    def begin(self):
        self.lib.IedServer_start(self.server, self.port)
        assert self.lib.IedServer_isRunning(self.server)
        return self

    def value(self, reference):
        return describe(self.lib, self.getAttributeValue(reference))

    def check(self):
        """What went wrong in callbacks, if anything."""
        if self.failures:
            raise self.failures[0]

    def destroy(self):
        self.lib.IedServer_destroy(self.server)
        self.lib.IedModel_destroy(self.model)

    def __enter__(self):
        return self.begin()

    def __exit__(self, kind, *_):
        self.destroy()
        if kind is None:
            self.check()


class Con:
    """A client connection; a call whose error is not OK raises it."""

    def __init__(self, lib, port=None):
        self.lib, self.keep, self.con, self.error = lib, [], lib.IedConnection_create(), c_int(UNSET)
        if port:
            self.connect(b"127.0.0.1", port)

    def __getattr__(self, name):
        function = getattr(self.lib, "IedConnection_" + name)
        with_error = len(function.argtypes) > 1 and function.argtypes[1] is POINTER(c_int)

        def call(*arguments):
            error = c_int(UNSET)
            kinds = function.argtypes[2 if with_error else 1 :]
            given = [self.argument(kind, part) for kind, part in zip(kinds, arguments, strict=True)]
            result = function(self.con, byref(error), *given) if with_error else function(self.con, *given)
            if with_error and error.value != 0:
                raise Refused(name, ERRORS.get(error.value, error.value))
            return result

        return call

    def argument(self, kind, given):
        if callable(given) and not isinstance(given, ctypes._CFuncPtr):
            self.keep.append(kind(given))
            return self.keep[-1]
        return given.encode() if isinstance(given, str) else given

    def refused(self, name, *arguments):
        """The error of a call that must fail."""
        try:
            getattr(self, name)(*arguments)
        except Refused as refused:
            return refused.args[1]
        raise AssertionError(f"{name}{arguments} was not refused")

    def read(self, reference, fc):
        value = self.readObject(reference, FCS[fc])
        found = describe(self.lib, value)
        self.lib.MmsValue_delete(value)
        return found

    def state(self):
        return STATES[self.lib.IedConnection_getState(self.con)]

    def destroy(self):
        self.lib.IedConnection_destroy(self.con)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.destroy()


class Refused(Exception):
    """The name of the function and the error."""


def describe(lib, value):
    """A value as plain Python."""
    if not value:
        return None
    kind = TYPES[lib.MmsValue_getType(value)]
    if kind in ("ARRAY", "STRUCTURE"):
        return [describe(lib, lib.MmsValue_getElement(value, at)) for at in range(lib.MmsValue_getArraySize(value))]
    if kind == "OCTET_STRING":
        return bytes(lib.MmsValue_getOctetStringBuffer(value)[: lib.MmsValue_getOctetStringSize(value)])
    if kind == "BIT_STRING":
        return "".join("01"[lib.MmsValue_getBitStringBit(value, bit)] for bit in range(lib.MmsValue_getBitStringSize(value)))
    if kind == "DATA_ACCESS_ERROR":
        return ACCESS_ERRORS[lib.MmsValue_getDataAccessError(value)]
    one = {"BOOLEAN": lib.MmsValue_getBoolean, "INTEGER": lib.MmsValue_toInt64, "UNSIGNED": lib.MmsValue_toUint32, "FLOAT": lib.MmsValue_toDouble,
           "VISIBLE_STRING": lib.MmsValue_toString, "STRING": lib.MmsValue_toString, "UTC_TIME": lib.MmsValue_getUtcTimeInMs, "BINARY_TIME": lib.MmsValue_getBinaryTimeAsUtcMs}
    return one[kind](value)


def children(address):
    """The child nodes by the public fields firstChild and sibling, which is how py61850 walks a model."""
    child = cast(address, POINTER(ModelNode)).contents.firstChild if address else None
    while child:
        node = cast(child, POINTER(ModelNode))
        yield node
        child = node.contents.sibling


def tree(model):
    """Node names of a model, by its structs: {'LD': {'LN': {'DO': {…}}}}."""
    def below(node):
        return {name_of(child, at): below(child) for at, child in enumerate(children(node))}

    def name_of(node, at):
        return node.contents.name.decode() if node.contents.name else f"[{at}]"  # elements of arrays have no name

    device, found = model.contents.firstChild, {}
    while device:
        fields = cast(device, POINTER(LogicalDevice)).contents
        found[fields.name.decode()] = below(device)
        device = fields.sibling
    return found


__all__ = ["ACCESS_ERRORS", "CALLBACKS", "Con", "DATA_TYPES", "FCS", "Ied", "Library", "Refused", "c_bool", "children", "describe", "once", "own_process", "rows", "texts", "tree", "until"]
