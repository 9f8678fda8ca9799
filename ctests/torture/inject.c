/* LD_PRELOAD: the calls of a process to the system, one of which fails.
 *
 *     INJECT_AT=n      the n-th call after inject_arm() fails, with an error that the system might give
 *     INJECT_MODE=     error (default), interrupted (EINTR where a call may be interrupted), short (of every send one octet is taken)
 *
 * inject_count() tells how many calls there were, inject_what() which one failed. The system fails none of the calls that tokio makes
 * for itself (epoll_wait, and its eventfd); these are left alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_bool armed;
static atomic_int count, fail_at;
static _Atomic(const char*) what;
static enum { FAIL, INTERRUPTED, SHORT } mode;
static atomic_char is_event[1024];

#define REAL(name) static __typeof__(name)* real; if (!real) real = (__typeof__(name)*) dlsym(RTLD_NEXT, #name)

void
inject_arm(void)
{
    const char *at = getenv("INJECT_AT"), *how = getenv("INJECT_MODE");
    fail_at = at ? atoi(at) : 0;
    mode = !how || !strcmp(how, "error") ? FAIL : !strcmp(how, "interrupted") ? INTERRUPTED : SHORT;
    count = 0;
    armed = true;
}

int
inject_count(void)
{
    armed = false;
    return count;
}

const char*
inject_what(void)
{
    return what ? what : "none";
}

/* Whether this call fails; errno is set. */
static bool
fails(const char* name, int error, bool interruptible)
{
    if (!armed || mode == SHORT || (mode == INTERRUPTED && !interruptible))
        return false;
    if (atomic_fetch_add(&count, 1) + 1 != fail_at)
        return false;
    what = name;
    errno = mode == INTERRUPTED ? EINTR : error;
    return true;
}

static bool
own(int fd)
{
    return fd < 0 || fd > 1023 || !is_event[fd];
}

int
socket(int domain, int type, int protocol)
{
    REAL(socket);
    return fails("socket", EMFILE, false) ? -1 : real(domain, type, protocol);
}

int
connect(int fd, const struct sockaddr* address, socklen_t size)
{
    REAL(connect);
    // one that does not block is not interrupted
    return fails("connect", ENETUNREACH, false) ? -1 : real(fd, address, size);
}

int
bind(int fd, const struct sockaddr* address, socklen_t size)
{
    REAL(bind);
    return fails("bind", EADDRINUSE, false) ? -1 : real(fd, address, size);
}

int
setsockopt(int fd, int level, int name, const void* value, socklen_t size)
{
    REAL(setsockopt);
    return fails("setsockopt", ENOPROTOOPT, false) ? -1 : real(fd, level, name, value, size);
}

int
getsockopt(int fd, int level, int name, void* restrict value, socklen_t* restrict size)
{
    REAL(getsockopt);
    return fails("getsockopt", ENOBUFS, false) ? -1 : real(fd, level, name, value, size);
}

int
getsockname(int fd, struct sockaddr* restrict address, socklen_t* restrict size)
{
    REAL(getsockname);
    return fails("getsockname", ENOBUFS, false) ? -1 : real(fd, address, size);
}

ssize_t
send(int fd, const void* octets, size_t size, int flags)
{
    REAL(send);
    return fails("send", EPIPE, true) ? -1 : real(fd, octets, mode == SHORT && armed && size ? 1 : size, flags);
}

ssize_t
sendto(int fd, const void* octets, size_t size, int flags, const struct sockaddr* to, socklen_t length)
{
    REAL(sendto);
    return fails("sendto", EPIPE, true) ? -1 : real(fd, octets, mode == SHORT && armed && size ? 1 : size, flags, to, length);
}

ssize_t
recv(int fd, void* octets, size_t size, int flags)
{
    REAL(recv);
    return fails("recv", ECONNRESET, true) ? -1 : real(fd, octets, size, flags);
}

ssize_t
recvfrom(int fd, void* restrict octets, size_t size, int flags, struct sockaddr* restrict from, socklen_t* restrict length)
{
    REAL(recvfrom);
    return fails("recvfrom", ECONNRESET, true) ? -1 : real(fd, octets, size, flags, from, length);
}

ssize_t
read(int fd, void* octets, size_t size)
{
    REAL(read);
    return own(fd) && fails("read", EIO, true) ? -1 : real(fd, octets, size);
}

ssize_t
write(int fd, const void* octets, size_t size)
{
    REAL(write);
    return fd > 2 && own(fd) && fails("write", ENOSPC, true) ? -1 : real(fd, octets, size);
}

ssize_t
writev(int fd, const struct iovec* parts, int number)
{
    REAL(writev);
    return own(fd) && fails("writev", ENOSPC, true) ? -1 : real(fd, parts, number);
}

int
poll(struct pollfd* fds, nfds_t number, int timeout)
{
    REAL(poll);
    return fails("poll", ENOMEM, true) ? -1 : real(fds, number, timeout);
}

int
ppoll(struct pollfd* fds, nfds_t number, const struct timespec* timeout, const sigset_t* mask)
{
    REAL(ppoll);
    return fails("ppoll", ENOMEM, true) ? -1 : real(fds, number, timeout, mask);
}

int
epoll_create1(int flags)
{
    REAL(epoll_create1);
    return fails("epoll_create1", EMFILE, false) ? -1 : real(flags);
}

int
epoll_ctl(int epoll, int operation, int fd, struct epoll_event* event)
{
    REAL(epoll_ctl);
    return fails("epoll_ctl", ENOMEM, false) ? -1 : real(epoll, operation, fd, event);
}

int
eventfd(unsigned value, int flags)
{
    REAL(eventfd);
    if (fails("eventfd", EMFILE, false))
        return -1;
    int fd = real(value, flags);
    if (fd >= 0 && fd < 1024)
        is_event[fd] = 1;
    return fd;
}

int
close(int fd)
{
    REAL(close);
    if (fd >= 0 && fd < 1024)
        is_event[fd] = 0;
    return real(fd);
}

int
fcntl(int fd, int command, ...)
{
    REAL(fcntl);
    va_list rest;
    va_start(rest, command);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    return fails("fcntl", EINVAL, false) ? -1 : real(fd, command, argument);
}

int
shutdown(int fd, int how)
{
    REAL(shutdown);
    return fails("shutdown", ENOTCONN, false) ? -1 : real(fd, how);
}

#define OPEN(name)                                                       \
    int name(const char* path, int flags, ...)                          \
    {                                                                    \
        REAL(name);                                                      \
        va_list rest;                                                    \
        va_start(rest, flags);                                           \
        int bits = va_arg(rest, int);                                    \
        va_end(rest);                                                    \
        return fails(#name, EMFILE, true) ? -1 : real(path, flags, bits); \
    }
OPEN(open)
OPEN(open64)

FILE*
fopen(const char* restrict path, const char* restrict how)
{
    REAL(fopen);
    return fails("fopen", EMFILE, false) ? NULL : real(path, how);
}

size_t
fread(void* restrict octets, size_t size, size_t number, FILE* restrict file)
{
    REAL(fread);
    return fails("fread", EIO, false) ? 0 : real(octets, size, number, file);
}

int
fstat64(int fd, struct stat64* found)
{
    REAL(fstat64);
    return fails("fstat64", EIO, false) ? -1 : real(fd, found);
}

int
stat64(const char* restrict path, struct stat64* restrict found)
{
    REAL(stat64);
    return fails("stat64", EIO, false) ? -1 : real(path, found);
}

int
statx(int folder, const char* restrict path, int flags, unsigned mask, struct statx* restrict found)
{
    REAL(statx);
    return fails("statx", EIO, false) ? -1 : real(folder, path, flags, mask, found);
}

off64_t
lseek64(int fd, off64_t at, int from)
{
    REAL(lseek64);
    return fails("lseek64", EIO, false) ? -1 : real(fd, at, from);
}

int
getaddrinfo(const char* restrict host, const char* restrict service, const struct addrinfo* restrict hints, struct addrinfo** restrict found)
{
    REAL(getaddrinfo);
    return fails("getaddrinfo", EIO, false) ? EAI_FAIL : real(host, service, hints, found);
}

int
pthread_create(pthread_t* restrict thread, const pthread_attr_t* restrict attributes, void* (*run)(void*), void* restrict argument)
{
    REAL(pthread_create);
    return fails("pthread_create", EAGAIN, false) ? EAGAIN : real(thread, attributes, run, argument);
}
