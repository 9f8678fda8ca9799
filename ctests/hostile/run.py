"""Every case of client_cases.txt and server_cases.txt: `run.py [--genuine] [--only TEXT] [--markdown FILE] [--show]`.

Ours must do what the case says, within its timeouts, without growing (at its peak, not only afterwards), and work with a sane peer afterwards. With --genuine the same cases run
on the genuine library as well; what crashes, hangs or answers late there is counted. Ends with 1 when a case of ours fails.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

import paths  # noqa: E402
import peer  # noqa: E402
import raw_client  # noqa: E402
import scripted  # noqa: E402
from caller import CONNECT, REQUEST  # noqa: E402
from workers import Worker  # noqa: E402

SANE = "~ ; ~ ; serve (a4 (a1 87 05 08 3f800000))"
#: requests that one call may make, each within its timeout, where the peer lets it go on
PATIENCE = 12.0
#: KiB that a case may add to the process at its peak, unless its line says `N MB`
GROWTH = 4 * 1024
#: the attacks that are known; each has to be a case of its own
ATTACKS = """CVE-2015-6574 CVE-2019-19930 CVE-2019-19931 CVE-2019-19944 CVE-2019-19957 CVE-2019-19958 CVE-2020-7054 CVE-2020-15158 CVE-2022-2970 CVE-2022-2971
CVE-2022-2972 CVE-2022-2973 CVE-2022-21159 CVE-2023-27772 CVE-2024-28286 CVE-2024-36702 CVE-2024-45969 CVE-2024-45970 CVE-2024-45971""".split()
CLASSES = ("length arithmetic", "fixed buffers", "recursion depth", "unbounded reassembly", "more follows for ever", "signed comparison", "use after free through callbacks",
           "path traversal", "negative invoke id")
BAD = ("CRASH", "PANIC", "HANG", "unusable", "late", "grows")


def room(fields):
    """KiB that a case may need."""
    return int(fields[0].removesuffix("MB")) * 1024 if fields else GROWTH


def fits(expected, found):
    return found.startswith(expected[:-1].rstrip()) if expected.endswith("*") else found == expected


def panicked(worker):
    """Whether the library has caught a panic of its own: the case may look as expected all the same."""
    return worker.process is not None and "panicked at" in worker.said()


class Library:
    """A library in a process of its own, started again when it did not survive a case."""

    def __init__(self, lib):
        self.worker = Worker(lib, 0, program=HERE / "caller.py")

    def case(self, script, call, sane, expected, allowed):
        """What the call said, or what was wrong: one of BAD in front."""
        ask = lambda *request: self.worker.ask(list(request), PATIENCE)
        if self.worker.process is None and (ask("begin", sane), ask("end"))[0] != "OK":
            return "unusable from the start"
        before, heard = ask("memory"), []
        with scripted.Listener(peer.server(script, heard)) as listener:
            start = time.monotonic()
            said = ask("begin", listener.port, *([str(peer.CERTIFICATES)] if script.startswith("tls") else []))
            if isinstance(said, str) and said.startswith(BAD):
                return f"{said} while connecting"
            if said != "OK":
                found = f"refused {said}"
                if time.monotonic() - start > 1.1 * CONNECT / 1000 + 0.1:
                    found = f"late: {found} after {time.monotonic() - start:.1f} s"
            else:
                answer = ask("perform", call)
                if not isinstance(answer, list):
                    return str(answer)
                found, seconds = answer
                # as many round trips as there are reactions, each within its time; what goes on for ever has a bound of its own
                limit = PATIENCE / 2 if "serve" in script or "flood" in script else 0.1 + 1.1 * REQUEST / 1000 * (1 + script.count(";"))
                if seconds > limit:
                    found = f"late: {found} after {seconds:.1f} s"
            ended = ask("end")
            if ended is False:
                return f"a handler called more than once: {found}"
            if ended is not True:
                return f"{ended} while it is destroyed"
        if "; sent" in expected:
            found = " ".join([f"{found}; sent", *heard])
        if panicked(self.worker):
            self.worker.stop()
            return f"PANIC: {found}"
        peak = ask("peak")
        if isinstance(peak, int) and peak - before > allowed:
            return f"grows by {peak - before} KiB: {found}"
        # the library is as good as new
        if ask("begin", sane) != "OK" or ask("perform", "float")[0] != "OK 1.0" or ask("end") is not True:
            self.worker.stop()
            return f"unusable afterwards: {found}"
        return found


def clients(options, libraries):
    """{library: {case: (expected, found)}}"""
    found = {name: {} for name in libraries}
    with scripted.Listener(peer.server(SANE)) as sane:
        for name, lib in libraries.items():
            library = Library(lib)
            for case, (_, call, script, expected, *more) in peer.cases(peer.CLIENT).items():
                if options.only and options.only not in case:
                    continue
                found[name][case] = (expected, library.case(script, call, sane.port, expected, room(more)))
                if options.show:
                    print(f"{name:8} {case} | {found[name][case][1]}", flush=True)
            library.worker.stop()
    return found


class Server:
    """A server of a library, started again when it did not survive a case."""

    def __init__(self, lib):
        self.lib, self.worker = lib, None

    def start(self):
        self.worker = Worker(self.lib, 0, program=HERE.parent / "ctypes" / "server_worker.py")
        ask = lambda *request: self.worker.ask(list(request), PATIENCE)
        if ask("build", str(paths.model("server.cfg")), {}, {}) is not True:
            sys.exit("the server does not start")
        self.port = ask("start")

    def sane(self):
        """Whether a client is let in and gets a value; within a few seconds, for the genuine server takes five clients at most."""
        end = time.monotonic() + 3
        while True:
            try:
                client = raw_client.RawClient(self.port)
                answer = client.ask(raw_client.read("SrvA", "GGIO1$ST$Ind1$stVal"), 2)
                client.close()
                if answer.startswith("a4"):
                    return True
            except (OSError, raw_client.Closed, AttributeError):
                pass
            if time.monotonic() > end:
                return False
            time.sleep(0.05)

    def memory(self, field):
        """KiB in use (VmRSS), or at the peak since that was asked for (VmHWM)."""
        process = Path(f"/proc/{self.worker.process.pid}")
        try:
            if field == "VmRSS":
                (process / "clear_refs").write_text("5")
            return int(re.search(rf"{field}:\s+(\d+)", (process / "status").read_text())[1])
        except (OSError, TypeError):
            return 0

    def case(self, script, allowed):
        if self.worker is None:
            self.start()
            if not self.sane():
                return "unusable from the start"
        before, start = self.memory("VmRSS"), time.monotonic()
        try:
            found = " ".join(peer.client(script, self.port))
        except OSError as error:
            found = f"no connection: {error}"
        seconds = time.monotonic() - start
        alive = self.sane()
        code, peak = self.worker.process.poll(), self.memory("VmHWM")
        panic = panicked(self.worker)
        if not panic and alive and peak - before <= allowed and seconds < PATIENCE:
            return found
        self.worker.stop()
        self.worker = None
        if code is not None:
            return f"CRASH {-code}: {found}"
        if panic:
            return f"PANIC: {found}"
        return f"HANG: {found}" if not alive else f"late: {found} after {seconds:.1f} s" if seconds >= PATIENCE else f"grows by {peak - before} KiB: {found}"


class SecureServer(Server):
    """One that wants TLS."""

    def start(self):
        self.worker = Worker(self.lib, peer.CERTIFICATES, program=HERE.parent / "ctypes" / "tls_worker.py")
        self.port = self.worker.ask(["server", {"own": "server"}, {}], PATIENCE)
        if not isinstance(self.port, int):
            sys.exit("the server with TLS does not start")

    def sane(self):
        end = time.monotonic() + 3
        while time.monotonic() < end:
            try:
                if peer.client("tls client ; ~ ; ~ ; ask 80 01 00", self.port, wait=0.05)[:2] == ["up", "a006800100810100"]:
                    return True
            except OSError:
                pass
            time.sleep(0.05)
        return False


def servers(options, libraries):
    """{library: {case: (expected, found)}}"""
    found = {name: {} for name in libraries}
    for name, lib in libraries.items():
        plain, secure = Server(lib), SecureServer(lib)
        for case, (_, script, expected, *more) in peer.cases(peer.SERVER).items():
            if options.only and options.only not in case:
                continue
            found[name][case] = (expected, (secure if script.startswith("tls") else plain).case(script, room(more)))
            if options.show:
                print(f"{name:8} {case} | {found[name][case][1]}", flush=True)
        for server in (plain, secure):
            if server.worker:
                server.worker.stop()
    return found


def verdict(expected, found):
    """What is wrong with an outcome; nothing for a good one."""
    return next((bad for bad in BAD if found.startswith(bad)), "" if fits(expected, found) else "other than expected")


def prepare(directory):
    """The certificates and the file store of this run; where they are is told to `peer` and to the processes of the libraries."""
    peer.CERTIFICATES, store = directory / "certificates", directory / "store"
    subprocess.run(["cargo", "run", "-q", "--example", "certificates", "--", peer.CERTIFICATES], cwd=paths.ROOT, check=True)
    store.mkdir()
    (directory / "secret").write_text("secret")
    (store / "up.txt").write_text("offered")
    os.utime(store / "up.txt", (10**9, 10**9))  # its time is part of what is sent
    (store / "other.txt").write_text("not offered")
    (store / "link").symlink_to(directory / "secret")
    os.environ["HOSTILE_FILES"] = str(store)


def unnamed():
    """Known attacks without a case."""
    names = "\n".join([*peer.cases(peer.CLIENT), *peer.cases(peer.SERVER)])
    return [attack for attack in (*ATTACKS, *CLASSES) if attack not in names]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--genuine", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--markdown")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    libraries = {"ours": paths.our_lib()} | ({"genuine": paths.genuine_lib()} if options.genuine else {})
    if unnamed():
        sys.exit(f"no case for {', '.join(unnamed())}")
    with tempfile.TemporaryDirectory() as directory:
        prepare(Path(directory))
        # both mostly wait
        with ThreadPoolExecutor() as pool:
            sides = pool.submit(clients, options, libraries), pool.submit(servers, options, libraries)
        found = dict(zip(("hostile servers", "hostile clients"), (side.result() for side in sides)))
    rows, failed = [], []
    for title, outcomes in found.items():
        for name, all_cases in outcomes.items():
            verdicts = Counter(verdict(*outcome) or "passed" for outcome in all_cases.values())
            rows.append((title, name, len(all_cases), *(verdicts[kind] for kind in ("passed", "CRASH", "PANIC", "HANG", "unusable", "late", "grows", "other than expected"))))
        failed += [(title, case, *outcome) for case, outcome in outcomes["ours"].items() if verdict(*outcome)]
    head = ("cases", "library", "number", "as expected", "crash", "panic", "hang", "unusable afterwards", "late", "grows", "another answer")
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *("| " + " | ".join(map(str, row)) + " |" for row in rows)]
    print(*lines, sep="\n")
    if options.markdown:
        Path(options.markdown).write_text("\n".join(lines) + "\n")
    for title, case, expected, outcome in failed:
        print(f"{title}: {case}: expected {expected}, found {outcome}")
    total = sum(len(outcomes["ours"]) for outcomes in found.values())
    print(f"hostile: {total - len(failed)} passed, {len(failed)} failed")
    return bool(failed) or not total


if __name__ == "__main__":
    sys.exit(main())
