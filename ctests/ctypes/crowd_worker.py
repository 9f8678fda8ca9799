"""Many clients of one server in one process, with reports on: `crowd_worker.py LIBRARY PORT`, see worker.py and test_server_robustness.py."""

import time
from ctypes import CFUNCTYPE, byref, c_bool, c_char_p, c_int, c_void_p

import worker
from client import ERRORS, FCS, UNSET
from loads import Loads

DOMAIN = "CrowdLD0"
ReportHandler = CFUNCTYPE(None, c_void_p, c_void_p)


class Crowd(Loads):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.members, self.seen = [], {}
        reports = self.lib.dll
        for name, result, count in (("getDataSetValues", c_void_p, 1), ("getReasonForInclusion", c_int, 2)):
            function = getattr(reports, "ClientReport_" + name)
            function.restype, function.argtypes = result, [c_void_p, c_int][:count]
        self.values, self.reason = reports.ClientReport_getDataSetValues, reports.ClientReport_getReasonForInclusion
        for name, result, arguments in (("getElement", c_void_p, [c_void_p, c_int]), ("toInt32", c_int, [c_void_p])):
            function = getattr(reports, "MmsValue_" + name)
            function.restype, function.argtypes = result, arguments
        self.element, self.number = reports.MmsValue_getElement, reports.MmsValue_toInt32
        install = reports.IedConnection_installReportHandler
        install.restype, install.argtypes = None, [c_void_p, c_char_p, c_char_p, ReportHandler, c_void_p]
        self.handler = ReportHandler(self.report)

    def report(self, which, report):
        """Keeps the values of the first member, in the order they come."""
        values = self.values(report)
        if self.reason(report, 0):
            self.seen[which or 0].append(self.number(self.element(values, 0)))

    def join(self, first, count):
        """Connects clients and enables a control block for each; what went wrong."""
        failures = {}
        for which in range(first, first + count):
            con, error = c_void_p(self.lib.IedConnection_create()), c_int(UNSET)
            self.lib.IedConnection_connect(con, byref(error), self.host.encode(), self.port)
            if error.value == 0:
                self.members.append((which, con))
                self.seen[which] = []
                block = f"{DOMAIN}/LLN0.RP.u{which:03d}".encode()
                self.lib.dll.IedConnection_installReportHandler(con, block, f"u{which:03d}".encode(), self.handler, which)
                self.lib.IedConnection_writeBooleanValue(con, byref(error), f"{DOMAIN}/LLN0.u{which:03d}.RptEna".encode(), FCS["RP"], c_bool(True))
            if error.value:
                name = ERRORS.get(error.value, error.value)
                failures[name] = failures.get(name, 0) + 1
        return failures

    def received(self, count, patience):
        """Waits until each client has `count` reports: how many have just the values 1 … count, in order, and how many have something else."""
        end = time.monotonic() + patience
        while any(len(values) < count for values in self.seen.values()) and time.monotonic() < end:
            time.sleep(0.02)
        good = sum(values == list(range(1, count + 1)) for values in self.seen.values())
        return [good, sorted(len(values) for values in self.seen.values())[0] if self.seen else None]

    def forget(self):
        for values in self.seen.values():
            values.clear()

    def reads(self, seconds=0.0):
        """Reads with each member, at least once: good ones, errors by name, the longest time one took."""
        good, failures, longest, end = 0, {}, 0.0, time.monotonic() + seconds
        while True:
            for _, con in self.members:
                error, start = c_int(UNSET), time.monotonic()
                self.lib.IedConnection_readInt32Value(con, byref(error), f"{DOMAIN}/GGIO1.Cnt1.stVal".encode(), FCS["ST"])
                longest = max(longest, time.monotonic() - start)
                good += error.value == 0
                if error.value:
                    name = ERRORS.get(error.value, str(error.value))
                    failures[name] = failures.get(name, 0) + 1
            if time.monotonic() >= end:
                return [good, failures, longest]

    def leave(self):
        for _, con in self.members:
            self.lib.IedConnection_destroy(con)
        self.members, self.seen = [], {}


if __name__ == "__main__":
    worker.main(Crowd)
