/* test_carrier_curl_mail.c - a slow relay holds up nobody but itself */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "net/carrier_curl.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

/* How long the relay thinks at two places where libcurl would wait. */
struct slowness {
    int end_ms;
    int quit_ms;
    bool hangs_up;   /* after each mail */
    bool only_first; /* mail of the first connection is slow */
};

static void think(int ms)
{
    (void)poll(NULL, 0, ms);
}

static bool starts(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

static void hear_body(int socket)
{
    char line[2000];

    while (stub_hear_line(socket, line, sizeof(line)) && strcmp(line, ".") != 0)
        continue;
}

/* The late verdict is a bad one: it must not be taken for another mail's. */
static void judge(struct stub_server *server, int socket)
{
    const struct slowness *slow = stub_context(server);
    bool is_first = stub_connections(server) == 1;

    if (!slow->only_first || is_first)
        think(slow->end_ms);
    if (slow->only_first && is_first)
        stub_say(socket, "554 5.7.1 late\r\n");
    else
        stub_say(socket, "250 2.0.0 taken\r\n");
}

static void talk(struct stub_server *server, int socket)
{
    const struct slowness *slow = stub_context(server);
    char line[2000];

    stub_say(socket, "220 stub\r\n");
    while (stub_hear_line(socket, line, sizeof(line))) {
        if (starts(line, "DATA")) {
            stub_say(socket, "354 go ahead\r\n");
            hear_body(socket);
            judge(server, socket);
            if (slow->hangs_up)
                return;
        } else if (starts(line, "QUIT")) {
            think(slow->quit_ms);
            stub_say(socket, "221 bye\r\n");
            return;
        } else {
            stub_say(socket, "250 ok\r\n");
        }
    }
}

#define MAILS_MAX 40

/* A loop with a clock that ticks, and mails on their way. */
struct scene {
    struct stub_server *server;
    struct slowness slow;
    struct arena arena;
    struct exchange_request request;
    struct carrier *carrier;
    uv_loop_t loop;
    uv_timer_t clock;
    int ticks;
    int done;
    int fates[4];
    int status; /* of the last */
};

static void ticked(uv_timer_t *timer)
{
    struct scene *scene = timer->data;

    scene->ticks++;
}

static void scene_set(struct scene *scene, struct slowness slow, int at_once)
{
    struct carrier_limits limits = {at_once, at_once};

    memset(scene, 0, sizeof(*scene));
    scene->slow = slow;
    scene->server = stub_start(talk, &scene->slow);
    scene->request = (struct exchange_request){
        .kind = EXCHANGE_SMTP,
        .url = arena_printf(&scene->arena, "smtp://127.0.0.1:%d",
                            stub_port(scene->server)),
        .tls = EXCHANGE_TLS_OFF,
        .timeout_s = 2,
        .mail_from = "rdv@example.org",
        .mail_to = "anna@example.org",
        .parts = {{"text/plain; charset=utf-8", STR("14:30"), NULL}},
        .part_count = 1,
        .alternative_count = 1,
    };
    CHECK_INT(uv_loop_init(&scene->loop), 0);
    CHECK_INT(uv_timer_init(&scene->loop, &scene->clock), 0);
    scene->clock.data = scene;
    CHECK_INT(uv_timer_start(&scene->clock, ticked, 10, 10), 0);
    scene->carrier = carrier_curl_create(&scene->loop, &limits);
}

static void replied(const struct exchange_reply *reply, void *context)
{
    struct scene *scene = context;

    scene->done++;
    scene->fates[reply->fate]++;
    scene->status = reply->status;
}

static void post(struct scene *scene, int count)
{
    for (int i = 0; i < count; i++)
        carrier_send(scene->carrier, &scene->request, replied, scene);
}

static void wait_for(struct scene *scene, int count)
{
    while (scene->done < count)
        (void)uv_run(&scene->loop, UV_RUN_ONCE);
}

/* Milliseconds it took. */
static uint64_t scene_end(struct scene *scene)
{
    uint64_t start = uv_hrtime();
    uint64_t took;

    carrier_curl_destroy(scene->carrier);
    took = (uv_hrtime() - start) / 1000000;
    uv_close((uv_handle_t *)&scene->clock, NULL);
    (void)uv_run(&scene->loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&scene->loop), 0);
    stub_stop(scene->server);
    arena_free(&scene->arena);
    return took;
}

TEST(carrier_curl_mail, lets_the_loop_turn_while_a_relay_thinks)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.end_ms = 600}, 1);
    post(&scene, 1);
    wait_for(&scene, 1);
    CHECK_INT(scene.fates[EXCHANGE_ANSWERED], 1);
    CHECK(scene.ticks > 10); /* of 60; the machine may be busy */
    (void)scene_end(&scene);
}

TEST(carrier_curl_mail, does_not_wait_for_a_relay_to_say_goodbye)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.quit_ms = 3000}, 1);
    post(&scene, 1);
    wait_for(&scene, 1);
    CHECK(scene_end(&scene) < 1500);
}

TEST(carrier_curl_mail, is_cut_short_when_everything_stops)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.end_ms = 2000}, 2);
    scene.request.timeout_s = 30;
    post(&scene, 5);
    while (stub_connections(scene.server) == 0)
        (void)uv_run(&scene.loop, UV_RUN_NOWAIT);
    think(200); /* the mail has left by then, and the relay thinks */
    CHECK(scene_end(&scene) < 1500);
    CHECK_INT(scene.done, 5);
    CHECK_INT(scene.fates[EXCHANGE_INTERRUPTED], 1);
    CHECK_INT(scene.fates[EXCHANGE_UNREACHABLE], 4);
}

TEST(carrier_curl_mail, keeps_a_connection_while_all_goes_well)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){0}, 1);
    post(&scene, 3);
    wait_for(&scene, 3);
    post(&scene, 2);
    wait_for(&scene, 5);
    CHECK_INT(scene.fates[EXCHANGE_ANSWERED], 5);
    CHECK_INT(stub_connections(scene.server), 1);
    (void)scene_end(&scene);
}

/* Its late reply would be taken for an answer to the next mail. */
TEST(carrier_curl_mail, leaves_a_connection_on_which_a_mail_failed)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.end_ms = 1200, .only_first = true}, 1);
    scene.request.timeout_s = 1;
    post(&scene, 1);
    wait_for(&scene, 1);
    CHECK_INT(scene.fates[EXCHANGE_INTERRUPTED], 1);
    scene.request.timeout_s = 5;
    post(&scene, 1);
    wait_for(&scene, 2);
    CHECK_INT(scene.fates[EXCHANGE_ANSWERED], 1);
    CHECK_INT(scene.status, 250);
    CHECK_INT(stub_connections(scene.server), 2);
    (void)scene_end(&scene);
}

/* Whoever sent it has counted it as unanswered: it must not go out later. */
TEST(carrier_curl_mail, does_not_send_what_has_waited_too_long)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.end_ms = 700}, 1);
    scene.request.timeout_s = 1;
    post(&scene, 3);
    wait_for(&scene, 3);
    CHECK_INT(scene.fates[EXCHANGE_ANSWERED], 1);
    CHECK_INT(scene.fates[EXCHANGE_INTERRUPTED], 1);
    CHECK_INT(scene.fates[EXCHANGE_UNREACHABLE], 1);
    (void)scene_end(&scene);
}

TEST(carrier_curl_mail, is_sent_by_several_at_once_and_all_of_it)
{
    struct scene scene;

    scene_set(&scene, (struct slowness){.hangs_up = true}, 4);
    scene.request.timeout_s = 20;
    post(&scene, MAILS_MAX);
    wait_for(&scene, MAILS_MAX);
    CHECK_INT(scene.fates[EXCHANGE_ANSWERED], MAILS_MAX);
    CHECK_INT(stub_connections(scene.server), MAILS_MAX);
    (void)scene_end(&scene);
}
