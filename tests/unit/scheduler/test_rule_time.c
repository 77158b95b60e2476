#include "scheduler/rule_time.h"
#include "tests/test.h"

static struct instant at(const char *text)
{
    struct instant instant = {0};
    struct error err;

    if (!instant_parse(text, &instant, &err))
        FAIL(err.text);
    return instant;
}

/* Where the rule means to speak of a visit that starts then. */
static void check_time(const char *zone, const char *start, struct rule rule,
                       const char *expected)
{
    const struct office office = {.name = "Cabinet"};
    struct appointment visit = {.service = "", .provider = "", .site = ""};
    struct instant due;
    struct error err;
    char text[INSTANT_TEXT_MAX];

    if (!zone_load(zone, &visit.zone, &err))
        FAIL(err.text);
    visit.start = at(start);
    CHECK(rule_time(&office, &rule, &visit, &due));
    CHECK_STR(instant_format(due, text), expected);
}

TEST(rule_time, is_before_the_start_when_the_clocks_leave_out_a_days_end)
{
    /* 23:00 to midnight of the 27th did not happen. */
    check_time(
        "America/Nuuk", "2027-03-28T00:15:00-01:00",
        (struct rule){.unit = RULE_DAYS, .count = 1, .at_minute = 23 * 60 + 30},
        "2027-03-27T01:30:00Z");
}

TEST(rule_time, is_before_the_start_when_the_calendar_leaves_out_a_day)
{
    /* Samoa had no 30 December. */
    check_time("Pacific/Apia", "2011-12-31T10:00:00+14:00",
               (struct rule){.unit = RULE_DAYS, .count = 1, .at_minute = -1},
               "2011-12-29T20:00:00Z");
    check_time("Pacific/Apia", "2011-12-31T10:00:00+14:00",
               (struct rule){
                   .unit = RULE_ELAPSED, .count = HOUR_S, .at_minute = 20 * 60},
               "2011-12-30T06:00:00Z");
}
