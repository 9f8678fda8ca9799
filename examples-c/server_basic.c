/*
 * A small IED: one breaker to control, one measurement, one setting, reports of what changes.
 * Usage: server_basic [PORT [MODEL.cfg]]
 *
 * Without a model file the model is built here, call by call. With one, any configuration file will do: its
 * controllable objects are accepted, and the example only misses what it does not find.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "hal_thread.h"
#include "hal_time.h"
#include "iec61850_cdc.h"
#include "iec61850_config_file_parser.h"
#include "iec61850_dynamic_model.h"
#include "iec61850_server.h"

static volatile sig_atomic_t running = 1;

static void on_signal(int number)
{
    (void)number;
    running = 0;
}

/* What the example works with; NULL where the model lacks it. */
struct bay {
    IedServer server;
    IedModel *model;
    DataObject *breaker;
    DataAttribute *position, *position_time, *power, *power_time, *limit;
};

/* BayLD0: LLN0 with a data set and report control blocks, CSWI1.Pos to control, MMXU1.TotW to measure, PTOC1.StrVal to set. */
static IedModel *build_model(void)
{
    IedModel *model = IedModel_create("Bay");
    LogicalDevice *device = LogicalDevice_create("LD0", model);
    LogicalNode *lln0 = LogicalNode_create("LLN0", device);
    LogicalNode *cswi = LogicalNode_create("CSWI1", device);
    LogicalNode *mmxu = LogicalNode_create("MMXU1", device);
    LogicalNode *ptoc = LogicalNode_create("PTOC1", device);

    CDC_ENS_create("Health", (ModelNode *)lln0, 0);
    CDC_LPL_create("NamPlt", (ModelNode *)lln0, 0);
    CDC_SPC_create("Pos", (ModelNode *)cswi, 0, CDC_CTL_MODEL_SBO_ENHANCED | CDC_CTL_MODEL_HAS_CANCEL | CDC_CTL_OPTION_ORIGIN);
    CDC_MV_create("TotW", (ModelNode *)mmxu, CDC_OPTION_UNIT, false);
    CDC_ASG_create("StrVal", (ModelNode *)ptoc, 0, false);

    DataSet *events = DataSet_create("events", lln0);
    DataSetEntry_create(events, "CSWI1$ST$Pos", -1, NULL);
    DataSetEntry_create(events, "MMXU1$MX$TotW", -1, NULL);
    uint8_t triggers = TRG_OPT_DATA_CHANGED | TRG_OPT_QUALITY_CHANGED | TRG_OPT_INTEGRITY | TRG_OPT_GI;
    uint8_t fields = RPT_OPT_SEQ_NUM | RPT_OPT_TIME_STAMP | RPT_OPT_REASON_FOR_INCLUSION | RPT_OPT_DATA_SET;
    ReportControlBlock_create("urcb01", lln0, "events", false, "events", 1, triggers, fields, 0, 0);
    ReportControlBlock_create("brcb01", lln0, "buffered", true, "events", 1, triggers, fields | RPT_OPT_ENTRY_ID, 50, 0);
    return model;
}

static ModelNode *find(struct bay *bay, const char *reference)
{
    return IedModel_getModelNodeByShortObjectReference(bay->model, reference);
}

/* May this command be executed? Called for the selection and for the operation. */
static CheckHandlerResult check(ControlAction action, void *parameter, MmsValue *value, bool test, bool interlockCheck)
{
    (void)parameter;
    (void)value;
    printf("%s%s%s asked for\n", ControlAction_isSelect(action) ? "selection" : "operation", test ? ", test" : "", interlockCheck ? ", interlocked" : "");
    return CONTROL_ACCEPTED;
}

/* Executes a command: here the breaker has moved at once. */
static ControlHandlerResult operate(ControlAction action, void *parameter, MmsValue *value, bool test)
{
    struct bay *bay = parameter;
    (void)action;
    if (test)
        return CONTROL_RESULT_OK;
    printf("breaker %s\n", MmsValue_getBoolean(value) ? "on" : "off");
    IedServer_lockDataModel(bay->server); /* both changes go into one report */
    if (bay->position)
        IedServer_updateBooleanAttributeValue(bay->server, bay->position, MmsValue_getBoolean(value));
    if (bay->position_time)
        IedServer_updateUTCTimeAttributeValue(bay->server, bay->position_time, Hal_getTimeInMs());
    IedServer_unlockDataModel(bay->server);
    return CONTROL_RESULT_OK;
}

/* A client writes the pickup value: only sensible ones are taken. */
static MmsDataAccessError limit_written(DataAttribute *attribute, MmsValue *value, ClientConnection connection, void *parameter)
{
    (void)attribute;
    (void)parameter;
    float limit = MmsValue_toFloat(value);
    printf("%s wants the pickup value %g\n", ClientConnection_getPeerAddress(connection), limit);
    return limit >= 0.f && limit <= 100.f ? DATA_ACCESS_ERROR_SUCCESS : DATA_ACCESS_ERROR_OBJECT_VALUE_INVALID;
}

static void connection_changed(IedServer self, ClientConnection connection, bool connected, void *parameter)
{
    (void)parameter;
    printf("%s %s, %i clients\n", ClientConnection_getPeerAddress(connection), connected ? "connected" : "left", IedServer_getNumberOfOpenConnections(self));
}

static void install_handlers(struct bay *bay)
{
    bay->breaker = (DataObject *)find(bay, "LD0/CSWI1.Pos");
    bay->position = (DataAttribute *)find(bay, "LD0/CSWI1.Pos.stVal");
    bay->position_time = (DataAttribute *)find(bay, "LD0/CSWI1.Pos.t");
    bay->power = (DataAttribute *)find(bay, "LD0/MMXU1.TotW.mag.f");
    bay->power_time = (DataAttribute *)find(bay, "LD0/MMXU1.TotW.t");
    bay->limit = (DataAttribute *)find(bay, "LD0/PTOC1.StrVal.setMag.f");
    if (bay->breaker) {
        IedServer_setPerformCheckHandler(bay->server, bay->breaker, check, bay);
        IedServer_setControlHandler(bay->server, bay->breaker, operate, bay);
    }
    if (bay->limit) {
        IedServer_updateFloatAttributeValue(bay->server, bay->limit, 12.5f);
        IedServer_handleWriteAccess(bay->server, bay->limit, limit_written, bay);
    }
    IedServer_setConnectionIndicationHandler(bay->server, connection_changed, bay);
}

/* What the process measures: a slow wave. */
static void measure(struct bay *bay, int tick)
{
    if (!bay->power)
        return;
    IedServer_lockDataModel(bay->server);
    IedServer_updateFloatAttributeValue(bay->server, bay->power, 100.f + 10.f * sinf((float)tick / 10.f));
    if (bay->power_time)
        IedServer_updateUTCTimeAttributeValue(bay->server, bay->power_time, Hal_getTimeInMs());
    IedServer_unlockDataModel(bay->server);
}

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 102;
    struct bay bay = {0};
    setvbuf(stdout, NULL, _IOLBF, 0);
    bay.model = argc > 2 ? ConfigFileParser_createModelFromConfigFileEx(argv[2]) : build_model();
    if (!bay.model) {
        fprintf(stderr, "%s is no model\n", argv[2]);
        return 1;
    }

    IedServerConfig config = IedServerConfig_create();
    IedServerConfig_setMaxMmsConnections(config, 20);
    IedServerConfig_setReportBufferSize(config, 200000);
    bay.server = IedServer_createWithConfig(bay.model, NULL, config);
    IedServerConfig_destroy(config);
    IedServer_setServerIdentity(bay.server, "example", "server_basic", "1");
    install_handlers(&bay);

    IedServer_start(bay.server, port);
    if (!IedServer_isRunning(bay.server)) {
        fprintf(stderr, "cannot listen on port %i\n", port);
        IedServer_destroy(bay.server);
        IedModel_destroy(bay.model);
        return 1;
    }
    printf("listening on port %i\n", port);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    for (int tick = 0; running; tick++) {
        measure(&bay, tick);
        Thread_sleep(100);
    }

    IedServer_stop(bay.server);
    IedServer_destroy(bay.server);
    IedModel_destroy(bay.model);
    return 0;
}
