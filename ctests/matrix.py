"""The service matrix: `matrix.py [--markdown] [--show] [SERVER…]`, by `make matrix`.

Each client service (matrix_rows.py), right and wrong, asked of four servers by the genuine client and by ours, each of them with server
processes of its own. `own` is the server of our library, with the model and the handlers of the genuine one. A cell says what our client answers beside the genuine one: `=` the same, `≠` listed in differences.json, `✗` not
explained, `–` the server lacks the service and both clients say so. Exit status 1 when anything is `✗`.
"""

import argparse
import contextlib
import json
import random
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "ctypes"), str(HERE / "peers")]

import matrix_rows  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402
from client import ACCESS_ERRORS, ERRORS  # noqa: E402
from differences import Differences  # noqa: E402
from workers import Worker  # noqa: E402

COLUMNS = {"genuine": "genuine 1.6.1 server", "own": "our server", "sim": "ied sim", "pypi": "PyPI iec61850"}
PROGRAMS = {"service": "service_worker.py", "control": "control_worker.py", "report": "report_client.py", "direct": "matrix_worker.py"}
SETUP = {"service": [["session"]], "control": [["session"]], "report": [["up"]], "direct": []}
GOOD = {"OK", "unset"}
FILES = {"dummy.txt": b"Dummy file\n", "big.bin": random.Random(1).randbytes(100_000)}


def genuine_servers(files, library=None):
    """Names of matrix_rows to server commands: the one with everything, and those that need a program of their own."""
    python, lib, model, own = sys.executable, library or paths.genuine_lib(), paths.model("matrix.cfg"), HERE / "ctypes"
    substitution = files / "substitution.cfg"
    substitution.write_text(substitution_model())
    main = [python, HERE / "peers" / "control_server.py", "--lib", lib, "--model", model, "--values", "matrix", "--files", files / "store"]
    return {"main": main, "log": [python, own / "log_server.py", lib, model, 20],
            "settings": [python, own / "settings_server.py", lib, model], "substitution": [python, own / "settings_server.py", lib, substitution]}


def substitution_model():
    """The model of test_settings.py, which needs pytest to be imported."""
    return re.search(r'SUBSTITUTION = """(.*?)"""', (HERE / "ctypes" / "test_settings.py").read_text(), re.S)[1]


class Column:
    """One client library on one kind of server; the server `genuine` may be of another library, `own` is of ours."""

    def __init__(self, server, library, server_library=None):
        self.server, self.library, self.server_library = server, library, paths.our_lib() if server == "own" else server_library
        self.genuine = library == paths.genuine_lib()
        self.stack, self.peers, self.workers = contextlib.ExitStack(), {}, {}

    def __enter__(self):
        files = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        for part in ("store", "local"):
            (files / part).mkdir()
        for name, content in FILES.items():
            (files / "store" / name).write_bytes(content)
        (files / "local" / "up.txt").write_bytes(b"upload\n")
        self.local = str(files / "local")
        if self.server == "sim":
            started = {"main": peers.ied_sim(files=str(files / "store"))}
        elif self.server == "pypi":
            started = {"main": peers.Peer("PyPI iec61850", [paths.pypi_python(), HERE / "peers" / "pypi_reports.py", paths.model("sim.cid")])}
        else:
            started = {name: peers.Peer(name, command) for name, command in genuine_servers(files, self.server_library).items()}
        self.peers = {name: self.stack.enter_context(peer) for name, peer in started.items()}
        return self

    def __exit__(self, *_):
        for worker in self.workers.values():
            worker.stop()
        self.stack.close()

    def worker(self, program, server):
        server = server if server in self.peers else "main"
        if (program, server) not in self.workers:
            self.workers[program, server] = Worker(self.library, self.peers[server].port, SETUP[program], program=HERE / "ctypes" / PROGRAMS[program])
        return self.workers[program, server]

    def outcome(self, requests, server):
        """The answers to the requests of a case."""
        answers = []
        for program, request in requests:
            request = [part.replace("LOCAL", self.local) if isinstance(part, str) else part for part in request]
            # after a crash the process knows nothing of the requests before
            crashed = next((a for (p, _), a in zip(requests, answers) if p == program and str(a).startswith(("CRASH", "HANG"))), None)
            answers.append(crashed or comparable(request, self.worker(program, server).ask(request)))
        return answers


def comparable(request, answer):
    """The answer without what differs from run to run: sequence numbers, times of files, LastApplError before it came."""
    if request == ["received", 0]:
        return None  # forgets what came late
    if request[0] == "received" and isinstance(answer, list):
        return [{key: value for key, value in report.items() if key != "seq"} for report in answer[:1]]
    if request[0] == "rcb" and answer[1]:
        return [answer[0], {key: value for key, value in answer[1].items() if key != "SqNum"}]
    if request[0] == "acted" and isinstance(answer, list):
        return [row[:-1] for row in answer]
    if request[0] == "act" and isinstance(answer, list):
        return answer[:2]
    if request[0].startswith("directory") and answer and isinstance(answer[0], list):
        return [sorted(entry[:2] for entry in answer[0]), *answer[1:]]
    if request[0] == "directory_async" and isinstance(answer, list):
        return [*answer[:2], sorted(([*told[1:4], told[5]] for told in answer[2]), key=str)]
    if request[0] == "get_file_async" and isinstance(answer, list):
        return [*answer[:2], *answer[3:]]  # the genuine client sometimes tells another invoke id
    if request[0] == "state_of":
        return answer[:3]
    if request[0] in ("query_after", "query_time") and isinstance(answer, list):
        return [answer[0], "OK" if answer[1] == "unset" else answer[1], *answer[2:]]
    return answer


def words(answer):
    """The errors that an answer names, in order."""
    known = {*ERRORS.values(), *ACCESS_ERRORS.values(), "no block"}
    if isinstance(answer, str):
        return [answer.split()[0]] if answer in known or answer.startswith(("CRASH", "HANG")) else []
    parts = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else []
    return [word for part in parts for word in words(part)]


def short(answers):
    found = list(dict.fromkeys(words(answers)))
    bad = [word for word in found if word not in GOOD]
    return ", ".join(bad[:2] if bad else found[:1]) or "no error"


def judged(name, right, genuine, ours, differences):
    """(mark, text) of a cell."""
    if any("exception" in json.dumps(answer) for answer in (genuine, ours)):
        return "✗", "mistake of the matrix"
    if genuine == ours:
        return ("–" if right and set(words(ours)) - GOOD else "="), short(ours)
    listed = all(a == b or differences.allows(name, a, b) for a, b in zip(genuine, ours))
    return ("≠" if listed else "✗"), f"{short(ours)} / {short(genuine)}"


def column(server):
    """All cells of a server: {(service, right): (mark, text, genuine, ours)}."""
    cells, differences = {}, Differences("matrix")
    with Column(server, paths.genuine_lib()) as genuine, Column(server, paths.our_lib()) as ours, ThreadPoolExecutor(2) as pool:
        for service, *cases, where in (row if len(row) == 4 else (*row, "main") for row in matrix_rows.rows(matrix_rows.NAMES[server])):
            for right, case in zip((True, False), cases):
                if not case:
                    continue
                theirs = pool.submit(genuine.outcome, case, where)
                mine = ours.outcome(case, where)
                name = f"{server} {service} {'right' if right else 'wrong'}"
                cells[service, right] = (*judged(name, right, theirs.result(), mine, differences), theirs.result(), mine, case)
    return cells


def table(found, markdown):
    services = list(dict.fromkeys(key for cells in found.values() for key in cells))
    heads = ["service", "case", *(COLUMNS[server] for server in found)]
    lines = [[service, "good" if right else "bad", *(" ".join(cells[service, right][:2]) if (service, right) in cells else "" for cells in found.values())]
             for service, right in services]
    if markdown:
        return "\n".join("| " + " | ".join(line) + " |" for line in [heads, ["---"] * len(heads), *lines])
    widths = [max(len(line[at]) for line in [heads, *lines]) for at in range(len(heads))]
    return "\n".join("  ".join(part.ljust(width) for part, width in zip(line, widths)).rstrip() for line in [heads, *lines])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--show", action="store_true", help="the answers of both clients wherever they differ")
    parser.add_argument("servers", nargs="*", metavar="SERVER", help=", ".join(COLUMNS))
    options = parser.parse_args()
    options.servers = options.servers or list(COLUMNS)
    start = time.monotonic()
    with ThreadPoolExecutor(len(options.servers)) as pool:
        found = dict(zip(options.servers, pool.map(column, options.servers)))
    print(table(found, options.markdown))
    cells = [(server, *key, *cell) for server, column_cells in found.items() for key, cell in column_cells.items()]
    for server, service, right, mark, _, genuine, ours, case in cells:
        if mark == "✗" or options.show and mark == "≠":
            print(f"\n{mark} {server}: {service}, {'good' if right else 'bad'}")
            for (_, request), a, b in zip(case, genuine, ours):
                if a != b:
                    print(f"  {json.dumps(request)[:200]}\n    genuine {json.dumps(a)[:400]}\n    ours    {json.dumps(b)[:400]}")
    marks = [cell[3] for cell in cells]
    print(f"\n{len(marks)} cells: {marks.count('=')} = equal, {marks.count('≠')} ≠ listed, {marks.count('✗')} ✗ unexplained, {marks.count('–')} – the server lacks it; "
          f"our answer / the genuine one; {time.monotonic() - start:.0f} s")
    sys.exit(1 if "✗" in marks else 0)


if __name__ == "__main__":
    main()
