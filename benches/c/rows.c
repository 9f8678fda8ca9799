/* One row of the benchmark with one library: rows LIBRARY ANSWERS PORT ROW SECONDS
 *
 * Prints figures as "name=value". `rate` is per second, `cpu` is microseconds of this process per unit of work, `switches`
 * how often a thread gave up the processor for it. With "1000x" for SECONDS the work is done exactly 1000 times, so that
 * instructions, allocations and system calls can be had as the difference of two runs.
 */
#include "bench.h"

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "iec61850_client.h"

static void* library;
static int port;
static double seconds;
static long times;

static void*
find(const char* name)
{
    void* symbol = dlsym(library, name);
    errno = 0;
    if (!symbol)
        fail(name);
    return symbol;
}

/* The function of this name in the library that was loaded. */
#define F(name)                                        \
    ({                                                 \
        static __typeof__(&name) function;             \
        if (!function)                                 \
            function = (__typeof__(&name)) find(#name); \
        function;                                      \
    })

static void
check(IedClientError error, const char* what)
{
    if (error != IED_ERROR_OK) {
        fprintf(stderr, "%s: error %d\n", what, error);
        exit(1);
    }
}

#define FLOAT "BMLD/GGIO1.AnIn1.mag.f"

static int wedged;

/* A connection that works: some of the genuine ones answer nothing. `calls`: for that many outstanding ones; 0: as by default. */
static IedConnection
open_connection(int calls)
{
    for (;;) {
        IedClientError error;
        IedConnection con = F(IedConnection_create)();
        F(IedConnection_setRequestTimeout)(con, 2000);
        if (calls)
            F(IedConnection_setMaxOutstandingCalls)(con, calls, calls);
        F(IedConnection_connect)(con, &error, bench_host(), port);
        if (error == IED_ERROR_OK) {
            F(IedConnection_readFloatValue)(con, &error, FLOAT, IEC61850_FC_MX);
            F(IedConnection_setRequestTimeout)(con, 20000);
            if (error == IED_ERROR_OK)
                return con;
        }
        wedged++;
        F(IedConnection_destroy)(con);
    }
}

static double
switches(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_nvcsw + u.ru_nivcsw;
}

/* Units of work for `seconds`, after some to warm up. */
static void
measure(void (*work)(void*), void* parameter, int group)
{
    if (times) {
        for (long i = 0; i < times; i++)
            work(parameter);
        return;
    }
    for (int i = 0; i < group; i++)
        work(parameter);
    double start = now(), used = cpu(), switched = switches(), end = start + seconds;
    long done = 0;
    do {
        for (int i = 0; i < group; i++)
            work(parameter);
        done += group;
    } while (now() < end);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g switches=%.3g\n", done / (now() - start), used * 1e6 / done, (switches() - switched) / done);
}

static void
read_float(void* con)
{
    IedClientError error;
    F(IedConnection_readFloatValue)(con, &error, FLOAT, IEC61850_FC_MX);
    check(error, "read");
}

static void
row_float(void)
{
    measure(read_float, open_connection(0), 100);
}

static int
ascending(const void* a, const void* b)
{
    return (*(const double*) a > *(const double*) b) - (*(const double*) a < *(const double*) b);
}

/* Ten reads a second on a connection that is idle in between. */
static void
row_idle_latency(void)
{
    IedConnection con = open_connection(0);
    int count = seconds * 10;
    double* times = malloc(count * sizeof *times);
    for (int i = 0; i < count; i++) {
        usleep(90000 + i * 7919 % 20000);
        double start = now();
        read_float(con);
        times[i] = (now() - start) * 1e3;
    }
    qsort(times, count, sizeof *times, ascending);
    printf("p50=%.3f p95=%.3f\n", times[count / 2], times[count * 95 / 100]);
}

/* Asynchronous reads: every answer starts the next. */
static struct {
    IedConnection con;
    atomic_long started, done;
    long count;
    sem_t end;
} window;

static void on_read(uint32_t id, void* parameter, IedClientError error, MmsValue* value);

static void
start_read(void)
{
    IedClientError error;
    F(IedConnection_readObjectAsync)(window.con, &error, FLOAT, IEC61850_FC_MX, on_read, NULL);
    check(error, "asynchronous read");
}

static void
on_read(uint32_t id, void* parameter, IedClientError error, MmsValue* value)
{
    (void) id, (void) parameter;
    check(error, "asynchronous answer");
    F(MmsValue_delete)(value);
    if (atomic_fetch_add(&window.started, 1) < window.count)
        start_read();
    if (atomic_fetch_add(&window.done, 1) + 1 == window.count)
        sem_post(&window.end);
}

static void
run_window(int size, long count)
{
    window.count = count;
    window.started = size;
    window.done = 0;
    for (int i = 0; i < size; i++)
        start_read();
    while (sem_wait(&window.end))
        ;
}

static void
row_window(int size)
{
    window.con = open_connection(2 * size); /* the genuine client counts a call until its handler has returned */
    sem_init(&window.end, 0, 0);
    run_window(size, 2000);
    double start = now(), used = cpu();
    long count = 5000, total = 0;
    for (; now() - start < seconds; total += count)
        run_window(size, count);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", total / (now() - start), used * 1e6 / total);
}

static atomic_long shared_reads;
static atomic_bool stop;

static void*
share(void* con)
{
    while (!stop) {
        read_float(con);
        shared_reads++;
    }
    return NULL;
}

static void
row_threads(void)
{
    pthread_t threads[4];
    IedConnection con = open_connection(0);
    double start = now(), used = cpu();
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, share, con);
    usleep(seconds * 1e6);
    long done = shared_reads;
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", done / (now() - start), used * 1e6 / done);
    stop = true;
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

/* A structure of 100 values of the kinds that reports are full of. */
static MmsValue*
structure(void)
{
    MmsValue* s = F(MmsValue_createEmptyStructure)(100);
    for (int i = 0; i < 100; i++) {
        MmsValue* element;
        switch (i % 4) {
        case 0:
            element = F(MmsValue_newFloat)(i * 1.5f);
            break;
        case 1:
            element = F(MmsValue_newIntegerFromInt32)(i * 1000);
            break;
        case 2:
            element = F(MmsValue_newBitString)(-13);
            break;
        default:
            element = F(MmsValue_newUtcTimeByMsTime)(1700000000000 + i);
        }
        F(MmsValue_setElement)(s, i, element);
    }
    return s;
}

static uint8_t encoded[8192];
static int encoded_length;
static MmsValue* whole;

static void
values_decode(void* parameter)
{
    int end;
    (void) parameter;
    MmsValue* value = F(MmsValue_decodeMmsData)(encoded, 0, encoded_length, &end);
    if (!value)
        fail("decode");
    F(MmsValue_delete)(value);
}

static void
values_encode(void* parameter)
{
    uint8_t buffer[8192];
    (void) parameter;
    if (F(MmsValue_encodeMmsData)(whole, buffer, 0, true) != encoded_length)
        fail("encode");
}

static void
values_create(void* parameter)
{
    (void) parameter;
    F(MmsValue_delete)(structure());
}

static void
values_clone(void* parameter)
{
    (void) parameter;
    F(MmsValue_delete)(F(MmsValue_clone)(whole));
}

static void
values_copy(void* parameter)
{
    uint8_t buffer[8192];
    (void) parameter;
    memcpy(buffer, encoded, encoded_length);
    __asm__ volatile("" : : "r"(buffer) : "memory");
}

static void
row_values(void (*work)(void*))
{
    whole = structure();
    encoded_length = F(MmsValue_encodeMmsData)(whole, encoded, 0, true);
    measure(work, NULL, 1000);
}

static void
read_node(void* con)
{
    IedClientError error;
    MmsValue* value = F(IedConnection_readObject)(con, &error, "BMLD/GGIO2", IEC61850_FC_MX);
    check(error, "node");
    F(MmsValue_delete)(value);
}

static void
row_node(void)
{
    measure(read_node, open_connection(0), 20);
}

static char set_reference[64];
static ClientDataSet data_set;

static void
read_set(void* con)
{
    IedClientError error;
    data_set = F(IedConnection_readDataSetValues)(con, &error, set_reference, data_set);
    check(error, "data set");
}

static void
row_set(const char* size)
{
    snprintf(set_reference, sizeof set_reference, "BMLD/LLN0.Set%s", size);
    measure(read_set, open_connection(0), 10);
}

static struct {
    long got, wanted;
    int members;
    sem_t end;
} reports;

static void
on_report(void* parameter, ClientReport report)
{
    (void) parameter;
    MmsValue* values = F(ClientReport_getDataSetValues)(report);
    MmsValue* last = F(MmsValue_getElement)(values, reports.members - 1);
    errno = 0;
    if (!last || F(MmsValue_getArraySize)(last) != 3 || !F(ClientReport_getReasonForInclusion)(report, reports.members - 1))
        fail("a report lacks values");
    if (++reports.got == reports.wanted)
        sem_post(&reports.end);
}

static void
row_reports(const char* size)
{
    char reference[64], burst[64];
    IedClientError error;
    IedConnection con = open_connection(0);

    reports.members = atoi(size);
    snprintf(burst, sizeof burst, "burst%s", size);
    long count = find_exchange(burst)->count, total = 0;
    snprintf(burst, sizeof burst, "BMLD/GGIO1.AnIn%d.mag.f", reports.members == 10 ? 2 : reports.members == 100 ? 3 : 4);
    snprintf(reference, sizeof reference, "BMLD/LLN0.RP.Rpt%s", size);
    sem_init(&reports.end, 0, 0);
    ClientReportControlBlock rcb = F(IedConnection_getRCBValues)(con, &error, reference, NULL);
    check(error, "report control block");
    F(IedConnection_installReportHandler)(con, reference, F(ClientReportControlBlock_getRptId)(rcb), on_report, NULL);
    double start = 0, used = 0;
    for (bool warm = false; !warm || now() - start < seconds;) {
        reports.got = 0;
        reports.wanted = count;
        F(IedConnection_readFloatValue)(con, &error, burst, IEC61850_FC_MX);
        check(error, "burst of reports");
        while (sem_wait(&reports.end))
            ;
        if (warm)
            total += count;
        else {
            warm = true;
            start = now();
            used = cpu();
        }
    }
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", total / (now() - start), used * 1e6 / total);
}

static void
row_connect(void)
{
    double start = now(), used = cpu(), released = 0;
    long count = 0, dead = 0;
    do {
        IedClientError error;
        IedConnection con = F(IedConnection_create)();
        F(IedConnection_connect)(con, &error, bench_host(), port);
        if (error != IED_ERROR_OK)
            dead++;
        F(IedConnection_close)(con);
        F(IedConnection_destroy)(con);
        count++;
    } while (now() - start < seconds);
    used = cpu() - used;
    double wall = now() - start;
    for (int i = 0; i < 20; i++) {
        IedClientError error;
        IedConnection con = open_connection(0);
        double begin = now();
        F(IedConnection_release)(con, &error);
        released += now() - begin;
        F(IedConnection_destroy)(con);
    }
    printf("rate=%.6g cpu=%.6g refused=%ld release_ms=%.3f\n", count / wall, used * 1e6 / count, dead, released * 1e3 / 20);
}

/* Connections of which connect says OK, and that answer nothing; while other connections load the processor. */
static void*
load(void* parameter)
{
    IedConnection con = parameter;
    while (!stop)
        read_float(con);
    return NULL;
}

static void
row_wedged(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, load, open_connection(0));
    int count = seconds, dead = 0, refused = 0;
    for (int i = 0; i < count; i++) {
        IedClientError error;
        IedConnection con = F(IedConnection_create)();
        F(IedConnection_setRequestTimeout)(con, 300);
        F(IedConnection_connect)(con, &error, bench_host(), port);
        if (error != IED_ERROR_OK)
            refused++;
        else {
            F(IedConnection_readFloatValue)(con, &error, FLOAT, IEC61850_FC_MX);
            dead += error != IED_ERROR_OK;
        }
        F(IedConnection_destroy)(con);
    }
    stop = true;
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("connections=%d dead=%d refused=%d\n", count, dead, refused);
}

static double
status(const char* field)
{
    char line[256];
    FILE* file = fopen("/proc/self/status", "r");
    double value = 0;
    while (fgets(line, sizeof line, file))
        if (!strncmp(line, field, strlen(field)))
            value = atof(line + strlen(field) + 1);
    fclose(file);
    return value;
}

/* `count` connections: opened, one read each, idle for `seconds`, closed. */
static void
row_crowd(int count)
{
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    IedConnection* all = calloc(count, sizeof *all);
    IedConnection first = open_connection(0);
    double before = status("VmRSS:"), start = now();
    for (int i = 0; i < count; i++)
        all[i] = open_connection(0);
    double opened = now() - start;
    usleep(500000);
    double after = status("VmRSS:");
    start = now();
    for (int i = 0; i < count; i++)
        read_float(all[i]);
    double read = now() - start;
    usleep(500000);
    double used = cpu(), switched = switches();
    start = now();
    usleep(seconds * 1e6);
    double idle = (cpu() - used) / (now() - start), woken = (switches() - switched) / (now() - start), threads = status("Threads:");
    start = now();
    for (int i = 0; i < count; i++) {
        F(IedConnection_close)(all[i]);
        F(IedConnection_destroy)(all[i]);
    }
    double closed = now() - start;
    F(IedConnection_destroy)(first);
    printf("connections=%d open_s=%.4f reads_s=%.4f idle_percent=%.3f wakeups=%.0f threads=%.0f kb_each=%.2f close_s=%.4f wedged=%d\n", count, opened, read,
           idle * 100, woken, threads, (after - before) / count, closed, wedged);
}

/* The types of all logical nodes of the big model, in the order of its directories. */
static void
row_types(void)
{
    static char references[1000][130];
    int count = 0;
    IedClientError error;
    IedConnection con = open_connection(0);
    F(IedConnection_getDeviceModelFromServer)(con, &error);
    check(error, "model");
    for (int device = 1; device <= 4; device++) {
        char ld[16];
        snprintf(ld, sizeof ld, "BMBIG%d", device);
        LinkedList nodes = F(IedConnection_getLogicalDeviceDirectory)(con, &error, ld);
        check(error, "device directory");
        for (LinkedList node = F(LinkedList_getNext)(nodes); node; node = F(LinkedList_getNext)(node))
            snprintf(references[count++], sizeof references[0], "%s/%s", ld, (char*) F(LinkedList_getData)(node));
        F(LinkedList_destroy)(nodes);
    }
    double best = 1e9;
    for (double start = now(); now() - start < seconds;) {
        double begin = now();
        for (int i = 0; i < count; i++) {
            MmsVariableSpecification* type = F(IedConnection_getVariableSpecification)(con, &error, references[i], IEC61850_FC_MX);
            check(error, "type");
            F(MmsVariableSpecification_destroy)(type);
        }
        double took = now() - begin;
        best = took < best ? took : best;
    }
    printf("ms=%.4g requests=%d\n", best * 1e3, count);
}

static long
walk(IedConnection con, const char* reference)
{
    IedClientError error;
    long count = 0;
    LinkedList names = F(IedConnection_getDataDirectory)(con, &error, reference);
    check(error, "data directory");
    for (LinkedList name = F(LinkedList_getNext)(names); name; name = F(LinkedList_getNext)(name)) {
        char child[130];
        snprintf(child, sizeof child, "%s.%s", reference, (char*) F(LinkedList_getData)(name));
        count += 1 + walk(con, child);
    }
    F(LinkedList_destroy)(names);
    return count;
}

/* Every directory of the model that is cached. */
static void
row_directory(void)
{
    IedClientError error;
    IedConnection con = open_connection(0);
    F(IedConnection_getDeviceModelFromServer)(con, &error);
    check(error, "model");
    double best = 1e9;
    long count = 0;
    for (double start = now(); now() - start < seconds;) {
        double used = cpu();
        count = 0;
        LinkedList devices = F(IedConnection_getLogicalDeviceList)(con, &error);
        for (LinkedList device = F(LinkedList_getNext)(devices); device; device = F(LinkedList_getNext)(device)) {
            const char* ld = F(LinkedList_getData)(device);
            LinkedList nodes = F(IedConnection_getLogicalDeviceDirectory)(con, &error, ld);
            check(error, "device directory");
            for (LinkedList node = F(LinkedList_getNext)(nodes); node; node = F(LinkedList_getNext)(node)) {
                char reference[130], child[130];
                snprintf(reference, sizeof reference, "%s/%s", ld, (char*) F(LinkedList_getData)(node));
                LinkedList objects = F(IedConnection_getLogicalNodeDirectory)(con, &error, reference, ACSI_CLASS_DATA_OBJECT);
                check(error, "node directory");
                for (LinkedList object = F(LinkedList_getNext)(objects); object; object = F(LinkedList_getNext)(object)) {
                    snprintf(child, sizeof child, "%.60s.%.60s", reference, (char*) F(LinkedList_getData)(object));
                    count += 1 + walk(con, child);
                }
                F(LinkedList_destroy)(objects);
            }
            F(LinkedList_destroy)(nodes);
        }
        F(LinkedList_destroy)(devices);
        used = cpu() - used;
        best = used < best ? used : best;
    }
    printf("ms=%.4g names=%ld\n", best * 1e3, count);
}

static bool
on_block(void* parameter, uint8_t* octets, uint32_t size)
{
    (void) octets;
    *(long*) parameter += size;
    return true;
}

static void
row_file(void)
{
    IedClientError error;
    IedConnection con = open_connection(0);
    long total = 0;
    double start = now(), used = cpu();
    do {
        F(IedConnection_getFile)(con, &error, "large", on_block, &total);
        check(error, "file");
    } while (now() - start < seconds);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", total / (now() - start) / 1e6, used * 1e6 / (total / 1e6));
}

static void
row_load(const char* path)
{
    double start = now();
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    errno = 0;
    if (!library)
        fail(dlerror());
    IedConnection con = F(IedConnection_create)();
    printf("ms=%.4g\n", (now() - start) * 1e3);
    F(IedConnection_destroy)(con);
}

int
main(int argc, char** argv)
{
    if (argc != 6)
        fail("usage: rows LIBRARY ANSWERS PORT ROW SECONDS");
    const char* row = argv[4];
    port = atoi(argv[3]);
    seconds = atof(argv[5]);
    times = argv[5][strlen(argv[5]) - 1] == 'x' ? atol(argv[5]) : 0;
    if (!strcmp(row, "load")) {
        row_load(argv[1]);
        return 0;
    }
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    errno = 0;
    if (!library)
        fail(dlerror());
    load_exchanges(argv[2]);
    if (!strcmp(row, "float"))
        row_float();
    else if (!strcmp(row, "latency"))
        row_idle_latency();
    else if (!strncmp(row, "window", 6))
        row_window(atoi(row + 6));
    else if (!strcmp(row, "threads"))
        row_threads();
    else if (!strcmp(row, "decode"))
        row_values(values_decode);
    else if (!strcmp(row, "encode"))
        row_values(values_encode);
    else if (!strcmp(row, "create"))
        row_values(values_create);
    else if (!strcmp(row, "clone"))
        row_values(values_clone);
    else if (!strcmp(row, "copy"))
        row_values(values_copy);
    else if (!strcmp(row, "node"))
        row_node();
    else if (!strncmp(row, "set", 3))
        row_set(row + 3);
    else if (!strncmp(row, "report", 6))
        row_reports(row + 6);
    else if (!strcmp(row, "connect"))
        row_connect();
    else if (!strcmp(row, "wedged"))
        row_wedged();
    else if (!strncmp(row, "crowd", 5))
        row_crowd(atoi(row + 5));
    else if (!strcmp(row, "types"))
        row_types();
    else if (!strcmp(row, "directory"))
        row_directory();
    else if (!strcmp(row, "file"))
        row_file();
    else
        fail(row);
    fflush(stdout);
    _exit(0); /* the library's threads need not end */
}
