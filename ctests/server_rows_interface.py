"""Rows of the server matrix: what C programs see: configuration, values, update functions, starting and stopping, access by threads of their own. See server_rows.py."""

import socket

from raw_client import boolean, read, tag

D = "TestIEDLD0"
GETTERS = ("getEdition getReportBufferSize getReportBufferSizeForURCBs getMaxMmsConnections getSyncIntegrityReportTimes getFileServiceBasePath isFileServiceEnabled isDynamicDataSetServiceEnabled getMaxAssociationSpecificDataSets "
           "getMaxDomainSpecificDataSets getMaxDatasSetEntries isResvTmsForBRCBEnabled isOwnerForRCBEnabled isLogServiceEnabled").split()


def configuration(w):
    w.serve()
    for changed in ({}, {"setEdition": 2, "setReportBufferSize": 5, "setReportBufferSizeForURCBs": 6, "setMaxMmsConnections": 3, "setSyncIntegrityReportTimes": True, "setFileServiceBasePath": "x/", "enableFileService": False, "enableDynamicDataSetService": False,
                         "setMaxAssociationSpecificDataSets": 1, "setMaxDomainSpecificDataSets": 2, "setMaxDataSetEntries": 3, "enableResvTmsForBRCB": False, "enableOwnerForRCB": True, "enableLogService": False, "setReportSetting": [4, False]}):
        w.cell("configuration " + ("changed" if changed else "at first"), w.server("configured", changed, GETTERS))


def values(w):
    w.serve()
    for node in ("GGIO1.Ind1.stVal", "GGIO1.Ind1.q", "GGIO1.AnIn1.mag", "GGIO1.AnIn1.mag.f", "GTYP1.STRUCT.setVal", "GTYP1.STRUCT.setVal.i", "GGIO1.Har.arr", "GTYP1.VS32.setVal", "GTYP1.ENTRYTIME.setVal"):
        w.cell(f"value of {node}", [w.server("get", f"{D}/{node}"), w.server("same_value", f"{D}/{node}")])
    w.cell("members are shared", w.server("shared", f"{D}/GTYP1.STRUCT.setVal", 1, f"{D}/GTYP1.STRUCT.setVal.i"))
    for node, fc in (("GGIO1.Ind1", 0), ("GGIO1.Ind1", 1), ("GGIO1.AnIn1", 1), ("GCTL1.SPCSO4", 12), ("GGIO1.Har", 1)):
        w.cell(f"{node} [{fc}]", w.server("constrained", f"{D}/{node}", fc))
    changes = [("Int32AttributeValue", "GGIO1.Ind1.stVal", 5), ("BooleanAttributeValue", "GGIO1.IntIn1.stVal", True), ("Int32AttributeValue", "GTYP1.INT8.stVal", 1000), ("Int32AttributeValue", "GTYP1.INT64.stVal", -5), ("Int64AttributeValue", "GTYP1.INT64.stVal", 1 << 40),
               ("Int64AttributeValue", "GTYP1.INT32.stVal", 1 << 40), ("UnsignedAttributeValue", "GTYP1.INT8U.stVal", 300), ("Int32AttributeValue", "GTYP1.INT8U.stVal", 3), ("UnsignedAttributeValue", "GTYP1.INT32.stVal", 7), ("FloatAttributeValue", "GTYP1.FLOAT64.stVal", {"float": 2.5}),
               ("FloatAttributeValue", "GTYP1.FLOAT32.stVal", {"float": 2.5}), ("VisibleStringAttributeValue", "GTYP1.VS32.setVal", "x" * 50), ("VisibleStringAttributeValue", "GTYP1.UNI255.setVal", "uni"), ("Quality", "GGIO1.Ind1.q", 0x1FFF), ("Quality", "GGIO1.Ind1.stVal", 3), ("DbposValue", "GTYP1.CODEDENUM.setVal", 1),
               ("DbposValue", "GTYP1.CODEDENUM.setVal", 2), ("BitStringAttributeValue", "GTYP1.QUALITY.setVal", 5), ("UTCTimeAttributeValue", "GGIO1.Ind1.t", 1700000000123), ("UTCTimeAttributeValue", "GGIO1.Ind1.stVal", 17), ("AttributeValue", "GGIO1.Ind1.stVal", ["bool", True]),
               ("AttributeValue", "GGIO1.Ind1.stVal", ["int32", 0]), ("AttributeValue", "GTYP1.INT32.stVal", ["bool", True]), ("AttributeValue", "GTYP1.INT32.stVal", ["uint32", 67]), ("AttributeValue", "GTYP1.STRUCT.setVal", ["struct", [["bool", False], ["int32", 3], ["text", "q"], ["float", 1.0]]]),
               ("AttributeValue", "GTYP1.STRUCT.setVal", ["struct", [["bool", True], ["bool", True], ["text", "q"], ["float", 1.0]]]), ("AttributeValue", "GTYP1.OCTET64.setVal", ["octets", "0102"])]
    for kind, node, value in changes:
        w.server("update", f"{D}/{node}", kind, value)
        w.cell(f"update{kind} {node} {value}", w.server("get", f"{D}/{node}"))
    w.ask("seen by a client", read(D, "GTYP1$ST"))
    w.cell("getters", {f"{kind} {node}": w.ied(f"get{kind}AttributeValue", {"node": f"{D}/{node}"}) for kind, node in (("Boolean", "GGIO1.Ind1.stVal"), ("Int32", "GTYP1.INT32.stVal"), ("Int64", "GTYP1.INT64.stVal"), ("UInt32", "GTYP1.INT8U.stVal"), ("Int32", "GTYP1.INT8U.stVal"), ("Float", "GTYP1.FLOAT32.stVal"),
               ("UTCTime", "GGIO1.Ind1.t"), ("BitString", "GGIO1.Ind1.q"), ("String", "GTYP1.VS64.setVal"), ("Int32", "GGIO1.Ind1.stVal"), ("Float", "GTYP1.INT32.stVal"))})
    w.serve()
    w.cell("time quality", w.ied("setTimeQuality", True, True, True, 7))
    w.server("update", f"{D}/GGIO1.Ind1.t", "UTCTimeAttributeValue", 1700000000123)
    w.ask("time with quality", read(D, "GGIO1$ST$Ind1$t"))


def life(w):
    w.serve()
    w.cell("running", [w.ied("isRunning"), w.ied("getNumberOfOpenConnections")])
    w.cell("started twice", [w.ied("start", w.port), w.ied("isRunning")])
    w.ask("serves", tag("82", b""))
    w.cell("stop", w.server("stop"))
    w.cell("stop twice", w.server("stop"))
    w.end()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        w.serve()
        w.server("stop")
        w.cell("start on a used port", [w.ied("start", taken.getsockname()[1]), w.ied("isRunning")])
        w.cell("then on a free one", bool(w.server("start")))
    for _ in range(3):
        w.server("stop")
        w.port = w.server("start")
        w.clients.clear()
        w.ask("after a restart", read(D, "GGIO1$ST$Ind1$stVal"))
    w.server("stop")
    w.clients.clear()
    w.cell("destroyed", w.server("destroy"))
    w.serve()
    w.cell("thread-less", w.server("threadless"))
    w.ask("thread-less: read", read(D, "GGIO1$ST$Ind1$stVal"))
    w.set(D, "LLN0$RP$URCBA01", RptEna=boolean(True))
    w.server("update", f"{D}/GGIO1.Ind1.stVal", "BooleanAttributeValue", True)
    w.told("thread-less: report", 1)
    w.cell("thread-less: stop", w.server("threadless_end"))
    w.serve("matrix.cfg", ["ied", "setLocalIpAddress", "127.0.0.1"])
    w.ask("own address", tag("82", b""))
    w.serve("matrix.cfg", ["watch_connections"], ["password", "x"])
    w.client(password="x")
    w.ask("before the abort", tag("82", b""))
    w.server("abort")  # the genuine server frees the connection twice now and then, and dies
    w.cell("aborted client", w.client().told(0.5))
    w.end()
    w.serve()
    w.server("stop")
    other = w.server("free_port")
    w.cell("access point", w.ied("addAccessPoint", "127.0.0.1", other, {"null": 0}))
    w.port = w.server("start")
    w.clients.clear()
    w.ask("first port", tag("82", b""))
    w.port = other
    try:
        w.ask("access point's port", tag("82", b""), client="other")
    except OSError as error:
        w.cell("access point's port", type(error).__name__)
    w.serve()
    w.cell("ignore requests", w.ied("ignoreClientRequests", True))
    w.cell("ignored", w.client().ask(tag("82", b""), 0.3))
    w.cell("ignore no more", w.ied("ignoreClientRequests", False))
    w.clients.clear()
    w.ask("answered", tag("82", b""))
    w.serve(identity=["a", "b", "c"])
    w.ask("identity", tag("82", b""))


SECTIONS = [configuration, values, life]
