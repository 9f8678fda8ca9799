"""Both libraries' MMS clients (mms_worker.py), asked the same."""

from pair import Pair
from workers import HERE

PROGRAM = HERE / "mms_worker.py"


class MmsPair(Pair):
    def __init__(self, port, setup=(["connect"],), where="mms"):
        super().__init__(port, setup, where, program=PROGRAM)
