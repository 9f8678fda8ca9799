"""Setting groups, substitution and service tracking, all by reading and writing: ours and the genuine client, each with a server of its own."""

import sys

import paths
import peers
import pytest
from test_files import PROGRAM, Services

SP, SV, SG, SE, SR, ST = 2, 3, 6, 7, 8, 0


def settings_server(model):
    return peers.Peer("settings", [sys.executable, PROGRAM.parent / "settings_server.py", paths.genuine_lib(), model])


def read(reference, fc):
    return ["call", "IedConnection_readObject", reference, fc]


def write(kind, reference, fc, value):
    return ["call", f"IedConnection_write{kind}Value", reference, fc, value]


def change_of_settings(device, setting, kind, value):
    """Select a group, edit another one, confirm, activate it."""
    block = f"{device}/LLN0.SGCB"
    yield read(block, SP)
    for active in (2, 3, 0, 99):
        yield write("Unsigned32", f"{block}.ActSG", SP, active)
        yield read(f"{block}.ActSG", SP)
    yield write(kind, setting, SE, value)  # before a group is being edited
    yield write("Unsigned32", f"{block}.EditSG", SP, 2)
    yield read(f"{block}.EditSG", SP)
    for fc in (SG, SE):
        yield read(setting, fc)
        yield write(kind, setting, fc, value)
        yield read(setting, fc)
    yield write("Boolean", f"{block}.CnfEdit", SP, True)
    yield read(f"{block}.CnfEdit", SP)
    yield write("Unsigned32", f"{block}.ActSG", SP, 2)
    yield read(setting, SG)
    yield write("Unsigned32", f"{block}.EditSG", SP, 0)
    for name in ("NumOfSG", "ActSG", "EditSG", "CnfEdit", "ResvTms"):
        yield read(f"{block}.{name}", SP)


def both_agree(server, requests, what, seen=()):
    with server() as first, server() as second, Services(first.port, second.port) as both:
        answers = [both.ask(one)[1] for one in requests]
        both.verdict(what)
        for expected in seen:
            assert any(expected in str(answer) for answer in answers), (expected, answers)


@pytest.mark.parametrize("name", ["genuine", "sim"])
def test_setting_groups(name):
    if name == "sim":
        both_agree(peers.ied_sim, change_of_settings("SimLD0", "SimLD0/GAPC1.StrVal.setMag.f", "Float", 4.25), name, ["'4.25'", "'UNSIGNED', 2, 2, 2"])
    else:
        model = paths.model("matrix.cfg")
        both_agree(lambda: settings_server(model), change_of_settings("TestIEDLD0", "TestIEDLD0/GTYP1.INT32.seVal", "Int32", 77), name, ["'INTEGER', 77", "'UNSIGNED', 2, 2, 2"])


def substitution(point, kind, value):
    for enable in (True, False):
        yield write(kind, f"{point[0]}.{point[1]}", SV, value)
        yield write("Boolean", f"{point[0]}.subEna", SV, enable)
        yield read(point[0], SV)
        yield read(f"{point[0]}.subEna", SV)
        yield read(f"{point[0]}.{point[1]}", SV)
        yield read(point[0], ST)


@pytest.mark.parametrize("name", ["genuine", "sim"])
def test_substitution(name, tmp_path):
    if name == "sim":
        return both_agree(peers.ied_sim, substitution(("SimLD0/GGIO1.Ind1", "subVal"), "Boolean", True), name, ["'BOOLEAN', True"])
    path = tmp_path / "sub.cfg"
    path.write_text(SUBSTITUTION)
    both_agree(lambda: settings_server(path), substitution(("SubLD0/GGIO1.Ind1", "subVal"), "Boolean", True), name, ["['BOOLEAN', True]"])


SUBSTITUTION = """MODEL(Sub){
LD(LD0){
LN(LLN0){
DO(Mod 0){
DA(stVal 0 3 0 1 0);
}
}
LN(GGIO1){
DO(Ind1 0){
DA(stVal 0 0 0 1 0);
DA(subEna 0 0 3 0 0);
DA(subVal 0 0 3 0 0);
}
}
LN(LTRK1){
DO(GenTrk 0){
DA(objRef 0 20 8 1 0)="SubLD0/GGIO1.Ind1";
DA(serviceType 0 3 8 0 0)=7;
DA(errorCode 0 3 8 0 0)=3;
DA(t 0 22 8 0 0);
}
}
}
}
"""


def test_service_tracking(tmp_path):
    path = tmp_path / "trk.cfg"
    path.write_text(SUBSTITUTION)
    tracking = "SubLD0/LTRK1.GenTrk"
    requests = [read(tracking, SR)] + [read(f"{tracking}.{name}", SR) for name in ("objRef", "serviceType", "errorCode", "t", "nothing")]
    requests += [write("Int32", f"{tracking}.serviceType", SR, 1), read(tracking, ST)]
    both_agree(lambda: settings_server(path), requests, "tracking", ["SubLD0/GGIO1.Ind1", "'INTEGER', 7"])
