#include "app/jobs/watch_evening.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/jobs/watch.h"
#include "store/settings.h"

/* The hour of an office whose messages may leave around the clock. */
#define EVENING_LATEST_MIN  (23 * 60 + 30)
#define EVENING_AFTER_MIN   30

/* Half of a few is chance. */
#define EVENING_COUNTED_MIN 10

/* What an evening wrote down: "2026-11-24 57 1204". */
struct evening {
    struct civil_date date;
    int64_t planned;      /* reminders for the day after it */
    int64_t last_message; /* the newest there was */
};

static const char sql_planned[] =
    "SELECT count(*) FROM reminder WHERE state = 'planned'"
    "   AND message IS NULL AND channel IN ('sms', 'mail')"
    "   AND due_s >= ?1 AND due_s < ?2";

static const char sql_left[] =
    "SELECT count(*) FROM message m JOIN reminder r ON r.message = m.id"
    " WHERE m.id > ?1 AND m.state IN ('accepted', 'delivered')";

static const char sql_last[] = "SELECT max(id) FROM message";

/* When the last message of a day may leave, and a little. */
static int evening_minute(const struct week *window, enum weekday day)
{
    const struct day_spans *spans = &window->day[day];
    int last =
        spans->count == 0 ? 20 * 60 : spans->span[spans->count - 1].until;
    int minute = last + EVENING_AFTER_MIN;

    return minute < EVENING_LATEST_MIN ? minute : EVENING_LATEST_MIN;
}

static bool parse_evening(const char *text, struct evening *out)
{
    char date[CIVIL_DATE_TEXT_MAX];
    struct error unused;
    char *end;

    (void)snprintf(date, sizeof(date), "%.*s", (int)strcspn(text, " "), text);
    if (!civil_parse_date(date, &out->date, &unused))
        return false;
    out->planned = strtoll(text + strcspn(text, " "), &end, 10);
    out->last_message = strtoll(end, &end, 10);
    return *end == '\0';
}

static bool read_evening(struct db *db, struct arena *arena,
                         struct evening *out, bool *known, struct error *err)
{
    const char *text;

    *out = (struct evening){0};
    if (!setting_get(db, SETTING_EVENING, arena, &text, err))
        return false;
    *known = text != NULL && parse_evening(text, out);
    return true;
}

static bool write_evening(struct db *db, const struct evening *evening,
                          struct arena *arena, struct error *err)
{
    char date[CIVIL_DATE_TEXT_MAX];

    return setting_set(db, SETTING_EVENING,
                       arena_printf(arena, "%s %lld %lld",
                                    civil_format_date(evening->date, date),
                                    (long long)evening->planned,
                                    (long long)evening->last_message),
                       err);
}

/* Of what was planned yesterday, too little left today. */
static bool compare(struct db *db, const struct evening *last,
                    struct civil_date today, struct instant now,
                    struct arena *arena, struct error *err)
{
    char date[CIVIL_DATE_TEXT_MAX];
    int64_t left = 0;
    struct alarm alarm = {
        .kind = ALARM_SILENCE,
        .subject = arena_strdup(arena, civil_format_date(today, date)),
        .mend = "'kept doctor' says what is in the way, 'kept plan' what was "
                "skipped and why; 'kept callsheet' has whom to telephone.",
    };

    if (!db_ask_i64(db, sql_left, &left, err,
                    DB_VALUES(DB_I64(last->last_message))) ||
        !alarm_end_others(db, ALARM_SILENCE, &(struct alarms){0}, now, err))
        return false;
    if (last->planned == 0 ||
        (left != 0 &&
         (last->planned < EVENING_COUNTED_MIN || 2 * left >= last->planned)))
        return true;
    alarm.text =
        arena_printf(arena, "%lld reminders were planned for today; %lld left.",
                     (long long)last->planned, (long long)left);
    return alarm_raise(db, &alarm, now, err);
}

static bool look_ahead(struct db *db, const struct zone *zone,
                       struct evening *out, struct error *err)
{
    struct instant from = zone_day_start(zone, civil_add_days(out->date, 1));
    struct instant until = zone_day_start(zone, civil_add_days(out->date, 2));

    return db_ask_i64(db, sql_planned, &out->planned, err,
                      DB_VALUES(DB_I64(from.unix_s), DB_I64(until.unix_s))) &&
           db_ask_i64(db, sql_last, &out->last_message, err, NULL, 0);
}

bool watch_evening(struct db *db, const struct office *office,
                   struct instant now, struct arena *arena, struct error *err)
{
    struct civil_time wall = zone_civil(&office->zone, now);
    int minute = wall.hour * 60 + wall.minute;
    struct evening today = {.date = wall.date};
    struct evening last;
    bool known;
    bool is_next;

    if (minute < evening_minute(&office->window, civil_weekday(wall.date)))
        return true;
    if (!read_evening(db, arena, &last, &known, err))
        return false;
    if (known && civil_compare(last.date, wall.date) >= 0)
        return true;
    is_next =
        known && civil_compare(civil_add_days(last.date, 1), wall.date) == 0;
    if (is_next && !compare(db, &last, wall.date, now, arena, err))
        return false;
    return look_ahead(db, &office->zone, &today, err) &&
           write_evening(db, &today, arena, err) &&
           alarm_end(db, ALARM_DOWN, "", now, err);
}
