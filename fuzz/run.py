"""Fuzzes every target (or those named) with libFuzzer and AddressSanitizer: `run.py [--seconds 5] [--jobs 2] [--merge | --replay] [TARGET…]`.

An input may take 5 s, a process 1 GiB (with the sanitizer's shadows) and one allocation 256 MiB. What is found is kept in fuzz/found,
with --merge also the inputs that reach something new, in fuzz/corpus. With --replay what is kept in both is run once, and nothing else; `cargo run --manifest-path fuzz/Cargo.toml --bin replay`
does so on any toolchain, without sanitizer. Prints a table; ends with 1 when something was found.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
TOOLS, BUILT = TARGET / "tools", TARGET / "fuzz"
TRIPLE = "x86_64-unknown-linux-gnu"
#: what starts threads and sockets forgets nothing of them between inputs
LIMITS = ("-timeout=5", "-rss_limit_mb=1024", "-malloc_limit_mb=256", "-print_final_stats=1")
#: octets of an input, where the default of libFuzzer, that of the largest seed, is too little
LONGER = {"client_session": 20_000, "server_session": 8_000, "engine_client": 8_000, "engine_server": 8_000, "values": 4_000, "c_calls": 4_000}
#: inputs that --merge adds to a corpus at most, and octets of each
KEPT, SMALL = 60, 2_000


def targets():
    return re.findall(r'^    \("(\w+)", ', (HERE / "src" / "lib.rs").read_text(), re.M)


def build():
    environment = os.environ | {"RUSTC_BOOTSTRAP": "1", "CARGO_TARGET_DIR": str(BUILT), "PATH": f"{TOOLS / 'bin'}:{os.environ['PATH']}"}
    if not shutil.which("cargo-fuzz", path=environment["PATH"]):
        print("installing cargo-fuzz ...", flush=True)
        subprocess.run(["cargo", "install", "-q", "--root", TOOLS, "--locked", "cargo-fuzz@0.13.2"], check=True, env=os.environ | {"CARGO_TARGET_DIR": str(TOOLS / "build")})
    subprocess.run(["cargo", "fuzz", "build", "--fuzz-dir", HERE, "--target", TRIPLE], cwd=ROOT, env=environment, check=True)


def fuzz(name, seconds, folder):
    """Figures of a target, and what the fuzzer said when it found something."""
    work, found = Path(folder) / name, HERE / "found" / name
    work.mkdir()
    found.mkdir(parents=True, exist_ok=True)
    more = [f"-max_len={LONGER[name]}"] if name in LONGER else []
    kept = [HERE / "corpus" / name, *([found] if any(found.iterdir()) else [])]
    # nothing but what is kept, once, when there is no time
    length = [f"-max_total_time={seconds}"] if seconds else ["-runs=0"]
    command = [BUILT / TRIPLE / "release" / name, *([work] if seconds else []), *kept, *length, f"-artifact_prefix={found}/", *LIMITS, *more]
    # the sessions' servers and peers live as long as the process
    environment = os.environ | {"ASAN_OPTIONS": "detect_odr_violation=0", "RUST_BACKTRACE": "1", "TMPDIR": str(work)}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, errors="replace", env=environment)
    figure = lambda label: int(next(iter(re.findall(rf"stat::{label}:\s+(\d+)", done.stderr)), 0))
    covered = re.findall(r"cov: (\d+)", done.stderr)
    if not any(found.iterdir()):
        found.rmdir()
    return {"name": name, "executions": figure("number_of_executed_units"), "rate": figure("average_exec_per_sec"), "rss": figure("peak_rss_mb"),
            "edges": int(covered[-1]) if covered else 0, "code": done.returncode, "said": done.stderr[-3000:]}


def merge(name, folder):
    """The smallest inputs that reach something new go to the corpus."""
    corpus, news = HERE / "corpus" / name, Path(folder) / f"{name}-merged"
    shutil.copytree(corpus, news)
    subprocess.run([BUILT / TRIPLE / "release" / name, "-merge=1", str(news), str(Path(folder) / name)], capture_output=True, check=False)
    old = {path.name for path in corpus.iterdir()}
    fresh = sorted((path for path in news.iterdir() if path.name not in old), key=lambda path: path.stat().st_size)
    for path in fresh[: max(0, KEPT - sum(not name.startswith("seed-") for name in old))]:
        if path.stat().st_size <= SMALL:
            shutil.copy(path, corpus / path.name[:16])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=5, help="for each target")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("--replay", action="store_true", help="what is kept, once")
    options = parser.parse_args()
    if options.replay:
        options.seconds, options.merge = 0, False
    unknown = set(options.targets) - set(targets())
    if unknown:
        sys.exit(f"no such target: {', '.join(sorted(unknown))}")
    build()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda name: fuzz(name, options.seconds, folder), options.targets or targets()))
        if options.merge:
            list(pool.map(lambda result: merge(result["name"], folder), results))
    print(f"{'target':16} {'executions':>12} {'per second':>11} {'edges':>7} {'MB':>5}  result")
    for result in results:
        good = result["code"] == 0 and result["executions"] > 0
        print(f"{result['name']:16} {result['executions']:>12} {result['rate']:>11} {result['edges']:>7} {result['rss']:>5}  {'nothing found' if good else 'FOUND'}")
    bad = [result for result in results if result["code"] or not result["executions"]]
    for result in bad:
        print(f"\n{result['name']}:\n{result['said']}")
    print(f"fuzzing: {sum(result['executions'] for result in results)} executions of {len(results)} targets, {len(bad)} with findings")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
