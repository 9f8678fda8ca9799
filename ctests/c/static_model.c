/* A model compiled as C tables, with an initializer for its values: looked into, served, read, written and reported. */
#include "check.h"
#include "hal_thread.h"
#include "iec61850_client.h"
#include "iec61850_server.h"
#include "start.h"

extern IedModel model;
static LogicalDevice device;
static LogicalNode lln0, ggio;
static DataObject mod, ind, an;
static DataAttribute mod_st, mod_q, ind_st, ind_q, ind_t, an_mag, an_mag_f, an_q, an_db;
static DataSet set;
static DataSetEntry first_member, second_member;
static ReportControlBlock reports;

#define NODE(of) ((ModelNode *)&(of))
#define ATTRIBUTE(name, parent, sibling, child, fc, type, trigger, address) \
    {DataAttributeModelType, name, NODE(parent), sibling, child, 0, -1, fc, type, trigger, NULL, address}

static LogicalDevice device = {LogicalDeviceModelType, "LD0", (ModelNode *)&model, NULL, NODE(lln0), NULL};
static LogicalNode lln0 = {LogicalNodeModelType, "LLN0", NODE(device), NODE(ggio), NODE(mod)};
static LogicalNode ggio = {LogicalNodeModelType, "GGIO1", NODE(device), NULL, NODE(ind)};
static DataObject mod = {DataObjectModelType, "Mod", NODE(lln0), NULL, NODE(mod_st), 0, -1};
static DataObject ind = {DataObjectModelType, "Ind1", NODE(ggio), NODE(an), NODE(ind_st), 0, -1};
static DataObject an = {DataObjectModelType, "AnIn1", NODE(ggio), NULL, NODE(an_mag), 0, -1};

static DataAttribute mod_st = ATTRIBUTE("stVal", mod, NODE(mod_q), NULL, IEC61850_FC_ST, IEC61850_ENUMERATED, TRG_OPT_DATA_CHANGED, 0);
static DataAttribute mod_q = ATTRIBUTE("q", mod, NULL, NULL, IEC61850_FC_ST, IEC61850_QUALITY, TRG_OPT_QUALITY_CHANGED, 0);
static DataAttribute ind_st = ATTRIBUTE("stVal", ind, NODE(ind_q), NULL, IEC61850_FC_ST, IEC61850_BOOLEAN, TRG_OPT_DATA_CHANGED, 101);
static DataAttribute ind_q = ATTRIBUTE("q", ind, NODE(ind_t), NULL, IEC61850_FC_ST, IEC61850_QUALITY, TRG_OPT_QUALITY_CHANGED, 0);
static DataAttribute ind_t = ATTRIBUTE("t", ind, NULL, NULL, IEC61850_FC_ST, IEC61850_TIMESTAMP, 0, 0);
static DataAttribute an_mag = ATTRIBUTE("mag", an, NODE(an_q), NODE(an_mag_f), IEC61850_FC_MX, IEC61850_CONSTRUCTED, TRG_OPT_DATA_CHANGED, 0);
static DataAttribute an_mag_f = ATTRIBUTE("f", an_mag, NULL, NULL, IEC61850_FC_MX, IEC61850_FLOAT32, TRG_OPT_DATA_CHANGED, 0);
static DataAttribute an_q = ATTRIBUTE("q", an, NODE(an_db), NULL, IEC61850_FC_MX, IEC61850_QUALITY, TRG_OPT_QUALITY_CHANGED, 0);
static DataAttribute an_db = ATTRIBUTE("db", an, NULL, NULL, IEC61850_FC_CF, IEC61850_INT32U, 0, 0);

static DataSetEntry first_member = {"LD0", false, "GGIO1$ST$Ind1$stVal", -1, NULL, NULL, &second_member};
static DataSetEntry second_member = {"LD0", false, "GGIO1$MX$AnIn1$mag$f", -1, NULL, NULL, NULL};
static DataSet set = {"LD0", "LLN0$events", 2, &first_member, NULL};
static ReportControlBlock reports = {&lln0, "urcb01", "events", false, "events", 1, TRG_OPT_DATA_CHANGED | TRG_OPT_GI,
                                     RPT_OPT_SEQ_NUM | RPT_OPT_REASON_FOR_INCLUSION, 0, 0, {0}, NULL};

static int initialized;

/* Called whenever a server is made of the model. */
static void initialize(void)
{
    initialized++;
    mod_st.mmsValue = MmsValue_newIntegerFromInt32(1);
    an_mag_f.mmsValue = MmsValue_newFloat(1.5f);
    an_db.mmsValue = MmsValue_newUnsignedFromUint32(500);
}

IedModel model = {"Static", &device, &set, &reports, NULL, NULL, NULL, NULL, NULL, initialize};

static void lookups(void)
{
    char reference[130];
    CHECK(IedModel_getLogicalDeviceCount(&model) == 1 && IedModel_getDevice(&model, "StaticLD0") == &device);
    CHECK(IedModel_getModelNodeByObjectReference(&model, "StaticLD0/GGIO1.AnIn1.mag.f") == NODE(an_mag_f));
    CHECK(IedModel_getModelNodeByShortAddress(&model, 101) == NODE(ind_st));
    CHECK(ModelNode_getChildWithFc(NODE(an), "db", IEC61850_FC_CF) == NODE(an_db));
    CHECK(strcmp(ModelNode_getObjectReference(NODE(an_mag_f), reference), "StaticLD0/GGIO1.AnIn1.mag.f") == 0);
    CHECK(LogicalNode_getDataSet(&lln0, "events") == &set);
}

static Semaphore told;
static float reported;

static void on_report(void *parameter, ClientReport report)
{
    (void)parameter;
    if (ClientReport_getReasonForInclusion(report, 1) == IEC61850_REASON_DATA_CHANGE)
        reported = MmsValue_toFloat(MmsValue_getElement(ClientReport_getDataSetValues(report), 1));
    Semaphore_post(told);
}

static void serve(void)
{
    IedClientError error;
    IedServer server = IedServer_create(&model);
    CHECK(server && initialized);
    IedServer_setWriteAccessPolicy(server, IEC61850_FC_CF, ACCESS_POLICY_ALLOW);
    int port = start_somewhere(server);
    IedConnection con = IedConnection_create();
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_OK);
    CHECK(IedConnection_readFloatValue(con, &error, "StaticLD0/GGIO1.AnIn1.mag.f", IEC61850_FC_MX) == 1.5f && error == IED_ERROR_OK);
    CHECK(IedConnection_readInt32Value(con, &error, "StaticLD0/LLN0.Mod.stVal", IEC61850_FC_ST) == 1 && error == IED_ERROR_OK);
    CHECK(!IedConnection_readBooleanValue(con, &error, "StaticLD0/GGIO1.Ind1.stVal", IEC61850_FC_ST) && error == IED_ERROR_OK);
    IedConnection_writeUnsigned32Value(con, &error, "StaticLD0/GGIO1.AnIn1.db", IEC61850_FC_CF, 700);
    CHECK(error == IED_ERROR_OK && IedServer_getUInt32AttributeValue(server, &an_db) == 700);
    CHECK(an_db.mmsValue == IedServer_getAttributeValue(server, &an_db));

    IedConnection_installReportHandler(con, "StaticLD0/LLN0.RP.urcb01", "events", on_report, NULL);
    IedConnection_writeBooleanValue(con, &error, "StaticLD0/LLN0.urcb01.RptEna", IEC61850_FC_RP, true);
    CHECK(error == IED_ERROR_OK);
    IedServer_updateFloatAttributeValue(server, &an_mag_f, 2.5f);
    Semaphore_wait(told);
    CHECK(reported == 2.5f);
    IedConnection_destroy(con);
    IedServer_stop(server);
    IedServer_destroy(server);
}

int main(void)
{
    told = Semaphore_create(0);
    lookups();
    serve();
    CHECK(!an_mag_f.mmsValue && !mod_st.mmsValue); /* no value is left behind that nobody would free */
    serve();                                       /* the tables serve again */
    Semaphore_destroy(told);
    return RESULT();
}
