"""What many connections and many cycles cost a process that uses our library. CYCLES and CONNECTIONS choose other sizes."""

import os
from pathlib import Path

import paths
import peers
import pytest
from workers import Worker

LOADS = Path(__file__).resolve().parent / "loads.py"
CONNECTIONS = int(os.environ.get("CONNECTIONS", 200))
CYCLES = int(os.environ.get("CYCLES", 2000))
IDLE_SECONDS = 5


@pytest.fixture
def crowd(monkeypatch):
    """On the PyPI server: the genuine one takes 5 connections, `ied sim` 16."""
    monkeypatch.setenv("REFERENCE", "SimLD0/GGIO1.AnIn1.mag.f")
    with peers.pypi_server() as server, Worker(paths.our_lib(), server.port, program=LOADS) as worker:
        yield worker


@pytest.fixture
def load():
    with peers.genuine_server("simpleIO.cfg") as server, Worker(paths.our_lib(), server.port, program=LOADS) as worker:
        yield worker


def test_threads_do_not_grow_with_connections_and_idle_connections_cost_nothing(crowd):
    assert crowd.ask(["open_many", 2]) == 2
    few = crowd.ask(["footprint"])
    crowd.ask(["close_many"])
    assert crowd.ask(["open_many", CONNECTIONS], timeout=120) == CONNECTIONS
    assert crowd.ask(["read_many"], timeout=120) == CONNECTIONS
    many = crowd.ask(["footprint"])
    cpu = crowd.ask(["idle", IDLE_SECONDS])
    print(f"{CONNECTIONS} connections: {many}, with 2: {few}, idle CPU {100 * cpu / IDLE_SECONDS:.2f} % of a core")
    assert many["threads"] <= few["threads"] + 2  # a pool may have grown to its size, not with the connections
    assert cpu < 0.01 * IDLE_SECONDS
    assert crowd.ask(["read_many"], timeout=120) == CONNECTIONS
    crowd.ask(["close_many"], timeout=120)
    assert crowd.ask(["steps", ["sleep", 0.5], ["footprint"]])[1]["descriptors"] <= few["descriptors"]


def test_memory_descriptors_and_threads_stay_flat_over_many_cycles(load):
    assert load.ask(["cycle", CYCLES // 4, 10], timeout=600) == {}
    warm = load.ask(["footprint"])
    assert load.ask(["cycle", CYCLES, 10], timeout=600) == {}
    after = load.ask(["steps", ["sleep", 0.5], ["footprint"]])[1]
    print(f"after {CYCLES // 4} cycles {warm}, after {CYCLES} more {after}")
    assert after["threads"] <= warm["threads"]
    assert after["descriptors"] <= warm["descriptors"]
    assert after["rss"] <= warm["rss"] * 1.05 + 1024
