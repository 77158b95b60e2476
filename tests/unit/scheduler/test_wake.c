#include "scheduler/wake.h"
#include "tests/test.h"

static const struct instant now = {1760000000};

static int64_t wait_for(const int64_t *dues, size_t count)
{
    struct wake wake = wake_start(now);

    for (size_t i = 0; i < count; i++)
        wake_by(&wake, (struct instant){now.unix_s + dues[i]});
    return wake.at.unix_s - now.unix_s;
}

TEST(wake, sleeps_a_minute_when_nothing_is_due)
{
    CHECK_INT(wait_for(NULL, 0), 60);
    CHECK_INT(wait_for((const int64_t[]){86400, 61}, 2), 60);
}

TEST(wake, wakes_for_the_first_of_what_is_due_within_a_minute)
{
    CHECK_INT(wait_for((const int64_t[]){50, 20, 4000}, 3), 20);
}

TEST(wake, does_not_spin_on_what_could_not_be_done)
{
    CHECK_INT(wait_for((const int64_t[]){-500, 20}, 2), 1);
    CHECK_INT(wait_for((const int64_t[]){0}, 1), 1);
}
