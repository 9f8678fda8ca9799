"""make bench: builds the C benchmarks and runs them against the genuine server. `run.py [ROUNDS [READS]]`"""

import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ctests" / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402


def machine():
    """Processor and number of cores."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f"{line.split(':')[1].strip()}, {len(list(Path('/sys/devices/system/cpu').glob('cpu[0-9]*')))} cores"
    return platform.processor()


def main():
    program = paths.TARGET / "sync_read"
    source = HERE / "c" / "sync_read.c"
    subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", f"-I{paths.ROOT / 'include'}", str(source), "-o", str(program), "-ldl", "-lpthread"], check=True)
    with peers.genuine_server("simpleIO.cfg") as ied:
        print(f"machine: {machine()}; server: libiec61850 1.6.1 in its own process")
        command = [program, paths.our_lib(), paths.genuine_lib(), "127.0.0.1", ied.port, "simpleIOGenericIO/GGIO1.AnIn1.mag.f", *sys.argv[1:]]
        subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
