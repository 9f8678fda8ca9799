"""The rows of the benchmark: what is measured, how, and what is to be reached."""

from dataclasses import dataclass
from typing import Callable

#: 100 Mbit/s in TCP segments of an Ethernet, where no wire of that kind can be made
PACED = ("--segment", 1448, "--rate", 12_500_000)


@dataclass(frozen=True)
class Row:
    """`target` says from the medians of ours, the genuine client and the floor whether it is met."""

    label: str
    key: str
    figures: tuple  # of what the program prints, in the order of the columns
    target: str
    met: Callable
    floor: str = ""  # row of the floor program; "rows:x" for another row of the same program; none where there is no floor
    replay: tuple = ()
    pinned: bool = True
    seconds: float = 1.0
    wire: bool = False  # over a link of 100 Mbit/s and MTU 1500 between two network namespaces, else PACED


def at_most(figure, limit):
    return lambda ours, genuine, floor: ours[figure] <= limit


def at_least(figure, limit):
    return lambda ours, genuine, floor: ours[figure] >= limit


def of_genuine(figure, share):
    return lambda ours, genuine, floor: ours[figure] <= share * genuine[figure]


def both(*conditions):
    return lambda *results: all(condition(*results) for condition in conditions)


WORK = ("rate", "cpu")
ROWS = (
    Row("one float, synchronous", "float", WORK, ">= 60 k/s, <= 8.5 us", both(at_least("rate", 60e3), at_most("cpu", 8.5)), "float"),
    Row("the same ten times a second, two processors (ms)", "latency", ("p50", "p95"), "p95 <= 0.25", at_most("p95", 0.25), "latency", pinned=False, seconds=3),
    Row("asynchronous, window 10", "window10", WORK, ">= 250 k/s, <= 3.5 us", both(at_least("rate", 250e3), at_most("cpu", 3.5)), "window10"),
    Row("asynchronous, window 32", "window32", WORK, ">= 350 k/s, <= 3.5 us", both(at_least("rate", 350e3), at_most("cpu", 3.5)), "window32"),
    Row("four threads, one connection", "threads", WORK, ">= 2 x genuine", lambda o, g, f: o["rate"] >= 2 * g["rate"]),
    Row("structure of 100 values: decode, delete", "decode", WORK, "<= 0.5 x genuine", of_genuine("cpu", 0.5), "rows:copy", seconds=0.3),
    Row("  encode", "encode", WORK, "<= 0.5 x genuine", of_genuine("cpu", 0.5), "rows:copy", seconds=0.3),
    Row("  create, delete", "create", WORK, "<= 0.5 x genuine", of_genuine("cpu", 0.5), "rows:copy", seconds=0.3),
    Row("  clone, delete", "clone", WORK, "<= 0.5 x genuine", of_genuine("cpu", 0.5), "rows:copy", seconds=0.3),
    Row("node of 102 leaves", "node", WORK, "<= 12 us", at_most("cpu", 12), "node"),
    Row("data set of 100 members", "set100", WORK, "<= 18 us", at_most("cpu", 18), "set100"),
    Row("data set of 500 members", "set500", WORK, "<= 65 us", at_most("cpu", 65), "set500"),
    Row("report of 10 members", "report10", WORK, "<= 3 us", at_most("cpu", 3), "report10"),
    Row("report of 100 members", "report100", WORK, "<= 15 us", at_most("cpu", 15), "report100"),
    Row("report of 500 members", "report500", WORK, "<= 75 us", at_most("cpu", 75), "report500"),
    Row("data set of 500, 100 Mbit/s, MTU 1500", "set500", WORK, ">= 0.9 x floor", lambda o, g, f: o["rate"] >= 0.9 * f["rate"], "set500", pinned=False, wire=True),
    Row("file, 100 Mbit/s, MTU 1500 (MB/s)", "file", WORK, ">= 0.9 x floor", lambda o, g, f: o["rate"] >= 0.9 * f["rate"], "file", pinned=False, seconds=5.0, wire=True),
    Row("connect, close, destroy", "connect", WORK, ">= 4 k/s", at_least("rate", 4e3), "connect"),
    Row("release (ms)", "connect", ("release_ms",), "<= 0.3", at_most("release_ms", 0.3)),
    Row("types of 12 096 leaves, 252 requests, 1 ms away (ms)", "types", ("ms",), "<= 0.25 x genuine", of_genuine("ms", 0.25), "", ("--delay", 1000), False),
    Row("every directory of 23 000 cached names (ms CPU)", "directory", ("ms",), "<= 20", at_most("ms", 20), seconds=0.2),
    Row("50 MB file (MB/s, us/MB)", "file", WORK, ">= 2.2 GB/s, <= 250 us/MB", both(at_least("rate", 2200), at_most("cpu", 250)), "file"),
    Row("load and first create (ms)", "load", ("ms",), "<= 0.4", at_most("ms", 0.4)),
    Row("1 000 idle connections: % of a core, threads, kB each, s to close", "crowd1000", ("idle_percent", "threads", "kb_each", "close_s"),
        "< 0.5 %, a handful, <= 12 kB, <= 0.1 s", both(at_most("idle_percent", 0.5), at_most("threads", 8), at_most("kb_each", 12), at_most("close_s", 0.1)), pinned=False, seconds=2),
)
