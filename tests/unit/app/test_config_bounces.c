#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"
#include "tests/test.h"

/* kept.yaml and one secret in a folder of their own. */
struct scene {
    struct arena arena;
    char folder[64];
    struct config config;
    struct error err;
};

static void scene_init(struct scene *scene)
{
    const char *path;
    FILE *file;

    *scene = (struct scene){.folder = "/tmp/kept-bounces-XXXXXX"};
    if (mkdtemp(scene->folder) == NULL)
        FAIL("no folder for the test");
    path = arena_printf(&scene->arena, "%s/box.secret", scene->folder);
    file = fopen(path, "w");
    if (file == NULL || fputs("come-back\n", file) < 0 || fclose(file) != 0 ||
        chmod(path, 0600) != 0)
        FAIL("no secret for the test");
}

static void scene_finish(struct scene *scene)
{
    (void)unlink(arena_printf(&scene->arena, "%s/box.secret", scene->folder));
    CHECK(rmdir(scene->folder) == 0);
    arena_free(&scene->arena);
}

static bool read_yaml(struct scene *scene, const char *yaml)
{
    const struct config_source source = {
        .file_name = arena_printf(&scene->arena, "%s/kept.yaml", scene->folder),
        .outbox = "/var/lib/kept/outbox",
    };

    return config_read(str_of(yaml), &source, &scene->arena, &scene->config,
                       &scene->err);
}

TEST(config_bounces, say_where_the_mailbox_is_and_what_leads_back_to_it)
{
    struct scene scene;
    const struct config_bounces *got = &scene.config.bounces;

    scene_init(&scene);
    CHECK(read_yaml(&scene, "bounces: {url: \"imaps://mail.example.org/INBOX\","
                            " user: b, secret_file: box.secret, refresh: 10m,"
                            " return_path: bounce@example.org, keep: yes}\n"));
    CHECK_STR(got->mailbox.url, "imaps://mail.example.org/INBOX");
    CHECK_STR(got->mailbox.user, "b");
    CHECK_STR(got->mailbox.secret, "come-back");
    CHECK_INT(got->mailbox.tls, EXCHANGE_TLS_REQUIRED);
    CHECK_INT(got->refresh.s, 600);
    CHECK(got->keeps);
    CHECK_STR(scene.config.gateways[CHANNEL_MAIL].return_path,
              "bounce@example.org");
    CHECK_NULL(scene.config.gateways[CHANNEL_SMS].return_path);
    scene_finish(&scene);
}

TEST(config_bounces, are_not_read_where_nothing_is_said)
{
    struct scene scene;

    scene_init(&scene);
    CHECK(read_yaml(&scene, "listen: \"127.0.0.1:1\"\n"));
    CHECK_NULL(scene.config.bounces.mailbox.url);
    CHECK_NULL(scene.config.gateways[CHANNEL_MAIL].return_path);
    CHECK(read_yaml(&scene,
                    "bounces: {url: \"imap://127.0.0.1:143/b\", tls: off}\n"));
    CHECK_INT(scene.config.bounces.refresh.s, 300);
    CHECK(!scene.config.bounces.keeps);
    scene_finish(&scene);
}

TEST(config_bounces, are_refused_where_they_would_not_work_or_not_be_safe)
{
    static const struct {
        const char *yaml;
        const char *complaint;
    } cases[] = {
        {"{user: b, secret_file: box.secret}", "bounces.url"},
        {"{url: \"https://example.org/INBOX\"}", "bounces.url"},
        {"{url: \"imaps://mail.example.org\"}", "bounces.url"},
        {"{url: \"imaps://mail.example.org/\"}", "bounces.url"},
        {"{url: \"imaps://u:p@mail.example.org/INBOX\"}", "bounces.url"},
        {"{url: \"imaps://mail.example.org/INBOX;UID=1\"}", "bounces.url"},
        {"{url: \"imap://mail.example.org/INBOX\", tls: off}", "bounces.tls"},
        {"{url: \"imaps://mail.example.org/INBOX\", user: b}",
         "belong together"},
        {"{url: \"imaps://mail.example.org/INBOX\", refresh: 10s}",
         "bounces.refresh"},
        {"{url: \"imaps://mail.example.org/INBOX\","
         " return_path: a+b@example.org}",
         "bounces.return_path"},
        {"{url: \"imaps://mail.example.org/INBOX\","
         " return_path: longer-than-there-is-room@example.org}",
         "bounces.return_path"},
        {"{url: \"imaps://mail.example.org/INBOX\", keep: perhaps}",
         "bounces.keep"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene;

        scene_init(&scene);
        CHECK(!read_yaml(&scene, arena_printf(&scene.arena, "bounces: %s\n",
                                              cases[i].yaml)));
        CHECK_INT(scene.err.kind, ERROR_USAGE);
        CHECK_CONTAINS(scene.err.text, cases[i].complaint);
        scene_finish(&scene);
    }
}
