"""Peers that misbehave: scripted listeners and a proxy that tampers with the TPKTs of a real server."""

import socket
import struct
import threading



def tpkt(payload):
    return struct.pack(">BBH", 3, 0, len(payload) + 4) + payload


def read_tpkt(sock):
    """One whole TPKT, or None at the end of the stream."""
    head = _exactly(sock, 4)
    if not head:
        return None
    body = _exactly(sock, struct.unpack(">H", head[2:])[0] - 4)
    return None if body is None else head + body


def _exactly(sock, count):
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            return None
        data += part
    return data


def connection_confirm(request):
    """A COTP CC that fits the CR of the client."""
    return tpkt(bytes([6, 0xD0]) + request[8:10] + b"\x00\x01\x00")


def reset(sock):
    """Closes with RST instead of FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


class Listener:
    """Accepts connections and runs `script(sock, stop)` for each in a thread; `stop` is set when the listener closes."""

    def __init__(self, script, family=socket.AF_INET, host="127.0.0.1", port=0):
        self.script, self.stop, self.sockets = script, threading.Event(), []
        self.server = socket.create_server((host, port), family=family, backlog=64)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while not self.stop.is_set():
            try:
                sock, _ = self.server.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets.append(sock)
            threading.Thread(target=self._run, args=(sock,), daemon=True).start()

    def _run(self, sock):
        try:
            self.script(sock, self.stop)
        except OSError:
            pass
        finally:
            sock.close()

    def close(self):
        self.stop.set()
        self.server.close()
        for sock in self.sockets:
            sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# scripts without a server behind them


def silent(sock, stop):
    """Accepts the TCP connection and says nothing."""
    stop.wait()


def close_at_once(sock, stop):
    sock.close()


def reset_at_once(sock, stop):
    reset(sock)


def answers(*replies):
    """Answers the first TPKTs of the client with these bytes (or what a function makes of them), then is silent."""

    def script(sock, stop):
        for reply in replies:
            request = read_tpkt(sock)
            if request is None:
                return
            sock.sendall(reply(request) if callable(reply) else reply)
        while read_tpkt(sock) is not None:
            pass

    return script


disconnect_request = answers(lambda cr: tpkt(bytes([6, 0x80]) + cr[8:10] + b"\x00\x00\x80"))
transport_error = answers(lambda cr: tpkt(bytes([4, 0x70]) + cr[8:10] + b"\x00"))
garbage = answers(bytes(range(0x40, 0x60)))
silent_after_confirm = answers(connection_confirm)
session_refuse = answers(connection_confirm, tpkt(bytes.fromhex("02f0800c03320101")))
session_abort = answers(connection_confirm, tpkt(bytes.fromhex("02f0801903110101")))


def close_after_confirm(sock, stop):
    request = read_tpkt(sock)
    if request:
        sock.sendall(connection_confirm(request))
        read_tpkt(sock)


class Proxy(Listener):
    """Relays between clients and a server on 127.0.0.1. `to_client(count, tpkt)` and `to_server(count, tpkt)` return what is passed on:
    bytes, None for nothing, or an exception class of this module to end the connection. Counts start with 0 for the COTP CR/CC, 1 for the association."""

    def __init__(self, port, to_client=None, to_server=None):
        self.upstream = port
        keep = lambda count, data: data
        self.to_client, self.to_server = to_client or keep, to_server or keep
        self.log, self.clients = [], []
        super().__init__(self._relay)

    def cut(self):
        """Ends all connections as a broken link does; those that have ended already are no matter."""
        # taken first: who connects again meanwhile is to be cut the next time
        sockets, self.sockets = self.sockets, []
        for sock in sockets:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _relay(self, sock, stop):
        server = socket.create_connection(("127.0.0.1", self.upstream))
        self.sockets.append(server)
        self.clients.append(sock)
        back = threading.Thread(target=self._pump, args=(server, sock, self.to_client, "<"), daemon=True)
        back.start()
        self._pump(sock, server, self.to_server, ">")
        back.join()
        server.close()

    def _pump(self, source, sink, change, direction):
        count = 0
        try:
            while (data := read_tpkt(source)) is not None:
                self.log.append((direction, data))
                data = change(count, data)
                count += 1
                if data is CloseIt or data is ResetIt:
                    (reset if data is ResetIt else lambda s: s.shutdown(socket.SHUT_RDWR))(sink if direction == "<" else source)
                    return
                if data:
                    sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class CloseIt:
    """Proxy: close the client's connection."""


class ResetIt:
    """Proxy: reset the client's connection."""


def aare_result(code):
    """Changes the result of the association: 1 rejected permanent, 2 rejected transient."""

    def change(count, data):
        return data.replace(bytes.fromhex("a203020100"), bytes([0xA2, 3, 2, 1, code]), 1) if count == 1 else data

    return change


def silent_from(first):
    """Passes nothing on from this TPKT on (2 is the first after the association)."""
    return lambda count, data: None if count >= first else data


def end_at(first, how):
    """Ends the client's connection instead of passing this TPKT on."""
    return lambda count, data: how if count == first else data
