/*
 * plan_oracle.c - plan_oracle [CASES [SEED]]: plans random visits, twice
 *
 * Each case has a seed of its own, SEED and the ones after it; "plan_oracle 1
 * SEED" runs one that was printed again, alone.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/harness/oracle_check.h"

int main(int argc, char **argv)
{
    static struct oracle_zones zones;
    struct oracle_tally tally = {0};
    const char *ci = getenv("FUZZ_SEED");
    uint64_t count = 100000;
    uint64_t seed = (uint64_t)time(NULL);
    time_t started = time(NULL);

    if (ci != NULL)
        seed = strtoull(ci, NULL, 10);
    if (argc > 1)
        count = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    oracle_zones_read(&zones);
    /* A case alone is not worth the tour of the world. */
    for (size_t i = 0; argc <= 2 && i < zones.count; i++)
        tally.differences +=
            oracle_check_zone(zones.names[i], ORACLE_WINDOWS, &tally);
    printf("%" PRIu64 " changes of the clock in %zu zones: %" PRIu64
           " differences\n",
           tally.changes, zones.count, tally.differences);
    oracle_check(&zones, seed, count, &tally);
    printf("%" PRIu64 " cases from seed %" PRIu64 ": %" PRIu64
           " reminders, %" PRIu64 " of them planned; %" PRIu64
           " differences; %lld s\n",
           tally.cases, seed, tally.reminders, tally.planned, tally.differences,
           (long long)(time(NULL) - started));
    return tally.differences == 0 && tally.cases == count ? EXIT_SUCCESS
                                                          : EXIT_FAILURE;
}
