"""File services: ours and the genuine client, each with a server and a file store of its own."""

import contextlib
import os
import random
import time
from pathlib import Path

import paths
import peers
import pytest
import scripted
from mms_script import element, error, invoke_and_service, number, parse, request, response, server
from pair import Pair
from workers import Worker

PROGRAM = Path(__file__).resolve().parent / "service_worker.py"
MANY = 50_000_000
WHEN = 1_600_000_000


def SERVICE_WORKER(lib, port, setup=(["session"],)):
    return Worker(lib, port, setup, program=PROGRAM)


class Services(Pair):
    """A worker with the file and log services per library, each with its own server."""

    def __init__(self, ours, genuine, setup=(["session"],)):
        super().__init__(ours, where="files")
        self.ours, self.genuine = SERVICE_WORKER(paths.our_lib(), ours, setup), SERVICE_WORKER(paths.genuine_lib(), genuine, setup)

    def ask(self, request, same=lambda answer: answer):
        """Both answers, the genuine one first. Crashes and hangs of the genuine library need no equal."""
        genuine, ours = self.genuine.ask(request), self.ours.ask(request)
        broken = isinstance(genuine, str) and genuine.startswith(("CRASH", "HANG"))
        assert not isinstance(ours, str) or not ours.startswith(("CRASH", "HANG")), (request, ours)
        self.note(str(request)[:200], ours if broken else same(genuine), ours if broken else same(ours))
        return genuine, ours


def fill(directory, files):
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (WHEN, WHEN))
    return directory


STORE = {"dummy.txt": b"Dummy file\n", "empty.bin": b"", "big.bin": random.Random(1).randbytes(200_000), "comtrade/a.dat": b"x" * 100,
         "comtrade/sub/deep.txt": b"deep\n", "one.bin": b"1", "exact.bin": bytes(64980), "n" * 200: b"long name"}
LOCAL = {"up.txt": b"upload content\n", "empty": b"", "big": random.Random(2).randbytes(200_000), "sub/x": b"sub", "exact": bytes(64974), "exact2": bytes(64980), "n" * 200: b"long name"}


@contextlib.contextmanager
def two_servers(tmp_path, server=peers.genuine_server, store=STORE, **arguments):
    """A genuine and an own connection, the servers' stores and the client's files."""
    ours, genuine = fill(tmp_path / "ours", store), fill(tmp_path / "genuine", store)
    local = fill(tmp_path / "local", LOCAL)
    with server(files=str(ours), **arguments) as first, server(files=str(genuine), **arguments) as second, Services(first.port, second.port) as both:
        yield both, ours, genuine, local


def downloads():
    for name in (None, "", "/", ".", "comtrade", "comtrade/", "/comtrade/", "comtrade/sub", "dummy.txt", "nodir", "..", "../", "n" * 300):
        yield ["directory", name]
        yield ["directory_ex", name, None]
        yield ["directory_async", name]
    yield from (["directory_ex", "comtrade", "comtrade/a.dat"], ["directory_ex", None, "nofile"], ["directory_async", None, None, 2], ["directory_async", None, None, 1])
    for name in (*STORE, "nofile", "/dummy.txt", "./dummy.txt", "../x", "comtrade/nofile", "n" * 300, None):
        yield ["get_file", name, None, True]
        yield ["get_file", name, 1]
        yield ["get_file_async", name]
    yield ["get_file_async", "big.bin", 2, 0.4]


@pytest.mark.parametrize("peer", ["genuine", "sim"])
def test_directories_and_downloads(tmp_path, peer):
    requests = list(downloads())
    if peer == "sim":
        requests = [r for r in requests if ".." not in str(r[1])]  # at which ied sim ends the association
    with two_servers(tmp_path, peers.genuine_server if peer == "genuine" else peers.ied_sim) as (both, *_):
        for one in requests:
            both.ask(one, same=comparable)
        assert both.ours.ask(["get_file", "dummy.txt"])[1] == "OK"
        both.verdict(f"downloads from {peer}")


def comparable(answer):
    """Entries in order of their names, since a server gives them in the order of its disk. getFileAsync of the genuine library sometimes
    returns the invoke id of a later request than the first."""
    if isinstance(answer, list) and answer and isinstance(answer[0], list):
        return [sorted(answer[0]), *answer[1:]]
    if isinstance(answer, list) and len(answer) == 8:
        return [*answer[:2], *answer[3:]]
    return answer


def test_uploads_and_deletion(tmp_path):
    with two_servers(tmp_path) as (both, ours, genuine, local):
        both.ask(["set_file", "up.txt", "no-base-path"])
        both.ask(["basepath", f"{local}/"])
        sources = [*LOCAL, "/up.txt", "sub//x", "nofile", "../ours/dummy.txt", "sub\\x", "n" * 300]
        for at, source in enumerate(sources):
            both.ask(["set_file", source, f"to{at}"])
            both.ask(["generic", "IedConnection_setFileAsync", source, f"async{at}"])
        for source, destination in (("up.txt", "to0"), ("up.txt", ""), ("up.txt", "../out"), ("up.txt", "nodir/x"), ("up.txt", "comtrade/x"), ("up.txt", "n" * 300)):
            both.ask(["set_file", source, destination])
        # of a directory the genuine client sends uninitialised memory
        assert "OK" not in (both.ours.ask(["set_file", "", "x"]), both.ours.ask(["set_file", "sub", "x"]))
        assert tree(ours) == tree(genuine) and (ours / "to2").read_bytes() == LOCAL["big"] and len(tree(ours)) > len(STORE) + 12
        for name in ("to0", "to0", "nofile", "comtrade", "", "../local/up.txt", "/to1"):
            both.ask(["delete_file", name])
            both.ask(["generic", "IedConnection_deleteFileAsync", name])
        assert tree(ours) == tree(genuine)
        for one in (["delete_file", None], ["set_file", None, "x"], ["set_file", "x", None], ["generic", "IedConnection_deleteFileAsync", None]):
            both.ask(one)
        both.verdict("uploads")


def tree(directory):
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_after_close_everything_says_connection_lost(tmp_path):
    with two_servers(tmp_path) as (both, *_):
        both.ask(["call", "IedConnection_close"])
        for one in (["get_file", "dummy.txt"], ["get_file_async", "dummy.txt"], ["directory", None], ["directory_async", None], ["delete_file", "x"], ["set_file", "x", "y"],
                    ["generic", "IedConnection_setFileAsync", "x", "y"], ["generic", "IedConnection_deleteFileAsync", "x"]):
            both.ask(one)
        both.verdict("closed")


def test_uploads_inside_handlers(tmp_path):
    """The genuine library hangs in the first."""
    store, local = fill(tmp_path / "store", STORE), fill(tmp_path / "local", LOCAL)
    with peers.genuine_server(files=str(store)) as running:
        with SERVICE_WORKER(paths.our_lib(), running.port, [["session"], ["basepath", str(local)]]) as ours:
            assert ours.ask(["set_file_in_handler", "big.bin", "big", "in-download"]) == [200_000, "OK", ["OK"]]
        with SERVICE_WORKER(paths.our_lib(), running.port, [["create"], ["basepath", str(local)]]) as ours:
            assert ours.ask(["set_file_in_state_handler", "big", "in-state"]) == ["OK"]
    assert (store / "in-download").read_bytes() == (store / "in-state").read_bytes() == LOCAL["big"]


def test_fifty_megabytes_both_ways(tmp_path):
    content = random.Random(3).randbytes(MANY)
    with two_servers(tmp_path, store={"big": content}) as (both, ours, _, local):
        fill(local, {"many": content})
        expected = both.ours.ask(["timed", ["get_file", "big"]], timeout=120)
        assert expected[0][:3] == [MANY, "OK", MANY]
        again = both.ours.ask(["get_file_async", "big", None, 120], timeout=120)
        assert again[5:7] == expected[0][2:4] and again[7] == 1
        both.ours.ask(["basepath", f"{local}/"])
        start = time.monotonic()
        assert both.ours.ask(["set_file", "many", "uploaded"], timeout=120) == "OK"
        print(f"download {expected[1]:.2f} s, upload {time.monotonic() - start:.2f} s")
        assert (ours / "uploaded").read_bytes() == content


# servers that misbehave


def download_server(kind):
    """Each fileRead is answered according to `kind`; three parts of three octets."""
    state = {"reads": 0, "pages": 0}

    def answer(tag, body):
        if tag != "a0":
            return []
        invoke, service, content = invoke_and_service(body)
        if service == "bf48":
            state["reads"] = 0
            frsm = -70000 if kind == "negative id" else 5
            return [response(invoke, element("bf48", element("80", number(frsm)), element("a1", element("80", number(1000 if kind == "shorter" else 3)))))]
        if service == "9f49":
            state["reads"] += 1
            count = state["reads"]
            if kind == "error" and count == 2:
                return [error(invoke, 11, 6)]
            if kind == "silent" and count == 2:
                return []
            if kind == "garbage" and count == 2:
                return [response(invoke, element("bf49", b"\x80\x7f"))]
            data = b"" if kind == "empty parts" and count < 3 else b"abc"
            more = [] if kind == "default more" and count < 3 else [element("81", b"\x01" if count < 3 else b"\x00")]
            return [response(invoke, element("bf49", element("80", data), *more))]
        if service == "9f4a":
            return [error(invoke, 11, 6)] if kind == "close refused" else [] if kind == "close silent" else [response(invoke, element("9f4a"))]
        if service == "bf4d":
            state["pages"] += 1
            named = lambda name: element("30", element("a0", element("19", name)), element("a1", element("80", b"\x05"), *([element("81", b"20201231235959Z")] if kind != "no date" else [])))
            entries = b"" if kind == "empty page" else named(b"f%d" % (state["pages"] % 3))
            return [response(invoke, element("bf4d", element("a0", element("30", entries)), *([element("81", b"\xff")] if state["pages"] % 3 or kind == "empty page" else [])))]
        return [error(invoke, 11, 0)]

    return server(answer)


@pytest.mark.parametrize("kind", ["plain", "negative id", "shorter", "error", "silent", "empty parts", "default more", "close refused", "close silent", "no date", "empty page", "garbage"])
def test_servers_with_their_own_ideas(kind):
    for _ in range(3):
        both = with_its_own_ideas(kind)
        if not both.is_wedged():
            break
    both.verdict(kind)


def with_its_own_ideas(kind):
    """Both clients, asked of a server of this kind."""
    setup = [["create"], ["plain", "IedConnection_setRequestTimeout", 300], ["connect"]]
    with scripted.Listener(download_server(kind)) as listener, scripted.Listener(download_server(kind)) as second, Services(listener.port, second.port, setup) as both:
        both.ask(["get_file", "x", None, True])
        both.ask(["get_file", "x", 1])
        both.ask(["get_file_async", "x"], same=comparable)  # the genuine client takes a reused invoke id amiss, so this comes last
        # the genuine client does not survive an empty page
        for one in (["directory", None], ["directory_ex", None, None], ["directory_async", None])[:1 if kind == "empty page" else 3]:
            both.ask(one)
    return both


def fetching_server(names, log, frames=()):
    """Answers obtainFile by opening each of `names` at the client, reading what opens to its end, and closing it."""

    def answer(tag, body):
        invoke, service, content = (invoke_and_service(body) if tag in ("a0", "a1") else (None, None, None))
        if tag == "a0" and service == "bf2e":
            log.append(("obtain", body))
            answer.obtain, answer.left, answer.id = invoke, list(names), 0
            return list(frames) + step()
        if tag == "a0":
            return [error(invoke, 11, 0)]
        if tag == "a2":
            fields = parse(body)
            log.append(("error", int.from_bytes(parse(parse(fields[1][1])[0][1])[0][1], "big"), parse(parse(fields[1][1])[0][1])[0][0]))
            return step()
        if tag == "a1" and service == "bf48":
            frsm = parse(content)[0][1]
            log.append(("opened", frsm))
            answer.frsm = frsm
            return [call("9f49", frsm)]
        if tag == "a1" and service == "bf49":
            fields = parse(content)
            log.append(("data", fields[0][1]))
            return [call("9f49" if len(fields) == 1 or fields[1][1] != b"\0" else "9f4a", answer.frsm)]
        if tag == "a1" and service == "9f4a":
            log.append(("closed",))
            return step()
        log.append((tag, body.hex()))
        return step() if tag == "a4" else []

    def call(tag, *content):
        answer.id += 1
        return request(answer.id, element(tag, *content))

    def step():
        if not answer.left:
            return [response(answer.obtain, element("9f2e"))]
        name = answer.left.pop(0)
        if isinstance(name, tuple):
            return [call(name[0], name[1])]
        return [call("bf48", element("a0", element("19", name)), element("81", b"\0"))]

    return server(answer)


def test_a_hostile_server_gets_nothing_but_the_offered_file(tmp_path):
    local = fill(tmp_path / "local", LOCAL)
    (local / "link").symlink_to("/etc/passwd")
    (local / "outside").symlink_to(tmp_path)
    os.mkfifo(local / "fifo")
    fill(tmp_path, {"secret": b"secret"})
    hostile = [b"../../etc/passwd", b"../" * 12 + b"etc/passwd", b"/etc/passwd", b"..\\..\\secret", b"../secret", b"up.txt/../../secret", b"link", b"outside/secret", b"", b".", b"/", b"up.txt\0",
               b"\0", b"n" * 5000, b"\xff\xfe", b"empty", b"sub/x", b"./../local/up.txt", str(tmp_path / "secret").encode(), str(local / "up.txt").encode()]
    log = []
    with scripted.Listener(fetching_server([*hostile, b"up.txt", b"/up.txt"], log)) as listener:
        with SERVICE_WORKER(paths.our_lib(), listener.port, [["session"], ["basepath", str(local)]]) as ours:
            assert ours.ask(["set_file", "up.txt", "x"]) == "OK"
            kinds = [entry[0] for entry in log]
            assert kinds == ["obtain"] + ["error"] * len(hostile) + ["opened", "data", "closed"] * 2, log
            assert {entry[1:] for entry in log if entry[0] == "error"} <= {(7, "8b"), (6, "8b")}
            assert [entry[1] for entry in log if entry[0] == "data"] == [LOCAL["up.txt"]] * 2
            for source in ("link", "outside/secret", "../secret", "fifo", "sub", "/etc/passwd"):
                log.clear()
                answer_names = [source.encode()]
                with scripted.Listener(fetching_server(answer_names, log)) as other, SERVICE_WORKER(paths.our_lib(), other.port, [["session"], ["basepath", str(local)]]) as second:
                    second.ask(["set_file", source, "x"])
                assert [entry[0] for entry in log] == ["obtain", "error"], (source, log)


def test_unknown_files_and_services_are_refused(tmp_path):
    local, log = fill(tmp_path / "local", LOCAL), []
    asked = [("9f49", b"\x07"), ("9f4a", b"\x07"), ("bf4d", b""), ("bf4c", element("19", b"up.txt")), ("9f49", b""), ("bf48", b"\x30")]
    with scripted.Listener(fetching_server([*asked, b"up.txt"], log)) as listener, SERVICE_WORKER(paths.our_lib(), listener.port, [["session"], ["basepath", str(local)]]) as ours:
        assert ours.ask(["set_file", "up.txt", "x"]) == "OK"
    assert [entry[0] for entry in log] == ["obtain", "error", "error", "a4", "a4", "a4", "a4", "opened", "data", "closed"], log


def test_a_file_is_offered_only_while_it_is_being_set(tmp_path):
    local, log = fill(tmp_path / "local", LOCAL), []

    def answer(tag, body):
        if tag == "a0":
            invoke, service, _ = invoke_and_service(body)
            if service == "bf2e":
                return [response(invoke, element("9f2e"))]
            return [request(9, element("bf48", element("a0", element("19", b"up.txt")), element("81", b"\0"))), error(invoke, 11, 7)]
        log.append(tag)
        return []

    with scripted.Listener(server(answer)) as listener, SERVICE_WORKER(paths.our_lib(), listener.port, [["session"], ["basepath", str(local)]]) as ours:
        assert ours.ask(["set_file", "up.txt", "x"]) == "OK"
        assert ours.ask(["delete_file", "up.txt"]) == "OBJECT_DOES_NOT_EXIST"
        time.sleep(0.2)
        assert log == ["a2"]


def test_open_files_are_limited(tmp_path):
    local, log = fill(tmp_path / "local", LOCAL), []

    def answer(tag, body):
        if tag == "a0":
            invoke, service, _ = invoke_and_service(body)
            answer.obtain = invoke
            return [request(n, element("bf48", element("a0", element("19", b"up.txt")), element("81", b"\0"))) for n in range(50)] if service == "bf2e" else [error(invoke, 11, 0)]
        log.append(tag)
        return [response(answer.obtain, element("9f2e"))] if len(log) == 50 else []

    with scripted.Listener(server(answer)) as listener, SERVICE_WORKER(paths.our_lib(), listener.port, [["session"], ["basepath", str(local)]]) as ours:
        assert ours.ask(["set_file", "up.txt", "x"]) == "OK"
        assert len(log) == 50 and log.count("a1") == 8


def test_an_upload_may_take_longer_than_the_request_timeout(tmp_path):
    store, local = fill(tmp_path / "store", {}), fill(tmp_path / "local", LOCAL)
    store.mkdir(exist_ok=True)
    slow = lambda count, data: time.sleep(0.15) or data
    setup = [["create"], ["plain", "IedConnection_setRequestTimeout", 400], ["connect"], ["basepath", str(local)]]
    with peers.genuine_server(files=str(store)) as running, scripted.Proxy(running.port, to_client=slow) as proxy, SERVICE_WORKER(paths.our_lib(), proxy.port, setup) as ours:
        assert ours.ask(["set_file", "big", "sync"]) == "OK"
        assert ours.ask(["generic", "IedConnection_setFileAsync", "big", "async"]) == [True, "OK", [[True, 77, "OK"]]]
        assert (store / "sync").read_bytes() == (store / "async").read_bytes() == LOCAL["big"]
