"""The data model: the same models built by both libraries and compared struct by struct."""

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import paths
import pytest
from model_tree import parameters
from declare import _rows

HERE = Path(__file__).resolve().parent
CDC = {row["symbol"]: [name for _, name in parameters(row)] for row in _rows("functions.csv") if row["header"] == "iec61850_cdc.h" and row["exported_1_6_1"] == "y"}
FLAGS = ("isIntegerNotFloat", "hasTransientIndicator", "hasZVal", "hasMagnitude", "hasChaManRs", "hasOldStatus", "hasCmTm", "hasCmCt", "hasHisRs")


def run(library, *requests, check=True):
    """The answers of one library in a process of its own, and what it wrote to stderr."""
    process = subprocess.run([sys.executable, str(HERE / "model_worker.py"), str(library)], input="\n".join(map(json.dumps, requests)), capture_output=True, text=True, timeout=60)
    assert not check or process.returncode == 0, f"{library}: {process.returncode} {process.stderr[-500:]}"
    return [json.loads(line) for line in process.stdout.splitlines()], process


def both(*requests):
    ours, _ = run(paths.our_lib(), *requests)
    genuine, _ = run(paths.genuine_lib(), *requests)
    return ours, genuine


def option_sets(function):
    """Arguments: every single bit, the control models, and combinations by chance, always the same ones."""
    names = CDC[function]
    chance = random.Random(function)
    flags = [name for name in names if name in FLAGS]
    controls = [0, *(model | extra for model in range(1, 6) for extra in (0, 0x10, 0x20, 0x30)), 15, *(4 | 1 << bit for bit in range(6, 15)), 0x7ff4]
    sets = [{"options": 1 << bit} for bit in range(27)] + [{"controlOptions": control} for control in controls] + [{"wpOptions": 1 << bit} for bit in range(10, 24)]
    sets += [{name: chance.getrandbits(27) for name in ("options", "controlOptions", "wpOptions")} for _ in range(20)] + [{"options": 0x7ffffff, "controlOptions": 0x7ff2, "wpOptions": 0xffffff}]
    sets = [given for given in sets if not set(given).isdisjoint(names)] or [{}]
    for given, values in itertools.product(sets, itertools.product((False, True), repeat=len(flags))):
        known = {"dataObjectName": "X", "name": "x", "parent": "PARENT", "fc": 2, "triggerOptions": 5, "maxPts": 4} | dict(zip(flags, values)) | given
        yield [known.get(name, 0) for name in names]


def without(name, tree, keep=1):
    """The tree with all but the first children of this name left out."""
    seen = 0
    children = []
    for child in tree["children"]:
        seen += child["name"] == name
        if child["name"] != name or seen <= keep:
            children.append(child)
    return tree | {"children": children}


def better(function, tree):
    """What the genuine library gives, less the mistakes in it that ours does not repeat."""
    if function == "CDC_BAC_create":
        # all control attributes twice, the second time with another ctlVal
        for name in ("ctlModel", "SBO", "SBOw", "Oper", "Cancel"):
            tree = without(name, tree)
    if function == "CDC_VSS_create":
        # the substituted text is a boolean
        for child in tree["children"]:
            child["type"] = 20 if child["name"] == "subVal" else child["type"]
    if function in ("CDC_CTE_create", "CDC_TMS_create"):
        # the counts per year have the name of those per month
        for child in tree["children"]:
            child["name"] = "yly" if child["name"] == "mly" and child["elementCount"] == 21 else child["name"]
    return tree


@pytest.mark.parametrize("function", CDC)
def test_common_data_classes(function):
    requests = [[function, arguments] for arguments in option_sets(function)]
    (ours,), (genuine,) = both(["many", "cdc", requests])
    assert len(ours) == len(requests)
    for request, our, their in zip(requests, ours, genuine):
        assert our == better(function, their), request


@pytest.mark.parametrize("by_handle", [False, True])
@pytest.mark.parametrize("name", ["simpleIO.cfg", "matrix.cfg"])
def test_configuration_files(name, by_handle):
    (ours,), (genuine,) = both(["file", str(paths.model(name)), by_handle])
    assert ours["rcbs"] and len(json.dumps(ours)) > 50_000
    if name == "matrix.cfg":
        # the address of the sampled value control block must not become that of the GOOSE control block before it
        assert ours["gseCBs"][1]["address"] == [4, 273, 4097, [1, 12, 205, 1, 0, 2]]
        genuine["gseCBs"][1]["address"] = ours["gseCBs"][1]["address"]
    assert ours == genuine


def in_data(*lines):
    return in_node("DO(D 0){", *lines, "}")


def in_node(*lines):
    return "\n".join(["MODEL(m){", "LD(l){", "LN(LLN0){", *lines, "}", "}", "}", ""])


GOOD = [
    *(in_data(f"DA(v {rest}") for rest in (
        "0 0 0 1 0)=0;", "0 0 0 1 0)=x;", "0 3 0 1 0)=0x10;", "0 3 0 1 0)=010;", "0 3 0 1 0)=abc;", "0 3 0 1 0)= 5;", "0 3 0 1 0) = 5;", "0 1 0 1 0)=300;", "0 6 0 0 0)=-1;",
        "0 10 0 0 0)=1e3;", "0 11 0 0 0)=0.1;", '0 20 5 0 0)="a b;)c";', '0 20 5 0 0)="";', '0 21 5 0 0)="\xe4";', '0 13 0 0 0)="0102";', "0 22 0 0 0)=1000;", "0 23 0 0 0)=3;", "0 24 0 0 0)=3;",
        "0 25 0 0 0)=2;", "0 26 0 0 0)=5;", "0 28 0 0 0)=5;", "0 31 0 0 0)=5;", "0 31 0 0 0)=1023;", "0 32 0 0 0)=5;", "0 27 0 0 0)=5;", "0 5 0 0 0)=5;", "0 12 0 0 0)=-3;", "0 8 0 0 0)=5;",
        "0 3 -1 0 0);", "0 3 0 0 -1);", "0 3 0 0 4294967295);", "0 3 0 0 0 0);", "  0 3 0 0 0 );", "0\t3 0 0 0);", "-3 3 0 0 0);", "0 3 0 0 0)")),
    in_data("DA(arr 3 3 1 1 0){", "[0]=5;", "[2]=7;", "}"),
    in_data("DA(arr 3 20 1 1 0){", '[1]="s";', "}", "DA(x 0 3 0 0 0)=1;"),
    in_data("DA(arr 3 3 1 1 0)=5;"),
    in_data("DO(S 2){", "[0]{", "DA(a 0 3 0 0 0)=1;", "}", "[1]{", "DA(a 0 3 0 0 0)=2;", "}", "}"),
    in_data("DA(c 2 27 1 1 0){", "[0]{", "DA(f 0 10 1 1 0)=1.5;", "}", "[1]{", "DA(f 0 10 1 1 0)=2.5;", "}", "}"),
    in_data("DA(c 2 27 1 1 0){", "DA(f 0 10 1 1 0)=1.5;", "}"),
    in_data("DA(a 0 3 0 0 0){", "DA(b 0 3 0 0 0);", "}", "DO(y 0){", "}"),
    *(in_node(line) for line in (
        "RC(r - 0 - 1 1 1 0 0);", "RC(r id 1 ds 1 1 1 5 6)", "RC(r id 0 ds 1 1 1 5 6 4 1.2.3.4);", "RC(r id 1 ds 4294967295 1 1 -5 6);", "GC(g a d 1 0 -1 -1 );", "GC(g a d 1 1 1);", "LC(l ds ref 1 2 1 1);",
        "LC(l - - 1 2 1 0);", "LC(l ds l/LLN0$x 1 2 1 0);", "LOG(x);", "LOG(x y);", "SG(1 4);", "SG(0 0)", "SMVC(s id ds 1 0 80 5 1 );", "SMVC(s id ds 1 2 80 5 0 2);", "DO(x 0){}", "DO(x 0);",
        "DO(x 0) {\n}", "DS(d){\n}", "DS(d){\nDE(a);\nDE(a 3);\nDE(a 3 c$d);\nDE(x/a$b);\n}", "", "GC(g a d 1 0 1 2 ){\nPA(4 273 4096 010CCD010001);\n}")),
    in_node("DO(x 0){", "}").replace("\n", "\r\n"), in_node("DO(x 0){", "}").replace("LD(l)", "LD(l name)"), in_node("DO(x 0){", "}").replace("MODEL(m)", "MODEL(m n)"), "\n\n" + in_node("DO(x 0){", "}"), "MODEL(m){\n}",
    "MODEL(m){\nLD(l){\n}\nLD(k){\n}\n}",
]


def test_texts_that_both_read():
    (ours,), (genuine,) = both(["many", "text", [[text] for text in GOOD]])
    for text, our, their in zip(GOOD, ours, genuine):
        assert our is not None and our == their, text


# Text, what it means here. The genuine library refuses the first four, reads less out of the fifth and cuts the others.
MORE = [
    (in_node("  DO(x 0){", "\t}"), lambda node: node["children"][0]["name"] == "x"),
    (in_node("DO(x 0)", "{", "}"), lambda node: node["children"][0]["name"] == "x"),
    (in_node("   "), lambda node: node["children"] == []),
    (in_node("DO (" + "x" * 200 + " 0){", "}"), lambda node: len(node["children"][0]["name"]) == 200),
    (in_data("DA(v 0 3 0 0 0)=5; DA(w 0 3 0 0 0)=6;"), lambda node: [da["value"][1] for da in node["children"][0]["children"]] == ["5", "6"]),
    (in_data("DA(v 0 4 0 0 0)=123456789012345;"), lambda node: node["children"][0]["children"][0]["value"][1] == "123456789012345"),
    (in_data('DA(v 0 20 5 0 0)="a"b";'), lambda node: node["children"][0]["children"][0]["value"][1] == 'a"b'),
    (in_data('DA(v 0 3 0 0 0)="5";'), lambda node: node["children"][0]["children"][0]["value"][1] == "5"),
    (in_data("DA(v 0 0 0 0 0)=true;"), lambda node: node["children"][0]["children"][0]["value"][1] == "true"),
]


def test_texts_that_only_ours_reads():
    (ours,), _ = run(paths.our_lib(), ["many", "text", [[text] for text, _ in MORE]])
    for (text, holds), tree in zip(MORE, ours):
        assert tree and holds(tree["devices"][0]["children"][0]), text


BAD = ["", "\0" * 50, "LD(l){\n}", "MODEL(m){\n", "MODEL(m)", in_node("DO(x 0){"), in_node("}"), in_node("FOO(x);"), in_node("foo"), in_node("LN(y){\n}"), in_node("DE(a);"), in_node("PA(4 273 4096 010ccd010001);"),
       in_node("DA(x 0 3 0 0 0);"), in_node("DO(x);"), in_node("DO(\0 0);"), in_data("DA(v x 3 0 0 0);"), in_data("DA(v 0 3 0 0);"), in_data("[0]=5;"), in_data("DA(a 3 3 1 1 0){", "[5]=5;", "}"), in_data("DO(S 2){", "[0]=3;", "}"),
       in_node("RC(r id 0 ds 1 1 1 5)"), in_node("SG(1);"), in_node("GC(g a d 1 0 1 2 ){\nPA(4 273 4096 01:0c:cd:01:00:01);\n}"), in_node("GC(g a d 1 0 1 2 ){\nPA(4 273);\n}"), in_node() + "trailing\n", in_node() + in_node(),
       in_data('DA(v 0 20 0 0 0)="no end;'), in_node("DO(x 0){" * 5000), in_node("DO(x 2000000000);"), in_node("DO(x 65536);\n" * 30), "[" * 10000, "MODEL(" * 1000]


def test_broken_files_are_refused_with_a_reason(tmp_path):
    (ours,), _ = run(paths.our_lib(), ["many", "text", [[text] for text in BAD]])
    assert ours == [None] * len(BAD)
    assert run(paths.our_lib(), ["file", str(tmp_path / "missing")], ["file", str(tmp_path)])[0] == [None, None]


def test_damaged_files_never_crash():
    original = paths.model("matrix.cfg").read_text()[:6000]
    chance = random.Random(1)
    texts = []
    for _ in range(300):
        text = list(original)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(text))
            text[at:at + chance.randrange(4)] = chance.choices("(){}[];=\"- \n09xDA\0\xff", k=chance.randrange(4))
        texts.append(["".join(text[:chance.choice((len(text), chance.randrange(len(text))))])])
    (ours,), _ = run(paths.our_lib(), ["many", "text", texts])
    assert len(ours) == len(texts)


def test_dynamic_models():
    (ours,), (genuine,) = both(["built"])
    assert len(json.dumps(ours)) > 10_000 and ours == genuine


def test_lookups():
    (ours,), (genuine,) = both(["found"])
    # elements of arrays are found there, too
    assert ours.pop("child Hst.hstVal(0) of fc 0") and genuine.pop("child Hst.hstVal(0) of fc 0") is None
    assert len(ours) > 150 and ours == genuine


def test_models_of_tables():
    (ours,), (genuine,) = both(["table"])
    assert ours == genuine and all(ours[2:])


def test_models_are_freed():
    (grown,), _ = run(paths.our_lib(), ["memory", str(paths.model("matrix.cfg")), 60])
    assert grown < 1024, f"{grown} KiB"


def test_nonsense_arguments_give_nothing():
    """All pointers NULL, then a node with all other pointers NULL; in a process of its own."""
    code = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
import ctypes, declare, model_tree
from model_tree import HEADERS, parameters
lib = declare.Library({str(paths.our_lib())!r}); model_tree.declare(lib)
calls = 0
model = lib.IedModel_create(b"m")
node = lib.LogicalNode_create(b"LLN0", lib.LogicalDevice_create(b"l", model))
data = lib.CDC_SPS_create(b"x", node, 0)
firsts = {{"IedModel*": model, "LogicalNode*": node, "LogicalDevice*": lib.IedModel_getDeviceByIndex(model, 0), "ModelNode*": data, "DataObject*": data, "DataAttribute*": lib.ModelNode_getChild(data, b"q"), "DataSet*": lib.DataSet_create(b"d", node)}}
for row in declare._rows("functions.csv"):
    if row["header"] in HEADERS and row["exported_1_6_1"] == "y" and row["tier"] == "3":
        kinds = [kind for kind, _ in parameters(row)]
        for number in (0, -1, 1, 2**31 - 1):
            plain = [None if kind.endswith("*") or kind == "FileHandle" else bool(number) if kind == "bool" else number for kind in kinds]
            result = getattr(lib, row["symbol"])(*plain)
            assert not result or row["symbol"] in ("IedModel_create",), (row["symbol"], result)
            calls += 1
            if row["symbol"] == "IedModel_destroy" or not any(kind in firsts for kind in kinds):
                continue
            getattr(lib, row["symbol"])(*[firsts.get(kind, value) for kind, value in zip(kinds, plain)])
            for wrong in (b"", b"/", b".", b"(", b"()", b"(-1)", b"x(99999999999)", b"$", b"$$$", b"l/LLN0." + b"y." * 5000):
                getattr(lib, row["symbol"])(*[wrong if kind == "char*" and name != "objectReference" or row["symbol"].startswith("IedModel_") and kind == "char*" else firsts.get(kind, value) for (kind, name), value in zip(parameters(row), plain)])
lib.IedModel_destroy(model)
print(calls)
"""
    process = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code], capture_output=True, text=True, timeout=60)
    assert process.returncode == 0, process.stderr[-1500:]
    assert int(process.stdout) > 400


def test_addresses_may_be_shared_and_names_changed():
    """What a program may do to a model before it is destroyed: nothing is freed twice."""
    code = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
import ctypes, declare, model_tree
lib = declare.Library({str(paths.our_lib())!r}); model_tree.declare(lib)
mac = (ctypes.c_uint8 * 6)()
for _ in range(50):
    model = lib.IedModel_create(b"m")
    node = lib.LogicalNode_create(b"LLN0", lib.LogicalDevice_create(b"l", model))
    address = lib.PhyComAddress_create(1, 2, 3, ctypes.addressof(mac))
    for name in (b"a", b"b"):
        lib.GSEControlBlock_addPhyComAddress(lib.GSEControlBlock_create(name, node, None, None, 1, False, 1, 1), address)
        lib.SVControlBlock_addPhyComAddress(lib.SVControlBlock_create(name, node, None, None, 1, 0, 1, 0, False), address)
    lib.IedModel_setIedName(model, b"other")
    lib.IedModel_setIedNameForDynamicModel(model, b"third")
    lib.IedModel_destroy(model)
"""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert process.returncode == 0, process.stderr[-1500:]


