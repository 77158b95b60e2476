#include "base/str.h"
#include "scheduler/plan.h"
#include "scheduler/policy.h"
#include "tests/test.h"

/* A visit on Friday, known for weeks, and the office's notices as usual. */
struct scene {
    struct rule rules[2];
    struct office office;
    struct appointment appointment;
    struct appointment was;
    struct customer customer;
    struct plan_request request;
    struct reminder_list out;
};

static struct instant at(const char *text)
{
    struct instant instant = {0};
    struct error err;

    if (!instant_parse(text, &instant, &err))
        FAIL(err.text);
    return instant;
}

static void scene_init(struct scene *scene)
{
    struct error err;

    *scene = (struct scene){0};
    scene->office.window = policy_default_window();
    scene->office.moved = policy_default_notice(MESSAGE_MOVED);
    scene->office.cancelled = policy_default_notice(MESSAGE_CANCELLED);
    scene->office.grace = (struct span){POLICY_GRACE_S};
    scene->office.rules = scene->rules;
    if (!zone_load("Europe/Paris", &scene->appointment.zone, &err))
        FAIL(err.text);
    scene->appointment.id.row = 7;
    scene->appointment.start = at("2026-11-27T15:00:00+01:00");
    scene->appointment.service = "Cleaning";
    scene->appointment.provider = "Dr Roux";
    scene->appointment.site = "";
    scene->customer.phone = "+33639980012";
    scene->customer.mail = "ada@example.org";
    scene->request = (struct plan_request){
        .office = &scene->office,
        .appointment = &scene->appointment,
        .customer = &scene->customer,
        .now = at("2026-11-23T10:00:00+01:00"),
        .known_since = at("2026-11-02T10:00:00+01:00"),
    };
}

static void add_rule(struct scene *scene, struct rule rule)
{
    rule.name = scene->office.rule_count == 0 ? "first" : "second";
    rule.channels[0] = CHANNEL_SMS;
    rule.channels[1] = CHANNEL_MAIL;
    rule.channel_count = 2;
    rule.at_minute = rule.at_minute == 0 ? -1 : rule.at_minute;
    scene->rules[scene->office.rule_count++] = rule;
}

/* Came about by a move from Thursday, of which the customer had been told. */
static void move(struct scene *scene, const char *when)
{
    scene->was = scene->appointment;
    scene->was.start = at("2026-11-26T09:00:00+01:00");
    scene->request.was = &scene->was;
    scene->request.is_moved = true;
    scene->request.known_since = at(when);
    scene->request.now = at(when);
}

static void check_item(struct scene *scene, size_t index, const char *rule,
                       const char *state, const char *reason, const char *due)
{
    const struct reminder *item = &scene->out.items[index];
    char text[INSTANT_TEXT_MAX];

    CHECK(index < scene->out.count);
    CHECK_STR(item->rule, rule);
    CHECK_STR(reminder_state_name(item->state), state);
    CHECK_STR(reminder_reason_name(item->reason), reason);
    if (due != NULL)
        CHECK_STR(instant_format(item->due, text), due);
}

static void plan(struct scene *scene)
{
    plan_reminders(&scene->request, &scene->out);
}

TEST(plan_notices, a_move_is_told_after_the_grace_period)
{
    struct scene scene;

    scene_init(&scene);
    move(&scene, "2026-11-23T10:00:00+01:00");
    plan(&scene);
    CHECK_UINT(scene.out.count, 2);
    check_item(&scene, 0, "moved", "planned", "", "2026-11-23T09:05:00Z");
    check_item(&scene, 1, "moved", "skipped", "fallback", NULL);
    CHECK_INT(scene.out.items[0].expires.unix_s,
              scene.appointment.start.unix_s);
}

TEST(plan_notices, a_move_by_night_waits_for_the_window)
{
    struct scene scene;

    scene_init(&scene);
    move(&scene, "2026-11-23T21:00:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "moved", "planned", "", "2026-11-24T08:00:00Z");
}

TEST(plan_notices, nobody_hears_of_a_move_they_know_nothing_of)
{
    struct scene scene;

    scene_init(&scene);
    move(&scene, "2026-11-23T10:00:00+01:00");
    scene.request.was = NULL;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);

    scene_init(&scene);
    move(&scene, "2026-11-23T10:00:00+01:00");
    scene.was.start = scene.appointment.start;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);

    scene_init(&scene);
    move(&scene, "2026-11-23T10:00:00+01:00");
    scene.office.moved.channel_count = 0;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);
}

TEST(plan_notices, a_notice_serves_for_what_would_follow_within_hours)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_DAYS, .count = 3});
    add_rule(&scene, (struct rule){.unit = RULE_DAYS, .count = 1});
    /* Three days before is the day after the move, before noon. */
    move(&scene, "2026-11-24T09:00:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "merged", NULL);
    check_item(&scene, 2, "second", "planned", "", "2026-11-26T14:00:00Z");
    check_item(&scene, 4, "moved", "planned", "", "2026-11-24T08:05:00Z");

    move(&scene, "2026-11-23T20:59:00+01:00");
    scene.appointment.start = at("2026-11-27T21:06:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "first", "planned", "", NULL);
}

TEST(plan_notices, a_grace_period_longer_than_the_time_left_is_not_kept)
{
    struct scene scene;

    scene_init(&scene);
    move(&scene, "2026-11-27T14:57:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "moved", "planned", "", "2026-11-27T13:57:00Z");
}

TEST(plan_notices, a_cancellation_by_the_office_is_told)
{
    struct scene scene;

    scene_init(&scene);
    scene.appointment.state = APPOINTMENT_CANCELLED;
    scene.appointment.cancelled_by = CANCELLED_BY_OFFICE;
    scene.appointment.said = (struct said){
        .known = true,
        .exact = true,
        .at = at("2026-11-23T09:30:00+01:00"),
    };
    add_rule(&scene, (struct rule){.unit = RULE_DAYS, .count = 1});
    plan(&scene);
    CHECK_UINT(scene.out.count, 2);
    check_item(&scene, 0, "cancelled", "planned", "", "2026-11-23T08:35:00Z");

    scene.appointment.said.exact = false;
    scene.appointment.said.until = at("2026-11-23T09:45:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "cancelled", "planned", "", "2026-11-23T08:50:00Z");

    scene.request.now = scene.appointment.start;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);
}

TEST(plan_notices, a_cancellation_by_the_customer_is_not)
{
    struct scene scene;

    scene_init(&scene);
    scene.appointment.state = APPOINTMENT_CANCELLED;
    scene.appointment.cancelled_by = CANCELLED_BY_CUSTOMER;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);
    scene.appointment.cancelled_by = CANCELLED_BY_OFFICE;
    scene.appointment.state = APPOINTMENT_WITHDRAWN;
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);
}

TEST(plan_notices, a_notice_that_nobody_can_get_says_why)
{
    struct scene scene;

    scene_init(&scene);
    move(&scene, "2026-11-23T10:00:00+01:00");
    scene.customer.phone = NULL;
    scene.customer.consent[CHANNEL_MAIL] = CONSENT_REFUSED;
    plan(&scene);
    check_item(&scene, 0, "moved", "skipped", "no-address", NULL);
    check_item(&scene, 1, "moved", "skipped", "opted-out", NULL);
    scene.request.customer = NULL;
    plan(&scene);
    check_item(&scene, 0, "moved", "skipped", "no-customer", NULL);
    scene.request.customer = &scene.customer;
    scene.office.window = (struct week){0};
    plan(&scene);
    check_item(&scene, 0, "moved", "skipped", "no-allowed-time", NULL);
}

static void miss(struct scene *scene, const char *now)
{
    scene->request.attendance = ATTENDANCE_NO_SHOW;
    scene->request.now = at(now);
}

TEST(plan_notices, a_missed_visit_is_spoken_of_once_it_is_over)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_DAYS, .count = 1});
    add_rule(&scene, (struct rule){.kind = MESSAGE_MISSED,
                                   .unit = RULE_OPEN_DAYS,
                                   .count = 1,
                                   .at_minute = 10 * 60});
    plan(&scene);
    CHECK_UINT(scene.out.count, 2);
    check_item(&scene, 0, "first", "planned", "", NULL);

    miss(&scene, "2026-11-27T16:00:00+01:00");
    plan(&scene);
    CHECK_UINT(scene.out.count, 2);
    /* A Friday: the next open day is Monday. */
    check_item(&scene, 0, "second", "planned", "", "2026-11-30T09:00:00Z");

    miss(&scene, "2026-12-04T16:00:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "second", "expired", "too-late", NULL);

    miss(&scene, "2026-11-27T16:00:00+01:00");
    scene.request.is_rebooked = true;
    plan(&scene);
    check_item(&scene, 0, "second", "skipped", "rebooked", NULL);
}

TEST(plan_notices, the_next_channel_waits_for_an_answer)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_DAYS,
                                   .count = 2,
                                   .fallback = {6 * HOUR_S}});
    plan(&scene);
    check_item(&scene, 0, "first", "planned", "", "2026-11-25T14:00:00Z");
    /* 21:00 is too late: the next morning. */
    check_item(&scene, 1, "first", "planned", "unanswered",
               "2026-11-26T08:00:00Z");
    scene.appointment.state = APPOINTMENT_CONFIRMED;
    plan(&scene);
    check_item(&scene, 1, "first", "skipped", "confirmed", NULL);
    scene.appointment.state = APPOINTMENT_BOOKED;
    scene.rules[0].fallback = (struct span){46 * HOUR_S};
    plan(&scene);
    check_item(&scene, 1, "first", "skipped", "fallback", NULL);
}

TEST(plan_notices, rules_are_for_their_services_providers_and_sites)
{
    static const char *const cleaning[] = {"Surgery", "Cleaning"};
    static const char *const other[] = {"Dr Noir"};
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_DAYS,
                                   .count = 2,
                                   .services = {cleaning, 2}});
    add_rule(&scene, (struct rule){.unit = RULE_DAYS,
                                   .count = 1,
                                   .providers = {other, 1}});
    plan(&scene);
    CHECK_UINT(scene.out.count, 2);
    check_item(&scene, 0, "first", "planned", "", NULL);
    scene.rules[0].services.count = 1;
    scene.rules[1].providers.count = 0;
    scene.rules[1].sites = (struct name_list){other, 1};
    plan(&scene);
    CHECK_UINT(scene.out.count, 0);
    scene.rules[0].services.count = 0;
    scene.rules[0].only_known = true;
    scene.customer.is_new = true;
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "new-customer", NULL);
}

TEST(plan_notices, a_fixed_time_at_the_start_itself_is_a_day_before)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_ELAPSED,
                                   .count = HOUR_S,
                                   .at_minute = 15 * 60});
    plan(&scene);
    check_item(&scene, 0, "first", "planned", "", "2026-11-26T14:00:00Z");
}

TEST(plan_notices, a_moved_visit_is_not_spoken_of_within_the_grace_period)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_DAYS, .count = 1});
    scene.office.moved.channel_count = 0;
    move(&scene, "2026-11-26T19:58:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "first", "planned", "", "2026-11-27T08:00:00Z");
}

TEST(plan_notices, a_miss_is_spoken_of_to_whom_the_rule_is_for)
{
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.kind = MESSAGE_MISSED,
                                   .unit = RULE_DAYS,
                                   .count = 1,
                                   .only_new = true});
    miss(&scene, "2026-11-27T16:00:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "known-customer", NULL);
    scene.customer.is_new = true;
    plan(&scene);
    check_item(&scene, 0, "first", "planned", "", NULL);
}

TEST(plan_notices, what_is_missing_says_so_before_anything_of_its_time)
{
    const struct date_range years = {{2024, 1, 1}, {2028, 1, 1}};
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.unit = RULE_OPEN_DAYS, .count = 1});
    scene.office.closed = (struct date_ranges){&years, 1};
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "no-allowed-time", NULL);
    scene.appointment.is_missing = true;
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "missing", NULL);

    scene.office.window = (struct week){0};
    move(&scene, "2026-11-26T12:00:00+01:00");
    plan(&scene);
    check_item(&scene, 2, "moved", "skipped", "missing", NULL);
}

TEST(plan_notices, a_miss_at_a_site_that_never_opens_is_not_too_late)
{
    const struct date_range years = {{2024, 1, 1}, {2032, 1, 1}};
    struct scene scene;

    scene_init(&scene);
    add_rule(&scene, (struct rule){.kind = MESSAGE_MISSED,
                                   .unit = RULE_OPEN_DAYS,
                                   .count = 1});
    scene.office.closed = (struct date_ranges){&years, 1};
    miss(&scene, "2026-12-27T16:00:00+01:00");
    plan(&scene);
    check_item(&scene, 0, "first", "skipped", "no-allowed-time", NULL);
}
