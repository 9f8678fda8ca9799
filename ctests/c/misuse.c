/* What a program must not do and does: handles after destroy, twice, of another kind, from many threads; handlers that destroy their
 * connection or replace themselves; buffers of no octets. Each has to end in an error, never in a crash or a hang. */
#include "check.h"
#include "hal_thread.h"
#include "iec61850_client.h"
#include "mms_client_connection.h"

#define VALUE "simpleIOGenericIO/GGIO1.AnIn1.mag.f"
#define RCB "simpleIOGenericIO/LLN0.RP.ControlEventsRCB01"
#define THREADS 4

static int port;

static IedConnection connected(void)
{
    IedClientError error;
    IedConnection con = IedConnection_create();
    IedConnection_setRequestTimeout(con, 2000);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_OK);
    return con;
}

/* Everything that takes a connection, with one that is none. */
static void all_refuse(IedConnection con)
{
    IedClientError error = IED_ERROR_OK;
    IedConnection_readFloatValue(con, &error, VALUE, IEC61850_FC_MX);
    CHECK(error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    CHECK(IedConnection_readObject(con, &error, VALUE, IEC61850_FC_MX) == NULL && error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    IedConnection_writeFloatValue(con, &error, VALUE, IEC61850_FC_MX, 1);
    CHECK(error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    CHECK(IedConnection_getLogicalDeviceList(con, &error) == NULL && error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    CHECK(IedConnection_getRCBValues(con, &error, RCB, NULL) == NULL && error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    CHECK(IedConnection_getFileDirectory(con, &error, NULL) == NULL && error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    IedConnection_release(con, &error);
    CHECK(error != IED_ERROR_OK);
    error = IED_ERROR_OK;
    IedConnection_abort(con, &error);
    CHECK(error != IED_ERROR_OK);
    CHECK(ControlObjectClient_create("simpleIOGenericIO/GGIO1.SPCSO1", con) == NULL);
    CHECK(IedConnection_getState(con) == IED_STATE_CLOSED);
    IedConnection_installReportHandler(con, RCB, "x", NULL, NULL);
    IedConnection_uninstallReportHandler(con, RCB);
    IedConnection_close(con);
    IedConnection_destroy(con);
    IedConnection_destroy(con);
}

static void handles_that_are_none(void)
{
    IedConnection con = connected();
    IedConnection_destroy(con);
    all_refuse(con);
    all_refuse(NULL);
    static uint64_t anything[64];
    all_refuse((IedConnection) anything);
    all_refuse((IedConnection) 1);
    LinkedList list = LinkedList_create();
    all_refuse((IedConnection) list);
    CHECK(LinkedList_size(list) == 0);
    LinkedList_destroy(list);
    MmsConnection mms = MmsConnection_create();
    all_refuse((IedConnection) mms);
    MmsConnection_destroy(mms);
    MmsError error = MMS_ERROR_NONE;
    CHECK(MmsConnection_identify(mms, &error) == NULL && error != MMS_ERROR_NONE);
    MmsConnection_destroy(mms);
    con = connected();
    error = MMS_ERROR_NONE;
    CHECK(MmsConnection_identify((MmsConnection) con, &error) == NULL && error != MMS_ERROR_NONE);
    IedConnection_destroy(con);
}

static void a_control_object_outlives_its_connection(void)
{
    IedConnection con = connected();
    ControlObjectClient control = ControlObjectClient_create("simpleIOGenericIO/GGIO1.SPCSO1", con);
    CHECK(control != NULL);
    IedConnection_destroy(con);
    MmsValue *on = MmsValue_newBoolean(true);
    CHECK(!ControlObjectClient_operate(control, on, 0));
    CHECK(ControlObjectClient_getLastError(control) != IED_ERROR_OK);
    MmsValue_delete(on);
    ControlObjectClient_destroy(control);
}

struct use {
    IedConnection con;
    Semaphore done;
    volatile bool began;
};

static void *user(void *parameter)
{
    struct use *use = parameter;
    IedClientError error = IED_ERROR_OK;
    while (error == IED_ERROR_OK) {
        IedConnection_readFloatValue(use->con, &error, VALUE, IEC61850_FC_MX);
        use->began = true;
    }
    Semaphore_post(use->done);
    return NULL;
}

/* Returns only if every thread gets an error. */
static void a_connection_is_destroyed_while_others_use_it(void)
{
    for (int turn = 0; turn < 5; turn++) {
        struct use uses[THREADS];
        Thread threads[THREADS];
        Semaphore done = Semaphore_create(0);
        IedConnection con = connected();
        for (int i = 0; i < THREADS; i++) {
            uses[i] = (struct use){con, done, false};
            threads[i] = Thread_create(user, &uses[i], false);
            Thread_start(threads[i]);
        }
        for (int i = 0; i < THREADS; i++)
            while (!uses[i].began)
                Thread_sleep(1);
        IedConnection_destroy(con);
        for (int i = 0; i < THREADS; i++)
            Semaphore_wait(done);
        for (int i = 0; i < THREADS; i++)
            Thread_destroy(threads[i]);
        Semaphore_destroy(done);
    }
}

static Semaphore happened;

static void destroys(uint32_t invoke, void *parameter, IedClientError error, MmsValue *value)
{
    (void)invoke;
    CHECK(error == IED_ERROR_OK && value != NULL);
    MmsValue_delete(value);
    IedConnection con = parameter;
    IedConnection_destroy(con);
    IedConnection_destroy(con);
    IedConnection_readFloatValue(con, &error, VALUE, IEC61850_FC_MX);
    CHECK(error != IED_ERROR_OK);
    Semaphore_post(happened);
}

static void a_handler_destroys_its_connection(void)
{
    happened = Semaphore_create(0);
    IedConnection con = connected();
    IedClientError error;
    IedConnection_readObjectAsync(con, &error, VALUE, IEC61850_FC_MX, destroys, con);
    CHECK(error == IED_ERROR_OK);
    Semaphore_wait(happened);
    Semaphore_destroy(happened);
    all_refuse(con);
}

static volatile int firsts, seconds;
static IedConnection replaced;

static void second(void *parameter, ClientReport report)
{
    (void)parameter;
    CHECK(ClientReport_getDataSetValues(report) != NULL);
    IedConnection_uninstallReportHandler(replaced, RCB);
    /* still the report of this call */
    CHECK(ClientReport_getDataSetValues(report) != NULL);
    seconds++;
}

static void first(void *parameter, ClientReport report)
{
    (void)parameter;
    IedConnection_installReportHandler(replaced, RCB, ClientReport_getRptId(report), second, NULL);
    CHECK(ClientReport_getDataSetValues(report) != NULL);
    firsts++;
}

static void handlers_replace_themselves(void)
{
    IedClientError error;
    replaced = connected();
    ClientReportControlBlock rcb = IedConnection_getRCBValues(replaced, &error, RCB, NULL);
    CHECK(error == IED_ERROR_OK);
    IedConnection_installReportHandler(replaced, RCB, ClientReportControlBlock_getRptId(rcb), first, NULL);
    ClientReportControlBlock_setRptEna(rcb, true);
    ClientReportControlBlock_setTrgOps(rcb, TRG_OPT_GI);
    IedConnection_setRCBValues(replaced, &error, rcb, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_RPT_ENA, true);
    CHECK(error == IED_ERROR_OK);
    for (int turn = 0; turn < 4; turn++) {
        IedConnection_triggerGIReport(replaced, &error, RCB);
        CHECK(error == IED_ERROR_OK);
        for (int i = 0; i < 100 && firsts + seconds < (turn < 2 ? turn + 1 : 2); i++)
            Thread_sleep(10);
    }
    Thread_sleep(100);
    CHECK(firsts == 1 && seconds == 1);
    ClientReportControlBlock_destroy(rcb);
    IedConnection_destroy(replaced);
}

static void buffers_of_no_octets(void)
{
    char text[4] = "abc";
    uint8_t octets[4] = {1, 2, 3, 4};
    int end = -1;
    MmsValue *value = MmsValue_newVisibleString("long enough");
    MmsValue_printToBuffer(value, text, 0);
    CHECK(!strcmp(text, "abc"));
    MmsValue_printToBuffer(value, text, 1);
    CHECK(text[0] == 0 && text[1] == 'b');
    MmsValue_printToBuffer(value, NULL, 0);
    MmsValue_delete(value);
    CHECK(MmsValue_decodeMmsData(octets, 0, 0, &end) == NULL);
    CHECK(MmsValue_decodeMmsData(NULL, 0, 0, NULL) == NULL);
    CHECK(MmsValue_decodeMmsData(octets, 4, 4, NULL) == NULL);
    value = MmsValue_newOctetString(0, 0);
    MmsValue_setOctetString(value, octets, 0);
    CHECK(MmsValue_getOctetStringSize(value) == 0);
    MmsValue_setOctetString(value, NULL, 4);
    CHECK(MmsValue_getOctetStringSize(value) == 0);
    MmsValue_delete(value);
    value = MmsValue_newBitString(0);
    MmsValue_setBitStringBit(value, 0, true);
    CHECK(!MmsValue_getBitStringBit(value, 0) && MmsValue_getBitStringSize(value) == 0);
    MmsValue_delete(value);
    value = MmsValue_createEmptyArray(0);
    CHECK(MmsValue_getElement(value, 0) == NULL && MmsValue_getElement(value, -1) == NULL);
    MmsValue_delete(value);
}

int main(void)
{
    port = test_port();
    handles_that_are_none();
    a_control_object_outlives_its_connection();
    a_connection_is_destroyed_while_others_use_it();
    a_handler_destroys_its_connection();
    handlers_replace_themselves();
    buffers_of_no_octets();
    return RESULT();
}
