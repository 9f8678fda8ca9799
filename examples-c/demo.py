"""`make demo`: the genuine library's server in its own process with simpleIO.cfg, and the C examples against it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "ctests" / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

SHOWN = 40  # lines of the tree


def compiled(name):
    """The example, compiled with nothing but a C compiler, include/ and the library."""
    library, program = paths.our_lib(), paths.TARGET / "demo" / name
    program.parent.mkdir(parents=True, exist_ok=True)
    include = os.environ.get("IEC61850_INCLUDE", ROOT / "include")
    command = ["cc", "-std=c99", "-Wall", "-Wextra", f"-I{include}", f"{ROOT}/examples-c/{name}.c", f"-L{library.parent}", f"-l:{library.name}",
               f"-Wl,-rpath,{library.parent}", "-o", program]
    print("$", " ".join(os.path.relpath(part) if str(part).startswith("/") else str(part) for part in command))
    subprocess.run(command, check=True)
    return program


def run(program, port):
    print(f"$ {os.path.relpath(program)} localhost {port}")
    return subprocess.run([program, "localhost", str(port)], capture_output=True, text=True)


def main():
    with peers.genuine_server("simpleIO.cfg") as server:
        print(f"IED server: genuine libiec61850 1.6.1 (pid {server.process.pid}) on port {server.port}, model ctests/models/simpleIO.cfg\n")
        tree = run(compiled("client_browse"), server.port)
        lines = tree.stdout.splitlines()
        print("\n".join(lines[:SHOWN]))
        print(f"… {len(lines) - SHOWN} more lines\n" if len(lines) > SHOWN else "")
        values = run(compiled("client_read_write"), server.port)
        print(values.stdout)
        print(tree.stderr + values.stderr, end="", file=sys.stderr)
        failed = tree.returncode or values.returncode
        print("demo failed" if failed else "demo: all as expected")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
