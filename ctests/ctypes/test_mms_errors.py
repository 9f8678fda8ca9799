"""MmsError and DataAccessError: what a server answers, by both libraries, call by call; and what each call sends."""

import itertools
import json

import pytest

import paths
import scripted
from mms_pair import MmsPair, PROGRAM
from mms_script import element, error, invoke_and_service, number, parse, response, server
from workers import Worker

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
            invoke, _, _ = invoke_and_service(body)
            return next(turn)(invoke)

        return server(answer)(sock, stop)

    return script


def compare(answers, request, what):
    """The n-th answer to `request`, by both libraries, each on a connection of its own; every call within one batch."""
    with scripted.Listener(answering(answers)) as listener, MmsPair(listener.port, [["connect", "own", [], 1]]) as both:
        both.ask_all([request] * len(answers))
        both.verdict(what)


@pytest.mark.parametrize("call", [["call", "identify"], ["later", "identify"]], ids=json.dumps)
def test_service_errors(call):
    compare([lambda invoke, c=case: [error(invoke, *c)] for case in SERVICE_ERRORS], call, "service errors")


def test_rejects():
    compare([lambda invoke, c=case: [reject(invoke, *c)] for case in REJECTS], ["call", "identify"], "rejects")


WRITES = [["call", "writeVariable", "LD", "V", {"value": ["bool", True]}], ["later", "writeVariable", "LD", "V", {"value": ["bool", True]}],
          ["call", "writeMultipleVariables", "LD", {"list": ["V"]}, {"values": [["bool", True]]}, {"out": "list"}]]


@pytest.mark.parametrize("call", WRITES, ids=[" ".join(write[:2]) for write in WRITES])
def test_access_errors_of_writes(call):
    compare([lambda invoke, v=value: [response(invoke, element("a5", element("80", number(v))))] for value in VALUES], call, "access errors of writes")


def test_access_errors_of_reads():
    compare([lambda invoke, v=value: [response(invoke, element("a4", element("a1", element("80", number(v)))))] for value in VALUES],
            ["call", "readVariable", "LD", "V"], "access errors of reads")


DELETED = [(0, 0), (1, 0), (1, 1), (2, 1)]


def test_deletions():
    compare([lambda invoke, c=case: [response(invoke, element("ad", element("80", number(c[0])), element("81", number(c[1]))))] for case in DELETED],
            ["call", "deleteNamedVariableList", "LD", "L"], "deletions")
