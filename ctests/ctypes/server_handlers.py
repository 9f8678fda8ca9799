"""The handlers of server_worker.Server: each notes how it was called and answers what `set_result` says."""

import ctypes
from ctypes import CFUNCTYPE, POINTER, Structure, c_bool, c_char_p, c_int, c_ubyte, c_uint64, c_void_p, string_at

P = c_void_p
TOKEN = 0x1234  # what the authenticator gives each client
TYPES = {
    "check": CFUNCTYPE(c_int, P, P, P, c_bool, c_bool), "wait": CFUNCTYPE(c_int, P, P, P, c_bool, c_bool), "operate": CFUNCTYPE(c_int, P, P, P, c_bool),
    "selected": CFUNCTYPE(None, P, P, c_bool, c_int), "write": CFUNCTYPE(c_int, P, P, P, P), "read": CFUNCTYPE(c_int, P, P, P, c_int, P, P),
    "connection": CFUNCTYPE(None, P, P, c_bool, P), "rcb": CFUNCTYPE(None, P, P, P, c_int, c_char_p, c_int), "gocb": CFUNCTYPE(None, P, c_int, P),
    "svcb": CFUNCTYPE(None, P, c_int, P), "group": CFUNCTYPE(c_bool, P, P, c_ubyte, P), "confirmed": CFUNCTYPE(None, P, P, c_ubyte),
    "dataset": CFUNCTYPE(c_bool, P, P, c_int, c_char_p), "directory": CFUNCTYPE(c_bool, P, P, c_int, P), "list": CFUNCTYPE(c_bool, P, P, c_int, P, P, c_char_p, c_char_p, c_int),
    "block": CFUNCTYPE(c_bool, P, P, c_int, P, P, c_char_p, c_char_p, c_int), "file": CFUNCTYPE(c_int, P, P, c_int, c_char_p, c_char_p),
    "authenticator": CFUNCTYPE(c_bool, P, P, POINTER(P), P),
}
RCB_EVENTS = ["GET", "SET", "UNRESERVED", "RESERVED", "ENABLE", "DISABLE", "GI", "PURGEBUF", "OVERFLOW", "CREATED"]
EntryCallback = CFUNCTYPE(c_bool, P, c_uint64, c_uint64, c_bool)
DataCallback = CFUNCTYPE(c_bool, P, c_char_p, c_char_p, c_int, c_ubyte, c_bool)
GetEntries = CFUNCTYPE(c_bool, P, c_uint64, c_uint64, EntryCallback, DataCallback, P)


class LogStorage(Structure):
    _fields_ = [("instanceData", P), ("maxLogEntries", c_int), ("addEntry", CFUNCTYPE(c_uint64, P, c_uint64)),
                ("addEntryData", CFUNCTYPE(c_bool, P, c_uint64, c_char_p, P, c_int, c_ubyte)), ("getEntries", GetEntries), ("getEntriesAfter", GetEntries),
                ("getOldestAndNewestEntries", CFUNCTYPE(c_bool, P, *[POINTER(c_uint64)] * 4)), ("destroy", CFUNCTYPE(None, P))]


class Handlers:
    """Needs `lib`, `server`, `model`, `note`, `hold`, `answer`, `client`, `name`, `value` and `node` of the server."""

    def controls(self, *references, check=True, wait=False, operate=True, selected=True):
        """Control handlers that note and answer `check REF`, `wait REF`, `operate REF` of set_result (default accept)."""
        for reference in references:
            self.control(reference, check, wait, operate, selected)

    def control(self, reference, check=True, wait=False, operate=True, selected=True, apply=False):
        node, short = self.node(reference), reference.rsplit(".", 1)[1]
        if check:
            def on_check(action, parameter, value, test, interlock):
                self.note("check", short, self.action(action), self.value(value), test, interlock)
                self.explain(action, "check " + short)
                return self.answer("check " + short, -1)

            self.lib.IedServer_setPerformCheckHandler(self.server, node, self.hold("check", on_check), None)
        if wait:
            def on_wait(action, parameter, value, test, synchro):
                self.note("wait", short, self.value(value), test, synchro)
                return self.answer("wait " + short, 1)

            self.lib.IedServer_setWaitForExecutionHandler(self.server, node, self.hold("wait", on_wait), None)
        if operate:
            def on_operate(action, parameter, value, test):
                self.note("operate", short, self.action(action), self.value(value), test)
                self.explain(action, "operate " + short)
                if apply:
                    self.lib.IedServer_updateAttributeValue(self.server, self.node(reference + ".stVal"), value)
                return self.answer("operate " + short, 1)

            self.lib.IedServer_setControlHandler(self.server, node, self.hold("operate", on_operate), None)
        if selected:
            def on_selected(action, parameter, selected, reason):
                self.note("selected", short, selected, reason)

            self.lib.IedServer_setSelectStateChangedHandler(self.server, node, self.hold("selected", on_selected), None)

    def explain(self, action, key):
        for what in ("Error", "AddCause"):
            if (value := self.results.get(f"{key} {what}")) is not None:
                getattr(self.lib, "ControlAction_set" + what)(action, value)

    def action(self, action):
        lib, size = self.lib, c_int(-1)
        identity = lib.ControlAction_getOrIdent(action, ctypes.cast(ctypes.byref(size), P))
        time_of = lib.ControlAction_getControlTime(action)
        return {"orCat": lib.ControlAction_getOrCat(action), "orIdent": string_at(identity, size.value).hex() if identity else None, "ctlNum": lib.ControlAction_getCtlNum(action),
                "synchro": bool(lib.ControlAction_getSynchroCheck(action)), "interlock": bool(lib.ControlAction_getInterlockCheck(action)), "select": bool(lib.ControlAction_isSelect(action)),
                "client": self.client(lib.ControlAction_getClientConnection(action)), "object": self.name(lib.ControlAction_getControlObject(action)), "time": bool(time_of)}

    def watch_writes(self, *references, parameter=None):
        """Write handlers; what they answer is `write REF` (default -1, success)."""
        for reference in references:
            def on_write(attribute, value, client, parameter, reference=reference):
                self.note("write", self.name(attribute), self.value(value), self.client(client), parameter)
                return self.answer("write " + reference, -1)

            self.lib.IedServer_handleWriteAccess(self.server, self.node(reference), self.hold("write", on_write), parameter)

    def watch_complex(self, reference):
        def on_write(attribute, value, client, parameter):
            self.note("complex", self.name(attribute), self.value(value), self.client(client), parameter)
            return self.answer("write " + reference, -1)

        self.lib.IedServer_handleWriteAccessForComplexAttribute(self.server, self.node(reference), self.hold("write", on_write), None)

    def watch_object(self, reference, fc):
        def on_write(attribute, value, client, parameter):
            self.note("object", self.name(attribute), self.value(value), self.client(client), parameter)
            return self.answer("write " + reference, -1)

        self.lib.IedServer_handleWriteAccessForDataObject(self.server, self.node(reference), fc, self.hold("write", on_write), None)

    def watch_reads(self):
        """Answers `read LN` / `read LN.DO` of set_result."""
        def on_read(ld, ln, data_object, fc, client, parameter):
            names = [self.lib.ModelNode_getName(n).decode() if n else None for n in (ld, ln, data_object)]
            self.note("read", *names, fc, self.client(client))
            key = "read " + ".".join(n for n in names[1:] if n)
            return self.answer(key, -1)

        self.lib.IedServer_setReadAccessHandler(self.server, self.hold("read", on_read), None)

    def watch_connections(self):
        def on_connection(server, client, connected, parameter):
            peer, local = (getattr(self.lib, f"ClientConnection_get{side}Address")(client) for side in ("Peer", "Local"))
            texts = [part.decode().replace(str(self.port), "PORT") if part else None for part in (peer, local)]
            token = self.lib.ClientConnection_getSecurityToken(client)
            self.note("connection", connected, self.client(client), texts, self.lib.IedServer_getNumberOfOpenConnections(server), token)
            self.connection = client

        self.lib.IedServer_setConnectionIndicationHandler(self.server, self.hold("connection", on_connection), None)

    def abort(self):
        """Aborts the client that connected last."""
        return bool(self.lib.ClientConnection_abort(self.connection))

    def watch_blocks(self):
        """Report control blocks."""
        def on_event(parameter, rcb, client, event, name, error):
            text = self.lib.ReportControlBlock_getName(rcb)
            self.note("rcb", text.decode() if isinstance(text, bytes) else None, self.client(client), RCB_EVENTS[event], name.decode() if name else None, error)

        self.lib.IedServer_setRCBEventHandler(self.server, self.hold("rcb", on_event), None)

    def watch_block_values(self):
        """Report control blocks as their getters show them at each event."""
        getters = ("RptEna", "Resv", "RptID", "DataSet", "ConfRev", "OptFlds", "BufTm", "SqNum", "TrgOps", "IntgPd", "GI", "PurgeBuf", "ResvTms")

        def on_event(parameter, rcb, client, event, name, error):
            lib, values = self.lib, []
            for getter in getters:
                value = getattr(lib, "ReportControlBlock_get" + getter)(rcb)
                if getter in ("RptID", "DataSet") and value and not isinstance(value, bytes):
                    value = string_at(value)  # for the caller to free
                values.append(value.decode() if isinstance(value, bytes) else value)
            owner = lib.ReportControlBlock_getOwner(rcb)
            parent = lib.ReportControlBlock_getParent(rcb)
            self.note("values", lib.ReportControlBlock_getName(rcb).decode(), bool(lib.ReportControlBlock_isBuffered(rcb)), RCB_EVENTS[event], *values, self.value(owner), self.name(parent))

        self.lib.IedServer_setRCBEventHandler(self.server, self.hold("rcb", on_event), None)

    def watch_goose(self):
        def on_event(block, event, parameter):
            lib = self.lib
            data_set = lib.MmsGooseControlBlock_getDataSet(block)
            self.note("gocb", lib.MmsGooseControlBlock_getName(block).decode(), event, lib.MmsGooseControlBlock_getGoEna(block), lib.MmsGooseControlBlock_getMinTime(block),
                      lib.MmsGooseControlBlock_getMaxTime(block), lib.MmsGooseControlBlock_getFixedOffs(block), lib.MmsGooseControlBlock_getNdsCom(block), bool(data_set),
                      self.name(lib.MmsGooseControlBlock_getLogicalNode(block)))

        self.lib.IedServer_setGoCBHandler(self.server, self.hold("gocb", on_event), None)

    def watch_sampled(self):
        block = P.from_address(self.model + 40).value
        self.lib.IedServer_setSVCBHandler(self.server, block, self.hold("svcb", lambda svcb, event, parameter: self.note("svcb", svcb == block, event)), None)

    def watch_groups(self, device):
        group = self.sgcb(device)

        def changed(kind):
            def on_change(parameter, block, number, client):
                self.note(kind, block == group, number, self.client(client))
                return bool(self.answer(kind, True))

            return self.hold("group", on_change)

        self.lib.IedServer_setActiveSettingGroupChangedHandler(self.server, group, changed("active"), None)
        self.lib.IedServer_setEditSettingGroupChangedHandler(self.server, group, changed("edit"), None)
        confirmed = self.hold("confirmed", lambda parameter, block, number: self.note("confirmed", block == group, number))
        self.lib.IedServer_setEditSettingGroupConfirmationHandler(self.server, group, confirmed, None)

    def group_fields(self, device):
        group = self.sgcb(device)
        return [c_ubyte.from_address(group + at).value for at in (8, 9, 10)]

    def watch_access(self, *kinds):
        """The access handlers of 1.6: dataset, directory, list, block, file. They answer `KIND …` of set_result (default allowed)."""
        lib, text = self.lib, lambda data: data.decode("latin-1") if data else None

        def on_data_set(parameter, client, operation, reference):
            self.note("dataset", self.client(client), operation, text(reference))
            return bool(self.answer(f"dataset {operation}", True))

        def on_directory(parameter, client, category, device):
            self.note("directory", self.client(client), category, self.name(device))
            return bool(self.answer(f"directory {category}", True))

        def on_list(parameter, client, kind, ld, ln, name, sub, fc):
            self.note("list", self.client(client), kind, self.name(ld), self.name(ln), text(name), text(sub), fc)
            return bool(self.answer(f"list {text(name)}", True))

        def on_block(parameter, client, kind, ld, ln, name, sub, access):
            self.note("block", self.client(client), kind, self.name(ld), self.name(ln), text(name), text(sub), access)
            return bool(self.answer(f"block {text(name)} {access}", True))

        def on_file(parameter, client, service, local, other):
            self.note("file", service, text(local), text(other))
            return self.answer(f"file {service}", 0)

        for kind in kinds:
            if kind == "file":
                lib.MmsServer_installFileAccessHandler(lib.IedServer_getMmsServer(self.server), self.hold("file", on_file), None)
                continue
            function, handler = {"dataset": ("DataSetAccess", on_data_set), "directory": ("DirectoryAccess", on_directory), "list": ("ListObjectsAccess", on_list), "block": ("ControlBlockAccess", on_block)}[kind]
            getattr(lib, f"IedServer_set{function}Handler")(self.server, self.hold(kind, handler), None)

    def password(self, wanted):
        def check(parameter, given, token, reference):
            kind = c_int.from_address(given).value if given else None
            pointer, size = (P.from_address(given + 8).value, c_int.from_address(given + 16).value) if kind == 1 else (None, 0)
            text = string_at(pointer, size).decode("latin-1") if pointer else None
            self.note("authenticate", kind, text)
            token[0] = TOKEN
            return text == wanted

        self.lib.IedServer_setAuthenticator(self.server, self.hold("authenticator", check), None)

    def log(self, reference, entries=()):
        """A log storage in memory that notes what it is told."""
        stored = [(number + 1, time_of, [(r.encode(), bytes.fromhex(d), c) for r, d, c in data]) for number, (time_of, data) in enumerate(entries)]

        def give(chosen, entry, data, parameter):
            for number, time_of, values in chosen:
                if not entry(parameter, time_of, number, True):
                    return True
                for name, code, reason in values:
                    if not data(parameter, name, code, len(code), reason, True):
                        break
                data(parameter, None, None, 0, 0, False)
            entry(parameter, 0, 0, False)
            return True

        def add(log, time_of):
            stored.append((len(stored) + 1, time_of, []))
            self.note("addEntry", time_of > 0)
            return len(stored)

        def add_data(log, number, name, data, size, reason):
            code = string_at(data, size)
            stored[number - 1][2].append((name, code, reason))
            self.note("addEntryData", number, name.decode(), code.hex(), reason)
            return True

        def between(log, start, end, entry, data, parameter):
            self.note("getEntries", start, end)
            return give([e for e in stored if start <= e[1] <= end], entry, data, parameter)

        def after(log, time_of, number, entry, data, parameter):
            self.note("getEntriesAfter", time_of, number)
            return give([e for e in stored if e[0] > number], entry, data, parameter)

        def bounds(log, newest, newest_time, oldest, oldest_time):
            newest[0], newest_time[0], oldest[0], oldest_time[0] = (stored[-1][0], stored[-1][1], stored[0][0], stored[0][1]) if stored else (0, 0, 0, 0)
            self.note("getOldestAndNewestEntries")
            return True

        kinds = dict(LogStorage._fields_)
        storage = LogStorage(None, 0, kinds["addEntry"](add), kinds["addEntryData"](add_data), GetEntries(between), GetEntries(after),
                             kinds["getOldestAndNewestEntries"](bounds), kinds["destroy"](lambda *_: self.note("destroyed")))
        self.logs[reference] = storage
        self.lib.IedServer_setLogStorage(self.server, reference.encode(), ctypes.byref(storage))
