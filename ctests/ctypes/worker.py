"""Runs calls on one library: `worker.py LIBRARY PORT [HOST]`. Reads one JSON list [method, arguments…] of Client a line, answers one JSON line each.

A process of its own, so that a crash of the library is an outcome like any other.
"""

import json
import sys
import time

from client import Client
from declare import Library


def run(client, request):
    method, *arguments = request
    if method == "steps":
        return [answer(client, step) for step in arguments]
    if method == "sleep":
        return time.sleep(*arguments)
    if method == "timed":
        start = time.monotonic()
        result = run(client, arguments[0])
        return [result, time.monotonic() - start]
    return getattr(client, method)(*arguments)


def answer(client, request):
    """The result, or the exception that a user of ctypes would see."""
    try:
        return run(client, request)
    except Exception as error:
        return {"exception": f"{type(error).__name__}: {error}"}


def main(client_class=Client, plain=False):
    client = client_class(sys.argv[1] if plain else Library(sys.argv[1]), sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1", int(sys.argv[2]))
    for line in sys.stdin:
        print(json.dumps(answer(client, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
