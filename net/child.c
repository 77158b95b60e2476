#include "net/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_DESCRIPTORS_MAX 64 /* it opens zone data, nothing else */
#define READ_BYTES            (64UL * 1024)

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WITH_SHADOW_MEMORY
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WITH_SHADOW_MEMORY
#endif

struct child {
    pid_t pid;
    int input;       /* memfd */
    int output;      /* our end of the pipe */
    int output_side; /* the child's */
    struct timespec deadline;
};

/* Why the child was stopped by us. */
enum child_stop {
    CHILD_ENDED,
    CHILD_TOO_SLOW,
    CHILD_TOO_MUCH,
};

static bool machine_error(struct error *err, const char *what)
{
    return error_set(err, ERROR_MACHINE, "%s: %s", what, strerror(errno));
}

static bool open_input(struct str input, int *out, struct error *err)
{
    *out = memfd_create("input", MFD_CLOEXEC);
    if (*out < 0)
        return machine_error(err, "room for the child's input");
    while (input.len > 0) {
        ssize_t written = write(*out, input.at, input.len);

        if (written < 0 && errno != EINTR)
            return machine_error(err, "room for the child's input");
        if (written > 0) {
            input.at += written;
            input.len -= (size_t)written;
        }
    }
    if (lseek(*out, 0, SEEK_SET) != 0)
        return machine_error(err, "the child's input");
    return true;
}

static bool open_pipe(struct child *child, struct error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return machine_error(err, "a pipe for the child");
    child->output = ends[0];
    child->output_side = ends[1];
    if (fcntl(child->output, F_SETFL, O_NONBLOCK) != 0)
        return machine_error(err, "a pipe for the child");
    return true;
}

static void close_if_open(int *file)
{
    if (*file >= 0)
        (void)close(*file);
    *file = -1;
}

/* Standard input and output are ours, standard error stays, no other. */
static int set_files(posix_spawn_file_actions_t *files,
                     const struct child *child)
{
    int failure = posix_spawn_file_actions_adddup2(files, child->input, 0);

    if (failure == 0)
        failure =
            posix_spawn_file_actions_adddup2(files, child->output_side, 1);
    if (failure == 0)
        failure = posix_spawn_file_actions_addclosefrom_np(files, 3);
    return failure;
}

/* No blocked or ignored signal, and no part in the terminal's Ctrl-C. */
static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    int failure;

    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0)
        failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (failure == 0)
        failure = posix_spawnattr_setpgroup(attributes, 0);
    if (failure == 0)
        failure =
            posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
                                                     POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETPGROUP);
    return failure;
}

static char **spawn_arguments(const char *const *argv)
{
    size_t count = 0;
    char **copy;

    while (argv[count] != NULL)
        count++;
    copy = calloc(count + 1, sizeof(*copy));
    if (copy == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        copy[i] = strdup(argv[i]);
        if (copy[i] == NULL)
            abort();
    }
    return copy;
}

static void free_arguments(char **argv)
{
    for (size_t i = 0; argv[i] != NULL; i++)
        free(argv[i]);
    free(argv);
}

static bool spawn(struct child *child, const char *const *argv,
                  struct error *err)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    char *environment[] = {NULL};
    char **arguments = spawn_arguments(argv);
    int failure;

    if (posix_spawn_file_actions_init(&files) != 0 ||
        posix_spawnattr_init(&attributes) != 0)
        abort();
    failure = set_files(&files, child);
    if (failure == 0)
        failure = set_signals(&attributes);
    if (failure == 0)
        failure = posix_spawn(&child->pid, "/proc/self/exe", &files,
                              &attributes, arguments, environment);
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&attributes);
    free_arguments(arguments);
    close_if_open(&child->output_side);
    if (failure == 0)
        return true;
    errno = failure;
    return machine_error(err, "starting a child of this program");
}

static struct timespec monotonic(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        abort();
    return now;
}

/* Milliseconds to the deadline, rounded up; 0 when it has passed. */
static int left_ms(const struct child *child)
{
    struct timespec now = monotonic();
    int64_t ms = (child->deadline.tv_sec - now.tv_sec) * INT64_C(1000) +
                 (child->deadline.tv_nsec - now.tv_nsec) / 1000000 + 1;

    return ms < 0 ? 0 : (int)ms;
}

/* Until the child closes its end, the deadline passes or `out` is full. */
static enum child_stop read_output(struct child *child, struct buf *out)
{
    struct pollfd wait = {.fd = child->output, .events = POLLIN};
    char bytes[READ_BYTES];

    for (;;) {
        int wait_ms = left_ms(child);
        ssize_t got;

        if (wait_ms == 0)
            return CHILD_TOO_SLOW;
        if (poll(&wait, 1, wait_ms) <= 0)
            continue;
        got = read(child->output, bytes, sizeof(bytes));
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
            return CHILD_ENDED;
        if (got > 0 && !buf_add(out, bytes, (size_t)got))
            return CHILD_TOO_MUCH;
    }
}

/* A child may close its output and linger: the deadline holds for that too. */
static int reap(struct child *child)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    int status = 0;

    for (;;) {
        pid_t got = waitpid(child->pid, &status, WNOHANG);

        if (got == child->pid)
            return status;
        if (got < 0 && errno != EINTR)
            return -1;
        if (left_ms(child) == 0)
            (void)kill(-child->pid, SIGKILL);
        (void)nanosleep(&pause, NULL);
    }
}

static bool explain_signal(const struct child_limits *limits, int signal,
                           struct error *err)
{
    if (signal == SIGXCPU)
        return error_set(err, ERROR_INPUT,
                         "it took more than %d s of processor time",
                         limits->cpu_s);
    if (signal == SIGABRT || signal == SIGSEGV)
        return error_set(err, ERROR_INPUT,
                         "reading it crashed, or took more than %zu MiB of "
                         "memory (signal %d)",
                         limits->memory_bytes >> 20, signal);
    return error_set(err, ERROR_INPUT, "reading it was cut short (signal %d)",
                     signal);
}

static bool judge(const struct child_request *request, enum child_stop stop,
                  size_t out_max, int status, struct error *err)
{
    switch (stop) {
    case CHILD_TOO_SLOW:
        return error_set(err, ERROR_INPUT, "it took more than %d s",
                         request->limits.wall_s);
    case CHILD_TOO_MUCH:
        return error_set(err, ERROR_INPUT,
                         "it holds more than %zu bytes of records", out_max);
    case CHILD_ENDED:
        break;
    }
    if (WIFSIGNALED(status))
        return explain_signal(&request->limits, WTERMSIG(status), err);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, ERROR_INPUT, "reading it failed (exit status %d)",
                         WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return true;
}

bool child_run(const struct child_request *request, struct buf *out,
               struct error *err)
{
    struct child child = {.input = -1, .output = -1, .output_side = -1};
    enum child_stop stop;
    bool ok = false;
    int status;

    assert(request->limits.cpu_s > 0 && request->limits.wall_s > 0);
    if (!open_input(request->input, &child.input, err) ||
        !open_pipe(&child, err) || !spawn(&child, request->argv, err))
        goto out;
    child.deadline = monotonic();
    child.deadline.tv_sec += request->limits.wall_s;
    stop = read_output(&child, out);
    if (stop != CHILD_ENDED)
        (void)kill(-child.pid, SIGKILL);
    status = reap(&child);
    if (stop == CHILD_ENDED && WIFSIGNALED(status) && left_ms(&child) == 0)
        stop = CHILD_TOO_SLOW;
    ok = judge(request, stop, out->max, status, err);
out:
    close_if_open(&child.input);
    close_if_open(&child.output);
    close_if_open(&child.output_side);
    return ok;
}

static bool set_limit(int what, rlim_t soft, rlim_t hard, struct error *err)
{
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};

    if (setrlimit((__rlimit_resource_t)what, &limit) != 0)
        return machine_error(err, "limiting a child");
    return true;
}

/* Sanitizers reserve terabytes, and write reports to a file. */
static bool set_space(size_t bytes, struct error *err)
{
#ifdef WITH_SHADOW_MEMORY
    (void)bytes;
    (void)err;
    return true;
#else
    return set_limit(RLIMIT_FSIZE, 0, 0, err) &&
           (bytes == 0 || set_limit(RLIMIT_AS, bytes, bytes, err));
#endif
}

bool child_confine(const struct child_limits *limits, struct error *err)
{
    rlim_t cpu = (rlim_t)limits->cpu_s;

    if (close_range(3, ~0U, 0) != 0)
        return machine_error(err, "closing a child's descriptors");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return machine_error(err, "confining a child");
    /* A second later the kernel kills what has ignored SIGXCPU. */
    return set_limit(RLIMIT_CPU, cpu, cpu + 1, err) &&
           set_limit(RLIMIT_CORE, 0, 0, err) &&
           set_limit(RLIMIT_NOFILE, CHILD_DESCRIPTORS_MAX,
                     CHILD_DESCRIPTORS_MAX, err) &&
           set_space(limits->memory_bytes, err);
}
