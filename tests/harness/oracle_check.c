#include "tests/harness/oracle_check.h"

#include <stdio.h>
#include <string.h>

#include "base/dice.h"
#include "tests/harness/oracle_plan.h"

#define TIME_TEXT_MAX 100

/* A time as people read it. */
static const char *shown(const struct scene_season *season, int64_t at_s,
                         char out[TIME_TEXT_MAX])
{
    char utc[INSTANT_TEXT_MAX];
    char wall[CIVIL_TIME_TEXT_MAX];
    int64_t wall_s = oracle_wall(&season->clock, at_s);

    (void)snprintf(out, TIME_TEXT_MAX, "%s (%s)",
                   instant_format((struct instant){at_s}, utc),
                   civil_format_time(civil_from_seconds(wall_s), wall));
    return out;
}

static void print_list(const struct scene_season *season, const char *whose,
                       const struct reminder_list *list)
{
    char due[TIME_TEXT_MAX];
    char expires[TIME_TEXT_MAX];

    (void)fprintf(stderr, "%s\n", whose);
    for (size_t i = 0; i < list->count; i++) {
        const struct reminder *one = &list->items[i];

        (void)fprintf(stderr, "  %-9s %-4s %-8s %-16s due %s expires %s\n",
                      one->rule, channel_name(one->channel),
                      reminder_state_name(one->state),
                      reminder_reason_name(one->reason),
                      shown(season, one->due.unix_s, due),
                      shown(season, one->expires.unix_s, expires));
    }
}

static void print_scene(const struct scene_season *season,
                        const struct oracle_scene *scene)
{
    const struct plan_request *request = &scene->request;
    char text[TIME_TEXT_MAX];

    (void)fprintf(stderr, "zone %s, %s, said %d %s\n", season->clock.zone.name,
                  appointment_state_name(scene->visit.state),
                  scene->visit.said.known,
                  shown(season, scene->visit.said.at.unix_s, text));
    (void)fprintf(stderr, "start %s\n",
                  shown(season, scene->visit.start.unix_s, text));
    (void)fprintf(stderr, "known %s\n",
                  shown(season, request->known_since.unix_s, text));
    (void)fprintf(stderr, "now   %s\n",
                  shown(season, request->now.unix_s, text));
    (void)fprintf(stderr,
                  "moved %d, was %d, grace %lld s, %s, rebooked %d, "
                  "missing %d, site '%s', provider '%s', service '%s'\n",
                  request->is_moved, request->was != NULL,
                  (long long)scene->office.grace.s,
                  attendance_name(request->attendance), request->is_rebooked,
                  scene->visit.is_missing, scene->visit.site,
                  scene->visit.provider, scene->visit.service);
    for (size_t i = 0; i < scene->office.rule_count; i++) {
        const struct rule *rule = &scene->rules[i];

        (void)fprintf(stderr,
                      "  rule %s kind %d unit %d count %lld at %d late %d "
                      "fallback %lld s\n",
                      rule->name, (int)rule->kind, (int)rule->unit,
                      (long long)rule->count, rule->at_minute, (int)rule->late,
                      (long long)rule->fallback.s);
    }
    for (size_t i = 0; i < WEEKDAY_COUNT; i++) {
        (void)fprintf(stderr, "  %s:", weekday_name((enum weekday)i));
        for (size_t j = 0; j < scene->office.window.day[i].count; j++)
            (void)fprintf(stderr, " %d-%d",
                          scene->office.window.day[i].span[j].from,
                          scene->office.window.day[i].span[j].until);
        (void)fputc('\n', stderr);
    }
}

/* When a silent rule would have spoken is not said. */
static bool same_times(const struct reminder *left,
                       const struct reminder *right)
{
    return left->state == REMINDER_SKIPPED ||
           (left->due.unix_s == right->due.unix_s &&
            left->expires.unix_s == right->expires.unix_s);
}

static bool same(const struct reminder_list *left,
                 const struct reminder_list *right)
{
    if (left->count != right->count)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        const struct reminder *one = &left->items[i];
        const struct reminder *other = &right->items[i];

        if (one->appointment.row != other->appointment.row ||
            strcmp(one->rule, other->rule) != 0 ||
            one->channel != other->channel || one->state != other->state ||
            one->reason != other->reason || !same_times(one, other))
            return false;
    }
    return true;
}

static bool may_have(enum reminder_state state, enum reminder_reason reason)
{
    if (state == REMINDER_PLANNED)
        return reason == REASON_NONE || reason == REASON_UNANSWERED;
    if (state == REMINDER_EXPIRED)
        return reason == REASON_TOO_LATE;
    if (state != REMINDER_SKIPPED)
        return false;
    switch (reason) {
    case REASON_NO_CUSTOMER:
    case REASON_MISSING:
    case REASON_KNOWN_CUSTOMER:
    case REASON_NEW_CUSTOMER:
    case REASON_CONFIRMED:
    case REASON_BOOKED_LATE:
    case REASON_MERGED:
    case REASON_NO_ALLOWED_TIME:
    case REASON_TOO_LATE:
    case REASON_REBOOKED:
    case REASON_NO_ADDRESS:
    case REASON_DOUBTFUL_NUMBER:
    case REASON_OPTED_OUT:
    case REASON_FALLBACK:
        return true;
    case REASON_NONE:
    case REASON_WENT_AWAY:
    case REASON_RULE_GONE:
    case REASON_UNANSWERED:
    case REASON_CAPPED:
    case REASON_NOT_MISSED:
    case REASON_RESTORED:
    case REASON_SPENT:
        break;
    }
    return false;
}

/* NULL, or the property that one reminder breaks. */
static const char *broken_alone(const struct scene_season *season,
                                const struct oracle_scene *scene,
                                const struct reminder *one)
{
    enum message_kind kind = office_message_kind(&scene->office, one->rule);
    int64_t now_s = scene->request.now.unix_s;

    if (!may_have(one->state, one->reason))
        return "a state has only its own reasons";
    if (one->state != REMINDER_PLANNED && one->state != REMINDER_EXPIRED)
        return NULL;
    if (one->due.unix_s >= one->expires.unix_s)
        return "it is due before it expires";
    if (kind != MESSAGE_MISSED &&
        one->expires.unix_s > scene->visit.start.unix_s)
        return "it expires by the start";
    if (one->state != REMINDER_PLANNED)
        return NULL;
    if (one->due.unix_s >= now_s &&
        !oracle_is_open(&season->clock, &scene->office.window, one->due.unix_s))
        return "what is still to come is in the window";
    if (one->expires.unix_s <= now_s)
        return "nothing is planned whose time is over";
    if (kind == MESSAGE_REMINDER && (!appointment_stands(scene->visit.state) ||
                                     now_s >= scene->visit.start.unix_s))
        return "nothing is planned for what does not stand";
    return NULL;
}

/* The same for all of them together. */
static const char *broken_together(const struct reminder_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct reminder *one = &list->items[i];
            const struct reminder *other = &list->items[j];

            if (strcmp(one->rule, other->rule) != 0)
                continue;
            if (one->channel == other->channel)
                return "one reminder for a rule and channel";
            if (one->state == REMINDER_PLANNED && one->reason == REASON_NONE &&
                other->state == REMINDER_PLANNED &&
                other->reason == REASON_NONE)
                return "one channel of a rule speaks first";
        }
    return NULL;
}

/* Whether planning later moved what had not passed yet to earlier. */
static bool moved_earlier(const struct reminder_list *before,
                          const struct reminder_list *after,
                          struct instant later)
{
    for (size_t i = 0; i < before->count; i++)
        for (size_t j = 0; j < after->count; j++) {
            const struct reminder *one = &before->items[i];
            const struct reminder *other = &after->items[j];

            if (one->state == REMINDER_PLANNED &&
                other->state == REMINDER_PLANNED &&
                one->channel == other->channel &&
                strcmp(one->rule, other->rule) == 0 &&
                !instant_before(one->due, later) &&
                instant_before(other->due, one->due))
                return true;
        }
    return false;
}

static const char *broken(const struct scene_season *season, uint64_t seed,
                          struct oracle_scene *scene,
                          const struct reminder_list *planned)
{
    struct dice dice = {seed ^ 0xffff};
    struct reminder_list again;
    const char *property = broken_together(planned);
    struct instant now = scene->request.now;

    for (size_t i = 0; property == NULL && i < planned->count; i++)
        property = broken_alone(season, scene, &planned->items[i]);
    if (property != NULL)
        return property;
    plan_reminders(&scene->request, &again);
    if (!same(planned, &again))
        return "planning twice gives the same";
    scene->request.now.unix_s += 1 + dice_below(&dice, 2 * DAY_S);
    plan_reminders(&scene->request, &again);
    if (moved_earlier(planned, &again, scene->request.now))
        property = "planning later moves nothing to come to earlier";
    scene->request.now = now;
    return property;
}

static bool check_one(const struct scene_season *season, uint64_t seed,
                      struct oracle_tally *tally)
{
    struct oracle_scene scene;
    struct reminder_list got;
    struct reminder_list expected;
    const char *property;

    scene_roll(season, seed, &scene);
    oracle_plan(&season->clock, &scene.request, &expected);
    scene_set_now(&scene, seed, &expected);
    oracle_plan(&season->clock, &scene.request, &expected);
    plan_reminders(&scene.request, &got);
    tally->cases++;
    tally->reminders += got.count;
    for (size_t i = 0; i < got.count; i++)
        tally->planned += got.items[i].state == REMINDER_PLANNED;
    property = broken(season, seed, &scene, &got);
    if (property == NULL && !same(&got, &expected))
        property = "kept and the oracle plan the same";
    if (property == NULL)
        return true;
    (void)fprintf(stderr, "\nseed %llu: not so: %s\n", (unsigned long long)seed,
                  property);
    print_scene(season, &scene);
    print_list(season, "kept:", &got);
    print_list(season, "the oracle:", &expected);
    return false;
}

void oracle_check(const struct oracle_zones *zones, uint64_t seed,
                  uint64_t count, struct oracle_tally *tally)
{
    struct scene_season season;

    for (uint64_t i = 0; i < count; i++) {
        if (i == 0 || (seed + i) % SCENE_SEASON == 0)
            scene_season(zones, seed + i, &season);
        if (!check_one(&season, seed + i, tally))
            tally->differences++;
    }
}
