/* A server of a model built by calls, and its client in the same process: reading, writing, reports, control, access, stop and start. */
#include "check.h"
#include "hal_thread.h"
#include "iec61850_cdc.h"
#include "iec61850_client.h"
#include "iec61850_dynamic_model.h"
#include "iec61850_server.h"
#include "start.h"

static struct {
    IedModel *model;
    DataObject *breaker;
    DataAttribute *position, *power, *setting;
} ied;

static void build(void)
{
    ied.model = IedModel_create("Bay");
    LogicalDevice *device = LogicalDevice_create("LD0", ied.model);
    LogicalNode *lln0 = LogicalNode_create("LLN0", device);
    LogicalNode *cswi = LogicalNode_create("CSWI1", device);
    LogicalNode *mmxu = LogicalNode_create("MMXU1", device);
    CDC_ENS_create("Health", (ModelNode *)lln0, 0);
    ied.setting = (DataAttribute *)ModelNode_getChild((ModelNode *)CDC_ING_create("Num", (ModelNode *)lln0, 0), "setVal");
    ied.breaker = CDC_SPC_create("Pos", (ModelNode *)cswi, 0, CDC_CTL_MODEL_SBO_ENHANCED | CDC_CTL_MODEL_HAS_CANCEL | CDC_CTL_OPTION_ORIGIN);
    ied.position = (DataAttribute *)ModelNode_getChild((ModelNode *)ied.breaker, "stVal");
    ied.power = (DataAttribute *)ModelNode_getChild((ModelNode *)CDC_MV_create("TotW", (ModelNode *)mmxu, 0, false), "mag.f");
    DataSet *events = DataSet_create("events", lln0);
    DataSetEntry_create(events, "CSWI1$ST$Pos$stVal", -1, NULL);
    DataSetEntry_create(events, "MMXU1$MX$TotW$mag$f", -1, NULL);
    ReportControlBlock_create("brcb01", lln0, "events", true, "events", 1, TRG_OPT_DATA_CHANGED | TRG_OPT_GI, RPT_OPT_SEQ_NUM | RPT_OPT_REASON_FOR_INCLUSION | RPT_OPT_ENTRY_ID, 0, 0);
    CHECK(ied.setting && ied.position && ied.power);
}

static struct {
    volatile int checks, operations, selections, connections, writes;
    IedServer server;
} app;

static CheckHandlerResult check(ControlAction action, void *parameter, MmsValue *value, bool test, bool interlock)
{
    (void)value, (void)test, (void)interlock;
    app.checks++;
    return parameter == &app && ControlAction_getControlObject(action) == ied.breaker ? CONTROL_ACCEPTED : CONTROL_OBJECT_UNDEFINED;
}

static ControlHandlerResult operate(ControlAction action, void *parameter, MmsValue *value, bool test)
{
    (void)action, (void)parameter;
    app.operations += !test;
    IedServer_updateBooleanAttributeValue(app.server, ied.position, MmsValue_getBoolean(value));
    return CONTROL_RESULT_OK;
}

static void selected(ControlAction action, void *parameter, bool is_selected, SelectStateChangedReason reason)
{
    (void)action, (void)parameter, (void)reason;
    app.selections += is_selected;
}

static void connected(IedServer self, ClientConnection client, bool up, void *parameter)
{
    (void)self, (void)client, (void)parameter;
    app.connections += up ? 1 : -1;
}

static MmsDataAccessError written(DataAttribute *attribute, MmsValue *value, ClientConnection client, void *parameter)
{
    (void)client, (void)parameter;
    app.writes++;
    return attribute == ied.setting && MmsValue_toInt32(value) < 100 ? DATA_ACCESS_ERROR_SUCCESS : DATA_ACCESS_ERROR_OBJECT_VALUE_INVALID;
}

static Semaphore told, ended;
static int reports;
static float last_power;

static void on_report(void *parameter, ClientReport report)
{
    (void)parameter;
    if (ClientReport_getReasonForInclusion(report, 1) != IEC61850_REASON_NOT_INCLUDED)
        last_power = MmsValue_toFloat(MmsValue_getElement(ClientReport_getDataSetValues(report), 1));
    reports++;
    Semaphore_post(told);
}

static void on_termination(void *parameter, ControlObjectClient control)
{
    *(int *)parameter += ControlObjectClient_getLastApplError(control).error == 0;
    Semaphore_post(ended);
}

static void report(IedConnection con)
{
    IedClientError error;
    ClientReportControlBlock block = IedConnection_getRCBValues(con, &error, "BayLD0/LLN0.BR.brcb01", NULL);
    CHECK(error == IED_ERROR_OK && ClientReportControlBlock_isBuffered(block));
    IedConnection_installReportHandler(con, "BayLD0/LLN0.BR.brcb01", ClientReportControlBlock_getRptId(block), on_report, NULL);
    ClientReportControlBlock_setPurgeBuf(block, true);
    IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_PURGE_BUF, true);
    ClientReportControlBlock_setRptEna(block, true);
    IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_RPT_ENA, true);
    CHECK(error == IED_ERROR_OK);
    for (int value = 1; value <= 10; value++)
        IedServer_updateFloatAttributeValue(app.server, ied.power, (float)value);
    for (int value = 1; value <= 10; value++)
        Semaphore_wait(told);
    CHECK(reports == 10 && last_power == 10.f);
    ClientReportControlBlock_setRptEna(block, false);
    IedConnection_setRCBValues(con, &error, block, RCB_ELEMENT_RPT_ENA, true);
    CHECK(error == IED_ERROR_OK);
    IedConnection_uninstallReportHandler(con, "BayLD0/LLN0.BR.brcb01");
    ClientReportControlBlock_destroy(block);
}

static void control(IedConnection con)
{
    int good = 0;
    IedClientError error;
    ControlObjectClient breaker = ControlObjectClient_create("BayLD0/CSWI1.Pos", con);
    CHECK(breaker && ControlObjectClient_getControlModel(breaker) == CONTROL_MODEL_SBO_ENHANCED);
    ControlObjectClient_setCommandTerminationHandler(breaker, on_termination, &good);
    MmsValue *on = MmsValue_newBoolean(true);
    CHECK(!ControlObjectClient_operate(breaker, on, 0)); /* not selected */
    CHECK(ControlObjectClient_selectWithValue(breaker, on) && ControlObjectClient_operate(breaker, on, 0));
    Semaphore_wait(ended);
    CHECK(good == 1 && app.operations == 1 && app.selections == 1 && app.checks >= 2);
    CHECK(IedConnection_readBooleanValue(con, &error, "BayLD0/CSWI1.Pos.stVal", IEC61850_FC_ST) && error == IED_ERROR_OK);
    MmsValue_delete(on);
    ControlObjectClient_destroy(breaker);
}

static void accesses(IedConnection con)
{
    IedClientError error;
    IedConnection_writeInt32Value(con, &error, "BayLD0/LLN0.Num.setVal", IEC61850_FC_SP, 99);
    CHECK(error == IED_ERROR_OK && IedServer_getInt32AttributeValue(app.server, ied.setting) == 99);
    IedConnection_writeInt32Value(con, &error, "BayLD0/LLN0.Num.setVal", IEC61850_FC_SP, 100);
    CHECK(error == IED_ERROR_OBJECT_VALUE_INVALID && IedServer_getInt32AttributeValue(app.server, ied.setting) == 99);
    IedConnection_writeFloatValue(con, &error, "BayLD0/MMXU1.TotW.mag.f", IEC61850_FC_MX, 1.f);
    CHECK(error == IED_ERROR_ACCESS_DENIED && app.writes == 2);
}

int main(void)
{
    IedClientError error;
    told = Semaphore_create(0);
    ended = Semaphore_create(0);
    build();
    IedServerConfig config = IedServerConfig_create();
    IedServerConfig_setMaxMmsConnections(config, 3);
    app.server = IedServer_createWithConfig(ied.model, NULL, config);
    IedServerConfig_destroy(config);
    IedServer_setServerIdentity(app.server, "vendor", "bay", "1");
    IedServer_setConnectionIndicationHandler(app.server, connected, NULL);
    IedServer_setPerformCheckHandler(app.server, ied.breaker, check, &app);
    IedServer_setControlHandler(app.server, ied.breaker, operate, NULL);
    IedServer_setSelectStateChangedHandler(app.server, ied.breaker, selected, NULL);
    IedServer_handleWriteAccess(app.server, ied.setting, written, NULL);
    for (int turn = 0; turn < 2; turn++) {
        int port = start_somewhere(app.server);
        IedConnection con = IedConnection_create();
        IedConnection_connect(con, &error, "127.0.0.1", port);
        CHECK(error == IED_ERROR_OK);
        for (int i = 0; i < 500 && app.connections == 0; i++) /* it is told beside the answer to the client */
            Thread_sleep(10);
        CHECK(IedServer_getNumberOfOpenConnections(app.server) == 1 && app.connections == 1);
        if (turn == 0) {
            report(con);
            control(con);
            accesses(con);
        }
        IedServer_stop(app.server);
        CHECK(!IedServer_isRunning(app.server) && app.connections == 0);
        for (int i = 0; i < 200 && IedConnection_getState(con) != IED_STATE_CLOSED; i++)
            Thread_sleep(10);
        CHECK(IedConnection_getState(con) == IED_STATE_CLOSED);
        IedConnection_destroy(con);
    }
    IedServer_destroy(app.server);
    IedModel_destroy(ied.model);
    IedServer_destroy(app.server); /* nothing any more */
    Semaphore_destroy(told);
    Semaphore_destroy(ended);
    return RESULT();
}
