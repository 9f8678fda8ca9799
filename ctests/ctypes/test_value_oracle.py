#!/usr/bin/env python3
"""Compares the values of our library with those of the genuine one, call by call.

Both libraries run in child processes of their own and are fed the same random sequences of calls as JSON lines.
IEC61850_LIB is our library, IEC61850_GENUINE_LIB the genuine one (from PyPI: pyiec61850-ng==1.6.1.10).
Both default to where the project has them. ORACLE_RUNS and ORACLE_SEED set how many sequences and which.

Where the genuine library crashes, ours must only survive. Deliberate differences are not generated:
bit strings beyond 32 bits as numbers, getters on values of other types that read foreign memory there,
empty containers on the wire, sizes that contradict each other, numbers that are not in their shortest form on the wire,
and `MmsValue_setUint8` with 0x80 or more (the genuine library then sends an unsigned that reads as negative).
"""
import ctypes
import json
import os
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

import paths  # noqa: E402

C = ctypes
P = C.c_void_p
SIGNATURES = {
    "newBoolean": (P, C.c_bool), "newIntegerFromInt8": (P, C.c_int8), "newIntegerFromInt16": (P, C.c_int16),
    "newIntegerFromInt32": (P, C.c_int32), "newIntegerFromInt64": (P, C.c_int64), "newInteger": (P, C.c_int),
    "newUnsigned": (P, C.c_int), "newUnsignedFromUint32": (P, C.c_uint32), "newFloat": (P, C.c_float),
    "newDouble": (P, C.c_double), "newBitString": (P, C.c_int), "newOctetString": (P, C.c_int, C.c_int),
    "newVisibleString": (P, C.c_char_p), "newMmsString": (P, C.c_char_p), "newVisibleStringWithSize": (P, C.c_int),
    "newMmsStringWithSize": (P, C.c_int), "newVisibleStringFromByteArray": (P, C.c_char_p, C.c_int),
    "newMmsStringFromByteArray": (P, C.c_char_p, C.c_int), "newBinaryTime": (P, C.c_bool),
    "newUtcTime": (P, C.c_uint32), "newUtcTimeByMsTime": (P, C.c_uint64), "newDataAccessError": (P, C.c_int),
    "createEmptyStructure": (P, C.c_int), "createEmptyArray": (P, C.c_int), "clone": (P, P), "delete": (None, P),
    "setElement": (None, P, C.c_int, P), "getElement": (P, P, C.c_int), "getArraySize": (C.c_uint32, P),
    "getType": (C.c_int, P), "getTypeString": (C.c_char_p, P), "getBoolean": (C.c_bool, P),
    "toInt32": (C.c_int32, P), "toUint32": (C.c_uint32, P), "toInt64": (C.c_int64, P), "toFloat": (C.c_float, P),
    "toDouble": (C.c_double, P), "toString": (C.c_char_p, P), "getStringSize": (C.c_int, P),
    "toUnixTimestamp": (C.c_uint32, P), "getUtcTimeInMs": (C.c_uint64, P), "getUtcTimeQuality": (C.c_uint8, P),
    "getBinaryTimeAsUtcMs": (C.c_uint64, P), "getBitStringSize": (C.c_int, P), "getBitStringByteSize": (C.c_int, P),
    "getNumberOfSetBits": (C.c_int, P), "getBitStringAsInteger": (C.c_uint32, P),
    "getBitStringAsIntegerBigEndian": (C.c_uint32, P), "getBitStringBit": (C.c_bool, P, C.c_int),
    "getOctetStringSize": (C.c_uint16, P), "getOctetStringMaxSize": (C.c_uint16, P),
    "getOctetStringOctet": (C.c_uint8, P, C.c_int), "getDataAccessError": (C.c_int, P),
    "getMaxEncodedSize": (C.c_int, P), "isDeletable": (C.c_int, P), "setDeletable": (None, P),
    "setDeletableRecursive": (None, P), "setBoolean": (None, P, C.c_bool), "setInt8": (None, P, C.c_int8),
    "setInt16": (None, P, C.c_int16), "setInt32": (None, P, C.c_int32), "setInt64": (None, P, C.c_int64),
    "setUint8": (None, P, C.c_uint8), "setUint16": (None, P, C.c_uint16), "setUint32": (None, P, C.c_uint32),
    "setFloat": (None, P, C.c_float), "setDouble": (None, P, C.c_double), "setVisibleString": (None, P, C.c_char_p),
    "setMmsString": (None, P, C.c_char_p), "setBitStringBit": (None, P, C.c_int, C.c_bool),
    "setAllBitStringBits": (None, P), "deleteAllBitStringBits": (None, P),
    "setBitStringFromInteger": (None, P, C.c_uint32), "setBitStringFromIntegerBigEndian": (None, P, C.c_uint32),
    "setUtcTime": (P, P, C.c_uint32), "setUtcTimeMs": (P, P, C.c_uint64),
    "setUtcTimeMsEx": (P, P, C.c_uint64, C.c_uint8), "setUtcTimeQuality": (None, P, C.c_uint8),
    "setUtcTimeByBuffer": (None, P, C.c_char_p), "setBinaryTime": (None, P, C.c_uint64),
    "setOctetString": (None, P, C.c_char_p, C.c_int), "setOctetStringOctet": (None, P, C.c_int, C.c_uint8),
    "equals": (C.c_bool, P, P), "equalTypes": (C.c_bool, P, P), "update": (C.c_bool, P, P),
    "MmsError_toString": (C.c_char_p, C.c_int), "FunctionalConstraint_toString": (C.c_char_p, C.c_int),
    "FunctionalConstraint_fromString": (C.c_int, C.c_char_p), "Quality_fromMmsValue": (C.c_uint16, P),
    "Dbpos_fromMmsValue": (C.c_int, P), "Dbpos_toMmsValue": (P, P, C.c_int), "LibIEC61850_getVersionString": (C.c_char_p,),
    "Timestamp_createFromByteArray": (P, C.c_char_p), "Timestamp_clearFlags": (None, P),
    "Timestamp_getTimeInSeconds": (C.c_uint32, P), "Timestamp_getTimeInMs": (C.c_uint64, P),
    "Timestamp_getTimeInNs": (C.c_uint64, P), "Timestamp_isLeapSecondKnown": (C.c_bool, P),
    "Timestamp_hasClockFailure": (C.c_bool, P), "Timestamp_isClockNotSynchronized": (C.c_bool, P),
    "Timestamp_getSubsecondPrecision": (C.c_int, P), "Timestamp_getFractionOfSecondPart": (C.c_uint32, P),
    "Timestamp_getFractionOfSecond": (C.c_float, P), "Timestamp_setLeapSecondKnown": (None, P, C.c_bool),
    "Timestamp_setClockFailure": (None, P, C.c_bool), "Timestamp_setClockNotSynchronized": (None, P, C.c_bool),
    "Timestamp_setSubsecondPrecision": (None, P, C.c_int), "Timestamp_setFractionOfSecondPart": (None, P, C.c_uint32),
    "Timestamp_setTimeInSeconds": (None, P, C.c_uint32), "Timestamp_setTimeInMilliseconds": (None, P, C.c_uint64),
    "Timestamp_setTimeInNanoseconds": (None, P, C.c_uint64), "Timestamp_toMmsValue": (P, P, P),
    "Timestamp_setByMmsUtcTime": (None, P, P), "Timestamp_destroy": (None, P),
}


# ---------------------------------------------------------------- the child: one library, calls from standard input
class Library:
    def __init__(self, path):
        self.lib = C.CDLL(path)
        self.functions = {}
        for name, (result, *arguments) in SIGNATURES.items():
            # By the form of the name: looking "clone" up would find the one of libc.
            function = getattr(self.lib, name if "_" in name else "MmsValue_" + name)
            function.restype, function.argtypes = result, arguments
            self.functions[name] = function
        for name in ("printToBuffer", "encodeMmsData", "decodeMmsData", "getUtcTimeInMsWithUs", "getUtcTimeBuffer",
                     "getOctetStringBuffer"):
            self.functions[name] = getattr(self.lib, "MmsValue_" + name)
        self.functions["printToBuffer"].argtypes = [P, C.c_char_p, C.c_int]
        self.functions["encodeMmsData"].argtypes = [P, P, C.c_int, C.c_bool]
        self.functions["decodeMmsData"].argtypes = [P, C.c_int, C.c_int, P]
        self.functions["decodeMmsData"].restype = P
        self.functions["getUtcTimeInMsWithUs"].argtypes = [P, P]
        self.functions["getUtcTimeInMsWithUs"].restype = C.c_uint64
        for name in ("getUtcTimeBuffer", "getOctetStringBuffer"):
            self.functions[name].argtypes, self.functions[name].restype = [P], P

    def special(self, name, value, *rest):
        f = self.functions
        if name == "print":
            buffer = C.create_string_buffer(b"\xee" * 4096, 4096)
            f["printToBuffer"](value, buffer, rest[0])
            return buffer.value.decode("latin-1") if rest[0] > 0 else ""
        if name == "encode":
            size = f["encodeMmsData"](value, None, 0, False)
            buffer = (C.c_uint8 * (size + 16))()
            end = f["encodeMmsData"](value, buffer, 3, True)
            return [size, end, bytes(buffer[3:max(end, 3)]).hex()]
        if name == "utc":
            return C.string_at(f["getUtcTimeBuffer"](value), 8).hex()
        if name == "micros":
            micros = C.c_uint32(7)
            return [f["getUtcTimeInMsWithUs"](value, C.byref(micros)), micros.value]
        if name == "octets":
            return C.string_at(f["getOctetStringBuffer"](value), f["getOctetStringSize"](value)).hex()
        if name == "raw":
            return C.string_at(value, 8).hex()
        raise KeyError(name)

    def run(self, calls):
        """Results of the calls; `{"$": n}` as an argument is what call n returned."""
        results, kept = [], []
        for name, *arguments in calls:
            arguments = [kept[a["$"]] if isinstance(a, dict) else a.encode("latin-1") if isinstance(a, str) else a
                         for a in arguments]
            if name == "decode":
                octets = bytes.fromhex(arguments[0].decode())
                buffer, end = (C.c_uint8 * max(len(octets), 1))(*octets), C.c_int(-1)
                result = self.functions["decodeMmsData"](buffer, 0, len(octets), C.byref(end))
                kept.append(result)
                results.append([end.value if result else None, bool(result)])
                continue
            if name.startswith(":"):
                result = self.special(name[1:], *arguments)
            else:
                result = self.functions[name](*arguments)
            kept.append(result)
            if name in SIGNATURES and SIGNATURES[name][0] is P:
                result = "same" if result is not None and result == arguments[0] else bool(result)
            results.append(result.decode("latin-1") if isinstance(result, bytes) else
                           repr(result) if isinstance(result, float) else result)
        return results


def child(path):
    library = Library(path)
    for line in sys.stdin:
        print(json.dumps(library.run(json.loads(line))), flush=True)


# ---------------------------------------------------------------- the parent: sequences, and two children to compare
class Child:
    def __init__(self, path):
        self.path, self.process = path, None

    def run(self, calls):
        """The results, or None after a crash."""
        if self.process is None:
            self.process = subprocess.Popen([sys.executable, __file__, "--child", self.path], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.process.stdin.write(json.dumps(calls) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        self.close()
        return None

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()
            self.process = None


def text(rng, longest=40):
    return "".join(chr(rng.randint(1, 255)) for _ in range(rng.randint(0, longest)))


def integer(rng, bits):
    value = rng.choice([0, 1, -1, 1 << (bits - 1), -(1 << (bits - 1)), (1 << (bits - 1)) - 1, rng.getrandbits(bits),
                        rng.getrandbits(rng.randint(1, bits))])
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def unsigned(rng, bits):
    return integer(rng, bits) & ((1 << bits) - 1)


def shortest(value):
    return value.to_bytes((value if value >= 0 else ~value).bit_length() // 8 + 1, "big", signed=True)


def number(rng):
    return rng.choice([0.0, -0.0, 1.5, -2.25, 1e10, 123456.789, float("inf"), rng.uniform(-1e6, 1e6), rng.gauss(0, 1)])


def milliseconds(rng):
    return rng.choice([0, 1, 999, 441763200000, 1700000000123, 4294967296000, rng.randint(0, 1 << 42)])


def maker(rng):
    """A kind and the call that makes a value of it."""
    kind = rng.choice(["bool", "int", "int", "uint", "float", "bits", "octets", "text", "mms", "btime", "utc", "error"])
    if kind == "int":
        bits = rng.choice([8, 16, 32, 64])
        return kind, rng.choice([[f"newIntegerFromInt{bits}", integer(rng, bits)], ["newInteger", rng.randint(-5, 70)]])
    if kind == "bits":
        return kind, ["newBitString", rng.randint(-32, 32)]
    if kind == "octets":
        size = rng.randint(0, 20)
        return kind, ["newOctetString", size, size + rng.randint(0, 20)]
    return kind, {
        "bool": lambda: ["newBoolean", rng.random() < 0.5],
        "uint": lambda: rng.choice([["newUnsignedFromUint32", unsigned(rng, 32)], ["newUnsigned", rng.randint(0, 70)]]),
        "float": lambda: [rng.choice(["newFloat", "newDouble"]), number(rng)],
        "text": lambda: rng.choice([["newVisibleString", text(rng)], ["newVisibleStringWithSize", rng.randint(0, 30)]]),
        "mms": lambda: rng.choice([["newMmsString", text(rng)], ["newMmsStringWithSize", rng.randint(0, 30)]]),
        "btime": lambda: ["newBinaryTime", rng.random() < 0.5],
        "utc": lambda: rng.choice([["newUtcTime", unsigned(rng, 32)], ["newUtcTimeByMsTime", milliseconds(rng)]]),
        "error": lambda: ["newDataAccessError", rng.randint(0, 12)],
    }[kind]()


def setter(rng, kind, v):
    """A call that changes a value of that kind, or None."""
    octets = "".join(chr(rng.getrandbits(8)) for _ in range(rng.randint(0, 45)))
    choices = {
        "bool": [["setBoolean", v, rng.random() < 0.5]],
        "int": [[f"setInt{bits}", v, integer(rng, bits)] for bits in (8, 16, 32, 64)],
        "uint": [["setUint8", v, rng.getrandbits(7)], ["setUint16", v, unsigned(rng, 16)], ["setUint32", v, unsigned(rng, 32)]],
        "float": [["setFloat", v, number(rng)], ["setDouble", v, number(rng)]],
        "bits": [["setBitStringBit", v, rng.randint(-2, 34), rng.random() < 0.7], ["setAllBitStringBits", v],
                 ["deleteAllBitStringBits", v], ["setBitStringFromInteger", v, unsigned(rng, 32)],
                 ["setBitStringFromIntegerBigEndian", v, unsigned(rng, 32)]],
        "octets": [["setOctetString", v, octets, len(octets)],
                   ["setOctetStringOctet", v, rng.randint(0, 42), rng.getrandbits(8)]],
        "text": [["setVisibleString", v, text(rng)], ["setVisibleString", v, None], ["setMmsString", v, text(rng)]],
        "mms": [["setMmsString", v, text(rng)], ["setVisibleString", v, text(rng)]],
        "btime": [["setBinaryTime", v, milliseconds(rng)]],
        "utc": [["setUtcTime", v, unsigned(rng, 32)], ["setUtcTimeMs", v, milliseconds(rng)],
                ["setUtcTimeMsEx", v, milliseconds(rng), rng.getrandbits(8)],
                ["setUtcTimeQuality", v, rng.getrandbits(8)],
                ["setUtcTimeByBuffer", v, "".join(chr(rng.getrandbits(8)) for _ in range(8))]],
        "error": [],
    }[kind]
    return rng.choice(choices) if choices else None


OWN_GETTERS = {
    "bool": ["getBoolean"], "bits": ["getBitStringSize", "getBitStringByteSize", "getNumberOfSetBits",
                                      "getBitStringAsInteger", "getBitStringAsIntegerBigEndian", "Quality_fromMmsValue",
                                      "Dbpos_fromMmsValue"],
    "octets": ["getOctetStringSize", "getOctetStringMaxSize", ":octets"], "btime": ["getBinaryTimeAsUtcMs"],
    "utc": ["toUnixTimestamp", "getUtcTimeInMs", "getUtcTimeQuality", ":utc", ":micros"], "error": ["getDataAccessError"],
}
ALL_GETTERS = ["getType", "getTypeString", "toInt32", "toUint32", "toInt64", "toFloat", "toDouble", "toString",
               "getStringSize", "getMaxEncodedSize", ":encode"]


class Sequence:
    def __init__(self, rng):
        self.rng, self.calls = rng, []

    def call(self, *call):
        self.calls.append(list(call))
        return {"$": len(self.calls) - 1}

    def simple(self):
        kind, make = maker(self.rng)
        value = self.call(*make)
        for _ in range(self.rng.randint(0, 4)):
            change = setter(self.rng, kind, value)
            if change:
                self.call(*change)
        return kind, value

    def tree(self, depth=3):
        if depth == 0 or self.rng.random() < 0.5:
            return self.simple()[1]
        count = self.rng.randint(1, 4)
        container = self.call(self.rng.choice(["createEmptyStructure", "createEmptyArray"]), count)
        for index in range(count):
            self.call("setElement", container, index, self.tree(depth - 1))
        return container

    def look(self, value):
        self.call(":print", value, self.rng.choice([1, 2, 5, 17, 100, 4000]))
        self.call(":encode", value)
        self.call("getMaxEncodedSize", value)

    def values(self):
        kind, value = self.simple()
        for getter in ALL_GETTERS + OWN_GETTERS.get(kind, []):
            self.call(getter, value)
        if kind == "bits":
            self.call("getBitStringBit", value, self.rng.randint(-2, 34))
        if kind == "octets":
            self.call("getOctetStringOctet", value, self.rng.randint(0, 42))
        self.look(value)
        for call in ("setDeletable", "isDeletable", "clone"):
            copy = self.call(call, value)
        self.look(copy)
        self.call("isDeletable", copy)
        self.call("equals", value, copy)
        self.call("delete", value)
        self.look(copy)
        self.call("delete", copy)

    def pairs(self):
        if self.rng.random() < 0.5:
            one, other = self.simple()[1], self.simple()[1]
        else:
            one = self.tree()
            other = self.call("clone", one)
        self.call("equals", one, other)
        self.call("equalTypes", one, other)
        self.call("update", one, other)
        self.look(one)
        self.call("delete", one)
        self.call("delete", other)

    def trees(self):
        value = self.tree()
        self.look(value)
        copy = self.call("clone", value)
        self.call("delete", value)
        self.look(copy)
        self.call("delete", copy)

    def replacing(self):
        count = self.rng.randint(1, 4)
        container = self.call("createEmptyStructure", count)
        for index in range(count):
            self.call("setElement", container, index, self.tree(2))
        index = self.rng.randrange(count)
        old = self.call("getElement", container, index)
        if self.rng.random() < 0.5:
            self.call("delete", old)
            self.call("setElement", container, index, self.simple()[1])
        else:
            self.call("setElement", container, index, self.simple()[1])
            self.call(":print", old, 4000)
            self.call("delete", old)
        self.look(container)
        self.call("getArraySize", container)
        self.call("delete", container)

    def wire(self):
        contents = {
            0x83: lambda: bytes([self.rng.getrandbits(8)]),
            0x84: lambda: bytes([0]) + self.rng.randbytes(self.rng.randint(1, 4)),
            0x85: lambda: shortest(integer(self.rng, self.rng.choice([8, 16, 32, 64]))),
            0x86: lambda: shortest(unsigned(self.rng, self.rng.choice([8, 16, 32]))),
            0x87: lambda: b"\x08" + self.rng.randbytes(4), 0x89: lambda: self.rng.randbytes(self.rng.randint(0, 200)),
            0x8a: lambda: text(self.rng, 200).encode("latin-1"), 0x90: lambda: bytes(self.rng.randint(32, 126) for _ in range(self.rng.randint(0, 40))),
            0x8c: lambda: self.rng.randbytes(self.rng.choice([4, 6])), 0x91: lambda: self.rng.randbytes(8),
        }

        def element(depth):
            if depth and self.rng.random() < 0.5:
                content = b"".join(element(depth - 1) for _ in range(self.rng.randint(1, 4)))
                tag = self.rng.choice([0xa1, 0xa2])
            else:
                tag = self.rng.choice(sorted(contents))
                content = contents[tag]()
            length = len(content)
            octets = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
            return bytes([tag]) + octets + content

        octets = element(3)
        value = self.call("decode", octets.hex())
        self.call(":print", value, 4000)
        for getter in ("getType", "toInt64", "toUint32", "toInt32", "toDouble", "toString"):
            self.call(getter, value)
        self.call("delete", value)

    def stamps(self):
        stamp = self.call("Timestamp_createFromByteArray", "".join(chr(self.rng.getrandbits(8)) for _ in range(8)))
        for _ in range(self.rng.randint(0, 3)):
            name, bits = self.rng.choice([("setTimeInSeconds", 32), ("setTimeInMilliseconds", 42),
                                          ("setTimeInNanoseconds", 62), ("setFractionOfSecondPart", 32),
                                          ("setSubsecondPrecision", 6), ("setLeapSecondKnown", 1),
                                          ("setClockFailure", 1), ("setClockNotSynchronized", 1)])
            argument = self.rng.getrandbits(bits)
            self.call("Timestamp_" + name, stamp, bool(argument) if bits == 1 else argument)
        for name in ("getTimeInSeconds", "getTimeInMs", "getTimeInNs", "isLeapSecondKnown", "hasClockFailure",
                     "isClockNotSynchronized", "getSubsecondPrecision", "getFractionOfSecondPart",
                     "getFractionOfSecond"):
            self.call("Timestamp_" + name, stamp)
        self.call(":raw", stamp)
        value = self.call("Timestamp_toMmsValue", stamp, None)
        self.call(":utc", value)
        self.call("Timestamp_clearFlags", stamp)
        self.call("Timestamp_setByMmsUtcTime", stamp, value)
        self.call(":raw", stamp)
        self.call("delete", value)
        self.call("Timestamp_destroy", stamp)

    def names(self):
        for number_ in range(-3, 120):
            self.call("MmsError_toString", number_)
            self.call("FunctionalConstraint_toString", number_)
        for name in ("ST", "MX", "GO", "CO", "EX", "ALL", "", "S", "st", "STX", text(self.rng, 3)):
            self.call("FunctionalConstraint_fromString", name)
        for position in range(-2, 6):
            self.call(":print", self.call("Dbpos_toMmsValue", None, position), 10)
        self.call("LibIEC61850_getVersionString")


def main():
    ours, genuine = str(paths.our_lib()), str(paths.genuine_lib())
    runs, seed = int(os.environ.get("ORACLE_RUNS", "3000")), int(os.environ.get("ORACLE_SEED", "1"))
    rng = random.Random(seed)
    children = Child(ours), Child(genuine)
    failures = crashes = calls = 0
    kinds = ["values"] * 5 + ["pairs"] * 3 + ["trees", "replacing", "wire", "wire", "stamps", "stamps"]
    for run in range(runs):
        sequence = Sequence(rng)
        getattr(sequence, "names" if run == 0 else rng.choice(kinds))()
        calls += len(sequence.calls)
        mine, theirs = (one.run(sequence.calls) for one in children)
        if theirs is None:
            crashes += 1
            if os.environ.get("ORACLE_VERBOSE"):
                print(f"run {run}: genuine crashed: {sequence.calls}")
        if mine is None:
            failures += 1
            print(f"run {run}: ours crashed: {sequence.calls}")
        elif theirs is not None:
            for call, own, other in zip(sequence.calls, mine, theirs):
                if own != other:
                    failures += 1
                    made = [c for c in sequence.calls if c[0].startswith(("new", "set", "decode", "Timestamp_set"))]
                    print(f"run {run}: {call}: ours {own!r}, genuine {other!r}; made by {made[:6]}")
                    break
        if failures >= 20:
            break
    for one in children:
        one.close()
    print(f"{run + 1} sequences, {calls} calls, {failures} differences, genuine crashed {crashes} times")
    return 1 if failures else 0


def test_values_equal_those_of_the_genuine_library():
    assert main() == 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
    else:
        sys.exit(main())
