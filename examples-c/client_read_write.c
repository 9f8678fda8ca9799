<<<<<<< HEAD
/* Reads a measured value with quality and time, writes a description and reads it back, and shows what comes of a
 * reference that does not exist.
 *
 *     client_read_write [HOST [PORT [LD]]]        for the model simpleIO
=======
/*
 * Reads and writes values of ctests/models/simpleIO.cfg and shows what happens when something is wrong.
 *
 *     client_read_write [host] [port]
>>>>>>> tests
 */
#include <stdio.h>
#include <stdlib.h>

#include "iec61850_client.h"

<<<<<<< HEAD
/** Prints what was tried and how it went; true when it went well. */
static bool
report(const char* what, IedClientError error)
{
    if (error != IED_ERROR_OK)
        printf("%-44s error %d: %s\n", what, error, IedClientError_toString(error));

    return error == IED_ERROR_OK;
}

static void
read_measured_value(IedConnection con, const char* device)
{
    IedClientError error;
    char reference[130];

    snprintf(reference, sizeof(reference), "%s/GGIO1.AnIn1.mag.f", device);
    float value = IedConnection_readFloatValue(con, &error, reference, IEC61850_FC_MX);
    if (report(reference, error))
        printf("%-44s %g\n", reference, value);

    snprintf(reference, sizeof(reference), "%s/GGIO1.AnIn1.q", device);
    Quality quality = IedConnection_readQualityValue(con, &error, reference, IEC61850_FC_MX);
    if (report(reference, error))
        printf("%-44s %s\n", reference, Quality_getValidity(&quality) == QUALITY_VALIDITY_GOOD ? "good" : "not good");

    snprintf(reference, sizeof(reference), "%s/GGIO1.AnIn1.t", device);
    Timestamp time;
    IedConnection_readTimestampValue(con, &error, reference, IEC61850_FC_MX, &time);
    if (report(reference, error))
        printf("%-44s %llu ms\n", reference, (unsigned long long) Timestamp_getTimeInMs(&time));

    /* A whole data object comes as a structure. */
    snprintf(reference, sizeof(reference), "%s/GGIO1.AnIn1", device);
    MmsValue* object = IedConnection_readObject(con, &error, reference, IEC61850_FC_MX);
    if (report(reference, error)) {
        char text[200];
        printf("%-44s %s\n", reference, MmsValue_printToBuffer(object, text, sizeof(text)));
        MmsValue_delete(object);
    }
}

static void
write_and_read_back(IedConnection con, const char* device)
{
    IedClientError error;
    char reference[130];
    char text[] = "written by iec61850-capi";

    snprintf(reference, sizeof(reference), "%s/GGIO1.NamPlt.vendor", device);
    IedConnection_writeVisibleStringValue(con, &error, reference, IEC61850_FC_DC, text);
    report("write", error);

    char* vendor = IedConnection_readStringValue(con, &error, reference, IEC61850_FC_DC);
    if (report(reference, error))
        printf("%-44s \"%s\"\n", reference, vendor);
    free(vendor);
}

static void
wrong_references(IedConnection con, const char* device)
{
    IedClientError error;
    char reference[130];

    snprintf(reference, sizeof(reference), "%s/GGIO1.NoSuch.mag.f", device);
    IedConnection_readFloatValue(con, &error, reference, IEC61850_FC_MX);
    report("read of an object that does not exist", error);

    IedConnection_readFloatValue(con, &error, "no slash in here", IEC61850_FC_MX);
    report("read of a reference that is none", error);

    snprintf(reference, sizeof(reference), "%s/GGIO1.AnIn1.mag.f", device);
    IedConnection_readBooleanValue(con, &error, reference, IEC61850_FC_MX);
    report("read of a float as a boolean", error);
}

int
main(int argc, char** argv)
{
    const char* device = argc > 3 ? argv[3] : "simpleIOGenericIO";
    IedClientError error;
    IedConnection con = IedConnection_create();

    IedConnection_setConnectTimeout(con, 3000);
    IedConnection_connect(con, &error, argc > 1 ? argv[1] : "localhost", argc > 2 ? atoi(argv[2]) : 102);
    if (error != IED_ERROR_OK) {
        report("connect", error);
        IedConnection_destroy(con);
        return 1;
    }

    read_measured_value(con, device);
    write_and_read_back(con, device);
    wrong_references(con, device);

    IedConnection_release(con, &error);
    report("release", error);
    IedConnection_destroy(con);
    return 0;
=======
#define LD "simpleIOGenericIO"

static int failures;

/* Prints the outcome; `wanted` is the error that is right here. */
static void outcome(const char *what, IedClientError error, IedClientError wanted)
{
    printf("  -> %s (%d)\n", IedClientError_toString(error), error);
    if (error != wanted) {
        fprintf(stderr, "%s: expected %s\n", what, IedClientError_toString(wanted));
        failures++;
    }
}

static void read_values(IedConnection con)
{
    IedClientError error;
    float analogue = IedConnection_readFloatValue(con, &error, LD "/GGIO1.AnIn1.mag.f", IEC61850_FC_MX);
    printf("read float  AnIn1.mag.f [MX] = %f", analogue);
    outcome("float", error, IED_ERROR_OK);

    bool state = IedConnection_readBooleanValue(con, &error, LD "/GGIO1.SPCSO1.stVal", IEC61850_FC_ST);
    printf("read bool   SPCSO1.stVal [ST] = %s", state ? "true" : "false");
    outcome("boolean", error, IED_ERROR_OK);

    MmsValue *value = IedConnection_readObject(con, &error, LD "/GGIO1.AnIn1", IEC61850_FC_MX);
    char text[200] = "";
    if (value) {
        MmsValue_printToBuffer(value, text, sizeof text);
        MmsValue_delete(value);
    }
    printf("read object AnIn1 [MX] = %s", text);
    outcome("object", error, IED_ERROR_OK);

    MmsVariableSpecification *spec = IedConnection_getVariableSpecification(con, &error, LD "/GGIO1.AnIn1", IEC61850_FC_MX);
    printf("specification AnIn1 [MX]: %d components", spec ? MmsVariableSpecification_getSize(spec) : 0);
    outcome("specification", error, IED_ERROR_OK);
    if (spec)
        MmsVariableSpecification_destroy(spec);
}

static void write_values(IedConnection con)
{
    IedClientError error;
    const char *vendor = LD "/GGIO1.NamPlt.vendor";
    char text[] = "written by C";
    printf("write string NamPlt.vendor [DC] = \"%s\"", text);
    IedConnection_writeVisibleStringValue(con, &error, vendor, IEC61850_FC_DC, text);
    outcome("write string", error, IED_ERROR_OK);

    char *back = IedConnection_readStringValue(con, &error, vendor, IEC61850_FC_DC);
    printf("read string  NamPlt.vendor [DC] = \"%s\"", back ? back : "");
    outcome("read string", error, IED_ERROR_OK);
    free(back);
}

static void mistakes(IedConnection con, const char *host, int port)
{
    IedClientError error;
    printf("a reference that does not exist, GGIO1.Nothing.stVal");
    IedConnection_readInt32Value(con, &error, LD "/GGIO1.Nothing.stVal", IEC61850_FC_ST);
    outcome("unknown object", error, IED_ERROR_OBJECT_DOES_NOT_EXIST);

    printf("no reference at all, \"nonsense\"");
    IedConnection_readInt32Value(con, &error, "nonsense", IEC61850_FC_ST);
    outcome("malformed reference", error, IED_ERROR_OBJECT_REFERENCE_INVALID);

    printf("a float read as an integer");
    IedConnection_readInt32Value(con, &error, LD "/GGIO1.AnIn1.mag.f", IEC61850_FC_MX);
    outcome("wrong type", error, IED_ERROR_UNEXPECTED_VALUE_RECEIVED);

    printf("a measured value written");
    IedConnection_writeFloatValue(con, &error, LD "/GGIO1.AnIn1.mag.f", IEC61850_FC_MX, 1.5f);
    outcome("read-only object", error, IED_ERROR_ACCESS_DENIED);

    printf("connect a second time");
    IedConnection_connect(con, &error, host, port);
    outcome("second connect", error, IED_ERROR_ALREADY_CONNECTED);
}

int main(int argc, char **argv)
{
    const char *host = argc > 1 ? argv[1] : "localhost";
    int port = argc > 2 ? atoi(argv[2]) : 102;
    IedClientError error;
    IedConnection con = IedConnection_create();

    IedConnection_connect(con, &error, host, port);
    printf("connect to %s:%d", host, port);
    outcome("connect", error, IED_ERROR_OK);
    if (error == IED_ERROR_OK) {
        read_values(con);
        write_values(con);
        mistakes(con, host, port);
        IedConnection_close(con);
    }
    IedConnection_destroy(con);
    return failures ? 1 : 0;
>>>>>>> tests
}
