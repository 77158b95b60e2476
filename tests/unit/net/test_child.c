#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/child.h"
#include "tests/test.h"

#define CHILD_NAME "unit_net-child"

extern char **environ;

static struct child_limits limits = {.cpu_s = 1, .wall_s = 2};

static void child_echo(void)
{
    char bytes[4096];
    ssize_t got;

    while ((got = read(0, bytes, sizeof(bytes))) > 0)
        (void)!write(1, bytes, (size_t)got);
}

/* What a child has that it should not. */
static void child_look(void)
{
    for (int file = 3; file < 256; file++) {
        if (fcntl(file, F_GETFD) >= 0)
            printf("descriptor %d ", file);
    }
    for (char **at = environ; at != NULL && *at != NULL; at++)
        printf("environment ");
    if (getpgrp() != getpid())
        printf("our process group ");
    (void)fflush(stdout);
}

static void child_spin(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

static void child_flood(void)
{
    char bytes[4096] = {0};

    while (write(1, bytes, sizeof(bytes)) > 0)
        continue;
}

static void child_hoard(void)
{
    for (int i = 0; i < 64; i++) {
        char *bytes = malloc(16UL << 20);

        if (bytes == NULL)
            abort();
        memset(bytes, i, 16UL << 20);
    }
}

static void child_open(void)
{
    int file;

    do
        file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (file >= 0);
    printf("%d", errno == EMFILE);
    (void)fflush(stdout);
}

static void child_close_and_stay(void)
{
    (void)close(1);
    sleep(60);
}

/*
 * The child of these tests is this program again: it acts before main() when
 * it is called by another name.
 */
__attribute__((constructor)) static void act_as_child(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*act)(void);
    } parts[] = {
        {"echo", child_echo},   {"spin", child_spin},
        {"flood", child_flood}, {"hoard", child_hoard},
        {"open", child_open},   {"stay", child_close_and_stay},
    };
    struct child_limits hoard = {1, 128UL << 20, 2};
    struct error err;

    if (argc != 2 || strcmp(argv[0], CHILD_NAME) != 0)
        return;
    if (strcmp(argv[1], "look") == 0) {
        child_look(); /* what the parent gave it, before it confines itself */
        _exit(0);
    }
    if (!child_confine(strcmp(argv[1], "hoard") == 0 ? &hoard : &limits, &err))
        _exit(99);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(argv[1], parts[i].name) == 0) {
            parts[i].act();
            _exit(0);
        }
    }
    _exit(7);
}

static bool run(const char *part, struct str input, struct buf *out,
                struct error *err)
{
    const char *argv[] = {CHILD_NAME, part, NULL};
    struct child_request request = {
        .argv = argv,
        .input = input,
        .limits = limits,
    };

    request.limits.memory_bytes = 128UL << 20;
    /* A busy machine may take long over a second of processor time. */
    if (strcmp(part, "spin") == 0)
        request.limits.wall_s = 60;
    return child_run(&request, out, err);
}

static void check_fails(const char *part, const char *why)
{
    struct error err;
    struct buf out;

    buf_init(&out, 100000);
    CHECK(!run(part, STR(""), &out, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK_CONTAINS(err.text, why);
    buf_finish(&out);
}

TEST(child, gets_the_bytes_and_gives_back_records)
{
    struct buf input;
    struct error err;
    struct buf out;

    buf_init(&input, 300000);
    buf_init(&out, 300000);
    for (int i = 0; i < 50000; i++)
        (void)buf_printf(&input, "%05d", i);
    CHECK(run("echo", buf_str(&input), &out, &err));
    CHECK(str_equal(buf_str(&input), buf_str(&out)));
    buf_finish(&input);
    buf_finish(&out);
}

TEST(child, inherits_no_descriptor_and_no_environment)
{
    int open_here = open("/dev/null", O_RDONLY); /* no CLOEXEC, on purpose */
    struct error err;
    struct buf out;

    buf_init(&out, 1000);
    CHECK(run("look", STR(""), &out, &err));
    CHECK_STR(buf_text(&out), "");
    buf_finish(&out);
    (void)close(open_here);
}

TEST(child, that_spins_is_stopped_and_told_so)
{
    check_fails("spin", "more than 1 s of processor time");
}

TEST(child, that_sleeps_is_stopped_at_the_deadline)
{
    check_fails("stay", "more than 2 s");
}

TEST(child, that_talks_without_end_is_stopped)
{
    check_fails("flood", "more than 100000 bytes");
}

TEST(child, that_fails_is_an_error_of_its_input)
{
    check_fails("nothing like that", "exit status 7");
}

TEST(child, opens_only_so_many_files)
{
    struct error err;
    struct buf out;

    buf_init(&out, 1000);
    CHECK(run("open", STR(""), &out, &err));
    CHECK_STR(buf_text(&out), "1");
    buf_finish(&out);
}

TEST(child, that_hoards_memory_is_stopped)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("sanitizers need memory without limit");
#else
    check_fails("hoard", "128 MiB of memory");
#endif
}
