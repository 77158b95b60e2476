#include "tests/harness/oracle_scene.h"

#include <string.h>

#include "base/dice.h"
#include "scheduler/policy.h"

/* As far as tables and machines of 32 bits agree. */
#define LAST_S INT64_C(2208988800) /* 2040 */

static const char *const service_names[] = {"Cleaning", "Check"};
static const char *const provider_names[] = {"Ada", "Ben"};
static const char *const site_names[] = {"North", "South"};
static const char *const rule_names[PLAN_RULES_MAX] = {"a", "b", "c", "d",
                                                       "e", "f", "g", "h"};

/* Clocks with something of their own. */
static const char *const odd_zones[] = {
    "Pacific/Apia",     "Pacific/Chatham",    "Australia/Lord_Howe",
    "Africa/El_Aaiun",  "America/Nuuk",       "Africa/Casablanca",
    "Asia/Kathmandu",   "Pacific/Kiritimati", "Pacific/Kwajalein",
    "Europe/Dublin",    "Antarctica/Troll",   "Europe/Paris",
    "America/New_York", "America/St_Johns",   "Asia/Beirut",
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool one_in(struct dice *dice, uint32_t times)
{
    return dice_below(dice, times) == 0;
}

static int64_t between(struct dice *dice, int64_t least, int64_t most)
{
    return least + dice_below(dice, (uint32_t)(most - least + 1));
}

void scene_season(const struct oracle_zones *zones, uint64_t seed,
                  struct scene_season *out)
{
    struct dice dice = {seed / SCENE_SEASON};
    const char *zone = zones->names[dice_below(&dice, (uint32_t)zones->count)];
    int64_t changes[10];
    size_t count;

    dice_next(&dice);
    if (one_in(&dice, 2))
        zone = odd_zones[dice_below(&dice, COUNT_OF(odd_zones))];
    count = oracle_changes(zone, between(&dice, 1400000000, LAST_S), changes);
    out->middle_s = between(&dice, 100000000, LAST_S);
    if (count > 0 && !one_in(&dice, 4))
        out->middle_s = changes[dice_below(&dice, (uint32_t)count)];
    oracle_clock_read(zone, out->middle_s - 1300 * DAY_S,
                      out->middle_s + 1300 * DAY_S, &out->clock);
}

static struct day_spans roll_spans(struct dice *dice)
{
    static const struct day_spans common[] = {
        {.count = 0},
        {.count = 1, .span = {{540, 1200}}},
        {.count = 1, .span = {{0, 1440}}},
        {.count = 2, .span = {{0, 120}, {1320, 1440}}},
        {.count = 2, .span = {{510, 750}, {840, 1110}}},
        {.count = 1, .span = {{120, 180}}},
        {.count = 1, .span = {{719, 720}}},
        {.count = 3, .span = {{60, 90}, {90, 150}, {1439, 1440}}},
    };
    struct day_spans spans = {0};
    int from = 0;

    if (!one_in(dice, 3))
        return common[dice_below(dice, COUNT_OF(common))];
    for (size_t i = dice_below(dice, 4); i > 0 && from < 1430; i--) {
        struct minute_span span = {(int)between(dice, from, 1438), 0};

        span.until = (int)between(dice, span.from + 1, 1440);
        spans.span[spans.count++] = span;
        from = span.until + 1;
    }
    return spans;
}

static struct week roll_week(struct dice *dice)
{
    struct week week;
    struct day_spans every = roll_spans(dice);
    bool is_even = one_in(dice, 2);

    for (size_t i = 0; i < WEEKDAY_COUNT; i++)
        week.day[i] = is_even ? every : roll_spans(dice);
    return week;
}

static struct date_ranges roll_ranges(struct dice *dice, int64_t middle_s,
                                      struct date_range *items)
{
    struct date_ranges ranges = {.items = items};

    if (one_in(dice, 2))
        return ranges;
    ranges.count = (size_t)between(dice, 1, SCENE_RANGES_MAX);
    for (size_t i = 0; i < ranges.count; i++) {
        int64_t first = middle_s / DAY_S + between(dice, -20, 15);
        int64_t last = first + between(dice, 0, 3);

        if (one_in(dice, 100))
            last = first + between(dice, 900, 1010);
        if (one_in(dice, 100))
            first -= between(dice, 900, 1010);
        /* As far as opendays.h looks, give or take some days. */
        if (one_in(dice, 100)) {
            first = middle_s / DAY_S - between(dice, 992, 1006);
            last = middle_s / DAY_S + 20;
        }
        items[i].first = civil_from_days(first);
        items[i].last = civil_from_days(last);
    }
    return ranges;
}

static struct name_list roll_scope(struct dice *dice, const char *const *names)
{
    struct name_list list = {0};

    if (!one_in(dice, 8))
        return list;
    list.count = (size_t)between(dice, 1, 2);
    list.items = list.count == 1 ? names + dice_below(dice, 2) : names;
    return list;
}

static int64_t roll_count(struct dice *dice, enum rule_unit unit)
{
    if (unit != RULE_ELAPSED)
        return one_in(dice, 20) ? between(dice, 8, 120) : between(dice, 1, 7);
    switch (dice_below(dice, 4)) {
    case 0:
        return between(dice, 1, 600);
    case 1:
        return between(dice, 1, 12) * HOUR_S;
    case 2:
        return between(dice, 1, 5) * DAY_S;
    default:
        return between(dice, 1, 3 * DAY_S);
    }
}

static size_t roll_channels(struct dice *dice,
                            enum channel channels[CHANNEL_COUNT])
{
    channels[0] = one_in(dice, 2) ? CHANNEL_SMS : CHANNEL_MAIL;
    channels[1] = channels[0] == CHANNEL_SMS ? CHANNEL_MAIL : CHANNEL_SMS;
    return one_in(dice, 4) ? 1 : 2;
}

static struct rule roll_rule(struct dice *dice, const char *name)
{
    struct rule rule = {.name = name, .at_minute = -1};

    rule.kind = one_in(dice, 5) ? MESSAGE_MISSED : MESSAGE_REMINDER;
    rule.unit = dice_below(dice, 3);
    rule.count = roll_count(dice, rule.unit);
    if (one_in(dice, 2))
        rule.at_minute = (int)between(dice, 0, 1439);
    if (one_in(dice, 20))
        rule.at_minute = one_in(dice, 2) ? 0 : 1439;
    rule.channel_count = roll_channels(dice, rule.channels);
    rule.late = dice_below(dice, 3);
    rule.only_new = one_in(dice, 10);
    rule.only_known = one_in(dice, 10);
    rule.only_unconfirmed = one_in(dice, 10);
    rule.services = roll_scope(dice, service_names);
    rule.providers = roll_scope(dice, provider_names);
    rule.sites = roll_scope(dice, site_names);
    if (one_in(dice, 3))
        rule.fallback.s = between(dice, 1, 3000) * MINUTE_S;
    return rule;
}

static void roll_hours(struct dice *dice, struct oracle_scene *scene)
{
    struct office *office = &scene->office;

    office->hours = scene->hours;
    if (office->site_count == 0) {
        office->hours_count = dice_below(dice, 2);
        scene->hours[0].site = "";
    } else if (one_in(dice, 2)) {
        office->hours_count = 2;
        scene->hours[0].site = site_names[0];
        scene->hours[1].site = one_in(dice, 2) ? site_names[1] : "";
    }
    for (size_t i = 0; i < office->hours_count; i++)
        scene->hours[i].week = roll_week(dice);
}

static void roll_notice(struct dice *dice, enum message_kind kind,
                        struct rule *out)
{
    *out = policy_default_notice(kind);
    if (one_in(dice, 2))
        out->channel_count = roll_channels(dice, out->channels);
    if (one_in(dice, 5))
        out->channel_count = 0;
}

static void roll_office(struct dice *dice, int64_t start_s,
                        struct oracle_scene *scene)
{
    struct office *office = &scene->office;

    office->window =
        one_in(dice, 3) ? policy_default_window() : roll_week(dice);
    office->closed = roll_ranges(dice, start_s, scene->ranges[0]);
    office->public_holidays = roll_ranges(dice, start_s, scene->ranges[1]);
    office->sites = scene->sites;
    office->site_count = one_in(dice, 2) ? 2 : 0;
    office->providers = scene->providers;
    office->provider_count = 2;
    for (size_t i = 0; i < 2; i++) {
        scene->sites[i].name = site_names[i];
        scene->sites[i].closed =
            roll_ranges(dice, start_s, scene->ranges[2 + i]);
        scene->providers[i].name = provider_names[i];
        scene->providers[i].site = "";
        scene->providers[i].closed =
            roll_ranges(dice, start_s, scene->ranges[4 + i]);
    }
    roll_hours(dice, scene);
    office->rules = scene->rules;
    office->rule_count = dice_below(dice, one_in(dice, 4) ? 9 : 6);
    for (size_t i = 0; i < office->rule_count; i++)
        scene->rules[i] = roll_rule(dice, rule_names[i]);
    roll_notice(dice, MESSAGE_MOVED, &office->moved);
    roll_notice(dice, MESSAGE_CANCELLED, &office->cancelled);
    office->grace.s = one_in(dice, 2) ? POLICY_GRACE_S : between(dice, 0, 7200);
}

static void roll_state(struct dice *dice, struct oracle_scene *scene)
{
    struct appointment *visit = &scene->visit;

    if (!one_in(dice, 4)) {
        visit->state =
            one_in(dice, 4) ? APPOINTMENT_CONFIRMED : APPOINTMENT_BOOKED;
    } else if (one_in(dice, 3)) {
        visit->state =
            one_in(dice, 2) ? APPOINTMENT_MOVED : APPOINTMENT_WITHDRAWN;
    } else {
        visit->state = APPOINTMENT_CANCELLED;
        visit->cancelled_by =
            one_in(dice, 4) ? CANCELLED_BY_CUSTOMER : CANCELLED_BY_OFFICE;
        visit->said.known = !one_in(dice, 5);
        visit->said.exact = one_in(dice, 2);
        visit->said.at.unix_s =
            visit->start.unix_s - between(dice, -7200, 5 * DAY_S);
        if (one_in(dice, 4))
            visit->said.at.unix_s = visit->start.unix_s -
                                    scene->office.grace.s +
                                    between(dice, -1, 1);
        visit->said.until.unix_s =
            visit->said.at.unix_s + between(dice, 1, 7200);
    }
    if (one_in(dice, 3))
        scene->request.attendance = dice_below(dice, ATTENDANCE_COUNT);
}

static void roll_visit(struct dice *dice, const struct scene_season *season,
                       struct oracle_scene *scene)
{
    static const char *const nothing = "";
    struct appointment *visit = &scene->visit;
    bool has_site = scene->office.site_count > 0 && !one_in(dice, 10);

    visit->id.row = 7;
    visit->zone = season->clock.zone;
    visit->start.unix_s =
        season->middle_s + between(dice, -3 * DAY_S, 4 * DAY_S);
    if (!one_in(dice, 4))
        visit->start.unix_s -= visit->start.unix_s % 300;
    /* Windows open on the hour, too. */
    if (one_in(dice, 2))
        visit->start.unix_s -=
            (oracle_wall(&season->clock, visit->start.unix_s) +
             1000000 * HOUR_S) %
            HOUR_S;
    visit->end.unix_s = visit->start.unix_s + 1800;
    visit->service =
        one_in(dice, 4) ? nothing : service_names[dice_below(dice, 2)];
    visit->provider =
        one_in(dice, 4) ? nothing : provider_names[dice_below(dice, 2)];
    visit->site = has_site ? site_names[dice_below(dice, 2)] : nothing;
    visit->is_missing = one_in(dice, 20);
}

static void roll_customer(struct dice *dice, struct oracle_scene *scene)
{
    struct customer *customer = &scene->customer;

    customer->id.row = 3;
    customer->phone = one_in(dice, 6) ? NULL : "+33639980012";
    if (customer->phone == NULL && one_in(dice, 2))
        customer->phone_doubt = "0639 98";
    customer->mail = one_in(dice, 6) ? NULL : "ada@example.org";
    customer->is_new = one_in(dice, 2);
    for (size_t i = 0; i < CHANNEL_COUNT; i++)
        customer->consent[i] =
            one_in(dice, 8) ? CONSENT_REFUSED : dice_below(dice, 2);
    scene->request.customer = one_in(dice, 20) ? NULL : customer;
}

/* Three weeks before; or around a rule's time; or late; or after the start. */
static void roll_known(struct dice *dice, const struct oracle_clock *clock,
                       struct oracle_scene *scene)
{
    int64_t start_s = scene->visit.start.unix_s;
    int64_t known_s = start_s - 21 * DAY_S;

    switch (dice_below(dice, 5)) {
    case 0:
        known_s = start_s - between(dice, 0, 5 * DAY_S);
        break;
    case 1:
        known_s = start_s - between(dice, -4 * DAY_S, 6 * HOUR_S);
        break;
    case 2:
    case 3:
        if (scene->office.rule_count > 0 &&
            oracle_rule_time(clock, &scene->office,
                             &scene->rules[dice_below(
                                 dice, (uint32_t)scene->office.rule_count)],
                             &scene->visit, &known_s))
            known_s += between(dice, -1, 1);
        /* A notice of then would cover the rule, or just not. */
        if (one_in(dice, 4))
            known_s -= POLICY_NOTICE_COVERS_S + scene->office.grace.s;
        break;
    default:
        break;
    }
    scene->request.known_since.unix_s = known_s;
    scene->request.now.unix_s = known_s;
}

void scene_roll(const struct scene_season *season, uint64_t seed,
                struct oracle_scene *out)
{
    struct dice dice = {seed};

    *out = (struct oracle_scene){0};
    roll_office(&dice, season->middle_s, out);
    roll_visit(&dice, season, out);
    roll_state(&dice, out);
    roll_customer(&dice, out);
    out->request.office = &out->office;
    out->request.appointment = &out->visit;
    roll_known(&dice, &season->clock, out);
    out->request.is_moved = one_in(&dice, 4);
    out->request.is_rebooked = one_in(&dice, 5);
    out->was = out->visit;
    if (!one_in(&dice, 4))
        out->was.start.unix_s += between(&dice, -2 * DAY_S, 2 * DAY_S);
    if (one_in(&dice, 8) || (out->request.is_moved && !one_in(&dice, 4)))
        out->request.was = &out->was;
}

void scene_set_now(struct oracle_scene *scene, uint64_t seed,
                   const struct reminder_list *planned)
{
    struct dice dice = {~seed};
    int64_t known_s = scene->request.known_since.unix_s;
    int64_t start_s = scene->visit.start.unix_s;
    int64_t now_s = known_s;
    const struct reminder *one = NULL;

    if (planned->count > 0)
        one = &planned->items[dice_below(&dice, (uint32_t)planned->count)];
    switch (dice_below(&dice, 9)) {
    case 0:
    case 6:
    case 7:
        break;
    case 1:
        now_s = start_s + between(&dice, -1, 1);
        break;
    case 2:
        now_s = start_s + between(&dice, -6 * DAY_S, 6 * DAY_S);
        break;
    case 3:
        now_s = start_s + between(&dice, 0, 9 * DAY_S);
        break;
    case 4:
        if (one != NULL)
            now_s = one->due.unix_s + between(&dice, -1, 1);
        break;
    default:
        if (one != NULL)
            now_s = one->expires.unix_s + between(&dice, -1, 1);
        break;
    }
    scene->request.now.unix_s = now_s < known_s ? known_s : now_s;
}
