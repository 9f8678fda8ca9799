"""TLS (IEC 62351-3): both libraries as client and as server, with certificates made for this run."""

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import paths  # noqa: E402
import peers  # noqa: E402
import scripted  # noqa: E402
from workers import Worker  # noqa: E402

PROGRAM = HERE / "tls_worker.py"
LIBRARIES = {"genuine": paths.genuine_lib, "ours": paths.our_lib}
PAIRS = [("ours", "ours"), ("ours", "genuine"), ("genuine", "ours")]
TLS_1_1, TLS_1_2, TLS_1_3 = 5, 6, 7
OK, REJECTED = 0, 5
LAYER_TCP, LAYER_TLS = 1, 2
UNSECURE, UNAVAILABLE, BAD, REFUSED, FAILED, EXPIRED, REVOKED, UNKNOWN, UNTRUSTED, NO_CIPHER, ESTABLISHED = 2, 3, 4, 6, 8, 11, 12, 13, 14, 15, 16
WARN_EXPIRED, WARN_EARLY, WARN_CRL_EXPIRED, WARN_CRL_EARLY = 17, 18, 19, 20
AES_128, AES_256, CBC = 0xC02B, 0xC02C, 0xC023

SERVER, CLIENT = {"own": "server"}, {"own": "client"}


class Pair:
    """A server and a client, each in its own process."""

    def __init__(self, certificates, server, client):
        self.server, self.client = (Worker(LIBRARIES[library](), certificates, program=PROGRAM) for library in (server, client))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop()
        self.server.stop()

    def serve(self, rules, options=None):
        return self.server.ask(["server", SERVER | rules, options])

    def connect(self, rules, port, options=None):
        return self.client.ask(["client", CLIENT | rules, port, options])

    @staticmethod
    def codes(worker, wanted=1):
        return [event["code"] for event in worker.ask(["events", wanted])]


# name: rules of the server, rules of the client, the versions that client or server speaks
GOOD = {
    "ECDSA": ({}, {}),
    "RSA": ({"own": "server-rsa", "key": "rsa.pem"}, {"own": "client-rsa", "key": "rsa.pem"}),
    "chain sent": ({}, {"own": "device", "certificate": "device.chain.pem"}),
    "chain configured": ({"cas": ["ca", "intermediate"]}, {"own": "device"}),
    "intermediate authority alone": ({"cas": ["intermediate"]}, {"own": "device"}),
    "encrypted key": ({"own": "server-rsa", "key": "rsa.encrypted.pem", "password": "secret"}, {}),
    "known": ({"known": True, "allowed": ["client-rsa", "client"]}, {"known": True, "allowed": ["server"]}),
    "known without authority": ({"known": True, "allowed": ["foreign"], "chain": False, "cas": []}, {"own": "foreign"}),
    "known and signed by itself": ({"known": True, "allowed": ["selfsigned-ca"], "chain": False}, {"own": "selfsigned-ca"}),
    "trusted by itself": ({"cas": ["selfsigned"]}, {"own": "selfsigned"}),
    "authority trusted by itself": ({"cas": ["selfsigned-ca"]}, {"own": "selfsigned-ca"}),
    "list of another authority": ({"crls": ["crl-foreign"]}, {}),
    "lists that do not name it": ({"crls": ["crl-empty", "crl"]}, {"crls": ["crl"]}),
    "large certificate": ({"own": "large"}, {"own": "large"}),
    "extended key usage": ({"own": "server-only"}, {"own": "client-only"}),
    "versions below 1.2 allowed": ({}, {"min": 4}),
    "a suite": ({"clear": True, "suites": [AES_256, 0x1302]}, {}),
}


def key_of(rules):
    return rules | ({"key": "ec.pem"} if rules.get("own", "server") == "server" else {})


@pytest.mark.parametrize("version", [TLS_1_2, TLS_1_3])
@pytest.mark.parametrize("server, client", PAIRS)
@pytest.mark.parametrize("name", GOOD)
def test_accepted(certificates, name, server, client, version):
    of_server, of_client = GOOD[name]
    if name == "versions below 1.2 allowed" and client == "genuine":
        of_client = {}  # it cannot make a handshake then
    only = {"max": version, "min": TLS_1_3} if version == TLS_1_3 else {"max": version}
    with Pair(certificates, server, client) as pair:
        port = pair.serve(key_of(of_server) | (only if version == TLS_1_3 else {}))
        result = pair.connect(of_client | ({} if "min" in of_client and version == TLS_1_3 else only), port)
        assert (result["connect"], result["value"]) == (OK, 0.0), result
        for side, worker in (("server", pair.server), ("client", pair.client)):
            events = worker.ask(["events", 1])
            assert [event["code"] for event in events][:1] == [ESTABLISHED]
            assert events[0]["version"] == version and events[0]["peer"] == "127.0.0.1" and events[0]["allocated"] and events[0]["level"] == 0
            if (server if side == "server" else client) == "ours":
                own = (of_client.get("own", "client") if side == "server" else of_server.get("own", "server")) + ".der"
                assert events[0]["certificate"] == (certificates / own).read_bytes().hex()
                assert events[0]["connecting"] == (side == "client")


# name: rules of the server, rules of the client, who refuses, with which codes
BAD_CASES = {
    "server of another authority": ({"own": "foreign"}, {}, "client", [UNTRUSTED, REFUSED]),
    "client of another authority": ({}, {"own": "foreign"}, "server", [UNTRUSTED, REFUSED]),
    "no authority": ({}, {"cas": []}, "client", [UNTRUSTED, REFUSED]),
    "server expired": ({"own": "expired"}, {}, "client", [EXPIRED, REFUSED]),
    "client expired": ({}, {"own": "expired"}, "server", [EXPIRED, REFUSED]),
    "server early": ({"own": "early"}, {}, "client", [EXPIRED, REFUSED]),
    "client early": ({}, {"own": "early"}, "server", [EXPIRED, REFUSED]),
    "authority expired": ({"cas": ["expired-ca"]}, {"own": "under-expired"}, "server", [EXPIRED, REFUSED]),
    "server revoked": ({"own": "revoked"}, {"crls": ["crl"]}, "client", [REVOKED, REFUSED]),
    "client revoked": ({"crls": ["crl"]}, {"own": "revoked"}, "server", [REVOKED, REFUSED]),
    "client revoked by one of two lists": ({"crls": ["crl-empty", "crl"]}, {"own": "revoked"}, "server", [REVOKED, REFUSED]),
    "client revoked by an old list": ({"crls": ["crl-expired"]}, {"own": "revoked"}, "server", [REVOKED, REFUSED]),
    "list expired": ({"crls": ["crl-expired"]}, {}, "server", [REFUSED]),
    "list early": ({"crls": ["crl-early"]}, {}, "server", [REFUSED]),
    "client not known": ({"known": True, "allowed": ["client-rsa"]}, {}, "server", [UNKNOWN, FAILED]),
    "server not known": ({}, {"known": True, "allowed": ["client"]}, "client", [UNKNOWN, FAILED]),
    "known, but of another authority": ({"known": True, "allowed": ["foreign"]}, {"own": "foreign"}, "server", [UNTRUSTED, REFUSED]),
    "no chain validation, but not only known ones": ({"chain": False}, {"own": "foreign"}, "server", [UNTRUSTED, REFUSED]),
    "issuer missing": ({}, {"own": "device"}, "server", [UNTRUSTED, REFUSED]),
    "issued by a device": ({"cas": ["selfsigned"]}, {"own": "by-selfsigned"}, "server", [UNTRUSTED, REFUSED]),
    "no certificate": ({}, {"own": None}, "server", [UNAVAILABLE]),
    "no certificate where chains are not validated": ({"known": True, "allowed": [], "chain": False}, {"own": None}, "server", [UNAVAILABLE]),
    "server with a client's certificate": ({"own": "client-only"}, {}, "client", [REFUSED]),
    "client with a server's certificate": ({}, {"own": "server-only"}, "server", [REFUSED]),
    "client too old": ({"min": TLS_1_3}, {"max": TLS_1_2}, "server", [FAILED]),
    "server too old": ({"max": TLS_1_2}, {"min": TLS_1_3}, None, [FAILED]),
    "no suite in common": ({"clear": True, "suites": [AES_256], "max": TLS_1_2}, {"clear": True, "suites": [AES_128], "max": TLS_1_2}, "server", [NO_CIPHER]),
}


@pytest.mark.parametrize("server, client", PAIRS)
@pytest.mark.parametrize("name", BAD_CASES)
def test_refused(certificates, name, server, client):
    of_server, of_client, who, codes = BAD_CASES[name]
    with Pair(certificates, server, client) as pair:
        port = pair.serve(key_of(of_server))
        result = pair.connect(of_client, port)
        assert result["connect"] == REJECTED and result["seconds"] < 2, result
        told = {"server": pair.codes(pair.server, len(codes)), "client": pair.codes(pair.client, len(codes) if who == "client" else 1)}
        for side, library in (("server", server), ("client", client)):
            if library == "ours" and who == side and not (name.startswith("server with") and server == "genuine"):  # which uses no such certificate
                assert told[side] == codes
            elif library == "ours":
                # what the peer refuses, by an alert or by closing
                assert [code for code in told[side] if code != ESTABLISHED] in ([], [FAILED])
        if client == "ours":
            layer, _, text = result["failure"]
            assert layer == LAYER_TLS, result["failure"]
            assert text
        # the server lives on
        good = pair.connect({"own": "client", "min": 0, "max": 0}, port) if not of_server and server == "ours" else None
        assert good is None or good["connect"] == OK


WARNINGS = {
    "expired": ({"time": False}, {"own": "expired"}, WARN_EXPIRED), "early": ({"time": False}, {"own": "early"}, WARN_EARLY),
    "list expired": ({"time": False, "crls": ["crl-expired"]}, {}, WARN_CRL_EXPIRED), "list early": ({"time": False, "crls": ["crl-early"]}, {}, WARN_CRL_EARLY),
}


@pytest.mark.parametrize("server", LIBRARIES)
@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_out_of_its_time_is_accepted_with_a_warning(certificates, name, server):
    of_server, of_client, code = WARNINGS[name]
    with Pair(certificates, server, "ours") as pair:
        assert pair.connect(of_client, pair.serve(key_of(of_server)))["connect"] == OK
        events = pair.server.ask(["events", 2])
        assert [event["code"] for event in events] == [code, ESTABLISHED] and events[0]["level"] == 1


def test_known_certificates_without_authority_are_warned_of_when_expired(certificates):
    """The genuine server says nothing."""
    with Pair(certificates, "ours", "ours") as pair:
        assert pair.connect({"own": "expired"}, pair.serve(key_of({"known": True, "allowed": ["expired"], "chain": False})))["connect"] == OK
        assert pair.codes(pair.server, 2) == [WARN_EXPIRED, ESTABLISHED]


def test_an_authority_out_of_its_time_counts_where_time_is_not_validated(certificates):
    """A device without a clock could not connect otherwise; the genuine server refuses."""
    with Pair(certificates, "ours", "ours") as pair:
        assert pair.connect({"own": "under-expired"}, pair.serve(key_of({"cas": ["expired-ca"], "time": False})))["connect"] == OK


UNUSABLE = {"nothing supported": {"clear": True, "suites": [CBC]}, "no suite": {"clear": True}, "1.1 at most": {"max": TLS_1_1}, "no version": {"min": TLS_1_3, "max": TLS_1_2},
            "another key": {"key": "rsa.pem"}}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_configuration_that_cannot_work_says_so(certificates, name):
    with Pair(certificates, "ours", "ours") as pair:
        result = pair.connect(UNUSABLE[name], pair.serve(key_of({})))
        assert result["connect"] == REJECTED and result["failure"][0] == LAYER_TLS and result["failure"][2]
        assert pair.client.ask(["server", key_of(SERVER) | UNUSABLE[name], None]) is None


FILES = ["client.pem", "client.der", "device.chain.pem", "broken.pem", "broken.der", "missing.pem", "crl.pem", "crl.der", "ec.pem"]
LOADS = [(name, {"file": file}) for name in ("setOwnCertificateFromFile", "addCACertificateFromFile", "addAllowedCertificateFromFile", "addCRLFromFile") for file in FILES]
LOADS += [(name, {"octets": file, "more": 1}) for name in ("setOwnCertificate", "addCACertificate", "addAllowedCertificate", "addCRL") for file in FILES if file != "missing.pem" and (name, file) != ("addCRL", "crl.der")]
LOADS += [(name, {"octets": "client.der"}) for name in ("setOwnCertificate", "addCACertificate", "addAllowedCertificate")]
LOADS += [("setOwnKeyFromFile", {"file": file}, password) for file, password in (
    ("ec.pem", None), ("ec.sec1.pem", None), ("ec.der", None), ("rsa.pem", None), ("rsa.pkcs1.pem", None), ("rsa.pkcs1.der", None), ("rsa.encrypted.pem", "secret"),
    ("rsa.encrypted.pem", "wrong"), ("rsa.encrypted.pem", None), ("rsa.encrypted.der", "secret"), ("rsa.encrypted.der", "wrong"), ("rsa.traditional-des3.pem", "secret"),
    ("rsa.traditional-des3.pem", "wrong"), ("rsa.traditional-des3.pem", None), ("rsa.traditional-aes128.pem", "secret"), ("ec.traditional-aes256.pem", "secret"),
    ("client.pem", None), ("broken.pem", None), ("missing.pem", None), ("ec.pem", "not needed"))]
LOADS += [("setOwnKey", {"octets": file, "more": more}, password) for file, password, more in (
    ("ec.pem", None, 1), ("ec.der", None, 0), ("rsa.encrypted.pem", "secret", 1), ("rsa.encrypted.pem", "wrong", 1), ("client.pem", None, 1))]
LOADS += [("setOwnCertificate", None, 5), ("addCRL", None, 0), ("setOwnKey", None, 0, None), ("setOwnKeyFromFile", None, None), ("setOwnCertificateFromFile", None)]


def test_keys_certificates_and_lists_are_taken_as_by_the_genuine_library(certificates):
    workers = [Worker(LIBRARIES[library](), certificates, program=PROGRAM) for library in ("genuine", "ours")]
    with workers[0] as genuine, workers[1] as ours:
        different = [(call, a, b) for call in LOADS if (a := genuine.ask(["setter", *call])) != (b := ours.ask(["setter", *call]))]
        assert not different
        assert genuine.ask(["names"]) == ours.ask(["names"])


BETTER = [(("setOwnCertificate", {"octets": "client.pem"}), False, True), (("setOwnKey", {"octets": "ec.pem"}, None), False, True),
          (("addCRL", {"octets": "crl.der", "more": 1}), False, True), (("setOwnKeyFromFile", {"file": "rsa1024.pem"}, None), True, False)]


@pytest.mark.parametrize("call, genuine, ours", BETTER, ids=["PEM without its NUL", "key without its NUL", "list with a NUL", "RSA of 1024 bits"])
def test_where_ours_takes_something_else(certificates, call, genuine, ours):
    for library, expected in (("genuine", genuine), ("ours", ours)):
        with Worker(LIBRARIES[library](), certificates, program=PROGRAM) as worker:
            assert worker.ask(["setter", *call]) == expected


@pytest.mark.parametrize("server, client", PAIRS)
def test_a_large_file_arrives_whole(certificates, tmp_path, server, client):
    size = 50 * 1024 * 1024
    content = hashlib.sha256(b"seed").digest() * (size // 32)
    (tmp_path / "large.bin").write_bytes(content)
    with Pair(certificates, server, client) as pair:
        port = pair.serve(key_of({}), {"files": f"{tmp_path}/"})
        result = pair.client.ask(["client", CLIENT, port, {"file": "large.bin"}], timeout=180)
        assert result["value"] == [OK, size, hashlib.sha256(content).hexdigest()]


@pytest.mark.parametrize("server", LIBRARIES)
@pytest.mark.parametrize("options", [{"async": True}, {"async": True, "threads": False}, {"threads": False}], ids=["asynchronous", "ticks", "without threads"])
def test_ways_to_connect(certificates, server, options):
    """The genuine client hangs without threads."""
    with Pair(certificates, server, "ours") as pair:
        port = pair.serve(key_of({}))
        assert pair.connect({}, port, options)["value"] == 0.0
        assert pair.codes(pair.server) == [ESTABLISHED] and pair.codes(pair.client) == [ESTABLISHED]
        refused = pair.connect({"own": "foreign"}, port, options)
        assert refused["connect"] == REJECTED


@pytest.mark.parametrize("client", LIBRARIES)
def test_a_server_without_threads(certificates, client):
    with Pair(certificates, "ours", client) as pair:
        port = pair.serve(key_of({}), {"threads": False})
        assert pair.connect({}, port)["value"] == 0.0
        assert pair.connect({"own": "foreign"}, port)["connect"] == REJECTED
        assert pair.codes(pair.server, 3) == [ESTABLISHED, UNTRUSTED, REFUSED]


@pytest.mark.parametrize("server", LIBRARIES)
def test_a_session_is_resumed(certificates, server):
    with Pair(certificates, server, "ours") as pair:
        port = pair.serve(key_of({"max": TLS_1_2}))
        for again, word in ((False, "established"), (True, "resumed")):
            assert pair.connect({}, port, {"again": again})["value"] == 0.0
            [event] = pair.client.ask(["events", 1])
            assert word in event["message"], (again, event)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_authenticator_gets_the_certificate(certificates, library):
    with Pair(certificates, library, "ours") as pair:
        port = pair.serve(key_of({}), {"authenticator": True})
        assert pair.connect({}, port)["value"] == 0.0
        assert pair.server.ask(["authenticated"])[-1] == [3, (certificates / "client.der").read_bytes().hex()]


def test_the_server_of_another_stack(certificates):
    """PyPI iec61850: mutual authentication."""
    program = HERE.parent / "peers" / "pypi_server.py"
    server = peers.Peer("PyPI iec61850", [paths.pypi_python(), program, paths.model("sim.cid"), certificates])
    with server, Worker(paths.our_lib(), certificates, program=PROGRAM) as client:
        for version in (TLS_1_2, TLS_1_3):
            result = client.ask(["client", CLIENT | {"max": version}, server.port, {"connect only": True}])
            assert result["connect"] == OK, result
            [event] = client.ask(["events", 1])
            assert event["code"] == ESTABLISHED and event["version"] == version
        assert client.ask(["client", CLIENT | {"cas": ["foreign-ca"]}, server.port, None])["connect"] == REJECTED
        assert [event["code"] for event in client.ask(["events", 2])] == [UNTRUSTED, REFUSED]


@pytest.mark.parametrize("version", ["tls1.2", "tls1.3"])
def test_the_client_of_another_stack(certificates, version):
    program = HERE.parent / "peers" / "pypi_tls_client.py"
    with Worker(paths.our_lib(), certificates, program=PROGRAM) as server:
        port = server.ask(["server", key_of(SERVER | {"own": "server-rsa", "key": "rsa.pem"}), None])
        for name, expected, code in (("client", "OK simpleIOGenericIO", ESTABLISHED), ("foreign", "REFUSED", UNTRUSTED)):
            done = subprocess.run([paths.pypi_python(), program, str(port), certificates, name, version], capture_output=True, text=True, timeout=60)
            assert done.stdout.startswith(expected), (done.stdout, done.stderr[-500:])
            assert server.ask(["events", 1])[0]["code"] == code


def hello(port, octets, wait=2.0):
    """Sends octets, and returns what comes until the peer closes or `wait` is over."""
    with socket.create_connection(("127.0.0.1", port), 5) as sock:
        sock.settimeout(wait)
        sock.sendall(octets)
        got = b""
        try:
            while data := sock.recv(4096):
                got += data
            return got, True
        except TimeoutError:
            return got, False
        except ConnectionResetError:
            return got, True


def test_clients_in_the_clear_garbage_and_silence_hold_nobody_up(certificates):
    cr = bytes.fromhex("0300001611e00000000100c1020001c2020001c0010d")
    with Pair(certificates, "ours", "ours") as pair:
        port = pair.serve(key_of({}))
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
        for octets in (cr, b"GET / HTTP/1.0\r\n\r\n", bytes(5), os.urandom(300), b"\x16\x03\x01\xff\xff" + bytes(100), b"\x15\x03\x03\x00\x02\x02\x28"):
            answer, closed = hello(port, octets, 5)
            assert closed and answer[:1] in (b"", b"\x15"), (octets[:8], answer)
        codes = pair.codes(pair.server, 6)
        assert codes[0] == UNSECURE and len(codes) == 6 and ESTABLISHED not in codes
        start = time.monotonic()
        assert pair.connect({}, port)["value"] == 0.0
        assert time.monotonic() - start < 2
        for sock in silent:
            sock.close()


def test_a_server_in_the_clear_or_silent_is_told_as_tls(certificates):
    with Worker(paths.our_lib(), certificates, program=PROGRAM) as client:
        with peers.genuine_server("simpleIO.cfg") as server:
            result = client.ask(["client", CLIENT, server.port, {"timeout": 500}])
            assert result["connect"] != OK and result["seconds"] < 1.5
            assert result["failure"][0] in (LAYER_TCP, LAYER_TLS)
        with scripted.Listener(scripted.silent) as listener:
            result = client.ask(["client", CLIENT, listener.port, {"timeout": 400}])
            assert result["connect"] == 20 and 0.35 < result["seconds"] < 1.0, result
            assert result["failure"][0] == LAYER_TLS
        answer = lambda octets: lambda sock, stop: (sock.recv(4096), sock.sendall(octets), stop.wait(3))
        for octets in (bytes(50), b"\x15\x03\x03\x00\x02\x02\x28", b"\x16\x03\x03\x00\x04\x0e\x00\x00\x00", os.urandom(500)):
            with scripted.Listener(answer(octets)) as listener:
                result = client.ask(["client", CLIENT, listener.port, {"timeout": 1500}])
                assert result["connect"] in (REJECTED, 20) and result["failure"][0] == LAYER_TLS, (octets[:6], result)


def test_a_connection_cut_at_every_octet_of_the_handshake_ends(certificates):
    """A relay that closes after so many octets, in either direction."""
    with Pair(certificates, "ours", "ours") as pair:
        port = pair.serve(key_of({}))
        for limit in [*range(0, 200, 37), *range(200, 3200, 300)]:
            for direction in ("up", "down"):
                with Cut(port, direction, limit) as relay:
                    result = pair.connect({}, relay.port, {"timeout": 3000, "once": True})
                    assert result["seconds"] < 2, (limit, direction, result)
        assert pair.connect({}, port)["value"] == 0.0


class Cut(scripted.Listener):
    """Relays to a server, one octet at a time for the first hundred, and closes both connections after `limit` octets in one direction."""

    def __init__(self, port, direction, limit):
        self.upstream, self.direction, self.limit = port, direction, limit
        super().__init__(self.relay)

    def relay(self, sock, stop):
        server = socket.create_connection(("127.0.0.1", self.upstream))
        down = threading.Thread(target=self.pump, args=(server, sock, self.direction == "down"), daemon=True)
        down.start()
        self.pump(sock, server, self.direction == "up")
        down.join()
        server.close()

    def pump(self, source, sink, cut):
        left = self.limit if cut else 1 << 30
        try:
            while data := source.recv(4096):
                part = data[:left]
                for at in range(0, min(len(part), 100)):
                    sink.sendall(part[at:at + 1])
                sink.sendall(part[100:])
                left -= len(part)
                if left <= 0:
                    break
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def test_fifty_connections_at_once(certificates):
    with Pair(certificates, "ours", "ours") as pair:
        port = pair.serve(key_of({}))
        outcome = pair.client.ask(["crowd", CLIENT, port, 50, 20], timeout=60)
        assert outcome == {"connected": 50, "reads": 1000}
