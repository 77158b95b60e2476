#include "app/jobs/plan.h"

#include <errno.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/jobs/forecast.h"
#include "app/office.h"
#include "app/show.h"
#include "app/text_check.h"

/*
 * plan - what would be sent, to whom, when; what would not, and why
 */

#define PLAN_DAYS_DEFAULT 7
#define PLAN_DAYS_MAX     400

static const struct option_spec options[] = {
    {"days", "N", "so many days from now (7)"},
    {"from", "DATE", "from this day on"},
    {"to", "DATE", "up to this day, not included"},
    {"rules", "FILE", "as if the office had the rules of this file"},
    {0},
};

static bool read_days(const char *text, int64_t *out, struct error *err)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && *out >= 1 &&
        *out <= PLAN_DAYS_MAX)
        return true;
    return error_set(err, ERROR_USAGE,
                     "--days '%s': a number from 1 to %d, please", text,
                     PLAN_DAYS_MAX);
}

struct range {
    struct instant from;
    struct instant until;
};

static bool read_range(const struct call *call, const struct office *office,
                       struct range *out, struct error *err)
{
    const char *days = call_option(call, "days");
    int64_t count = PLAN_DAYS_DEFAULT;

    if (days != NULL && !read_days(days, &count, err))
        return false;
    out->from = call_now(call);
    if (!call_day_start(call, "from", &office->zone, &out->from, err))
        return false;
    out->until = instant_add(out->from, (struct span){count * DAY_S});
    if (!call_day_start(call, "to", &office->zone, &out->until, err))
        return false;
    if (instant_before(out->from, out->until))
        return true;
    return error_set(err, ERROR_USAGE, "--from must be before --to");
}

/* The office with the rules of a file in the place of its own. */
static bool read_rules(struct call *call, const char *path, struct office *out,
                       struct error *err)
{
    struct office_file file = {.name = path, .text_check = text_check};
    struct office_sections none = {0};
    struct office_update update;

    if (!call_read_file(call, path, OFFICE_BYTES_MAX, &file.yaml, err) ||
        !office_update(&none, &file, call->arena, &update, err))
        return false;
    *out = update.office;
    return true;
}

static json_t *row_json(const struct forecast_row *row)
{
    const struct reminder *reminder = &row->reminder;
    const char *reason = reminder_reason_name(reminder->reason);
    char id[24];
    char due[INSTANT_TEXT_MAX];
    char start[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s, s:s?, s:s, s:s, s:s, s:s?}",
                     "appointment", show_id(reminder->appointment.row, id),
                     "rule", reminder->rule, "channel",
                     channel_name(reminder->channel), "to", row->to, "due",
                     instant_format(reminder->due, due), "start",
                     instant_format(row->start, start), "state",
                     reminder_state_name(reminder->state), "reason",
                     *reason == '\0' ? NULL : reason);
}

static bool is_fallback(const struct forecast_row *row)
{
    return row->reminder.reason == REASON_FALLBACK;
}

static void print_row(const struct call *call, const struct forecast_row *row)
{
    const struct reminder *reminder = &row->reminder;
    char due[40];
    char start[40];

    (void)fprintf(call->out, "%s  %-4s %-*s %-*s %s  %-12s %s%s%s\n",
                  show_wall(&row->zone, reminder->due, due),
                  channel_name(reminder->channel),
                  show_width(row->customer_name, 20), row->customer_name,
                  show_width(str_or_empty(row->to), 24),
                  row->to == NULL ? "-" : row->to,
                  show_wall(&row->zone, row->start, start), reminder->rule,
                  reminder_state_name(reminder->state),
                  reminder->reason == REASON_NONE ? "" : ": ",
                  reminder_reason_text(reminder->reason));
}

/* Channels that wait for another one's failure are in the JSON only. */
static void print_rows(const struct call *call, const struct forecast *forecast)
{
    size_t fallbacks = 0;

    if (forecast->count == 0) {
        (void)fputs("No reminder falls into this time.\n", call->out);
        return;
    }
    (void)fprintf(call->out, "%-16s  %-4s %-20s %-24s %-16s  %-12s %s\n",
                  "WHEN", "BY", "CUSTOMER", "TO", "VISIT", "RULE", "STATE");
    for (size_t i = 0; i < forecast->count; i++) {
        if (is_fallback(&forecast->items[i]))
            fallbacks++;
        else
            print_row(call, &forecast->items[i]);
    }
    if (fallbacks != 0)
        (void)fprintf(call->out,
                      "%zu more wait as the next channel, in case the one "
                      "before fails.\n",
                      fallbacks);
}

static int run(struct call *call)
{
    const char *path = call_option(call, "rules");
    struct office office;
    struct office rules;
    struct range range;
    struct forecast forecast;
    struct error err;
    json_t *list;

    if (!call_office(call, &office, &err) ||
        !read_range(call, &office, &range, &err) ||
        (path != NULL && !read_rules(call, path, &rules, &err)) ||
        !forecast_make(call, path == NULL ? NULL : &rules, range.from,
                       range.until, &forecast, &err))
        return call_fail(call, &err);
    if (!call->json) {
        print_rows(call, &forecast);
        return EXIT_DONE;
    }
    list = json_array();
    for (size_t i = 0; i < forecast.count; i++)
        (void)json_array_append_new(list, row_json(&forecast.items[i]));
    call_print_json(call, json_pack("{s:o}", "reminders", list));
    return EXIT_DONE;
}

const struct command command_plan = {
    .name = "plan",
    .kind = COMMAND_READS,
    .words = "",
    .help = "Says what would be sent, to whom, when; what would not, and why.",
    .example = "kept plan --days 3",
    .options = options,
    .run = run,
};
