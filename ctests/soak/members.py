"""Clients of station.py in one process: `members.py LIBRARY SECONDS FILE_SUM FIRST COUNT KIND PORT [SILENT_PORT]`.

KIND urcb: each reports without a buffer, commands, files, settings, and connects again when the server is gone.
KIND brcb: each resumes its buffered block from the last EntryID on after the link was cut.
A line of figures (JSON) every second and a last one with "end". With SILENT_PORT one more client waits for answers that never come.
"""

import ctypes
import hashlib
import json
import sys
import threading
import time
from ctypes import CFUNCTYPE, byref, c_bool, c_int, c_uint32, c_void_p, cast
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

from direct import load  # noqa: E402

ST, SP, REQUEST = 0, 2, 500
OK, NOT_CONNECTED, CONNECTION_LOST, UNAVAILABLE = 0, 1, 3, 26
RPT_ENA, OPT_FLDS, TRG_OPS, PURGE, ENTRY_ID, RESV_TMS = 2, 32, 256, 2048, 4096, 16384
CONNECTED = 2
Handler = CFUNCTYPE(None, c_void_p, c_void_p)
Octets = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_uint32)


class Member:
    """One client. `figures` counts what it did; `faults` says what must not be."""

    def __init__(self, lib, number, port, wanted):
        self.lib, self.number, self.port, self.wanted = lib, number, port, wanted
        self.figures = dict.fromkeys(("reports", "gaps_told", "reads", "writes", "controls", "files", "connects", "resumed", "busy"), 0)
        self.faults, self.expected, self.entry, self.clock = [], None, None, 0
        self.error = c_int(0)
        self.handler, self.octets = Handler(self.report), Octets(self.part)

    def fault(self, text):
        self.faults.append(f"client {self.number}: {text}")

    def call(self, name, *arguments):
        self.error.value = -1
        result = getattr(self.lib, "IedConnection_" + name)(self.con, byref(self.error), *arguments)
        return result

    def good(self, what):
        """Whether the last call went well; errors of a connection that is gone are none."""
        if self.error.value == OK:
            return True
        if self.lib.IedConnection_getState(self.con) == CONNECTED and self.error.value not in (CONNECTION_LOST, NOT_CONNECTED):
            time.sleep(0.05)  # the end may be on its way
            if self.lib.IedConnection_getState(self.con) == CONNECTED:
                self.fault(f"{what} says {self.error.value}")
        return False

    def report(self, parameter, report):
        lib = self.lib
        if not lib.ClientReport_getReasonForInclusion(report, 0):
            return
        value = lib.MmsValue_toInt32(lib.MmsValue_getElement(lib.ClientReport_getDataSetValues(report), 0))
        self.figures["reports"] += 1
        if self.expected is not None and value != self.expected:
            self.fault(f"{value} reported where {self.expected} had to come")
        self.expected = value + 1
        if self.buffered:
            entry = lib.ClientReport_getEntryId(report)
            size = lib.MmsValue_getOctetStringSize(entry)
            self.entry = ctypes.string_at(lib.MmsValue_getOctetStringBuffer(entry), size)

    def part(self, parameter, buffer, size):
        self.sum.update(ctypes.string_at(buffer, size))
        return True

    def run(self, end):
        self.con = self.lib.IedConnection_create()
        self.lib.IedConnection_setRequestTimeout(self.con, 5000)
        kind = "BR.b" if self.buffered else "RP.u"
        self.block = f"SoakLD0/LLN0.{kind}{self.number:03}".encode()
        self.lib.IedConnection_installReportHandler(self.con, self.block, f"{kind[-1]}{self.number:03}".encode(), cast(self.handler, c_void_p), None)
        pause = 0.01
        while time.monotonic() < end:
            self.call("connect", b"127.0.0.1", self.port)
            if self.error.value != OK:
                time.sleep(pause)
                pause = min(pause * 2, 0.5)
                continue
            pause = 0.01
            self.figures["connects"] += 1
            self.session(end)
        self.lib.IedConnection_destroy(self.con)

    def enable(self, changes):
        rcb = self.call("getRCBValues", self.block, None)
        if not self.good("getRCBValues"):
            return False
        done = True
        for name, mask, value in (*changes, ("RptEna", RPT_ENA, True)):
            getattr(self.lib, "ClientReportControlBlock_set" + name)(rcb, value)
            self.call("setRCBValues", rcb, mask, True)
            if self.buffered and self.error.value == UNAVAILABLE:
                # the server has not seen the end of the old link yet, whose block it is
                self.figures["busy"] += 1
                done = False
                break
            done = done and self.good(f"setRCBValues {name}")
        self.lib.ClientReportControlBlock_destroy(rcb)
        return done


class Plain(Member):
    buffered = False

    def session(self, end):
        lib = self.lib
        # what was missed while there was no connection is known to be missing
        self.figures["gaps_told"] += self.expected is not None
        self.expected = None
        if not self.enable([("TrgOps", TRG_OPS, 1)]):
            return
        control = lib.ControlObjectClient_create(f"SoakLD0/GGIO1.Dir{self.number}".encode(), self.con)
        turn = 0
        while time.monotonic() < end and lib.IedConnection_getState(self.con) == CONNECTED:
            turn += 1
            self.call("readInt32Value", b"SoakLD0/GGIO1.Cnt.stVal", ST)
            self.figures["reads"] += self.good("read")
            name, number = f"SoakLD0/LLN0.Set{self.number}.setVal".encode(), turn & 0x7FFFFFFF
            self.call("writeInt32Value", name, SP, number)
            if self.good("write"):
                found = self.call("readInt32Value", name, SP)
                if self.good("read back"):
                    self.figures["writes"] += 1
                    if found != number:
                        self.fault(f"{found} read back, {number} written")
            if control and turn % 5 == 0:
                value = lib.MmsValue_newBoolean(turn % 2 == 0)
                done = lib.ControlObjectClient_operate(control, value, 0)
                lib.MmsValue_delete(value)
                self.error.value = lib.ControlObjectClient_getLastError(control)
                self.figures["controls"] += bool(done)
                if not done and self.good("operate"):
                    self.fault("operate says false and no error")
            if turn % 20 == self.number % 20:
                self.sum = hashlib.sha256()
                self.call("getFile", b"soak.bin", cast(self.octets, c_void_p), None)
                if self.good("file"):
                    self.figures["files"] += 1
                    if self.sum.hexdigest() != self.wanted:
                        self.fault("another file")
            time.sleep(0.05)
        if control:
            lib.ControlObjectClient_destroy(control)


class Buffered(Member):
    buffered = True

    def session(self, end):
        if self.entry is None:
            ready = self.enable([("ResvTms", RESV_TMS, 60), ("OptFlds", OPT_FLDS, 1 | 4 | 64), ("TrgOps", TRG_OPS, 1), ("PurgeBuf", PURGE, True)])
        else:
            value = self.lib.MmsValue_newOctetString(len(self.entry), len(self.entry))
            self.lib.MmsValue_setOctetString(value, self.entry, len(self.entry))
            ready = self.enable([("EntryId", ENTRY_ID, value)])
            self.lib.MmsValue_delete(value)
            self.figures["resumed"] += ready
        while ready and time.monotonic() < end and self.lib.IedConnection_getState(self.con) == CONNECTED:
            time.sleep(0.01)
        if not ready:
            # an attempt that the link's end interrupted is repeated
            self.lib.IedConnection_close(self.con)


def silent(lib, port, end, late):
    """Requests that are never answered: by how much the timeout was missed, in ms."""
    error = c_int(0)
    while time.monotonic() < end:
        con = lib.IedConnection_create()
        lib.IedConnection_setRequestTimeout(con, REQUEST)
        lib.IedConnection_connect(con, byref(error), b"127.0.0.1", port)
        start = time.monotonic()
        lib.IedConnection_readInt32Value(con, byref(error), b"SoakLD0/GGIO1.Cnt.stVal", ST)
        late.append([error.value, (time.monotonic() - start) * 1000 - REQUEST])
        lib.IedConnection_destroy(con)
        time.sleep(0.2)


def main():
    path, seconds, wanted, first, count, kind, port, *silent_port = sys.argv[1:]
    lib, end = load(path), time.monotonic() + float(seconds)
    members = [{"urcb": Plain, "brcb": Buffered}[kind](lib, number, int(port), wanted) for number in range(int(first), int(first) + int(count))]
    late = []
    threads = [threading.Thread(target=member.run, args=(end,)) for member in members]
    if silent_port:
        threads.append(threading.Thread(target=silent, args=(lib, int(silent_port[0]), end, late)))
    for thread in threads:
        thread.start()

    def tell(**more):
        figures = {name: sum(member.figures[name] for member in members) for name in members[0].figures}
        print(json.dumps(figures | {"faults": sum((member.faults for member in members), [])[:20], "late": late} | more), flush=True)

    for thread in threads:
        while thread.is_alive():
            thread.join(1)
            tell()
    tell(end=True, last=[member.expected for member in members])
    sys.stdin.read()  # until the last look at descriptors and threads


if __name__ == "__main__":
    main()
