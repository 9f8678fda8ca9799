/* Connect, browse, read, write, and the error codes: against the server on TEST_PORT with ctests/models/simpleIO.cfg. */
#include "check.h"
#include "iec61850_client.h"

#define ANALOGUE "simpleIOGenericIO/GGIO1.AnIn1.mag.f"
#define VENDOR "simpleIOGenericIO/GGIO1.NamPlt.vendor"

static bool contains(LinkedList list, const char *name)
{
    for (LinkedList element = list ? LinkedList_getNext(list) : NULL; element; element = LinkedList_getNext(element))
        if (strcmp(LinkedList_getData(element), name) == 0)
            return true;
    return false;
}

static void browse(IedConnection con)
{
    IedClientError error;
    LinkedList devices = IedConnection_getLogicalDeviceList(con, &error);
    CHECK(error == IED_ERROR_OK && LinkedList_size(devices) == 1 && contains(devices, "simpleIOGenericIO"));
    LinkedList_destroy(devices);
    LinkedList nodes = IedConnection_getLogicalDeviceDirectory(con, &error, "simpleIOGenericIO");
    CHECK(error == IED_ERROR_OK && contains(nodes, "GGIO1") && contains(nodes, "LLN0"));
    LinkedList_destroy(nodes);
    LinkedList objects = IedConnection_getLogicalNodeDirectory(con, &error, "simpleIOGenericIO/GGIO1", ACSI_CLASS_DATA_OBJECT);
    CHECK(error == IED_ERROR_OK && contains(objects, "AnIn1"));
    LinkedList_destroy(objects);
    LinkedList data = IedConnection_getDataDirectoryFC(con, &error, "simpleIOGenericIO/GGIO1.AnIn1");
    CHECK(error == IED_ERROR_OK && contains(data, "mag[MX]"));
    LinkedList_destroy(data);
    MmsVariableSpecification *spec = IedConnection_getVariableSpecification(con, &error, "simpleIOGenericIO/GGIO1.AnIn1", IEC61850_FC_MX);
    CHECK(error == IED_ERROR_OK && MmsVariableSpecification_getType(spec) == MMS_STRUCTURE && MmsVariableSpecification_getSize(spec) == 3);
    MmsVariableSpecification_destroy(spec);
}

static void read_and_write(IedConnection con)
{
    IedClientError error;
    MmsValue *value = IedConnection_readObject(con, &error, "simpleIOGenericIO/GGIO1.AnIn1", IEC61850_FC_MX);
    CHECK(error == IED_ERROR_OK && MmsValue_getType(value) == MMS_STRUCTURE);
    MmsValue_delete(value);
    IedConnection_readFloatValue(con, &error, ANALOGUE, IEC61850_FC_MX);
    CHECK(error == IED_ERROR_OK);
    IedConnection_writeVisibleStringValue(con, &error, VENDOR, IEC61850_FC_DC, "written by C");
    CHECK(error == IED_ERROR_OK);
    char *text = IedConnection_readStringValue(con, &error, VENDOR, IEC61850_FC_DC);
    CHECK(error == IED_ERROR_OK && text && strcmp(text, "written by C") == 0);
    free(text);
    Timestamp stamp;
    CHECK(IedConnection_readTimestampValue(con, &error, "simpleIOGenericIO/GGIO1.AnIn1.t", IEC61850_FC_MX, &stamp) == &stamp);
    CHECK(error == IED_ERROR_OK);
    IedConnection_readQualityValue(con, &error, "simpleIOGenericIO/GGIO1.AnIn1.q", IEC61850_FC_MX);
    CHECK(error == IED_ERROR_OK);
}

static void errors(IedConnection con, int port)
{
    IedClientError error;
    IedConnection_readInt32Value(con, &error, "simpleIOGenericIO/GGIO1.None.stVal", IEC61850_FC_ST);
    CHECK(error == IED_ERROR_OBJECT_DOES_NOT_EXIST);
    IedConnection_readInt32Value(con, &error, "no slash", IEC61850_FC_ST);
    CHECK(error == IED_ERROR_OBJECT_REFERENCE_INVALID);
    IedConnection_readInt32Value(con, &error, ANALOGUE, IEC61850_FC_MX);
    CHECK(error == IED_ERROR_UNEXPECTED_VALUE_RECEIVED);
    IedConnection_writeFloatValue(con, &error, ANALOGUE, IEC61850_FC_MX, 1.f);
    CHECK(error == IED_ERROR_ACCESS_DENIED);
    IedConnection_writeInt32Value(con, &error, VENDOR, IEC61850_FC_DC, 1);
    CHECK(error == IED_ERROR_TYPE_INCONSISTENT);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_ALREADY_CONNECTED);
}

int main(void)
{
    int port = test_port();
    IedClientError error;
    IedConnection con = IedConnection_create();
    CHECK(IedConnection_getState(con) == IED_STATE_CLOSED);
    IedConnection_readFloatValue(con, &error, ANALOGUE, IEC61850_FC_MX);
    CHECK(error == IED_ERROR_NOT_CONNECTED);
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_OK && IedConnection_getState(con) == IED_STATE_CONNECTED);
    browse(con);
    read_and_write(con);
    errors(con, port);
    IedConnection_close(con);
    IedConnection_release(con, &error);
    CHECK(error == IED_ERROR_NOT_CONNECTED);
    IedConnection_connect(con, &error, "127.0.0.1", 1);
    CHECK(error == IED_ERROR_CONNECTION_REJECTED);
    IedConnection_destroy(con);
    IedConnection_destroy(NULL);
    return RESULT();
}
