/* Updates per second of a server whose report control blocks are enabled, and whether every one of them is reported.
 *
 * One process serves (the library under test), its parent is the client (always the first library), so that servers are
 * compared, not clients. Ten report control blocks with data sets of a hundred counters each; every update counts one of
 * the thousand counters up, so that the client sees each number once and in order.
 *
 *     updates CLIENT_LIBRARY SERVER_LIBRARY SECONDS GROUP RATE
 *
 * GROUP updates are made between lock and unlock of the model; 0 for no lock. RATE updates are made per second; 0 for as
 * many as go. Prints a line of figures.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "iec61850_client.h"
#include "iec61850_server.h"

#define BLOCKS 10
#define MEMBERS 100

static void* library;

static void* find(const char* name)
{
    void* symbol = dlsym(library, name);
    if (!symbol) {
        fprintf(stderr, "updates: no %s\n", name);
        _exit(1);
    }
    return symbol;
}

/* The function of this name in the library that was loaded. */
#define F(name) ((__typeof__(&name)) find(#name))

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void open_library(const char* path)
{
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "updates: %s\n", dlerror());
        _exit(1);
    }
}

static DataAttribute* counters[BLOCKS * MEMBERS];

static IedModel* model(void)
{
    IedModel* model = F(IedModel_create)("IED");
    LogicalDevice* device = F(LogicalDevice_create)("LD", model);
    LogicalNode* first = F(LogicalNode_create)("LLN0", device);
    LogicalNode* node = F(LogicalNode_create)("GGIO1", device);
    for (int i = 0; i < BLOCKS * MEMBERS; i++) {
        char name[16];
        snprintf(name, sizeof name, "Cnt%d", i);
        DataObject* object = F(DataObject_create)(name, (ModelNode*) node, 0);
        counters[i] = F(DataAttribute_create)("stVal", (ModelNode*) object, IEC61850_INT32, IEC61850_FC_ST, TRG_OPT_DATA_CHANGED, 0, 0);
    }
    for (int block = 0; block < BLOCKS; block++) {
        char name[16], set[16], member[32];
        snprintf(set, sizeof set, "ds%d", block);
        DataSet* ds = F(DataSet_create)(set, first);
        for (int i = 0; i < MEMBERS; i++) {
            snprintf(member, sizeof member, "GGIO1$ST$Cnt%d$stVal", block * MEMBERS + i);
            F(DataSetEntry_create)(ds, member, -1, NULL);
        }
        snprintf(name, sizeof name, "rcb%d", block);
        F(ReportControlBlock_create)(name, first, name, false, set, 1, TRG_OPT_DATA_CHANGED, RPT_OPT_SEQ_NUM | RPT_OPT_REASON_FOR_INCLUSION, 0, 0);
    }
    return model;
}

/* Serves: port to `out`, then waits for an octet on `in`, updates for `seconds`, tells how often. */
static void serve(const char* path, int in, int out, double seconds, int group, double rate)
{
    open_library(path);
    IedModel* m = model();
    IedServerConfig config = F(IedServerConfig_create)();
    F(IedServerConfig_setReportBufferSizeForURCBs)(config, 16 * 1024 * 1024);
    IedServer server = F(IedServer_createWithConfig)(m, NULL, config);
    int port = 20000 + getpid() % 20000;
    for (; !F(IedServer_isRunning)(server); port++)
        F(IedServer_start)(server, port);
    port--;
    char go;
    if (write(out, &port, sizeof port) != sizeof port || read(in, &go, 1) != 1)
        _exit(1);
    __typeof__(&IedServer_updateInt32AttributeValue) update = F(IedServer_updateInt32AttributeValue);
    __typeof__(&IedServer_lockDataModel) lock = F(IedServer_lockDataModel);
    __typeof__(&IedServer_unlockDataModel) unlock = F(IedServer_unlockDataModel);
    double start = now(), used = cpu(), end = start + seconds;
    long count = 0;
    for (int32_t value = 1; now() < end; value++) {
        for (int i = 0; i < BLOCKS * MEMBERS; i++) {
            if (group && i % group == 0)
                lock(server);
            update(server, counters[i], value);
            if (group && i % group == group - 1)
                unlock(server);
        }
        count += BLOCKS * MEMBERS;
        double ahead = rate > 0 ? start + count / rate - now() : 0;
        if (ahead > 0)
            usleep(ahead * 1e6);
    }
    double figures[3] = { count, now() - start, cpu() - used };
    if (write(out, figures, sizeof figures) != sizeof figures)
        _exit(1);
    while (read(in, &go, 1) > 0)
        ;
    F(IedServer_stop)(server);
    F(IedServer_destroy)(server);
    _exit(0);
}

struct block {
    int32_t last[MEMBERS];
};

static struct block blocks[BLOCKS];
static atomic_long received, lost, disordered;
static __typeof__(&ClientReport_getReasonForInclusion) reason_of;
static __typeof__(&ClientReport_getDataSetValues) values_of;
static __typeof__(&MmsValue_getElement) element_of;
static __typeof__(&MmsValue_toInt32) int_of;

static void on_report(void* parameter, ClientReport report)
{
    struct block* block = parameter;
    MmsValue* values = values_of(report);
    for (int i = 0; i < MEMBERS; i++) {
        if (reason_of(report, i) == IEC61850_REASON_NOT_INCLUDED)
            continue;
        int32_t value = int_of(element_of(values, i));
        if (value > block->last[i] + 1)
            lost += value - block->last[i] - 1;
        if (value <= block->last[i])
            disordered++;
        block->last[i] = value;
        received++;
    }
}

int main(int argc, char** argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: updates CLIENT_LIBRARY SERVER_LIBRARY SECONDS GROUP RATE\n");
        return 2;
    }
    int to[2], from[2], port;
    if (pipe(to) || pipe(from))
        return 1;
    pid_t child = fork();
    if (child == 0) {
        close(to[1]);
        close(from[0]);
        serve(argv[2], to[0], from[1], atof(argv[3]), atoi(argv[4]), atof(argv[5]));
    }
    close(to[0]);
    close(from[1]);
    if (read(from[0], &port, sizeof port) != sizeof port)
        return 1;
    open_library(argv[1]);
    reason_of = F(ClientReport_getReasonForInclusion);
    values_of = F(ClientReport_getDataSetValues);
    element_of = F(MmsValue_getElement);
    int_of = F(MmsValue_toInt32);
    IedClientError error;
    IedConnection con = F(IedConnection_create)();
    F(IedConnection_connect)(con, &error, "127.0.0.1", port);
    for (int block = 0; block < BLOCKS && error == IED_ERROR_OK; block++) {
        char reference[32];
        snprintf(reference, sizeof reference, "IEDLD/LLN0.RP.rcb%d", block);
        ClientReportControlBlock rcb = F(IedConnection_getRCBValues)(con, &error, reference, NULL);
        if (!rcb)
            break;
        F(IedConnection_installReportHandler)(con, reference, F(ClientReportControlBlock_getRptId)(rcb), on_report, &blocks[block]);
        F(ClientReportControlBlock_setTrgOps)(rcb, TRG_OPT_DATA_CHANGED);
        F(ClientReportControlBlock_setRptEna)(rcb, true);
        F(IedConnection_setRCBValues)(con, &error, rcb, RCB_ELEMENT_TRG_OPS | RCB_ELEMENT_RPT_ENA, true);
        F(ClientReportControlBlock_destroy)(rcb);
    }
    if (error != IED_ERROR_OK) {
        fprintf(stderr, "updates: the client fails with %d\n", error);
        return 1;
    }
    double figures[3];
    if (write(to[1], "", 1) != 1 || read(from[0], figures, sizeof figures) != sizeof figures)
        return 1;
    long seen = -1;
    for (int quiet = 0; quiet < 20 && received < (long) figures[0];) {
        usleep(50000);
        quiet = received == seen ? quiet + 1 : 0;
        seen = received;
    }
    printf("%.0f updates/s, %.2f us CPU each, %.0f made, %ld received, %ld lost, %ld disordered\n", figures[0] / figures[1], figures[2] * 1e6 / figures[0], figures[0],
           (long) received, (long) lost, (long) disordered);
    F(IedConnection_close)(con);
    F(IedConnection_destroy)(con);
    close(to[1]);
    waitpid(child, NULL, 0);
    return 0;
}
