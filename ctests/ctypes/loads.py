"""A worker that loads a library: many connections, many cycles; says what the process costs."""

import os
import time
from ctypes import byref, c_int, c_void_p

import worker
from client import ERRORS, UNSET, Client

REFERENCE, FC = os.environ.get("REFERENCE", "simpleIOGenericIO/GGIO1.AnIn1.mag.f").encode(), 1


class Loads(Client):
    def footprint(self):
        """Threads, open descriptors, resident memory in KiB."""
        with open("/proc/self/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return {"threads": int(fields["Threads"]), "descriptors": len(os.listdir("/proc/self/fd")), "rss": int(fields["VmRSS"].split()[0])}

    def open_many(self, count):
        """Opens connections and keeps them; how many connected."""
        self.many = []
        for _ in range(count):
            con, error = c_void_p(self.lib.IedConnection_create()), c_int(UNSET)
            self.lib.IedConnection_connect(con, byref(error), self.host.encode(), self.port)
            self.many.append(con)
            if error.value:
                return len(self.many) - 1
        return len(self.many)

    def read_many(self):
        """One read on each; how many were good."""
        good = 0
        for con in self.many:
            error = c_int(UNSET)
            self.lib.IedConnection_readFloatValue(con, byref(error), REFERENCE, FC)
            good += error.value == 0
        return good

    def close_many(self):
        for con in self.many:
            self.lib.IedConnection_destroy(con)
        self.many = []

    def idle(self, seconds):
        """CPU seconds of the process while it sleeps."""
        before = os.times()
        time.sleep(seconds)
        after = os.times()
        return after.user + after.system - before.user - before.system

    def cycle(self, count, reads):
        """Connect, read, close, destroy, again and again; what went wrong."""
        failures = {}
        for _ in range(count):
            con, error = c_void_p(self.lib.IedConnection_create()), c_int(UNSET)
            self.lib.IedConnection_connect(con, byref(error), self.host.encode(), self.port)
            for _ in range(reads):
                if error.value:
                    break
                self.lib.IedConnection_readFloatValue(con, byref(error), REFERENCE, FC)
            if error.value:
                name = ERRORS.get(error.value, str(error.value))
                failures[name] = failures.get(name, 0) + 1
            self.lib.IedConnection_close(con)
            self.lib.IedConnection_destroy(con)
        return failures


if __name__ == "__main__":
    worker.main(Loads)
