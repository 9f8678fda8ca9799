/* LD_PRELOAD: the calls of libiec61850.so to the system, one of which fails.
 *
 *     inject_arm(n)    from now on calls are counted, and the n-th fails; 0 only counts, -1 is every one (of EINTR every other one)
 *     INJECT_MODE=     error (default): an errno that the system might give; eintr: EINTR, where a call may be interrupted;
 *                      lasting: the same for all later calls; short: of a transfer one octet only
 *     INJECT_ONLY=     counts calls of this function only. Threads make the order of calls of different functions vary from run to
 *                      run, that of one function hardly
 *     INJECT_STACK=    prints the stack at the failure, where it is one of a transfer
 *
 * Calls through libc: the library's own GOT is changed to lead here, whoever else calls the same functions stays alone, and with
 * AddressSanitizer its interceptors still lie between here and libc. Calls past libc (rustix makes them): a seccomp filter traps
 * system calls whose instruction lies in the library, and the handler of SIGSYS does what the wrappers do. The library is the
 * one that is shipped.
 *
 * Let alone: what fails only for a program that is wrong itself, or that has no memory (see PASSED in run.py).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

/* Functions, and the error with which they fail. */
#define POINTS(X)                                                                                                                    \
    X(socket, EMFILE) X(connect, ENETUNREACH) X(bind, EADDRINUSE) X(listen, EADDRINUSE) X(accept4, EMFILE)                           \
    X(setsockopt, ENOBUFS) X(getsockopt, ENOBUFS) X(getsockname, ENOBUFS) X(getpeername, ENOBUFS) X(fcntl, EPERM)                     \
    X(shutdown, ENOTCONN) X(send, EPIPE) X(recv, ECONNRESET) X(poll, ENOMEM) X(epoll_create1, EMFILE) X(epoll_ctl, ENOMEM)            \
    X(epoll_wait, 0) X(eventfd, EMFILE) X(getaddrinfo, EAI_FAIL) X(open, EMFILE) X(open64, EMFILE) X(fopen, EMFILE) X(read, EIO)      \
    X(write, ENOSPC) X(writev, ENOSPC) X(fstat64, EIO) X(stat64, EIO) X(lstat64, EIO) X(fstatat64, EIO) X(statx, EIO)                 \
    X(lseek64, EIO) X(rename, EIO) X(unlink, EIO) X(opendir, EMFILE) X(readdir64, EIO) X(realpath, EIO) X(pthread_create, EAGAIN)     \
    X(close, 0) X(syscall, 0)                                                                                                         \
    X(raw_send, EPIPE) X(raw_recv, ECONNRESET) X(raw_poll, ENOMEM) X(raw_other, 0)

enum point {
#define X(name, error) AT_##name,
    POINTS(X)
#undef X
    NUMBER
};

static const char* const NAMES[] = {
#define X(name, error) #name,
    POINTS(X)
#undef X
};

static const int ERRORS[] = {
#define X(name, error) error,
    POINTS(X)
#undef X
};

static enum { FAIL, INTERRUPT, SHORTEN } mode;
static bool lasting;
static const char* only;
static atomic_bool armed;
static atomic_long total, fail_at, calls[NUMBER];
static atomic_int bad_closes, failed_call = -1, failed_state, other_raw;
static uintptr_t text_start, text_end;

void
inject_arm(long n)
{
    const char* how = getenv("INJECT_MODE");
    mode = how && strcmp(how, "eintr") == 0 ? INTERRUPT : how && strcmp(how, "short") == 0 ? SHORTEN : FAIL;
    lasting = how && strcmp(how, "lasting") == 0;
    only = getenv("INJECT_ONLY");
    total = 0;
    fail_at = n;
    armed = true;
}

/* Ends the counting; what failed stays known. */
void
inject_disarm(void)
{
    armed = false;
}

long
inject_count(void)
{
    return total;
}

/* The name of the function that failed, NULL as long as none has. */
const char*
inject_what(void)
{
    return failed_call < 0 ? NULL : NAMES[failed_call];
}

int
inject_errno(void)
{
    return failed_call < 0 ? 0 : mode == INTERRUPT ? EINTR : mode == SHORTEN ? 0 : ERRORS[failed_call];
}

/* The TCP state of the socket whose transfer failed, when it did (1 is ESTABLISHED). */
int
inject_state(void)
{
    return failed_state;
}

/* One line for each function that was called, and what must not be at all. */
void
inject_print(void)
{
    for (int i = 0; i < NUMBER; i++)
        if (calls[i])
            printf("points %s %ld\n", NAMES[i], (long) calls[i]);
    printf("bad_closes %d\nother_raw %d\n", (int) bad_closes, (int) other_raw);
    fflush(stdout);
}

/* Whether this call is the one. */
static bool
chosen(enum point point)
{
    if (!armed)
        return false;
    calls[point]++;
    if (only && strcmp(only, NAMES[point]) != 0)
        return false;
    long number = ++total;
    if (fail_at < 0 ? mode == INTERRUPT && number % 2 == 0 : lasting ? !fail_at || number < fail_at : number != fail_at)
        return false;
    failed_call = point;
    return true;
}

/* A call that may fail, but neither be interrupted nor do half of it: 0, or the error. */
static int
plain(enum point point)
{
    return mode == FAIL && chosen(point) ? ERRORS[point] : 0;
}

/* A call that waits: 0, or the error. */
static int
waiting(enum point point)
{
    if (mode == SHORTEN || (mode == FAIL && !ERRORS[point]))
        return 0;
    return chosen(point) ? (mode == INTERRUPT ? EINTR : ERRORS[point]) : 0;
}

static long
raw(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
    return result;
}

/* A transfer: 0, or the error; the size may become smaller. */
static int
transfer(enum point point, int fd, size_t* size)
{
    int why = 0, before = failed_call;
    if (mode != SHORTEN)
        why = waiting(point);
    else if (*size > 1 && chosen(point))
        *size = 1;
    if (before < 0 && failed_call == (int) point) {
        struct tcp_info info = {0};
        socklen_t room = sizeof info;
        if (raw(SYS_getsockopt, fd, IPPROTO_TCP, TCP_INFO, (long) &info, (long) &room, 0) == 0)
            failed_state = info.tcpi_state;
        if (getenv("INJECT_STACK")) {
            void* frames[60];
            backtrace_symbols_fd(frames, backtrace(frames, 60), 2);
        }
    }
    return why;
}

/* Sockets and files; not the eventfd with which tokio wakes itself, and not what Rust says on stderr. */
static bool
counts(int fd)
{
    struct stat found;
    return raw(SYS_fstat, fd, (long) &found, 0, 0, 0, 0) == 0 && (S_ISSOCK(found.st_mode) || S_ISREG(found.st_mode)) && fd > 2;
}

#define REAL(name) static __typeof__(name)* real_##name
#define GIVE_UP(error, result) \
    do {                       \
        int why = (error);     \
        if (why) {             \
            errno = why;       \
            return result;     \
        }                      \
    } while (0)

/* Functions that fail or do what they are asked. */
#define SIMPLE(type, failed, name, parameters, arguments) \
    REAL(name);                                            \
    static type wrap_##name parameters                     \
    {                                                      \
        GIVE_UP(plain(AT_##name), failed);                 \
        return real_##name arguments;                      \
    }

SIMPLE(int, -1, socket, (int a, int b, int c), (a, b, c))
SIMPLE(int, -1, connect, (int fd, const struct sockaddr* to, socklen_t size), (fd, to, size))
SIMPLE(int, -1, bind, (int fd, const struct sockaddr* to, socklen_t size), (fd, to, size))
SIMPLE(int, -1, listen, (int fd, int backlog), (fd, backlog))
SIMPLE(int, -1, accept4, (int fd, struct sockaddr* from, socklen_t* size, int flags), (fd, from, size, flags))
SIMPLE(int, -1, setsockopt, (int fd, int level, int name, const void* value, socklen_t size), (fd, level, name, value, size))
SIMPLE(int, -1, getsockopt, (int fd, int level, int name, void* value, socklen_t* size), (fd, level, name, value, size))
SIMPLE(int, -1, getsockname, (int fd, struct sockaddr* address, socklen_t* size), (fd, address, size))
SIMPLE(int, -1, getpeername, (int fd, struct sockaddr* address, socklen_t* size), (fd, address, size))
SIMPLE(int, -1, shutdown, (int fd, int how), (fd, how))
SIMPLE(int, -1, epoll_create1, (int flags), (flags))
SIMPLE(int, -1, eventfd, (unsigned value, int flags), (value, flags))
SIMPLE(FILE*, NULL, fopen, (const char* path, const char* how), (path, how))
SIMPLE(int, -1, fstat64, (int fd, struct stat64* found), (fd, found))
SIMPLE(int, -1, stat64, (const char* path, struct stat64* found), (path, found))
SIMPLE(int, -1, lstat64, (const char* path, struct stat64* found), (path, found))
SIMPLE(int, -1, fstatat64, (int folder, const char* path, struct stat64* found, int flags), (folder, path, found, flags))
SIMPLE(int, -1, statx, (int folder, const char* path, int flags, unsigned mask, struct statx* found), (folder, path, flags, mask, found))
SIMPLE(off64_t, -1, lseek64, (int fd, off64_t at, int from), (fd, at, from))
SIMPLE(int, -1, rename, (const char* old, const char* new), (old, new))
SIMPLE(int, -1, unlink, (const char* path), (path))
SIMPLE(DIR*, NULL, opendir, (const char* path), (path))
SIMPLE(struct dirent64*, NULL, readdir64, (DIR* folder), (folder))
SIMPLE(char*, NULL, realpath, (const char* path, char* into), (path, into))

REAL(getaddrinfo);
static int
wrap_getaddrinfo(const char* host, const char* service, const struct addrinfo* hints, struct addrinfo** found)
{
    int why = plain(AT_getaddrinfo);
    return why ? why : real_getaddrinfo(host, service, hints, found);
}

REAL(pthread_create);
static int
wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument)
{
    int why = plain(AT_pthread_create);
    return why ? why : real_pthread_create(thread, attributes, run, argument);
}

#define VARIADIC(name, type_a)                \
    REAL(name);                               \
    static int wrap_##name(type_a a, int b, ...) \
    {                                         \
        va_list rest;                         \
        va_start(rest, b);                    \
        long c = va_arg(rest, long);          \
        va_end(rest);                         \
        GIVE_UP(plain(AT_##name), -1);        \
        return real_##name(a, b, c);          \
    }
VARIADIC(open, const char*)
VARIADIC(open64, const char*)

REAL(fcntl);
static int
wrap_fcntl(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    long argument = va_arg(rest, long);
    va_end(rest);
    /* Rust built for debugging looks whether descriptors are open before it closes them. */
    if (command != F_GETFD)
        GIVE_UP(plain(AT_fcntl), -1);
    return real_fcntl(fd, command, argument);
}

REAL(poll);
static int
wrap_poll(struct pollfd* fds, nfds_t number, int timeout)
{
    GIVE_UP(waiting(AT_poll), -1);
    return real_poll(fds, number, timeout);
}

REAL(epoll_wait);
static int
wrap_epoll_wait(int epoll, struct epoll_event* events, int room, int timeout)
{
    GIVE_UP(waiting(AT_epoll_wait), -1);
    return real_epoll_wait(epoll, events, room, timeout);
}

REAL(epoll_ctl);
static int
wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event* event)
{
    if (operation != EPOLL_CTL_DEL) /* that cannot fail for a descriptor which is registered */
        GIVE_UP(plain(AT_epoll_ctl), -1);
    return real_epoll_ctl(epoll, operation, fd, event);
}

REAL(send);
static ssize_t
wrap_send(int fd, const void* octets, size_t size, int flags)
{
    GIVE_UP(transfer(AT_send, fd, &size), -1);
    return real_send(fd, octets, size, flags);
}

REAL(recv);
static ssize_t
wrap_recv(int fd, void* octets, size_t size, int flags)
{
    GIVE_UP(transfer(AT_recv, fd, &size), -1);
    return real_recv(fd, octets, size, flags);
}

REAL(read);
static ssize_t
wrap_read(int fd, void* octets, size_t size)
{
    if (counts(fd))
        GIVE_UP(transfer(AT_read, fd, &size), -1);
    return real_read(fd, octets, size);
}

REAL(write);
static ssize_t
wrap_write(int fd, const void* octets, size_t size)
{
    if (counts(fd))
        GIVE_UP(transfer(AT_write, fd, &size), -1);
    return real_write(fd, octets, size);
}

REAL(writev);
static ssize_t
wrap_writev(int fd, const struct iovec* parts, int number)
{
    struct iovec first = {NULL, 0};
    if (counts(fd) && number > 0) {
        first = parts[0];
        GIVE_UP(transfer(AT_writev, fd, &first.iov_len), -1);
        if (first.iov_len != parts[0].iov_len)
            return real_writev(fd, &first, 1);
    }
    return real_writev(fd, parts, number);
}

/* Never fails: the descriptor would be closed all the same. One that is not open was closed twice. */
REAL(close);
static int
wrap_close(int fd)
{
    int result = real_close(fd);
    if (result < 0 && errno == EBADF)
        bad_closes++;
    return result;
}

/* Not failed: futex, random numbers. Counted, so that anything else shows up. */
REAL(syscall);
static long
wrap_syscall(long number, long a, long b, long c, long d, long e, long f)
{
    if (number != SYS_futex && number != SYS_getrandom && number != SYS_gettid)
        other_raw = (int) number;
    return real_syscall(number, a, b, c, d, e, f);
}

static const struct wrapped {
    const char* name;
    void* wrapper;
    void** real;
} WRAPPED[] = {
#define W(name) {#name, (void*) wrap_##name, (void**) &real_##name},
    W(socket) W(connect) W(bind) W(listen) W(accept4) W(setsockopt) W(getsockopt) W(getsockname) W(getpeername) W(fcntl) W(shutdown)
    W(send) W(recv) W(poll) W(epoll_create1) W(epoll_ctl) W(epoll_wait) W(eventfd) W(getaddrinfo) W(open) W(open64) W(fopen) W(read)
    W(write) W(writev) W(fstat64) W(stat64) W(lstat64) W(fstatat64) W(statx) W(lseek64) W(rename) W(unlink) W(opendir) W(readdir64)
    W(realpath) W(pthread_create) W(close) W(syscall)
#undef W
};

static void
redirect(uintptr_t base, const ElfW(Rela)* entries, size_t size, const ElfW(Sym)* symbols, const char* strings)
{
    for (const ElfW(Rela)* entry = entries; (const char*) entry < (const char*) entries + size; entry++) {
        unsigned type = ELF64_R_TYPE(entry->r_info);
        if (type != R_X86_64_JUMP_SLOT && type != R_X86_64_GLOB_DAT && type != R_X86_64_64)
            continue;
        const char* name = strings + symbols[ELF64_R_SYM(entry->r_info)].st_name;
        for (size_t i = 0; i < sizeof WRAPPED / sizeof *WRAPPED; i++) {
            if (strcmp(name, WRAPPED[i].name) != 0)
                continue;
            void** slot = (void**) (base + entry->r_offset);
            /* RELRO */
            mprotect((void*) ((uintptr_t) slot & ~4095UL), 4096, PROT_READ | PROT_WRITE);
            *slot = WRAPPED[i].wrapper;
        }
    }
}

static int
find_library(struct dl_phdr_info* info, size_t size, void* found)
{
    (void) size;
    if (!info->dlpi_name || !strstr(info->dlpi_name, "libiec61850.so"))
        return 0;
    const ElfW(Dyn)* dynamic = NULL;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr)* part = &info->dlpi_phdr[i];
        if (part->p_type == PT_DYNAMIC)
            dynamic = (const ElfW(Dyn)*) (info->dlpi_addr + part->p_vaddr);
        if (part->p_type == PT_LOAD && part->p_flags & PF_X) {
            text_start = info->dlpi_addr + part->p_vaddr;
            text_end = text_start + part->p_memsz;
        }
    }
    uintptr_t tags[DT_JMPREL + 1] = {0};
    for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++)
        if (dynamic->d_tag >= 0 && dynamic->d_tag <= DT_JMPREL)
            tags[dynamic->d_tag] = dynamic->d_un.d_ptr;
    const ElfW(Sym)* symbols = (const ElfW(Sym)*) tags[DT_SYMTAB];
    const char* strings = (const char*) tags[DT_STRTAB];
    redirect(info->dlpi_addr, (const ElfW(Rela)*) tags[DT_JMPREL], tags[DT_PLTRELSZ], symbols, strings);
    redirect(info->dlpi_addr, (const ElfW(Rela)*) tags[DT_RELA], tags[DT_RELASZ], symbols, strings);
    *(bool*) found = true;
    return 1;
}

/* A system call of the library past libc. */
static void
on_trap(int signal, siginfo_t* info, void* context)
{
    (void) signal;
    greg_t* registers = ((ucontext_t*) context)->uc_mcontext.gregs;
    size_t size = (size_t) registers[REG_RDX];
    int why = 0;
    switch (info->si_syscall) {
    case SYS_sendto:
        why = transfer(AT_raw_send, (int) registers[REG_RDI], &size);
        break;
    case SYS_recvfrom:
        why = transfer(AT_raw_recv, (int) registers[REG_RDI], &size);
        break;
    case SYS_poll:
    case SYS_ppoll:
        why = waiting(AT_raw_poll);
        break;
    default:
        other_raw = info->si_syscall;
    }
    registers[REG_RAX] = why ? -why : raw(info->si_syscall, registers[REG_RDI], registers[REG_RSI], (long) size, registers[REG_R10],
                                          registers[REG_R8], registers[REG_R9]);
}

static bool
trap_library(void)
{
    /* The filter compares the halves of an address; ld.so gets another try where they differ (run.py). */
    if (text_start >> 32 != (text_end - 1) >> 32)
        _exit(99);
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned) (text_start >> 32), 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (unsigned) text_start, 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (unsigned) text_end, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER};
    action.sa_sigaction = on_trap;
    return sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

__attribute__((constructor)) static void
begin(void)
{
    bool found = false;
    for (size_t i = 0; i < sizeof WRAPPED / sizeof *WRAPPED; i++) {
        *WRAPPED[i].real = dlsym(RTLD_DEFAULT, WRAPPED[i].name);
        if (!*WRAPPED[i].real) {
            fprintf(stderr, "inject: no %s\n", WRAPPED[i].name);
            _exit(98);
        }
    }
    dl_iterate_phdr(find_library, &found);
    /* Other processes (gdb, setarch) live in peace. */
    if (found && !trap_library()) {
        perror("inject: seccomp");
        _exit(98);
    }
}
