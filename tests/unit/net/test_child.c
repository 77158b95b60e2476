#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
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

    (void)!write(1, file < 0 && errno == EACCES ? "no" : "ye", 2);
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

/* What one child is given, and what it leaves. */
struct trial {
    struct child_request request;
    struct document input;
    struct document said;
};

static struct trial trial_of(struct str input)
{
    struct trial trial = {
        .request = {.extra_fd = -1,
                    .limits = {.cpu_s = 1,
                               .memory_bytes = 128UL << 20,
                               .output_bytes = 1UL << 20,
                               .wall_s = 2}},
    };
    struct error err;

    CHECK(document_of_bytes(input, &trial.input, &err));
    trial.request.input_fd = trial.input.fd;
    trial.request.spool_fd = child_spool(&err);
    CHECK(trial.request.spool_fd >= 0);
    trial.said = (struct document){.fd = trial.request.spool_fd};
    return trial;
}

static bool run(struct trial *trial, const char *part, struct error *err)
{
    const char *argv[] = {CHILD_NAME, part, NULL};
    struct error mapping;
    bool ok;

    trial->request.argv = argv;
    ok = child_run(&trial->request, err);
    CHECK(document_map(&trial->said, &mapping));
    return ok;
}

static void end(struct trial *trial)
{
    document_close(&trial->input);
    document_close(&trial->said);
}

static void check_fails(struct trial *trial, const char *part, const char *why)
{
    struct error err;

    CHECK(!run(trial, part, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK_CONTAINS(err.text, why);
    end(trial);
}

static void check_says(const char *part, struct str words)
{
    struct trial trial = trial_of(STR(""));
    struct error err;

    CHECK(run(&trial, part, &err));
    CHECK(str_equal(trial.said.bytes, words));
    end(&trial);
}

TEST(child, gets_the_bytes_and_gives_back_records)
{
    struct trial trial;
    struct buf input;
    struct error err;

    buf_init(&input, 300000);
    for (int i = 0; i < 50000; i++)
        (void)buf_printf(&input, "%05d", i);
    trial = trial_of(buf_str(&input));
    CHECK(run(&trial, "echo", &err));
    CHECK(str_equal(trial.said.bytes, buf_str(&input)));
    end(&trial);
    buf_finish(&input);
}

TEST(child, that_fills_its_spool_is_stopped)
{
    struct trial trial = trial_of(STR(""));
    struct error err;

    trial.request.limits.output_bytes = 9000;
    CHECK(!run(&trial, "flood", &err));
    CHECK_CONTAINS(err.text, "more than 9000 bytes");
    CHECK_INT(trial.said.bytes.len, 9000);
    end(&trial);
}

TEST(child, looks_into_a_second_document)
{
    struct trial trial = trial_of(STR("new"));
    struct document extra;
    struct error err;

    CHECK(document_of_bytes(STR("known, "), &extra, &err));
    trial.request.extra_fd = extra.fd;
    CHECK(run(&trial, "join", &err));
    CHECK(str_equal(trial.said.bytes, STR("known, new")));
    document_close(&extra);
    end(&trial);
}

TEST(child, that_nobody_waits_for_is_ended_at_once)
{
    atomic_bool give_up = true;
    struct trial trial = trial_of(STR(""));
    struct error err;

    trial.request.give_up = &give_up;
    trial.request.limits.wall_s = 60;
    CHECK(!run(&trial, "stay", &err));
    CHECK_INT(err.kind, ERROR_TEMPORARY);
    end(&trial);
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

    check_says("look", STR(""));
    (void)close(open_here);
}

TEST(child, that_spins_is_stopped_and_told_so)
{
    struct trial trial = trial_of(STR(""));

    /* A busy machine may take long over a second of processor time. */
    trial.request.limits.wall_s = 60;
    check_fails(&trial, "spin", "more than 1 s of processor time");
}

TEST(child, that_sleeps_is_stopped_at_the_deadline)
{
    struct trial trial = trial_of(STR(""));

    check_fails(&trial, "stay", "more than 2 s");
}

TEST(child, that_fails_is_an_error_of_its_input)
{
    struct trial trial = trial_of(STR(""));

    check_fails(&trial, "nothing like that", "exit status 7");
}

TEST(child, stands_behind_walls)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("sanitizers need to look around");
#else
    check_says("peep", STR("no"));
#endif
}

TEST(child, opens_only_so_many_files)
{
    check_says("open", STR("1"));
}

TEST(child, that_hoards_memory_is_stopped)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    SKIP("sanitizers need memory without limit");
#else
    struct trial trial = trial_of(STR(""));

    check_fails(&trial, "hoard", "128 MiB of memory");
#endif
}
