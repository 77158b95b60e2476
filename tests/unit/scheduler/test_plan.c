#include "base/str.h"
#include "scheduler/plan.h"
#include "scheduler/policy.h"
#include "tests/test.h"

static struct instant at(const char *text)
{
    struct instant instant = {0};
    struct error err;

    if (!instant_parse(text, &instant, &err))
        FAIL(err.text);
    return instant;
}

/* One office, one visit, one customer; a test changes what it is about. */
struct scene {
    struct rule rules[PLAN_RULES_MAX];
    struct opening hours;
    struct date_range closed[1];
    struct office office;
    struct appointment appointment;
    struct customer customer;
    struct plan_request request;
    struct reminder_list out;
};

/* Known three weeks ahead; the rules and the window are the defaults. */
static void scene_init(struct scene *scene, const char *start)
{
    const struct rule *rules;
    struct error err;
    size_t count;

    *scene = (struct scene){0};
    rules = policy_default_rules(&count);
    for (size_t i = 0; i < count; i++)
        scene->rules[i] = rules[i];
    scene->office.rules = scene->rules;
    scene->office.rule_count = count;
    scene->office.window = policy_default_window();
    if (!zone_load("Europe/Paris", &scene->appointment.zone, &err))
        FAIL(err.text);
    scene->appointment.id.row = 7;
    scene->appointment.site = "";
    scene->appointment.service = "";
    scene->appointment.provider = "";
    scene->appointment.start = at(start);
    scene->appointment.end =
        instant_add(scene->appointment.start, (struct span){1800});
    scene->customer.id.row = 3;
    scene->customer.phone = "+33639980012";
    scene->customer.mail = "ada@example.org";
    scene->request = (struct plan_request){
        .office = &scene->office,
        .appointment = &scene->appointment,
        .customer = &scene->customer,
        .known_since =
            instant_sub(scene->appointment.start, (struct span){21 * DAY_S}),
    };
    scene->request.now = scene->request.known_since;
}

/* One rule alone, by SMS. */
static void scene_rule(struct scene *scene, enum rule_unit unit, int64_t count,
                       int at_minute)
{
    scene->rules[0] = (struct rule){
        .name = "only",
        .unit = unit,
        .count = count,
        .at_minute = at_minute,
        .channels = {CHANNEL_SMS},
        .channel_count = 1,
    };
    scene->office.rule_count = 1;
}

static void known_at(struct scene *scene, const char *text)
{
    scene->request.known_since = at(text);
    scene->request.now = at(text);
}

static void check_item(struct scene *scene, size_t index, const char *rule,
                       enum channel channel, const char *state,
                       const char *reason)
{
    const struct reminder *item = &scene->out.items[index];

    CHECK(index < scene->out.count);
    CHECK_STR(item->rule, rule);
    CHECK_STR(channel_name(item->channel), channel_name(channel));
    CHECK_STR(reminder_state_name(item->state), state);
    CHECK_STR(reminder_reason_name(item->reason), reason);
    CHECK_INT(item->appointment.row, 7);
    CHECK(item->expires.unix_s <= scene->appointment.start.unix_s);
}

static void check_due(struct scene *scene, size_t index, const char *due)
{
    char text[INSTANT_TEXT_MAX];

    CHECK(index < scene->out.count);
    CHECK_STR(instant_format(scene->out.items[index].due, text), due);
}

/* Plans, and checks state and due time of the first reminder. */
static void check_first(struct scene *scene, const char *state,
                        const char *reason, const char *due)
{
    plan_reminders(&scene->request, &scene->out);
    CHECK(scene->out.count > 0);
    CHECK_STR(reminder_state_name(scene->out.items[0].state), state);
    CHECK_STR(reminder_reason_name(scene->out.items[0].reason), reason);
    if (due != NULL)
        check_due(scene, 0, due);
}

TEST(plan, gives_each_rule_one_planned_channel_and_its_fallback)
{
    struct scene scene;

    /* A Tuesday: three open days before is the Thursday. */
    scene_init(&scene, "2026-11-24T14:40:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, 4);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "planned", "");
    check_item(&scene, 1, "three-days", CHANNEL_MAIL, "skipped", "fallback");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    check_item(&scene, 3, "one-day", CHANNEL_MAIL, "skipped", "fallback");
    check_due(&scene, 0, "2026-11-19T13:40:00Z");
    check_due(&scene, 1, "2026-11-19T13:40:00Z");
    check_due(&scene, 2, "2026-11-23T13:40:00Z");
    CHECK_INT(scene.out.items[2].expires.unix_s,
              at("2026-11-24T12:40:00+01:00").unix_s);
}

TEST(plan, speaks_the_evening_before_rather_than_at_night)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:40:00+01:00");
    scene_rule(&scene, RULE_ELAPSED, 8 * HOUR_S, -1);
    check_first(&scene, "planned", "", "2026-11-23T18:59:00Z");
}

TEST(plan, counts_elapsed_hours_across_a_clock_change)
{
    struct scene scene;

    /* Clocks go back in the night to 2026-10-25: 24 hours are one more. */
    scene_init(&scene, "2026-10-25T10:00:00+01:00");
    scene_rule(&scene, RULE_ELAPSED, 24 * HOUR_S, -1);
    check_first(&scene, "planned", "", "2026-10-24T09:00:00Z");
    scene_init(&scene, "2026-03-29T10:00:00+02:00");
    scene_rule(&scene, RULE_ELAPSED, 24 * HOUR_S, -1);
    check_first(&scene, "planned", "", "2026-03-28T08:00:00Z");
}

TEST(plan, keeps_the_wall_time_of_days_across_a_clock_change)
{
    struct scene scene;

    scene_init(&scene, "2026-10-25T10:00:00+01:00");
    scene_rule(&scene, RULE_DAYS, 1, -1);
    check_first(&scene, "planned", "", "2026-10-24T08:00:00Z");
    scene_init(&scene, "2026-10-26T18:30:00+01:00");
    scene_rule(&scene, RULE_DAYS, 2, -1);
    check_first(&scene, "planned", "", "2026-10-24T16:30:00Z");
    scene_init(&scene, "2026-10-26T09:00:00+01:00");
    scene_rule(&scene, RULE_OPEN_DAYS, 1, -1);
    check_first(&scene, "planned", "", "2026-10-23T07:00:00Z");
}

TEST(plan, moves_into_the_window_of_the_wall_clock_of_that_day)
{
    struct scene scene;

    /* 21:00 a day before is after the change, 19:59 on that day before it. */
    scene_init(&scene, "2026-10-25T21:00:00+01:00");
    scene_rule(&scene, RULE_DAYS, 1, -1);
    check_first(&scene, "planned", "", "2026-10-24T17:59:00Z");
    scene_init(&scene, "2026-10-26T08:00:00+01:00");
    scene_rule(&scene, RULE_DAYS, 1, -1);
    check_first(&scene, "planned", "", "2026-10-24T17:59:00Z");
}

TEST(plan, speaks_at_the_hour_the_rule_names)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T08:30:00+01:00");
    scene_rule(&scene, RULE_DAYS, 1, 18 * 60);
    check_first(&scene, "planned", "", "2026-11-23T17:00:00Z");
    scene_rule(&scene, RULE_OPEN_DAYS, 3, 9 * 60 + 15);
    check_first(&scene, "planned", "", "2026-11-19T08:15:00Z");
    scene_rule(&scene, RULE_ELAPSED, 24 * HOUR_S, 18 * 60);
    check_first(&scene, "planned", "", "2026-11-23T17:00:00Z");
    /* 18:00 of that day would come after the start. */
    scene_rule(&scene, RULE_ELAPSED, HOUR_S, 18 * 60);
    check_first(&scene, "planned", "", "2026-11-23T17:00:00Z");
}

TEST(plan, counts_open_days_by_the_hours_of_the_site)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.hours = (struct opening){.site = ""};
    scene.hours.week.day[TUESDAY] =
        (struct day_spans){.count = 1, .span = {{540, 1080}}};
    scene.hours.week.day[FRIDAY] = scene.hours.week.day[TUESDAY];
    scene.office.hours = &scene.hours;
    scene.office.hours_count = 1;
    scene.closed[0] = (struct date_range){{2026, 11, 20}, {2026, 11, 20}};
    scene.office.closed = (struct date_ranges){scene.closed, 1};
    scene_rule(&scene, RULE_OPEN_DAYS, 2, -1);
    check_first(&scene, "planned", "", "2026-11-13T13:00:00Z");
}

TEST(plan, counts_the_open_days_of_the_site_of_the_visit)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.hours = (struct opening){.site = "Lilas"};
    scene.hours.week.day[MONDAY] =
        (struct day_spans){.count = 1, .span = {{540, 1080}}};
    scene.office.hours = &scene.hours;
    scene.office.hours_count = 1;
    scene_rule(&scene, RULE_OPEN_DAYS, 2, -1);
    check_first(&scene, "planned", "", "2026-11-20T13:00:00Z");
    scene.appointment.site = "Lilas";
    check_first(&scene, "planned", "", "2026-11-16T13:00:00Z");
}

TEST(plan, says_that_a_site_that_never_opens_allows_no_time)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.hours = (struct opening){.site = ""};
    scene.office.hours = &scene.hours;
    scene.office.hours_count = 1;
    scene_rule(&scene, RULE_OPEN_DAYS, 1, -1);
    check_first(&scene, "skipped", "no-allowed-time", NULL);
}

/* Ways to be reached, and what comes of each channel. */
static const struct {
    const char *phone;
    const char *doubt;
    const char *mail;
    enum consent sms;
    enum consent by_mail;
    const char *reasons[CHANNEL_COUNT]; /* "" is planned */
} reaches[] = {
    {"+33639980012",
     NULL,
     "a@example.org",
     CONSENT_UNASKED,
     CONSENT_UNASKED,
     {"", "fallback"}},
    {"+33639980012",
     NULL,
     NULL,
     CONSENT_GIVEN,
     CONSENT_UNASKED,
     {"", "no-address"}},
    {NULL,
     NULL,
     "a@example.org",
     CONSENT_UNASKED,
     CONSENT_UNASKED,
     {"no-address", ""}},
    {NULL,
     "0612",
     "a@example.org",
     CONSENT_UNASKED,
     CONSENT_UNASKED,
     {"doubtful-number", ""}},
    {"+33639980012",
     NULL,
     "a@example.org",
     CONSENT_REFUSED,
     CONSENT_UNASKED,
     {"opted-out", ""}},
    {"+33639980012",
     NULL,
     "a@example.org",
     CONSENT_UNASKED,
     CONSENT_REFUSED,
     {"", "opted-out"}},
    {NULL,
     "0612",
     "a@example.org",
     CONSENT_REFUSED,
     CONSENT_REFUSED,
     {"opted-out", "opted-out"}},
    {NULL,
     NULL,
     NULL,
     CONSENT_UNASKED,
     CONSENT_UNASKED,
     {"no-address", "no-address"}},
    {"",
     NULL,
     "",
     CONSENT_UNASKED,
     CONSENT_UNASKED,
     {"no-address", "no-address"}},
};

TEST(plan, passes_over_channels_that_cannot_reach_the_customer)
{
    for (size_t i = 0; i < ARRAY_LEN(reaches); i++) {
        struct scene scene;

        scene_init(&scene, "2026-11-24T14:00:00+01:00");
        scene.customer.phone = reaches[i].phone;
        scene.customer.phone_doubt = reaches[i].doubt;
        scene.customer.mail = reaches[i].mail;
        scene.customer.consent[CHANNEL_SMS] = reaches[i].sms;
        scene.customer.consent[CHANNEL_MAIL] = reaches[i].by_mail;
        plan_reminders(&scene.request, &scene.out);
        for (size_t k = 0; k < CHANNEL_COUNT; k++)
            check_item(&scene, k, "three-days", (enum channel)k,
                       *reaches[i].reasons[k] == '\0' ? "planned" : "skipped",
                       reaches[i].reasons[k]);
    }
}

TEST(plan, tries_channels_in_the_order_of_the_rule)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.rules[0].channels[0] = CHANNEL_MAIL;
    scene.rules[0].channels[1] = CHANNEL_SMS;
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_MAIL, "planned", "");
    check_item(&scene, 1, "three-days", CHANNEL_SMS, "skipped", "fallback");
}

TEST(plan, merges_a_late_booking_into_the_rule_that_comes_next)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-20T10:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "skipped", "merged");
    check_item(&scene, 1, "three-days", CHANNEL_MAIL, "skipped", "merged");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    check_due(&scene, 2, "2026-11-23T13:00:00Z");
}

TEST(plan, sends_a_late_booking_at_once_and_only_once)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-23T16:10:20+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "skipped", "merged");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    check_due(&scene, 2, "2026-11-23T15:10:20Z");
}

TEST(plan, sends_what_would_merge_when_no_later_rule_speaks)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-23T16:00:00+01:00");
    scene.rules[1].late = RULE_LATE_SKIP;
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "planned", "");
    check_due(&scene, 0, "2026-11-23T15:00:00Z");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "skipped", "booked-late");
}

TEST(plan, sends_a_booking_of_the_night_in_the_morning)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-23T22:30:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    check_due(&scene, 2, "2026-11-24T08:00:00Z");
}

TEST(plan, says_when_the_window_leaves_no_time_for_a_booking_of_the_night)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T10:30:00+01:00");
    known_at(&scene, "2026-11-23T22:30:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "skipped",
               "no-allowed-time");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "skipped", "no-allowed-time");
}

TEST(plan, skips_what_was_booked_after_its_latest_useful_time)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-24T12:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "skipped", "too-late");
    known_at(&scene, "2026-11-24T11:59:59+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
}

TEST(plan, catches_up_after_downtime_as_if_nothing_had_happened)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.request.now = at("2026-11-24T09:30:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    check_due(&scene, 2, "2026-11-23T13:00:00Z");
}

TEST(plan, lets_a_reminder_expire_that_downtime_made_useless)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.request.now = at("2026-11-24T12:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "expired", "too-late");
    check_item(&scene, 3, "one-day", CHANNEL_MAIL, "expired", "too-late");
}

TEST(plan, lets_a_late_booking_expire_that_was_not_sent_in_time)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-24T11:00:00+01:00");
    scene.request.now = at("2026-11-24T12:30:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "expired", "too-late");
}

TEST(plan, lets_a_close_rule_speak_until_half_of_its_time)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene_rule(&scene, RULE_ELAPSED, HOUR_S, -1);
    check_first(&scene, "planned", "", "2026-11-24T12:00:00Z");
    CHECK_INT(scene.out.items[0].expires.unix_s,
              at("2026-11-24T13:30:00+01:00").unix_s);
}

TEST(plan, says_nothing_about_what_went_away_or_has_begun)
{
    static const enum appointment_state gone[] = {APPOINTMENT_CANCELLED,
                                                  APPOINTMENT_MOVED,
                                                  APPOINTMENT_WITHDRAWN};
    struct scene scene;

    for (size_t i = 0; i < ARRAY_LEN(gone); i++) {
        scene_init(&scene, "2026-11-24T14:00:00+01:00");
        scene.appointment.state = gone[i];
        plan_reminders(&scene.request, &scene.out);
        CHECK_UINT(scene.out.count, 0);
    }
    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.request.now = scene.appointment.start;
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, 0);
    /* A history that is imported. */
    scene.request.known_since = at("2027-03-01T09:00:00+01:00");
    scene.request.now = scene.request.known_since;
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, 0);
}

TEST(plan, skips_every_channel_of_a_missing_visit_and_of_nobodys)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.appointment.is_missing = true;
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, 4);
    for (size_t i = 0; i < 4; i++)
        CHECK_INT(scene.out.items[i].reason, REASON_MISSING);
    scene.request.customer = NULL;
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, 4);
    for (size_t i = 0; i < 4; i++)
        CHECK_INT(scene.out.items[i].reason, REASON_NO_CUSTOMER);
}

TEST(plan, speaks_only_to_those_the_rule_is_for)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.rules[0].only_new = true;
    scene.rules[1].only_unconfirmed = true;
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "skipped",
               "known-customer");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "planned", "");
    scene.customer.is_new = true;
    scene.appointment.state = APPOINTMENT_CONFIRMED;
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "planned", "");
    check_item(&scene, 2, "one-day", CHANNEL_SMS, "skipped", "confirmed");
}

TEST(plan, does_not_merge_into_a_rule_that_is_for_somebody_else)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    scene.rules[1].only_unconfirmed = true;
    scene.appointment.state = APPOINTMENT_CONFIRMED;
    known_at(&scene, "2026-11-20T10:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "three-days", CHANNEL_SMS, "planned", "");
    check_due(&scene, 0, "2026-11-20T09:00:00Z");
}

TEST(plan, merges_by_time_whatever_the_order_of_the_rules)
{
    struct scene scene;
    struct rule swapped;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    swapped = scene.rules[0];
    scene.rules[0] = scene.rules[1];
    scene.rules[1] = swapped;
    known_at(&scene, "2026-11-20T10:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    check_item(&scene, 0, "one-day", CHANNEL_SMS, "planned", "");
    check_item(&scene, 2, "three-days", CHANNEL_SMS, "skipped", "merged");
}

TEST(plan, gives_equal_answers_to_equal_questions)
{
    struct scene scene;
    struct reminder_list again;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    known_at(&scene, "2026-11-23T16:00:00+01:00");
    plan_reminders(&scene.request, &scene.out);
    /* An hour later, not yet sent: nothing has moved. */
    scene.request.now = at("2026-11-23T17:00:00+01:00");
    plan_reminders(&scene.request, &again);
    CHECK_UINT(again.count, scene.out.count);
    for (size_t i = 0; i < again.count; i++) {
        CHECK_INT(again.items[i].due.unix_s, scene.out.items[i].due.unix_s);
        CHECK_INT(again.items[i].state, scene.out.items[i].state);
        CHECK_INT(again.items[i].reason, scene.out.items[i].reason);
    }
}

TEST(plan, holds_as_many_rules_as_an_office_may_have)
{
    struct scene scene;

    scene_init(&scene, "2026-11-24T14:00:00+01:00");
    for (size_t i = 0; i < PLAN_RULES_MAX; i++) {
        scene.rules[i] = scene.rules[1];
        scene.rules[i].count = (int64_t)i + 1;
    }
    scene.office.rule_count = PLAN_RULES_MAX;
    plan_reminders(&scene.request, &scene.out);
    CHECK_UINT(scene.out.count, PLAN_RULES_MAX * CHANNEL_COUNT);
}
