#include <string.h>

#include "app/command.h"
#include "app/jobs/calendar.h"
#include "app/show.h"
#include "importers/limits.h"

/*
 * expand - what a calendar file contains; writes nothing, needs no database
 */

static const struct option_spec options[] = {
    {"from", "DATE", "first day listed"},
    {"to", "DATE", "first day not listed any more"},
    {"zone", "ZONE", "of times that name none (UTC)"},
    {0},
};

static bool read_date(const struct call *call, const char *name,
                      struct civil_date *out, struct error *err)
{
    bool given;

    return call_date(call, name, out, &given, err) &&
           (given ||
            error_set(err, ERROR_USAGE, "expand needs --%s DATE", name));
}

struct window {
    struct civil_date from;
    struct civil_date to;
};

static bool read_request(struct call *call, struct window *window,
                         struct import_request *out, struct error *err)
{
    const char *zone = call_option(call, "zone");

    *out = (struct import_request){0};
    if (!read_date(call, "from", &window->from, err) ||
        !read_date(call, "to", &window->to, err))
        return false;
    if (civil_compare(window->from, window->to) >= 0)
        return error_set(err, ERROR_USAGE, "--from must be before --to");
    if (!zone_load(zone == NULL ? "UTC" : zone, &out->default_zone, err)) {
        err->kind = ERROR_USAGE;
        return error_wrap(err, "--zone");
    }
    out->from.unix_s = civil_to_days(window->from) * DAY_S;
    out->until.unix_s = civil_to_days(window->to) * DAY_S;
    return call_read_file(call, call->words[0], IMPORT_BYTES_MAX,
                          &out->document, err);
}

static char *point(const struct ical_occurrence *occurrence, bool is_end,
                   char out[CIVIL_DATE_TEXT_MAX])
{
    if (occurrence->all_day)
        return civil_format_date(is_end ? occurrence->day_after
                                        : occurrence->first_day,
                                 out);
    return instant_format(is_end ? occurrence->end : occurrence->start, out);
}

static json_t *occurrence_json(const struct ical_occurrence *occurrence)
{
    char start[CIVIL_DATE_TEXT_MAX];
    char end[CIVIL_DATE_TEXT_MAX];

    const struct ical_event *event = occurrence->event;

    return json_pack("{s:s?, s:s, s:s, s:b, s:s?, s:s?}", "uid",
                     event->has_uid ? event->uid : NULL, "start_utc",
                     point(occurrence, false, start), "end_utc",
                     point(occurrence, true, end), "all_day",
                     occurrence->all_day, "status", event->status, "summary",
                     event->summary);
}

static json_t *notes_json(const struct import_notes *notes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notes->count; i++)
        (void)json_array_append_new(
            list, json_pack("{s:s?, s:s}", "uid", notes->items[i].uid, "reason",
                            notes->items[i].reason));
    return list;
}

static void print_json(const struct call *call, const struct window *window,
                       const struct ical_calendar *calendar)
{
    char from[CIVIL_DATE_TEXT_MAX];
    char to[CIVIL_DATE_TEXT_MAX];
    json_t *list = json_array();

    for (size_t i = 0; i < calendar->occurrence_count; i++)
        (void)json_array_append_new(list,
                                    occurrence_json(&calendar->occurrences[i]));
    call_print_json(call,
                    json_pack("{s:{s:s, s:s}, s:o, s:o, s:o}", "window", "from",
                              civil_format_date(window->from, from), "to",
                              civil_format_date(window->to, to), "occurrences",
                              list, "skipped", notes_json(&calendar->skipped),
                              "warnings", notes_json(&calendar->warnings)));
}

/* Scripts look into the JSON: nothing was found, and why. */
static void print_unread(const struct call *call, const struct window *window,
                         const struct error *why)
{
    struct import_note note = {.reason = why->text};
    struct ical_calendar nothing = {.skipped = {.items = &note, .count = 1}};

    print_json(call, window, &nothing);
}

static void print_text(const struct call *call,
                       const struct ical_calendar *calendar)
{
    for (size_t i = 0; i < calendar->occurrence_count; i++) {
        const struct ical_occurrence *occurrence = &calendar->occurrences[i];
        char start[40];
        char date[CIVIL_DATE_TEXT_MAX];

        (void)fprintf(call->out, "%-16s  %-10s %s\n",
                      occurrence->all_day
                          ? civil_format_date(occurrence->first_day, date)
                          : show_wall(&occurrence->zone, occurrence->start,
                                      start),
                      str_or_empty(occurrence->event->status),
                      str_or_empty(occurrence->event->summary));
    }
    for (size_t i = 0; i < calendar->skipped.count; i++)
        (void)fprintf(call->err, "skipped: %s: %s\n",
                      str_or_empty(calendar->skipped.items[i].uid),
                      calendar->skipped.items[i].reason);
    (void)fprintf(call->out, "%zu visits of %zu events.\n",
                  calendar->occurrence_count, calendar->component_count);
}

static int run(struct call *call)
{
    struct window window = {0};
    struct import_request request;
    struct ical_calendar calendar;
    struct error err;

    if (!read_request(call, &window, &request, &err))
        return call_fail(call, &err);
    if (!calendar_read(&request, call->arena, &calendar, &err)) {
        if (call->json)
            print_unread(call, &window, &err);
        (void)error_wrap(&err, "'%s'", call->words[0]);
        return call_fail(call, &err);
    }
    if (call->json)
        print_json(call, &window, &calendar);
    else
        print_text(call, &calendar);
    return EXIT_DONE;
}

const struct command command_expand = {
    .name = "expand",
    .kind = COMMAND_ALONE,
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .help = "Lists what a calendar file contains; changes nothing.",
    .example = "kept expand office.ics --from 2026-11-01 --to 2026-12-01",
    .options = options,
    .run = run,
};
