"""The genuine server with a value that counts: `--change REFERENCE SECONDS` adds 1 to a FLOAT32 attribute again and again.

Same other options and announcement as genuine_server.py.
"""

import sys
import threading
import time
from ctypes import c_float

import genuine_server


class ChangingServer(genuine_server.Server):
    reference, period = "", 1.0

    def start(self, port):
        found = super().start(port)
        threading.Thread(target=self.count, daemon=True).start()
        return found

    def count(self):
        node, number = self.node(self.reference), 0
        if not node:
            sys.exit(f"no {self.reference} in the model")
        while True:
            time.sleep(self.period)
            number += 1
            self.lib.IedServer_lockDataModel(self.server)
            self.lib.IedServer_updateFloatAttributeValue(self.server, node, c_float(number))
            self.lib.IedServer_unlockDataModel(self.server)


if __name__ == "__main__":
    at = sys.argv.index("--change")
    ChangingServer.reference, ChangingServer.period = sys.argv[at + 1], float(sys.argv[at + 2])
    del sys.argv[at : at + 3]
    genuine_server.Server = ChangingServer
    genuine_server.main()
