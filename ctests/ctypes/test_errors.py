"""What goes wrong: each situation met by both libraries, equal codes or a listed difference; ours within 10 % of the time set."""

import json

import pytest

import paths
import peers
import scripted
from differences import Differences
from pair import Pair
from workers import Worker

CONNECT, REQUEST = 600, 500
TIMEOUTS = (["create"], ["plain", "IedConnection_setConnectTimeout", CONNECT], ["plain", "IedConnection_setRequestTimeout", REQUEST])
READ = ["call", "IedConnection_readFloatValue", "simpleIOGenericIO/GGIO1.AnIn1.mag.f", 1]
BROWSE = ["call", "IedConnection_getServerDirectory", False]
AFTERWARDS = (["state"], READ, BROWSE, ["call", "IedConnection_release"], ["call", "IedConnection_abort"], ["plain", "IedConnection_close"], ["state"])


def both(port, name, requests, setup=TIMEOUTS, host="127.0.0.1"):
    """The same requests to both. The genuine client races with itself now and then, so a difference is met again before it counts;
    our answers must be the same each time."""
    first = None
    for attempt in range(3):
        with Pair(port, setup, "errors", host) as pair:
            ours = [pair.ask_both(request, f"{name} {'connect' if request == ['connect'] else json.dumps(request)}")[1] for request in requests]
            assert first in (None, ours), f"our answers changed from {first} to {ours}"
            first = ours
            if not pair.unexplained or attempt == 2:
                pair.verdict(name)
                return


def seconds(port, *requests, host="127.0.0.1"):
    """What our library answers, and how long the last request took."""
    with Worker(paths.our_lib(), port, TIMEOUTS, host) as ours:
        for request in requests[:-1]:
            ours.ask(request)
        return ours.ask(["timed", requests[-1]])


BEFORE_ASSOCIATION = ("silent", "close_at_once", "reset_at_once", "disconnect_request", "transport_error", "garbage", "silent_after_confirm", "session_refuse", "session_abort",
                      "close_after_confirm")


@pytest.mark.parametrize("name", BEFORE_ASSOCIATION)
def test_peer_that_does_not_let_us_associate(name):
    with scripted.Listener(getattr(scripted, name)) as peer:
        both(peer.port, name, (["connect"], *AFTERWARDS, ["connect"], ["state"]))


TAMPERED = {
    "AARE rejected permanent": dict(to_client=scripted.aare_result(1)), "AARE rejected transient": dict(to_client=scripted.aare_result(2)),
    "close at AARE": dict(to_client=scripted.end_at(1, scripted.CloseIt)), "silent at AARE": dict(to_client=scripted.silent_from(1)),
    "silent after the association": dict(to_client=scripted.silent_from(2)), "close at first answer": dict(to_client=scripted.end_at(2, scripted.CloseIt)),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_server_behind_a_tampering_proxy(simple, name):
    with scripted.Proxy(simple.port, **TAMPERED[name]) as peer:
        both(peer.port, name, (["connect"], ["state"], READ, ["state"], READ, BROWSE))


def test_silent_server_gives_a_timeout_within_ten_percent_of_the_time_set(simple):
    with scripted.Proxy(simple.port, to_client=scripted.silent_from(2)) as peer:
        (_, error), time = seconds(peer.port, ["connect"], READ)
        assert error == "TIMEOUT"
        assert 0.9 * REQUEST <= time * 1000 <= 1.1 * REQUEST


@pytest.mark.parametrize("name", ["silent", "silent_after_confirm"])
def test_silent_server_ends_connect_within_ten_percent_of_a_time_set(name):
    with scripted.Listener(getattr(scripted, name)) as peer:
        (_, error), time = seconds(peer.port, ["connect"])
        assert error in ("TIMEOUT", "CONNECTION_REJECTED")
        assert any(0.9 * limit <= time * 1000 <= 1.1 * limit for limit in (CONNECT, REQUEST))


def test_server_killed_during_a_call():
    for lib in (paths.genuine_lib(), paths.our_lib()):
        with peers.genuine_server("simpleIO.cfg") as server, scripted.Proxy(server.port, to_client=scripted.silent_from(2)) as proxy, Worker(lib, proxy.port, TIMEOUTS) as client:
            client.ask(["connect"])
            client.send(["timed", READ])
            server.kill()
            (_, error), time = client.answer(10)
            assert error in ("CONNECTION_LOST", "TIMEOUT"), (lib, error)
            assert time * 1000 <= 1.1 * REQUEST
            assert client.ask(["steps", ["sleep", 0.1], ["state"]])[1] == "CLOSED"


@pytest.mark.parametrize("host,port", [("127.0.0.1", 1), ("127.0.0.2", 1), ("no.such.host.invalid", 102), ("256.1.1.1", 102), ("", 102), ("::1", 1)])
def test_nothing_there(host, port):
    both(port, f"{host} port {port}", (["connect"], *AFTERWARDS), host=host)


def test_password_wanted_and_none_given():
    with peers.genuine_server("simpleIO.cfg", password="secret") as server:
        both(server.port, "password wanted", (["connect"], ["state"], READ))


def test_calls_before_connect(simple):
    calls = [["call", "IedConnection_" + f, *a] for f, *a in (
        ("getDeviceModelFromServer",), ("getServerDirectory", False), ("getServerDirectory", True), ("getLogicalDeviceList",), ("getLogicalDeviceDirectory", "simpleIOGenericIO"),
        ("getLogicalNodeVariables", "simpleIOGenericIO/GGIO1"), ("getLogicalNodeDirectory", "simpleIOGenericIO/GGIO1", 0), ("getLogicalNodeDirectory", "simpleIOGenericIO/GGIO1", 1),
        ("getDataDirectory", "simpleIOGenericIO/GGIO1.AnIn1"), ("getDataDirectoryFC", "simpleIOGenericIO/GGIO1.AnIn1"), ("getDataDirectoryByFC", "simpleIOGenericIO/GGIO1.AnIn1", 1),
        ("getLogicalDeviceVariables", "simpleIOGenericIO"), ("getLogicalDeviceDataSets", "simpleIOGenericIO"), ("getVariableSpecification", "simpleIOGenericIO/GGIO1.AnIn1", 1),
        ("readObject", "simpleIOGenericIO/GGIO1.AnIn1", 1), ("readInt32Value", "nonsense", 1), ("readObject", "nonsense", 1), ("writeFloatValue", "simpleIOGenericIO/GGIO1.AnIn1.mag.f", 1, 1.0),
        ("writeObject", "simpleIOGenericIO/GGIO1.AnIn1.mag.f", 1, {"float": 1.0}), ("release",), ("abort",))]
    both(simple.port, "before connect", [["state"], *calls, ["plain", "IedConnection_getRequestTimeout"], ["plain", "IedConnection_close"], *calls, ["destroy"]])


def test_second_connect_changes_nothing(simple):
    both(simple.port, "second connect", (["connect"], ["connect"], ["state"], READ, ["plain", "IedConnection_close"], ["state"], ["connect"], READ), setup=(["session"], ["plain", "IedConnection_close"]))


EVENTS = {
    "close": (["plain", "IedConnection_close"],), "abort": (["call", "IedConnection_abort"],), "release": (["call", "IedConnection_release"],), "destroy": (["destroy"],),
    "close twice": (["plain", "IedConnection_close"], ["sleep", 0.1], ["plain", "IedConnection_close"]), "reconnect": (["plain", "IedConnection_close"], ["sleep", 0.1], ["connect"]),
}


@pytest.mark.parametrize("name", EVENTS)
def test_handlers_are_told_the_same_states_in_the_same_order(simple, name):
    steps = (["create"], ["watch"], ["connect"], ["sleep", 0.1], ["told"], *EVENTS[name], ["sleep", 0.4], ["told"])
    both(simple.port, f"events of {name}", steps, setup=())


def test_handlers_hear_of_a_server_that_is_killed():
    told = []
    for lib in (paths.genuine_lib(), paths.our_lib()):
        with peers.genuine_server("simpleIO.cfg") as server, Worker(lib, server.port, (["create"], ["watch"])) as client:
            client.ask(["connect"])
            server.kill()
            told.append(client.ask(["steps", ["sleep", 0.5], ["told"], ["state"]]))
    assert told[0] == told[1]


def test_failed_connect_tells_the_handlers_the_same():
    both(1, "events of a refused connect", (["create"], ["watch"], ["connect"], ["sleep", 0.1], ["told"], ["state"]), setup=())


def test_asynchronous_association(simple):
    """Ours alone: connectAsync of the genuine client may tell CONNECTED before CONNECTING and then stay CONNECTING."""
    connect, pause = ["call", "IedConnection_connectAsync", "127.0.0.1", simple.port], ["sleep", 0.4]
    with Worker(paths.our_lib(), simple.port, (["create"], ["watch"])) as ours:

        def states(*steps):
            told = ours.ask(["steps", *steps, pause, ["told"], ["state"]])
            assert all(answer[1] == "OK" for answer in told[:len(steps)] if isinstance(answer, list)), told
            return [event[1] if event[0] == "state" else "closed" for event in told[-2]], told[-1]

        assert states(connect) == (["CONNECTING", "CONNECTED"], "CONNECTED")
        assert ours.ask(READ)[1] == "OK"
        assert ours.ask(connect)[1] == "ALREADY_CONNECTED"
        ended, state = states(["call", "IedConnection_releaseAsync"])
        assert (ended[-2:], state) == (["CLOSED", "closed"], "CLOSED")
        assert ours.ask(["call", "IedConnection_releaseAsync"])[1] == "NOT_CONNECTED"
        assert ours.ask(["call", "IedConnection_abortAsync"])[1] == "NOT_CONNECTED"
        assert states(connect)[1] == "CONNECTED"
        ended, state = states(["call", "IedConnection_abortAsync"])
        assert (ended[-2:], state) == (["CLOSED", "closed"], "CLOSED")
        assert states(["call", "IedConnection_connectAsync", "127.0.0.1", 1])[1] == "CLOSED"


def test_options_before_and_after_connect(simple):
    steps = (["plain", "IedConnection_setLocalAddress", "127.0.0.1", 0], ["plain", "IedConnection_setMaxOutstandingCalls", 1, 1], ["plain", "IedConnection_setTimeQuality", True, False, True, 12],
             ["plain", "IedConnection_setRequestTimeout", 777], ["plain", "IedConnection_getRequestTimeout"], ["connect"], ["plain", "IedConnection_setMaxOutstandingCalls", 3, 3],
             READ, ["plain", "IedConnection_setLocalAddress", "127.0.0.3", 0], READ)
    both(simple.port, "options", steps)


@pytest.mark.parametrize("address,works", [("127.0.0.3", True), ("192.0.2.1", False)])
def test_local_address(simple, address, works):
    both(simple.port, f"local address {address}", (["plain", "IedConnection_setLocalAddress", address, 0], ["connect"], ["state"]))


def test_listed_differences_have_reasons():
    for entry in Differences("calls behaviour errors").entries:
        assert entry["reason"]
