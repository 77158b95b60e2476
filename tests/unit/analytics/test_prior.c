#include "analytics/prior.h"
#include "base/dice.h"
#include "tests/test.h"

#define CUSTOMERS 4000

/* Each visit is like an earlier one or a new draw (Pólya's urn). */
static struct history draw(struct dice *dice, double a, double b, int visits)
{
    struct history history = {.visits = visits};

    for (int i = 0; i < visits; i++) {
        double missed = (a + (double)history.missed) / (a + b + i);

        history.missed += dice_unit(dice) < missed;
    }
    return history;
}

TEST(prior, finds_again_what_customers_were_drawn_from)
{
    static struct history histories[CUSTOMERS];
    struct dice dice = {.state = 7};
    struct arena arena = {0};
    struct prior prior;

    for (size_t i = 0; i < CUSTOMERS; i++)
        histories[i] = draw(&dice, 0.4, 1.2, 1 + (int)(i % 20));
    prior = prior_fit(histories, CUSTOMERS, &arena);
    CHECK_INT(prior.source, PRIOR_LIKELIHOOD);
    CHECK_DOUBLE(prior.a, 0.4, 0.03);
    CHECK_DOUBLE(prior.b, 1.2, 0.09);
    arena_free(&arena);
}

TEST(prior, trusts_the_office_while_customers_are_few)
{
    static struct history histories[PRIOR_CUSTOMERS_MIN];
    struct arena arena = {0};
    struct prior prior;

    /* Of two kinds: half miss nearly always, half nearly never. */
    for (size_t i = 0; i < PRIOR_CUSTOMERS_MIN; i++)
        histories[i] =
            (struct history){.missed = i % 2 == 0 ? 4 : 1, .visits = 5};
    prior = prior_fit(histories, PRIOR_CUSTOMERS_MIN - 1, &arena);
    CHECK_INT(prior.source, PRIOR_OFFICE);
    CHECK_DOUBLE(prior.a + prior.b, 5, 1e-12);
    CHECK_DOUBLE(prior.a / 5, (100 * 4 + 99) / (199 * 5.0), 1e-12);
    prior = prior_fit(histories, PRIOR_CUSTOMERS_MIN, &arena);
    CHECK_INT(prior.source, PRIOR_LIKELIHOOD);
    arena_free(&arena);
}

TEST(prior, stays_positive_when_nobody_ever_misses)
{
    static struct history histories[CUSTOMERS];
    struct arena arena = {0};
    struct prior prior;

    for (size_t i = 0; i < CUSTOMERS; i++)
        histories[i] = (struct history){.visits = 3};
    prior = prior_fit(histories, CUSTOMERS, &arena);
    CHECK(prior.a > 0);
    CHECK(prior.b > 0);
    prior = prior_fit(NULL, 0, &arena);
    CHECK_DOUBLE(prior.a, 2.5, 1e-12);
    arena_free(&arena);
}

TEST(prior, does_not_run_away_when_all_customers_are_alike)
{
    static struct history histories[CUSTOMERS];
    struct arena arena = {0};
    struct prior prior;

    for (size_t i = 0; i < CUSTOMERS; i++)
        histories[i] = (struct history){.missed = 1, .visits = 5};
    prior = prior_fit(histories, CUSTOMERS, &arena);
    CHECK_INT(prior.source, PRIOR_OFFICE);
    CHECK_DOUBLE(prior.a / (prior.a + prior.b), 0.2, 1e-9);
    arena_free(&arena);
}
