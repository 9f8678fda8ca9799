/* What the benchmark programs share: clocks, the file of recorded answers, TPKTs. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
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

#define USER_DATA 8189 /* octets of a DT TPDU beside its header, by the TPDU size 8192 that clients ask for */

static inline void
fail(const char* what)
{
    fprintf(stderr, "%s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(1);
}

static inline double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* Seconds of processor time of this process, all threads. */
static inline double
cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static inline void
no_delay(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* Where the replaying server is. */
static inline const char*
bench_host(void)
{
    const char* host = getenv("BENCH_HOST");
    return host ? host : "127.0.0.1";
}

/* An exchange that record.py took down: "kind count name request answer", the PDUs in hexadecimal. */
struct exchange {
    char kind; /* I initiate, A answer, R `count` reports before the answer, F a file of `count` blocks */
    long count;
    char name[64];
    uint8_t* request;
    size_t request_length;
    uint8_t* answer; /* of R the report; of I, A and F the answer */
    size_t answer_length;
};

static struct exchange* exchanges;
static int exchange_count;

static inline int
digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static inline size_t
unhex(const char* text, uint8_t** octets)
{
    size_t length = strlen(text) / 2;
    *octets = malloc(length + 1);
    for (size_t i = 0; i < length; i++)
        (*octets)[i] = digit(text[2 * i]) << 4 | digit(text[2 * i + 1]);
    return length;
}

static inline void
load_exchanges(const char* path)
{
    FILE* file = fopen(path, "r");
    char* line = NULL;
    size_t room = 0;

    if (!file)
        fail(path);
    while (getline(&line, &room, file) > 0) {
        struct exchange e = { 0 };
        char *save, *kind = strtok_r(line, " \n", &save), *count = strtok_r(NULL, " \n", &save), *name = strtok_r(NULL, " \n", &save);
        char *request = strtok_r(NULL, " \n", &save), *answer = strtok_r(NULL, " \n", &save);
        if (!answer)
            fail("recorded answers: a line is short");
        e.kind = *kind;
        e.count = atol(count);
        snprintf(e.name, sizeof e.name, "%s", name);
        e.request_length = unhex(request, &e.request);
        e.answer_length = unhex(answer, &e.answer);
        exchanges = realloc(exchanges, (exchange_count + 1) * sizeof *exchanges);
        exchanges[exchange_count++] = e;
    }
    free(line);
    fclose(file);
}

static inline struct exchange*
find_exchange(const char* name)
{
    for (int i = 0; i < exchange_count; i++)
        if (!strcmp(exchanges[i].name, name))
            return &exchanges[i];
    errno = 0;
    fail(name);
    return NULL;
}

/* Where the content of a BER element begins; its length to *length. */
static inline size_t
ber_content(const uint8_t* element, size_t* length)
{
    size_t at = (element[0] & 0x1f) == 0x1f ? 2 : 1;
    size_t octets = element[at];
    at++;
    *length = octets;
    if (octets & 0x80) {
        *length = 0;
        for (octets &= 0x7f; octets; octets--)
            *length = *length << 8 | element[at++];
    }
    return at;
}

static inline uint8_t*
put_header_before(uint8_t* end, uint8_t tag, size_t length)
{
    if (length < 0x80)
        *--end = length;
    else {
        int octets = 0;
        for (size_t rest = length; rest; rest >>= 8, octets++)
            *--end = rest & 0xff;
        *--end = 0x80 | octets;
    }
    *--end = tag;
    return end;
}

/* An MMS PDU as TPKTs: presentation user data in a session data SPDU, in DT TPDUs. Returns octets of `out`, which has room. */
static inline size_t
wrap(const uint8_t* pdu, size_t length, uint8_t* out)
{
    uint8_t head[40], *end = head + sizeof head, *at = end;

    at = put_header_before(at, 0xa0, length); /* single ASN.1 type */
    *--at = 3, *--at = 1, *--at = 2;          /* presentation context 3: MMS */
    at = put_header_before(at, 0x30, length + (end - at));
    at = put_header_before(at, 0x61, length + (end - at));
    *--at = 0, *--at = 1, *--at = 0, *--at = 1; /* give tokens, data transfer */

    size_t head_length = end - at, total = head_length + length, from = 0, used = 0;
    while (from < total) {
        size_t part = total - from < USER_DATA ? total - from : USER_DATA;
        uint8_t tpkt[7] = { 3, 0, (part + 7) >> 8, (part + 7) & 0xff, 2, 0xf0, from + part == total ? 0x80 : 0 };
        memcpy(out + used, tpkt, 7);
        used += 7;
        for (size_t left = part; left;) {
            const uint8_t* source = from < head_length ? at + from : pdu + (from - head_length);
            size_t n = from < head_length ? head_length - from : left;
            n = n < left ? n : left;
            memcpy(out + used, source, n);
            used += n, from += n, left -= n;
        }
    }
    return used;
}
