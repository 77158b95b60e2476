#include "app/commands/plan_print.h"

#include "app/show.h"
#include "base/csv_write.h"

/* Visits nobody hears of that are listed; the rest is counted. */
#define SILENCE_LINES  20

#define CELL_BYTES_MAX 64

static const char no_rule[] = "no rule is for it";

static const struct zone *zone_of(const struct forecast_row *row)
{
    return &row->about->visit.appointment.zone;
}

static bool is_fallback(const struct forecast_row *row)
{
    return row->reminder.state == REMINDER_SKIPPED &&
           row->reminder.reason == REASON_FALLBACK;
}

static const char *silence_text(const struct forecast_silence *silence)
{
    return silence->reason == REASON_NONE
               ? no_rule
               : reminder_reason_text(silence->reason);
}

static json_t *row_json(const struct forecast_row *row)
{
    const struct reminder *reminder = &row->reminder;
    const char *reason = reminder_reason_name(reminder->reason);
    char id[24];
    char message[24];
    char due[INSTANT_TEXT_MAX];
    char leaves[INSTANT_TEXT_MAX];
    char start[INSTANT_TEXT_MAX];
    bool leads = row->message != 0 && row->leads;

    return json_pack(
        "{s:s, s:s, s:s, s:s?, s:s, s:s, s:s, s:s?, s:s?, s:s, s:o, s:o}",
        "appointment", show_id(reminder->appointment.row, id), "rule",
        reminder->rule, "channel", channel_name(reminder->channel), "to",
        row->to, "due", instant_format(reminder->due, due), "start",
        instant_format(row->about->visit.appointment.start, start), "state",
        reminder_state_name(reminder->state), "reason",
        *reason == '\0' ? NULL : reason, "message",
        row->message == 0 ? NULL : show_id((int64_t)row->message, message),
        "leaves", instant_format(row->leaves, leaves), "parts",
        leads ? json_integer(row->parts) : json_null(), "cost_micro",
        leads ? json_integer(row->cost_micro) : json_null());
}

static json_t *silence_json(const struct forecast_silence *silence)
{
    const struct visit *visit = &silence->about->visit;
    const char *reason = silence->reason == REASON_NONE
                             ? "no-rule"
                             : reminder_reason_name(silence->reason);
    char id[24];
    char start[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s}", "appointment",
                     show_id(visit->appointment.id.row, id), "start",
                     instant_format(visit->appointment.start, start), "reason",
                     reason);
}

json_t *plan_json(const struct forecast *forecast)
{
    json_t *rows = json_array();
    json_t *silences = json_array();

    for (size_t i = 0; i < forecast->count; i++)
        (void)json_array_append_new(rows, row_json(&forecast->items[i]));
    for (size_t i = 0; i < forecast->silence_count; i++)
        (void)json_array_append_new(silences,
                                    silence_json(&forecast->silences[i]));
    return json_pack("{s:o, s:o, s:{s:I, s:I, s:I, s:s}}", "reminders", rows,
                     "untold", silences, "totals", "messages",
                     (json_int_t)forecast->message_count, "parts",
                     (json_int_t)forecast->part_count, "cost_micro",
                     (json_int_t)forecast->cost_micro, "currency",
                     forecast->currency);
}

static void print_row(const struct forecast_row *row, FILE *to)
{
    const struct reminder *reminder = &row->reminder;
    const struct visit *visit = &row->about->visit;
    bool goes_along = row->message != 0 && !row->leads;
    char due[40];
    char start[40];

    (void)fprintf(to, "%-16s  %-4s %-*s %-*s %s  %-12s %s%s%s\n",
                  goes_along ? "" : show_wall(zone_of(row), row->leaves, due),
                  channel_name(reminder->channel),
                  show_width(visit->customer_name, 20), visit->customer_name,
                  show_width(str_or_empty(row->to), 24),
                  row->to == NULL ? "-" : row->to,
                  show_wall(zone_of(row), visit->appointment.start, start),
                  reminder->rule,
                  goes_along ? "in the same message"
                             : reminder_state_name(reminder->state),
                  reminder->reason == REASON_NONE ? "" : ": ",
                  reminder_reason_text(reminder->reason));
}

/* What a rule does not say on one of its channels is in JSON and CSV only. */
static void print_rows(const struct forecast *forecast, FILE *to)
{
    size_t fallbacks = 0;

    (void)fprintf(to, "%-16s  %-4s %-20s %-24s %-16s  %-12s %s\n", "WHEN", "BY",
                  "CUSTOMER", "TO", "VISIT", "RULE", "STATE");
    for (size_t i = 0; i < forecast->count; i++) {
        if (is_fallback(&forecast->items[i]))
            fallbacks++;
        else if (!forecast->items[i].is_minor)
            print_row(&forecast->items[i], to);
    }
    if (fallbacks != 0)
        (void)fprintf(to,
                      "%zu more wait as the next channel, in case the one "
                      "before fails.\n",
                      fallbacks);
}

static void print_totals(const struct forecast *forecast, FILE *to)
{
    char cost[SHOW_COST_MAX];

    (void)fprintf(to, "%zu message%s, %lld part%s, %s.\n",
                  forecast->message_count,
                  forecast->message_count == 1 ? "" : "s",
                  (long long)forecast->part_count,
                  forecast->part_count == 1 ? "" : "s",
                  show_cost(forecast->cost_micro, forecast->currency, cost));
}

static void print_silences(const struct forecast *forecast, FILE *to)
{
    if (forecast->silence_count == 0)
        return;
    (void)fprintf(to, "\nNobody is told of %zu visit%s:\n",
                  forecast->silence_count,
                  forecast->silence_count == 1 ? "" : "s");
    for (size_t i = 0; i < forecast->silence_count && i < SILENCE_LINES; i++) {
        const struct forecast_silence *silence = &forecast->silences[i];
        const struct visit *visit = &silence->about->visit;
        char start[40];

        (void)fprintf(to, "  %s  %-*s %s\n",
                      show_wall(&visit->appointment.zone,
                                visit->appointment.start, start),
                      show_width(visit->customer_name, 20),
                      visit->customer_name, silence_text(silence));
    }
    if (forecast->silence_count > SILENCE_LINES)
        (void)fprintf(to, "  … and %zu more; --json has them all\n",
                      forecast->silence_count - SILENCE_LINES);
}

void plan_print_text(const struct forecast *forecast, FILE *to)
{
    if (forecast->count == 0)
        (void)fputs("No reminder falls into this time.\n", to);
    else {
        print_rows(forecast, to);
        print_totals(forecast, to);
    }
    print_silences(forecast, to);
}

static void put(struct buf *out, enum csv_cell_kind kind, const char *text)
{
    csv_write_cell(str_of(text), kind, out);
}

static void put_number(struct buf *out, bool known, int64_t number)
{
    char text[CELL_BYTES_MAX] = "";

    if (known)
        (void)snprintf(text, sizeof(text), "%lld", (long long)number);
    put(out, CSV_CELL_NUMBER, text);
}

static void put_row(const struct forecast_row *row, struct buf *out)
{
    const struct reminder *reminder = &row->reminder;
    const struct visit *visit = &row->about->visit;
    bool leads = row->message != 0 && row->leads;
    char wall[40];

    put(out, CSV_CELL_TEXT, show_wall(zone_of(row), row->leaves, wall));
    put(out, CSV_CELL_TEXT, channel_name(reminder->channel));
    put(out, CSV_CELL_TEXT, visit->customer_name);
    put(out, CSV_CELL_PHONE, str_or_empty(row->to));
    put_number(out, true, reminder->appointment.row);
    put(out, CSV_CELL_TEXT,
        show_wall(zone_of(row), visit->appointment.start, wall));
    put(out, CSV_CELL_TEXT, reminder->rule);
    put(out, CSV_CELL_TEXT, reminder_state_name(reminder->state));
    put(out, CSV_CELL_TEXT, reminder_reason_name(reminder->reason));
    put_number(out, row->message != 0, (int64_t)row->message);
    put_number(out, leads, row->parts);
    put_number(out, leads, row->cost_micro);
    csv_write_end(out);
}

static void put_silence(const struct forecast_silence *silence, struct buf *out)
{
    const struct visit *visit = &silence->about->visit;
    char wall[40];

    put(out, CSV_CELL_TEXT, "");
    put(out, CSV_CELL_TEXT, "");
    put(out, CSV_CELL_TEXT, visit->customer_name);
    put(out, CSV_CELL_TEXT, "");
    put_number(out, true, visit->appointment.id.row);
    put(out, CSV_CELL_TEXT,
        show_wall(&visit->appointment.zone, visit->appointment.start, wall));
    put(out, CSV_CELL_TEXT, "");
    put(out, CSV_CELL_TEXT, "untold");
    put(out, CSV_CELL_TEXT,
        silence->reason == REASON_NONE ? "no-rule"
                                       : reminder_reason_name(silence->reason));
    put(out, CSV_CELL_TEXT, "");
    put(out, CSV_CELL_TEXT, "");
    put(out, CSV_CELL_TEXT, "");
    csv_write_end(out);
}

/* RFC 4180. */
void plan_print_csv(const struct forecast *forecast, struct buf *out)
{
    static const char *const columns[] = {
        "leaves",      "channel", "customer", "to",
        "appointment", "visit",   "rule",     "state",
        "reason",      "message", "parts",    "cost_micro"};

    for (size_t i = 0; i < ARRAY_LEN(columns); i++)
        put(out, CSV_CELL_TEXT, columns[i]);
    csv_write_end(out);
    for (size_t i = 0; i < forecast->count; i++)
        put_row(&forecast->items[i], out);
    for (size_t i = 0; i < forecast->silence_count; i++)
        put_silence(&forecast->silences[i], out);
}
