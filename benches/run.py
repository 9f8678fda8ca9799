"""Synchronous IedConnection_readFloatValue per second: ours, the genuine client and a bare socket with the same bytes, on one genuine server.

Runs alternate, so that a busy machine meets all three alike; the table gives medians. RUNS and SECONDS choose other sizes.
"""

import os
import statistics
import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "ctests" / "peers"), str(ROOT / "ctests" / "ctypes")]

import paths  # noqa: E402
import peers  # noqa: E402
import scripted  # noqa: E402
from workers import Worker  # noqa: E402

RUNS, SECONDS = int(os.environ.get("RUNS", 5)), float(os.environ.get("SECONDS", 2))
READ = ["call", "IedConnection_readFloatValue", "simpleIOGenericIO/GGIO1.AnIn1.mag.f", 1]


def record(port, path):
    """Writes CR, association and read request of the genuine client to a file; sizes of request and answer."""
    while True:
        with scripted.Proxy(port) as proxy, Worker(paths.genuine_lib(), proxy.port) as client:
            client.ask(["create"])
            client.ask(["connect"])
            good = client.ask(READ)[1] == "OK"
            sent = [data for direction, data in proxy.log if direction == ">"]
            received = [data for direction, data in proxy.log if direction == "<"]
        if good:
            path.write_bytes(b"".join(struct.pack(">I", len(data)) + data for data in sent[:3]))
            return len(sent[2]), len(received[2])


def main():
    out = paths.TARGET / "bench"
    out.mkdir(parents=True, exist_ok=True)
    program, frames = out / "read_rate", out / "frames"
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", program, ROOT / "benches" / "read_rate.c", "-ldl"], check=True)
    with peers.genuine_server("simpleIO.cfg") as server:
        request, answer = record(server.port, frames)
        subjects = {"bare socket": ["--raw", frames], "ours": [paths.our_lib()], "genuine 1.6.1": [paths.genuine_lib()]}
        figures = {name: [] for name in subjects}
        for _ in range(RUNS):
            for name, arguments in subjects.items():
                run = subprocess.run([program, *arguments, str(server.port), str(SECONDS)], check=True, capture_output=True, text=True)
                figures[name].append(tuple(map(float, run.stdout.split())))
    medians = {name: (statistics.median(r for r, _ in runs), statistics.median(c for _, c in runs)) for name, runs in figures.items()}
    genuine = medians["genuine 1.6.1"][0]
    print(f"synchronous reads of one float, {request}/{answer} octets, genuine server in its own process, {os.cpu_count()} CPUs, medians of {RUNS} runs of {SECONDS:g} s")
    print(f"{'':16}{'reads/s':>10}{'lowest':>10}{'highest':>10}{'to genuine':>12}{'CPU us/read':>13}")
    for name, (rate, used) in medians.items():
        rates = [r for r, _ in figures[name]]
        print(f"{name:16}{rate:10.0f}{min(rates):10.0f}{max(rates):10.0f}{rate / genuine:11.2f}x{used:13.1f}")


if __name__ == "__main__":
    main()
