"""The deliberate differences to the genuine library: ctests/differences.json, the README's table in machine-readable form.

An entry: `where` (behaviour | calls | errors), `match` (regular expression on the call or row), `genuine` and `ours` (regular expressions on the JSON of
the two answers, `.*` when left out), `reason`. With `becomes`, the part `genuine` of the genuine answer is what differs: put in its place, it makes our
answer. Several such entries may be needed for one pair; nothing else may differ then.
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
        if self.becomes(name, *texts):
            return True
        for entry in self.entries:
            if "becomes" in entry:
                continue
            wanted = entry.get("genuine", ".*"), entry.get("ours", ".*")
            if re.search(entry["match"], name) and all(re.search(w, t) for w, t in zip(wanted, texts)):
                self.used.add(entry["reason"])
                return True
        return False

    def becomes(self, name, genuine, ours):
        """Whether our answer is the genuine one with the parts changed that entries name."""
        changed = set()
        for entry in self.entries:
            if "becomes" in entry and re.search(entry["match"], name):
                text = re.sub(entry["genuine"], entry["becomes"], genuine)
                if text != genuine:
                    genuine = text
                    changed.add(entry["reason"])
        if genuine == ours:
            self.used |= changed
        return genuine == ours
