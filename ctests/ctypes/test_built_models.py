"""A model built by API calls, with every common data class, is served as the genuine library serves it. (Models of C tables: ctests/c/static_model.c.)"""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import paths
import peers
import pytest
from client import FCS
from workers import Worker

HERE = Path(__file__).resolve().parent
FUNCTIONAL = ("ST", "MX", "SP", "SV", "CF", "DC", "SG", "SE", "SR", "OR", "BL", "EX", "CO", "RP", "BR", "GO", "MS", "US", "LG")


#: in the genuine library each BAC has ctlModel twice, and noASDU of an SV control block is memory as it comes
OTHERWISE = {("GBAC1", "CF"), ("LLN0", "MS")}


def call(function, *arguments):
    return ["call", "IedConnection_" + function, *arguments]


@pytest.fixture(scope="module")
def clients():
    """Our client on the genuine server and on ours, each with the model that dynamic_server.py builds."""
    with ExitStack() as stack:
        found = []
        for library in (paths.genuine_lib(), paths.our_lib()):
            server = stack.enter_context(peers.Peer("dynamic model", [sys.executable, HERE / "dynamic_server.py", library]))
            found.append(stack.enter_context(Worker(paths.our_lib(), server.port, [["session"]], program=HERE / "service_worker.py")))
        yield found


def same(clients, *request):
    genuine, ours = [client.ask(list(request)) for client in clients]
    assert ours == genuine, request
    assert "exception" not in ours and not str(ours).startswith(("CRASH", "HANG")), ours
    return ours


def test_a_model_built_by_calls_has_the_names_that_the_genuine_library_serves(clients):
    assert same(clients, *call("getServerDirectory", False)) == [["DynLD0", "Named"], "OK"]
    (genuine, _), (ours, error) = [client.ask(call("getLogicalDeviceVariables", "DynLD0")) for client in clients]
    assert error == "OK" and len(ours) > 5000 and ours == list(dict.fromkeys(genuine))  # it lists some of a BAC twice
    nodes, error = same(clients, *call("getLogicalDeviceDirectory", "DynLD0"))
    assert error == "OK" and len(nodes) == 44
    for node in nodes:
        for kind in range(11):
            same(clients, *call("getLogicalNodeDirectory", f"DynLD0/{node}", kind))
    assert same(clients, *call("getDataSetDirectory", "DynLD0/LLN0.ds", None))[0] == ["DynLD0/GGIO1.Ind1[ST]", "DynLD0/GGIO1.Ind1.stVal[ST]", "DynLD0/GGIO1.AnIn1.mag.f[MX]"]


def test_every_common_data_class_has_the_types_and_values_that_the_genuine_library_serves(clients):
    nodes, _ = same(clients, *call("getLogicalDeviceDirectory", "DynLD0"))
    good = 0
    for node, fc in ((node, fc) for node in nodes for fc in FUNCTIONAL):
        if (node, fc) not in OTHERWISE:
            for function in ("getVariableSpecification", "readObject"):
                found, error = same(clients, *call(function, f"DynLD0/{node}", FCS[fc]))
                good += error == "OK"
    assert good > 400, good


def test_what_is_built_by_calls_is_written_reported_and_read(clients):
    assert same(clients, *call("writeInt32Value", "DynLD0/GGIO1.Own.a3", FCS["SP"], -9)) == [None, "OK"]
    assert same(clients, *call("readInt32Value", "DynLD0/GGIO1.Own.a3", FCS["SP"])) == [-9, "OK"]
    assert same(clients, *call("readObject", "DynLD0/GGIO1.Own.arr(2)", FCS["SP"]))[1] == "OK"
    for block in ("RP.u01", "BR.b01"):
        same(clients, *call("readObject", "DynLD0/LLN0." + block.split(".")[1], FCS[block[:2]]))
    for name in ("stVal", "q"):
        same(clients, *call("readObject", f"DynLD0/GGIO1.Ind1.{name}", FCS["ST"]))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """examples-c/server_basic.c, compiled."""
    program, library = tmp_path_factory.mktemp("example") / "server_basic", paths.our_lib()
    command = ["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{paths.ROOT / 'include'}", paths.ROOT / "examples-c" / "server_basic.c", "-o", program, library, "-lm", f"-Wl,-rpath,{library.resolve().parent}"]
    subprocess.run([str(part) for part in command], check=True)
    return program


@pytest.mark.parametrize("model", [None, "simpleIO.cfg"])
def test_the_example_of_a_server_serves_its_own_model_or_a_file(example, model):
    port = peers.free_port()
    with peers.Peer("server_basic", [example, port, *([paths.model(model)] if model else [])], port) as server:
        with Worker(paths.our_lib(), port, [["session"]], program=HERE / "control_worker.py") as client:
            if model:
                assert client.ask(call("readFloatValue", "simpleIOGenericIO/GGIO1.AnIn1.mag.f", FCS["MX"]))[1] == "OK"
            else:
                first = client.ask(call("readFloatValue", "BayLD0/MMXU1.TotW.mag.f", FCS["MX"]))
                client.ask(["sleep", 0.3])
                assert first[1] == "OK" and client.ask(call("readFloatValue", "BayLD0/MMXU1.TotW.mag.f", FCS["MX"])) != first
                assert client.ask(call("writeFloatValue", "BayLD0/PTOC1.StrVal.setMag.f", FCS["SP"], 99.5))[1] == "OK"
                assert client.ask(call("writeFloatValue", "BayLD0/PTOC1.StrVal.setMag.f", FCS["SP"], 101.0))[1] == "OBJECT_VALUE_INVALID"
                assert client.ask(["new", "pos", "BayLD0/CSWI1.Pos"]) is True
                assert client.ask(["act", "pos", "selectWithValue", ["bool", True]])[0] and client.ask(["act", "pos", "operate", ["bool", True]])[0]
                assert client.ask(call("readBooleanValue", "BayLD0/CSWI1.Pos.stVal", FCS["ST"])) == [True, "OK"]
        server.process.terminate()
        assert server.process.wait(10) == 0
        said = server.process.stdout.read().decode()
        assert "connected, 1 clients" in said and ("breaker on" in said) == (model is None)
