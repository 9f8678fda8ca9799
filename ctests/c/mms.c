/* The MMS interface and the ISO parameters as C programs use them: against the server on TEST_PORT with ctests/models/simpleIO.cfg. */
#include "check.h"
#include "iec61850_client.h"
#include "iec61850_ext.h"

#define DOMAIN_ID "simpleIOGenericIO"

static void addresses(MmsConnection con)
{
    IsoConnectionParameters parameters = MmsConnection_getIsoConnectionParameters(con);
    CHECK(parameters == MmsConnection_getIsoConnectionParameters(con));
    /* the fields are where the header says */
    CHECK(parameters->remoteApTitleLen == 5 && parameters->remoteAEQualifier == 12);
    CHECK(parameters->remotePSelector.size == 4 && parameters->remotePSelector.value[3] == 1 && parameters->localTSelector.size == 2);
    PSelector p = {4, {0, 0, 0, 9}};
    SSelector s = {2, {0, 9}};
    TSelector t = {2, {0, 9}};
    IsoConnectionParameters_setLocalAddresses(parameters, p, s, t);
    IsoConnectionParameters_setLocalApTitle(parameters, "1.3.9999.13", 7);
    IsoConnectionParameters_setLocalTcpParameters(parameters, "127.0.0.1", 0);
    CHECK(parameters->localPSelector.value[3] == 9 && parameters->localSSelector.value[1] == 9 && parameters->localTSelector.value[1] == 9);
    CHECK(parameters->localAEQualifier == 7 && strcmp(parameters->localIpAddress, "127.0.0.1") == 0);
}

static void services(MmsConnection con)
{
    MmsError error;
    LinkedList domains = MmsConnection_getDomainNames(con, &error);
    CHECK(error == MMS_ERROR_NONE && LinkedList_size(domains) == 1);
    LinkedList_destroy(domains);
    LinkedList items = LinkedList_create();
    LinkedList_add(items, "GGIO1$MX$AnIn1$mag$f");
    LinkedList_add(items, "GGIO1$MX$nothing");
    MmsValue *values = MmsConnection_readMultipleVariables(con, &error, DOMAIN_ID, items);
    CHECK(error == MMS_ERROR_NONE && MmsValue_getArraySize(values) == 2);
    CHECK(MmsValue_getType(MmsValue_getElement(values, 0)) == MMS_FLOAT && MmsValue_getType(MmsValue_getElement(values, 1)) == MMS_DATA_ACCESS_ERROR);
    MmsValue_delete(values);
    LinkedList_destroyStatic(items);

    LinkedList members = LinkedList_create();
    LinkedList_add(members, MmsVariableAccessSpecification_create(DOMAIN_ID, "GGIO1$MX$AnIn1"));
    MmsConnection_defineNamedVariableListAssociationSpecific(con, &error, "mine", members);
    CHECK(error == MMS_ERROR_NONE);
    LinkedList_destroy(members);
    bool deletable = false;
    members = MmsConnection_readNamedVariableListDirectoryAssociationSpecific(con, &error, "mine", &deletable);
    CHECK(error == MMS_ERROR_NONE && deletable && LinkedList_size(members) == 1);
    MmsVariableAccessSpecification *member = LinkedList_getData(LinkedList_getNext(members));
    CHECK(strcmp(member->itemId, "GGIO1$MX$AnIn1") == 0 && member->arrayIndex == -1 && member->componentName == NULL);
    LinkedList_destroyDeep(members, (LinkedListValueDeleteFunction) MmsVariableAccessSpecification_destroy);
    CHECK(MmsConnection_deleteAssociationSpecificNamedVariableList(con, &error, "mine") && error == MMS_ERROR_NONE);

    MmsServerIdentity *identity = MmsConnection_identify(con, &error);
    CHECK(error == MMS_ERROR_NONE && identity->vendorName != NULL);
    MmsServerIdentity_destroy(identity);
    MmsValue *value = MmsValue_newVisibleString("by MMS");
    CHECK(MmsConnection_writeVariable(con, &error, DOMAIN_ID, "GGIO1$DC$NamPlt$vendor", value) == DATA_ACCESS_ERROR_SUCCESS && error == MMS_ERROR_NONE);
    MmsValue_delete(value);
    MmsVariableSpecification *type = MmsConnection_getVariableAccessAttributes(con, &error, DOMAIN_ID, "GGIO1$MX$AnIn1");
    CHECK(error == MMS_ERROR_NONE && MmsVariableSpecification_getType(type) == MMS_STRUCTURE);
    MmsVariableSpecification_destroy(type);
    MmsConnectionParameters negotiated = MmsConnection_getMmsConnectionParameters(con);
    CHECK(negotiated.maxPduSize > 1000 && negotiated.servicesSupported[0] != 0);
}

static void failures(MmsConnection con)
{
    Iec61850Failure failure;
    MmsError error;
    CHECK(!MmsConnection_getLastFailure(con, &failure));
    CHECK(!MmsConnection_connect(con, &error, "127.0.0.1", 1) && error == MMS_ERROR_CONNECTION_REJECTED);
    CHECK(MmsConnection_getLastFailure(con, &failure) && failure.layer == IEC61850_LAYER_TCP && failure.code != 0 && failure.text[0] != 0);
    CHECK(strcmp(Iec61850Layer_toString(failure.layer), "TCP") == 0 && strcmp(Iec61850Layer_toString(99), "unknown") == 0);
}

int main(void)
{
    int port = test_port();
    MmsError error;
    MmsConnection con = MmsConnection_create();
    AcseAuthenticationParameter password = AcseAuthenticationParameter_create();
    AcseAuthenticationParameter_setAuthMechanism(password, ACSE_AUTH_PASSWORD);
    AcseAuthenticationParameter_setPassword(password, "secret");
    IsoConnectionParameters_setAcseAuthenticationParameter(MmsConnection_getIsoConnectionParameters(con), password);
    addresses(con);
    failures(con);
    CHECK(MmsConnection_getIsoConnectionParameters(con)->acseAuthParameter == password);
    CHECK(MmsConnection_connect(con, &error, "127.0.0.1", port) && error == MMS_ERROR_NONE);
    services(con);
    MmsConnection_conclude(con, &error);
    CHECK(error == MMS_ERROR_NONE);
    MmsConnection_destroy(con);
    AcseAuthenticationParameter_destroy(password);

    IedConnection ied = IedConnection_create();
    MmsConnection borrowed = IedConnection_getMmsConnection(ied);
    MmsConnection_setTpduSize(borrowed, 1024);
    addresses(borrowed);
    IedClientError ied_error;
    IedConnection_connect(ied, &ied_error, "127.0.0.1", port);
    CHECK(ied_error == IED_ERROR_OK);
    services(borrowed);
    IedConnection_destroy(ied);
    return RESULT();
}
