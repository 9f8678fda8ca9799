"""make bench: this library beside the genuine one and a bare socket.

    run.py [--quick] [--rounds N] [--only KEY] [--markdown FILE] [--svg FILE]   the table (rows.py)
    run.py scale [--markdown FILE] [--svg FILE]                    1 to 10 000 connections
    run.py wedged [COUNT]                                          connections that answer nothing after a connect under load
    run.py counts [--update]                                       instructions, allocations, system calls beside counts.json
    run.py updates                                                 updates of a server
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ctests" / "peers")]

import paths  # noqa: E402
import picture  # noqa: E402
import wire  # noqa: E402
from rows import PACED, ROWS  # noqa: E402

OUT = paths.TARGET / "bench"
ANSWERS = OUT / "answers.txt"
#: updates between lock and unlock of the model, updates per second (0: as many as go)
UPDATES = ((0, 250_000), (0, 0), (100, 0))
CROWDS = (1, 10, 100, 1_000, 3_000, 10_000)
#: of the genuine client, which needs a thread for each
CROWD_GENUINE = 1_000
#: what `counts` counts, and how many times more the second run does it
COUNTED = (("one read", "float", 1000), ("decode 100 values", "decode", 1000), ("encode 100 values", "encode", 1000),
           ("read a node of 102 leaves", "node", 300), ("refresh a data set of 100", "set100", 300))
#: a change of that many instructions is reported
TOLERANCE = 0.02


def machine():
    """Processor and number of cores."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.processor())
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def build(name):
    program = OUT / name
    source = HERE / "c" / f"{name}.c"
    flags = ["-O2", "-Wall", "-Wextra", "-Werror", f"-I{paths.ROOT / 'include'}"]
    subprocess.run(["gcc", *flags, source, "-o", program, "-ldl", "-lpthread"], check=True)
    return program


def prepare():
    OUT.mkdir(parents=True, exist_ok=True)
    for name in ("replay", "rows", "floor"):
        build(name)
    subprocess.run([sys.executable, HERE / "record.py", ANSWERS], check=True)


def command(*parts, pinned=True, at=()):
    return [*at, *(["taskset", "-c", "0"] if pinned else []), *map(str, parts)]


@contextmanager
def replay(*options, pinned=True, at=()):
    """A replaying server; its port."""
    server = subprocess.Popen(command(OUT / "replay", ANSWERS, *options, pinned=pinned, at=at), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield server.stdout.readline().split()[1].decode()
    finally:
        server.kill()
        server.wait()


def figures(*parts, pinned=True, at=()):
    """What a program prints, as a dictionary."""
    done = subprocess.run(command(*parts, pinned=pinned, at=at), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, parts))}: {done.stderr.strip()}")
    return {name: float(value) for name, value in re.findall(r"(\w+)=([-+.\w]+)", done.stdout)}


def libraries():
    return {"ours": paths.our_lib(), "genuine": paths.genuine_lib()}


def once(row, who, port, seconds, at):
    if who == "floor":
        if row.floor.startswith("rows:"):
            return figures(OUT / "rows", paths.our_lib(), ANSWERS, port, row.floor[5:], seconds, pinned=row.pinned)
        return figures(OUT / "floor", ANSWERS, port, row.floor, seconds, pinned=row.pinned, at=at)
    return figures(OUT / "rows", libraries()[who], ANSWERS, port, row.key, seconds, pinned=row.pinned, at=at)


def measure(row, rounds, seconds):
    """Medians of alternating rounds."""
    who = ["ours", "genuine", *(["floor"] if row.floor else [])]
    seen = {name: [] for name in who}
    with wire.link(row.wire) as (near, far), replay(*(PACED if row.wire and not far else row.replay), pinned=row.pinned, at=far) as port:
        for _ in range(rounds):
            for name in who:
                seen[name].append(once(row, name, port, seconds, near))
    return {name: {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]} for name, runs in seen.items()}


def short(number):
    if number >= 1e6:
        return f"{number / 1e6:.3g} M"
    if number >= 1e4:
        return f"{number / 1e3:.3g} k"
    return f"{number:.3g}"


def cell(row, result):
    if result is None:
        return "–"
    if row.figures == ("rate", "cpu"):
        return f"{short(result['rate'])}/s, {short(result['cpu'])} us"
    return ", ".join(short(result[figure]) for figure in row.figures)


def table(options):
    rounds = 1 if options.quick else options.rounds
    results, missed = [], []
    head = ("work", "ours", "genuine", "floor", "target", "")
    lines = [f"Machine: {machine()}. Medians of {rounds} alternating rounds; rate and client processor time per unit of work; 100 Mbit/s and MTU 1500: "
             f"{'veth between two network namespaces' if wire.allowed() else 'a replay in segments of 1448 octets'}.", "",
             "| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    print("\n".join(lines), flush=True)
    for row in ROWS:
        if options.only and row.key != options.only:
            continue
        if options.quick and row.key.startswith("crowd"):
            row = replace(row, label=row.label.replace("1 000", "100"), key="crowd100")
        seconds = min(row.seconds, 0.3) if options.quick and row.pinned else row.seconds
        result = measure(row, rounds, seconds)
        met = row.met(result["ours"], result["genuine"], result.get("floor"))
        if not met:
            missed.append(row.label.strip())
        cells = (row.label, cell(row, result["ours"]), cell(row, result["genuine"]), cell(row, result.get("floor")), row.target, "met" if met else "**missed**")
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
        results.append((row, result))
    stripped = OUT / "stripped.so"
    subprocess.run(["strip", paths.our_lib(), "-o", stripped], check=True)
    size = stripped.stat().st_size / 1e6
    lines.append(f"| size, stripped (MB) | {size:.2f} | {paths.genuine_lib().stat().st_size / 1e6:.2f} | – | <= 3 | {'met' if size <= 3 else '**missed**'} |")
    print(lines[-1])
    if options.markdown:
        Path(options.markdown).write_text("\n".join(lines) + "\n")
    if options.svg:
        Path(options.svg).write_text(picture.ratios([(row, result) for row, result in results], machine()))
    print(f"\n{len(results) + 1 - len(missed) - (size > 3)} of {len(results) + 1} targets met" + (f"; missed: {', '.join(missed)}" if missed else ""))


def scale(options):
    crowds = CROWDS[:4] if options.quick else CROWDS
    columns = (("open_s", "s to open"), ("reads_s", "s to read once on each"), ("idle_percent", "% of a core idle"), ("wakeups", "switches/s idle"),
               ("threads", "threads"), ("kb_each", "kB each"), ("close_s", "s to close"))
    lines = [f"Machine: {machine()}. Connections of one process to the replaying server on loopback.", "",
             "| client | connections | " + " | ".join(title for _, title in columns) + " |", "|---" * (2 + len(columns)) + "|"]
    print("\n".join(lines), flush=True)
    curve = {}
    for who, library in libraries().items():
        for count in crowds:
            if who == "genuine" and count > CROWD_GENUINE:
                continue
            with replay(pinned=False) as port:
                result = figures(OUT / "rows", library, ANSWERS, port, f"crowd{count}", 2, pinned=False)
            curve.setdefault(who, []).append((count, result))
            lines.append(f"| {who} | {count} | " + " | ".join(short(result[figure]) for figure, _ in columns) + " |")
            print(lines[-1], flush=True)
    if options.markdown:
        Path(options.markdown).write_text("\n".join(lines) + "\n")
    if options.svg:
        Path(options.svg).write_text(picture.curves(curve, machine()))


def wedged(count):
    for who, library in libraries().items():
        with replay(pinned=False) as port:
            result = figures(OUT / "rows", library, ANSWERS, port, "wedged", count if who == "ours" else min(count, 300), pinned=False)
        print(f"{who:8} {result['connections']:.0f} connects under load, {result['refused']:.0f} refused, {result['dead']:.0f} that answer nothing")


def counted(tool, pattern, parts):
    """The number that a tool tells of a program."""
    done = subprocess.run([*tool, *map(str, parts)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)
    found = re.search(pattern, done.stdout)
    if done.returncode or not found:
        sys.exit(f"{tool[0]} tells nothing of {parts[4]}: {done.stdout[-500:]}")
    return int(found[1].replace(",", ""))


def counts(update):
    tools = {"instructions": (["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)"),
             "allocations": (["valgrind", "--leak-check=no"], r"total heap usage: ([\d,]+) allocs"),
             "system calls": (["strace", "-f", "-c"], r"(?m)^100\.00\s+\S+\s+\S*\s+(\d+)\s+(?:\d+\s+)?total")}
    kept = json.loads((HERE / "counts.json").read_text()) if (HERE / "counts.json").exists() else {}
    now, worse = {}, []
    for label, row, times in COUNTED:
        for what, (tool, pattern) in tools.items():
            if not shutil.which(tool[0]):
                continue
            for who, library in libraries().items():
                with replay() as port:
                    few, many = (counted(tool, pattern, (OUT / "rows", library, ANSWERS, port, row, f"{n}x")) for n in (times, 2 * times))
                each = round((many - few) / times, 1)
                before = kept.get(label, {}).get(what, {}).get(who)
                now.setdefault(label, {}).setdefault(what, {})[who] = each
                print(f"{label:28} {what:13} {who:8} {each:>10}" + (f"  (kept: {before})" if before is not None else ""), flush=True)
                if who == "ours" and what == "instructions" and before is not None and each > before * (1 + TOLERANCE):
                    worse.append(f"{label}: {each} instructions, {before} before")
    if update:
        (HERE / "counts.json").write_text(json.dumps(now, indent=1) + "\n")
    elif worse:
        sys.exit("more instructions than before:\n  " + "\n  ".join(worse))


def updates():
    """Updates of a server with ten enabled report control blocks of a hundred members; the client is ours either way."""
    program = build("updates")
    for group, rate in UPDATES:
        how = f"{group} in a lock" if group else "no lock"
        print(f"\nupdates, {how}, {f'{rate} per second' if rate else 'as many as go'}:")
        for who, library in libraries().items():
            done = subprocess.run([program, paths.our_lib(), library, "3", str(group), str(rate)], check=True, stdout=subprocess.PIPE, text=True)
            print(f"  {who:8} {done.stdout.strip()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="table", choices=("table", "scale", "wedged", "counts", "updates"))
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="only the rows of this key")
    parser.add_argument("--markdown", help="file for the table")
    parser.add_argument("--svg", help="file for the picture")
    parser.add_argument("--update", action="store_true", help="keep the counts")
    options = parser.parse_args()
    prepare()
    if options.what == "table":
        table(options)
    elif options.what == "scale":
        scale(options)
    elif options.what == "wedged":
        wedged(options.count)
    elif options.what == "counts":
        counts(options.update)
    else:
        updates()


if __name__ == "__main__":
    main()
