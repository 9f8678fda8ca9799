/* A scripted session, during which inject.c makes one system call of the library fail. Against a server with ctests/models/matrix.cfg:
 *
 *     session PORT N CAPTURE [STORE SOURCE DESTINATION]
 *
 * One line for each step: `step NAME ERROR GOOD MS`. ERROR is an IedClientError, GOOD whether what came is what must come (1 where there
 * is nothing to see). At the step in which it happened: `hit FUNCTION ERRNO TCPSTATE`; at the first one that failed: `why LAYER CODE TEXT`.
 * After the failure, on the same connection object: `again …` steps.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "descriptors.h"
#include "iec61850_client.h"
#include "iec61850_ext.h"

#define LD "TestIEDLD0"
#define SETTING LD "/GTYP1.INT32.setVal"
#define ANALOGUE LD "/GGIO1.AnIn1.mag.f"
/* of the data set */
#define MEMBERS 4
#define SIZE (200 * 1024)

static void (*arm)(long);
static void (*disarm)(void);
static const char* (*what)(void);
static int (*error_number)(void), (*tcp_state)(void);
static void (*print_points)(void);

static IedConnection con;
static IedClientError error;
static struct timespec began;
static bool told_hit, told_why;

/* What handlers leave behind. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int reports, closed, answered, states[4];
static bool report_good, answer_good;
static IedClientError answer;

static void
tell(int* counter)
{
    pthread_mutex_lock(&lock);
    ++*counter;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/* Waits until the counter has got there; false after a time in which everything happens. */
static bool
wait_for(const int* counter, int value, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (ms % 1000) * 1000000L;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&lock);
    int late = 0;
    while (*counter < value && !late)
        late = pthread_cond_timedwait(&changed, &lock, &until);
    bool there = *counter >= value;
    pthread_mutex_unlock(&lock);
    return there;
}

static void
begin(void)
{
    clock_gettime(CLOCK_MONOTONIC, &began);
    error = IED_ERROR_OK;
}

static void
done(const char* name, bool good)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("step %s %d %d %ld\n", name, error, good, (now.tv_sec - began.tv_sec) * 1000 + (now.tv_nsec - began.tv_nsec) / 1000000);
    if (!told_hit && what()) {
        told_hit = true;
        printf("hit %s %d %d\n", what(), error_number(), tcp_state());
    }
    Iec61850Failure failure;
    /* Captures have no association, and files no failure of theirs. */
    bool of_association = strncmp(name, "capture", 7) != 0 && strcmp(name, "file-sent") != 0;
    if (!told_why && of_association && error != IED_ERROR_OK && con && IedConnection_getLastFailure(con, &failure)) {
        told_why = true;
        printf("why %s %d %s\n", Iec61850Layer_toString(failure.layer), failure.code, failure.text);
    }
    fflush(stdout);
    begin();
}

static void
on_closed(void* parameter, IedConnection connection)
{
    (void) parameter;
    (void) connection;
    tell(&closed);
}

static void
on_state(void* parameter, IedConnection connection, IedConnectionState state)
{
    (void) parameter;
    (void) connection;
    tell(&states[state]);
}

static void
on_report(void* parameter, ClientReport report)
{
    (void) parameter;
    report_good = MmsValue_getArraySize(ClientReport_getDataSetValues(report)) == MEMBERS && ClientReport_getReasonForInclusion(report, 0) == IEC61850_REASON_GI;
    tell(&reports);
}

static void
on_value(uint32_t invoke_id, void* parameter, IedClientError err, MmsValue* value)
{
    (void) invoke_id;
    (void) parameter;
    answer = err;
    answer_good = value && MmsValue_getType(value) == MMS_FLOAT;
    MmsValue_delete(value);
    tell(&answered);
}

static bool
holds(LinkedList list, const char* name)
{
    bool found = false;
    for (LinkedList element = list ? LinkedList_getNext(list) : NULL; element; element = LinkedList_getNext(element))
        found |= strcmp(LinkedList_getData(element), name) == 0;
    if (list)
        LinkedList_destroy(list);
    return found;
}

static void
browse(void)
{
    done("server-directory", holds(IedConnection_getServerDirectory(con, &error, false), LD));
    done("device-directory", holds(IedConnection_getLogicalDeviceDirectory(con, &error, LD), "GGIO1"));
    done("node-directory", holds(IedConnection_getLogicalNodeDirectory(con, &error, LD "/GGIO1", ACSI_CLASS_DATA_OBJECT), "AnIn1"));
}

static void
values(void)
{
    MmsValue* value = IedConnection_readObject(con, &error, LD "/GGIO1.AnIn1", IEC61850_FC_MX);
    bool good = value && MmsValue_getType(value) == MMS_STRUCTURE;
    if (value)
        MmsValue_delete(value);
    done("read", good);
    IedConnection_writeInt32Value(con, &error, SETTING, IEC61850_FC_SP, (int32_t) getpid());
    bool written = error == IED_ERROR_OK;
    done("write", true);
    int32_t back = IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
    done("read-back", !written || back == (int32_t) getpid());
    ClientDataSet set = IedConnection_readDataSetValues(con, &error, LD "/LLN0.DsRpt", NULL);
    good = set && ClientDataSet_getDataSetSize(set) == MEMBERS;
    if (set)
        ClientDataSet_destroy(set);
    done("data-set", good);
}

static void
report(void)
{
    const char* reference = LD "/LLN0.RP.URCBA01";
    ClientReportControlBlock block = IedConnection_getRCBValues(con, &error, reference, NULL);
    done("rcb", block != NULL);
    IedConnection_installReportHandler(con, reference, block ? ClientReportControlBlock_getRptId(block) : "x", on_report, NULL);
    if (!block)
        block = ClientReportControlBlock_create(reference);
    ClientReportControlBlock_setTrgOps(block, TRG_OPT_DATA_CHANGED | TRG_OPT_GI);
    ClientReportControlBlock_setOptFlds(block, RPT_OPT_REASON_FOR_INCLUSION | RPT_OPT_DATA_SET | RPT_OPT_SEQ_NUM);
    ClientReportControlBlock_setRptEna(block, true);
    IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_OPT_FLDS | RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_RPT_ENA, true);
    done("rcb-enabled", true);
    IedConnection_triggerGIReport(con, &error, reference);
    bool due = error == IED_ERROR_OK;
    done("gi", true);
    /* A report that does not come shows no error of its own: it is right that it stays out only when the connection is gone. */
    if (due && !wait_for(&reports, 1, 1500))
        error = IedConnection_getState(con) == IED_STATE_CONNECTED ? IED_ERROR_OK : IED_ERROR_CONNECTION_LOST;
    else if (!due)
        error = IED_ERROR_NOT_CONNECTED;
    done("report", report_good);
    ClientReportControlBlock_destroy(block);
}

static void
control(void)
{
    ControlObjectClient object = ControlObjectClient_create(LD "/GCTL1.SPCSO1", con);
    if (!object)
        error = IED_ERROR_UNKNOWN;
    done("control", object != NULL);
    if (!object)
        return;
    MmsValue* on = MmsValue_newBoolean(true);
    bool good = ControlObjectClient_operate(object, on, 0);
    error = ControlObjectClient_getLastError(object);
    done("operate", good);
    MmsValue_delete(on);
    ControlObjectClient_destroy(object);
}

static uint8_t content[SIZE];
static uint32_t got;
static bool same;

static bool
on_file(void* parameter, uint8_t* buffer, uint32_t size)
{
    (void) parameter;
    same = same && got + size <= SIZE && memcmp(content + got, buffer, size) == 0;
    got += size;
    return true;
}

static void
files(char** names)
{
    LinkedList entries = IedConnection_getFileDirectory(con, &error, NULL);
    bool found = false;
    for (LinkedList element = entries ? LinkedList_getNext(entries) : NULL; element; element = LinkedList_getNext(element))
        found |= strcmp(FileDirectoryEntry_getFileName(LinkedList_getData(element)), "file.bin") == 0;
    if (entries)
        LinkedList_destroyDeep(entries, (LinkedListValueDeleteFunction) FileDirectoryEntry_destroy);
    done("file-directory", found);
    for (int i = 0; i < SIZE; i++)
        content[i] = (uint8_t) (i * 7 + i / 251);
    got = 0;
    same = true;
    uint32_t size = IedConnection_getFile(con, &error, "file.bin", on_file, NULL);
    done("file-read", same && got == SIZE && size == SIZE);
    if (!names[0])
        return;
    IedConnection_setFilestoreBasepath(con, names[0]);
    IedConnection_setFile(con, &error, names[1], names[2]);
    done("file-sent", true); /* run.py compares */
}

/* The same by callbacks. */
static void
asynchronous(int port)
{
    IedConnection_connectAsync(con, &error, "localhost", port);
    bool due = error == IED_ERROR_OK;
    done("connect-async", true);
    IedConnectionState state;
    for (int ms = 0; (state = IedConnection_getState(con)) == IED_STATE_CONNECTING && ms < 1500; ms += 2)
        usleep(2000);
    bool up = state == IED_STATE_CONNECTED;
    /* Neither up nor down after the connect timeout is nothing that may be: no error, and not good. */
    error = up || state != IED_STATE_CLOSED ? IED_ERROR_OK : due ? IED_ERROR_CONNECTION_REJECTED : IED_ERROR_NOT_CONNECTED;
    done("connected-async", up);
    int count = answered;
    IedConnection_readObjectAsync(con, &error, ANALOGUE, IEC61850_FC_MX, on_value, NULL);
    bool good = true;
    if (error == IED_ERROR_OK) {
        good = wait_for(&answered, count + 1, 1500);
        if (good) {
            error = answer;
            good = answer_good;
        }
    }
    done("read-async", good);
    IedConnection_abort(con, &error);
    done("abort", true);
    IedConnection_close(con);
}

int
main(int argc, char** argv)
{
    *(void**) &arm = dlsym(RTLD_DEFAULT, "inject_arm");
    *(void**) &disarm = dlsym(RTLD_DEFAULT, "inject_disarm");
    *(void**) &what = dlsym(RTLD_DEFAULT, "inject_what");
    *(void**) &error_number = dlsym(RTLD_DEFAULT, "inject_errno");
    *(void**) &tcp_state = dlsym(RTLD_DEFAULT, "inject_state");
    *(void**) &print_points = dlsym(RTLD_DEFAULT, "inject_print");
    if (argc < 4 || !arm || !disarm || !what || !error_number || !tcp_state || !print_points)
        return 2;
    int port = atoi(argv[1]), sockets_before = descriptors("socket:"), before = descriptors("");
    alarm(40); /* run.py looks earlier; for the case that it is gone */
    begin();

    arm(atol(argv[2]));
    con = IedConnection_create();
    if (!con)
        error = IED_ERROR_UNKNOWN;
    done("create", con != NULL);
    if (!con)
        con = IedConnection_create();
    IedConnection_setConnectTimeout(con, 1000);
    IedConnection_setRequestTimeout(con, 1000);
    IedConnection_installConnectionClosedHandler(con, on_closed, NULL);
    IedConnection_installStateChangedHandler(con, on_state, NULL);
    if (!IedConnection_startCapture(con, argv[3]))
        error = IED_ERROR_UNKNOWN;
    done("capture", true);
    IedConnection_connect(con, &error, "localhost", port);
    done("connect", true);
    browse();
    values();
    report();
    control();
    files(argv + 4);
    IedConnection_release(con, &error);
    done("release", true);
    IedConnection_close(con);
    asynchronous(port);
    /* bound to an address, and with the address given */
    IedConnection_setLocalAddress(con, "127.0.0.1", 0);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    done("connect-bound", true);
    IedConnection_readFloatValue(con, &error, ANALOGUE, IEC61850_FC_MX);
    done("read-bound", true);
    /* Meanwhile the socket is read by a thread of the library. */
    usleep(20000);
    if (IedConnection_getState(con) != IED_STATE_CONNECTED)
        error = IED_ERROR_CONNECTION_LOST;
    done("quiet", true);
    IedConnection_close(con);
    done("close", true);
    if (!IedConnection_stopCapture(con))
        error = IED_ERROR_UNKNOWN;
    done("capture-stopped", true);
    disarm();

    told_why = true;
    IedConnection_close(con);
    done("again-closed", IedConnection_getState(con) == IED_STATE_CLOSED);
    int count = reports;
    IedConnection_connect(con, &error, "localhost", port);
    done("again-connect", IedConnection_getState(con) == IED_STATE_CONNECTED);
    IedConnection_readFloatValue(con, &error, ANALOGUE, IEC61850_FC_MX);
    done("again-read", true);
    /* Reports come by a thread of the library, of which there may have been none. */
    ClientReportControlBlock block = IedConnection_getRCBValues(con, &error, LD "/LLN0.RP.URCBA02", NULL);
    if (block) {
        IedConnection_installReportHandler(con, LD "/LLN0.RP.URCBA02", ClientReportControlBlock_getRptId(block), on_report, NULL);
        ClientReportControlBlock_setTrgOps(block, TRG_OPT_DATA_CHANGED | TRG_OPT_GI);
        ClientReportControlBlock_setRptEna(block, true);
        IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_RPT_ENA, true);
        IedConnection_triggerGIReport(con, &error, LD "/LLN0.RP.URCBA02");
        ClientReportControlBlock_destroy(block);
    }
    bool come = wait_for(&reports, count + 1, 1500);
    if (!come && IedConnection_getState(con) != IED_STATE_CONNECTED)
        error = IED_ERROR_CONNECTION_LOST;
    done("again-report", come);
    IedConnection_close(con);
    done("again-close", true);
    IedConnection_destroy(con);
    con = NULL;
    done("destroy", true);
    int left = descriptors("socket:");
    for (int i = 0; i < 100 && left > sockets_before; i++, left = descriptors("socket:"))
        usleep(10000);
    /* What was begun, what became of it, and what the program was told has ended. */
    printf("associations %d %d %d %d\nsockets %d\ndescriptors %d\n", states[IED_STATE_CONNECTING], states[IED_STATE_CONNECTED], states[IED_STATE_CLOSED], closed, left - sockets_before,
           descriptors("") - before);
    print_points();
    return 0;
}
