"""Requests ahead of what the program asks for: the same results, and never more outstanding than agreed or allowed."""

import threading
import time
from ctypes import CFUNCTYPE, addressof, c_bool, c_char_p, c_int, c_ubyte, c_uint, c_void_p, cast

import direct
import mms_script
import paths
import peers
import pytest
import scripted

CONTENT = bytes(range(251)) * 2000  # 8 parts
FILES = {"big.bin": CONTENT, "small.bin": b"small"}


def own_server(files):
    return peers.Peer("iec61850-sim", [paths.TARGET / "release" / "iec61850-sim", "--port", "0", "--files", files])


SERVERS = {"genuine": lambda files: peers.genuine_server("simpleIO.cfg", files=str(files)), "sim": lambda files: peers.ied_sim(files=str(files)), "ours": own_server}


class Outstanding:
    """Of a relayed connection how many requests of a kind have no answer, and the most there were."""

    def __init__(self, port):
        self.most, self.count, self.answered = 0, 0, 0  # each written by one thread
        self.proxy = scripted.Proxy(port, to_client=self.answer, to_server=self.request)
        self.port = self.proxy.port

    def request(self, count, tpkt):
        self.count += count >= 2
        self.most = max(self.most, self.count - self.answered)
        return tpkt

    def answer(self, count, tpkt):
        time.sleep(0.001)  # as far away as a network: who looks ahead has asked for more meanwhile
        self.answered += count >= 2 and bool(tpkt[6] & 0x80)
        return tpkt


class OneAtATime:
    """Relays to a server what comes while nothing is outstanding, and turns down all else as `refuse(invoke)` says."""

    def __init__(self, port, refuse):
        self.refuse, self.open, self.refused, self.lock = refuse, False, [], threading.Lock()
        self.count = 0
        self.proxy = scripted.Proxy(port, to_client=self.answer, to_server=self.request)
        self.port = self.proxy.port

    def request(self, count, tpkt):
        with self.lock:
            if count >= 2 and self.open:
                self.count += 1
                self.refused.append(mms_script.wrap(self.refuse(mms_script.invoke_of(tpkt))))
                return None
            self.open = count >= 2
            return tpkt

    def answer(self, count, tpkt):
        time.sleep(0.001)
        with self.lock:
            if count < 2 or not tpkt[6] & 0x80:
                return tpkt
            refused, self.refused, self.open = self.refused, [], False
            return tpkt + b"".join(refused)


REFUSALS = {"reject": mms_script.reject, "error": lambda invoke: mms_script.error(invoke, 3, 1)}


class Client:
    def __init__(self, port, allowed):
        self.lib, self.error = direct.load(paths.our_lib()), c_int(-1)
        self.at = addressof(self.error)
        self.lib.IedConnection_setLookAhead.argtypes, self.lib.IedConnection_setLookAhead.restype = [c_void_p, c_bool], None
        self.con = self.lib.IedConnection_create()
        self.lib.IedConnection_setLookAhead(self.con, allowed)
        self.lib.IedConnection_connect(self.con, self.at, b"127.0.0.1", port)
        assert self.error.value == 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lib.IedConnection_destroy(self.con)

    def file(self, name, parts=1 << 30):
        """Error, what the function says, and the octets; ended by the handler after so many parts."""
        got = []

        def part(parameter, octets, size):
            got.append(bytes((c_ubyte * size).from_address(octets)))
            return len(got) < parts

        handler = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_uint)(part)
        count = self.lib.IedConnection_getFile(self.con, self.at, name, cast(handler, c_void_p), None)
        return self.error.value, count, b"".join(got)

    def type(self, reference, fc):
        """Error and names of the type."""
        spec = self.lib.IedConnection_getVariableSpecification(self.con, self.at, reference, fc)
        if not spec:
            return self.error.value, None
        names = []
        self.lib.MmsVariableSpecification_getChildSpecificationByIndex.restype = c_void_p
        self.lib.MmsVariableSpecification_getName.restype = c_char_p
        for index in range(self.lib.MmsVariableSpecification_getSize(spec)):
            child = self.lib.MmsVariableSpecification_getChildSpecificationByIndex(c_void_p(spec), index)
            names.append(self.lib.MmsVariableSpecification_getName(c_void_p(child)))
        self.lib.MmsVariableSpecification_destroy(spec)
        return self.error.value, names


@pytest.fixture(params=SERVERS)
def served(request, tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    with SERVERS[request.param](tmp_path) as server:
        yield server


@pytest.mark.parametrize("allowed", (True, False))
def test_files_arrive_whole_and_may_be_ended_anywhere(served, allowed):
    seen = Outstanding(served.port)
    with Client(seen.port, allowed) as client:
        assert client.file(b"big.bin") == (0, len(CONTENT), CONTENT)
        assert seen.most <= (4 if allowed else 1)
        if allowed:
            assert seen.most > 1
        asked = seen.count
        assert client.file(b"small.bin") == (0, 5, b"small")
        assert seen.count - asked == 3, "open, read, close: nothing is asked beyond the end"
        error, count, octets = client.file(b"big.bin", parts=2)
        assert (error, count) == (0, len(octets)) and CONTENT.startswith(octets) and 0 < len(octets) < len(CONTENT)
        assert client.file(b"big.bin") == (0, len(CONTENT), CONTENT)
        assert client.file(b"none.bin")[0] != 0


def variables(lib, con, at):
    """Logical nodes and functional constraints, as a program walks through them."""
    from declare import SLinkedList
    from ctypes import POINTER

    def strings(head):
        found, element = [], cast(head, POINTER(SLinkedList)).contents.next
        while element:
            found.append(cast(element.contents.data, c_char_p).value)
            element = element.contents.next
        return found

    lib.IedConnection_getDeviceModelFromServer(con, at)
    devices = strings(lib.IedConnection_getLogicalDeviceList(con, at))
    return [device + b"/" + node for device in devices for node in strings(lib.IedConnection_getLogicalDeviceDirectory(con, at, device))]


@pytest.mark.parametrize("order", ("nodes", "constraints", "backwards", "mixed"))
def test_types_are_the_same_in_any_order(served, order):
    with Client(served.port, False) as plain:
        nodes = variables(plain.lib, plain.con, plain.at)
        wanted = [(node, fc) for fc in (0, 1, 4) for node in nodes]  # ST, MX, CF
        if order == "constraints":
            wanted.sort(key=lambda pair: nodes.index(pair[0]))
        elif order == "backwards":
            wanted.reverse()
        elif order == "mixed":
            wanted = [pair for at, pair in enumerate(wanted) for _ in range(1 + at % 3)]
        expected = [plain.type(*pair) for pair in wanted]
    seen = Outstanding(served.port)
    with Client(seen.port, True) as client:
        variables(client.lib, client.con, client.at)
        assert [client.type(*pair) for pair in wanted] == expected
        if order == "nodes":
            assert seen.most > 1
        assert seen.most <= 5, "as many as agreed on"
        assert client.type(b"nothing/LLN0", 0)[0] != 0
    assert any(names for _, names in expected)


def test_types_of_a_lost_connection_are_asked_for_anew(served):
    with Client(served.port, True) as client:
        nodes = variables(client.lib, client.con, client.at)
        expected = [client.type(node, 0) for node in nodes]
        client.lib.IedConnection_close(client.con)
        assert client.type(nodes[0], 0)[0] != 0
        client.lib.IedConnection_connect(client.con, client.at, b"127.0.0.1", served.port)
        assert [client.type(node, 0) for node in nodes] == expected


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_device_that_takes_one_request_at_a_time_gives_the_same_results(served, refusal):
    alone = OneAtATime(served.port, REFUSALS[refusal])
    with Client(served.port, False) as plain:
        nodes = variables(plain.lib, plain.con, plain.at)
        expected = [plain.type(node, 0) for node in nodes]
    with Client(alone.port, True) as client:
        assert client.file(b"big.bin") == (0, len(CONTENT), CONTENT)
        assert 0 < alone.count < 8
        refused = alone.count
        assert client.file(b"big.bin") == (0, len(CONTENT), CONTENT)
        assert alone.count == refused, "asked for ahead no more"
    with Client(alone.port, True) as client:
        variables(client.lib, client.con, client.at)
        assert [client.type(node, 0) for node in nodes] == expected
        assert refused < alone.count
        refused = alone.count
        assert [client.type(node, 0) for node in nodes] == expected
        assert alone.count == refused


def test_asynchronous_calls_have_the_whole_window_beside_types_on_their_way(served):
    seen = Outstanding(served.port)
    with Client(seen.port, True) as client:
        nodes = variables(client.lib, client.con, client.at)
        for node in nodes[:3]:
            client.type(node, 0)
        done = threading.Semaphore(0)
        handler = CFUNCTYPE(None, c_uint, c_void_p, c_int, c_void_p)(lambda *_: done.release())
        for _ in range(5):
            client.lib.IedConnection_getVariableSpecificationAsync.argtypes = [c_void_p, c_void_p, c_char_p, c_int, c_void_p, c_void_p]
            client.lib.IedConnection_getVariableSpecificationAsync(client.con, client.at, nodes[0], 0, cast(handler, c_void_p), None)
            assert client.error.value == 0
        assert all(done.acquire(timeout=5) for _ in range(5))
        assert 1 < seen.most <= 5


def test_a_slow_device_has_the_timeout_for_each_answer(served):
    def slow(count, tpkt):
        if count >= 2 and tpkt[6] & 0x80:
            time.sleep(0.2)
        return tpkt

    with Client(served.port, False) as plain:
        nodes = variables(plain.lib, plain.con, plain.at)[:8]
        expected = [plain.type(node, 0) for node in nodes]
    with scripted.Proxy(served.port, to_client=slow) as link, Client(link.port, True) as client:
        variables(client.lib, client.con, client.at)
        client.lib.IedConnection_setRequestTimeout(client.con, 300)
        assert [client.type(node, 0) for node in nodes] == expected
        assert client.file(b"big.bin") == (0, len(CONTENT), CONTENT)
        # others stand behind what was asked for ahead
        assert client.type(nodes[0], 1)[0] == client.type(nodes[0], 1)[0] != 20
