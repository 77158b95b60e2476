#include "analytics/refill.h"
#include "base/dice.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

/* Minutes of the first slot that the others refilled. */
static int64_t refilled(struct slot *items, size_t count)
{
    struct arena arena = {0};
    struct slots slots = made_slots(items, count, &arena);
    struct refill refill;
    int64_t seconds;

    refill_init(&refill, &slots, true, &arena);
    seconds = refill_seconds(&refill, 0);
    arena_free(&arena);
    return seconds / MINUTE_S;
}

/* A short cancellation of minutes 0..40, said 5 hours before. */
static struct slot freed_slot(void)
{
    struct slot slot = made_slot(OUTCOME_CANCELLED_SHORT, 0, 40, -9000);

    slot.freed = MADE_AT(-300);
    slot.freed_known = true;
    return slot;
}

TEST(refill, counts_whoever_took_the_slot_after_it_was_freed)
{
    struct slot items[] = {freed_slot(),
                           made_slot(OUTCOME_ATTENDED, 0, 40, -299)};

    CHECK_INT(refilled(items, 2), 40);
    items[1].taken = MADE_AT(-300);
    CHECK_INT(refilled(items, 2), 40);
    items[1].taken = MADE_AT(-301);
    CHECK_INT(refilled(items, 2), 0);
    items[1].taken = MADE_AT(-299);
    items[1].taken_known = false;
    CHECK_INT(refilled(items, 2), 0);
    items[1].taken_known = true;
    items[0].freed_known = false;
    CHECK_INT(refilled(items, 2), 0);
}

TEST(refill, counts_minutes_and_each_of_them_once)
{
    struct slot items[] = {
        made_slot(OUTCOME_ATTENDED, -10, 10, -200),
        freed_slot(),
        made_slot(OUTCOME_ATTENDED, 5, 15, -100),
        made_slot(OUTCOME_UNMARKED, 30, 70, -100),
        made_slot(OUTCOME_ATTENDED, 40, 80, -100),
    };
    struct arena arena = {0};
    struct slots slots = made_slots(items, ARRAY_LEN(items), &arena);
    struct refill refill;

    refill_init(&refill, &slots, true, &arena);
    CHECK_INT(refill_seconds(&refill, 1), (15 + 10) * MINUTE_S);
    arena_free(&arena);
}

TEST(refill, frees_a_missed_slot_at_its_start)
{
    struct slot items[] = {made_slot(OUTCOME_NO_SHOW, 0, 40, -9000),
                           made_slot(OUTCOME_ATTENDED, 10, 50, 5)};

    CHECK_INT(refilled(items, 2), 30);
    items[1].taken = MADE_AT(-1);
    CHECK_INT(refilled(items, 2), 0);
}

TEST(refill, wants_somebody_who_kept_the_slot_or_lost_it_themselves)
{
    static const struct {
        enum outcome outcome;
        int64_t minutes;
    } cases[] = {
        {OUTCOME_ATTENDED, 40},        {OUTCOME_ATTENDED_LATE, 40},
        {OUTCOME_NOT_SEEN, 40},        {OUTCOME_NO_SHOW, 40},
        {OUTCOME_UNMARKED, 40},        {OUTCOME_CANCELLED_SHORT, 40},
        {OUTCOME_MOVED_SHORT, 40},     {OUTCOME_CANCELLED_EARLY, 0},
        {OUTCOME_CANCELLED_OFFICE, 0}, {OUTCOME_MOVED_EARLY, 0},
        {OUTCOME_WITHDRAWN, 0},        {OUTCOME_FUTURE, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct slot items[] = {freed_slot(),
                               made_slot(cases[i].outcome, 0, 40, -100)};

        CHECK_INT(refilled(items, 2), cases[i].minutes);
    }
}

TEST(refill, wants_the_same_provider)
{
    struct slot items[] = {freed_slot(),
                           made_slot(OUTCOME_ATTENDED, 0, 40, -100)};
    struct arena arena = {0};
    struct slots slots = made_slots(items, 2, &arena);
    struct refill refill;

    items[0].provider = names_number(&slots.providers, "Dr Martin");
    items[1].provider = names_number(&slots.providers, "Dr Roux");
    refill_init(&refill, &slots, false, &arena);
    CHECK_INT(refill_seconds(&refill, 0), 0);
    items[1].provider = items[0].provider;
    refill_init(&refill, &slots, false, &arena);
    CHECK_INT(refill_seconds(&refill, 0), 40 * MINUTE_S);
    arena_free(&arena);
}

TEST(refill, knows_nothing_of_chairs_that_nobody_named)
{
    struct slot items[] = {freed_slot(),
                           made_slot(OUTCOME_ATTENDED, 0, 40, -100)};
    struct arena arena = {0};
    struct slots slots = made_slots(items, 2, &arena);
    struct refill refill;

    refill_init(&refill, &slots, false, &arena);
    CHECK_INT(refill_seconds(&refill, 0), 0);
    arena_free(&arena);
}

#define MADE_COUNT 60

/* Minute by minute, without an order, a search or a union. */
static int64_t slow_minutes(const struct slot *items, size_t index)
{
    const struct slot *slot = &items[index];
    int64_t minutes = 0;

    for (int64_t at = slot->start.unix_s; at < slot->end.unix_s;
         at += MINUTE_S) {
        bool taken = false;

        for (size_t i = 0; i < MADE_COUNT; i++)
            taken = taken ||
                    (i != index && items[i].provider == slot->provider &&
                     items[i].taken.unix_s >= slot->freed.unix_s &&
                     items[i].outcome != OUTCOME_CANCELLED_EARLY &&
                     items[i].start.unix_s <= at && items[i].end.unix_s > at);
        minutes += taken;
    }
    return minutes;
}

static void make_day(struct dice *dice, struct slot *items)
{
    static const enum outcome outcomes[] = {OUTCOME_ATTENDED, OUTCOME_NO_SHOW,
                                            OUTCOME_CANCELLED_SHORT,
                                            OUTCOME_CANCELLED_EARLY};
    int64_t from = 0;

    for (size_t i = 0; i < MADE_COUNT; i++) {
        from += dice_below(dice, 20);
        items[i] = made_slot(outcomes[dice_below(dice, 4)], from,
                             from + dice_below(dice, 60),
                             (int64_t)dice_below(dice, 600) - 300);
        items[i].provider = dice_below(dice, 2);
        items[i].freed_known = true;
        if (items[i].outcome == OUTCOME_CANCELLED_SHORT)
            items[i].freed = MADE_AT(from - dice_below(dice, 300));
    }
}

TEST(refill, agrees_with_counting_minute_by_minute)
{
    struct dice dice = {.state = 1};
    struct slot items[MADE_COUNT];

    for (int day = 0; day < 50; day++) {
        struct arena arena = {0};
        struct slots slots = made_slots(items, MADE_COUNT, &arena);
        struct refill refill;

        (void)names_number(&slots.providers, "Dr Martin");
        make_day(&dice, items);
        refill_init(&refill, &slots, true, &arena);
        for (size_t i = 0; i < MADE_COUNT; i++)
            CHECK_INT(refill_seconds(&refill, i) / MINUTE_S,
                      slow_minutes(items, i));
        arena_free(&arena);
    }
}
