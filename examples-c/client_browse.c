/*
 * Connects to an IEC 61850 server and prints its model as a tree:
 * logical devices, logical nodes, data sets, report control blocks and data down to the last attribute.
 *
 *     client_browse [host] [port]
 */
#include <stdio.h>
#include <stdlib.h>

#include "iec61850_client.h"

static void check(IedClientError error, const char *what)
{
    if (error != IED_ERROR_OK)
        fprintf(stderr, "%s: %s (%d)\n", what, IedClientError_toString(error), error);
}

/* One level of a data object, then what is below it. */
static void print_data(IedConnection con, const char *reference, int depth)
{
    IedClientError error;
    LinkedList names = IedConnection_getDataDirectoryFC(con, &error, reference);
    check(error, reference);
    if (names == NULL)
        return;
    for (LinkedList element = LinkedList_getNext(names); element; element = LinkedList_getNext(element)) {
        const char *name = LinkedList_getData(element); /* for instance stVal[ST] */
        int length = 0;
        while (name[length] != '\0' && name[length] != '[')
            length++;
        char child[130];
        if (snprintf(child, sizeof child, "%s.%.*s", reference, length, name) >= (int) sizeof child)
            continue;
        printf("%*s%s\n", depth * 2, "", name);
        print_data(con, child, depth + 1);
    }
    LinkedList_destroy(names);
}

/* The members of one class of a logical node, for instance its data sets. */
static void print_class(IedConnection con, const char *reference, ACSIClass acsi_class, const char *title)
{
    IedClientError error;
    LinkedList names = IedConnection_getLogicalNodeDirectory(con, &error, reference, acsi_class);
    if (names == NULL)
        return;
    for (LinkedList element = LinkedList_getNext(names); element; element = LinkedList_getNext(element)) {
        const char *name = LinkedList_getData(element);
        printf("    %s %s\n", title, name);
        if (acsi_class == ACSI_CLASS_DATA_OBJECT) {
            char child[130];
            if (snprintf(child, sizeof child, "%s.%s", reference, name) < (int) sizeof child)
                print_data(con, child, 3);
        }
    }
    LinkedList_destroy(names);
}

static void print_device(IedConnection con, const char *device)
{
    IedClientError error;
    printf("LD %s\n", device);
    LinkedList nodes = IedConnection_getLogicalDeviceDirectory(con, &error, device);
    check(error, device);
    if (nodes == NULL)
        return;
    for (LinkedList element = LinkedList_getNext(nodes); element; element = LinkedList_getNext(element)) {
        char reference[130];
        if (snprintf(reference, sizeof reference, "%s/%s", device, (char *) LinkedList_getData(element)) >= (int) sizeof reference)
            continue;
        printf("  LN %s\n", (char *) LinkedList_getData(element));
        print_class(con, reference, ACSI_CLASS_DATA_SET, "data set");
        print_class(con, reference, ACSI_CLASS_URCB, "unbuffered report control block");
        print_class(con, reference, ACSI_CLASS_BRCB, "buffered report control block");
        print_class(con, reference, ACSI_CLASS_DATA_OBJECT, "DO");
    }
    LinkedList_destroy(nodes);
}

int main(int argc, char **argv)
{
    const char *host = argc > 1 ? argv[1] : "localhost";
    int port = argc > 2 ? atoi(argv[2]) : 102;
    IedClientError error;
    IedConnection con = IedConnection_create();

    IedConnection_connect(con, &error, host, port);
    check(error, "connect");
    if (error == IED_ERROR_OK) {
        LinkedList devices = IedConnection_getLogicalDeviceList(con, &error);
        check(error, "logical devices");
        if (devices) {
            for (LinkedList element = LinkedList_getNext(devices); element; element = LinkedList_getNext(element))
                print_device(con, LinkedList_getData(element));
            LinkedList_destroy(devices);
        }
        IedConnection_close(con);
    }
    IedConnection_destroy(con);
    return error == IED_ERROR_OK ? 0 : 1;
}
