"""The data model's public structs, walked by their C layout, as plain Python values: the same for every library."""

import csv
import ctypes
import re
from ctypes import POINTER, Structure, c_bool, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p
from pathlib import Path

SCALARS = {"int": c_int, "bool": c_bool, "uint8_t": c_uint8, "uint16_t": c_uint16, "uint32_t": c_uint32, "uint64_t": c_uint64,
           "ModelNodeType": c_int, "FunctionalConstraint": c_int, "DataAttributeType": c_int, "char *": c_char_p,
           "uint8_t[17]": c_uint8 * 17, "uint8_t[6]": c_uint8 * 6}
NAMES = ("ModelNode", "LogicalDevice", "LogicalNode", "DataObject", "DataAttribute", "DataSet", "DataSetEntry", "ReportControlBlock",
         "SettingGroupControlBlock", "GSEControlBlock", "SVControlBlock", "LogControlBlock", "Log", "IedModel", "PhyComAddress")
KINDS = ("LogicalDevice", "LogicalNode", "DataObject", "DataAttribute")


def _structs():
    """The structs as ctypes, from the facts about the interface; other pointers are void *."""
    fields = {name: [] for name in NAMES}
    totals = {}
    with (Path(__file__).resolve().parents[1] / "api" / "structs.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["struct"] in fields and row["field_index"].isdigit():
                fields[row["struct"]].append((row["field"], SCALARS.get(row["type"], c_void_p), int(row["offset_x86_64"])))
            elif row["struct"] in fields:
                totals[row["struct"]] = int(row["size_x86_64"])
    made = {}
    for name, members in fields.items():
        made[name] = type(name, (Structure,), {"_fields_": [member[:2] for member in members]})
        assert ctypes.sizeof(made[name]) == totals[name], name
        assert all(getattr(made[name], member).offset == offset for member, _, offset in members), name
    return made


STRUCTS = _structs()


HEADERS = ("iec61850_model.h", "iec61850_dynamic_model.h", "iec61850_cdc.h", "iec61850_config_file_parser.h", "hal_filesystem.h")


def parameters(row):
    """Type and name of the parameters of a row of functions.csv."""
    found = [re.fullmatch(r"(.*?[\s*])(\w+)(\[\])?", text.strip()) for text in row["params"].split(";") if text.strip() not in ("", "void")]
    return [(match[1].replace("const", "").replace(" ", "") + ("*" if match[3] else ""), match[2]) for match in found]


def declare(library):
    """Gives the functions of the model's headers their C prototypes: what py61850 says cuts some pointers."""

    def c_type(text):
        return c_void_p if text.endswith("*") and text != "char*" else _PLAIN.get(text, c_void_p)

    with (Path(__file__).resolve().parents[1] / "api" / "functions.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["header"] in HEADERS and row["exported_1_6_1"] == "y" and row["tier"] == "3":
                function = getattr(library.dll, row["symbol"])
                function.restype = c_type(row["return_type"].replace("const", "").replace(" ", ""))
                function.argtypes = [c_void_p if name == "objectReference" and row["symbol"].startswith("ModelNode") else c_type(kind)
                                     for kind, name in parameters(row)]
                setattr(library, row["symbol"], function)
    library.ModelNode_getObjectReference.restype = library.ModelNode_getObjectReferenceEx.restype = c_void_p


_PLAIN = {"void": None, "bool": c_bool, "int": c_int, "char*": c_char_p, "uint8_t": c_uint8, "uint16_t": c_uint16, "int16_t": ctypes.c_int16, "uint32_t": c_uint32,
          "uint64_t": c_uint64, "FunctionalConstraint": c_int, "DataAttributeType": c_int, "ModelNodeType": c_int}


def at(kind, address):
    return ctypes.cast(address, POINTER(STRUCTS[kind])).contents


def chain(kind, address):
    """The structs of a list that goes on at `sibling`."""
    while address:
        item = at(kind, address)
        yield address, item
        address = item.sibling


def text(octets):
    return None if octets is None else octets.decode("latin-1")


class Walker:
    """Turns models of one library into values that can be compared."""

    def __init__(self, library):
        self.library = library

    def value(self, address):
        """An MmsValue: type and content."""
        if not address:
            return None
        lib = self.library
        value = ctypes.cast(address, lib.MmsValue_getType.argtypes[0]) if lib.MmsValue_getType.argtypes else address
        kind = lib.MmsValue_getType(value)
        buffer = ctypes.create_string_buffer(600)
        lib.MmsValue_printToBuffer(value, buffer, 600)
        sizes = {3: "MmsValue_getBitStringSize", 7: "MmsValue_getOctetStringMaxSize"}
        return [kind, text(buffer.value), getattr(lib, sizes[kind])(value) if kind in sizes else None]

    def reference(self, address, without_ied=False):
        buffer = ctypes.create_string_buffer(600)
        result = self.library.ModelNode_getObjectReferenceEx(address, ctypes.addressof(buffer), without_ied)
        return text(buffer.value) if result else None

    def node(self, address, parent=None, references=True):
        """A node with all below it."""
        base = at("ModelNode", address)
        kind = KINDS[base.modelType]
        item = at(kind, address)
        out = {"kind": kind, "name": text(item.name)}
        if parent is not None:
            out["in parent"] = item.parent == parent
        if references and kind != "LogicalDevice":  # the genuine library crashes for a device
            out["ref"] = [self.reference(address), self.reference(address, True)]
        for field in ("ldName",):
            if hasattr(item, field):
                out[field] = text(getattr(item, field))
        for field in ("elementCount", "arrayIndex", "fc", "type", "triggerOptions", "sAddr"):
            if hasattr(item, field):
                out[field] = getattr(item, field)
        if hasattr(item, "mmsValue"):
            out["value"] = self.value(item.mmsValue)
        out["children"] = [self.node(child, address, references) for child, _ in chain("ModelNode", item.firstChild)]
        return out

    def block(self, kind, address, names):
        """A control block, data set or log."""
        item = at(kind, address)
        out = {}
        for field, field_type, *_ in STRUCTS[kind]._fields_:
            value = getattr(item, field)
            if field == "parent":
                out[field] = names.get(value)
            elif field in ("address", "dstAddress"):
                phy = at("PhyComAddress", value) if value else None
                out[field] = phy and [phy.vlanPriority, phy.vlanId, phy.appId, list(phy.dstAddress)]
            elif field == "fcdas":
                out[field] = [self.entry(entry) for _, entry in chain("DataSetEntry", value)]
            elif field == "clientReservation":
                out[field] = list(value)[:5 if value[0] == 4 else 1]  # the rest is undefined in the genuine library
            elif field == "noASDU" or kind == "SettingGroupControlBlock" and field in ("cnfEdit", "timestamp", "resvTms"):
                continue  # uninitialised memory in the genuine library
            elif field_type is c_char_p:
                out[field] = text(value)
            elif field != "sibling":
                out[field] = value
        return out

    def entry(self, item):
        return [text(item.logicalDeviceName), text(item.variableName), item.index, text(item.componentName), self.value(item.value)]

    def model(self, address):
        """A whole IedModel."""
        model = at("IedModel", address)
        names = {}
        devices = []
        for device, item in chain("LogicalDevice", model.firstChild):
            devices.append(self.node(device))
            for logical_node, _ in chain("ModelNode", item.firstChild):
                names[logical_node] = self.reference(logical_node)
        out = {"name": text(model.name), "devices": devices}
        lists = {"dataSets": "DataSet", "rcbs": "ReportControlBlock", "gseCBs": "GSEControlBlock", "svCBs": "SVControlBlock",
                 "sgcbs": "SettingGroupControlBlock", "lcbs": "LogControlBlock", "logs": "Log"}
        for field, kind in lists.items():
            out[field] = [self.block(kind, block, names) for block, _ in chain(kind, getattr(model, field))]
        return out
