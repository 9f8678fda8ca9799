/* Whatever handlers do with the objects they are called for, and threads with each other's: connections, controls and servers end inside
 * every kind of handler, and while others use them. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "hal_thread.h"
#include "iec61850_cdc.h"
#include "iec61850_client.h"
#include "iec61850_dynamic_model.h"
#include "iec61850_server.h"
#include "start.h"

#define SETTING "BayLD0/LLN0.Num.setVal"

static IedModel *model;
static DataObject *breaker;
static DataAttribute *setting;
static IedServer server;
static int port;
static volatile int calls, over;

static void serve(void)
{
    model = IedModel_create("Bay");
    LogicalDevice *device = LogicalDevice_create("LD0", model);
    LogicalNode *lln0 = LogicalNode_create("LLN0", device);
    LogicalNode *cswi = LogicalNode_create("CSWI1", device);
    CDC_ENS_create("Health", (ModelNode *)lln0, 0);
    setting = (DataAttribute *)ModelNode_getChild((ModelNode *)CDC_ING_create("Num", (ModelNode *)lln0, 0), "setVal");
    breaker = CDC_SPC_create("Pos", (ModelNode *)cswi, 0, CDC_CTL_MODEL_DIRECT_ENHANCED | CDC_CTL_OPTION_ORIGIN);
    DataSet *events = DataSet_create("events", lln0);
    DataSetEntry_create(events, "LLN0$SP$Num$setVal", -1, NULL);
    ReportControlBlock_create("urcb01", lln0, "events", false, "events", 1, TRG_OPT_DATA_CHANGED | TRG_OPT_GI | TRG_OPT_INTEGRITY, RPT_OPT_SEQ_NUM | RPT_OPT_REASON_FOR_INCLUSION, 0, 0);
    CHECK(setting && breaker);
    IedServerConfig config = IedServerConfig_create();
    IedServerConfig_setMaxMmsConnections(config, 50);
    server = IedServer_createWithConfig(model, NULL, config);
    IedServerConfig_destroy(config);
    IedServer_setWriteAccessPolicy(server, IEC61850_FC_SP, ACCESS_POLICY_ALLOW);
    port = start_somewhere(server);
    calls = over = 0;
}

static void end(void)
{
    if (!over)
        IedServer_destroy(server);
    IedModel_destroy(model);
}

static IedConnection connected(void)
{
    IedClientError error;
    IedConnection con = IedConnection_create();
    IedConnection_setRequestTimeout(con, 3000);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_OK);
    return con;
}

/* Waits for calls of handlers, and whether more come than were to. */
static bool called(int wanted)
{
    for (int i = 0; i < 500 && calls < wanted; i++)
        Thread_sleep(10);
    Thread_sleep(30);
    return calls >= wanted;
}

/* connections and controls that end inside handlers */

static void on_report(void *parameter, ClientReport report)
{
    calls++;
    IedConnection_destroy(parameter);
    /* it stays until the handler returns */
    CHECK(MmsValue_getArraySize(ClientReport_getDataSetValues(report)) == 1 && ClientReport_getRptId(report));
}

static void enable(IedConnection con, ReportCallbackFunction handler)
{
    IedClientError error;
    const char *reference = "BayLD0/LLN0.RP.urcb0101";
    ClientReportControlBlock block = IedConnection_getRCBValues(con, &error, reference, NULL);
    if (!block) {
        reference = "BayLD0/LLN0.RP.urcb01";
        block = IedConnection_getRCBValues(con, &error, reference, NULL);
    }
    CHECK(block != NULL);
    IedConnection_installReportHandler(con, reference, ClientReportControlBlock_getRptId(block), handler, con);
    ClientReportControlBlock_setTrgOps(block, TRG_OPT_INTEGRITY);
    ClientReportControlBlock_setIntgPd(block, 20);
    ClientReportControlBlock_setRptEna(block, true);
    IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_INTG_PD | RCB_ELEMENT_RPT_ENA, true);
    CHECK(error == IED_ERROR_OK);
    ClientReportControlBlock_destroy(block);
}

static void on_closed(void *parameter, IedConnection con)
{
    (void)parameter;
    calls++;
    IedConnection_destroy(con);
}

static void on_state(void *parameter, IedConnection con, IedConnectionState state)
{
    (void)parameter;
    if (state == IED_STATE_CONNECTED) {
        calls++;
        IedConnection_destroy(con);
    }
}

static void on_message(void *parameter, uint8_t *message, int size, bool received)
{
    (void)received;
    if (++calls == 4)
        IedConnection_destroy(parameter);
    CHECK(size > 0 && message[size - 1] + 1 > 0);
}

static void on_termination(void *parameter, ControlObjectClient control)
{
    calls++;
    if (parameter)
        IedConnection_destroy(parameter);
    (void)ControlObjectClient_getLastApplError(control);
    ControlObjectClient_destroy(control);
}

static void on_operated(uint32_t invoke, void *parameter, IedClientError error, ControlActionType type, bool success)
{
    (void)invoke, (void)error, (void)type, (void)success;
    calls++;
    ControlObjectClient_destroy(parameter);
}

static ControlHandlerResult operate(ControlAction action, void *parameter, MmsValue *value, bool test)
{
    (void)action, (void)parameter, (void)value, (void)test;
    return CONTROL_RESULT_OK;
}

static void clients(void)
{
    IedClientError error;
    serve();
    IedServer_setControlHandler(server, breaker, operate, NULL);
    for (int i = 0; i < 3; i++) {
        calls = 0;
        enable(connected(), on_report);
        CHECK(called(1));
        CHECK(calls == 1); /* the connection was gone */
    }
    calls = 0;
    IedConnection con = connected();
    IedConnection_installConnectionClosedHandler(con, on_closed, NULL);
    IedConnection_abort(con, &error);
    CHECK(called(1));
    calls = 0;
    con = IedConnection_create();
    IedConnection_installStateChangedHandler(con, on_state, NULL);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(called(1));
    IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
    CHECK(error == IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT || error == IED_ERROR_NOT_CONNECTED);
    calls = 0;
    con = IedConnection_create();
    IedConnection_installStateChangedHandler(con, on_state, NULL);
    IedConnection_connectAsync(con, &error, "127.0.0.1", port);
    CHECK(called(1));
    calls = 0;
    con = connected();
    MmsConnection_setRawMessageHandler(IedConnection_getMmsConnection(con), on_message, con);
    for (int i = 0; i < 4; i++)
        IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
    CHECK(called(4));
    MmsValue *on = MmsValue_newBoolean(true);
    for (int with_connection = 0; with_connection < 2; with_connection++) {
        calls = 0;
        con = connected();
        ControlObjectClient control = ControlObjectClient_create("BayLD0/CSWI1.Pos", con);
        CHECK(control != NULL);
        ControlObjectClient_setCommandTerminationHandler(control, on_termination, with_connection ? con : NULL);
        CHECK(ControlObjectClient_operate(control, on, 0));
        CHECK(called(1));
        if (!with_connection)
            IedConnection_destroy(con);
    }
    calls = 0;
    con = connected();
    ControlObjectClient control = ControlObjectClient_create("BayLD0/CSWI1.Pos", con);
    ControlObjectClient_operateAsync(control, &error, on, 0, on_operated, control);
    CHECK(error == IED_ERROR_OK && called(1));
    /* gone before its answer */
    control = ControlObjectClient_create("BayLD0/CSWI1.Pos", con);
    ControlObjectClient_operateAsync(control, &error, on, 0, on_operated, NULL);
    ControlObjectClient_destroy(control);
    IedConnection_destroy(con);
    MmsValue_delete(on);
    end();
}

/* threads with the same connection */

static void *destroys(void *con)
{
    IedConnection_destroy(con);
    return NULL;
}

static void *connects(void *con)
{
    IedClientError error;
    IedConnection_connect(con, &error, "127.0.0.1", port);
    return NULL;
}

static void *closes(void *con)
{
    Thread_sleep(rand() % 3);
    IedConnection_close(con);
    return NULL;
}

static void *uses(void *con)
{
    IedClientError error;
    for (int i = 0; i < 50; i++)
        IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
    return NULL;
}

static void *replaces(void *con)
{
    for (int i = 0; i < 100; i++) {
        IedConnection_installConnectionClosedHandler(con, NULL, NULL);
        IedConnection_installStateChangedHandler(con, NULL, NULL);
        IedConnection_installReportHandler(con, "BayLD0/LLN0.RP.urcb01", "x", on_report, con);
        IedConnection_uninstallReportHandler(con, "BayLD0/LLN0.RP.urcb01");
    }
    return NULL;
}

static void together(void *(*const *work)(void *), int count, IedConnection con)
{
    pthread_t threads[8];
    for (int i = 0; i < count; i++)
        CHECK(pthread_create(&threads[i], NULL, work[i], con) == 0);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void on_value(uint32_t invoke, void *parameter, IedClientError error, MmsValue *value)
{
    (void)invoke;
    calls++;
    MmsValue_delete(value);
    if (error == IED_ERROR_OK)
        IedConnection_readObjectAsync(parameter, &error, SETTING, IEC61850_FC_SP, on_value, parameter);
}

static void threads(void)
{
    static void *(*const destroyers[])(void *) = {destroys, destroys, destroys, destroys};
    static void *(*const connecters[])(void *) = {connects, connects, connects, connects};
    static void *(*const all[])(void *) = {closes, uses, uses, connects, replaces, closes};
    IedClientError error;
    serve();
    for (int i = 0; i < 30; i++)
        together(destroyers, 4, connected());
    for (int i = 0; i < 10; i++) {
        IedConnection con = IedConnection_create();
        together(connecters, 4, con);
        CHECK(IedConnection_getState(con) == IED_STATE_CONNECTED);
        IedConnection_destroy(con);
    }
    for (int i = 0; i < 15; i++) {
        IedConnection con = connected();
        together(all, 6, con);
        IedConnection_destroy(con);
    }
    for (int i = 0; i < 30; i++) {
        IedConnection con = IedConnection_create();
        IedConnection_connectAsync(con, &error, "127.0.0.1", port);
        if (i % 3)
            Thread_sleep(rand() % 2);
        IedConnection_destroy(con);
    }
    for (int i = 0; i < 10; i++) {
        IedConnection con = connected();
        for (int k = 0; k < 4; k++)
            IedConnection_readObjectAsync(con, &error, SETTING, IEC61850_FC_SP, on_value, con);
        Thread_sleep(rand() % 5);
        IedConnection_destroy(con);
        int until = calls;
        Thread_sleep(20);
        CHECK(calls == until); /* nothing comes after destroy */
    }
    end();
}

/* servers that end inside handlers */

static bool destroying;

static void finish(void)
{
    if (calls++ == 0) {
        if (destroying) {
            over = 1;
            IedServer_destroy(server);
        } else {
            IedServer_stop(server);
        }
    }
}

static MmsDataAccessError on_write(DataAttribute *attribute, MmsValue *value, ClientConnection client, void *parameter)
{
    (void)attribute, (void)value, (void)client, (void)parameter;
    finish();
    return DATA_ACCESS_ERROR_SUCCESS;
}

static ControlHandlerResult on_command(ControlAction action, void *parameter, MmsValue *value, bool test)
{
    (void)action, (void)parameter, (void)value, (void)test;
    finish();
    return CONTROL_RESULT_OK;
}

static void on_connection(IedServer self, ClientConnection client, bool up, void *parameter)
{
    (void)self, (void)client;
    if (up == (parameter != NULL))
        finish();
}

static MmsDataAccessError on_read(LogicalDevice *device, LogicalNode *node, DataObject *object, FunctionalConstraint fc, ClientConnection client, void *parameter)
{
    (void)device, (void)node, (void)object, (void)fc, (void)client, (void)parameter;
    finish();
    return DATA_ACCESS_ERROR_SUCCESS;
}

static void visit(void)
{
    IedClientError error;
    IedConnection con = IedConnection_create();
    IedConnection_setRequestTimeout(con, 3000);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    IedConnection_readInt32Value(con, &error, SETTING, IEC61850_FC_SP);
    IedConnection_writeInt32Value(con, &error, SETTING, IEC61850_FC_SP, 4);
    ControlObjectClient control = ControlObjectClient_create("BayLD0/CSWI1.Pos", con);
    if (control) {
        MmsValue *on = MmsValue_newBoolean(true);
        ControlObjectClient_operate(control, on, 0);
        MmsValue_delete(on);
        ControlObjectClient_destroy(control);
    }
    IedConnection_destroy(con);
    CHECK(called(1));
}

static volatile bool stops;

static void *updates(void *parameter)
{
    (void)parameter;
    for (int number = 0; !stops; number++) {
        IedServer_lockDataModel(server);
        IedServer_updateInt32AttributeValue(server, setting, number);
        IedServer_unlockDataModel(server);
    }
    return NULL;
}

static void *stops_and_starts(void *parameter)
{
    (void)parameter;
    for (int i = 0; i < 10; i++) {
        IedServer_stop(server);
        IedServer_start(server, port);
    }
    return NULL;
}

static void servers(void)
{
    for (int round = 0; round < 2; round++) {
        destroying = round == 1;
        serve();
        IedServer_handleWriteAccess(server, setting, on_write, NULL);
        visit();
        end();
        serve();
        IedServer_setControlHandler(server, breaker, on_command, NULL);
        visit();
        end();
        for (int up = 0; up < 2; up++) {
            serve();
            IedServer_setConnectionIndicationHandler(server, on_connection, up ? &destroying : NULL);
            visit();
            end();
        }
        serve();
        IedServer_setReadAccessHandler(server, on_read, NULL);
        visit();
        end();
    }
    serve();
    pthread_t updating[2], starting[3];
    stops = false;
    for (int i = 0; i < 2; i++)
        pthread_create(&updating[i], NULL, updates, NULL);
    for (int i = 0; i < 3; i++)
        pthread_create(&starting[i], NULL, stops_and_starts, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(starting[i], NULL);
    stops = true;
    for (int i = 0; i < 2; i++)
        pthread_join(updating[i], NULL);
    IedServer_start(server, port);
    CHECK(IedServer_isRunning(server));
    IedConnection_destroy(connected());
    end();
}

int main(void)
{
    clients();
    threads();
    servers();
    return RESULT();
}
