"""Asynchronous calls: every handler once and in order, whatever becomes of the connection; thread-less mode."""

import ctypes
import sys
import threading
import time
from ctypes import CFUNCTYPE, c_int, c_ubyte, c_uint, c_void_p
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import direct  # noqa: E402
from direct import Direct  # noqa: E402

LIMIT, TIMEOUT, LOST = 6, 20, 3
READ = CFUNCTYPE(None, c_uint, c_void_p, c_int, c_void_p)
GENERIC = CFUNCTYPE(None, c_uint, c_void_p, c_int)
NAMES = CFUNCTYPE(None, c_uint, c_void_p, c_int, c_void_p, c_ubyte)
VALUE = b"TestIEDLD0/GGIO1.AnIn1.mag.f"
MX = 1


class Reads:
    """Asynchronous reads and what their handlers were told."""

    def __init__(self, client):
        self.client, self.done = client, []
        self.handler = READ(self.answered)

    def answered(self, invoke_id, parameter, error, value):
        self.done.append((parameter or 0, error, bool(value), threading.get_ident()))
        if value:
            self.client.lib.MmsValue_delete(value)

    def start(self, number):
        invoke_id = self.client("readObjectAsync", VALUE, MX, ctypes.cast(self.handler, c_void_p), number)
        return invoke_id, self.client.error.value

    def wait(self, count, seconds=10):
        end = time.monotonic() + seconds
        while len(self.done) < count and time.monotonic() < end:
            time.sleep(0.002)


def thousand(path, port):
    """1 000 reads thrown in; what the window refuses is tried again."""
    client = Direct(path, port)
    reads, refused = Reads(client), 0
    for number in range(1, 1001):
        end = time.monotonic() + 5
        while (started := reads.start(number))[1] == LIMIT and time.monotonic() < end:
            refused += 1
            time.sleep(0.0005)
        assert started[0] and started[1] == 0, started
    reads.wait(1000)
    numbers = [number for number, *_ in reads.done]
    return [numbers == list(range(1, 1001)), all(error == 0 and value for _, error, value, _ in reads.done)]


def end(client, reads, port, how):
    """Fills the window of a connection whose server is silent, ends it, and says what the handlers were told."""
    client.lib.IedConnection_setRequestTimeout(client.con, 300 if how == "timeout" else 5000)
    started = [reads.start(number)[1] for number in range(1, 8)]
    if how in ("abort", "close", "destroy"):
        error = [ctypes.byref(client.error)] if how == "abort" else []
        getattr(client.lib, "IedConnection_" + how)(client.con, *error)
    reads.wait(started.count(0), 3)
    time.sleep(0.05)
    return [started, sorted((number, error, value) for number, error, value, _ in reads.done)]


def ends(path, port):
    """Behind a proxy that passes no answer on from the fourth TPKT; the peer dies when told to."""
    import scripted

    found = {}
    for how in ("timeout", "abort", "close", "destroy", "peer"):
        silent = scripted.Proxy(port, to_client=lambda count, data: data if count < 3 else None)
        client = Direct(path, silent.port)
        if how == "peer":
            threading.Timer(0.3, lambda: [sock.shutdown(2) for sock in list(silent.sockets)]).start()
        found[how] = end(client, Reads(client), port, how)
        silent.close()
    return found


def inside(path, port):
    """A handler that reads, blocking, and starts further calls."""
    client = Direct(path, port)
    lib, told = client.lib, []

    @READ
    def handler(invoke_id, parameter, error, value):
        own = c_int(-1)
        again = lib.IedConnection_readObject(client.con, ctypes.byref(own), VALUE, MX)
        told.append([error, own.value, bool(again)])
        if len(told) < 20:
            lib.IedConnection_readObjectAsync(client.con, ctypes.byref(own), VALUE, MX, ctypes.cast(handler, c_void_p), None)

    client("readObjectAsync", VALUE, MX, ctypes.cast(handler, c_void_p), None)
    finish = time.monotonic() + 5
    while len(told) < 20 and time.monotonic() < finish:
        time.sleep(0.005)
    return told


def ticks(path, port):
    """Thread-less: callbacks come inside tick only; blocking calls serve the connection themselves."""
    library = direct.load(path)
    client = Direct.__new__(Direct)
    client.lib, client.keep, client.error = library, [], c_int(-1)
    client.con = library.IedConnection_createEx(None, False)
    states, inside_tick = [], []

    @CFUNCTYPE(None, c_void_p, c_void_p, c_int)
    def changed(parameter, connection, state):
        states.append([state, bool(ticking)])

    ticking = []

    def tick():
        ticking.append(1)
        library.IedConnection_tick(client.con)
        ticking.pop()

    def until(condition, seconds=5):
        finish = time.monotonic() + seconds
        while not condition() and time.monotonic() < finish:
            tick()
            time.sleep(0.001)

    library.IedConnection_installStateChangedHandler(client.con, ctypes.cast(changed, c_void_p), None)
    client("connectAsync", b"127.0.0.1", port)
    found = [client.error.value]
    time.sleep(0.1)
    found.append(list(states))
    until(lambda: len(states) == 2)
    found.append(list(states))
    reads = Reads(client)
    answered = reads.answered
    reads.handler = READ(lambda *told: (inside_tick.append(bool(ticking)), answered(*told)))
    found.append([reads.start(number)[1] for number in range(1, 6)])
    # the window is full: the blocking call waits for room, and no handler runs in it
    value = client("readObject", VALUE, MX)
    found.append([client.error.value, bool(value), len(reads.done)])
    until(lambda: len(reads.done) == 5)
    found.append([[number for number, *_ in reads.done], inside_tick])
    library.IedConnection_setRequestTimeout(client.con, 200)
    library.IedConnection_destroy(client.con)
    client.con = library.IedConnection_createEx(None, False)
    client("connect", b"127.0.0.1", port)
    found.append([client.error.value, library.IedConnection_getState(client.con)])
    value = client("readObject", VALUE, MX)
    found.append([client.error.value, bool(value)])
    library.IedConnection_destroy(client.con)
    return found


def directories(path, port):
    """Pages of names, into new lists and into the caller's; every other asynchronous form once, good and bad."""
    client = Direct(path, port)
    lib, told, answer, came = client.lib, [], [], threading.Event()
    own = client.list([])

    @NAMES
    def names(invoke_id, parameter, error, head, flag):
        texts = client.texts(head)
        answer.append([error, texts and [len(texts), texts[0], texts[-1]] if texts else texts, flag, head == own])
        came.set()

    @READ
    def data(invoke_id, parameter, error, value):
        answer.append([error, bool(value)])
        came.set()

    @GENERIC
    def done(invoke_id, parameter, error):
        answer.append([error])
        came.set()

    def call(name, *arguments):
        came.clear()
        arguments = [ctypes.cast(a, c_void_p) if isinstance(a, (names.__class__, data.__class__, done.__class__)) else a for a in arguments]
        started = bool(client(name, *arguments, None))
        if started:
            came.wait(3)
        told.append([name, started, client.error.value, *answer])
        answer.clear()

    device, members = b"TestIEDLD0", ["TestIEDLD0/GGIO1.Ind1.stVal[ST]", "TestIEDLD0/GTYP1.INT32.setVal[SP]"]
    call("getServerDirectoryAsync", None, None, names)
    call("getServerDirectoryAsync", device, own, names)
    for name in ("getLogicalDeviceVariablesAsync", "getLogicalDeviceDataSetsAsync"):
        call(name, device, None, None, names)
        call(name, device, b"LLN0$DsMany", own, names)
        call(name, b"nope", None, own, names)
        call(name, None, None, None, names)
    for reference in (device + b"/LLN0.DsRpt", b"nope", b"LD/" + b"x" * 65):
        call("readDataSetValuesAsync", reference, None, data)
        call("getDataSetDirectoryAsync", reference, names)
        if b"/" in reference:  # the genuine library's asynchronous form knows no data sets of the VMD
            call("deleteDataSetAsync", reference, done)
    call("createDataSetAsync", b"@A", client.list(members), done)
    call("createDataSetAsync", b"@A", client.list(members), done)
    call("createDataSetAsync", b"@B", client.list(["rubbish"]), done)
    call("writeDataSetValuesAsync", b"@A", client.list([lib.MmsValue_newBoolean(True), lib.MmsValue_newIntegerFromInt32(1)]), data)
    call("deleteDataSetAsync", b"@A", done)
    for reference in (device + b"/LLN0.gcb01", device + b"/LLN0.nogcb", b"rubbish"):
        call("getGoCBValuesAsync", reference, None, data)
    control = client("getGoCBValues", device + b"/LLN0.gcb01", None)
    for enable, mask, single in ((True, 1, True), (True, 1, False), (True, 3, False), (False, 1, False), (False, 3, True)):
        lib.ClientGooseControlBlock_setGoEna(control, enable)
        call("setGoCBValuesAsync", control, mask, single, done)
    return told


SCENARIOS = {"thousand": thousand, "ends": ends, "inside": inside, "ticks": ticks, "directories": directories}


def server():
    import peers

    return peers.genuine_server("matrix.cfg")


def ours(scenario):
    with server() as running:
        return direct.ours(__file__, scenario, running.port)


def test_the_asynchronous_forms_answer_alike():
    genuine, our = direct.both(__file__, "directories", server)
    assert our == genuine


def test_a_thousand_reads_are_answered_once_and_in_order():
    assert ours("thousand") == [True, True]


def test_every_handler_is_called_once_whatever_ends_the_connection():
    found = ours("ends")
    assert set(found) == {"timeout", "abort", "close", "destroy", "peer"}
    for how, (started, told) in found.items():
        window = started.count(0)
        assert started == [0] * window + [LIMIT] * (7 - window) and window == 5, (how, started)
        assert told == [[number, TIMEOUT if how == "timeout" else LOST, False] for number in range(1, 6)], how


def test_a_handler_may_block_and_start_further_calls():
    assert ours("inside") == [[0, 0, True]] * 20


def test_without_threads_callbacks_come_inside_tick_only():
    started, before, states, window, blocking, reads, connected, read = ours("ticks")
    assert (started, before, states) == (0, [], [[1, True], [2, True]])
    assert window == [0] * 5 and blocking == [0, True, 0]
    assert reads == [[1, 2, 3, 4, 5], [True] * 5]
    assert (connected, read) == ([0, 2], [0, True])


if __name__ == "__main__":
    direct.main(SCENARIOS)
