"""ThreadSanitizer: the unit tests wherever threads meet, and storm.c, threads that use the C interface: `run.py [--seconds N] [--scenes ae] [FILTER…]`.

First races put in on purpose (race.rs, and one of storm.c) have to be found with the very suppressions that hide what the standard library
does, which is not instrumented. tokio takes its locks from parking_lot here, for the same reason; arc.c tells what the fence of an Arc means.
With a FILTER only unit tests that fit it are run.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import paths  # noqa: E402

TRIPLE = "x86_64-unknown-linux-gnu"
FLAGS = ["-Zsanitizer=thread", "-Cunsafe-allow-abi-mismatch=sanitizer", "-Cforce-frame-pointers"]
OUT = paths.TARGET / "tsan"
#: where threads meet; the rest is plain computing
WHERE = ("net::", "mmsclient::", "iec61850::", "server::run", "server::control::tests::net", "ffi::")
#: a turn of a megabyte takes longer than what this test lets others wait, with the sanitizer
NOT = ("--skip", "a_peer_that_never_stops_sending")
#: a panic of a test goes to stderr as it is: what the harness keeps of it is behind a lock that cannot be seen, and so are backtraces
HARNESS = ("--nocapture", "--test-threads=4")
ENVIRONMENT = os.environ | {"RUSTC_BOOTSTRAP": "1", "RUST_BACKTRACE": "0", "TSAN_OPTIONS": f"exitcode=66 suppressions={HERE / 'suppressions'}"}
#: each a process of its own: tests of race.rs, and where the race is
SEEDS = ("plain", "drop_of_what_an_arc_holds", "drop_of_the_last_owner", "body_", "job", "job_that_panics", "behind_send")
SOUND = ("sound_arc",)


def run(command, **options):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=ENVIRONMENT, cwd=paths.ROOT, **options)


def checked(command):
    done = run(command)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-5000:]}")
    return done.stdout


def link():
    """What rustc's linker is told: arc.c stands between the code and the runtime."""
    name = hashlib.sha256((HERE / "arc.c").read_bytes()).hexdigest()[:8]
    shim = OUT / f"arc-{name}.o"
    checked(["gcc", "-O1", "-g", "-fPIC", "-Wall", "-Wextra", "-Werror", "-c", HERE / "arc.c", "-o", shim])
    return [f"-Clink-arg={shim}", "-Clink-arg=-Wl,--wrap=__tsan_atomic64_fetch_sub,--wrap=__tsan_atomic_thread_fence"]


def cargo(linked, *what):
    ENVIRONMENT.update({"RUSTFLAGS": " ".join(FLAGS), "CARGO_TARGET_DIR": str(OUT)})
    command = ["cargo", "rustc", "-q", "--lib", *what, "--features", "tokio/parking_lot", "--target", TRIPLE, "--message-format=json", "--", *linked]
    built = subprocess.run(command, cwd=paths.ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    if built.returncode:
        sys.exit("\n".join(re.findall(r'"rendered":"(.*?)(?<!\\)"', built.stdout)) or "tsan: cargo fails")
    return built.stdout


def storm():
    """storm.c with the library, and the one runtime for both: that of rustc."""
    sysroot = Path(checked(["rustc", "--print", "sysroot"]).strip())
    [runtime] = (sysroot / "lib" / "rustlib" / TRIPLE / "lib").glob("librustc-*_rt.tsan.a")
    library = OUT / TRIPLE / "debug" / "libiec61850.so"
    flags = ["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fsanitize=thread", "-fno-omit-frame-pointer", f"-I{paths.ROOT / 'include'}"]
    # in two steps: gcc would link its own runtime
    checked(["gcc", *flags, "-c", HERE / "storm.c", "-o", OUT / "storm.o"])
    whole = ["-rdynamic", "-Wl,--whole-archive", runtime, "-Wl,--no-whole-archive", "-lstdc++", "-ldl", "-lm", "-lrt", "-lpthread"]
    checked(["gcc", OUT / "storm.o", "-o", OUT / "storm", library, *whole, f"-Wl,-rpath,{library.parent}"])
    return OUT / "storm"


def raging(program, seconds, scenes):
    with tempfile.TemporaryDirectory() as folder:
        for store in ("up", "down"):
            (Path(folder) / store).mkdir()
        try:
            return run([program, seconds, folder, scenes], timeout=2 * seconds + 120)
        except subprocess.TimeoutExpired as late:
            text = late.stdout or b""
            return subprocess.CompletedProcess([], "late", text if isinstance(text, str) else text.decode(errors="replace"))


def found(done, where):
    """Whether a race was found, and there."""
    return done.returncode == 66 and any(where in report for report in re.findall(r"WARNING: ThreadSanitizer: data race.*?={18}", done.stdout, re.DOTALL))


def seeded(linked, program):
    """The races put in on purpose that are not found, and what is found where there is none."""
    checked(["rustc", "--test", *FLAGS, *linked, "--edition", "2024", "--target", TRIPLE, "-g", HERE / "race.rs", "-o", OUT / "race"])
    for name in (*SEEDS, *SOUND):
        done = run([OUT / "race", *HARNESS, name, *(() if name.endswith("_") else ("--exact",))])
        if found(done, "race::write") != (name in SEEDS) or (name in SOUND and done.returncode):
            yield name, done
    done = raging(program, 0, "race")
    if not found(done, "on_report_race"):
        yield "storm: race", done


def failed(name, done):
    """Keeps the log, and prints its start and end."""
    log = OUT / f"{name}.log"
    log.write_text(done.stdout)
    print(done.stdout if len(done.stdout) < 25_000 else done.stdout[:20_000] + "\n…\n" + done.stdout[-4_000:], f"tsan: {name} ends with {done.returncode}; all of it: {log}", sep="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for all scenes of storm.c together")
    parser.add_argument("--scenes", default="abcde", help="letters of scenes of storm.c")
    parser.add_argument("filters", nargs="*", metavar="FILTER")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    linked = link()
    [tests] = re.findall(r'"executable":"([^"]+)"', cargo(linked, "--profile", "test"))
    cargo(linked, "--crate-type", "cdylib")
    program, began = storm(), time.monotonic()
    missed = list(seeded(linked, program))
    for name, done in missed:
        failed(name.replace(": ", "-"), done)
    if missed:
        sys.exit(f"tsan: races put in on purpose are not found, or others are: {', '.join(name for name, _ in missed)}")
    done = run([tests, *(options.filters or WHERE), *NOT, *HARNESS])
    results = re.search(r"(\d+) passed; (\d+) failed", done.stdout)
    bad = done.returncode != 0 or not results or results[1] == "0"
    if bad:
        failed("unit", done)
    line = f"{len(SEEDS) + 1} races put in on purpose were found; unit tests: {results[0] if results else 'ended early'}, {done.stdout.count('WARNING: ThreadSanitizer')} races"
    if not options.filters:
        done = raging(program, options.seconds, options.scenes)
        print(*re.findall(r"^[a-e] .*rounds.*", done.stdout, re.MULTILINE), sep="\n")
        if done.returncode:
            failed("storm", done)
        bad |= done.returncode != 0
        line += f"; {len(options.scenes)} scenes of {options.seconds / len(options.scenes):.0f} s, {done.stdout.count('WARNING: ThreadSanitizer')} races"
    print(f"tsan: {line}; {time.monotonic() - began:.0f} s")
    return bad


if __name__ == "__main__":
    sys.exit(main())
