"""What many clients, slow, dead and hostile ones cost a server of our library, and what they do to each other.

The server is in a process of its own, the clients (our own client library) in a few others. IEC61850_LONG=1 runs the long form.
"""

import contextlib
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import paths
import pytest
from py61850 import Con, FCS, Ied, Library, own_process, until
from raw_client import RawClient, boolean, read, write
from workers import Worker

HERE = Path(__file__).resolve().parent
LONG = bool(os.environ.get("IEC61850_LONG"))
CLIENTS, PROCESSES = 500, 4
UPDATES = 1000 if LONG else 20
CYCLES = 10_000 if LONG else 1000
FLOOD = 50_000 if LONG else 2000
BURST = 500  # reports that fit what an unbuffered block lets wait, however slowly a client gets to read them
MEMBERS = 20
HANDFUL = 40  # threads, whatever the number of clients: those of a pool that grows in a burst and shrinks when idle
ST, SP = FCS["ST"], FCS["SP"]


def model(blocks=CLIENTS + 10):
    """A logical node of counters in a data set, and a report control block for each client."""
    objects = "".join(f"DO(Cnt{n} 0){{\nDA(stVal 0 3 0 1 0)=0;\n}}\n" for n in range(1, MEMBERS + 1))
    members = "".join(f"DE(GGIO1$ST$Cnt{n}$stVal);\n" for n in range(1, MEMBERS + 1))
    controls = "".join(f"RC(u{n:03d} u{n:03d} 0 ds 1 1 7 0 0);\n" for n in range(blocks))
    return f"MODEL(Crowd){{\nLD(LD0){{\nLN(LLN0){{\nDO(Set 0){{\nDA(setVal 0 3 2 1 0)=3;\n}}\nDO(Slow 0){{\nDA(setVal 0 3 2 1 0)=3;\n}}\nDS(ds){{\n{members}}}\n{controls}}}\nLN(GGIO1){{\n{objects}}}\n}}\n}}\n"


class Server:
    """The server process: asks go to server_worker.py."""

    def __init__(self, folder, **config):
        (folder / "crowd.cfg").write_text(model())
        self.worker = Worker(paths.our_lib(), 0, program=HERE / "server_worker.py")
        self.worker.start()
        assert self.ask("build", str(folder / "crowd.cfg"), {"setMaxMmsConnections": CLIENTS + 200} | config, {"2": 0}) is True
        self.port = self.ask("start")
        assert self.port

    def ask(self, *request, timeout=60):
        return self.worker.ask(list(request), timeout)

    def footprint(self):
        """Threads, descriptors and resident KiB of the server's process."""
        pid = self.worker.process.pid
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return {"threads": int(fields["Threads"]), "descriptors": len(os.listdir(f"/proc/{pid}/fd")), "rss": int(fields["VmRSS"].split()[0])}

    def update(self, first, last):
        """The first counter takes these values, one after the other."""
        return self.ask("unlocked", *([f"CrowdLD0/GGIO1.Cnt1.stVal", "Int32AttributeValue", value] for value in range(first, last + 1)), timeout=300)

    def connections(self):
        return self.ask("ied", "getNumberOfOpenConnections")

    def settles(self, count=0, patience=10):
        """Whether the number of connections becomes `count`."""
        return until(lambda: self.connections() == count, patience)


class Clients:
    """Clients in a few processes, `count` in all."""

    def __init__(self, port, count, processes=PROCESSES):
        self.workers = [Worker(paths.our_lib(), port, program=HERE / "crowd_worker.py") for _ in range(processes)]
        self.count, self.pool = count, ThreadPoolExecutor(processes)
        share = count // processes
        self.failures = [failures for failures in self.pool.map(lambda at: self.workers[at].ask(["join", at * share, share], 120), range(processes)) if failures]

    def ask(self, *request, timeout=320):
        return list(self.pool.map(lambda worker: worker.ask(list(request), timeout), self.workers))

    def all_received(self, count, patience=300 if LONG else 30):
        """Whether every client got the values 1 … count, in order."""
        found = self.ask("received", count, patience)
        return sum(good for good, _ in found) == self.count or found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for worker in self.workers:
            worker.stop()
        self.pool.shutdown()


@pytest.fixture
def server(tmp_path):
    serving = Server(tmp_path)
    try:
        yield serving
    finally:
        serving.worker.stop()


def test_five_hundred_clients_get_every_report_in_order_from_a_handful_of_threads(server):
    alone = server.footprint()
    with Clients(server.port, CLIENTS) as clients:
        assert not clients.failures and server.connections() == CLIENTS
        start = time.monotonic()
        server.update(1, UPDATES)
        assert clients.all_received(UPDATES) is True
        took = time.monotonic() - start
        full = server.footprint()
        print(f"{CLIENTS} clients, {UPDATES} updates: {CLIENTS * UPDATES / took:.0f} reports/s; server {full}, alone {alone}")
        assert full["threads"] <= alone["threads"] + HANDFUL and full["descriptors"] <= alone["descriptors"] + CLIENTS + 5
        assert full["rss"] - alone["rss"] < CLIENTS * 200  # KiB a client, unoptimized build and reports on their way included
        good = clients.ask("reads")
        assert sum(count for count, _, _ in good) == CLIENTS and not any(failures for _, failures, _ in good)
        clients.ask("leave")
    assert server.settles(0) and server.footprint()["descriptors"] <= alone["descriptors"] + 1


def associated(port, receive=None):
    """A client of bytes; with a small receive buffer if one is given."""
    client = RawClient(port)
    if receive:
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    return client


def ask_until_full(client, service):
    """Sends requests, many in a piece, until the server takes no more."""
    pieces, sock = [], client.sock
    client.sock = SimpleNamespace(sendall=pieces.append)
    for _ in range(2000):
        client.start(service)
    client.sock = sock
    sock.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            sock.sendall(b"".join(pieces))


def enable(client, block):
    client.ask(write("CrowdLD0", f"LLN0$RP${block}$RptEna", boolean(True)))


def flood(server, clients, first):
    """Updates up to FLOOD, as fast as clients that read take them."""
    for at in range(first, FLOOD + 1, BURST):
        last = min(at + BURST - 1, FLOOD)
        server.update(at, last)
        assert clients.all_received(last) is True


def test_clients_that_do_not_read_hold_up_nobody_and_cost_no_memory_without_bound(server):
    with Clients(server.port, 4, 1) as clients, contextlib.ExitStack() as stack:
        assert not clients.failures
        slow = [stack.enter_context(contextlib.closing(associated(server.port, 4096))) for _ in range(6)]
        for number, client in enumerate(slow):
            enable(client, f"u{100 + number}")
        server.update(1, 100)
        before = server.footprint()
        flood(server, clients, 101)
        half = server.footprint()
        clients.ask("forget")
        flood(server, clients, 1)
        after = server.footprint()
        print(f"{len(slow)} clients that do not read, {2 * FLOOD} reports each: {before}, {half}, {after}")
        assert after["rss"] - before["rss"] < 24 * 1024 and after["threads"] <= before["threads"] + HANDFUL
        # requests of clients that do not read the answers
        for client in slow:
            ask_until_full(client, read("CrowdLD0", "GGIO1$ST"))
        (good, failures, longest), = clients.ask("reads", 0.5)
        assert good >= 4 and not failures and longest < 1
        asked = server.footprint()["rss"] - after["rss"]
        print(f"{len(slow)} clients that ask and do not read: {asked} KiB")
        assert asked < len(slow) * 2 * 1024
    assert server.settles(0)


def test_half_open_garbage_and_slow_loris_clients_hold_up_nobody(server):
    with Clients(server.port, 4, 1) as clients, contextlib.ExitStack() as stack:
        before = server.footprint()
        hostile = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(150)]
        request = bytes.fromhex("0300001611e00000000100c0010dc2020001c1020001")
        for number, sock in enumerate(hostile):
            if number % 3 == 1:
                with contextlib.suppress(OSError):  # the server may hang up between the two
                    sock.sendall(b"\x03\x00\xff\xff" + os.urandom(50))
                    sock.sendall(bytes(range(256)) * 20)
        stop, dripping = threading.Event(), hostile[2::3]

        def drip():
            for octet in request[:-1]:
                for sock in dripping:
                    with contextlib.suppress(OSError):
                        sock.sendall(bytes([octet]))
                if stop.wait(0.05):
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            server.update(1, UPDATES)
            assert clients.all_received(UPDATES) is True
            (good, failures, longest), = clients.ask("reads", 1.0)
            assert good > 50 and not failures and longest < 0.5
            assert server.connections() == 4
        finally:
            stop.set()
            thread.join()
        during = server.footprint()
        assert during["rss"] - before["rss"] < 16 * 1024 and during["threads"] <= before["threads"] + HANDFUL
        for sock in hostile:
            sock.close()
        assert until(lambda: server.footprint()["descriptors"] <= before["descriptors"], 10)
        (good, failures, _), = clients.ask("reads")
        assert good == 4 and not failures
    assert server.settles(0)


def test_memory_descriptors_and_threads_stay_flat_over_many_connects(server, monkeypatch):
    monkeypatch.setenv("REFERENCE", "CrowdLD0/GGIO1.Cnt1.stVal")
    with Worker(paths.our_lib(), server.port, program=HERE / "crowd_worker.py") as client:
        def cycles(count):
            for _ in range(count // 100):  # each cycle with reports on
                assert client.ask(["cycle", 90, 0], 300) == {}
                assert client.ask(["join", 0, 10], 60) == {}
                client.ask(["leave"], 60)
                assert server.settles(0)  # the next ones want the same control blocks
            return server.footprint()

        warm = cycles(CYCLES // 4)
        after = cycles(CYCLES)
    print(f"after {CYCLES // 4} connects {warm}, after {CYCLES} more {after}")
    assert after["threads"] <= HANDFUL and after["descriptors"] <= warm["descriptors"]
    assert after["rss"] <= warm["rss"] * 1.05 + 1024


def test_a_server_stops_while_clients_are_busy(server):
    for turn in range(2):
        with Clients(server.port, 40) as clients:
            assert not clients.failures
            reading = clients.pool.submit(lambda: [worker.send(["reads", 0.6]) for worker in clients.workers])
            reading.result()
            time.sleep(0.3)
            start = time.monotonic()
            assert server.ask("stop") is False
            assert time.monotonic() - start < 2 and server.connections() == 0
            answers = [worker.answer(30) for worker in clients.workers]
            assert all(good > 0 and set(failures) <= {"CONNECTION_LOST", "NOT_CONNECTED"} and failures for good, failures, _ in answers), answers
        assert server.ask("start", server.port) == server.port, turn


def test_without_threads_one_loop_serves_fifty_clients(server):
    assert server.ask("threadless") is True
    before = server.footprint()["threads"]
    with Clients(server.port, 50, 2) as clients:
        assert not clients.failures and server.connections() == 50
        server.update(1, UPDATES)
        assert clients.all_received(UPDATES) is True
        found = clients.ask("reads", 0.5)
        assert not any(failures for _, failures, _ in found) and sum(good for good, _, _ in found) >= 50
        assert server.footprint()["threads"] <= before
    assert server.ask("threadless_end") is False


def crowd_in_process(folder):
    """A server and its model in this process."""
    path = Path(folder) / "crowd.cfg"
    path.write_text(model(4))
    lib = Library(paths.our_lib())
    return lib, Ied(lib, path, setMaxMmsConnections=50)


def timed(call):
    start = time.monotonic()
    call()
    return time.monotonic() - start


@own_process
def test_a_locked_model_makes_clients_wait_and_harms_nobody():
    import tempfile

    lib, ied = crowd_in_process(tempfile.mkdtemp())
    with ied, ThreadPoolExecutor(8) as pool:
        clients = [Con(lib, ied.port) for _ in range(4)]
        ied.lockDataModel()
        ied.updateInt32AttributeValue("CrowdLD0/GGIO1.Cnt1.stVal", 1)
        reads = [pool.submit(timed, lambda con=con: con.read("CrowdLD0/GGIO1.Cnt1.stVal", "ST")) for con in clients[:2]]
        written = pool.submit(timed, lambda: clients[2].writeInt32Value("CrowdLD0/LLN0.Set.setVal", SP, 5))
        time.sleep(0.1)
        # what does not need values goes on: browsing, connecting
        assert timed(lambda: clients[3].getLogicalDeviceDirectory("CrowdLD0")) < 0.3
        assert timed(lambda: Con(lib, ied.port).destroy()) < 0.5
        time.sleep(0.7)
        ied.updateInt32AttributeValue("CrowdLD0/GGIO1.Cnt1.stVal", 2)
        assert not any(call.done() for call in (*reads, written))
        ied.unlockDataModel()
        assert all(0.5 < call.result(5) < 3 for call in (*reads, written))
        assert clients[0].read("CrowdLD0/GGIO1.Cnt1.stVal", "ST") == 2 and ied.value("CrowdLD0/LLN0.Set.setVal") == 5
        for con in clients:
            con.destroy()


@own_process
def test_a_callback_that_blocks_holds_up_its_own_client_only():
    import tempfile

    lib, ied = crowd_in_process(tempfile.mkdtemp())
    busy = []

    def slow(attribute, value, client, parameter):
        busy.append(threading.get_ident())
        time.sleep(1)
        return -1

    ied.handleWriteAccess("CrowdLD0/LLN0.Slow.setVal", slow, None)
    with ied, ThreadPoolExecutor(20) as pool:
        clients = [Con(lib, ied.port) for _ in range(13)]
        blocked = [pool.submit(timed, lambda con=con: con.writeInt32Value("CrowdLD0/LLN0.Slow.setVal", SP, 5)) for con in clients[:12]]
        assert until(lambda: len(busy) >= 1)
        other = clients[12]
        for _ in range(20):
            assert timed(lambda: other.read("CrowdLD0/GGIO1.Cnt1.stVal", "ST")) < 0.5
            ied.updateInt32AttributeValue("CrowdLD0/GGIO1.Cnt1.stVal", 3)
        assert timed(lambda: other.writeInt32Value("CrowdLD0/LLN0.Set.setVal", SP, 6)) < 0.5
        assert timed(lambda: Con(lib, ied.port).destroy()) < 0.5
        waited = [call.result(20) for call in blocked]
        assert all(time > 0.9 for time in waited) and max(waited) < 2.5, waited
        for con in clients:
            con.destroy()
