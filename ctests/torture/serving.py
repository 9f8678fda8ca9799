"""The server's half: a server (server.c) of which a system call fails, and sessions (session.c) with it during that and afterwards."""

import os
import queue
import subprocess
import threading
import time
from types import SimpleNamespace

import paths
import peers
import run

#: seconds that a server takes to start, to end or to obey
PATIENCE = 10


class ServerRun:
    """One server, what came of it, and of the session after the failure. Of the one during it: it ends, and tells no untruth."""

    def __init__(self, program, client, folder, kind, mode="error", only=None, at=0):
        self.mode, self.only, self.at, self.kind = mode, only, at, kind
        self.steps, self.why, self.hit, self.hit_step, self.points, self.facts = {}, None, None, None, {}, {}
        environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": str(run.OUT / "inject.so"), "INJECT_MODE": mode, "RUST_BACKTRACE": "1"}
        environment |= {"INJECT_ONLY": only} if only else {}
        began = time.monotonic()
        for _ in range(8):
            self.world = run.World(folder, port=peers.free_port())
            self.capture = self.world.own / "server.pcapng"
            self.serve(program, client, environment)
            if self.code != 99:  # see run.Run
                break
        self.seconds = time.monotonic() - began
        self.text = "\n".join(self.lines)
        for line in self.lines:
            kind, *words = line.split()
            if kind == "hit":
                self.hit, self.hit_step = words[0], "server"
            elif kind == "points":
                self.points[words[0]] = int(words[1])
            elif words:
                self.facts[kind] = int(words[0])
        self.packets = run.whole_capture(self.capture.read_bytes())[0] if self.capture.is_file() else 0
        self.world.close()

    def serve(self, program, client, environment):
        command = [program, self.world.peer.port, self.at, paths.model("matrix.cfg"), self.world.store, self.capture, self.kind]
        self.lines, self.during, self.after, told = [], None, None, queue.Queue()
        with open(self.world.own / "stderr", "w+", errors="replace") as errors:
            process = subprocess.Popen([str(part) for part in command], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
            threading.Thread(target=lambda: [told.put(line.strip()) for line in process.stdout] and None or told.put(None), daemon=True).start()

            def until(*wanted):
                deadline = time.monotonic() + PATIENCE
                while True:
                    line = told.get(timeout=max(deadline - time.monotonic(), 0.01))
                    if line is None:
                        told.put(None)
                        return False
                    self.lines.append(line)
                    if line in wanted:
                        return True

            try:
                if until("ready"):
                    self.during = run.Run(client, self.world)
                    process.stdin.write("disarm\n")
                    process.stdin.flush()
                    until("disarmed")
                    self.after = run.Run(client, self.world)
                    process.stdin.write("stop\n")
                    process.stdin.flush()
                until(None)
                self.code = process.wait(PATIENCE)
            except (queue.Empty, subprocess.TimeoutExpired, BrokenPipeError):
                done = subprocess.run(["gdb", "-p", str(process.pid), "-batch", "-ex", "thread apply all bt 25"], capture_output=True, text=True, errors="replace")
                self.lines.append("late")
                self.code, self.stacks = "late", done.stdout[-6000:]
                process.kill()
                process.wait()
            errors.seek(0)
            self.stderr = errors.read()

    def failed(self):
        """What was told: a refused start, or steps of the session during the failure."""
        return [line for line in self.lines if line in ("refused", "captures-not", "captured-not")] + (self.during.failed() if self.during else [])

    def wrong(self):
        if self.code != 0 or not self.after:
            return [f"ends with {self.code} after {self.seconds:.1f} s: {self.lines[-3:]}\n{self.stderr[-3000:]}{getattr(self, 'stacks', '')}"]
        return list(self.wrongs())

    def wrongs(self):
        if "sockets" not in self.during.facts:
            yield f"the session during the failure ends with {self.during.code}:\n{self.during.text}"
        else:
            for name, (error, good, ms) in self.during.steps.items():
                if error == run.OK and not good:
                    yield f"{name}: no error, and not what must come"
                if ms > run.STEP_LONGEST:
                    yield f"{name} takes {ms} ms"
            if self.during.steps.get("file-sent", (1,))[0] == run.OK and not self.during.arrived:
                yield "file-sent: no error, and another file arrived, or none"
        for trouble in self.after.wrong() + [f"{name}: error {self.after.steps[name][0]}" for name in self.after.failed()]:
            yield f"after the failure: {trouble}"
        if "refused" in self.lines[1:] and not self.hit:
            yield "does not start although nothing failed"
        if "captured" in self.lines and "captures" in self.lines and not self.hit and self.packets < self.during.exchanged():
            yield "the capture is not whole"
        if "captured" in self.lines and self.packets < 0:
            yield "the capture is broken, and nobody was told"
        # without threads the runtime is there only to ask once more for the thread of the capture, if the system gives it
        descriptors = {run.DESCRIPTORS} if self.kind == "threads" else {0, run.DESCRIPTORS if self.hit == "pthread_create" else 0}
        for fact, right in (("sockets", {0}), ("descriptors", descriptors)):
            if self.facts.get(fact) not in right:
                yield f"{fact}: {self.facts.get(fact)}, not {right}"
        if "panicked" in self.stderr:
            yield f"panic: {self.stderr[:1500]}"
