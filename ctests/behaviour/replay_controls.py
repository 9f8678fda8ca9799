"""The rows about controls. The handlers of control_server.py write what they saw to REPLAY_LOG."""

import os
import re
import time
from ctypes import CFUNCTYPE, c_void_p, cast
from pathlib import Path

from client import ERRORS, TYPES, enum_names
from replay_notation import LD, Notation, Refused, quoted

TerminationHandler = CFUNCTYPE(None, c_void_p, c_void_p)
MODELS = {code: "ControlModel." + name.removeprefix("CONTROL_MODEL_") for code, name in enum_names("ControlModel").items()}
APPL_ERRORS = {code: "ControlLastApplError." + name.removeprefix("CONTROL_ERROR_") for code, name in enum_names("ControlLastApplError").items()}
CAUSES = {code: "ControlAddCause." + name.removeprefix("ADD_CAUSE_") for code, name in enum_names("ControlAddCause").items()}
ENHANCED = (3, 4)
ON = ("bool", True)
#: scenario: object, settings, steps. A step is a function of ControlObjectClient, with its value
SEQUENCES = {
    "direct normal: on": ("SPCSO1", [], [("operate", ON)]),
    "SBO enhanced without select": ("SPCSO4", [], [("operate", ON)]),
    "SBO normal: select twice": ("SPCSO2", [], ["select", "select", "cancel"]),
    "SBO normal, denied by check handler": ("Deny2", [], ["select"]),
    "SBO enhanced: select, cancel, operate": ("SPCSO4", [], [("select_with_value", ON), "cancel", ("operate", ON)]),
    "select timeout (300 ms) then operate": ("SPCSO9", [], [("select_with_value", ON), "wait", ("operate", ON)]),
    "SBO normal: select, cancel, operate": ("SPCSO2", [], ["select", "cancel", ("operate", ON)]),
    "check handler denies (model 2)": ("Deny2", [], ["select", ("operate", ON)]),
    "control handler fails (model 3)": ("Fail3", [], [("operate", ON)]),
    "server waits 400 ms (model 4)": ("Wait4", [], [("select_with_value", ON), ("operate", ON)]),
    "server answers: Inval1": ("Inval1", [], [("operate", ON)]),
    "direct Isc": ("Isc1", [], [("operate", ("int32", 7))]),
    "direct Dpc": ("Dpc1", [], [("operate", ("bits", [2, 0]))]),
    "direct ApcI": ("ApcI1", [], [("operate", ("struct", [("int32", 5)]))]),
    "wrong ctlVal type int32 for BOOLEAN": ("SPCSO1", [], [("operate", ("int32", 1))]),
    "wrong ctlVal type empty struct for BOOLEAN": ("SPCSO1", [], [("operate", ("struct", []))]),
    "MmsValue(NULL)": ("SPCSO4", [], [("select_with_value", None)]),
    "time in the past": ("SPCSO5", [], [("operate", ON, 1000)]),
    "set_interlock_check(True), direct operate": ("SPCSO1", [("setInterlockCheck", True)], [("operate", ON)]),
    'set_origin("CEO", REMOTE_CONTROL), direct operate': ("SPCSO1", [("setOrigin", b"CEO", 3)], [("operate", ON)]),
    'set_origin("", PROCESS), direct operate': ("SPCSO1", [("setOrigin", b"", 8)], [("operate", ON)]),
    "set_origin(64 chars), direct operate": ("SPCSO1", [("setOrigin", b"o" * 64, 2)], [("operate", ON)]),
    "use_constant_t(True), direct operate": ("SPCSO1", [("useConstantT", True)], [("operate", ON)]),
    "all flags, direct operate": ("SPCSO1", [("setTestMode", True), ("setInterlockCheck", True), ("setSynchroCheck", True), ("setOrigin", b"all", 5)], [("operate", ON)]),
}
FUNCTIONS = {"operate": "operate", "select": "select", "select_with_value": "selectWithValue", "cancel": "cancel"}


class Controls(Notation):
    def control(self, name):
        """A control object; py61850 raises OBJECT_DOES_NOT_EXIST when there is none."""
        made = self.c.ControlObjectClient_create(f"{LD}/GCTL1.{name}".encode() if "/" not in name else name.encode(), self.con)
        if not made:
            raise Refused(next(code for code, text in ERRORS.items() if text == "OBJECT_DOES_NOT_EXIST"))
        return made

    def last_error(self, control):
        return "IedClientError." + ERRORS[self.c.ControlObjectClient_getLastError(control)]

    def last_appl_error(self, control):
        last = self.c.ControlObjectClient_getLastApplError(control)
        return ["LastApplError", last.ctlNum, APPL_ERRORS[last.error], CAUSES[last.addCause]]

    def connection_appl_error(self):
        last = self.c.IedConnection_getLastApplError(self.con)
        return ["LastApplError", last.ctlNum, last.error, last.addCause]

    def act(self, control, action, value=None, when=0):
        given, made = [control], None
        if action in ("operate", "select_with_value"):
            made = self.make(*value) if value else None
            given.append(self.mms(made))
        if action == "operate":
            given.append(when)
        done = getattr(self.c, "ControlObjectClient_" + FUNCTIONS[action])(*given)
        if made:
            self.c.MmsValue_delete(self.mms(made))
        return done

    def watch_control(self, control, told):
        handler = TerminationHandler(lambda parameter, one: told(one))
        self.keep.append(handler)
        self.c.ControlObjectClient_setCommandTerminationHandler(control, cast(handler, c_void_p), None)

    def basic_control(self, member):
        if member == "read_control":
            return "<ControlObject>" if self.control("SPCSO1") else None
        if not member.startswith("ControlObject."):
            return NotImplemented
        action = member.split(".")[1]
        control = self.some_control["SPCSO4" if action == "select_with_value" else "SPCSO1"]
        result = [self.act(control, action, ON), self.last_error(control)]
        return result + [self.last_appl_error(control)] if action == "operate" else result

    def row_control_props(self, member, scenario):
        if not self.con:
            self.opened()
        if member == "get_last_appl_error":
            return self.connection_appl_error()
        reference = re.fullmatch(r"reference '(.*)'", scenario)
        control = self.control(reference[1] if reference else scenario.split()[1] if scenario.startswith("good ") else "SPCSO1")
        shown = {
            "object_reference": quoted(self.c.ControlObjectClient_getObjectReference(control)), "control_model": MODELS[self.c.ControlObjectClient_getControlModel(control)],
            "ctl_val_type": "MmsType." + TYPES[self.c.ControlObjectClient_getCtlValType(control)], "get_last_error": self.last_error(control),
            "get_last_appl_error": self.last_appl_error(control),
        }
        self.c.ControlObjectClient_destroy(control)
        return list(shown.values()) if member == "read_control" else shown[member.removeprefix("ControlObject.")]

    def row_control_operate(self, member, scenario):
        if not self.con:
            self.opened()
        if scenario == "object selected by another client":
            return self.two_clients()
        if scenario == "two control objects on one connection":
            return self.two_controls()
        if scenario == "wrong type":
            return self.c.ControlObjectClient_setSynchroCheck(self.control("SPCSO1"), True)
        name, settings, steps = SEQUENCES[scenario]
        control, log = self.control(name), Path(os.environ["REPLAY_LOG"])
        log.write_text("")
        terminations, shown = [], []
        self.watch_control(control, lambda one: terminations.append(self.last_appl_error(one)))
        for function, *arguments in settings:
            getattr(self.c, "ControlObjectClient_" + function)(control, *arguments)
        for step in steps:
            action, *arguments = step if isinstance(step, tuple) else (step,)
            done = time.sleep(0.5) if action == "wait" else self.act(control, action, *arguments)
            # a termination may be there already when the recorded one was not
            state = [] if scenario.startswith("control handler fails") else [self.last_appl_error(control), self.connection_appl_error()]
            shown.append([action, done, self.last_error(control), *state])
        operated = shown[-1][:2] == ["operate", True]
        if operated and self.c.ControlObjectClient_getControlModel(control) in ENHANCED:
            self.within(2, lambda: terminations)
        self.within(1 if operated else 0.05, lambda: f"operate {name}" in log.read_text())  # the server operates behind its answer
        shown.append(["at the end", self.last_appl_error(control), self.connection_appl_error()])
        self.c.ControlObjectClient_destroy(control)
        return {"server": log.read_text().splitlines(), "steps": shown, "terminations": terminations}

    def two_clients(self):
        first, first_connection = self.control("SPCSO4"), self.con
        selected = self.act(first, "select_with_value", ON)
        self.con = None
        self.opened()
        second, shown = self.control("SPCSO4"), []
        for action in ("select_with_value", "operate"):
            shown += [self.act(second, action, ON), self.last_error(second), self.last_appl_error(second)]
        cancelled = self.act(first, "cancel")
        for control in (first, second):
            self.c.ControlObjectClient_destroy(control)
        self.destroy()
        self.con = first_connection
        return [selected, *shown, cancelled]

    def two_controls(self):
        told, controls = [], {"a": self.control("SPCSO3"), "b": self.control("Fail3")}
        for name, control in controls.items():
            self.watch_control(control, lambda one, name=name: told.append([name, self.last_appl_error(one)]))
        done = [self.act(control, "operate", ON) for control in controls.values()]
        self.within(2, lambda: len(told) > 1)
        for control in controls.values():
            self.c.ControlObjectClient_destroy(control)
        told.sort()
        return [done, [name for name, _ in told], *(last for _, last in told)]
