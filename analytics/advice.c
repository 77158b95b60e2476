#include "analytics/advice.h"

#include "analytics/format.h"

/* More unmarked visits than this widen the bounds (evidence.md 1.2). */
#define UNMARKED_SHARE 0.02

static void say(struct report *report, const char *sentence)
{
    if (report->advice_count < REPORT_ADVICE_MAX)
        report->advice[report->advice_count++] = sentence;
}

static void on_coverage(struct report *report, struct arena *arena)
{
    const struct rate *coverage = &report->rates[FIGURE_COVERAGE];
    const struct rate *fta = &report->rates[FIGURE_FTA];
    int64_t unmarked = counts_unmarked(&report->counts);

    if (coverage->denominator == 0 || coverage->value >= 1 - UNMARKED_SHARE)
        return;
    say(report,
        arena_printf(arena,
                     "Close each day: %lld of %lld visits are unmarked, so "
                     "the rate may lie anywhere from %.1f to %.1f %%.",
                     (long long)unmarked, (long long)coverage->denominator,
                     fta->bound_low * 100, fta->bound_high * 100));
}

static void on_short_notice(struct report *report, struct arena *arena)
{
    const struct loss *loss = &report->loss;
    char amount[FORMAT_MONEY_MAX];

    if (loss->short_open == 0 || loss->short_unrefilled_minor <= 0)
        return;
    say(report,
        arena_printf(arena,
                     "Keep a waiting list: %lld of %lld slots given up at "
                     "short notice were not wholly refilled, worth %s %s.",
                     (long long)loss->short_open, (long long)loss->short_count,
                     format_money(loss->short_unrefilled_minor,
                                  report->currency, amount),
                     report->currency));
}

/* Misses of the period's listed customers are not known: history's are. */
static void on_people(struct report *report, struct arena *arena)
{
    const struct profiles *people = &report->people;
    int64_t missed = 0;

    for (size_t i = 0; i < people->count && people->items[i].misses_often; i++)
        missed += people->items[i].missed;
    if (people->often == 0)
        return;
    say(report,
        arena_printf(arena,
                     "Telephone those who miss often before their next visit: "
                     "%lld of %lld customers account for %lld of %lld misses.",
                     (long long)people->often, (long long)people->count,
                     (long long)missed, (long long)people->mean.numerator));
}

static void on_lead(struct report *report, struct arena *arena)
{
    const struct segments *leads = &report->segments[BREAKDOWN_LEAD];
    double mean = report->rates[FIGURE_FTA].value;
    const struct segment *worst = NULL;

    for (size_t i = 0; i < leads->count; i++) {
        const struct segment *segment = &leads->items[i];

        if (segment->rate.low > mean && *segment->name != '\0' &&
            (worst == NULL || segment->rate.value > worst->rate.value))
            worst = segment;
    }
    if (worst == NULL)
        return;
    say(report,
        arena_printf(arena,
                     "Remind once more, or offer nearer dates: of visits "
                     "booked %s days ahead %.1f %% were missed (%lld of "
                     "%lld), against %.1f %% of all.",
                     worst->name, worst->rate.value * 100,
                     (long long)worst->rate.numerator,
                     (long long)worst->rate.denominator, mean * 100));
}

static void on_prices(struct report *report, struct arena *arena)
{
    if (report->problems.no_price == 0 && report->problems.no_time == 0)
        return;
    say(report,
        arena_printf(arena,
                     "Complete the office file: %lld missed visits have no "
                     "price and %lld missed or short slots no length or "
                     "hourly cost, so the loss is too low.",
                     (long long)report->problems.no_price,
                     (long long)report->problems.no_time));
}

void advice_give(struct report *report, struct arena *arena)
{
    report->advice_count = 0;
    on_coverage(report, arena);
    on_people(report, arena);
    on_short_notice(report, arena);
    on_lead(report, arena);
    on_prices(report, arena);
}
