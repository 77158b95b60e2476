#include "app/commands/why_slot.h"

#include <string.h>

#include "app/show.h"

/* Versions lie in order of time: what comes after an earlier one of the same
 * object has replaced it. */
static void count_versions(const struct source_pasts *pasts,
                           struct slot_story *out)
{
    for (size_t i = 0; i < pasts->count; i++) {
        const struct source_past *past = &pasts->items[i];

        if (past->is_current)
            continue;
        out->rewritten++;
        for (size_t j = i + 1; j < pasts->count; j++) {
            if (strcmp(pasts->items[j].uid, past->uid) == 0 &&
                strcmp(pasts->items[j].feed, past->feed) == 0)
                out->rewritten_last =
                    instant_later(out->rewritten_last, pasts->items[j].seen);
        }
    }
}

bool slot_story_of(struct db *db, const struct visit *visit,
                   struct arena *arena, struct slot_story *out,
                   struct error *err)
{
    struct appointment_id id = visit->appointment.id;

    struct source_pasts pasts;

    *out = (struct slot_story){.visit = visit};
    if (!slot_moves_to(db, id, arena, &out->moves, err) ||
        !slot_refill_of(db, id, &out->refill, err) ||
        !source_past_of(db, id, arena, &pasts, err))
        return false;
    count_versions(&pasts, out);
    return true;
}

static void print_said(const struct call *call, const struct slot_story *story)
{
    const struct appointment *visit = &story->visit->appointment;
    char at[40];
    char until[40];

    if (!visit->said.known || appointment_stands(visit->state))
        return;
    if (visit->said.exact)
        (void)fprintf(call->out, "Said at %s.\n",
                      show_wall(&visit->zone, visit->said.at, at));
    else
        (void)fprintf(call->out,
                      "Said between %s, when it was last seen, and %s, when "
                      "it was first gone.\n",
                      show_wall(&visit->zone, visit->said.at, at),
                      show_wall(&visit->zone, visit->said.until, until));
}

static const char *times_text(size_t count, struct arena *arena)
{
    return count == 1 ? "once" : arena_printf(arena, "%zu times", count);
}

static void print_moves(const struct call *call, const struct slot_story *story)
{
    const struct zone *zone = &story->visit->appointment.zone;
    size_t count = story->moves.count;
    char at[40];

    if (count == 0)
        return;
    (void)fprintf(call->out, "Moved %s: ", times_text(count, call->arena));
    for (size_t i = 0; i < count; i++)
        (void)fprintf(call->out, "%s (appointment %lld), ",
                      show_wall(zone, story->moves.items[i].start, at),
                      (long long)story->moves.items[i].id.row);
    (void)fprintf(call->out, "then here.\n");
}

/* "2 h", "3 d": how long somebody looked at a list without this one. */
static const char *span_text(struct span span, struct arena *arena)
{
    if (span.s < HOUR_S)
        return arena_printf(arena, "%lld min", (long long)(span.s / MINUTE_S));
    if (span.s < 2 * DAY_S)
        return arena_printf(arena, "%lld h", (long long)(span.s / HOUR_S));
    return arena_printf(arena, "%lld days", (long long)(span.s / DAY_S));
}

static void print_refill(const struct call *call,
                         const struct slot_story *story)
{
    const struct slot_refill *refill = &story->refill;

    if (refill->id.row == 0)
        return;
    (void)fprintf(call->out,
                  "Its slot was taken by appointment %lld, %s after it "
                  "became free.\n",
                  (long long)refill->id.row,
                  span_text(instant_since(refill->taken, refill->freed),
                            call->arena));
}

void slot_story_print(const struct call *call, const struct slot_story *story)
{
    const struct zone *zone = &story->visit->appointment.zone;
    char at[40];

    print_said(call, story);
    print_moves(call, story);
    print_refill(call, story);
    if (story->rewritten != 0)
        (void)fprintf(call->out,
                      "Its calendar's words were changed %s; the last change "
                      "was seen %s.\n",
                      times_text(story->rewritten, call->arena),
                      show_wall(zone, story->rewritten_last, at));
}

static json_t *said_json(const struct said *said)
{
    char from[INSTANT_TEXT_MAX];
    char until[INSTANT_TEXT_MAX];

    if (!said->known)
        return json_null();
    return json_pack(
        "{s:s, s:s, s:b}", "from", instant_format(said->at, from), "until",
        instant_format(said->exact ? said->at : said->until, until), "exact",
        (int)said->exact);
}

static json_t *moves_json(const struct slot_moves *moves)
{
    json_t *list = json_array();
    char id[24];
    char start[INSTANT_TEXT_MAX];

    for (size_t i = 0; i < moves->count; i++)
        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:s}", "id", show_id(moves->items[i].id.row, id),
                      "start", instant_format(moves->items[i].start, start)));
    return list;
}

static json_t *refill_json(const struct slot_refill *refill)
{
    char id[24];

    if (refill->id.row == 0)
        return json_null();
    return json_pack("{s:s, s:I}", "id", show_id(refill->id.row, id), "after_s",
                     (json_int_t)instant_since(refill->taken, refill->freed).s);
}

void slot_story_add_json(const struct slot_story *story, json_t *object)
{
    (void)json_object_set_new(object, "said",
                              said_json(&story->visit->appointment.said));
    (void)json_object_set_new(object, "moves", moves_json(&story->moves));
    (void)json_object_set_new(object, "refilled", refill_json(&story->refill));
    (void)json_object_set_new(object, "rewritten",
                              json_integer((json_int_t)story->rewritten));
}
