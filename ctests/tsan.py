"""The unit tests with ThreadSanitizer: engine, sessions, callbacks, servers and the C interface, wherever threads meet: `tsan.py [FILTER…]`.

First a program with a race is run, which has to be found. tokio takes its locks from parking_lot here: those of the standard library
are not instrumented. What else is not is in tsan.supp, with the reason.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import paths  # noqa: E402

TRIPLE = "x86_64-unknown-linux-gnu"
FLAGS = ["-Zsanitizer=thread", "-Cunsafe-allow-abi-mismatch=sanitizer", "-Cforce-frame-pointers"]
OUT = paths.TARGET / "tsan"
#: where threads meet; the rest is plain computing
WHERE = ("net::", "mmsclient::", "iec61850::", "server::run", "server::control::tests::net", "ffi::")
#: a turn of a megabyte takes longer than what this test lets others wait, with the sanitizer
NOT = ("--skip", "a_peer_that_never_stops_sending")
OPTIONS = {"TSAN_OPTIONS": f"exitcode=66 suppressions={HERE / 'tsan.supp'}", "RUST_TEST_THREADS": "4"}

RACE = """
static mut SHARED: [u64; 2] = [0; 2];
fn main() {
    let write = |value: u64| std::thread::spawn(move || for turn in 0..1000 { unsafe { *(&raw mut SHARED).cast::<u64>() = value + turn } });
    let both = [write(1), write(2)];
    both.into_iter().for_each(|one| one.join().unwrap());
}
"""


def finds_a_race(environment):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "race.rs").write_text(RACE)
    subprocess.run(["rustc", *FLAGS, "--edition", "2024", "--target", TRIPLE, "-g", OUT / "race.rs", "-o", OUT / "race"], env=environment, check=True)
    done = subprocess.run([OUT / "race"], env=environment | OPTIONS, capture_output=True, text=True)
    return done.returncode == 66 and "data race" in done.stderr


def main():
    environment = os.environ | {"RUSTC_BOOTSTRAP": "1"}
    if not finds_a_race(environment):
        sys.exit("tsan: a race is not found")
    building = environment | {"RUSTFLAGS": " ".join(FLAGS), "CARGO_TARGET_DIR": str(OUT)}
    command = ["cargo", "test", "-q", "--lib", "--features", "tokio/parking_lot", "--target", TRIPLE, "--no-run", "--message-format=json"]
    built = subprocess.run(command, cwd=paths.ROOT, env=building, stdout=subprocess.PIPE, text=True, check=True)
    [program] = re.findall(r'"executable":"([^"]+)"', built.stdout)
    done = subprocess.run([program, *(sys.argv[1:] or WHERE), *NOT], cwd=paths.ROOT, env=environment | OPTIONS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    races = done.stdout.count("WARNING: ThreadSanitizer")
    if done.returncode:
        (OUT / "log").write_text(done.stdout)
        print(done.stdout[:20_000], f"... all of it: {OUT / 'log'}", sep="\n")
    passed, failed = map(int, re.search(r"(\d+) passed; (\d+) failed", done.stdout).groups())
    print(f"tsan: {passed} passed, {failed + races} failed; a race put in on purpose was found")
    return done.returncode != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
