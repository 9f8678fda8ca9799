"""A server of the PyPI package iec61850 with report control blocks, out of an SCL file. Prints `PORT n`; ends with its stdin."""

import asyncio
import inspect
import sys

import iec61850


async def settled(result):
    """Awaits what is awaitable."""
    return await result if inspect.isawaitable(result) else result


async def main():
    server = await settled(iec61850.IedServer.from_scl(sys.argv[1], ied_name="Sim"))
    await settled(server.add_dataset("LLN0$DsRep", ["LD0/GGIO1.Ind1.stVal", "LD0/GGIO1.SPCSO1.stVal"]))
    options = dict(trg_ops=["all"], opt_flds=["seq_num", "reason", "data_set"], conf_rev=3)
    await settled(server.register_urcb("LD0/LLN0.urcb01", dataset="LLN0$DsRep", rpt_id="urcb", **options))
    await settled(server.register_brcb("LD0/LLN0.brcb01", dataset="LLN0$DsRep", rpt_id="brcb", **options))
    await settled(server.bind("127.0.0.1:0"))
    await settled(server.start())
    print("PORT", str(server.bound_addr).rsplit(":", 1)[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())
