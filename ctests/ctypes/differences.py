"""The deliberate differences to the genuine library: ctests/differences.json, the README's table in machine-readable form.

An entry: `where` (behaviour | calls | errors), `match` (regular expression on the call or row), `genuine` and `ours` (regular expressions on the JSON of
the two answers, `.*` when left out), `reason`.
"""

import json
import re
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "differences.json"


class Differences:
    def __init__(self, where, genuine=False, file=FILE):
        entries = json.loads(file.read_text())
        self.entries = [e for e in entries if where in e["where"].split() and (not genuine or e.get("genuine_too"))]
        self.used = set()

    def allows(self, name, genuine, ours):
        """Whether an entry covers this pair of answers."""
        texts = json.dumps(genuine), json.dumps(ours)
        for entry in self.entries:
            wanted = entry.get("genuine", ".*"), entry.get("ours", ".*")
            if re.search(entry["match"], name) and all(re.search(w, t) for w, t in zip(wanted, texts)):
                self.used.add(entry["reason"])
                return True
        return False
