"""worker.py with the file and log services: callbacks become lists of what they were told."""

import ctypes
import hashlib
import threading
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_bool, c_char_p, c_int, c_uint, c_uint64, c_ubyte, c_void_p, cast

from client import ERRORS, UNSET, Client
from declare import SLinkedList
from worker import main

GetFile = CFUNCTYPE(c_bool, c_void_p, POINTER(c_ubyte), c_uint)
GetFileAsync = CFUNCTYPE(c_bool, c_uint, c_void_p, c_int, c_uint, c_void_p, c_uint, c_bool)
DirectoryAsync = CFUNCTYPE(c_bool, c_uint, c_void_p, c_int, c_char_p, c_uint, c_uint64, c_bool)
Generic = CFUNCTYPE(None, c_uint, c_void_p, c_int)
QueryLog = CFUNCTYPE(None, c_uint, c_void_p, c_int, POINTER(SLinkedList), c_bool)
PARAMETER = 77
WAIT = 20.0


class JournalEntry(Structure):
    _fields_ = [("entryID", c_void_p), ("occurenceTime", c_void_p), ("journalVariables", POINTER(SLinkedList))]


class JournalVariable(Structure):
    _fields_ = [("tag", c_char_p), ("value", c_void_p)]


def raw(text):
    return text.encode("latin-1") if isinstance(text, str) else text


def elements(head):
    element = head.contents.next if head else None
    while element:
        yield element.contents.data
        element = element.contents.next


def digest(data):
    return hashlib.sha1(bytes(data)).hexdigest()[:16]


class ServiceClient(Client):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        dll = self.lib.dll
        names = ("IedConnection_getFileDirectory", "IedConnection_getFileDirectoryEx", "IedConnection_queryLogByTime", "IedConnection_queryLogAfter",
                 "MmsJournalEntry_getJournalVariables")
        for name in names:
            if self.lib.exports(name):
                getattr(dll, name).restype = POINTER(SLinkedList)
        self.raw = {}

    def function(self, name, result, *types):
        """The function with this prototype, whatever py61850 declares."""
        function = ctypes.CDLL(self.lib.path)[name]
        function.restype, function.argtypes = result, types
        return function

    def error(self, code):
        return ERRORS.get(code, code)

    # files

    def entries(self, head):
        if not head:
            return None
        name = self.function("FileDirectoryEntry_getFileName", c_char_p, c_void_p)
        size = self.function("FileDirectoryEntry_getFileSize", c_uint, c_void_p)
        modified = self.function("FileDirectoryEntry_getLastModified", c_uint64, c_void_p)
        found = [[self.text(name(e)), size(e), modified(e)] for e in elements(head)]
        destroy = ctypes.CDLL(self.lib.path)["FileDirectoryEntry_destroy"]
        self.function("LinkedList_destroyDeep", None, POINTER(SLinkedList), c_void_p)(head, cast(destroy, c_void_p))
        return found

    def directory(self, name):
        error = c_int(UNSET)
        call = self.function("IedConnection_getFileDirectory", POINTER(SLinkedList), c_void_p, POINTER(c_int), c_char_p)
        return [self.entries(call(self.con, byref(error), raw(name))), self.error(error.value)]

    def directory_ex(self, name, after):
        error, more = c_int(UNSET), ctypes.c_uint8(7)
        call = self.function("IedConnection_getFileDirectoryEx", POINTER(SLinkedList), c_void_p, POINTER(c_int), c_char_p, c_char_p, c_void_p)
        return [self.entries(call(self.con, byref(error), raw(name), raw(after), byref(more))), self.error(error.value), more.value]

    def directory_async(self, name, after=None, stop=None):
        told, done = [], threading.Event()

        def handler(invoke, parameter, err, filename, size, modified, more):
            told.append([parameter, self.error(err), self.text(filename), size, modified, more])
            if err != 0 or filename is None:
                done.set()
            return stop is None or len(told) < stop

        callback = DirectoryAsync(handler)
        self.keep.append(callback)
        error = c_int(UNSET)
        call = self.function("IedConnection_getFileDirectoryAsyncEx", c_uint, c_void_p, POINTER(c_int), c_char_p, c_char_p, DirectoryAsync, c_void_p)
        invoke = call(self.con, byref(error), raw(name), raw(after), callback, PARAMETER)
        if error.value == 0:
            done.wait(2 if stop is None else 0.2)
        return [invoke != 0, self.error(error.value), told]

    def get_file(self, name, stop=None, sizes=False):
        data, chunks = bytearray(), []

        def handler(parameter, buffer, count):
            chunks.append([parameter, count])
            data.extend(ctypes.string_at(buffer, count))
            return stop is None or len(chunks) < stop

        callback = GetFile(handler)
        error = c_int(UNSET)
        call = self.function("IedConnection_getFile", c_uint, c_void_p, POINTER(c_int), c_char_p, GetFile, c_void_p)
        result = call(self.con, byref(error), raw(name), callback, PARAMETER)
        return [result, self.error(error.value), len(data), digest(data), {p for p, _ in chunks} <= {PARAMETER}, chunks[:40] if sizes else len(chunks)]

    def get_file_async(self, name, stop=None, wait=WAIT):
        data, told, done = bytearray(), [], threading.Event()

        def handler(invoke, parameter, err, original, buffer, count, more):
            told.append([parameter, self.error(err), original, count, more])
            if buffer:
                data.extend(ctypes.string_at(buffer, count))
            if err != 0 or not more:
                done.set()
            return stop is None or len(told) < stop

        callback = GetFileAsync(handler)
        self.keep.append(callback)
        error = c_int(UNSET)
        call = self.function("IedConnection_getFileAsync", c_uint, c_void_p, POINTER(c_int), c_char_p, GetFileAsync, c_void_p)
        invoke = call(self.con, byref(error), raw(name), callback, PARAMETER)
        if error.value == 0:
            done.wait(wait)
            if stop is not None:
                done.wait(0.1)
        same = all(t[2] == invoke for t in told)
        ends = [t[:2] + t[3:] for t in told[:2] + told[-2:]]
        return [invoke != 0, self.error(error.value), same, len(told), ends, len(data), digest(data), sum(not t[4] or t[1] != "OK" for t in told)]

    def basepath(self, path):
        self.function("IedConnection_setFilestoreBasepath", None, c_void_p, c_char_p)(self.con, raw(path))

    def set_file(self, source, destination):
        error = c_int(UNSET)
        self.function("IedConnection_setFile", None, c_void_p, POINTER(c_int), c_char_p, c_char_p)(self.con, byref(error), raw(source), raw(destination))
        return self.error(error.value)

    def delete_file(self, name):
        error = c_int(UNSET)
        self.function("IedConnection_deleteFile", None, c_void_p, POINTER(c_int), c_char_p)(self.con, byref(error), raw(name))
        return self.error(error.value)

    def generic(self, function, *names):
        """An asynchronous function with names and a handler without results."""
        told, done = [], threading.Event()

        def handler(invoke, parameter, err):
            told.append([invoke, parameter, self.error(err)])
            done.set()

        callback = Generic(handler)
        self.keep.append(callback)
        error = c_int(UNSET)
        call = self.function(function, c_uint, c_void_p, POINTER(c_int), *[c_char_p for _ in names], Generic, c_void_p)
        invoke = call(self.con, byref(error), *map(raw, names), callback, PARAMETER)
        if error.value == 0:
            done.wait(WAIT)
        return [invoke != 0, self.error(error.value), [[i == invoke, p, e] for i, p, e in told]]

    def set_file_in_handler(self, download, source, destination):
        """setFile called inside the handler of a download."""
        outcome = []

        def handler(parameter, buffer, count):
            if not outcome:
                outcome.append(self.set_file(source, destination))
            return True

        callback, error = GetFile(handler), c_int(UNSET)
        call = self.function("IedConnection_getFile", c_uint, c_void_p, POINTER(c_int), c_char_p, GetFile, c_void_p)
        result = call(self.con, byref(error), raw(download), callback, PARAMETER)
        return [result, self.error(error.value), outcome]

    def set_file_in_state_handler(self, source, destination):
        """A connection whose state handler uploads a file as soon as it is connected."""
        outcome, done = [], threading.Event()

        def changed(parameter, connection, state):
            if state == 2:
                outcome.append(self.set_file(source, destination))
                done.set()

        callback = CFUNCTYPE(None, c_void_p, c_void_p, c_int)(changed)
        self.keep.append(callback)
        self.function("IedConnection_installStateChangedHandler", None, c_void_p, c_void_p, c_void_p)(self.con, cast(callback, c_void_p), None)
        self.connect()
        done.wait(WAIT)
        return outcome

    # logs

    def journal(self, head):
        if not head:
            return None
        found = []
        for element in elements(head):
            entry = cast(element, POINTER(JournalEntry)).contents
            variables = []
            for item in elements(entry.journalVariables):
                variable = cast(item, POINTER(JournalVariable)).contents
                variables.append([self.text(variable.tag), self.described(variable.value)])
            found.append([self.described(entry.entryID), self.described(entry.occurenceTime), variables])
        destroy = ctypes.CDLL(self.lib.path)["MmsJournalEntry_destroy"]
        self.function("LinkedList_destroyDeep", None, POINTER(SLinkedList), c_void_p)(head, cast(destroy, c_void_p))
        return found

    def described(self, value):
        return self.value(cast(value, self.lib.MmsValue_getType.argtypes[0])) if value else None

    def query_time(self, reference, start, end):
        error, more = c_int(UNSET), ctypes.c_uint8(7)
        call = self.function("IedConnection_queryLogByTime", POINTER(SLinkedList), c_void_p, POINTER(c_int), c_char_p, c_uint64, c_uint64, c_void_p)
        return [self.journal(call(self.con, byref(error), raw(reference), start, end, byref(more))), self.error(error.value), more.value]

    def octets(self, text):
        if text is None:
            return None
        data = bytes.fromhex(text)
        value = self.function("MmsValue_newOctetString", c_void_p, c_int, c_int)(0, max(len(data), 1))
        self.function("MmsValue_setOctetString", None, c_void_p, c_char_p, c_int)(value, data, len(data))
        return value

    def query_after(self, reference, entry, time):
        error, more, value = c_int(UNSET), ctypes.c_uint8(7), self.octets(entry)
        call = self.function("IedConnection_queryLogAfter", POINTER(SLinkedList), c_void_p, POINTER(c_int), c_char_p, c_void_p, c_uint64, c_void_p)
        head = call(self.con, byref(error), raw(reference), value, time, byref(more))
        self.function("MmsValue_delete", None, c_void_p)(value)
        return [self.journal(head), self.error(error.value), more.value]

    def query_async(self, function, reference, first, second):
        told, done = [], threading.Event()

        def handler(invoke, parameter, err, head, more):
            told.append([invoke, parameter, self.error(err), self.journal(head), more])
            done.set()

        callback, error = QueryLog(handler), c_int(UNSET)
        self.keep.append(callback)
        types = (c_uint64, c_uint64) if function.endswith("ByTimeAsync") else (c_void_p, c_uint64)
        first = first if types[0] is c_uint64 else self.octets(first)
        call = self.function(function, c_uint, c_void_p, POINTER(c_int), c_char_p, *types, QueryLog, c_void_p)
        invoke = call(self.con, byref(error), raw(reference), first, second, callback, PARAMETER)
        if error.value == 0:
            done.wait(WAIT)
        return [invoke != 0, self.error(error.value), [[i == invoke, *rest] for i, *rest in told]]


if __name__ == "__main__":
    main(ServiceClient)
