"""Calls around report control blocks and reports, for worker.py: `report_client.py LIBRARY PORT [HOST]`."""

import ctypes
import re
import time
from ctypes import CFUNCTYPE, byref, c_int, c_uint, c_void_p, cast

import declare
import worker
from client import ERRORS, UNSET, Client

ReportHandler = CFUNCTYPE(None, c_void_p, c_void_p)
RcbHandler = CFUNCTYPE(None, c_uint, c_void_p, c_int, c_void_p)
DoneHandler = CFUNCTYPE(None, c_uint, c_void_p, c_int)

ELEMENTS = dict(RptId=1, RptEna=2, Resv=4, DataSetReference=8, OptFlds=32, BufTm=64, TrgOps=256, IntgPd=512, GI=1024,
                PurgeBuf=2048, EntryId=4096, ResvTms=16384)
FIELDS = ("ObjectReference", "RptId", "RptEna", "Resv", "DataSetReference", "ConfRev", "OptFlds", "BufTm", "SqNum", "TrgOps",
          "IntgPd", "GI", "PurgeBuf", "ResvTms")
FLAGS = ("SeqNum", "DataSetName", "ReasonForInclusion", "ConfRev", "Timestamp", "BufOvfl", "DataReference")
SOON = 3.0


class ReportClient(Client):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.reports, self.blocks, self.last_entry = [], {}, None
        # by their C prototypes: py61850 declares structs that are not to be looked into
        for row in declare._rows("functions.csv"):
            if row["header"] == "iec61850_client.h" and hasattr(self.lib.dll, row["symbol"]):
                types = [re.sub(r"\w+$", "", parameter.strip()) for parameter in row["params"].split(";") if parameter.strip() not in ("", "void")]
                function = getattr(self.lib.dll, row["symbol"])
                function.restype, function.argtypes = declare._c_type(row["return_type"]), [declare._c_type(kind) for kind in types]
                setattr(self.lib, row["symbol"], function)

    def mms(self, pointer):
        """A value as the functions of mms_value.h are declared to take it."""
        return cast(pointer, self.lib.MmsValue_getType.argtypes[0]) if pointer else None

    def clone(self, pointer):
        return cast(self.lib.MmsValue_clone(self.mms(pointer)), c_void_p).value if pointer else None

    def up(self, tries=5):
        """Connects; only the genuine client needs a second try."""
        error = c_int(UNSET)
        for _ in range(tries):
            self.con = self.lib.IedConnection_create()
            self.lib.IedConnection_connect(self.con, byref(error), self.host.encode(), self.port)
            if error.value == 0 and self.read_boolean("TestIEDLD0/GGIO1.Ind1.stVal") != "CONNECTION_LOST":
                break
            self.lib.IedConnection_destroy(self.con)
        return ERRORS[error.value]

    def again(self):
        """Waits for the end of the association and connects anew, on the same handle."""
        end = time.monotonic() + SOON
        while self.lib.IedConnection_getState(self.con) != 0 and time.monotonic() < end:
            time.sleep(0.01)
        error = c_int(UNSET)
        for _ in range(5):
            self.lib.IedConnection_connect(self.con, byref(error), self.host.encode(), self.port)
            if error.value in (0, 2):
                break
            time.sleep(0.05)
        return ERRORS[error.value]

    def described(self, block):
        lib = self.lib
        if not block:
            return None
        fields = {name: getattr(lib, "ClientReportControlBlock_get" + name)(block) for name in FIELDS}
        fields = {name: self.text(value) if isinstance(value, bytes) else value for name, value in fields.items()}
        fields["ResvTms"] = ctypes.c_int16(fields["ResvTms"]).value
        return fields | {"buffered": bool(lib.ClientReportControlBlock_isBuffered(block)), "hasResvTms": bool(lib.ClientReportControlBlock_hasResvTms(block)),
                         "entryId": bool(lib.ClientReportControlBlock_getEntryId(block)), "owner": bool(lib.ClientReportControlBlock_getOwner(block))}

    def rcb(self, reference, create=False):
        """Reads (or creates) and keeps a report control block."""
        error = c_int(UNSET)
        if create:
            self.blocks[reference] = block = self.lib.ClientReportControlBlock_create(reference.encode())
        else:
            block = self.lib.IedConnection_getRCBValues(self.con, byref(error), reference.encode(), self.blocks.get(reference))
            self.blocks[reference] = block or self.blocks.get(reference)
        return [ERRORS[error.value], self.described(block)]

    def rcb_set(self, reference, single, **values):
        """Sets attributes of a kept block and writes them."""
        error, block, mask = c_int(UNSET), self.blocks[reference], 0
        for name, value in values.items():
            mask |= ELEMENTS[name]
            if name == "EntryId":
                value = self.mms(self.last_entry)
            getattr(self.lib, "ClientReportControlBlock_set" + name)(block, value.encode() if isinstance(value, str) else value)
        self.lib.IedConnection_setRCBValues(self.con, byref(error), block, mask, single)
        return ERRORS[error.value]

    def rcb_write(self, reference, single, values):
        return self.rcb_set(reference, single, **values)

    def rcb_write_mask(self, reference, mask, single):
        error = c_int(UNSET)
        self.lib.IedConnection_setRCBValues(self.con, byref(error), self.blocks[reference], mask, single)
        return ERRORS[error.value]

    def rcb_async(self, reference):
        error, got = c_int(UNSET), []
        handler = RcbHandler(lambda invoke_id, parameter, code, block: got.append([invoke_id > 0, ERRORS[code], self.described(block)]))
        self.keep.append(handler)
        self.lib.IedConnection_getRCBValuesAsync(self.con, byref(error), reference.encode(), None, cast(handler, c_void_p), None)
        return [ERRORS[error.value], self.wait(got, 1 if error.value == 0 else 0)]

    def rcb_write_async(self, reference, mask):
        error, got = c_int(UNSET), []
        handler = DoneHandler(lambda invoke_id, parameter, code: got.append([invoke_id > 0, ERRORS[code]]))
        self.keep.append(handler)
        self.lib.IedConnection_setRCBValuesAsync(self.con, byref(error), self.blocks[reference], mask, True, cast(handler, c_void_p), None)
        return [ERRORS[error.value], self.wait(got, 1 if error.value == 0 else 0)]

    def report(self, report):
        """All that a report says; times and entries, which differ from run to run, only as present."""
        lib = self.lib
        values = lib.ClientReport_getDataSetValues(report)
        size = lib.MmsValue_getArraySize(self.mms(values)) if values else 0
        entry = lib.ClientReport_getEntryId(report)
        return {
            "rcb": self.text(lib.ClientReport_getRcbReference(report)), "id": self.text(lib.ClientReport_getRptId(report)),
            "has": [name for name in FLAGS if getattr(lib, "ClientReport_has" + name)(report)],
            "seq": lib.ClientReport_getSeqNum(report), "dataSet": self.text(lib.ClientReport_getDataSetName(report)),
            "confRev": lib.ClientReport_getConfRev(report), "overflow": bool(lib.ClientReport_getBufOvfl(report)),
            "sub": lib.ClientReport_getSubSeqNum(report), "more": bool(lib.ClientReport_getMoreSeqmentsFollow(report)),
            "entry": bool(entry), "time": lib.ClientReport_getTimestamp(report) > 0, "values": self.value(self.mms(values)),
            "reasons": [lib.ClientReport_getReasonForInclusion(report, i) for i in range(-1, size + 1)],
            "references": [self.text(lib.ClientReport_getDataReference(report, i)) for i in range(-1, size)],
        }

    def take(self, parameter, report):
        entry = self.lib.ClientReport_getEntryId(report)
        self.last_entry = self.clone(entry)
        self.reports.append(self.report(report))

    def listen(self, reference, report_id=None, call=None):
        handler = ReportHandler(call or self.take)
        self.keep.append(handler)
        self.lib.IedConnection_installReportHandler(self.con, reference.encode(), report_id if report_id is None else report_id.encode(), cast(handler, c_void_p), None)

    def unlisten(self, reference):
        self.lib.IedConnection_uninstallReportHandler(self.con, reference.encode())

    def gi(self, reference):
        error = c_int(UNSET)
        self.lib.IedConnection_triggerGIReport(self.con, byref(error), reference.encode())
        return ERRORS[error.value]

    def wait(self, things, count):
        end = time.monotonic() + SOON
        while len(things) < count and time.monotonic() < end:
            time.sleep(0.005)
        return list(things)

    def received(self, count=1):
        """Waits for reports and takes them."""
        found = self.wait(self.reports, count)
        self.reports.clear()
        return found

    def entries(self, reference):
        """From now on only EntryID and SqNum of each report are kept."""
        def call(parameter, report):
            entry = self.lib.ClientReport_getEntryId(report)
            self.last_entry = self.clone(entry)
            self.reports.append([self.value(self.mms(entry))[1], self.lib.ClientReport_getSeqNum(report)])
        self.listen(reference, self.text(self.lib.ClientReportControlBlock_getRptId(self.blocks[reference])), call)

    def numbers(self, references):
        """Keeps the sequence numbers of the reports for each of these."""
        for reference in references:
            def call(parameter, report, reference=reference):
                self.reports.append([reference, self.lib.ClientReport_getSeqNum(report)])
            self.listen(reference, None, call)

    def inside(self, reference, block):
        """Installs a handler that reads, asks for a control block and destroys its connection. Returns what it did, with the time it took."""
        done = []

        def call(parameter, report):
            start, error, got = time.monotonic(), c_int(UNSET), []
            got.append(self.read_boolean("TestIEDLD0/GGIO1.Ind1.stVal"))
            got.append(bool(self.lib.IedConnection_getRCBValues(self.con, byref(error), block.encode(), None)))
            self.unlisten(reference)
            self.lib.IedConnection_destroy(self.con)
            done.append([got, time.monotonic() - start])
        self.listen(reference, None, call)
        self.done = done

    def read_boolean(self, reference):
        error = c_int(UNSET)
        self.lib.IedConnection_readBooleanValue(self.con, byref(error), reference.encode(), 0)
        return ERRORS[error.value]

    def finished(self):
        return self.wait(self.done, 1)


if __name__ == "__main__":
    worker.main(ReportClient)
