"""Builds the C tests with cmake and runs them with ctest against a genuine server: `run.py CMAKE CTEST [--asan]`. CTEST_ARGS are passed on.

With --asan the library and the tests are built with AddressSanitizer, which also finds leaks.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import asan  # noqa: E402
import paths  # noqa: E402
import peers  # noqa: E402


def staged_examples(cmake, include):
    """The commands that build examples-c as a user would, against an installation below target/stage."""
    stage, build = paths.TARGET / "stage", paths.TARGET / "examples-c"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.rmtree(build, ignore_errors=True)
    (stage / "lib").mkdir(parents=True)
    shutil.copytree(include, stage / "include" / "libiec61850")
    shutil.copy(paths.our_lib(), stage / "lib" / "libiec61850.so.1.6.1")
    (stage / "lib" / "libiec61850.so").symlink_to("libiec61850.so.1.6.1")
    return ([cmake, "-S", paths.ROOT / "examples-c", "-B", build, f"-DIEC61850_ROOT={stage}"], [cmake, "--build", build])


def main():
    cmake, ctest, *options = sys.argv[1:]
    sanitized = "--asan" in options
    library, runtime = asan.built() if sanitized else (paths.our_lib(), "")
    build = paths.TARGET / ("ctests-asan" if sanitized else "ctests")
    include = os.environ.get("IEC61850_INCLUDE", paths.ROOT / "include")
    with peers.genuine_server("simpleIO.cfg") as server:
        setup = [cmake, "-S", HERE, "-B", build, f"-DIEC61850_LIB={library}", f"-DIEC61850_INCLUDE={include}", f"-DTEST_PORT={server.port}", f"-DASAN_RUNTIME={runtime}"]
        examples = () if sanitized else staged_examples(cmake, include)
        for command in (setup, [cmake, "--build", build, "-j2"], *examples):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                print(done.stdout[-3000:], done.stderr[-3000:])
                return done.returncode
        print("C tests built with AddressSanitizer" if sanitized else "C tests built; examples-c built out of tree against a staged installation")
        return subprocess.run([ctest, "--output-on-failure", *os.environ.get("CTEST_ARGS", "").split()], cwd=build).returncode


if __name__ == "__main__":
    sys.exit(main())
