"""A TLS client of the PyPI package iec61850, in a process of its own: PORT CERTIFICATES NAME VERSION. Prints what came of it."""

import asyncio
import os
import sys
from pathlib import Path

import iec61850

PORT, CERTIFICATES, NAME, VERSION = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]


async def main():
    certificate, key, authority = ((CERTIFICATES / name).read_bytes() for name in (f"{NAME}.pem", f"{NAME}.key.pem", "ca.pem"))
    version = iec61850.TlsVersion(VERSION)
    tls = iec61850.TlsConfig(ca_pem=authority, client_cert_pem=certificate, client_key_pem=key, verify_hostname=False, min_version=version, max_version=version)
    try:
        connection = await iec61850.IedConnection.connect_tls(f"127.0.0.1:{PORT}", tls, "127.0.0.1")
        devices = await connection.get_server_directory()
        print("OK", *devices, flush=True)
    except Exception as error:
        print("REFUSED", error, flush=True)


asyncio.run(main())
# its threads crash the interpreter's end now and then, when all has been told
sys.stdout.flush()
os._exit(0)
