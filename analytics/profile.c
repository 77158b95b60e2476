#include "analytics/profile.h"

#include <stdlib.h>

#include "analytics/beta.h"

static const char sql_names[] =
    "SELECT id, name, coalesce(external, '') FROM customer ORDER BY id";

#define TREND_DAYS       182
#define TREND_VISITS_MIN 3
#define TREND_POINTS     0.1
/* Half of what a 90 % interval leaves out. */
#define TAIL             0.05

/* What is counted of a customer on the way to their profile. */
struct count_of {
    struct history all;
    struct history recent;
    int64_t lead_sum;
    int64_t lead_count;
};

struct walk {
    const struct slots *slots;
    const struct tariff *tariff;
    struct instant from;
    struct instant until;
    struct instant recent; /* where the last half year begins */
    struct count_of *counts;
};

static void add_slot(const struct walk *walk, const struct slot *slot,
                     struct profile *profile, struct count_of *count)
{
    bool missed = outcome_is_missed(slot->outcome);
    bool attended = outcome_is_attended(slot->outcome);

    profile->at_short += outcome_is_short(slot->outcome);
    profile->missed += missed;
    profile->attended += attended;
    if (attended)
        profile->value_minor =
            minor_add(profile->value_minor,
                      tariff_worth(walk->tariff, slot).price_minor);
    if (!missed && !attended)
        return;
    count->all.visits++;
    count->all.missed += missed;
    if (!instant_before(slot->start, walk->recent)) {
        count->recent.visits++;
        count->recent.missed += missed;
    }
    if (slot->lead != LEAD_UNKNOWN) {
        count->lead_sum += slot->lead;
        count->lead_count++;
    }
}

/* One profile from the slots order[at..end), all of one customer. */
static void add_customer(const struct walk *walk, const size_t *order,
                         size_t end, struct profiles *out)
{
    struct profile *profile = &out->items[out->count];
    struct count_of *count = &walk->counts[out->count];
    const struct slot *items = walk->slots->items;

    *profile = (struct profile){.customer = items[order[0]].customer,
                                .name = "",
                                .external = ""};
    *count = (struct count_of){0};
    for (size_t i = 0; i < end; i++) {
        const struct slot *slot = &items[order[i]];

        if (!instant_before(slot->start, walk->from) &&
            instant_before(slot->start, walk->until))
            add_slot(walk, slot, profile, count);
    }
    if (count->all.visits == 0)
        return;
    profile->lead_known = count->lead_count > 0;
    if (profile->lead_known)
        profile->lead_days =
            (double)count->lead_sum / (double)count->lead_count;
    out->count++;
}

static void gather(const struct walk *walk, struct arena *arena,
                   struct profiles *out)
{
    const struct slots *slots = walk->slots;
    const size_t *order = slots_by_customer(slots, arena);
    size_t end;

    for (size_t at = 0; at < slots->count; at = end) {
        int64_t customer = slots->items[order[at]].customer;

        for (end = at; end < slots->count &&
                       slots->items[order[end]].customer == customer;)
            end++;
        if (customer != 0)
            add_customer(walk, order + at, end - at, out);
    }
}

static double smoothed(const struct prior *prior, struct history history)
{
    return (prior->a + (double)history.missed) /
           (prior->a + prior->b + (double)history.visits);
}

static enum trend trend_of(const struct prior *prior,
                           const struct count_of *count)
{
    struct history before = {
        .missed = count->all.missed - count->recent.missed,
        .visits = count->all.visits - count->recent.visits,
    };
    double change = smoothed(prior, count->recent) - smoothed(prior, before);

    if (before.visits < TREND_VISITS_MIN ||
        count->recent.visits < TREND_VISITS_MIN)
        return TREND_UNKNOWN;
    if (change > TREND_POINTS)
        return TREND_WORSE;
    return change < -TREND_POINTS ? TREND_BETTER : TREND_STEADY;
}

static int compare_histories(const void *left, const void *right)
{
    const struct profile *l = left;
    const struct profile *r = right;

    if (l->missed != r->missed)
        return l->missed < r->missed ? -1 : 1;
    if (l->attended != r->attended)
        return l->attended < r->attended ? -1 : 1;
    return (l->customer > r->customer) - (l->customer < r->customer);
}

static void judge(const struct prior *prior, double mean,
                  struct profile *profile)
{
    double a = prior->a + (double)profile->missed;
    double b = prior->b + (double)profile->attended;

    profile->rate = a / (a + b);
    profile->low = beta_quantile(a, b, TAIL);
    profile->high = beta_quantile(a, b, 1 - TAIL);
    profile->above = 1 - beta_below(a, b, mean);
    profile->misses_often =
        profile->missed + profile->attended >= OFTEN_VISITS_MIN &&
        profile->above >= OFTEN_PROBABILITY;
}

/* Equal histories get equal verdicts, which are computed once. */
static void judge_all(struct profiles *out)
{
    struct profile *items = out->items;

    qsort(items, out->count, sizeof(struct profile), compare_histories);
    for (size_t i = 0; i < out->count; i++) {
        const struct profile *last = i == 0 ? NULL : &items[i - 1];

        if (last == NULL || last->missed != items[i].missed ||
            last->attended != items[i].attended) {
            judge(&out->prior, out->mean.value, &items[i]);
            continue;
        }
        items[i].rate = last->rate;
        items[i].low = last->low;
        items[i].high = last->high;
        items[i].above = last->above;
        items[i].misses_often = last->misses_often;
    }
}

static int compare_above(const void *left, const void *right)
{
    const struct profile *l = left;
    const struct profile *r = right;

    if (l->misses_often != r->misses_often)
        return l->misses_often ? -1 : 1;
    if (l->above > r->above || l->above < r->above)
        return l->above > r->above ? -1 : 1;
    return compare_histories(r, l); /* the longer history first */
}

static void sum_up(struct profiles *out)
{
    int64_t missed = 0;
    int64_t visits = 0;

    for (size_t i = 0; i < out->count; i++) {
        const struct profile *profile = &out->items[i];

        missed += profile->missed;
        visits += profile->missed + profile->attended;
        out->missed_one += profile->missed >= 1;
        out->missed_two += profile->missed >= 2;
        out->missed_three += profile->missed >= 3;
    }
    out->mean = rate_of(missed, visits);
}

static void fit(const struct count_of *counts, struct arena *arena,
                struct profiles *out)
{
    struct history *histories =
        arena_new_array(arena, out->count + 1, struct history);

    for (size_t i = 0; i < out->count; i++)
        histories[i] = counts[i].all;
    out->prior = prior_fit(histories, out->count, arena);
    for (size_t i = 0; i < out->count; i++)
        out->items[i].trend = trend_of(&out->prior, &counts[i]);
}

void profiles_of(const struct slots *slots, const struct tariff *tariff,
                 struct instant from, struct instant until, struct arena *arena,
                 struct profiles *out)
{
    struct walk walk = {
        .slots = slots,
        .tariff = tariff,
        .from = from,
        .until = until,
        .recent = instant_sub(until, (struct span){TREND_DAYS * DAY_S}),
        .counts = arena_new_array(arena, slots->count + 1, struct count_of),
    };

    *out = (struct profiles){
        .items = arena_new_array(arena, slots->count + 1, struct profile),
    };
    gather(&walk, arena, out);
    fit(walk.counts, arena, out);
    sum_up(out);
    judge_all(out);
    for (size_t i = 0; i < out->count; i++)
        out->often += out->items[i].misses_often;
    qsort(out->items, out->count, sizeof(struct profile), compare_above);
}

static int compare_customers(const void *left, const void *right)
{
    const struct profile *l = *(struct profile *const *)left;
    const struct profile *r = *(struct profile *const *)right;

    return (l->customer > r->customer) - (l->customer < r->customer);
}

/* Both sides in order of the customer: one pass. */
static bool read_names(struct db_stmt *stmt, struct profile **wanted,
                       size_t count, struct arena *arena, struct error *err)
{
    size_t next = 0;
    bool row;
    bool ok;

    while ((ok = db_step(stmt, &row, err)) && row && next < count) {
        int64_t id = db_column_i64(stmt, 0);

        while (next < count && wanted[next]->customer < id)
            next++;
        if (next == count || wanted[next]->customer != id)
            continue;
        wanted[next]->name = db_column_copy(stmt, 1, arena);
        wanted[next]->external = db_column_copy(stmt, 2, arena);
    }
    return ok;
}

bool profiles_name(struct db *db, struct profiles *profiles, size_t count,
                   struct arena *arena, struct error *err)
{
    size_t wanted_count = count < profiles->count ? count : profiles->count;
    struct profile **wanted =
        arena_new_array(arena, wanted_count + 1, struct profile *);
    struct db_stmt *stmt;
    bool ok;

    for (size_t i = 0; i < wanted_count; i++)
        wanted[i] = &profiles->items[i];
    qsort(wanted, wanted_count, sizeof(struct profile *), compare_customers);
    if (!db_prepare(db, sql_names, &stmt, err))
        return error_wrap(err, "names of customers");
    ok = read_names(stmt, wanted, wanted_count, arena, err);
    db_finish(stmt);
    return ok || error_wrap(err, "names of customers");
}

const char *trend_name(enum trend trend)
{
    switch (trend) {
    case TREND_UNKNOWN:
        return "unknown";
    case TREND_STEADY:
        return "steady";
    case TREND_BETTER:
        return "better";
    case TREND_WORSE:
        return "worse";
    }
    return "unknown";
}
