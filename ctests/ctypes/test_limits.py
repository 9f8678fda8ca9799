"""Limits: very many reports, blocking calls inside handlers, a buffered control block over cut links, twenty control blocks.

FULL=1 for 100 000 reports instead of 10 000.
"""

import contextlib
import ctypes
import itertools
import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from ctypes import CFUNCTYPE, c_bool, c_int, c_void_p
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import direct  # noqa: E402
import mms_script  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402
import pytest  # noqa: E402
import scripted  # noqa: E402
from direct import Direct  # noqa: E402
from mms_script import element  # noqa: E402

REPORTS, MEMBERS = 100_000 if os.environ.get("FULL") else 10_000, 100
LN, VALUE, ST, MX = b"TestIEDLD0/LLN0.", b"TestIEDLD0/GGIO1.AnIn1.mag.f", 0, 1
URCB, BRCB, CONTROL = LN + b"RP.URCBA01", LN + b"BR.BRCBA01", b"TestIEDLD0/GCTL1.SPCSO3"
RPT_ENA, RESV, OPT_FLDS, TRG_OPS, GI, PURGE, ENTRY_ID, RESV_TMS = 2, 4, 32, 256, 1024, 2048, 4096, 16384
SEQ_NUM, REASON, ENTRY = 1, 4, 64
CONNECTED = 2
CUTS, SPACE = 5, 0.25

ReportHandler = CFUNCTYPE(None, c_void_p, c_void_p)
StateHandler = CFUNCTYPE(None, c_void_p, c_void_p, c_int)


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.002)
    return condition()


def listen(client, reference, report_id, handler):
    client.lib.IedConnection_installReportHandler(client.con, reference, report_id, ctypes.cast(client.held(ReportHandler(handler)), c_void_p), None)


def enable(client, reference, changes=(("OptFlds", OPT_FLDS, SEQ_NUM), ("TrgOps", TRG_OPS, 16))):
    """Reads a control block, changes and enables it: the block and the errors."""
    lib = client.lib
    block = client("getRCBValues", reference, None)
    errors = [client.error.value]
    for name, mask, value in (*changes, ("RptEna", RPT_ENA, True)):
        getattr(lib, "ClientReportControlBlock_set" + name)(block, value)
        client("setRCBValues", block, mask, True)
        errors.append(client.error.value)
    return block, errors


def memory():
    """Resident memory in KiB: now and at most."""
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return [int(fields[name].split()[0]) for name in ("VmRSS", "VmHWM")]


# very many reports


def flooding(tag, body):
    """Answers each request with an error; a read is followed by the reports, whose first and last member count."""
    invoke, service, _ = mms_script.invoke_and_service(body)
    yield mms_script.error(invoke, 7, 2)
    if service != "a4" or b"start" not in body:
        return
    head = element("8a", b"F/LLN0$RP$A") + element("84", bytes.fromhex("064000"))
    inclusion = element("84", bytes([104 - MEMBERS]) + b"\xff" * 12 + b"\xf0")
    middle = b"".join(element("85", number.to_bytes(4, "big")) for number in range(1, MEMBERS - 1))
    for number in range(REPORTS):
        count = b"\x05\x00" + number.to_bytes(4, "big")
        own = b"\x85\x04" + number.to_bytes(4, "big")
        access = head + b"\x86" + count + inclusion + own + middle + own
        yield element("a3", element("a0", element("a1", element("80", b"RPT")), element("a0", access)))


def flood(path, port):
    client = Direct(path, port)
    lib, seen, wrong = client.lib, [0], []

    def came(parameter, report):
        values = lib.ClientReport_getDataSetValues(report)
        ends = [lib.MmsValue_toInt32(lib.MmsValue_getElement(values, index)) for index in (0, MEMBERS - 1)]
        # the sequence number is an INT16U
        if [lib.ClientReport_getSeqNum(report), *ends] != [seen[0] & 0xFFFF, seen[0], seen[0]] or lib.MmsValue_getArraySize(values) != MEMBERS:
            wrong.append([seen[0], *ends])
        seen[0] += 1

    listen(client, b"F/LLN0.RP.A", b"F/LLN0$RP$A", came)
    before, start = memory(), time.monotonic()
    client("readInt32Value", b"F/start.x", ST)
    until(lambda: seen[0] >= REPORTS, 50)
    seconds = time.monotonic() - start
    time.sleep(0.05)
    return {"seen": seen[0], "wrong": wrong[:5], "seconds": seconds, "memory": [before, memory()]}


def test_very_many_reports_arrive_in_order_and_none_is_lost():
    with scripted.Listener(mms_script.server(flooding)) as listener:
        found = direct.run(__file__, "flood", paths.our_lib(), listener.port, timeout=58)
    print(f"{found['seen']} reports of {MEMBERS} members in {found['seconds']:.2f} s, {found['seen'] / found['seconds']:.0f}/s, memory in KiB (now, most) before and after {found['memory']}")
    assert (found["seen"], found["wrong"]) == (REPORTS, [])
    assert found["memory"][1][1] - found["memory"][0][1] < 20_000, "the server waits for the handler; nothing piles up"


def slow(path, port):
    """A handler that cannot keep up, and after 100 reports a blocking call inside it."""
    client, seen, read = Direct(path, port), [0], []

    def came(parameter, report):
        seen[0] += 1
        if seen[0] == 100:
            start = time.monotonic()
            client("readInt32Value", b"F/other.x", ST)
            read.append([client.error.value, time.monotonic() - start < 5])
        time.sleep(0.0005 if seen[0] < 4000 else 0)

    listen(client, b"F/LLN0.RP.A", b"F/LLN0$RP$A", came)
    client("readInt32Value", b"F/start.x", ST)
    until(lambda: seen[0] >= 4000)
    kept = memory()
    until(lambda: seen[0] >= REPORTS, 50)
    return {"seen": seen[0], "kept": kept, "read": read}


def test_a_handler_that_cannot_keep_up_makes_the_server_wait():
    with scripted.Listener(mms_script.server(flooding)) as listener:
        found = direct.run(__file__, "slow", paths.our_lib(), listener.port, timeout=58)
    print(found)
    assert found["seen"] == REPORTS
    assert found["read"][0][0] != 0, "the server knows no such value"


# blocking calls inside handlers


def inside(client, told, before_destroy=lambda: None):
    """A read, a GetRCBValues and a destroy, each with its error and whether it took less than a second."""
    def timed(name, call):
        start = time.monotonic()
        answer = call()
        told.append([name, answer, time.monotonic() - start < 1])

    def block():
        client("getRCBValues", BRCB, None)
        return client.error.value

    def read():
        client("readFloatValue", VALUE, MX)
        return client.error.value

    timed("read", read)
    timed("block", block)
    before_destroy()
    timed("destroy", lambda: client.lib.IedConnection_destroy(client.con))


def in_report_handler(path, port):
    client, told = Direct(path, port), []
    listen(client, URCB, b"urcba", lambda parameter, report: told or inside(client, told))
    block, errors = enable(client, URCB)
    client.lib.ClientReportControlBlock_setGI(block, True)
    client("setRCBValues", block, GI, True)
    until(lambda: len(told) == 3)
    return told


def in_state_handler(path, port):
    """The handler is told CONNECTED; the destroy inside it is heard of in the handler itself."""
    client = Direct(path, port)
    client.lib.IedConnection_destroy(client.con)
    client.con, told, states = client.lib.IedConnection_createEx(None, True), [], []

    def changed(parameter, connection, state):
        states.append(state)
        if state == CONNECTED:
            inside(client, told)

    client.lib.IedConnection_installStateChangedHandler(client.con, ctypes.cast(client.held(StateHandler(changed)), c_void_p), None)
    client("connectAsync", b"127.0.0.1", port)
    until(lambda: len(told) == 3)
    time.sleep(0.1)
    return [*told, states]


def in_termination_handler(path, port):
    client, told = Direct(path, port), []
    lib = client.lib
    control = lib.ControlObjectClient_create(CONTROL, client.con)
    handler = client.held(ReportHandler(lambda parameter, control: told or inside(client, told)))
    lib.ControlObjectClient_setCommandTerminationHandler(control, ctypes.cast(handler, c_void_p), None)
    operate = lib.ControlObjectClient_operate
    operate.restype = c_bool
    done = operate(control, lib.MmsValue_newBoolean(True), 0)
    until(lambda: len(told) == 3)
    again = operate(control, lib.MmsValue_newBoolean(True), 0)  # its connection is gone
    lib.ControlObjectClient_destroy(control)
    return [*told, [done, again]]


EXPECTED = [["read", 0, True], ["block", 0, True], ["destroy", None, True]]


@pytest.mark.parametrize("where", ["in_report_handler", "in_state_handler", "in_termination_handler"])
def test_blocking_calls_complete_within_a_second(where):
    with peers.genuine_server("matrix.cfg") as server:
        found = direct.ours(__file__, where, server.port)
    assert found[:3] == EXPECTED
    assert found[3:] in ([], [[1, 2, 3, 0]], [[True, False]])


# a buffered control block over cut links


def changing_server(period):
    command = [sys.executable, HERE.parent / "peers" / "changing_server.py", "--lib", paths.genuine_lib(), "--model", paths.model("matrix.cfg"), "--values", "matrix"]
    return peers.Peer("changing server", [*command, "--change", VALUE.decode(), period])


def resume(path, port):
    """Connects, reads from the standard input when the link was cut, and resumes: entries and values in the order they came."""
    client = Direct(path, port)
    lib, entries, values, last = client.lib, [], [], [None]

    def came(parameter, report):
        entry = lib.ClientReport_getEntryId(report)
        last[0] = lib.MmsValue_clone(entry)
        entries.append(client.value(entry)[1])
        if lib.ClientReport_getReasonForInclusion(report, 2):  # AnIn1, whose first leaf is the value
            value = lib.ClientReport_getDataSetValues(report)
            for index in (2, 0, 0):
                value = lib.MmsValue_getElement(value, index)
            values.append(int(lib.MmsValue_toFloat(value)))

    listen(client, BRCB, b"brcba", came)
    errors = [enable(client, BRCB, [("ResvTms", RESV_TMS, 20), ("OptFlds", OPT_FLDS, SEQ_NUM | REASON | ENTRY), ("TrgOps", TRG_OPS, 1), ("PurgeBuf", PURGE, True)])[1]]
    for _ in range(CUTS):
        print("UP", flush=True)
        assert until(lambda: lib.IedConnection_getState(client.con) == 0), "the cut is not noticed"
        time.sleep(0.05)
        counted = len(values)
        assert until(lambda: (client("connect", b"127.0.0.1", port), client.error.value)[1] in (0, 2))
        errors.append(enable(client, BRCB, [("EntryId", ENTRY_ID, last[0])])[1])
        assert until(lambda: len(values) > counted + 5), f"no report after resuming: {errors} {last} {entries[-3:]} {values[-3:]}"
    return {"errors": errors, "entries": entries, "values": values}


def test_a_buffered_control_block_resumes_without_gap_or_double():
    """The link is cut while the value counts; every number comes once."""
    with changing_server(0.01) as server, scripted.Proxy(server.port) as proxy:
        command = [sys.executable, __file__, "resume", str(paths.our_lib()), str(proxy.port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
            killer = threading.Timer(25, client.kill)
            killer.start()
            for number, line in enumerate(client.stdout, 1):
                if line.strip() != "UP":
                    break
                time.sleep(SPACE + number * 0.0137)  # at any point between two reports
                proxy.cut()
            killer.cancel()
            assert line.startswith("{"), "the client ended early"
            found = json.loads(line)
    values, entries = found["values"], found["entries"]
    print(f"{len(entries)} reports over {CUTS} cuts, values {values[0]} to {values[-1]}, {found['errors']}")
    assert not any(itertools.chain(*found["errors"]))
    assert values == list(range(values[0], values[-1] + 1))
    assert entries == sorted(set(entries)), "no entry twice, none out of order"


# twenty control blocks on one connection


def twenty(path, port):
    client = Direct(path, port)
    got, errors = {}, []
    blocks = {}
    for number in range(1, 21):
        reference = LN + b"RP.X%02d01" % number
        listen(client, reference, b"x%02d" % number, lambda parameter, report, number=number: got.setdefault(number, []).append(client.lib.ClientReport_getSeqNum(report)))
        blocks[number], answers = enable(client, reference)
        errors += answers
    for _ in range(3):
        for block in blocks.values():
            client.lib.ClientReportControlBlock_setGI(block, True)
            client("setRCBValues", block, GI, True)
            errors.append(client.error.value)
    until(lambda: sum(map(len, got.values())) == 60)
    return [errors, sorted(got.items())]


def test_twenty_control_blocks_on_one_connection(tmp_path):
    text = paths.model("matrix.cfg").read_text()
    blocks = "".join(f"RC(X{number:02}01 x{number:02} 0 DsRpt 7 31 255 0 0);\n" for number in range(1, 21))
    model = tmp_path / "twenty.cfg"
    model.write_text(text.replace("RC(URCBA01", blocks + "RC(URCBA01", 1))
    with peers.genuine_server(model) as server:
        errors, got = direct.ours(__file__, "twenty", server.port)
    assert not any(errors)
    assert got == [[number, [0, 1, 2]] for number in range(1, 21)]


SCENARIOS = {"flood": flood, "slow": slow, "in_report_handler": in_report_handler, "in_state_handler": in_state_handler, "in_termination_handler": in_termination_handler, "resume": resume, "twenty": twenty}

if __name__ == "__main__":
    direct.main(SCENARIOS)


@pytest.mark.parametrize("names", ("of one device", "of devices", "twice in turn"))
def test_names_without_end_are_stopped_before_they_fill_the_memory(names):
    """Each page has another name of 60 000 octets, or two names come in turn."""
    number = itertools.count()

    def answer(tag, body):
        if tag != "a0":
            return []
        invoke, service, content = mms_script.invoke_and_service(body)
        turn = next(number)
        if names == "of devices":  # 2000 devices in all, each with one long name
            devices = b"\x80\x01\x09" in content
            listed, more = (b"".join(element("1a", b"D%d" % at) for at in range(2000)), False) if devices else (element("1a", b"%d" % turn + b"x" * 60_000), False)
        elif names == "of one device":
            listed, more = element("1a", b"%d" % turn + b"x" * 60_000), True
        else:
            listed, more = element("1a", b"AB"[turn % 2 : turn % 2 + 1]), True
        return [mms_script.response(invoke, element("a1", element("a0", listed), element("81", b"\xff" if more else b"\x00")))]

    lib, error = direct.load(paths.our_lib()), c_int(-1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with scripted.Listener(mms_script.server(answer)) as peer:
        con = lib.IedConnection_create()
        lib.IedConnection_connect(con, ctypes.addressof(error), b"127.0.0.1", peer.port)
        assert error.value == 0
        start = time.monotonic()
        if names == "of devices":
            lib.IedConnection_getDeviceModelFromServer(con, ctypes.addressof(error))
        else:
            assert not lib.IedConnection_getLogicalDeviceVariables(con, ctypes.addressof(error), b"D")
        assert error.value == 34, "MALFORMED_MESSAGE"
        assert time.monotonic() - start < 20
        lib.IedConnection_destroy(con)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000, "kB"
