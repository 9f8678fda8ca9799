"""Servers for the whole run and the pair of libraries on each."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import paths  # noqa: E402
import peers  # noqa: E402
from pair import Pair  # noqa: E402


SERVERS = {"simpleIO": lambda: peers.genuine_server("simpleIO.cfg"), "matrix": lambda: peers.genuine_server("matrix.cfg"), "sim": peers.ied_sim, "pypi": peers.pypi_server}


def pytest_configure():
    if not paths.our_lib().exists():
        pytest.exit(f"{paths.our_lib()} is missing: cargo build --release, or set IEC61850_LIB", 2)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A directory with what ctests/certificates makes, and the keys that are files."""
    directory = tmp_path_factory.mktemp("certificates")
    subprocess.run(["cargo", "run", "-q", "--example", "certificates", "--", directory], cwd=paths.ROOT, check=True)
    for key in (HERE.parent / "certificates" / "keys").iterdir():
        shutil.copy(key, directory)
    return directory


@pytest.fixture(params=SERVERS)
def server(request):
    """Each server, fresh for each test: writes leave no trace."""
    with SERVERS[request.param]() as running:
        running.label = request.param
        yield running


@pytest.fixture
def matrix():
    with SERVERS["matrix"]() as running:
        yield running


@pytest.fixture
def simple():
    with SERVERS["simpleIO"]() as running:
        yield running


@pytest.fixture
def pair(server):
    """Both libraries connected to the server."""
    with Pair(server.port) as both:
        yield both
