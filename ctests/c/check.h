/* Small checks for the C tests: CHECK counts failures, RESULT ends main. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_failures;
static int check_count;

#define CHECK(condition)                                                                   \
    do {                                                                                   \
        check_count++;                                                                     \
        if (!(condition)) {                                                                \
            check_failures++;                                                              \
            fprintf(stderr, "%s:%d: CHECK(%s) failed\n", __FILE__, __LINE__, #condition); \
        }                                                                                  \
    } while (0)

#define RESULT() (printf("%d checks, %d failed\n", check_count, check_failures), check_failures ? 1 : 0)

/* The port of the server the tests run against; 77 (skipped) without one. */
static inline int test_port(void)
{
    const char *port = getenv("TEST_PORT");
    if (!port) {
        fprintf(stderr, "TEST_PORT is not set\n");
        exit(77);
    }
    return atoi(port);
}

#endif
