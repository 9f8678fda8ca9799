"""Each system call of the library fails once, in turn, during a scripted session: `run.py [--every K] [--at N] [--mode MODE]`.

inject.c makes the call fail, session.c is the session, the library is built with AddressSanitizer and LeakSanitizer. After each failure: the
session ends in time, each step says an error or what it says undisturbed, the same connection object works again, nothing leaks.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "peers")]

import asan  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402

OUT = paths.TARGET / "torture"
#: seconds: fifteen steps of a second each would be longer, but nothing makes more than a few of them wait
LONGEST = 12
#: steps that may say another error without anything being wrong: the server answers for itself
REPEATED = ("again", "works")


def build():
    OUT.mkdir(parents=True, exist_ok=True)
    library, runtime = asan.built()
    flags = ["-g", "-Wall", "-Wextra", "-Werror", f"-I{paths.ROOT / 'include'}"]
    subprocess.run(["gcc", *flags, "-O1", "-fPIC", "-shared", HERE / "inject.c", "-o", OUT / "inject.so", "-ldl"], check=True)
    subprocess.run(["gcc", *flags, *asan.COMPILE, "-c", HERE / "session.c", "-o", OUT / "session.o"], check=True)
    subprocess.run(["gcc", OUT / "session.o", "-o", OUT / "session", library, "-lpthread", f"-Wl,-rpath,{library.parent}", *asan.link(runtime)], check=True)


class Run:
    """One session."""

    def __init__(self, port, server, store, mode="error", at=0):
        (server / "uploaded.bin").unlink(missing_ok=True)
        environment = {"PATH": "/usr/bin:/bin", "LD_PRELOAD": str(OUT / "inject.so"), "INJECT_MODE": mode, "INJECT_AT": str(at), "STORE": str(store),
                       "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=1", "RUST_BACKTRACE": "1"}
        start = time.monotonic()
        try:
            done = subprocess.run([OUT / "session", str(port)], env=environment, capture_output=True, text=True, errors="replace", timeout=LONGEST)
            self.code, text, self.errors = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            self.code, text, self.errors = "hang", (late.stdout or b"").decode(), (late.stderr or b"").decode()
        self.seconds = time.monotonic() - start
        self.steps, self.points, self.what, self.at = {}, 0, "none", at
        for line in text.splitlines():
            name, *rest = line.split(None, 2)
            if name == "POINTS":
                self.points, self.what = int(rest[0]), rest[1]
            else:
                self.steps[name] = (int(rest[0]), *rest[1:])

    def wrong(self, usual):
        """What is wrong beside an undisturbed session."""
        if self.code != 0:
            return [f"ends with {self.code}: {self.errors[-1500:]}"]
        found = [f"{name} must work again, and says {self.steps.get(name)}" for name in REPEATED if self.steps.get(name) != usual.steps[name]]
        for name, said in self.steps.items():
            if said[0] == 0 and said != usual.steps.get(name):
                found.append(f"{name} says no error, and {said[1:]} instead of {usual.steps.get(name)}")
            if said[0] in (90, 92):
                found.append(f"{name} says nothing")
        return found

    def differs(self, usual):
        return ", ".join(f"{name}: {said}" for name, said in self.steps.items() if said != usual.steps.get(name))

    def told(self, usual):
        return "invisible" if self.steps == usual.steps else "error told"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only each K-th point")
    parser.add_argument("--at", type=int, help="only this point, with all that it prints")
    parser.add_argument("--mode", choices=("error", "interrupted", "short"))
    options = parser.parse_args()
    build()
    failures, table = [], defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder:
        store, own = Path(folder) / "server", Path(folder) / "client"
        store.mkdir()
        own.mkdir()
        (store / "file.bin").write_bytes(bytes(range(256)) * 800)
        (own / "own.bin").write_bytes(bytes(range(256)) * 400)
        port = peers.free_port()
        command = [paths.TARGET / "release" / "iec61850-sim", paths.model("matrix.cfg"), "--port", port, "--files", store, "--static", "--address", "127.0.0.1"]
        with peers.Peer("iec61850-sim", command, port), ThreadPoolExecutor(1) as pool:
            usual = Run(port, store, own)
            if usual.code or any(said[0] for said in usual.steps.values()):
                sys.exit(f"the undisturbed session fails: {usual.code} {usual.steps} {usual.errors}")
            if options.at:
                run = Run(port, store, own, options.mode or "error", options.at)
                print(run.what, run.seconds, *run.steps.items(), *run.wrong(usual), run.errors, sep="\n")
                return bool(run.wrong(usual))
            for mode in [options.mode] if options.mode else ("error", "interrupted", "short"):
                # somewhat more: threads do not always make the same calls
                points = range(1, 2) if mode == "short" else range(1, usual.points + 6, options.every)
                for run in pool.map(lambda at, mode=mode: Run(port, store, own, mode, at), points):
                    if run.what == "none" and mode != "short" and not run.code:
                        continue
                    wrong = run.wrong(usual) + ([f"must be invisible: {run.differs(usual)}"] if mode != "error" and run.steps != usual.steps else [])
                    table[mode, run.what if mode != "short" else "every send"]["wrong" if wrong else run.told(usual)] += 1
                    if wrong:
                        wrong.append(f"all that differs: {run.differs(usual)}")
                        failures.append(f"{mode} at {run.at}, {run.what}, after {run.seconds:.1f} s:\n  " + "\n  ".join(wrong))
    print(f"{'mode':12} {'call':16} {'error told':>10} {'invisible':>10} {'wrong':>6}")
    for (mode, what), outcomes in sorted(table.items()):
        print(f"{mode:12} {what:16} {outcomes['error told']:>10} {outcomes['invisible']:>10} {outcomes['wrong']:>6}")
    print(*failures, sep="\n")
    total = sum(sum(outcomes.values()) for outcomes in table.values())
    print(f"torture: {total - len(failures)} passed, {len(failures)} failed")
    return bool(failures) or not total


if __name__ == "__main__":
    sys.exit(main())
