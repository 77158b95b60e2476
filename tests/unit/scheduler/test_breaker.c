#include "scheduler/breaker.h"
#include "tests/test.h"

#define NOW INT64_C(1760000000000)

static void note(struct breaker *breaker, const char *answers, int64_t now_ms,
                 int64_t step_ms)
{
    for (; *answers != '\0'; answers++, now_ms += step_ms)
        breaker_note(breaker, *answers == 'x', now_ms);
}

TEST(breaker, lets_everything_pass_while_the_gateway_answers)
{
    struct breaker breaker = {0};

    note(&breaker, "xxxx.xxxx.", NOW, 1000);
    CHECK_UINT(breaker_ready(&breaker, NOW, 16), 16);
    CHECK_INT(breaker_wait_ms(&breaker, NOW), 0);
}

TEST(breaker, opens_after_five_faults_in_a_row)
{
    struct breaker breaker = {0};

    note(&breaker, "xxxx", NOW, 0);
    CHECK_UINT(breaker_ready(&breaker, NOW, 16), 16);
    note(&breaker, "x", NOW, 0);
    CHECK_UINT(breaker_ready(&breaker, NOW, 16), 0);
    CHECK_INT(breaker_wait_ms(&breaker, NOW), 30000);
    CHECK_UINT(breaker_ready(&breaker, NOW + 29999, 16), 0);
}

TEST(breaker, opens_when_half_of_the_last_twenty_failed_within_a_minute)
{
    struct breaker soon = {0};
    struct breaker slow = {0};

    note(&soon, "x.x.x.x.x.x.x.x.x.", NOW, 1000);
    CHECK_UINT(breaker_ready(&soon, NOW + 18000, 16), 16);
    note(&soon, ".x", NOW + 18000, 1000);
    CHECK_UINT(breaker_ready(&soon, NOW + 20000, 16), 0);
    note(&slow, "x.x.x.x.x.x.x.x.x.x.", NOW, 4000);
    CHECK_UINT(breaker_ready(&slow, NOW + 80000, 16), 16);
}

TEST(breaker, lets_one_through_when_the_pause_is_over)
{
    struct breaker breaker = {0};

    note(&breaker, "xxxxx", NOW, 0);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30000, 0), 0);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30000, 16), 1);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30000, 16), 1);
    breaker_take(&breaker, 1);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30001, 16), 0);
    breaker_note(&breaker, false, NOW + 30050);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30050, 16), 16);
    /* Closed, it counts anew, and the pause is the short one. */
    note(&breaker, "xxxx", NOW + 31000, 0);
    CHECK_UINT(breaker_ready(&breaker, NOW + 31000, 16), 16);
    note(&breaker, "x", NOW + 31000, 0);
    CHECK_INT(breaker_wait_ms(&breaker, NOW + 31000), 30000);
}

TEST(breaker, waits_twice_as_long_each_time_up_to_ten_minutes)
{
    static const int64_t pauses[] = {30000,  60000,  120000, 240000,
                                     480000, 600000, 600000};
    struct breaker breaker = {0};
    int64_t now = NOW;

    note(&breaker, "xxxxx", now, 0);
    for (size_t i = 0; i < ARRAY_LEN(pauses); i++) {
        CHECK_INT(breaker_wait_ms(&breaker, now), pauses[i]);
        now += pauses[i];
        CHECK_UINT(breaker_ready(&breaker, now, 16), 1);
        breaker_take(&breaker, 1);
        breaker_note(&breaker, true, now);
    }
}

TEST(breaker, does_not_count_what_started_before_it_opened)
{
    struct breaker breaker = {0};

    note(&breaker, "xxxxx", NOW, 0);
    note(&breaker, "xxx.", NOW + 1000, 0);
    CHECK_UINT(breaker_ready(&breaker, NOW + 29000, 16), 0);
    CHECK_UINT(breaker_ready(&breaker, NOW + 30000, 16), 1);
}

TEST(breaker, waits_no_longer_than_its_pause_when_the_clock_is_put_back)
{
    struct breaker breaker = {0};

    note(&breaker, "xxxxx", NOW, 0);
    CHECK_INT(breaker_wait_ms(&breaker, NOW - 86400000), 30000);
    CHECK_UINT(breaker_ready(&breaker, NOW - 86400000, 16), 0);
    CHECK_UINT(breaker_ready(&breaker, NOW - 86400000 + 30000, 16), 1);
}
