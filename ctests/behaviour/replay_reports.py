"""The rows about report control blocks and reports."""

import re
import time
from ctypes import CFUNCTYPE, c_void_p, cast

from replay_notation import LD, Notation, moment, quoted

ReportHandler = CFUNCTYPE(None, c_void_p, c_void_p)
#: what the members of py61850 are in C, and their bits
GETTERS = {"rpt_id": "RptId", "rpt_ena": "RptEna", "resv": "Resv", "dataset_reference": "DataSetReference", "conf_rev": "ConfRev", "optflds": "OptFlds",
           "buf_tm": "BufTm", "sq_num": "SqNum", "trg_ops": "TrgOps", "intg_pd": "IntgPd", "gi": "GI", "purge_buf": "PurgeBuf", "resv_tms": "ResvTms"}
MASKS = {"rpt_id": 1, "rpt_ena": 2, "resv": 4, "dataset_reference": 8, "optflds": 32, "buf_tm": 64, "trg_ops": 256, "intg_pd": 512, "gi": 1024,
         "purge_buf": 2048, "resv_tms": 16384}
ELEMENTS = {"rpt_id": "RPT_ID", "rpt_ena": "RPT_ENA", "resv": "RESV", "dataset_reference": "DATSET", "optflds": "OPT_FLDS", "buf_tm": "BUF_TM", "trg_ops": "TRG_OPS",
            "intg_pd": "INTG_PD", "gi": "GI", "resv_tms": "RESV_TMS"}
TRIGGERS = {1: "DATA_CHANGED", 2: "QUALITY_CHANGED", 4: "DATA_UPDATE", 8: "INTEGRITY", 16: "GI", 128: "TRANSIENT"}
OPTIONS = {"SEQ_NUM": 1, "TIME_STAMP": 2, "REASON_FOR_INCLUSION": 4, "DATA_SET": 8, "DATA_REFERENCE": 16, "BUFFER_OVERFLOW": 32, "ENTRY_ID": 64, "CONF_REV": 128, "ALL": 255}
REASONS = {0: "NOT_INCLUDED", 1: "DATA_CHANGE", 2: "QUALITY_CHANGE", 4: "DATA_UPDATE", 8: "INTEGRITY", 16: "GI", 32: "UNKNOWN"}
#: optflds of a block that was read fails inside py61850
NO_OPTIONS = {"exc": "AttributeError", "msg": "'int' object has no attribute 'value'"}
FLAGS = {"has_buf_ovfl": "BufOvfl", "has_conf_rev": "ConfRev", "has_data_reference": "DataReference", "has_dataset_name": "DataSetName",
         "has_reason_for_inclusion": "ReasonForInclusion", "has_seq_num": "SeqNum", "has_sub_seq_num": "SubSeqNum", "has_timestamp": "Timestamp"}


def local(text):
    """The value that a scenario `set … on …` names."""
    number = re.search(r": (\d+)>", text)
    if number:
        return int(number[1])
    named = {"True": True, "False": False, "'200 chars'": "x" * 200}
    return named[text] if text in named else text.strip("'") if "'" in text else int(text)


class Reports(Notation):
    def read_rcb(self, reference, block=None):
        return self.handle("getRCBValues", reference, block)

    def write_rcb(self, block, single=True, **values):
        """Sets attributes and writes them."""
        for member, value in values.items():
            value = value.encode() if isinstance(value, str) else value
            getattr(self.c, "ClientReportControlBlock_set" + GETTERS[member])(block, value)
        self.handle("setRCBValues", block, sum(MASKS[member] for member in values), single)

    def rcb(self, block, member):
        """An attribute of a block, as the file shows it."""
        found = getattr(self.c, "ClientReportControlBlock_get" + GETTERS[member])(block)
        if member == "trg_ops":
            return "ReportTriggerOptions." + "|".join(name for bit, name in TRIGGERS.items() if found & bit)
        if member == "resv_tms":
            return found & 0xFFFF
        return NO_OPTIONS if member == "optflds" else quoted(found) if isinstance(found, bytes) else found

    def whole_rcb(self, block):
        c = self.c
        return {member: self.rcb(block, member) for member in GETTERS} | {
            "element_changed": "RcbElement(0)", "handle": "<ptr>", "reference": quoted(c.ClientReportControlBlock_getObjectReference(block)),
            "entry_id": self.whole_value(self.mms(c.ClientReportControlBlock_getEntryId(block))),
            "has_resv_tms": c.ClientReportControlBlock_hasResvTms(block), "is_buffered": c.ClientReportControlBlock_isBuffered(block),
        }

    def basic_report(self, member):
        reference = LD + "/LLN0.RP.URCBA01"
        if member == "read_rcb":
            return "<ReportControlBlock>" if self.read_rcb(reference) else None
        if member == "create_rcb_and_subscribe":  # writes no attribute at all
            block = self.read_rcb(reference)
            self.listen(reference, "urcba", [])
            return self.write_rcb(block)
        if member == "register_report_handler":
            return self.listen(reference, "urcba", [])
        if member == "unregister_report_handler":
            return self.c.IedConnection_uninstallReportHandler(self.con, reference.encode())
        if member == "update_rcb_values":
            self.read_rcb(reference, self.some_rcb)
            return None
        if member == "set_rcb_values":
            return [self.write_rcb(self.some_rcb, buf_tm=10), self.read_rcb(reference, self.some_rcb) and None]
        return NotImplemented

    def row_rcb_props(self, member, scenario):
        if not self.con:
            self.opened()
        member = member.removeprefix("ReportControlBlock.")
        read = re.fullmatch(r"(?:get, )?((?:RP|BR)\.\w+)", scenario)
        reference = re.fullmatch(r"reference '(.*)'", scenario)
        change = re.fullmatch(r"set (.*) on ((?:RP|BR)\.\w+), set_rcb_values, update_rcb_values", scenario)
        if reference:
            return self.whole_rcb(self.read_rcb(reference[1]))
        if read and member != "element_changed":
            block = self.read_rcb(f"{LD}/LLN0.{read[1]}")
            if member == "entry_time":
                return type(self.c.ClientReportControlBlock_getEntryTime(block)).__name__
            return self.rcb(block, member) if member in GETTERS else self.whole_rcb(block)[member]
        if change:
            return self.changed_rcb(f"{LD}/LLN0.{change[2]}", member, local(change[1]))
        block = self.read_rcb(LD + "/LLN0.RP.URCBA02")
        if scenario.startswith("several elements"):
            self.write_rcb(block, single=False, buf_tm=10, intg_pd=700, rpt_id="multi0", trg_ops=9)
            return [None, self.read_rcb(LD + "/LLN0.RP.URCBA02", block) and None, self.whole_rcb(block)]
        if scenario.startswith("while enabled"):
            steps = ({"rpt_ena": True}, {"intg_pd": 900}, {"rpt_id": "other"}, {"gi": True}, {"rpt_ena": False})
            return [self.shown(lambda: self.write_rcb(block, **step)) for step in steps]
        if scenario == "enable an RCB without data set":
            block = self.read_rcb(LD + "/LLN0.RP.URCBNODS")
            return [self.shown(lambda: self.write_rcb(block, rpt_ena=True))]
        return NotImplemented

    def changed_rcb(self, reference, member, value):
        """[attribute set, its local value, outcome of the write, attribute still set, outcome of a read, the server's value]."""
        block = self.read_rcb(reference)
        if member == "resv_tms" and ".BR." in reference:
            self.write_rcb(block, resv_tms=30)  # a row that the file, a sample, leaves out
        value_before = value.encode() if isinstance(value, str) else value
        getattr(self.c, "ClientReportControlBlock_set" + GETTERS[member])(block, value_before)
        kept = self.rcb(block, member)
        outcome = self.shown(lambda: self.write_rcb(block, **{member: value}))
        element = "RcbElement." + ELEMENTS[member]
        return [element, kept, outcome, element if outcome else "RcbElement(0)", self.shown(lambda: self.read_rcb(reference, block) and None), self.rcb(block, member)]

    # reports

    def report(self, report, reference):
        c = self.c
        values = self.mms(c.ClientReport_getDataSetValues(report))
        size = self.lib.MmsValue_getArraySize(values)
        ms = c.ClientReport_getTimestamp(report)
        return {name: getattr(c, "ClientReport_has" + flag)(report) for name, flag in FLAGS.items()} | {
            "buf_ovfl": c.ClientReport_getBufOvfl(report), "conf_rev": c.ClientReport_getConfRev(report), "dataset_name": quoted(c.ClientReport_getDataSetName(report)),
            "data_refs": [quoted(c.ClientReport_getDataReference(report, index)) for index in range(size)], "dataset_values": self.whole_value(values),
            "entry_id": "present" if c.ClientReport_getEntryId(report) else None, "more_seqments_follow": c.ClientReport_getMoreSeqmentsFollow(report),
            "rcb_reference": quoted(c.ClientReport_getRcbReference(report)), "reasons": [self.reason(report, index) for index in range(size)],
            "rpt_id": quoted(c.ClientReport_getRptId(report)), "seq_num": c.ClientReport_getSeqNum(report), "sub_seq_num": c.ClientReport_getSubSeqNum(report),
            "timestamp": "<datetime ~now>" if abs(ms / 1000 - time.time()) < 60 else moment(ms),
        }

    def reason(self, report, index):
        return "ReasonForInclusion." + REASONS[self.c.ClientReport_getReasonForInclusion(report, index)]

    def listen(self, reference, report_id, reports, shown=None):
        """Reports go to the list, as `shown` shows them."""
        shown = shown or (lambda report: self.report(report, reference))
        handler = ReportHandler(lambda parameter, report: reports.append(shown(report)))
        self.keep.append(handler)
        self.c.IedConnection_installReportHandler(self.con, reference.encode(), report_id and report_id.encode(), cast(handler, c_void_p), None)

    def subscribed(self, name, listen, options=255, cause=None, purge=False):
        """Listens, enables the block, has a report sent (by GI, if not told otherwise), takes all back: outcomes of enabling and cause."""
        reference = f"{LD}/LLN0.{name}"
        block = self.read_rcb(reference)
        listen(reference, self.c.ClientReportControlBlock_getRptId(block).decode())
        if purge:
            self.write_rcb(block, purge_buf=True)
        outcomes = [self.shown(lambda: self.write_rcb(block, optflds=options, rpt_ena=True))]
        outcomes.append(self.shown(cause or (lambda: self.write_rcb(block, gi=True))))
        time.sleep(0.3)
        self.shown(lambda: self.write_rcb(block, rpt_ena=False))
        self.c.IedConnection_uninstallReportHandler(self.con, reference.encode())
        return outcomes

    def reported(self, name, **more):
        reports = []
        outcomes = self.subscribed(name, lambda reference, report_id: self.listen(reference, report_id, reports), **more)
        return [*outcomes, *reports, len(reports)]

    def row_report_props(self, member, scenario):
        if not self.con:
            self.opened()
        general = re.fullmatch(r"GI report, (\S+), optflds=(\w+)", scenario)
        change = re.fullmatch(r"data change, (\S+)", scenario)
        if general:
            return self.reported(general[1], options=OPTIONS[general[2]])
        if change:
            value = 10.0 if change[1].startswith("RP") else 12.0
            return self.reported(change[1], purge=value == 12.0, cause=lambda: self.process("GGIO1.AnIn1.mag.f", value))
        if scenario == "report of 32 members":
            return self.reported("RP.URCBMANY")
        if scenario == "unknown RCB":
            return self.read_rcb(LD + "/LLN0.RP.Nope")
        return self.handled(member, scenario)

    def handled(self, member, scenario):
        """The rows on what a handler sees and does."""
        seen = []
        shows = {
            "index -1 of 4": lambda report: quoted(self.c.ClientReport_getDataReference(report, -1)), "index 100000 of 4": lambda report: self.reason(report, 100000),
            "status read inside the callback": lambda report: self.status(), "rptId None (NULL)": lambda report: "report",
        }
        if scenario in shows:
            as_null = scenario.startswith("rptId None")
            self.subscribed("RP.URCBA01", lambda reference, report_id: self.listen(reference, None if as_null else report_id, seen, shows[scenario]))
            return seen
        if scenario == "registered twice":

            def both(reference, report_id):
                for name in ("a", "b"):
                    self.listen(reference, report_id, seen, lambda report, name=name: quoted(name.encode()))

            self.subscribed("RP.URCBA01", both)
            return [text[2:-1] if text.startswith("b'") else text for text in seen]
        if member == "C:IedConnection_triggerGIReport":
            trigger = lambda: self.handle("triggerGIReport", LD + "/LLN0.RP.URCBA01")
            outcomes = self.subscribed("RP.URCBA01", lambda reference, report_id: self.listen(reference, report_id, seen, lambda report: self.reason(report, 0)), cause=trigger)
            return [0 if outcomes[1] is None else outcomes[1], seen]
        return NotImplemented
