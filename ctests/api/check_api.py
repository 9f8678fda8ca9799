#!/usr/bin/env python3
"""Compare a built library and its headers with the interface facts beside this file.

    check_api.py --lib target/release/libiec61850.so --include include [--tiers 1] [-v] [--expect expected.txt]

What is checked, each printed as "held/wanted" per header and in total:
  exported    the symbol is a defined dynamic function of the library
  declared    some header declares a prototype of that name
  prototype   redeclaring it from functions.csv after the header compiles (same C types)
  names       its parameters have the names of functions.csv, which wrapper generators match
  callback    the function pointer typedef has the type in callbacks.csv
  enum/macro  value and spelling; struct: sizeof and offsetof (x86-64)
  ctypes      every name that py61850 binds while loading is there

What must never be, whatever is missing:
  extra       a header declares what is no part of the interface, or a function that the library does not export;
              the library exports a name that is not its own

With --expect the numbers are compared with that file, one "check header held" a line: fewer fails, more asks for
--update, which records them. Without it everything wanted must hold.
Exit status 0 when that is so, 1 otherwise, 2 when it could not run. Needs: python3, gcc, nm.
"""
import argparse
import collections
import csv
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PRELUDE = "#include <stddef.h>\n#include <stdint.h>\n#include <stdbool.h>\n#include <stdlib.h>\n"
# Headers that programs include; a type may live in any of them, so each check includes all that exist.
NOT_SELF_CONTAINED = {"iso_connection_parameters.h", "iec61850_cdc.h", "iec61850_config_file_parser.h"}
INCLUDE_FIRST = ("mms_common.h", "iec61850_client.h", "iec61850_model.h")


def rows(name):
    with open(HERE / f"{name}.csv", newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def headers_of(field):
    return field.split()


def gcc(include, source, *flags):
    with tempfile.NamedTemporaryFile("w", suffix=".c", delete=False) as f:
        f.write(source)
    try:
        return f.name, subprocess.run(
            ["gcc", "-std=c11", "-fmax-errors=0", "-w", "-I", str(include), *flags, "-c", f.name, "-o", "/dev/null"],
            capture_output=True, text=True)
    finally:
        pathlib.Path(f.name).unlink()


def failing_lines(name, stderr):
    """Line numbers of `name` that gcc reports an error for."""
    return {int(m.group(1)) for m in re.finditer(re.escape(name) + r":(\d+):\d+: error:", stderr)}


def check_lines(include, preamble, lines):
    """Compile preamble + one line per (key, code); the keys whose line has an error."""
    start = preamble.count("\n") + 1
    name, run = gcc(include, preamble + "".join(code + "\n" for _, code in lines), "-fsyntax-only")
    bad = failing_lines(name, run.stderr)
    return {key for i, (key, _) in enumerate(lines) if start + i in bad}


def wanted_parameters(function):
    """The names of the parameters of a row of functions.csv."""
    return re.findall(r"(\w+)\s*(?:\[\d*\])?\s*(?:;|$)", "" if function["params"] == "void" else function["params"])


def same_names(ours, function):
    """Whether the names are those of functions.csv, where it has any (a type alone there names nothing)."""
    wanted = wanted_parameters(function)
    bare = [" " not in p.strip() and "*" not in p for p in function["params"].split(";")]
    return ours is not None and len(ours) == len(wanted) and all(u or a == b for a, b, u in zip(ours, wanted, bare))


def declarations(root, names):
    """What our own headers declare, as (kind, name, header) and function -> parameter names; their style is plain."""
    found, parameters = [], {}
    for header in names:
        text = re.sub(r"/\*.*?\*/", "", (root / header).read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"\s+", " ", re.sub(r"^\s*#(?!define).*$", "", text, flags=re.M).replace("\n#define ", ";\n#define "))
        for name, params in re.findall(r"\b(\w+)\(([^()]*)\);", text):
            found.append(("function", name, header))
            parameters[name] = [] if params == "void" else re.findall(r"(\w+)(?:\[\d*\])? ?(?:,|$)", params)
        found += [("macro", name, header) for name in re.findall(r"#define (\w+) \S", text) if not name.endswith("_H_")]
        for body in re.findall(r"enum \w+ \{([^}]*)\}", text):
            found += [("enumerator", name, header) for name in re.findall(r"(\w+) =", body)]
        found += [("typedef", name, header) for name in re.findall(r"typedef [^;{()]*?\b(\w+);", text)]
        found += [("typedef", name, header) for name in re.findall(r"typedef [^;{()]*\(\*(\w+)\)\(", text)]
    return found, parameters


def extra_declarations(found, parameters, exported):
    """What a header declares beyond the interface, and functions that the library lacks."""
    known = {
        "function": {f["symbol"]: f["header"] for f in rows("functions")},
        "macro": {m["macro"]: m["header"] for m in rows("macros")},
        "enumerator": {e["enumerator"]: e["header"] for e in rows("enums")},
        "typedef": {t["typedef"]: t["header"] for t in rows("typedefs") + rows("callbacks")},
    }
    known["macro"].update({"LIB61850_API": "libiec61850_common_api.h", "PAL_API": "hal_base.h"})
    own = "iec61850_ext.h"  # ours beyond 1.6.1
    extra = [f"{header}: {kind} {name}" for kind, name, header in found
             if header != own and header not in known[kind].get(name, "").split()]
    if exported is not None:
        extra += [f"{header}: {name} is declared but not exported" for kind, name, header in found
                  if kind == "function" and name not in exported]
    return extra


def compare(table, path, update):
    """Hold the numbers to the committed ones; 0 when none is less."""
    now = {f"{kind.replace(' ', '-')} {header}": ok for (kind, header), (ok, _) in table.items()}
    if update:
        path.write_text("".join(f"{key} {held}\n" for key, held in sorted(now.items())), encoding="utf-8")
        return 0
    status = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, held = line.rpartition(" ")
        if now.get(key, 0) < int(held):
            status = 1
            print(f"check_api: {key}: {now.get(key, 0)}, but {path.name} says {held}", file=sys.stderr)
        elif now[key] > int(held):
            print(f"check_api: {key}: {now[key]}, {path.name} says {held}; record it with --update", file=sys.stderr)
    return status


def main():
    arg = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arg.add_argument("--lib", type=pathlib.Path)
    arg.add_argument("--include", type=pathlib.Path)
    arg.add_argument("--tiers", default="1,2,3")
    arg.add_argument("--only", help="only this header")
    arg.add_argument("-v", action="store_true", help="name everything that is missing")
    arg.add_argument("--expect", type=pathlib.Path, help="the numbers that must hold")
    arg.add_argument("--update", action="store_true", help="write them to --expect instead")
    a = arg.parse_args()
    tiers = set(a.tiers.split(","))
    functions = [f for f in rows("functions")
                 if f["tier"] in tiers and f["exported_1_6_1"] == "y" and f["header"] != "unknown"]
    if a.only:
        functions = [f for f in functions if f["header"] == a.only]
    wanted_headers = {f["header"] for f in functions}
    extra = []
    exported = None
    table = collections.defaultdict(lambda: [0, 0])
    missing = collections.defaultdict(list)

    def count(kind, header, key, ok):
        table[kind, header][1] += 1
        table[kind, header][0] += ok
        if not ok:
            missing[kind].append(f"{header}: {key}")

    if a.lib:
        nm = subprocess.run(["nm", "-D", "--defined-only", str(a.lib)], capture_output=True, text=True)
        if nm.returncode:
            print(f"check_api: nm: {nm.stderr.strip()}", file=sys.stderr)
            return 2
        symbols = {l.split()[2].split("@")[0]: l.split()[1] for l in nm.stdout.splitlines() if len(l.split()) == 3}
        exported = {name for name, kind in symbols.items() if kind in "TWi"}
        known = {f["symbol"] for f in rows("functions")}
        own = a.include / "iec61850_ext.h" if a.include else None  # ours beyond 1.6.1
        known |= set(declarations(a.include, [own.name])[1]) if own and own.exists() else set()
        extra += [f"library: {name}" for name in sorted(set(symbols) - known) if not name.startswith("_")]
        for f in functions:
            count("exported", f["header"], f["symbol"], f["symbol"] in exported)
        if not a.only:
            lib = ctypes.CDLL(str(a.lib.resolve()))
            for b in rows("py61850_bind"):
                if b["tier"] not in tiers or "no prototype" in b["mismatch"]:
                    continue
                count("ctypes", b["header"], b["symbol"], hasattr(lib, b["symbol"]))

    if a.include:
        present = sorted(p.name for p in a.include.glob("**/*.h"))
        root = a.include if (a.include / "iec61850_client.h").exists() or not (a.include / "libiec61850").exists() else a.include / "libiec61850"
        ordered = [h for h in INCLUDE_FIRST if h in present]
        ordered += [h for h in present if h not in ordered and h in wanted_headers]
        everything = PRELUDE + "".join(f'#include "{h}"\n' for h in ordered)
        with tempfile.TemporaryDirectory() as scratch:
            aux = pathlib.Path(scratch, "prototypes.X")
            _, run = gcc(root, everything, "-fsyntax-only", "-aux-info", str(aux))
            if run.returncode:
                print("check_api: the headers do not compile together:\n" + run.stderr[:2000], file=sys.stderr)
            declared = set(re.findall(r"\b([A-Za-z_]\w*) \(", aux.read_text())) if aux.exists() else set()
        ours, parameters = declarations(root, present)
        extra += extra_declarations(ours, parameters, exported)
        lines = [(f["symbol"], f'extern {f["return_type"]} {f["symbol"]}({f["params"].replace(";", ",") or "void"});') for f in functions]
        bad = check_lines(root, everything, lines)
        for f in functions:
            count("declared", f["header"], f["symbol"], f["symbol"] in declared)
            count("prototype", f["header"], f["symbol"], f["symbol"] in declared and f["symbol"] not in bad)
            count("names", f["header"], f["symbol"], same_names(parameters.get(f["symbol"]), f))
        for h in sorted(wanted_headers - NOT_SELF_CONTAINED):
            alone = h in present and gcc(root, f'#include "{h}"\n', "-fsyntax-only")[1].returncode == 0
            count("header compiles alone", h, h, alone)

        def facts(kind, items):
            """items: (header, key, line of C)."""
            items = [i for i in items if set(headers_of(i[0])) & wanted_headers or i[0] in companions]
            bad = check_lines(root, everything, [((h, k), code) for h, k, code in items])
            for h, k, _ in items:
                count(kind, h, k, (h, k) not in bad)

        companions = {"mms_common.h", "mms_types.h"} | ({"tls_ciphers.h"} if "2" in tiers else set())
        if a.only:
            companions = set()
        facts("callback", [(c["header"], c["typedef"],
                            f'extern {c["typedef"]} *chk_{c["typedef"]}; typedef {c["return"]} (*want_{c["typedef"]})({c["params"].replace(";", ",") or "void"}); extern want_{c["typedef"]} *chk_{c["typedef"]};')
                           for c in rows("callbacks") if c["in_1_6_1"] == "y"])
        facts("enum", [(e["header"], e["enumerator"], f'_Static_assert({e["enumerator"]} == ({e["value"]}), "value");')
                       for e in rows("enums") if e["value_1_6_1"]])
        facts("macro", [(m["header"], m["macro"], f'_Static_assert({m["macro"]} == ({m["value_1_6_1"]}), "value");')
                        for m in rows("macros") if re.fullmatch(r"-?\d+", m["value_1_6_1"] or "")])
        layout = []
        for s in rows("structs"):
            if "[" in s["struct"] or not s["offset_x86_64"] and s["field"] != "(total)":
                continue
            t = s["struct"]
            if s["field"] == "(total)":
                layout.append((s["header"], t, f'_Static_assert(sizeof({t}) == {s["size_x86_64"]}, "size");'))
            elif s["offset_x86_64"].isdigit() and re.fullmatch(r"[A-Za-z_][\w.]*", s["field"]):
                layout.append((s["header"], f'{t}.{s["field"]}', f'_Static_assert(offsetof({t}, {s["field"]}) == {s["offset_x86_64"]}, "offset");'))
        facts("struct", layout)

    totals = collections.defaultdict(lambda: [0, 0])
    for (kind, header), (ok, all_) in sorted(table.items()):
        totals[kind][0] += ok
        totals[kind][1] += all_
        if ok != all_ or a.v:
            print(f"{kind:22} {header:32} {ok}/{all_}")
    for kind, names in sorted(missing.items()):
        shown = names if a.v else names[:8]
        print(f"missing {kind}: " + ", ".join(shown) + (f" … and {len(names) - len(shown)} more (-v)" if len(shown) < len(names) else ""))
    for kind, (ok, all_) in sorted(totals.items()):
        print(f"TOTAL {kind:16} {ok}/{all_}")
    if extra:
        print("extra: " + ", ".join(extra), file=sys.stderr)
    if a.expect:
        return compare(table, a.expect, a.update) or bool(extra)
    return 1 if missing or extra else 0


if __name__ == "__main__":
    sys.exit(main())
