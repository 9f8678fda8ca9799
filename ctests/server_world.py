"""What the rows of the server matrix (server_rows*.py) work with: a server process of one library, raw clients, and cells of comparable answers."""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "ctypes"), str(HERE / "peers")]

import paths  # noqa: E402
from raw_client import RawClient, shown, write  # noqa: E402
from workers import Worker  # noqa: E402

ALLOWED = {str(fc): 0 for fc in range(2, 8)}
DAY = 86400
PLAIN = "a3{a0{a1{80:525054} a0"  # an information report of the variable list RPT
SOON = 1.5  # what is sure to come comes within this
#: nothing comes within this
QUIET = float(os.environ.get("IEC61850_QUIET", "0.15"))


class World:
    """Runs sections of rows against the server of one library. `cells` holds [label, answer] of the section that runs."""

    def __init__(self, library):
        self.library, self.worker, self.clients, self.cells = str(library), None, {}, []
        self.folder = tempfile.TemporaryDirectory()
        self.entries, self.known = {}, {}

    # the server

    def serve(self, model="matrix.cfg", *setup, config=None, policies=ALLOWED, identity=None, preconfigured=()):
        """A new server process with a model of ctests/models; `setup` are calls before it starts. The old one and its clients end."""
        self.end()
        self.worker = Worker(self.library, 0, program=HERE / "ctypes" / "server_worker.py")
        self.worker.start()
        self.cell("build", self.server("build", str(paths.model(model)), config or {}, policies, identity, preconfigured), quiet=True)
        for step in setup:
            answer = self.server(*step)
            if isinstance(answer, dict) and "exception" in answer:
                self.cell("setup " + str(step[0]), answer)
        self.port = self.server("start")
        self.known = {}

    def server(self, method, *arguments, **keywords):
        """What a method of server_worker.Server answers."""
        return self.worker.ask([method, *arguments, *([{"**": keywords}] if keywords else [])], 20)

    def ied(self, function, *arguments):
        return self.server("ied", function, *arguments)

    def alive(self):
        return self.worker.process is not None and self.worker.process.poll() is None

    def lives(self, patience=0.4):
        """Whether the server is still there after a while."""
        end = time.monotonic() + patience
        while self.alive() and time.monotonic() < end:
            time.sleep(0.02)
        return self.alive()

    def end(self):
        for client in self.clients.values():
            client.close()
        self.clients = {}
        if self.worker:
            self.worker.process and self.worker.process.kill()
            try:
                self.worker.stop()
            except OSError:
                pass
        self.worker = None

    def files(self, **content):
        """A directory with these files, all of the same age."""
        for name, data in content.items():
            path = Path(self.folder.name) / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (1_700_000_000, 1_700_000_000))
        return self.folder.name + "/"

    # clients

    def client(self, name="1", **options):
        """A client of this name, connected."""
        if name not in self.clients:
            self.clients[name] = RawClient(self.port, **options)
        return self.clients[name]

    def leave(self, name="1"):
        """Closes a client and waits until the server noticed."""
        self.clients.pop(name).close()
        time.sleep(0.1)
        self.known = {}  # a new client may have the address of the one that left

    # cells

    def cell(self, label, answer, quiet=False):
        """Notes an answer; `quiet` ones only when they are out of the ordinary."""
        if not quiet or answer is not True:
            self.cells.append([label, self.canonical(answer)])
        return answer

    def ask(self, label, request, client="1"):
        """A request and its answer."""
        answer = self.client(client).ask(request)
        self.cell(label, shown(answer))
        return answer

    def asks(self, label, requests, client="1"):
        """Several requests, one cell."""
        return self.cell(label, {name: shown(self.client(client).ask(request)) for name, request in requests.items()})

    def exchange(self, label, request, wait=QUIET, client="1"):
        """A request, its answer and the reports around it, in order."""
        return self.cell(label, [[kind, shown(pdu)] for kind, pdu in self.client(client).exchange(request, wait)])

    def told(self, label, count=None, client="1", cut=None):
        """`count` reports; without a number all that come in a short time."""
        found = [shown(pdu) for pdu in self.client(client).told(SOON if count else QUIET, count or 100)]
        self.cell(label, [text[:cut] for text in found])
        return found

    def events(self, label, wait=0.0, only=None):
        """What callbacks noted; `only` of these kinds."""
        found = self.server("events", wait)
        if isinstance(found, list):
            found = [self.numbered(event) for event in found]
            found = [event for event in found if not only or event[0] in only]
        return self.cell(label, found)

    def numbered(self, event):
        """An event with the clients that are there numbered as they appear: libraries use addresses again in their own way."""
        connected = event[1] if event[0] == "connection" else None
        if connected:
            self.known.pop(event[2], None)
        event = self.renamed(event)
        if connected is False:
            self.known = {raw: name for raw, name in self.known.items() if name != event[2]}
        return event

    def renamed(self, part):
        if isinstance(part, dict):
            return {key: self.renamed(value) for key, value in part.items()}
        if isinstance(part, list):
            return [self.renamed(value) for value in part]
        if not isinstance(part, str) or not re.fullmatch(r"C\d+", part):
            return part
        return self.known.setdefault(part, next(name for name in map("C{}".format, range(1, 100)) if name not in self.known.values()))

    def forget(self):
        """Events and reports so far do not matter."""
        self.server("events")
        self.known = {}
        for client in self.clients.values():
            client.queue.clear()

    def set(self, domain, item, client="1", **values):
        """Writes attributes of a control block; a refusal becomes a cell."""
        for name, value in values.items():
            answer = shown(self.client(client).ask(write(domain, f"{item}${name}", value)))
            if answer != "a5{81:}":
                self.cell(f"write {item}${name}", answer)

    def canonical(self, answer):
        """Without what differs from run to run: times of now, entry ids, ports, paths."""
        if isinstance(answer, dict):
            return {key: self.canonical(value) for key, value in answer.items()}
        if isinstance(answer, (list, tuple)):
            return [self.canonical(part) for part in answer]
        if not isinstance(answer, str):
            return answer
        now = time.time()
        answer = re.sub(r"91:([0-9a-f]{8})[0-9a-f]{8}", lambda m: "91:now" if abs(int(m[1], 16) - now) < DAY else m[0], answer)
        days = int(now // DAY) - 5113
        answer = re.sub(r"8c:[0-9a-f]{8}([0-9a-f]{4})", lambda m: "8c:now" if abs(int(m[1], 16) - days) < 2 else m[0], answer)
        answer = re.sub(r"89:([0-9a-f]{16})", self.entry, answer)
        answer = re.sub(r"81:(32303[0-9a-f]{11})[0-9a-f]{16}", lambda m: "81:now" if bytes.fromhex(m[1]).decode() >= time.strftime("%Y%m%d", time.gmtime(now - DAY))[:7] else m[0], answer)
        answer = re.sub(r"(a2\{89:010ccd0[14]\w+ 86:\w+ 86:\w+ 86:\w+\} 85:)\w+", r"\1noASDU", answer)  # uninitialised in models of a file
        answer = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:CLIENT", answer)
        return answer.replace(PLAIN, "RPT ").replace(self.folder.name, "FILES")

    def entry(self, match):
        """Entry ids that are times of now, numbered as they come."""
        if abs(int(match[1], 16) / 1000 - time.time()) > DAY:
            return match[0]
        return "89:E" + str(self.entries.setdefault(match[1], len(self.entries) + 1))

    def run(self, section):
        """The cells of a section; an exception is the last one."""
        self.cells, self.entries = [], {}
        try:
            section(self)
        except Exception as error:  # a dead server, most of all
            died = self.worker is not None and not self.alive()
            self.cells.append(["end", "server died" if died else f"{type(error).__name__}: {error}"])
        self.end()
        return self.cells
