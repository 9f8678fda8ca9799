"""A server of a library in a process of its own: `server_worker.py LIBRARY`, one JSON list [method, arguments…] a line, one JSON answer each.

Callbacks are noted as events, which `events` takes. Arguments `{"node": "LD/LN.DO"}`, `{"server": 0}`, `{"mms": ["bool", true]}` … stand for what C wants.
"""

import ctypes
import json
import os
import socket
import sys
import threading
import time
from ctypes import c_char_p, c_float, c_int, c_uint16, c_uint64, string_at

from direct import load
from server_handlers import TYPES, Handlers, P

MMS_VALUE = 64  # offset of mmsValue in DataAttribute
MODEL_RCBS, RCB_NAME, RCB_SIBLING = 24, 8, 80


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server(Handlers):
    def __init__(self, path):
        self.lib = load(path)
        self.lib.IedServer_updateFloatAttributeValue.argtypes = [P, P, c_float]
        for function in ("Quality", "DbposValue"):
            getattr(self.lib, "IedServer_update" + function).argtypes = [P, P, c_uint16 if function == "Quality" else c_int]
        for function in ("updateUTCTimeAttributeValue",):
            getattr(self.lib, "IedServer_" + function).argtypes = [P, P, c_uint64]
        self.lib.ModelNode_getObjectReference.argtypes, self.lib.ModelNode_getObjectReference.restype = [P, c_char_p], c_char_p
        self.keep, self.told, self.clients, self.logs = [], [], [], {}
        self.lock = threading.Lock()
        self.server = self.model = self.config = None
        self.port = None
        self.results = {}

    # building

    def build(self, model, config=None, policies=None, identity=None, preconfigured=()):
        """A server of a model file. `config`: names of IedServerConfig setters (without the prefix) to a value or list; `policies`: FC to policy;
        `preconfigured`: arguments of `preconfigure`."""
        lib = self.lib
        self.model = lib.ConfigFileParser_createModelFromConfigFileEx(model.encode())
        if not self.model:
            return "no model"
        for block in preconfigured:
            self.preconfigure(*block)
        made = lib.IedServerConfig_create()
        for name, values in (config or {}).items():
            values = values if isinstance(values, list) else [values]
            getattr(lib, "IedServerConfig_" + name)(made, *[v.encode() if isinstance(v, str) else v for v in values])
        self.config = made
        self.server = lib.IedServer_createWithConfig(self.model, None, made)
        lib.IedServerConfig_destroy(made)
        for fc, policy in (policies or {}).items():
            lib.IedServer_setWriteAccessPolicy(self.server, int(fc), policy)
        if identity:
            lib.IedServer_setServerIdentity(self.server, *[part.encode() for part in identity])
        return bool(self.server)

    def preconfigure(self, name, kind, address):
        """Reserves a report control block of the model for a client address (hex) before the server is built."""
        block = P.from_address(self.model + MODEL_RCBS).value
        while block:
            if string_at(P.from_address(block + RCB_NAME).value) == name.encode():
                data = bytes.fromhex(address)
                buffer = ctypes.create_string_buffer(data, len(data))
                self.lib.ReportControlBlock_setPreconfiguredClient(block, kind, ctypes.cast(buffer, P))
                return True
            block = P.from_address(block + RCB_SIBLING).value
        return False

    def free_port(self):
        return free_port()

    def start(self, port=0):
        for _ in range(20):
            self.port = port or free_port()
            self.lib.IedServer_start(self.server, self.port)
            if self.lib.IedServer_isRunning(self.server):
                return self.port
            if port:
                return 0
        return 0

    def stop(self):
        self.lib.IedServer_stop(self.server)
        return bool(self.lib.IedServer_isRunning(self.server))

    def destroy(self):
        self.lib.IedServer_destroy(self.server)
        self.lib.IedModel_destroy(self.model)
        self.server = self.model = None

    # values

    def node(self, reference):
        return self.lib.IedModel_getModelNodeByObjectReference(self.model, reference.encode())

    def argument(self, given):
        if isinstance(given, str):
            return given.encode("latin-1")
        if not isinstance(given, dict):
            return given
        ((kind, content),) = given.items()
        if kind == "mms":
            return self.made(*content)
        return {"server": lambda _: self.server, "model": lambda _: self.model, "node": self.node, "null": lambda _: None, "float": c_float, "sgcb": self.sgcb,
                "mmsserver": lambda _: self.lib.IedServer_getMmsServer(self.server), "child": self.child}[kind](content)

    def child(self, path):
        """A logical node of the model by `LD/LN`."""
        return self.node(path)

    def sgcb(self, device):
        ld = self.lib.IedModel_getDeviceByInst(self.model, device.encode())
        return self.lib.LogicalDevice_getSettingGroupControlBlock(ld)

    def made(self, kind, content):
        lib = self.lib
        if kind == "struct":
            value = lib.MmsValue_createEmptyStructure(len(content))
            for at, part in enumerate(content):
                lib.MmsValue_setElement(value, at, self.made(*part))
            return value
        if kind == "octets":
            data = bytes.fromhex(content)
            value = lib.MmsValue_newOctetString(0, 64)
            buffer = ctypes.create_string_buffer(data, max(1, len(data)))
            lib.MmsValue_setOctetString(value, ctypes.cast(buffer, P), len(data))
            return value
        if kind == "bits":
            value = lib.MmsValue_newBitString(content[0])
            lib.MmsValue_setBitStringFromInteger(value, content[1])
            return value
        maker = {"bool": "newBoolean", "int32": "newIntegerFromInt32", "int64": "newIntegerFromInt64", "uint32": "newUnsignedFromUint32", "float": "newFloat",
                 "text": "newVisibleString", "utc": "newUtcTimeByMsTime"}[kind]
        return getattr(lib, "MmsValue_" + maker)(content.encode() if isinstance(content, str) else content)

    def call(self, function, *arguments):
        """Any function, with what stands for pointers; pointers come back as whether there is one."""
        result = getattr(self.lib, function)(*[self.argument(a) for a in arguments])
        if isinstance(result, bytes):
            return result.decode("latin-1")
        pointer = getattr(self.lib, function).restype is P
        return bool(result) if pointer else result

    def ied(self, function, *arguments):
        return self.call("IedServer_" + function, {"server": 0}, *arguments)

    def update(self, reference, kind, value):
        """A typed update function; `mms` takes a value."""
        return self.ied(f"update{kind}", {"node": reference}, {"mms": value} if isinstance(value, list) else value)

    def updates(self, *changes, locked=True):
        """Several updates in one locked section."""
        if locked:
            self.lib.IedServer_lockDataModel(self.server)
        for change in changes:
            self.update(*change)
        if locked:
            self.lib.IedServer_unlockDataModel(self.server)

    def unlocked(self, *changes):
        self.updates(*changes, locked=False)

    def value(self, value):
        if not value:
            return None
        buffer = ctypes.create_string_buffer(4000)
        self.lib.MmsValue_printToBuffer(value, ctypes.cast(buffer, c_char_p), 4000)
        return buffer.value.decode("latin-1")

    def known(self, reference):
        return bool(self.node(reference))

    def get(self, reference):
        node = self.node(reference)
        return self.value(self.lib.IedServer_getAttributeValue(self.server, node)) if node else "no node"

    def constrained(self, reference, fc):
        return self.value(self.lib.IedServer_getFunctionalConstrainedData(self.server, self.node(reference), fc))

    def same_value(self, reference):
        """Whether mmsValue of a data attribute is what getAttributeValue gives."""
        node = self.node(reference)
        return P.from_address(node + MMS_VALUE).value == self.lib.IedServer_getAttributeValue(self.server, node)

    def shared(self, structure, index, member):
        """Whether the value of a member is the element of its structure."""
        element = self.lib.MmsValue_getElement(self.lib.IedServer_getAttributeValue(self.server, self.node(structure)), index)
        return element == self.lib.IedServer_getAttributeValue(self.server, self.node(member))

    # configuration and threads

    def configured(self, changes, getters):
        """What the getters of a configuration say after some setters."""
        lib = self.lib
        made = lib.IedServerConfig_create()
        for name, given in changes.items():
            getattr(lib, "IedServerConfig_" + name)(made, *[v.encode() if isinstance(v, str) else v for v in (given if isinstance(given, list) else [given])])
        found = {name: getattr(lib, "IedServerConfig_" + name)(made) for name in getters}
        found = {name: value.decode() if isinstance(value, bytes) else value for name, value in found.items()}
        found |= {f"setting {bit}": lib.IedServerConfig_getReportSetting(made, bit) for bit in (1, 2, 4, 8, 16, 32, 64)}
        lib.IedServerConfig_destroy(made)
        return found

    def threadless(self):
        """Stops the server and starts it without threads; a thread of ours drives it."""
        self.stop()
        self.lib.IedServer_startThreadless(self.server, self.port)
        self.driven = True

        def drive():
            while self.driven:
                if self.lib.IedServer_waitReady(self.server, 20):
                    self.lib.IedServer_processIncomingData(self.server)
                self.lib.IedServer_performPeriodicTasks(self.server)

        self.driver = threading.Thread(target=drive, daemon=True)
        self.driver.start()
        return bool(self.lib.IedServer_isRunning(self.server))

    def threadless_end(self):
        self.driven = False
        self.driver.join()
        self.lib.IedServer_stopThreadless(self.server)
        return bool(self.lib.IedServer_isRunning(self.server))

    # events

    def note(self, *event):
        with self.lock:
            self.told.append(list(event))

    def events(self, wait=0.0):
        if wait:
            time.sleep(wait)
        with self.lock:
            found, self.told = self.told, []
        return found

    def client(self, pointer):
        """Clients are numbered in the order they are met."""
        if not pointer:
            return None
        if pointer not in self.clients:
            self.clients.append(pointer)
        return f"C{self.clients.index(pointer) + 1}"

    def name(self, node):
        """The object reference of a model node; the name of logical devices."""
        if not node:
            return None
        if c_int.from_address(node).value == 0:
            return self.lib.ModelNode_getName(node).decode()
        buffer = ctypes.create_string_buffer(200)
        return self.lib.ModelNode_getObjectReference(node, ctypes.cast(buffer, c_char_p)).decode()

    def hold(self, kind, function):
        def safe(*arguments):
            try:
                return function(*arguments)
            except Exception as error:  # would be lost in ctypes
                self.note("exception", repr(error))
                return 0

        callback = TYPES[kind](safe)
        self.keep.append(callback)
        return ctypes.cast(callback, P)

    def answer(self, key, default):
        """What a handler returns: set by `set_result`; a list is used up one by one, its last stays."""
        wanted = self.results.get(key, default)
        if isinstance(wanted, list):
            return wanted.pop(0) if len(wanted) > 1 else wanted[0]
        return wanted

    def set_result(self, key, value):
        self.results[key] = value


def run(server, request):
    method, *arguments = request
    if method == "steps":
        return [run(server, step) for step in arguments]
    if method == "sleep":
        return time.sleep(*arguments)
    keywords = arguments.pop() if arguments and isinstance(arguments[-1], dict) and "**" in arguments[-1] else {}
    return getattr(server, method)(*arguments, **keywords.get("**", {}))


def main():
    answers = os.fdopen(os.dup(1), "w")  # the genuine library prints to stdout now and then
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    server = Server(sys.argv[1])
    for line in sys.stdin:
        try:
            answer = run(server, json.loads(line))
        except Exception as error:
            answer = {"exception": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True, file=answers)
    os._exit(0)


if __name__ == "__main__":
    main()
