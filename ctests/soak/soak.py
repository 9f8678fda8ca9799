"""Clients and servers of ours for as long as you like: `soak.py [--seconds 60] [--connections 20] [--seed N] [--markdown FILE]`.

Half of the connections report without a buffer, command, transfer files and settings at a server that is stopped and started again and again;
the others resume buffered control blocks of a server behind a link that is cut at random moments. Two more of each kind do so at the genuine
server, which serves five connections, behind the same kind of link. One client asks a peer that never answers. Ends with 1 when a report is unaccounted for, a BRCB entry
is lost or doubled, a timeout is missed, memory grows, descriptors or threads stay, or a process crashes or hangs.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

import paths  # noqa: E402
import peers  # noqa: E402
import scripted  # noqa: E402

RATE, RESTART, BEAT, GENUINE = 100, 7, 5, 2
#: KiB that may be added between the middle and the end of a run, and seconds of a run by which it is warm at the latest
GROWTH, WARM = 3 * 1024, 60


def status(pid):
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(fields["VmRSS"].split()[0]), int(fields["Threads"]), len(os.listdir(f"/proc/{pid}/fd"))


class Watched:
    """A process, the lines it prints, and its footprint over time."""

    def __init__(self, name, program, *arguments):
        self.name, self.lines, self.samples, self.beat = name, [], [], time.monotonic()
        self.process = subprocess.Popen([sys.executable, HERE / program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line.strip())
            self.beat = time.monotonic()

    def sample(self):
        if self.process.poll() is None:
            self.samples.append((time.monotonic(), *status(self.process.pid)))

    def growth(self):
        """KiB from the middle (or the end of warming up) to the end of the run: medians of a tenth each."""
        rss = [sample[1] for sample in self.samples if sample[0] >= self.samples[0][0] + min(WARM, (self.samples[-1][0] - self.samples[0][0]) / 2)]
        tenth = max(1, len(rss) // 10)
        middle = lambda values: sorted(values)[len(values) // 2]
        return middle(rss[-tenth:]) - middle(rss[:tenth])

    def end(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                return self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                return "hangs"
        return self.process.returncode


def server(name, clients, files, *restart, library=None):
    watched = Watched(name, "station.py", library or paths.our_lib(), clients, RATE, files, *restart)
    port = int(watched.process.stdout.readline().split()[1])
    watched.reader.start()
    return watched, port


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--markdown")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    plain, buffered = options.connections // 2, options.connections - options.connections // 2
    content = random.Random(1).randbytes(200_000)
    wanted, failures, cuts = hashlib.sha256(content).hexdigest(), [], 0
    with tempfile.TemporaryDirectory() as files:
        (Path(files) / "soak.bin").write_bytes(content)
        restarting, port = server("restarting server", plain + 1, files, RESTART)
        steady, steady_port = server("steady server", buffered + 1, files)
        genuine, genuine_port = server("genuine server", GENUINE, files, library=paths.genuine_lib())
        link, deaf = scripted.Proxy(steady_port), scripted.Proxy(steady_port, to_client=scripted.silent_from(2))
        genuine_link = scripted.Proxy(genuine_port)
        with link, deaf, genuine_link:
            common = (paths.our_lib(), options.seconds, wanted)
            members = [Watched("reporting clients", "members.py", *common, 0, plain, "urcb", port, deaf.port), Watched("resuming clients", "members.py", *common, 0, buffered, "brcb", link.port)]
            members += [Watched(f"{name} clients of the genuine server", "members.py", *common, 0, GENUINE, kind, genuine_link.port) for name, kind in (("reporting", "urcb"), ("resuming", "brcb"))]
            everyone = [restarting, steady, genuine, *members]
            for watched in members:
                watched.reader.start()
            start, next_cut = time.monotonic(), time.monotonic() + 2
            while any(not watched.lines or '"end"' not in watched.lines[-1] for watched in members):
                time.sleep(0.25)
                now = time.monotonic()
                for watched in everyone:
                    watched.sample()
                    if watched.process.poll() is not None:
                        failures.append(f"{watched.name} ended with {watched.process.returncode}")
                for watched in members:
                    if now - watched.beat > BEAT:
                        failures.append(f"{watched.name} says nothing for {BEAT} s")
                if failures:
                    break
                if now > next_cut and now < start + options.seconds - 4:
                    link.cut()
                    genuine_link.cut()
                    cuts, next_cut = cuts + 1, now + chance.uniform(0.3, 3)
            time.sleep(1)
            after = [status(watched.process.pid) if watched.process.poll() is None else (0, 0, 0) for watched in everyone]
            figures = [json.loads(watched.lines[-1]) if watched.lines and watched.lines[-1].startswith("{") else {} for watched in members]
            codes = [watched.end() for watched in reversed(everyone)]
    restarts = restarting.lines.count("RESTART")
    late = [(error, by) for found in figures for error, by in found.get("late", [])]
    sums = {name: sum(found.get(name, 0) for found in figures) for name in ("reports", "gaps_told", "reads", "writes", "controls", "files", "connects", "resumed", "busy")}
    rows = [("seconds, connections, seed", f"{options.seconds:.0f}, {options.connections}, {options.seed}"),
            ("reports", sums["reports"]), ("of buffered blocks; of the genuine server", f"{figures[1].get('reports', 0)}; {sum(found.get('reports', 0) for found in figures[2:])}"), ("cuts of two links, resumed, server not ready at once", f"{cuts}, {sums['resumed']}, {sums['busy']}"),
            ("server restarts, gaps told by CLOSED", f"{restarts}, {sums['gaps_told']}"), ("reports lost or doubled", sum("reported" in fault for found in figures for fault in found.get("faults", []))),
            ("reads, writes read back", f"{sums['reads']}, {sums['writes']}"), ("commands", sums["controls"]), ("files of 200 kB", sums["files"]),
            ("timeouts of 500 ms, most off by", f"{len(late)}, {max((abs(by) for _, by in late), default=0):.1f} ms")]
    for watched, (_, threads, descriptors) in zip(everyone, after):
        rows.append((f"{watched.name}: KiB at the end, growth; threads, descriptors afterwards", f"{watched.samples[-1][1]}, {watched.growth():+}; {threads}, {descriptors}"))
    lines = ["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    print(*lines, sep="\n")
    if options.markdown:
        Path(options.markdown).write_text("\n".join(lines) + "\n")
    failures += [fault for found in figures for fault in found.get("faults", [])]
    failures += [f"a request without answer said {error} after {500 + by:.0f} ms" for error, by in late if error != 20 or not -50 <= by <= 100]
    failures += [f"{watched.name} grew by {watched.growth()} KiB" for watched in everyone if watched.growth() > GROWTH]
    failures += [f"{watched.name} ended with {code}" for watched, code in zip(reversed(everyone), codes) if code != 0]
    # the interpreter's own, the library's IO thread and a few of a pool that has not shrunk yet; standard streams, epoll, listener
    failures += [f"{watched.name} keeps {threads} threads, {descriptors} descriptors" for watched, (_, threads, descriptors) in zip(everyone, after) if threads > 30 or descriptors > 12]
    for what, enough in (("reports", options.seconds * RATE), ("resumed", cuts * (buffered + GENUINE) * 1.8), ("controls", 1), ("files", 1), ("writes", 1)):
        if sums[what] < enough * 0.5:
            failures.append(f"{sums[what]} {what} only")
    if sums["busy"] > 5 + sums["resumed"] / 20:
        failures.append(f"blocks that nobody holds any more were refused {sums['busy']} times")
    for last in (figures[1].get("last", []), figures[3].get("last", [])):
        if not last or None in last or max(last) - min(last) > RATE:
            failures.append(f"buffered blocks ended far from each other: {last}")
    print(*failures, sep="\n")
    print(f"soak: {len(rows) - min(len(rows), len(failures))} passed, {len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
