#include <string.h>

#include "app/command.h"
#include "app/commands/feed_view.h"
#include "app/jobs/import.h"
#include "store/appointments.h"
#include "store/bookings.h"

/*
 * feed - what feeds are like, and a person's word on what is held
 */

/* The counts of a look, in the words of `kept import`. */
static json_t *outcome_json(const struct import_outcome *outcome)
{
    const struct change_counts *n = &outcome->counts;

    return json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "feed",
        outcome->feed, "new", (json_int_t)n->created, "changed",
        (json_int_t)n->changed, "moved", (json_int_t)n->moved, "cancelled",
        (json_int_t)n->cancelled, "missing", (json_int_t)n->missing,
        "withdrawn", (json_int_t)n->withdrawn, "restored",
        (json_int_t)n->restored, "unchanged", (json_int_t)n->unchanged, "held",
        (json_int_t)outcome->held_count);
}

static bool was_held(const struct held_visits *before,
                     struct booking_id booking)
{
    for (size_t i = 0; i < before->count; i++) {
        if (before->items[i].booking.row == booking.row)
            return true;
    }
    return false;
}

/* What is held now and was not shown before. */
static struct held_visits newly_held(const struct held_visits *now,
                                     const struct held_visits *before,
                                     struct arena *arena)
{
    struct held_visits fresh = {
        .items = arena_new_array(arena, now->count + 1, struct held_visit),
    };

    for (size_t i = 0; i < now->count; i++) {
        if (!was_held(before, now->items[i].booking))
            fresh.items[fresh.count++] = now->items[i];
    }
    return fresh;
}

/* A connection of its own: the call's may look at an older moment. */
static bool read_held(struct call *call, const char *name,
                      struct held_visits *out, struct error *err)
{
    struct db *db;

    return call_reader(call, &db, err) &&
           held_visits_of(db, name, call->arena, out, err);
}

static bool need_held(struct call *call, const struct office *office,
                      const char *name, struct held_visits *out,
                      struct error *err)
{
    struct feed_view view;

    if (!feed_view_read(call, office, name, &view, err) ||
        !read_held(call, name, out, err))
        return false;
    if (out->count != 0)
        return true;
    return error_set(err, ERROR_INPUT,
                     "nothing of feed '%s' is held; 'kept feed list' shows "
                     "where something is",
                     name);
}

static int tell_accepted(struct call *call,
                         const struct import_outcome *outcome,
                         const struct held_visits *fresh)
{
    const struct change_counts *n = &outcome->counts;
    bool still_held = outcome->verdict != RECONCILE_OK;

    if (call->json) {
        json_t *object = outcome_json(outcome);

        (void)json_object_set_new(
            object, "state", json_string(still_held ? "suspicious" : "ok"));
        (void)json_object_set_new(object, "not_shown",
                                  feed_view_held_json(fresh));
        call_print_json(call, object);
        return still_held ? EXIT_NEEDS_PERSON : EXIT_DONE;
    }
    if (!still_held) {
        (void)fprintf(call->out, "%s: %zu withdrawn, %zu changed.\n",
                      outcome->feed, n->withdrawn, n->changed);
        return EXIT_DONE;
    }
    (void)fprintf(call->out, "%s: still held: %s\n", outcome->feed,
                  outcome->reason);
    if (fresh->count != 0)
        (void)fputs("These were not shown before:\n", call->out);
    feed_view_print_held(call, fresh);
    (void)fprintf(call->out, "Look again: 'kept feed show %s'.\n",
                  outcome->feed);
    return EXIT_NEEDS_PERSON;
}

/* Looks again without the brake, for what was shown and nothing else. */
static int accept(struct call *call, const struct office *office,
                  const char *name)
{
    const char *source = call->words[2];
    struct import_job job = {
        .source = source == NULL ? name : source,
        .feed = source == NULL ? NULL : name,
        .is_released = true,
        .allow_local = true,
    };
    struct import_outcome outcome;
    struct held_visits before;
    struct held_visits now;
    struct held_visits fresh;
    struct error err;

    if (!need_held(call, office, name, &before, &err))
        return call_fail(call, &err);
    if (source == NULL && office_feed(office, name) == NULL) {
        (void)error_set(&err, ERROR_USAGE,
                        "feed '%s' is not in the office file; name its "
                        "source, too: kept feed accept %s SOURCE",
                        name, name);
        return call_fail(call, &err);
    }
    if (!import_run(call, &job, &outcome, &err))
        return import_failed(call, &outcome, &err);
    if (!read_held(call, name, &now, &err))
        return call_fail(call, &err);
    fresh = newly_held(&now, &before, call->arena);
    return tell_accepted(call, &outcome, &fresh);
}

struct rejecting {
    struct call *call;
    const char *name;
    const struct held_visits *held;
};

/* A held change of details is taken over by the next look. */
static bool is_absent(const struct held_visit *visit)
{
    return strcmp(visit->change, "missing") == 0 ||
           strcmp(visit->change, "withdrawn") == 0;
}

static bool pin_all(struct db *db, void *context, struct error *err)
{
    const struct rejecting *rejecting = context;
    struct instant now = call_now(rejecting->call);
    struct author author = {.who = "command line", .at = now};
    const struct held_changes none = {0};
    struct feed_row row;

    for (size_t i = 0; i < rejecting->held->count; i++) {
        const struct held_visit *visit = &rejecting->held->items[i];
        struct event event = {
            .appointment = visit->appointment,
            .what = "kept",
            .before = "",
            .after = "",
            .detail = arena_printf(rejecting->call->arena,
                                   "feed %s does not show it; it stands all "
                                   "the same",
                                   rejecting->name),
        };

        if (!is_absent(visit))
            continue;
        if (!booking_pin(db, visit->booking, err) ||
            !event_add(db, &event, &author, err))
            return false;
    }
    if (!feed_load(db, rejecting->name, rejecting->call->arena, &row, err))
        return false;
    row.state = "ok";
    row.detail = "";
    row.same_since = (struct moment){0};
    row.same_count = 0;
    return held_replace(db, rejecting->name, &none, err) &&
           feed_save(db, &row, now, err);
}

/* The visits stay until the feed shows them again. */
static int reject(struct call *call, const struct office *office,
                  const char *name)
{
    struct held_visits held;
    struct rejecting rejecting = {call, name, &held};
    struct error err;

    if (!need_held(call, office, name, &held, &err) ||
        !call_write(call, pin_all, &rejecting, &err))
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call,
                        json_pack("{s:s, s:s, s:I}", "feed", name, "state",
                                  "ok", "kept", (json_int_t)held.count));
    else
        (void)fprintf(call->out, "%s: %zu visits stand.\n", name, held.count);
    return EXIT_DONE;
}

/* Reads what is stored once more, with the mapping of today. */
static int remap(struct call *call, const struct office *office,
                 const char *name)
{
    struct import_job job = {.source = name, .feed = name, .remap = true};
    struct import_outcome outcome;
    struct feed_view view;
    struct error err;

    if (!feed_view_read(call, office, name, &view, &err))
        return call_fail(call, &err);
    if (!import_run(call, &job, &outcome, &err))
        return import_failed(call, &outcome, &err);
    if (call->json)
        call_print_json(call, outcome_json(&outcome));
    else
        (void)fprintf(call->out, "%s: %zu changed, %zu new, %zu as before.\n",
                      name, outcome.counts.changed + outcome.counts.moved,
                      outcome.counts.created, outcome.counts.unchanged);
    return EXIT_DONE;
}

static int show(struct call *call, const struct office *office,
                const char *name)
{
    struct error err;

    return feed_view_show(call, office, name, &err) ? EXIT_DONE
                                                    : call_fail(call, &err);
}

static int list(struct call *call, const struct office *office)
{
    struct error err;

    return feed_view_list(call, office, &err) ? EXIT_DONE
                                              : call_fail(call, &err);
}

static int run(struct call *call)
{
    static const struct {
        const char *word;
        int (*act)(struct call *call, const struct office *office,
                   const char *name);
    } acts[] = {
        {"show", show},
        {"accept", accept},
        {"reject", reject},
        {"remap", remap},
    };
    const char *word = call->word_count == 0 ? "list" : call->words[0];
    struct office office;
    struct error err;

    if (!call_office(call, &office, &err))
        return call_fail(call, &err);
    if (strcmp(word, "list") == 0 && call->word_count <= 1)
        return list(call, &office);
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        if (strcmp(acts[i].word, word) == 0 && call->word_count >= 2)
            return acts[i].act(call, &office, call->words[1]);
    }
    (void)fputs("kept: usage: kept feed [list], or kept feed show, accept, "
                "reject or remap NAME\n",
                call->err);
    return EXIT_USAGE;
}

const struct command command_feed = {
    .name = "feed",
    .kind = COMMAND_WRITES,
    .words = "[list|show|accept|reject|remap] [NAME] [SOURCE]",
    .words_max = 3,
    .help = "Shows how feeds fare; accepts or rejects what of one is held; "
            "reads its stored words again.",
    .example = "kept feed show chair-1",
    .run = run,
};
