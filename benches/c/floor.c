/* The floor: a bare socket that exchanges the same octets with the replaying server and decodes nothing.
 *
 *     floor ANSWERS PORT ROW SECONDS
 */
#include "bench.h"

static int port;
static double seconds;
static uint8_t received[1 << 20], sent[1 << 16];

static void
send_all(int fd, const uint8_t* octets, size_t length)
{
    if (send(fd, octets, length, MSG_NOSIGNAL) != (ssize_t) length)
        fail("floor: send");
}

static void
receive(int fd, size_t wanted)
{
    while (wanted) {
        ssize_t n = recv(fd, received, wanted < sizeof received ? wanted : sizeof received, 0);
        if (n <= 0)
            fail("floor: receive");
        wanted -= n;
    }
}

/* A TPKT; for answers whose length is not known. */
static void
receive_tpkt(int fd)
{
    if (recv(fd, received, 4, MSG_WAITALL) != 4)
        fail("floor: receive");
    receive(fd, (received[2] << 8 | received[3]) - 4);
}

static int
associate(void)
{
    static const uint8_t request[] = { 3, 0, 0, 22, 17, 0xe0, 0, 0, 0, 1, 0, 0xc0, 1, 13, 0xc2, 2, 0, 1, 0xc1, 2, 0, 1 };
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(bench_host()) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(fd, (struct sockaddr*) &to, sizeof to))
        fail("floor: connect");
    no_delay(fd);
    send_all(fd, request, sizeof request);
    receive_tpkt(fd);
    send_all(fd, find_exchange("initiate")->request, find_exchange("initiate")->request_length);
    receive_tpkt(fd);
    return fd;
}

static size_t
answer_length(const struct exchange* e)
{
    static uint8_t out[1 << 20];
    return wrap(e->answer, e->answer_length, out);
}

/* `group` requests of a kind in a write, then all answers. `repeat`: answers to a request. */
static void
exchange(const char* name, int group, long repeat)
{
    int fd = associate();
    struct exchange* e = find_exchange(name);
    size_t request = 0, answer = answer_length(e) * group;

    if (e->kind == 'R')
        answer = answer * repeat + answer_length(find_exchange("float"));
    for (int i = 0; i < group; i++)
        request += wrap(e->request, e->request_length, sent + request);
    for (int i = 0; i < 20; i++) {
        send_all(fd, sent, request);
        receive(fd, answer);
    }
    double start = now(), used = cpu();
    long done = 0;
    do {
        send_all(fd, sent, request);
        receive(fd, answer);
        done += group * repeat;
    } while (now() - start < seconds);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", done / (now() - start), used * 1e6 / done);
}

static size_t
ask(int fd, const char* name)
{
    struct exchange* e = find_exchange(name);
    size_t answer = answer_length(e);

    send_all(fd, sent, wrap(e->request, e->request_length, sent));
    receive(fd, answer);
    return answer;
}

static void
file(void)
{
    int fd = associate();
    double start = now(), used = cpu(), megabytes = 0;

    do {
        ask(fd, "open");
        for (long i = 0; i < find_exchange("block")->count; i++)
            megabytes += ask(fd, "block") / 1e6;
    } while (now() - start < seconds);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", megabytes / (now() - start), used * 1e6 / megabytes);
}

static void
connections(void)
{
    double start = now(), used = cpu();
    long done = 0;
    do {
        close(associate());
        done++;
    } while (now() - start < seconds);
    used = cpu() - used;
    printf("rate=%.6g cpu=%.6g\n", done / (now() - start), used * 1e6 / done);
}

static int
ascending(const void* a, const void* b)
{
    return (*(const double*) a > *(const double*) b) - (*(const double*) a < *(const double*) b);
}

static void
latency(void)
{
    int fd = associate(), count = seconds * 10;
    struct exchange* e = find_exchange("float");
    size_t request = wrap(e->request, e->request_length, sent), answer = answer_length(e);
    double* times = malloc(count * sizeof *times);

    for (int i = 0; i < count; i++) {
        usleep(90000 + i * 7919 % 20000);
        double start = now();
        send_all(fd, sent, request);
        receive(fd, answer);
        times[i] = (now() - start) * 1e3;
    }
    qsort(times, count, sizeof *times, ascending);
    printf("p50=%.3f p95=%.3f\n", times[count / 2], times[count * 95 / 100]);
}

int
main(int argc, char** argv)
{
    if (argc != 5)
        fail("usage: floor ANSWERS PORT ROW SECONDS");
    const char* row = argv[3];
    char burst[64];

    load_exchanges(argv[1]);
    port = atoi(argv[2]);
    seconds = atof(argv[4]);
    if (!strncmp(row, "window", 6))
        exchange("float", atoi(row + 6), 1);
    else if (!strncmp(row, "report", 6)) {
        snprintf(burst, sizeof burst, "burst%s", row + 6);
        exchange(burst, 1, find_exchange(burst)->count);
    }
    else if (!strcmp(row, "connect"))
        connections();
    else if (!strcmp(row, "latency"))
        latency();
    else if (!strcmp(row, "file"))
        file();
    else
        exchange(row, 1, 1);
    return 0;
}
