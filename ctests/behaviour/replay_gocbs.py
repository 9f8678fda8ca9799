"""The rows about GOOSE control blocks."""

import re

from replay_notation import LD, Notation, Refused, quoted

#: what the members of py61850 are in C
GETTERS = {"go_ena": "GoEna", "go_id": "GoID", "datset": "DatSet", "conf_ref": "ConfRev", "nds_comm": "NdsComm", "min_time": "MinTime",
           "max_time": "MaxTime", "fixed_offset": "FixedOffs"}
MASKS = {"go_ena": 1, "go_id": 2, "datset": 4}
ELEMENTS = {"go_ena": "GO_ENA", "go_id": "GO_ID", "datset": "DATSET"}
#: scenario of setGoCBValues: attribute, value, attribute shown afterwards
WRITES = {"GoEna=True": ("go_ena", True), "GoID while enabled": ("go_id", "newid"), "GoEna=False": ("go_ena", False), "GoID": ("go_id", "newid"),
          "DatSet": ("datset", LD + "/LLN0$DsRpt"), "mask 0": (None, None)}


class GooseControlBlocks(Notation):
    def read_gocb(self, reference, block=None):
        return self.handle("getGoCBValues", reference, block)

    def gocb(self, block, member):
        """An attribute of a block; `reference` and `handle` are py61850's own."""
        found = getattr(self.c, "ClientGooseControlBlock_get" + GETTERS[member])(block)
        return quoted(found) if isinstance(found, bytes) else found

    def set_gocb(self, block, member, value):
        value = value.encode() if isinstance(value, str) else value
        getattr(self.c, "ClientGooseControlBlock_set" + GETTERS[member])(block, value)

    def basic_gocb(self, member):
        if member == "read_gocb":
            return "<GooseControlBlock>" if self.read_gocb(LD + "/LLN0.gcb01") else None
        if member == "update_gocb_values":
            self.read_gocb(LD + "/LLN0.gcb01", self.some_gocb)
            return None
        return NotImplemented

    def row_gocb(self, member, scenario):
        if not self.con:
            self.opened()
        member = member.removeprefix("GooseControlBlock.")
        read = re.fullmatch(r"get (\w+)", scenario)
        reference = re.fullmatch(r"reference '(.*)'", scenario)
        local = re.fullmatch(r"set (.*) \(local\)", scenario)
        if reference:
            block = self.read_gocb(reference[1])
            return [f"b'{reference[1]}'", self.gocb(block, "go_id"), self.gocb(block, "datset")]
        if read and member in GETTERS:
            return self.gocb(self.read_gocb(f"{LD}/LLN0.{read[1]}"), member)
        if read and member == "handle":
            return "<ptr>" if self.read_gocb(f"{LD}/LLN0.{read[1]}") else None
        if local:
            block = self.read_gocb(LD + "/LLN0.gcb01")
            self.set_gocb(block, member, {"True": True, "False": False, "None": None}.get(local[1], local[1].strip("'")))
            return ["GocbElement." + ELEMENTS[member], self.gocb(block, member)]
        if member == "update_gocb_values":
            block = self.read_gocb(LD + "/LLN0.gcb01")
            self.read_gocb(LD + "/LLN0.gcb01", block)
            return [None, self.gocb(block, "go_id"), "GocbElement(0)"]
        if member == "C:IedConnection_setGoCBValues":
            name, single = re.fullmatch(r"(.+) single=(\w+)", scenario).groups()
            return self.written_gocb(*WRITES[name], single == "True")
        return NotImplemented

    def written_gocb(self, member, value, single):
        """The code of a write, and what the server has then."""
        block = self.read_gocb(LD + "/LLN0.gcb01")
        if member:
            self.set_gocb(block, member, value)
        try:
            self.handle("setGoCBValues", block, MASKS.get(member, 0), single)
            code = "OK"
        except Refused as refused:
            code = refused.code
        return ["IedClientError." + code, self.gocb(self.read_gocb(LD + "/LLN0.gcb01"), member or "go_id")]
