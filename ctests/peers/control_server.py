"""The genuine server with control handlers that refuse, fail and wait. Same options and announcement as genuine_server.py.

What a control object does is in its name: Deny refuses with an AddCause, Hw, Temp, Undef and Inval refuse with that access error,
Cause refuses with error and AddCause set, Fail and TermNeg accept and then fail, Wait takes 400 ms. All others do as told.
`--log FILE` gets a line for each call of a handler.
"""

import ctypes
import re
import time
from ctypes import CFUNCTYPE, c_bool, c_int, c_void_p, string_at

import genuine_server

ACCEPTED, FAILED, OK, WAITING = -1, 0, 1, 2
REFUSALS = {"Deny": 3, "Hw": 1, "Temp": 2, "Undef": 4, "Inval": 11, "Cause": 3}
#: error and AddCause that handlers set (Inval: as the recorded server did)
CAUSES = {"Cause": (3, 10), "Inval": (0, 26), "Fail": (1, 9), "TermNeg": (2, 16)}
WAIT = 0.4

PerformCheckHandler = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_bool, c_bool)


class ControlServer(genuine_server.Server):
    log = None

    def accept_controls(self, nodes):
        for reference in sorted({r.rsplit(".", 1)[0] for r in nodes if r.endswith(".ctlModel")}):
            name = reference.rsplit(".", 1)[1]
            if name.startswith("NoHandler"):
                continue
            check, operate = self.handlers(name)
            node = self.node(reference)
            self.lib.IedServer_setPerformCheckHandler(self.server, node, self.hold(PerformCheckHandler(check)), None)
            self.lib.IedServer_setControlHandler(self.server, node, self.hold(genuine_server.ControlHandler(operate)), None)

    def handlers(self, name):
        kind = re.sub(r"\d+$", "", name)
        waiting = []

        def explain(action):
            if kind in CAUSES:
                self.lib.ControlAction_setError(c_void_p(action), CAUSES[kind][0])
                self.lib.ControlAction_setAddCause(c_void_p(action), CAUSES[kind][1])

        def check(action, parameter, value, test, interlock):
            self.note("check", name, action, value, test, interlock)
            if kind not in REFUSALS:
                return ACCEPTED
            explain(action)
            return REFUSALS[kind]

        def operate(action, parameter, value, test):
            if not waiting:
                self.note("operate", name, action, value, test)
            if kind == "Wait":
                waiting.append(time.monotonic())
                if time.monotonic() - waiting[0] < WAIT:
                    return WAITING
                waiting.clear()
            explain(action)
            return FAILED if kind in ("Fail", "TermNeg") else OK

        return check, operate

    def note(self, what, name, action, value, test, interlock=None):
        if not self.log:
            return
        lib, action = self.lib, c_void_p(action)
        size, printed = c_int(), ctypes.create_string_buffer(200)
        lib.ControlAction_getOrIdent.restype = c_void_p
        ident = lib.ControlAction_getOrIdent(action, ctypes.byref(size))
        ident = string_at(ident, size.value).hex() if ident else ""
        if value:
            lib.MmsValue_printToBuffer(c_void_p(value), printed, 200)
        checks = f" il={int(interlock)} sy={lib.ControlAction_getSynchroCheck(action) & 1}" if what == "check" else ""
        select = f" sel={lib.ControlAction_isSelect(action) & 1}" if what == "check" else ""
        with open(self.log, "a") as file:
            file.write(
                f"{what} {name}{select} val={printed.value.decode() if value else 'NULL'} test={int(test)}{checks}"
                f" orCat={lib.ControlAction_getOrCat(action)} orId={ident} ctlNum={lib.ControlAction_getCtlNum(action)}\n"
            )


if __name__ == "__main__":
    import sys

    if "--log" in sys.argv:
        at = sys.argv.index("--log")
        ControlServer.log = sys.argv[at + 1]
        del sys.argv[at : at + 2]
    genuine_server.Server = ControlServer
    genuine_server.main()
