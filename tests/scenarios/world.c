#include "tests/scenarios/world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"

static const char usual_config[] =
    "mail: {gateway: smtp, url: \"smtp://127.0.0.1:2525\", tls: off,\n"
    "       from: \"Cabinet <rdv@example.org>\"}\n"
    "sms: {gateway: http, url: \"http://127.0.0.1:13013/send\",\n"
    "      headers: {Content-Type: application/json}, sender: Cabinet,\n"
    "      body: '{\"to\":\"{{to}}\",\"text\":\"{{text}}\","
    "\"ref\":\"{{key}}\"}',\n"
    "      accepted: \"200-299\", id: /message_id, cost: \"0.06\"}\n";

static void passed(void *context, bool idle)
{
    struct story *story = context;

    (void)idle;
    story->passes++;
}

static void settle_paths(const struct story *story, struct call *call)
{
    call->db_path = story->db_path;
    call->config_path =
        arena_printf(call->arena, "%s/kept.yaml", story->folder);
    call->config_named = true;
}

void world_start(struct story *story)
{
    struct engine_hooks hooks = {
        .passed = passed,
        .context = story,
        .carrier = &story->script.carrier,
    };
    struct arena arena = {0};
    struct call call;
    struct error err;

    call_init(&call, &arena);
    settle_paths(story, &call);
    if (!engine_create(&call, clock_standing(story->now), &hooks,
                       &story->engine, &err))
        story_broke(story, "the engine", &err);
    call_finish(&call);
    arena_free(&arena);
    story->is_running = true;
    world_settle(story);
}

void world_stop(struct story *story)
{
    script_die(&story->script);
    dispatch_stop(story->engine.dispatch);
    world_settle(story);
    engine_destroy(&story->engine);
    story->is_running = false;
    story->script.is_dead = false;
}

static void copy_file(const struct story *story, const char *from,
                      const char *to)
{
    FILE *in = fopen(from, "re");
    FILE *out = in == NULL ? NULL : fopen(to, "we");
    char bytes[65536];
    size_t len;

    if (out == NULL)
        story_fail(story, "cannot copy '%s'", from);
    while ((len = fread(bytes, 1, sizeof(bytes), in)) > 0)
        (void)fwrite(bytes, 1, len, out);
    (void)fclose(in);
    if (fclose(out) != 0)
        story_fail(story, "cannot write '%s'", to);
}

/* The database's path in the life to come, its folder made. */
static void next_life(struct story *story)
{
    char folder[PATH_MAX - 16];

    story->life++;
    (void)snprintf(folder, sizeof(folder), "%s/life-%d", story->folder,
                   story->life);
    if (mkdir(folder, 0700) != 0)
        story_fail(story, "cannot make '%s'", folder);
    (void)snprintf(story->db_path, sizeof(story->db_path), "%s/kept.db",
                   folder);
}

void world_crash(struct story *story)
{
    char from[PATH_MAX + 8];
    char to[PATH_MAX + 8];
    char old[PATH_MAX];

    (void)snprintf(old, sizeof(old), "%s", story->db_path);
    next_life(story);
    copy_file(story, old, story->db_path);
    (void)snprintf(from, sizeof(from), "%s-wal", old);
    (void)snprintf(to, sizeof(to), "%s-wal", story->db_path);
    copy_file(story, from, to);
    world_stop(story);
}

void world_reload(struct story *story)
{
    struct arena arena = {0};
    struct call call;
    struct error err;

    call_init(&call, &arena);
    settle_paths(story, &call);
    if (!engine_configure(&story->engine, &call, &err))
        story_broke(story, "the configuration", &err);
    call_finish(&call);
    arena_free(&arena);
    world_settle(story);
}

static void run_command(struct story *story, struct call *call,
                        const char *const *words)
{
    char *argv[WORDS_MAX + 2] = {arena_strdup(call->arena, "kept")};
    int argc = 1;

    for (; words[argc - 1] != NULL; argc++)
        argv[argc] = arena_strdup(call->arena, words[argc - 1]);
    story->status = EXIT_USAGE;
    if (!command_line_read(argc, argv, call, &story->status))
        return;
    settle_paths(story, call);
    call->clock = clock_standing(story->now);
    if (story->is_running)
        call->store = story->engine.store;
    story->status = call->command->run(call);
    if (story->is_running)
        call->store = NULL;
    call_finish(call);
}

void world_command(struct story *story, const char *const *words)
{
    struct arena arena = {0};
    struct call call;
    size_t len;

    free(story->output);
    story->output = NULL;
    call_init(&call, &arena);
    call.out = open_memstream(&story->output, &len);
    if (call.out == NULL)
        abort();
    call.err = call.out;
    call.folder = story->folder;
    run_command(story, &call, words);
    (void)fclose(call.out);
    arena_free(&arena);
    world_settle(story);
}

void world_begin(struct story *story)
{
    static const char *const words[] = {
        "init",         "--name",     "Cabinet", "--zone",
        "Europe/Paris", "--country",  "FR",      "--currency",
        "EUR",          "--language", "en",      NULL,
    };
    const char *tmp = getenv("TMPDIR");

    (void)snprintf(story->folder, sizeof(story->folder), "%s/kept-story-XXXXXX",
                   str_is_empty(tmp) ? "/tmp" : tmp);
    if (mkdtemp(story->folder) == NULL)
        story_fail(story, "cannot make '%s'", story->folder);
    script_init(&story->script);
    next_life(story);
    story_write_file(story, "kept.yaml", usual_config);
    world_command(story, words);
    if (story->status != EXIT_DONE)
        story_fail(story, "kept init: %s", story->output);
    world_start(story);
    story->has_begun = true;
}

static int remove_one(const char *path, const struct stat *about, int type,
                      struct FTW *walk)
{
    (void)about;
    (void)type;
    (void)walk;
    return remove(path);
}

void world_end(struct story *story)
{
    if (!story->has_begun)
        return;
    if (story->is_running)
        world_stop(story);
    script_finish(&story->script);
    (void)nftw(story->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(story->output);
    json_decref(story->report);
}

struct db *world_reader(const struct story *story)
{
    struct db *db;
    struct error err;

    if (!db_open(story->db_path, DB_READ, &db, &err))
        story_broke(story, "the database", &err);
    return db;
}

void world_write(struct story *story, store_work *work, void *context)
{
    struct error err;

    if (!store_call(story->engine.store, work, context, &err))
        story_broke(story, "writing", &err);
    world_settle(story);
}
