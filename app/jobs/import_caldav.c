#include <string.h>

#include "app/jobs/caldav_memory.h"
#include "app/jobs/look.h"

static const char unknown_kind[] =
    "this is the address of a calendar server (CalDAV): say 'kind: caldav' of "
    "it in the office file, or write caldavs://, to be asked without a detour";

bool look_is_caldav(const struct look *look)
{
    return look->feed.is_caldav || source_is_caldav(look->feed.source);
}

/*
 * A preview shows everything, and what is missing needs a second look of its
 * own: then we remember nothing, and the server tells all of it.
 */
static bool load_memory(struct look *look, struct caldav_memory *out,
                        struct error *err)
{
    *out = (struct caldav_memory){0};
    return look->job->preview || look->has_missing ||
           caldav_memory_load(look->db, look->feed.name, look->feed.source,
                              look->call->arena, out, err);
}

/* A server with several calendars: which there are. */
static void list_choices(struct look *look, const struct caldav_look *asked)
{
    look->out->choices = asked->choices;
    look->out->choice_count = asked->choice_count;
}

static void take_delta(struct look *look, const struct caldav_look *asked)
{
    const struct caldav_delta *delta = asked->delta;

    look->delta = delta;
    look->is_partial = !delta->is_whole;
    look->gone = delta->gone;
    look->gone_count = delta->gone_count;
    if (delta->unread_count != 0)
        import_note_add(
            &look->out->warnings, look->call->arena, NULL, 0,
            arena_printf(look->call->arena,
                         "the server did not hand out %zu events; they stay "
                         "as they are known",
                         delta->unread_count));
}

bool look_ask_caldav(struct look *look, const struct source_request *source,
                     struct error *err)
{
    struct call *call = look->call;
    struct caldav_memory *memory = arena_new(call->arena, struct caldav_memory);
    struct caldav_look_request request = {
        .source = source->source,
        .login = source->login,
        .allow_local = source->allow_local,
        .bytes_max = source->bytes_max,
        .redirects_max = source->redirects_max,
        .memory = memory,
        .now = look->now,
        .from = look->from,
        .until = look->until,
        .progress = &look->progress,
    };
    struct caldav_look asked;
    bool ok;

    if (!load_memory(look, memory, err))
        return false;
    ok = caldav_look(call, &request, &asked, err);
    look->source = (struct source_bytes){
        .document = asked.document,
        .is_web = true,
        .retry_after = asked.retry_after,
        .is_gone = asked.is_gone,
    };
    list_choices(look, &asked);
    if (!ok)
        return false;
    take_delta(look, &asked);
    /* What was held is looked at until nothing is. */
    look->source.is_unchanged =
        asked.delta->is_unchanged && strcmp(look->row.state, "ok") == 0;
    return true;
}

bool look_try_caldav(struct look *look, const struct source_request *source,
                     bool ok, struct error *err)
{
    struct source_bytes before = look->source;
    struct error why;

    if (look_ask_caldav(look, source, &why)) {
        source_close(&before);
        import_note_add(&look->out->warnings, look->call->arena, NULL, 0,
                        unknown_kind);
        return true;
    }
    source_close(&look->source);
    look->source = before;
    if (look->out->choice_count == 0)
        return ok;
    *err = why;
    return false;
}

bool look_keep_caldav(struct look *look, struct error *err)
{
    if (look->delta == NULL || look->job->preview ||
        look->out->verdict != RECONCILE_OK)
        return true;
    return caldav_memory_save(look->call, look->feed.name, look->feed.source,
                              look->delta, err);
}
