"""Calls of mms_client_connection.h on one library: `mms_worker.py LIBRARY PORT HOST`, driven like worker.py.

Arguments are JSON: texts, numbers, None, {"list": [texts]}, {"values": […]}, {"value": [kind, …]}, {"specs": [[domain, item, index, component]]},
and {"out": kind}, whose content comes back behind the result.
"""

import csv
import ctypes
import threading
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_int32, c_ubyte, c_uint32, c_uint64, c_void_p, cast
from pathlib import Path

import worker
from direct import ctype

API = Path(__file__).resolve().parent.parent / "api" / "functions.csv"
HANDLERS = {  # the arguments of a handler between parameter and end
    "GenericService": "ib", "GetNameList": "iNb", "ReadVariable": "iV", "WriteVariable": "ii", "WriteMultipleVariables": "iW",
    "GetVariableAccessAttributes": "iT", "ReadNVLDirectory": "iDb", "Identify": "isss", "GetServerStatus": "iii", "FileDirectory": "isuUb",
    "FileRead": "iiBb", "FileOpen": "iiuU", "ReadJournal": "iJb",
}
C_TYPES = {"i": c_int, "b": ctypes.c_bool, "s": c_char_p, "u": c_uint32, "U": c_uint64}


class Selector(ctypes.Structure):
    _fields_ = [("size", c_ubyte), ("value", c_ubyte * 16)]


class TSelector(ctypes.Structure):
    _fields_ = [("size", c_ubyte), ("value", c_ubyte * 4)]


class ConnectionParameters(ctypes.Structure):
    _fields_ = [(name, c_int) for name in ("calling", "called", "nesting", "size")] + [("services", c_ubyte * 11)]


class Identity(ctypes.Structure):
    _fields_ = [("vendor", c_char_p), ("model", c_char_p), ("revision", c_char_p)]


class Spec(ctypes.Structure):
    _fields_ = [("domain", c_char_p), ("item", c_char_p), ("index", c_int32), ("component", c_char_p)]


class Failure(ctypes.Structure):
    _fields_ = [("layer", c_int), ("code", c_int), ("text", ctypes.c_char * 200)]


class JournalEntry(ctypes.Structure):
    _fields_ = [("id", c_void_p), ("time", c_void_p), ("variables", c_void_p)]


class JournalVariable(ctypes.Structure):
    _fields_ = [("tag", c_char_p), ("value", c_void_p)]


STRUCTS = {"MmsConnectionParameters": ConnectionParameters, "PSelector": Selector, "SSelector": Selector, "TSelector": TSelector}


def signatures(library):
    """{name: its parameters}; sets the ctypes declarations."""
    found = {}
    with API.open(newline="") as file:
        for row in csv.DictReader(file):
            function = getattr(library, row["symbol"], None)
            if function is None:
                continue
            parameters = [p.strip() for p in row["params"].split(";") if p.strip() not in ("", "void")]
            kinds = [p.rsplit(" ", 1)[0] if " " in p and not p.endswith("*") else p for p in parameters]
            function.argtypes = [c_void_p if "*" in p and "char" not in p else STRUCTS.get(kind) or declared(kind, p) for kind, p in zip(kinds, parameters)]
            returned = row["return_type"]
            function.restype = STRUCTS.get(returned) or ctype(returned, False)
            found[row["symbol"]] = parameters
    return found


def declared(kind, parameter):
    if "char" in kind and "*" in parameter:
        return c_char_p
    return c_int if kind in ("MmsError", "AcseAuthenticationMechanism") else ctype(kind, True)


class MmsClient:
    """One MMS connection, its own or an IedConnection's."""

    def __init__(self, path, host, port):
        self.lib = ctypes.CDLL(str(path))
        self.signatures = signatures(self.lib)
        self.host, self.port = host, port
        self.con = self.ied = None
        self.error = c_int(-1)
        self.keep = []
        self.arrived = threading.Condition()
        self.events = []
        self.create()

    # ---- the connection ----
    def create(self, how="own"):
        self.destroy()
        self.manual = how == "tick"
        if how == "borrowed":
            self.ied = self.lib.IedConnection_create()
            self.con = self.lib.IedConnection_getMmsConnection(self.ied)
        else:
            self.con = self.lib.MmsConnection_create() if how == "own" else self.lib.MmsConnection_createNonThreaded(None)
        self.lib.MmsConnection_setRequestTimeout(self.con, 3000)
        self.events = []

    def destroy(self):
        if self.ied:
            self.lib.IedConnection_destroy(self.ied)
        elif self.con:
            self.lib.MmsConnection_destroy(self.con)
        self.ied = self.con = None

    def connect(self, how="own", settings=(), attempts=5):
        """A new connection, with settings first: whether it is there, and the error."""
        for _ in range(attempts):
            self.create(how)
            for setting in settings:
                self.setting(*setting)
            if self.ied:
                self.lib.IedConnection_connect(self.ied, byref(self.error), self.host.encode(), self.port)
                done = self.error.value == 0
            else:
                self.error.value = -1
                done = self.lib.MmsConnection_connect(self.con, byref(self.error), self.host.encode(), self.port)
            if not done or attempts == 1:
                break
            status = c_int()  # the genuine client may say connected on a dead connection
            self.lib.MmsConnection_getServerStatus(self.con, byref(status), None, None, False)
            if status.value != 2:
                break
        return [bool(done), self.error.value]

    def setting(self, name, *arguments):
        """A function of the MMS connection, or of its ISO parameters, without error."""
        getattr(self, name, lambda *given: self.plain(name, *given))(*arguments)

    def plain(self, name, *arguments):
        result = getattr(self.lib, "MmsConnection_" + name)(self.con, *(self.argument(a) for a in arguments))
        return self.shown("", result)

    def misspelt(self, calling, called):
        self.lib.MmsConnnection_setMaxOutstandingCalls(self.con, calling, called)

    def parameters(self):
        found = self.lib.MmsConnection_getMmsConnectionParameters(self.con)
        return [found.calling, found.called, found.nesting, found.size, bytes(found.services).hex()]

    def iso(self, name, *arguments):
        """A function of iso_connection_parameters.h on the connection's parameters."""
        parameters = self.lib.MmsConnection_getIsoConnectionParameters(self.con)
        getattr(self.lib, "IsoConnectionParameters_" + name)(parameters, *(self.argument(a) for a in arguments))

    def password(self, text, mechanism=1):
        auth = self.lib.AcseAuthenticationParameter_create()
        self.lib.AcseAuthenticationParameter_setAuthMechanism(auth, mechanism)
        self.lib.AcseAuthenticationParameter_setPassword(auth, self.held(c_char_p(text.encode())))
        self.lib.IsoConnectionParameters_setAcseAuthenticationParameter(self.lib.MmsConnection_getIsoConnectionParameters(self.con), auth)

    def tpdu(self, octets):
        self.lib.MmsConnection_setTpduSize.argtypes = [c_void_p, c_int]
        self.lib.MmsConnection_setTpduSize(self.con, octets)

    def iedTimeout(self, ms):
        self.lib.IedConnection_setConnectTimeout(self.ied, ms)

    def failure(self):
        """The last failure: layer, code and text (ours only)."""
        found = Failure()
        prefix, handle = ("Ied", self.ied) if self.ied else ("Mms", self.con)
        function = getattr(self.lib, prefix + "Connection_getLastFailure")
        function.argtypes, function.restype = [c_void_p, c_void_p], ctypes.c_bool
        return [found.layer, found.code, found.text.decode()] if function(handle, byref(found)) else None

    # ---- calls ----
    def call(self, name, *arguments):
        """A function with an error: [error, result, what came out…]."""
        self.error.value = -1
        outs = []
        given = [self.argument(a, outs) for a in arguments]
        result = getattr(self.lib, "MmsConnection_" + name)(self.con, byref(self.error), *given)
        return [self.error.value, self.shown(name, result), *(self.out(kind, place) for kind, place in outs)]

    def later(self, name, *arguments, wait=4):
        """An asynchronous function: [error, the calls of its handler]."""
        self.error.value = -1
        invoke = c_uint32(0)
        parameters = self.signatures[f"MmsConnection_{name}Async"]
        kind = next(p for p in parameters if "Handler" in p).split()[0].removeprefix("MmsConnection_").removesuffix("Handler")
        seen = []
        handler = self.held(self.handler(kind, seen))
        given = [self.argument(a) for a in arguments]
        getattr(self.lib, f"MmsConnection_{name}Async")(self.con, byref(invoke), byref(self.error), *given, cast(handler, c_void_p), 0x55)
        if self.error.value == 0:
            self.await_last(seen, kind, wait)
        with self.arrived:
            calls = list(seen)
        same = all(call.pop(0) == invoke.value for call in calls)
        return [self.error.value, calls, same and (not calls or invoke.value > 0)]

    def at_once(self, name, *arguments):
        """An asynchronous function, without waiting for its handler."""
        return self.later(name, *arguments, wait=0)[:1]

    def await_last(self, seen, kind, wait):
        """Until the handler has been called, for a directory with its last entry."""
        def over():
            return seen and (kind != "FileDirectory" or seen[-1][2] is None)

        wait = wait if kind != "FileDirectory" else 0.5
        end = time.monotonic() + wait
        while self.manual and not over() and time.monotonic() < end:
            self.ticked(0.01)
        with self.arrived:
            self.arrived.wait_for(over, 0 if self.manual else wait)

    def handler(self, kind, seen):
        letters = HANDLERS[kind]
        types, order = [], []
        for letter in letters:
            order.append(letter)
            types += [c_void_p, c_uint32] if letter == "B" else [C_TYPES.get(letter, c_void_p)]

        def called(invoke, parameter, *arguments):
            found, rest = [invoke], list(arguments)
            for letter in order:
                if letter == "B":
                    address, size = rest.pop(0), rest.pop(0)
                    found.append(ctypes.string_at(address, size).hex() if address and size else "")
                else:
                    found.append(self.taken(letter, rest.pop(0)))
            with self.arrived:
                seen.append(found)
                self.arrived.notify_all()

        return ctypes.CFUNCTYPE(None, c_uint32, c_void_p, *types)(called)

    def taken(self, letter, argument):
        """A handler's argument, freed if it is the handler's own."""
        if letter in "VNWTDJ":
            return {"V": self.value, "N": self.texts, "W": self.results, "T": self.spec, "D": self.specs, "J": self.journal}[letter](argument)
        return argument.decode(errors="replace") if letter == "s" and argument is not None else argument

    def file(self, name):
        """Opens, reads and closes a file: the outcomes and the octets."""
        opened = self.call("fileOpen", name, 0, {"out": "u32"}, {"out": "u64"})
        if opened[0]:
            return [opened[0]]
        parts, outcomes = [], []
        proto = ctypes.CFUNCTYPE(None, c_void_p, c_int32, c_void_p, c_uint32)
        sink = self.held(proto(lambda _, frsm, data, size: parts.append(ctypes.string_at(data, size))))
        for _ in range(100000):
            more = self.lib.MmsConnection_fileRead(self.con, byref(self.error), opened[1], cast(sink, c_void_p), None)
            outcomes.append(self.error.value)
            if not more:
                break
        closed = self.call("fileClose", opened[1])
        return [opened[0], opened[2], len(b"".join(parts)), sum(b"".join(parts)), set(outcomes) == {0}, closed]

    def directory(self, name, after=None):
        entries = []
        proto = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_uint32, c_uint64)
        sink = self.held(proto(lambda _, found, size, time_ms: entries.append([found.decode(), size, time_ms])))
        more = self.call("getFileDirectory", name, after, sink, None)
        return [more, entries]

    # ---- events ----
    def watch(self):
        """Notes states, loss, reports and raw messages."""
        state = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_int)(lambda con, p, new: self.note(["state", new, p, con == self.con]))
        lost = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)(lambda con, p: self.note(["lost", p, con == self.con]))
        self.lib.MmsConnection_setConnectionStateChangedHandler(self.con, cast(self.held(state), c_void_p), 7)
        self.lib.MmsConnection_setConnectionLostHandler(self.con, cast(self.held(lost), c_void_p), 8)

    def watch_raw(self):
        proto = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_int, ctypes.c_bool)
        raw = proto(lambda p, data, size, received: self.note(["raw", ctypes.string_at(data, size).hex(), received]))
        self.lib.MmsConnection_setRawMessageHandler(self.con, cast(self.held(raw), c_void_p), None)

    def watch_reports(self):
        proto = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_char_p, c_void_p, ctypes.c_bool)
        report = proto(lambda p, domain, name, value, is_list: self.note(
            ["report", domain and domain.decode(), name and name.decode(), self.value(value), is_list]))
        self.lib.MmsConnection_setInformationReportHandler(self.con, cast(self.held(report), c_void_p), 9)

    def note(self, event):
        with self.arrived:
            self.events.append(event)
            self.arrived.notify_all()

    def seen(self, count, wait=3):
        """The events so far, when there are as many."""
        with self.arrived:
            self.arrived.wait_for(lambda: len(self.events) >= count, wait)
            found, self.events = self.events, []
        return found

    def settled(self):
        """Waits until nothing more happens."""
        before = -1
        while before != len(self.events):
            before = len(self.events)
            time.sleep(0.25)

    def states(self):
        """The events so far, the loss behind the states: the genuine client tells it before or after the last."""
        return sorted(self.seen(0), key=lambda event: event[0] == "lost")

    def conclude_later(self, wait=2):
        done = []
        proto = ctypes.CFUNCTYPE(None, c_void_p, c_int, ctypes.c_bool)
        handler = self.held(proto(lambda p, error, success: done.append([p, error, success])))
        self.lib.MmsConnection_concludeAsync(self.con, byref(self.error), cast(handler, c_void_p), 5)
        end = time.monotonic() + wait
        while not done and self.error.value == 0 and time.monotonic() < end:
            time.sleep(0.01)
        return [self.error.value, done]

    def ticked(self, seconds):
        """Ticks for some time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.lib.MmsConnection_tick(self.con):
                time.sleep(0.005)

    # ---- values in and out ----
    def held(self, thing):
        self.keep.append(thing)
        return thing

    def argument(self, given, outs=None):
        if isinstance(given, str):
            return self.held(c_char_p(given.encode()))
        if isinstance(given, ctypes._CFuncPtr):
            return cast(given, c_void_p)
        if not isinstance(given, dict):
            return given
        (kind, content), = given.items()
        if kind == "out":
            place = {"bool": ctypes.c_bool, "u32": c_uint32, "u64": c_uint64, "int": c_int, "list": c_void_p}[content]()
            outs.append((content, place))
            return byref(place)
        if kind == "hex":
            data = bytes.fromhex(content)
            return cast(self.held(ctypes.create_string_buffer(data, len(data))), c_void_p)
        if kind == "selector":
            octets = bytes.fromhex(content)
            return Selector(len(octets), (c_ubyte * 16)(*octets))
        if kind == "tselector":
            octets = bytes.fromhex(content)
            return TSelector(len(octets), (c_ubyte * 4)(*octets))
        return getattr(self, "make_" + kind)(content)

    def make_list(self, texts):
        return self.listed(cast(self.held(c_char_p(text.encode())), c_void_p) for text in texts)

    def make_values(self, values):
        return self.listed(self.make_value(value) for value in values)

    def make_value(self, value):
        kind, *content = value
        make = {"bool": "newBoolean", "int": "newIntegerFromInt32", "uint": "newUnsignedFromUint32", "float": "newFloat", "text": "newVisibleString"}.get(kind)
        if make:
            content = [content[0].encode()] if kind == "text" else content
            return getattr(self.lib, "MmsValue_" + make)(*content)
        if kind == "octets":
            octets = bytes.fromhex(content[0])
            made = self.lib.MmsValue_newOctetString(len(octets), max(8, len(octets)))
            self.lib.MmsValue_setOctetString(made, cast(self.held(ctypes.create_string_buffer(octets)), c_void_p), len(octets))
            return made
        if kind == "time":
            made = self.lib.MmsValue_newBinaryTime(False)
            self.lib.MmsValue_setBinaryTime(made, content[0])
            return made
        made = self.lib.MmsValue_createEmptyStructure(len(content)) if kind == "struct" else self.lib.MmsValue_createEmptyArray(len(content))
        for index, element in enumerate(content):
            self.lib.MmsValue_setElement(made, index, self.make_value(element))
        return made

    def make_specs(self, specs):
        return self.listed(cast(ctypes.pointer(self.held(self.make_spec(*spec))), c_void_p) for spec in specs)

    @staticmethod
    def make_spec(domain, item, index=-1, component=None):
        return Spec(domain and domain.encode(), item.encode(), index, component and component.encode())

    def listed(self, pointers):
        head = self.lib.LinkedList_create()
        for pointer in pointers:
            self.lib.LinkedList_add(head, pointer)
        return head

    def items(self, head):
        node = head and self.lib.LinkedList_getNext(head)
        while node:
            yield self.lib.LinkedList_getData(node)
            node = self.lib.LinkedList_getNext(node)

    def out(self, kind, place):
        return self.results(place.value) if kind == "list" else place.value

    def shown(self, name, result):
        """A result as JSON."""
        if not result or isinstance(result, bool):
            return result
        if name.startswith("readNamedVariableListDirectory"):
            return self.specs(result)
        if name.startswith("readJournal"):
            return self.journal(result)
        if name.endswith("Names") or name.endswith("AssociationSpecific") and name.startswith("get") or name == "getDomainJournals":
            return self.texts(result)
        if name.startswith("read"):
            return self.value(result)
        if name == "getVariableAccessAttributes":
            return self.spec(result)
        if name == "identify":
            found = Identity.from_address(result)
            texts = [found.vendor, found.model, found.revision]  # the genuine client returns one without texts on error
            return [text.decode(errors="replace") for text in texts] if any(texts) else None
        return result

    def value(self, value):
        if not value:
            return None
        buffer = ctypes.create_string_buffer(20000)
        self.lib.MmsValue_printToBuffer(value, cast(buffer, c_char_p), 20000)
        shown = [self.lib.MmsValue_getType(value), buffer.value.decode(errors="replace")]
        self.lib.MmsValue_delete(value)
        return shown

    def texts(self, head):
        return [cast(data, c_char_p).value.decode(errors="replace") for data in self.items(head)] if head else None

    def results(self, head):
        return [self.value(item) for item in self.items(head)] if head else None

    def specs(self, head):
        if not head:
            return None
        found = [Spec.from_address(item) for item in self.items(head)]
        text = (lambda octets: octets and octets.decode(errors="replace"))
        return [[text(s.domain), text(s.item), s.index, text(s.component)] for s in found]

    def spec(self, spec):
        if not spec:
            return None
        kind, size = self.lib.MmsVariableSpecification_getType(spec), self.lib.MmsVariableSpecification_getSize(spec)
        return [kind, size]

    def journal(self, head):
        if not head:
            return None
        found = []
        for item in self.items(head):
            entry = JournalEntry.from_address(item)
            variables = [JournalVariable.from_address(v) for v in self.items(entry.variables)]
            found.append([self.value(entry.id), self.value(entry.time), [[v.tag.decode(), self.value(v.value)] for v in variables]])
        return found


if __name__ == "__main__":
    worker.main(lambda library, host, port: MmsClient(library, host, port), plain=True)
