/* A server, during which inject.c makes one system call of the library fail:
 *
 *     server PORT N MODEL STORE CAPTURE threads|ticks
 *
 * Says `ready` once it listens, does `disarm` and `stop` when a line on stdin says so, and in the end what is left open. A server that does
 * not start says `refused`, and is started again.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "descriptors.h"
#include "iec61850_config_file_parser.h"
#include "iec61850_ext.h"
#include "iec61850_server.h"

static void (*arm)(long);
static void (*disarm)(void);
static const char* (*what)(void);
static int (*error_number)(void);
static void (*print_points)(void);

static IedServer server;
static bool ticks;

static void
say(const char* line)
{
    printf("%s\n", line);
    fflush(stdout);
}

/* Serves until a line comes, which is left in `line`; false at the end of stdin. */
static bool
serve(char* line, int size)
{
    struct pollfd input = {.fd = 0, .events = POLLIN};
    while (poll(&input, 1, ticks ? 0 : -1) == 0) {
        IedServer_waitReady(server, 20);
        IedServer_processIncomingData(server);
        IedServer_performPeriodicTasks(server);
    }
    return fgets(line, size, stdin) != NULL;
}

int
main(int argc, char** argv)
{
    *(void**) &arm = dlsym(RTLD_DEFAULT, "inject_arm");
    *(void**) &disarm = dlsym(RTLD_DEFAULT, "inject_disarm");
    *(void**) &what = dlsym(RTLD_DEFAULT, "inject_what");
    *(void**) &error_number = dlsym(RTLD_DEFAULT, "inject_errno");
    *(void**) &print_points = dlsym(RTLD_DEFAULT, "inject_print");
    if (argc < 7 || !arm || !disarm || !what || !error_number || !print_points)
        return 2;
    setvbuf(stdin, NULL, _IONBF, 0);
    alarm(60);
    int port = atoi(argv[1]), sockets_before = descriptors("socket:"), before = descriptors("");
    ticks = strcmp(argv[6], "ticks") == 0;
    IedModel* model = ConfigFileParser_createModelFromConfigFileEx(argv[3]);
    if (!model)
        return 2;

    arm(atol(argv[2]));
    server = IedServer_create(model);
    IedServer_setFilestoreBasepath(server, argv[4]);
    IedServer_setWriteAccessPolicy(server, IEC61850_FC_SP, ACCESS_POLICY_ALLOW);
    say(IedServer_startCapture(server, argv[5]) ? "captures" : "captures-not");
    for (int attempt = 0; attempt < 3 && !IedServer_isRunning(server); attempt++) {
        if (attempt == 1)
            disarm();
        if (ticks)
            IedServer_startThreadless(server, port);
        else
            IedServer_start(server, port);
        if (!IedServer_isRunning(server))
            say("refused");
    }
    say("ready");
    char line[32];
    bool captured = false;
    while (serve(line, sizeof line) && strcmp(line, "stop\n") != 0) {
        captured |= IedServer_stopCapture(server);
        disarm();
        say("disarmed");
    }
    if (ticks)
        IedServer_stopThreadless(server);
    else
        IedServer_stop(server);
    say(captured ? "captured" : "captured-not");
    IedServer_destroy(server);
    IedModel_destroy(model);
    int left = descriptors("socket:");
    for (int i = 0; i < 100 && left > sockets_before; i++, left = descriptors("socket:"))
        usleep(10000);
    if (what())
        printf("hit %s %d 0\n", what(), error_number());
    printf("sockets %d\ndescriptors %d\n", left - sockets_before, descriptors("") - before);
    print_points();
    return 0;
}
