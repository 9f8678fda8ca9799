"""Our library and the genuine one, each in a process of its own against the same server, asked the same."""

import json
import os

import paths
from differences import Differences
from workers import HERE, Worker

BATCH = 200
WORKER = HERE / "worker.py"


class Pair:
    """Asks both, counts, and keeps what differs without a listed reason."""

    def __init__(self, port, setup=(["session"], ["plain", "IedConnection_setRequestTimeout", 2000]), where="calls", host="127.0.0.1", program=WORKER):
        self.ours = Worker(paths.our_lib(), port, setup, host, program)
        self.genuine = Worker(paths.genuine_lib(), port, setup, host, program)
        self.differences = Differences(where)
        self.compared = self.equal = self.listed = 0
        self.unexplained = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ours.stop()
        self.genuine.stop()

    def note(self, name, genuine, ours):
        """Counts one comparison."""
        self.compared += 1
        if isinstance(genuine, dict) and "exception" in genuine:
            self.unexplained.append((name, genuine, ours))  # a mistake of the test, not an answer
        elif genuine == ours:
            self.equal += 1
        elif self.differences.allows(name, genuine, ours):
            self.listed += 1
        else:
            self.unexplained.append((name, genuine, ours))

    def is_wedged(self):
        """Whether the genuine client's connect said OK and everything after it failed, as happens to it now and then: nothing was compared."""
        return bool(self.unexplained) and len(self.unexplained) == self.compared and all("CONNECTION_LOST" in json.dumps(genuine) for _, genuine, _ in self.unexplained)

    def ask_both(self, request, name=None):
        """One request to both, the genuine library first; the two answers."""
        genuine, ours = self.genuine.ask(request), self.ours.ask(request)
        self.note(name or json.dumps(request, ensure_ascii=False), genuine, ours)
        return genuine, ours

    def ask(self, request):
        """One request to both; the genuine answer."""
        return self.ask_both(request)[0]

    def alternate(self, requests):
        """Requests that change the server: one after the other, each by both libraries."""
        for request in requests:
            self.ask(request)

    def ask_all(self, requests, apart=False):
        """Requests that change nothing: in batches per library. The genuine answers.

        `apart`: one connection at a time, as the genuine server takes 10 ms a request while it has two.
        """
        if apart:
            self.ours.stop()
        answers = many(self.genuine, requests)
        if apart:
            self.genuine.stop()
        for request, genuine, ours in zip(requests, answers, many(self.ours, requests)):
            self.note(json.dumps(request, ensure_ascii=False), genuine, ours)
        return answers

    def verdict(self, what):
        """Prints the counts; raises when something differs that is not listed."""
        print(f"{what}: compared {self.compared}, equal {self.equal}, listed differences {self.listed}, unexplained {len(self.unexplained)}")
        for name, genuine, ours in self.unexplained[:int(os.environ.get("SHOW", "25"))]:
            print(f"  {name[:200]}\n    genuine {json.dumps(genuine)[:300]}\n    ours    {json.dumps(ours)[:300]}")
        assert self.compared, "nothing was compared"
        assert not self.unexplained, f"{len(self.unexplained)} of {self.compared} answers differ"


def many(worker, requests):
    """The answers to many requests, in batches; a batch that kills the process is asked one by one."""
    answers = []
    for start in range(0, len(requests), BATCH):
        batch = requests[start:start + BATCH]
        got = worker.ask(["steps", *batch], timeout=60)
        answers += got if isinstance(got, list) else [worker.ask(request) for request in batch]
    return answers
