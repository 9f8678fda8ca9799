"""Report control blocks and reports: against three servers, what both libraries make of the same, and reports made by hand."""

import contextlib
import struct
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import mms_script  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402
import scripted  # noqa: E402
from workers import Worker  # noqa: E402

PROGRAM = HERE / "report_client.py"
LLN0 = "TestIEDLD0/LLN0."
URCB, BRCB = LLN0 + "RP.URCBA01", LLN0 + "BR.BRCBA01"
OPTIONS = [0, *(1 << bit for bit in range(8)), 0xFF, 0x14, 0x1C, 0x47, 0x60, 0xC1]


def matrix():
    return peers.genuine_server("matrix.cfg")


def pypi_reports():
    program = HERE.parent / "peers" / "pypi_reports.py"
    return peers.Peer("PyPI iec61850", [paths.pypi_python(), program, paths.model("sim.cid")])


@contextlib.contextmanager
def worker(library, port):
    with Worker(library, port, [["up"]], program=PROGRAM) as running:
        yield running


def outcome(library, steps, server=matrix):
    """The answers of one library on a server of its own."""
    with server() as running, worker(library, running.port) as client:
        return [client.ask(step) for step in steps]


def both(steps, server=matrix):
    """Both libraries, each on a fresh server, must answer alike."""
    genuine, ours = outcome(paths.genuine_lib(), steps, server), outcome(paths.our_lib(), steps, server)
    different = [(step, a, b) for step, a, b in zip(steps, genuine, ours) if a != b]
    assert not different, "\n".join(f"{step}\n  genuine {a}\n  ours    {b}" for step, a, b in different)
    return ours


def attributes(reference, buffered):
    """Every attribute singly, then several in one request and one by one, each read back."""
    values = {"RptId": ["", "x" * 100, "again"], "DataSetReference": ["", "TestIEDLD0/LLN0$Nope", "TestIEDLD0/LLN0$DsMany", "TestIEDLD0/LLN0$DsRpt"],
              "OptFlds": [0, 255, 0xFFF], "BufTm": [0, 200, 4294967295], "TrgOps": [0, 31, 17], "IntgPd": [0, 500, 4294967295], "GI": [True, False],
              "RptEna": [False], **({"PurgeBuf": [True, False], "ResvTms": [5, -1, 0]} if buffered else {"Resv": [True, False]})}
    yield ["rcb", reference]
    for name, some in values.items():
        for value in some:
            yield ["rcb_write", reference, True, {name: value}]
            yield ["rcb", reference]
    several = {"RptId": "many", "BufTm": 10, "TrgOps": 9, "IntgPd": 700, **({} if buffered else {"Resv": True})}
    for single in (True, False):
        yield ["rcb_write", reference, single, several | {"RptEna": True}]
        yield ["rcb", reference]
        yield ["rcb_write", reference, single, {"IntgPd": 900, "RptId": "refused"}]
        yield ["rcb_write", reference, single, several | {"RptEna": False}]
        yield ["rcb", reference]
    for mask in (0, 0x10, 0x80, 0x8000, 0x800 if not buffered else 4, 0x4000 if not buffered else 0x84):
        yield ["rcb_write_mask", reference, mask, True]
        yield ["rcb_write_mask", reference, mask, False]


@pytest.mark.parametrize("reference", [URCB, BRCB, LLN0 + "BR.BRCBNORPT", LLN0.replace(".", "$") + "RP$URCBA02"])
def test_attributes_are_read_and_written_as_by_the_genuine_client(reference):
    both(list(attributes(reference, "BR" in reference)))


@pytest.mark.parametrize("reference", ["LLN0.URCBA01", "LLN0.BR.URCBA01", "LLN0.RP", "LLN0.RP.", "LLN0.ST.Mod", "GGIO1.Ind1", "LLN0$RP.URCBA01"])
def test_other_references_fail_as_with_the_genuine_client(reference):
    reference = "TestIEDLD0/" + reference
    both([["rcb", reference], ["rcb_async", reference], ["gi", reference]])


def test_asynchronous_calls_give_the_same():
    both([["rcb_async", URCB], ["rcb_async", BRCB], ["rcb", URCB], ["rcb_write_async", URCB, 0x41], ["rcb_write_async", URCB, 0x400]])


@pytest.mark.parametrize("reference", ["", "x", "LD", "LD/LN", "/", "x" * 65 + "/LN.RP.a", "LD/LN.RP." + "x" * 60])
def test_malformed_references_are_an_error(reference):
    """The genuine client crashes or succeeds with nothing."""
    answers = outcome(paths.our_lib(), [["rcb", reference], ["rcb_async", reference]])
    assert answers == [["OBJECT_REFERENCE_INVALID", None], ["OBJECT_REFERENCE_INVALID", []]] or "exception" in str(answers[1])


def test_attributes_without_value_are_refused_before_anything_is_sent():
    steps = [["rcb", LLN0 + "BR.BRCBA01", True]] + [["rcb_write_mask", BRCB, 1 << bit, True] for bit in (0, 1, 3, 5, 10, 12)]
    assert outcome(paths.our_lib(), steps)[1:] == ["USER_PROVIDED_INVALID_ARGUMENT"] * 6


@pytest.mark.parametrize("reference, report_id", [(URCB, "urcba"), (BRCB, "brcba")])
def test_reports_with_all_options_are_decoded_as_by_the_genuine_client(reference, report_id):
    steps = [["rcb", reference], ["listen", reference, report_id]]
    for options in OPTIONS:
        # A purged buffer, and no reports but the ones asked for.
        steps += [["rcb_write", reference, True, {"OptFlds": options, "TrgOps": 16, **({"PurgeBuf": True} if "BR" in reference else {})}],
                  ["rcb_write", reference, True, {"RptEna": True}], ["gi", reference], ["received"], ["rcb_write", reference, True, {"RptEna": False}]]
    answers = both(steps)
    assert sum(bool(answer) for step, answer in zip(steps, answers) if step == ["received"]) == len(OPTIONS)


@pytest.mark.parametrize("triggers", [8, 24, 31, 1, 0])
def test_integrity_reports_come_when_asked_for(triggers):
    many = LLN0 + "RP.URCBMANY"
    steps = [["rcb", many], ["listen", many, "many"], ["rcb_write", many, True, {"TrgOps": triggers, "IntgPd": 300, "OptFlds": 0x3D, "RptEna": True}],
             ["sleep", 0.45], ["unlisten", many], ["received", 0]]
    reports = outcome(paths.our_lib(), steps)[-1]
    assert [report["reasons"][1] for report in reports] == ([8] if triggers & 8 else [])


@pytest.mark.parametrize("server, urcb, brcb", [(peers.ied_sim, "SimLD0/LLN0.RP.urcb01", None), (pypi_reports, "SimLD0/LLN0.RP.urcb01", "SimLD0/LLN0.BR.brcb01")])
def test_other_servers(server, urcb, brcb):
    steps = [["rcb", urcb], ["rcb_write", urcb, True, {"Resv": True}], ["listen", urcb, "urcb"],
             ["rcb_write", urcb, True, {"TrgOps": 16, "OptFlds": 0x9D}], ["rcb_write", urcb, True, {"RptEna": True}], ["gi", urcb], ["received"]]
    answers = both(steps, server)
    assert answers[0][0] == "OK" and len(answers[-1]) == 1
    if brcb:
        error, block = outcome(paths.our_lib(), [["rcb", brcb]], server)[0]
        assert (error, block["buffered"], block["RptId"]) == ("OK", True, "brcb"), "whole-BRCB read refused: attribute by attribute"


# Reports made by hand, put into the connection to a real server.


def tlv(tag, content):
    size = len(content)
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x82]) + struct.pack(">H", size)) + content


def bits(text):
    octets = (len(text) + 7) // 8
    return tlv(0x84, bytes([octets * 8 - len(text)]) + int(text.ljust(octets * 8, "0") or "0", 2).to_bytes(octets, "big"))


def unsigned(number):
    return tlv(0x86, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def text(content):
    return tlv(0x8A, content.encode())


def integer(number):
    return tlv(0x85, number.to_bytes(4, "big"))


def report(report_id, *fields):
    pdu = tlv(0xA3, tlv(0xA0, tlv(0xA1, tlv(0x80, b"RPT")) + tlv(0xA0, text(report_id) + b"".join(fields))))
    data = bytes.fromhex("02f08001000100") + tlv(0x61, tlv(0x30, b"\x02\x01\x03" + tlv(0xA0, pdu)))
    return scripted.tpkt(data)


def options(*names):
    order = ("reserved", "seq", "time", "reason", "dataSet", "reference", "overflow", "entry", "confRev", "segment")
    return bits("".join("1" if name in names else "0" for name in order))


@contextlib.contextmanager
def injected(library, setup):
    """A client with what it takes to send it reports."""
    with matrix() as server, scripted.Proxy(server.port) as proxy, worker(library, proxy.port) as client:
        for step in setup:
            client.ask(step)
        # the last one: the genuine client may have needed several tries
        yield client, proxy.clients[-1].sendall


A, ID = LLN0 + "RP.A", "TestIEDLD0/LLN0$RP$A"
HEADER = unsigned(5) + tlv(0x8C, struct.pack(">IH", 1000, 15000)) + text("LD/LLN0$ds") + tlv(0x83, b"\x01") + tlv(0x89, b"12345678") + unsigned(7)
GOOD = [
    (options("seq", "time", "reason", "dataSet", "reference", "overflow", "entry", "confRev"), HEADER, bits("111"), text("r0"), text("r1"), text("r2"),
     integer(1), integer(2), integer(3), bits("010000"), bits("000010"), bits("000001")),
    (options(), bits("010"), integer(9)),
    (options("reason"), bits("011"), integer(11), integer(12), bits("001000"), bits("0001001")),
    (options(), bits("000")),
    (options("entry"), tlv(0x89, b"1234"), bits("001"), integer(3)),
    (options("seq", "confRev"), unsigned(70000), unsigned(4000000000), bits("100"), integer(3)),
    (options("seq", "segment"), unsigned(9), unsigned(2), tlv(0x83, b"\x01"), bits("100"), integer(4)),
    (options("seq", "segment"), unsigned(9), unsigned(3), tlv(0x83, b"\x00"), bits("001"), integer(5)),
    (bits("0100"), unsigned(79), bits("100"), integer(3)),
]


def test_handmade_reports_are_decoded_as_by_the_genuine_client():
    found = []
    for library in (paths.genuine_lib(), paths.our_lib()):
        with injected(library, [["listen", A, ""]]) as (client, send):
            for fields in GOOD:
                send(report(ID, *fields))
            found.append(client.ask(["received", len(GOOD)]))
    assert len(found[1]) == len(GOOD) and found[0] == found[1]


VALUES = bits("111"), integer(1), integer(2), integer(3)
ALL = options("seq", "time", "reason", "dataSet", "reference", "overflow", "entry", "confRev")


@pytest.mark.parametrize("fields", [
    (options("seq"), *VALUES), (ALL, *VALUES), (options("reason"), *VALUES), (options("reference"), *VALUES), (options(), *VALUES, integer(4)),
    (options(), unsigned(1), *VALUES), (options("time"), tlv(0x8C, b"1"), *VALUES), (integer(1), *VALUES),
], ids=range(8))
def test_reports_that_do_not_fit_are_delivered_as_far_as_they_are_readable(fields):
    """The genuine client drops all but one of these."""
    with injected(paths.our_lib(), [["listen", A, None]]) as (client, send):
        send(report(ID, *fields))
        [got] = client.ask(["received"])
    assert [value[1] for value in got["values"][1:]] == [1, 2, 3] and got["reasons"] == [0, 32, 32, 32, 0]


def test_missing_and_unreadable_members_do_not_hide_the_others():
    with injected(paths.our_lib(), [["listen", A, None]]) as (client, send):
        send(report(ID, options(), *VALUES[:3]))
        send(report(ID, options(), VALUES[0], integer(1), tlv(0x87, b"\x08"), integer(3)))
        send(report(ID, options(), integer(1)))
        few, unreadable, nothing = client.ask(["received", 3])
    assert [value[0] for value in few["values"][1:]] == ["INTEGER", "INTEGER", "DATA_ACCESS_ERROR"]
    assert [value[0] for value in unreadable["values"][1:]] == ["INTEGER", "DATA_ACCESS_ERROR", "INTEGER"]
    assert nothing["reasons"] == [0, 0, 0, 0, 0]


def test_twenty_control_blocks_on_one_connection():
    references = [f"{LLN0}RP.X{number:02}" for number in range(20)]
    expected = [[reference, number] for number in range(100) for reference in references]
    with injected(paths.our_lib(), [["numbers", references]]) as (client, send):
        for reference, number in expected:
            send(report(reference.replace(".", "$"), options("seq"), unsigned(number), bits("1"), integer(number)))
        assert client.ask(["received", len(expected)]) == expected


def test_many_reports_arrive_in_order_and_none_is_lost():
    count, members = 3000, b"".join(integer(number) for number in range(100))
    with injected(paths.our_lib(), [["numbers", [A]]]) as (client, send):
        for number in range(count):
            send(report(ID, options("seq"), unsigned(number), bits("1" * 100), members))
        assert client.ask(["received", count]) == [[A, number] for number in range(count)]


def test_a_handler_may_read_ask_for_a_control_block_and_destroy_its_connection():
    with injected(paths.our_lib(), [["inside", A, URCB]]) as (client, send):
        send(report(ID, options(), bits("1"), integer(1)) * 3)
        [[[read, block], seconds]] = client.ask(["finished"])
    assert (read, block) == ("OK", True) and seconds < 1


def test_no_report_comes_after_uninstalling():
    with injected(paths.our_lib(), [["listen", A, None]]) as (client, send):
        send(report(ID, options(), bits("1"), integer(1)))
        assert len(client.ask(["received"])) == 1
        client.ask(["unlisten", A])
        send(report(ID, options(), bits("1"), integer(1)))
        time.sleep(0.1)
        assert client.ask(["received", 0]) == []


def test_a_buffered_control_block_resumes_behind_its_last_entry():
    """The link is cut while integrity reports come; after it, every entry comes once and in order."""
    with matrix() as server, scripted.Proxy(server.port) as proxy, worker(paths.our_lib(), proxy.port) as client:
        client.ask(["rcb", BRCB])
        assert client.ask(["rcb_write", BRCB, True, {"TrgOps": 24, "IntgPd": 60, "OptFlds": 0xFF, "ResvTms": 20, "PurgeBuf": True}]) == "OK"
        client.ask(["entries", BRCB])
        assert client.ask(["rcb_write", BRCB, True, {"RptEna": True}]) == "OK"
        before = client.ask(["received", 4])
        proxy.cut()
        time.sleep(0.3)
        assert client.ask(["again"]) == "OK"
        before += client.ask(["received", 0])
        client.ask(["rcb", BRCB])
        assert client.ask(["rcb_write", BRCB, True, {"EntryId": None}]) == "OK"
        assert client.ask(["rcb_write", BRCB, True, {"RptEna": True}]) == "OK"
        after = client.ask(["received", 4])
    entries = [entry for entry, _ in before + after]
    assert len(before) >= 4 and len(after) >= 4
    assert entries == sorted(set(entries)), "no entry twice, none out of order"


def test_a_server_that_reads_one_attribute_at_a_time_is_enough():
    def answer(tag, body):
        invoke, service, content = mms_script.invoke_and_service(body)
        names = [part for part in (b"$RptID", b"$RptEna", b"$ConfRev") if content.endswith(part)]
        if content.count(b"$URCB") + content.count(b"URCB$") > 2:  # several variables
            return [mms_script.error(invoke, 3, 0)]
        if content.endswith(b"$RP$URCB"):  # the whole
            return [mms_script.response(invoke, bytes.fromhex("a405a103800103"))]
        value = {b"$RptID": b"\x8a\x02id", b"$RptEna": b"\x83\x01\x01", b"$ConfRev": b"\x86\x01\x07"}.get(names[0] if names else b"", b"\x80\x01\x0a")
        return [mms_script.response(invoke, mms_script.element("a4", mms_script.element("a1", value)))]

    with scripted.Listener(mms_script.server(answer)) as listener, worker(paths.our_lib(), listener.port) as ours:
        values = ours.ask(["rcb", "LD/LLN0.RP.URCB"])
    assert '"id"' in str(values).replace("'", '"') and "7" in str(values), values
