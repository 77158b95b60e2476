#include "importers/ical_rule.h"
#include "tests/test.h"

#define LOOKS 100000

static struct civil_time at(const char *text)
{
    struct ical_time time;

    CHECK(ical_time_read(str_of(text), &time));
    return time.wall;
}

static int64_t seconds(const char *text)
{
    return civil_to_seconds(at(text));
}

static struct ical_rule rule_of(const char *text)
{
    struct ical_rule rule;
    const char *reason = NULL;

    if (!ical_rule_read(str_of(text), &rule, &reason))
        CHECK_STR(reason, NULL);
    return rule;
}

/* The instances of a rule as text: "20260105T0900 20260112T0900". */
static const char *walk(struct arena *arena, const char *text,
                        const char *start, const char *until)
{
    struct ical_rule rule = rule_of(text);
    struct ical_walk walk;
    int64_t budget = LOOKS;
    const char *out = "";
    int64_t wall_s;

    ical_walk_start(&walk, &rule, at(start), seconds(start), seconds(until),
                    &budget);
    while (ical_walk_next(&walk, &wall_s)) {
        struct civil_time time = civil_from_seconds(wall_s);

        out = arena_printf(arena, "%s%s%02d-%02dT%02d%02d", out,
                           *out == '\0' ? "" : " ", time.date.month,
                           time.date.day, time.hour, time.minute);
    }
    CHECK(!walk.is_cut);
    return out;
}

static void check(const char *rule, const char *start, const char *until,
                  const char *expected)
{
    struct arena arena = {0};

    CHECK_STR(walk(&arena, rule, start, until), expected);
    arena_free(&arena);
}

TEST(ical_rule, follows_weeks_by_their_first_day)
{
    /* RFC 5545 3.8.5.3: the week's first day makes a difference. */
    check("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
          "19970805T090000", "19971231",
          "08-05T0900 08-10T0900 08-19T0900 08-24T0900");
    check("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
          "19970805T090000", "19971231",
          "08-05T0900 08-17T0900 08-19T0900 08-31T0900");
}

TEST(ical_rule, counts_from_both_ends)
{
    check("FREQ=MONTHLY;BYDAY=-2MO;COUNT=3", "19970922T090000", "19980101",
          "09-22T0900 10-20T0900 11-17T0900");
    check("FREQ=MONTHLY;BYMONTHDAY=-3", "19970928T090000", "19971130",
          "09-28T0900 10-29T0900 11-28T0900");
    check("FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=3", "20260101T080000", "20300101",
          "01-01T0800 12-31T0800 01-01T0800");
    check("FREQ=DAILY;BYMONTHDAY=-1;COUNT=3", "20260131T080000", "20300101",
          "01-31T0800 02-28T0800 03-31T0800");
}

TEST(ical_rule, picks_positions_in_every_frequency)
{
    check("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
          "20260130T090000", "20300101", "01-30T0900 02-27T0900 03-31T0900");
    check("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3", "20260107T090000",
          "20300101", "01-07T0900 01-14T0900 01-21T0900");
    check("FREQ=DAILY;BYHOUR=9,12,15;BYSETPOS=1,-1;COUNT=4", "20260107T090000",
          "20300101", "01-07T0900 01-07T1500 01-08T0900 01-08T1500");
}

TEST(ical_rule, takes_from_the_start_what_it_does_not_say)
{
    check("FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "19970512T090000", "20300101",
          "05-12T0900 05-11T0900 05-17T0900");
    check("FREQ=YEARLY;BYMONTH=1,6;COUNT=3", "20260115T090000", "20300101",
          "01-15T0900 06-15T0900 01-15T0900");
    check("FREQ=HOURLY;INTERVAL=3;COUNT=4", "20260105T220500", "20300101",
          "01-05T2205 01-06T0105 01-06T0405 01-06T0705");
}

TEST(ical_rule, leaves_out_days_that_do_not_exist)
{
    check("FREQ=MONTHLY", "20260131T090000", "20260601",
          "01-31T0900 03-31T0900 05-31T0900");
    check("FREQ=YEARLY", "20240229T090000", "20321231",
          "02-29T0900 02-29T0900 02-29T0900");
}

TEST(ical_rule, knows_weeks_that_two_years_share)
{
    /* 2026 has 53 weeks; its last day is a Thursday. */
    check("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,FR", "20260105T090000", "20270301",
          "01-05T0900 12-28T0900 01-01T0900");
    check("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH;COUNT=3", "20251225T090000",
          "20300101", "12-25T0900 12-31T0900 12-30T0900");
}

TEST(ical_rule, lists_the_start_even_off_the_rule_and_counts_it)
{
    check("FREQ=WEEKLY;BYDAY=WE;COUNT=3", "20260105T090000", "20300101",
          "01-05T0900 01-07T0900 01-14T0900");
}

TEST(ical_rule, skips_ahead_without_losing_its_step)
{
    struct ical_rule rule = rule_of("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO");
    struct ical_walk walk;
    int64_t budget = 200;
    int64_t wall_s;

    ical_walk_start(&walk, &rule, at("19700105T090000"), seconds("20260101"),
                    seconds("20260201"), &budget);
    CHECK(ical_walk_next(&walk, &wall_s));
    CHECK(ical_walk_next(&walk, &wall_s));
    while (wall_s < seconds("20260101"))
        CHECK(ical_walk_next(&walk, &wall_s));
    CHECK_INT((wall_s - seconds("19700105T090000")) % (21 * DAY_S), 0);
    CHECK(budget > 0);
}

TEST(ical_rule, gives_up_when_its_budget_is_gone)
{
    struct ical_rule rule =
        rule_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2");
    struct ical_walk walk;
    int64_t budget = 1000;
    int64_t wall_s;

    ical_walk_start(&walk, &rule, at("20260105T090000"), 0, seconds("99991231"),
                    &budget);
    CHECK(ical_walk_next(&walk, &wall_s));
    CHECK(!ical_walk_next(&walk, &wall_s));
    CHECK(walk.is_cut);
    CHECK(!ical_walk_next(&walk, &wall_s));
}

TEST(ical_rule, refuses_what_no_appointment_does)
{
    static const struct {
        const char *text;
        const char *reason;
    } cases[] = {
        {"FREQ=SECONDLY;COUNT=3", "every second"},
        {"FREQ=MINUTELY", "every second or minute"},
        {"FREQ=HOURLY", "near end"},
        {"FREQ=HOURLY;COUNT=501", "near end"},
        {"FREQ=SOMETIMES", "frequency is unknown"},
        {"INTERVAL=2", "no frequency"},
        {"FREQ=DAILY;INTERVAL=0", "interval"},
        {"FREQ=DAILY;INTERVAL=65537", "interval"},
        {"FREQ=DAILY;COUNT=3000000000", "count"},
        {"FREQ=DAILY;UNTIL=20260230", "end is not a date"},
        {"FREQ=DAILY;BYMONTH=13", "out of range"},
        {"FREQ=DAILY;BYMONTH=0", "is 0"},
        {"FREQ=MONTHLY;BYMONTHDAY=32", "out of range"},
        {"FREQ=MONTHLY;BYDAY=0MO", "out of range"},
        {"FREQ=MONTHLY;BYDAY=XX", "no weekday"},
        {"FREQ=WEEKLY;UNTL=20191023", "unknown"},
        {"FREQ=WEEKLY;BROKEN", "no value"},
        {"RRULE:Any;FREQ=WEEKLY", "no value"},
        {"FREQ=YEARLY;RSCALE=HEBREW", "another calendar"},
        {"FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10;"
         "BYMINUTE=0,5,10,15,20,25,30,35,40",
         "too many visits a day"},
        {"FREQ=YEARLY;BYYEARDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,"
         "19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,"
         "42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,"
         "65",
         "too many values"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct ical_rule rule;
        const char *reason = "";

        CHECK(!ical_rule_read(str_of(cases[i].text), &rule, &reason));
        CHECK_CONTAINS(reason, cases[i].reason);
    }
}

TEST(ical_rule, forgives_what_is_only_untidy)
{
    struct ical_rule rule =
        rule_of(" freq=weekly;byday=mo , tu;count=3;X-OWN=1;;");

    CHECK_INT(rule.frequency, ICAL_WEEKLY);
    CHECK_INT(rule.count, 3);
    CHECK_UINT(rule.weekdays, 1U << MONDAY | 1U << TUESDAY);
}
