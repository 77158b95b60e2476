/*
 * The denominator matrix: who counts in which rate (evidence.md 7).
 */
#include "analytics/figures.h"
#include "tests/test.h"

static const struct counts month = {
    .of = {[OUTCOME_ATTENDED] = 300,
           [OUTCOME_ATTENDED_LATE] = 13,
           [OUTCOME_NO_SHOW] = 17,
           [OUTCOME_NOT_SEEN] = 3,
           [OUTCOME_UNMARKED] = 12,
           [OUTCOME_CANCELLED_SHORT] = 11,
           [OUTCOME_MOVED_SHORT] = 4,
           [OUTCOME_CANCELLED_EARLY] = 18,
           [OUTCOME_MOVED_EARLY] = 9,
           [OUTCOME_CANCELLED_OFFICE] = 10,
           [OUTCOME_WITHDRAWN] = 3,
           [OUTCOME_FUTURE] = 50},
};

TEST(figures, have_the_denominators_of_the_handbook)
{
    static const struct {
        enum figure figure;
        int64_t numerator;
        int64_t denominator;
    } cases[] = {
        {FIGURE_FTA, 20, 400},          {FIGURE_FTA_DUE, 20, 333},
        {FIGURE_SHORT_NOTICE, 15, 348}, {FIGURE_BROKEN, 35, 348},
        {FIGURE_CANCELLATION, 42, 375}, {FIGURE_COVERAGE, 333, 345},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct rate rate = figure_rate(&month, cases[i].figure);

        CHECK_INT(rate.numerator, cases[i].numerator);
        CHECK_INT(rate.denominator, cases[i].denominator);
    }
}

/* What one more of an outcome adds to numerator and denominator. */
struct effect {
    enum outcome outcome;
    int add[FIGURE_COUNT][2]; /* in the order of enum figure */
};

static const struct effect effects[OUTCOME_COUNT] = {
    {OUTCOME_ATTENDED, {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 1}}},
    {OUTCOME_ATTENDED_LATE, {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 1}}},
    {OUTCOME_NO_SHOW, {{1, 1}, {1, 1}, {0, 1}, {1, 1}, {0, 1}, {1, 1}}},
    {OUTCOME_NOT_SEEN, {{1, 1}, {1, 1}, {0, 1}, {1, 1}, {0, 1}, {1, 1}}},
    {OUTCOME_CANCELLED_SHORT, {{0, 1}, {0, 0}, {1, 1}, {1, 1}, {1, 1}, {0, 0}}},
    {OUTCOME_MOVED_SHORT, {{0, 1}, {0, 0}, {1, 1}, {1, 1}, {1, 1}, {0, 0}}},
    {OUTCOME_CANCELLED_EARLY, {{0, 1}, {0, 0}, {0, 0}, {0, 0}, {1, 1}, {0, 0}}},
    {OUTCOME_MOVED_EARLY, {{0, 1}, {0, 0}, {0, 0}, {0, 0}, {1, 1}, {0, 0}}},
    {OUTCOME_CANCELLED_OFFICE,
     {{0, 1}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}},
    {OUTCOME_WITHDRAWN, {{0, 1}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}},
    {OUTCOME_UNMARKED, {{0, 1}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 1}}},
    {OUTCOME_FUTURE, {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}},
};

TEST(figures, change_with_one_more_exactly_as_they_are_defined)
{
    for (size_t i = 0; i < ARRAY_LEN(effects); i++) {
        struct counts more = month;

        more.of[effects[i].outcome]++;
        for (int k = 0; k < FIGURE_COUNT; k++) {
            struct rate was = figure_rate(&month, (enum figure)k);
            struct rate is = figure_rate(&more, (enum figure)k);

            CHECK_INT(is.numerator - was.numerator, effects[i].add[k][0]);
            CHECK_INT(is.denominator - was.denominator, effects[i].add[k][1]);
        }
    }
}

TEST(figures, let_one_more_unmarked_widen_the_bounds_only)
{
    struct counts more = month;
    struct rate was = figure_rate(&month, FIGURE_FTA_DUE);
    struct rate is;

    more.of[OUTCOME_UNMARKED]++;
    is = figure_rate(&more, FIGURE_FTA_DUE);
    CHECK_DOUBLE(is.value, was.value, 0);
    CHECK(is.bound_low < was.bound_low);
    CHECK(is.bound_high > was.bound_high);
}

TEST(figures, have_bounds_where_a_miss_is_in_the_numerator)
{
    CHECK(figure_rate(&month, FIGURE_FTA).has_bounds);
    CHECK(figure_rate(&month, FIGURE_FTA_DUE).has_bounds);
    CHECK(figure_rate(&month, FIGURE_BROKEN).has_bounds);
    CHECK(!figure_rate(&month, FIGURE_SHORT_NOTICE).has_bounds);
    CHECK(!figure_rate(&month, FIGURE_CANCELLATION).has_bounds);
    CHECK(!figure_rate(&month, FIGURE_COVERAGE).has_bounds);
}
