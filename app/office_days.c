#include <stdio.h>

#include "app/office_reader.h"
#include "base/civil.h"
#include "scheduler/policy.h"

/* "2026-08-01..2026-08-21" */
#define RANGE_TEXT_MAX 32

/* Longer than any closure, shorter than a slip of the century. */
#define RANGE_DAYS_MAX 1000

/* The next entry of a split text, copied; false when it does not fit. */
static bool copy_part(const char *from, size_t len, char out[RANGE_TEXT_MAX])
{
    if (len >= RANGE_TEXT_MAX)
        return false;
    memcpy(out, from, len);
    out[len] = '\0';
    return true;
}

static bool parse_span(const char *text, struct minute_span *out)
{
    const char *dash = strchr(text, '-');
    char from[RANGE_TEXT_MAX], until[RANGE_TEXT_MAX];
    struct error unused;

    return dash != NULL && copy_part(text, (size_t)(dash - text), from) &&
           copy_part(dash + 1, strlen(dash + 1), until) &&
           civil_parse_minute(from, &out->from, &unused) &&
           civil_parse_minute(until, &out->until, &unused) &&
           out->from < out->until;
}

/* Puts a span in its place in the day; false when it overlaps another. */
static bool insert_span(struct day_spans *day, struct minute_span span)
{
    size_t at = day->count;

    while (at > 0 && day->span[at - 1].from > span.from) {
        day->span[at] = day->span[at - 1];
        at--;
    }
    day->span[at] = span;
    day->count++;
    return (at == 0 || day->span[at - 1].until <= span.from) &&
           (at + 1 == day->count || span.until <= day->span[at + 1].from);
}

/* "08:30-12:30" and so on of one day; `path` is the day's. */
static bool read_day(const struct office_reader *reader, const char *path,
                     struct raw_list list, struct day_spans *out)
{
    char place[SETTING_PATH_MAX];

    for (size_t i = 0; i < list.count; i++) {
        struct minute_span span;

        if (!parse_span(list.items[i], &span))
            return setting_fail(&reader->settings,
                                setting_path(place, path, i, ""),
                                "'%.60s' is not a span of hours such as "
                                "\"08:30-12:30\"",
                                list.items[i]);
        if (!insert_span(out, span))
            return setting_fail(&reader->settings,
                                setting_path(place, path, i, ""),
                                "'%.60s' overlaps another span of the day",
                                list.items[i]);
    }
    return true;
}

/* One entry of `hours` or `window`. */
static bool read_week(const struct office_reader *reader, const char *entry,
                      const struct raw_hours *raw, struct week *out)
{
    for (int day = 0; day < WEEKDAY_COUNT; day++) {
        char path[SETTING_PATH_MAX];

        (void)snprintf(path, sizeof(path), "%.100s.%s", entry,
                       weekday_name((enum weekday)day));
        if (raw->days[day].count != 0 && out->day[day].count != 0)
            return setting_fail(&reader->settings, path, "is given twice");
        if (!read_day(reader, path, raw->days[day], &out->day[day]))
            return false;
    }
    return true;
}

static bool has_opening(const struct office *office, const char *site)
{
    for (size_t i = 0; i < office->hours_count; i++) {
        if (strcmp(office->hours[i].site, site) == 0)
            return true;
    }
    return false;
}

static bool read_hours(const struct office_reader *reader)
{
    const struct raw_office *raw = reader->raw;
    struct office *out = reader->out;
    struct opening *hours = arena_new_array(reader->settings.arena,
                                            raw->hours_count, struct opening);
    char path[SETTING_PATH_MAX];

    out->hours = hours;
    for (size_t i = 0; i < raw->hours_count; i++) {
        if (!office_read_site(reader, setting_path(path, "hours", i, ".site"),
                              raw->hours[i].site, &hours[i].site))
            return false;
        if (has_opening(out, hours[i].site))
            return setting_fail(&reader->settings,
                                setting_path(path, "hours", i, ""),
                                "hours of the same site are given twice");
        if (!read_week(reader, setting_path(path, "hours", i, ""),
                       &raw->hours[i], &hours[i].week))
            return false;
        out->hours_count++;
    }
    return true;
}

static bool read_window(const struct office_reader *reader)
{
    const struct raw_office *raw = reader->raw;
    struct week window = {0};
    char path[SETTING_PATH_MAX];
    size_t open = 0;

    reader->out->window = policy_default_window();
    if (raw->window_count == 0)
        return true;
    for (size_t i = 0; i < raw->window_count; i++) {
        if (!read_week(reader, setting_path(path, "window", i, ""),
                       &raw->window[i], &window))
            return false;
    }
    for (int day = 0; day < WEEKDAY_COUNT; day++)
        open += window.day[day].count;
    if (open == 0)
        return setting_fail(&reader->settings, "window",
                            "no message could ever leave");
    reader->out->window = window;
    return true;
}

static bool parse_range(const char *text, struct date_range *out)
{
    const char *dots = strstr(text, "..");
    const char *second = dots == NULL ? text : dots + 2;
    size_t len = dots == NULL ? strlen(text) : (size_t)(dots - text);
    char first[RANGE_TEXT_MAX], last[RANGE_TEXT_MAX];
    struct error unused;
    int64_t days;

    if (!copy_part(text, len, first) ||
        !copy_part(second, strlen(second), last) ||
        !civil_parse_date(first, &out->first, &unused) ||
        !civil_parse_date(last, &out->last, &unused))
        return false;
    days = civil_to_days(out->last) - civil_to_days(out->first);
    return days >= 0 && days < RANGE_DAYS_MAX;
}

bool office_read_closed(const struct office_reader *reader, const char *path,
                        struct raw_list list, struct date_ranges *out)
{
    struct date_range *items =
        arena_new_array(reader->settings.arena, list.count, struct date_range);
    char place[SETTING_PATH_MAX];

    for (size_t i = 0; i < list.count; i++) {
        if (!parse_range(list.items[i], &items[i]))
            return setting_fail(&reader->settings,
                                setting_path(place, path, i, ""),
                                "'%.60s' is neither a date such as 2026-12-25 "
                                "nor days such as 2026-08-01..2026-08-21",
                                list.items[i]);
    }
    *out = (struct date_ranges){.items = items, .count = list.count};
    return true;
}

bool office_read_days(const struct office_reader *reader)
{
    return read_hours(reader) &&
           office_read_closed(reader, "closed", reader->raw->closed,
                              &reader->out->closed) &&
           setting_line_or_null(&reader->settings, "holidays",
                                reader->raw->holidays,
                                &reader->out->holidays) &&
           read_window(reader);
}
