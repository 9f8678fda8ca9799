"""Rows of the server matrix: controls. See server_rows.py."""

import struct
import time

from raw_client import bits, boolean, integer, oper, read, real, shown, structure, visible, write

D, CO = "TestIEDLD0", "GCTL1$CO$"
T, F = boolean(True), boolean(False)
OBJECTS = ["SPCSO0", "SPCSO1", "SPCSO2", "SPCSO3", "SPCSO4", "SPCSO5", "SPCSO6", "SPCSO8", "SPCSO9", "Ens1", "Ens4", "Dpc1", "ApcF1", "ApcI1", "Isc1"]


class Controls:
    """Steps on the controls of matrix.cfg: each becomes a cell with the answer, the reports around it and what the handlers were told."""

    def __init__(self, w, *setup):
        self.w = w
        w.serve("matrix.cfg", ["controls", *(f"{D}/GCTL1.{name}" for name in OBJECTS)], *setup)
        w.client("1")

    def step(self, label, service, client="1", wait=0.12, last=None):
        """Handlers that are called again and again are cut to the `last` of their calls."""
        w = self.w
        came = [[kind, shown(pdu)] for kind, pdu in w.client(client).exchange(service, wait)]
        events = w.server("events")
        w.cell(label, [came, events if last is None else events[:last]])

    def oper(self, label, name, value=T, client="1", wait=0.12, last=None, **more):
        self.step(label, write(D, f"{CO}{name}$Oper", oper(value, **more)), client, wait, last)

    def sbow(self, label, name, value=T, client="1", **more):
        self.step(label, write(D, f"{CO}{name}$SBOw", oper(value, **more)), client)

    def cancel(self, label, name, client="1", **more):
        self.step(label, write(D, f"{CO}{name}$Cancel", oper(T, checked=False, **more)), client)

    def select(self, label, name, client="1"):
        self.step(label, read(D, f"{CO}{name}$SBO"), client)

    def status(self, label, name):
        self.w.ask(f"{label}: ST", read(D, "GCTL1$ST$" + name))

    def handler(self, what, name, result, **causes):
        self.w.server("set_result", f"{what} {name}", result)
        for cause in ("Error", "AddCause"):
            self.w.server("set_result", f"{what} {name} {cause}", causes.get(cause))


def direct(w):
    c = Controls(w)
    c.oper("operate", "SPCSO1")
    c.status("operate", "SPCSO1")
    w.ask("Oper as read", read(D, CO + "SPCSO1$Oper"))
    c.oper("wrong type", "SPCSO1", integer(1))
    c.step("member", write(D, CO + "SPCSO1$Oper$ctlVal", T))
    for category in (-1, 0, 1, 8, 9):
        c.oper(f"orCat {category}", "SPCSO1", origin=(category, b""))
    c.oper("long orIdent", "SPCSO1", origin=(2, b"i" * 64))
    c.oper("test", "SPCSO1", test=True)
    for check in (1, 2, 3):
        c.oper(f"Check {check}", "SPCSO1", check=check)
    for number in (0, 255):
        c.oper(f"ctlNum {number}", "SPCSO1", number=number)
    c.oper("T", "SPCSO1", stamp="1122334455667788")
    c.cancel("cancel", "SPCSO1")
    c.oper("status only", "SPCSO0")
    for result in (0, 1, 2, 3, 4, 5, 11):
        c.handler("check", "SPCSO1", result)
        c.oper(f"check answers {result}", "SPCSO1")
    c.status("refused", "SPCSO1")
    c.handler("check", "SPCSO1", 3, AddCause=10)
    c.oper("check with cause", "SPCSO1", number=7)
    c.handler("check", "SPCSO1", 3, AddCause=10, Error=3)
    c.oper("check with cause and error", "SPCSO1", number=7)
    c.handler("check", "SPCSO1", -1)
    c.handler("operate", "SPCSO1", 0, AddCause=9)
    c.oper("operate fails", "SPCSO1")
    c.handler("operate", "SPCSO1", [2, 2, 1])
    c.oper("operate waits", "SPCSO1")
    c.handler("operate", "SPCSO1", 7)
    c.oper("operate answers 7", "SPCSO1")
    for name, value in (("Ens1", integer(3)), ("Dpc1", T), ("Dpc1", bits(2, 1)), ("ApcF1", structure(real(1.5))), ("ApcF1", real(1.5)), ("ApcI1", structure(integer(4))), ("Isc1", integer(2))):
        c.oper(f"{name} {value.hex()}", name, value)
    c.oper("no handler", "Deny1")
    for model in (0, 3, 1):
        w.ied("updateCtlModel", {"node": D + "/GCTL1.SPCSO1"}, model)
        w.ask(f"model {model}: CF", read(D, "GCTL1$CF$SPCSO1"))
        c.handler("operate", "SPCSO1", 1)
        c.oper(f"model {model}", "SPCSO1")


def select_before_operate(w):
    c = Controls(w)
    w.client("2")
    c.oper("not selected", "SPCSO2")
    c.select("select", "SPCSO2")
    c.status("select", "SPCSO2")
    c.select("select again", "SPCSO2")
    c.select("other selects", "SPCSO2", client="2")
    c.oper("other operates", "SPCSO2", client="2")
    c.cancel("other cancels", "SPCSO2", client="2")
    c.oper("operate", "SPCSO2")
    c.status("operate", "SPCSO2")
    c.select("select for cancel", "SPCSO2")
    c.cancel("cancel", "SPCSO2")
    c.cancel("cancel again", "SPCSO2")
    c.handler("check", "SPCSO2", 3)
    c.select("select refused", "SPCSO2")
    c.handler("check", "SPCSO2", [-1, 3])
    c.select("select to be refused", "SPCSO2")
    c.oper("operate refused", "SPCSO2")
    c.status("operate refused", "SPCSO2")
    c.handler("check", "SPCSO2", -1)
    c.oper("deselected", "SPCSO2")
    c.step("write of SBO", write(D, CO + "SPCSO2$SBO", visible("x")))
    c.step("SBOw", write(D, CO + "SPCSO2$SBOw", oper(T)))
    c.handler("operate", "SPCSO2", 0)
    c.select("select to fail", "SPCSO2")
    c.oper("operate fails", "SPCSO2")
    w.ask("whole CO does not select", read(D, "GCTL1$CO$SPCSO2"))
    w.events("whole CO: events")
    w.client("2")
    c.select("other selects then", "SPCSO2", client="2")
    w.leave("2")
    w.events("selector gone", 0.1)
    c.handler("operate", "SPCSO2", 1)
    c.select("SPCSO8", "SPCSO8")
    time.sleep(0.45)
    w.events("sboTimeout 300")
    c.oper("too late", "SPCSO8")


def enhanced(w):
    c = Controls(w)
    w.client("2")
    c.oper("operate", "SPCSO3", number=9)
    c.status("operate", "SPCSO3")
    c.oper("orCat 9", "SPCSO3", origin=(9, b"x"))
    c.handler("check", "SPCSO3", 3)
    c.oper("refused", "SPCSO3", number=9)
    c.handler("check", "SPCSO3", -1)
    c.handler("operate", "SPCSO3", 0)
    c.oper("fails", "SPCSO3", number=9)
    c.handler("operate", "SPCSO3", 0, AddCause=16, Error=2)
    c.oper("fails with cause", "SPCSO3", number=9)
    c.handler("operate", "SPCSO3", [2, 2, 2, 1])
    c.oper("waits", "SPCSO3", number=9, wait=0.3)
    c.handler("operate", "SPCSO3", 2)
    c.oper("waits long", "SPCSO3", number=9, last=1)
    c.oper("second meanwhile", "SPCSO3", number=10, last=0)
    c.oper("second of another client", "SPCSO3", number=10, client="2", last=0)
    c.handler("operate", "SPCSO3", 1)
    w.told("terminates", 1)
    w.forget()
    c.handler("operate", "SPCSO3", 2)
    c.oper("other waits", "SPCSO3", client="2", last=1)
    w.leave("2")
    c.handler("operate", "SPCSO3", 1)
    w.forget()
    c.oper("after the other is gone", "SPCSO3")
    c.oper("no handler", "Deny3")


def enhanced_select(w):
    c = Controls(w)
    w.client("2")
    c.oper("not selected", "SPCSO4")
    c.select("SBO", "SPCSO4")
    c.sbow("select", "SPCSO4")
    c.status("select", "SPCSO4")
    c.sbow("again", "SPCSO4", number=2)
    c.sbow("other selects", "SPCSO4", number=2, client="2")
    c.oper("other operates", "SPCSO4", client="2")
    c.cancel("other cancels", "SPCSO4", client="2")
    c.oper("another value", "SPCSO4", F)
    c.status("another value", "SPCSO4")
    for label, more in (("ctlNum", {"number": 5}), ("origin", {"origin": (3, b"you")}), ("Test", {"test": True}), ("Check", {"check": 3}), ("T", {"stamp": "1122334455667788"}), ("nothing", {})):
        c.sbow(f"select, then another {label}", "SPCSO4")
        c.oper(f"another {label}", "SPCSO4", **more)
    c.status("operated", "SPCSO4")
    c.sbow("select, then cancel", "SPCSO4")
    c.cancel("cancel, another ctlNum", "SPCSO4", number=4)
    c.status("cancel", "SPCSO4")
    c.cancel("cancel again", "SPCSO4")
    c.sbow("select wrong type", "SPCSO4", integer(1))
    c.sbow("select orCat 9", "SPCSO4", origin=(9, b""))
    c.sbow("select with test", "SPCSO4", test=True)
    c.oper("operate with test", "SPCSO4", test=True)
    for label, causes in (("refused", {}), ("refused with cause", {"AddCause": 10}), ("refused with error", {"AddCause": 10, "Error": 3})):
        c.handler("check", "SPCSO4", 3, **causes)
        c.sbow(f"select {label}", "SPCSO4")
    c.handler("check", "SPCSO4", [-1, 2], AddCause=8)
    c.sbow("select, then refused", "SPCSO4")
    c.oper("operate refused", "SPCSO4")
    c.handler("check", "SPCSO4", -1)
    c.sbow("select, then fails", "SPCSO4")
    c.handler("operate", "SPCSO4", 0, AddCause=9, Error=1)
    c.oper("operate fails", "SPCSO4")
    c.status("operate fails", "SPCSO4")
    c.handler("operate", "SPCSO4", [2, 2, 1])
    c.sbow("select, then waits", "SPCSO4")
    c.oper("operate waits", "SPCSO4", wait=0.3)
    c.sbow("other selects then", "SPCSO4", client="2")
    w.leave("2")
    w.events("selector gone", 0.1)
    c.status("selector gone", "SPCSO4")
    c.sbow("no handler: select", "Deny4")
    c.oper("no handler: operate", "Deny4")
    c.sbow("Ens4", "Ens4", integer(2))
    c.oper("Ens4 operate", "Ens4", integer(2))


def at(milliseconds):
    """A time of the wire from now."""
    moment = time.time() + milliseconds / 1000
    return struct.pack(">I", int(moment)).hex() + f"{int(moment % 1 * (1 << 24)):06x}" + "0a"


def time_activated(w):
    c = Controls(w)
    w.client("2")
    c.oper("zero", "SPCSO5", operate_time="0000000000000000")
    c.oper("past", "SPCSO5", operate_time=at(-5000))
    c.oper("soon", "SPCSO5", operate_time=at(250), wait=0.5)
    c.oper("later", "SPCSO5", number=3, operate_time=at(500))
    c.oper("second", "SPCSO5", number=4, operate_time=at(500))
    c.cancel("cancel", "SPCSO5", number=3, operate_time=at(500))
    time.sleep(0.5)
    w.events("nothing after the cancel")
    c.oper("for the other to cancel", "SPCSO5", number=3, operate_time=at(300))
    c.cancel("cancel of the other", "SPCSO5", number=3, operate_time=at(300), client="2")
    time.sleep(0.3)
    w.events("nothing then")


def with_wait_handler(w):
    d, g = "simpleIOGenericIO", "simpleIOGenericIO/GGIO1."
    w.serve("simpleIO.cfg", ["control", g + "SPCSO1", True, True], ["controls", g + "SPCSO2"])

    def step(label, request, wait=0.12):
        came = w.exchange(label, request, wait)
        w.events(label + ": events")
        return came

    operate = lambda name: write(d, f"GGIO1$CO${name}$Oper", oper(T, check=1))
    step("wait handler", operate("SPCSO1"))
    w.server("set_result", "wait SPCSO1", 0)
    step("wait fails", operate("SPCSO1"))
    w.server("set_result", "wait SPCSO1", [2, 2, 1])
    step("wait waits", operate("SPCSO1"))
    state = lambda label: w.asks(label, {"ST": read(d, "GGIO1$ST$SPCSO2"), "OR": read(d, "GGIO1$OR$SPCSO2")})
    state("before")
    for label, key, result in (("good", "operate SPCSO2", 1), ("fails", "operate SPCSO2", 0), ("refused", "check SPCSO2", [-1, 3])):
        w.server("set_result", key, result)
        w.ask(f"{label}: select", read(d, "GGIO1$CO$SPCSO2$SBO"))
        step(f"{label}: operate", operate("SPCSO2"))
        state(f"{label}: state")
    w.serve("server.cfg", ["controls", "SrvA/GGIO1.Ctl", "SrvA/GGIO1.Dir"])
    w.set("SrvA", "LLN0$RP$uctl", TrgOps=bits(6, 0x3E), OptFlds=bits(10, 0x08), RptEna=T)
    for label, item in (("select", "Ctl$SBOw"), ("operate", "Ctl$Oper"), ("not selected", "Ctl$Oper")):
        w.exchange(f"reported: {label}", write("SrvA", "GGIO1$CO$" + item, oper(T)), 0.2)


SECTIONS = [direct, select_before_operate, enhanced, enhanced_select, time_activated, with_wait_handler]
