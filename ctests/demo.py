"""make demo: a real IED server in its own process, the C examples against it."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

LIBRARY = paths.our_lib()
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
    browse, read_write = build("client_browse"), build("client_read_write")
    with peers.genuine_server("simpleIO.cfg") as ied:
        print(f"IED: libiec61850 1.6.1's server with simpleIO.cfg, port {ied.port}, pid {ied.process.pid}; we are pid {os.getpid()}\n")
        print("== client_browse: the model as a tree")
        lines = run(browse, "localhost", ied.port).splitlines()
        print("\n".join(lines[:SHOWN]))
        print(f"… and {len(lines) - SHOWN} more lines\n")
        print("== client_read_write: values, a write, wrong references")
        print(run(read_write, "127.0.0.1", ied.port))


if __name__ == "__main__":
    main()
