"""Functions that need no server: values, their code, their texts. Ours and the genuine library, answer by answer."""

import subprocess
import sys
from pathlib import Path

import pytest
import paths
from pair import Pair

PURE = Path(__file__).resolve().parent / "pure.py"

VALUES = [
    *([["bool", b] for b in (True, False)]), *([["int8", n] for n in (0, 1, -1, 127, -128)]), *([["int16", n] for n in (0, 300, -300, 32767, -32768)]),
    *([["int32", n] for n in (0, 127, 128, -128, -129, 32767, 32768, 65535, 8388607, 8388608, -8388609, 2147483647, -2147483648)]),
    *([["int64", n] for n in (0, 5, -5, 1 << 40, -(1 << 40), (1 << 63) - 1, -(1 << 63))]), *([["uint32", n] for n in (0, 127, 128, 255, 256, 65535, 65536, 4294967295)]),
    *([["float", x] for x in (0.0, -0.0, 1.5, -1e30, 3.4e38, 1e-40, float("inf"))]), *([["double", x] for x in (0.0, 1.5, 1e300, -5e-324, 0.1)]),
    *([["vstring", s] for s in ("", "a", "hello", "x" * 129, "x" * 300, "\xe4")]), *([["mstring", s] for s in ("", "text", "\xc3\xa4")]),
    *([["octets", s] for s in ("", "00", "0102fe", "ff" * 64)]),
    *([["bits", [size, n]] for size, n in ((1, 1), (2, 2), (8, 255), (13, 2114), (13, 0), (16, 65535), (32, 0xFFFFFFFF), (40, 5), (-6, 3), (-13, 8191))]),
    *([["utc", ms] for ms in (0, 999, 1000, 1700000000123, 4102444799999, 4294967295999)]), ["bintime", True], ["bintime", False],
    ["struct", []], ["struct", [["bool", True], ["vstring", "abc"], ["int64", -5]]], ["struct", [["struct", [["struct", [["float", 2.5]]]]], ["bits", [13, 5]]]],
]
CODES = [
    "", "00", "83", "8300", "830101", "8301ff", "83020001", "8500", "850100", "85020080", "850580000000ff", "8509010203040506070809", "8600", "860100", "8605ff00000000", "870100",
    "8705083fc00000", "87050b3fc00000", "87090b3ff8000000000000", "8400", "840100", "84020000", "840206c0", "84020940", "8900", "890101", "8a00", "8a0161", "8a0400000000", "9000", "900161",
    "91086553f1001f7ced0a", "9107000000000000aa", "8c0400000001", "8c06000000010001", "8c0500", "a200", "a100", "a203830101", "a2068301018301", "a20383010183", "a103850105", "a2800000",
    "a2818083", "8a82", "8a8401000000", "8affffffffff", "1f1f1f", "80010a", "8d0101", "8e0101", "920101",
    "a2" * 3 + "0403830101",
]
BASES = [["bool", True], ["int8", 1], ["int32", 70000], ["int64", 1 << 40], ["uint32", 7], ["float", 1.5], ["double", 1.5], ["vstring", "abc"], ["mstring", "abc"], ["octets", "0102"],
         ["bits", [13, 5]], ["bits", [2, 2]], ["utc", 1700000000123], ["bintime", False], ["struct", []], ["struct", [["bool", True]]], ["struct", [["int32", 3], ["bool", True]]]]


@pytest.fixture
def pure():
    with Pair(0, setup=(), where="values", program=PURE) as pair:
        yield pair


def test_values_code_and_text(pure):
    pure.ask_all([["all_of", kind, argument] for kind, argument in VALUES])
    pure.verdict("values")


def test_printing_into_buffers_of_every_size(pure):
    pure.ask_all([["printed_into", kind, argument, size] for kind, argument in VALUES[-3:] + [["int32", -70000], ["vstring", "hello"], ["utc", 1700000000123]] for size in range(1, 40)])
    pure.verdict("printing")


def test_decoding_of_good_and_bad_bytes(pure):
    pure.ask_all([["decoded", code] for code in CODES])
    pure.verdict("decoding")


def test_update_and_comparison_of_every_pair_of_types(pure):
    pure.ask_all([["updated", target, source] for target in BASES for source in BASES] + [["compared", one, other] for one in BASES for other in BASES])
    pure.verdict("updates and comparisons")


def test_texts_of_enumerations(pure):
    pure.ask_all([["text_of", function, number] for function in ("IedClientError_toString", "FunctionalConstraint_toString") for number in range(-3, 105)])
    names = ("ST MX SP SV CF DC SG SE SR OR BL EX CO US MS RP BR LG GO XX st S STX ALL NONE".split() + [""])
    pure.ask_all([["number_of", "FunctionalConstraint_fromString", name] for name in names])
    pure.verdict("texts")


@pytest.mark.parametrize("call", ("newOctetString(0, MOST)", "newOctetString(MOST, 0)", "newOctetString(0, -MOST)", "newVisibleStringWithSize(MOST)", "newMmsStringWithSize(MOST)",
                                  "newBitString(MOST)", "createEmptyArray(MOST)", "createEmptyStructure(MOST)"))
def test_a_value_for_which_there_is_no_memory_is_null(call):
    program = f"""
import ctypes, resource
lib = ctypes.CDLL({str(paths.our_lib())!r})
MOST = 2**31 - 1
room = 2**20 * 200
resource.setrlimit(resource.RLIMIT_AS, (room, room))
for name in ("newOctetString", "newVisibleStringWithSize", "newMmsStringWithSize", "newBitString", "createEmptyArray", "createEmptyStructure"):
    getattr(lib, "MmsValue_" + name).restype = ctypes.c_void_p
assert lib.MmsValue_{call} is None
assert lib.MmsValue_newOctetString(3, 300)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
