/*
 * Synchronous reads per second: of a library loaded by name, or of a bare socket that replays recorded bytes.
 *
 *     read_rate LIBRARY PORT SECONDS
 *     read_rate --raw FRAMES PORT SECONDS     FRAMES: length (4 octets, big endian) and TPKT, three times: CR, association, read request
 *
 * Prints calls per second and the CPU microseconds of this process per call.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REFERENCE "simpleIOGenericIO/GGIO1.AnIn1.mag.f"
#define FC_MX 1

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void fail(const char *what)
{
    fprintf(stderr, "read_rate: %s\n", what);
    exit(1);
}

/* Calls `once` for some seconds after a warm-up and prints the figures. */
static void measure(void (*once)(void), double seconds)
{
    for (double end = now() + seconds / 5; now() < end;)
        once();
    long calls = 0;
    double start = now(), before = cpu();
    while (now() < start + seconds) {
        for (int i = 0; i < 20; i++)
            once();
        calls += 20;
    }
    double elapsed = now() - start, used = cpu() - before;
    printf("%.0f %.2f\n", (double)calls / elapsed, used * 1e6 / (double)calls);
}

/* a library */

static void *connection;
static float (*read_float)(void *, int *, const char *, int);

static void library_read(void)
{
    int error = -1;
    read_float(connection, &error, REFERENCE, FC_MX);
    if (error != 0)
        fail("a read failed");
}

static void *symbol(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found)
        fail(dlerror());
    return found;
}

static void run_library(const char *path, int port, double seconds)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        fail(dlerror());
    void *(*create)(void);
    void (*destroy)(void *);
    void (*open_connection)(void *, int *, const char *, int);
    *(void **)&create = symbol(library, "IedConnection_create");
    *(void **)&destroy = symbol(library, "IedConnection_destroy");
    *(void **)&open_connection = symbol(library, "IedConnection_connect");
    *(void **)&read_float = symbol(library, "IedConnection_readFloatValue");
    for (int attempt = 0; attempt < 20; attempt++) { /* the genuine client sometimes connects to nothing */
        int error = -1;
        connection = create();
        open_connection(connection, &error, "127.0.0.1", port);
        if (error == 0) {
            read_float(connection, &error, REFERENCE, FC_MX);
            if (error == 0)
                break;
        }
        destroy(connection);
        connection = NULL;
    }
    if (!connection)
        fail("no connection");
    measure(library_read, seconds);
    destroy(connection);
}

/* a bare socket */

static uint8_t frames[3][1024];
static size_t sizes[3];
static int sock;

static void exchange(const uint8_t *frame, size_t size)
{
    uint8_t answer[1024];
    size_t have = 0, want = 4;
    if (send(sock, frame, size, 0) != (ssize_t)size)
        fail("send");
    while (have < want) {
        ssize_t got = recv(sock, answer + have, sizeof answer - have, 0);
        if (got <= 0)
            fail("recv");
        have += (size_t)got;
        if (have >= 4)
            want = (size_t)(answer[2] << 8 | answer[3]);
    }
}

static void raw_read(void)
{
    exchange(frames[2], sizes[2]);
}

static void run_raw(const char *path, int port, double seconds)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail("cannot open the frames");
    for (int i = 0; i < 3; i++) {
        uint8_t length[4];
        if (fread(length, 1, 4, file) != 4)
            fail("short file");
        sizes[i] = (size_t)length[2] << 8 | length[3];
        if (sizes[i] > sizeof frames[i] || fread(frames[i], 1, sizes[i], file) != sizes[i])
            fail("short file");
    }
    fclose(file);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    sock = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(sock, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    exchange(frames[0], sizes[0]);
    exchange(frames[1], sizes[1]);
    measure(raw_read, seconds);
    close(sock);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "--raw") == 0)
        run_raw(argv[2], atoi(argv[3]), atof(argv[4]));
    else if (argc == 4)
        run_library(argv[1], atoi(argv[2]), atof(argv[3]));
    else
        fail("usage: read_rate LIBRARY PORT SECONDS | --raw FRAMES PORT SECONDS");
    return 0;
}
