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
}
