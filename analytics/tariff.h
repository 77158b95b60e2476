/*
 * tariff.h - what a slot is worth: price, avoidable cost, specialist's time
 *
 * Prices fall through tiers, since real price lists hold many zeros: the
 * appointment's own, the service's list price if above 0, the mean paid for
 * that service in the year before, the office's mean in that year, none.
 */
#ifndef ANALYTICS_TARIFF_H
#define ANALYTICS_TARIFF_H

#include "analytics/amount.h"
#include "analytics/slots.h"
#include "domain/office.h"

enum price_tier {
    PRICE_APPOINTMENT,
    PRICE_SERVICE,
    PRICE_SERVICE_MEAN,
    PRICE_OFFICE_MEAN,
    PRICE_NONE, /* only the time is counted */
};

#define PRICE_TIER_COUNT 5

struct worth {
    enum price_tier tier;
    int64_t price_minor;     /* 0 without a price */
    int64_t avoidable_minor; /* saved when the visit does not happen */
    struct ticks time;       /* minutes × hourly cost; 0 when unknown */
    int64_t seconds;         /* of the slot, or of the service; 0 unknown */
};

/* By the service's or provider's number in struct slots. */
struct tariff {
    const int64_t *list_minor; /* 0: not known */
    const int64_t *mean_minor; /* 0: nothing was paid for it */
    const int64_t *avoidable_minor;
    const int64_t *duration_s;   /* 0: not known */
    const int64_t *hourly_minor; /* 0: not known */
    int64_t office_mean_minor;
};

/*
 * Means are taken over attended slots that start in [from, until) and carry a
 * price above 0, rounded half up.
 */
void tariff_gather(const struct slots *slots, const struct office *office,
                   struct instant from, struct instant until,
                   struct arena *arena, struct tariff *out);

struct worth tariff_worth(const struct tariff *tariff, const struct slot *slot);

/* "appointment", "service", "service_mean", "office_mean", "none". */
const char *price_tier_name(enum price_tier tier) NEVER_NULL;
/* The same in words, for a table. */
const char *price_tier_title(enum price_tier tier) NEVER_NULL;

#endif
