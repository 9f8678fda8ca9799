"""A server of the PyPI package iec61850 out of an SCL file, in a process of its own: SCL [CERTIFICATES]. Prints `PORT n`; ends with its stdin.

With a directory of certificates it serves over TLS and wants clients of the same authority.
"""

import asyncio
import inspect
import sys
from pathlib import Path

import iec61850


async def settled(result):
    """Awaits what is awaitable."""
    return await result if inspect.isawaitable(result) else result


async def main():
    server = await settled(iec61850.IedServer.from_scl(sys.argv[1], ied_name="Sim"))
    server.max_connections = 250
    if len(sys.argv) > 2:
        certificate, key, authority = ((Path(sys.argv[2]) / name).read_bytes() for name in ("server-rsa.pem", "rsa.pem", "ca.pem"))
        await settled(server.with_tls(certificate, key, client_ca_pem=authority))
    await settled(server.bind("127.0.0.1:0"))
    await settled(server.start())
    print("PORT", str(server.bound_addr).rsplit(":", 1)[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())
