/* test_source_login.c - where a feed's password lies */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/jobs/source_login.h"
#include "tests/test.h"

/* A folder with one secret in it. */
struct scene {
    char folder[64];
    char path[96];
    struct arena arena;
    struct call call;
    struct feed feed;
    struct source_login login;
    struct error err;
};

static void begin(struct scene *scene)
{
    FILE *file;

    (void)snprintf(scene->folder, sizeof(scene->folder),
                   "/tmp/kept-login-XXXXXX");
    CHECK(mkdtemp(scene->folder) != NULL);
    (void)snprintf(scene->path, sizeof(scene->path), "%s/ada.secret",
                   scene->folder);
    file = fopen(scene->path, "w");
    CHECK(file != NULL);
    CHECK(fputs(" Flieder 7\n", file) >= 0);
    CHECK_INT(fclose(file), 0);
    CHECK_INT(chmod(scene->path, 0600), 0);
    call_init(&scene->call, &scene->arena);
    scene->call.db_path = "/nowhere/kept.db";
}

static void end(struct scene *scene)
{
    CHECK_INT(unlink(scene->path), 0);
    CHECK_INT(rmdir(scene->folder), 0);
    arena_free(&scene->arena);
}

static bool read_login(struct scene *scene)
{
    return source_login_read(&scene->call, &scene->feed, &scene->login,
                             &scene->err);
}

TEST(source_login, lies_beside_the_settings_or_the_database)
{
    struct scene scene = {
        .feed = {.login = "ada", .secret_file = "ada.secret"}};

    begin(&scene);
    scene.call.config_path =
        arena_printf(&scene.arena, "%s/kept.yaml", scene.folder);
    CHECK(read_login(&scene));
    CHECK_STR(scene.login.user, "ada");
    CHECK_STR(scene.login.secret, "Flieder 7");

    scene.call.config_path = NULL;
    CHECK(!read_login(&scene));
    CHECK_CONTAINS(scene.err.text, "/nowhere/ada.secret");
    scene.call.db_path = arena_printf(&scene.arena, "%s/kept.db", scene.folder);
    CHECK(read_login(&scene));
    end(&scene);
}

TEST(source_login, is_a_user_with_a_password_or_a_token)
{
    struct scene scene = {0};

    begin(&scene);
    CHECK(read_login(&scene));
    CHECK_NULL(scene.login.user);
    CHECK_NULL(scene.login.secret);
    scene.feed.bearer_file = scene.path;
    CHECK(read_login(&scene));
    CHECK_NULL(scene.login.user);
    CHECK_STR(scene.login.secret, "Flieder 7");
    end(&scene);
}

TEST(source_login, is_not_read_where_others_may_read_it)
{
    struct scene scene = {.feed = {.login = "ada"}};

    begin(&scene);
    scene.feed.secret_file = scene.path;
    CHECK_INT(chmod(scene.path, 0640), 0);
    CHECK(!read_login(&scene));
    CHECK_INT(scene.err.kind, ERROR_USAGE);
    CHECK_CONTAINS(scene.err.text, "chmod 600");
    end(&scene);
}
