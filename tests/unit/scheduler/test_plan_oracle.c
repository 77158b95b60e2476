#include <stdlib.h>

#include "tests/harness/oracle_check.h"
#include "tests/test.h"

/* tests/long/plan_oracle.c runs more of them. */
#define CASES 10000

TEST(plan_oracle, agrees_around_ten_changes_of_every_zones_clock)
{
    static struct oracle_zones zones;
    struct oracle_tally tally = {0};

    oracle_zones_read(&zones);
    CHECK(zones.count > 400);
    for (size_t i = 0; i < zones.count; i++)
        CHECK_UINT(oracle_check_zone(zones.names[i], 1, &tally), 0);
}

TEST(plan_oracle, agrees_about_random_offices_and_visits)
{
    static struct oracle_zones zones;
    struct oracle_tally tally = {0};
    const char *seed = getenv("FUZZ_SEED");

    oracle_zones_read(&zones);
    oracle_check(&zones, seed == NULL ? 1 : strtoull(seed, NULL, 10), CASES,
                 &tally);
    CHECK_UINT(tally.differences, 0);
    CHECK_UINT(tally.cases, CASES);
}
