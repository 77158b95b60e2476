#include "app/jobs/watch.h"

#include <stdlib.h>
#include <string.h>

#include "app/jobs/look_note.h"
#include "app/jobs/watch_evening.h"
#include "app/show.h"
#include "store/feeds.h"
#include "store/settings.h"

/* A look in hand. */
struct watch {
    struct db *db;
    const struct office *office;
    struct instant now;
    struct arena *arena;
    struct alarms found; /* of the kind being looked for */
    size_t room;
    struct error *err;
};

static const char sql_gateways[] =
    "SELECT name, reason FROM gateway WHERE stopped_s IS NOT NULL";

static const char sql_overdue[] =
    "SELECT (SELECT count(*) FROM message WHERE state = 'planned'"
    "           AND channel = ?1 AND due_s < ?2)"
    "     + (SELECT count(*) FROM reminder WHERE state = 'planned'"
    "           AND message IS NULL AND channel = ?1 AND due_s < ?2)";

static const char sql_unknown[] =
    "SELECT count(*) FROM message WHERE state = 'unknown' AND created_s >= ?1";

static void find(struct watch *watch, const char *kind, const char *subject,
                 const char *text, const char *mend)
{
    arena_reserve(watch->arena, watch->found.items, watch->found.count,
                  watch->room, struct alarm);
    watch->found.items[watch->found.count++] = (struct alarm){
        .kind = kind, .subject = subject, .text = text, .mend = mend};
}

/* What was found of a kind is an alarm, and nothing else of it any more. */
static bool settle(struct watch *watch, const char *kind)
{
    bool ok = alarm_end_others(watch->db, kind, &watch->found, watch->now,
                               watch->err);

    for (size_t i = 0; ok && i < watch->found.count; i++)
        ok = alarm_raise(watch->db, &watch->found.items[i], watch->now,
                         watch->err);
    watch->found.count = 0;
    return ok;
}

static bool look_at_gateways(struct watch *watch)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    if (!db_prepare(watch->db, sql_gateways, &stmt, watch->err))
        return false;
    while ((ok = db_step(stmt, &row, watch->err)) && row) {
        const char *name = db_column_copy(stmt, 0, watch->arena);

        find(watch, ALARM_GATEWAY, name,
             arena_printf(watch->arena,
                          "Gateway '%s' has stopped, nothing leaves through "
                          "it any more: %s",
                          name, db_column_text(stmt, 1)),
             "Mend its key, sender or balance, then reload kept serve (SIGHUP) "
             "or restart it. What waits leaves then, as long as it is of use.");
    }
    db_finish(stmt);
    return ok && settle(watch, ALARM_GATEWAY);
}

static void judge_feed(struct watch *watch, const struct feed_row *row)
{
    bool is_held = strcmp(row->state, "suspicious") == 0;
    bool is_failing =
        strcmp(row->state, "rejected") == 0 &&
        (row->failures >= LOOK_FAILURES_TOLD || look_is_gone(row, watch->now));

    if (is_held)
        find(watch, ALARM_FEED, row->name,
             arena_printf(watch->arena, "Calendar '%s' is held: %s", row->name,
                          row->detail),
             "Look at the calendar; 'kept feed show' says what would go, "
             "'kept feed accept' or 'reject' answers. Nothing was taken away.");
    else if (is_failing)
        find(watch, ALARM_FEED, row->name,
             arena_printf(watch->arena, "Calendar '%s' cannot be read: %s",
                          row->name, row->detail),
             "Open its address in a browser; put the right one into the office "
             "file. What is known stays, and is reminded of.");
}

static bool look_at_feeds(struct watch *watch)
{
    for (size_t i = 0; i < watch->office->feed_count; i++) {
        struct feed_row row;

        if (!feed_load(watch->db, watch->office->feeds[i].name, watch->arena,
                       &row, watch->err))
            return false;
        judge_feed(watch, &row);
    }
    return settle(watch, ALARM_FEED);
}

/* A stopped gateway has an alarm of its own. */
static bool look_at_overdue(struct watch *watch)
{
    struct instant before =
        instant_sub(watch->now, (struct span){WATCH_OVERDUE_S});

    for (int i = 0; i < CHANNEL_COUNT; i++) {
        const char *channel = channel_name((enum channel)i);
        int64_t count = 0;

        if (!db_ask_i64(watch->db, sql_overdue, &count, watch->err,
                        DB_VALUES(DB_TEXT(channel), DB_I64(before.unix_s))))
            return false;
        if (count == 0)
            continue;
        find(watch, ALARM_OVERDUE, channel,
             arena_printf(watch->arena,
                          "%lld messages by %s should have left half an hour "
                          "ago, and have not.",
                          (long long)count, channel),
             "'kept doctor' says what is in the way; 'kept callsheet' whom to "
             "telephone meanwhile.");
    }
    return settle(watch, ALARM_OVERDUE);
}

static bool look_at_unknown(struct watch *watch)
{
    struct instant since = instant_sub(watch->now, (struct span){DAY_S});
    int64_t count = 0;

    if (!db_ask_i64(watch->db, sql_unknown, &count, watch->err,
                    DB_VALUES(DB_I64(since.unix_s))))
        return false;
    if (count != 0)
        find(watch, ALARM_UNKNOWN, "",
             arena_printf(watch->arena,
                          "Of %lld messages of the last day nobody knows "
                          "whether they arrived.",
                          (long long)count),
             "They are not repeated, lest somebody reads them twice. 'kept "
             "callsheet' has whom to telephone.");
    return settle(watch, ALARM_UNKNOWN);
}

/* A day's alarm ends with it. */
static bool look_at_spending(struct watch *watch)
{
    char today[CIVIL_DATE_TEXT_MAX];
    struct alarm own = {
        .subject =
            civil_format_date(zone_civil(&watch->office->zone, watch->now).date,
                              today)};
    struct alarms still = {.items = &own, .count = 1};

    return alarm_end_others(watch->db, ALARM_SPENDING, &still, watch->now,
                            watch->err);
}

bool watch_look(struct db *db, const struct office *office, struct instant now,
                struct error *err)
{
    struct arena arena = {0};
    struct watch watch = {
        .db = db, .office = office, .now = now, .arena = &arena, .err = err};
    bool live = false;
    bool ok = setting_is_live(db, &live, err) && look_at_gateways(&watch) &&
              look_at_feeds(&watch);

    if (ok && live)
        ok = look_at_overdue(&watch) && look_at_unknown(&watch) &&
             look_at_spending(&watch) &&
             watch_evening(db, office, now, &arena, err);
    arena_free(&arena);
    return ok || error_wrap(err, "watching");
}

bool watch_start(struct db *db, const struct office *office, struct instant now,
                 struct error *err)
{
    struct arena arena = {0};
    const char *beat = NULL;
    char from[40];
    char until[40];
    struct instant last;
    bool live;
    bool ok = setting_is_live(db, &live, err) &&
              setting_get(db, SETTING_HEARTBEAT, &arena, &beat, err);

    last.unix_s = beat == NULL ? now.unix_s : strtoll(beat, NULL, 10);
    if (ok && live && instant_since(now, last).s >= WATCH_DOWN_S) {
        const struct alarm alarm = {
            .kind = ALARM_DOWN,
            .subject = "",
            .text = arena_printf(
                &arena,
                "kept did not run from %s to %s. What was due in that time "
                "leaves now, as long as it is of use.",
                show_wall(&office->zone, last, from),
                show_wall(&office->zone, now, until)),
            .mend = "Let it be started with the machine (systemd), and look "
                    "why it stopped. 'kept callsheet' has whom nobody told.",
        };

        ok = alarm_raise(db, &alarm, now, err);
    }
    arena_free(&arena);
    return ok;
}
