"""What mode `short` of run.py found, with a real peer: TCP ends a recv before an urgent octet, and what lies behind raises no edge.

A relay puts an urgent octet, which is no part of the stream, into each answer of a server; 200 asynchronous reads must all be answered.
"""

import ctypes
import select
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

READS, FC_MX = 200, 1
Handler = ctypes.CFUNCTYPE(None, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def relay(listening, port, urgent):
    client, _ = listening.accept()
    server = socket.create_connection(("127.0.0.1", port))
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        for end in select.select([client, server], [], [])[0]:
            octets = end.recv(65536)
            if not octets:
                client.close()
                return server.close()
            if end is client:
                server.sendall(octets)
            elif urgent and len(octets) > 8:
                client.sendall(octets[:8])
                client.send(b"!", socket.MSG_OOB)
                client.sendall(octets[8:])
            else:
                client.sendall(octets)


def reads(lib, port):
    """How many reads were answered without error, and the slowest one in ms."""
    lib.IedConnection_create.restype = ctypes.c_void_p
    connection, error, answered, told = ctypes.c_void_p(lib.IedConnection_create()), ctypes.c_int(), threading.Event(), []

    def on_value(_invoke, _parameter, err, value):
        if value:
            lib.MmsValue_delete(ctypes.c_void_p(value))
        told.append(err)
        answered.set()

    handler, slowest = Handler(on_value), 0.0
    lib.IedConnection_setRequestTimeout(connection, 1000)
    lib.IedConnection_connect(connection, ctypes.byref(error), b"127.0.0.1", port)
    for _ in range(READS):
        time.sleep(0.002)  # from now on a thread of the library reads the socket
        answered.clear()
        began = time.monotonic()
        lib.IedConnection_readObjectAsync(connection, ctypes.byref(error), b"TestIEDLD0/GGIO1.AnIn1", FC_MX, handler, None)
        answered.wait(3)
        slowest = max(slowest, time.monotonic() - began)
    lib.IedConnection_destroy(connection)
    return told.count(0), slowest * 1000


def main():
    lib, port, failed = ctypes.CDLL(str(paths.our_lib())), peers.free_port(), False
    command = [paths.TARGET / "release" / "iec61850-sim", paths.model("matrix.cfg"), "--port", port, "--static", "--address", "127.0.0.1"]
    with peers.Peer("iec61850-sim", command, port):
        for urgent in (False, True):
            with socket.create_server(("127.0.0.1", 0)) as listening:
                threading.Thread(target=relay, args=(listening, port, urgent), daemon=True).start()
                good, slowest = reads(lib, listening.getsockname()[1])
                print(f"{'urgent octets' if urgent else 'plain':14} {good} of {READS} reads good, slowest {slowest:.0f} ms", flush=True)
                failed |= good != READS
    return failed


if __name__ == "__main__":
    sys.exit(main())
