"""The rows about data sets."""

import re
from ctypes import c_char_p
from datetime import datetime

from replay_notation import LD, Notation, Refused, quoted

MEMBERS = [LD + "/GGIO1.Ind1[ST]", LD + "/GGIO1.AnIn1.mag.f[MX]"]
#: scenario of createDataSet that shows the code alone: name and members
CREATED = {
    "already exists": ("LLN0.DsRpt", MEMBERS), "unknown member": ("LLN0.DynDs2", [LD + "/GGIO1.NoDO[ST]"]), "member without FC": ("LLN0.DynDs2", [LD + "/GGIO1.Ind1"]),
    "member malformed": ("LLN0.DynDs2", ["rubbish"]), "empty list": ("LLN0.DynDs2", []), "name too long": ("LLN0." + "x" * 200, MEMBERS),
}
DELETED = {"static data set": LD + "/LLN0.DsRpt", "unknown": LD + "/LLN0.NoDs", "malformed": "rubbish", "NULL": None}


class DataSets(Notation):
    def read_dataset(self, reference, dataset=None):
        return self.handle("readDataSetValues", reference, dataset)

    def dataset_reference(self, dataset):
        return quoted(self.c.ClientDataSet_getReference(dataset))

    def dataset_values(self, dataset):
        return self.mms(self.c.ClientDataSet_getValues(dataset))

    def dataset_shown(self, dataset):
        return [self.c.ClientDataSet_getDataSetSize(dataset), self.whole_value(self.dataset_values(dataset))]

    def dataset_directory(self, reference):
        return [quoted(name.encode("latin-1")) for name in self.strings(self.handle("getDataSetDirectory", reference, None))]

    def create_dataset(self, reference, members):
        """The code of createDataSet."""
        texts = [c_char_p(member.encode()) for member in members]
        chain = self.c.LinkedList_create()
        for text in texts:
            self.c.LinkedList_add(chain, text)
        try:
            self.handle("createDataSet", reference, chain)
            return "IedClientError.OK"
        except Refused as refused:
            return "IedClientError." + refused.code
        finally:
            self.c.LinkedList_destroyStatic(chain)

    def delete_dataset(self, reference):
        """[result, code] of deleteDataSet."""
        try:
            return [self.handle("deleteDataSet", reference), "IedClientError.OK"]
        except Refused as refused:
            return [False, "IedClientError." + refused.code]

    def basic_dataset(self, member):
        reference = LD + "/LLN0.DsRpt"
        if member == "read_dataset":
            return "<DataSet>" if self.read_dataset(reference) else None
        if member == "get_dataset_directory":
            return self.dataset_directory(reference)
        if member in ("update_dataset_values", "DataSet.update_values"):
            self.read_dataset(reference, self.some_dataset)
            return None
        if member == "DataSet.values":
            return self.whole_value(self.dataset_values(self.some_dataset))
        return NotImplemented

    def row_dataset(self, member, scenario):
        if not self.con:
            self.opened()
        good = re.fullmatch(r"good (\w+)", scenario)
        form = re.fullmatch(r"reference form '(.*)'", scenario)
        reference = f"{LD}/LLN0.{good[1]}" if good else form[1] if form else LD + "/LLN0.DsRpt"
        if member == "get_dataset_directory":
            return self.dataset_directory(reference)
        if member == "read_dataset":
            dataset = self.read_dataset(reference)
            shown = [self.dataset_reference(dataset)] + self.dataset_shown(dataset)
            return shown if good else shown[:2]
        if member.startswith("DataSet.") or scenario == "good: value changed on the server":
            return self.changing_dataset(member.removeprefix("DataSet."), scenario)
        if member == "C:IedConnection_createDataSet":
            return self.created_dataset(scenario)
        if member == "C:IedConnection_deleteDataSet":
            return self.delete_dataset(DELETED[scenario])
        return NotImplemented

    def changing_dataset(self, member, scenario):
        """The rows about one data set that is read and updated."""
        reference = LD + "/LLN0.DsRpt"
        dataset = self.read_dataset(reference)
        values = lambda: self.whole_value(self.dataset_values(dataset))
        if scenario == "good":
            return {"reference": lambda: self.dataset_reference(dataset), "size": lambda: self.dataset_shown(dataset)[0], "values": values,
                    "handle": lambda: "non-zero" if dataset else None}[member]()
        if scenario == "element accessors":
            held = self.dataset_values(dataset)
            return [self.lib.MmsValue_getArraySize(held)] + [self.element(held, index) for index in (0, 3, 4, -1)] + [str(native(values()["value"]))]
        held = self.lib.MmsValue_getElement(self.dataset_values(dataset), 1)
        before = values()
        self.process("GGIO1.Ind2.stVal", not before["value"][1])
        self.read_dataset(reference, dataset)
        return [self.whole_value(held) if "keeps being valid" in scenario else before, values()]

    def element(self, value, index):
        found = self.lib.MmsValue_getElement(value, index)
        return self.whole_value(found) if found else {"exc": "IndexError", "msg": "Index out of bounds"}

    def created_dataset(self, scenario):
        name, create, directory, delete = LD + "/LLN0.DynDs1", self.create_dataset, self.dataset_directory, self.delete_dataset
        if scenario.startswith("domain-specific"):
            return [create(name, MEMBERS), directory(name), self.dataset_shown(self.read_dataset(name)), self.names("getLogicalDeviceDataSets", LD), delete(name),
                    self.shown(self.read_dataset, name)]
        if scenario.startswith("association-specific"):
            created, listed, dataset = create("@Dyn", MEMBERS), directory("@Dyn"), self.read_dataset("@Dyn")
            return [created, listed, [self.dataset_reference(dataset)] + self.dataset_shown(dataset), delete("@Dyn"), self.shown(directory, "@Dyn")]
        if scenario == "VMD scope /VmdDs":
            return [create("/VmdDs", MEMBERS), directory("/VmdDs"), delete("/VmdDs")]
        if scenario == "array element member":
            return [create(name, [LD + "/GGIO1.Har.phsAHar(1).cVal[MX]"]), self.shown(directory, name), delete(name)]
        if scenario == "malformed name":
            return create("no_slash", MEMBERS)
        if scenario == "NULL name":
            return create(None, MEMBERS)
        name, members = CREATED[scenario]
        return create(f"{LD}/{name}", members)


def native(shown):
    """The Python values behind the notation of the file."""
    if isinstance(shown, list):
        return [native(item) for item in shown]
    if not isinstance(shown, str):
        return shown
    return datetime.fromisoformat(shown) if "T" in shown else float(shown)
