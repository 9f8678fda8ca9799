"""Every service of mms_client_connection.h, good and bad, for a server with the names of a model."""

TRUE = {"value": ["bool", True]}
TIMES = [{"value": ["time", 0]}, {"value": ["time", 4000000000000]}]
BOOL, LIST = {"out": "bool"}, {"out": "list"}


def both_ways(name, *arguments, outs=()):
    """A service and its asynchronous form."""
    return [["call", name, *arguments, *outs], ["later", name, *arguments]]


def names(domain, *others):
    found = both_ways("getVMDVariableNames")[:1] + [["later", "getVMDVariableNames", None], ["call", "getDomainNames"], ["later", "getDomainNames", None, None],
                                                   ["call", "getVariableListNamesAssociationSpecific"], ["later", "getVariableListNamesAssociationSpecific", None]]
    for where in (domain, *others):
        for what in ("getDomainVariableNames", "getDomainVariableListNames"):
            found += [["call", what, where], ["later", what, where, None, None], ["later", what, where, "LLN0", None]]
        found += [["call", "getDomainJournals", where], ["later", "getDomainJournals", where, None]]
    return found


def variables(domain, item, member, array=None, spare=False):
    """Reading and describing; `member` is a component of the variable `item`. `spare`: not what the genuine server dies of or does not answer."""
    found = []
    for where, what in ((domain, item), (domain, "LLN0$XX$nothing"), ("nowhere", item), (None, item)):
        found += both_ways("readVariable", where, what) + ([] if spare and where is None else both_ways("getVariableAccessAttributes", where, what))
    for component in (member, "nothing"):
        found += both_ways("readVariableComponent", domain, item, component)
    for index in (0, 1, 99):
        found += both_ways("readSingleArrayElementWithComponent", domain, array or item, index, member)
        for count in () if spare and index == 99 else (0, 1, 2):
            found += both_ways("readArrayElements", domain, array or item, index, count)
    for items in ([item], [item, "LLN0$XX$nothing", item], []):
        found += both_ways("readMultipleVariables", domain, {"list": items})
    return found + both_ways("readMultipleVariables", "nowhere", {"list": [item]})


def writes(domain, item, component, array=None):
    found = []
    for where, what in ((domain, item), (domain, "LLN0$XX$nothing"), ("nowhere", item)):
        for value in (TRUE, {"value": ["int", 70000]}, {"value": ["struct", ["bool", True], ["text", "x"]]}):
            found += both_ways("writeVariable", where, what, value)
    found += both_ways("writeVariableComponent", domain, item, component, TRUE)
    if array:
        found += both_ways("writeSingleArrayElementWithComponent", domain, array, 1, component, TRUE)
        for count in (0, 1, 2):
            found += both_ways("writeArrayElements", domain, array, 1, count, {"value": ["array", ["int", 1], ["int", 2]]})
    for items in ([item], [item, "LLN0$XX$nothing"]):
        values = {"values": [["bool", True]] * len(items)}
        found += both_ways("writeMultipleVariables", domain, {"list": items}, values, outs=[LIST])
    return found


def lists(domain, known, item, other):
    """Named variable lists: those of the server, one that is made and deleted, and those of the association."""
    specs = {"specs": [[domain, item], [domain, other]]}
    values = {"values": [["bool", True], ["bool", False]]}
    found = []
    for where, name in ((domain, known), (domain, "LLN0$nothing"), ("nowhere", known), (None, "nothing")):
        for repeat in (True, False):
            found += both_ways("readNamedVariableListValues", where, name, repeat)
        found += both_ways("readNamedVariableListDirectory", where, name, outs=[BOOL])
        if name != known:  # another number of values than members is the end of the genuine server
            found += both_ways("writeNamedVariableList", False, where, name, values, outs=[LIST])
    found += both_ways("deleteNamedVariableList", domain, "LLN0$nothing") + both_ways("deleteNamedVariableList", domain, known)
    for form in ("call", "later"):
        for specification in (specs, {"specs": [[domain, "LLN0$XX$nothing"]]}):
            found.append([form, "defineNamedVariableList", domain, "LLN0$made", specification])
        found += [[form, "defineNamedVariableList", domain, "LLN0$made", specs], *both_ways("readNamedVariableListDirectory", domain, "LLN0$made", outs=[BOOL]),
                  *both_ways("readNamedVariableListValues", domain, "LLN0$made", False), [form, "deleteNamedVariableList", domain, "LLN0$made"]]
        found += [[form, "defineNamedVariableListAssociationSpecific", "made", specs], ["call", "getVariableListNamesAssociationSpecific"],
                  *both_ways("readNamedVariableListDirectoryAssociationSpecific", "made", outs=[BOOL]), *both_ways("readNamedVariableListValuesAssociationSpecific", "made", False),
                  *both_ways("writeNamedVariableList", True, None, "made", values, outs=[LIST]),
                  [form, "deleteAssociationSpecificNamedVariableList", "made"], [form, "deleteAssociationSpecificNamedVariableList", "made"]]
    return found


def parts(domain, item):
    """Lists of parts of variables."""
    found = []
    for spec in ([domain, item, 1, None], [domain, item, 2, "mag$f"], [domain, item, 2, "mag"], [domain, item, -1, "mag"], [None, item]):
        found += both_ways("defineNamedVariableList", domain, "LLN0$parts", {"specs": [spec]}) + both_ways("defineNamedVariableListAssociationSpecific", "parts", {"specs": [spec]})
    return found


def vmd():
    return both_ways("identify") + [step for extended in (True, False) for step in (
        ["call", "getServerStatus", {"out": "int"}, {"out": "int"}, extended], ["later", "getServerStatus", extended])]


def files(*known):
    found = [["call", "fileOpen", "nothing", 0, {"out": "u32"}, {"out": "u64"}], ["later", "fileOpen", "nothing", 0], ["directory", None], ["directory", "nothing"],
             ["later", "getFileDirectory", None, None], ["later", "getFileDirectory", "nothing", None], ["call", "fileRead", 99, None, None], ["later", "fileRead", 99],
             *both_ways("fileClose", 99), *both_ways("fileDelete", "nothing"), *both_ways("fileRename", "nothing", "other"), *both_ways("obtainFile", "nothing", "other")]
    for name in known:
        found += [["file", name], ["later", "fileOpen", name, 3], ["directory", None, name]]
    return found


def journals(domain, journal):
    found = []
    for where, name in ((domain, journal), (domain, "LLN0$nothing")):
        found += both_ways("readJournalTimeRange", where, name, *TIMES, outs=[BOOL])
        found += both_ways("readJournalStartAfter", where, name, TIMES[0], {"value": ["octets", "0102030405060708"]}, outs=[BOOL])
    wrong = {"value": ["int", 1]}
    return found + both_ways("readJournalTimeRange", domain, journal, wrong, TIMES[1], outs=[BOOL]) + both_ways("readJournalStartAfter", domain, journal, TIMES[0], wrong, outs=[BOOL])
