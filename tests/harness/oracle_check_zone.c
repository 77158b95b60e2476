#include <stdio.h>

#include "scheduler/policy.h"
#include "scheduler/rule_time.h"
#include "scheduler/window.h"
#include "tests/harness/oracle_check.h"

/* What is asked of one zone around one change of its clock. */
struct probe {
    const struct oracle_clock *clock;
    int64_t change_s;
    uint64_t differences;
};

static void differs(struct probe *probe, const char *what, int64_t at_s)
{
    char text[INSTANT_TEXT_MAX];

    probe->differences++;
    (void)fprintf(stderr, "%s differs in %s at %s\n", what,
                  probe->clock->zone.name,
                  instant_format((struct instant){at_s}, text));
}

/* Seconds around a change at which something could go wrong. */
static const int64_t near_s[] = {
    -2 * DAY_S, -DAY_S, -7201, -7200, -3601,     -3600, -1801,     -1800,
    -900,       -61,    -60,   -59,   -1,        0,     1,         59,
    60,         899,    1799,  1800,  1801,      3599,  3600,      3601,
    5400,       7199,   7200,  9000,  DAY_S - 1, DAY_S, DAY_S + 1, 2 * DAY_S,
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The library behind base/zone and glibc read the same files. */
static void check_clock(struct probe *probe)
{
    const struct zone *zone = &probe->clock->zone;

    for (size_t i = 0; i < COUNT_OF(near_s); i++) {
        int64_t at_s = probe->change_s + near_s[i];
        int64_t wall_s = oracle_wall(probe->clock, at_s);
        struct civil_time wall = civil_from_seconds(wall_s);

        if (zone_offset_s(zone, (struct instant){at_s}) != wall_s - at_s)
            differs(probe, "zone_offset_s", at_s);
        if (civil_to_seconds(zone_civil(zone, (struct instant){at_s})) !=
            wall_s)
            differs(probe, "zone_civil", at_s);
        if (zone_instant(zone, wall, NULL).unix_s !=
            oracle_instant(probe->clock, wall_s))
            differs(probe, "zone_instant", at_s);
    }
    /* Walls of before, as if the change were not: among them the gap. */
    for (int64_t wall_s = probe->change_s - 4 * HOUR_S;
         wall_s <= probe->change_s + 4 * HOUR_S; wall_s += 450) {
        int64_t before_s = wall_s +
                           oracle_wall(probe->clock, probe->change_s - 1) -
                           (probe->change_s - 1);

        if (zone_instant(zone, civil_from_seconds(before_s), NULL).unix_s !=
            oracle_instant(probe->clock, before_s))
            differs(probe, "zone_instant (gap)", wall_s);
    }
}

static struct week every_day(struct minute_span a, struct minute_span b)
{
    struct week week = {0};

    for (size_t i = 0; i < WEEKDAY_COUNT; i++) {
        week.day[i].span[week.day[i].count++] = a;
        if (b.until > 0)
            week.day[i].span[week.day[i].count++] = b;
    }
    return week;
}

static void check_fit(struct probe *probe, const struct week *window,
                      int64_t due_s, int64_t now_s)
{
    const struct zone *zone = &probe->clock->zone;
    struct oracle_fit fit = {now_s, due_s, due_s + 7 * HOUR_S};
    struct instant got = {due_s};
    int64_t expected_s = due_s;
    bool is_found = oracle_fit(probe->clock, window, fit, &expected_s);

    if (window_fit(window, zone, (struct instant){now_s}, &got,
                   (struct instant){fit.expires_s}) != is_found ||
        got.unix_s != expected_s)
        differs(probe, "window_fit", due_s);
}

static void check_window(struct probe *probe, const struct week *window)
{
    const struct zone *zone = &probe->clock->zone;

    for (size_t i = 0; i < COUNT_OF(near_s); i++) {
        int64_t at_s = probe->change_s + near_s[i];
        int64_t until_s = at_s + 30 * HOUR_S;
        struct instant got = {-1};
        int64_t expected_s = -1;
        bool is_found =
            oracle_next(probe->clock, window, at_s, until_s, &expected_s);

        if (window_is_open(window, zone, (struct instant){at_s}) !=
            oracle_is_open(probe->clock, window, at_s))
            differs(probe, "window_is_open", at_s);
        if (window_next(window, zone, (struct instant){at_s},
                        (struct instant){until_s}, &got) != is_found ||
            got.unix_s != expected_s)
            differs(probe, "window_next", at_s);
        if (is_found && window_next(window, zone, (struct instant){at_s},
                                    (struct instant){expected_s}, &got))
            differs(probe, "window_next (until)", at_s);
        check_fit(probe, window, at_s, at_s - 2 * DAY_S);
        check_fit(probe, window, at_s, at_s - 1200);
        check_fit(probe, window, at_s, at_s + 1200);
    }
}

static void check_rules(struct probe *probe)
{
    static const int64_t counts[] = {1, 2, 3};
    static const int fixed[] = {-1, 0, 90, 150, 1110, 1439};
    static const struct office office = {.name = "always"};
    struct appointment visit = {
        .zone = probe->clock->zone,
        .service = "",
        .provider = "",
        .site = "",
    };

    for (size_t i = 0; i < 3 * COUNT_OF(near_s) * COUNT_OF(fixed); i++)
        for (size_t j = 0; j < 2 * COUNT_OF(counts); j++) {
            struct rule rule = {
                .kind = j % 2 == 0 ? MESSAGE_REMINDER : MESSAGE_MISSED,
                .unit = i % 3,
                .count = counts[j / 2],
                .at_minute = fixed[i / 3 % COUNT_OF(fixed)],
            };
            struct instant got = {-1};
            int64_t expected_s = -1;

            if (rule.unit == RULE_ELAPSED)
                rule.count *= 12 * HOUR_S;
            visit.start.unix_s =
                probe->change_s + near_s[i / 3 / COUNT_OF(fixed)];
            if (rule_time(&office, &rule, &visit, &got) !=
                    oracle_rule_time(probe->clock, &office, &rule, &visit,
                                     &expected_s) ||
                got.unix_s != expected_s)
                differs(probe, "rule_time", visit.start.unix_s);
        }
}

uint64_t oracle_check_zone(const char *zone, size_t windows,
                           struct oracle_tally *tally)
{
    const struct week all[ORACLE_WINDOWS] = {
        policy_default_window(),
        every_day((struct minute_span){0, 1440}, (struct minute_span){0}),
        every_day((struct minute_span){0, 120},
                  (struct minute_span){1320, 1440}),
        every_day((struct minute_span){120, 180}, (struct minute_span){0}),
        every_day((struct minute_span){59, 60}, (struct minute_span){90, 91}),
    };
    int64_t changes[10];
    size_t count = oracle_changes(zone, INT64_C(2208988800), changes);
    uint64_t differences = 0;
    struct oracle_clock clock;

    for (size_t i = 0; i < count; i++) {
        struct probe probe = {.clock = &clock, .change_s = changes[i]};

        oracle_clock_read(zone, changes[i] - 30 * DAY_S,
                          changes[i] + 30 * DAY_S, &clock);
        check_clock(&probe);
        check_rules(&probe);
        for (size_t j = 0; j < windows; j++)
            check_window(&probe, &all[(i + j) % ORACLE_WINDOWS]);
        differences += probe.differences;
        tally->changes++;
    }
    return differences;
}
