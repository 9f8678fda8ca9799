/* Several threads on one connection, a connection each, and calls from inside a handler. */
#include "check.h"
#include "hal_thread.h"
#include "iec61850_client.h"

#define THREADS 4 /* the genuine server takes 5 connections */
#define READS 200

static int port;

struct job {
    IedConnection con;
    Semaphore done;
    int good;
};

static void *reader(void *parameter)
{
    struct job *job = parameter;
    bool own = job->con == NULL;
    IedConnection con = job->con;
    IedClientError error = IED_ERROR_OK;
    if (own) {
        con = IedConnection_create();
        IedConnection_connect(con, &error, "127.0.0.1", port);
    }
    for (int i = 0; i < READS && error == IED_ERROR_OK; i++) {
        IedConnection_readFloatValue(con, &error, "simpleIOGenericIO/GGIO1.AnIn1.mag.f", IEC61850_FC_MX);
        job->good += error == IED_ERROR_OK;
    }
    if (own)
        IedConnection_destroy(con);
    Semaphore_post(job->done);
    return NULL;
}

static int run(IedConnection shared)
{
    struct job jobs[THREADS];
    Thread threads[THREADS];
    Semaphore done = Semaphore_create(0);
    int good = 0;
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){shared, done, 0};
        threads[i] = Thread_create(reader, &jobs[i], false);
        Thread_start(threads[i]);
    }
    for (int i = 0; i < THREADS; i++)
        Semaphore_wait(done);
    for (int i = 0; i < THREADS; i++) {
        Thread_destroy(threads[i]);
        good += jobs[i].good;
    }
    Semaphore_destroy(done);
    return good;
}

static volatile int closed_calls;

static void closed(void *parameter, IedConnection con)
{
    *(volatile IedConnectionState *)parameter = IedConnection_getState(con);
    /* last: main goes on when it sees this */
    closed_calls++;
}

int main(void)
{
    port = test_port();
    IedClientError error;
    IedConnection con = IedConnection_create();
    IedConnection_connect(con, &error, "127.0.0.1", port);
    CHECK(error == IED_ERROR_OK);
    CHECK(run(con) == THREADS * READS);
    CHECK(run(NULL) == THREADS * READS);
    volatile IedConnectionState seen = IED_STATE_CONNECTED;
    IedConnection_installConnectionClosedHandler(con, closed, (void *)&seen);
    IedConnection_close(con);
    for (int i = 0; i < 200 && !closed_calls; i++)
        Thread_sleep(10);
    CHECK(closed_calls == 1 && seen == IED_STATE_CLOSED);
    IedConnection_destroy(con);
    return RESULT();
}
