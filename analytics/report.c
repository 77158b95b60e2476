#include "analytics/report.h"

#include <math.h>

#include "analytics/advice.h"

/* Fewer earlier months are no history. */
#define CHANGE_MONTHS_MIN 3
#define CHANGE_ERRORS     3

/* Reads all slots that anything in the month's report looks at. */
static bool read_slots(const struct report_request *request,
                       struct instant from, struct arena *arena,
                       struct slots *out, struct error *err)
{
    const struct office *office = request->office;
    struct instant until = request->period.until;
    struct slots_query query = {
        .from = from,
        /* A refill may begin after midnight of the last day. */
        .until = instant_add(until, (struct span){DAY_S}),
        .booked_until = instant_add(until, (struct span){REBOOK_DAYS * DAY_S}),
        .now = request->now,
        .short_notice = office->short_notice,
        .sole_provider =
            office->provider_count == 1 ? office->providers[0].name : NULL,
    };

    return slots_read(request->db, &query, arena, out, err);
}

static void count(const struct slots *slots, const struct period *period,
                  struct counts *out)
{
    *out = (struct counts){0};
    for (size_t i = slots_from(slots, period->from);
         i < slots->count &&
         instant_before(slots->items[i].start, period->until);
         i++)
        out->of[slots->items[i].outcome]++;
}

static void find_change(const struct slots *slots,
                        const struct report_request *request,
                        struct report *out)
{
    const struct rate *rate = &out->rates[FIGURE_FTA];
    struct report_change *change = &out->change;
    struct counts sum = {0};
    double error;

    for (int i = 1; i <= REPORT_CHANGE_MONTHS; i++) {
        struct period period =
            period_shift(&request->period, &request->office->zone, -i);
        struct counts counts;

        count(slots, &period, &counts);
        change->months += counts_total(&counts) > 0;
        for (int k = 0; k < OUTCOME_COUNT; k++)
            sum.of[k] += counts.of[k];
    }
    if (change->months < CHANGE_MONTHS_MIN || rate->denominator == 0)
        return;
    change->centre = figure_rate(&sum, FIGURE_FTA).value;
    error =
        sqrt(change->centre * (1 - change->centre) / (double)rate->denominator);
    change->low = fmax(0, change->centre - CHANGE_ERRORS * error);
    change->high = fmin(1, change->centre + CHANGE_ERRORS * error);
    change->verdict = CHANGE_NONE;
    if (rate->value < change->low)
        change->verdict = CHANGE_LOWER;
    if (rate->value > change->high)
        change->verdict = CHANGE_HIGHER;
}

static void add_problems(const struct slot *slot, const struct tariff *tariff,
                         struct report_problems *out)
{
    bool missed = outcome_is_missed(slot->outcome);
    struct worth worth;

    if (slot->outcome == OUTCOME_FUTURE)
        return;
    out->unmarked += slot->outcome == OUTCOME_UNMARKED;
    out->withdrawn += slot->outcome == OUTCOME_WITHDRAWN;
    out->booked_unknown += slot->lead == LEAD_UNKNOWN;
    out->booked_after += slot->lead != LEAD_UNKNOWN && slot->lead < 0;
    if (!missed && !outcome_is_short(slot->outcome))
        return;
    worth = tariff_worth(tariff, slot);
    out->no_customer += missed && slot->customer == 0;
    out->no_price += missed && worth.tier == PRICE_NONE;
    out->no_time += worth.time.count == 0;
}

static void find_problems(const struct slots *slots,
                          const struct tariff *tariff, struct report *out)
{
    for (size_t i = slots_from(slots, out->period.from);
         i < slots->count &&
         instant_before(slots->items[i].start, out->period.until);
         i++)
        add_problems(&slots->items[i], tariff, &out->problems);
}

static bool find_loss(const struct report_request *request,
                      const struct slots *slots, const struct tariff *tariff,
                      struct arena *arena, struct report *out,
                      struct error *err)
{
    struct refill refill;
    struct loss_facts facts = {
        .slots = slots,
        .tariff = tariff,
        .refill = &refill,
        .rebooked = rebook_find(slots, arena),
    };

    refill_init(&refill, slots, request->office->provider_count <= 1, arena);
    if (!loss_messages(request->db, &request->period, request->office->currency,
                       &facts.messages, &facts.messages_minor, err))
        return false;
    loss_of(&facts, &request->period, &out->loss);
    return true;
}

static struct instant months_before(const struct report_request *request,
                                    int months)
{
    return period_shift(&request->period, &request->office->zone, 1 - months)
        .from;
}

static bool gather(const struct report_request *request, struct arena *arena,
                   struct report *out, struct error *err)
{
    const struct period *period = &request->period;
    struct slots slots;
    struct tariff tariff;

    if (!read_slots(request, out->people_from, arena, &slots, err))
        return false;
    tariff_gather(&slots, request->office,
                  months_before(request, REPORT_CHANGE_MONTHS), period->until,
                  arena, &tariff);
    count(&slots, period, &out->counts);
    for (int i = 0; i < FIGURE_COUNT; i++)
        out->rates[i] = figure_rate(&out->counts, (enum figure)i);
    for (int i = 0; i < BREAKDOWN_COUNT; i++)
        segments_of(&slots, period, (enum breakdown)i, arena,
                    &out->segments[i]);
    profiles_of(&slots, &tariff, out->people_from, period->until, arena,
                &out->people);
    find_change(&slots, request, out);
    find_problems(&slots, &tariff, out);
    return find_loss(request, &slots, &tariff, arena, out, err) &&
           profiles_name(request->db, &out->people, (size_t)out->people.often,
                         arena, err);
}

bool report_month(const struct report_request *request, struct arena *arena,
                  struct report *out, struct error *err)
{
    char month[PERIOD_TEXT_MAX];

    *out = (struct report){
        .office = request->office->name,
        .currency = request->office->currency,
        .zone = request->office->zone,
        .period = request->period,
        .now = request->now,
        .short_notice = request->office->short_notice,
        .people_from = months_before(request, REPORT_PEOPLE_MONTHS),
    };
    if (!gather(request, arena, out, err))
        return error_wrap(err, "report of %s",
                          period_format(&request->period, month));
    advice_give(out, arena);
    return true;
}

bool profiles_read(const struct profiles_request *request, struct arena *arena,
                   struct profiles_report *out, struct error *err)
{
    const struct office *office = request->office;
    struct slots_query query = {
        .from = request->from,
        .until = request->until,
        .booked_until = PROFILES_FROM_START, /* nothing after `until` */
        .now = request->now,
        .short_notice = office->short_notice,
        .sole_provider =
            office->provider_count == 1 ? office->providers[0].name : NULL,
    };
    struct slots slots;
    struct tariff tariff;

    *out = (struct profiles_report){
        .office = office->name,
        .currency = office->currency,
        .zone = office->zone,
        .from = request->from,
        .until = request->until,
        .now = request->now,
    };
    if (!slots_read(request->db, &query, arena, &slots, err))
        return error_wrap(err, "profiles");
    tariff_gather(&slots, office, request->from, request->until, arena,
                  &tariff);
    profiles_of(&slots, &tariff, request->from, request->until, arena,
                &out->people);
    return (profiles_name(request->db, &out->people, out->people.count, arena,
                          err) &&
            groups_read(request->db, &slots, arena, &out->groups, err)) ||
           error_wrap(err, "profiles");
}
