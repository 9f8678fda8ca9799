"""The library built with AddressSanitizer."""

import os
import subprocess
from pathlib import Path

import paths

TRIPLE = "x86_64-unknown-linux-gnu"


def built():
    """The library, and the runtime that fits it. rustc's option is unstable, its runtime is part of every release.

    rustix makes its system calls through libc here, as others do: ctests/torture stands between them."""
    folder = paths.TARGET / "asan"
    flags = {"RUSTC_BOOTSTRAP": "1", "RUSTFLAGS": "-Zsanitizer=address -Cforce-frame-pointers --cfg rustix_use_libc", "CARGO_TARGET_DIR": str(folder)}
    subprocess.run(["cargo", "build", "-q", "--lib", "--target", TRIPLE], cwd=paths.ROOT, env=os.environ | flags, check=True)
    sysroot = Path(subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip())
    [runtime] = (sysroot / "lib" / "rustlib" / TRIPLE / "lib").glob("librustc-*_rt.asan.a")
    return folder / TRIPLE / "debug" / "libiec61850.so", runtime


#: for C code beside the library
COMPILE = ["-fsanitize=address", "-fno-omit-frame-pointer"]


def link(runtime):
    """What the linker needs for a program with that one runtime, instead of gcc's."""
    return ["-rdynamic", "-Wl,--whole-archive", str(runtime), "-Wl,--no-whole-archive", "-lstdc++", "-ldl", "-lm", "-lrt"]
