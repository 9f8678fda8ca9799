"""The calls of the cases on one library: `caller.py LIBRARY PORT HOST`, driven like worker.py. Answers are short texts."""

import ctypes
import os
import sys
import threading
import time
from ctypes import CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int, c_uint32, c_uint64, c_void_p, cast
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "ctypes")]

import worker  # noqa: E402
from client import ERRORS, UNSET, Client  # noqa: E402
from declare import SLinkedList  # noqa: E402

ST, MX = 0, 1
VALUE, NODE, SET, RCB = "LD/LN.DO.da", "LD/LN", "LD/LN.ds", b"LD/LN.RP.rcb01"
#: milliseconds of the cases
REQUEST, CONNECT = 300, 400
#: what servers may fetch: `up.txt`; `link` and `../secret` lead out of it
FILES = os.environ.get("HOSTILE_FILES", "").encode()


class Identity(ctypes.Structure):
    _fields_ = [("vendor", c_char_p), ("model", c_char_p), ("revision", c_char_p)]


class LastApplError(ctypes.Structure):
    _fields_ = [("number", c_int), ("error", c_int), ("cause", c_int)]


def short(value):
    text = str(value)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)})"


class Caller(Client):
    def begin(self, port, certificates=None):
        """A connection to a peer, with TLS where there are certificates; what connecting said."""
        if certificates:
            self.con = c_void_p(self.lib.IedConnection_createWithTlsSupport(self.secured(certificates)))
        else:
            self.create()
        self.lib.IedConnection_setConnectTimeout(self.con, CONNECT)
        self.lib.IedConnection_setRequestTimeout(self.con, REQUEST)
        return self.connect(port=port)[1]

    def secured(self, certificates):
        lib, name = self.lib, lambda file: f"{certificates}/{file}".encode()
        tls = c_void_p(lib.TLSConfiguration_create())
        lib.TLSConfiguration_setOwnKeyFromFile(tls, name("client.key.pem"), None)
        lib.TLSConfiguration_setOwnCertificateFromFile(tls, name("client.pem"))
        lib.TLSConfiguration_addCACertificateFromFile(tls, name("ca.pem"))
        return tls

    def end(self):
        self.destroy()
        return self.once()

    def memory(self):
        """KiB in use; from now on `peak` looks anew."""
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        return self.of_status("VmRSS")

    def peak(self):
        return self.of_status("VmHWM")

    def of_status(self, field):
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(field))

    def perform(self, call):
        """Result and error of a call by its short name, and how many seconds it took."""
        start = time.monotonic()
        found = getattr(self, f"do_{call}")()
        seconds = time.monotonic() - start
        result, error = found if isinstance(found, (list, tuple)) else (found, None)
        shown = "" if result in (None, [], "", 0, "0.0", False) else f" {short(result)}"
        return [f"{error}{shown}" if error else str(short(result)), seconds]

    def simple(self, name, *arguments):
        return self.call(f"IedConnection_{name}", *arguments)

    def do_nothing(self):
        return self.state()

    def do_read(self):
        value, error = self.simple("readObject", VALUE, ST)
        return [value and value["value"], error]

    def do_float(self):
        return self.simple("readFloatValue", VALUE, MX)

    def do_text(self):
        return self.simple("readStringValue", VALUE, ST)

    def do_write(self):
        return self.simple("writeObject", VALUE, MX, {"float": 1.0})

    def do_set(self):
        error = c_int(UNSET)
        found = self.lib.IedConnection_readDataSetValues(self.con, byref(error), SET.encode(), None)
        values = self.value(self.lib.ClientDataSet_getValues(c_void_p(found))) if found else None
        if found:
            self.lib.ClientDataSet_destroy(c_void_p(found))
        return [values, ERRORS.get(error.value)]

    def do_setdir(self):
        error, deletable = c_int(UNSET), c_bool(False)
        found = self.strings(self.lib.IedConnection_getDataSetDirectory(self.con, byref(error), SET.encode(), byref(deletable)))
        return [found, ERRORS.get(error.value)]

    def do_names(self):
        return self.simple("getLogicalDeviceList")

    def do_variables(self):
        return self.simple("getLogicalDeviceVariables", "LD")

    def do_model(self):
        return self.simple("getDeviceModelFromServer")

    def do_type(self):
        return self.simple("getVariableSpecification", VALUE, ST)

    def do_rcb(self):
        error = c_int(UNSET)
        found = self.lib.IedConnection_getRCBValues(self.con, byref(error), RCB, None)
        if not found:
            return [None, ERRORS.get(error.value)]
        shown = self.text(self.lib.ClientReportControlBlock_getRptId(c_void_p(found)))
        self.lib.ClientReportControlBlock_destroy(c_void_p(found))
        return [shown, ERRORS.get(error.value)]

    def do_reports(self):
        """The reports that come around a read: values and reasons of each."""
        seen, lib = [], self.lib

        def came(parameter, report):
            if len(seen) > 5:
                return seen.append(None)  # only counted
            values = lib.ClientReport_getDataSetValues(c_void_p(report))
            size = lib.MmsValue_getArraySize(values) if values else 0
            reasons = [lib.ClientReport_getReasonForInclusion(c_void_p(report), index) for index in range(min(size, 8))]
            seen.append([self.value(values), reasons] if size < 100 else size)

        handler = CFUNCTYPE(None, c_void_p, c_void_p)(came)
        self.keep.append(handler)
        lib.IedConnection_installReportHandler(self.con, RCB, b"RPT", cast(handler, c_void_p), None)
        error = self.do_float()[1]
        time.sleep(0.1)
        return [len(seen) if len(seen) > 5 else seen, error]

    def do_files(self):
        error = c_int(UNSET)
        head = self.lib.IedConnection_getFileDirectory(self.con, byref(error), None)
        if not head:
            return [None, ERRORS.get(error.value)]
        found, element = [], cast(head, POINTER(SLinkedList)).contents.next
        while element:
            entry = c_void_p(element.contents.data)
            found.append([short(self.text(self.lib.FileDirectoryEntry_getFileName(entry))), self.lib.FileDirectoryEntry_getFileSize(entry)])
            self.lib.FileDirectoryEntry_destroy(entry)
            element = element.contents.next
        self.lib.LinkedList_destroyStatic(c_void_p(head) if isinstance(head, int) else head)
        return [found if len(found) < 6 else len(found), ERRORS.get(error.value)]

    def do_file(self):
        """A file: octets received; the handler gives up after 8 MB."""
        error, count = c_int(UNSET), [0]

        def octets(parameter, buffer, size):
            count[0] += size
            return count[0] < 8_000_000

        handler = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_uint32)(octets)
        size = self.lib.IedConnection_getFile(self.con, byref(error), b"file", cast(handler, c_void_p), None)
        return [[size, count[0]], ERRORS.get(error.value)]

    def do_log(self):
        error, more = c_int(UNSET), c_bool(False)
        found = self.lib.IedConnection_queryLogByTime(self.con, byref(error), b"LD/LN$log", 0, 1 << 40, byref(more))
        size = self.lib.LinkedList_size(found) if found else None
        if found:
            self.lib.LinkedList_destroyDeep(found, cast(self.lib.MmsJournalEntry_destroy, c_void_p))
        return [[size, more.value], ERRORS.get(error.value)]

    def do_identify(self):
        error = c_int(UNSET)
        mms = c_void_p(self.lib.IedConnection_getMmsConnection(self.con))
        self.lib.MmsConnection_identify.restype = c_void_p
        found = self.lib.MmsConnection_identify(mms, byref(error))
        if not found:
            return [None, f"MMS {error.value}"]
        identity = cast(found, POINTER(Identity)).contents
        shown = [short(self.text(part)) for part in (identity.vendor, identity.model, identity.revision)]
        self.lib.MmsServerIdentity_destroy(c_void_p(found))
        return [shown, f"MMS {error.value}"]

    def do_control(self):
        """Create and operate."""
        control = self.lib.ControlObjectClient_create(b"LD/LN.Ctl", self.con)
        if not control:
            return "no control object"
        control = c_void_p(control)
        value = self.lib.MmsValue_newBoolean(True)
        self.lib.ControlObjectClient_operate.restype = c_bool
        done = self.lib.ControlObjectClient_operate(control, value, 0)
        error = ERRORS.get(self.lib.ControlObjectClient_getLastError(control))
        self.lib.MmsValue_delete(value)
        self.lib.ControlObjectClient_destroy(control)
        return [done, error]

    def do_origin(self):
        """CVE-2023-27772: an identity longer than any buffer, then none."""
        control = self.lib.ControlObjectClient_create(b"LD/LN.Ctl", self.con)
        if not control:
            return "no control object"
        control = c_void_p(control)
        for identity in (b"x" * 5000, b"", None):
            self.lib.ControlObjectClient_setOrigin(control, identity, 3)
        self.lib.ControlObjectClient_destroy(control)
        return "origins set"

    def do_terminated(self):
        """Operates, then waits for a command termination: what operate said, how often the handler was called, and LastApplError in its last call."""
        control, told = self.lib.ControlObjectClient_create(b"LD/LN.Ctl", self.con), []
        if not control:
            return "no control object"
        control = c_void_p(control)
        last = self.lib.dll.ControlObjectClient_getLastApplError
        last.restype, last.argtypes = LastApplError, [c_void_p]
        handler = CFUNCTYPE(None, c_void_p, c_void_p)(lambda parameter, object: told.append(last(object)))
        self.lib.ControlObjectClient_setCommandTerminationHandler(control, cast(handler, c_void_p), None)
        value = self.lib.MmsValue_newBoolean(True)
        done = bool(self.lib.ControlObjectClient_operate(control, value, 0))
        error = ERRORS.get(self.lib.ControlObjectClient_getLastError(control))
        # as long as a read takes, whose answer comes behind what the script tells; then for the thread of the callbacks
        read = self.do_float()[1]
        time.sleep(0.05)
        self.lib.MmsValue_delete(value)
        self.lib.ControlObjectClient_destroy(control)
        return [[done, read, len(told), *([told[-1].number, told[-1].error, told[-1].cause] if told else [])], error]

    def do_ends(self):
        """Use after free through callbacks: the handler of reports closes and destroys the connection that more of them come from."""
        seen = []

        def came(parameter, report):
            seen.append(report)
            self.destroy()

        handler = CFUNCTYPE(None, c_void_p, c_void_p)(came)
        self.keep.append(handler)
        self.lib.IedConnection_installReportHandler(self.con, RCB, b"RPT", cast(handler, c_void_p), None)
        error = self.do_float()[1]
        time.sleep(0.1)
        return [len(seen), error]

    # files of this side

    def do_stored(self):
        """A read, while there is a file store from which nothing is offered."""
        self.lib.IedConnection_setFilestoreBasepath(self.con, FILES)
        return self.do_float()

    def do_upload(self):
        return self.uploaded(b"up.txt")

    def do_upload_link(self):
        return self.uploaded(b"link")

    def do_upload_above(self):
        return self.uploaded(b"../secret")

    def uploaded(self, name):
        self.lib.IedConnection_setFilestoreBasepath(self.con, FILES)
        error = c_int(UNSET)
        self.lib.IedConnection_setFile(self.con, byref(error), name, b"x")
        return [None, ERRORS.get(error.value)]

    # asynchronous calls

    def later(self, name, shape, *arguments):
        """An asynchronous call: what its handler said; how often, unless it was once."""
        told, came = [], threading.Event()

        def answered(*given):
            told.append(ERRORS.get(given[2], given[2]))
            came.set()
            return True

        handler = CFUNCTYPE(c_bool, c_uint32, c_void_p, c_int, *shape)(answered)
        self.keep.append(handler)
        error = c_int(UNSET)
        started = getattr(self.lib, f"IedConnection_{name}Async" + ("Ex" if name == "getFileDirectory" else ""))
        started(self.con, byref(error), *arguments, cast(handler, c_void_p), None)
        if error.value != 0:
            return f"not started: {ERRORS.get(error.value)}, {len(told)} times"
        came.wait(3)
        self.calls = told
        return told[0] if told else "never"

    def once(self):
        """Whether the handler was called a second time: asked when the connection is gone."""
        calls, self.calls = getattr(self, "calls", []), []
        return len(calls) <= 1

    def do_later_read(self):
        return self.later("readObject", [c_void_p], VALUE.encode(), MX)

    def do_later_write(self):
        value = self.lib.MmsValue_newFloat(1.0)
        said = self.later("writeObject", [], VALUE.encode(), MX, value)
        self.lib.MmsValue_delete(value)
        return said

    def do_later_set(self):
        return self.later("readDataSetValues", [c_void_p], SET.encode(), None)

    def do_later_setdir(self):
        return self.later("getDataSetDirectory", [c_void_p, c_bool], SET.encode())

    def do_later_type(self):
        return self.later("getVariableSpecification", [c_void_p], VALUE.encode(), ST)

    def do_later_variables(self):
        return self.later("getLogicalDeviceVariables", [c_void_p, c_bool], b"LD", None, None)

    def do_later_rcb(self):
        return self.later("getRCBValues", [c_void_p], RCB, None)

    def do_later_log(self):
        return self.later("queryLogByTime", [c_void_p, c_bool], b"LD/LN$log", 0, 1 << 40)

    def do_later_files(self):
        return self.later("getFileDirectory", [c_void_p, c_uint32, c_uint64, c_bool], None, None)

    def do_later_file(self):
        return self.later("getFile", [c_uint32, c_void_p, c_uint32, c_bool], b"file")


if __name__ == "__main__":
    worker.main(Caller)
