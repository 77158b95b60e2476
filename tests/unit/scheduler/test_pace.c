#include "scheduler/pace.h"
#include "tests/test.h"

#define NOW INT64_C(1760000000000)

TEST(pace, gives_a_seconds_worth_at_once_and_then_by_and_by)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 100), 10);
    pace_take(&pace, 10);
    CHECK_UINT(pace_ready(&pace, NOW, 100), 0);
    CHECK_INT(pace_wait_ms(&pace, NOW), 100);
    CHECK_UINT(pace_ready(&pace, NOW + 99, 100), 0);
    CHECK_UINT(pace_ready(&pace, NOW + 100, 100), 1);
    CHECK_UINT(pace_ready(&pace, NOW + 550, 100), 5);
    CHECK_UINT(pace_ready(&pace, NOW + 550, 3), 3);
    CHECK_UINT(pace_ready(&pace, NOW + 3600000, 100), 10);
}

TEST(pace, loses_no_fraction_however_often_it_is_asked)
{
    struct pace pace;
    size_t given = 0;

    pace_init(&pace, (struct pace_rate){7, 60000}, NOW);
    for (int64_t ms = 0; ms <= 600000; ms += 13) {
        size_t ready = pace_ready(&pace, NOW + ms, 100);

        pace_take(&pace, ready);
        given += ready;
    }
    CHECK_UINT(given, 1 + 7 * 10 - 1);
}

TEST(pace, says_exactly_how_long_the_next_one_takes)
{
    struct pace pace;
    int64_t wait_ms;

    pace_init(&pace, (struct pace_rate){3, 1000}, NOW);
    pace_take(&pace, pace_ready(&pace, NOW, 3));
    wait_ms = pace_wait_ms(&pace, NOW);
    CHECK_INT(wait_ms, 334);
    CHECK_UINT(pace_ready(&pace, NOW + wait_ms - 1, 9), 0);
    CHECK_UINT(pace_ready(&pace, NOW + wait_ms, 9), 1);
}

TEST(pace, allows_one_of_a_gateway_slower_than_one_a_second)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){1, PACE_PERIOD_MAX_MS}, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 9), 1);
    pace_take(&pace, 1);
    CHECK_INT(pace_wait_ms(&pace, NOW), PACE_PERIOD_MAX_MS);
    CHECK_UINT(pace_ready(&pace, NOW + PACE_PERIOD_MAX_MS, 9), 1);
}

TEST(pace, gives_nothing_extra_when_the_clock_jumps)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    pace_take(&pace, pace_ready(&pace, NOW, 10));
    CHECK_UINT(pace_ready(&pace, NOW - 86400000, 99), 0);
    CHECK_UINT(pace_ready(&pace, NOW - 86400000 + 100, 99), 1);
    CHECK_UINT(pace_ready(&pace, INT64_MAX / 2, 99), 10);
}

TEST(pace, is_no_limit_when_there_is_none)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){0, 1000}, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 500), 500);
    pace_take(&pace, 500);
    CHECK_INT(pace_wait_ms(&pace, NOW), 0);
}

TEST(pace, halves_when_the_gateway_says_too_many)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    pace_slow(&pace, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 100), 5);
    /* Those that were under way hear the same. */
    pace_slow(&pace, NOW + 20);
    CHECK_UINT(pace_ready(&pace, NOW + 20, 100), 5);
    pace_slow(&pace, NOW + 1000);
    CHECK_UINT(pace_ready(&pace, NOW + 1000, 100), 2);
    for (int i = 2; i < 9; i++)
        pace_slow(&pace, NOW + i * INT64_C(1000));
    CHECK_UINT(pace_ready(&pace, NOW + 9000, 100), 1);
}

TEST(pace, gives_one_a_second_back_for_each_clean_minute)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    pace_slow(&pace, NOW);
    CHECK_UINT(pace_ready(&pace, NOW + 59999, 100), 5);
    CHECK_UINT(pace_ready(&pace, NOW + 60000 + 1000, 100), 6);
    pace_slow(&pace, NOW + 90000);
    CHECK_UINT(pace_ready(&pace, NOW + 149999, 100), 3);
    CHECK_UINT(pace_ready(&pace, NOW + 152000, 100), 4);
    CHECK_UINT(pace_ready(&pace, NOW + 3600000, 100), 10);
}

TEST(pace, limits_a_gateway_without_a_limit_while_it_says_too_many)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){0, 1000}, NOW);
    pace_take(&pace, 700);
    pace_slow(&pace, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 700), 1);
    CHECK_UINT(pace_ready(&pace, NOW + 1000, 700), 50);
    CHECK_UINT(pace_ready(&pace, NOW + 51 * INT64_C(60000), 700), 700);
}

TEST(pace, lets_a_slowed_gateway_owe_what_was_ready_before)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 100), 10);
    pace_slow(&pace, NOW);
    pace_take(&pace, 10);
    CHECK_UINT(pace_ready(&pace, NOW + 1000, 100), 0);
    CHECK_UINT(pace_ready(&pace, NOW + 1200, 100), 1);
}

TEST(pace, owes_what_was_ready_under_another_rate)
{
    struct pace pace;

    pace_init(&pace, (struct pace_rate){100, 1000}, NOW);
    CHECK_UINT(pace_ready(&pace, NOW, 100), 100);
    pace_init(&pace, (struct pace_rate){10, 1000}, NOW);
    pace_take(&pace, 100);
    CHECK_UINT(pace_ready(&pace, NOW + 5000, 100), 0);
    CHECK_UINT(pace_ready(&pace, NOW + 9000, 100), 0);
    CHECK_INT(pace_wait_ms(&pace, NOW + 9000), 100);
}
