"""Captures: what tshark makes of the files that IedConnection_startCapture and its kin write. `python test_capture.py session LIBRARY PORT` is one session."""

import json
import os
import subprocess
import sys
import time
from ctypes import addressof, c_bool, c_char_p, c_int, c_uint, c_void_p, cast
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import direct  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402
from workers import Worker  # noqa: E402

SERVICES = {"status": 0, "getNameList": 1, "identify": 2, "read": 4, "write": 5, "getVariableAccessAttributes": 6, "defineNamedVariableList": 11,
            "getNamedVariableListAttributes": 12, "deleteNamedVariableList": 13, "obtainFile": 46, "readJournal": 65, "fileOpen": 72, "fileRead": 73,
            "fileClose": 74, "fileRename": 75, "fileDelete": 76, "fileDirectory": 77}
#: logical node with data sets, data set, control block, buffered one, object to write, control, log
MODELS = {
    "matrix": ("TestIEDLD0/LLN0", "DsRpt", "RP.URCBA01", "BR.BRCBA01", "TestIEDLD0/GGIO1.SPCSO1", "TestIEDLD0/LLN0$EventLog"),
    "sim": ("SimLD0/LLN0", "DsStatus", "RP.urcb01", "BR.brcb01", "SimLD0/GGIO1.SPCSO1", "SimLD0/LLN0$EventLog"),
    "sample": ("SampleBay/LLN0", "Status", "RP.urcbStatus01", "BR.brcbStatus01", "SampleBay/GGIO1.SPCSO1", "SampleBay/LLN0$Events"),
}
TSHARK = "tshark"


def session(library, port):
    """All services, captured at once by the connection and by the MMS connection below; what was seen of PDUs, and the errors."""
    import ctypes

    lib, error, mms_error = direct.load(library), c_int(-1), c_int(-1)
    for name in ("IedConnection_startCapture", "MmsConnection_startCapture"):
        getattr(lib, name).argtypes, getattr(lib, name).restype = [c_void_p, c_char_p], c_bool
    for name in ("IedConnection_stopCapture", "MmsConnection_stopCapture"):
        getattr(lib, name).argtypes, getattr(lib, name).restype = [c_void_p], c_bool
    node, data_set, urcb, brcb, control, log = MODELS[os.environ["CAPTURE_MODEL"]]
    directory, host = Path(os.environ["CAPTURE_DIRECTORY"]), os.environ.get("CAPTURE_HOST", "127.0.0.1").encode()
    own, late = (str(directory / name).encode() for name in ("own.pcapng", "late.pcapng"))
    at, err = addressof(error), addressof(mms_error)
    con, outcomes, pdus, keep = lib.IedConnection_create(), {}, [0], []
    mms = lib.IedConnection_getMmsConnection(con)
    raw = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_int, c_bool)(lambda parameter, message, size, received: pdus.__setitem__(0, pdus[0] + 1))
    lib.MmsConnection_setRawMessageHandler(mms, cast(raw, c_void_p), None)
    lib.IedConnection_setFilestoreBasepath(con, f"{directory}/".encode())
    assert lib.IedConnection_startCapture(con, own)
    # tshark adds a request that is sent amid the TPDUs of an answer to that answer: it does not keep the directions apart
    lib.IedConnection_setLookAhead.argtypes, lib.IedConnection_setLookAhead.restype = [c_void_p, c_bool], None
    lib.IedConnection_setLookAhead(con, False)

    def up():
        lib.IedConnection_connect(con, at, host, port)
        assert error.value == 0, error.value

    def note(name, value=None):
        outcomes[name] = [error.value, mms_error.value]
        return value

    up()
    text = lambda reference: f"{node}.{reference}".encode()
    note("directory", lib.IedConnection_getServerDirectory(con, at, False))
    note("devices", lib.IedConnection_getLogicalNodeDirectory(con, at, node.encode(), 0))
    note("type", lib.IedConnection_getVariableSpecification(con, at, f"{node}.Mod".encode(), 0))
    note("read", lib.IedConnection_readObject(con, at, f"{node}.Mod".encode(), 0))
    note("read nothing", lib.IedConnection_readObject(con, at, f"{node}.Nope.stVal".encode(), 0))
    whole = lib.MmsConnection_readVariable(mms, err, node.split("/")[0].encode(), b"LLN0")
    note("read all", whole)
    lib.IedConnection_writeBooleanValue(con, at, f"{control}.stVal".encode(), 0, True)
    note("write")
    note("data set", lib.IedConnection_readDataSetValues(con, at, text(data_set), None))
    note("members", lib.IedConnection_getDataSetDirectory(con, at, text(data_set), None))
    members = lib.LinkedList_create()
    libc = ctypes.CDLL(None)
    libc.strdup.restype, libc.strdup.argtypes = c_void_p, [c_char_p]
    lib.LinkedList_add(members, libc.strdup(f"{node}.Mod[ST]".encode()))
    lib.IedConnection_createDataSet(con, at, b"@captured", members)
    note("create")
    note("delete", lib.IedConnection_deleteDataSet(con, at, b"@captured"))
    seen = [0]
    handler = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)(lambda parameter, report: seen.__setitem__(0, seen[0] + 1))
    keep.append(handler)
    for block in (urcb, brcb):
        rcb = note(block, lib.IedConnection_getRCBValues(con, at, text(block), None))
        if not rcb:
            continue
        lib.IedConnection_installReportHandler(con, text(block), lib.ClientReportControlBlock_getRptId(rcb), cast(handler, c_void_p), None)
        lib.ClientReportControlBlock_setTrgOps(rcb, 31)
        lib.ClientReportControlBlock_setRptEna(rcb, True)
        lib.ClientReportControlBlock_setOptFlds(rcb, 255)
        lib.IedConnection_setRCBValues(con, at, rcb, (2 | 32 | 256), True)
        lib.ClientReportControlBlock_setGI(rcb, True)
        lib.IedConnection_setRCBValues(con, at, rcb, 1024, True)
        note(f"set {block}")
    end = time.monotonic() + 5
    while seen[0] == 0 and time.monotonic() < end:
        time.sleep(0.01)
    outcomes["reports"] = seen[0]
    operated = lib.ControlObjectClient_create(control.encode(), con)
    if operated:
        lib.ControlObjectClient_operate(operated, lib.MmsValue_newBoolean(True), 0)
        lib.ControlObjectClient_destroy(operated)
    note("files", lib.IedConnection_getFileDirectory(con, at, None))
    part = ctypes.CFUNCTYPE(c_bool, c_void_p, c_void_p, c_uint)(lambda parameter, data, size: True)
    lib.IedConnection_getFile(con, at, b"large.bin", cast(part, c_void_p), None)
    note("get")
    (directory / "sent.txt").write_text("to the server\n" * 1000)
    lib.IedConnection_setFile(con, at, b"sent.txt", b"received.txt")
    note("set file")
    lib.MmsConnection_fileRename(mms, err, b"received.txt", b"renamed.txt")
    note("rename")
    note("delete file", lib.IedConnection_deleteFile(con, at, b"renamed.txt"))
    more = c_bool()
    note("log", lib.IedConnection_queryLogByTime(con, at, log.encode(), 0, 1 << 45, addressof(more)))
    note("identify", lib.MmsConnection_identify(mms, err))
    status = (c_int(), c_int())
    lib.MmsConnection_getServerStatus(mms, err, addressof(status[0]), addressof(status[1]), False)
    note("status")
    first = pdus[0]
    lib.IedConnection_release(con, at)
    note("release")
    up()
    assert lib.IedConnection_stopCapture(con), "not all is in the file"
    pdus.append(pdus[0])
    # an association that is up already
    assert lib.MmsConnection_startCapture(mms, late)
    lib.IedConnection_readObject(con, at, f"{node}.Mod".encode(), 0)
    lib.IedConnection_abort(con, at)
    up()
    lib.IedConnection_close(con)
    assert lib.MmsConnection_stopCapture(mms) and not lib.MmsConnection_stopCapture(mms)
    return {"outcomes": outcomes, "pdus": pdus[1], "first": first}


def fields(file, names, condition="frame"):
    """One list for each packet that fulfils the condition: the values of each field."""
    command = [TSHARK, "-r", str(file), "-Y", condition, "-T", "json", *(option for name in names for option in ("-e", name))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    layers = [packet["_source"]["layers"] for packet in json.loads(done.stdout or "[]")]
    return [[layer.get(name, []) for name in names] for layer in layers]


def is_clean(file):
    faults = "_ws.malformed || _ws.expert.severity >= 6291456 || tcp.analysis.flags || tcp.checksum.status == 0 || _ws.unreassembled"
    command = [TSHARK, "-r", str(file), "-o", "tcp.check_checksum:TRUE", "-Y", faults]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr
    text = subprocess.run([TSHARK, "-r", str(file), "-V", "-Y", "mms"], capture_output=True, text=True).stdout
    assert "Malformed" not in text and text.count("\nMMS\n") > 0
    return text


def services(file):
    return {int(value) for [found] in fields(file, ["mms.confirmedServiceRequest"], "mms") for value in found}


def run_session(server, model, directory, host="127.0.0.1"):
    (directory / "large.bin").write_bytes(os.urandom(300_000))
    environment = {"CAPTURE_MODEL": model, "CAPTURE_DIRECTORY": str(directory), "CAPTURE_HOST": host}
    os.environ.update(environment)
    try:
        return direct.ours(__file__, "session", server.port)
    finally:
        for name in environment:
            del os.environ[name]


def sample(directory, *options):
    """Our own server."""
    return peers.Peer("iec61850-sim", [paths.our_lib().parent / "iec61850-sim", "--port", 0, "--files", directory, *options])


SERVERS = {
    "genuine": ("matrix", lambda directory: peers.genuine_server("matrix.cfg", files=f"{directory}/")),
    "ied sim": ("sim", lambda directory: peers.ied_sim(files=directory)),
    "ours": ("sample", sample),
}


@pytest.mark.parametrize("name", SERVERS)
def test_every_service_is_decoded(tmp_path, name):
    model, start = SERVERS[name]
    with start(tmp_path) as server:
        result = run_session(server, model, tmp_path)
    text = is_clean(tmp_path / "own.pcapng")
    assert services(tmp_path / "own.pcapng") == set(SERVICES.values()), result["outcomes"]
    for what in ("initiate-RequestPDU", "initiate-ResponsePDU", "conclude-RequestPDU", "conclude-ResponsePDU", "informationReport"):
        assert what in text
    assert result["outcomes"]["reports"] > 0 and result["outcomes"]["read"][0] == 0
    assert text.splitlines().count("MMS") == result["pdus"]
    ends = fields(tmp_path / "own.pcapng", ["tcp.dstport", "frame.comment"], "tcp.flags.syn == 1 && tcp.flags.ack == 0")
    assert len(ends) == 2 and all(port == ["102"] and f"connected to 127.0.0.1:{server.port}" in comment[0] for port, comment in ends)
    late = is_clean(tmp_path / "late.pcapng")
    assert late.count("initiate-RequestPDU") == 2 and services(tmp_path / "late.pcapng") == {SERVICES["read"]}


def test_a_server_captures_all_its_connections(tmp_path):
    captured = tmp_path / "server.pcapng"
    with sample(tmp_path, "--capture", captured) as server:
        results = [run_session(server, "sample", tmp_path) for _ in range(2)]
        time.sleep(0.5)  # the file is behind by a moment
    is_clean(captured)
    assert services(captured) == set(SERVICES.values())
    streams = {stream for [[stream]] in fields(captured, ["tcp.stream"])}
    assert len(streams) == 3 * len(results)


def test_over_ipv6(tmp_path):
    with sample(tmp_path, "--address", "::1") as server:
        run_session(server, "sample", tmp_path, "::1")
    is_clean(tmp_path / "own.pcapng")
    assert fields(tmp_path / "own.pcapng", ["ipv6.src"], "tcp.flags.syn == 1 && tcp.flags.ack == 0")[0] == [["::1"]]


def test_of_connections_with_tls_the_plain_text(tmp_path, certificates):
    program = HERE / "tls_worker.py"
    with Worker(paths.our_lib(), certificates, program=program) as server, Worker(paths.our_lib(), certificates, program=program) as client:
        port = server.ask(["server", {"own": "server", "key": "ec.pem"}, {"capture": str(tmp_path / "server.pcapng")}])
        result = client.ask(["client", {"own": "client"}, port, {"capture": str(tmp_path / "client.pcapng")}])
        assert result["value"] == 0.0
        assert server.ask(["stop"]) is True
    for side in ("client", "server"):
        text = is_clean(tmp_path / f"{side}.pcapng")
        assert "initiate-RequestPDU" in text and services(tmp_path / f"{side}.pcapng") == {SERVICES["read"]}


if __name__ == "__main__":
    direct.main({"session": session})
