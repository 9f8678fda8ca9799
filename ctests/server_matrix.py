"""The server matrix: `server_matrix.py [--show] [--genuine] [--json FILE] [SECTION…]`.

The same requests to a server of the genuine library and to one of ours (IEC61850_LIB), each in a process of its own with the same model: raw MMS with its
exact answers, reports and callbacks (server_rows*.py), and every service of the genuine *client* (matrix_rows.py, section `services`). A cell is `=` the
same, `≠` listed in server_differences.json, `✗` not explained. Exit status 1 when anything is `✗`.
`--genuine` runs the genuine library on both sides: what is not `=` then is a mistake of the matrix. `--answers` prints what the genuine server answers.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from server_world import HERE, World, paths  # makes the others importable

import matrix
import matrix_rows
import server_rows
from differences import Differences

#: services whose answer has freed memory of the genuine client in it
LEFT_OUT = {"directory of files by server"}
#: unexplained cells that a second run decides about
FEW = 12
#: what is shown of an answer
WIDTH = 700
#: answer of cells behind the end of a section that broke off
NO_CELL = "no such cell"
NOT_REACHED = "not reached"
PARALLEL = 2  # sections at a time, each with two servers


def services(library):
    """Cells of all client services: the genuine client and the servers of a library."""
    cells = []
    with matrix.Column("genuine", paths.genuine_lib(), library) as column:
        for service, *cases, where in (row if len(row) == 4 else (*row, "main") for row in matrix_rows.rows(matrix_rows.GENUINE)):
            for right, case in zip(("good", "bad"), cases):
                if case and service not in LEFT_OUT:
                    cells.append([f"{service}, {right}", column.outcome(case, where)])
    return cells


def attempt(run, library):
    """The cells, or why there are none."""
    try:
        return run(library)
    except RuntimeError as error:  # a server that does not start
        return [["end", str(error)[-200:]]]


def section(name, libraries):
    """The cells of a section: [(label, genuine answer, our answer)]."""
    if name == "services":
        run = lambda library: attempt(services, library)
    else:
        function = next(f for f in server_rows.SECTIONS if f.__name__ == name)
        run = lambda library: World(library).run(function)
    with ThreadPoolExecutor(2) as pool:
        genuine, ours = pool.map(run, libraries)
    theirs, mine = named(genuine), named(ours)
    return [(label, answer, mine.get(label, NOT_REACHED)) for label, answer in theirs.items()] + [(label, NO_CELL, mine[label]) for label in mine if label not in theirs]


def again(name, cells, libraries, differences):
    """A second run decides about a few unexplained cells: a busy machine moves reports. And about a section that the genuine server did not survive."""
    if any(genuine == NO_CELL for _, genuine, _ in cells):
        return section(name, libraries)
    bad = {label for label, *pair in cells if judged(name, label, *pair, differences) == "✗"}
    if not bad or len(bad) > FEW:
        return cells
    second = {label: pair for label, *pair in section(name, libraries)}
    return [(label, *second.get(label, pair)) if label in bad else (label, *pair) for label, *pair in cells]


def named(cells):
    """Answers by label; a label that comes again gets a number."""
    found = {}
    for label, answer in cells:
        text, number = label, 1
        while text in found:
            number += 1
            text = f"{label} #{number}"
        found[text] = answer
    return found


def judged(name, label, genuine, ours, differences):
    if genuine == ours:
        return "="
    return "≠" if differences.allows(f"{name}: {label}", genuine, ours) else "✗"


def beside(genuine, ours):
    """Both answers where they begin to differ."""
    texts = [json.dumps(answer, ensure_ascii=False) for answer in (genuine, ours)]
    at = next((i for i, pair in enumerate(zip(*texts)) if pair[0] != pair[1]), min(map(len, texts)))
    start = 0 if at < 150 else at - 60
    return "\n".join(f"    {who:8}{'…' if start else ''}{text[start:start + WIDTH]}" for who, text in zip(("genuine", "ours"), texts))


def main():
    known = [f.__name__ for f in server_rows.SECTIONS] + ["services"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="both answers of listed differences, too")
    parser.add_argument("--genuine", action="store_true", help="the genuine library on both sides")
    parser.add_argument("--answers", action="store_true", help="print what the genuine server answers")
    parser.add_argument("--json", help="writes all cells to a file")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(known))
    options = parser.parse_args()
    if unknown := set(options.sections) - set(known):
        parser.error(f"no section {', '.join(unknown)}")
    chosen = options.sections or ["services", *known[:-1]]  # the longest first
    libraries = (paths.genuine_lib(), paths.genuine_lib() if options.genuine or options.answers else paths.our_lib())
    differences = Differences("server", file=HERE / "server_differences.json")
    start, marks, everything = time.monotonic(), [], {}
    with ThreadPoolExecutor(PARALLEL) as pool:
        found = dict(zip(chosen, pool.map(lambda name: section(name, libraries), chosen)))
    for name in sorted(chosen, key=known.index):
        row, found[name] = [], again(name, found[name], libraries, differences)
        for label, genuine, ours in found[name]:
            mark = judged(name, label, genuine, ours, differences)
            row.append(mark)
            everything.setdefault(name, {})[label] = [mark, genuine, ours]
            if options.answers:
                print(f"{name}: {label}\n    {json.dumps(genuine)}")
            elif ours != NOT_REACHED and (mark == "✗" or options.show and mark == "≠"):
                print(f"{mark} {name}: {label}\n{beside(genuine, ours)}")
        print(f"{name:24} {len(row):4} cells  {row.count('=')} =  {row.count('≠')} ≠  {row.count('✗')} ✗", flush=True)
        marks += row
    if options.json:
        with open(options.json, "w") as file:
            json.dump(everything, file, indent=1)
    print(f"{len(marks)} cells: {marks.count('=')} = equal, {marks.count('≠')} ≠ listed, {marks.count('✗')} ✗ unexplained; {time.monotonic() - start:.0f} s")
    sys.exit(1 if "✗" in marks else 0)


if __name__ == "__main__":
    main()
