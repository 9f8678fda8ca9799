"""What py61850 does with the library: all 529 names with its declarations, and an IED with its clients in one process.

The callbacks are Python functions; they call back into the library, and an exception in one fails its test.
"""

import ctypes
import os
import tempfile
import threading
import time
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_uint64, c_ubyte, c_void_p, cast
from pathlib import Path

import genuine_server
import paths
import py61850
from client import ERRORS, enum_names
from py61850 import CALLBACKS, FCS, Con, DataAttribute, Ied, Library, describe, once, own_process, texts, tree, until
from server_handlers import DataCallback, EntryCallback, GetEntries, LogStorage

SUCCESS = -1  # DATA_ACCESS_ERROR_SUCCESS
ACCEPTED, RESULT_OK, RESULT_FAILED = -1, 1, 0
DENIED = 3
ST, MX, SP, CF, SG, SE, CO = (FCS[name] for name in ("ST", "MX", "SP", "CF", "SG", "SE", "CO"))
SERVER, MATRIX = paths.model("server.cfg"), paths.model("matrix.cfg")
RCB = {name.removeprefix("RCB_ELEMENT_"): 1 << bit for bit, name in enumerate(
    ["RPT_ID", "RPT_ENA", "RESV", "DATSET", "CONF_REV", "OPT_FLDS", "BUF_TM", "SQ_NUM", "TRG_OPS", "INTG_PD", "GI", "PURGE_BUF", "ENTRY_ID", "TIME_OF_ENTRY", "RESV_TMS", "OWNER"])}


def library():
    return Library(paths.our_lib())


@own_process
def test_all_529_names_resolve_with_the_declarations_of_py61850():
    lib = library()
    assert len(py61850.rows()) == 529
    assert all(isinstance(getattr(lib, row["symbol"]), ctypes._CFuncPtr) for row in py61850.rows())


@own_process
def test_the_structs_of_a_model_from_a_file_lead_to_every_node():
    lib, path = library(), paths.model("simpleIO.cfg")
    model = lib.ConfigFileParser_createModelFromConfigFileEx(str(path).encode())
    found = {f"simpleIO{ld}/{ln}" + "".join("." + part for part in trail) for ld, lns in tree(model).items() for ln, node in lns.items() for trail in trails(node)}
    assert found == set(genuine_server.walk(path.read_text()))
    for reference in found:
        node = lib.IedModel_getModelNodeByObjectReference(model, reference.encode())
        assert lib.ModelNode_getObjectReference(node, None) == reference.encode()
        assert lib.ModelNode_getName(node) == reference.rsplit(".", 1)[1].encode()
        parent = lib.ModelNode_getParent(node)
        listed = lib.ModelNode_getChildren(parent)
        names, element = [], listed.contents.next
        while element:
            names.append(cast(element.contents.data, POINTER(py61850.ModelNode)).contents.name)
            element = element.contents.next
        assert names == [child.contents.name for child in py61850.children(parent)] and len(names) == lib.ModelNode_getChildCount(parent)
        # the list is left: LinkedList_destroy would free the nodes, and py61850 does not bind another
    device = lib.IedModel_getDeviceByIndex(model, 0)
    assert device.contents.name == b"GenericIO" and device.contents.modelType == 0 and lib.IedModel_getLogicalDeviceCount(model) == 1
    lib.IedModel_destroy(model)


def trails(node, trail=()):
    for name, below in node.items():
        yield (*trail, name)
        yield from trails(below, (*trail, name))


@own_process
def test_a_client_browses_what_the_model_has():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        model = tree(ied.model)
        assert texts(con.getServerDirectory(False)) == ["Named", "SrvA", "SrvB"]
        assert sorted(texts(con.getLogicalDeviceDirectory("SrvA"))) == sorted(model["A"])
        for node, objects in model["A"].items():
            blocks = {"lcb", "m01", "s01", "SGCB"} if node == "LLN0" else set()  # to MMS they are no different
            assert set(texts(con.getLogicalNodeDirectory(f"SrvA/{node}", 0))) == set(objects) | blocks
            for name, data in objects.items():
                assert sorted(texts(con.getDataDirectory(f"SrvA/{node}.{name}"))) == sorted(data)
        assert sorted(texts(con.getDataDirectoryFC("SrvA/GGIO1.An"))) == ["db[CF]", "mag[MX]", "q[MX]"]
        for kind, expected in (("DATA_SET", ["arr", "ctl", "ds", "trk"]), ("BRCB", ["b01"]), ("URCB", ["u01", "u02", "ube", "uctl", "utrk"]), ("LOG", ["log"]), ("GoCB", ["g01"])):
            assert sorted(texts(con.getLogicalNodeDirectory("SrvA/LLN0", enum_code("ACSIClass", kind)))) == expected, kind
        assert con.refused("getLogicalDeviceDirectory", "Nope") == "OBJECT_REFERENCE_INVALID"


def enum_code(enum, name):
    return next(code for code, found in enum_names(enum).items() if found.removeprefix("ACSI_CLASS_") == name)


#: how a value of a type of attribute is made, the MMS value that goes with it, and what it looks like when read
MADE = {
    "BOOLEAN": ("newBoolean", True, True), "INT8": ("newIntegerFromInt8", -7, -7), "INT16": ("newIntegerFromInt16", -700, -700), "INT32": ("newIntegerFromInt32", -70000, -70000),
    "INT64": ("newIntegerFromInt64", -(1 << 40), -(1 << 40)), "INT8U": ("newUnsignedFromUint32", 200, 200), "INT16U": ("newUnsignedFromUint32", 60000, 60000),
    "INT24U": ("newUnsignedFromUint32", 1 << 20, 1 << 20), "INT32U": ("newUnsignedFromUint32", 1 << 31, 1 << 31), "FLOAT32": ("newFloat", 2.5, 2.5), "FLOAT64": ("newDouble", 1e300, 1e300),
    "ENUMERATED": ("newIntegerFromInt32", 3, 3), "TIMESTAMP": ("newUtcTimeByMsTime", 1_700_000_000_500, 1_700_000_000_500),
}


@own_process
def test_values_of_every_type_are_read_and_written():
    lib = library()
    with Ied(lib, MATRIX) as ied, Con(lib, ied.port) as con:
        seen = set()
        for name, below in tree(ied.model)["LD0"]["GTYP1"].items():
            for attribute, parts in below.items():
                reference = f"TestIEDLD0/GTYP1.{name}.{attribute}"
                node = ied.node(reference, POINTER(DataAttribute))
                fc = lib.DataAttribute_getFC(node)
                if fc not in (ST, MX, SP):
                    continue
                kind = py61850.DATA_TYPES[lib.DataAttribute_getType(node)]
                seen.add(kind)
                before = con.read(reference, "SP" if fc == SP else "ST" if fc == ST else "MX")
                assert before == ied.value(reference), reference
                if kind in MADE and fc == SP and not parts:
                    maker, given, expected = MADE[kind]
                    value = getattr(lib, "MmsValue_" + maker)(given)
                    con.writeObject(reference, fc, value)
                    lib.MmsValue_delete(value)
                    assert con.read(reference, "SP") == ied.value(reference) == expected, reference
        assert {"BOOLEAN", "INT8", "INT64", "INT32U", "FLOAT32", "FLOAT64", "TIMESTAMP", "QUALITY", "OCTET_STRING_64", "VISIBLE_STRING_255", "UNICODE_STRING_255", "CHECK", "CODEDENUM", "CONSTRUCTED"} <= seen, seen


@own_process
def test_typed_updates_of_the_server_arrive_at_typed_reads_of_the_client():
    lib = library()
    with Ied(lib, MATRIX) as ied, Con(lib, ied.port) as con:
        at = "TestIEDLD0/GTYP1.%s.setVal"
        ied.lockDataModel()
        ied.updateBooleanAttributeValue(at % "BOOLEAN", True)
        ied.updateInt32AttributeValue(at % "INT32", -5)
        ied.updateInt64AttributeValue(at % "INT64", -(1 << 50))
        ied.updateUnsignedAttributeValue(at % "INT32U", 1 << 31)
        ied.updateFloatAttributeValue(at % "FLOAT32", 0.5)
        ied.updateVisibleStringAttributeValue(at % "VS255", b"text of the server")
        ied.updateUTCTimeAttributeValue(at % "TIMESTAMP", 1_700_000_000_250)
        ied.updateQuality(at % "QUALITY", 0x802)
        ied.updateBitStringAttributeValue(at % "CHECK", 2)
        ied.updateDbposValue(at % "CODEDENUM", 2)
        ied.unlockDataModel()
        assert con.readBooleanValue(at % "BOOLEAN", SP) is True
        assert con.readInt32Value(at % "INT32", SP) == -5 == ied.getInt32AttributeValue(at % "INT32")
        assert con.readInt64Value(at % "INT64", SP) == -(1 << 50) == ied.getInt64AttributeValue(at % "INT64")
        assert con.readUnsigned32Value(at % "INT32U", SP) == 1 << 31 == ied.getUInt32AttributeValue(at % "INT32U")
        assert con.readFloatValue(at % "FLOAT32", SP) == 0.5 == ied.getFloatAttributeValue(at % "FLOAT32")
        assert con.readStringValue(at % "VS255", SP) == b"text of the server" == ied.getStringAttributeValue(at % "VS255")
        stamp = con.readTimestampValue(at % "TIMESTAMP", SP, None)
        assert lib.Timestamp_getTimeInMs(stamp) in (1_700_000_000_249, 1_700_000_000_250) and ied.getUTCTimeAttributeValue(at % "TIMESTAMP") in (1_700_000_000_249, 1_700_000_000_250)
        assert con.readQualityValue(at % "QUALITY", SP) == 0x802
        assert ied.getBitStringAttributeValue(at % "CHECK") == 2 and con.read(at % "CODEDENUM", "SP") == "10"
        con.writeInt32Value(at % "INT32", SP, 77)
        con.writeVisibleStringValue(at % "VS255", SP, "from the client")
        assert [ied.value(at % name) for name in ("INT32", "VS255")] == [77, b"from the client"]
        for reference, fc, error in (("TestIEDLD0/GTYP1.Nope.setVal", SP, "OBJECT_DOES_NOT_EXIST"), ("rubbish", SP, "OBJECT_REFERENCE_INVALID"), (at % "BOOLEAN", SP, "UNEXPECTED_VALUE_RECEIVED")):
            assert con.refused("readInt32Value", reference, fc) == error
        assert con.refused("writeInt32Value", at % "BOOLEAN", SP, 1) == "TYPE_INCONSISTENT"


@own_process
def test_data_sets_of_the_model_and_of_clients():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        deletable = c_bool()
        members = texts(con.getDataSetDirectory("SrvA/LLN0.ds", byref(deletable)))
        assert members == ["SrvA/GGIO1.Ind1[ST]", "SrvA/GGIO1.Ind2.stVal[ST]", "SrvA/GGIO1.Cnt.actVal[ST]", "SrvA/GGIO1.An.mag.f[MX]", "SrvA/GGIO1.Text.stVal[ST]"]
        assert not deletable.value
        values = con.readDataSetValues("SrvA/LLN0.ds", None)
        assert lib.ClientDataSet_getDataSetSize(values) == 5 and describe(lib, lib.ClientDataSet_getValues(values))[1:4] == [True, 7, 1.5]
        ied.updateInt32AttributeValue("SrvA/GGIO1.Cnt.actVal", 70)
        assert con.readDataSetValues("SrvA/LLN0.ds", values) == values and describe(lib, lib.ClientDataSet_getValues(values))[2] == 70
        lib.ClientDataSet_destroy(values)
        wanted, keep = lib.LinkedList_create(), [c_char_p(name.encode()) for name in members[1:3]]
        for name in keep:
            lib.LinkedList_add(wanted, cast(name, c_void_p))
        for name in ("SrvA/LLN0.mine", "@own"):
            con.createDataSet(name, wanted)
            assert texts(con.getDataSetDirectory(name, byref(deletable))) == members[1:3] and deletable.value
            assert con.refused("createDataSet", name, wanted) == "OBJECT_EXISTS"
            found = con.readDataSetValues(name, None)
            assert describe(lib, lib.ClientDataSet_getValues(found)) == [True, 70]
            lib.ClientDataSet_destroy(found)
            assert con.deleteDataSet(name)
            assert con.refused("readDataSetValues", name, None) == "OBJECT_DOES_NOT_EXIST"
        assert con.refused("deleteDataSet", "SrvA/LLN0.ds") != "OK"


class Reports:
    """Reports of one control block, as its Python handler sees them."""

    def __init__(self, con, reference, inside=None, **settings):
        self.con, self.lib, self.reference, self.seen, self.inside = con, con.lib, reference, [], inside
        self.block = con.getRCBValues(reference, None)
        con.installReportHandler(reference, self.lib.ClientReportControlBlock_getRptId(self.block), self.told, None)
        self.set(**settings)
        self.set(RptEna=True)

    def set(self, **settings):
        names = {"RptEna": "RPT_ENA", "TrgOps": "TRG_OPS", "OptFlds": "OPT_FLDS", "GI": "GI", "IntgPd": "INTG_PD", "PurgeBuf": "PURGE_BUF", "Resv": "RESV", "BufTm": "BUF_TM", "EntryId": "ENTRY_ID"}
        for name, value in settings.items():
            getattr(self.lib, "ClientReportControlBlock_set" + name)(self.block, value)
        self.con.setRCBValues(self.block, sum(RCB[names[name]] for name in settings), True)

    def told(self, parameter, report):
        lib = self.lib
        values = lib.ClientReport_getDataSetValues(report)
        reasons = [lib.ClientReport_getReasonForInclusion(report, at) for at in range(5)]
        entry = lib.ClientReport_getEntryId(report)
        self.seen.append({"seq": lib.ClientReport_getSeqNum(report), "values": {at: describe(lib, lib.MmsValue_getElement(values, at)) for at in range(5) if reasons[at]},
                          "reasons": reasons, "rcb": lib.ClientReport_getRcbReference(report).decode(), "entry": describe(lib, entry) if entry else None})
        if self.inside:
            self.inside(self)

    def wait(self, count):
        assert until(lambda: len(self.seen) >= count), f"{len(self.seen)} of {count} reports"
        return self.seen


@own_process
def test_updates_of_the_server_are_reported_to_python_handlers():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        reports = Reports(con, "SrvA/LLN0.RP.u01", TrgOps=4, OptFlds=15)
        for value in range(100):
            ied.updateInt32AttributeValue("SrvA/GGIO1.Cnt.actVal", value)  # an update, be it a change or not
        assert [(report["seq"], report["values"]) for report in reports.wait(100)] == [(value, {2: value}) for value in range(100)]


@own_process
def test_unbuffered_reports_by_data_change_and_interrogation():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        reports = Reports(con, "SrvA/LLN0.RP.u01", TrgOps=1 | 2 | 4 | 16, OptFlds=15)
        for value in (True, False, True):
            ied.updateBooleanAttributeValue("SrvA/GGIO1.Ind1.stVal", value)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 3.5)
        ied.updateQuality("SrvA/GGIO1.Ind1.q", 2)
        seen = reports.wait(5)
        assert [report["values"][0][0] for report in seen[:3]] == [True, False, True] and seen[3]["values"] == {3: 3.5}
        assert [report["reasons"] for report in seen[3:]] == [[0, 0, 0, 1, 0], [2, 0, 0, 0, 0]] and [report["seq"] for report in seen] == list(range(5))
        con.triggerGIReport("SrvA/LLN0.RP.u01")
        interrogated = reports.wait(6)[5]
        assert len(interrogated["values"]) == 5 and interrogated["values"][3] == 3.5 and len(set(interrogated["reasons"])) == 1
        reports.set(RptEna=False)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 4.5)
        assert con.read("SrvA/GGIO1.An.mag.f", "MX") == 4.5 and len(reports.seen) == 6
        # of two changes in one locked section each member has one report
        reports.set(RptEna=True)
        ied.lockDataModel()
        ied.updateBooleanAttributeValue("SrvA/GGIO1.Ind2.stVal", False)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 5.5)
        ied.unlockDataModel()
        assert until(lambda: sum(len(report["values"]) for report in reports.seen[6:]) == 2)


@own_process
def test_buffered_reports_wait_for_their_client():
    lib = library()
    with Ied(lib, SERVER) as ied:
        for value in (10.5, 11.5, 12.5):
            ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", value)
        with Con(lib, ied.port) as con:
            first = Reports(con, "SrvA/LLN0.BR.b01", PurgeBuf=True, TrgOps=1)
            ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 13.5)
            ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 14.5)
            seen = first.wait(2)
            assert [report["values"] for report in seen] == [{3: 13.5}, {3: 14.5}] and seen[0]["entry"] < seen[1]["entry"]
        assert until(lambda: ied.getNumberOfOpenConnections() == 0)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 15.5)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 16.5)
        with Con(lib, ied.port) as con:
            resume = octets(lib, first.seen[0]["entry"])
            again = Reports(con, "SrvA/LLN0.BR.b01", EntryId=cast(resume, c_void_p))
            lib.MmsValue_delete(resume)
            assert [report["values"] for report in again.wait(3)] == [{3: 14.5}, {3: 15.5}, {3: 16.5}]


def octets(lib, data):
    """An octet string made with what py61850 binds: through a buffer of the value itself."""
    value = lib.MmsValue_newOctetString(len(data), len(data))
    buffer = lib.MmsValue_getOctetStringBuffer(value)
    for at, octet in enumerate(data):
        buffer[at] = octet
    return value


def value_of(lib, address):
    """What a callback is given as an MmsValue."""
    return describe(lib, cast(address, lib.MmsValue_getType.argtypes[0]))


class Controls:
    """Handlers of one control object that note what they are called with."""

    def __init__(self, ied, reference):
        self.ied, self.lib, self.reference, self.told = ied, ied.lib, reference, []
        self.accept, self.result = ACCEPTED, RESULT_OK
        ied.setPerformCheckHandler(reference, self.check, None)
        ied.setControlHandler(reference, self.operate, None)
        ied.setWaitForExecutionHandler(reference, lambda *_: RESULT_OK, None)
        ied.setSelectStateChangedHandler(reference, lambda action, parameter, selected, reason: self.told.append(("selected", bool(selected))), None)

    def check(self, action, parameter, value, test, interlock):
        lib, size = self.lib, c_int()
        assert lib.ControlAction_getClientConnection(action) and lib.ControlAction_getControlObject(action).contents.name.decode() == self.reference.rsplit(".", 1)[1]
        if value:  # a select without value says nothing of its origin
            identity = lib.ControlAction_getOrIdent(action, byref(size))
            assert lib.ControlAction_getOrCat(action) == 3 and ctypes.string_at(identity, size.value) == b"py"
        self.told.append(("check", "select" if lib.ControlAction_isSelect(action) else "operate"))
        return self.accept

    def operate(self, action, parameter, value, test):
        wanted = value_of(self.lib, value)
        self.told.append(("operate", wanted, bool(test)))
        if self.result == RESULT_OK:
            self.ied.updateBooleanAttributeValue(self.reference + ".stVal", wanted)
        return self.result


class Command:
    def __init__(self, con, reference):
        self.con, self.lib, self.ended = con, con.lib, []
        self.object = self.lib.ControlObjectClient_create(reference.encode(), con.con)
        assert self.object
        self.lib.ControlObjectClient_setOrigin(self.object, b"py", 3)
        self.handler = CALLBACKS["CommandTerminationHandler"](lambda parameter, one: self.ended.append(self.lib.ControlObjectClient_getLastError(one)))
        self.lib.ControlObjectClient_setCommandTerminationHandler(self.object, self.handler, None)

    def __call__(self, action, value=None):
        if value is None:
            return getattr(self.lib, "ControlObjectClient_" + action)(self.object)
        made = self.lib.MmsValue_newBoolean(value)
        done = getattr(self.lib, "ControlObjectClient_" + action)(self.object, made, *([0] if action == "operate" else []))
        self.lib.MmsValue_delete(made)
        return done

    def error(self):
        last = self.lib.ControlObjectClient_getLastApplError(self.object)
        return ERRORS[self.lib.ControlObjectClient_getLastError(self.object)], last.error, last.addCause


#: reference, control model, how it is selected
CONTROL_MODELS = (("Dir", 1, None), ("Sbo", 2, "select"), ("Enh", 3, None), ("Ctl", 4, "selectWithValue"))


@own_process
def test_commands_of_every_control_model_reach_python_handlers():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        for name, model, select in CONTROL_MODELS:
            reference = f"SrvA/GGIO1.{name}"
            handlers, command = Controls(ied, reference), Command(con, reference)
            assert lib.ControlObjectClient_getControlModel(command.object) == model
            if select:
                assert not command("operate", True), name
                assert command(select, True if select == "selectWithValue" else None), (name, command.error())
                assert until(lambda: ("selected", True) in handlers.told)
            assert command("operate", True), (name, command.error())
            assert until(lambda: ("operate", True, False) in handlers.told)
            assert until(lambda: len(command.ended) == (model > 2)) and not any(command.ended), (name, command.ended)
            assert until(lambda: con.read(reference + ".stVal", "ST") is True)
            assert not select or until(lambda: ("selected", False) in handlers.told), handlers.told
            if select:
                assert command(select, True if select == "selectWithValue" else None) and command("cancel")
            handlers.result = RESULT_FAILED
            assert not select or command(select, False if select == "selectWithValue" else None)
            assert command("operate", False), name  # normal security never learns that it failed, enhanced security by the termination
            assert until(lambda: handlers.told[-1] == ("operate", False, False) or handlers.told[-2] == ("operate", False, False))
            assert model < 3 or until(lambda: len(command.ended) == 2), name
            handlers.accept = DENIED
            assert not (command(select, False if select == "selectWithValue" else None) if select else command("operate", False))
            assert ied.value(reference + ".stVal") is True
            lib.ControlObjectClient_destroy(command.object)


@own_process
def test_setting_groups_are_changed_with_the_consent_of_python_handlers():
    lib = library()
    with Ied(lib, SERVER) as ied, Con(lib, ied.port) as con:
        told, consent = [], [True]
        group = lib.LogicalDevice_getSettingGroupControlBlock(lib.IedModel_getDeviceByInst(ied.model, b"A"))
        assert (group.contents.actSG, group.contents.numOfSGs, group.contents.editSG) == (2, 3, 0)

        def active(parameter, block, number, client):
            told.append(("active", number))
            return consent[0]

        def edit(parameter, block, number, client):
            told.append(("edit", number))
            ied.updateFloatAttributeValue("SrvA/PTOC1.Str.setMag2.f", number + 0.5)  # the group to edit is loaded
            return True

        ied.setActiveSettingGroupChangedHandler(group, active, None)
        ied.setEditSettingGroupChangedHandler(group, edit, None)
        ied.setEditSettingGroupConfirmationHandler(group, lambda parameter, block, number: told.append(("confirmed", number)), None)
        con.writeUnsigned32Value("SrvA/LLN0.SGCB.ActSG", SP, 3)
        assert ied.getActiveSettingGroup(group) == 3 and told == [("active", 3)]
        con.writeUnsigned32Value("SrvA/LLN0.SGCB.EditSG", SP, 1)
        assert con.read("SrvA/PTOC1.Str.setMag2.f", "SE") == 1.5
        con.writeFloatValue("SrvA/PTOC1.Str.setMag2.f", SE, 9.5)
        con.writeBooleanValue("SrvA/LLN0.SGCB.CnfEdit", SP, True)
        assert told == [("active", 3), ("edit", 1), ("confirmed", 1)]
        consent[0] = False
        assert con.refused("writeUnsigned32Value", "SrvA/LLN0.SGCB.ActSG", SP, 1) != "OK" and ied.getActiveSettingGroup(group) == 3
        assert con.refused("writeUnsigned32Value", "SrvA/LLN0.SGCB.ActSG", SP, 4) != "OK"
        ied.changeActiveSettingGroup(group, 1)
        assert con.read("SrvA/LLN0.SGCB", "SP")[1] == 1


@own_process
def test_files_are_listed_fetched_stored_and_deleted():
    lib, folder = library(), Path(tempfile.mkdtemp())
    store, local = folder / "store", folder / "local"
    store.mkdir(), local.mkdir()
    content = os.urandom(70_000)
    (store / "record.dat").write_bytes(content)
    (local / "up.txt").write_bytes(b"from the client")
    with Ied(lib, SERVER, setFileServiceBasePath=f"{store}/") as ied, Con(lib, ied.port) as con:
        con.setFilestoreBasepath(f"{local}/")

        def listed():
            found, head = {}, con.getFileDirectory(None)
            element = head.contents.next
            while element:
                entry = element.contents.data
                found[lib.FileDirectoryEntry_getFileName(entry).decode().lstrip("/")] = lib.FileDirectoryEntry_getFileSize(entry)
                element = element.contents.next
            return found

        assert listed() == {"record.dat": 70_000}
        parts = []
        handler = lambda parameter, data, size: parts.append(ctypes.string_at(data, size)) or True  # noqa: E731
        assert con.getFile("record.dat", handler, None) == 70_000 and b"".join(parts) == content
        con.setFile("up.txt", "stored.txt")
        assert (store / "stored.txt").read_bytes() == b"from the client" and listed() == {"record.dat": 70_000, "stored.txt": 15}
        con.deleteFile("stored.txt")
        assert not (store / "stored.txt").exists()
        for name in ("nope.dat", "../local/up.txt", "/etc/passwd"):
            assert con.refused("getFile", name, handler, None) == "OBJECT_DOES_NOT_EXIST", name
        assert (local / "up.txt").exists()


class PythonLog:
    """A log storage in Python: a function table that the library calls."""

    def __init__(self):
        self.entries = []
        kinds = dict(LogStorage._fields_)
        self.table = LogStorage(None, 0, kinds["addEntry"](self.add), kinds["addEntryData"](self.add_data), GetEntries(self.between), GetEntries(self.after),
                                kinds["getOldestAndNewestEntries"](self.bounds), kinds["destroy"](lambda *_: None))

    def add(self, storage, timestamp):
        self.entries.append((timestamp, []))
        return len(self.entries)

    def add_data(self, storage, number, reference, data, size, reason):
        self.entries[number - 1][1].append((reference, ctypes.string_at(data, size), reason))
        return True

    def give(self, numbers, entry, data, parameter):
        for number in numbers:
            timestamp, values = self.entries[number - 1]
            if not entry(parameter, timestamp, number, True):
                return True
            for reference, code, reason in values:
                if not data(parameter, reference, code, len(code), reason, True):
                    break
            data(parameter, None, None, 0, 0, False)
        entry(parameter, 0, 0, False)
        return True

    def between(self, storage, start, end, entry, data, parameter):
        return self.give([at for at in range(1, len(self.entries) + 1) if start <= self.entries[at - 1][0] <= end], entry, data, parameter)

    def after(self, storage, timestamp, number, entry, data, parameter):
        return self.give(range(number + 1, len(self.entries) + 1), entry, data, parameter)

    def bounds(self, storage, newest, newest_time, oldest, oldest_time):
        count = len(self.entries)
        newest[0], oldest[0] = count, min(count, 1)
        newest_time[0], oldest_time[0] = (self.entries[-1][0], self.entries[0][0]) if count else (0, 0)
        return True


@own_process
def test_a_python_log_storage_keeps_what_changes_and_gives_it_to_clients():
    lib = library()
    ied = Ied(lib, SERVER)
    log = PythonLog()
    ied.setLogStorage("A/LLN0$log", ctypes.addressof(log.table))
    with ied, Con(lib, ied.port) as con:
        con.writeBooleanValue("SrvA/LLN0.lcb.LogEna", FCS["LG"], True)
        before = len(log.entries)
        for value in (21.5, 22.5, 23.5):
            ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", value)
        assert until(lambda: len(log.entries) >= before + 3), log.entries
        assert [values[0][0] for _, values in log.entries[before:]] == [b"SrvA/GGIO1$MX$An$mag$f"] * 3
        more = c_bool()
        found, element = 0, con.queryLogByTime("SrvA/LLN0$log", 0, 4_000_000_000_000, byref(more)).contents.next
        while element:
            found, element = found + 1, element.contents.next
        assert found == len(log.entries) and not more.value
        assert con.refused("queryLogByTime", "SrvA/LLN0$nope", 0, 1, byref(more)) == "OBJECT_DOES_NOT_EXIST"


@own_process
def test_connections_are_told_and_the_authenticator_decides():
    lib = library()
    ied, told, welcome = Ied(lib, SERVER), [], [True]

    def indicated(server, client, connected, parameter):
        told.append((bool(connected), lib.ClientConnection_getPeerAddress(client).startswith(b"127.0.0.1"), ied.getNumberOfOpenConnections()))

    ied.setConnectionIndicationHandler(indicated, None)
    ied.setAuthenticator(lambda parameter, given, token, application: welcome[0], None)
    with ied:
        with Con(lib, ied.port):
            assert until(lambda: len(told) == 1) and told[0][:2] == (True, True)
        assert until(lambda: len(told) == 2) and told[1][:2] == (False, True)
        welcome[0] = False
        with Con(lib) as con:
            assert con.refused("connect", b"127.0.0.1", ied.port) in ("CONNECTION_REJECTED", "CONNECTION_LOST")
        assert len(told) == 2 and ied.getNumberOfOpenConnections() == 0


@own_process
def test_a_claimed_client_is_aborted_by_the_server():
    lib = library()
    ied, claimed = Ied(lib, SERVER), []
    ied.setConnectionIndicationHandler(lambda server, client, connected, parameter: claimed.append(lib.ClientConnection_claimOwnership(client)) if connected else None, None)
    with ied, Con(lib, ied.port) as con:
        assert until(lambda: claimed) and lib.ClientConnection_abort(claimed[0])
        assert until(lambda: con.state() == "CLOSED")
        assert lib.ClientConnection_getPeerAddress(claimed[0])  # of a client that has gone
        lib.ClientConnection_release(claimed[0])


@own_process
def test_python_handlers_decide_about_every_access():
    lib = library()
    ied, told, answer = Ied(lib, SERVER), [], {}

    def on_write(attribute, value, client, parameter):
        told.append(("write", value_of(lib, value), parameter))
        return answer.get("write", SUCCESS)

    def on_read(ld, ln, data, fc, client, parameter):
        names = [lib.ModelNode_getName(cast(node, POINTER(py61850.ModelNode))) for node in (ld, ln, data) if node]
        told.append(("read", b"/".join(names).decode(), fc))
        return answer.get("read", SUCCESS)

    ied.handleWriteAccess("SrvA/LLN0.Set.setVal", on_write, 77)
    ied.setReadAccessHandler(on_read, None)
    ied.setDirectoryAccessHandler(lambda parameter, client, category, device: answer.get("directory", True), None)
    ied.setListObjectsAccessHandler(lambda parameter, client, kind, ld, ln, name, sub, fc: answer.get("list", True), None)
    ied.setControlBlockAccessHandler(lambda parameter, client, kind, ld, ln, name, sub, access: answer.get("block", True), None)
    with ied, Con(lib, ied.port) as con:
        con.writeInt32Value("SrvA/LLN0.Set.setVal", SP, 5)
        assert told == [("write", 5, 77)] and ied.value("SrvA/LLN0.Set.setVal") == 5
        answer["write"] = DENIED
        assert con.refused("writeInt32Value", "SrvA/LLN0.Set.setVal", SP, 6) == "ACCESS_DENIED" and ied.value("SrvA/LLN0.Set.setVal") == 5
        told.clear()
        assert con.read("SrvA/GGIO1.Ind2.stVal", "ST") is True and told == [("read", "A/GGIO1/Ind2", ST)]
        answer["read"] = DENIED
        assert con.refused("readBooleanValue", "SrvA/GGIO1.Ind2.stVal", ST) == "ACCESS_DENIED"
        answer["read"] = SUCCESS
        answer["block"] = False
        assert con.refused("getRCBValues", "SrvA/LLN0.RP.u01", None) == "ACCESS_DENIED"
        answer["directory"] = answer["list"] = False
        assert con.refused("getLogicalDeviceDirectory", "SrvA") == "ACCESS_DENIED"


@own_process
def test_a_server_is_stopped_and_started_again():
    lib = library()
    ied = Ied(lib, SERVER).begin()
    for turn in range(4):
        closed = threading.Event()
        con = Con(lib, ied.port)
        con.installConnectionClosedHandler(lambda parameter, connection: closed.set(), None)
        ied.updateInt32AttributeValue("SrvA/GGIO1.Cnt.actVal", turn)
        assert con.read("SrvA/GGIO1.Cnt.actVal", "ST") == turn
        ied.stop()
        assert not ied.isRunning() and closed.wait(py61850.PATIENCE) and con.state() == "CLOSED"
        assert con.refused("connect", b"127.0.0.1", ied.port) == "CONNECTION_REJECTED"
        con.destroy()
        ied.port = py61850.free_port() if turn % 2 else ied.port
        ied.begin()
    with Con(lib, ied.port) as con:
        assert con.read("SrvA/GGIO1.Cnt.actVal", "ST") == 3
    ied.destroy()


@own_process
def test_a_port_in_use_is_seen_and_two_servers_live_in_one_process():
    lib = library()
    first, second = Ied(lib, SERVER).begin(), Ied(lib, MATRIX)
    lib.IedServer_start(second.server, first.port)
    assert not second.isRunning()
    second.begin()
    with Con(lib, first.port) as one, Con(lib, second.port) as two:
        assert "SrvA" in texts(one.getServerDirectory(False)) and "TestIEDLD0" in texts(two.getServerDirectory(False))
    first.destroy()
    with Con(lib, second.port) as two:
        assert two.readBooleanValue("TestIEDLD0/GTYP1.BOOLEAN.setVal", SP) in (True, False)
    second.destroy()


@own_process
def test_server_and_model_may_be_destroyed_in_any_order_and_twice():
    lib = library()
    for order in ("sm", "ms", "ssm", "mss", "s!m", "m!s"):
        for clients in (0, 2):
            ied = Ied(lib, SERVER).begin()
            connected = [Con(lib, ied.port) for _ in range(clients)]
            reports = [Reports(con, f"SrvA/LLN0.RP.u0{number + 1}", TrgOps=1) for number, con in enumerate(connected)]
            for step in order:
                if step == "s":
                    lib.IedServer_destroy(ied.server)
                if step == "m":
                    lib.IedModel_destroy(ied.model)
                if step == "!":  # the server has gone: its functions find nothing
                    assert not ied.isRunning() and ied.getNumberOfOpenConnections() == 0
                    ied.stop()
            assert all(until(lambda: con.state() == "CLOSED") for con in connected) and len(reports) == clients
            for con in connected:
                con.destroy()
    lib.IedServer_destroy(None)
    lib.IedModel_destroy(None)


@own_process
def test_a_model_serves_again_after_its_server_is_destroyed():
    lib = library()
    ied = Ied(lib, SERVER).begin()
    ied.updateInt32AttributeValue("SrvA/GGIO1.Cnt.actVal", 123)
    lib.IedServer_destroy(ied.server)
    ied.server = lib.IedServer_create(ied.model)
    with ied.begin(), Con(lib, ied.port) as con:
        assert con.read("SrvA/GGIO1.Cnt.actVal", "ST") == 123


@own_process
def test_callbacks_call_back_into_server_and_clients():
    """Each callback blocks in calls of another client to the same server; the genuine library hangs here."""
    lib = library()
    ied, done, notes = Ied(lib, SERVER), [], {}
    command, refused = [None], []

    def look(what):
        """A new client connects, reads, writes and leaves; values are updated in a locked section."""
        with Con(lib, ied.port) as other:
            found = other.read("SrvA/GGIO1.Ind2.stVal", "ST")
            other.writeInt32Value("SrvA/LLN0.Set.setVal", SP, 1)
        ied.lockDataModel()
        ied.updateInt32AttributeValue("SrvA/GGIO1.Cnt.frVal", len(done))
        ied.unlockDataModel()
        done.append(what)
        return found

    def operate(action, parameter, value, test):
        look("operate")
        ied.updateBooleanAttributeValue("SrvA/GGIO1.Enh.stVal", True)
        return RESULT_OK

    def written(attribute, value, client, parameter):
        if "write" not in notes:
            notes["write"] = True
            look("write")
        return SUCCESS

    def connected(server, client, up, parameter):
        if "connection" not in notes and up:
            notes["connection"] = True
            look("connection")

    ied.setPerformCheckHandler("SrvA/GGIO1.Enh", lambda *_: look("check") and ACCEPTED, None)
    ied.setControlHandler("SrvA/GGIO1.Enh", operate, None)
    ied.handleWriteAccess("SrvA/LLN0.Set.setVal", written, None)
    ied.setConnectionIndicationHandler(connected, None)
    with ied:
        con = once(lambda: Con(lib, ied.port))
        reports = Reports(con, "SrvA/LLN0.RP.u01", inside=lambda reports: done.append(("report", con.read("SrvA/GGIO1.An.mag.f", "MX"))), TrgOps=1, OptFlds=15)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 8.5)
        assert until(lambda: ("report", 8.5) in done) and reports.seen
        once(lambda: con.writeInt32Value("SrvA/LLN0.Set.setVal", SP, 2) or True)
        command[0] = Command(con, "SrvA/GGIO1.Enh")
        assert once(lambda: command[0]("operate", True)), command[0].error()
        assert until(lambda: command[0].ended) and not refused
        assert {"operate", "check", "write", "connection"} <= set(done)
        con.destroy()


@own_process
def test_callbacks_may_stop_and_destroy_their_server():
    lib = library()
    for ending in ("stop", "destroy"):
        ied, ended = Ied(lib, SERVER).begin(), []

        def operate(action, parameter, value, test):
            getattr(ied, ending)()
            ended.append(ending)
            return RESULT_OK

        ied.setControlHandler("SrvA/GGIO1.Dir", operate, None)
        con = Con(lib, ied.port)
        command = Command(con, "SrvA/GGIO1.Dir")
        once(lambda: [command("operate", True)], 10)
        assert until(lambda: ended == [ending]) and until(lambda: con.state() == "CLOSED")
        con.destroy()
        if ending == "stop":
            ied.begin()
            with Con(lib, ied.port) as con:
                assert con.read("SrvA/GGIO1.Ind2.stVal", "ST") is True
            ied.destroy()


@own_process
def test_without_threads_the_application_drives_the_server():
    lib = library()
    ied, running, calls = Ied(lib, SERVER), [True], []

    def drive():
        while running[0]:
            if ied.waitReady(50) > 0:
                ied.processIncomingData()
            ied.performPeriodicTasks()

    ied.setControlHandler("SrvA/GGIO1.Dir", lambda action, parameter, value, test: calls.append(threading.get_ident()) or RESULT_OK, None)
    ied.startThreadless(ied.port)
    assert ied.isRunning()
    thread = threading.Thread(target=drive, daemon=True)
    thread.start()
    with Con(lib, ied.port) as con:
        reports = Reports(con, "SrvA/LLN0.RP.u01", TrgOps=1, OptFlds=15)
        ied.updateFloatAttributeValue("SrvA/GGIO1.An.mag.f", 31.5)
        assert reports.wait(1)[0]["values"] == {3: 31.5}
        assert Command(con, "SrvA/GGIO1.Dir")("operate", True) and until(lambda: calls == [thread.ident])
    running[0] = False
    thread.join()
    ied.stopThreadless()
    assert not ied.isRunning()
    ied.destroy()
