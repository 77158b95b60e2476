#include "app/holidays.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/config_secret.h"
#include "app/jobs/calendar.h"
#include "base/buf.h"
#include "base/log.h"
#include "importers/limits.h"
#include "store/appointments.h"
#include "store/settings.h"

/* A century of a land with forty of them. */
#define DAYS_BYTES_MAX (256UL * 1024)
#define NAME_BYTES_MAX 60

/* A line of the text: two dates and a name. */
#define DATE_TEXT      10

static bool is_holiday(const struct ical_occurrence *occurrence)
{
    const char *status = occurrence->event->status;

    return occurrence->all_day &&
           (status == NULL || strcasecmp(status, "CANCELLED") != 0);
}

static size_t write_days(const struct ical_calendar *calendar, struct buf *out)
{
    size_t count = 0;

    for (size_t i = 0; i < calendar->occurrence_count; i++) {
        const struct ical_occurrence *item = &calendar->occurrences[i];
        char first[CIVIL_DATE_TEXT_MAX];
        char last[CIVIL_DATE_TEXT_MAX];
        const char *name = str_or_empty(item->event->summary);

        if (!is_holiday(item))
            continue;
        (void)buf_printf(
            out, "%s %s %.*s\n", civil_format_date(item->first_day, first),
            civil_format_date(civil_add_days(item->day_after, -1), last),
            (int)strnlen(name, strcspn(name, "\n") < NAME_BYTES_MAX
                                   ? strcspn(name, "\n")
                                   : NAME_BYTES_MAX),
            name);
        count++;
    }
    return count;
}

/* Holidays are days on the wall; the zone of their file does not matter. */
static bool ask_around(struct call *call, struct import_request *out,
                       struct error *err)
{
    struct instant now = call_now(call);

    out->from = instant_sub(now, (struct span){HOLIDAYS_BEHIND_DAYS * DAY_S});
    out->until = instant_add(now, (struct span){HOLIDAYS_AHEAD_DAYS * DAY_S});
    return zone_load("UTC", &out->default_zone, err);
}

static bool read_days(struct call *call, const char *file, const char **out,
                      struct error *err)
{
    struct import_request request = {0};
    struct ical_calendar calendar;
    struct buf days;
    size_t count;

    if (!call_read_file(call, file, IMPORT_BYTES_MAX, &request.document, err) ||
        !ask_around(call, &request, err) ||
        !calendar_read(&request, call->arena, &calendar, err))
        return false;
    buf_init(&days, DAYS_BYTES_MAX);
    count = write_days(&calendar, &days);
    *out = arena_strdup(call->arena, buf_text(&days));
    if (days.full)
        (void)error_set(err, ERROR_INPUT, "more holidays than a land has");
    else if (count == 0)
        (void)error_set(err, ERROR_INPUT,
                        "no whole day of the coming two years is in it");
    count = days.full ? 0 : count;
    buf_finish(&days);
    return count != 0;
}

bool holidays_read(struct call *call, const char *office_path, const char *path,
                   struct holidays *out, struct error *err)
{
    out->file = call_path(call, config_beside(office_path, path, call->arena));
    if (read_days(call, out->file, &out->days, err))
        return true;
    err->kind = ERROR_USAGE;
    return error_wrap(err, "holidays: '%s'", path);
}

bool holidays_keep(struct db *db, const struct holidays *holidays,
                   struct error *err)
{
    return setting_set(db, SETTING_HOLIDAYS_FILE,
                       holidays == NULL ? "" : holidays->file, err) &&
           setting_set(db, SETTING_HOLIDAYS,
                       holidays == NULL ? "" : holidays->days, err);
}

/* "2026-12-25 2026-12-26 Noël". */
static bool parse_line(const char *line, struct date_range *out)
{
    char first[DATE_TEXT + 1] = "";
    char last[DATE_TEXT + 1] = "";
    struct error unused;

    return sscanf(line, "%10s %10s", first, last) == 2 &&
           civil_parse_date(first, &out->first, &unused) &&
           civil_parse_date(last, &out->last, &unused);
}

bool holidays_load(struct db *db, struct arena *arena, struct date_ranges *out,
                   struct error *err)
{
    struct date_range *items = NULL;
    size_t count = 0;
    size_t room = 0;
    const char *line;

    if (!setting_get(db, SETTING_HOLIDAYS, arena, &line, err))
        return false;
    line = str_or_empty(line);
    while (*line != '\0') {
        arena_reserve(arena, items, count, room, struct date_range);
        if (!parse_line(line, &items[count++]))
            return error_set(err, ERROR_MACHINE, "the holidays are damaged");
        line += strcspn(line, "\n");
        line += *line == '\n' ? 1 : 0;
    }
    *out = (struct date_ranges){.items = items, .count = count};
    return true;
}

struct refreshing {
    struct holidays holidays;
    struct instant now;
};

static bool keep_anew(struct db *db, void *context, struct error *err)
{
    const struct refreshing *refreshing = context;

    return holidays_keep(db, &refreshing->holidays, err) &&
           appointment_replan_all(db, refreshing->now, err);
}

struct known_holidays {
    struct arena *arena;
    struct holidays holidays;
};

static bool load_known(struct db *db, void *context, struct error *err)
{
    struct known_holidays *known = context;

    return setting_get(db, SETTING_HOLIDAYS_FILE, known->arena,
                       &known->holidays.file, err) &&
           setting_get(db, SETTING_HOLIDAYS, known->arena,
                       &known->holidays.days, err);
}

bool holidays_refresh(struct call *call, struct store *store, struct error *err)
{
    struct known_holidays known = {.arena = call->arena};
    struct refreshing refreshing = {.now = call_now(call)};
    struct error why;

    if (!store_call(store, load_known, &known, err))
        return false;
    if (str_is_empty(known.holidays.file))
        return true;
    refreshing.holidays.file = known.holidays.file;
    if (!read_days(call, known.holidays.file, &refreshing.holidays.days,
                   &why)) {
        log_warn("holidays.unread", LOG_ERROR(&why));
        return true;
    }
    return str_same(known.holidays.days, refreshing.holidays.days) ||
           store_call(store, keep_anew, &refreshing, err);
}
