#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/command.h"
#include "app/handover.h"
#include "app/jobs/look_note.h"
#include "net/child_walls.h"
#include "notifiers/notifier.h"
#include "store/alarms.h"
#include "store/backup.h"
#include "store/feeds.h"
#include "store/gateways.h"
#include "store/reviews.h"
#include "store/settings.h"

/*
 * doctor - checks what the office stands on; each line says how to mend
 */

/* Below this a busy day may not fit any more. */
#define DISK_FREE_MIN   (256ULL * 1024 * 1024)

/* A clock before this program was written is wrong. */
#define CLOCK_MIN_S     INT64_C(1764000000)

/* Two missed looks: the daemon is not there. */
#define HEARTBEAT_MAX_S 180

enum health { HEALTH_OK, HEALTH_WARNING, HEALTH_FAILED };

struct examination {
    struct call *call;
    json_t *list;
    enum health worst;
};

static const char *health_name(enum health health)
{
    static const char *const names[] = {"ok", "warning", "failed"};

    return names[health];
}

static void note(struct examination *on, const char *check, enum health health,
                 const char *text, const char *mend)
{
    if (health > on->worst)
        on->worst = health;
    (void)json_array_append_new(
        on->list, json_pack("{s:s, s:s, s:s, s:s?}", "check", check, "health",
                            health_name(health), "text", text, "mend", mend));
    if (!on->call->json)
        (void)fprintf(on->call->out, "%-8s %-10s %s%s%s\n", health_name(health),
                      check, text,
                      mend == NULL ? "" : "\n                    → ",
                      str_or_empty(mend));
}

static void check_zones(struct examination *on)
{
    char version[ZONE_NAME_MAX];
    struct zone zone;
    struct error err;

    if (!zone_load("Europe/Paris", &zone, &err))
        note(on, "zones", HEALTH_FAILED, "the system has no time zone data",
             "apt-get install tzdata");
    else if (*zone_data_version(version) == '\0')
        note(on, "zones", HEALTH_OK, "zone data is there, of no told version",
             NULL);
    else
        note(on, "zones", HEALTH_OK,
             arena_printf(on->call->arena, "zone data of %s", version), NULL);
}

static void check_clock(struct examination *on)
{
    if (call_now(on->call).unix_s < CLOCK_MIN_S)
        note(on, "clock", HEALTH_FAILED, "the clock is years behind",
             "set it, and keep it right with NTP (timedatectl set-ntp true)");
    else
        note(on, "clock", HEALTH_OK, "the clock shows a plausible time", NULL);
}

static void check_disk(struct examination *on)
{
    struct statvfs fs;
    unsigned long long room;

    if (statvfs(on->call->db_path, &fs) != 0)
        return;
    room = (unsigned long long)fs.f_bavail * fs.f_frsize;
    if (room < DISK_FREE_MIN)
        note(on, "disk", HEALTH_WARNING,
             arena_printf(on->call->arena, "%llu MiB are free",
                          room / 1024 / 1024),
             "free some space on the database's disk");
    else
        note(on, "disk", HEALTH_OK,
             arena_printf(on->call->arena, "%llu MiB are free",
                          room / 1024 / 1024),
             NULL);
}

/* Behind them a child reads what strangers send. */
static void check_walls(struct examination *on)
{
    struct child_walls walls = child_walls_offered();

    if (!walls.seccomp)
        note(on, "walls", HEALTH_FAILED,
             "this kernel has no seccomp filters: calendars cannot be read",
             "use a kernel with CONFIG_SECCOMP_FILTER, or allow seccomp in the "
             "container");
    else if (walls.landlock == 0)
        note(on, "walls", HEALTH_OK,
             "calendars are read behind seccomp; this kernel has no landlock",
             NULL);
    else
        note(on, "walls", HEALTH_OK,
             arena_printf(on->call->arena,
                          "calendars are read behind seccomp and landlock %d",
                          walls.landlock),
             NULL);
}

static bool check_database(struct examination *on)
{
    const char *verdict;
    struct db *db;
    struct error err;

    if (!call_reader(on->call, &db, &err) ||
        !database_check(db, true, on->call->arena, &verdict, &err)) {
        note(on, "database", HEALTH_FAILED,
             arena_strdup(on->call->arena, err.text),
             "name the right one with --db, or make one with 'kept init'");
        return false;
    }
    if (strcmp(verdict, "ok") != 0) {
        note(on, "database", HEALTH_FAILED, verdict,
             "stop kept and restore a backup: kept restore FILE");
        return false;
    }
    note(on, "database", HEALTH_OK,
         arena_printf(on->call->arena, "%s is whole", on->call->db_path), NULL);
    return true;
}

static void check_office(struct examination *on)
{
    struct office office;
    struct error err;

    if (!call_office(on->call, &office, &err))
        note(on, "office", HEALTH_FAILED,
             arena_strdup(on->call->arena, err.text),
             "mend it with 'kept office import FILE'");
    else if (*office.country == '\0')
        note(on, "office", HEALTH_WARNING,
             "no country: national telephone numbers cannot be texted",
             "set office.country in the office file");
    else
        note(on, "office", HEALTH_OK,
             arena_printf(on->call->arena, "%s, %zu rules, %zu feeds",
                          office.name, office.rule_count, office.feed_count),
             NULL);
}

static void check_gateway(struct examination *on, enum channel channel,
                          const struct gateway_settings *settings)
{
    const char *check = channel_name(channel);
    const char *stopped = NULL;
    struct db *db;
    struct error err;

    if (!gateway_validate(settings, &err)) {
        note(on, check, HEALTH_FAILED, arena_strdup(on->call->arena, err.text),
             "mend kept.yaml");
        return;
    }
    if (call_reader(on->call, &db, &err) &&
        gateway_stopped(db, settings->name, on->call->arena, &stopped, &err) &&
        stopped != NULL) {
        note(on, check, HEALTH_FAILED,
             arena_printf(on->call->arena, "gateway '%s' is stopped: %s",
                          settings->name, stopped),
             "mend its key, sender or balance, then reload (SIGHUP) or "
             "restart kept serve");
        return;
    }
    note(on, check, HEALTH_OK,
         arena_printf(on->call->arena, "gateway '%s' (%s)", settings->name,
                      settings->kind),
         NULL);
}

static void check_config(struct examination *on)
{
    struct config config;
    struct error err;

    if (!call_config(on->call, &config, &err)) {
        note(on, "config", HEALTH_FAILED,
             arena_strdup(on->call->arena, err.text), "mend kept.yaml");
        return;
    }
    note(on, "config", HEALTH_OK,
         on->call->config_path == NULL
             ? "no kept.yaml: messages go to the outbox"
             : on->call->config_path,
         NULL);
    for (int i = 0; i < CHANNEL_COUNT; i++)
        check_gateway(on, (enum channel)i, &config.gateways[i]);
}

static void check_feed(struct examination *on, const struct feed_row *row)
{
    struct arena *arena = on->call->arena;
    bool is_rejected = strcmp(row->state, "rejected") == 0;

    if (strcmp(row->state, "ok") == 0 || strcmp(row->state, "new") == 0)
        note(on, "feed", HEALTH_OK,
             arena_printf(arena, "%s is %s", row->name, row->state), NULL);
    else if (look_is_gone(row, call_now(on->call)))
        note(on, "feed", HEALTH_FAILED,
             arena_printf(arena, "%s is gone: %s", row->name, row->detail),
             "ask for the calendar's address and put it into the office file; "
             "nothing was taken away meanwhile");
    else if (is_rejected && row->failures < LOOK_FAILURES_TOLD)
        note(on, "feed", HEALTH_OK,
             arena_printf(arena, "%s is asked again soon: %s", row->name,
                          row->detail),
             NULL);
    else
        note(on, "feed", HEALTH_WARNING,
             arena_printf(arena, "%s is %s: %s", row->name, row->state,
                          row->detail),
             "look at the calendar; nothing was taken away meanwhile");
}

static void check_feeds(struct examination *on)
{
    struct office office;
    struct db *db;
    struct error err;

    if (!call_office(on->call, &office, &err) ||
        !call_reader(on->call, &db, &err))
        return;
    for (size_t i = 0; i < office.feed_count; i++) {
        const struct feed *feed = &office.feeds[i];
        struct feed_row row;

        if (!feed_load(db, feed->name, on->call->arena, &row, &err))
            return;
        check_feed(on, &row);
        if (row.moved_source != NULL && str_same(row.moved_from, feed->source))
            note(on, "feed", HEALTH_WARNING,
                 arena_printf(on->call->arena, "%s has moved for good, to %s",
                              row.name,
                              source_name(row.moved_source, on->call->arena)),
                 "put its new address into the office file; until then it is "
                 "read there");
    }
}

static void check_doubtful(struct examination *on)
{
    static const char sql[] =
        "SELECT count(*) FROM message WHERE state = 'unknown'";
    int64_t count = 0;
    struct db *db;
    struct error err;

    if (call_reader(on->call, &db, &err) &&
        db_ask_i64(db, sql, &count, &err, NULL, 0) && count != 0)
        note(on, "messages", HEALTH_WARNING,
             arena_printf(on->call->arena,
                          "of %lld messages nobody knows whether they arrived",
                          (long long)count),
             "'kept plan' and 'kept why' name them; phone those customers");
}

static void check_review(struct examination *on)
{
    int64_t count = 0;
    struct db *db;
    struct error err;

    if (call_reader(on->call, &db, &err) && review_count(db, &count, &err) &&
        count != 0)
        note(on, "review", HEALTH_WARNING,
             arena_printf(on->call->arena, "%lld wait%s for an answer",
                          (long long)count, count == 1 ? "s" : ""),
             "'kept review' says what, and what each answer does");
}

static void check_alarms(struct examination *on)
{
    struct alarms alarms;
    struct db *db;
    struct error err;

    if (call_reader(on->call, &db, &err) &&
        alarm_list(db, on->call->arena, &alarms, &err) && alarms.count != 0)
        note(on, "alarms", HEALTH_WARNING,
             arena_printf(on->call->arena, "%zu go%s on", alarms.count,
                          alarms.count == 1 ? "es" : ""),
             "'kept alarm' says of what, and what to do");
}

static void check_daemon(struct examination *on)
{
    const char *beat = NULL;
    bool is_live;
    struct db *db;
    struct error err;
    int64_t age;

    if (!call_reader(on->call, &db, &err) ||
        !setting_get(db, SETTING_HEARTBEAT, on->call->arena, &beat, &err) ||
        !setting_is_live(db, &is_live, &err))
        return;
    note(on, "live", HEALTH_OK,
         is_live ? "messages go to customers"
                 : "not live: nothing goes to customers",
         NULL);
    age = beat == NULL ? INT64_MAX
                       : call_now(on->call).unix_s - strtoll(beat, NULL, 10);
    if (age > HEARTBEAT_MAX_S)
        note(on, "daemon", HEALTH_WARNING, "kept serve does not run",
             "start it; until then nothing is sent by itself");
    else
        note(on, "daemon", HEALTH_OK, "kept serve runs", NULL);
}

static int run(struct call *call)
{
    struct examination on = {.call = call, .list = json_array()};

    check_zones(&on);
    check_clock(&on);
    check_walls(&on);
    check_config(&on);
    if (check_database(&on)) {
        check_office(&on);
        check_disk(&on);
        check_feeds(&on);
        check_doubtful(&on);
        check_review(&on);
        check_alarms(&on);
        check_daemon(&on);
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o, s:s}", "checks", on.list,
                                        "health", health_name(on.worst)));
    else
        json_decref(on.list);
    return on.worst == HEALTH_OK ? EXIT_DONE : EXIT_NEEDS_PERSON;
}

const struct command command_doctor = {
    .name = "doctor",
    .kind = COMMAND_READS,
    .words = "",
    .help = "Checks what the office stands on; each line says how to mend.",
    .example = "kept doctor",
    .run = run,
};
