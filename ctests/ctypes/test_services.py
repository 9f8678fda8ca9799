"""Directory services, reads and writes: ours and the genuine client on the same server, answer by answer."""

import pytest

import model
from pair import Pair


def few(nodes):
    """Without the eleven copies of MMXU1 in matrix.cfg: enough for the calls that cost most."""
    return [node for node in nodes if not node.ln.startswith("MMXU") or node.ln == "MMXU1"]


def test_every_directory_call_on_every_node(server, pair):
    pair.ask_all(model.directory_requests(model.nodes(pair.genuine)), apart=True)
    pair.verdict(f"directories of {server.label}")


def test_directories_after_close_and_reconnect_come_from_the_same_cache(server, pair):
    found = model.nodes(pair.genuine)
    requests = model.directory_requests(found[:40])
    pair.ask_all(requests)
    for step in (["plain", "IedConnection_close"], ["connect"], ["call", "IedConnection_getDeviceModelFromServer"]):
        pair.ask(step)
        pair.ask_all(requests)
    pair.verdict(f"cache of {server.label}")


def test_every_object_and_every_leaf_as_every_type(server, pair):
    pair.ask_all(model.read_requests(few(model.nodes(pair.genuine))), apart=True)
    pair.verdict(f"reads of {server.label}")


def test_every_typed_write_and_what_it_leaves(server, pair):
    leaves = [node for node in few(model.nodes(pair.genuine)) if node.leaf]
    kinds = {}
    for node in leaves:  # one leaf of each functional constraint and name, but every DO of the type matrix
        key = (node.fc, node.path[-1], node.path[0] if node.ln in ("GTYP1", "GGIO2", "GERR1") else "")
        kinds.setdefault(key, node)
    chosen = [node for node in kinds.values() if node.fc_name not in ("CO", "RP", "BR", "GO", "MS", "LG", "SE")]
    pair.alternate(model.write_requests(chosen))
    pair.verdict(f"writes of {server.label}")


def test_malformed_references(matrix):
    with Pair(matrix.port) as pair:
        pair.ask_all(model.malformed("TestIEDLD0"), apart=True)
        pair.verdict("malformed references")


@pytest.mark.parametrize("reference,fc", [("Har.arr(%s)", 1), ("Har.phsAHar(%s)", 1), ("Har.phsAHar(%s).q", 1), ("Har.phsAHar(%s).cVal.mag.f", 1), ("Ind1.stVal(%s)", 0)])
def test_array_elements(matrix, reference, fc):
    indexes = ["0", "1", "3", "4", "5", "99", "-1", "", "x", "1x", "4294967296", "01", "1-2", "1,2"]
    with Pair(matrix.port) as pair:
        for index in indexes:
            target = "TestIEDLD0/GGIO1." + reference % index
            pair.ask_all([model.call(f, target, fc) for f in ("readObject", "readInt32Value", "readFloatValue", "readQualityValue", "getVariableSpecification")])
            pair.alternate([model.call("writeInt32Value", target, fc, 3), model.call("writeObject", target, fc, {"int32": 4})])
        pair.verdict(f"array elements {reference}")


def test_data_access_errors_of_the_server(matrix):
    with Pair(matrix.port) as pair:
        for code in range(13):
            read, write = f"TestIEDLD0/GERR1.RdErr{code}.stVal", f"TestIEDLD0/GERR1.WrErr{code}.setVal"
            pair.ask_all([model.call(f, read, 0) for f in ("readObject", *model.TYPED_READS)] + [model.call("readTimestampValue", read, 0, None)])
            pair.alternate([model.call("writeInt32Value", write, 2, 5), model.call("writeObject", write, 2, {"int32": 6})])
        pair.verdict("data access errors")
