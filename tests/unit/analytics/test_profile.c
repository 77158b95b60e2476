#include "analytics/profile.h"
#include "tests/harness/db.h"
#include "tests/harness/visits.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

static const struct office office = {.currency = "EUR"};

#define SLOTS_MAX 200

struct bench {
    struct arena arena;
    struct slot items[SLOTS_MAX];
    size_t count;
    struct profiles profiles;
};

static void add(struct bench *bench, int64_t customer, enum outcome outcome,
                int64_t times)
{
    for (int64_t i = 0; i < times; i++) {
        struct slot *slot = &bench->items[bench->count];

        *slot = made_slot(outcome, (int64_t)bench->count,
                          (int64_t)bench->count + 1, -9000);
        slot->customer = customer;
        slot->has_price = true;
        slot->price_minor = 9000;
        slot->lead = (int32_t)i;
        bench->count++;
    }
}

static void judge(struct bench *bench)
{
    struct slots slots = made_slots(bench->items, bench->count, &bench->arena);
    struct tariff tariff;

    tariff_gather(&slots, &office, MADE_AT(0), MADE_AT(SLOTS_MAX),
                  &bench->arena, &tariff);
    profiles_of(&slots, &tariff, MADE_AT(0), MADE_AT(SLOTS_MAX), &bench->arena,
                &bench->profiles);
}

static const struct profile *find(const struct bench *bench, int64_t customer)
{
    for (size_t i = 0; i < bench->profiles.count; i++) {
        if (bench->profiles.items[i].customer == customer)
            return &bench->profiles.items[i];
    }
    FAIL("no such customer");
}

TEST(profile, counts_a_customers_visits)
{
    struct bench bench = {0};
    const struct profile *profile;

    add(&bench, 7, OUTCOME_ATTENDED, 3);
    add(&bench, 7, OUTCOME_NO_SHOW, 1);
    add(&bench, 7, OUTCOME_NOT_SEEN, 1);
    add(&bench, 7, OUTCOME_CANCELLED_SHORT, 2);
    add(&bench, 7, OUTCOME_FUTURE, 4);
    judge(&bench);
    profile = find(&bench, 7);
    CHECK_INT(profile->attended, 3);
    CHECK_INT(profile->missed, 2);
    CHECK_INT(profile->at_short, 2);
    CHECK_INT(profile->value_minor, 27000);
    CHECK(profile->lead_known);
    CHECK_DOUBLE(profile->lead_days, 3.0 / 5, 1e-12);
    CHECK_INT(bench.profiles.missed_one, 1);
    CHECK_INT(bench.profiles.missed_two, 1);
    CHECK_INT(bench.profiles.missed_three, 0);
    arena_free(&bench.arena);
}

TEST(profile, sees_no_pattern_in_one_miss_of_one)
{
    struct bench bench = {0};

    add(&bench, 1, OUTCOME_ATTENDED, 100);
    add(&bench, 2, OUTCOME_NO_SHOW, 1);
    add(&bench, 3, OUTCOME_NO_SHOW, 2);
    add(&bench, 4, OUTCOME_NO_SHOW, 3);
    judge(&bench);
    CHECK(!find(&bench, 2)->misses_often);
    CHECK(!find(&bench, 3)->misses_often); /* sure enough, but only two */
    CHECK(find(&bench, 3)->above >= OFTEN_PROBABILITY);
    CHECK(find(&bench, 4)->misses_often);
    CHECK_INT(bench.profiles.often, 1);
    CHECK_INT(bench.profiles.items[0].customer, 4);
    arena_free(&bench.arena);
}

TEST(profile, leaves_out_people_nobody_knows_or_who_were_never_due)
{
    struct bench bench = {0};

    add(&bench, 0, OUTCOME_NO_SHOW, 3);
    add(&bench, 5, OUTCOME_CANCELLED_EARLY, 3);
    judge(&bench);
    CHECK_UINT(bench.profiles.count, 0);
    CHECK_INT(bench.profiles.mean.denominator, 0);
    arena_free(&bench.arena);
}

TEST(profile, sees_who_misses_more_than_before)
{
    struct bench bench = {0};

    add(&bench, 1, OUTCOME_ATTENDED, 6);
    add(&bench, 1, OUTCOME_NO_SHOW, 6);
    add(&bench, 2, OUTCOME_NO_SHOW, 9); /* nothing before */
    add(&bench, 3, OUTCOME_NO_SHOW, 2); /* too little since */
    for (size_t i = 0; i < 6; i++)      /* more than half a year before */
        bench.items[i].start.unix_s -= 300 * DAY_S;
    add(&bench, 3, OUTCOME_ATTENDED, 9);
    for (size_t i = bench.count - 9; i < bench.count; i++)
        bench.items[i].start.unix_s -= 300 * DAY_S;
    {
        struct slots slots = made_slots(bench.items, bench.count, &bench.arena);
        struct tariff tariff;

        tariff_gather(&slots, &office, MADE_AT(0), MADE_AT(0), &bench.arena,
                      &tariff);
        profiles_of(&slots, &tariff, MADE_AT(-400 * 1440), MADE_AT(SLOTS_MAX),
                    &bench.arena, &bench.profiles);
    }
    CHECK_INT(find(&bench, 1)->trend, TREND_WORSE);
    CHECK_INT(find(&bench, 2)->trend, TREND_UNKNOWN);
    CHECK_INT(find(&bench, 3)->trend, TREND_UNKNOWN);
    arena_free(&bench.arena);
}

TEST(profile, finds_names)
{
    struct db *db = test_db_open();
    struct error err = {0};
    struct bench bench = {0};

    for (int64_t i = 1; i <= 5; i++) {
        struct visit_row row = {.customer = i * 10, .start_s = MADE_START_S};

        (void)visit_add(db, &row);
    }
    test_db_exec(db, "UPDATE customer SET external = 'P-20' WHERE id = 20");
    add(&bench, 50, OUTCOME_NO_SHOW, 1);
    add(&bench, 20, OUTCOME_ATTENDED, 1);
    add(&bench, 99, OUTCOME_ATTENDED, 1);
    judge(&bench);
    CHECK(profiles_name(db, &bench.profiles, 3, &bench.arena, &err));
    CHECK_STR(find(&bench, 20)->name, "Customer 20");
    CHECK_STR(find(&bench, 20)->external, "P-20");
    CHECK_STR(find(&bench, 50)->name, "Customer 50");
    CHECK_STR(find(&bench, 50)->external, "");
    CHECK_STR(find(&bench, 99)->name, "");
    arena_free(&bench.arena);
    test_db_close(db);
}
