"""The rows of the service matrix: what is asked for each client service, right and wrong. See matrix.py.

A case is a list of requests `(worker, [method, arguments…])`; requests are those of the workers in ctests/ctypes. Names that differ from
server to server come from NAMES.
"""

from types import SimpleNamespace

ST, MX, SP, SV, SG, SE, CO = 0, 1, 2, 3, 6, 7, 12
CLASSES = ["DATA_OBJECT", "DATA_SET", "BRCB", "URCB", "LCB", "LOG", "SGCB", "GoCB", "GsCB", "MSVCB", "USVCB"]
ON, OFF = ["bool", True], ["bool", False]
START, FOR_EVER = 1_700_000_000_000, 1_700_000_000_000 + 10**9

GENUINE = SimpleNamespace(
    ld="TestIEDLD0", ln="GGIO1", int32="GTYP1.INT32.setVal", boolean="GTYP1.BOOLEAN.setVal", ds="DsRpt", big_ds="DsMany", urcb="RP.URCBA01", urcb_id="urcba", brcb="BR.BRCBA01",
    brcb_id="brcba", purge=True, change_ds="DsTypes", svcb="msvcb01", log="LLN0$EventLog", control="GCTL1.SPCSO", denied="GCTL1.Deny", failing="GCTL1.Fail3", array="GGIO1.Har.phsAHar(%s)",
    setting="GTYP1.INT32.seVal", setting_value=("Int32", 77), substitute="SubLD0/GGIO1.Ind1")
SIM = SimpleNamespace(
    ld="SimLD0", ln="GGIO1", int32="GGIO2.TINT32.setVal", boolean="GGIO2.TBOOLEAN.setVal", ds="DsStatus", big_ds="DsMeas", urcb="RP.urcb01", urcb_id="urcb", brcb="BR.brcb01",
    brcb_id="brcb", purge=False, change_ds=None, svcb="msvcb01", log="LLN0$LD0", control="Q0GGIO3.SPCSO", denied=None, failing=None, array="GGIO2.Str.arr(%s)",
    setting="GAPC1.StrVal.setMag.f", setting_value=("Float", 4.25), substitute="SimLD0/GGIO1.Ind1")
NAMES = {"genuine": GENUINE, "own": GENUINE, "sim": SIM, "pypi": SIM}


def call(function, *arguments):
    return ("service", ["call", "IedConnection_" + function, *arguments])


def on(worker, *requests):
    return [(worker, list(request)) for request in requests]


def rows(n):
    """(service, right, wrong[, server]) with the names `n` of a server."""
    yield from association()
    yield from directories(n, f"{n.ld}/LLN0", f"{n.ld}/{n.ln}")
    yield from data(n, f"{n.ld}/{n.ln}")
    yield from data_sets(n, f"{n.ld}/LLN0.")
    yield from reports(n, f"{n.ld}/LLN0.")
    yield from controls(n)
    yield from files()
    yield from others(n)
    yield from asynchronous(n, f"{n.ld}/LLN0.", f"{n.ld}/{n.ln}")


def association():
    closed = on("service", ["destroy"], ["create"], ["connect", "127.0.0.1", 1])
    yield "associate", on("service", ["session"]), [*closed, *on("service", ["session"], ["connect"])]
    for name in ("release", "abort"):
        yield name, [*on("service", ["session"]), call(name)], [*on("service", ["sleep", 0.2]), call(name), call("readBooleanValue", "LD/LN.x", ST)]
    yield "close", on("service", ["session"], ["plain", "IedConnection_close"]), [call("release"), *on("service", ["session"])]


def directories(n, lln0, ln):
    yield "server directory", [call("getServerDirectory", False), call("getLogicalDeviceList")], [call("getLogicalDeviceDirectory", "Nope")]
    yield "device model", [call("getDeviceModelFromServer")], [call("getLogicalDeviceVariables", "Nope")]
    yield "directory of files by server", [call("getServerDirectory", True)], [call("getLogicalDeviceDirectory", "")]
    yield "logical device directory", [call("getLogicalDeviceDirectory", n.ld)], [call("getLogicalDeviceDirectory", n.ld + "x")]
    for name in ("Variables", "DataSets"):
        yield f"logical device {name}", [call("getLogicalDevice" + name, n.ld)], [call("getLogicalDevice" + name, "Nope")]
    for code, name in enumerate(CLASSES):
        yield f"logical node directory {name}", [call("getLogicalNodeDirectory", lln0, code)], [call("getLogicalNodeDirectory", "Nope/LLN0", code)]
    yield "logical node variables", [call("getLogicalNodeVariables", ln)], [call("getLogicalNodeVariables", "Nope/LLN0")]
    for name, more in (("", ()), ("FC", ()), ("ByFC", (ST,))):
        yield f"data directory {name}".strip(), [call("getDataDirectory" + name, ln + ".Ind1", *more)], [call("getDataDirectory" + name, "Nope/LLN0.Mod", *more)]
    yield "specification", [call("getVariableSpecification", ln + ".Ind1", ST)], [call("getVariableSpecification", ln + ".Nope", ST)]


def data(n, ln):
    def read(kind, reference, fc, *more):
        return call(f"read{kind}", f"{n.ld}/{reference}" if "/" not in reference else reference, fc, *more)

    wrong = [read("Object", ln + ".Nope", ST), read("Object", "rubbish", ST), read("Object", ln + ".Ind1.stVal", 99)]
    yield "data get", [read("Object", ln + ".Ind1", ST), read("Object", ln + ".AnIn1", MX)], wrong
    yield "data get of an array element", [read("Object", n.array % 1, MX)], [read("Object", n.array % 99, MX)]
    for kind, reference, fc, other in (("Boolean", ".Ind1.stVal", ST, ".Ind1.q"), ("Float", ".AnIn1.mag.f", MX, ".AnIn1.q"), ("Int32", ".IntIn1.stVal", ST, ".Ind1.q"),
                                       ("Int64", ".IntIn1.stVal", ST, ".Ind1.q"), ("Unsigned32", ".Mod.ctlModel", 4, ".NamPlt.vendor"), ("String", ".NamPlt.vendor", 5, ".Mod.ctlModel"),
                                       ("Quality", ".Ind1.q", ST, ".Ind1.t")):
        yield f"data get {kind}", [read(kind + "Value", ln + reference, fc)], [read(kind + "Value", ln + other, fc), read(kind + "Value", ln + ".Nope.x", fc)]
    yield "data get Timestamp", [read("TimestampValue", ln + ".Ind1.t", ST, None)], [read("TimestampValue", n.int32, SP, None), read("TimestampValue", ln + ".Nope", ST, None)]
    number, flag = f"{n.ld}/{n.int32}", f"{n.ld}/{n.boolean}"
    right = [call("writeObject", number, SP, {"int32": 5}), call("readObject", number, SP), call("writeInt32Value", number, SP, 6), call("readObject", number, SP)]
    yield "data set", right, [call("writeInt32Value", number + "x", SP, 6), call("writeObject", number, SP, {"vstring": "text"}), call("writeInt32Value", "rubbish", SP, 1)]
    yield "data set Boolean", [call("writeBooleanValue", flag, SP, False), call("readObject", flag, SP)], [call("writeBooleanValue", number, SP, True)]
    yield "data set of what is read only", [], [call("writeBooleanValue", ln + ".Ind1.stVal", ST, True), call("writeFloatValue", ln + ".AnIn1.mag.f", MX, 1.0)]


def data_sets(n, lln0):
    members = [f"{n.ld}/{n.int32}[SP]", f"{n.ld}/{n.boolean}[SP]"]
    values = [["int32", 9], ["bool", True]]
    yield "data set read", on("direct", ["read", lln0 + n.ds], ["read", lln0 + n.big_ds]), on("direct", ["read", lln0 + "Nope"], ["read", "rubbish"])
    yield "data set directory", on("direct", ["directory", lln0 + n.ds]), on("direct", ["directory", lln0 + "Nope"])
    for name, reference in (("domain", lln0 + "Made"), ("association", "@Made")):
        yield f"data set create, {name}", on("direct", ["create", reference, members], ["directory", reference], ["read", reference]), on("direct", ["create", reference, members], ["create", "@Bad", [f"{n.ld}/GGIO1.Nope[ST]"]])
        yield f"data set write, {name}", on("direct", ["write", reference, values], ["read", reference]), on("direct", ["write", reference, values[::-1]], ["write", reference + "x", values])
        yield f"data set delete, {name}", on("direct", ["delete", reference]), on("direct", ["delete", reference], ["delete", lln0 + n.ds])


def reports(n, lln0):
    for kind, reference in (("URCB", lln0 + n.urcb), ("BRCB", lln0 + n.brcb)):
        def write(single, values, at=reference):
            return ["rcb_write", at, single, values]

        # some servers ask for a reservation first; no reports of the case before
        first = [["rcb", reference], *([write(True, {"Resv": True})] if kind == "URCB" else [write(True, {"PurgeBuf": True})] if n.purge else [])]

        yield f"{kind} get", on("report", ["rcb", reference]), on("report", ["rcb", reference + "x"], ["rcb", "TestIEDLD0/LLN0.ST.Mod"])
        yield f"{kind} set", on("report", *first, write(True, {"TrgOps": 24, "OptFlds": 4}), write(False, {"IntgPd": 300, "TrgOps": 25}), ["rcb", reference]), \
            on("report", ["rcb", reference], write(True, {"DataSetReference": f"{n.ld}/LLN0$Nope"}), write(True, {"DataSetReference": f"{n.ld}/LLN0${n.ds}"}))
        yield f"{kind} reports: GI", on("report", *first, ["listen", reference, n.urcb_id if kind == "URCB" else n.brcb_id], write(True, {"TrgOps": 16, "OptFlds": 29}), ["received", 0],
                                        write(True, {"RptEna": True}), ["gi", reference], ["received"], write(True, {"RptEna": False})), on("report", ["gi", reference], ["gi", reference + "x"])
        yield f"{kind} reports: integrity", on("report", *first, write(True, {"TrgOps": 8, "IntgPd": 150, "OptFlds": 5}), ["received", 0], write(True, {"RptEna": True}), ["received"],
                                               write(True, {"RptEna": False})), on("report", ["rcb", reference], write(True, {"RptEna": True, "IntgPd": 1}), write(True, {"IntgPd": 2}), write(True, {"RptEna": False}))
    reference = lln0 + n.urcb
    prepare = [["rcb", reference], ["listen", reference, n.urcb_id]]
    if n.change_ds:
        prepare.append(["rcb_write", reference, True, {"DataSetReference": f"{n.ld}/LLN0${n.change_ds}"}])
        change = [call("writeInt32Value", f"{n.ld}/{n.int32}", SP, 4711)]
    else:
        change = on("control", ["fresh"], ["new", "d", f"{n.ld}/GGIO1.SPCSO1"], ["act", "d", "operate", ON])
    enable = [["rcb_write", reference, True, {"TrgOps": 1, "OptFlds": 4, "BufTm": 0, "Resv": True}], ["received", 0], ["rcb_write", reference, True, {"RptEna": True}]]
    yield "URCB reports: data change", [*on("report", *prepare, *enable), *change, *on("report", ["received"], ["rcb_write", reference, True, {"RptEna": False}])], []


def controls(n):
    def act(name, *arguments):
        # some servers send LastApplError behind the answer
        return [["act", name, *arguments], ["sleep", 0.03], ["outcome", name]]

    select = {2: act("c", "select"), 4: act("c", "selectWithValue", ON)}
    for model in (1, 2, 3, 4):
        start = [["fresh"], ["new", "c", f"{n.ld}/{n.control}{model}"]]
        right = [*start, ["state_of", "c"], ["watch_terminations", "c"], *select.get(model, []), *act("c", "operate", ON), ["terminated", int(model > 2), 1]]
        wrong = [*start, *act("c", "operate", ["int32", 7]), *(act("c", "operate", ON) if model in (2, 4) else [])]
        if n.denied:
            wrong += [["new", "d", f"{n.ld}/{n.denied}{model}"], *(act("d", "select") if model == 2 else act("d", "selectWithValue", ON) if model == 4 else []), *act("d", "operate", ON)]
        yield f"control model {model}", on("control", *right), on("control", *wrong)
    start = [["fresh"], ["new", "c", f"{n.ld}/{n.control}4"]]
    yield "control cancel", on("control", *start, *act("c", "selectWithValue", ON), *act("c", "cancel")), on("control", ["new", "x", f"{n.ld}/{n.control}9"], *start, *act("c", "cancel"))
    yield "control select", on("control", ["fresh"], ["new", "s", f"{n.ld}/{n.control}2"], *act("s", "select"), *act("s", "cancel")), on("control", ["new", "d", f"{n.ld}/{n.control}1"], *act("d", "select"))
    if n.failing:
        yield "control termination -", [], on("control", ["fresh"], ["new", "f", f"{n.ld}/{n.failing}"], ["watch_terminations", "f"], *act("f", "operate", ON), ["terminated", 1, 1])
    asynchronous = [["fresh"], ["new", "c", f"{n.ld}/{n.control}1"], ["start", "c", "operate", ON], ["acted"], ["new", "s", f"{n.ld}/{n.control}4"], ["start", "s", "selectWithValue", ON], ["acted"], ["start", "s", "cancel"], ["acted"]]
    yield "control, asynchronous", on("control", *asynchronous), on("control", ["new", "s", f"{n.ld}/{n.control}4"], ["start", "s", "operate", ON], ["acted"])


def files():
    yield "file directory", on("service", ["directory", ""]), on("service", ["directory", "nodir"])
    yield "file directory Ex", on("service", ["directory_ex", "", None]), on("service", ["directory_ex", "nodir", None])
    yield "file get", on("service", ["get_file", "dummy.txt"], ["get_file", "big.bin"]), on("service", ["get_file", "nofile"])
    yield "file set", on("service", ["basepath", "LOCAL/"], ["set_file", "up.txt", "uploaded"], ["get_file", "uploaded"]), on("service", ["set_file", "nofile", "x"])
    yield "file delete", on("service", ["delete_file", "dummy.txt"]), on("service", ["delete_file", "dummy.txt"])
    yield "file directory, asynchronous", on("service", ["directory_async", ""]), on("service", ["directory_async", "nodir"])
    yield "file get, asynchronous", on("service", ["get_file_async", "big.bin"]), on("service", ["get_file_async", "nofile"])
    generic = lambda name, *names: ["generic", f"IedConnection_{name}FileAsync", *names]
    yield "file set, asynchronous", on("service", ["basepath", "LOCAL/"], generic("set", "up.txt", "late")), on("service", generic("set", "nofile", "x"))
    yield "file delete, asynchronous", on("service", generic("delete", "big.bin")), on("service", generic("delete", "nofile"))


def others(n):
    log = f"{n.ld}/{n.log}"
    right = [["query_time", log, START, START + 3000], ["query_after", log, (2).to_bytes(8, "little").hex(), START + 2000]]
    yield "log query", on("service", *right), on("service", ["query_time", log + "x", 0, FOR_EVER], ["query_time", "rubbish", 0, 1]), "log"
    start = ["query_async", "IedConnection_queryLogByTimeAsync"]
    yield "log query, asynchronous", on("service", [*start, log, 0, FOR_EVER]), on("service", [*start, log + "x", 0, 1]), "log"
    group, (kind, value) = f"{n.ld}/LLN0.SGCB.", n.setting_value

    def write(kind, name, value, fc=SP):
        return call(f"write{kind}Value", name, fc, value)

    right = [write("Unsigned32", group + "ActSG", 2), call("readObject", group + "ActSG", SP), write("Unsigned32", group + "EditSG", 2),
             write(kind, f"{n.ld}/{n.setting}", value, SE), call("readObject", f"{n.ld}/{n.setting}", SE), write("Boolean", group + "CnfEdit", True)]
    yield "setting groups", right, [write("Unsigned32", group + "ActSG", 99), write("Unsigned32", group + "Nope", 1)], "settings"
    right = [write("Boolean", n.substitute + ".subVal", True, SV), write("Boolean", n.substitute + ".subEna", True, SV), call("readObject", n.substitute, SV)]
    yield "substitution", right, [write("Boolean", n.substitute + ".subNope", True, SV)], "substitution"
    block = f"{n.ld}/LLN0.gcb01"
    yield "GoCB get", on("direct", ["gocb", block]), on("direct", ["gocb", block + "x"], ["gocb", "rubbish"])
    yield "GoCB set", on("direct", ["gocb_set", block, True, 1, True], ["gocb_set", block, False, 1, False]), on("direct", ["gocb_set", block + "x", True, 1, True])
    yield "SVCB", on("direct", ["svcb", f"{n.ld}/LLN0.{n.svcb}"]), on("direct", ["svcb", f"{n.ld}/LLN0.none"])


def asynchronous(n, lln0, ln):
    names, value, done = ({"handler": kind} for kind in ("names", "value", "done"))
    start = lambda name, *arguments: ["start", name + "Async", *arguments]
    number = f"{n.ld}/{n.int32}"
    members = ["list", [f"{n.ld}/{n.int32}[SP]", f"{n.ld}/{n.boolean}[SP]"]]
    values = ["values", [["int32", 3], ["bool", False]]]
    pairs = {
        "server directory": (start("getServerDirectory", None, None, names), start("getServerDirectory", "~", None, names)),
        "logical device variables": (start("getLogicalDeviceVariables", n.ld, None, None, names), start("getLogicalDeviceVariables", "Nope", None, None, names)),
        "logical device data sets": (start("getLogicalDeviceDataSets", n.ld, None, None, names), start("getLogicalDeviceDataSets", "Nope", None, None, names)),
        "specification": (start("getVariableSpecification", ln + ".Ind1", ST, value), start("getVariableSpecification", ln + ".Nope", ST, value)),
        "data get": (start("readObject", ln + ".AnIn1.mag.f", MX, value), start("readObject", ln + ".Nope", MX, value)),
        "data set": (start("writeObject", number, SP, ["int32", 8], done), start("writeObject", number + "x", SP, ["int32", 8], done)),
        "data set create": (start("createDataSet", "@Later", members, done), start("createDataSet", "@Later", members, done)),
        "data set read": (start("readDataSetValues", lln0 + n.ds, None, value), start("readDataSetValues", lln0 + "Nope", None, value)),
        "data set write": (start("writeDataSetValues", "@Later", values, value), start("writeDataSetValues", "@Nope", values, value)),
        "data set directory": (start("getDataSetDirectory", lln0 + n.ds, names), start("getDataSetDirectory", lln0 + "Nope", names)),
        "data set delete": (start("deleteDataSet", "@Later", done), start("deleteDataSet", "@Later", done)),
        "GoCB get": (start("getGoCBValues", lln0 + "gcb01", None, value), start("getGoCBValues", lln0 + "nope", None, value)),
        "GoCB set": (["gocb_start", lln0 + "gcb01", 1, True], ["gocb_start", lln0 + "nope", 1, True]),
    }
    for name, (right, wrong) in pairs.items():
        yield name + ", asynchronous", on("direct", right), on("direct", wrong)
    reference = lln0 + n.urcb
    yield "URCB get, asynchronous", on("report", ["rcb_async", reference]), on("report", ["rcb_async", reference + "x"])
    yield "URCB set, asynchronous", on("report", ["rcb", reference], ["rcb_write_async", reference, 0x140]), on("report", ["rcb_write_async", reference, 0x8])
    yield "associate, asynchronous", on("direct", ["associate"]), on("direct", ["associate", 1], ["fresh"])
    for name in ("release", "abort"):
        yield f"{name}, asynchronous", on("direct", ["fresh"], ["leave", name + "Async"]), on("direct", ["leave", name + "Async"], ["fresh"])
