"""mms_client_connection.h: every service, by both libraries, against each server; and what each call sends."""

import json
import sys

import pytest

import mms_calls as calls
import paths
import peers
import scripted
from log_server import START
from mms_pair import MmsPair
from mms_script import error, invoke_and_service, server, status

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


def test_journals_with_entries():
    program = paths.CTESTS / "ctypes" / "log_server.py"
    with peers.Peer("log", [sys.executable, program, paths.genuine_lib(), paths.model("matrix.cfg"), 40]) as running, MmsPair(running.port, QUICK) as both:
        for start, end in ((START, START + 2000), (0, START + 10**9), (START + 5000, START + 4000)):
            for request in calls.both_ways("readJournalTimeRange", "TestIEDLD0", "LLN0$EventLog", {"value": ["time", start]}, {"value": ["time", end]}, outs=[calls.BOOL]):
                both.ask(request)
        for entry in (0, 2, 30):
            identifier = {"value": ["octets", entry.to_bytes(8, "little").hex()]}
            for request in calls.both_ways("readJournalStartAfter", "TestIEDLD0", "LLN0$EventLog", {"value": ["time", START + 2000]}, identifier, outs=[calls.BOOL]):
                both.ask(request)
        both.verdict("a journal")


def test_files_are_obtained_from_below_the_base_path(files, tmp_path_factory):
    there = tmp_path_factory.mktemp("server")
    with peers.genuine_server("matrix.cfg", files=str(there)) as running, MmsPair(running.port, QUICK) as both:
        both.ask(["plain", "setFilestoreBasepath", files + "/"])
        for form in ("call", "later"):
            for worker, name in ((both.genuine, "genuine"), (both.ours, "ours")):
                assert worker.ask([form, "obtainFile", "a.txt", f"{form}-{name}.txt"])[:2] in ([0, None], [0, [[0, True]]])
                assert (there / f"{form}-{name}.txt").read_bytes() == bytes(range(256)) * 600
        for name in ("nothing", "../outside"):
            both.ask(["call", "obtainFile", name, "x"])
        both.verdict("obtained files")


def mute(tag, body):
    """Answers nothing but the look whether a new connection lives."""
    probe = status(body)
    return [probe] if probe else []


@pytest.mark.parametrize("request_", [["call", "identify"], ["later", "identify"], ["call", "writeVariable", "LD", "V", calls.TRUE], ["later", "readVariable", "LD", "V"],
                                      ["call", "getDomainNames"], ["later", "getFileDirectory", None, None], ["later", "fileRead", 1]], ids=json.dumps)
def test_a_server_that_does_not_answer(request_):
    with scripted.Listener(server(mute)) as listener, MmsPair(listener.port, [["connect"], ["plain", "setRequestTimeout", 300]]) as both:
        both.ask(request_)
        both.verdict("no answer")


def test_no_more_calls_than_agreed_are_outstanding():
    with scripted.Listener(server(mute)) as listener, MmsPair(listener.port, [["connect", "own", [["misspelt", 2, 2]]]]) as both:
        for _ in range(4):
            both.ask(["at_once", "identify"])
        both.verdict("outstanding calls")


def sent(library, requests):
    """The MMS PDUs that the requests make a library send to a server that refuses everything."""
    log = []

    def answer(tag, body):
        log.append((tag, body.hex()))
        return [bytes.fromhex("8c00")] if tag == "8b" else [error(invoke_and_service(body)[0], 7, 2)]

    with scripted.Listener(server(answer)) as listener:
        with MmsPair(listener.port) as both:
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
