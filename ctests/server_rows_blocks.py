"""Rows of the server matrix: setting groups, GOOSE and SV control blocks, logs, files, tracking, access handlers. See server_rows.py."""

from raw_client import attributes, bits, boolean, integer, names, octets, oper, read, read_list, structure, tag, text, unsigned, utc, visible, write
from server_world import ALLOWED

import mms_script as m

D, SGCB = "TestIEDLD0", "LLN0$SP$SGCB"
ON, OFF = boolean(True), boolean(False)
BOOL = "BooleanAttributeValue"


def setting_groups(w):
    edited = "GTYP1$SE$INT32$seVal"
    for label, options, handlers in (("handlers", {}, True), ("no handlers", {}, False), ("no edit", {"enableEditSG": False}, True), ("no ResvTms", {"enableResvTmsForSGCB": False}, True)):
        w.serve("matrix.cfg", *([["watch_groups", "LD0"]] if handlers else []), config=options)
        w.client("2")
        item = lambda name, data: write(D, f"{SGCB}${name}", data)
        steps = {"block": read(D, SGCB), "ActSG 2": item("ActSG", unsigned(2)), "ActSG 0": item("ActSG", unsigned(0)), "ActSG 5": item("ActSG", unsigned(5)), "ActSG same": item("ActSG", unsigned(2)), "ActSG int": item("ActSG", integer(2)),
                 "NumOfSG": item("NumOfSG", unsigned(2)), "LActTm": item("LActTm", utc()), "ResvTms": item("ResvTms", unsigned(5)), "CnfEdit early": item("CnfEdit", ON), "SE write early": write(D, edited, integer(5)), "SE read early": read(D, edited),
                 "SG write": write(D, "GTYP1$SG$INT32$sgVal", integer(5)), "EditSG 3": item("EditSG", unsigned(3)), "block edited": read(D, SGCB)}
        for name, request in steps.items():
            w.ask(f"{label}: {name}", request)
        w.events(f"{label}: events")
        w.cell(f"{label}: fields", w.server("group_fields", "LD0"))
        w.asks(f"{label}: other client", {"EditSG": item("EditSG", unsigned(1)), "SE write": write(D, edited, integer(9)), "SE read": read(D, edited), "CnfEdit": item("CnfEdit", ON)}, client="2")
        steps = {"SE write": write(D, edited, integer(55)), "SE read": read(D, edited), "SG read": read(D, "GTYP1$SG$INT32"), "SE whole": write(D, "GTYP1$SE$INT32", structure(integer(4))), "CnfEdit false": item("CnfEdit", OFF), "CnfEdit": item("CnfEdit", ON), "block confirmed": read(D, SGCB),
                 "SE write late": write(D, edited, integer(56)), "EditSG 2": item("EditSG", unsigned(2)), "EditSG 1": item("EditSG", unsigned(1)), "EditSG 0": item("EditSG", unsigned(0)), "EditSG 9": item("EditSG", unsigned(9)), "whole block": write(D, SGCB, ON)}
        for name, request in steps.items():
            w.ask(f"{label}: {name}", request)
        w.ask(f"{label}: other edits", item("EditSG", unsigned(1)), client="2")
        w.leave("2")
        w.ask(f"{label}: editor gone", read(D, SGCB))
        w.events(f"{label}: events then")
        w.server("set_result", "active", False)
        w.server("set_result", "edit", False)
        w.asks(f"{label}: refused", {"ActSG": item("ActSG", unsigned(1)), "EditSG": item("EditSG", unsigned(1)), "block": read(D, SGCB)})
        w.ied("changeActiveSettingGroup", {"sgcb": "LD0"}, 4)
        w.ask(f"{label}: changed by the program", read(D, SGCB))
        w.cell(f"{label}: as asked", w.ied("getActiveSettingGroup", {"sgcb": "LD0"}))
        w.events(f"{label}: events at last")


def goose_and_sampled(w):
    w.serve("matrix.cfg", ["watch_goose"])
    block = "LLN0$GO$gcb01"
    values = {"GoID": visible("z"), "DatSet": visible(D + "/LLN0$DsRpt"), "ConfRev": unsigned(1), "NdsCom": ON, "MinTime": unsigned(5), "MaxTime": unsigned(5), "FixedOffs": ON,
              "DstAddress": structure(octets(b"123456"), unsigned(1), unsigned(2), unsigned(3)), "DstAddress$VID": unsigned(2)}
    sweep = lambda label, at, given: w.asks(label, {name: write(D if at.startswith("LLN0$GO$gcb") else "SrvA", f"{at}${name}", data) for name, data in given.items()})
    sweep("GoCB, disabled", block, values)
    w.asks("GoCB, enable", {"on": write(D, block + "$GoEna", ON), "again": write(D, block + "$GoEna", ON), "read": read(D, block)})
    sweep("GoCB, enabled", block, values)
    w.asks("GoCB, disable", {"off": write(D, block + "$GoEna", OFF), "read": read(D, block), "type": write(D, block + "$GoEna", integer(1)), "whole": write(D, block, ON)})
    w.events("GoCB events")
    for function in ("enableGoosePublishing", "disableGoosePublishing"):
        w.ied(function)
        w.asks(function, {name: read(D, f"LLN0$GO${name}$GoEna") for name in ("gcb01", "gcb02")})
        w.events(f"{function}: events")
    w.serve("server.cfg", ["watch_sampled"])
    w.client("2")
    for block, name in (("LLN0$MS$m01", "MsvID"), ("LLN0$US$s01", "UsvID")):
        given = {name: visible("z"), "DatSet": visible("SrvA/LLN0$ds"), "ConfRev": integer(1), "SmpRate": integer(5), "OptFlds": bits(5, 1), "SmpMod": integer(1)}
        sweep(f"{block}, disabled", block, given)
        w.asks(f"{block}, enable", {"Resv": write("SrvA", block + "$Resv", ON), "SvEna": write("SrvA", block + "$SvEna", ON), "read": read("SrvA", block + "$SvEna")})
        sweep(f"{block}, enabled", block, given)
        w.asks(f"{block}, other client", {"Resv": write("SrvA", block + "$Resv", ON), "SvEna": write("SrvA", block + "$SvEna", OFF)}, client="2")
        w.events(f"{block} events")
    w.leave("1")
    w.asks("SV after the client is gone", {"MS": read("SrvA", "LLN0$MS$m01$SvEna"), "US": read("SrvA", "LLN0$US$s01$SvEna"), "Resv": read("SrvA", "LLN0$US$s01$Resv")}, client="2")


START = 1_700_000_000_000
LCB = "LLN0$LG$EventLog"


def moment(milliseconds):
    days, rest = divmod(milliseconds, 86_400_000)
    return rest.to_bytes(4, "big") + (days - 5113).to_bytes(2, "big")


def journal(domain, log, start=None, end=None, after=None, parts=b""):
    from raw_client import name

    more = b"" if start is None else tag("a1", tag("80", moment(start)))
    more += b"" if end is None else tag("a2", tag("80", moment(end)))
    more += b"" if after is None else tag("a5", tag("80", moment(after[0])), tag("81", after[1].to_bytes(8, "little")))
    return tag("bf41", tag("a0", name(domain, log)), more, parts)


def logs(w):
    entries = [[START + 1000 * at, [["TestIEDLD0/GGIO1$ST$Ind1$stVal", "830101", 1 << at], ["TestIEDLD0/GGIO1$ST$Ind1$q", "8403030000", 2]][:at % 3]] for at in range(7)]
    w.serve("matrix.cfg", ["log", "LD0/LLN0$EventLog", entries])
    w.events("at start")
    w.ask("block", read(D, LCB))
    w.events("block: storage")
    log = "LLN0$EventLog"
    for label, request in (("range", journal(D, log, START, START + 1000)), ("empty range", journal(D, log, START - 9, START - 5)), ("after", journal(D, log, after=(START, 3))), ("range and after", journal(D, log, START, START + 3000, (START, 3))), ("unknown", journal(D, "LLN0$No", START, START)),
                           ("unknown domain", journal("x", log, START, START))):
        w.ask("query " + label, request)
        w.events(f"query {label}: storage")
    for label, request in (("nothing", journal(D, log)), ("start only", journal(D, log, START)), ("VMD", journal(None, "x", START, START)), ("start entry", journal(D, log, parts=tag("a1", tag("81", bytes(8)))))):
        w.cell("query " + label, w.client().ask(request)[-6:])
    w.client("small", pdu=300)
    w.ask("query, small PDU", journal(D, log, START, START + 9000), client="small")
    logged = lambda *changes: w.server("updates", *changes)
    one, two, quality = ["TestIEDLD0/GGIO1.Ind1.stVal", BOOL], ["TestIEDLD0/GGIO1.Ind2.stVal", BOOL], ["TestIEDLD0/GGIO1.Ind1.q", "Quality"]
    logged([*one, True])
    w.events("not enabled", 0.05)
    w.ask("enable", write(D, LCB + "$LogEna", ON))
    for label, changes in (("one", [[*one, False]]), ("same", [[*one, False]]), ("value and quality", [[*one, True], [*quality, 3]]), ("two", [[*one, False], [*two, False]]), ("twice", [[*one, True], [*one, False]]),
                           ("in two members", [["TestIEDLD0/GGIO1.AnIn1.mag.f", "FloatAttributeValue", {"float": 2.0}]])):
        logged(*changes)
        w.events("stored: " + label, 0.05)
    values = {"LogRef": visible("x"), "DatSet": visible(D + "/LLN0$DsGoose"), "OldEntrTm": tag("8c", bytes(6)), "OldEntr": octets(bytes(8)), "NewEntr": octets(bytes(8)), "TrgOps": bits(6, 2), "IntgPd": unsigned(60000)}
    w.asks("enabled", {name: write(D, f"{LCB}${name}", data) for name, data in values.items()})
    w.ask("disable", write(D, LCB + "$LogEna", OFF))
    w.asks("disabled", {name: write(D, f"{LCB}${name}", data) for name, data in values.items()})
    w.asks("data sets", {"unknown": write(D, LCB + "$DatSet", visible("x")), "none": write(D, LCB + "$DatSet", visible("")), "enable without": write(D, LCB + "$LogEna", ON), "disable": write(D, LCB + "$LogEna", OFF), "back": write(D, LCB + "$DatSet", visible(D + "/LLN0$DsGoose"))})
    w.asks("integrity", {"trigger": write(D, LCB + "$TrgOps", bits(6, 0x3E)), "period": write(D, LCB + "$IntgPd", unsigned(120)), "read": read(D, LCB + "$IntgPd")})
    w.forget()
    w.ask("integrity: enable", write(D, LCB + "$LogEna", ON))
    w.cell("integrity: first entry", w.server("events", 0.2)[:3])
    w.ask("integrity: disable", write(D, LCB + "$LogEna", OFF))
    w.forget()
    w.serve()
    w.asks("no storage", {"read": read(D, LCB), "enable": write(D, LCB + "$LogEna", ON), "query": journal(D, log, START, START + 9000)})
    w.serve(config={"enableLogService": False})
    w.asks("no service", {"read": read(D, LCB), "journals": names(8, D)})


def file(name, position=0):
    return tag("bf48", tag("a0", tag("19", text(name))), tag("81", m.number(position)))


def by_number(kind, number):
    return tag(kind, m.number(number))


def directory(name=None, after=None):
    return tag("bf4d", b"" if name is None else tag("a0", tag("19", text(name))), b"" if after is None else tag("a1", tag("19", text(after))))


def sorted_entries(answer):
    """A file directory in the order of names: the operating system has its own."""
    from raw_client import shown

    if answer.startswith("error") or answer in ("closed", "silence"):
        return shown(answer)
    ((_, body),) = m.parse(bytes.fromhex(answer))
    parts = m.parse(body)
    ((_, listed),) = m.parse(parts[0][1])
    return [sorted(content.hex() for _, content in m.parse(listed)), [[kind, content.hex()] for kind, content in parts[1:]]]


def obtaining(destination):
    return tag("bf2e", tag("a1", tag("19", b"src")), tag("a2", tag("19", text(destination))))


def obtained(client, destination):
    """What the server says while it obtains a file of three octets."""
    client.start(obtaining(destination))
    told = []
    answers = {"bf48": tag("bf48", b"\x80\x01\x07", tag("a1", b"\x80\x01\x03", tag("81", b"20231114221320.000Z"))), "9f49": tag("bf49", tag("80", b"abc"), b"\x81\x01\x00"), "9f4a": tag("9f4a")}
    while (pdu := client.pdu(0.7)) is not None and len(told) < 8:
        if pdu[0] != 0xA0:
            return told + [client.bare(pdu)]
        invoke, service, content = m.invoke_and_service(m.parse(pdu)[0][1])
        told.append([service, content.hex()])
        client.send(m.response(invoke, answers[service]))
    return told


def files(w):
    folder = w.files(a_txt=b"hello\n", sub__b_txt=b"x\n", big_bin=bytes(range(256)) * 280)
    w.serve("matrix.cfg", ["watch_access", "file"], config={"setFileServiceBasePath": folder})
    client = w.client()
    for name in (None, "", "/", "\\", "sub", "sub/", "/sub", "sub/b.txt", "a.txt", "*", "*.txt", "sub/*", "nope", "..", "../", "sub/..", "./", "a.txt/"):
        w.cell(f"directory {name!r}", sorted_entries(client.ask(directory(name))))
        w.events(f"directory {name!r}: handler")
    w.cell("directory after an unknown", sorted_entries(client.ask(directory("", "zzz"))))
    for name in ("a.txt", "/a.txt", "sub/b.txt", "nope", "../a.txt", "sub/../a.txt", "..\\a.txt"):
        w.ask(f"open {name!r}", file(name))
    w.events("open: handler")
    for label, request in (("read", by_number("9f49", 0)), ("read at end", by_number("9f49", 0)), ("close", by_number("9f4a", 0)), ("close again", by_number("9f4a", 0)), ("read closed", by_number("9f49", 0)), ("read unknown", by_number("9f49", 99)),
                           ("open at 2", file("a.txt", 2)), ("open at 100", file("a.txt", 100)), ("open 4", file("a.txt")), ("open 5", file("a.txt")), ("open 6", file("a.txt"))):
        w.ask(label, request)
    for label, request in (("delete unknown", tag("bf4c", tag("19", b"nope"))), ("delete outside", tag("bf4c", tag("19", b"../nope"))), ("delete directory", tag("bf4c", tag("19", b"sub"))), ("delete", tag("bf4c", tag("19", b"a.txt"))), ("delete again", tag("bf4c", tag("19", b"a.txt")))):
        w.ask(label, request)
    w.events("delete: handler")
    w.cell("rename", client.ask(tag("bf4b", tag("a0", tag("19", b"sub/b.txt")), tag("a1", tag("19", b"sub/c.txt"))))[-6:])
    w.forget()  # the handler is asked by those who rename
    for size in (300, 1000, 65000):
        w.client(str(size), pdu=size)
        opened = bytes.fromhex(w.client(str(size)).ask(file("big.bin")))
        number = m.parse(m.parse(opened)[0][1])[0][1][-1]
        answer = w.client(str(size)).ask(by_number("9f49", number))
        w.cell(f"PDU {size}: first part", [len(answer) // 2, answer[:20], answer[-8:]])
        w.leave(str(size))
    w.client("up")
    for label, name in (("obtain", "dst"), ("obtain again", "dst"), ("obtain outside", "../dst")):
        w.cell(label, obtained(w.client("up"), name))
    w.ask("obtained", file("dst"), client="up")
    w.events("obtain: handler")
    for service in range(5):
        for code in (3, 82, 84, 90):
            w.server("set_result", f"file {service}", code)
            w.asks(f"handler of {service} answers {code}", {"directory": directory("nope"), "open": file("big.bin"), "delete": tag("bf4c", tag("19", b"nope"))}, client="h")
        w.leave("h")
        w.server("set_result", f"file {service}", 0)
    w.serve()
    w.asks("no files", {"directory": directory(), "open": file("a")})


def tracking(w):
    w.serve("server.cfg", ["watch_groups", "A"], ["controls", "SrvA/GGIO1.Dir", "SrvA/GGIO1.Ctl"])
    # what is left out, cnfEdit, rptEna and resv, has anything in the genuine server
    sgcb = ["SgcbTrk$" + name for name in ("objRef", "serviceType", "errorCode", "numOfSG", "actSG", "editSG")]
    urcb = ["UrcbTrk$" + name for name in ("objRef", "serviceType", "errorCode", "t", "rptID", "datSet", "confRev", "optFlds", "bufTm", "sqNum", "trgOps", "intgPd", "gi")]
    tracked = lambda label: w.asks(label, {name: read("SrvA", "LTRK1$SR$" + name) for name in ("GenTrk", "SpcTrk", *urcb, "BrcbTrk", *sgcb)})
    tracked("at start")
    a = "SrvA"
    for label, request in (("URCB", write(a, "LLN0$RP$u01$RptID", visible("new"))), ("URCB refused", write(a, "LLN0$RP$u01$ConfRev", unsigned(3))), ("BRCB", write(a, "LLN0$BR$b01$BufTm", unsigned(5))), ("ActSG", write(a, "LLN0$SP$SGCB$ActSG", unsigned(3))), ("ActSG refused", write(a, "LLN0$SP$SGCB$ActSG", unsigned(9))),
                           ("EditSG", write(a, "LLN0$SP$SGCB$EditSG", unsigned(2))), ("CnfEdit", write(a, "LLN0$SP$SGCB$CnfEdit", ON)), ("operate", write(a, "GGIO1$CO$Dir$Oper", oper(ON))), ("not selected", write(a, "GGIO1$CO$Ctl$Oper", oper(ON))), ("select", write(a, "GGIO1$CO$Ctl$SBOw", oper(ON))),
                           ("cancel", write(a, "GGIO1$CO$Ctl$Cancel", oper(ON, checked=False))), ("setting", write(a, "LLN0$SP$Set$setVal", integer(4))), ("data set", read_list(a, "LLN0$ds"))):
        w.ask(label, request)
        tracked(label + ": tracked")
    w.set(a, "LLN0$RP$utrk", TrgOps=bits(6, 0x3E), OptFlds=bits(10, 0x08), RptEna=ON)
    w.exchange("reported", write(a, "LLN0$RP$u01$RptID", visible("newer")))


def access_handlers(w):
    w.serve("matrix.cfg", ["watch_blocks"], ["watch_access", "block", "list", "directory"], ["watch_reads"])
    u = "LLN0$RP$URCBA01"
    for label, request in (("block", read(D, u)), ("attribute of a block", read(D, u + "$RptID")), ("all blocks", read(D, "LLN0$RP")), ("write of a block", write(D, u + "$RptID", visible("a"))), ("GoCB", read(D, "LLN0$GO$gcb01")), ("GoEna", read(D, "LLN0$GO$gcb01$GoEna")), ("LCB", read(D, "LLN0$LG$EventLog")),
                           ("SGCB", read(D, SGCB)), ("value", read(D, "GGIO1$ST$Ind1$stVal")), ("FC", read(D, "GGIO1$ST")), ("LN", read(D, "GGIO1")), ("text", read(D, "LLN0$DC$NamPlt$vendor")), ("array", read(D, "GGIO1$MX$Har$arr")), ("data set", read_list(D, "LLN0$DsRpt")), ("write GoEna", write(D, "LLN0$GO$gcb01$GoEna", ON)),
                           ("write ActSG", write(D, SGCB + "$ActSG", unsigned(1))), ("write LogEna", write(D, "LLN0$LG$EventLog$LogEna", ON)), ("domains", names(9)), ("data sets", names(2, D)), ("journals", names(8, D)), ("type", attributes(D, "GGIO1")), ("type of a block", attributes(D, u)), ("VMD data sets", names(2)),
                           ("variables", names(0, D))):
        w.client().ask(request)
        w.events("asked: " + label)
    for category in range(4):
        w.server("set_result", f"directory {category}", False)
    w.asks("directories refused", {"domains": names(9), "variables": names(0, D), "data sets": names(2, D), "journals": names(8, D)})
    for category in range(4):
        w.server("set_result", f"directory {category}", True)
    w.server("set_result", "block URCBA01 0", False)
    w.server("set_result", "block URCBA01 1", False)
    w.asks("block refused", {"read": read(D, u), "all": read(D, "LLN0$RP"), "write": write(D, u + "$RptID", visible("a")), "type": attributes(D, u)})
    w.server("set_result", "list Ind1", False)
    w.server("set_result", "list URCBA01", False)
    w.asks("names refused", {"variables": names(0, D), "type": attributes(D, "GGIO1$ST$Ind1")})
    for key, code in (("read GGIO1.Ind1", 3), ("read GGIO1", 4)):
        w.server("set_result", key, code)
        w.asks(f"{key} refused", {"value": read(D, "GGIO1$ST$Ind1$stVal"), "other": read(D, "GGIO1$ST$Ind2"), "FC": read(D, "GGIO1$ST"), "LN": read(D, "GGIO1"), "data set": read_list(D, "LLN0$DsRpt")})
    node = "TestIEDLD0/GTYP1."
    watched = [node + name for name in ("INT32.setVal", "BOOLEAN.setVal", "STRUCT.setVal", "STRUCT.setVal.i", "INT8.stVal", "BOOLEAN.seVal")]
    w.serve("matrix.cfg", ["watch_writes", *watched])
    sp = "GTYP1$SP$"
    for label, request in (("plain", write(D, sp + "INT32$setVal", integer(5))), ("wrong type", write(D, sp + "INT32$setVal", boolean(1))), ("structure", write(D, sp + "STRUCT$setVal", structure(OFF, integer(9), visible("ab"), tag("87", bytes.fromhex("083f800000"))))), ("member", write(D, sp + "STRUCT$setVal$i", integer(4))),
                           ("ST with a handler", write(D, "GTYP1$ST$INT8$stVal", integer(4))), ("SE with a handler", write(D, "GTYP1$SE$BOOLEAN$seVal", ON))):
        w.ask(f"write handler: {label}", request)
        w.events(f"write handler: {label}, called")
    for code in (-3, -2, -1, *range(13)):
        w.server("set_result", f"write {node}INT32.setVal", code)
        answer = w.client().ask(write(D, sp + "INT32$setVal", integer(60 + code)), 0.4)
        w.cell(f"write handler answers {code}", [answer, w.client().ask(read(D, sp + "INT32$setVal"))])
    w.serve("matrix.cfg", ["watch_complex", node + "STRUCT.setVal"], ["watch_object", node + "INT32", 2], policies={**ALLOWED, "2": 1})
    for label, request in (("member of a complex one", write(D, sp + "STRUCT$setVal$i", integer(4))), ("complex", write(D, sp + "STRUCT$setVal", structure(OFF, integer(9), visible("ab"), tag("87", bytes.fromhex("083f800000"))))), ("attribute of an object", write(D, sp + "INT32$setVal", integer(4))), ("policy refuses others", write(D, sp + "INT8$setVal", integer(4)))):
        w.ask(label, request)
        w.events(label + ", called")


SECTIONS = [setting_groups, goose_and_sampled, logs, files, tracking, access_handlers]
