#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/child.h"
#include "net/document.h"
#include "tests/test.h"

#define CHILD_NAME "unit_net-child"

extern char **environ;

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
        file = open("/usr/share/zoneinfo/UTC", O_RDONLY | O_CLOEXEC);
    while (file >= 0);
    printf("%d", errno == EMFILE);
    (void)fflush(stdout);
}

/* What its two documents hold, the second first. */
static void child_join(void)
{
    struct document document;
    struct error err;

    for (int fd = CHILD_EXTRA_FD; fd >= 0; fd -= CHILD_EXTRA_FD) {
        if (!document_of_descriptor(fd, &document, &err) ||
            !document_map(&document, &err))
            _exit(98);
        (void)!write(1, document.bytes.at, document.bytes.len);
    }
}

/* Of the walls one that is easy to see; test_child_walls.c has the rest. */
static void child_peep(void)
{
    int file = open("/etc/passwd", O_RDWR | O_CLOEXEC);

    (void)!write(1, file < 0 && errno == EACCES ? "no" : "yes", 3);
}

/* Neither sleeping nor spinning: stopped, it takes no processor time. */
static void child_close_and_stay(void)
{
    (void)close(1);
    (void)raise(SIGSTOP);
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
        {"join", child_join},   {"peep", child_peep},
    };
    struct child_limits limits;
    struct error err;

    if (argc != 3 || strcmp(argv[0], CHILD_NAME) != 0)
        return;
    if (strcmp(argv[1], "look") == 0) {
        child_look(); /* what the parent gave it, before it confines itself */
        _exit(0);
    }
    if (!child_limits_read(argv[2] + strlen("--limits="), &limits, &err) ||
        !child_confine(&limits, &err))
        _exit(99);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(argv[1], parts[i].name) == 0) {
            parts[i].act();
            _exit(0);
        }
    }
    _exit(7);
}

static bool run_request(struct child_request *request, const char *part,
                        struct str input, struct buf *out, struct error *err)
{
    const char *argv[] = {CHILD_NAME, part, NULL};
    struct document document;
    bool ok;

    CHECK(document_of_bytes(input, &document, err));
    request->argv = argv;
    request->input_fd = document.fd;
    request->limits.cpu_s = 1;
    request->limits.memory_bytes = 128UL << 20;
    /* A busy machine may take long over a second of processor time. */
    request->limits.wall_s = strcmp(part, "spin") == 0 ? 60 : 2;
    ok = child_run(request, out, err);
    document_close(&document);
    return ok;
}

static bool run(const char *part, struct str input, struct buf *out,
                struct error *err)
{
    struct child_request request = {.extra_fd = -1, .spool_fd = -1};

    return run_request(&request, part, input, out, err);
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

static struct document said_in(int spool)
{
    struct document document = {.fd = spool};
    struct error err;

    CHECK(document_map(&document, &err));
    return document;
}

TEST(child, writes_into_a_spool)
{
    struct error err;
    struct child_request request = {
        .extra_fd = -1,
        .spool_fd = child_spool(&err),
        .limits.output_bytes = 100,
    };
    struct document said;

    CHECK(run_request(&request, "echo", STR("record"), NULL, &err));
    said = said_in(request.spool_fd);
    CHECK(str_equal(said.bytes, STR("record")));
    document_close(&said);
}

TEST(child, that_fills_its_spool_is_stopped)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("sanitizers need files without limit");
#else
    struct error err;
    struct child_request request = {
        .extra_fd = -1,
        .spool_fd = child_spool(&err),
        .limits.output_bytes = 9000,
    };
    struct document said;

    CHECK(!run_request(&request, "flood", STR(""), NULL, &err));
    CHECK_CONTAINS(err.text, "more than 9000 bytes");
    said = said_in(request.spool_fd);
    CHECK_INT(said.bytes.len, 9000);
    document_close(&said);
#endif
}

TEST(child, looks_into_a_second_document)
{
    struct child_request request = {.spool_fd = -1};
    struct document extra;
    struct error err;
    struct buf out;

    buf_init(&out, 100);
    CHECK(document_of_bytes(STR("known, "), &extra, &err));
    request.extra_fd = extra.fd;
    CHECK(run_request(&request, "join", STR("new"), &out, &err));
    CHECK_STR(buf_text(&out), "known, new");
    document_close(&extra);
    buf_finish(&out);
}

TEST(child, knows_what_limits_look_like)
{
    struct child_limits limits;
    struct error err;

    CHECK(child_limits_read("1,2,3,4", &limits, &err));
    CHECK_INT(limits.output_bytes, 3);
    CHECK(!child_limits_read("", &limits, &err));
    CHECK(!child_limits_read("0,2,3,4", &limits, &err));
    CHECK(!child_limits_read("1,2,3", &limits, &err));
    CHECK(!child_limits_read("1,2,3,4,5", &limits, &err));
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

TEST(child, stands_behind_walls)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("sanitizers need to look around");
#else
    struct error err;
    struct buf out;

    buf_init(&out, 100);
    CHECK(run("peep", STR(""), &out, &err));
    CHECK_STR(buf_text(&out), "no");
    buf_finish(&out);
#endif
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
