"""The worker with control objects, see worker.py."""

import ctypes
import time
from ctypes import CFUNCTYPE, byref, c_bool, c_char_p, c_int, c_uint, c_void_p

import worker
from client import ERRORS, UNSET, Client

TerminationHandler = CFUNCTYPE(None, c_void_p, c_void_p)
ActionHandler = CFUNCTYPE(None, c_uint, c_void_p, c_int, c_int, c_bool)
WHAT = {0: "select", 1: "operate", 2: "cancel"}


class Controls(Client):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.objects = {}
        self.terminations = []
        self.actions = []

    def fresh(self):
        """A new connection, and nothing left of what was before."""
        for name in list(self.objects):
            self.drop(name)
        answer = self.session()
        self.terminations.clear()
        self.actions.clear()
        return answer

    def new(self, name, reference, model=None, spec=None):
        """Creates a control object: from the server, or from a model and the type of another reference."""
        if reference is not None:
            reference = reference.encode("latin-1")
        if model is None:
            made = self.lib.ControlObjectClient_create(reference, self.con)
        else:
            error, create = c_int(UNSET), self.lib.dll.ControlObjectClient_createEx
            create.argtypes, create.restype = [c_char_p, c_void_p, c_int, c_void_p], c_void_p
            read = self.lib.dll.IedConnection_getVariableSpecification
            read.argtypes, read.restype = [c_void_p, c_void_p, c_char_p, c_int], c_void_p
            types = spec and read(self.con, byref(error), spec.encode(), 12)
            made = create(reference, self.con, model, types)
            if types:
                self.lib.dll.MmsVariableSpecification_destroy(c_void_p(types))
        if made:
            self.objects[name] = c_void_p(made)
        return bool(made)

    def drop(self, name):
        self.lib.ControlObjectClient_destroy(self.objects.pop(name))

    def drop_twice(self, name):
        gone = self.objects.pop(name)
        self.lib.ControlObjectClient_destroy(gone)
        self.lib.ControlObjectClient_destroy(gone)
        return self.lib.ControlObjectClient_getLastError(gone)

    def with_no_object(self, handle):
        """Every function on something that is no control object: the results."""
        results, error = {}, (c_int * 4)(UNSET)
        for function in self.lib.declared:
            if not function.startswith("ControlObjectClient_") or "_create" in function:
                continue
            prototype = getattr(self.lib.dll, function)
            saved = prototype.argtypes, prototype.restype
            prototype.argtypes, prototype.restype = None, c_int if "ApplError" not in function else saved[1]
            more = [byref(error)] + [None] * 4 if function.endswith("Async") else [None] * 3
            found = prototype(c_void_p(handle), *more)
            prototype.argtypes, prototype.restype = saved
            results[function.split("_")[1]] = [found.ctlNum, found.error, found.addCause] if "ApplError" in function else found
        return results

    def ticking(self):
        """The connection is made anew without threads."""
        self.destroy()
        self.lib.dll.IedConnection_createEx.restype = c_void_p
        self.con = c_void_p(self.lib.dll.IedConnection_createEx(None, False))
        return self.connect()

    def tick(self, name, patience=2):
        """Ticks until a termination came."""
        end = time.monotonic() + patience
        while not self.terminations and time.monotonic() < end:
            if self.lib.dll.IedConnection_tick(self.con):
                time.sleep(0.005)
        return self.terminated(0)

    def state_of(self, name):
        one = self.objects[name]
        lib = self.lib
        return [lib.ControlObjectClient_getObjectReference(one).decode("latin-1"), lib.ControlObjectClient_getControlModel(one),
                lib.ControlObjectClient_getCtlValType(one)] + self.outcome(name)

    def last(self, one):
        found = self.lib.ControlObjectClient_getLastApplError(one)
        return [found.ctlNum, found.error, found.addCause]

    def outcome(self, name):
        one = self.objects[name]
        error = self.lib.ControlObjectClient_getLastError(one)
        return [ERRORS.get(error, error), self.last(one)]

    def of_connection(self):
        found = self.lib.IedConnection_getLastApplError(self.con)
        return [found.ctlNum, found.error, found.addCause]

    def set(self, name, function, *values):
        values = [v.encode("latin-1") if isinstance(v, str) else v for v in values]
        getattr(self.lib, "ControlObjectClient_" + function)(self.objects[name], *values)

    def quality(self, *arguments):
        self.lib.IedConnection_setTimeQuality(self.con, *arguments)

    def act(self, name, function, value=None, oper_time=None):
        """select, selectWithValue, operate, cancel: result, error, LastApplError."""
        given, made = [self.objects[name]], None
        if value:
            made = self.make(*value)
            given.append(ctypes.cast(made, self.lib.MmsValue_delete.argtypes[0]) if isinstance(made, int) else made)
        elif function in ("operate", "selectWithValue"):
            given.append(None)
        if function == "operate":
            given.append(oper_time or 0)
        done = getattr(self.lib, "ControlObjectClient_" + function)(*given)
        if made:
            self.lib.MmsValue_delete(made)
        return [bool(done)] + self.outcome(name)

    def start(self, name, function, value=None, oper_time=0, handler=True):
        """The asynchronous forms: whether an id came and what was stored in err; `acted` has what the handler was told."""
        one, error, made = self.objects[name], c_int(UNSET), self.make(*value) if value else None
        prototype = getattr(self.lib.dll, f"ControlObjectClient_{function}Async")
        prototype.restype, given = c_uint, [one, byref(error)]
        if function in ("operate", "selectWithValue"):
            given.append(made)
        if function == "operate":
            given.append(ctypes.c_uint64(oper_time))

        def told(invoke_id, parameter, code, kind, success):
            self.actions.append([invoke_id, parameter, ERRORS.get(code, code), WHAT.get(kind), bool(success), self.last(one)])

        callback = ActionHandler(told) if handler else None
        self.keep.append(callback)
        self.started = prototype(*given, callback, c_void_p(77))
        if made:
            self.lib.MmsValue_delete(made)
        return [self.started != 0, ERRORS.get(error.value, error.value)]

    def acted(self, count=1, patience=3):
        found = self.awaited(self.actions, count, patience)
        return [[invoke_id == self.started, *rest] for invoke_id, *rest in found]

    def watch_terminations(self, name, within=None):
        """Records each command termination: the object, its LastApplError and what `within` gives inside the handler."""

        def told(parameter, one):
            entry = [name, parameter, one == self.objects.get(name, c_void_p()).value, self.last(c_void_p(one))]
            if within:
                start = time.monotonic()
                answer = worker.answer(self, within)
                entry += [answer, time.monotonic() - start < 1]
            self.terminations.append(entry)

        callback = TerminationHandler(told)
        self.keep.append(callback)
        self.lib.ControlObjectClient_setCommandTerminationHandler(self.objects[name], ctypes.cast(callback, c_void_p), c_void_p(55))

    def no_terminations(self, name):
        self.lib.ControlObjectClient_setCommandTerminationHandler(self.objects[name], None, None)

    def terminated(self, count=1, patience=3):
        return self.awaited(self.terminations, count, patience)

    def awaited(self, events, count, patience):
        end = time.monotonic() + patience
        while len(events) < count and time.monotonic() < end:
            time.sleep(0.005)
        found = list(events)
        del events[:]
        return found


if __name__ == "__main__":
    worker.main(Controls)
