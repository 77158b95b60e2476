#include "analytics/tariff.h"

/* A longer entry is a mistake, an all-day event for one. */
#define SLOT_S_MAX DAY_S

static const struct {
    const char *name;
    const char *title;
} words[PRICE_TIER_COUNT] = {
    [PRICE_APPOINTMENT] = {"appointment", "on the appointment"},
    [PRICE_SERVICE] = {"service", "list price of the service"},
    [PRICE_SERVICE_MEAN] = {"service_mean", "mean of the service, 12 months"},
    [PRICE_OFFICE_MEAN] = {"office_mean", "mean of the office, 12 months"},
    [PRICE_NONE] = {"none", "none: only the time counts"},
};

struct mean {
    int64_t sum;
    int64_t count;
};

static int64_t mean_round(struct mean mean)
{
    if (mean.count == 0)
        return 0;
    return minor_add(mean.sum, mean.count / 2) / mean.count;
}

static void gather_means(const struct slots *slots, struct instant from,
                         struct instant until, struct arena *arena,
                         struct tariff *out)
{
    struct mean *means =
        arena_new_array(arena, slots->services.count + 1, struct mean);
    int64_t *rounded =
        arena_new_array(arena, slots->services.count + 1, int64_t);
    struct mean all = {0};

    for (size_t i = slots_from(slots, from); i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        struct mean *mean = &means[slot->service];

        if (!instant_before(slot->start, until))
            break;
        if (!outcome_is_attended(slot->outcome) || !slot->has_price ||
            slot->price_minor <= 0)
            continue;
        mean->sum = minor_add(mean->sum, slot->price_minor);
        mean->count++;
        all.sum = minor_add(all.sum, slot->price_minor);
        all.count++;
    }
    for (size_t i = 0; i < slots->services.count; i++) {
        if (*slots->services.items[i] != '\0') /* unknown is no service */
            rounded[i] = mean_round(means[i]);
    }
    out->mean_minor = rounded;
    out->office_mean_minor = mean_round(all);
}

static void gather_services(const struct names *names,
                            const struct office *office, struct arena *arena,
                            struct tariff *out)
{
    int64_t *list = arena_new_array(arena, names->count + 1, int64_t);
    int64_t *avoidable = arena_new_array(arena, names->count + 1, int64_t);
    int64_t *duration = arena_new_array(arena, names->count + 1, int64_t);

    for (size_t i = 0; i < names->count; i++) {
        const struct service *service = office_service(office, names->items[i]);

        if (service == NULL)
            continue;
        list[i] = service->price_minor;
        avoidable[i] = service->avoidable_minor;
        duration[i] = service->duration.s;
    }
    out->list_minor = list;
    out->avoidable_minor = avoidable;
    out->duration_s = duration;
}

static void gather_providers(const struct names *names,
                             const struct office *office, struct arena *arena,
                             struct tariff *out)
{
    int64_t *hourly = arena_new_array(arena, names->count + 1, int64_t);

    for (size_t i = 0; i < names->count; i++) {
        const struct provider *provider =
            office_provider(office, names->items[i]);

        if (provider != NULL)
            hourly[i] = provider->hourly_minor;
    }
    out->hourly_minor = hourly;
}

void tariff_gather(const struct slots *slots, const struct office *office,
                   struct instant from, struct instant until,
                   struct arena *arena, struct tariff *out)
{
    *out = (struct tariff){0};
    gather_services(&slots->services, office, arena, out);
    gather_providers(&slots->providers, office, arena, out);
    gather_means(slots, from, until, arena, out);
}

static enum price_tier price_of(const struct tariff *tariff,
                                const struct slot *slot, int64_t *minor)
{
    *minor = slot->price_minor;
    if (slot->has_price)
        return PRICE_APPOINTMENT;
    *minor = tariff->list_minor[slot->service];
    if (*minor > 0)
        return PRICE_SERVICE;
    *minor = tariff->mean_minor[slot->service];
    if (*minor > 0)
        return PRICE_SERVICE_MEAN;
    *minor = tariff->office_mean_minor;
    if (*minor > 0)
        return PRICE_OFFICE_MEAN;
    *minor = 0;
    return PRICE_NONE;
}

struct worth tariff_worth(const struct tariff *tariff, const struct slot *slot)
{
    struct worth worth = {
        .seconds = instant_since(slot->end, slot->start).s,
    };

    worth.tier = price_of(tariff, slot, &worth.price_minor);
    if (worth.tier != PRICE_NONE)
        worth.avoidable_minor = tariff->avoidable_minor[slot->service];
    if (worth.seconds == 0)
        worth.seconds = tariff->duration_s[slot->service];
    if (worth.seconds > SLOT_S_MAX)
        worth.seconds = SLOT_S_MAX;
    worth.time =
        ticks_of_time(worth.seconds, tariff->hourly_minor[slot->provider]);
    return worth;
}

const char *price_tier_name(enum price_tier tier)
{
    assert(tier <= PRICE_NONE);
    return words[tier].name;
}

const char *price_tier_title(enum price_tier tier)
{
    assert(tier <= PRICE_NONE);
    return words[tier].title;
}
