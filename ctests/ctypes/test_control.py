"""Control: ours and the genuine client against the same server, and what only ours can do."""

import re
import sys
import time
from pathlib import Path

import paths
import peers
import pytest
import scripted
from workers import Worker

HERE = Path(__file__).resolve().parent
LN = "TestIEDLD0/GCTL1."
ON, OFF = ["bool", True], ["bool", False]
MODELS = {1: "SPCSO1", 2: "SPCSO2", 3: "SPCSO3", 4: "SPCSO4"}


def control_server(log=None):
    command = [sys.executable, HERE.parent / "peers" / "control_server.py", "--lib", paths.genuine_lib(), "--model", paths.model("matrix.cfg"), "--port", 0]
    return peers.Peer("control server", command + (["--log", log] if log else []))


def worker(lib, port):
    return Worker(lib, port, [["session"]], program=HERE / "control_worker.py")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("control") / "handlers.log"


@pytest.fixture(scope="module")
def server(log):
    with control_server(log) as running:
        yield running


@pytest.fixture(scope="module")
def sim():
    with peers.ied_sim() as running:
        yield running


@pytest.fixture(scope="module")
def workers(server):
    with worker(paths.genuine_lib(), server.port) as genuine, worker(paths.our_lib(), server.port) as ours:
        yield genuine, ours


@pytest.fixture
def genuine(workers):
    workers[0].ask(["fresh"])
    return workers[0]


@pytest.fixture
def ours(workers):
    workers[1].ask(["fresh"])
    return workers[1]


@pytest.fixture
def both(workers, log):
    """Asks the same steps of the genuine client and then of ours, with a fresh session; compares answers and what the server saw."""

    def seen(seconds=0.03):
        time.sleep(seconds)  # the server operates behind its answer
        found = log.read_text() if log.exists() else ""
        log.write_text("")
        # a select without value has no control number of its own: the server tells that of the command before
        return [line.rsplit(" ", 1)[0] if " val=NULL " in line else line for line in found.splitlines()]

    def ask(*steps):
        results = []
        for process in workers:
            seen(0.1)  # what a test before has left, on a busy machine
            answers = [process.ask(["fresh"])] + [process.ask(list(step)) for step in steps]
            results.append((answers[1:], seen()))
        assert results[0] == results[1]
        return results[1][0]

    return ask


def create(*names):
    return [["new", name, LN + name] for name in names]


def test_what_create_reads_of_an_object(both):
    names = ["SPCSO0", "SPCSO1", "SPCSO2", "SPCSO5", "SPCSO6", "SPCSO7", "Isc1", "Ens4", "Dpc4", "ApcF1", "ApcI4", "Nope", "Beh", "SPCSO1.Oper", ""]
    both(*create(*names), *[["state_of", name] for name in names])


def test_references_that_are_none(both):
    references = ["TestIEDLD0/GCTL1", "TestIEDLD0", "", "Nope/GCTL1.SPCSO1", LN + "S" * 60, LN + "S" * 130, "TestIEDLD0/GCTL1$CO$SPCSO1"]
    assert not any(both(*[["new", "x", reference] for reference in references]))


def test_create_with_model_and_type_at_hand(both):
    both(["new", "x", LN + "SPCSO1", 3, LN + "SPCSO1"], ["state_of", "x"], ["act", "x", "operate", ON],
         ["set", "x", "setControlModel", 4], ["state_of", "x"], ["act", "x", "operate", ON], ["act", "x", "operate", ON],
         ["set", "x", "setControlModel", 9], ["state_of", "x"], ["act", "x", "operate", ON])
    assert both(["new", "y", LN + "SPCSO1", 1, LN + "SPCSO1.Oper"]) == [False]


def test_create_with_nothing_usable_gives_nothing(ours):
    assert ours.ask(["new", "x", None]) is False
    assert ours.ask(["new", "x", LN + "SPCSO1", 1, None]) is False
    for reference in ("xy", "x/y", "/", "x/.", "x/y."):
        assert ours.ask(["new", "x", reference, 1, LN + "SPCSO1"]) is False, reference


@pytest.mark.parametrize("model,name", MODELS.items())
def test_the_right_sequence_of_each_model(both, model, name):
    select = {2: [["act", name, "select"]], 4: [["act", name, "selectWithValue", ON]]}.get(model, [])
    answers = both(*create(name), ["watch_terminations", name], *select, ["act", name, "operate", ON], ["terminated", int(model > 2)], ["outcome", name])
    assert answers[-3] == [True, "OK", [0, 0, 0]]
    assert answers[-2] == ([[name, 55, True, [0, 0, 0]]] if model > 2 else [])


@pytest.mark.parametrize("name", MODELS.values())
def test_every_service_in_every_model_right_or_wrong(both, name):
    steps = [["act", name, "select"], ["act", name, "selectWithValue", ON], ["act", name, "operate", ON], ["act", name, "operate", OFF], ["act", name, "cancel"],
             ["act", name, "select"], ["act", name, "select"], ["act", name, "cancel"], ["act", name, "cancel"], ["act", name, "operate", ON]]
    both(*create(name), *steps)


def test_refusals_with_their_cause(both):
    names = ["Deny1", "Deny2", "Deny3", "Deny4", "Hw1", "Temp1", "Undef1", "Inval1", "Cause1"]
    steps = [["act", "Deny2", "select"], ["act", "Deny4", "selectWithValue", ON]]
    for name in names:
        steps += [["act", name, "operate", ON], ["of_connection"]]
    answers = both(*create(*names), *steps)
    for refused, of_connection in zip(answers[-18::2], answers[-17::2]):
        assert refused[0] is False and refused[2] == of_connection
    assert answers[-2] == [False, "ACCESS_DENIED", [1, 3, 10]]


def test_a_stale_application_error_does_not_survive_the_next_action(ours):
    for step in create("Cause1", "SPCSO1"):
        ours.ask(step)
    assert ours.ask(["act", "Cause1", "operate", ON])[2] == [1, 3, 10]
    assert ours.ask(["of_connection"]) == [1, 3, 10]
    assert ours.ask(["outcome", "SPCSO1"])[1] == [0, 0, 0]
    assert ours.ask(["act", "SPCSO1", "operate", ON]) == [True, "OK", [0, 0, 0]]
    assert ours.ask(["of_connection"]) == [0, 0, 0]
    assert ours.ask(["outcome", "Cause1"]) == ["ACCESS_DENIED", [1, 3, 10]]


def test_a_selection_ends_by_itself(both):
    answers = both(*create("SPCSO9"), ["act", "SPCSO9", "selectWithValue", ON], ["sleep", 0.6], ["act", "SPCSO9", "operate", ON])
    assert answers[-1] == [False, "ACCESS_DENIED", [1, 0, 18]]


def test_selected_by_another_client(server, genuine, ours):
    with worker(paths.genuine_lib(), server.port) as other:
        for process in (other, genuine, ours):
            for step in create("SPCSO4", "SPCSO2"):
                process.ask(step)
        assert other.ask(["act", "SPCSO4", "selectWithValue", ON])[0] and other.ask(["act", "SPCSO2", "select"])[0]
        for step in (["act", "SPCSO4", "selectWithValue", ON], ["act", "SPCSO4", "operate", ON], ["act", "SPCSO4", "cancel"], ["act", "SPCSO2", "select"], ["act", "SPCSO2", "operate", ON]):
            assert genuine.ask(step) == ours.ask(step), step
        other.ask(["act", "SPCSO4", "cancel"]), other.ask(["act", "SPCSO2", "cancel"])


VALUES = {"SPCSO1": [ON, ["int32", 1], ["struct", []], ["bits", [2, 1]]], "Ens1": [["int32", 3]], "Dpc1": [["bits", [2, 1]], ["bits", [3, 1]], ["int32", 1]],
          "Isc1": [["int8", 7], ["int64", 1 << 40], ["uint32", 5], ON, ["float", 1.0]], "ApcF1": [["float", 1.5], ["struct", [["float", 1.0]]], ON],
          "ApcI1": [["int32", 3], ["float", 2.5], ["int64", 9]]}


def test_values_of_every_kind(both):
    steps = [["act", name, "operate", value] for name, values in VALUES.items() for value in values]
    both(*create(*VALUES), *steps)


def test_values_that_only_ours_converts(ours, log):
    for step in create("Dpc1", "ApcF1", "ApcI1"):
        ours.ask(step)
    log.write_text("")
    for name, value in (("Dpc1", ON), ("Dpc1", OFF), ("ApcF1", ["int32", 3]), ("ApcF1", ["double", 2.5]), ("ApcI1", ["float", 2.0])):
        assert ours.ask(["act", name, "operate", value]) == [True, "OK", [0, 0, 0]], name
    time.sleep(0.1)  # the server operates behind its answer
    assert [line.split()[2] for line in log.read_text().splitlines() if line.startswith("operate")] == ["val=10", "val=01", "val={3.000000}", "val={2.500000}", "val={2}"]


def test_a_missing_value_is_an_invalid_argument(ours):
    ours.ask(create("SPCSO1")[0])
    for function in ("operate", "selectWithValue"):
        assert ours.ask(["act", "SPCSO1", function]) == [False, "USER_PROVIDED_INVALID_ARGUMENT", [0, 0, 0]]
        assert ours.ask(["start", "SPCSO1", function]) == [False, "USER_PROVIDED_INVALID_ARGUMENT"]


def test_origin_number_flags_and_checks(both):
    def operate(*settings):
        return [["set", "SPCSO1", *setting] for setting in settings] + [["act", "SPCSO1", "operate", ON]]

    both(*create("SPCSO1"), *operate(), *operate(["setOrigin", "x" * 64, 3]), *operate(["setOrigin", "x" * 65, 3]), *operate(["setOrigin", None, 5]), *operate(["setOrigin", "", -1]),
         *operate(["setOrigin", "a", 300]), *operate(["setOrigin", "ok", 2], ["setCtlNum", 7]), *operate(["setCtlNum", 255]), *operate(),
         *operate(["setTestMode", True], ["setInterlockCheck", True]), *operate(["setSynchroCheck", True]), *operate(["setInterlockCheck", False]),
         *operate(["setSynchroCheck", False], ["enableInterlockCheck"]), *operate(["enableSynchroCheck"], ["setTestMode", False]))


# T by what follows it, Test and often Check, at the end of the request: a time may hold the octets of a tag
T = re.compile(rb"(\x91\x08).{7}(?=.\x83\x01.(?:\x84\x02\x06.)?\Z)", re.DOTALL)


def test_the_same_octets_are_written(server):
    """All commands, with set times of T and without: equal but for the time."""
    sent = []
    for lib in (paths.genuine_lib(), paths.our_lib()):
        with scripted.Proxy(server.port) as proxy, worker(lib, proxy.port) as process:
            for step in create("SPCSO4", "SPCSO5", "SPCSO6", "ApcF4"):
                process.ask(step)
            del proxy.log[:]
            for quality in ([False, False, False, 10], [True, True, True, 31]):
                process.ask(["quality", *quality])
                for name, value in (("SPCSO4", ON), ("SPCSO6", ON), ("ApcF4", ["float", 1.5])):
                    for step in (["set", name, "setOrigin", "station", 3], ["act", name, "selectWithValue", value], ["act", name, "operate", value]):
                        process.ask(step)
                    # the genuine client cancels a bare number as 0
                    value = ["struct", [value]] if name == "ApcF4" else value
                    process.ask(["act", name, "selectWithValue", value])
                    process.ask(["act", name, "cancel"])
                process.ask(["act", "SPCSO5", "operate", ON, 1700000000123])
                process.ask(["act", "SPCSO5", "operate", ON, 4700000000123])
                process.ask(["act", "SPCSO5", "cancel"])
            requests = []
            for direction, data in proxy.log:
                # four octets of seconds and three of fraction are the moment's own
                data, times = T.subn(rb"\1.......", data)
                if direction == ">" and times:
                    requests.append(data[data.index(b"\x1a\x0aTestIEDLD0"):].hex())
            sent.append(requests)
    assert len(sent[0]) > 20
    assert sent[0] == sent[1]


def test_constant_t_repeats_the_time_of_the_selection(server):
    for lib in (paths.genuine_lib(), paths.our_lib()):
        with scripted.Proxy(server.port) as proxy, worker(lib, proxy.port) as process:
            process.ask(create("SPCSO4")[0])
            process.ask(["set", "SPCSO4", "useConstantT", True])
            times = []
            for step in (["act", "SPCSO4", "selectWithValue", ON], ["act", "SPCSO4", "operate", ON], ["sleep", 0.1], ["act", "SPCSO4", "selectWithValue", ON], ["act", "SPCSO4", "cancel"]):
                del proxy.log[:]
                process.ask(step)
                times += [data[data.rfind(b"\x91\x08") + 2:][:7] for direction, data in proxy.log if direction == ">"]
            assert times[0] == times[1] != times[2] == times[3]


def test_time_activated_operate_and_its_cancel(both):
    start = int(time.time() * 1000)
    answers = both(*create("SPCSO5"), ["watch_terminations", "SPCSO5"], ["act", "SPCSO5", "operate", ON, start + 30000], ["act", "SPCSO5", "cancel"], ["terminated", 1, 0.2])
    assert answers[-3][0] and answers[-2][0] and answers[-1] == []


def test_time_activated_operate_ends_with_a_termination(ours, log):
    ours.ask(create("SPCSO5")[0])
    ours.ask(["watch_terminations", "SPCSO5"])
    log.write_text("")
    assert ours.ask(["act", "SPCSO5", "operate", ON, int(time.time() * 1000) + 500])[0]
    assert "operate" not in log.read_text()
    assert ours.ask(["terminated", 1, 3]) == [["SPCSO5", 55, True, [0, 0, 0]]]
    assert "operate SPCSO5" in log.read_text()


@pytest.mark.parametrize("name,expected", [("Fail3", [1, 1, 9]), ("Fail4", [1, 1, 9]), ("TermNeg3", [1, 2, 16]), ("Wait3", [0, 0, 0]), ("Wait4", [0, 0, 0])])
def test_the_handler_learns_how_the_command_ended(genuine, ours, name, expected):
    for process in (genuine, ours):
        process.ask(create(name)[0])
        process.ask(["watch_terminations", name])
        if name.endswith("4"):
            assert process.ask(["act", name, "selectWithValue", ON])[0]
        assert process.ask(["act", name, "operate", ON])[:2] == [True, "OK"]
        assert process.ask(["terminated"]) == [[name, 55, True, expected]]
        assert process.ask(["outcome", name]) == ["OK", expected]
        if name != "TermNeg3":
            continue
        process.ask(["no_terminations", name])
        assert process.ask(["act", name, "operate", ON])[0]
        assert process.ask(["terminated", 1, 0.45]) == []
        assert process.ask(["outcome", name])[1][1:] == expected[1:]


WITHIN = [["call", "IedConnection_readInt32Value", LN + "SPCSO3.ctlModel", 4], ["act", "SPCSO1", "operate", ON], ["drop", "SPCSO3"], ["drop", "SPCSO1"], ["destroy"],
          ["steps", ["drop", "SPCSO3"], ["destroy"]], ["steps", ["destroy"], ["drop", "SPCSO3"]], ["plain", "IedConnection_close"], ["set", "SPCSO3", "setControlModel", 1]]


@pytest.mark.parametrize("within", WITHIN, ids=lambda within: "+".join(str(part[0] if isinstance(part, list) else part) for part in within[:3]))
def test_a_termination_handler_may_call_anything(ours, within):
    for step in create("SPCSO3", "SPCSO1"):
        ours.ask(step)
    ours.ask(["watch_terminations", "SPCSO3", within])
    assert ours.ask(["start", "SPCSO3", "operate", ON]) == [True, "OK"]
    (told,) = ours.ask(["terminated"])
    assert told[3] == [0, 0, 0] and told[5] is True, told
    assert "exception" not in str(told[4])
    assert ours.ask(["session"])[1] == "OK"


def test_each_control_object_of_the_same_object_is_told(both):
    both(["new", "a", LN + "SPCSO3"], ["new", "b", LN + "SPCSO3"], ["watch_terminations", "a"], ["watch_terminations", "b"], ["act", "a", "operate", ON], ["terminated", 2])


@pytest.mark.parametrize("name", MODELS.values())
def test_asynchronous_actions(both, name):
    def start(*arguments):
        return [["start", name, *arguments], ["acted"], ["outcome", name]]

    both(*create(name), *start("select"), *start("operate", ON), *start("selectWithValue", ON), *start("operate", ON), *start("cancel"), *start("select"), *start("select"), *start("cancel"))


def test_asynchronous_refusals(both):
    names = ["Deny1", "Deny4", "Inval1", "Cause1", "Isc1"]
    steps = []
    for name in names:
        action = "selectWithValue" if name == "Deny4" else "operate"
        steps += [["start", name, action, ON], ["acted"], ["outcome", name], ["start", name, "cancel"], ["acted"]]
    answers = both(*create(*names), *steps)[len(names):]
    assert not any(told[4] for ((told,), _) in zip(answers[1::5], names))


def test_asynchronous_without_handler_and_after_the_end(ours):
    ours.ask(create("SPCSO1")[0])
    assert ours.ask(["start", "SPCSO1", "operate", ON, 0, False]) == [True, "OK"]
    assert ours.ask(["acted", 1, 0.2]) == []
    ours.ask(["start", "SPCSO1", "operate", ON])
    ours.ask(["plain", "IedConnection_close"])
    assert len(ours.ask(["acted"])) == 1
    assert ours.ask(["start", "SPCSO1", "operate", ON]) == [False, "CONNECTION_LOST"]
    assert ours.ask(["acted", 1, 0.1]) == []


def test_a_pending_action_is_answered_when_object_and_connection_end(server):
    silent = []
    with scripted.Proxy(server.port, to_client=lambda count, data: None if silent else data) as proxy, worker(paths.our_lib(), proxy.port) as process:
        process.ask(create("SPCSO1")[0])
        silent.append(True)
        assert process.ask(["start", "SPCSO1", "operate", ON]) == [True, "OK"]
        process.ask(["steps", ["destroy"]])
        ((_, _, error, kind, success, _),) = process.ask(["acted"])
        assert [error, kind, success] == ["CONNECTION_LOST", "operate", False]
        assert process.ask(["act", "SPCSO1", "operate", ON])[:2] == [False, "CONNECTION_LOST"]
        assert process.ask(["drop_twice", "SPCSO1"]) == 10


def test_actions_after_the_connection_has_ended(both):
    steps = [["act", "SPCSO2", "operate", ON], ["act", "SPCSO2", "select"], ["act", "SPCSO2", "selectWithValue", ON], ["act", "SPCSO2", "cancel"]]
    both(*create("SPCSO2"), ["plain", "IedConnection_close"], *steps, ["new", "x", LN + "SPCSO1"])


def test_changing_the_model_of_the_server(ours):
    read = ["call", "IedConnection_readInt32Value", LN + "Isc4.ctlModel", 4]
    ours.ask(create("Isc4")[0])
    for model in (3, 4):
        ours.ask(["set", "Isc4", "changeServerControlModel", model])
        assert ours.ask(["outcome", "Isc4"])[0] == "OK"
        assert ours.ask(read) == [model, "OK"] and ours.ask(["state_of", "Isc4"])[1] == model
    ours.ask(["new", "Gone", LN + "Gone", 1, LN + "Isc4"])
    ours.ask(["set", "Gone", "changeServerControlModel", 3])
    assert ours.ask(["state_of", "Gone"])[1:4:2] == [1, "OBJECT_DOES_NOT_EXIST"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_models_on_another_server(sim, number):
    """ied sim: whatever it answers, both libraries say the same."""
    name = f"SPCSO{number}"
    answers = []
    for lib in (paths.genuine_lib(), paths.our_lib()):
        with worker(lib, sim.port) as process:
            found = [device for device in process.ask(["call", "IedConnection_getLogicalDeviceList"])[0]]
            nodes = [(device, node) for device in found for node in process.ask(["call", "IedConnection_getLogicalDeviceDirectory", device])[0]]
            made = [process.ask(["new", name, f"{device}/{node}.{name}"]) for device, node in nodes]
            assert any(made)
            steps = [["state_of", name], ["watch_terminations", name], ["act", name, "operate", ON], ["terminated", 1, 0.1], ["act", name, "select"], ["act", name, "selectWithValue", ON], ["act", name, "operate", ON], ["terminated", int(number > 2), 0.5],
                     ["act", name, "operate", ["int32", 1]], ["act", name, "selectWithValue", OFF], ["act", name, "cancel"], ["act", name, "operate", ON], ["start", name, "operate", OFF], ["acted"]]
            # this server sends LastApplError behind the answer
            found = [made]
            for step in steps:
                answer = process.ask(step)
                process.ask(["sleep", 0.015])
                found += [answer if step[0] in ("state_of", "terminated") else [row[:-1] for row in answer] if step[0] == "acted" else (answer or [])[:2], process.ask(["outcome", name])]
            answers.append(found)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("handle", [None, 8, 0xDEADBEEF0])
def test_what_is_no_control_object_is_survived(ours, handle):
    results = ours.ask(["with_no_object", handle])
    assert results.pop("getLastError") == 10 and results.pop("getLastApplError") == [0, 0, 0]
    assert len(results) == 23
    returning = ("get", "operate", "select", "cancel")
    assert {name: result for name, result in results.items() if result and name.startswith(returning)} == {}


def test_control_on_a_connection_without_threads(ours):
    assert ours.ask(["ticking"])[1] == "OK"
    ours.ask(create("SPCSO4")[0])
    ours.ask(["watch_terminations", "SPCSO4", ["call", "IedConnection_readInt32Value", LN + "SPCSO4.ctlModel", 4]])
    assert ours.ask(["act", "SPCSO4", "selectWithValue", ON]) == [True, "OK", [0, 0, 0]]
    assert ours.ask(["act", "SPCSO4", "operate", ON]) == [True, "OK", [0, 0, 0]]
    ((*told, within, quick),) = ours.ask(["tick", "SPCSO4"])
    assert told == ["SPCSO4", 55, True, [0, 0, 0]] and within == [4, "OK"] and quick


def test_answers_that_make_no_sense(server):
    """A server that answers with garbage, and one that refuses: an error, nothing else."""
    changes = []
    with scripted.Proxy(server.port, to_client=lambda count, data: changes[0](data) if changes else data) as proxy, worker(paths.our_lib(), proxy.port) as process:
        for step in create("SPCSO2"):
            process.ask(step)
        select, operate = ["act", "SPCSO2", "select"], ["act", "SPCSO2", "operate", ON]
        # the SBO answer's text as an octet string, and a write answer with two results
        changes[:] = [lambda data: data.replace(bytes.fromhex("8a1a"), bytes.fromhex("891a"))]
        assert process.ask(select)[:2] == [False, "UNEXPECTED_VALUE_RECEIVED"]
        changes[:] = [lambda data: data.replace(bytes.fromhex("850112"), bytes.fromhex("8501ff"))]
        assert process.ask(["steps", ["act", "SPCSO2", "cancel"], operate])[1] == [False, "ACCESS_DENIED", [1, 0, -1]]
        for broken in (b"LastApplError", bytes.fromhex("850112"), b"TestIEDLD0/"):
            changes[:] = [lambda data: data.replace(broken, bytes(reversed(broken)))]
            assert process.ask(operate)[:2] == [False, "ACCESS_DENIED"], broken
        changes[:] = [lambda data: data]
        assert process.ask(select)[0] and process.ask(operate) == [True, "OK", [0, 0, 0]]
