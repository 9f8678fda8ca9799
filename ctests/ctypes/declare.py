"""Loads a libiec61850 with ctypes and declares its functions the way py61850 declares them.

`api/py61850_bind.csv` says how that Python package sets restype and argtypes; those declarations win. Functions it
does not bind are declared from their C prototype (`api/functions.csv`, when it is there). Names that the library does
not export raise AttributeError when they are called.
"""

import csv
import ctypes
import re
from ctypes import CFUNCTYPE, POINTER, Structure, c_bool, c_char_p, c_int, c_ubyte, c_uint, c_uint64, c_void_p
from pathlib import Path

API = Path(__file__).resolve().parents[1] / "api"


class LastApplError(Structure):
    _fields_ = [("ctlNum", c_int), ("error", c_int), ("addCause", c_int)]


class PhyComAddress(Structure):
    _fields_ = [("vlanPriority", ctypes.c_uint8), ("vlanId", ctypes.c_uint16), ("appId", ctypes.c_uint16), ("dstAddress", ctypes.c_uint8 * 6)]


class Timestamp(Structure):
    _fields_ = [("val", c_ubyte * 8)]


class SLinkedList(Structure):
    pass


SLinkedList._fields_ = [("data", c_void_p), ("next", POINTER(SLinkedList))]


class sMmsVariableSpecification(Structure):
    _pack_ = 1
    _fields_ = [("type", c_int), ("name", c_char_p), ("count", c_int), ("padding", c_int), ("elements", c_void_p)]


_KNOWN = {"LastApplError": LastApplError, "PhyComAddress": PhyComAddress, "Timestamp": Timestamp, "SLinkedList": SLinkedList,
          "sMmsVariableSpecification": sMmsVariableSpecification, "bool": bool, "None": None, "(unset)": c_int, "": None}
CALLBACKS = {"IedConnection_StateChangedHandler": CFUNCTYPE(None, c_void_p, c_void_p, c_int),
              "IedConnectionClosedHandler": CFUNCTYPE(None, c_void_p, c_void_p)}
_C_TYPES = {"void": None, "bool": c_bool, "char": ctypes.c_char, "int": c_int, "float": ctypes.c_float, "double": ctypes.c_double,
            "size_t": ctypes.c_size_t, "int8_t": ctypes.c_int8, "uint8_t": c_ubyte, "int16_t": ctypes.c_int16, "uint16_t": ctypes.c_uint16,
            "int32_t": c_int, "uint32_t": c_uint, "int64_t": ctypes.c_int64, "uint64_t": c_uint64, "msSinceEpoch": c_uint64,
            "nsSinceEpoch": c_uint64, "Quality": ctypes.c_uint16, "Validity": ctypes.c_uint16}
_ENUM_LIKE = ("IedClientError", "FunctionalConstraint", "ACSIClass", "ControlModel", "MmsType", "MmsDataAccessError", "MmsError",
              "IedConnectionState", "Dbpos", "ReasonForInclusion")


def _python_type(text):
    """The ctypes type that a cell of py61850_bind.csv names."""
    text = text.strip()
    if text.startswith("c_int ("):
        return c_int
    pointer = re.fullmatch(r"POINTER\((\w+)\)", text)
    if pointer:
        return POINTER(_python_type(pointer[1]))
    if text in _KNOWN:
        return _KNOWN[text]
    if text in CALLBACKS:
        return CALLBACKS[text]
    if text.startswith("c_"):
        return getattr(ctypes, text)
    if text.endswith(("Handler", "Authenticator")):
        return c_void_p
    _KNOWN[text] = type(text, (Structure,), {})  # incomplete, used behind pointers only
    return _KNOWN[text]


def _c_type(text):
    """The ctypes type for a C type: scalars as they are, handles and pointers as void *."""
    text = re.sub(r"\bconst\b", "", text).strip()
    if text.replace(" ", "") == "char*":
        return c_char_p
    if text in _C_TYPES:
        return _C_TYPES[text]
    if text.replace(" ", "") in ("MmsValue*", "Timestamp*"):
        return _python_type({"M": "POINTER(sMmsValue)", "T": "POINTER(Timestamp)"}[text[0]])
    if text in ("LastApplError", "PhyComAddress"):
        return _KNOWN[text]
    if text in _ENUM_LIKE:
        return c_int
    return c_void_p


def _rows(name):
    path = API / name
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def prototypes():
    """Symbol to (restype, argtypes, 'py61850' or 'C')."""
    found = {}
    for row in _rows("functions.csv"):
        parameters = [p.strip() for p in row["params"].split(";") if p.strip() not in ("", "void")]
        types = []
        for parameter in parameters:
            named = re.fullmatch(r"(.*?[\s*])(\w+)", parameter)
            types.append(_c_type(named[1] if named and named[1].strip() else parameter))
        found[row["symbol"]] = (_c_type(row["return_type"]), types, "C")
    for row in _rows("py61850_bind.csv"):
        if row["argtypes"].strip() == "(unset)" and row["symbol"] in found:
            continue  # looked up but never given a prototype: pointers passed as ints would be cut
        arguments = [] if row["argtypes"].strip() in ("", "(unset)") else [_python_type(a) for a in row["argtypes"].split(";")]
        result = _python_type(row["restype"])
        by_c = found.get(row["symbol"], (result,))[0]
        if by_c in (c_void_p, c_char_p) and (result is c_int or isinstance(result, type) and issubclass(result, Structure)):
            result = by_c  # a pointer that py61850 cuts to an int or takes for a struct: not callable as declared
        found[row["symbol"]] = (result, arguments, "py61850")
    return found


class Library:
    """A loaded library; every declared function is an attribute."""

    def __init__(self, path):
        self.path = str(path)
        self.dll = ctypes.CDLL(self.path)
        self.declared = []
        for symbol, (restype, argtypes, _) in prototypes().items():
            try:
                function = getattr(self.dll, symbol)
            except AttributeError:
                continue
            function.restype, function.argtypes = restype, argtypes
            self.declared.append(symbol)
            setattr(self, symbol, function)

    def __getattr__(self, name):
        raise AttributeError(f"{self.path} does not export {name}")

    def exports(self, name):
        return name in self.declared
