"""A worker that replays rows of genuine-1.6.1.csv: what the classes of py61850 ask of the C library, asked directly.

A request is ["row", group, member, scenario]; the answer [outcome, IedClientError, observed] in the notation of the file.
`None` as an answer says that the row is not about the C library or not replayed here.
"""

from replay_notation import Refused, ValueRefused
from replay_controls import Controls
from replay_datasets import DataSets
from replay_files import Files
from replay_gocbs import GooseControlBlocks
from replay_reports import Reports
from replay_services import SERVER_TYPES, WRITTEN, Services  # noqa: F401 (run.py takes them from here)
from replay_values import Values
import worker


class Replayer(Services, Values, DataSets, GooseControlBlocks, Reports, Controls, Files):
    def row(self, group, member, scenario):
        member = member.removeprefix("IedConnection.")
        replay = getattr(self, "row_" + group.replace(".", "_"), None)
        if replay is None:
            return None
        try:
            observed = replay(member, scenario)
        except Refused as refused:
            return ["IedConnectionException", refused.code, refused.shown()]
        except ValueRefused as refused:
            return ["MmsValueException", "", {"exc": "MmsValueException", "msg": refused.message}]
        return None if observed is NotImplemented else ["value", "", observed]


if __name__ == "__main__":
    worker.main(Replayer)
