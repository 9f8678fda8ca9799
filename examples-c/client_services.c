/* One client, every service: data sets, reports, control, setting groups, files and logs, on the sample model that
 * iec61850-sim serves.
 *
 *     client_services [HOST [PORT [FILE]]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hal_thread.h"
#include "iec61850_client.h"

#define BAY "SampleBay"

/** Prints how a step went; ends the program when it went wrong. */
static void
check(const char* step, IedClientError error)
{
    printf("%-52s %s\n", step, IedClientError_toString(error));
    if (error != IED_ERROR_OK)
        exit(1);
}

static void
show(const char* name, MmsValue* value)
{
    char text[200];

    printf("    %-48s %s\n", name, MmsValue_printToBuffer(value, text, sizeof(text)));
}

/** Names, values and members of a data set. */
static void
data_set(IedConnection con)
{
    IedClientError error;
    bool deletable;
    LinkedList members = IedConnection_getDataSetDirectory(con, &error, BAY "/LLN0.Status", &deletable);
    check("data set directory", error);
    ClientDataSet values = IedConnection_readDataSetValues(con, &error, BAY "/LLN0.Status", NULL);
    check("data set values", error);

    LinkedList member = LinkedList_getNext(members);
    for (int i = 0; member != NULL; i++, member = LinkedList_getNext(member))
        show(LinkedList_getData(member), MmsValue_getElement(ClientDataSet_getValues(values), i));
    ClientDataSet_destroy(values);
    LinkedList_destroy(members);
}

static Semaphore reported;

static void
on_report(void* parameter, ClientReport report)
{
    (void) parameter;
    MmsValue* values = ClientReport_getDataSetValues(report);
    printf("    report of %s:", ClientReport_getRcbReference(report));
    for (int i = 0; i < (int) MmsValue_getArraySize(values); i++)
        if (ClientReport_getReasonForInclusion(report, i) != IEC61850_REASON_NOT_INCLUDED)
            printf(" %d %s", i, ReasonForInclusion_getValueAsString(ClientReport_getReasonForInclusion(report, i)));
    printf("\n");
    Semaphore_post(reported);
}

/** Enables a report control block and asks it for all values. */
static void
reports(IedConnection con)
{
    IedClientError error;
    const char* reference = BAY "/LLN0.RP.urcbStatus01";
    ClientReportControlBlock rcb = IedConnection_getRCBValues(con, &error, reference, NULL);
    check("report control block", error);
    reported = Semaphore_create(0);
    IedConnection_installReportHandler(con, reference, ClientReportControlBlock_getRptId(rcb), on_report, NULL);
    ClientReportControlBlock_setTrgOps(rcb, TRG_OPT_DATA_CHANGED | TRG_OPT_QUALITY_CHANGED | TRG_OPT_GI);
    ClientReportControlBlock_setRptEna(rcb, true);
    IedConnection_setRCBValues(con, &error, rcb, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_RPT_ENA, true);
    check("reports enabled", error);
    IedConnection_triggerGIReport(con, &error, reference);
    check("general interrogation", error);
    Semaphore_wait(reported);
    ClientReportControlBlock_destroy(rcb);
}

static Semaphore terminated;

static void
on_termination(void* parameter, ControlObjectClient control)
{
    (void) parameter;
    printf("    command termination, additional cause %d\n", ControlObjectClient_getLastApplError(control).addCause);
    Semaphore_post(terminated);
}

/** Switches directly, and with selection before and termination after it. */
static void
controls(IedConnection con)
{
    MmsValue* on = MmsValue_newBoolean(true);
    ControlObjectClient direct = ControlObjectClient_create(BAY "/GGIO1.SPCSO1", con);
    bool done = direct != NULL && ControlObjectClient_operate(direct, on, 0);
    check("control, direct", done ? IED_ERROR_OK : IED_ERROR_UNKNOWN);
    ControlObjectClient_destroy(direct);

    terminated = Semaphore_create(0);
    ControlObjectClient enhanced = ControlObjectClient_create(BAY "/GGIO1.SPCSO4", con);
    if (enhanced == NULL)
        check("control object", IED_ERROR_UNKNOWN);
    ControlObjectClient_setCommandTerminationHandler(enhanced, on_termination, NULL);
    done = ControlObjectClient_selectWithValue(enhanced, on);
    check("control, selected", done ? IED_ERROR_OK : IED_ERROR_UNKNOWN);
    done = ControlObjectClient_operate(enhanced, on, 0);
    check("control, operated", done ? IED_ERROR_OK : IED_ERROR_UNKNOWN);
    Semaphore_wait(terminated);
    ControlObjectClient_destroy(enhanced);
    Semaphore_destroy(terminated);

    IedClientError error;
    bool state = IedConnection_readBooleanValue(con, &error, BAY "/GGIO1.SPCSO4.stVal", IEC61850_FC_ST);
    check("status behind it", error);
    printf("    GGIO1.SPCSO4.stVal is %s\n", state ? "on" : "off");
    MmsValue_delete(on);
}

/** Edits setting group 2 and makes it the active one. */
static void
setting_groups(IedConnection con)
{
    IedClientError error;
    const char* block = BAY "/LLN0.SGCB";
    const char* setting = BAY "/PTOC1.StrVal.setMag.f";
    char reference[130];

    snprintf(reference, sizeof(reference), "%s.EditSG", block);
    IedConnection_writeUnsigned32Value(con, &error, reference, IEC61850_FC_SP, 2);
    check("setting group 2 to be edited", error);
    IedConnection_writeFloatValue(con, &error, setting, IEC61850_FC_SE, 2.5f);
    check("setting written", error);
    snprintf(reference, sizeof(reference), "%s.CnfEdit", block);
    IedConnection_writeBooleanValue(con, &error, reference, IEC61850_FC_SP, true);
    check("edit confirmed", error);
    snprintf(reference, sizeof(reference), "%s.ActSG", block);
    IedConnection_writeUnsigned32Value(con, &error, reference, IEC61850_FC_SP, 2);
    check("setting group 2 active", error);
    float value = IedConnection_readFloatValue(con, &error, setting, IEC61850_FC_SG);
    check("active setting", error);
    printf("    %s is %g\n", setting, value);
}

static bool
on_file(void* parameter, uint8_t* buffer, uint32_t size)
{
    (void) buffer;
    *(uint32_t*) parameter += size;
    return true;
}

/** The files of the server, and the content of one. */
static void
files(IedConnection con, const char* name)
{
    IedClientError error;
    LinkedList entries = IedConnection_getFileDirectory(con, &error, NULL);
    check("file directory", error);
    for (LinkedList entry = LinkedList_getNext(entries); entry != NULL; entry = LinkedList_getNext(entry)) {
        FileDirectoryEntry file = LinkedList_getData(entry);
        printf("    %-48s %u octets\n", FileDirectoryEntry_getFileName(file), FileDirectoryEntry_getFileSize(file));
    }
    LinkedList_destroyDeep(entries, (LinkedListValueDeleteFunction) FileDirectoryEntry_destroy);
    uint32_t size = 0;
    IedConnection_getFile(con, &error, name, on_file, &size);
    check("file read", error);
    printf("    %s: %u octets\n", name, size);
}

/** What the log of the first logical device has kept. */
static void
logs(IedConnection con)
{
    IedClientError error;
    bool more;
    IedConnection_writeBooleanValue(con, &error, BAY "/LLN0.lcbStatus.LogEna", IEC61850_FC_LG, true);
    check("logging enabled", error);
    MmsValue* on = MmsValue_newBoolean(false);
    ControlObjectClient control = ControlObjectClient_create(BAY "/GGIO1.SPCSO1", con);
    ControlObjectClient_operate(control, on, 0);
    ControlObjectClient_destroy(control);
    MmsValue_delete(on);
    LinkedList entries = IedConnection_queryLogByTime(con, &error, BAY "/LLN0$Events", 0, Hal_getTimeInMs() + 1000, &more);
    check("log queried", error);
    printf("    %d entries\n", LinkedList_size(entries));
    LinkedList_destroyDeep(entries, (LinkedListValueDeleteFunction) MmsJournalEntry_destroy);
}

int
main(int argc, char** argv)
{
    const char* host = argc > 1 ? argv[1] : "localhost";
    int port = argc > 2 ? atoi(argv[2]) : 102;
    IedClientError error;
    IedConnection con = IedConnection_create();

    IedConnection_connect(con, &error, host, port);
    check("connected", error);
    data_set(con);
    reports(con);
    controls(con);
    setting_groups(con);
    if (argc > 3)
        files(con, argv[3]);
    logs(con);
    IedConnection_release(con, &error);
    check("released", error);
    IedConnection_destroy(con);
    Semaphore_destroy(reported);
    return 0;
}
