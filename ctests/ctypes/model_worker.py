"""Builds data models with one library: `model_worker.py LIBRARY`. Reads one JSON list [method, arguments…] a line, answers one JSON line each."""

import ctypes
import json
import os
import sys
import tempfile

import declare
import model_tree
from model_tree import Walker, at, chain, text

MAC = (ctypes.c_uint8 * 6)(1, 12, 205, 1, 0, 1)
CLIENT = (ctypes.c_uint8 * 16)(*range(10, 26))


class Models:
    def __init__(self, path):
        self.lib = declare.Library(path)
        model_tree.declare(self.lib)
        self.walker = Walker(self.lib)

    def done(self, model, result):
        self.lib.IedModel_destroy(model)
        return result

    def file(self, path, by_handle=False):
        """A configuration file as a tree; None if it is refused."""
        if by_handle:
            handle = self.lib.FileSystem_openFile(path.encode(), False)
            model = self.lib.ConfigFileParser_createModelFromConfigFile(handle)
            self.lib.FileSystem_closeFile(handle)
        else:
            model = self.lib.ConfigFileParser_createModelFromConfigFileEx(path.encode())
        return self.done(model, self.walker.model(model)) if model else None

    def text(self, content):
        """The text of a configuration file as a tree."""
        with tempfile.NamedTemporaryFile(suffix=".cfg") as file:
            file.write(content.encode("latin-1"))
            file.flush()
            return self.file(file.name)

    def many(self, method, requests):
        return [getattr(self, method)(*arguments) for arguments in requests]

    def cdc(self, function, given):
        """What a function of iec61850_cdc.h adds to a node."""
        lib = self.lib
        model = lib.IedModel_create(b"ied")
        node = lib.LogicalNode_create(b"GGIO1", lib.LogicalDevice_create(b"ld", model))
        parent = lib.DataObject_create(b"Do", node, 0) if function.startswith("CAC") else node
        arguments = [parent if value == "PARENT" else value.encode() if isinstance(value, str) else value for value in given]
        made = getattr(lib, function)(*arguments)
        return self.done(model, self.walker.node(made, parent, references=False))

    def sample(self):
        lib = self.lib
        model = lib.IedModel_create(b"ied")
        one, two = lib.LogicalDevice_create(b"ld1", model), lib.LogicalDevice_createEx(b"ld2", model, b"FUNC")
        lln0, ggio = lib.LogicalNode_create(b"LLN0", one), lib.LogicalNode_create(b"GGIO1", one)
        other = lib.LogicalNode_create(b"LLN0", two)
        status = lib.CDC_SPS_create(b"Ind1", ggio, 0)
        lib.CDC_MV_create(b"AnIn1", ggio, 0, False)
        lib.CDC_HST_create(b"Hst", ggio, 0, 3)
        lib.CDC_WYE_create(b"A", ggio, 0)
        lib.DataObject_create(b"Arr", status, 2)
        lib.CDC_CMV_create(b"C", other, 0)
        lib.DataAttribute_create(b"v", status, 3, 0, 1, 0, 77)
        lib.DataAttribute_create(b"n", status, 300, 50, 255, -5, 0xffffffff)
        return model, one, two, lln0, ggio, other, status

    def built(self):
        """A model with everything that the dynamic model knows, as a tree."""
        lib = self.lib
        model, _, _, lln0, _, other, _ = self.sample()
        members = lib.DataSet_create(b"ds", lln0)
        for variable, index, component in ((b"GGIO1$ST$Ind1", -1, None), (b"ld1/GGIO1$ST$Ind1", -1, None), (b"ld2/LLN0$MX$C$cVal", 2, b"mag$f"), (b"/x", 0, b"")):
            lib.DataSetEntry_create(members, variable, index, component)
        lib.DataSetEntry_create(lib.DataSet_create(b"other", other), b"LLN0$MX$C", -1, None)
        reports = [lib.ReportControlBlock_create(b"r01", lln0, b"id", True, b"ds", 5, 0x19, 0xff, 10, 20), lib.ReportControlBlock_create(b"r02", lln0, None, False, None, 5, 0x1f, 1, 10, 20),
                   lib.ReportControlBlock_create(b"r03", other, b"", False, b"", 2, 0, 0, 0, 0)]
        lib.ReportControlBlock_setPreconfiguredClient(reports[0], 4, CLIENT)
        lib.ReportControlBlock_setPreconfiguredClient(reports[1], 6, CLIENT)
        goose = lib.GSEControlBlock_create(b"g", lln0, b"app", b"ds", 3, True, 5, 6)
        lib.GSEControlBlock_create(b"g2", lln0, None, None, 3, False, -1, -1)
        lib.GSEControlBlock_addPhyComAddress(goose, lib.PhyComAddress_create(4, 5, 6, ctypes.addressof(MAC)))
        sampled = lib.SVControlBlock_create(b"s", lln0, b"sid", b"ds", 3, 1, 80, 0x15, True)
        lib.SVControlBlock_addPhyComAddress(sampled, lib.PhyComAddress_create(7, 8, 9, ctypes.addressof(MAC)))
        lib.SVControlBlock_create(b"s2", other, None, None, 3, 1, 80, 0x15, False)
        lib.SettingGroupControlBlock_create(lln0, 1, 3)
        log_control = lib.LogControlBlock_create(b"lc", lln0, b"ds", b"log", 3, 5, True, False)
        lib.LogControlBlock_create(b"lc2", lln0, None, None, 3, 5, False, True)
        lib.Log_create(b"log", lln0)
        names = ("isBuffered", "getRptEna", "getConfRev", "getOptFlds", "getBufTm", "getSqNum", "getTrgOps", "getIntgPd", "getGI", "getPurgeBuf", "getTimeofEntry", "getResvTms", "getResv", "getEntryId", "getOwner")
        states = [[getattr(lib, f"ReportControlBlock_{name}")(block) for name in names] for block in reports]
        first = lib.DataSet_getFirstEntry(members)
        answers = [text(lib.ReportControlBlock_getName(reports[0])), text(lib.ReportControlBlock_getRptID(reports[0])), text(lib.ReportControlBlock_getDataSet(reports[0])),
                   lib.ReportControlBlock_getParent(reports[0]) == lln0, text(lib.SVControlBlock_getName(sampled)), text(lib.LogControlBlock_getName(log_control)),
                   lib.LogControlBlock_getParent(log_control) == lln0, text(lib.DataSet_getName(members)), lib.DataSet_getSize(members),
                   text(at("DataSetEntry", lib.DataSetEntry_getNext(first)).variableName),
                   bool(lib.IedModel_getSVControlBlock(model, lln0, b"s")), bool(lib.IedModel_getSVControlBlock(model, other, b"s"))]
        return self.done(model, [self.walker.model(model), states, answers])

    def found(self):
        """What each lookup finds in the sample."""
        lib = self.lib
        model, one, two, lln0, ggio, other, status = self.sample()
        lib.DataSet_create(b"ds", lln0)
        lib.DataSet_create(b"zz", other)
        lib.SettingGroupControlBlock_create(lln0, 1, 3)
        nodes = {}

        def learn(address, path):
            nodes[address] = path
            for number, (child, _) in enumerate(chain("ModelNode", at("ModelNode", address).firstChild)):
                learn(child, f"{path}/{number}:{text(lib.ModelNode_getName(child))}")

        for device in (one, two):
            learn(device, text(at("LogicalDevice", device).name))
        out = {}

        def note(name, result):
            out[name] = nodes.get(result, result and "?")

        references = ("iedld1", "iedld1/", "iedld1/GGIO1", "iedld1/GGIO1.Ind1", "iedld1/GGIO1.Ind1.stVal", "iedld1/GGIO1.AnIn1.mag.f", "iedld1/GGIO1.AnIn1$mag", "iedld1/GGIO1.Hst.hstVal(1)",
                      "iedld1/GGIO1.Hst.hstVal(9)", "iedld1/GGIO1.Ind1.Arr(1)", "FUNC/LLN0", "iedld2/LLN0", "ld1/GGIO1", "", "x", "/", "FUNC", "FUNC/LLN0.C.cVal.mag", "iedld1/GGIO1.", "iedld1/GGIO1..Ind1",
                      "iedld1/GGIO1.Ind1.stVal.x", "iedld1/GGIO1.Ind1[ST]", "iedld1/nope", "iedld1/GGIO1.A.phsB.cVal.mag.f")
        for reference in references:
            note(f"reference {reference}", lib.IedModel_getModelNodeByObjectReference(model, reference.encode()))
            short = reference.replace("iedld", "ld")
            note(f"short reference {short}", lib.IedModel_getModelNodeByShortObjectReference(model, short.encode()))
        for name in (b"ld1", b"ld2", b"FUNC", b"iedld1", b"iedld2", b""):
            note(f"device {name}", lib.IedModel_getDevice(model, name))
            note(f"instance {name}", lib.IedModel_getDeviceByInst(model, name))
        for index in (-1, 0, 1, 2):
            note(f"index {index}", lib.IedModel_getDeviceByIndex(model, index))
        for address in (77, 0, 5, 0xffffffff):
            note(f"short address {address}", lib.IedModel_getModelNodeByShortAddress(model, address))
        for path in ("Ind1", "Ind1.stVal", "AnIn1.mag.f", "AnIn1$mag", "", ".", "nope", "AnIn1.mag.x", "Hst.hstVal(0)", "Hst.hstVal(3)", "A.phsA.q", "Ind1.q", "A"):
            note(f"child {path}", lib.ModelNode_getChild(ggio, path.encode()))
            for fc in (-1, 0, 1, 4, 5, 99):
                note(f"child {path} of fc {fc}", lib.ModelNode_getChildWithFc(ggio, path.encode(), fc))
        for path in ("GGIO1", "GGIO1.AnIn1", "LLN0"):
            note(f"child of device {path}", lib.ModelNode_getChild(one, path.encode()))
        histogram = lib.ModelNode_getChild(ggio, b"Hst.hstVal")
        note("element (0)", lib.ModelNode_getChild(histogram, b"(0)"))
        for index in (-1, 0, 2, 3):
            note(f"child {index}", lib.ModelNode_getChildWithIdx(histogram, index))
            note(f"child {index} of Ind1", lib.ModelNode_getChildWithIdx(status, index))
        for name in ("GGIO1$ST$Ind1$stVal", "GGIO1$MX$AnIn1$mag$f", "GGIO1$ST$Ind1", "GGIO1$MX$Ind1", "GGIO1$MX$AnIn1$q", "GGIO1", "GGIO1$ST", "x", "", "GGIO1$XX$Ind1", "GGIO1$ST$Ind1$stVal$x", "GGIO1$MX$A$phsC$t"):
            note(f"variable {name}", lib.LogicalDevice_getChildByMmsVariableName(one, name.encode()))
        for name in (b"GGIO1", b"x", b""):
            note(f"logical node {name}", lib.LogicalDevice_getLogicalNode(one, name))
        wye = lib.ModelNode_getChild(ggio, b"A")
        out["fc"] = [[lib.LogicalNode_hasFCData(ggio, fc), lib.DataObject_hasFCData(status, fc), lib.DataObject_hasFCData(wye, fc)] for fc in (-1, 0, 1, 4, 5, 50, 99)]
        out["data sets"] = [bool(lib.IedModel_lookupDataSet(model, name)) for name in (b"iedld1/LLN0$ds", b"iedld1/LLN0.ds", b"ld1/LLN0$ds", b"FUNC/LLN0$zz", b"iedld2/LLN0$zz", b"x", b"", b"/")]
        out["data sets of nodes"] = [bool(lib.LogicalNode_getDataSet(node, name)) for node in (lln0, ggio, other) for name in (b"ds", b"zz", b"")]
        out["counts"] = [lib.IedModel_getLogicalDeviceCount(model), lib.LogicalDevice_getLogicalNodeCount(one), *(lib.ModelNode_getChildCount(node) for node in (one, ggio, status, histogram))]
        out["groups"] = [bool(lib.LogicalDevice_getSettingGroupControlBlock(device)) for device in (one, two)]
        out["types"] = [lib.ModelNode_getType(node) for node in (one, ggio, status, histogram)]
        out["parents"] = [lib.ModelNode_getParent(status) == ggio, lib.ModelNode_getParent(one) == model]
        listed = lib.ModelNode_getChildren(status)
        out["children"] = lib.LinkedList_size(ctypes.cast(listed, lib.LinkedList_size.argtypes[0]))
        out["references"] = [[self.walker.reference(node), self.walker.reference(node, True)] for node in nodes if node not in (one, two)]
        attribute = lib.ModelNode_getChild(status, b"v")
        out["attribute"] = [lib.DataAttribute_getType(attribute), lib.DataAttribute_getFC(attribute), lib.DataAttribute_getTrgOps(attribute)]
        values = []
        for value in (lib.MmsValue_newIntegerFromInt32(7), lib.MmsValue_newIntegerFromInt32(9), lib.MmsValue_newBoolean(True)):
            lib.DataAttribute_setValue(attribute, ctypes.cast(value, ctypes.c_void_p))
            values.append(self.walker.value(at("DataAttribute", attribute).mmsValue))
        out["values"] = values
        note("by value", lib.IedModel_lookupDataAttributeByMmsValue(model, at("DataAttribute", attribute).mmsValue))
        lib.IedModel_setIedName(model, b"second")
        out["renamed"] = self.walker.reference(status)
        lib.IedModel_setAttributeValuesToNull(model)
        out["value afterwards"] = self.walker.value(at("DataAttribute", attribute).mmsValue)
        return out  # the genuine library does not own the name that setIedName gives: the model is left alone

    def table(self):
        """What is found in a model of tables, as C compilers make them: nothing here came from the library."""
        structs, keep = model_tree.STRUCTS, []

        def new(kind, **fields):
            item = structs[kind]()
            keep.append(item)
            for name, value in fields.items():
                setattr(item, name, value)
            return item

        here = ctypes.addressof
        model = new("IedModel", name=b"T")
        device = new("LogicalDevice", modelType=0, name=b"D", parent=here(model))
        node = new("LogicalNode", modelType=1, name=b"LLN0", parent=here(device))
        data = new("DataObject", modelType=2, name=b"Mod", parent=here(node), arrayIndex=-1)
        attribute = new("DataAttribute", modelType=3, name=b"q", parent=here(data), arrayIndex=-1, fc=0, type=23, sAddr=101)
        model.firstChild, device.firstChild, node.firstChild, data.firstChild = here(device), here(node), here(data), here(attribute)
        entry = new("DataSetEntry", logicalDeviceName=b"D", variableName=b"LLN0$ST$Mod$q", index=-1)
        members = new("DataSet", logicalDeviceName=b"D", name=b"LLN0$ds", elementCount=1, fcdas=here(entry))
        model.dataSets = here(members)
        lib = self.lib
        lib.IedModel_setIedName(here(model), b"Other")
        return [self.walker.model(here(model)), self.walker.reference(here(attribute)), lib.IedModel_getModelNodeByObjectReference(here(model), b"OtherD/LLN0.Mod.q") == here(attribute),
                lib.IedModel_getModelNodeByShortAddress(here(model), 101) == here(attribute), lib.LogicalNode_getDataSet(here(node), b"ds") == here(members),
                lib.IedModel_lookupDataSet(here(model), b"OtherD/LLN0$ds") == here(members)]

    def memory(self, path, rounds):
        """Kilobytes that the process grows by while a file is loaded and freed again and again."""

        def size():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024

        def run(count):
            for _ in range(count):
                self.lib.IedModel_destroy(self.lib.ConfigFileParser_createModelFromConfigFileEx(path.encode()))

        run(5)
        before = size()
        run(rounds)
        return size() - before


def main():
    models = Models(sys.argv[1])
    for line in sys.stdin:
        method, *arguments = json.loads(line)
        print(json.dumps(getattr(models, method)(*arguments)), flush=True)


if __name__ == "__main__":
    main()
