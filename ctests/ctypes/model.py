"""What a server has, as its variable names tell it, and the requests that make sense for each node."""

from client import FCS


def call(function, *arguments):
    return ["call", "IedConnection_" + function, *arguments]


class Node:
    """A named variable LD/LN$FC$DO…"""

    def __init__(self, ld, name):
        parts = name.split("$")
        self.ld, self.ln = ld, parts[0]
        self.fc = FCS.get(parts[1]) if len(parts) > 1 else None
        self.fc_name = parts[1] if len(parts) > 1 else ""
        self.path = parts[2:]
        self.reference = f"{ld}/{'.'.join([self.ln] + self.path)}"
        self.leaf = False


def nodes(worker):
    """All nodes of the server, leaves marked."""
    found = []
    for ld in worker.ask(call("getServerDirectory", False))[0]:
        names = worker.ask(call("getLogicalDeviceVariables", ld))[0]
        inner = {name.rsplit("$", 1)[0] for name in names if "$" in name}
        for name in names:
            node = Node(ld, name)
            node.leaf = name not in inner and bool(node.path)
            found.append(node)
    return found


def directory_requests(found):
    """Every directory function on every node, and on things that are none."""
    devices = list(dict.fromkeys(n.ld for n in found)) + ["", "nope", "x" * 70]
    requests = [call("getServerDirectory", False), call("getServerDirectory", True), call("getLogicalDeviceList")]
    for ld in devices:
        requests += [call(f, ld) for f in ("getLogicalDeviceDirectory", "getLogicalDeviceVariables", "getLogicalDeviceDataSets")]
    logical_nodes = list(dict.fromkeys(f"{n.ld}/{n.ln}" for n in found))
    for reference in logical_nodes + [logical_nodes[0] + "x", "nope/LLN0", logical_nodes[0].split("/")[0]]:
        requests.append(call("getLogicalNodeVariables", reference))
        requests += [call("getLogicalNodeDirectory", reference, acsi) for acsi in (*range(-1, 12), 99)]
    for reference in dict.fromkeys(n.reference for n in found if n.path):
        requests += [call("getDataDirectory", reference), call("getDataDirectoryFC", reference)]
    requests += [call("getDataDirectoryByFC", n.reference, n.fc) for n in found if n.path]
    for reference in dict.fromkeys(n.reference for n in found if len(n.path) == 1):
        requests += [call("getDataDirectoryByFC", reference, fc) for fc in (*FCS.values(), 42, -7)]
    return requests


TYPED_READS = ("readBooleanValue", "readFloatValue", "readStringValue", "readInt32Value", "readInt64Value", "readUnsigned32Value", "readQualityValue")


def read_requests(found):
    """Every node as an object and its specification; every leaf as every type."""
    requests = []
    selecting = {tuple(path) for n in found if n.path[-1:] == ["SBO"] for path in ([n.ld, n.ln], [n.ld, n.ln, n.path[0]], [n.ld, n.ln, *n.path])}
    for node in found:
        if node.fc is None:
            continue
        requests.append(call("getVariableSpecification", node.reference, node.fc))
        if node.fc_name == "CO" and (node.ld, node.ln, *node.path) in selecting:
            continue  # reading SBO selects the control object: the next client would read something else
        requests.append(call("readObject", node.reference, node.fc))
        if node.leaf:
            requests += [call(f, node.reference, node.fc) for f in TYPED_READS]
            requests.append(call("readTimestampValue", node.reference, node.fc, None))
    return requests


WRITES = (
    ("writeBooleanValue", (True,), (False,)), ("writeInt32Value", (-5,), (70000,), (-2147483648,)), ("writeUnsigned32Value", (7,), (200,), (2147483648,)),
    ("writeFloatValue", (1.25,), (-0.0,)), ("writeVisibleStringValue", ("text",), ("",), ("x" * 300,)), ("writeOctetString", ({"raw": "0102"}, 2), ({"raw": "00" * 70}, 70)),
)
OBJECTS = (
    {"bool": True}, {"float": 2.5}, {"double": 2.5}, {"int8": -3}, {"int16": -300}, {"int32": -70000}, {"int64": 1099511627776}, {"uint32": 7}, {"vstring": "vs"},
    {"mstring": "ms"}, {"octets": "010203"}, {"bits": [13, 5]}, {"bits": [2, 2]}, {"utc": 1700000000123}, {"bintime": False}, {"struct": []},
    {"struct": [["bool", True], ["int32", 3]]}, {"struct": [["bool", False], ["float", 9.5], ["int32", 3], ["vstring", "st"]]},
)


def write_requests(leaves):
    """Every typed write of every leaf, each followed by a read."""
    requests = []
    for node in leaves:
        back = call("readObject", node.reference, node.fc)
        for function, *values in WRITES:
            for value in values:
                requests += [call(function, node.reference, node.fc, *value), back]
        for value in OBJECTS:
            requests += [call("writeObject", node.reference, node.fc, value), back]
    return requests


def malformed(ld):
    """References that are none, for every function that takes one."""
    references = [
        None, "", "x", "/", "//", ".", ld, ld + "/", ld + "/.", "/LLN0.Mod", "LLN0.Mod", ld + "/LLN0.", ld + "/LLN0..Mod", ld + "/LLN0.Mod.", ld + "/LLN0.Mod.stVal.",
        ld + "/LLN0.Mod/stVal", ld + "/LLN0$ST$Mod", ld + "/LLN0.Mod[ST]", ld + "/LLN0.Mod(1)", ld + "/LLN0.Mod(", ld + "/LLN0.Mod(x)", ld + "/LLN0.(1)",
        " " + ld + "/LLN0.Mod", ld + "/LLN0.Mod ", ld + "/LLN0.M\nod", ld + "/LLN0.M\xf6d", ld + "/NOLN1", ld + "/NOLN1.Mod", "nope/LLN0.Mod", ld + "/LLN0.No", ld + "/LLN0.Mod.no",
        ld + "/LLN0.Mod.stVal.no", "L" * 63 + "/LLN0.Mod", "L" * 64 + "/LLN0.Mod", "L" * 65 + "/LLN0.Mod", "L" * 128 + "/LLN0.Mod", "L" * 129 + "/LLN0.Mod",
        *(ld + "/LLN0." + "i" * n for n in (54, 55, 56, 57, 58, 59, 60, 70, 100, 112, 113, 114, 115, 200, 1000)), *(ld + "/" + "i" * n for n in (60, 61, 62, 63, 64, 65, 66, 118, 119, 130)),
    ]
    requests = []
    for reference in references:
        requests += [call(f, reference) for f in ("getLogicalDeviceDirectory", "getLogicalDeviceVariables", "getLogicalDeviceDataSets", "getLogicalNodeVariables", "getDataDirectory", "getDataDirectoryFC")]
        requests += [call("getLogicalNodeDirectory", reference, acsi) for acsi in (0, 1, 5)]
        for fc in (0, 12, -1, 99, 42):
            requests += [call(f, reference, fc) for f in ("getDataDirectoryByFC", "getVariableSpecification", "readObject", "readInt32Value")]
        requests += [call("readStringValue", reference, 0), call("readTimestampValue", reference, 0, None), call("writeInt32Value", reference, 0, 1), call("writeObject", reference, 2, {"int32": 1})]
    return requests
