#include "scheduler/backoff.h"
#include "tests/test.h"

static const struct span none = {0};

TEST(backoff, waits_longer_each_time_within_half_a_minute_and_an_hour)
{
    static const int64_t most[] = {60,   120,  240,  480, 960,
                                   1920, 3600, 3600, 3600};
    struct dice dice = {7};

    for (int attempt = 1; attempt <= (int)ARRAY_LEN(most); attempt++) {
        for (int i = 0; i < 200; i++) {
            int64_t pause = backoff_pause(attempt, none, &dice).s;

            CHECK(pause >= most[attempt - 1] / 2);
            CHECK(pause <= most[attempt - 1]);
        }
    }
    CHECK(backoff_pause(1000000, none, &dice).s <= BACKOFF_MAX_S);
}

TEST(backoff, spreads_a_crowd_that_failed_together)
{
    struct dice dice = {1};
    bool seen[31] = {false};
    int different = 0;

    for (int i = 0; i < 300; i++) {
        int64_t pause = backoff_pause(1, none, &dice).s - 30;

        different += !seen[pause];
        seen[pause] = true;
    }
    CHECK(different > 25);
}

TEST(backoff, honours_the_wish_of_the_other_side)
{
    struct dice dice = {3};

    CHECK_INT(backoff_pause(1, (struct span){7200}, &dice).s, 7200);
    CHECK(backoff_pause(1, (struct span){5}, &dice).s >= 30);
}
