"""Writes a C program that calls every function a library exports with NULL for its pointers: `null_sweep.py LIBRARY OUTPUT.c`.

Each call runs in a forked child: all pointers NULL and all numbers 0, then one pointer NULL at a time with the others valid.
The program prints calls and crashes and fails when there is one.
"""

import csv
import re
import subprocess
import sys
from pathlib import Path

FUNCTIONS = Path(__file__).resolve().parents[1] / "api" / "functions.csv"
HEADERS = ("iec61850_client.h mms_value.h mms_type_spec.h iec61850_common.h linked_list.h hal_time.h hal_thread.h lib_memory.h "
           "iec61850_model.h iec61850_dynamic_model.h iec61850_cdc.h iec61850_config_file_parser.h hal_filesystem.h mms_server.h iec61850_server.h "
           "mms_client_connection.h iso_connection_parameters.h tls_config.h iec61850_ext.h").split()
LEFT_OUT = {"Hal_setTimeInNs": "would set the clock of the machine"}
VALID = {
    "IedConnection": "IedConnection_create()", "LinkedList": "LinkedList_create()", "MmsValue *": "MmsValue_newIntegerFromInt32(1)",
    "Semaphore": "Semaphore_create(1)", "Thread": "Thread_create((ThreadExecutionFunction) nothing, NULL, false)", "Timestamp *": "Timestamp_create()",
    "ClientReportControlBlock": 'ClientReportControlBlock_create("LD/LN.RP.rcb")', "ClientGooseControlBlock": 'ClientGooseControlBlock_create("LD/LN.gcb")',
    "FileDirectoryEntry": 'FileDirectoryEntry_create("file", 1, 0)', "char *": "text", "uint8_t *": "octets", "void *": "octets",
    "IedModel *": "a_model()", "LogicalDevice *": "a_device()", "LogicalNode *": "a_node()", "ModelNode *": "(ModelNode *) a_node()",
    "DataObject *": "an_object()", "DataAttribute *": "an_attribute()", "DataSet *": "a_model()->dataSets", "ReportControlBlock *": "a_model()->rcbs",
    "SettingGroupControlBlock *": "a_model()->sgcbs", "GSEControlBlock *": "a_model()->gseCBs", "SVControlBlock *": "a_model()->svCBs",
    "IedServer": "a_server()", "MmsServer": "IedServer_getMmsServer(a_server())", "IedServerConfig": "IedServerConfig_create()",
    "MmsConnection": "MmsConnection_create()", "IsoConnectionParameters": "IsoConnectionParameters_create()",
    "AcseAuthenticationParameter": "AcseAuthenticationParameter_create()", "MmsVariableAccessSpecification *": "MmsVariableAccessSpecification_create(NULL, NULL)",
    "uint32_t *": "&unsigned_number", "uint64_t *": "&long_number", "LinkedList *": "&list", "ItuObjectIdentifier *": "&application.apTitle",
    "IsoApplicationReference *": "&application", "TLSConfiguration": "TLSConfiguration_create()",
    "IedClientError *": "&error", "bool *": "&flag", "int *": "&number", "MmsError *": "&mms_error",
}
SCALARS = re.compile(r"^(bool|char|int|float|double|size_t|u?int\d+_t|msSinceEpoch|nsSinceEpoch|Quality|Validity|Dbpos|MmsType|MmsError|MmsDataAccessError|"
                     r"IedClientError|FunctionalConstraint|ACSIClass|ControlModel|ReasonForInclusion|IedConnectionState|AcseAuthenticationMechanism|TLSConfigVersion|TLSEventLevel)$")
BY_VALUE = ("PhyComAddress", "Timestamp", "LastApplError", "PSelector", "SSelector", "TSelector", "IsoApplicationReference")
PROLOGUE = """/* Written by null_sweep.py. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
%s
#pragma GCC diagnostic ignored "-Wnonnull"
#pragma GCC diagnostic ignored "-Wcast-function-type"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static char text[256] = "LD/LN.DO.da";
static uint8_t octets[256];
static IedClientError error;
static MmsError mms_error;
static bool flag;
static int number;
static uint32_t unsigned_number;
static uint64_t long_number;
static IsoApplicationReference application;
static LinkedList list;

static void nothing(void) {}

static IedModel *a_model(void)
{
    static IedModel *model;
    if (model == NULL) {
        model = IedModel_create("IED");
        LogicalNode *node = LogicalNode_create("LLN0", LogicalDevice_create("LD", model));
        DataObject *object = DataObject_create("DO", (ModelNode *) node, 0);
        DataAttribute_create("da", (ModelNode *) object, IEC61850_INT32, IEC61850_FC_ST, TRG_OPT_DATA_CHANGED, 0, 0);
        DataSetEntry_create(DataSet_create("ds", node), "LLN0$ST$DO", -1, NULL);
        ReportControlBlock_create("rcb", node, NULL, true, "ds", 1, TRG_OPT_DATA_CHANGED, 0, 0, 0);
        SettingGroupControlBlock_create(node, 1, 2);
        GSEControlBlock_create("gcb", node, "id", "ds", 1, false, 10, 1000);
        SVControlBlock_create("svcb", node, "id", "ds", 1, 0, 80, 0, false);
    }
    return model;
}

static LogicalDevice *a_device(void) { return a_model()->firstChild; }
static LogicalNode *a_node(void) { return (LogicalNode *) a_device()->firstChild; }
static DataObject *an_object(void) { return (DataObject *) a_node()->firstChild; }
static DataAttribute *an_attribute(void) { return (DataAttribute *) an_object()->firstChild; }
static IedServer a_server(void) { return IedServer_create(a_model()); }

"""
EPILOGUE = """
struct sweep { const char *name; void (*call)(void); };
static const struct sweep sweeps[] = {
%s
};

int main(void)
{
    int crashes = 0, count = sizeof sweeps / sizeof sweeps[0];
    for (int i = 0; i < count; i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            alarm(10);
            sweeps[i].call();
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (status != 0) {
            crashes++;
            printf("%%s: %%s %%d\\n", sweeps[i].name, WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        }
    }
    printf("functions %d, calls %%d, crashes %%d\\n", count, crashes);
    return crashes ? 1 : 0;
}
"""


def parameters(row):
    """(type, pointer?) of each parameter."""
    for parameter in row["params"].split(";"):
        parameter = parameter.strip()
        if parameter in ("", "void"):
            continue
        parameter = re.sub(r"(\w+)\[\]$", r"*\1", parameter)
        named = re.fullmatch(r"(.*?[\s*])(\w+)", parameter)
        kind = (named[1] if named else parameter).strip()
        plain = re.sub(r"\bconst\b", "", kind).strip()
        yield kind, plain, not (SCALARS.match(plain) or plain in BY_VALUE)


def argument(kind, plain, pointer, null, exported):
    if plain in BY_VALUE:
        return f"({plain}){{0}}"
    if not pointer:
        return f"({plain}) 0"
    if null:
        return f"({kind}) 0"
    valid = VALID.get(plain)
    if valid is None and plain.endswith(("Handler", "Function")):
        return f"({plain}) nothing"
    maker = re.match(r"(\w+)\(", valid or "")
    return f"({kind}) 0" if valid is None or maker and maker[1] not in exported else valid


def main():
    library, output = sys.argv[1:]
    symbols = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    present = {line.split()[-1].split("@")[0] for line in symbols.splitlines()}
    with FUNCTIONS.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["header"] in HEADERS and row["exported_1_6_1"] == "y"]
    exported = {row["symbol"] for row in rows if row["symbol"] in present}
    cases = []
    for row in rows:
        if row["symbol"] not in exported or row["symbol"] in LEFT_OUT:
            continue
        kinds = list(parameters(row))
        pointers = [index for index, (_, _, pointer) in enumerate(kinds) if pointer]
        for label, nulls in [("all NULL", set(pointers))] + [(f"parameter {index + 1} NULL", {index}) for index in pointers if len(pointers) > 1]:
            arguments = ", ".join(argument(*kind, index in nulls, exported) for index, kind in enumerate(kinds))
            cases.append((f"{row['symbol']} {label}", f"{row['symbol']}({arguments});"))
    cases.append(("IedConnection_destroy twice", "IedConnection con = IedConnection_create(); IedConnection_destroy(con); IedConnection_destroy(con);"))
    cases.append(("IedServer_destroy twice", "IedServer server = a_server(); IedServer_destroy(server); IedServer_destroy(server);"))
    cases.append(("IedServer after its model", "IedServer server = a_server(); IedServer_start(server, 0); IedModel_destroy(a_model()); IedServer_stop(server); IedServer_destroy(server);"))
    cases.append(("IedConnection_getState after destroy", "IedConnection con = IedConnection_create(); IedConnection_destroy(con); IedConnection_getState(con);"))
    cases.append(("the extensions all NULL", "IedConnection_getLastFailure(NULL, NULL); MmsConnection_getLastFailure(NULL, NULL); MmsConnection_setTpduSize(NULL, 0); Iec61850Layer_toString(-1); "
                  "IedConnection_startCapture(NULL, NULL); IedConnection_stopCapture(NULL); MmsConnection_startCapture(NULL, NULL); MmsConnection_stopCapture(NULL); "
                  "IedServer_startCapture(NULL, NULL); IedServer_stopCapture(NULL);"))
    cases.append(("captures to nowhere", "IedConnection con = IedConnection_create(); IedConnection_startCapture(con, NULL); IedConnection_startCapture(con, \"/no/such/file\"); IedConnection_stopCapture(con); "
                  "IedServer server = a_server(); IedServer_startCapture(server, NULL); IedServer_startCapture(server, \"/dev/null\"); IedServer_startCapture(server, \"/dev/null\"); IedServer_destroy(server);"))
    cases.append(("the last failure into NULL", "IedConnection con = IedConnection_create(); IedConnection_connect(con, &error, \"127.0.0.1\", 1); IedConnection_getLastFailure(con, NULL);"))
    cases.append(("TLSConfiguration_destroy twice", "TLSConfiguration tls = TLSConfiguration_create(); TLSConfiguration_destroy(tls); TLSConfiguration_destroy(tls);"))
    cases.append(("connections with a destroyed TLSConfiguration", "TLSConfiguration tls = TLSConfiguration_create(); TLSConfiguration_destroy(tls); IedConnection_destroy(IedConnection_createWithTlsSupport(tls)); MmsConnection_destroy(MmsConnection_createSecure(tls)); IedServer_destroy(IedServer_createWithTlsSupport(a_model(), tls));"))
    cases.append(("TLSConnection functions with a handle that is none", "TLSConnection_getPeerAddress((TLSConnection) octets, text); TLSConnection_getPeerCertificate((TLSConnection) octets, &number); TLSConnection_getTLSVersion((TLSConnection) octets);"))
    cases.append(("MmsConnection_destroy twice", "MmsConnection con = MmsConnection_create(); MmsConnection_destroy(con); MmsConnection_destroy(con);"))
    cases.append(("MmsConnection of an IedConnection destroyed", "IedConnection con = IedConnection_create(); MmsConnection_destroy(IedConnection_getMmsConnection(con)); IedConnection_destroy(con);"))
    cases.append(("MmsConnection after its IedConnection", "IedConnection con = IedConnection_create(); MmsConnection mms = IedConnection_getMmsConnection(con); IedConnection_destroy(con); MmsConnection_close(mms);"))
    with open(output, "w") as c:
        c.write(PROLOGUE % "\n".join(f"#include <{header}>" for header in HEADERS))
        for index, (_, call) in enumerate(cases):
            c.write(f"static void call_{index}(void) {{ {call} }}\n")
        c.write(EPILOGUE % ("\n".join(f'    {{"{name}", call_{index}}},' for index, (name, _) in enumerate(cases)), len(exported - set(LEFT_OUT))))
    print(f"{len(exported)} functions, {len(cases)} calls")


if __name__ == "__main__":
    main()
