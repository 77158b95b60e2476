#include "analytics/rebook.h"
#include "base/dice.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

#define DAY_MINUTES 1440

/* How many misses come out as rebooked. */
static int rebooked(struct slot *items, size_t count)
{
    struct arena arena = {0};
    struct slots slots = made_slots(items, count, &arena);
    const bool *found = rebook_find(&slots, &arena);
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += found[i];
    arena_free(&arena);
    return sum;
}

/* Missed at minute 0, attended from day `day`, booked at minute `booked`. */
static int one_miss(enum outcome later, int64_t day, int64_t booked)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 40, -9000),
        made_slot(later, day * DAY_MINUTES, day * DAY_MINUTES + 40, booked),
    };

    return rebooked(items, 2);
}

TEST(rebook, counts_those_who_booked_again_within_30_days_and_came)
{
    CHECK_INT(one_miss(OUTCOME_ATTENDED, 5, 60), 1);
    CHECK_INT(one_miss(OUTCOME_ATTENDED_LATE, 5, 60), 1);
    CHECK_INT(one_miss(OUTCOME_ATTENDED, 90, 30 * DAY_MINUTES), 1);
    CHECK_INT(one_miss(OUTCOME_ATTENDED, 90, 30 * DAY_MINUTES + 1), 0);
    CHECK_INT(one_miss(OUTCOME_ATTENDED, 5, -1), 0);
}

TEST(rebook, wants_them_to_have_come)
{
    CHECK_INT(one_miss(OUTCOME_NO_SHOW, 5, 60), 0);
    CHECK_INT(one_miss(OUTCOME_UNMARKED, 5, 60), 0);
    CHECK_INT(one_miss(OUTCOME_CANCELLED_SHORT, 5, 60), 0);
    CHECK_INT(one_miss(OUTCOME_FUTURE, 5, 60), 0);
}

TEST(rebook, lets_one_visit_offset_one_miss)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 40, -9000),
        made_slot(OUTCOME_NOT_SEEN, 100, 140, -9000),
        made_slot(OUTCOME_ATTENDED, 2000, 2040, 200),
    };
    struct arena arena = {0};
    struct slots slots = made_slots(items, 3, &arena);
    const bool *found = rebook_find(&slots, &arena);

    CHECK(found[0]);
    CHECK(!found[1]);
    arena_free(&arena);
}

TEST(rebook, does_not_take_another_customers_visit)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 40, -9000),
        made_slot(OUTCOME_ATTENDED, 2000, 2040, 200),
    };

    items[1].customer = 2;
    CHECK_INT(rebooked(items, 2), 0);
    items[0].customer = 0;
    items[1].customer = 0;
    CHECK_INT(rebooked(items, 2), 0);
}

TEST(rebook, needs_to_know_when_it_was_booked)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 40, -9000),
        made_slot(OUTCOME_ATTENDED, 2000, 2040, 200),
    };

    items[1].booked_known = false;
    CHECK_INT(rebooked(items, 2), 0);
}

#define MADE_COUNT 12

/* The most misses that can be offset, by trying everything. */
static int slow_most(const struct slot *items, size_t from, unsigned used)
{
    int most;

    while (from < MADE_COUNT && !outcome_is_missed(items[from].outcome))
        from++;
    if (from == MADE_COUNT)
        return 0;
    most = slow_most(items, from + 1, used);
    for (size_t i = 0; i < MADE_COUNT; i++) {
        int64_t gap = items[i].booked.unix_s - items[from].start.unix_s;
        int here;

        if (!outcome_is_attended(items[i].outcome) || (used >> i & 1) != 0 ||
            gap < 0 || gap > REBOOK_DAYS * DAY_S)
            continue;
        here = 1 + slow_most(items, from + 1, used | 1U << i);
        if (here > most)
            most = here;
    }
    return most;
}

TEST(rebook, offsets_as_many_misses_as_can_be)
{
    struct dice dice = {.state = 3};
    struct slot items[MADE_COUNT];

    for (int round = 0; round < 300; round++) {
        int64_t day = 0;

        for (size_t i = 0; i < MADE_COUNT; i++) {
            day += dice_below(&dice, 20);
            items[i] = made_slot(dice_below(&dice, 2) == 0 ? OUTCOME_NO_SHOW
                                                           : OUTCOME_ATTENDED,
                                 day * DAY_MINUTES, day * DAY_MINUTES + 40,
                                 (day - dice_below(&dice, 40)) * DAY_MINUTES);
        }
        CHECK_INT(rebooked(items, MADE_COUNT), slow_most(items, 0, 0));
    }
}
