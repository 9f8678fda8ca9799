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
        return [run(client, step) for step in arguments]
    if method == "sleep":
        return time.sleep(*arguments)
    if method == "timed":
        start = time.monotonic()
        result = run(client, arguments[0])
        return [result, time.monotonic() - start]
    return getattr(client, method)(*arguments)


def main(client_class=Client):
    client = client_class(Library(sys.argv[1]), sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1", int(sys.argv[2]))
    for line in sys.stdin:
        try:
            answer = run(client, json.loads(line))
        except Exception as error:  # what a ctypes user would see
            answer = {"exception": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
