/*
 * loss.h - what missed visits cost, and short cancellations beside them
 *
 * The owner's handbook has two columns: contract cost (the price of the
 * treatment) and specialist's time (minutes × hourly cost). Their sum counts
 * the specialist twice when the price pays them, so three views always stand
 * together (product.md, Figures; evidence.md 1.4), all over the period's
 * missed visits:
 *
 *     time          the specialist's time
 *     contribution  price − avoidable cost; the central one
 *     gross         price + time
 *     net = gross − refilled − rebooked − fees + messages
 *     net_contribution, the same from contribution
 *
 * The refilled share of a slot is taken of the view at hand: of price + time
 * in `refilled_minor`, of price − avoidable cost for net_contribution. Sums
 * are exact and each is rounded once, half up, so that printed lines add up.
 */
#ifndef ANALYTICS_LOSS_H
#define ANALYTICS_LOSS_H

#include "analytics/period.h"
#include "analytics/rebook.h"
#include "analytics/refill.h"
#include "analytics/tariff.h"

/* What a tier of prices contributed. */
struct price_share {
    int64_t count; /* of the period's missed visits */
    int64_t contract_minor;
};

struct loss {
    int64_t missed; /* visits */
    int64_t time_minor;
    int64_t contribution_minor;
    int64_t contract_minor;
    int64_t gross_minor;
    int64_t refilled_minor;
    int64_t refilled_contribution_minor;
    int64_t rebooked_minor; /* contract cost */
    int64_t rebooked;       /* visits */
    int64_t fees_minor;     /* charged for the misses */
    int64_t messages_minor;
    int64_t messages; /* sent in the period */
    int64_t net_minor;
    int64_t net_contribution_minor;
    int64_t short_count;            /* short-notice slots */
    int64_t short_open;             /* of these, not wholly refilled */
    int64_t short_unrefilled_minor; /* price + time of what stayed empty */
    int64_t missed_s;               /* chair time of the missed visits */
    int64_t missed_refilled_s;
    struct price_share tiers[PRICE_TIER_COUNT];
};

/* What loss_of() needs to know, gathered once. */
struct loss_facts {
    const struct slots *slots;
    const struct tariff *tariff;
    const struct refill *refill;
    const bool *rebooked; /* of rebook_find() */
    int64_t messages;
    int64_t messages_minor;
};

/* Pure. */
void loss_of(const struct loss_facts *facts, const struct period *period,
             struct loss *out);

/*
 * What the messages that a gateway took in the period cost, whatever became
 * of them later; rounded half up to minor units of `currency`.
 */
MUST_USE bool loss_messages(struct db *db, const struct period *period,
                            const char *currency, int64_t *count,
                            int64_t *minor, struct error *err);

#endif
