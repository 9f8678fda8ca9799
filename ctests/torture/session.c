/* A scripted session: each service once, each step with its error and what it found. Then, on the same object, whether it works
 * again after whatever failed. `session PORT`; armed from the first call of the library on. */
#include <dlfcn.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "iec61850_client.h"

#define IED "TestIEDLD0/"

static IedConnection con;
static IedClientError error;
static sem_t reported;

static void
said(const char* step, const char* found)
{
    printf("%-10s %2d %s\n", step, error, error == IED_ERROR_OK ? found : "-");
}

static void
said_number(const char* step, long found)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", found);
    said(step, text);
}

static void
names(const char* step, LinkedList list)
{
    said_number(step, list ? LinkedList_size(list) : -1);
    LinkedList_destroy(list);
}

static void
on_report(void* parameter, ClientReport report)
{
    (void) parameter;
    (void) report;
    sem_post(&reported);
}

static bool
on_octets(void* parameter, uint8_t* octets, uint32_t count)
{
    unsigned long* sum = parameter;
    for (uint32_t i = 0; i < count; i++)
        *sum = *sum * 31 + octets[i];
    return true;
}

static void
reports(void)
{
    ClientReportControlBlock rcb = IedConnection_getRCBValues(con, &error, IED "LLN0.RP.URCBA01", NULL);
    said("rcb", rcb ? ClientReportControlBlock_getDataSetReference(rcb) : "-");
    if (!rcb)
        return;
    IedConnection_installReportHandler(con, IED "LLN0.RP.URCBA01", ClientReportControlBlock_getRptId(rcb), on_report, NULL);
    ClientReportControlBlock_setRptEna(rcb, true);
    IedConnection_setRCBValues(con, &error, rcb, RCB_ELEMENT_RPT_ENA, true);
    said("enable", "");
    if (error == IED_ERROR_OK) {
        IedConnection_triggerGIReport(con, &error, IED "LLN0.RP.URCBA01");
        said("gi", "");
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 1;
        // a report that does not come is an error of the connection
        if (error == IED_ERROR_OK && sem_timedwait(&reported, &until))
            error = IedConnection_getState(con) == IED_STATE_CONNECTED ? 90 : IED_ERROR_CONNECTION_LOST;
        said("report", "came");
    }
    IedConnection_uninstallReportHandler(con, IED "LLN0.RP.URCBA01");
    ClientReportControlBlock_destroy(rcb);
}

static void
control(void)
{
    ControlObjectClient object = ControlObjectClient_create(IED "GCTL1.SPCSO1", con);
    if (!object) {
        printf("%-10s -1 -\n", "control");
        return;
    }
    MmsValue* on = MmsValue_newBoolean(true);
    bool done = ControlObjectClient_operate(object, on, 0);
    error = ControlObjectClient_getLastError(object);
    if (!done && error == IED_ERROR_OK)
        error = 91;
    said("operate", "");
    MmsValue_delete(on);
    ControlObjectClient_destroy(object);
}

static void
connected(const char* step, int port)
{
    error = 92;
    IedConnection_connect(con, &error, "localhost", port);
    said(step, "");
}

int
main(int argc, char** argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 102;
    sem_init(&reported, 0, 0);
    setvbuf(stdout, NULL, _IONBF, 0);
    void (*arm)(void) = (void (*)(void)) dlsym(RTLD_DEFAULT, "inject_arm");
    int (*count)(void) = (int (*)(void)) dlsym(RTLD_DEFAULT, "inject_count");
    const char* (*what)(void) = (const char* (*) (void)) dlsym(RTLD_DEFAULT, "inject_what");
    if (!arm || !count || !what)
        return 99;
    arm();

    con = IedConnection_create();
    IedConnection_setConnectTimeout(con, 1000);
    IedConnection_setRequestTimeout(con, 1000);
    connected("connect", port);
    names("devices", IedConnection_getLogicalDeviceList(con, &error));
    names("nodes", IedConnection_getLogicalDeviceDirectory(con, &error, "TestIEDLD0"));
    names("objects", IedConnection_getLogicalNodeDirectory(con, &error, IED "GGIO1", ACSI_CLASS_DATA_OBJECT));
    IedConnection_readFloatValue(con, &error, IED "GGIO1.AnIn1.mag.f", IEC61850_FC_MX);
    said("float", "");
    IedConnection_writeBooleanValue(con, &error, IED "GTYP1.BOOLEAN.setVal", IEC61850_FC_SP, true);
    said("write", "");
    char* text = IedConnection_readStringValue(con, &error, IED "LLN0.NamPlt.d", IEC61850_FC_DC);
    said("text", text ? text : "-");
    free(text);
    ClientDataSet set = IedConnection_readDataSetValues(con, &error, IED "LLN0.DsRpt", NULL);
    said_number("set", set ? ClientDataSet_getDataSetSize(set) : -1);
    ClientDataSet_destroy(set);
    reports();
    control();
    unsigned long sum = 0;
    IedConnection_getFile(con, &error, "file.bin", on_octets, &sum);
    said_number("file", (long) sum);
    IedConnection_setFilestoreBasepath(con, getenv("STORE"));
    IedConnection_setFile(con, &error, "own.bin", "uploaded.bin");
    said("upload", "");
    IedConnection_release(con, &error);
    said("release", "");

    int points = count();
    IedConnection_close(con);
    connected("again", port);
    float value = IedConnection_readFloatValue(con, &error, IED "GGIO1.AnIn1.mag.f", IEC61850_FC_MX);
    said("works", value == value ? "yes" : "no");
    IedConnection_destroy(con);
    printf("POINTS %d %s\n", points, what());
    return 0;
}
