"""GOOSE and sampled value control blocks: the same calls on both libraries."""

import ctypes
import sys
from ctypes import POINTER, c_char_p, c_void_p, cast
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import direct  # noqa: E402
from direct import Direct, PhyComAddress  # noqa: E402

GETTERS = ["GoEna", "GoID", "DatSet", "ConfRev", "NdsComm", "MinTime", "MaxTime", "FixedOffs", "DstAddress_priority", "DstAddress_vid",
           "DstAddress_appid"]
SV_GETTERS = ["isMulticast", "getSvEna", "getResv", "getMsvID", "getDatSet", "getConfRev", "getSmpRate", "getOptFlds", "getSmpMod"]
NODE = b"TestIEDLD0/LLN0"


def plain(result):
    return result.decode() if isinstance(result, bytes) else result


def address(value):
    return [value.priority, value.vid, value.appid, bytes(value.mac).hex()]


def block(client, control):
    if not control:
        return None
    lib = client.lib
    found = [plain(getattr(lib, "ClientGooseControlBlock_get" + name)(control)) for name in GETTERS]
    # Python code reads the reference as the first field
    reference = cast(control, POINTER(c_char_p))[0].decode()
    return [reference, *found, address(lib.ClientGooseControlBlock_getDstAddress(control)),
            client.value(lib.ClientGooseControlBlock_getDstAddress_addr(control))]


def get(client, reference, control=None):
    found = client("getGoCBValues", reference, control)
    return [client.error.value, block(client, found), found == control]


def goose(path, port):
    client = Direct(path, port)
    lib, found = client.lib, []
    for name in (b".gcb01", b".gcb02", b".nogcb", b".GO.gcb01", b"$GO$gcb01", b"", b"."):
        found.append(get(client, NODE + name))
    found.append(get(client, b"rubbish"))
    control = lib.ClientGooseControlBlock_create(NODE + b".gcb02")
    lib.ClientGooseControlBlock_setGoEna(control, True)
    lib.ClientGooseControlBlock_setGoID(control, b"mine")
    lib.ClientGooseControlBlock_setGoID(control, None)
    found.append(plain(lib.ClientGooseControlBlock_getGoID(control)))
    lib.ClientGooseControlBlock_setDatSet(control, b"TestIEDLD0/LLN0$DsRpt")
    lib.ClientGooseControlBlock_setDstAddress(control, PhyComAddress(1, 2, 3, (ctypes.c_ubyte * 6)(*range(6))))
    lib.ClientGooseControlBlock_setDstAddress_vid(control, 700)
    found.append(block(client, control))
    found.append(get(client, NODE + b".gcb01", control))
    return found


def write(path, port):
    client = Direct(path, port)
    lib, found = client.lib, []
    for single in (True, False):
        control = client("getGoCBValues", NODE + b".gcb01", None)
        for enable, mask in ((True, 1), (True, 2), (True, 0), (True, 0x1FF), (False, 1), (False, 0x1FF), (False, 4), (False, 0x20), (True, 3)):
            lib.ClientGooseControlBlock_setGoEna(control, enable)
            client("setGoCBValues", control, mask, single)
            found.append([single, enable, mask, client.error.value, get(client, NODE + b".gcb01")])
    return found


def sampled(path, port):
    client = Direct(path, port)
    lib, found = client.lib, []
    for reference in (NODE + b".msvcb01", NODE + b".none", b"rubbish", b"", NODE + b"$MS$msvcb01", b"LD/" + b"x" * 70):
        control = lib.ClientSVControlBlock_create(client.con, reference)
        found.append([reference.decode(), bool(control)])
        if control:
            last = lambda: lib.ClientSVControlBlock_getLastComError(control)
            # the bytes of noASDU are uninitialised memory of the genuine server
            found += [[name, plain(getattr(lib, "ClientSVControlBlock_" + name)(control)), last()] for name in SV_GETTERS]
            found.append([address(lib.ClientSVControlBlock_getDstAddress(control)), last()])
            for name, value in (("SvEna", True), ("SvEna", False), ("Resv", True)):
                found.append([name, getattr(lib, "ClientSVControlBlock_set" + name)(control, value), last(), lib.ClientSVControlBlock_getSvEna(control)])
            lib.ClientSVControlBlock_destroy(control)
    return found


def refused(path, port):
    """What crashes the genuine library."""
    client = Direct(path, port)
    lib = client.lib
    control = lib.ClientGooseControlBlock_create(NODE + b".gcb02")
    client("setGoCBValues", control, 2, True)
    found = [client.error.value]
    client("setGoCBValues", None, 1, True)
    found += [client.error.value, get(client, None)[0], lib.ClientGooseControlBlock_create(None), block(client, None)]
    lib.ClientGooseControlBlock_setGoID(None, b"x")
    found += [lib.ClientSVControlBlock_create(client.con, None), lib.ClientSVControlBlock_create(None, NODE), lib.ClientSVControlBlock_getMsvID(None)]
    late = lib.ClientSVControlBlock_create(client.con, NODE + b".msvcb01")
    lib.IedConnection_destroy(client.con)
    found += [lib.ClientSVControlBlock_getSvEna(late), lib.ClientSVControlBlock_getLastComError(late)]
    lib.ClientSVControlBlock_destroy(late)
    return found


SCENARIOS = {"goose": goose, "write": write, "sampled": sampled, "refused": refused}


def server():
    import peers

    return peers.genuine_server("matrix.cfg")


def compare(scenario):
    genuine, ours = direct.both(__file__, scenario, server)
    assert ours == genuine


def test_goose_control_blocks_are_read_alike():
    compare("goose")


def test_goose_control_blocks_are_written_alike():
    compare("write")


def test_sampled_value_control_blocks_are_alike():
    compare("sampled")


def test_bad_arguments_are_refused_without_harm():
    with server() as running:
        assert direct.ours(__file__, "refused", running.port) == [10, 10, 10, None, None, None, None, None, False, 3]


if __name__ == "__main__":
    direct.main(SCENARIOS)
