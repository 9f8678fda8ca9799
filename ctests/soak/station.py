"""A server whose counter counts: `station.py LIBRARY CLIENTS RATE FILES [STOP_EVERY]`, "PORT n" when it serves; ends with its standard input.

LD0/GGIO1.Cnt.stVal is raised RATE times a second, on and on; data set LLN0.ds, control blocks u000… and b000…, settings Set0…, controls GGIO1.Dir0….
With STOP_EVERY the server is stopped and started again on its port every so many seconds; it says RESTART then.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "ctypes"), str(HERE.parent / "peers")]

import direct  # noqa: E402
from server_worker import free_port  # noqa: E402

OPER = ("DA(Oper 0 27 12 0 0){\nDA(ctlVal 0 0 12 0 0);\nDA(origin 0 27 12 0 0){\nDA(orCat 0 12 12 0 0);\nDA(orIdent 0 13 12 0 0);\n}\n"
        "DA(ctlNum 0 6 12 0 0);\nDA(T 0 22 12 0 0);\nDA(Test 0 0 12 0 0);\nDA(Check 0 24 12 0 0);\n}\n")


def model(clients):
    blocks = "".join(f"RC(u{n:03} u{n:03} 0 ds 1 1 7 0 0);\nRC(b{n:03} b{n:03} 1 ds 1 1 111 0 0);\n" for n in range(clients))
    settings = "".join(f"DO(Set{n} 0){{\nDA(setVal 0 3 2 1 0)=0;\n}}\n" for n in range(clients))
    controls = "".join(f"DO(Dir{n} 0){{\n{OPER}DA(stVal 0 0 0 1 0);\nDA(ctlModel 0 12 4 0 0)=1;\n}}\n" for n in range(clients))
    return (f"MODEL(Soak){{\nLD(LD0){{\nLN(LLN0){{\n{settings}DS(ds){{\nDE(GGIO1$ST$Cnt$stVal);\n}}\n{blocks}}}\n"
            f"LN(GGIO1){{\nDO(Cnt 0){{\nDA(stVal 0 3 0 1 0)=0;\n}}\n{controls}}}\n}}\n}}\n")


def main():
    path, clients, rate, files, *restart = sys.argv[1:]
    lib = direct.load(path)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "soak.cfg"
        file.write_text(model(int(clients)))
        made = lib.ConfigFileParser_createModelFromConfigFileEx(str(file).encode())
    config = lib.IedServerConfig_create()
    lib.IedServerConfig_setMaxMmsConnections(config, int(clients) + 20)
    lib.IedServerConfig_setFileServiceBasePath(config, files.encode() + b"/")  # the genuine library wants the slash
    # some ten seconds of entries: full, and no longer growing, when a short run is warm
    lib.IedServerConfig_setReportBufferSize(config, 100_000)
    server = lib.IedServer_createWithConfig(made, None, config)
    counter = lib.IedModel_getModelNodeByObjectReference(made, b"SoakLD0/GGIO1.Cnt.stVal")
    port = free_port()
    lib.IedServer_start(server, port)
    assert lib.IedServer_isRunning(server) and counter
    print("PORT", port, flush=True)
    over = threading.Event()

    def count():
        number, start = 0, time.monotonic()
        while not over.wait(max(0, start + number / float(rate) - time.monotonic())):
            number += 1
            lib.IedServer_updateInt32AttributeValue(server, counter, number)

    def stop_and_go():
        while not over.wait(float(restart[0])):
            lib.IedServer_stop(server)
            lib.IedServer_start(server, port)
            print("RESTART" if lib.IedServer_isRunning(server) else "DOWN", flush=True)

    threads = [threading.Thread(target=count)] + ([threading.Thread(target=stop_and_go)] if restart else [])
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    lib.IedServer_destroy(server)


if __name__ == "__main__":
    main()
