"""Where the libraries, models and peer programs are."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CTESTS = ROOT / "ctests"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
PEERS = Path(os.environ.get("IEC61850_PEERS") or TARGET / "peers")


def genuine_lib() -> Path:
    """The genuine 1.6.1 shared library: IEC61850_GENUINE_LIB, else the one bundled with pyiec61850-ng."""
    given = os.environ.get("IEC61850_GENUINE_LIB")
    if given:
        return Path(given)
    found = sorted(PEERS.glob("genuine/lib/python3*/site-packages/pyiec61850_ng.libs/libiec61850*.so*"))
    if not found:
        sys.exit(f"no genuine library below {PEERS}/genuine: run ctests/peers/install.sh")
    return found[0]


def our_lib() -> Path:
    """The library under test: IEC61850_LIB, else the release build."""
    return Path(os.environ.get("IEC61850_LIB") or TARGET / "release" / "libiec61850.so")


def model(name: str) -> Path:
    """A model file of ctests/models."""
    return CTESTS / "models" / name


def ied_program() -> Path:
    """The `ied` program of iec61850-rs."""
    return PEERS / "ied" / "bin" / "ied"


def pypi_python() -> Path:
    """The interpreter that has the PyPI package iec61850."""
    return PEERS / "pypi" / "bin" / "python"
