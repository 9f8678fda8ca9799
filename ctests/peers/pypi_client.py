"""The client of the PyPI package iec61850 asks a server with ctests/models/server.cfg for all it can: `pypi_client.py PORT`.

Prints one JSON line `[what, outcome]` for each service.
"""

import asyncio
import inspect
import json
import os
import sys
import time

import iec61850
from iec61850 import FC, AcsiClass, ControlModel, RcbWriteMask

SET, REPORT = "SrvA/LLN0.ds", "SrvA/LLN0.RP.u01"
CONTROLS = (("Dir", ControlModel.DIRECT_NORMAL), ("Sbo", ControlModel.SBO_NORMAL), ("Enh", ControlModel.DIRECT_ENHANCED), ("Ctl", ControlModel.SBO_ENHANCED))
REQUESTS = [
    ["get_server_directory"], ["get_logical_device_directory", "SrvA"], *(["get_logical_node_directory", "SrvA/LLN0", kind] for kind in AcsiClass), ["get_data_directory", "SrvA/GGIO1.An"],
    ["get_variable_specification", "SrvA/GGIO1.An", FC.MX], ["get_variable_specification", "SrvA/GGIO1.Nope", FC.MX], ["get_device_model"],
    ["read", "SrvA/GGIO1.An", FC.MX], ["read_float", "SrvA/GGIO1.An.mag.f", FC.MX], ["read_bool", "SrvA/GGIO1.Ind2.stVal", FC.ST], ["read", "SrvA/GGIO1.Nope.stVal", FC.ST],
    ["read_quality", "SrvA/GGIO1.Ind1.q", FC.ST], ["read_timestamp", "SrvA/GGIO1.Ind1.t", FC.ST], ["read_multiple", [("SrvA/GGIO1.Ind2.stVal", FC.ST), ("SrvA/GGIO1.An.mag.f", FC.MX)]],
    ["write_int32", "SrvA/LLN0.Set.setVal", FC.SP, 9], ["read_int32", "SrvA/LLN0.Set.setVal", FC.SP], ["write_bool", "SrvA/GGIO1.Ind2.stVal", FC.ST, True], ["write_bool", "SrvA/LLN0.Set.setVal", FC.SP, True],
    ["get_data_set_directory", SET], ["get_data_set_values", SET], ["get_data_set_values", "SrvA/LLN0.nope"],
    ["query_journal_by_time", "SrvA/LLN0$log", 0, 4_000_000_000_000], ["query_journal_after_entry", "SrvA/LLN0$log", 1_700_000_000_000, bytes([1, 0, 0, 0, 0, 0, 0, 0])],
]


async def settled(result):
    """Awaits what is awaitable."""
    return await result if inspect.isawaitable(result) else result


async def outcome(call, *arguments, **options):
    try:
        return await settled(call(*arguments, **options))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def tell(what, result):
    print(json.dumps([what, repr(result)]), flush=True)


async def data_sets(con):
    members = (await settled(con.get_data_set_directory(SET))).members[1:3]
    tell("create_data_set", await outcome(con.create_data_set, "SrvA/LLN0.mine", members))
    for name in ("get_data_set_directory", "get_data_set_values", "delete_data_set", "get_data_set_values"):
        tell(name, await outcome(getattr(con, name), "SrvA/LLN0.mine"))


async def reports(con):
    block, got = await settled(con.get_rcb_values(REPORT)), []
    tell("get_rcb_values", {name: getattr(block, name) for name in dir(block) if not name.startswith("_")})
    await settled(con.install_report_handler(REPORT, got.append, rpt_id=block.rpt_id))
    block.rpt_ena = True
    tell("set_rcb_values", await outcome(con.set_rcb_values, block, RcbWriteMask.fields("rpt_ena")))
    tell("trigger_gi", await outcome(con.trigger_gi, REPORT))
    end = time.monotonic() + 3
    while not got and time.monotonic() < end:
        await settled(con.poll_reports(50))
    tell("reports", [(report.rpt_id, report.sequence_number, report.dataset_name, report.entries) for report in got])


async def controls(con):
    for name, model in CONTROLS:
        control = await settled(con.create_control_object("SrvA/GGIO1." + name, model))
        if model in (ControlModel.SBO_NORMAL, ControlModel.SBO_ENHANCED):
            tell(f"operate unselected {name}", await outcome(control.operate, True))
            tell(f"select {name}", await (outcome(control.select) if model == ControlModel.SBO_NORMAL else outcome(control.select_with_value, True)))
        tell(f"operate {name}", await outcome(control.operate, True))


async def main():
    con = await settled(iec61850.IedConnection.connect(f"127.0.0.1:{sys.argv[1]}"))
    for name, *arguments in REQUESTS:
        tell(f"{name} {arguments}", await outcome(getattr(con, name), *arguments))
    for part in (data_sets, reports, controls):
        await part(con)
    tell("disconnect", await outcome(con.disconnect))


asyncio.run(main())
# its threads crash the interpreter's end now and then, when all has been told
sys.stdout.flush()
os._exit(0)
