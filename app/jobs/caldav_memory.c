#include "app/jobs/caldav_memory.h"

#include "app/jobs/caldav.h"
#include "store/caldav.h"

/* Some milliseconds of the one that writes. */
#define ROWS_AT_ONCE 1000

bool caldav_memory_load(struct db *db, const char *feed, const char *source,
                        struct arena *arena, struct caldav_memory *out,
                        struct error *err)
{
    struct caldav_resource *resources;
    struct caldav_state state;

    *out = (struct caldav_memory){0};
    if (!caldav_load(db, feed, caldav_place(source, arena), arena, &state, err))
        return false;
    resources = arena_new_array(arena, state.count + 1, struct caldav_resource);
    for (size_t i = 0; i < state.count; i++)
        resources[i] = (struct caldav_resource){
            state.rows[i].href,
            state.rows[i].etag,
            state.rows[i].uid,
        };
    *out = (struct caldav_memory){
        .collection = state.collection,
        .token = state.token,
        .ctag = state.ctag,
        .whole = state.whole,
        .resources = resources,
        .count = state.count,
    };
    return true;
}

/* Writing it, piece by piece. */
struct saving {
    const char *feed;
    const char *source;
    const struct caldav_delta *delta;
    size_t next; /* of the rows that are kept */
};

static bool forget(struct db *db, void *context, struct error *err)
{
    const struct saving *saving = context;

    return caldav_forget(db, saving->feed, err);
}

static bool keep_some(struct db *db, void *context, struct error *err)
{
    const struct saving *saving = context;
    size_t left = saving->delta->kept_count - saving->next;
    size_t count = left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE;
    struct caldav_row rows[ROWS_AT_ONCE];

    for (size_t i = 0; i < count; i++) {
        const struct caldav_resource *kept =
            &saving->delta->kept[saving->next + i];

        rows[i] = (struct caldav_row){kept->href, kept->etag, kept->uid};
    }
    return caldav_keep(db, saving->feed, rows, count, err);
}

static bool finish(struct db *db, void *context, struct error *err)
{
    const struct saving *saving = context;
    const struct caldav_delta *delta = saving->delta;
    struct caldav_state state = {
        .source = saving->source,
        .collection = delta->collection,
        .token = delta->token,
        .ctag = delta->ctag,
        .whole = delta->whole,
    };

    return caldav_drop(db, saving->feed, delta->dropped, delta->dropped_count,
                       err) &&
           caldav_save(db, saving->feed, &state, err);
}

bool caldav_memory_save(struct call *call, const char *feed, const char *source,
                        const struct caldav_delta *delta, struct error *err)
{
    struct saving saving = {
        .feed = feed,
        .source = caldav_place(source, call->arena),
        .delta = delta,
    };

    if (delta->is_whole && !call_write(call, forget, &saving, err))
        return false;
    for (; saving.next < delta->kept_count; saving.next += ROWS_AT_ONCE) {
        if (!call_write(call, keep_some, &saving, err))
            return false;
    }
    return call_write(call, finish, &saving, err);
}
