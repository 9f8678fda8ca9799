/* Synchronous reads of one float per second: this library, another library with the same interface, and a bare socket
 * that exchanges the same octets with the same server. Rounds alternate, so that all see the same machine.
 *
 *     sync_read OURS THEIRS HOST PORT REFERENCE [ROUNDS [READS]]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "iec61850_client.h"

#define MAX_ROUNDS 100

struct library {
    const char* name;
    IedConnection (*create)(void);
    void (*connect)(IedConnection, IedClientError*, const char*, int);
    float (*read)(IedConnection, IedClientError*, const char*, FunctionalConstraint);
    void (*close)(IedConnection);
    void (*destroy)(IedConnection);
};

struct result {
    double rate[MAX_ROUNDS]; /* per second */
    double cpu[MAX_ROUNDS];  /* microseconds of this process per read */
};

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double
cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void
fail(const char* what)
{
    fprintf(stderr, "sync_read: %s\n", what);
    exit(1);
}

static struct library
load(const char* name, const char* path)
{
    void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    struct library l = { .name = name };

    if (!handle)
        fail(dlerror());
    *(void**) &l.create = dlsym(handle, "IedConnection_create");
    *(void**) &l.connect = dlsym(handle, "IedConnection_connect");
    *(void**) &l.read = dlsym(handle, "IedConnection_readFloatValue");
    *(void**) &l.close = dlsym(handle, "IedConnection_close");
    *(void**) &l.destroy = dlsym(handle, "IedConnection_destroy");
    if (!l.create || !l.connect || !l.read || !l.close || !l.destroy)
        fail("a function is missing");
    return l;
}

static void
library_round(const struct library* l, const char* host, int port, const char* reference, int reads, struct result* r, int round)
{
    IedClientError error;
    IedConnection con = l->create();

    l->connect(con, &error, host, port);
    if (error != IED_ERROR_OK)
        fail("connect");
    for (int i = 0; i < reads / 20; i++)
        l->read(con, &error, reference, IEC61850_FC_MX);
    double start = now(), used = cpu();
    for (int i = 0; i < reads; i++) {
        l->read(con, &error, reference, IEC61850_FC_MX);
        if (error != IED_ERROR_OK)
            fail("read");
    }
    r->cpu[round] = (cpu() - used) * 1e6 / reads;
    r->rate[round] = reads / (now() - start);
    l->close(con);
    l->destroy(con);
}

/* A relay that records what a client sends, so that the floor can send the same. */
static uint8_t sent[8192];
static int sent_at[16], sent_count, received[16];

static int
open_socket(const char* host, int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, host, &to.sin_addr);
    if (connect(fd, (struct sockaddr*) &to, sizeof(to)))
        fail("floor: connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

struct relay {
    int listener;
    const char* host;
    int port;
};

static void*
relay(void* parameter)
{
    struct relay* r = parameter;
    int client = accept(r->listener, NULL, NULL), server = open_socket(r->host, r->port), used = 0;
    uint8_t answer[8192];

    /* Strictly one message after the other: connect, associate, read. */
    while (sent_count < 3) {
        int n = recv(client, sent + used, sizeof(sent) - used, 0);
        if (n <= 0)
            break;
        send(server, sent + used, n, MSG_NOSIGNAL);
        used += n;
        received[sent_count] = recv(server, answer, sizeof(answer), 0);
        sent_at[++sent_count] = used;
        send(client, answer, received[sent_count - 1], MSG_NOSIGNAL);
    }
    recv(client, answer, sizeof(answer), 0);
    close(client);
    close(server);
    return NULL;
}

static void
record(const struct library* l, const char* host, int port, const char* reference)
{
    struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof(any);
    struct relay r = { socket(AF_INET, SOCK_STREAM, 0), host, port };
    pthread_t thread;
    IedClientError error;
    IedConnection con = l->create();

    if (bind(r.listener, (struct sockaddr*) &any, length) || listen(r.listener, 1))
        fail("relay");
    getsockname(r.listener, (struct sockaddr*) &any, &length);
    pthread_create(&thread, NULL, relay, &r);
    l->connect(con, &error, "127.0.0.1", ntohs(any.sin_port));
    if (error == IED_ERROR_OK)
        l->read(con, &error, reference, IEC61850_FC_MX);
    if (error != IED_ERROR_OK)
        fail("recording");
    l->close(con);
    l->destroy(con);
    pthread_join(thread, NULL);
    close(r.listener);
    if (sent_count != 3)
        fail("recording: not three messages");
}

static void
exchange(int fd, int message)
{
    uint8_t answer[8192];
    int length = sent_at[message + 1] - sent_at[message];

    if (send(fd, sent + sent_at[message], length, 0) != length)
        fail("floor: send");
    for (int got = 0; got < received[message];) {
        int n = recv(fd, answer, sizeof(answer), 0);
        if (n <= 0)
            fail("floor: receive");
        got += n;
    }
}

static void
floor_round(const char* host, int port, int reads, struct result* r, int round)
{
    int fd = open_socket(host, port);

    exchange(fd, 0);
    exchange(fd, 1);
    double start = now(), used = cpu();
    for (int i = 0; i < reads; i++)
        exchange(fd, 2);
    r->cpu[round] = (cpu() - used) * 1e6 / reads;
    r->rate[round] = reads / (now() - start);
    close(fd);
}

static int
ascending(const void* a, const void* b)
{
    return (*(const double*) a > *(const double*) b) - (*(const double*) a < *(const double*) b);
}

static double
median(double* values, int count)
{
    qsort(values, count, sizeof(*values), ascending);
    return values[count / 2];
}

int
main(int argc, char** argv)
{
    if (argc < 6)
        fail("usage: sync_read OURS THEIRS HOST PORT REFERENCE [ROUNDS [READS]]");

    int port = atoi(argv[4]), rounds = argc > 6 ? atoi(argv[6]) : 9, reads = argc > 7 ? atoi(argv[7]) : 10000;
    struct library libraries[2] = { load("iec61850-capi", argv[1]), load("libiec61850 1.6.1", argv[2]) };
    static struct result results[3];

    if (rounds < 1 || rounds > MAX_ROUNDS || reads < 20)
        fail("1 to 100 rounds of at least 20 reads");
    record(&libraries[0], argv[3], port, argv[5]);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 2; i++)
            library_round(&libraries[i], argv[3], port, argv[5], reads, &results[i], round);
        floor_round(argv[3], port, reads, &results[2], round);
    }

    double theirs = median(results[1].rate, rounds);
    printf("%-22s %12s %8s %14s\n", "synchronous reads", "reads/s", "ratio", "CPU us/read");
    for (int i = 0; i < 3; i++) {
        const char* name = i < 2 ? libraries[i].name : "bare socket (floor)";
        double rate = median(results[i].rate, rounds);
        printf("%-22s %12.0f %8.2f %14.1f\n", name, rate, rate / theirs, median(results[i].cpu, rounds));
    }
    return 0;
}
