#include "domain/twin.h"
#include "tests/test.h"

#define NINE INT64_C(1795510800)

static const struct twin_visit ada = {
    .customer = {1},
    .has_contact = true,
    .key = "ada martin",
    .start = {NINE},
    .provider = "Dr Petit",
    .service = "Cleaning",
};

static enum twin_kind kind(const struct twin_visit *fresh,
                           struct twin_visit known)
{
    return twin_find(fresh, &known, 1).kind;
}

TEST(twin, is_the_visit_of_the_same_customer_at_the_same_time)
{
    struct twin_visit fresh = ada;

    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.start.unix_s = NINE + TWIN_NEAR_S;
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.start.unix_s = NINE + TWIN_NEAR_S + 1;
    CHECK_INT(kind(&fresh, ada), TWIN_NONE);
    fresh = ada;
    fresh.customer.row = 2;
    CHECK_INT(kind(&fresh, ada), TWIN_NONE);
    fresh.customer.row = 0;
    CHECK_INT(kind(&fresh, (struct twin_visit){.start = {NINE}, .key = ""}),
              TWIN_NONE);
}

TEST(twin, has_no_other_provider_and_no_other_site)
{
    struct twin_visit fresh = ada;

    fresh.provider = "petit";
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.provider = "Dr Grand";
    CHECK_INT(kind(&fresh, ada), TWIN_NONE);
    fresh.provider = "";
    fresh.site = "Lilas";
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    struct twin_visit known = ada;
    known.site = "Roses";
    CHECK_INT(kind(&fresh, known), TWIN_NONE);
}

TEST(twin, under_another_word_for_the_service_needs_its_provider)
{
    struct twin_visit fresh = ada;

    fresh.service = "Prophylaxis";
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.provider = NULL;
    CHECK_INT(kind(&fresh, ada), TWIN_POSSIBLE);
    fresh.service = "cleaning (40 min)";
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
}

TEST(twin, by_name_alone_must_be_the_only_one_at_that_start)
{
    struct twin_visit fresh = {.key = "ada martin", .start = {NINE}};
    struct twin_visit known[] = {ada, ada};

    known[1].customer.row = 2;
    known[1].key = "ben martin";
    CHECK_INT(twin_find(&fresh, known, 2).kind, TWIN_SAME);
    CHECK_INT(twin_find(&fresh, known, 2).index, 0);
    known[1].key = "ada martin";
    CHECK_INT(twin_find(&fresh, known, 2).kind, TWIN_POSSIBLE);
    fresh.start.unix_s += 60;
    CHECK_INT(twin_find(&fresh, known, 2).kind, TWIN_NONE);
    fresh.start.unix_s = NINE;
    fresh.has_contact = true; /* then they are two people of one name */
    fresh.customer.row = 3;
    CHECK_INT(twin_find(&fresh, known, 2).kind, TWIN_NONE);
}

TEST(twin, by_a_part_of_a_name_is_possible)
{
    struct twin_visit fresh = {.key = "a martin", .start = {NINE}};

    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.key = "martin";
    CHECK_INT(kind(&fresh, ada), TWIN_POSSIBLE);
    fresh.provider = "Petit";
    CHECK_INT(kind(&fresh, ada), TWIN_SAME);
    fresh.key = "b martin";
    CHECK_INT(kind(&fresh, ada), TWIN_NONE);
}

TEST(twin, may_be_cancelled_but_not_moved_away)
{
    struct twin_visit fresh = ada;
    struct twin_visit known = ada;

    known.state = APPOINTMENT_MOVED;
    CHECK_INT(kind(&fresh, known), TWIN_NONE);
    known.state = APPOINTMENT_CANCELLED;
    known.said = (struct said){.known = true, .exact = true, .at = {NINE - 9}};
    CHECK_INT(kind(&fresh, known), TWIN_SAME);
    fresh.booked_known = true;
    fresh.booked.unix_s = NINE - 5;
    CHECK_INT(kind(&fresh, known), TWIN_NONE); /* the slot taken again */
    fresh.booked.unix_s = NINE - 10;
    CHECK_INT(kind(&fresh, known), TWIN_SAME);
}

TEST(twin, of_two_is_the_one_in_the_same_state)
{
    struct twin_visit known[] = {ada, ada};

    known[0].state = APPOINTMENT_CANCELLED;
    CHECK_INT(twin_find(&ada, known, 2).index, 1);
    known[0].state = APPOINTMENT_BOOKED;
    known[1].state = APPOINTMENT_CANCELLED;
    CHECK_INT(twin_find(&ada, known, 2).index, 0);
}

TEST(twin, takes_a_title_for_a_name_where_the_other_has_it)
{
    struct twin_visit fresh = {.key = "ada martin",
                               .is_title = true,
                               .start = {NINE}};
    struct twin_visit known = ada;

    CHECK_INT(kind(&fresh, known), TWIN_SAME);
    known.is_title = true; /* a number, and no name beside it */
    CHECK_INT(kind(&fresh, known), TWIN_POSSIBLE);
    known.has_contact = false; /* "Deep cleaning" in two chairs */
    CHECK_INT(kind(&fresh, known), TWIN_NONE);
}
