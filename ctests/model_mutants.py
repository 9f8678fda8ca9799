"""Puts faults into a scratch copy of the sources, one at a time: does `make models` find each?

    make model-mutants                      all of them
    make model-mutants MODEL_MUTANTS="pool"  those whose name has the word
"""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
SCRATCH = TARGET / "mutants"
# A model that hangs is a fault that was found.
PATIENCE = 900

# name, file in src/net, what is there, what is put in its place
MUTANTS = [
    ("dispatch: a batch holds nobody back", "dispatch.rs", " && state.held == 0", ""),
    ("dispatch: the end of a batch starts nothing", "dispatch.rs", "        state.held -= 1;\n        self.0.start(state);", "        state.held -= 1;"),
    ("dispatch: the end of one batch ends all", "dispatch.rs", "        state.held -= 1;", "        state.held = 0;"),
    ("dispatch: two threads at once", "dispatch.rs", "            state.running = true;\n            drop(state);\n            let this", "            drop(state);\n            let this"),
    ("dispatch: stops without a look at what was queued", "dispatch.rs", "|| !state.jobs.is_empty() => continue", "=> continue"),
    ("dispatch: a nested settle says it is over", "dispatch.rs", "state.running = depth > 1;", "state.running = false;"),
    ("dispatch: who settles is not told", "dispatch.rs", "        self.idle.notify_all();", ""),
    ("dispatch: settle in vain counts as done", "dispatch.rs", "return !state.running && state.jobs.is_empty();", "return true;"),
    ("dispatch: settle does not wait for the running one", "dispatch.rs", "while state.running || !state.jobs.is_empty() {", "while !state.jobs.is_empty() {"),
    ("dispatch: no relief", "dispatch.rs", "self.relief.notify_one();", ""),
    ("dispatch: put off for ever", "dispatch.rs", "            if done.is_multiple_of(BATCH) {", "            if false {"),
    ("pool: a refused thread still counts", "pool.rs", "            state.threads -= 1;\n            state.idle -= 1;\n        })", "            state.idle -= 1;\n        })"),
    ("pool: a refused thread still counts as idle", "pool.rs", "            state.threads -= 1;\n            state.idle -= 1;\n        })", "            state.threads -= 1;\n        })"),
    ("pool: the system is not asked again", "pool.rs", "later(AGAIN, || self.start_or_wait())", "later(AGAIN, || ())"),
    ("pool: who relied on a refused thread is forgotten", "pool.rs", "        pool.start_or_wait();\n        if pool", "        if pool"),
    ("pool: an idle thread goes although there is work", "pool.rs", "if timed_out && state.jobs.is_empty()", "if timed_out"),
    ("pool: one idle thread for two jobs", "pool.rs", "let idle = state.jobs.len() <= state.idle;", "let idle = state.idle > 0;"),
    ("role: what was missed is not looked at", "role.rs", "looks = self.was_missed();", "looks = false;"),
    ("role: the reactor leaves no note", "role.rs", "        self.missed.store(true, Ordering::SeqCst);\n        fence", "        fence"),
    ("role: the driver invites nobody", "role.rs", "        left();", "        drop(left);"),
    ("waiter: an invitation wakes nobody", "waiter.rs", "            *slot = Slot::Invited;\n            self.wake.notify_one();", "            *slot = Slot::Invited;"),
    ("waiter: an invitation takes the answer away", "waiter.rs", "if matches!(*slot, Slot::Empty)", "if true"),
    ("waiter: who is absent is invited", "waiter.rs", "if self.absent.load(Ordering::SeqCst)", "if false"),
    ("waiter: the time-out takes the answer away", "waiter.rs", "                && matches!(*slot, Slot::Empty | Slot::Taken)\n            {", "            {\n                *slot = Slot::Empty;"),
]


def main():
    words = sys.argv[1:]
    chosen = [one for one in MUTANTS if not words or any(word in one[0] for word in words)]
    if SCRATCH.exists():
        shutil.rmtree(SCRATCH)
    skipped = shutil.ignore_patterns("target", ".git", "fuzz")
    shutil.copytree(ROOT, SCRATCH, ignore=skipped)
    # The file of each, and the changed text: all have to apply before the first is built.
    changed = []
    for name, file, old, new in chosen:
        folder = SCRATCH / "src/net" if file in ("dispatch.rs", "pool.rs") else SCRATCH / "src/net/session"
        path = folder / file
        text = path.read_text()
        if text.count(old) != 1:
            sys.exit(f"{name}: applies {text.count(old)} times")
        changed.append((name, path, text, text.replace(old, new)))
    environment = os.environ | {"CARGO_TARGET_DIR": str(TARGET / "mutants-build")}
    # without a fault all is well; the others are built upon it
    survived = []
    outcome, seen = run(environment)
    if outcome != "survived":
        sys.exit(f"the models fail without a fault: {seen}")
    for name, path, before, after in changed:
        path.write_text(after)
        outcome, seen = run(environment)
        path.write_text(before)
        print(f"{name}: {outcome}{seen and ' by ' + seen}", flush=True)
        if outcome != "found":
            survived.append(name)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} found")
    sys.exit(bool(survived))


def run(environment):
    """"found", "survived" or "does not build", and the models that found it."""
    build = subprocess.run(["make", "-s", "models", "MODEL_ARGS=--no-run"], cwd=SCRATCH, env=environment, capture_output=True, text=True)
    if build.returncode:
        return "does not build", build.stderr[-500:]
    try:
        done = subprocess.run(["make", "-s", "models"], cwd=SCRATCH, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "found", "a model that hangs"
    failed = [line.split()[1].rsplit("::", 1)[1] for line in done.stdout.splitlines() if line.startswith("test ") and line.endswith("FAILED")]
    return ("found" if done.returncode else "survived"), ", ".join(failed)


if __name__ == "__main__":
    main()
