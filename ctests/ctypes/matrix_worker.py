"""The worker with data sets, GOOSE and SV control blocks and the asynchronous forms: `matrix_worker.py LIBRARY PORT`, see worker.py."""

import ctypes
import threading
import time
from ctypes import c_int, c_void_p

import test_datasets as datasets
import test_gocb_svcb as blocks
import worker
from client import ERRORS, RETRIES
from direct import Direct
from test_async import GENERIC, NAMES, READ

SOON = 1
HANDLERS = {"done": GENERIC, "value": READ, "names": NAMES}


class Everything:
    def __init__(self, lib, host, port):
        self.path, self.port = lib.path, port
        self.client = Direct(self.path, port)

    def fresh(self):
        self.client.lib.IedConnection_destroy(self.client.con)
        self.client = Direct(self.path, self.port)

    def named(self, answer):
        """The answer with the name of the error that it starts with."""
        return [ERRORS.get(answer[0], answer[0]), *answer[1:]]

    def read(self, reference):
        return self.named(datasets.read(self.client, reference.encode()))

    def directory(self, reference):
        return self.named(datasets.directory(self.client, reference.encode()))

    def create(self, reference, members):
        return self.named([datasets.create(self.client, reference.encode(), members)])

    def delete(self, reference):
        done, error = datasets.delete(self.client, reference.encode())
        return self.named([error, done])

    def write(self, reference, values):
        return self.named(datasets.write(self.client, reference.encode(), [self.made(value) for value in values]))

    def gocb(self, reference):
        return self.named(blocks.get(self.client, reference.encode()))

    def gocb_set(self, reference, enable, mask, single):
        """A block with what the server says, else an empty one."""
        lib, client = self.client.lib, self.client
        control = client("getGoCBValues", reference.encode(), None) or lib.ClientGooseControlBlock_create(reference.encode())
        lib.ClientGooseControlBlock_setGoEna(control, enable)
        client("setGoCBValues", control, mask, single)
        return self.named([client.error.value, blocks.get(client, reference.encode())[1]])

    def svcb(self, reference):
        lib = self.client.lib
        control = lib.ClientSVControlBlock_create(self.client.con, reference.encode())
        if not control:
            return ["no block"]
        found = []
        multicast = lib.ClientSVControlBlock_isMulticast(control)
        for name in blocks.SV_GETTERS:
            if name == "getResv" and multicast:
                continue  # unicast blocks only
            value = blocks.plain(getattr(lib, "ClientSVControlBlock_" + name)(control))
            found.append([name, value, ERRORS[lib.ClientSVControlBlock_getLastComError(control)]])
        for value in (True, False):
            done = lib.ClientSVControlBlock_setSvEna(control, value)
            found.append(["SvEna", done, ERRORS[lib.ClientSVControlBlock_getLastComError(control)]])
        lib.ClientSVControlBlock_destroy(control)
        return found

    def made(self, value):
        kind, content = value
        maker = {"bool": "newBoolean", "int32": "newIntegerFromInt32", "float": "newFloat"}[kind]
        return getattr(self.client.lib, "MmsValue_" + maker)(content)

    def argument(self, given, told, came):
        if isinstance(given, str):
            return given.encode()
        if isinstance(given, list):
            kind, content = given
            return self.client.list(content) if kind == "list" else self.client.list([self.made(v) for v in content]) if kind == "values" else self.made(given)
        if not isinstance(given, dict):
            return given

        def answered(invoke_id, parameter, error, *rest):
            names = self.client.texts(rest[0]) if given["handler"] == "names" and rest[0] else [bool(rest[0])] if rest else []
            told.append([ERRORS.get(error, error), *names])
            came.set()

        return ctypes.cast(self.client.held(HANDLERS[given["handler"]](answered)), c_void_p)

    def start(self, function, *arguments):
        """An asynchronous function: whether it started, its error and what the handler was told."""
        told, came = [], threading.Event()
        invoke_id = self.client(function, *[self.argument(a, told, came) for a in arguments], None)
        error = self.client.error.value
        if invoke_id and error == 0:
            came.wait(SOON)
        return [bool(invoke_id), ERRORS.get(error, error), told]

    def gocb_start(self, reference, mask, single):
        control = self.client("getGoCBValues", reference.encode(), None)
        if not control:
            return [ERRORS[self.client.error.value]]
        self.client.lib.ClientGooseControlBlock_setGoEna(control, True)
        return self.start("setGoCBValuesAsync", control, mask, single, {"handler": "done"})

    def associate(self, port=None):
        """Connects a new handle asynchronously: error and state soon after."""
        lib, wanted = self.client.lib, port is None
        for _ in range(20 if RETRIES else 1):  # the genuine client may stay CONNECTING for good
            lib.IedConnection_destroy(self.client.con)
            self.client.con, error = lib.IedConnection_createEx(None, True), c_int(-1)
            lib.IedConnection_connectAsync(self.client.con, ctypes.byref(error), b"127.0.0.1", port or self.port)
            came = self.state(wanted)
            if came == wanted:
                break
        return [ERRORS[error.value], came]

    def leave(self, function):
        self.client(function)
        return [ERRORS[self.client.error.value], self.state(False)]

    def state(self, wanted):
        """Whether the connection comes to this: usable or not."""
        end, usable = time.monotonic() + SOON, None
        while usable != wanted and time.monotonic() < end:
            time.sleep(0.03)
            usable = self.client.lib.IedConnection_getState(self.client.con) == 2
        return usable


if __name__ == "__main__":
    worker.main(Everything)
