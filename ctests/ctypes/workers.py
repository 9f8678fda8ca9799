"""Drives worker.py processes and compares two libraries call by call."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import paths  # noqa: E402


class Worker:
    """A library in a child process; `setup` requests run after each (re)start."""

    def __init__(self, lib, port, setup=(), host="127.0.0.1", program=HERE / "worker.py"):
        self.command = [sys.executable, str(program), str(lib), str(port), host]
        self.setup = list(setup)
        # only the genuine client needs a second try
        self.environment = os.environ | ({"IEC61850_RETRY_CONNECT": "1"} if Path(lib).resolve() == paths.genuine_lib().resolve() else {})
        self.process = None

    def start(self):
        # a file: nobody reads while the process lives
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=self.environment)
        self.buffer = b""
        for request in self.setup:
            self.send(request)
            self.answer(30)
            if self.process is None:
                return

    def send(self, request):
        """Sends a request without waiting for its answer."""
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def answer(self, timeout):
        """The next answer, or what became of the process."""
        while b"\n" not in self.buffer:
            if not select.select([self.process.stdout], [], [], timeout)[0]:
                self.stop()
                return "HANG"
            data = self.process.stdout.read1(1 << 16)
            if not data:
                code = self.process.wait()
                errors = self.said()[-300:]
                self.stop()
                return "CRASH " + (signal.Signals(-code).name if code < 0 else f"exit {code} {errors}")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def said(self):
        """What the process has written to stderr so far."""
        size = os.fstat(self.errors.fileno()).st_size
        return os.pread(self.errors.fileno(), size, 0).decode(errors="replace")

    def ask(self, request, timeout=30):
        """The answer to one request; `CRASH …` or `HANG` when the process did not survive it."""
        if self.process is None:
            self.start()
        if self.process is None:
            return "CRASH in setup"
        self.send(request)
        return self.answer(timeout)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout, self.errors):
                pipe.close()
            self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
