#include <stdlib.h>

#include "app/command.h"
#include "app/commands/why_slot.h"
#include "app/preview.h"
#include "app/show.h"
#include "domain/origin.h"
#include "store/appointments.h"
#include "store/bookings.h"
#include "store/consents.h"
#include "store/customers.h"
#include "store/gathering.h"
#include "store/households.h"
#include "store/outbox.h"
#include "store/receipts.h"
#include "store/reminders.h"

/*
 * why - the whole story of one appointment, in the order it happened
 */

struct line {
    struct instant at;
    size_t rank; /* keeps the order of what has the same second */
    const char *what;
    const char *text;
};

struct story {
    struct arena *arena;
    struct booking_sources sources;
    struct household household; /* of its customer */
    struct line *lines;
    size_t count;
    size_t room;
    struct slot_story slot;
};

static void tell(struct story *story, struct instant at, const char *what,
                 const char *text)
{
    arena_reserve(story->arena, story->lines, story->count, story->room,
                  struct line);
    story->lines[story->count] = (struct line){
        .at = at, .rank = story->count, .what = what, .text = text};
    story->count++;
}

static void tell_event(struct story *story, const struct event *event)
{
    const char *change = *event->before == '\0'
                             ? event->after
                             : arena_printf(story->arena, "%s → %s",
                                            event->before, event->after);

    tell(story, event->at, event->what,
         arena_printf(story->arena, "%s by %s%s%s",
                      *change == '\0' ? event->what : change, event->who,
                      *event->detail == '\0' ? "" : ": ", event->detail));
}

/* What a state means that has no reason of its own. */
static const char *meaning_of(enum reminder_state state)
{
    switch (state) {
    case REMINDER_CLAIMED:
        return "it is being sent";
    case REMINDER_ACCEPTED:
        return "it left, the gateway took it";
    case REMINDER_DELIVERED:
        return "it has arrived";
    case REMINDER_REFUSED:
        return "it will never arrive";
    case REMINDER_UNKNOWN:
        return "it may have arrived or not, and is not repeated";
    case REMINDER_PLANNED:
    case REMINDER_CANCELLED:
    case REMINDER_EXPIRED:
    case REMINDER_SKIPPED:
        break;
    }
    return "";
}

/* What is intended, or was decided against. */
static void tell_reminder(struct story *story, const struct visit *visit,
                          const struct reminder *reminder)
{
    const char *state = reminder_state_name(reminder->state);
    const char *why = reminder->reason == REASON_NONE
                          ? meaning_of(reminder->state)
                          : reminder_reason_text(reminder->reason);
    char due[40];

    tell(story, reminder->due, state,
         arena_printf(story->arena, "'%s' by %s, meant for %s, is %s%s%s",
                      reminder->rule, channel_name(reminder->channel),
                      show_wall(&visit->appointment.zone, reminder->due, due),
                      state, *why == '\0' ? "" : ": ", why));
}

static void tell_consent(struct story *story, const struct consent_word *word)
{
    tell(story, word->at, "consent",
         arena_printf(story->arena, "the customer said %s to %s%s%s: %s",
                      word->allowed ? "yes" : "no", channel_name(word->channel),
                      word->address == NULL ? "" : ", about ",
                      str_or_empty(word->address), word->source));
}

/* With whose visits it went in one message. */
static const char *company_of(struct story *story,
                              const struct appointment_ids *company)
{
    const char *text = "";

    for (size_t i = 0; i < company->count; i++)
        text = arena_printf(story->arena, "%s%s%lld", text,
                            i == 0 ? ", together with appointment " : ", ",
                            (long long)company->items[i].row);
    return text;
}

static void tell_attempt(struct story *story, const struct sent_row *sent,
                         const struct appointment_ids *company)
{
    if (!sent->is_attempt)
        return;
    tell(story, sent->at, "attempt",
         arena_printf(story->arena, "'%s' by %s through %s: %s%s%s%s%s%s",
                      sent->rule, channel_name(sent->channel), sent->gateway,
                      delivery_outcome_name(sent->outcome),
                      *sent->detail == '\0' ? "" : ", ", sent->detail,
                      sent->reference == NULL ? "" : ", reference ",
                      str_or_empty(sent->reference),
                      company_of(story, company)));
}

/* What was heard of one message after it had left. */
static bool tell_receipts(struct db *db, struct story *story,
                          const struct sent_row *sent, struct error *err)
{
    struct receipt_rows rows;

    if (!receipt_list_of(db, sent->id, story->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct receipt_row *row = &rows.items[i];

        tell(story, row->at, "receipt",
             arena_printf(story->arena, "'%s' by %s was reported %s%s%s%s%s",
                          sent->rule, channel_name(sent->channel),
                          receipt_state_name(row->state),
                          *row->code == '\0' ? "" : ", ", row->code,
                          *row->detail == '\0' ? "" : ": ", row->detail));
    }
    return true;
}

static bool is_told(const struct sent_rows *sent, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (sent->items[i].id.row == sent->items[index].id.row)
            return true;
    }
    return false;
}

static bool tell_attempts(struct db *db, struct story *story,
                          struct appointment_id id,
                          const struct sent_rows *sent, struct error *err)
{
    for (size_t i = 0; i < sent->count; i++) {
        struct appointment_ids company;

        if (!gathering_shared(db, sent->items[i].id, id, story->arena, &company,
                              err))
            return false;
        tell_attempt(story, &sent->items[i], &company);
        if (!is_told(sent, i) &&
            !tell_receipts(db, story, &sent->items[i], err))
            return false;
    }
    return true;
}

static bool tell_consents(struct db *db, struct story *story,
                          const struct visit *visit, struct error *err)
{
    struct consent_words words;
    struct customer customer;

    if (visit->appointment.customer.row == 0)
        return true;
    if (!customer_load(db, visit->appointment.customer,
                       visit->appointment.start, story->arena, &customer,
                       err) ||
        !consent_words_of(db, &customer, story->arena, &words, err))
        return false;
    for (size_t i = 0; i < words.count; i++)
        tell_consent(story, &words.items[i]);
    return true;
}

static int by_time(const void *left, const void *right)
{
    const struct line *l = left;
    const struct line *r = right;

    if (l->at.unix_s != r->at.unix_s)
        return l->at.unix_s < r->at.unix_s ? -1 : 1;
    return l->rank < r->rank ? -1 : 1;
}

static bool read_story(struct call *call, struct visit *visit,
                       struct story *out, struct error *err)
{
    struct appointment_id id;
    struct event_list events;
    struct reminder_list reminders;
    struct sent_rows sent;
    struct booking_sources sources;
    struct db *db;

    if (!show_read_id(call->words[0], &id.row, err) ||
        !call_reader(call, &db, err) ||
        !visit_load(db, id, call->arena, visit, err) ||
        !event_list(db, id, call->arena, &events, err) ||
        !reminder_list_of(db, id, call->arena, &reminders, err) ||
        !outbox_of(db, id, call->arena, &sent, err) ||
        !booking_sources_of(db, id, call->arena, &sources, err))
        return false;
    *out = (struct story){.arena = call->arena, .sources = sources};
    if (!household_of(db, visit->appointment.customer, call->arena,
                      &out->household, err))
        return false;
    if (!slot_story_of(db, visit, call->arena, &out->slot, err))
        return false;
    for (size_t i = 0; i < events.count; i++)
        tell_event(out, &events.items[i]);
    for (size_t i = 0; i < reminders.count; i++)
        tell_reminder(out, visit, &reminders.items[i]);
    if (!tell_attempts(db, out, id, &sent, err) ||
        !tell_consents(db, out, visit, err))
        return false;
    if (out->count != 0)
        qsort(out->lines, out->count, sizeof(*out->lines), by_time);
    return true;
}

/* Where each of them has what it says from: a sentence a field. */
static json_t *sources_json(const struct story *story)
{
    json_t *list = json_array();

    for (size_t i = 0; i < story->sources.count; i++) {
        const struct booking_source *source = &story->sources.items[i];
        const struct booking booking = {.origins = source->origins};

        (void)json_array_append_new(
            list, json_pack("{s:s, s:o}", "feed", source->feed, "origins",
                            preview_origins_json(&booking, story->arena)));
    }
    return list;
}

static void print_sources(const struct call *call, const struct story *story)
{
    for (size_t i = 0; i < story->sources.count; i++) {
        const struct booking_source *source = &story->sources.items[i];
        struct origins origins;

        origins_decode(source->origins, story->arena, &origins);
        (void)fprintf(call->out, "Known from '%s':\n", source->feed);
        for (size_t j = 0; j < FIELD_COUNT; j++) {
            const char *sentence =
                origin_sentence(&origins, (enum origin_field)j, story->arena);

            if (sentence != NULL)
                (void)fprintf(call->out, "  %s\n", sentence);
        }
    }
}

static json_t *household_json(const struct story *story)
{
    json_t *list = json_array();
    char id[24];

    for (size_t i = 0; i < story->household.count; i++) {
        const struct household_member *member = &story->household.items[i];

        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s}", "id", show_id(member->id.row, id),
                      "name", member->name, "address", member->address));
    }
    return list;
}

static void print_household(const struct call *call, const struct story *story)
{
    for (size_t i = 0; i < story->household.count; i++) {
        const struct household_member *member = &story->household.items[i];

        (void)fprintf(call->out, "Shares %s with %s.\n", member->address,
                      *member->name == '\0' ? "somebody without a name"
                                            : member->name);
    }
}

static void print_json(const struct call *call, const struct visit *visit,
                       const struct story *story)
{
    json_t *list = json_array();
    json_t *object;
    char at[INSTANT_TEXT_MAX];

    for (size_t i = 0; i < story->count; i++)
        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s}", "at",
                      instant_format(story->lines[i].at, at), "what",
                      story->lines[i].what, "text", story->lines[i].text));
    object = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "appointment",
                       call->words[0], "start",
                       instant_format(visit->appointment.start, at), "state",
                       appointment_state_name(visit->appointment.state),
                       "attendance", attendance_name(visit->attendance),
                       "sources", sources_json(story), "household",
                       household_json(story), "events", list);
    slot_story_add_json(&story->slot, object);
    call_print_json(call, object);
}

static void print_text(const struct call *call, const struct visit *visit,
                       const struct story *story)
{
    const struct zone *zone = &visit->appointment.zone;
    char at[40];

    (void)fprintf(call->out, "Appointment %s, %s, %s: %s, %s\n", call->words[0],
                  show_wall(zone, visit->appointment.start, at),
                  *visit->customer_name == '\0' ? "nobody known"
                                                : visit->customer_name,
                  appointment_state_name(visit->appointment.state),
                  attendance_name(visit->attendance));
    slot_story_print(call, &story->slot);
    print_household(call, story);
    print_sources(call, story);
    for (size_t i = 0; i < story->count; i++)
        (void)fprintf(call->out, "  %s  %s\n",
                      show_wall(zone, story->lines[i].at, at),
                      story->lines[i].text);
}

static int run(struct call *call)
{
    struct visit visit;
    struct story story;
    struct error err;

    if (!read_story(call, &visit, &story, &err))
        return call_fail(call, &err);
    if (call->json)
        print_json(call, &visit, &story);
    else
        print_text(call, &visit, &story);
    return EXIT_DONE;
}

const struct command command_why = {
    .name = "why",
    .kind = COMMAND_READS,
    .words = "APPOINTMENT",
    .words_min = 1,
    .words_max = 1,
    .help = "Tells the whole story of one appointment, and why.",
    .example = "kept why 217",
    .run = run,
};
