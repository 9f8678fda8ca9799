"""Rows of the server matrix: report control blocks, reports, buffering, reservation. See server_rows.py."""

import re
import time

from raw_client import bits, boolean, define, integer, octets, read, tag, unsigned, variable, visible, write

D = "TestIEDLD0"
U, B, MANY = "LLN0$RP$URCBA01", "LLN0$BR$BRCBA01", "LLN0$RP$URCBMANY"
ON, OFF = boolean(True), boolean(False)
ALL = bits(6, 0x3E)
FIELDS = {"sequence": 0x02, "time": 0x04, "reason": 0x08, "data set": 0x10, "reference": 0x20, "overflow": 0x40, "entry": 0x80, "revision": 0x100}
IND1, IND1Q, IND1T, IND2 = (f"TestIEDLD0/GGIO1.{name}" for name in ("Ind1.stVal", "Ind1.q", "Ind1.t", "Ind2.stVal"))
AN1, AN1Q = "TestIEDLD0/GGIO1.AnIn1.mag.f", "TestIEDLD0/GGIO1.AnIn1.q"
BOOL, FLOAT = "BooleanAttributeValue", "FloatAttributeValue"


def fields(*names):
    return bits(10, sum(FIELDS[name] for name in names))


URCB = {"RptID": visible("newid"), "Resv": ON, "DatSet": visible(D + "/LLN0$DsMany"), "ConfRev": unsigned(5), "OptFlds": bits(10, 0x1FF), "BufTm": unsigned(50), "SqNum": unsigned(3), "TrgOps": ALL,
        "IntgPd": unsigned(60000), "GI": ON}
BRCB = {**{k: v for k, v in URCB.items() if k != "Resv"}, "PurgeBuf": ON, "EntryID": octets(b"12345678"), "TimeofEntry": tag("8c", bytes(6)), "ResvTms": integer(10)}


def sweep(w, label, block, values, client="1", domain=D):
    w.asks(label, {name: write(domain, f"{block}${name}", value) for name, value in values.items()}, client=client)


def attributes_of_blocks(w):
    for block, values in ((U, URCB), (B, BRCB)):
        kind = block[5:7]
        w.serve("matrix.cfg", ["watch_blocks"])
        w.client("2")
        sweep(w, f"{kind} write each, disabled", block, values)
        w.ask(f"{kind} after it", read(D, block))
        w.events(f"{kind} events, disabled")
        sweep(w, f"{kind} write each, other client", block, values, client="2")
        w.ask(f"{kind} enable, other client", write(D, block + "$RptEna", ON), client="2")
        w.forget()
        w.ask(f"{kind} enable", write(D, block + "$RptEna", ON))
        sweep(w, f"{kind} write each, enabled", block, values)
        w.told(f"{kind} report of GI", 1)
        w.asks(f"{kind} enable again", {"own": write(D, block + "$RptEna", ON)})
        w.asks(f"{kind} disable, other client", {"other": write(D, block + "$RptEna", OFF)}, client="2")
        w.asks(f"{kind} disable", {"once": write(D, block + "$RptEna", OFF), "twice": write(D, block + "$RptEna", OFF)})
        w.ask(f"{kind} after disable", read(D, block))
        w.events(f"{kind} events, enabled")
        wrong = {"RptEna": integer(1), "DatSet": visible(D + "/LLN0$Nope"), "BufTm": integer(5), "Nope": ON, "Owner": octets(b"x"), "GI": ON}
        sweep(w, f"{kind} wrong", block, wrong)
        w.asks(f"{kind} whole and data sets", {"whole": write(D, block, ON), "rubbish": write(D, block + "$DatSet", visible("rubbish")), "empty": write(D, block + "$DatSet", visible("")), "enable without": write(D, block + "$RptEna", ON),
                                               "other LD": write(D, block + "$DatSet", visible("TestIEDLD1/LLN0$x")), "back": write(D, block + "$DatSet", visible(D + "/LLN0$DsRpt")), "id": write(D, block + "$RptID", visible("")), "long id": write(D, block + "$RptID", visible("r" * 130)),
                                               "short fields": write(D, block + "$OptFlds", bits(3, 7)), "then": read(D, block)})
        w.events(f"{kind} events, wrong")


def optional_fields(w):
    w.serve()
    for names in [(), *((name,) for name in FIELDS), ("sequence", "overflow", "entry"), tuple(FIELDS)]:
        w.set(D, U, OptFlds=fields(*names), TrgOps=ALL, RptEna=ON)
        for value in (True, False):
            w.server("update", IND1, BOOL, value)
        w.told(f"URCB fields {names}", 2)
        w.set(D, U, RptEna=OFF)
    w.set(D, U, RptID=visible(""), OptFlds=fields(), RptEna=ON)
    w.server("update", IND1, BOOL, True)
    w.told("empty RptID", 1)
    w.set(D, U, RptEna=OFF)
    for names in [(), ("entry",), ("overflow",), ("time",), tuple(FIELDS)]:
        w.set(D, B, OptFlds=fields(*names), TrgOps=ALL, PurgeBuf=ON, RptEna=ON)
        w.server("update", IND1, BOOL, "time" in names)
        w.server("update", IND1, BOOL, "time" not in names)
        w.told(f"BRCB fields {names}")
        w.set(D, B, RptEna=OFF)


def updates(w):
    w.serve()
    w.set(D, U, OptFlds=fields("sequence", "reason"))

    def case(label, *changes, locked=True, triggers=0x3E, delay=0, count=None):
        w.set(D, U, TrgOps=bits(6, triggers), BufTm=unsigned(delay), RptEna=ON)
        w.server("updates", *changes, locked=locked)
        w.told(label, count) if count or not delay else w.told(label, 9)
        w.set(D, U, RptEna=OFF)
        w.forget()

    quality = lambda value, node=IND1Q: [node, "Quality", value]
    flag = lambda value, node=IND1: [node, BOOL, value]
    number = lambda value: [AN1, FLOAT, {"float": value}]
    case("one", flag(True), count=1)
    case("same value", flag(True))
    case("quality", quality(1), count=1)
    case("quality, trigger dchg", quality(2), triggers=2)
    case("same quality", quality(2))
    case("time alone", [IND1T, "UTCTimeAttributeValue", 1700000000000])
    case("two, locked", flag(False), flag(False, IND2), count=1)
    case("two, unlocked", flag(True), flag(True, IND2), locked=False, count=2)
    case("two, unlocked, BufTm", flag(False), flag(False, IND2), locked=False, delay=100, count=1)
    case("same twice, locked", flag(True), flag(False), count=2)
    case("same twice, unlocked", flag(True), flag(False), locked=False, count=2)
    case("same twice, BufTm", flag(True), flag(False), locked=False, delay=100, count=2)
    case("three times, BufTm", flag(True), flag(False), flag(True), locked=False, delay=100, count=3)
    case("value and quality, locked", flag(False), quality(0), count=1)
    case("value and quality, unlocked", flag(True), quality(1), locked=False)
    case("value and quality, BufTm", flag(False), quality(3), locked=False, delay=100, count=1)
    case("quality and value, BufTm", quality(0), flag(True), locked=False, delay=100, count=1)
    case("in two members", number(2.0), count=1)
    case("quality of one", quality(5, AN1Q), count=1)
    case("trigger dupd only", number(3.0), triggers=8)
    case("no trigger", number(4.0), triggers=0)
    case("trigger qchg only", flag(False), quality(1), triggers=4, count=1)
    case("all members, locked", flag(True), flag(True, IND2), number(7.5), quality(2), count=1)
    w.set(D, U, TrgOps=ALL, BufTm=unsigned(150), RptEna=ON)
    w.server("update", IND1, BOOL, False)
    w.ask("GI while one waits", write(D, U + "$GI", ON))
    w.told("GI while one waits: reports", 2)
    w.set(D, U, RptEna=OFF, BufTm=unsigned(0))
    w.set(D, U, RptEna=ON)
    w.asks("GI twice", {"one": write(D, U + "$GI", ON), "two": write(D, U + "$GI", ON), "false": write(D, U + "$GI", OFF)})
    w.told("GI twice: reports", 2)
    w.set(D, U, RptEna=OFF, TrgOps=bits(6, 2))
    w.set(D, U, RptEna=ON)
    w.ask("GI without its trigger", write(D, U + "$GI", ON))
    w.told("GI without its trigger: reports")
    w.set(D, U, RptEna=OFF, TrgOps=bits(6, 0x12), IntgPd=unsigned(150))
    w.set(D, U, RptEna=ON)
    start = time.monotonic()
    w.told("integrity", 3)
    w.cell("integrity, three periods", abs(time.monotonic() - start - 0.45) < 0.13)
    w.set(D, U, RptEna=OFF, IntgPd=unsigned(0), TrgOps=ALL)
    w.forget()
    w.set(D, U, IntgPd=unsigned(200), BufTm=unsigned(1000), RptEna=ON)
    w.server("update", IND1, BOOL, True)
    w.told("integrity while one waits", 2)
    w.set(D, U, RptEna=OFF, IntgPd=unsigned(0), BufTm=unsigned(0))
    w.forget()
    w.set(D, U, RptEna=ON)
    for value in (False, True, False):
        w.server("update", IND1, BOOL, value)
    w.told("sequence numbers", 3)
    w.ask("block, enabled", read(D, U))
    w.set(D, U, RptEna=OFF)
    w.ask("block, disabled", read(D, U))
    w.set(D, U, RptEna=ON)
    w.ask("block, enabled again", read(D, U))
    w.client("2")
    w.set(D, MANY, client="2", RptEna=ON)
    w.server("update", IND1, BOOL, True)
    w.told("only the subscriber", 1)
    w.told("not the other", client="2")
    w.ask("written by a client", write(D, "GTYP1$SP$INT32$setVal", integer(5)))
    w.set(D, U, RptEna=OFF, DatSet=visible(D + "/LLN0$DsTypes"))
    w.set(D, U, RptEna=ON)
    w.exchange("a client's write is reported", write(D, "GTYP1$SP$INT32$setVal", integer(6)))
    w.exchange("not the same value", write(D, "GTYP1$SP$INT32$setVal", integer(6)))
    w.set(D, U, RptEna=OFF)
    w.ask("made data set", define(D, "LLN0$mine", variable(D, "GGIO2$ST$Ind5"), variable(D, "GGIO1$ST$Ind1$q")))
    w.set(D, U, DatSet=visible(D + "/LLN0$mine"), OptFlds=fields("reason", "data set", "reference"), RptEna=ON)
    w.server("updates", ["TestIEDLD0/GGIO2.Ind5.stVal", BOOL, False], ["TestIEDLD0/GGIO2.Ind5.stVal", BOOL, True], [IND1Q, "Quality", 9])
    w.told("reports of a made data set", 2)


def triggers(w):
    w.serve("server.cfg")
    w.set("SrvA", "LLN0$RP$u01", TrgOps=ALL, OptFlds=fields("reason"), RptEna=ON)
    changes = (("dupd, same", "Cnt.actVal", "Int32AttributeValue", 7), ("dupd, other", "Cnt.actVal", "Int32AttributeValue", 9), ("dchg and dupd, same", "Text.stVal", "VisibleStringAttributeValue", ""),
               ("dchg and dupd, other", "Text.stVal", "VisibleStringAttributeValue", "abc"), ("float, same", "An.mag.f", FLOAT, {"float": 1.5}), ("float", "An.mag.f", FLOAT, {"float": 2.5}),
               ("structure", "An.mag", "AttributeValue", ["struct", [["float", 4.5]]]), ("by value", "Ind1.stVal", "AttributeValue", ["bool", True]), ("frozen", "Cnt.frVal", "Int32AttributeValue", 4))
    for label, node, function, value in changes:
        w.server("update", "SrvA/GGIO1." + node, function, value)
        w.told(label)


def buffered(w):
    def flip(count):
        for at in range(count):
            w.server("update", IND1, BOOL, at % 2 == 0)

    def round_trip(label, count=None, **values):
        w.set(D, B, **values)
        w.set(D, B, RptEna=ON)
        found = w.told(label, count)
        w.ask(label + ": block", read(D, B))
        w.set(D, B, RptEna=OFF)
        return [re.search(r"89:([0-9a-f]{16})", text)[1] for text in found]

    w.serve("matrix.cfg", ["watch_blocks"])
    w.set(D, B, OptFlds=fields("sequence", "reason", "overflow", "entry"), TrgOps=ALL)
    w.forget()
    flip(3)
    w.events("buffered while disabled")
    w.ask("block with entries", read(D, B))
    round_trip("first enable", 3)
    w.events("events of enable and disable")
    entries = round_trip("enable again", 3)
    flip(2)
    round_trip("more", 5)
    w.ask("entry", write(D, B + "$EntryID", octets(bytes.fromhex(entries[1]))))
    w.ask("block with this entry", read(D, B))
    round_trip("from an entry", 3)
    round_trip("from zeros", 5, EntryID=octets(bytes(8)))
    w.asks("entries refused", {"unknown": write(D, B + "$EntryID", octets(b"\xff" * 8)), "short": write(D, B + "$EntryID", octets(b"1234"))})
    round_trip("after a refused one", 5)
    last = re.search(r"89:([0-9a-f]{16})", w.client().ask(read(D, B)).replace("8908", "89:"))
    round_trip("from the last", EntryID=octets(bytes.fromhex(last[1])))
    w.ask("purge", write(D, B + "$PurgeBuf", ON))
    w.ask("purged entry", write(D, B + "$EntryID", octets(bytes.fromhex(entries[1]))))
    round_trip("after purge")
    flip(1)
    w.forget()
    w.set(D, B, RptEna=ON)
    w.ask("GI", write(D, B + "$GI", ON))
    w.told("event and GI", 2)
    w.leave()
    w.events("connection lost", 0.1)
    flip(2)
    w.forget()
    round_trip("later", 3)
    for name, value in (("TrgOps", bits(6, 0x3C)), ("OptFlds", fields("entry")), ("RptID", visible("x")), ("BufTm", unsigned(20)), ("IntgPd", unsigned(60000)), ("DatSet", visible(D + "/LLN0$DsRpt"))):
        flip(1)
        w.forget()
        w.set(D, B, **{name: value})
        w.events(f"purged by {name}?", 0.05)
    w.leave()
    w.events("reservation lost", 0.1)
    for size, count in ((0, 10), (200, 10), (1000, 40)):
        w.serve("matrix.cfg", ["watch_blocks"], config={"setReportBufferSize": size})
        w.set(D, B, OptFlds=fields("sequence", "overflow"), TrgOps=ALL)
        w.forget()
        w.server("unlocked", *[[IND1, BOOL, at % 2 == 0] for at in range(count)])
        overflows = sum(event[3] == "OVERFLOW" and event[1] == "BRCBA01" for event in w.server("events"))
        w.cell(f"buffer of {size}: overflows", overflows)
        w.set(D, B, RptEna=ON)
        w.told(f"buffer of {size}")


def segments(w):
    w.serve()
    for size in (126, 127, 128, 130, 131, 132, 133, 134, 138, 150, 202, 203, 210):
        w.client(pdu=size)
        for names in ((), ("reason",), ("reason", "reference")):
            w.set(D, MANY, OptFlds=fields(*names), TrgOps=ALL, RptEna=ON)
            w.client().ask(write(D, MANY + "$GI", ON))
            w.cell(f"PDU {size}, {names}: lengths", [len(pdu) // 2 for pdu in w.client().told(0.08)])
            w.set(D, MANY, RptEna=OFF)
        w.leave()
    for size in (200, 300, 500):
        w.client(pdu=size)
        for names in (("reason",), tuple(FIELDS), ("sequence", "reference")):
            w.set(D, MANY, OptFlds=fields(*names), TrgOps=ALL, RptEna=ON)
            w.exchange(f"PDU {size}, {names}", write(D, MANY + "$GI", ON), 0.25)
            w.set(D, MANY, RptEna=OFF)
        w.leave()


def reservation(w):
    w.serve("matrix.cfg", ["watch_blocks"], config={"enableOwnerForRCB": True})
    w.client("2")
    w.asks("free", {"BRCB": read(D, B), "URCB": read(D, U)})
    for value in (-1, -2, 5, 0, 1, 100):
        w.ask(f"ResvTms {value}", write(D, B + "$ResvTms", integer(value)))
        w.ask(f"ResvTms {value}: block", read(D, B))
        w.ask(f"ResvTms {value}: other client", write(D, B + "$RptID", visible("x")), client="2")
        w.events(f"ResvTms {value}: events")
    w.leave("2")
    w.events("client 2 gone", 0.1)
    w.client("2")
    w.ask("block then", read(D, B))
    w.ask("first again", write(D, B + "$RptID", visible("y")))
    w.leave("1")
    w.events("client 1 gone", 0.1)
    w.ask("block at last", read(D, B))
    for label, client, name, value in (("enable", "1", "RptEna", ON), ("disable", "1", "RptEna", OFF), ("other", "2", "RptEna", ON), ("give back", "1", "Resv", OFF), ("other then", "2", "RptEna", ON), ("mine?", "1", "Resv", ON)):
        w.ask(f"URCB {label}", write(D, f"{U}${name}", value), client=client)
        w.ask(f"URCB {label}: block", read(D, U), client=client)
        w.events(f"URCB {label}: events")
    w.leave("2")
    w.events("URCB, client gone", 0.1)
    w.asks("Resv", {"on": write(D, U + "$Resv", ON), "again": write(D, U + "$Resv", ON), "enable": write(D, U + "$RptEna", ON), "off": write(D, U + "$Resv", OFF), "disable": write(D, U + "$RptEna", OFF)})
    w.events("Resv: events")
    for edition in (0, 1, 2):
        w.serve("server.cfg", ["watch_blocks"], config={"setEdition": edition})
        w.client("2")
        for block, key, value in (("LLN0$RP$u01", "Resv", ON), ("LLN0$BR$b01", "ResvTms", integer(5))):
            first = {"RptID": visible("x"), "RptEna": ON, "TrgOps": bits(6, 2)}
            sweep(w, f"edition {edition} {block} unreserved", block, first, domain="SrvA")
            sweep(w, f"edition {edition} {block} reserve", block, {key: value, **first}, domain="SrvA")
            sweep(w, f"edition {edition} {block} other client", block, first, client="2", domain="SrvA")
            sweep(w, f"edition {edition} {block} end", block, {"RptEna": OFF, key: OFF if key == "Resv" else integer(0), "RptID": visible("z")}, domain="SrvA")
        w.events(f"edition {edition} events")
    for setting in (1, 2, 4, 8, 16, 32):
        w.serve(config={"setReportSetting": [setting, False]})
        sweep(w, f"report setting {setting} off", U, {name: URCB[name] for name in ("RptID", "BufTm", "DatSet", "TrgOps", "OptFlds", "IntgPd")})


def configured_blocks(w):
    def both(label, client="1"):
        w.asks(label, {"BRCB": write(D, B + "$RptID", visible("x")), "URCB": write(D, U + "$RptID", visible("x"))}, client=client)

    for address in ("7f000001", "7f000002"):
        w.serve("matrix.cfg", ["watch_blocks"], config={"enableOwnerForRCB": True}, preconfigured=[["BRCBA01", 4, address], ["URCBA01", 4, address]])
        w.client("2", source="127.0.0.2")
        w.asks(f"for {address}", {"BRCB": read(D, B), "URCB": read(D, U)})
        both(f"for {address}: first")
        both(f"for {address}: second", "2")
        w.asks(f"for {address}: ResvTms", {"0": write(D, B + "$ResvTms", integer(0)), "5": write(D, B + "$ResvTms", integer(5)), "BRCB": read(D, B), "URCB": read(D, U)})
        w.events(f"for {address}: events")
        w.leave("1")
        both(f"for {address}: second then", "2")
    w.serve("matrix.cfg", config={"enableOwnerForRCB": True})
    w.client("2", source="127.0.0.2")
    w.ask("reserved for a second", write(D, B + "$ResvTms", integer(1)))
    w.leave("1")
    w.ask("at once from another address", write(D, B + "$RptID", visible("x")), client="2")
    w.ask("owner", read(D, B), client="2")
    w.serve(config={"setSyncIntegrityReportTimes": True})
    w.set(D, U, TrgOps=bits(6, 0x10), IntgPd=unsigned(500), OptFlds=fields("sequence"), RptEna=ON)
    for number in range(2):
        w.told(f"synchronous integrity {number}", 1)
        w.cell(f"synchronous integrity {number}: on time", (time.time() + 0.02) % 0.5 < 0.1)
    w.serve("matrix.cfg", ["watch_block_values"])
    w.set(D, B, ResvTms=integer(4), RptEna=ON)
    w.set(D, U, RptEna=ON, GI=ON)
    w.told("GI", 1)
    w.ask("read", read(D, U))
    w.events("getters in the handler")


SECTIONS = [configured_blocks, attributes_of_blocks, optional_fields, updates, triggers, buffered, segments, reservation]
