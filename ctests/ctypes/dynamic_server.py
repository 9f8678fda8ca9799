"""A server of one library with a model made by API calls: every common data class, with data sets and control blocks of every kind.

`dynamic_server.py LIBRARY`: prints `PORT n`; ends with its stdin.
"""

import ctypes
import os
import sys

from direct import load
from model_tree import parameters
from declare import _rows
from server_worker import free_port

CDC = {row["symbol"]: [name for _, name in parameters(row)] for row in _rows("functions.csv") if row["header"] == "iec61850_cdc.h" and row["exported_1_6_1"] == "y" }
CONTROLS = (0, 1, 2 | 0x10, 3 | 0x20 | 0x40, 4 | 0x30 | 0x7fc0)
#: where the genuine library makes mistakes (see test_model.py, `better`)
LEFT_OUT = {"CDC_BAC_create": {"controlOptions": 0}, "CDC_VSS_create": {"options": ~1}, "CDC_CTE_create": {"wpOptions": ~(1 << 22)}, "CDC_TMS_create": {"wpOptions": ~(1 << 22)}}


def variants(function):
    """The arguments of a factory, in a few variants: options one by one and all of them, control models, with and without flags."""
    names, masks = CDC[function], LEFT_OUT.get(function, {})
    for number in range(8):
        given = {"options": (0, 0x7ffffff, 0x5555555, 0x2aaaaaa, 0x3f, 0x3c0000, 0x1fc0, 0x30e003)[number], "controlOptions": CONTROLS[number % len(CONTROLS)], "wpOptions": (0, 0xfffc00)[number % 2], "maxPts": 4, "fc": (0, 1, 2, 4)[number % 4], "triggerOptions": 1}
        yield [f"X{number}" if name in ("dataObjectName", "name") else "PARENT" if name == "parent" else given.get(name, number % 2) & masks.get(name, ~0) for name in names]


def build(lib):
    model = lib.IedModel_create(b"Dyn")
    device, named = lib.LogicalDevice_create(b"LD0", model), lib.LogicalDevice_createEx(b"LD1", model, b"Named")
    lln0, other = lib.LogicalNode_create(b"LLN0", device), lib.LogicalNode_create(b"LLN0", named)
    for function in CDC:  # a logical node for each, with a data object for the parts of data objects (CAC)
        kind, name = function.split("_")[:2]
        node = lib.LogicalNode_create(f"G{name}1".encode(), device)
        node = node if kind == "CDC" else lib.DataObject_create(b"Do", node, 0)
        for arguments in variants(function):
            made = getattr(lib, function)(*[node if value == "PARENT" else value.encode() if isinstance(value, str) else value for value in arguments])
            assert made, (function, arguments)
    lib.CDC_ENS_create(b"Beh", other, 0)
    ggio = lib.LogicalNode_create(b"GGIO1", device)
    lib.CDC_SPS_create(b"Ind1", ggio, 0)
    custom = lib.DataObject_create(b"Own", ggio, 0)
    for number, kind in enumerate(range(33)):  # an attribute of each type but constructed ones
        if kind != 27:
            lib.DataAttribute_create(f"a{number}".encode(), custom, kind, 2, 0, 0, number)
    part = lib.DataAttribute_create(b"part", custom, 27, 2, 0, 0, 0)
    lib.DataAttribute_create(b"f", part, 10, 2, 0, 0, 0)
    lib.DataAttribute_create(b"arr", custom, 3, 2, 0, 5, 0)
    lib.CDC_MV_create(b"AnIn1", ggio, 0, False)
    members = lib.DataSet_create(b"ds", lln0)
    for variable in (b"GGIO1$ST$Ind1", b"GGIO1$ST$Ind1$stVal", b"GGIO1$MX$AnIn1$mag$f"):
        lib.DataSetEntry_create(members, variable, -1, None)
    lib.ReportControlBlock_create(b"u01", lln0, b"id", False, b"ds", 5, 0x1f, 0x7f, 10, 0)
    lib.ReportControlBlock_create(b"b01", lln0, None, True, b"ds", 6, 0x13, 0xff, 0, 1000)
    goose = lib.GSEControlBlock_create(b"g01", lln0, b"app", b"ds", 3, True, 5, 600)
    mac = (ctypes.c_uint8 * 6)(1, 12, 205, 1, 0, 1)
    lib.GSEControlBlock_addPhyComAddress(goose, lib.PhyComAddress_create(4, 5, 6, ctypes.addressof(mac)))
    lib.SVControlBlock_create(b"s01", lln0, b"sid", b"ds", 3, 1, 80, 0x15, False)  # noASDU of the genuine one is memory as it comes
    lib.SettingGroupControlBlock_create(lln0, 1, 3)
    lib.LogControlBlock_create(b"lcb", lln0, b"ds", b"LD0/LLN0$log", 3, 5, False, True)
    lib.Log_create(b"log", lln0)
    return model


def main():
    lib = load(sys.argv[1])
    server = lib.IedServer_create(build(lib))
    assert server
    for fc in range(2, 8):
        lib.IedServer_setWriteAccessPolicy(server, fc, 0)
    port = 0
    while not lib.IedServer_isRunning(server):
        port = free_port()
        lib.IedServer_start(server, port)
    print("PORT", port, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
