"""Log queries: ours and the genuine client on the genuine server with a log, on ied sim, the PyPI server and a scripted one."""

import sys

import peers
import pytest
import scripted
from log_server import START
from mms_script import element, error, invoke_and_service, response, server
from test_files import PROGRAM, SERVICE_WORKER, Services

LOG = "TestIEDLD0/LLN0$EventLog"
FOR_EVER = START + 10**9


@pytest.fixture(params=[0, 1, 40, 300])
def journal(request):
    import paths
    program = PROGRAM.parent / "log_server.py"
    with peers.Peer("log", [sys.executable, program, paths.genuine_lib(), paths.model("matrix.cfg"), request.param]) as running:
        running.entries = request.param
        yield running


def entry_id(number):
    return number.to_bytes(8, "little").hex()


def unset_means_ok(answer):
    """queryLogAfter of the genuine library stores no error when all is well."""
    return [answer[0], "OK" if answer[1] == "unset" else answer[1], *answer[2:]] if isinstance(answer, list) else answer


def queries(log):
    ranges = [(START, START + 2000), (0, FOR_EVER), (START + 5000, START + 4000), (FOR_EVER, FOR_EVER + 1), (0, 0), (2**63, 2**64 - 1)]
    yield from (["query_time", log, *times] for times in ranges)
    for name in (LOG.replace("$", "."), "TestIEDLD0/EventLog", LOG + "x", "TestIEDLD0", "/", "", "NoLD/LLN0$EventLog", "TestIEDLD0/" + "x" * 65, "x" * 200 + "/y", "x" * 65 + "/y"):
        yield ["query_time", name, START, START + 2000]
        yield ["query_after", name, entry_id(1), START + 1000]
        yield ["query_async", "IedConnection_queryLogByTimeAsync", name, START, START + 2000]
    for entry in (entry_id(0), entry_id(2), entry_id(10**6), "02", "", "00" * 20):
        yield ["query_after", log, entry, START + 2000]
    yield ["query_async", "IedConnection_queryLogByTimeAsync", log, 0, FOR_EVER]
    yield ["query_async", "IedConnection_queryLogAfterAsync", log, entry_id(2), START + 2000]


def test_queries_of_the_genuine_server(journal):
    with Services(journal.port, journal.port) as both:
        for request in queries(LOG):
            both.ask(request, same=unset_means_ok)
        both.verdict(f"log of {journal.entries} entries")


@pytest.mark.parametrize("peer", [peers.ied_sim, peers.pypi_server])
def test_queries_of_servers_without_this_log(peer):
    with peer() as running, Services(running.port, running.port) as both:
        for request in queries("SimLD0/LLN0$LD0"):
            both.ask(request, same=unset_means_ok)
        both.verdict(running.name)


def test_a_journal_of_many_answers_is_read_to_its_end():
    """The genuine client takes every answer with moreFollows for malformed."""
    import paths
    program = PROGRAM.parent / "log_server.py"
    with peers.Peer("log", [sys.executable, program, paths.genuine_lib(), paths.model("matrix.cfg"), 3000]) as running, SERVICE_WORKER(paths.our_lib(), running.port) as ours:
        seen, pages, after = [], 0, None
        while True:
            request = ["query_time", LOG, 0, FOR_EVER] if after is None else ["query_after", LOG, *after]
            entries, code, more = ours.ask(request)
            assert code == "OK"
            seen += [int.from_bytes(bytes.fromhex(e[0][1]), "little") for e in entries]
            pages, after = pages + 1, (entries[-1][0][1], entries[-1][1][1])
            if not more:
                break
        assert seen == list(range(1, 3001)) and pages > 1


def scripted_journal(kind):
    """A server whose entry has variables with or without context tags, an annotation, or nonsense."""
    value = element("85", b"\x07")
    variable = {"tagged": element("30", element("80", b"tag"), element("a1", value)), "untagged": element("30", element("1a", b"tag"), value)}.get(kind, b"")
    content = element("a2", element("80", bytes(6)), element("a2", element("a1", variable)))
    if kind == "annotation":
        content = element("a2", element("80", bytes(6)), element("83", b"note"))
    entry = element("30", element("80", b"\x01" * 8), element("a1", element("30")), content)
    if kind == "nonsense":
        entry = element("30", element("80", b""), element("a2", element("80", b"\xff" * 9), element("a2", element("a1", element("30", b"\x80")))))

    def answer(tag, body):
        invoke, service, _ = invoke_and_service(body)
        return [response(invoke, element("bf41", element("a0", entry)))] if service == "bf41" else [error(invoke, 7, 2)]

    return server(answer)


@pytest.mark.parametrize("kind", ["tagged", "untagged", "annotation", "nonsense"])
def test_both_encodings_of_variables(kind):
    import paths
    with scripted.Listener(scripted_journal(kind)) as listener, SERVICE_WORKER(paths.our_lib(), listener.port) as ours:
        entries, code, more = ours.ask(["query_time", LOG, 0, 1])
        if kind == "nonsense":
            assert (entries, code, more) == (None, "MALFORMED_MESSAGE", 0)
        else:
            assert (code, more, entries[0][0]) == ("OK", 0, ["OCTET_STRING", "01" * 8])
            assert entries[0][2] == ([] if kind == "annotation" else [["tag", ["INTEGER", 7, 7, 7]]])


def test_null_arguments_are_refused():
    import paths
    with peers.ied_sim() as running, SERVICE_WORKER(paths.our_lib(), running.port) as ours:
        assert ours.ask(["query_time", None, 0, 1])[1] == "USER_PROVIDED_INVALID_ARGUMENT"
        assert ours.ask(["query_after", "SimLD0/LLN0$LD0", None, 1])[1] == "USER_PROVIDED_INVALID_ARGUMENT"
        assert ours.ask(["query_async", "IedConnection_queryLogAfterAsync", "SimLD0/LLN0$LD0", None, 1]) == [False, "USER_PROVIDED_INVALID_ARGUMENT", []]
