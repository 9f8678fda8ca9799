"""Replays genuine-1.6.1.csv on a library and compares: `run.py [LIBRARY]` (default IEC61850_LIB, else the release build).

Prints how many rows were compared, equal, deliberately different (ctests/differences.json) and unexplained, per group.
`run.py --genuine` replays on the genuine library: the check that the replay says what the file says.
"""

import argparse
import csv
import json
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

import paths  # noqa: E402
import peers  # noqa: E402
import replay  # noqa: E402
import replay_files  # noqa: E402
from differences import Differences  # noqa: E402
from workers import Worker  # noqa: E402

NO_APPL_ERROR = ["LastApplError", 0, "ControlLastApplError.NO_ERROR", "ControlAddCause.UNKNOWN"]
PYTHON_ONLY = ("TypeError", "ArgumentError", "AttributeError")


def stripped(observed):
    """What was observed, without the texts that only py61850 words."""
    if isinstance(observed, dict):
        return {key: stripped(value) for key, value in observed.items() if key != "message"}
    if isinstance(observed, str):
        return re.sub(r"(val=NULL .*) ctlNum=\d+", r"\1", observed)  # a select without value has no number: the server tells an earlier one
    return [stripped(item) for item in observed] if isinstance(observed, list) else observed


def rows():
    with (HERE / "genuine-1.6.1.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if hasattr(replay.Replayer, "row_" + row["group"].replace(".", "_")):
                yield row


def expected(row):
    crash = row["outcome"].startswith("CRASH")
    observed = None if crash else stripped(json.loads(row["observed"]))
    return [row["outcome"], row["IedClientError"], comparable(row, observed)]


def comparable(row, observed):
    """What was observed, without what depends on rows that the file, a sample, leaves out."""
    if row["group"] == "control.operate" and isinstance(observed, dict):
        # the connection's LastApplError of a step that had none of its own is one of an earlier row
        steps = [step[:-1] if step[-2:-1] == [NO_APPL_ERROR] else step for step in observed["steps"]]
        return observed | {"steps": steps}
    if row["py61850 member"] == "IedConnection.get_files" and row["group"] == "state.good":
        return sorted(observed)  # the order is that of the server's file system
    return observed


def answered(worker, row, cases, genuine):
    """The answer of the library, None where the row is not about it."""
    if row["group"] == "write.values":
        catch_up(worker, row, cases)
    answer = worker.ask(["row", row["group"], row["py61850 member"], row["scenario"]], timeout=60)
    if genuine and answer and "CONNECTION_LOST" in json.dumps(answer) and row["IedClientError"] != "CONNECTION_LOST":
        worker.stop()  # a connection of the genuine client that was dead from the start
        answer = worker.ask(["row", row["group"], row["py61850 member"], row["scenario"]], timeout=60)
    if isinstance(answer, str):
        return [answer.replace("HANG", "CRASH TIMEOUT"), "", None]
    if isinstance(answer, dict):
        return ["exception", "", answer["exception"]]
    return answer and answer[:2] + [comparable(row, stripped(answer[2]))]


def catch_up(worker, row, cases):
    """The writes of the whole matrix that precede this row: the server keeps what they left."""
    case = tuple(re.fullmatch(r"type matrix: (.+) -> server type (\w+)", row["scenario"]).groups())
    while cases and cases[0] != case:
        kind, target = cases.pop(0)
        if replay.WRITTEN[kind] and kind != "array":  # an array without elements kills the genuine client before it sends
            worker.ask(["row", "write.values", "", f"type matrix: {kind} -> server type {target}"])
    if cases:
        cases.pop(0)


def group_results(lib, group_rows, genuine):
    """(row, wanted, got) of a group, on a server of its own; on a new one after the crashes of write.values, as the file was made."""
    crashed = [index for index, row in enumerate(group_rows) if row["group"] == "write.values" and row["outcome"].startswith("CRASH")]
    split = crashed[-1] + 1 if crashed else len(group_rows)
    kinds = list(replay.WRITTEN)
    after = kinds.index("array") + 1
    yield from server_results(lib, group_rows[:split], genuine, kinds[:after])
    if group_rows[split:]:
        yield from server_results(lib, group_rows[split:], genuine, kinds[after:])


def matrix_server(place, control):
    """The server of the file, with files below `place`; with handlers that refuse and tell what they saw for the control rows."""
    replay_files.fill(place / "store", replay_files.STORE)
    replay_files.fill(place / "local", replay_files.LOCAL)
    os.environ.update(REPLAY_STORE=str(place / "store"), REPLAY_LOCAL=str(place / "local"), REPLAY_LOG=str(place / "handlers.log"))
    if control:
        program = [sys.executable, HERE.parent / "peers" / "control_server.py", "--log", place / "handlers.log"]
        server = peers.Peer("control server", program + ["--lib", paths.genuine_lib(), "--model", paths.model("matrix.cfg"), "--values", "matrix"])
    else:
        server = peers.genuine_server("matrix.cfg", files=str(place / "store"))
    os.environ["REPLAY_PROCESS"] = f"/proc/{server.process.pid}/fd/0"  # its stdin: see Server.change
    return server


def server_results(lib, group_rows, genuine, kinds):
    cases = [(kind, target) for kind in kinds for target in replay.SERVER_TYPES]
    control = group_rows[0]["group"].startswith("control.")
    with tempfile.TemporaryDirectory() as place, matrix_server(Path(place), control) as server, Worker(lib, server.port, program=HERE / "replay.py") as worker:
        for row in group_rows:
            if row["outcome"] in PYTHON_ONLY or "ArgumentError" in row["observed"] or "TypeError" in row["observed"]:
                continue
            yield row, expected(row), answered(worker, row, cases, genuine)


def told(answer):
    """An answer as text, keys in order."""
    text = json.dumps(answer, sort_keys=True)
    return text if len(text) < 1500 else f"{text[:1500]}… ({len(text)} characters)"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library", nargs="?")
    parser.add_argument("--genuine", action="store_true")
    parser.add_argument("--group", action="append")
    options = parser.parse_args()
    lib = paths.genuine_lib() if options.genuine else Path(options.library) if options.library else paths.our_lib()
    differences = Differences("behaviour", genuine=options.genuine)
    groups, totals, unexplained = {}, Counter(), []
    for row in rows():
        groups.setdefault(row["group"], []).append(row)
    print(f"{'group':18}{'rows':>6}{'compared':>10}{'equal':>7}{'different':>11}{'unexplained':>13}")
    for group, group_rows in groups.items():
        if options.group and group not in options.group:
            continue
        count = Counter(rows=len(group_rows))
        for row, wanted, got in group_results(lib, group_rows, options.genuine):
            if got is None:
                continue
            count["compared"] += 1
            if got == wanted:
                count["equal"] += 1
            elif differences.allows(f"{row['group']} {row['py61850 member']} {row['scenario']}", wanted, got):
                count["different"] += 1
            else:
                count["unexplained"] += 1
                unexplained.append((row, wanted, got))
        print(f"{group:18}{count['rows']:6}{count['compared']:10}{count['equal']:7}{count['different']:11}{count['unexplained']:13}", flush=True)
        totals.update(count)
    print(f"{'total':18}{totals['rows']:6}{totals['compared']:10}{totals['equal']:7}{totals['different']:11}{totals['unexplained']:13}")
    for row, wanted, got in unexplained:
        print(f"UNEXPLAINED {row['group']} {row['py61850 member']} {row['scenario']}\n    file {told(wanted)}\n    ours {told(got)}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
