/* A server that gives recorded answers, so that the peer is never the bottleneck of a measurement.
 *
 *     replay ANSWERS [--segment OCTETS] [--rate OCTETS_PER_SECOND] [--delay MICROSECONDS]
 *
 * Prints "PORT n" and serves until its standard input ends. --segment sends TCP segments of that size, --rate no faster than
 * that, --delay every answer that much later (a long line).
 */
#include "bench.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/prctl.h>

#define IN_MAX (256 * 1024)

struct due {
    double at;
    size_t end; /* octets of the output that may go then */
};

struct peer {
    int fd;
    uint8_t in[IN_MAX];
    size_t in_used;
    uint8_t* out;
    size_t out_start, out_end, out_room;
    struct due* due;
    int due_start, due_end, due_room;
    double next; /* when the line is free, with --rate */
    long blocks; /* of the open file that were read */
    bool associated, blocked;
};

static size_t segment;
static double rate, delay;
static int poller;

/* The answers, hashed by what follows the invoke id in the request. */
#define TABLE 8192
static struct entry {
    struct exchange* exchange;
    const uint8_t* service; /* of the request, after the invoke id */
    size_t length;
} table[TABLE];
static struct exchange *initiate, *file;

static uint32_t
hash(const uint8_t* octets, size_t length)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; length >= 8; octets += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, octets, 8);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    for (; length; length--)
        h = (h ^ *octets++) * 0x100000001b3u;
    return (h ^ h >> 32) % TABLE;
}

/* The service of a confirmed request or response, behind its invoke id. */
static const uint8_t*
service_of(const uint8_t* pdu, size_t* length)
{
    size_t content, id;
    size_t at = ber_content(pdu, &content), end = at + content;

    at += ber_content(pdu + at, &id) + id;
    *length = end - at;
    return pdu + at;
}

static void
index_exchanges(void)
{
    for (int i = 0; i < exchange_count; i++) {
        struct exchange* e = &exchanges[i];
        if (e->kind == 'I') {
            initiate = e;
            continue;
        }
        if (e->kind == 'F')
            file = e;
        size_t length;
        const uint8_t* service = service_of(e->request, &length);
        uint32_t slot = hash(service, length);
        while (table[slot].exchange)
            slot = (slot + 1) % TABLE;
        table[slot] = (struct entry) { e, service, length };
    }
    errno = 0;
    if (!initiate)
        fail("no initiate in the recorded answers");
}

static struct exchange*
lookup(const uint8_t* service, size_t length)
{
    for (uint32_t slot = hash(service, length); table[slot].exchange; slot = (slot + 1) % TABLE)
        if (table[slot].length == length && !memcmp(table[slot].service, service, length))
            return table[slot].exchange;
    return NULL;
}

static uint8_t*
room(struct peer* p, size_t octets)
{
    if (p->out_start == p->out_end)
        p->out_start = p->out_end = 0;
    if (p->out_end + octets > p->out_room) {
        p->out_room = (p->out_end + octets) * 2;
        p->out = realloc(p->out, p->out_room);
    }
    return p->out + p->out_end;
}

static size_t
wrapped(size_t length)
{
    return length + 64 + (length / USER_DATA + 2) * 7;
}

static void
send_pdu(struct peer* p, const uint8_t* pdu, size_t length)
{
    uint8_t* out = room(p, wrapped(length));
    p->out_end += wrap(pdu, length, out);
}

/* A recorded answer with another invoke id. */
static void
send_answer(struct peer* p, const uint8_t* recorded, const uint8_t* id, size_t id_length)
{
    static uint8_t* pdu;
    static size_t pdu_room;
    size_t length;
    const uint8_t* service = service_of(recorded, &length);

    if (length + 64 > pdu_room)
        pdu = realloc(pdu, pdu_room = 2 * (length + 64));
    uint8_t *at = pdu + 16, *begin = put_header_before(at, recorded[0], id_length + length);
    memcpy(at, id, id_length);
    memcpy(at + id_length, service, length);
    send_pdu(p, begin, at + id_length + length - begin);
}

static void
confirmed(struct peer* p, const uint8_t* pdu)
{
    size_t content, id_content, length;
    const uint8_t* id = pdu + ber_content(pdu, &content);
    size_t id_length = ber_content(id, &id_content) + id_content;
    const uint8_t* service = service_of(pdu, &length);
    struct exchange* e = lookup(service, length);

    if (service[0] == 0x9f && service[1] == 0x49)
        e = file;
    if (!e) {
        static const uint8_t unsupported[] = { 0xa2, 0x05, 0xa0, 0x03, 0x87, 0x01, 0x02 };
        uint8_t error[64] = { 0xa2 };
        error[1] = id_length + sizeof unsupported;
        memcpy(error + 2, id, id_length);
        error[2] = 0x80; /* the invoke id has a context tag here */
        memcpy(error + 2 + id_length, unsupported, sizeof unsupported);
        send_pdu(p, error, error[1] + 2);
        return;
    }
    if (e->kind == 'R') {
        for (long i = 0; i < e->count; i++)
            send_pdu(p, e->answer, e->answer_length);
        e = find_exchange("float");
        send_answer(p, e->answer, id, id_length);
        return;
    }
    if (e == file) {
        if (++p->blocks > file->count) {
            /* the end of the file: an empty block, moreFollows false */
            static const uint8_t end[] = { 0xbf, 0x49, 0x05, 0x80, 0x00, 0x81, 0x01, 0x00 };
            uint8_t last[64] = { 0xa1 };
            last[1] = id_length + sizeof end;
            memcpy(last + 2, id, id_length);
            memcpy(last + 2 + id_length, end, sizeof end);
            send_pdu(p, last, last[1] + 2);
            return;
        }
    }
    else if (service[0] == 0xbf && service[1] == 0x48)
        p->blocks = 0;
    send_answer(p, e->answer, id, id_length);
}

/* One TPKT; false to close. */
static bool
tpkt(struct peer* p, const uint8_t* t, size_t length)
{
    static const uint8_t conclude[] = { 0x8c, 0x00 };

    if (t[5] == 0xe0) { /* connect request: its parameters come back */
        uint8_t* out = room(p, length);
        memcpy(out, t, length);
        out[5] = 0xd0;
        memcpy(out + 6, t + 8, 2);
        out[8] = 0, out[9] = 1;
        p->out_end += length;
        return true;
    }
    if (!p->associated) {
        uint8_t* out = room(p, initiate->answer_length);
        memcpy(out, initiate->answer, initiate->answer_length);
        p->out_end += initiate->answer_length;
        p->associated = true;
        return true;
    }
    if (t[7] != 1) /* no data transfer: finish or abort */
        return false;
    /* 7: 01 00 01 00, then 61 L 30 L 02 01 03 a0 L */
    const uint8_t* at = t + 11;
    size_t content;
    at += ber_content(at, &content);
    at += ber_content(at, &content);
    at += 3;
    at += ber_content(at, &content);
    if (at[0] == 0xa0)
        confirmed(p, at);
    else if (at[0] == 0x8b) {
        send_pdu(p, conclude, sizeof conclude);
    }
    return true;
}

static void
watch(struct peer* p, bool blocked)
{
    struct epoll_event event = { .events = blocked ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = p };
    if (blocked != p->blocked) {
        epoll_ctl(poller, EPOLL_CTL_MOD, p->fd, &event);
        p->blocked = blocked;
    }
}

/* Sends what may go; returns seconds until more may, or -1. */
static double
flush(struct peer* p)
{
    while (p->out_start < p->out_end) {
        size_t limit = p->out_end;
        double t = 0;
        if (delay || rate) {
            t = now();
            if (delay) {
                while (p->due_start < p->due_end && p->due[p->due_start].end <= p->out_start)
                    p->due_start++;
                if (p->due_start == p->due_end)
                    return -1;
                if (p->due[p->due_start].at > t)
                    return p->due[p->due_start].at - t;
                limit = p->due[p->due_start].end;
            }
            if (rate && p->next > t)
                return p->next - t;
        }
        size_t n = limit - p->out_start;
        if (segment && n > segment)
            n = segment;
        ssize_t sent = send(p->fd, p->out + p->out_start, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            watch(p, errno == EAGAIN);
            return -1;
        }
        p->out_start += sent;
        if (rate)
            p->next = (p->next > t - 0.001 ? p->next : t) + (sent + 66) / rate;
    }
    p->due_start = p->due_end = 0;
    watch(p, false);
    return -1;
}

static bool
readable(struct peer* p)
{
    ssize_t n = recv(p->fd, p->in + p->in_used, IN_MAX - p->in_used, MSG_DONTWAIT);
    if (n <= 0)
        return n < 0 && (errno == EAGAIN || errno == EINTR);
    p->in_used += n;
    size_t at = 0;
    while (p->in_used - at >= 4) {
        size_t length = p->in[at + 2] << 8 | p->in[at + 3];
        if (p->in_used - at < length)
            break;
        size_t before = p->out_end - p->out_start;
        if (!tpkt(p, p->in + at, length))
            return false;
        if (delay && p->out_end - p->out_start != before) {
            if (p->due_end == p->due_room)
                p->due = realloc(p->due, (p->due_room = p->due_room * 2 + 64) * sizeof *p->due);
            p->due[p->due_end++] = (struct due) { now() + delay, p->out_end };
        }
        at += length;
    }
    memmove(p->in, p->in + at, p->in_used - at);
    p->in_used -= at;
    return true;
}

int
main(int argc, char** argv)
{
    if (argc < 2)
        fail("usage: replay ANSWERS [--segment OCTETS] [--rate OCTETS_PER_SECOND] [--delay MICROSECONDS]");
    for (int i = 2; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--segment"))
            segment = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--rate"))
            rate = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--delay"))
            delay = atof(argv[i + 1]) / 1e6;
        else
            fail(argv[i]);
    }
    load_exchanges(argv[1]);
    index_exchanges();
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    prctl(PR_SET_TIMERSLACK, 1);

    struct sockaddr_in any = { .sin_family = AF_INET };
    socklen_t length = sizeof any;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr*) &any, length) || listen(listener, 4096))
        fail("listen");
    getsockname(listener, (struct sockaddr*) &any, &length);
    printf("PORT %d\n", ntohs(any.sin_port));
    fflush(stdout);

    poller = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN };
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    struct epoll_event end = { .events = EPOLLIN, .data.ptr = &poller };
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &end); /* a file as standard input cannot be watched: served until killed */
    static struct peer* waiting[65536];
    int waiting_count = 0;
    for (;;) {
        double soonest = -1;
        for (int i = 0; i < waiting_count;) {
            double again = flush(waiting[i]);
            if (again < 0)
                waiting[i] = waiting[--waiting_count];
            else {
                if (soonest < 0 || again < soonest)
                    soonest = again;
                i++;
            }
        }
        struct timespec wait = { soonest, (soonest - (long) soonest) * 1e9 };
        struct epoll_event events[64];
        int n = epoll_pwait2(poller, events, 64, soonest < 0 ? NULL : &wait, NULL);
        for (int i = 0; i < n; i++) {
            struct peer* p = events[i].data.ptr;
            if (events[i].data.ptr == &poller) {
                char octet;
                if (read(0, &octet, 1) <= 0)
                    return 0;
                continue;
            }
            if (!p) {
                int fd = accept(listener, NULL, NULL);
                if (fd < 0)
                    continue;
                no_delay(fd);
                p = calloc(1, sizeof *p);
                p->fd = fd;
                struct epoll_event event = { .events = EPOLLIN, .data.ptr = p };
                epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
                continue;
            }
            bool open = !(events[i].events & EPOLLIN) || readable(p);
            double again = open ? flush(p) : -1;
            if (open && again >= 0) {
                bool known = false;
                for (int j = 0; j < waiting_count; j++)
                    known |= waiting[j] == p;
                if (!known)
                    waiting[waiting_count++] = p;
            }
            if (!open) {
                for (int j = 0; j < waiting_count; j++)
                    if (waiting[j] == p)
                        waiting[j--] = waiting[--waiting_count];
                close(p->fd);
                free(p->out);
                free(p->due);
                free(p);
            }
        }
    }
}
