#include "analytics/outcome.h"
#include "tests/test.h"

#define START_S   INT64_C(1792915200) /* 2026-10-25T08:00:00Z */
#define DAY_LIMIT ((struct span){24 * HOUR_S})

static const struct instant after = {START_S + 7 * DAY_S};

/* A cancellation by the customer, said `notice_s` before the start. */
static struct outcome_facts cancelled(int64_t notice_s)
{
    return (struct outcome_facts){
        .start = {START_S},
        .state = APPOINTMENT_CANCELLED,
        .cancelled_by = CANCELLED_BY_CUSTOMER,
        .said = {.known = true, .exact = true, .at = {START_S - notice_s}},
    };
}

static enum outcome judge(struct outcome_facts facts)
{
    return outcome_of(&facts, after, DAY_LIMIT);
}

TEST(outcome, follows_attendance_when_it_is_recorded)
{
    static const struct {
        enum attendance attendance;
        enum outcome outcome;
    } cases[] = {
        {ATTENDANCE_ATTENDED, OUTCOME_ATTENDED},
        {ATTENDANCE_LATE, OUTCOME_ATTENDED_LATE},
        {ATTENDANCE_LEFT, OUTCOME_NOT_SEEN},
        {ATTENDANCE_NO_SHOW, OUTCOME_NO_SHOW},
        {ATTENDANCE_UNMARKED, OUTCOME_UNMARKED},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct outcome_facts facts = {.start = {START_S},
                                      .state = APPOINTMENT_CONFIRMED,
                                      .attendance = cases[i].attendance};

        CHECK_INT(judge(facts), cases[i].outcome);
    }
}

TEST(outcome, believes_a_person_before_a_tidied_calendar)
{
    static const enum appointment_state states[] = {APPOINTMENT_CANCELLED,
                                                    APPOINTMENT_MOVED,
                                                    APPOINTMENT_WITHDRAWN};

    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        struct outcome_facts facts = cancelled(48 * HOUR_S);

        facts.state = states[i];
        facts.attendance = ATTENDANCE_NO_SHOW;
        CHECK_INT(judge(facts), OUTCOME_NO_SHOW);
        facts.attendance = ATTENDANCE_ATTENDED;
        CHECK_INT(judge(facts), OUTCOME_ATTENDED);
    }
}

TEST(outcome, draws_the_line_at_exactly_a_day)
{
    static const struct {
        int64_t notice_s;
        enum outcome outcome;
    } cases[] = {
        {24 * HOUR_S + 1, OUTCOME_CANCELLED_EARLY},
        {24 * HOUR_S, OUTCOME_CANCELLED_EARLY},
        {24 * HOUR_S - 1, OUTCOME_CANCELLED_SHORT},
        {1, OUTCOME_CANCELLED_SHORT},
        {0, OUTCOME_NO_SHOW},
        {-3600, OUTCOME_NO_SHOW},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(judge(cancelled(cases[i].notice_s)), cases[i].outcome);
}

TEST(outcome, counts_elapsed_hours_across_the_clock_change)
{
    /* 09:00 in Paris on the day the clock went back; said at 09:30 the day
     * before: 23 h 30 min on the wall, 24 h 30 min in truth. */
    struct outcome_facts facts = cancelled(24 * HOUR_S + 30 * MINUTE_S);

    CHECK_INT(judge(facts), OUTCOME_CANCELLED_EARLY);
    /* And 10:30 the day before: 23 h 30 min in truth. */
    facts = cancelled(23 * HOUR_S + 30 * MINUTE_S);
    CHECK_INT(judge(facts), OUTCOME_CANCELLED_SHORT);
}

TEST(outcome, never_makes_a_miss_of_a_mere_detection)
{
    struct outcome_facts facts = cancelled(0);

    facts.said = (struct said){.known = true,
                               .exact = false,
                               .at = {START_S + HOUR_S},
                               .until = {START_S + 2 * HOUR_S}};
    CHECK_INT(judge(facts), OUTCOME_CANCELLED_SHORT);
}

TEST(outcome, counts_a_bracket_at_the_customers_best_end)
{
    struct outcome_facts facts = cancelled(0);

    facts.said = (struct said){.known = true,
                               .exact = false,
                               .at = {START_S - 30 * HOUR_S},
                               .until = {START_S + HOUR_S}};
    CHECK_INT(judge(facts), OUTCOME_CANCELLED_EARLY);
}

TEST(outcome, takes_an_unknown_time_as_early)
{
    struct outcome_facts facts = cancelled(0);

    facts.said = (struct said){.known = false, .at = {START_S}};
    CHECK_INT(judge(facts), OUTCOME_CANCELLED_EARLY);
    facts.state = APPOINTMENT_MOVED;
    CHECK_INT(judge(facts), OUTCOME_MOVED_EARLY);
}

TEST(outcome, never_makes_a_miss_of_a_move)
{
    struct outcome_facts facts = cancelled(-HOUR_S);

    facts.state = APPOINTMENT_MOVED;
    CHECK_INT(judge(facts), OUTCOME_MOVED_SHORT);
    facts.said.at.unix_s = START_S - 24 * HOUR_S;
    CHECK_INT(judge(facts), OUTCOME_MOVED_EARLY);
}

TEST(outcome, never_blames_the_customer_for_the_office)
{
    struct outcome_facts facts = cancelled(-HOUR_S);

    facts.cancelled_by = CANCELLED_BY_OFFICE;
    CHECK_INT(judge(facts), OUTCOME_CANCELLED_OFFICE);
}

TEST(outcome, leaves_what_vanished_to_a_person)
{
    struct outcome_facts facts = {.start = {START_S},
                                  .state = APPOINTMENT_WITHDRAWN};

    CHECK_INT(judge(facts), OUTCOME_WITHDRAWN);
}

TEST(outcome, keeps_what_is_to_come_out_of_the_figures)
{
    struct outcome_facts facts = cancelled(48 * HOUR_S);
    struct instant start = {START_S};
    struct instant before = {START_S - 1};

    CHECK_INT(outcome_of(&facts, before, DAY_LIMIT), OUTCOME_FUTURE);
    CHECK_INT(outcome_of(&facts, start, DAY_LIMIT), OUTCOME_CANCELLED_EARLY);
    facts.attendance = ATTENDANCE_ATTENDED;
    CHECK_INT(outcome_of(&facts, before, DAY_LIMIT), OUTCOME_FUTURE);
}

TEST(outcome, knows_the_office_that_wants_two_days)
{
    struct outcome_facts facts = cancelled(47 * HOUR_S);

    CHECK_INT(outcome_of(&facts, after, (struct span){48 * HOUR_S}),
              OUTCOME_CANCELLED_SHORT);
}
