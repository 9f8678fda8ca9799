"""The genuine server with setting groups that may be changed: LIBRARY MODEL. Prints `PORT n`; ends with its stdin."""

import ctypes
import os
import sys
from ctypes import CFUNCTYPE, c_bool, c_ubyte, c_void_p

Changed = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_ubyte, c_void_p)
Confirmed = CFUNCTYPE(None, c_void_p, c_void_p, c_ubyte)


def main():
    lib = ctypes.CDLL(sys.argv[1])
    for name in ("ConfigFileParser_createModelFromConfigFileEx", "IedServer_create", "IedModel_getDeviceByIndex", "LogicalDevice_getSettingGroupControlBlock"):
        getattr(lib, name).restype = c_void_p
    lib.IedServer_isRunning.restype = c_bool
    model = c_void_p(lib.ConfigFileParser_createModelFromConfigFileEx(sys.argv[2].encode()))
    server = c_void_p(lib.IedServer_create(model))
    for fc in (2, 3, 6, 7):
        lib.IedServer_setWriteAccessPolicy(server, fc, 0)
    keep = [Changed(lambda parameter, group, number, client: True), Confirmed(lambda parameter, group, number: None)]
    group = c_void_p(lib.LogicalDevice_getSettingGroupControlBlock(c_void_p(lib.IedModel_getDeviceByIndex(model, 0))))
    if group:
        lib.IedServer_setActiveSettingGroupChangedHandler(server, group, keep[0], None)
        lib.IedServer_setEditSettingGroupChangedHandler(server, group, keep[0], None)
        lib.IedServer_setEditSettingGroupConfirmationHandler(server, group, keep[1], None)
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
