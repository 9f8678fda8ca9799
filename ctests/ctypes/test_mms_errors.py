"""MmsError and DataAccessError: what the two libraries make of the same answers of a server."""

import json

import pytest

import scripted
from mms_pair import MmsPair
from mms_script import element, error, invoke_and_service, number, response, server, status
from pair import many

SERVICE_ERRORS = [(kind, code) for kind in range(13) for code in range(10)]
REJECTS = [(kind, code) for kind in range(1, 12) for code in range(9)]
VALUES = list(range(12))


def reject(invoke, kind, code):
    return element("a4", element("80", number(invoke)), element(f"{0x80 + kind:02x}", number(code)))


def answering(answers):
    """A server that gives the n-th request of its connection the n-th answer."""

    def script(sock, stop):
        turn = iter(answers)

        def answer(tag, body):
            if tag == "8b":
                return [bytes.fromhex("8c00")]
            if probe := status(body):
                return [probe]
            invoke, _, _ = invoke_and_service(body)
            return next(turn)(invoke)

        return server(answer)(sock, stop)

    return script


def compare(cases, answer, request, what):
    """What the two libraries make of `answer(invoke, case)` for each case, each on a connection of its own."""
    answers = [lambda invoke, case=case: [answer(invoke, case)] for case in cases]
    with scripted.Listener(answering(answers)) as listener, MmsPair(listener.port) as both:
        genuine, ours = (many(worker, [request] * len(cases)) for worker in (both.genuine, both.ours))
        for case, first, second in zip(cases, genuine, ours):
            both.note(f"{what} {case if isinstance(case, int) else ' '.join(map(str, case))}", first, second)
        both.verdict(what)


@pytest.mark.parametrize("call", [["call", "identify"], ["later", "identify"]], ids=json.dumps)
def test_service_errors(call):
    compare(SERVICE_ERRORS, lambda invoke, case: error(invoke, *case), call, "service error")


def test_rejects():
    compare(REJECTS, lambda invoke, case: reject(invoke, *case), ["call", "identify"], "reject")


WRITES = [["call", "writeVariable", "LD", "V", {"value": ["bool", True]}], ["later", "writeVariable", "LD", "V", {"value": ["bool", True]}],
          ["call", "writeMultipleVariables", "LD", {"list": ["V"]}, {"values": [["bool", True]]}, {"out": "list"}]]


@pytest.mark.parametrize("call", WRITES, ids=[" ".join(write[:2]) for write in WRITES])
def test_access_errors_of_writes(call):
    compare(VALUES, lambda invoke, code: response(invoke, element("a5", element("80", number(code)))), call, "access error of a write")


def test_access_errors_of_reads():
    compare(VALUES, lambda invoke, code: response(invoke, element("a4", element("a1", element("80", number(code))))), ["call", "readVariable", "LD", "V"],
            "access error of a read")


DELETED = [(0, 0), (1, 0), (1, 1), (2, 1)]


def test_deletions():
    compare(DELETED, lambda invoke, case: response(invoke, element("ad", element("80", number(case[0])), element("81", number(case[1])))),
            ["call", "deleteNamedVariableList", "LD", "L"], "deletion")
