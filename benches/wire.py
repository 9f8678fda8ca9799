"""A link of 100 Mbit/s and MTU 1500 between two network namespaces of its own; needs root and iproute2."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from functools import cache

NEAR, FAR = f"bench-near-{os.getpid()}", f"bench-far-{os.getpid()}"
#: addresses for documentation: nothing but the namespaces knows them
HOSTS = {NEAR: "192.0.2.1", FAR: "192.0.2.2"}


def ip(*arguments, check=True):
    return subprocess.run(["ip", *arguments], check=check, capture_output=True).returncode == 0


def make():
    for name in HOSTS:
        ip("netns", "add", name)
    ip("-n", NEAR, "link", "add", "near", "mtu", "1500", "gso_max_segs", "1", "type", "veth", "peer", "name", "far", "mtu", "1500", "gso_max_segs", "1", "netns", FAR)
    for (name, host), device in zip(HOSTS.items(), ("near", "far")):
        ip("-n", name, "address", "add", f"{host}/30", "dev", device)
        ip("-n", name, "link", "set", device, "up")
        subprocess.run(["ip", "netns", "exec", name, "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", "100mbit", "burst", "4kb", "latency", "50ms"], check=True, capture_output=True)


def unmake():
    for name in HOSTS:
        ip("netns", "delete", name, check=False)


@cache
def allowed():
    """Whether such a link can be made here."""
    if os.geteuid() or not shutil.which("ip") or not shutil.which("tc"):
        return False
    try:
        make()
        return True
    except subprocess.CalledProcessError:
        return False
    finally:
        unmake()


@contextmanager
def link(wanted):
    """What to put before the commands of this and of the other end; nothing where no link is wanted or allowed."""
    if not wanted or not allowed():
        yield (), ()
        return
    try:
        make()
        yield ("ip", "netns", "exec", NEAR, "env", f"BENCH_HOST={HOSTS[FAR]}"), ("ip", "netns", "exec", FAR)
    finally:
        unmake()
