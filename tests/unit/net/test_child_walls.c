#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/zone.h"
#include "net/child_walls.h"
#include "tests/test.h"

/* What an attempt says by its exit status, when it is not killed. */
#define DONE        0
#define NO_WALLS    120
#define REFUSED(no) (no) /* by that errno */

/* Raw calls: a sanitizer's wrappers would make others of their own. */
#define TRY(...)    ((int)(syscall(__VA_ARGS__) < 0 ? errno : DONE))

struct attempt {
    const char *what;
    int (*act)(int connected);
};

/* −signal, or what the attempt returned. */
static int fate_of(int (*act)(int), int connected)
{
    int status = 0;
    pid_t child;
    struct error err;

    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        /* It is meant to die: no core, no word. */
        struct rlimit none = {0};

        (void)setrlimit(RLIMIT_CORE, &none);
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
            !child_walls_raise(&err))
            _exit(NO_WALLS);
        _exit(act(connected));
    }
    CHECK(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int open_socket(int connected)
{
    (void)connected;
    return TRY(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static int open_pair(int connected)
{
    int pair[2];

    (void)connected;
    return TRY(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
}

static int connect_old_socket(int connected)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/tmp/x"};

    return TRY(SYS_connect, connected, &address, sizeof(address));
}

static int send_on_old_socket(int connected)
{
    return TRY(SYS_sendto, connected, "x", 1, 0, NULL, 0);
}

static int run_program(int connected)
{
    char name[] = "/bin/true";
    char *argv[] = {name, NULL};

    (void)connected;
    return TRY(SYS_execve, name, argv, argv + 1);
}

static int run_in_memory(int connected)
{
    (void)connected;
    return TRY(SYS_memfd_create, "x", 0);
}

static int make_process(int connected)
{
    (void)connected;
    return TRY(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);
}

static int signal_parent(int connected)
{
    (void)connected;
    return TRY(SYS_kill, getppid(), 0);
}

static int signal_other_thread(int connected)
{
    (void)connected;
    return TRY(SYS_tgkill, getppid(), getppid(), 0);
}

static int signal_by_descriptor(int connected)
{
    return TRY(SYS_fcntl, connected, F_SETOWN, getppid());
}

static int trace_parent(int connected)
{
    (void)connected;
    return TRY(SYS_ptrace, PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int remove_file(int connected)
{
    (void)connected;
    return TRY(SYS_unlinkat, AT_FDCWD, "/tmp/kept-none", 0);
}

static int rename_file(int connected)
{
    (void)connected;
    return TRY(SYS_renameat, AT_FDCWD, "/tmp/kept-a", AT_FDCWD, "/tmp/kept-b");
}

static int make_folder(int connected)
{
    (void)connected;
    return TRY(SYS_mkdirat, AT_FDCWD, "/tmp/kept-none", 0700);
}

static int open_in_the_new_way(int connected)
{
    uint64_t how[3] = {O_RDONLY};

    (void)connected;
    return TRY(SYS_openat2, AT_FDCWD, "/etc/passwd", how, sizeof(how));
}

static int lift_limit(int connected)
{
    struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};

    (void)connected;
    return TRY(SYS_prlimit64, 0, RLIMIT_AS, &more, NULL);
}

static int become_another(int connected)
{
    (void)connected;
    return TRY(SYS_setuid, 65534);
}

static int add_io_ring(int connected)
{
    char params[120] = {0};

    (void)connected;
    return TRY(SYS_io_uring_setup, 1, params);
}

TEST(child_walls, kill_what_a_reader_of_calendars_never_does)
{
    static const struct attempt attempts[] = {
        {"socket", open_socket},
        {"socketpair", open_pair},
        {"connect", connect_old_socket},
        {"send", send_on_old_socket},
        {"execve", run_program},
        {"memfd", run_in_memory},
        {"fork", make_process},
        {"kill the parent", signal_parent},
        {"tgkill the parent", signal_other_thread},
        {"signals by F_SETOWN", signal_by_descriptor},
        {"ptrace", trace_parent},
        {"unlink", remove_file},
        {"rename", rename_file},
        {"mkdir", make_folder},
        {"openat2", open_in_the_new_way},
        {"higher limits", lift_limit},
        {"setuid", become_another},
        {"io_uring", add_io_ring},
    };
    int connected = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    for (size_t i = 0; i < ARRAY_LEN(attempts); i++) {
        int fate = fate_of(attempts[i].act, connected);

        if (fate != -SIGSYS)
            printf("%s: %d\n", attempts[i].what, fate);
        CHECK_INT(fate, -SIGSYS);
    }
    (void)close(connected);
}

static int open_at(const char *path, int flags)
{
    return TRY(SYS_openat, AT_FDCWD, path, flags, 0600);
}

static int open_to_write(int connected)
{
    (void)connected;
    return open_at("/dev/null", O_WRONLY);
}

static int open_to_change(int connected)
{
    (void)connected;
    return open_at("/usr/share/zoneinfo/UTC", O_RDWR);
}

static int open_to_create(int connected)
{
    (void)connected;
    return open_at("/tmp/kept-none", O_CREAT);
}

static int open_to_empty(int connected)
{
    (void)connected;
    return open_at("/tmp/kept-none", O_TRUNC);
}

static int make_memory_executable(int connected)
{
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    (void)connected;
    return TRY(SYS_mprotect, at, 4096, PROT_READ | PROT_EXEC);
}

static int map_executable(int connected)
{
    (void)connected;
    return TRY(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC,
               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int ask_for_terminal(int connected)
{
    (void)connected;
    return TRY(SYS_ioctl, 1, 0x5401, NULL);
}

TEST(child_walls, refuse_what_it_might_try)
{
    CHECK_INT(fate_of(open_to_write, -1), EACCES);
    CHECK_INT(fate_of(open_to_change, -1), EACCES);
    CHECK_INT(fate_of(open_to_create, -1), EACCES);
    CHECK_INT(fate_of(open_to_empty, -1), EACCES);
    CHECK_INT(fate_of(make_memory_executable, -1), EPERM);
    CHECK_INT(fate_of(map_executable, -1), EPERM);
    CHECK_INT(fate_of(ask_for_terminal, -1), ENOTTY);
}

static int open_passwords(int connected)
{
    (void)connected;
    return open_at("/etc/passwd", O_RDONLY);
}

static int open_root(int connected)
{
    (void)connected;
    return open_at("/", O_RDONLY | O_DIRECTORY);
}

static int open_own_memory(int connected)
{
    (void)connected;
    return open_at("/proc/self/mem", O_RDONLY);
}

/* Out of the readable folder again. */
static int open_by_detour(int connected)
{
    (void)connected;
    return open_at("/usr/share/zoneinfo/../../../etc/passwd", O_RDONLY);
}

TEST(child_walls, show_no_file_but_zone_data)
{
    if (child_walls_offered().landlock == 0)
        SKIP("this kernel has no landlock");
    CHECK_INT(fate_of(open_passwords, -1), EACCES);
    CHECK_INT(fate_of(open_root, -1), EACCES);
    CHECK_INT(fate_of(open_own_memory, -1), EACCES);
    CHECK_INT(fate_of(open_by_detour, -1), EACCES);
}

static int load_zone(int connected)
{
    struct zone zone;
    struct error err;

    (void)connected;
    return zone_load("America/Argentina/Ushuaia", &zone, &err) ? DONE : 1;
}

static int compare_bytes(const void *left, const void *right)
{
    return *(const char *)left - *(const char *)right;
}

static int use_memory(int connected)
{
    size_t len = 40UL << 20;
    char *bytes = malloc(len);

    (void)connected;
    if (bytes == NULL)
        return 1;
    memset(bytes, 7, len);
    qsort(bytes, 100000, 1, compare_bytes);
    bytes = realloc(bytes, 2 * len);
    free(bytes);
    return DONE;
}

static int die(int connected)
{
    (void)connected;
    (void)signal(SIGABRT, SIG_DFL);
    abort();
}

TEST(child_walls, leave_room_to_read_calendars)
{
    CHECK_INT(fate_of(load_zone, -1), DONE);
    CHECK_INT(fate_of(use_memory, -1), DONE);
    CHECK_INT(fate_of(die, -1), -SIGABRT);
}

TEST(child_walls, are_offered_by_any_kernel_of_today)
{
    CHECK(child_walls_offered().seccomp);
}
