#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "net/program_runner.h"
#include "tests/harness/one_exchange.h"
#include "tests/test.h"

/* A script of the test's own is the program. */
struct scene {
    struct arena arena;
    char path[40];
};

static void scene_init(struct scene *scene, const char *script)
{
    int file;
    FILE *stream;

    (void)signal(SIGPIPE, SIG_IGN); /* as the program does */
    *scene = (struct scene){.path = "/tmp/kept-program-XXXXXX"};
    file = mkstemp(scene->path);
    stream = file < 0 ? NULL : fdopen(file, "w");
    if (stream == NULL || fprintf(stream, "#!/bin/sh\n%s\n", script) < 0 ||
        fclose(stream) != 0 || chmod(scene->path, 0700) != 0)
        FAIL("no program for the test");
}

static void scene_finish(struct scene *scene)
{
    CHECK_INT(unlink(scene->path), 0);
    arena_free(&scene->arena);
}

static struct exchange_reply run(struct scene *scene, const char *text,
                                 const char *const *words, int timeout_s)
{
    const struct exchange_request request = {
        .kind = EXCHANGE_PROGRAM,
        .url = scene->path,
        .arguments = words,
        .headers = {{"KEPT_TO", "+33639980001"}},
        .header_count = 1,
        .body = str_of(text),
        .timeout_s = timeout_s,
    };

    return exchange_once(&request, &scene->arena);
}

TEST(program_runner, gives_text_words_and_environment_and_hears_the_answer)
{
    static const char *const words[] = {"a b", "$HOME;`id`", NULL};
    struct exchange_reply reply;
    struct scene scene;

    scene_init(&scene, "printf '%s|%s|%s|' \"$1\" \"$2\" \"$KEPT_TO\"; cat; "
                       "exit 75");
    reply = run(&scene, "Bonjour", words, 10);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 75);
    CHECK_STR(reply.body.at, "a b|$HOME;`id`|+33639980001|Bonjour");
    scene_finish(&scene);
}

/* What this process knows is none of the program's business. */
TEST(program_runner, takes_nothing_of_our_environment_along)
{
    struct exchange_reply reply;
    struct scene scene;

    CHECK_INT(setenv("KEPT_HUSH", "hush", 1), 0);
    scene_init(&scene, "env");
    reply = run(&scene, "", NULL, 10);
    CHECK_INT(reply.status, 0);
    CHECK(strstr(reply.body.at, "hush") == NULL);
    CHECK_CONTAINS(reply.body.at, "KEPT_TO=");
    scene_finish(&scene);
}

/* Whether a process is no more, or waits only to be buried. */
static bool is_dead(const char *pid)
{
    char path[64];
    char text[256] = "";
    const char *state;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%.10s/stat", pid);
    file = fopen(path, "r");
    if (file == NULL)
        return true;
    (void)fread(text, 1, sizeof(text) - 1, file);
    (void)fclose(file);
    state = strrchr(text, ')');
    return state != NULL && state[1] == ' ' && state[2] == 'Z';
}

/* It, and what it has started, though both would rather not. */
TEST(program_runner, kills_what_does_not_end)
{
    time_t before = time(NULL);
    struct exchange_reply reply;
    struct scene scene;
    bool dead = false;

    scene_init(&scene, "trap '' TERM\nsleep 300 &\nprintf %s $!\nwait\n"
                       "sleep 300");
    reply = run(&scene, "Bonjour", NULL, 1);
    CHECK_INT(reply.fate, EXCHANGE_INTERRUPTED);
    CHECK_CONTAINS(reply.problem, "killed");
    CHECK(time(NULL) - before < 20);
    CHECK(reply.body.len > 0);
    for (int i = 0; i < 100 && !dead; i++) {
        dead = is_dead(reply.body.at);
        (void)usleep(20000);
    }
    CHECK(dead);
    scene_finish(&scene);
}

TEST(program_runner, tells_a_signal_from_a_status)
{
    struct exchange_reply reply;
    struct scene scene;

    scene_init(&scene, "kill -TERM $$");
    reply = run(&scene, "", NULL, 10);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, PROGRAM_SIGNAL + SIGTERM);
    scene_finish(&scene);
}

/* A talkative program neither fills our memory nor waits for us. */
TEST(program_runner, hears_so_much_and_no_more)
{
    struct exchange_reply reply;
    struct scene scene;

    scene_init(&scene, "yes 0123456789 | head -n 100000; exit 3");
    reply = run(&scene, "", NULL, 30);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 3);
    CHECK(reply.body.len <= PROGRAM_OUTPUT_MAX);
    CHECK(reply.body.len > 1000);
    scene_finish(&scene);
}

/* One that reads nothing is no failure, however long the text is. */
TEST(program_runner, need_not_be_listened_to)
{
    char *text = calloc(1, 300001);
    struct exchange_reply reply;
    struct scene scene;

    CHECK(text != NULL);
    memset(text, 'x', 300000);
    scene_init(&scene, "exit 0");
    reply = run(&scene, text, NULL, 10);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 0);
    scene_finish(&scene);
    free(text);
}

TEST(program_runner, a_program_that_is_not_there_is_our_mistake)
{
    struct exchange_reply reply;
    struct scene scene;

    scene_init(&scene, "exit 0");
    CHECK_INT(chmod(scene.path, 0600), 0);
    CHECK_INT(run(&scene, "", NULL, 10).fate, EXCHANGE_REJECTED);
    CHECK_INT(unlink(scene.path), 0);
    reply = run(&scene, "", NULL, 10);
    CHECK_INT(reply.fate, EXCHANGE_REJECTED);
    CHECK_CONTAINS(reply.problem, "no such file");
    arena_free(&scene.arena);
}
