"""make demo: our own IED (iec61850-sim with its sample model) in its own process, the C examples against it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

LIBRARY = paths.our_lib()
SIMULATOR = LIBRARY.parent / "iec61850-sim"
BUILT = paths.TARGET / "demo"
SHOWN = 40


def build(name):
    """Compiles an example against include/ and the library."""
    program = BUILT / name
    command = ["gcc", "-std=c11", "-Wall", "-Wextra", f"-I{paths.ROOT / 'include'}", paths.ROOT / "examples-c" / f"{name}.c",
               "-o", program, f"-L{LIBRARY.parent}", "-liec61850", f"-Wl,-rpath,{LIBRARY.parent}"]
    subprocess.run([str(part) for part in command], check=True)
    return program


def run(program, *arguments):
    return subprocess.run([str(program), *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def main():
    BUILT.mkdir(parents=True, exist_ok=True)
    browse, services = build("client_browse"), build("client_services")
    with tempfile.TemporaryDirectory() as files:
        (Path(files) / "record.txt").write_text("a disturbance record\n")
        with peers.Peer("iec61850-sim", [SIMULATOR, "--port", 0, "--files", files]) as ied:
            print(f"IED: {SIMULATOR.name} with its sample model, port {ied.port}, pid {ied.process.pid}; we are pid {os.getpid()}\n")
            print("== client_browse: the model as a tree")
            lines = run(browse, "localhost", ied.port).splitlines()
            print("\n".join(lines[:SHOWN]))
            print(f"… and {len(lines) - SHOWN} more lines\n")
            print("== client_services: data sets, reports, control, setting groups, files, logs")
            print(run(services, "127.0.0.1", ied.port, "record.txt"))


if __name__ == "__main__":
    main()
