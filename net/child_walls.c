#include "net/child_walls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's linux/landlock.h as of version 6 of the interface; that of
 * Debian 12 knows two of its versions and has a shorter struct.
 */
struct ruleset {
    uint64_t files;
    uint64_t net;   /* since version 4 */
    uint64_t scope; /* since version 6 */
};

/* Rights of files that each version has: all of them are taken away. */
#define FILES_1 ((UINT64_C(1) << 13) - 1)
#define FILES_2 (UINT64_C(1) << 13) /* linking to another folder */
#define FILES_3 (UINT64_C(1) << 14) /* shortening */
#define FILES_5 (UINT64_C(1) << 15) /* ioctl of devices */
#define NET_4   UINT64_C(3)         /* binding and connecting TCP */
#define SCOPE_6 UINT64_C(3)         /* abstract sockets and signals */

#define FILES_READABLE \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* Where Abseil and ICU look for zones; what is missing is left out. */
static const char *const readable[] = {
    "/usr/share/zoneinfo",
    "/usr/share/zoneinfo-icu",
};

static bool machine_error(struct error *err, const char *what, int code)
{
    return error_set(err, ERROR_MACHINE, "%s: %s", what, strerror(code));
}

static int landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
                           LANDLOCK_CREATE_RULESET_VERSION);

    return version < 0 ? 0 : (int)version;
}

struct child_walls child_walls_offered(void)
{
    return (struct child_walls){
        /* Asked with no filter, a kernel that has them finds it misplaced. */
        .seccomp =
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 &&
            errno == EFAULT,
        .landlock = landlock_version(),
    };
}

/* All that this version can take away. */
static struct ruleset everything(int version)
{
    return (struct ruleset){
        .files = FILES_1 | (version >= 2 ? FILES_2 : 0) |
                 (version >= 3 ? FILES_3 : 0) | (version >= 5 ? FILES_5 : 0),
        .net = version >= 4 ? NET_4 : 0,
        .scope = version >= 6 ? SCOPE_6 : 0,
    };
}

/* As much of the struct as the version knows. */
static size_t ruleset_bytes(int version)
{
    return sizeof(uint64_t) * (version >= 6 ? 3 : version >= 4 ? 2 : 1);
}

static bool allow_folder(int rules, const char *path)
{
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = FILES_READABLE,
        .parent_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC),
    };
    bool ok;

    if (beneath.parent_fd < 0)
        return true;
    ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
                 &beneath, 0) == 0;
    (void)close(beneath.parent_fd);
    return ok;
}

static bool raise_landlock(struct error *err)
{
    int version = landlock_version();
    struct ruleset ruleset = everything(version);
    bool ok = true;
    int rules;

    if (version == 0)
        return true;
    rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset,
                         ruleset_bytes(version), 0);
    if (rules < 0)
        return machine_error(err, "landlock", errno);
    for (size_t i = 0; ok && i < ARRAY_LEN(readable); i++)
        ok = allow_folder(rules, readable[i]);
    ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (!ok)
        (void)machine_error(err, "landlock", errno);
    (void)close(rules);
    return ok;
}

/* Calls whose arguments can do no harm to anybody else. */
static const int harmless[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(getdents64),
    /* Memory; what makes it executable stands below. */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    /* abort(), and being stopped and woken by whoever looks at us. */
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Asked in passing; the answer is no, and the asker goes on. */
static const struct {
    int call;
    int answer;
} declined[] = {
    {SCMP_SYS(ioctl), ENOTTY}, /* stdio: is it a terminal? */
    {SCMP_SYS(access), EACCES},   {SCMP_SYS(faccessat), EACCES},
    {SCMP_SYS(readlink), EACCES}, {SCMP_SYS(readlinkat), EACCES},
    {SCMP_SYS(getcwd), EACCES},
};

/* A call that is fine unless a bit of an argument is set. */
static const struct {
    int call;
    unsigned argument;
    uint64_t bit;
    int answer;
} bits[] = {
    {SCMP_SYS(openat), 2, O_WRONLY, EACCES},
    {SCMP_SYS(openat), 2, O_RDWR, EACCES},
    {SCMP_SYS(openat), 2, O_CREAT, EACCES},
    {SCMP_SYS(openat), 2, O_TRUNC, EACCES},
    {SCMP_SYS(mmap), 2, PROT_EXEC, EPERM},
    {SCMP_SYS(mprotect), 2, PROT_EXEC, EPERM},
};

/* Questions about a descriptor; F_SETOWN would send signals. */
static const int descriptor_questions[] = {
    F_GETFD,
    F_SETFD,
    F_GETFL,
    F_GET_SEALS,
};

/* The macros of seccomp.h leave fields out, which clang takes amiss. */
static struct scmp_arg_cmp is_equal(unsigned argument, uint64_t value)
{
    return (struct scmp_arg_cmp){
        .arg = argument,
        .op = SCMP_CMP_EQ,
        .datum_a = value,
    };
}

static struct scmp_arg_cmp has_bits(unsigned argument, uint64_t mask,
                                    uint64_t value)
{
    return (struct scmp_arg_cmp){
        .arg = argument,
        .op = SCMP_CMP_MASKED_EQ,
        .datum_a = mask,
        .datum_b = value,
    };
}

static int allow_bits(scmp_filter_ctx filter)
{
    int failure = 0;

    for (size_t i = 0; failure == 0 && i < ARRAY_LEN(bits); i++) {
        uint64_t all = 0;

        for (size_t j = 0; j < ARRAY_LEN(bits); j++)
            all |= bits[j].call == bits[i].call ? bits[j].bit : 0;
        failure = seccomp_rule_add(
            filter, SCMP_ACT_ERRNO((uint16_t)bits[i].answer), bits[i].call, 1,
            has_bits(bits[i].argument, bits[i].bit, bits[i].bit));
        if (failure == 0 && (i == 0 || bits[i - 1].call != bits[i].call))
            failure = seccomp_rule_add(filter, SCMP_ACT_ALLOW, bits[i].call, 1,
                                       has_bits(bits[i].argument, all, 0));
    }
    return failure;
}

/* What depends on more than a bit. */
static int allow_special(scmp_filter_ctx filter)
{
    int failure =
        /* raise() and abort(): itself, nobody else. */
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                         is_equal(0, (uint64_t)getpid()));

    if (failure == 0) /* what its own limits are, not: set them */
        failure = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64),
                                   2, is_equal(0, 0), is_equal(2, 0));
    for (size_t i = 0; failure == 0 && i < ARRAY_LEN(descriptor_questions); i++)
        failure =
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                             is_equal(1, (uint64_t)descriptor_questions[i]));
    return failure;
}

static int fill(scmp_filter_ctx filter)
{
    int failure = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
                                   SCMP_ACT_KILL_PROCESS);

    for (size_t i = 0; failure == 0 && i < ARRAY_LEN(harmless); i++)
        failure = seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0);
    for (size_t i = 0; failure == 0 && i < ARRAY_LEN(declined); i++)
        failure = seccomp_rule_add(filter,
                                   SCMP_ACT_ERRNO((uint16_t)declined[i].answer),
                                   declined[i].call, 0);
    if (failure == 0)
        failure = allow_bits(filter);
    return failure == 0 ? allow_special(filter) : failure;
}

static bool raise_seccomp(struct error *err)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failure = filter == NULL ? -ENOMEM : fill(filter);

    if (failure == 0)
        failure = seccomp_load(filter);
    seccomp_release(filter);
    return failure == 0 ||
           machine_error(err, "a filter of system calls (seccomp)", -failure);
}

bool child_walls_raise(struct error *err)
{
    return raise_landlock(err) && raise_seccomp(err);
}
