"""A library as TLS client or server, driven by JSON lines: `tls_worker.py LIBRARY CERTIFICATES`.

Requests: ["server", rules, threads], ["client", rules, port, how], ["events"], ["setters", calls], ["call", name, ...]; rules are a dict, see `configure`.
"""

import ctypes
import json
import os
import sys
import threading
import time
from ctypes import byref, c_char_p, c_int, c_void_p, create_string_buffer
from pathlib import Path

import direct

OUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # the genuine library prints what it thinks of certificates

EventHandler = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_int, c_char_p, c_void_p)
Authenticator = ctypes.CFUNCTYPE(ctypes.c_bool, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
MODEL = Path(__file__).resolve().parents[1] / "models" / "simpleIO.cfg"
REFERENCE = b"simpleIOGenericIO/GGIO1.AnIn1.mag.f"
MX = 1
WAIT = 20


class sAcseCertificate(ctypes.Structure):
    _fields_ = [("mechanism", c_int), ("buf", c_void_p), ("length", c_int)]


class TlsWorker:
    def __init__(self, library, certificates):
        self.lib, self.directory = direct.load(library), Path(certificates)
        self.events, self.keep, self.authenticated = [], [], []

    def path(self, name):
        return str(self.directory / name).encode() if name is not None else None

    def configure(self, rules):
        """A TLSConfiguration: own, key, password, cas, allowed, crls (file names), chain, time, known, min, max, suites, resumption, interval."""
        lib = self.lib
        tls = lib.TLSConfiguration_create()
        if rules.get("own"):
            key = rules.get("key", rules["own"] + ".key.pem")
            assert lib.TLSConfiguration_setOwnKeyFromFile(tls, self.path(key), rules.get("password") and rules["password"].encode())
            assert lib.TLSConfiguration_setOwnCertificateFromFile(tls, self.path(rules.get("certificate", rules["own"] + ".pem")))
        for name in rules.get("cas", ["ca"]):
            assert lib.TLSConfiguration_addCACertificateFromFile(tls, self.path(name + ".pem"))
        for name in rules.get("allowed", []):
            assert lib.TLSConfiguration_addAllowedCertificateFromFile(tls, self.path(name + ".pem"))
        for name in rules.get("crls", []):
            assert lib.TLSConfiguration_addCRLFromFile(tls, self.path(name + ".pem"))
        simple = {"chain": "setChainValidation", "time": "setTimeValidation", "known": "setAllowOnlyKnownCertificates", "min": "setMinTlsVersion",
                  "max": "setMaxTlsVersion", "resumption": "enableSessionResumption", "interval": "setSessionResumptionInterval",
                  "renegotiation": "setRenegotiationTime"}
        for name, function in simple.items():
            if name in rules:
                getattr(lib, "TLSConfiguration_" + function)(tls, rules[name])
        if rules.get("clear"):
            lib.TLSConfiguration_clearCipherSuiteList(tls)
        for suite in rules.get("suites", []):
            lib.TLSConfiguration_addCipherSuite(tls, suite)
        handler = EventHandler(self.event)
        self.keep.append(handler)
        lib.TLSConfiguration_setEventHandler(tls, ctypes.cast(handler, c_void_p), None)
        return tls

    def event(self, parameter, level, code, message, connection):
        lib, size = self.lib, c_int(-1)
        room = create_string_buffer(64)
        lib.TLSConnection_getPeerAddress(connection, room)
        allocated = lib.TLSConnection_getPeerAddress(connection, None)
        certificate = lib.TLSConnection_getPeerCertificate(connection, ctypes.addressof(size))
        self.events.append({
            "level": level, "code": code, "message": message.decode(), "peer": room.value.decode().rsplit(":", 1)[0],
            "allocated": bool(allocated), "version": lib.TLSConnection_getTLSVersion(connection),
            "certificate": ctypes.string_at(certificate, size.value).hex() if certificate and size.value > 0 else None,
            "connecting": threading.get_ident() == threading.main_thread().ident})

    def server(self, rules, options=None):
        lib, options = self.lib, options or {}
        model = lib.ConfigFileParser_createModelFromConfigFileEx(str(MODEL).encode())
        config = lib.IedServerConfig_create()
        lib.IedServerConfig_setMaxMmsConnections(config, 100)
        self.running = lib.IedServer_createWithConfig(model, self.configure(rules), config)
        if options.get("files"):
            lib.IedServer_setFilestoreBasepath(self.running, options["files"].encode())
        if options.get("capture"):
            assert self.capturing("IedServer_startCapture", self.running, options["capture"])
        if options.get("authenticator"):
            handler = Authenticator(self.authenticate)
            self.keep.append(handler)
            lib.IedServer_setAuthenticator(self.running, ctypes.cast(handler, c_void_p), None)
        port = options.get("port") or direct_port()
        if options.get("threads", True):
            lib.IedServer_start(self.running, port)
        else:
            lib.IedServer_startThreadless(self.running, port)
            threading.Thread(target=self.turn, daemon=True).start()
        return port if lib.IedServer_isRunning(self.running) else None

    def capturing(self, name, handle, *file):
        """A function of iec61850_ext.h around captures."""
        function = getattr(self.lib, name)
        function.restype, function.argtypes = ctypes.c_bool, [c_void_p] + [c_char_p] * len(file)
        return function(handle, *(path.encode() for path in file))

    def stop(self):
        """Ends the server and its capture."""
        self.lib.IedServer_stop(self.running)
        return self.capturing("IedServer_stopCapture", self.running)

    def turn(self):
        while True:
            if self.lib.IedServer_waitReady(self.running, 20) > 0:
                self.lib.IedServer_processIncomingData(self.running)
            self.lib.IedServer_performPeriodicTasks(self.running)

    def authenticate(self, parameter, authentication, token, application, _):
        found = None
        if authentication:
            value = sAcseCertificate.from_address(authentication)
            found = [value.mechanism, ctypes.string_at(value.buf, value.length).hex() if value.mechanism == 3 and value.buf else None]
        self.authenticated.append(found)
        return True

    def client(self, rules, port, options=None):
        """Connects, reads, closes: [error of connect, value or None]."""
        lib, options = self.lib, options or {}
        tls = self.tls = self.configure(rules) if not options.get("again") else self.tls
        threads = options.get("threads", True)
        error = c_int(-1)
        for _ in range(5):
            connection = lib.IedConnection_createWithTlsSupport(tls) if threads else lib.IedConnection_createEx(tls, False)
            if options.get("capture"):
                assert self.capturing("IedConnection_startCapture", connection, options["capture"])
            lib.IedConnection_setConnectTimeout(connection, options.get("timeout", 5000))
            start = time.monotonic()
            if options.get("async"):
                self.connect_async(connection, port, error, threads)
            else:
                lib.IedConnection_connect(connection, ctypes.addressof(error), b"127.0.0.1", port)
            seconds, value, outcome = time.monotonic() - start, None, error.value
            if outcome == 0:
                if options.get("connect only"):
                    error.value = 0
                elif options.get("file"):
                    value = self.fetch(connection, options["file"])
                else:
                    value = lib.IedConnection_readFloatValue(connection, ctypes.addressof(error), REFERENCE, MX) if error.value == 0 else None
                # the genuine client may report a connect on a connection that is dead
                if error.value != 0 and not options.get("once"):
                    lib.IedConnection_destroy(connection)
                    continue
                value = value if error.value == 0 else f"error {error.value}"
                lib.IedConnection_close(connection)
            if options.get("capture"):
                assert self.capturing("IedConnection_stopCapture", connection)
            failure = self.failure(connection) if outcome else None
            lib.IedConnection_destroy(connection)
            break
        return {"connect": outcome, "value": value, "seconds": round(seconds, 2), "failure": failure}

    def crowd(self, rules, port, count, rounds):
        """Many connections at once, each read so often, all in turn."""
        lib, tls, error = self.lib, self.configure(rules), c_int(-1)
        connections = [lib.IedConnection_createWithTlsSupport(tls) for _ in range(count)]
        for connection in connections:
            lib.IedConnection_connectAsync(connection, ctypes.addressof(error), b"127.0.0.1", port)
        end = time.monotonic() + WAIT
        while any(lib.IedConnection_getState(connection) == 1 for connection in connections) and time.monotonic() < end:
            time.sleep(0.01)
        reads = 0
        for _ in range(rounds):
            for connection in connections:
                lib.IedConnection_readFloatValue(connection, ctypes.addressof(error), REFERENCE, MX)
                reads += error.value == 0
        connected = sum(lib.IedConnection_getState(connection) == 2 for connection in connections)
        for connection in connections:
            lib.IedConnection_destroy(connection)
        return {"connected": connected, "reads": reads}

    def connect_async(self, connection, port, error, threads):
        lib = self.lib
        lib.IedConnection_connectAsync(connection, ctypes.addressof(error), b"127.0.0.1", port)
        end = time.monotonic() + WAIT
        while (state := lib.IedConnection_getState(connection)) not in (2,) and time.monotonic() < end:
            if not threads:
                lib.IedConnection_tick(connection)
            if state == 0:
                break
            time.sleep(0.005)
        error.value = 0 if state == 2 else 5

    def failure(self, connection):
        if not hasattr(self.lib, "IedConnection_getLastFailure"):
            return None
        room = create_string_buffer(208)
        self.lib.IedConnection_getLastFailure.argtypes = [c_void_p, c_void_p]
        if not self.lib.IedConnection_getLastFailure(connection, room):
            return None
        layer, code = (int.from_bytes(room.raw[at:at + 4], "little", signed=True) for at in (0, 4))
        return [layer, code, room.raw[8:].split(b"\0")[0].decode()]

    def fetch(self, connection, name):
        """A file's size and digest."""
        import hashlib
        digest, count = hashlib.sha256(), [0]

        def part(parameter, data, size):
            digest.update(ctypes.string_at(data, size))
            count[0] += size
            return True

        handler = ctypes.CFUNCTYPE(ctypes.c_bool, c_void_p, c_void_p, ctypes.c_uint)(part)
        error = c_int(-1)
        self.lib.IedConnection_getFile(connection, ctypes.addressof(error), name.encode(), ctypes.cast(handler, c_void_p), None)
        return [error.value, count[0], digest.hexdigest()]

    def take_events(self, wanted=0, seconds=3):
        """The events so far, at least so many if they come in time."""
        end = time.monotonic() + seconds
        while len(self.events) < wanted and time.monotonic() < end:
            time.sleep(0.01)
        events, self.events = self.events, []
        return events

    def setter(self, name, *arguments):
        """Calls TLSConfiguration_NAME on a fresh configuration; {"file": f} is a path, {"octets": f, "more": n} the content of a file and its length + n."""
        tls, values = self.lib.TLSConfiguration_create(), []
        for argument in arguments:
            if isinstance(argument, dict) and "file" in argument:
                argument = self.path(argument["file"])
            elif isinstance(argument, dict):
                content = (self.directory / argument["octets"]).read_bytes()
                self.keep.append(create_string_buffer(content))
                values.append(ctypes.cast(self.keep[-1], c_void_p))
                argument = len(content) + argument.get("more", 0)
            elif isinstance(argument, str):
                argument = argument.encode()
            values.append(argument)
        result = getattr(self.lib, "TLSConfiguration_" + name)(tls, *values)
        self.lib.TLSConfiguration_destroy(tls)
        return result

    def names(self):
        function = self.lib.TLSConfigVersion_toString
        function.argtypes, function.restype = [c_int], c_char_p
        return [function(version).decode() for version in range(-1, 10)]


def direct_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    worker = TlsWorker(*sys.argv[1:3])
    methods = {"server": worker.server, "client": worker.client, "events": worker.take_events, "crowd": worker.crowd, "setter": worker.setter, "names": worker.names, "stop": worker.stop,
               "authenticated": lambda: worker.authenticated}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(methods[name](*arguments)), file=OUT, flush=True)


if __name__ == "__main__":
    main()
