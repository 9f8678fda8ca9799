"""The genuine server with a log: LIBRARY MODEL ENTRIES. Prints `PORT n`; ends with its stdin. The log is MODEL's LD0/LLN0$EventLog.

Entry i (from 1) has the time START + 1000 i and the variables of VARIABLES, whose number changes with i.
"""

import ctypes
import os
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_bool, c_char_p, c_int, c_ubyte, c_uint64, c_void_p

START = 1_700_000_000_000
LOG = "LD0/LLN0$EventLog"
VARIABLES = [
    (b"TestIEDLD0/GGIO1$ST$Ind1$stVal", bytes.fromhex("830101")), (b"TestIEDLD0/GGIO1$MX$AnIn1$mag$f", bytes.fromhex("870508" + "3fc00000")),
    (b"TestIEDLD0/GGIO1$ST$Ind1", bytes.fromhex("a212" + "830101" + "8403030000" + "91086553f1001f7ced0a")), (b"TestIEDLD0/GGIO1$ST$IntIn1$stVal", bytes.fromhex("8502ff38")),
]

EntryCallback = CFUNCTYPE(c_bool, c_void_p, c_uint64, c_uint64, c_bool)
DataCallback = CFUNCTYPE(c_bool, c_void_p, c_char_p, c_char_p, c_int, c_ubyte, c_bool)
AddEntry = CFUNCTYPE(c_uint64, c_void_p, c_uint64)
AddEntryData = CFUNCTYPE(c_bool, c_void_p, c_uint64, c_char_p, c_void_p, c_int, c_ubyte)
GetEntries = CFUNCTYPE(c_bool, c_void_p, c_uint64, c_uint64, EntryCallback, DataCallback, c_void_p)
Bounds = CFUNCTYPE(c_bool, c_void_p, *[POINTER(c_uint64)] * 4)
Destroy = CFUNCTYPE(None, c_void_p)


class LogStorage(Structure):
    _fields_ = [("instanceData", c_void_p), ("maxLogEntries", c_int), ("addEntry", AddEntry), ("addEntryData", AddEntryData), ("getEntries", GetEntries),
                ("getEntriesAfter", GetEntries), ("getOldestAndNewestEntries", Bounds), ("destroy", Destroy)]


def storage(count):
    def give(numbers, entry, data, parameter):
        for number in numbers:
            if not entry(parameter, START + 1000 * number, number, True):
                return True
            for index in range(number % (len(VARIABLES) + 1)):
                reference, value = VARIABLES[index]
                if not data(parameter, reference, value, len(value), 1 << index, True):
                    break
            data(parameter, None, None, 0, 0, False)
        entry(parameter, 0, 0, False)
        return True

    def between(log, start, end, entry, data, parameter):
        return give([i for i in range(1, count + 1) if start <= START + 1000 * i <= end], entry, data, parameter)

    def after(log, time, number, entry, data, parameter):
        return give(range(number + 1, count + 1), entry, data, parameter)

    def bounds(log, newest, newest_time, oldest, oldest_time):
        newest[0], newest_time[0], oldest[0], oldest_time[0] = count, START + 1000 * count, 1, START + 1000
        return True

    return LogStorage(None, 0, AddEntry(lambda *_: 0), AddEntryData(lambda *_: True), GetEntries(between), GetEntries(after), Bounds(bounds), Destroy(lambda *_: None))


def main():
    lib = ctypes.CDLL(sys.argv[1])
    for name in ("ConfigFileParser_createModelFromConfigFileEx", "IedServer_createWithConfig", "IedServerConfig_create"):
        getattr(lib, name).restype = c_void_p
    lib.IedServer_isRunning.restype = c_bool
    model = c_void_p(lib.ConfigFileParser_createModelFromConfigFileEx(sys.argv[2].encode()))
    config = c_void_p(lib.IedServerConfig_create())
    lib.IedServerConfig_enableLogService(config, True)
    server = c_void_p(lib.IedServer_createWithConfig(model, None, config))
    log = storage(int(sys.argv[3]))
    lib.IedServer_setLogStorage(server, LOG.encode(), ctypes.byref(log))
    from peers import free_port
    for _ in range(20):
        port = free_port()
        lib.IedServer_start(server, port)
        if lib.IedServer_isRunning(server):
            break
    print("PORT", port, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers"))
    main()
