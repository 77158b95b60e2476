/* clockwork.c - how a story's time goes by */
#include "store/outbox.h"
#include "tests/scenarios/world.h"

/* More than any story needs: the engine goes round in circles. */
#define PASSES_MAX 10000

/* Until a pass is over; then whatever answers are ready. */
static void go_round(struct story *story)
{
    size_t before = story->passes;

    while (story->passes == before)
        (void)uv_run(&story->engine.loop, UV_RUN_ONCE);
    while (script_deliver(&story->script))
        continue;
}

static bool nothing(struct db *db, void *context, struct error *err)
{
    (void)db;
    (void)context;
    (void)err;
    return true;
}

/* Waits for a pass that is still on the store's thread. */
static void wait_for_store(struct story *story)
{
    struct error err;

    if (!store_call(story->engine.store, nothing, NULL, &err))
        story_broke(story, "the store", &err);
}

/*
 * While an attempt hangs the engine is never idle, and two passes that
 * neither ask nor hear anything are its rest.
 */
void world_settle(struct story *story)
{
    size_t limit = story->passes + PASSES_MAX;
    int quiet = 0;

    if (!story->is_running)
        return;
    dispatch_kick(story->engine.dispatch);
    while (!dispatch_is_idle(story->engine.dispatch) && quiet < 2) {
        size_t steps = story->script.steps;

        go_round(story);
        if (story->passes > limit)
            story_fail(story, "the engine does not come to rest");
        if (script_hanging(&story->script) == 0)
            continue;
        quiet = steps == story->script.steps ? quiet + 1 : 0;
        dispatch_kick(story->engine.dispatch);
    }
    wait_for_store(story);
}

/* The earliest due time of anything planned; the far future if none is. */
static struct instant first_due(const struct story *story)
{
    struct db *db = world_reader(story);
    struct instant first = {INT64_MAX / 2};
    struct error err;

    for (int i = 0; i < CHANNEL_COUNT; i++) {
        struct instant due;
        bool found;

        if (!outbox_next(db, (enum channel)i, &found, &due, &err))
            story_broke(story, "what is due", &err);
        if (found)
            first = instant_earlier(first, due);
    }
    db_close(db);
    return first;
}

/* When the engine wants to be woken; minutes long before anything is due are
 * passed over. */
static struct instant next_wake(const struct story *story)
{
    const struct span minute = {WAKE_MAX_S};
    struct instant next = dispatch_next(story->engine.dispatch);

    if (instant_since(next, story->now).s < minute.s)
        return next;
    return instant_later(next, instant_sub(first_due(story), minute));
}

void world_go_to(struct story *story, struct instant until)
{
    if (!story->is_running)
        story->now = until;
    while (story->is_running) {
        struct instant next = next_wake(story);

        if (!instant_before(next, until))
            next = until;
        story->now = next;
        story->engine.clock = clock_standing(next);
        world_settle(story);
        if (next.unix_s == until.unix_s)
            return;
    }
}
