"""Takes down what the genuine server answers to the requests of the benchmarks: `record.py FILE`.

A relay stands between our client and the genuine server; each line of the file is an exchange, see c/bench.h.
"""

import socket
import sys
import tempfile
import threading
from ctypes import CFUNCTYPE, byref, c_bool, c_char_p, c_int, c_void_p, cast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "ctests" / "peers"), str(ROOT / "ctests" / "ctypes")]

import declare  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402

FC_MX, FC_ST = 1, 0
SETS = (10, 100, 500)
BURSTS = {10: 20_000, 100: 2_000, 500: 400}
#: logical nodes of the big model, 4 logical devices; data objects of each
BIG_NODES, BIG_OBJECTS = 252, 16
FILE_SIZE = 50_000_000
ANALOG = "DA(mag 0 27 1 1 0){DA(f 0 10 1 1 0);}DA(q 0 23 1 2 0);DA(t 0 22 1 0 0);"


def analog(name):
    return f"DO({name} 0){{{ANALOG}}}"


def model():
    sets = "".join(f"DS(Set{n}){{{''.join(f'DE(GGIO1$MX$AnIn{i});' for i in range(1, n + 1))}}}" for n in SETS)
    blocks = "".join(f"RC(Rpt{n} rpt{n} 0 Set{n} 1 17 239 0 1000);" for n in SETS)
    lln0 = f"LN(LLN0){{DO(Beh 0){{DA(stVal 0 3 0 1 0);}}{sets}{blocks}}}"
    devices = [f"LD(LD){{{lln0}LN(GGIO1){{{''.join(analog(f'AnIn{i}') for i in range(1, 501))}}}"
               f"LN(GGIO2){{{''.join(analog(f'AnIn{i}') for i in range(1, 35))}}}}}"]
    per_device = BIG_NODES // 4
    for device in range(1, 5):
        nodes = "".join(f"LN(GGIO{n}){{{''.join(analog(f'AnIn{i}') for i in range(1, BIG_OBJECTS + 1))}}}" for n in range(1, per_device + 1))
        devices.append(f"LD(BIG{device}){{{nodes}}}")
    return f"MODEL(BM){{{''.join(devices)}}}".replace("{", "{\n").replace(";", ";\n").replace("}", "}\n")


def element(octets, at=0):
    """Tag octets, content begin and end of the BER element at `at`."""
    start = at
    at += 1
    if octets[start] & 0x1F == 0x1F:
        while octets[at] & 0x80:
            at += 1
        at += 1
    tag = octets[start:at]
    length = octets[at]
    at += 1
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(octets[at:at + count], "big")
        at += count
    return tag, at, at + length


class Units:
    """TPKTs out of a stream, and the MMS PDUs in them."""

    def __init__(self):
        self.input, self.segments = b"", b""

    def take(self, octets):
        self.input += octets
        while len(self.input) >= 4 and len(self.input) >= (size := int.from_bytes(self.input[2:4], "big")):
            tpkt, self.input = self.input[:size], self.input[size:]
            if tpkt[5] != 0xF0:
                yield tpkt, None
                continue
            self.segments += tpkt[7:]
            if not tpkt[6] & 0x80:
                continue
            spdu, self.segments = self.segments, b""
            if spdu[:4] != b"\1\0\1\0":
                yield tpkt, None
                continue
            at = 4
            for _ in range(2):
                _, at, _ = element(spdu, at)
            _, _, at = element(spdu, at)
            _, at, end = element(spdu, at)
            yield tpkt, spdu[at:end]


class Recorder:
    """Relays one connection and keeps its exchanges."""

    def __init__(self, port):
        self.label = "x"
        self.requests = {}
        self.exchanges = {}  # request without invoke id: (kind, count, name, request, answer)
        self.reports = []
        self.initiate = [b"", b""]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listener.accept()
        threading.Thread(target=self.pump, args=(client, self.server, 0), daemon=True).start()
        self.pump(self.server, client, 1)

    def pump(self, source, sink, side):
        units = Units()
        while octets := source.recv(1 << 16):
            for tpkt, pdu in units.take(octets):
                if pdu is not None:
                    self.note(side, pdu)
                elif tpkt[5] == 0xF0 and not self.initiate[side]:
                    self.initiate[side] = tpkt
            sink.sendall(octets)
        sink.shutdown(socket.SHUT_WR)

    def note(self, side, pdu):
        if pdu[0] == 0xA3:
            self.reports.append(pdu)
        if pdu[0] not in (0xA0, 0xA1):
            return
        _, at, _ = element(pdu)
        _, start, service = element(pdu, at)
        invoke = pdu[start:service]
        if side == 0:
            self.requests[invoke] = (self.label, pdu)
            self.label = "x"
        else:
            name, request = self.requests.pop(invoke)
            _, start, end = element(request, element(request)[1])
            self.exchanges.setdefault(request[end:], ["A", 0, name, request, pdu])

    def named(self, name):
        return next(exchange for exchange in self.exchanges.values() if exchange[2] == name)


def windows(initiate):
    """The answer with 64 outstanding calls in place of 5, so that windows of any size can be measured."""
    agreed = b"\x81\x01\x05\x82\x01\x05"
    if initiate.count(agreed) != 1:
        sys.exit("the initiate answer is not as it was")
    return initiate.replace(agreed, b"\x81\x01\x40\x82\x01\x40")


def record(path):
    lib = declare.Library(paths.our_lib())
    error = c_int()
    directory = Path(tempfile.mkdtemp())
    (directory / "bench.cfg").write_text(model())
    (directory / "files").mkdir()
    (directory / "files" / "large").write_bytes(bytes(range(256)) * 1024)
    with peers.genuine_server(str(directory / "bench.cfg"), files=str(directory / "files")) as ied:
        recorder = Recorder(ied.port)
        con = lib.IedConnection_create()
        lib.IedConnection_setRequestTimeout(con, 60_000)
        lib.IedConnection_connect(con, byref(error), b"127.0.0.1", recorder.port)

        def call(label, function, *arguments):
            recorder.label = label
            result = getattr(lib, function)(con, byref(error), *arguments)
            if error.value:
                sys.exit(f"recording {label}: error {error.value}")
            return result

        def read(label, reference):
            call(label, "IedConnection_readObject", reference.encode(), FC_MX)

        read("float", "BMLD/GGIO1.AnIn1.mag.f")
        for i, size in enumerate(SETS):
            read(f"burst{size}", f"BMLD/GGIO1.AnIn{i + 2}.mag.f")
        read("node", "BMLD/GGIO2")
        for size in SETS:
            call(f"set{size}", "IedConnection_readDataSetValues", f"BMLD/LLN0.Set{size}".encode(), None)
        nothing = CFUNCTYPE(None, c_void_p, c_void_p)(lambda parameter, report: None)
        for size in SETS:
            reference = f"BMLD/LLN0.RP.Rpt{size}".encode()
            block = call(f"block{size}", "IedConnection_getRCBValues", reference, None)
            lib.IedConnection_installReportHandler(con, reference, b"rpt%d" % size, cast(nothing, c_void_p), None)
            before = len(recorder.reports)
            lib.ClientReportControlBlock_setTrgOps(block, 16)
            lib.ClientReportControlBlock_setRptEna(block, True)
            call("x", "IedConnection_setRCBValues", block, 2 | 256, True)
            call("x", "IedConnection_triggerGIReport", reference)
            while len(recorder.reports) == before:
                read("x", "BMLD/GGIO1.AnIn1.mag.f")
            burst = recorder.named(f"burst{size}")
            burst[0], burst[1], burst[4] = "R", BURSTS[size], recorder.reports[-1]
        call("x", "IedConnection_getDeviceModelFromServer")
        for device in range(1, 5):
            for node in range(1, BIG_NODES // 4 + 1):
                call(f"type{device}.{node}", "IedConnection_getVariableSpecification", b"BMBIG%d/GGIO%d" % (device, node), FC_MX)
        taken = CFUNCTYPE(c_bool, c_void_p, c_void_p, c_int)(lambda parameter, octets, size: True)
        recorder.label = "open"
        lib.IedConnection_getFile(con, byref(error), b"large", cast(taken, c_void_p), None)
        if error.value:
            sys.exit(f"recording a file: error {error.value}")
        lib.IedConnection_close(con)
        lib.IedConnection_destroy(con)

    lines = [["I", 0, "initiate", recorder.initiate[0], windows(recorder.initiate[1])]]
    for request, exchange in recorder.exchanges.items():
        if request[:2] == b"\x9f\x49":  # one line for all reads of the file: the first, full block
            if any(line[0] == "F" for line in lines):
                continue
            exchange[:3] = ["F", FILE_SIZE // len(exchange[4]), "block"]
        lines.append(exchange)
    with open(path, "w") as file:
        for kind, count, name, request, answer in lines:
            file.write(f"{kind} {count} {name} {request.hex()} {answer.hex()}\n")


if __name__ == "__main__":
    record(sys.argv[1])
