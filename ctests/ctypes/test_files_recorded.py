"""The file rows of ctests/behaviour/genuine-1.6.1.csv: what py61850 saw of the genuine client, asked of ours."""

import csv
import json
import re
import time
from datetime import datetime, timezone

import paths
import peers
import pytest
from test_files import SERVICE_WORKER, fill

STORE = {"dummy.txt": b"Dummy file on the server\n", "empty.bin": b"", "big.bin": bytes(200_000), "comtrade/rec1.cfg": b"1999", "comtrade/rec1.dat": bytes(10240), "comtrade/sub/deep.txt": b"deep\n"}
#: Recorded outcome, and ours: differences that are better.
BETTER = {
    "source None (NULL)": "USER_PROVIDED_INVALID_ARGUMENT", "destination None (NULL)": "USER_PROVIDED_INVALID_ARGUMENT",
    "without trailing slash": b"upload content\n",  # the base path is a directory, however it is written
}


def rows():
    with (paths.CTESTS / "behaviour" / "genuine-1.6.1.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["group"] == "files" and "ArgumentError" not in row["outcome"]]


@pytest.fixture
def site(tmp_path):
    store, local = fill(tmp_path / "store", STORE), fill(tmp_path / "local", {"up.txt": b"upload content\n", "big": bytes(128_000), "empty": b""})
    with peers.genuine_server(files=str(store)) as running, SERVICE_WORKER(paths.our_lib(), running.port) as ours:
        yield ours, store, local


def content_of(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b"absent"


def name_of(scenario):
    text = re.fullmatch(r"(?:directory|file) (.*)", scenario)
    if not text:
        return "skip"
    return None if text[1] == "None" else "n" * 300 if text[1] == "'300 chars'" else text[1].strip("'")


def test_directories_and_downloads_as_recorded(site):
    ours, compared = site[0], 0
    for row in rows():
        name, observed = name_of(row["scenario"]), json.loads(row["observed"])
        if name == "skip":
            continue
        code = row["IedClientError"] or "OK"
        if row["py61850 member"].endswith("get_files"):
            entries, error = ours.ask(["directory", name])
            stamp = lambda ms: datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
            seen = sorted([f"b'{n}'", size, stamp(when)] for n, size, when in entries) if entries is not None else None
            assert (error, seen) == (code, observed if code == "OK" else None), row
        elif row["py61850 member"].endswith("download_file"):
            answer = ours.ask(["get_file", name])
            size = re.search(r"len=(\d+)", row["observed"])
            expected = 0 if code != "OK" else int(size[1]) if size else len(eval(observed.removeprefix("bytearray:")))
            assert (answer[1], answer[0]) == (code, expected), row
        else:
            continue
        compared += 1
    assert compared >= 19


def test_uploads_as_recorded(site):
    ours, store, local = site
    base = f"{local}/"
    cases = {  # scenario: base path, source, destination
        "good small": (base, "up.txt", "a"), "good 128000 bytes": (base, "big", "b"), "empty file": (base, "empty", "c"), "overwrite existing": (base, "up.txt", "dummy.txt"),
        "missing local file": (base, "nofile", "d"), "into subdirectory": (base, "up.txt", "comtrade/up"), "source None (NULL)": (base, None, "e"), "destination None (NULL)": (base, "up.txt", None),
        "with trailing slash": (base, "up.txt", "f"), "without trailing slash": (str(local), "up.txt", "g"), "bytes": (base, "up.txt", "h"),
    }
    compared = 0
    for row in rows():
        if row["scenario"] not in cases or row["py61850 member"].endswith("setFile"):
            continue
        base_path, source, destination = cases[row["scenario"]]
        ours.ask(["basepath", base_path])
        code = ours.ask(["set_file", source, destination])
        path = store / (destination or "none")
        found = content_of(path)
        deadline = time.monotonic() + 5
        while code != "OK" and found == b"" and time.monotonic() < deadline:
            # the genuine server has made the file before it asks for its content, and removes it behind its answer
            time.sleep(0.01)
            found = content_of(path)
        if row["scenario"] in BETTER:
            assert BETTER[row["scenario"]] in (code, found), (row, code, found)
        else:
            content = str(json.loads(row["observed"])[1])
            size = re.search(r"len=(\d+)", content)
            assert (len(found) == int(size[1])) if size else found == (b"absent" if content == "absent" else eval(content)), (row, code, found)
        compared += 1
    assert compared == len(cases)
    for path in (None, "p" * 600):
        ours.ask(["basepath", path])


def test_deletions_and_chunks_as_recorded(site):
    ours, store, local = site
    fill(store, {"victim": b""})
    names = {"good": "victim", "again (now missing)": "victim", "directory": "comtrade", "empty name": "", "../ escape": "../local/up.txt"}
    for row in rows():
        if row["py61850 member"].endswith("delete_file"):
            assert ours.ask(["delete_file", names[row["scenario"]]]) == (row["IedClientError"] or "OK"), row
    assert not (store / "victim").exists() and (local / "up.txt").exists()
    stopped = ours.ask(["get_file", "dummy.txt", 1])
    assert [stopped[1], stopped[5], stopped[0]] == ["OK", 1, 25]
    whole = ours.ask(["get_file", "big.bin"])
    assert [whole[0], whole[2], whole[1]] == [200_000, 200_000, "OK"]
    entries, code, more = ours.ask(["directory_ex", None, None])
    assert (code, len(entries), more) == ("OK", len(STORE), 0)
