#include "analytics/tariff.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

static const struct service services[] = {
    {.name = "Cleaning", .price_minor = 9000, .avoidable_minor = 500},
    {.name = "Crown", .price_minor = 0, .duration = {90 * MINUTE_S}},
};
static const struct provider providers[] = {
    {.name = "Dr Martin", .hourly_minor = 7200},
};
static const struct office office = {
    .services = services,
    .service_count = ARRAY_LEN(services),
    .providers = providers,
    .provider_count = ARRAY_LEN(providers),
};

/* Numbers of the names in slots_here(). */
enum { NO_SERVICE, CLEANING, CROWN, SCALING };

static struct slots slots_here(struct slot *items, size_t count,
                               struct arena *arena)
{
    struct slots slots = made_slots(items, count, arena);

    CHECK_UINT(names_number(&slots.services, "Cleaning"), CLEANING);
    CHECK_UINT(names_number(&slots.services, "Crown"), CROWN);
    CHECK_UINT(names_number(&slots.services, "Scaling"), SCALING);
    CHECK_UINT(names_number(&slots.providers, "Dr Martin"), 1);
    return slots;
}

static struct slot paid(size_t service, int64_t price_minor)
{
    struct slot slot = made_slot(OUTCOME_ATTENDED, 0, 40, -100);

    slot.service = service;
    slot.has_price = price_minor >= 0;
    slot.price_minor = price_minor;
    return slot;
}

/* What a missed slot of `service` is worth beside visits that were paid. */
static struct worth worth_of(struct slot missed, struct slot *others,
                             size_t count)
{
    struct arena arena = {0};
    struct slots slots = slots_here(others, count, &arena);
    struct tariff tariff;
    struct worth worth;

    tariff_gather(&slots, &office, MADE_AT(-100), MADE_AT(100), &arena,
                  &tariff);
    worth = tariff_worth(&tariff, &missed);
    arena_free(&arena);
    return worth;
}

static struct slot missed_of(size_t service)
{
    struct slot slot = made_slot(OUTCOME_NO_SHOW, 0, 40, -100);

    slot.service = service;
    return slot;
}

TEST(tariff, falls_through_the_tiers)
{
    struct slot others[] = {paid(CROWN, 40000), paid(CROWN, 50001),
                            paid(CLEANING, 9000), paid(CLEANING, 0),
                            paid(CLEANING, -1)};
    struct slot missed = missed_of(CLEANING);
    struct worth worth;

    missed.has_price = true;
    missed.price_minor = 0;
    worth = worth_of(missed, others, ARRAY_LEN(others));
    CHECK_INT(worth.tier, PRICE_APPOINTMENT);
    CHECK_INT(worth.price_minor, 0);

    worth = worth_of(missed_of(CLEANING), others, ARRAY_LEN(others));
    CHECK_INT(worth.tier, PRICE_SERVICE);
    CHECK_INT(worth.price_minor, 9000);
    CHECK_INT(worth.avoidable_minor, 500);

    worth = worth_of(missed_of(CROWN), others, ARRAY_LEN(others));
    CHECK_INT(worth.tier, PRICE_SERVICE_MEAN);
    CHECK_INT(worth.price_minor, 45001); /* half up */

    worth = worth_of(missed_of(SCALING), others, ARRAY_LEN(others));
    CHECK_INT(worth.tier, PRICE_OFFICE_MEAN);
    CHECK_INT(worth.price_minor, 33000);

    worth = worth_of(missed_of(SCALING), others, 0);
    CHECK_INT(worth.tier, PRICE_NONE);
    CHECK_INT(worth.price_minor, 0);
}

TEST(tariff, takes_means_of_visits_that_were_paid_in_the_window)
{
    struct slot others[] = {paid(SCALING, 1000), paid(SCALING, 9000),
                            paid(SCALING, 7000)};
    struct worth worth;

    others[0].outcome = OUTCOME_NO_SHOW;
    others[2].start = MADE_AT(100); /* the window's end */
    worth = worth_of(missed_of(SCALING), others, ARRAY_LEN(others));
    CHECK_INT(worth.tier, PRICE_SERVICE_MEAN);
    CHECK_INT(worth.price_minor, 9000);
}

TEST(tariff, takes_an_unknown_service_for_no_service)
{
    struct slot others[] = {paid(NO_SERVICE, 1000), paid(CROWN, 9000)};

    CHECK_INT(worth_of(missed_of(NO_SERVICE), others, 2).tier,
              PRICE_OFFICE_MEAN);
}

TEST(tariff, counts_the_specialists_minutes)
{
    struct slot missed = missed_of(CLEANING);

    missed.provider = 1;
    CHECK_INT(ticks_round(worth_of(missed, NULL, 0).time), 4800);
    missed.provider = 0;
    CHECK_INT(ticks_round(worth_of(missed, NULL, 0).time), 0);
}

TEST(tariff, takes_the_services_length_where_the_slot_has_none)
{
    struct slot missed = missed_of(CROWN);

    missed.provider = 1;
    missed.end = missed.start;
    CHECK_INT(worth_of(missed, NULL, 0).seconds, 90 * MINUTE_S);
    CHECK_INT(ticks_round(worth_of(missed, NULL, 0).time), 10800);
}

TEST(tariff, does_not_pay_a_week_for_an_all_day_entry)
{
    struct slot missed = missed_of(CLEANING);

    missed.end = instant_add(missed.start, (struct span){7 * DAY_S});
    CHECK_INT(worth_of(missed, NULL, 0).seconds, DAY_S);
}
