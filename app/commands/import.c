#include "app/jobs/import.h"

#include <string.h>

#include "app/command.h"
#include "app/jobs/source.h"
#include "app/preview.h"
#include "domain/money.h"

/*
 * import - one source, read once
 */

/* Lines named of one reason, besides the first. */
#define OTHER_LINES 4

static const struct option_spec options[] = {
    {"feed", "NAME", "what the source is called (its own name)"},
    {"map", "MAP",
     "how a foreign table is read: a file, or dentrix, doctolib, generic, "
     "jane, open-dental, square"},
    {"preview", NULL, "only say what would be imported"},
    {"login", "USER", "who asks for a URL"},
    {"secret-file", "FILE", "the password of that user, alone on its line"},
    {"bearer-file", "FILE", "a token instead of both"},
    {0},
};

static const char *state_of(const struct import_outcome *outcome)
{
    if (outcome->is_rejected)
        return "rejected";
    return outcome->verdict == RECONCILE_SUSPICIOUS ? "suspicious" : "ok";
}

static json_t *notes_json(const struct import_notes *notes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notes->count; i++)
        (void)json_array_append_new(
            list,
            json_pack("{s:I, s:s?, s:s}", "line",
                      (json_int_t)notes->items[i].line, "uid",
                      notes->items[i].uid, "reason", notes->items[i].reason));
    return list;
}

/* Which visit of a series: "20260519T080000Z" as RFC 3339 has it. */
static void add_recurrence(json_t *object, const char *recurrence)
{
    char text[INSTANT_TEXT_MAX];
    const char *at = recurrence;

    if (strlen(at) < strlen("20260519T080000Z"))
        return; /* the only one of its UID, or a whole day */
    (void)snprintf(text, sizeof(text),
                   "%.4s-%.2s-%.2s"
                   "T%.2s:%.2s:%.2sZ",
                   at, at + 4, at + 6, at + 9, at + 11, at + 13);
    (void)json_object_set_new(object, "recurrence_id", json_string(text));
}

static json_t *change_json(const struct import_change *change)
{
    char start[INSTANT_TEXT_MAX];
    char to[INSTANT_TEXT_MAX];
    json_t *object =
        json_pack("{s:s, s:s, s:s}", "change", change_kind_name(change->kind),
                  "uid", change->uid, "start_utc",
                  instant_format(change->start, start));

    if (change->kind == CHANGE_RESCHEDULED) {
        (void)json_object_set_new(object, "to_start_utc",
                                  json_string(
                                      instant_format(change->to_start, to)));
        add_recurrence(object, change->recurrence);
        if (change->replaces_uid != NULL)
            (void)json_object_set_new(object, "replaces_uid",
                                      json_string(change->replaces_uid));
    }
    if (change->is_probable)
        (void)json_object_set_new(object, "probable", json_true());
    return object;
}

/* What has a word there: details that changed have none. */
static json_t *changes_json(const struct import_outcome *outcome)
{
    json_t *list = json_array();

    for (size_t i = 0; i < outcome->change_count; i++) {
        const struct import_change *change = &outcome->changes[i];

        if (!change->is_held && change->kind != CHANGE_CHANGED)
            (void)json_array_append_new(list, change_json(change));
    }
    return list;
}

static json_t *price_json(const struct booking *booking, const char *currency)
{
    char amount[MONEY_TEXT_MAX];

    if (!booking->has_price)
        return json_null();
    if (booking->price_currency != NULL)
        currency = booking->price_currency;
    return json_pack("{s:s, s:s}", "amount",
                     money_format(booking->price_minor, currency, amount),
                     "currency", currency);
}

static json_t *appointment_json(const struct import_visit *visit,
                                const char *currency, struct arena *arena)
{
    const struct booking *booking = &visit->booking;
    char start[INSTANT_TEXT_MAX];
    char end[INSTANT_TEXT_MAX];

    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:o, s:o}",
        "uid", booking->uid, "start_utc", instant_format(booking->start, start),
        "end_utc", instant_format(booking->end, end), "status", visit->status,
        "customer_name", booking->customer_name, "phone_e164", booking->phone,
        "email", booking->mail, "service", booking->service, "staff",
        booking->provider, "location", booking->location, "price",
        price_json(booking, currency), "origins",
        preview_origins_json(booking, arena));
}

/* What the source says, and what of it is no appointment. */
static void add_visits(json_t *object, const struct import_outcome *outcome,
                       const char *currency, struct arena *arena)
{
    json_t *taken = json_array();
    json_t *left = json_array();

    for (size_t i = 0; i < outcome->visit_count; i++) {
        const struct import_visit *visit = &outcome->visits[i];

        if (visit->block == BLOCK_NONE)
            (void)json_array_append_new(taken, appointment_json(visit, currency,
                                                                arena));
        else
            (void)json_array_append_new(
                left, preview_left_out_json(&visit->booking, visit->block));
    }
    (void)json_object_set_new(object, "appointments", taken);
    (void)json_object_set_new(object, "left_out", left);
}

static void set_count(json_t *object, const char *key, size_t count)
{
    (void)json_object_set_new(object, key, json_integer((json_int_t)count));
}

static json_t *counts_json(const struct import_outcome *outcome)
{
    const struct change_counts *counts = &outcome->counts;
    json_t *object = json_pack("{s:s, s:s}", "state", state_of(outcome), "feed",
                               outcome->feed);

    set_count(object, "new", counts->created + outcome->customers);
    set_count(object, "changed", counts->changed);
    set_count(object, "moved", counts->moved);
    set_count(object, "cancelled", counts->cancelled);
    set_count(object, "missing", counts->missing);
    set_count(object, "withdrawn", counts->withdrawn);
    set_count(object, "restored", counts->restored);
    set_count(object, "unchanged", counts->unchanged);
    set_count(object, "skipped",
              counts->skipped + outcome->blocks + outcome->unread);
    set_count(object, "held", outcome->held_count);
    set_count(object, "joined", outcome->joined);
    set_count(object, "review", (size_t)outcome->waiting);
    return object;
}

static void print_json(struct call *call, const struct import_outcome *outcome)
{
    struct office office;
    struct error err;
    json_t *object = counts_json(outcome);

    (void)json_object_set_new(object, "reason",
                              json_string(str_or_empty(outcome->reason)));
    (void)json_object_set_new(object, "rejected",
                              notes_json(&outcome->rejected));
    (void)json_object_set_new(object, "warnings",
                              notes_json(&outcome->warnings));
    (void)json_object_set_new(object, "changes", changes_json(outcome));
    if (outcome->map != NULL)
        (void)json_object_set_new(object, "map",
                                  json_string(outcome->map->name));
    if (call_flag(call, "preview") && call_office(call, &office, &err))
        add_visits(object, outcome, office.currency, call->arena);
    call_print_json(call, object);
}

/* Without the end of its line. */
static void print_note(const struct call *call, const char *what,
                       const struct import_note *note)
{
    if (note->line != 0)
        (void)fprintf(call->err, "%s: line %zu: %s", what, note->line,
                      note->reason);
    else
        (void)fprintf(call->err, "%s: %s%s%s", what, str_or_empty(note->uid),
                      note->uid == NULL ? "" : ": ", note->reason);
}

static void print_unlisted(const struct call *call, const char *what,
                           const struct import_notes *notes)
{
    if (notes->unlisted != 0)
        (void)fprintf(call->err, "%s: %zu more\n", what, notes->unlisted);
}

static void print_rejected(const struct call *call,
                           const struct import_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        print_note(call, "rejected", &notes->items[i]);
        (void)fputc('\n', call->err);
    }
    print_unlisted(call, "rejected", notes);
}

static bool is_same_reason(const struct import_note *left,
                           const struct import_note *right)
{
    return left->line != 0 && right->line != 0 &&
           strcmp(left->reason, right->reason) == 0;
}

/* The other lines of the same reason: " (and lines 49, 457 and 3 more)". */
static void print_others(const struct call *call,
                         const struct import_notes *notes, size_t first)
{
    size_t count = 0;

    for (size_t i = first + 1; i < notes->count; i++) {
        if (!is_same_reason(&notes->items[first], &notes->items[i]))
            continue;
        count++;
        if (count <= OTHER_LINES)
            (void)fprintf(call->err, "%s%zu",
                          count == 1 ? " (and lines " : ", ",
                          notes->items[i].line);
    }
    if (count > OTHER_LINES)
        (void)fprintf(call->err, " and %zu more", count - OTHER_LINES);
    if (count != 0)
        (void)fputc(')', call->err);
}

static bool was_told(const struct import_notes *notes, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (is_same_reason(&notes->items[i], &notes->items[index]))
            return true;
    }
    return false;
}

/* A line a reason: a list with a hundred doubtful numbers is no hundred
 * different problems. */
static void print_warnings(const struct call *call,
                           const struct import_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        if (was_told(notes, i))
            continue;
        print_note(call, "warning", &notes->items[i]);
        print_others(call, notes, i);
        (void)fputc('\n', call->err);
    }
    print_unlisted(call, "warning", notes);
}

static void print_preview(const struct call *call,
                          const struct import_outcome *outcome)
{
    struct preview *preview = preview_begin(call->arena);

    for (size_t i = 0; i < outcome->visit_count; i++) {
        const struct import_visit *visit = &outcome->visits[i];

        if (visit->block == BLOCK_NONE)
            preview_print_row(call->out, &visit->booking, call->arena);
        preview_count(preview, &visit->booking, visit->block);
    }
    preview_print_counts(call->out, preview);
}

/* "102 new, 14 skipped": what there is none of is not said. */
static void print_counts(const struct call *call,
                         const struct import_outcome *outcome)
{
    const struct change_counts *n = &outcome->counts;
    const struct {
        size_t count;
        const char *word;
    } counts[] = {
        {n->created, "new"},
        {n->changed, "changed"},
        {n->moved, "moved"},
        {n->cancelled, "cancelled"},
        {n->missing, "missing"},
        {n->withdrawn, "withdrawn"},
        {n->restored, "restored"},
        {n->unchanged, "unchanged"},
        {n->skipped + outcome->blocks + outcome->unread, "skipped"},
    };
    const char *before = ": ";

    (void)fputs(outcome->feed, call->out);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        if (counts[i].count == 0)
            continue;
        (void)fprintf(call->out, "%s%zu %s", before, counts[i].count,
                      counts[i].word);
        before = ", ";
    }
    (void)fputs(*before == ':' ? ": no appointments.\n" : ".\n", call->out);
}

/* A table whose columns are not ours: how it was understood. */
static void print_map(const struct call *call,
                      const struct import_outcome *outcome)
{
    const struct csv_map *map = outcome->map;

    if (map == NULL)
        return;
    if (map->title == NULL)
        (void)fputs("read by the words of its columns\n", call->err);
    else
        (void)fprintf(call->err, "read as an export of %s (--map %s)\n",
                      map->title, map->name);
}

static void print_text(const struct call *call,
                       const struct import_outcome *outcome)
{
    print_map(call, outcome);
    print_rejected(call, &outcome->rejected);
    print_warnings(call, &outcome->warnings);
    if (call_flag(call, "preview"))
        print_preview(call, outcome);
    if (outcome->is_unchanged)
        (void)fprintf(call->out, "%s: nothing new.\n", outcome->feed);
    else if (outcome->customers != 0)
        (void)fprintf(call->out, "%s: %zu customers.\n", outcome->feed,
                      outcome->customers);
    else
        print_counts(call, outcome);
    if (outcome->joined != 0)
        (void)fprintf(call->out,
                      "%zu of them were known from another source: one visit, "
                      "counted once.\n",
                      outcome->joined);
    if (outcome->waiting != 0)
        (void)fprintf(call->out,
                      "%lld wait%s for an answer in 'kept review'.\n",
                      (long long)outcome->waiting,
                      outcome->waiting == 1 ? "s" : "");
    if (outcome->verdict == RECONCILE_SUSPICIOUS)
        (void)fprintf(call->out, "Held: %s. Nothing was taken away.\n",
                      outcome->reason);
    if (call_flag(call, "preview"))
        (void)fputs("Nothing was changed: this was a preview.\n", call->out);
    else if (outcome->is_stray_url)
        (void)fputs("To have it read again by itself, name it among the "
                    "feeds of the office file.\n",
                    call->out);
}

/* A calendar server has several: their addresses, and what they are called. */
static void print_choices(struct call *call,
                          const struct import_outcome *outcome)
{
    json_t *list = json_array();

    for (size_t i = 0; i < outcome->choice_count; i++) {
        const struct caldav_choice *choice = &outcome->choices[i];

        if (!call->json)
            (void)fprintf(call->out, "%s  %s\n", choice->url,
                          str_or_empty(choice->name));
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:s?}", "url", choice->url,
                                              "name", choice->name));
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o}", "calendars", list));
    else
        json_decref(list);
}

/* A document that was refused: said in JSON too, since scripts look there. */
static int fail(struct call *call, struct import_outcome *outcome,
                const struct error *err)
{
    if (call->json && err->kind == ERROR_INPUT) {
        *outcome = (struct import_outcome){
            .feed = str_or_empty(outcome->feed),
            .has_written = outcome->has_written,
        };
        outcome->reason = err->text;
        outcome->is_rejected = true;
        print_json(call, outcome);
    }
    if (outcome->choice_count != 0)
        print_choices(call, outcome);
    return import_failed(call, outcome, err);
}

static int run(struct call *call)
{
    struct import_job job = {
        .source = call->words[0],
        .feed = call_option(call, "feed"),
        .map = call_option(call, "map"),
        .preview = call_flag(call, "preview"),
        .allow_local = true,
        .login = call_option(call, "login"),
        .secret_file = call_option(call, "secret-file"),
        .bearer_file = call_option(call, "bearer-file"),
        .lists_changes = call->json,
    };
    struct import_outcome outcome;
    struct error err;

    if (!import_run(call, &job, &outcome, &err))
        return fail(call, &outcome, &err);
    if (call->json)
        print_json(call, &outcome);
    else
        print_text(call, &outcome);
    return outcome.verdict == RECONCILE_SUSPICIOUS ||
                   (!outcome.is_calendar && outcome.rejected.count != 0)
               ? EXIT_NEEDS_PERSON
               : EXIT_DONE;
}

const struct command command_import = {
    .name = "import",
    .kind = COMMAND_WRITES,
    .words = "SOURCE",
    .words_min = 1,
    .words_max = 1,
    .help = "Reads a calendar or a table: a file, a URL, or - for standard "
            "input.",
    .example = "kept import https://calendar.example.org/chair-1.ics --feed "
               "chair-1",
    .options = options,
    .run = run,
};
