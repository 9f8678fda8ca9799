"""The rows of the server matrix, by topic: SECTIONS. Each section is a function of a server_world.World that makes cells.

Names, reads, writes and association are here; server_rows_reports.py, server_rows_control.py, server_rows_blocks.py and server_rows_interface.py have
the others. See server_matrix.py.
"""

import server_rows_blocks
import server_rows_control
import server_rows_interface
import server_rows_reports
from raw_client import (INITIATE, attributes, bits, boolean, define, delete, element, index, integer, list_attributes, name as object_name, names, octets, oper, read, read_list, read_many, real,
                        some, structure, tag, unsigned, utc, variable, visible, write, write_list, write_many)

D, S = "TestIEDLD0", "SrvA"
TYPES = ("BOOLEAN INT8 INT16 INT32 INT64 INT8U INT16U INT24U INT32U FLOAT32 FLOAT64 ENUM OCTET64 OCTET6 OCTET8 VS32 VS64 VS65 VS129 VS255 UNI255 TIMESTAMP QUALITY CHECK "
         "CODEDENUM GENBITS ENTRYTIME CURRENCY OPTFLDS TRGOPS STRUCT").split()
VALUES = {
    "bool": boolean(1), "int": integer(5), "int -1": integer(-1), "int 2^40": integer(1 << 40), "uint": unsigned(5), "uint 2^31": unsigned(1 << 31), "float": real(1.5),
    "double": tag("87", bytes.fromhex("0b3ff8000000000000")), "text": visible("hi"), "mms": tag("90", b"hi"), "octets 3": octets(b"abc"), "octets 8": octets(b"12345678"),
    "bits 2": bits(2, 1), "bits 6": bits(6, 1), "bits 13": bits(13, 1), "utc": utc("1122334455667788"), "time 6": tag("8c", b"123456"), "time 4": tag("8c", b"1234"),
    "struct": structure(boolean(1)), "empty int": tag("85", b""), "bcd": tag("8d", b"\x01"), "empty bool": tag("83", b"")}


def name_lists(w):
    for model, domains in (("matrix.cfg", (D, "TestIEDLD1")), ("server.cfg", (S, "SrvB", "Named")), ("simpleIO.cfg", ("simpleIOGenericIO",))):
        w.serve(model)
        w.ask(f"{model} domains", names(9))
        for domain in domains:
            for kind, text in ((0, "variables"), (2, "data sets"), (8, "journals")):
                w.ask(f"{domain} {text}", names(kind, domain))
            for node in ("LLN0", "LPHD1", "GGIO1"):
                w.ask(f"{domain} {node}", read(domain, node))
    w.serve()
    for kind in (0, 1, 2, 5, 7, 8, 9):
        w.asks(f"class {kind}", {"VMD": names(kind), "domain": names(kind, D), "association": names(kind, "@"), "unknown domain": names(kind, "Nope")} if kind else
               {"VMD": names(0), "association": names(0, "@"), "unknown domain": names(0, "Nope")})
    w.asks("continue after", {"domain": names(9, None, D), "last": names(9, None, "TestIEDLD1"), "unknown domain": names(9, None, "zzz"), "data set": names(2, D, "LLN0$DsMany"),
                              "unknown data set": names(2, D, "x"), "variable": names(0, D, "LPHD1$ST$Proxy"), "unknown variable": names(0, D, "zzz")})
    w.client("small", pdu=1000)
    w.ask("page of 1000", names(0, D), client="small")
    w.client("tiny", pdu=200)
    w.ask("page of 200", names(0, D), client="tiny")
    w.ask("page of 200, later", names(0, D, "GGIO1$ST"), client="tiny")
    w.serve(config={"setMaxDomainSpecificDataSets": 100})
    for text in ["q" + end for end in "029abzABZ_-.% ~"] + ["q", "qq", "q10", "Q2", "qA1", "qa0", "q0a", "q00"]:
        w.client().ask(define(D, "LLN0$" + text, variable(D, "GGIO1$ST$Ind1")))
    w.ask("order of characters", names(2, D))


def types(w):
    w.serve()
    for item in ("LLN0", "GGIO1", "GTYP1", "GCTL1$CO$SPCSO2", "GCTL1$CO$SPCSO4", "GCTL1$CO$SPCSO5", "GCTL1$CO$ApcF4", "GGIO1$MX$Har$arr", "GGIO1$ST$Ind1$stVal"):
        w.ask(f"type of {item}", attributes(D, item))
    for item in ("Nope", "LLN0$XX", "GGIO1$ST$Ind1$nope", "", "$", "GGIO1$", "GGIO1$MX$Har$phsAHar$cVal", "GGIO1$ST$Ind1$stVal$x"):
        w.ask(f"type of {item!r}", attributes(D, item))
    w.ask("type in an unknown domain", attributes("Nope", "LLN0"))
    w.serve("server.cfg")
    for item in ("LLN0", "GGIO1", "PTOC1", "LTRK1", "LLN0$US", "LLN0$MS", "LLN0$SP", "GGIO1$MX$Har"):
        w.ask(f"type of {item}, server.cfg", attributes(S, item))
    for edition in (0, 1, 2):
        for options in ({}, {"enableOwnerForRCB": True}, {"enableResvTmsForBRCB": False, "enableResvTmsForSGCB": False}):
            w.serve(config={"setEdition": edition, **options})
            for item in ("LLN0$BR$BRCBA01", "LLN0$RP$URCBA01", "LLN0$SP$SGCB"):
                w.ask(f"type of {item}, edition {edition} {sorted(options)}", attributes(D, item))


def reads(w):
    w.serve()
    for item in ("GGIO1$ST$Ind1", "GGIO1$ST$Ind1$stVal", "GGIO1", "GGIO1$ST", "GERR1", "GTYP1$SP", "GCTL1$CO$SPCSO1", "GCTL1$CO$SPCSO4", "LLN0$RP", "LLN0$BR", "LLN0$GO", "LLN0$LG", "LLN0$SP", "LLN0",
                 "Nope", "GGIO1$ST$Nope", "GGIO1$ST$Ind1$no", "GGIO1$", "", "GGIO1$ST$Ind1$stVal$x", "GGIO1$XX", "LLN0$RP$URCBA01$RptID", "LLN0$RP$URCBA01$Nope", "LLN0$GO$gcb01$DstAddress$VID"):
        w.ask(f"read {item!r}", read(D, item))
    w.asks("read elsewhere", {"unknown domain": read("Nope", "GGIO1"), "VMD": read(None, "x"), "association": read("@", "x")})
    w.ask("with specification", read(D, "GGIO1$ST$Ind1$stVal", spec=True))
    w.ask("several, some wrong", read_many([variable(D, "GGIO1$ST$Ind1$stVal"), variable(D, "Nope"), variable("X", "Y")]))
    w.ask("none", read_many([]))
    w.ask("data set", read_list(D, "LLN0$DsRpt"))
    w.ask("data set with specification", read_list(D, "LLN0$DsRpt", True))
    w.asks("data sets unknown", {"name": read_list(D, "LLN0$No"), "domain": read_list("X", "LLN0$No"), "association": read_list("@", "No"), "VMD": read_list(None, "No")})
    for label, alternate in (("(0)", index(0)), ("(4)", index(4)), ("(5)", index(5)), ("(-1)", index(-1)), ("0+2", some(0, 2)), ("3+2", some(3, 2)), ("1+0", some(1, 0)), ("all", tag("a5", tag("84", b""))),
                             ("component", tag("a5", tag("81", b"x"))), ("element component", element(0, "x"))):
        w.ask(f"arr {label}", read(D, "GGIO1$MX$Har$arr", alternate))
    w.asks("alternate access on a structure", {"component": read(D, "GGIO1$ST$Ind1", tag("a5", tag("81", b"stVal"))), "index": read(D, "GGIO1$ST$Ind1", index(0)), "on a leaf": read(D, "GGIO1$ST$Ind1$stVal", index(0))})
    for size in (200, 1000):
        w.client(str(size), pdu=size)
        for item in ("GTYP1", "GGIO2", "GGIO2$ST", "GGIO1$ST$Ind1"):
            w.ask(f"PDU {size}: read {item}", read(D, item), client=str(size))
        w.asks(f"PDU {size}: others", {"data set": read_list(D, "LLN0$DsTypes"), "type": attributes(D, "GTYP1"), "directory": list_attributes(D, "LLN0$DsMany")}, client=str(size))
        w.leave(str(size))
    w.serve("server.cfg")
    for label, item, alternate in (("num(1)", "num", index(1)), ("pha(1)", "pha", index(1)), ("pha(1).cVal", "pha", element(1, "cVal")), ("pha(1).q", "pha", element(1, "q")), ("pha(1).cVal.mag.f", "pha", element(1, "cVal", "mag", "f")),
                                   ("pha(1).cVal$mag$f", "pha", element(1, "cVal$mag$f")), ("pha(1).no", "pha", element(1, "no")), ("pha 0+2", "pha", some(0, 2)), ("whole", "pha", b""), ("pha(2)", "pha", index(2))):
        w.ask(f"array of objects {label}", read(S, "GGIO1$MX$Har$" + item, alternate))
    for item in ("LLN0$US", "LLN0$SP", "PTOC1", "LTRK1", "GGIO1$MX$Har", "LLN0$LG"):
        w.ask(f"read {item}, server.cfg", read(S, item))


def writes(w):
    paths = {"ST": ("GGIO1$ST$Ind1$stVal", boolean(0)), "MX": ("GGIO1$MX$AnIn1$mag$f", real(2)), "EX": ("LLN0$EX$NamPlt$ldNs", visible("x")), "ctlModel": ("GCTL1$CF$SPCSO1$ctlModel", integer(1)),
             "DC text": ("LLN0$DC$NamPlt$vendor", visible("x")), "orIdent": ("GCTL1$ST$SPCSO4$origin$orIdent", octets(b"x"))}
    paths |= {fc: (f"GTYP1${fc}$BOOLEAN${name}Val", boolean(0)) for fc, name in (("SP", "set"), ("SV", "sv"), ("CF", "cf"), ("DC", "dc"), ("SG", "sg"), ("SE", "se"))}
    for label, policies in (("default", {}), ("all allowed", {str(fc): 0 for fc in range(13)}), ("all denied", {str(fc): 1 for fc in range(13)})):
        w.serve(policies=policies)
        for name, (item, data) in paths.items():
            w.ask(f"{label}: {name}", write(D, item, data))
    w.serve()
    sp = "GTYP1$SP$"
    for label, item, data in (("unknown item", sp + "NO", integer(1)), ("unknown leaf", sp + "INT8$no", integer(1)), ("LN", "GTYP1", integer(1)), ("LN$FC", "GTYP1$SP", integer(1)), ("object", sp + "INT8", structure(integer(3))),
                              ("object of another size", sp + "INT8", structure(integer(3), integer(2))), ("object of another type", sp + "INT8", structure(boolean(1))), ("structure", sp + "STRUCT$setVal", structure(boolean(0), integer(9), visible("ab"), real(1))),
                              ("structure, a wrong member", sp + "STRUCT$setVal", structure(boolean(1), integer(11), integer(1), real(1))), ("member", sp + "STRUCT$setVal$i", integer(77)), ("empty structure", sp + "STRUCT$setVal", structure())):
        w.ask(f"write {label}", write(D, item, data))
    w.ask("unknown domain", write("X", sp + "INT8$setVal", integer(1)))
    w.ask("structure read", read(D, sp + "STRUCT"))
    for kind in TYPES:
        for label, data in VALUES.items():
            answer = w.client().ask(write(D, f"{sp}{kind}$setVal", data))
            if answer.endswith("8100"):
                answer = [answer, w.client().ask(read(D, f"{sp}{kind}$setVal"))]
            w.cell(f"{label} into {kind}", answer)
    for label, kind, data in (("long text", "VS32", visible("b" * 300)), ("long octets", "OCTET6", octets(b"x" * 65)), ("16 ones into quality", "QUALITY", bits(16, 0xFFFF)), ("2 zeros into quality", "QUALITY", bits(2, 0)), ("int of 9 octets", "INT64", tag("85", bytes(8) + b"\1"))):
        w.ask(label, write(D, f"{sp}{kind}$setVal", data))
        w.ask(label + ", then", read(D, f"{sp}{kind}$setVal"))
    int32, flag = variable(D, sp + "INT32$setVal"), variable(D, sp + "BOOLEAN$setVal")
    w.ask("several", write_many([int32, variable(D, "No"), flag, variable(D, "GGIO1$ST$Ind1$stVal")], integer(5), integer(1), integer(2), boolean(1)))
    for label, request in (("fewer data", write_many([int32, flag], integer(6))), ("more data", write_many([int32], integer(7), integer(8))), ("none", write_many([]))):
        w.cell(label, w.client().ask(request)[:4] + "…" + w.client().ask(request)[-6:])  # the invoke id is inside
    w.asks("alternate access", {"component": write(D, sp + "STRUCT$setVal", integer(3), alternate=tag("a5", tag("81", b"i"))), "of an object": write(D, sp + "INT32", integer(3), alternate=tag("a5", tag("81", b"setVal"))),
                                "index, MX": write(D, "GGIO1$MX$Har$arr", integer(3), alternate=index(1)), "index outside": write(D, "GGIO1$MX$Har$arr", integer(3), alternate=index(9))})


def data_sets(w):
    st = "GGIO1$ST$Ind1$stVal"
    v = lambda item, alternate=b"": variable(D, item, alternate)
    w.serve("matrix.cfg", ["watch_access", "dataset"], config={"setMaxDomainSpecificDataSets": 60})
    w.client("2")
    w.asks("directory", {"static": list_attributes(D, "LLN0$DsRpt"), "unknown": list_attributes(D, "LLN0$no"), "unknown domain": list_attributes("x", "LLN0$no"), "association": list_attributes("@", "x"), "VMD": list_attributes(None, "x")})
    w.events("handler: directory")
    cases = {"create": (D, "LLN0$dyn1", [v(st)]), "array element": (D, "LLN0$dyn2", [v(st), v("GGIO1$MX$Har$arr", index(1))]), "element outside": (D, "LLN0$dyn2b", [v("GGIO1$MX$Har$arr", index(9))]), "again": (D, "LLN0$dyn1", [v(st)]), "static name": (D, "LLN0$DsRpt", [v(st)]),
             "unknown member": (D, "LLN0$dyn3", [v("GGIO1$ST$No")]), "member of an unknown domain": (D, "LLN0$dyn3", [variable("X", "A$ST$B")]), "other LD": (D, "LLN0$dyn4", [variable("TestIEDLD1", "MMXU1$MX$TotW")]), "empty": (D, "LLN0$dyn5", []), "unknown domain": ("X", "LLN0$dyn6", [v(st)]),
             "other LN": (D, "GGIO1$dyn7", [v(st)]), "no LN": (D, "dyn8", [v(st)]), "unknown LN": (D, "XXX0$dyn9", [v(st)]), "two $": (D, "LLN0$a$b", [v(st)]), "32 characters": (D, "LLN0$" + "x" * 32, [v(st)]), "33 characters": (D, "LLN0$" + "x" * 33, [v(st)]), "60 characters": (D, "LLN0$" + "x" * 60, [v(st)]),
             "130 characters": (D, "LLN0$" + "x" * 130, [v(st)]), "LN as member": (D, "LLN0$ln", [v("GGIO1")]), "LN$FC as member": (D, "LLN0$lnfc", [v("GGIO1$ST")]), "control block as member": (D, "LLN0$cb", [v("LLN0$RP$URCBA01")]), "CO as member": (D, "LLN0$co", [v("GCTL1$CO$SPCSO1$Oper")]), "a member twice": (D, "LLN0$dup", [v(st), v(st)])}
    for label, (domain, name, members) in cases.items():
        w.ask("create " + label, define(domain, name, *members))
    w.ask("data sets now", names(2, D))
    for name in ("dyn1", "dyn2", "dyn4", "ln", "lnfc", "dup"):
        w.asks(f"made {name}", {"directory": list_attributes(D, "LLN0$" + name), "read": read_list(D, "LLN0$" + name)})
    w.events("handler: create, directory, read")
    w.asks("VMD", {"create": define(None, "v1", v(st)), "directory": list_attributes(None, "v1"), "read": read_list(None, "v1")})
    w.asks("association", {"create": define("@", "a1", v(st)), "again": define("@", "a1", v(st)), "read": read_list("@", "a1"), "directory": list_attributes("@", "a1")})
    w.asks("association, other client", {"read": read_list("@", "a1")}, client="2")
    w.forget()
    one = lambda *pair: delete(object_name(*pair))
    w.asks("delete", {"made": one(D, "LLN0$dyn1"), "again": one(D, "LLN0$dyn1"), "static": one(D, "LLN0$DsRpt"), "two": delete(object_name(D, "LLN0$dyn2"), object_name(D, "no")), "unknown domain": one("x", "no"), "none": delete()})
    w.asks("delete, other client", {"by other client": one(D, "GGIO1$dyn7")}, client="2")
    w.events("handler: delete")
    w.asks("write", {"good": write_list(D, "LLN0$dyn4", real(1)), "unknown": write_list(D, "LLN0$No", boolean(1)), "association": write_list("@", "x", integer(3))})
    w.ask("made of settings", define(D, "LLN0$set", v("GTYP1$SP$INT32$setVal"), v("GTYP1$SP$BOOLEAN$setVal"), v(st)))
    w.asks("write settings", {"good": write_list(D, "LLN0$set", integer(3), boolean(0), boolean(1)), "types": write_list(D, "LLN0$set", boolean(1), boolean(0), boolean(1))})
    for operation in range(5):
        w.server("set_result", f"dataset {operation}", False)
    w.forget()
    w.asks("refused", {"create": define(D, "LLN0$h", v(st)), "delete": one(D, "LLN0$lnfc"), "read": read_list(D, "LLN0$DsRpt"), "write": write_list(D, "LLN0$set", integer(3), boolean(0), boolean(1)), "directory": list_attributes(D, "LLN0$DsRpt"), "association": define("@", "h", v(st))})
    w.forget()  # the genuine server tells freed memory for @h
    for operation in range(5):
        w.server("set_result", f"dataset {operation}", True)
    w.ask("in use: create", define(D, "LLN0$use", v(st)))
    rcb = "LLN0$RP$URCBA01"
    for label, request in (("used", write(D, rcb + "$DatSet", visible(D + "/LLN0$use"))), ("delete used", one(D, "LLN0$use")), ("enable", write(D, rcb + "$RptEna", boolean(1))), ("delete enabled", one(D, "LLN0$use")), ("disable", write(D, rcb + "$RptEna", boolean(0))),
                           ("unused", write(D, rcb + "$DatSet", visible(""))), ("delete unused", one(D, "LLN0$use")), ("for association", define("@", "ar", v(st))), ("use @", write(D, rcb + "$DatSet", visible("@ar"))), ("block", read(D, rcb)), ("enable with @", write(D, rcb + "$RptEna", boolean(1)))):
        w.ask("in use: " + label, request)
    w.leave()
    w.asks("after the association", {"association": names(2, "@"), "domain": names(2, D)})
    w.serve(config={"setMaxDomainSpecificDataSets": 6, "setMaxAssociationSpecificDataSets": 2, "setMaxDataSetEntries": 3})
    w.asks("limits: domain", {str(i): define(D, f"LLN0$d{i}", v(st)) for i in range(4)})
    w.ask("limits: other domain", define("TestIEDLD1", "LLN0$d", variable("TestIEDLD1", "MMXU1$MX$TotW")))
    w.asks("limits: association", {str(i): define("@", f"d{i}", v(st)) for i in range(4)})
    w.ask("limits: one less", one(D, "LLN0$d0"))
    w.asks("limits: entries", {"3": define(D, "LLN0$e3", *[v(st)] * 3)})
    w.serve(config={"enableDynamicDataSetService": False})
    w.asks("service off", {"read": read_list(D, "LLN0$DsRpt"), "directory": list_attributes(D, "LLN0$DsRpt")})
    w.cell("service off: create", w.client().ask(define(D, "LLN0$d", v(st)))[-6:])
    w.cell("service off: delete", w.client().ask(one(D, "LLN0$d"))[-6:])


def association(w):
    w.serve("matrix.cfg", ["watch_connections"], identity=["v", "m", "r"])
    proposals = {"usual": INITIATE, "1 and 1 services": INITIATE.replace("810105", "810101").replace("820105", "820101"), "50 and 60": INITIATE.replace("810105", "810132").replace("820105", "82013c"), "nesting 2": INITIATE.replace("83010a", "830102"),
                 "nesting 20": INITIATE.replace("83010a", "830114"), "no nesting": INITIATE.replace("83010a", "").replace("a826", "a823"), "no size": INITIATE.replace("800300fde8", "").replace("a826", "a821"), "version 2": INITIATE.replace("800101", "800102"),
                 "version 0": INITIATE.replace("800101", "800100"), "no services": INITIATE.replace("03ee1c00000408000079ef18", "030000000000000000000000"), "all parameters": INITIATE.replace("05f100", "05ffff")}
    for label, proposal in proposals.items():
        w.cell("initiate " + label, w.client("x", initiate=proposal).initiate_answer())
        w.leave("x")
    for size in (64, 200, 1000, 65000, 65001, 1000000):
        w.cell(f"PDU size {size}", (w.client("x", pdu=size).initiate_answer() or "")[:30])
        w.leave("x")
    w.cell("COTP confirm", w.client("x").confirm.hex())
    w.cell("whole answer", w.client("x").answer.hex())
    w.leave("x")
    w.forget()
    for number in range(1, 8):
        try:
            w.cell(f"connection {number}", w.client(str(number)).ask(tag("82", b"")))
        except Exception:  # how it is refused depends on the time
            w.cell(f"connection {number}", "refused")
    w.events("indications", 0.1)
    w.cell("open connections", w.ied("getNumberOfOpenConnections"))
    w.client("1").send(bytes.fromhex("8b00"))
    w.cell("conclude", w.client("1").reply(0.5))
    w.leave("2")
    w.events("indication of a lost one", 0.1)
    w.cell("open connections then", w.ied("getNumberOfOpenConnections"))
    w.cell("stop", w.server("stop"))
    w.cell("client of a stopped server", w.client("3").told(0.5))
    w.events("indications of a stop", 0.1)
    w.cell("start again", bool(w.server("start", w.port)))
    w.clients.clear()
    w.ask("then", tag("82", b""))
    w.serve("matrix.cfg", ["password", "secret"], ["watch_connections"])
    for password in (None, "wrong", "secret", ""):
        try:
            w.cell(f"password {password!r}", (w.client("p", password=password).answer or b"").hex()[:8])
            w.leave("p")
        except Exception as error:
            w.cell(f"password {password!r}", type(error).__name__)
    w.events("authenticator")
    for options in ({}, {"enableFileService": False}, {"enableDynamicDataSetService": False}, {"enableLogService": False}):
        w.serve(config=options)
        w.cell(f"services {options}", w.client().initiate_answer()[-24:])
    w.serve(config={"setMaxMmsConnections": 2})
    for number in range(1, 4):
        try:
            w.cell(f"of 2, connection {number}", w.client(str(number)).ask(tag("82", b""))[:4])
        except Exception:
            w.cell(f"of 2, connection {number}", "refused")


def other_services(w):
    w.serve()
    w.asks("identify and status", {"identify": tag("82", b""), "status": tag("80", b"\x00"), "extended": tag("80", b"\x01")})
    for label, service in (("capabilities", tag("8a", b"")), ("unknown tag", bytes.fromhex("bf5000")), ("rename", tag("a3", tag("80", b"x"))), ("truncated read", bytes.fromhex("a40fa10da00b"))):
        w.cell(label, w.client().ask(service, 0.4)[-6:])
    for label, pdu in (("cancel", "850101"), ("reject", "a403800101"), ("unconfirmed", "a300"), ("cut", "a0ff"), ("initiate again", INITIATE), ("no service", "a003020109"), ("unknown PDU", "b000"), ("one octet", "a0")):
        w.client("x").send(bytes.fromhex(pdu))
        w.cell("PDU " + label, w.client("x").reply(0.3))
        w.ask(f"after {label}", read(D, "GGIO1$ST$Ind1$stVal"), client="x")
        w.leave("x")
    for label, raw in (("text", b"hello world"), ("TPKT version", bytes.fromhex("0400000702f080")), ("COTP disconnect", bytes.fromhex("0300000b0680000000010000"))):
        w.client("x").sock.sendall(raw)
        w.cell("TCP " + label, w.client("x").told(0.5))
        w.leave("x")
    w.ask("still there", read(D, "GGIO1$ST$Ind1$stVal"))


def functional_names(w):
    """A logical device with a name of its own."""
    w.serve("server.cfg")
    for domain in ("SrvC", "Named"):
        w.asks(domain, {"names": names(0, domain), "data sets": names(2, domain), "journals": names(8, domain), "URCB": read(domain, "LLN0$RP$u"), "BRCB": read(domain, "LLN0$BR"), "GoCB": read(domain, "LLN0$GO"), "LCB": read(domain, "LLN0$LG"), "directory": list_attributes(domain, "LLN0$d"),
                        "data set": read_list(domain, "LLN0$d")})
    w.exchange("LastApplError", write("Named", "GGIO1$CO$Dir$Oper", oper(boolean(1), origin=(9, b""))))
    w.asks("data set of a block", {text: write("Named", "LLN0$RP$u$DatSet", visible(text + "/LLN0$d")) for text in ("SrvC", "Named", "C")})
    w.set("Named", "LLN0$RP$u", OptFlds=bits(10, 0x3A), RptEna=boolean(1))
    w.cell("by the model's name", w.server("get", "SrvC/LLN0.Mod.stVal"))
    w.cell("by its own name", w.server("get", "Named/LLN0.Mod.stVal"))
    w.server("update", "Named/LLN0.Mod.stVal", "Int32AttributeValue", 5) if w.server("known", "Named/LLN0.Mod.stVal") else w.server("update", "SrvC/LLN0.Mod.stVal", "Int32AttributeValue", 5)
    w.told("report", 1)


def deadly(w):
    """Requests and calls that kill the genuine server."""
    cases = {"range beyond an array": read(D, "GGIO1$MX$Har$arr", some(3, 5)), "data set write with too few values": write_list(D, "LLN0$DsRpt", boolean(1))}
    for label, request in cases.items():
        w.serve()
        w.client().ask(request, 0.7)
        w.cell(label, "alive" if w.lives() else "dead")
    nothing, flag = {"null": 0}, {"node": D + "/GGIO1.Ind1.stVal"}
    for function, arguments in (("updateInt32AttributeValue", (nothing, 1)), ("updateBooleanAttributeValue", (nothing, True)), ("updateAttributeValue", (nothing, {"mms": ["bool", True]})), ("updateAttributeValue", (flag, nothing)), ("updateVisibleStringAttributeValue", ({"node": D + "/GTYP1.VS32.setVal"}, nothing)),
                                ("updateQuality", (nothing, 1)), ("getBitStringAttributeValue", (flag,)), ("getStringAttributeValue", (flag,)), ("getAttributeValue", (nothing,)), ("getInt32AttributeValue", (nothing,))):
        w.serve()
        w.ied(function, *arguments)
        w.cell(f"{function}{[next(iter(a)) if isinstance(a, dict) else a for a in arguments]}", "alive" if w.lives(0.05) else "dead")


SECTIONS = [name_lists, types, reads, writes, data_sets, association, other_services, functional_names, deadly, *server_rows_reports.SECTIONS, *server_rows_control.SECTIONS,
            *server_rows_blocks.SECTIONS, *server_rows_interface.SECTIONS]
