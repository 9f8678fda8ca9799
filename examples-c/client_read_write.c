/* Reads a measured value with quality and time, writes a description and reads it back, and shows what comes of a
 * reference that does not exist.
 *
 *     client_read_write [HOST [PORT [LD]]]        for the model simpleIO
 */
#include <stdio.h>
#include <stdlib.h>

#include "iec61850_client.h"

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
}
