#include "app/jobs/plan.h"

#include <errno.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/commands/plan_print.h"
#include "app/jobs/forecast.h"
#include "app/offices.h"
#include "app/output.h"
#include "app/text_check.h"

/*
 * plan - what would be sent, to whom, when; what would not, and why
 */

#define PLAN_DAYS_DEFAULT 7
#define PLAN_DAYS_MAX     400

#define CSV_BYTES_MAX     (256UL * 1024 * 1024)

static const struct option_spec options[] = {
    {"days", "N", "so many days from now (7)"},
    {"from", "DATE", "from this day on"},
    {"to", "DATE", "up to this day, not included"},
    {"rules", "FILE", "as if the office had what this office file says"},
    {"format", "NAME", "text, csv or json"},
    {OPTION_OUTPUT, "FILE", "write there instead"},
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

/* The office as an import of that file would make it. */
static bool read_rules(struct call *call, const char *path, struct office *out,
                       struct error *err)
{
    struct office_file file = {.name = path, .text_check = text_check};
    struct office_sections known;
    struct office_update *update = arena_new(call->arena, struct office_update);
    struct db *db;

    if (!call_reader(call, &db, err) ||
        !offices_sections(db, call->arena, &known, err) ||
        !call_read_file(call, path, OFFICE_BYTES_MAX, &file.yaml, err) ||
        !office_update(&known, &file, call->arena, update, err))
        return false;
    *out = update->office;
    return holidays_load(db, call->arena, &out->public_holidays, err);
}

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

static const struct output_format formats[] = {
    [FORMAT_TEXT] = {"text", ".txt", false},
    [FORMAT_CSV] = {"csv", ".csv", false},
    [FORMAT_JSON] = {"json", ".json", false},
};

/* A plan in hand. */
struct planned {
    struct call *call;
    struct forecast forecast;
};

/* A terminal shows lines, a file has them as RFC 4180 wants. */
static void print_csv(const struct planned *planned, FILE *to)
{
    bool is_screen = to == planned->call->out;
    struct buf csv;

    buf_init(&csv, CSV_BYTES_MAX);
    plan_print_csv(&planned->forecast, &csv);
    for (const char *at = buf_text(&csv); *at != '\0'; at++) {
        if (*at != '\r' || !is_screen)
            (void)fputc(*at, to);
    }
    buf_finish(&csv);
}

static bool write_plan(void *context, size_t format, FILE *to,
                       struct error *err)
{
    const struct planned *planned = context;

    (void)err;
    switch ((enum format)format) {
    case FORMAT_TEXT:
        plan_print_text(&planned->forecast, to);
        break;
    case FORMAT_CSV:
        print_csv(planned, to);
        break;
    case FORMAT_JSON:
        call_write_json(plan_json(&planned->forecast), to);
        break;
    }
    return true;
}

static int run(struct call *call)
{
    const char *path = call_option(call, "rules");
    struct planned planned = {.call = call};
    struct output output = {.formats = formats,
                            .count = ARRAY_LEN(formats),
                            .write = write_plan,
                            .context = &planned};
    struct output_choice choice;
    struct forecast_request request = {0};
    struct office office;
    struct office rules;
    struct range range;
    struct error err;

    if (!output_choose(call, &output, &choice, &err) ||
        !call_office(call, &office, &err) ||
        !read_range(call, &office, &range, &err) ||
        (path != NULL && !read_rules(call, path, &rules, &err)))
        return call_fail(call, &err);
    request.office = path == NULL ? NULL : &rules;
    request.from = range.from;
    request.until = range.until;
    if (!forecast_make(call, &request, &planned.forecast, &err) ||
        !output_write(call, &output, &choice, &err))
        return call_fail(call, &err);
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
