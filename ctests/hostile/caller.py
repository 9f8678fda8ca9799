"""The calls of the cases on one library: `caller.py LIBRARY PORT HOST`, driven like worker.py. Answers are short texts."""

import ctypes
import sys
import time
from ctypes import CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int, c_uint32, c_void_p, cast
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "ctypes")]

import worker  # noqa: E402
from client import ERRORS, UNSET, Client  # noqa: E402
from declare import SLinkedList  # noqa: E402

ST, MX = 0, 1
VALUE, NODE, SET, RCB = "LD/LN.DO.da", "LD/LN", "LD/LN.ds", b"LD/LN.RP.rcb01"
#: milliseconds of the cases
REQUEST, CONNECT = 300, 400


class Identity(ctypes.Structure):
    _fields_ = [("vendor", c_char_p), ("model", c_char_p), ("revision", c_char_p)]


def short(value):
    text = str(value)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)})"


class Caller(Client):
    def begin(self, port):
        """A connection to a peer; what connecting said."""
        self.create()
        self.lib.IedConnection_setConnectTimeout(self.con, CONNECT)
        self.lib.IedConnection_setRequestTimeout(self.con, REQUEST)
        return self.connect(port=port)[1]

    def end(self):
        self.destroy()
        return True

    def memory(self):
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def threads(self):
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("Threads"))

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


if __name__ == "__main__":
    worker.main(Caller)
