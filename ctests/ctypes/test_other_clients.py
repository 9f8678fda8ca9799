"""Independent clients on our server: `ied`, the program of iec61850-rs, and the PyPI package iec61850.

Everything they can ask for is answered as the genuine server answers it, and as expected.
"""

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import paths
import pytest
from workers import Worker

PROGRAM = Path(__file__).resolve().parent / "server_worker.py"
FC_WRITABLE = {str(fc): 0 for fc in range(2, 8)}
RECORD = bytes(range(250)) * 12
LOG = [[1700000000000, [["SrvA/GGIO1$ST$Ind1$stVal", "830101", 1]]], [1700000001000, []]]


class Served:
    """server.cfg with handlers for everything, by one library."""

    def __init__(self, library, folder):
        self.folder = folder
        (folder / "store" / "sub").mkdir(parents=True)
        (folder / "store" / "rec.dat").write_bytes(RECORD)
        self.worker = Worker(library, 0, program=PROGRAM)
        self.worker.start()
        config = {"setFileServiceBasePath": f"{folder}/store/", "enableFileService": True}
        assert self.ask("build", str(paths.model("server.cfg")), config, FC_WRITABLE, ["vendor", "model", "rev"]) is True
        for name in ("Dir", "Sbo", "Enh", "Ctl"):
            self.ask("control", f"SrvA/GGIO1.{name}", True, False, True, True, True)
        self.ask("log", "A/LLN0$log", LOG)
        self.ask("watch_groups", "A")
        self.port = self.ask("start")

    def ask(self, *request):
        return self.worker.ask(list(request))

    def ied(self, command, *arguments):
        """What `ied mms COMMAND` prints of this server, without what differs from run to run."""
        filled = [argument.replace("FOLDER", str(self.folder)) for argument in arguments]
        done = subprocess.run([paths.ied_program(), "mms", command, f"127.0.0.1:{self.port}", *filled], capture_output=True, text=True, timeout=20)
        text = (done.stdout + done.stderr).replace(str(self.port), "PORT").replace(str(self.folder), "FOLDER")
        text = text.replace("Har$num(1)\n", "Har$num(1\n")  # the genuine parser cuts the member DE(GGIO1$MX$Har$num(1))
        return done.returncode, re.sub(r"20\d\d-?\d\d-?\d\dT?[\d:.]+Z", "TIME", text)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with ExitStack() as stack:
        both = [Served(library, tmp_path_factory.mktemp("ied")) for library in (paths.genuine_lib(), paths.our_lib())]
        for served in both:
            stack.callback(served.worker.stop)
        yield both


#: what is asked, and what of the answer must be there
CASES = {
    "identify": [(["identify"], "vendor    vendor"), (["status"], "healthy   true")],
    "browse": [(["browse"], "GGIO1$CO$Dir$Oper$ctlVal"), (["browse"], "LLN0$BR$b01")],
    "read": [(["read", "SrvA/GGIO1.Ind2.stVal"], "= true"), (["read", "SrvA/GGIO1.An.mag.f", "--fc", "MX"], "= 1.5"), (["read", "SrvA/GGIO1$MX$An"], "{ 1.5 }"),
             (["read", "SrvA/GGIO1.Har.num(1)", "--fc", "MX"], ""), (["read", "SrvA/GGIO1.Nope.stVal"], "object-non-existent"), (["read", "Nope/GGIO1.Ind1.stVal"], "error")],
    "write": [(["write", "SrvA/LLN0.Set.setVal", "42", "--fc", "SP", "--type", "int"], "<- 42"), (["read", "SrvA/LLN0.Set.setVal", "--fc", "SP"], "= 42"),
              (["write", "SrvA/LLN0.Set.setVal", "true", "--fc", "SP", "--type", "bool"], "type-inconsistent"), (["write", "SrvA/GGIO1.Ind2.stVal", "true", "--fc", "ST"], "object-access-denied")],
    "type": [(["type", "SrvA/GGIO1$MX$An"], "FLOAT32"), (["type", "SrvA/GGIO1$CO$Dir$Oper"], "OCTET STRING(-64)"), (["type", "SrvA/LLN0$RP$u01"], "RptEna"), (["type", "SrvA/Nope"], "")],
    "report control block": [(["rcb", "SrvA/LLN0$RP$u01"], "RptID      uid"), (["rcb", "SrvA/LLN0$BR$b01"], "buffered (BR)"), (["rcb", "SrvA/LLN0$RP$nope"], "")],
    "reports": [(["report", "--rcb", "SrvA/LLN0$RP$u01", "--gi", "--seconds", "1"], "5 of 5 members"),
                (["report", "--rcb", "SrvA/LLN0$RP$u02", "--data-set", "SrvA/LLN0$ctl", "--gi", "--seconds", "1"], "6 of 6 members")],
    "control": [(["control", f"SrvA/GGIO1.{name}", "true", "--model", model], expected) for name, model, expected in (
        ("Dir", "direct", "(accepted)"), ("Sbo", "sbo", "(accepted)"), ("Enh", "direct-enhanced", "command termination +"), ("Ctl", "sbo-enhanced", "command termination +"),
        ("Sbo", "direct", "ObjectNotSelected (AddCause 18)"), ("Ctl", "direct", "ObjectNotSelected (AddCause 18)"))]
    + [(["control", "SrvA/GGIO1.Dir", "false", "--model", "direct", "--test", "--interlock", "--synchro", "--orcat", "2", "--orident", "me"], "(accepted)")],
    "files": [(["files"], "rec.dat"), (["files", "sub"], "0 file(s)"), (["files", "nope"], ""), (["get", "rec.dat", "FOLDER/got.dat"], ""), (["get", "nope.dat", "FOLDER/x"], "class 11, code 7"),
              (["get", "../secret", "FOLDER/x"], "class 11")],
    "log": [(["log", "SrvA/LLN0$log", "--lcb", "SrvA/LLN0$LG$lcb"], "SrvA/GGIO1$ST$Ind1$stVal = true"), (["log", "SrvA/LLN0$log", "--entries", "1"], "SrvA/GGIO1$ST$Ind1$stVal = true"), (["log", "SrvA/LLN0$nope"], "")],
    "setting groups": [(["sg", "SrvA/LLN0$SP$SGCB"], "NumOfSG 3"), (["sg", "SrvA/LLN0$SP$SGCB", "--activate", "3"], "ActSG   3"), (["sg", "SrvA/LLN0$SP$SGCB", "--edit", "1"], "EditSG  1"),
                       (["sg", "SrvA/LLN0$SP$SGCB", "--activate", "9"], ""), (["read", "SrvA/LLN0.SGCB.ActSG", "--fc", "SP"], "= 3")],
}


@pytest.mark.parametrize("command", CASES)
def test_the_client_gets_what_it_gets_from_the_genuine_server(servers, command):
    with ThreadPoolExecutor(2) as pool:
        for arguments, expected in CASES[command]:
            genuine, ours = pool.map(lambda served: served.ied(*arguments), servers)
            assert ours == genuine, arguments
            assert expected in ours[1], (arguments, ours)


def test_the_file_that_it_gets_is_the_one_that_the_server_has(servers):
    ours = servers[1]
    assert ours.ied("get", "rec.dat", "FOLDER/again.dat")[0] == 0
    assert (ours.folder / "again.dat").read_bytes() == RECORD


def test_its_commands_reach_the_handlers_and_change_the_value(servers):
    for served in servers:
        served.ask("events")
        assert served.ied("control", "SrvA/GGIO1.Dir", "true", "--model", "direct", "--orcat", "2", "--orident", "me")[0] == 0
    seen = [[event for event in served.ask("events", 0.2) if event[0] in ("check", "operate")] for served in servers]
    for events in seen:
        for event in events:
            event[2].update(client=0, object="")  # numbered differently
    assert seen[0] == seen[1] and [event[0] for event in seen[1]] == ["check", "operate"] and seen[1][0][2]["orIdent"] == b"me".hex()
    assert "= true" in servers[1].ied("read", "SrvA/GGIO1.Dir.stVal")[1]


def test_a_password_is_asked_of_the_authenticator(tmp_path):
    ours = Served(paths.our_lib(), tmp_path)
    try:
        ours.ask("password", "secret")
        assert ours.ied("identify", "--password", "secret")[0] == 0
        for arguments in ((), ("--password", "wrong")):
            code, text = ours.ied("identify", *arguments)
            assert code != 0 and "vendor    vendor" not in text
        assert [event[2] for event in ours.ask("events") if event[0] == "authenticate"] == ["secret", None, "wrong"]
    finally:
        ours.worker.stop()


#: of what the PyPI client tells, what must be there
EXPECTED = {
    "get_server_directory": "['Named', 'SrvA', 'SrvB']", "get_logical_device_directory": "['GGIO1', 'LLN0', 'LTRK1', 'PTOC1']", "get_data_directory": "['db', 'mag', 'q']",
    "read ['SrvA/GGIO1.An'": "[[1.5], b'\\x00\\x00']", "read_int32": "9", "write_bool ['SrvA/GGIO1.Ind2": "ObjectAccessDenied", "trigger_gi": "None", "reports": "general_interrogation=True",
    "operate Dir": "success=True", "operate Sbo": "success=True", "operate Enh": "success=True", "operate Ctl": "success=True", "select Sbo": "True", "query_journal_by_time": "SrvA/GGIO1$ST$Ind1$stVal",
    "delete_data_set": "True", "disconnect": "None",
}


def test_the_client_of_the_pypi_package_gets_what_it_gets_from_the_genuine_server(tmp_path):
    def told(library):
        served = Served(library, tmp_path / Path(library).name)
        try:
            command = [paths.pypi_python(), Path(paths.__file__).parent / "pypi_client.py", str(served.port)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr[-2000:]
            return [json.loads(line) for line in done.stdout.splitlines()]
        finally:
            served.worker.stop()

    with ThreadPoolExecutor(2) as pool:
        genuine, ours = pool.map(told, (paths.genuine_lib(), paths.our_lib()))
    assert ours == genuine
    for what, expected in EXPECTED.items():
        assert any(name.startswith(what) and expected in outcome for name, outcome in ours), (what, [line for line in ours if line[0].startswith(what)])
