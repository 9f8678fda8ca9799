"""Associations of MMS connections: addresses, titles, password and sizes on the wire and as servers take them, states, reports, raw PDUs, the end."""

import json

import pytest

import paths
import peers
import scripted
from mms_pair import PROGRAM, MmsPair
from mms_script import element, error, invoke_and_service, server, status
from workers import Worker

WIDE = {"selector": "0102030405060708090a0b0c0d0e0f10"}
ADDRESSES = {
    "as usual": [],
    "remote selectors": [["iso", "setRemoteAddresses", {"selector": "aabb"}, {"selector": "0c"}, {"tselector": "01020304"}]],
    "local selectors": [["iso", "setLocalAddresses", {"selector": "aabb"}, {"selector": "0c"}, {"tselector": "01020304"}]],
    "longest selectors": [["iso", "setRemoteAddresses", WIDE, WIDE, {"tselector": "01020304"}], ["iso", "setLocalAddresses", WIDE, WIDE, {"tselector": "01020304"}]],
    "titles": [["iso", "setRemoteApTitle", "1.3.9999.106", 33], ["iso", "setLocalApTitle", "1.3.9999.1", 70000]],
    "no remote title": [["iso", "setRemoteApTitle", None, 12]],
    "no local title": [["iso", "setLocalApTitle", None, 12]],
    "password": [["password", "secret"]],
    "empty password": [["password", ""]],
    "password without mechanism": [["password", "secret", 0]],
    "PDU of 1000": [["setLocalDetail", 1000]],
    "two calls": [["misspelt", 2, 3]],
}


def recorder(log):
    """Takes the COTP connection and the association request, and closes."""

    def script(sock, stop):
        connect = scripted.read_tpkt(sock)
        sock.sendall(scripted.connection_confirm(connect))
        associate = scripted.read_tpkt(sock)
        log.append([connect.hex(), associate and associate.hex()])

    return script


@pytest.mark.parametrize("how", ["own", "borrowed"])
def test_addresses_titles_and_passwords_are_sent_as_by_the_genuine_client(how):
    log = []
    with scripted.Listener(recorder(log)) as listener, MmsPair(listener.port, []) as both:
        for name, settings in ADDRESSES.items():
            answers = []
            for worker in (both.genuine, both.ours):
                before = len(log)
                worker.ask(["connect", how, settings, 1])
                answers.append(log[before:])
            both.note(f"{how}: {name}", *answers)
        both.verdict(f"association requests, {how}")


@pytest.mark.parametrize("how", ["own", "borrowed"])
def test_password_and_sizes_are_taken_or_refused_by_the_genuine_server(how):
    with peers.genuine_server("simpleIO.cfg", password="secret") as running, MmsPair(running.port, []) as both:
        for settings in ([["password", "secret"]], [["password", "wrong"]], [], [["password", "secret", 0]]):
            both.ask(["connect", how, settings, 3])
        both.verdict("password")
    with peers.genuine_server("simpleIO.cfg") as running, MmsPair(running.port, []) as both:
        for size in (1000, 2000, 10000, 30000, 65000):
            both.ask(["connect", how, [["setLocalDetail", size]], 3])
            both.ask(["parameters"])
            both.ask(["plain", "getLocalDetail"])
            both.ask(["call", "getDomainNames"])
        both.verdict("PDU sizes")


def ours(port):
    return Worker(paths.our_lib(), port, [], program=PROGRAM)


@pytest.mark.parametrize("start", [lambda: peers.genuine_server("matrix.cfg"), peers.ied_sim], ids=["genuine", "sim"])
def test_sizes_of_pdus_and_tpdus(start):
    with start() as running, ours(running.port) as worker:
        reference = None
        for pdu in (1000, 65000, 256000):
            for tpdu in (128, 256, 1024, 8192, 0):
                assert worker.ask(["connect", "own", [["setLocalDetail", pdu], ["tpdu", tpdu]], 1]) == [True, 0]
                assert 0 < worker.ask(["parameters"])[3] <= pdu
                _, domains = worker.ask(["call", "getDomainNames"])
                names = worker.ask(["call", "getDomainVariableNames", domains[0]])
                reference = reference or names
                assert names == reference and names[0] == 0, (pdu, tpdu)


REFUSALS = {  # layer, code
    "nobody listens": (None, 1, 111), "COTP": (scripted.disconnect_request, 4, None), "closed": (scripted.close_after_confirm, 1, 0), "session refuses": (scripted.session_refuse, 5, None),
    "session aborts": (scripted.session_abort, 5, None), "silent": (scripted.silent_after_confirm, 7, 0),
}


@pytest.mark.parametrize("how", ["own", "borrowed"])
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_tells_layer_and_code(name, how):
    script, layer, code = REFUSALS[name]
    settings = [["setConnectTimeout", 300], *([["iedTimeout", 300]] if how == "borrowed" else [])]
    with scripted.Listener(script or scripted.silent) as listener, ours(1 if script is None else listener.port) as worker:
        assert worker.ask(["failure"]) is None
        connected, mms_error = worker.ask(["connect", how, settings, 1])
        assert not connected and mms_error
        found = worker.ask(["failure"])
        assert found[0] == layer and (code is None or found[1] == code) and found[2], found


def test_a_rejected_association_is_a_failure_of_acse_and_a_success_none(simple):
    with scripted.Proxy(simple.port, to_client=scripted.aare_result(1)) as proxy, ours(proxy.port) as worker:
        assert worker.ask(["connect", "own", [], 1]) == [False, 1]
        assert worker.ask(["failure"])[0] == 7
    with ours(simple.port) as worker:
        assert worker.ask(["connect", "own", [], 1]) == [True, 0]
        assert worker.ask(["failure"]) is None
        worker.ask(["plain", "close"])
        assert worker.ask(["failure"])[0] == 0


# ---- states and the end ----

STATES = {
    "close": [["plain", "close"]], "abort": [["call", "abort"]], "abort async": [["call", "abortAsync"]], "conclude": [["call", "conclude"]], "conclude async": [["conclude_later"]],
    "twice": [["call", "connect", "127.0.0.1", 0]], "again after the end": [["plain", "close"], ["call", "conclude"], ["call", "identify"], ["later", "identify"], ["conclude_later"]],
}


@pytest.mark.parametrize("how", ["own", "borrowed"])
@pytest.mark.parametrize("name", STATES)
def test_states(simple, name, how):
    requests = [[*request[:3], simple.port] if "connect" in request else request for request in STATES[name]]
    with MmsPair(simple.port, []) as both:
        for request in (["connect", how, [["watch"]], 3], *requests, ["settled"], ["states"]):
            both.ask_both(request, f"{name}: {json.dumps(request)}")
        both.verdict(name)


def test_a_server_that_goes_away():
    with peers.genuine_server("simpleIO.cfg") as running, MmsPair(running.port, [["connect", "own", [["watch"]], 3]]) as both:
        for worker in (both.genuine, both.ours):
            worker.ask(["seen", 2])
        running.kill()
        both.ask(["settled"])
        both.ask(["states"])
        both.ask(["call", "identify"])
        both.verdict("server gone")


def test_connecting_asynchronously(simple):
    with MmsPair(simple.port, []) as both:
        for how in ("own", "tick"):
            for port in (simple.port, 1):
                for request in (["create", how], ["watch"], ["call", "connectAsync", "127.0.0.1", port], ["ticked", 0.4], ["states"]):
                    both.ask_both(request, f"{how} {json.dumps(request[:3])}")
        both.verdict("connectAsync")


def test_ticks_serve_a_connection_without_threads(simple):
    with ours(simple.port) as worker:
        assert worker.ask(["connect", "tick", [["watch"]], 1]) == [True, 0]
        assert worker.ask(["call", "identify"])[0] == 0
        error_code, answers, same = worker.ask(["later", "identify"])
        assert error_code == 0 and answers[0][0] == 0 and len(answers) == 1 and same
        assert worker.ask(["plain", "tick"]) is True


def concluding(answer_to_conclude):
    return server(lambda tag, body: ([answer_to_conclude] if answer_to_conclude else []) if tag == "8b" else [error(invoke_and_service(body)[0], 7, 2)])


@pytest.mark.parametrize("answer, code", [(element("ad", element("a0", element("80", b"\x05"))), 6), (b"", 3)], ids=["refused", "unanswered"])
def test_a_conclude_that_fails(answer, code):
    with scripted.Listener(concluding(answer)) as listener, ours(listener.port) as worker:
        for _ in range(2):
            for request, expected in ((["call", "conclude"], [code, None]), (["conclude_later"], [0, [[5, code, False]]])):
                worker.ask(["connect", "own", [["setRequestTimeout", 300]], 1])
                assert worker.ask(request) == expected
                assert worker.ask(["call", "identify"])[0] == 2


# ---- reports and raw PDUs ----

def reporting(sock, stop):
    """Sends a report of each kind before each answer."""
    domain = element("a1", element("1a", b"LD"), element("1a", b"LLN0$Ds"))
    kinds = [element("a1", element("80", b"RPT")), element("a1", domain), element("a1", element("82", b"aa"))]
    variable = (lambda name: element("30", element("a0", name)))
    singles = [element("a0", variable(element("80", b"V"))), element("a0", variable(element("a1", element("1a", b"LD"), element("1a", b"GGIO1$Oper")))),
               element("a0", variable(element("80", b"V1")), variable(element("80", b"V2")))]
    values = [element("83", b"\x01"), element("85", b"\x2a")]

    def answer(tag, body):
        if tag == "8b":
            return [bytes.fromhex("8c00")]
        if probe := status(body):
            return [probe]
        invoke, _, _ = invoke_and_service(body)
        reports = [element("a3", element("a0", kind, element("a0", *values))) for kind in kinds]
        reports += [element("a3", element("a0", kind, element("a0", *values[:2 if kind is singles[2] else 1]))) for kind in singles]
        reports.append(element("a3", element("a0", kinds[0], element("a0", element("80", b"\x0a"), values[0]))))
        return [*reports, error(invoke, 7, 2)]

    return server(answer)(sock, stop)


@pytest.mark.parametrize("how", ["own", "borrowed"])
def test_information_reports(how):
    with scripted.Listener(reporting) as listener, MmsPair(listener.port, [["connect", how]]) as both:
        both.ask(["watch_reports"])
        both.ask(["call", "identify"])
        genuine, mine = (worker.ask(["seen", count, 1]) for worker, count in ((both.genuine, 6), (both.ours, 8)))
        # the genuine client drops lists of a domain or of the association
        dropped = [report for report in mine if report[4] and report[2] != "RPT"]
        assert dropped == [["report", "LD", "LLN0$Ds", [0, "{true,42}"], True], ["report", None, "aa", [0, "{true,42}"], True]]
        both.note("reports", genuine, [report for report in mine if report not in dropped])
        both.verdict("reports")


def test_every_pdu_is_seen_raw_and_raw_ones_are_sent(simple):
    with ours(simple.port) as worker:
        assert worker.ask(["connect", "own", [["watch_raw"]], 1]) == [True, 0]
        assert [(event[1][:2], event[2]) for event in worker.ask(["seen", 2])] == [("a8", False), ("a9", True)]
        assert worker.ask(["call", "identify"])[0] == 0
        sent, answer = worker.ask(["seen", 2])
        assert sent == ["raw", "a0050201018200", False] and answer[1].startswith("a1") and answer[2]
        # identify under an invoke id that no call has: the answer is seen all the same
        assert worker.ask(["call", "sendRawData", {"hex": "a0060202009982 00".replace(" ", "")}, 8]) == [0, None]
        assert worker.ask(["seen", 2])[1][1].startswith("a11c02020099")
        assert worker.ask(["call", "sendRawData", None, 7])[0] == 7
