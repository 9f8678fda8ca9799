"""Each system call that the library makes during a scripted session (session.c) fails once, by inject.c:

    run.py [--asan] [--every K] [--jobs N] [--at FUNCTION N] [--mode error|lasting|eintr|short] [--server threads|ticks]

The library is the one that is shipped (IEC61850_LIB), with --asan one with AddressSanitizer and LeakSanitizer (IEC61850_ASAN_LIB, else
built); IEC61850_SIM is another server, LONGEST the seconds for a session. A point is the N-th call of a function. After each: the right error at the right step, in time, no leak, and the same connection
object works. Exits with 1 when anything is not so.
"""

import argparse
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

OUT = paths.TARGET / "torture"
#: seconds for a session; some steps may each wait for a timeout of one second
LONGEST = int(os.environ.get("LONGEST", 10))
#: ms for a step: its timeout and what a busy machine adds
STEP_LONGEST = 2500
RUNS = 4  # undisturbed ones, to learn how many points there are

OK, NOT_CONNECTED, LOST, REJECTED, UNKNOWN = 0, 1, 3, 5, 99

#: What fails without anybody being told, and why that is right. Any other failure must be told.
INVISIBLE = {
    "shutdown": "the connection is at its end",
    "getsockname": "only the capture needs it, and has it when all associations are in the file",
    "pthread_create": "another thread does it",
}
#: No points: these fail only for a program that is wrong itself, or without memory.
PASSED = "epoll_wait (but EINTR), epoll_ctl DEL, close, eventfd write, futex, getrandom, mmap, mprotect, sigaltstack, sched_getaffinity, clock_*, malloc"

#: Steps of one association each; a failure ends the rest of its association at most.
ASSOCIATIONS = (
    ("connect", "server-directory", "device-directory", "node-directory", "read", "write", "read-back", "data-set", "rcb", "rcb-enabled", "gi",
     "report", "control", "operate", "file-directory", "file-read", "file-sent", "release"),
    ("connect-async", "connected-async", "read-async", "abort"),
    ("connect-bound", "read-bound", "quiet"),
)
CONNECTS = ("connect", "connect-async", "connected-async", "connect-bound")
#: Not of an association: each for itself.
OTHERS = ("create", "capture", "capture-stopped", "close")


def build(asan):
    OUT.mkdir(parents=True, exist_ok=True)
    compiled, linked = [], []
    if asan:
        import asan as sanitizer

        library, runtime = sanitized() if os.environ.get("IEC61850_ASAN_LIB") else sanitizer.built()
        compiled, linked = sanitizer.COMPILE, sanitizer.link(runtime)
    else:
        library = paths.our_lib()
    # the soname has the version
    links = OUT / ("lib-asan" if asan else "lib")
    links.mkdir(exist_ok=True)
    soname = links / "libiec61850.so.1.6.1"
    soname.unlink(missing_ok=True)
    soname.symlink_to(library.resolve())
    flags = ["-g", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["gcc", *flags, "-O1", "-fPIC", "-shared", HERE / "inject.c", "-o", OUT / "inject.so", "-ldl"], check=True)
    programs = []
    for source in ("session", "server"):
        program = OUT / (source + ("-asan" if asan else ""))
        # in two steps: gcc would link its own runtime
        subprocess.run(["gcc", *flags, *compiled, f"-I{paths.ROOT / 'include'}", "-c", HERE / f"{source}.c", "-o", f"{program}.o"], check=True)
        subprocess.run(["gcc", f"{program}.o", "-o", program, soname, *linked, "-lpthread", f"-Wl,-rpath,{links}"], check=True)
        programs.append(program)
    return programs


def sanitized():
    import asan as sanitizer

    sysroot = Path(subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip())
    [runtime] = (sysroot / "lib" / "rustlib" / sanitizer.TRIPLE / "lib").glob("librustc-*_rt.asan.a")
    return Path(os.environ["IEC61850_ASAN_LIB"]), runtime


class World:
    """What one session at a time uses: a server and its files, the client's files."""

    def __init__(self, folder, port=None):
        self.store, self.own = (Path(tempfile.mkdtemp(prefix=kind, dir=folder)) for kind in ("server", "client"))
        (self.store / "file.bin").write_bytes(bytes((i * 7 + i // 251) & 255 for i in range(200 * 1024)))
        self.sent = os.urandom(90_000)
        (self.own / "own.bin").write_bytes(self.sent)
        if port:  # somebody else's server
            self.peer = SimpleNamespace(port=port, kill=lambda: None)
            return
        port = peers.free_port()
        program = os.environ.get("IEC61850_SIM") or paths.TARGET / "release" / "iec61850-sim"
        command = [program, paths.model("matrix.cfg"), "--port", port, "--files", self.store, "--static", "--address", "127.0.0.1"]
        self.peer = peers.Peer("iec61850-sim", command, port)

    def close(self):
        self.peer.kill()
        for folder in (self.store, self.own):
            shutil.rmtree(folder)


class Run:
    """One session, and what came of it."""

    def __init__(self, program, world, mode="error", only=None, at=0):
        self.mode, self.only, self.at = mode, only, at
        environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": str(OUT / "inject.so"), "INJECT_MODE": mode, "RUST_BACKTRACE": "1"}
        environment |= {"INJECT_ONLY": only} if only else {}
        arrived, capture = world.store / "arrived.bin", world.own / "capture.pcapng"
        for _ in range(8):
            arrived.unlink(missing_ok=True)
            capture.unlink(missing_ok=True)
            self.start(program, [world.peer.port, at, capture, world.own, "own.bin", "arrived.bin"], environment)
            if self.code != 99:  # the library lies across 4 GiB, which the filter of inject.c does not do
                break
        self.parse()
        self.arrived = arrived.is_file() and arrived.read_bytes() == world.sent
        self.captured, self.opened = whole_capture(capture.read_bytes()) if capture.is_file() else (0, 0)

    def start(self, program, arguments, environment):
        began = time.monotonic()
        process = subprocess.Popen([str(part) for part in [program, *arguments]], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        self.stacks = ""
        try:
            self.text, self.stderr = process.communicate(timeout=LONGEST)
            self.code = process.returncode
        except subprocess.TimeoutExpired:
            done = subprocess.run(["gdb", "-p", str(process.pid), "-batch", "-ex", "thread apply all bt 25"], capture_output=True, text=True, errors="replace")
            self.stacks, self.code = done.stdout[-8000:], "late"
            process.kill()
            self.text, self.stderr = process.communicate()
        self.seconds = time.monotonic() - began

    def parse(self):
        self.steps, self.facts, self.points, self.hit, self.hit_step, self.why = {}, {}, {}, None, None, None
        for line in self.text.splitlines():
            kind, *words = line.split(None, 4)
            if kind == "step":
                self.steps[words[0]] = tuple(map(int, words[1:4]))
            elif kind == "hit":
                self.hit, self.errno, self.tcp, self.hit_step = words[0], int(words[1]), int(words[2]), list(self.steps)[-1]
            elif kind == "why":
                layer, code, text = line.split(None, 1)[1].split(None, 2)
                self.why = (layer, int(code), text)
            elif kind == "points":
                self.points[words[0]] = int(words[1])
            else:
                self.facts[kind] = list(map(int, words))

    def exchanged(self):
        """At least as many packets went over the wire: more than one for each step of an association."""
        return sum(self.steps[name][0] == OK for steps in ASSOCIATIONS for name in steps if name in self.steps and name not in ("connect-async", "abort", "quiet", "report"))

    def failed(self):
        """Steps that told an error, in order."""
        return [name for name, (error, _, _) in self.steps.items() if error != OK]

    def wrong(self):
        """All that is not as it must be."""
        if self.code != 0 or "sockets" not in self.facts:
            return [f"ends with {self.code} after {self.seconds:.1f} s at step {list(self.steps)[-1:]}:\n{self.stderr[-3000:]}{self.stacks}"]
        # what lasts may break any number of associations
        return [*self.wrong_always(), *(() if self.mode == "lasting" else (*self.wrong_errors(), *self.wrong_silence()))]

    def wrong_always(self):
        for name, (error, good, ms) in self.steps.items():
            if error == OK and not good:
                yield f"{name}: no error, and not what must come"
            if ms > STEP_LONGEST:
                yield f"{name} takes {ms} ms"
            if error != OK and name.startswith(("again", "destroy")):
                yield f"{name}: error {error}; the connection object must work again"
        if self.steps.get("file-sent", (1,))[0] == OK and not self.arrived:
            yield "file-sent: no error, and another file arrived, or none"
        if self.steps["capture"][0] == OK and self.steps["capture-stopped"][0] == OK and self.captured < self.exchanged():
            yield f"capture-stopped: no error, and the file is broken or has {self.captured} packets only"
        up = sum(self.steps[name][0] == OK for name in ("connect", "connected-async", "connect-bound"))
        if self.steps["capture"][0] == OK and self.steps["capture-stopped"][0] == OK and self.opened < up:
            yield f"capture-stopped: no error, and the openings of {up - self.opened} associations are not in the file"
        begun, made, ended, closed = self.facts["associations"]
        if not begun == ended == closed >= made:
            yield f"handlers: CONNECTING {begun}, CONNECTED {made}, CLOSED {ended} times, closed handler {closed} times"
        for fact, right in (("sockets", 0), ("bad_closes", 0), ("other_raw", 0), ("descriptors", DESCRIPTORS)):
            if self.facts[fact] != [right]:
                yield f"{fact}: {self.facts[fact]}, not {right}"
        if "panicked" in self.stderr:
            yield f"panic: {self.stderr[:1500]}"

    def wrong_errors(self):
        """Errors at steps before the failure, more steps than the failure explains, and wrong codes."""
        failed, names = self.failed(), list(self.steps)
        if not failed:
            return
        if not self.hit or names.index(failed[0]) < names.index(self.hit_step):
            yield f"{failed[0]}: error {self.steps[failed[0]][0]} before anything failed"
            return
        for steps in ASSOCIATIONS:
            wrong = [name for name in steps if name in failed]
            if not wrong:
                continue
            first, *rest = wrong
            error = self.steps[first][0]
            if first in LOCAL.get(self.only, {}):
                if error != LOCAL[self.only][first] or rest:
                    yield f"{first}: error {error}, not {LOCAL[self.only][first]}; after it {rest} failed"
                continue
            right = CONNECT_ERRORS.get((self.only, first), REJECTED) if first in CONNECTS else UNKNOWN if first == "control" else NOT_CONNECTED if first in ENDS else LOST
            if error != right:
                yield f"{first}: error {error}, not {right}"
            for name in steps[steps.index(first) + 1:]:
                told = self.steps.get(name, (NOT_CONNECTED,))[0]
                # ACSI calls after a loss say so, as those of 1.6.1; release and abort that there is no association
                if told not in (NOT_CONNECTED, LOST) and (name, told) not in (("control", UNKNOWN), ("operate", LOST)):
                    yield f"{name}: error {told} after {first} failed"
        broken = [steps for steps in ASSOCIATIONS if set(steps) & set(failed)]
        if len(broken) > 1:
            yield f"one failure, and {len(broken)} associations broken: {failed}"
        if broken and failed[0] not in LOCAL.get(self.only, {}):
            if not self.why:
                yield f"{failed[0]}: error {self.steps[failed[0]][0]}, and getLastFailure knows nothing"
            elif self.why[0] != "TCP" or self.why[1] != CODES.get(self.only, self.errno):
                yield f"{failed[0]}: getLastFailure says {self.why}, not TCP and errno {self.errno}"

    def wrong_silence(self):
        failed = self.failed()
        if self.mode != "error":
            if failed:
                yield f"{self.mode} must be invisible, and {failed} failed"
        elif self.hit in TRANSFERS and not failed:
            # of an association that this side is ending nobody needs to know; nor of one that it ends next, when the IO thread
            # fails behind the answer
            if self.tcp == ESTABLISHED and self.hit_step not in (*ENDS, "read-async"):
                yield f"{self.hit} fails on a connection that is up, and nobody is told (at {self.hit_step})"
        elif self.hit and not failed and self.hit not in INVISIBLE:
            yield f"nobody was told of the failure (at {self.hit_step})"


#: What the server says when the client could not read the file that it offers; the association goes on. The same as in 1.6.1.
UNREAD = {"file-sent": 22}
LOCAL = dict.fromkeys(("open64", "read", "lseek64", "statx", "realpath", "fstat64"), UNREAD)
#: Errors of connect as in 1.6.1 (ctests/GENUINE.md); all others are CONNECTION_REJECTED.
CONNECT_ERRORS = {("getaddrinfo", "connect"): UNKNOWN, ("bind", "connect-bound"): UNKNOWN}
#: Failures that have no errno, or end as a timeout.
CODES = {"getaddrinfo": 0, "getpeername": 0}
TRANSFERS = ("recv", "raw_recv", "send", "raw_send")
ESTABLISHED = 1
#: What the runtime keeps as long as the process lives: epoll twice, and an eventfd.
DESCRIPTORS = 3
ENDS = ("release", "abort", "close")


def whole_capture(octets):
    """The numbers of packets and of connect requests (COTP) in a pcapng file; -1 for a broken one."""
    at, packets, opened = 0, 0, 0
    while at < len(octets):
        if at + 12 > len(octets):
            return -1, 0
        kind, size = (int.from_bytes(octets[at + i:at + i + 4], "little") for i in (0, 4))
        if size < 12 or size % 4 or at + size > len(octets) or octets[at + size - 4:at + size] != octets[at + 4:at + 8]:
            return -1, 0
        packets += kind == 6
        opened += kind == 6 and re.search(rb"\x03\x00..[\x06-\x40]\xe0\x00\x00", octets[at:at + size], re.DOTALL) is not None
        at += size
    return packets, opened


def main():
    import serving  # which imports this module

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asan", action="store_true", help="with AddressSanitizer and LeakSanitizer")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only each K-th point")
    parser.add_argument("--rounds", type=int, default=1, help="each point so often; threads make no two runs the same")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--at", nargs=2, metavar=("FUNCTION", "N"), help="only this point; prints the session")
    parser.add_argument("--mode", choices=("error", "lasting", "eintr", "short"), help="only this kind of failure")
    parser.add_argument("--server", choices=("threads", "ticks"), help="the server's half: with threads, or without")
    parser.add_argument("--verbose", action="store_true", help="a line for each point")
    options = parser.parse_args()
    client, server = build(options.asan)
    with tempfile.TemporaryDirectory() as folder:
        worlds = queue.SimpleQueue()
        for _ in range(0 if options.server else options.jobs):
            worlds.put(World(folder))

        def run(*point):
            if options.server:
                return serving.ServerRun(server, client, folder, options.server, *point)
            world = worlds.get()
            try:
                return Run(client, world, *point)
            finally:
                worlds.put(world)

        try:
            if options.at:
                return one(run(options.mode or "error", options.at[0], int(options.at[1])))
            return everything(run, options)
        finally:
            while not worlds.empty():
                worlds.get().close()


def one(found):
    wrong = found.wrong()
    print(found.text, found.stderr, f"{found.seconds:.2f} s", *wrong, sep="\n")
    return bool(wrong)


def everything(run, options):
    began, failures, table = time.monotonic(), [], defaultdict(Counter)
    modes = [options.mode] if options.mode else ["error", "lasting", "eintr", "short"]
    points = []
    for mode in modes:
        undisturbed = [run(mode) for _ in range(RUNS)]
        for found in undisturbed:
            if found.wrong() or found.failed():
                sys.exit(f"the undisturbed session fails: {found.wrong()}\n{found.text}{found.stderr}")
        most = Counter()
        for found in undisturbed:
            most |= Counter(found.points)
        points += [(mode, name, n) for name, count in sorted(most.items()) for n in range(1, count + 1, options.every)]
        # all at the same time as well
        points += [(mode, None, -1)] if mode in ("eintr", "short") else []

    def tried(point):
        # threads make the number of calls vary: what was not reached gets another try
        for _ in range(4):
            found = run(*point)
            if found.hit or found.code != 0:
                break
        return found

    points *= options.rounds
    with ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(tried, points):
            name = found.only or "all"
            wrong = found.wrong()
            outcome = "wrong" if wrong else "not reached" if not found.hit else "told" if found.failed() else "invisible"
            table[found.mode, name][outcome] += 1
            if options.verbose:
                print(found.mode, name, found.at, outcome, found.hit_step, {name: found.steps.get(name, ["told"])[0] for name in found.failed()}, found.why, flush=True)
            if wrong:
                failures.append(f"{found.mode} {name} {found.at} (at {found.hit_step}, {found.seconds:.1f} s):\n  " + "\n  ".join(wrong))
    columns = ("told", "invisible", "not reached", "wrong")
    print(f"{'mode':7} {'function':16} {'points':>6}", *(f"{column:>11}" for column in columns))
    for (mode, name), outcomes in sorted(table.items()):
        print(f"{mode:7} {name:16} {outcomes.total():>6}", *(f"{outcomes[column]:>11}" for column in columns))
    print("not failed:", PASSED)
    print(*failures, sep="\n")
    print(f"torture: {len(points) - len(failures)} points passed, {len(failures)} failed, {time.monotonic() - began:.0f} s")
    return bool(failures) or not points


if __name__ == "__main__":
    sys.exit(main())
