"""mms_client_connection.h: every service, by both libraries, against each server; and what each call sends."""

import json

import pytest

import mms_calls as calls
import peers
import scripted
from mms_pair import MmsPair
from mms_script import error, invoke_and_service, server

# domain, variable, its component, array, data set, journal
MATRIX = ("TestIEDLD0", "GGIO1$ST$Ind1", "stVal", "GGIO1$MX$Har$arr", "LLN0$DsRpt", "LLN0$EventLog")
QUICK = [["connect"], ["plain", "setRequestTimeout", 1000]]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 600)
    (tmp_path / "sub" / "empty.txt").write_bytes(b"")
    return str(tmp_path)


def steps(domain, item, component, array, known, journal, spare=False):
    return [*calls.names(domain, "nowhere"), *calls.variables(domain, item, component, array, spare), *calls.vmd(), *calls.lists(domain, known, item, item),
            *calls.journals(domain, journal), *calls.files("a.txt", "sub/empty.txt")]


def test_every_service_against_the_genuine_server(files):
    with peers.genuine_server("matrix.cfg", files=files) as running, MmsPair(running.port, QUICK) as both:
        both.ask_all(steps(*MATRIX, spare=True), apart=True)
        both.alternate(calls.writes(MATRIX[0], MATRIX[1] + "$stVal", "nothing"))  # a write to an array is the end of the genuine server
        both.verdict("the genuine server")


def test_every_service_against_ied_sim():
    with peers.ied_sim() as running, MmsPair(running.port, QUICK) as both:
        domains = both.ask(["call", "getDomainNames"])[1]
        items = both.ask(["call", "getDomainVariableNames", domains[0]])[1]
        known = both.ask(["call", "getDomainVariableListNames", domains[0]])[1]
        item = next(name for name in items if name.endswith("$stVal")).rsplit("$", 1)[0]
        both.ask_all(steps(domains[0], item, "stVal", None, known[0] if known else "LLN0$none", "LLN0$EventLog"), apart=True)
        both.alternate(calls.writes(domains[0], item + "$stVal", "nothing"))
        both.verdict("ied sim")


def sent(library, requests):
    """The MMS PDUs that the requests make a library send to a server that refuses everything."""
    log = []

    def answer(tag, body):
        log.append((tag, body.hex()))
        return [bytes.fromhex("8c00")] if tag == "8b" else [error(invoke_and_service(body)[0], 7, 2)]

    with scripted.Listener(server(answer)) as listener:
        with MmsPair(listener.port, [["connect", "own", [], 1]]) as both:
            worker = getattr(both, library)
            found = []
            for request in requests:
                before = len(log)
                worker.ask(request)
                found.append(log[before:])
            return found


def test_every_service_sends_the_same():
    requests = [*steps("LD", "GGIO1$ST$Ind1", "stVal$x", "GGIO1$MX$arr", "LLN0$DsRpt", "LLN0$EventLog"), *calls.writes("LD", "GGIO1$ST$Ind1", "stVal", "GGIO1$MX$arr"),
                *calls.parts("LD", "GGIO1$MX$arr")]
    with MmsPair(0, ()) as both:
        for request, genuine, ours in zip(requests, sent("genuine", requests), sent("ours", requests)):
            both.note(json.dumps(request), genuine, ours)
        both.verdict("what is sent")
