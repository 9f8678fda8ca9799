"""make bench: builds the C benchmarks and runs them beside the genuine library. `run.py [ROUNDS [READS]]`"""

import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ctests" / "peers"))

import paths  # noqa: E402
import peers  # noqa: E402

SECONDS = 3
#: updates between lock and unlock of the model, updates per second (0: as many as go)
UPDATES = ((0, 250_000), (0, 0), (100, 0))


def machine():
    """Processor and number of cores."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f"{line.split(':')[1].strip()}, {len(list(Path('/sys/devices/system/cpu').glob('cpu[0-9]*')))} cores"
    return platform.processor()


def build(name):
    program = paths.TARGET / name
    source = HERE / "c" / f"{name}.c"
    subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", f"-I{paths.ROOT / 'include'}", str(source), "-o", str(program), "-ldl", "-lpthread"], check=True)
    return program


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def reads():
    program = build("sync_read")
    with peers.genuine_server("simpleIO.cfg") as ied:
        print(f"machine: {machine()}; server: libiec61850 1.6.1 in its own process")
        command = [program, paths.our_lib(), paths.genuine_lib(), "127.0.0.1", ied.port, "simpleIOGenericIO/GGIO1.AnIn1.mag.f", *sys.argv[1:]]
        print(run(*command))


def updates():
    """Updates of a server with ten enabled report control blocks of a hundred members; the client is ours either way."""
    program = build("updates")
    for group, rate in UPDATES:
        how = f"{group} in a lock" if group else "no lock"
        print(f"\nupdates, {how}, {f'{rate} per second' if rate else 'as many as go'}:")
        for who, library in (("ours", paths.our_lib()), ("genuine", paths.genuine_lib())):
            print(f"  {who:8} {run(program, paths.our_lib(), library, SECONDS, group, rate)}")


if __name__ == "__main__":
    reads()
    updates()
