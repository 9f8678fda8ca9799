<<<<<<< HEAD
/* Connects to an IED and prints its whole model as a tree: logical devices, logical nodes, data objects, attributes
 * with their functional constraint, data sets and report control blocks.
 *
 *     client_browse [HOST [PORT]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "iec61850_client.h"

/** Names must stay below what an object reference may have (129 octets). */
#define REFERENCE_SIZE 160

static int failures = 0;

/** The elements of a directory, or NULL with a message. */
static LinkedList
listed(LinkedList list, const IedClientError* error, const char* what)
{
    if (*error != IED_ERROR_OK) {
        fprintf(stderr, "%s: %s\n", what, IedClientError_toString(*error));
        failures++;
    }

    return list;
}

/** Data objects and attributes: names come as mag[MX]; deeper levels are asked for without the constraint. */
static void
print_data(IedConnection con, const char* reference, int depth)
{
    IedClientError error;
    LinkedList names = listed(IedConnection_getDataDirectoryFC(con, &error, reference), &error, reference);

    for (LinkedList name = names ? LinkedList_getNext(names) : NULL; name; name = LinkedList_getNext(name)) {
        const char* text = (const char*) LinkedList_getData(name);
        char child[REFERENCE_SIZE];

        printf("%*s%s\n", depth * 2, "", text);
        snprintf(child, sizeof(child), "%s.%.*s", reference, (int) strcspn(text, "["), text);
        print_data(con, child, depth + 1);
    }

    if (names)
        LinkedList_destroy(names);
}

/** The objects of one class in a logical node. */
static void
print_class(IedConnection con, const char* node, ACSIClass acsiClass, const char* label)
{
    IedClientError error;
    LinkedList names = listed(IedConnection_getLogicalNodeDirectory(con, &error, node, acsiClass), &error, node);

    for (LinkedList name = names ? LinkedList_getNext(names) : NULL; name; name = LinkedList_getNext(name)) {
        const char* text = (const char*) LinkedList_getData(name);

        printf("    %s %s\n", label, text);

        if (acsiClass == ACSI_CLASS_DATA_OBJECT) {
            char reference[REFERENCE_SIZE];

            snprintf(reference, sizeof(reference), "%s.%s", node, text);
            print_data(con, reference, 3);
        }
    }

    if (names)
        LinkedList_destroy(names);
}

static void
print_node(IedConnection con, const char* device, const char* node)
{
    char reference[REFERENCE_SIZE];

    snprintf(reference, sizeof(reference), "%s/%s", device, node);
    printf("  LN %s\n", node);
    print_class(con, reference, ACSI_CLASS_DATA_OBJECT, "DO");
    print_class(con, reference, ACSI_CLASS_DATA_SET, "data set");
    print_class(con, reference, ACSI_CLASS_URCB, "URCB");
    print_class(con, reference, ACSI_CLASS_BRCB, "BRCB");
}

int
main(int argc, char** argv)
{
    IedClientError error;
    IedConnection con = IedConnection_create();

    IedConnection_connect(con, &error, argc > 1 ? argv[1] : "localhost", argc > 2 ? atoi(argv[2]) : 102);
    if (error != IED_ERROR_OK) {
        fprintf(stderr, "connect: %s\n", IedClientError_toString(error));
        IedConnection_destroy(con);
        return 1;
    }

    LinkedList devices = listed(IedConnection_getLogicalDeviceList(con, &error), &error, "devices");
    for (LinkedList device = devices ? LinkedList_getNext(devices) : NULL; device; device = LinkedList_getNext(device)) {
        const char* name = (const char*) LinkedList_getData(device);
        LinkedList nodes = listed(IedConnection_getLogicalDeviceDirectory(con, &error, name), &error, name);

        printf("LD %s\n", name);
        for (LinkedList node = nodes ? LinkedList_getNext(nodes) : NULL; node; node = LinkedList_getNext(node))
            print_node(con, name, (const char*) LinkedList_getData(node));
        if (nodes)
            LinkedList_destroy(nodes);
    }
    if (devices)
        LinkedList_destroy(devices);

    IedConnection_close(con);
    IedConnection_destroy(con);
    return failures ? 1 : 0;
=======
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
>>>>>>> tests
}
