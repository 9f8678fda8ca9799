/* Threads that use the same connections, controls and servers, for ThreadSanitizer: `storm SECONDS FOLDER [SCENES]`. SCENES are letters, all
 * five without; `race` has a race put in on purpose, between the handlers of two connections. What handlers and threads of this program
 * share is atomic and relaxed, so that it orders nothing that the library has to order; what the library promises to keep apart is plain. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hal_thread.h"
#include "iec61850_cdc.h"
#include "iec61850_client.h"
#include "iec61850_dynamic_model.h"
#include "iec61850_ext.h"
#include "iec61850_server.h"

static atomic_int check_failures;

#define GET(count) atomic_load_explicit(&count, memory_order_relaxed)
#define SET(count, value) atomic_store_explicit(&count, value, memory_order_relaxed)
#define COUNT(count) atomic_fetch_add_explicit(&count, 1, memory_order_relaxed)
#define UNCOUNT(count) atomic_fetch_sub_explicit(&count, 1, memory_order_relaxed)

#define CHECK(condition)                                                                       \
    do {                                                                                       \
        if (!(condition) && COUNT(check_failures) < 20)                                             \
            fprintf(stderr, "%s:%d: CHECK(%s) failed\n", __FILE__, __LINE__, #condition);     \
    } while (0)

#include "../c/start.h"

#define SETTING "StormLD0/LLN0.Num.setVal"
#define EVENTS "StormLD0/LLN0.events"
#define TIMEOUT 20000 /* ms; nothing is fast here */

static IedModel *model;
static IedServer server;
static DataAttribute *setting;
static int port;
static char up[500], down[500];

/* of the round */
static IedConnection con;
static ControlObjectClient control;
static atomic_bool over;
static atomic_long asked, answered, reports, terminations, done;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static unsigned chance(unsigned below)
{
    static _Thread_local unsigned seed;
    if (!seed)
        seed = (unsigned)(uintptr_t)pthread_self() ^ (unsigned)(now() * 1e6);
    return (unsigned)rand_r(&seed) % below;
}

static ControlHandlerResult on_operate(ControlAction action, void *parameter, MmsValue *value, bool test)
{
    (void)action, (void)parameter, (void)value, (void)test;
    return chance(4) ? CONTROL_RESULT_OK : CONTROL_RESULT_WAITING;
}

static void serve(void)
{
    model = IedModel_create("Storm");
    LogicalDevice *device = LogicalDevice_create("LD0", model);
    LogicalNode *lln0 = LogicalNode_create("LLN0", device);
    LogicalNode *cswi = LogicalNode_create("CSWI1", device);
    setting = (DataAttribute *)ModelNode_getChild((ModelNode *)CDC_ING_create("Num", (ModelNode *)lln0, 0), "setVal");
    DataObject *direct = CDC_SPC_create("Pos", (ModelNode *)cswi, 0, CDC_CTL_MODEL_DIRECT_ENHANCED | CDC_CTL_OPTION_ORIGIN);
    DataObject *selected = CDC_SPC_create("Pos1", (ModelNode *)cswi, 0, CDC_CTL_MODEL_SBO_ENHANCED | CDC_CTL_OPTION_ORIGIN);
    for (int i = 0; i < 30; i++) {
        char name[10];
        snprintf(name, sizeof name, "GGIO%d", i);
        LogicalNode *node = LogicalNode_create(name, device);
        for (int k = 0; k < 4; k++) {
            snprintf(name, sizeof name, "AnIn%d", k);
            CDC_MV_create(name, (ModelNode *)node, 0, false);
        }
    }
    DataSet *events = DataSet_create("events", lln0);
    DataSetEntry_create(events, "LLN0$SP$Num$setVal", -1, NULL);
    DataSetEntry_create(events, "GGIO0$MX$AnIn1", -1, NULL);
    for (int i = 1; i <= 4; i++) {
        char name[10];
        snprintf(name, sizeof name, "urcb%02d", i);
        ReportControlBlock_create(name, lln0, "events", false, "events", 1, TRG_OPT_DATA_CHANGED | TRG_OPT_GI | TRG_OPT_INTEGRITY, RPT_OPT_SEQ_NUM | RPT_OPT_REASON_FOR_INCLUSION, 0, 0);
    }
    IedServerConfig config = IedServerConfig_create();
    IedServerConfig_setMaxMmsConnections(config, 100);
    server = IedServer_createWithConfig(model, NULL, config);
    IedServerConfig_destroy(config);
    IedServer_setFilestoreBasepath(server, up);
    IedServer_setWriteAccessPolicy(server, IEC61850_FC_SP, ACCESS_POLICY_ALLOW);
    IedServer_setControlHandler(server, direct, on_operate, NULL);
    IedServer_setControlHandler(server, selected, on_operate, NULL);
    port = start_somewhere(server);
}

static void end(void)
{
    IedServer_destroy(server);
    IedModel_destroy(model);
}

static void round_begins(void)
{
    SET(over, false);
    SET(asked, 0), SET(answered, 0), SET(reports, 0);
}

static bool connect_to(IedConnection own)
{
    IedClientError error;
    IedConnection_setConnectTimeout(own, TIMEOUT);
    IedConnection_setRequestTimeout(own, TIMEOUT);
    IedConnection_connect(own, &error, "127.0.0.1", port);
    return error == IED_ERROR_OK;
}

static bool enable_once(IedConnection own, int number, int ms, ReportCallbackFunction handler, void *parameter)
{
    IedClientError error;
    char reference[60];
    snprintf(reference, sizeof reference, "StormLD0/LLN0.RP.urcb%02d01", number);
    ClientReportControlBlock block = IedConnection_getRCBValues(own, &error, reference, NULL);
    if (!block) {
        snprintf(reference, sizeof reference, "StormLD0/LLN0.RP.urcb%02d", number);
        block = IedConnection_getRCBValues(own, &error, reference, NULL);
    }
    if (!block)
        return false;
    IedConnection_installReportHandler(own, reference, ClientReportControlBlock_getRptId(block), handler, parameter);
    ClientReportControlBlock_setTrgOps(block, TRG_OPT_INTEGRITY | TRG_OPT_DATA_CHANGED);
    ClientReportControlBlock_setIntgPd(block, ms);
    ClientReportControlBlock_setRptEna(block, true);
    IedConnection_setRCBValues(own, &error, block, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_INTG_PD | RCB_ELEMENT_RPT_ENA, true);
    ClientReportControlBlock_destroy(block);
    return error == IED_ERROR_OK;
}

/* The server may not know yet that the last round's connection has ended, which has the block. */
static bool enable(IedConnection own, int number, int ms, ReportCallbackFunction handler, void *parameter)
{
    for (int tries = 0; tries < 100 && IedConnection_getState(own) == IED_STATE_CONNECTED; tries++) {
        if (enable_once(own, number, ms, handler, parameter))
            return true;
        Thread_sleep(20);
    }
    return false;
}

/* Starts a thread for each, which work until `over`; main goes on with `meanwhile` and ends them. */
static void together(void *(*const *work)(void *), int count, void (*meanwhile)(void))
{
    pthread_t threads[10];
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, work[i], (void *)(intptr_t)i))
            abort();
    meanwhile();
    SET(over, true);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

#define TOGETHER(work, meanwhile) together(work, sizeof work / sizeof *work, meanwhile)

/* What is not to fail before the end of the round. */
static void good(IedClientError error)
{
    if (!GET(over) && error != IED_ERROR_OK)
        fprintf(stderr, "error %d before the end of the round\n", error);
    CHECK(GET(over) || error == IED_ERROR_OK);
    if (error == IED_ERROR_OK)
        COUNT(done);
}

/* over, and only then the end of the connection */
static void destroy_later(void)
{
    Thread_sleep(200 + chance(400));
    SET(over, true);
    if (chance(2))
        IedConnection_close(con);
    IedConnection_destroy(con);
}

/* a: one connection: reads, writes, asynchronous reads, reports, and handlers that are replaced */

static void on_report(void *parameter, ClientReport report)
{
    (void)parameter;
    COUNT(reports);
    MmsValue *values = ClientReport_getDataSetValues(report);
    CHECK(values && MmsValue_getArraySize(values) == 2);
}

static void *reads(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        IedClientError error;
        IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
        good(error);
    }
    return NULL;
}

static void *writes(void *parameter)
{
    (void)parameter;
    for (int i = 0; !GET(over); i++) {
        IedClientError error;
        IedConnection_writeInt32Value(con, &error, SETTING, IEC61850_FC_SP, i);
        good(error);
        Thread_sleep(1);
    }
    return NULL;
}

static void on_value(uint32_t invoke, void *parameter, IedClientError error, MmsValue *value)
{
    (void)invoke, (void)parameter;
    good(error);
    MmsValue_delete(value);
    COUNT(answered);
}

static void *reads_asynchronously(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        IedClientError error;
        if (GET(asked) - GET(answered) < 5) {
            COUNT(asked);
            IedConnection_readObjectAsync(con, &error, SETTING, IEC61850_FC_SP, on_value, NULL);
            if (error != IED_ERROR_OK)
                UNCOUNT(asked);
        } else {
            Thread_sleep(1);
        }
    }
    return NULL;
}

static void *replaces_report_handlers(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        const char *reference = chance(2) ? "StormLD0/LLN0.RP.urcb0101" : "StormLD0/LLN0.RP.urcb01";
        IedConnection_uninstallReportHandler(con, reference);
        IedConnection_installReportHandler(con, reference, "events", on_report, NULL);
        Thread_sleep(chance(3));
    }
    return NULL;
}

/* Handlers are called once for what was asked, and none after destroy. */
static void nothing_later(void)
{
    long until = GET(answered), reported = GET(reports);
    CHECK(GET(asked) == until);
    Thread_sleep(20);
    CHECK(GET(answered) == until && GET(reports) == reported);
}

static void one_connection(void)
{
    static void *(*const work[])(void *) = {reads, reads, writes, reads_asynchronously, replaces_report_handlers};
    round_begins();
    con = IedConnection_create();
    CHECK(connect_to(con) && enable(con, 1, 10, on_report, NULL));
    TOGETHER(work, destroy_later);
    nothing_later();
}

/* b: without threads: one ticks, another closes and destroys */

/* of the handlers' until destroy has returned, then of who destroys: no lock, no atomic */
static struct { int calls, gone; } context;

static void inside(void)
{
    CHECK(context.gone == 0);
    context.calls++;
    Thread_sleep(1 + chance(3));
    CHECK(context.gone == 0);
    context.calls++;
    COUNT(done);
}

static void on_report_inside(void *parameter, ClientReport report)
{
    (void)parameter, (void)report;
    COUNT(reports);
    inside();
}

static void on_value_inside(uint32_t invoke, void *parameter, IedClientError error, MmsValue *value)
{
    (void)invoke, (void)parameter, (void)error;
    MmsValue_delete(value);
    COUNT(answered);
    inside();
}

static void on_closed_inside(void *parameter, IedConnection closed)
{
    (void)parameter, (void)closed;
    inside();
}

static void *ticks(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        IedClientError error;
        if (GET(asked) - GET(answered) < 3) {
            COUNT(asked);
            IedConnection_readObjectAsync(con, &error, SETTING, IEC61850_FC_SP, on_value_inside, NULL);
            if (error != IED_ERROR_OK)
                UNCOUNT(asked);
        }
        if (!IedConnection_tick(con))
            sched_yield();
    }
    return NULL;
}

static void destroy_meanwhile(void)
{
    Thread_sleep(chance(30));
    if (chance(2))
        IedConnection_close(con);
    IedConnection_destroy(con);
    context.gone = 1;
    context.calls = -1;
    Thread_sleep(5);
}

static void without_threads(void)
{
    static void *(*const work[])(void *) = {ticks};
    round_begins();
    context.gone = context.calls = 0;
    con = IedConnection_createEx(NULL, false);
    IedConnection_installConnectionClosedHandler(con, on_closed_inside, NULL);
    CHECK(connect_to(con) && enable(con, 2, 5, on_report_inside, NULL));
    TOGETHER(work, destroy_meanwhile);
    CHECK(context.calls == -1 && GET(asked) == GET(answered));
}

/* c: a control object: two threads command, another destroys it */

static void on_termination(void *parameter, ControlObjectClient terminated)
{
    (void)parameter;
    (void)ControlObjectClient_getLastApplError(terminated);
    COUNT(terminations);
}

static void on_action(uint32_t invoke, void *parameter, IedClientError error, ControlActionType type, bool success)
{
    (void)invoke, (void)parameter, (void)error, (void)type, (void)success;
    COUNT(answered);
}

static void *commands(void *parameter)
{
    MmsValue *on = MmsValue_newBoolean((intptr_t)parameter);
    while (!GET(over)) {
        IedClientError error;
        ControlObjectClient_setCommandTerminationHandler(control, chance(3) ? on_termination : NULL, NULL);
        if (ControlObjectClient_selectWithValue(control, on))
            COUNT(done);
        if (chance(3) == 0)
            ControlObjectClient_cancel(control);
        ControlObjectClient_setOrigin(control, "storm", 3);
        ControlObjectClient_setTestMode(control, chance(2));
        if (ControlObjectClient_operate(control, on, 0))
            COUNT(done);
        COUNT(asked);
        ControlObjectClient_operateAsync(control, &error, on, 0, on_action, NULL);
        if (error != IED_ERROR_OK)
            UNCOUNT(asked);
        (void)ControlObjectClient_getLastError(control);
        (void)ControlObjectClient_getLastApplError(control);
        (void)ControlObjectClient_getControlModel(control);
    }
    MmsValue_delete(on);
    return NULL;
}

static void destroy_control(void)
{
    Thread_sleep(chance(150));
    ControlObjectClient_destroy(control);
    Thread_sleep(chance(10));
    SET(over, true);
    IedConnection_destroy(con);
}

static void one_control(void)
{
    static void *(*const work[])(void *) = {commands, commands};
    round_begins();
    con = IedConnection_create();
    CHECK(connect_to(con));
    control = ControlObjectClient_create(chance(2) ? "StormLD0/CSWI1.Pos" : "StormLD0/CSWI1.Pos1", con);
    CHECK(control != NULL);
    TOGETHER(work, destroy_control);
    nothing_later();
}

/* d: a server: two threads update, clients come and go, it stops, starts and ends */

static void *updates(void *parameter)
{
    (void)parameter;
    for (int number = 0; !GET(over); number++) {
        IedServer_lockDataModel(server);
        IedServer_updateInt32AttributeValue(server, setting, number);
        (void)IedServer_getInt32AttributeValue(server, setting);
        IedServer_unlockDataModel(server);
        IedServer_updateInt32AttributeValue(server, setting, -number);
        COUNT(done);
        if (number % 16 == 0)
            Thread_sleep(1);
    }
    return NULL;
}

static atomic_bool closing;

static void *visits(void *parameter)
{
    while (!GET(closing)) {
        IedClientError error;
        IedConnection visitor = IedConnection_create();
        if (connect_to(visitor)) {
            enable_once(visitor, 1 + (intptr_t)parameter, 20, on_report, NULL);
            IedConnection_readInt32Value(visitor, &error, SETTING, IEC61850_FC_SP);
            Thread_sleep(chance(40));
            IedConnection_writeInt32Value(visitor, &error, SETTING, IEC61850_FC_SP, 1);
            COUNT(done);
        }
        IedConnection_destroy(visitor);
    }
    return NULL;
}

static void on_connection(IedServer self, ClientConnection client, bool connected, void *parameter)
{
    (void)parameter;
    CHECK(self == server && (!connected || ClientConnection_getPeerAddress(client)));
}

static void stop_and_start(void)
{
    for (int i = 0; i < 3; i++) {
        Thread_sleep(50 + chance(150));
        IedServer_stop(server);
        IedServer_start(server, port);
        CHECK(IedServer_isRunning(server));
    }
    Thread_sleep(50);
}

static void one_server(void)
{
    static void *(*const work[])(void *) = {updates, updates};
    static void *(*const visitors[])(void *) = {visits, visits};
    pthread_t threads[2];
    IedServer main_server = server;
    IedModel *main_model = model;
    DataAttribute *main_setting = setting;
    int main_port = port;
    round_begins();
    SET(closing, false);
    serve();
    IedServer_setConnectionIndicationHandler(server, on_connection, NULL);
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, visitors[i], (void *)(intptr_t)i))
            abort();
    TOGETHER(work, stop_and_start);
    IedServer_destroy(server);
    SET(closing, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    IedModel_destroy(model);
    server = main_server, model = main_model, setting = main_setting, port = main_port;
}

/* e: files both ways and browsing with look-ahead on one connection, whose state handlers are replaced */

static bool on_part(void *parameter, uint8_t *buffer, uint32_t size)
{
    CHECK(size == 0 || buffer[size - 1] + 1 > 0);
    *(long *)parameter += size;
    return true;
}

static void *fetches(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        IedClientError error;
        long size = 0;
        IedConnection_getFile(con, &error, "big.bin", on_part, &size);
        good(error);
        CHECK(error != IED_ERROR_OK || size == 200 * 1024);
    }
    return NULL;
}

static void *sends(void *parameter)
{
    (void)parameter;
    static int number; /* what a round has not finished stays */
    char name[30];
    while (!GET(over)) {
        IedClientError error;
        snprintf(name, sizeof name, "sent-%d.bin", number++);
        IedConnection_setFile(con, &error, "own.bin", name);
        good(error);
        IedConnection_deleteFile(con, &error, name);
    }
    return NULL;
}

static void *browses(void *parameter)
{
    (void)parameter;
    ClientDataSet set = NULL;
    for (int i = 0; !GET(over); i++) {
        IedClientError error;
        char reference[60];
        LinkedList names = IedConnection_getLogicalDeviceVariables(con, &error, "StormLD0");
        good(error);
        if (names)
            LinkedList_destroy(names);
        names = IedConnection_getDataSetDirectory(con, &error, EVENTS, NULL);
        good(error);
        if (names)
            LinkedList_destroy(names);
        for (int k = 0; k < 20 && !GET(over); k++) {
            snprintf(reference, sizeof reference, "StormLD0/GGIO%d.AnIn%d", (i + k / 4) % 30, k % 4);
            MmsVariableSpecification *type = IedConnection_getVariableSpecification(con, &error, reference, IEC61850_FC_MX);
            good(error);
            if (type)
                MmsVariableSpecification_destroy(type);
        }
        ClientDataSet read = IedConnection_readDataSetValues(con, &error, EVENTS, set);
        good(error);
        set = read ? read : set;
        if (chance(4) == 0) {
            IedConnection_getDeviceModelFromServer(con, &error);
            good(error);
        }
        names = IedConnection_getServerDirectory(con, &error, true);
        if (names)
            LinkedList_destroy(names);
    }
    if (set)
        ClientDataSet_destroy(set);
    return NULL;
}

static void on_state(void *parameter, IedConnection self, IedConnectionState state)
{
    (void)parameter, (void)state;
    (void)IedConnection_getState(self);
}

static void on_closed(void *parameter, IedConnection self)
{
    on_state(parameter, self, IED_STATE_CLOSED);
}

static void *replaces_handlers(void *parameter)
{
    (void)parameter;
    while (!GET(over)) {
        IedConnection_installStateChangedHandler(con, chance(2) ? on_state : NULL, NULL);
        IedConnection_installConnectionClosedHandler(con, chance(2) ? on_closed : NULL, NULL);
        IedConnection_setLookAhead(con, chance(8) != 0);
        (void)IedConnection_getState(con);
        Thread_sleep(chance(3));
    }
    return NULL;
}

static void files_and_names(void)
{
    static void *(*const work[])(void *) = {fetches, fetches, sends, browses, browses, replaces_handlers};
    round_begins();
    con = IedConnection_create();
    IedConnection_setFilestoreBasepath(con, down);
    CHECK(connect_to(con));
    TOGETHER(work, destroy_later);
}

/* a race put in on purpose */

static long unguarded;

static void on_report_race(void *parameter, ClientReport report)
{
    (void)parameter, (void)report;
    unguarded++;
    // longer than the period of the reports: both are in here most of the time, whatever their phases
    Thread_sleep(12);
    unguarded++;
    COUNT(reports);
}

static void race(void)
{
    IedConnection both[2];
    for (int i = 0; i < 2; i++) {
        both[i] = IedConnection_create();
        CHECK(connect_to(both[i]) && enable(both[i], 1 + i, 10, on_report_race, NULL));
    }
    for (int i = 0; i < 500 && GET(reports) < 20; i++)
        Thread_sleep(10);
    for (int i = 0; i < 2; i++)
        IedConnection_destroy(both[i]);
}

static void fill(const char *folder, const char *name, int size)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file)
        abort();
    for (int i = 0; i < size; i++)
        fputc(i * 7, file);
    fclose(file);
}

int main(int argc, char **argv)
{
    static const struct { const char *name; void (*round)(void); } scenes[] = {
        {"one connection", one_connection}, {"without threads", without_threads}, {"one control", one_control}, {"one server", one_server}, {"files and names", files_and_names}};
    if (argc < 3)
        return 2;
    const char *wanted = argc > 3 ? argv[3] : "abcde";
    snprintf(up, sizeof up, "%s/up/", argv[2]);
    snprintf(down, sizeof down, "%s/down/", argv[2]);
    fill(up, "big.bin", 200 * 1024);
    fill(down, "own.bin", 50 * 1024);
    serve();
    if (strcmp(wanted, "race") == 0)
        race();
    else
        for (const char *letter = wanted; *letter >= 'a' && *letter <= 'e'; letter++) {
            int rounds = 0;
            SET(done, 0), SET(terminations, 0);
            for (double deadline = now() + atof(argv[1]) / strlen(wanted); rounds == 0 || now() < deadline; rounds++)
                scenes[*letter - 'a'].round();
            printf("%c %s: %d rounds, %ld done, %d failures\n", *letter, scenes[*letter - 'a'].name, rounds, (long)done, (int)GET(check_failures));
            fflush(stdout);
            CHECK(GET(done) > rounds);
            CHECK(*letter != 'c' || rounds < 10 || GET(terminations) > 0);
        }
    end();
    return GET(check_failures) ? 1 : 0;
}
