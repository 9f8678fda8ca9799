"""Servers to test against, each in its own process: `with genuine_server("simpleIO.cfg") as peer: peer.port`."""

import select
import socket
import subprocess
import sys
import time
from pathlib import Path

import paths

HERE = Path(__file__).resolve().parent


class Peer:
    """A running server process; a context manager that ends it."""

    def __init__(self, name, command, port=None, timeout=20.0):
        self.name = name
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            self.port = port or self._announced_port(timeout)
            if port:
                self._wait_listening(timeout)
        except Exception:
            self.kill()
            raise

    def _fail(self, why):
        self.process.kill()
        raise RuntimeError(f"{self.name}: {why}: {self.process.stderr.read().decode(errors='replace')[-500:]}")

    def _announced_port(self, timeout):
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            self._fail("no port announced")
        words = self.process.stdout.readline().split()
        if words[:1] != [b"PORT"]:
            self._fail("did not start")
        return int(words[1])

    def _wait_listening(self, timeout):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self._fail("ended")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self._fail("does not listen")

    def kill(self):
        """Ends the process at once, as a crash would."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def genuine_server(model="simpleIO.cfg", *, port=0, values=None, files=None, password=None, edition=None):
    """The genuine 1.6.1 server with a model of ctests/models (or a path). It takes 5 connections, whatever its configuration says."""
    path = Path(model) if "/" in str(model) else paths.model(model)
    values = values or ("matrix" if path.name == "matrix.cfg" else "model")
    command = [sys.executable, HERE / "genuine_server.py", "--lib", paths.genuine_lib(), "--model", path, "--port", port, "--values", values]
    for option, value in (("--files", files), ("--password", password), ("--edition", edition)):
        command += [option, value] if value else []
    return Peer("genuine server", command)


def ied_sim(model="sim.cid", *, edition=None, files=None):
    """`ied sim` of iec61850-rs with an SCL file of ctests/models."""
    port = free_port()
    command = [paths.ied_program(), "sim", paths.model(model), "--port", port]
    for option, value in (("--edition", edition), ("--files", files)):
        command += [option, value] if value else []
    return Peer("ied sim", command, port)


def pypi_server(model="sim.cid"):
    """The server of the PyPI package iec61850, out of an SCL file of ctests/models."""
    return Peer("PyPI iec61850", [paths.pypi_python(), HERE / "pypi_server.py", paths.model(model)])


if __name__ == "__main__":
    with {"genuine": genuine_server, "sim": ied_sim, "pypi": pypi_server}[sys.argv[1]](*sys.argv[2:]) as running:
        print(running.name, "on port", running.port, flush=True)
        try:
            running.process.wait()
        except KeyboardInterrupt:
            pass
