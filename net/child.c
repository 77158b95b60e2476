#include "net/child.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/child_walls.h"

#define CHILD_DESCRIPTORS_MAX 64  /* it opens zone data, nothing else */
#define LOOK_MS               250 /* between two looks at one that runs */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WITH_SANITIZER
#endif

struct child {
    pid_t pid;
    int process; /* readable once it has ended; −1: old kernel */
    struct timespec deadline;
};

/* Why the child was stopped by us. */
enum child_stop {
    CHILD_ENDED,
    CHILD_TOO_SLOW,
    CHILD_UNWANTED,
};

static bool machine_error(struct error *err, const char *what)
{
    return error_set(err, ERROR_MACHINE, "%s: %s", what, strerror(errno));
}

struct child_limits child_limits_usual(void)
{
    return (struct child_limits){
        .cpu_s = CHILD_CPU_S,
        .memory_bytes = CHILD_MEMORY_BYTES,
        .wall_s = CHILD_CPU_S * CHILD_WALL_PER_CPU,
    };
}

int child_spool(struct error *err)
{
    int fd = memfd_create("spool", MFD_CLOEXEC);

    if (fd < 0)
        (void)machine_error(err, "room for what a child says");
    return fd;
}

static void close_if_open(int *file)
{
    if (*file >= 0)
        (void)close(*file);
    *file = -1;
}

/* Standard input and output are ours, standard error stays, no other. */
static int set_files(posix_spawn_file_actions_t *files,
                     const struct child_request *request)
{
    int first_unused = CHILD_EXTRA_FD;
    int failure = posix_spawn_file_actions_adddup2(files, request->input_fd, 0);

    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(files, request->spool_fd, 1);
    if (failure == 0 && request->extra_fd >= 0) {
        failure = posix_spawn_file_actions_adddup2(files, request->extra_fd,
                                                   CHILD_EXTRA_FD);
        first_unused++;
    }
    if (failure == 0)
        failure = posix_spawn_file_actions_addclosefrom_np(files, first_unused);
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

static char *limits_argument(const struct child_limits *limits)
{
    struct buf text;

    buf_init(&text, 200);
    (void)buf_printf(&text, "--limits=%d,%zu,%zu,%d", limits->cpu_s,
                     limits->memory_bytes, limits->output_bytes,
                     limits->wall_s);
    return text.at;
}

static char **spawn_arguments(const struct child_request *request)
{
    size_t count = 0;
    char **copy;

    while (request->argv[count] != NULL)
        count++;
    copy = calloc(count + 2, sizeof(*copy));
    if (copy == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        copy[i] = strdup(request->argv[i]);
        if (copy[i] == NULL)
            abort();
    }
    copy[count] = limits_argument(&request->limits);
    return copy;
}

static void free_arguments(char **argv)
{
    for (size_t i = 0; argv[i] != NULL; i++)
        free(argv[i]);
    free(argv);
}

static bool spawn(struct child *child, const struct child_request *request,
                  struct error *err)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    char *environment[] = {NULL};
    char **arguments = spawn_arguments(request);
    int failure;

    if (posix_spawn_file_actions_init(&files) != 0 ||
        posix_spawnattr_init(&attributes) != 0)
        abort();
    failure = set_files(&files, request);
    if (failure == 0)
        failure = set_signals(&attributes);
    if (failure == 0)
        failure = posix_spawn(&child->pid, "/proc/self/exe", &files,
                              &attributes, arguments, environment);
    (void)posix_spawn_file_actions_destroy(&files);
    (void)posix_spawnattr_destroy(&attributes);
    free_arguments(arguments);
    if (failure != 0) {
        errno = failure;
        return machine_error(err, "starting a child of this program");
    }
    child->process = pidfd_open(child->pid, 0);
    return true;
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

/* Until it has ended, `wait_ms` at most; where the kernel cannot tell, for a
 * moment. */
static void wait_for_end(const struct child *child, int wait_ms)
{
    struct pollfd end = {.fd = child->process, .events = POLLIN};

    (void)poll(&end, 1, child->process < 0 && wait_ms > 1 ? 1 : wait_ms);
}

static bool is_unwanted(const struct child_request *request)
{
    return request->give_up != NULL && atomic_load(request->give_up);
}

/* Waits for its end, and brings it about when that takes too long. */
static enum child_stop attend(struct child *child,
                              const struct child_request *request, int *status)
{
    enum child_stop stop = CHILD_ENDED;

    for (;;) {
        pid_t got = waitpid(child->pid, status, WNOHANG);
        int wait_ms = left_ms(child);

        if (got == child->pid || (got < 0 && errno != EINTR))
            return stop;
        if (stop == CHILD_ENDED && (wait_ms == 0 || is_unwanted(request))) {
            stop = wait_ms == 0 ? CHILD_TOO_SLOW : CHILD_UNWANTED;
            (void)kill(-child->pid, SIGKILL);
        }
        wait_for_end(child,
                     wait_ms > 0 && wait_ms < LOOK_MS ? wait_ms : LOOK_MS);
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
    if (signal == SIGSYS)
        return error_set(err, ERROR_INPUT,
                         "reading it asked for what no calendar needs "
                         "(signal %d)",
                         signal);
    return error_set(err, ERROR_INPUT, "reading it was cut short (signal %d)",
                     signal);
}

/* Over the limit, or it gave up at the limit: there was more to say. */
static bool is_spool_full(const struct child_request *request, int status)
{
    size_t most = request->limits.output_bytes;
    struct stat about;

    if (fstat(request->spool_fd, &about) != 0)
        return false;
    return (size_t)about.st_size > most ||
           ((size_t)about.st_size == most && status != 0);
}

static bool judge(const struct child_request *request, enum child_stop stop,
                  int status, struct error *err)
{
    switch (stop) {
    case CHILD_TOO_SLOW:
        return error_set(err, ERROR_INPUT, "it took more than %d s",
                         request->limits.wall_s);
    case CHILD_UNWANTED:
        return error_set(err, ERROR_TEMPORARY, "nobody waits for it any more");
    case CHILD_ENDED:
        break;
    }
    if (is_spool_full(request, status))
        return error_set(err, ERROR_INPUT,
                         "it holds more than %zu bytes of records",
                         request->limits.output_bytes);
    if (WIFSIGNALED(status))
        return explain_signal(&request->limits, WTERMSIG(status), err);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, ERROR_INPUT, "reading it failed (exit status %d)",
                         WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return true;
}

static bool start(struct child *child, const struct child_request *request,
                  struct error *err)
{
    if (lseek(request->input_fd, 0, SEEK_SET) != 0)
        return machine_error(err, "a child's input");
    if (!spawn(child, request, err))
        return false;
    child->deadline = monotonic();
    child->deadline.tv_sec += request->limits.wall_s;
    return true;
}

bool child_run(const struct child_request *request, struct error *err)
{
    struct child child = {.process = -1};
    enum child_stop stop;
    int status = 0;

    assert(request->limits.cpu_s > 0 && request->limits.wall_s > 0);
    assert(request->limits.output_bytes > 0);
    if (!start(&child, request, err))
        return false;
    stop = attend(&child, request, &status);
    close_if_open(&child.process);
    return judge(request, stop, status, err);
}

/* Numbers between commas: how many, at most `max`; 0: it is no such list. */
static size_t read_numbers(const char *text, size_t *numbers, size_t max)
{
    for (size_t count = 0; count < max; text++) {
        char *end;

        if (!isdigit((unsigned char)*text))
            return 0;
        errno = 0;
        numbers[count++] = strtoul(text, &end, 10);
        text = end;
        if (errno != 0 || (*text != ',' && *text != '\0'))
            return 0;
        if (*text == '\0')
            return count;
    }
    return 0;
}

bool child_limits_read(const char *text, struct child_limits *out,
                       struct error *err)
{
    size_t said[4];

    if (read_numbers(text, said, ARRAY_LEN(said)) != ARRAY_LEN(said) ||
        said[0] == 0 || said[0] > INT_MAX || said[3] == 0 || said[3] > INT_MAX)
        return error_set(err, ERROR_USAGE, "'%s': no limits", text);
    *out = (struct child_limits){
        .cpu_s = (int)said[0],
        .memory_bytes = said[1],
        .output_bytes = said[2],
        .wall_s = (int)said[3],
    };
    return true;
}

static bool set_limit(int what, rlim_t soft, rlim_t hard, struct error *err)
{
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};

    if (setrlimit((__rlimit_resource_t)what, &limit) != 0)
        return machine_error(err, "limiting a child");
    return true;
}

/*
 * Sanitizers reserve terabytes, and look for leaks with a process of their
 * own that reads files: they get neither this limit nor walls.
 */
static bool set_walls(size_t memory_bytes, struct error *err)
{
#ifdef WITH_SANITIZER
    (void)memory_bytes;
    (void)err;
    return true;
#else
    return (memory_bytes == 0 ||
            set_limit(RLIMIT_AS, memory_bytes, memory_bytes, err)) &&
           child_walls_raise(err);
#endif
}

bool child_confine(const struct child_limits *limits, struct error *err)
{
    rlim_t cpu = (rlim_t)limits->cpu_s;
    rlim_t output = limits->output_bytes;

    if (close_range(CHILD_EXTRA_FD + 1, ~0U, 0) != 0)
        return machine_error(err, "closing a child's descriptors");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return machine_error(err, "confining a child");
    /* A second later the kernel kills what has ignored SIGXCPU. */
    return set_limit(RLIMIT_CPU, cpu, cpu + 1, err) &&
           set_limit(RLIMIT_CORE, 0, 0, err) &&
           set_limit(RLIMIT_NOFILE, CHILD_DESCRIPTORS_MAX,
                     CHILD_DESCRIPTORS_MAX, err) &&
           set_limit(RLIMIT_FSIZE, output, output, err) &&
           set_walls(limits->memory_bytes, err);
}
