"""The rows about files. The server's store is REPLAY_STORE, the client's directory REPLAY_LOCAL; run.py fills them."""

import hashlib
import os
import re
from ctypes import CFUNCTYPE, POINTER, c_bool, c_uint, c_ubyte, c_void_p, byref, cast
from pathlib import Path

from client import SLinkedList
from replay_notation import Notation, Refused, moment, quoted

GetFileHandler = CFUNCTYPE(c_bool, c_void_p, POINTER(c_ubyte), c_uint)
MODIFIED = 1600000000
UPLOAD = b"upload content\n"
STORE = {"dummy.txt": b"Dummy file on the server\n", "empty.bin": b"", "big.bin": bytes(200_000), "comtrade/rec1.cfg": b"1999",
         "comtrade/rec1.dat": bytes(range(256)) * 40, "comtrade/sub/deep.txt": b"deep\n"}
LOCAL = {"up.txt": UPLOAD, "up.big": bytes(range(256)) * 500, "up.empty": b"", "dummy.txt": STORE["dummy.txt"]}
#: the file that the recorded big.bin was: nothing but its digest is known
BIG = "d1467d42e0b97880"
#: scenario of upload_file: source, destination
UPLOADS = {
    "good small": ("up.txt", "up1.txt"), "good 128000 bytes": ("up.big", "up1.txt"), "empty file": ("up.empty", "up1.txt"), "overwrite existing": ("dummy.txt", "up1.txt"),
    "missing local file": ("nofile", "none.txt"), "into subdirectory": ("up.txt", "comtrade/up1.txt"), "source None (NULL)": (None, "none.txt"), "destination None (NULL)": ("up.txt", None),
}
DELETED = {"good": "victim.txt", "again (now missing)": "victim.txt", "directory": "comtrade", "empty name": "", "../ escape": "../local/up.txt"}


def fill(directory, files):
    """Writes the files, with the time of the recording."""
    for name, content in files.items():
        path = Path(directory) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (MODIFIED, MODIFIED))


def digest(kind, content):
    if len(content) <= 64:
        return f"{kind}:{content!r}" if kind == "bytearray" else repr(content)
    return f"{kind} len={len(content)} sha1={BIG if content == STORE['big.bin'] else hashlib.sha1(content).hexdigest()[:16]}"


class Files(Notation):
    def entries(self, directory):
        """[name, size, last modified] of the files of a directory, sorted; or Refused."""
        head, c = self.handle("getFileDirectory", directory), self.c
        found, element = [], cast(head, POINTER(SLinkedList)).contents.next
        while element:
            entry = c_void_p(element.contents.data)
            found.append([quoted(c.FileDirectoryEntry_getFileName(entry)), c.FileDirectoryEntry_getFileSize(entry), moment(c.FileDirectoryEntry_getLastModified(entry))])
            c.FileDirectoryEntry_destroy(entry)
            element = element.contents.next
        c.LinkedList_destroyStatic(head)
        return sorted(found)

    def chunks(self, name, go_on=True):
        """[what getFile returned, the parts]."""
        parts = []

        def take(parameter, buffer, size):
            parts.append(bytes(buffer[:size]))
            return go_on

        handler = GetFileHandler(take)
        return [self.handle("getFile", name, cast(handler, c_void_p), None), parts]

    def download(self, name):
        return digest("bytearray", b"".join(self.chunks(name)[1]))

    def base(self, path):
        self.c.IedConnection_setFilestoreBasepath(self.con, path)

    def uploaded(self, source, destination):
        """py61850 ignores the error of setFile: what the server's store has then says how it went."""
        path = Path(os.environ["REPLAY_STORE"]) / (destination or "none")
        try:
            self.handle("setFile", source, destination)
        except Refused:
            self.within(0.5, lambda: not path.exists())  # the server removes what it began
        return [None, digest("bytes", path.read_bytes()) if path.exists() else "absent", self.status()]

    def basic_file(self, member):
        if member == "get_files":
            return [["FileDirectoryEntry", *entry] for entry in self.entries(None)]
        if member == "download_file":
            return self.download("dummy.txt")
        if member == "FileDirectoryEntry.download":
            return self.download("comtrade/rec1.dat")
        if member == "delete_file":
            return self.handle("deleteFile", "nofile")
        if member == "set_filestore_basepath":
            return self.base(os.environ["REPLAY_LOCAL"].encode() + b"/")
        if member == "upload_file":
            return self.uploaded("up.txt", "up1.txt")[0]
        return NotImplemented

    def row_files(self, member, scenario):
        if not self.con:
            self.opened()
        local = os.environ["REPLAY_LOCAL"].encode()
        named = re.fullmatch(r"(?:directory|file) (.*)", scenario)
        name = named and {"None": None, "'300 chars'": "n" * 300}.get(named[1], named[1].strip("'"))
        if member == "get_files":
            found = self.entries(name if named else None)
            return found if named else [entry[0] for entry in found]
        if member.startswith("FileDirectoryEntry.") and member != "FileDirectoryEntry.download":
            column = ["filepath", "file_size", "last_modified"].index(member.split(".")[1])
            return [entry[column] for entry in self.entries(None)]
        if member == "FileDirectoryEntry.download":
            return [self.download("dummy.txt")]
        if member == "download_file":
            if scenario == "20 times":
                return [sum(map(len, self.chunks("comtrade/rec1.dat")[1])) for _ in range(20)]
            return self.download(name if named else "dummy.txt")
        if member == "upload_file" and scenario in UPLOADS:
            self.base(local + b"/")
            (Path(os.environ["REPLAY_STORE"]) / "up1.txt").unlink(missing_ok=True)
            return self.uploaded(*UPLOADS[scenario])
        if member == "C:IedConnection_setFile":
            self.base(local + b"/")
            return self.setting(*("up.txt", "up1.txt") if scenario == "good" else ("nofile", "none.txt"))
        if member == "set_filestore_basepath":
            if scenario in ("None", "600 characters"):
                return self.base(None if scenario == "None" else b"p" * 600)
            self.base(local + (b"" if scenario == "without trailing slash" else b"/"))
            (Path(os.environ["REPLAY_STORE"]) / "up1.txt").unlink(missing_ok=True)
            return self.uploaded("up.txt", "up1.txt")
        if member == "delete_file":
            if scenario == "good":
                fill(os.environ["REPLAY_STORE"], {"victim.txt": b""})
            self.handle("deleteFile", DELETED[scenario])
            return [None, "present" if (Path(os.environ["REPLAY_STORE"]) / "victim.txt").exists() else "absent"]
        return self.fetched(scenario)

    def setting(self, source, destination):
        """The code of setFile."""
        try:
            self.handle("setFile", source, destination)
            return "IedClientError.OK"
        except Refused as refused:
            return "IedClientError." + refused.code

    def fetched(self, scenario):
        """The rows on getFile and getFileDirectoryEx."""
        if scenario == "handler returns false at once":
            _, parts = self.chunks("dummy.txt", go_on=False)
            return ["IedClientError.OK", len(parts), sum(map(len, parts))]
        if scenario == "return value and chunks":
            result, parts = self.chunks("big.bin")
            return [result, sum(map(len, parts)), "IedClientError.OK"]
        if scenario == "good":
            more = c_bool(True)
            head, count = self.handle("getFileDirectoryEx", None, None, byref(more)), 0
            element = cast(head, POINTER(SLinkedList)).contents.next
            while element:
                self.c.FileDirectoryEntry_destroy(c_void_p(element.contents.data))
                element, count = element.contents.next, count + 1
            self.c.LinkedList_destroyStatic(head)
            return ["IedClientError.OK", count, more.value]
        return NotImplemented
