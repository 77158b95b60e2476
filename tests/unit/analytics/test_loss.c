#include "analytics/loss.h"
#include "tests/harness/db.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

/* The vector of evidence.md 1.4: fee 120, avoidable 20, 45 minutes at 80. */
static const struct service services[] = {
    {.name = "Filling", .price_minor = 12000, .avoidable_minor = 2000},
};
static const struct provider providers[] = {
    {.name = "Dr Martin", .hourly_minor = 8000},
};
static const struct office office = {
    .currency = "EUR",
    .services = services,
    .service_count = 1,
    .providers = providers,
    .provider_count = 1,
};
static const struct period period = {.from = {MADE_START_S},
                                     .until = {MADE_START_S + 30 * DAY_S}};

/* The loss of these, all fillings of Dr Martin. */
static struct loss loss_here(struct slot *items, size_t count,
                             int64_t messages_minor)
{
    struct arena arena = {0};
    struct slots slots = {.items = items, .count = count};
    struct tariff tariff;
    struct refill refill;
    struct loss loss;
    struct loss_facts facts = {.slots = &slots,
                               .tariff = &tariff,
                               .refill = &refill,
                               .messages = messages_minor != 0,
                               .messages_minor = messages_minor};

    names_init(&slots.services, &arena);
    names_init(&slots.providers, &arena);
    (void)names_number(&slots.services, "Filling");
    (void)names_number(&slots.providers, "Dr Martin");
    tariff_gather(&slots, &office, period.from, period.until, &arena, &tariff);
    refill_init(&refill, &slots, true, &arena);
    facts.rebooked = rebook_find(&slots, &arena);
    loss_of(&facts, &period, &loss);
    arena_free(&arena);
    return loss;
}

TEST(loss, has_three_views)
{
    struct slot missed = made_slot(OUTCOME_NO_SHOW, 0, 45, -9000);
    struct loss loss = loss_here(&missed, 1, 0);

    CHECK_INT(loss.time_minor, 6000);
    CHECK_INT(loss.contribution_minor, 10000);
    CHECK_INT(loss.gross_minor, 18000);
    CHECK_INT(loss.net_minor, 18000);
    CHECK_INT(loss.net_contribution_minor, 10000);
    CHECK_INT(loss.tiers[PRICE_SERVICE].contract_minor, 12000);
}

TEST(loss, halves_when_half_of_the_slot_is_refilled)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 45, -9000),
        made_slot(OUTCOME_ATTENDED, 22, 60, 5),
    };
    struct loss loss;

    items[1].start.unix_s += 30;
    items[1].customer = 2;
    loss = loss_here(items, 2, 0);
    CHECK_INT(loss.refilled_minor, 9000);
    CHECK_INT(loss.net_minor, 9000);
    CHECK_INT(loss.net_contribution_minor, 5000);
    CHECK_INT(loss.missed_refilled_s, 1350);
}

TEST(loss, takes_off_returns_and_fees_and_adds_messages)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, 0, 45, -9000),
        made_slot(OUTCOME_ATTENDED, 2000, 2045, 60),
    };
    struct loss loss;

    items[0].fee_minor = 2500;
    items[1].fee_minor = 99;
    loss = loss_here(items, 2, 130);
    CHECK_INT(loss.rebooked, 1);
    CHECK_INT(loss.rebooked_minor, 12000);
    CHECK_INT(loss.fees_minor, 2500);
    CHECK_INT(loss.net_minor, 18000 - 12000 - 2500 + 130);
    CHECK_INT(loss.net_contribution_minor, 10000 - 12000 - 2500 + 130);
}

TEST(loss, keeps_short_notice_on_a_line_of_its_own)
{
    struct slot items[] = {
        made_slot(OUTCOME_CANCELLED_SHORT, 0, 45, -9000),
        made_slot(OUTCOME_MOVED_SHORT, 100, 145, -9000),
        made_slot(OUTCOME_CANCELLED_EARLY, 200, 245, -9000),
        made_slot(OUTCOME_CANCELLED_OFFICE, 300, 345, -9000),
    };
    struct loss loss = loss_here(items, ARRAY_LEN(items), 0);

    CHECK_INT(loss.missed, 0);
    CHECK_INT(loss.net_minor, 0);
    CHECK_INT(loss.short_count, 2);
    CHECK_INT(loss.short_open, 2);
    CHECK_INT(loss.short_unrefilled_minor, 36000);
}

TEST(loss, counts_what_stayed_empty_of_a_short_cancellation)
{
    struct slot items[] = {
        made_slot(OUTCOME_CANCELLED_SHORT, 0, 45, -9000),
        made_slot(OUTCOME_ATTENDED, 15, 60, -100),
    };
    struct loss loss;

    items[0].freed = MADE_AT(-300);
    items[0].freed_known = true;
    items[1].customer = 2;
    loss = loss_here(items, 2, 0);
    CHECK_INT(loss.short_open, 1);
    CHECK_INT(loss.short_unrefilled_minor, 6000);
}

TEST(loss, leaves_out_what_lies_outside_the_period)
{
    struct slot items[] = {
        made_slot(OUTCOME_NO_SHOW, -1, 44, -9000),
        made_slot(OUTCOME_NO_SHOW, 30 * 1440, 30 * 1440 + 45, -9000),
    };

    CHECK_INT(loss_here(items, 2, 0).missed, 0);
}

TEST(loss, rounds_the_sum_and_not_each_of_a_hundred)
{
    struct slot items[100];

    /* One minute at 80.00 an hour is 133.33… cents. */
    for (int64_t i = 0; i < 100; i++)
        items[i] = made_slot(OUTCOME_NO_SHOW, 2 * i, 2 * i + 1, -9000);
    CHECK_INT(loss_here(items, 100, 0).time_minor, 13333);
}

TEST(loss, adds_up_messages_that_a_gateway_took)
{
    struct db *db = test_db_open();
    struct error err = {0};
    int64_t count;
    int64_t minor;

    test_db_exec(db, "INSERT INTO message (address, channel, occasion, state,"
                     " due_s, expires_s, key, cost_micro, sent_s, created_s)"
                     " VALUES ('a', 'sms', '1', 'delivered', 0, 0, 'k1',"
                     "         120000, 1792915200, 0),"
                     "        ('a', 'sms', '2', 'accepted', 0, 0, 'k2',"
                     "         65000, 1792915201, 0),"
                     "        ('a', 'sms', '3', 'planned', 0, 0, 'k3',"
                     "         60000, NULL, 0),"
                     "        ('a', 'sms', '4', 'accepted', 0, 0, 'k4',"
                     "         60000, 1792915199, 0)");
    CHECK(loss_messages(db, &period, "EUR", &count, &minor, &err));
    CHECK_INT(count, 2);
    CHECK_INT(minor, 19); /* 18.5 cents */
    CHECK(loss_messages(db, &period, "JPY", &count, &minor, &err));
    CHECK_INT(minor, 0);
    test_db_close(db);
}
