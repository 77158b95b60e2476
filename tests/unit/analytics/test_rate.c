#include "analytics/rate.h"
#include "tests/test.h"

TEST(rate, gives_wilsons_interval)
{
    static const struct {
        int64_t k;
        int64_t n;
        double low;
        double high;
    } cases[] = {
        {0, 10, 0.0000, 0.2775},
        {1, 10, 0.0179, 0.4042},
        {3, 40, 0.0258, 0.1986},
        {24, 120, 0.1382, 0.2804},
        {1, 1, 0.2065, 1.0000},
        {20, 400, 0.0326, 0.0760},
        {22319, 110527, 0.199576, 0.204310},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct rate rate = rate_of(cases[i].k, cases[i].n);

        CHECK_DOUBLE(rate.low, cases[i].low, 0.00005);
        CHECK_DOUBLE(rate.high, cases[i].high, 0.00005);
    }
}

TEST(rate, is_certain_of_nothing_when_nothing_was_counted)
{
    struct rate rate = rate_bounded(0, 0, 0, 0);

    CHECK_DOUBLE(rate.value, 0, 0);
    CHECK_DOUBLE(rate.low, 0, 0);
    CHECK_DOUBLE(rate.high, 1, 0);
}

TEST(rate, widens_its_bounds_by_the_unmarked)
{
    struct rate rate = rate_bounded(20, 333, 12, 12);

    CHECK_INT(rate.bound_denominator, 345);
    CHECK_DOUBLE(rate.bound_low, 20.0 / 345, 1e-12);
    CHECK_DOUBLE(rate.bound_high, 32.0 / 345, 1e-12);
}

TEST(rate, ends_exactly_at_none_and_at_all)
{
    for (int64_t n = 1; n < 200; n++) {
        CHECK_DOUBLE(rate_of(0, n).low, 0, 0);
        CHECK_DOUBLE(rate_of(n, n).high, 1, 0);
    }
}

TEST(rate, has_no_bounds_unless_asked)
{
    CHECK(!rate_of(1, 2).has_bounds);
}
