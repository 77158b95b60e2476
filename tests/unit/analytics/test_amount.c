#include "analytics/amount.h"
#include "tests/test.h"

static int64_t rounded(int64_t ticks)
{
    return ticks_round((struct ticks){ticks});
}

TEST(amount, rounds_once_and_halves_up)
{
    CHECK_INT(rounded(0), 0);
    CHECK_INT(rounded(1799), 0);
    CHECK_INT(rounded(1800), 1);
    CHECK_INT(rounded(5399), 1);
    CHECK_INT(rounded(5400), 2);
    CHECK_INT(rounded(-1800), 0);
    CHECK_INT(rounded(-1801), -1);
    CHECK_INT(rounded(-5400), -1);
}

TEST(amount, counts_forty_minutes_of_a_specialist)
{
    CHECK_INT(ticks_round(ticks_of_time(40 * 60, 7200)), 4800);
}

TEST(amount, adds_sevenths_without_losing_a_cent)
{
    struct ticks sum = {0};

    for (int i = 0; i < 7; i++)
        sum = ticks_add(sum, ticks_share(ticks_of_minor(10000), 1, 7));
    CHECK_INT(ticks_round(sum), 10000);
}

TEST(amount, shares_losses_like_gains)
{
    CHECK_INT(ticks_round(ticks_share(ticks_of_minor(13800), 20, 40)), 6900);
    CHECK_INT(ticks_round(ticks_share(ticks_of_minor(-13800), 20, 40)), -6900);
    CHECK_INT(ticks_round(ticks_share(ticks_of_minor(13800), 0, 40)), 0);
    CHECK_INT(ticks_share((struct ticks){-2}, 1, 3).count, -1);
    CHECK_INT(ticks_share((struct ticks){2}, 1, 3).count, 1);
    CHECK_INT(ticks_round(ticks_share(ticks_of_minor(13800), 40, 40)), 13800);
}

TEST(amount, stops_at_the_end_of_its_range)
{
    struct ticks most = ticks_of_minor(INT64_MAX);

    CHECK_INT(most.count, INT64_MAX);
    CHECK_INT(ticks_add(most, most).count, INT64_MAX);
    CHECK_INT(ticks_of_minor(INT64_MIN).count, INT64_MIN);
    CHECK_INT(ticks_sub(ticks_of_minor(INT64_MIN), most).count, INT64_MIN);
    CHECK_INT(ticks_share(most, 1, 1).count, INT64_MAX);
    CHECK(ticks_round(most) > 0);
}
