#include <stdio.h>

#include "analytics/format.h"
#include "analytics/report_text_parts.h"

/* People read this; the JSON has everybody. */
#define CUSTOMERS_LISTED 20
#define CELL_MAX         64

/* The name, else what the office's own system calls them. */
static const char *name_of(const struct profile *profile)
{
    if (*profile->name != '\0')
        return profile->name;
    return *profile->external != '\0' ? profile->external : "(no name)";
}

static void put_profile(struct text_table *table, const struct profile *profile)
{
    char missed[CELL_MAX];
    char at_short[CELL_MAX];
    char rate[CELL_MAX];
    char above[CELL_MAX];
    char id[CELL_MAX];
    int64_t visits = profile->missed + profile->attended;

    (void)snprintf(id, sizeof(id), "%lld", (long long)profile->customer);
    (void)snprintf(missed, sizeof(missed), "%lld/%lld",
                   (long long)profile->missed, (long long)visits);
    (void)snprintf(at_short, sizeof(at_short), "%lld",
                   (long long)profile->at_short);
    (void)snprintf(rate, sizeof(rate), "%.0f–%.0f %%", profile->low * 100,
                   profile->high * 100);
    (void)snprintf(above, sizeof(above), "%.0f %%", profile->above * 100);
    text_table_row(table, (const char *const[]){
                              id,
                              name_of(profile),
                              missed,
                              at_short,
                              rate,
                              above,
                              trend_name(profile->trend),
                          });
}

void text_profiles(const struct profiles *profiles, size_t max, struct buf *out)
{
    static const char *const titles[] = {">CUSTOMER",     "NAME",
                                         ">MISSED/DUE",   ">SHORT",
                                         ">LIKELY RANGE", ">ABOVE MEAN",
                                         "TREND",         NULL};
    struct text_table table;

    (void)buf_add_char(out, '\n');
    text_table_init(&table, titles);
    for (size_t i = 0; i < profiles->count && i < max; i++)
        put_profile(&table, &profiles->items[i]);
    text_table_finish(&table, out);
    if (profiles->count > max)
        (void)buf_printf(out, "  and %zu more (--json lists all)\n",
                         profiles->count - max);
}

static void put_group(const struct group *group,
                      const struct report_style *style, struct buf *out)
{
    const char *const titles[] = {
        group->name,   ">MISSED/DUE",           ">RATE",
        ">95 % RANGE", style->bars ? "" : NULL, NULL};
    struct text_table table;
    double full = 0;

    for (size_t i = 0; i < group->count; i++) {
        if (group->cells[i].rate.value > full)
            full = group->cells[i].rate.value;
    }
    (void)buf_add_char(out, '\n');
    text_table_init(&table, titles);
    for (size_t i = 0; i < group->count; i++) {
        const struct group_cell *cell = &group->cells[i];
        char count[FORMAT_RATE_MAX];
        char value[FORMAT_RATE_MAX];
        char interval[FORMAT_RATE_MAX];
        char bar[TEXT_BAR_SIZE];

        text_table_row(&table, (const char *const[]){
                                   cell->value,
                                   format_count(&cell->rate, count),
                                   format_rate(&cell->rate, value),
                                   format_interval(&cell->rate, interval),
                                   text_bar(cell->rate.value, full, bar),
                               });
    }
    text_table_finish(&table, out);
    if (group->hidden > 0)
        (void)buf_printf(out,
                         "  %lld with fewer than %d visits are not shown\n",
                         (long long)group->hidden, GROUP_VISITS_MIN);
}

static void put_summary(const struct profiles *people,
                        const struct report_style *style, struct buf *out)
{
    char count[FORMAT_RATE_MAX];
    char value[FORMAT_RATE_MAX];
    char interval[FORMAT_RATE_MAX];
    char text[TEXT_PARAGRAPH_MAX];

    (void)snprintf(
        text, sizeof(text),
        "%lld customers with visits that were due: %lld missed at least once, "
        "%lld twice or more, %lld three times or more. Missed of due: %s = %s "
        "(%s).",
        (long long)people->count, (long long)people->missed_one,
        (long long)people->missed_two, (long long)people->missed_three,
        format_count(&people->mean, count), format_rate(&people->mean, value),
        format_interval(&people->mean, interval));
    (void)buf_add_char(out, '\n');
    text_wrap(text, 0, style->width, out);
}

void profiles_text(const struct profiles_report *report,
                   const struct report_style *style, struct buf *out)
{
    (void)buf_printf(out, "%s: who misses appointments\n", report->office);
    text_now(&report->zone, report->now, out);
    (void)buf_add_char(out, '\n');
    put_summary(&report->people, style, out);
    if (report->groups.count > 0)
        text_title("Groups", out);
    for (size_t i = 0; i < report->groups.count; i++)
        put_group(&report->groups.items[i], style, out);
    text_title("Customers, those most surely above the mean first", out);
    text_profiles(&report->people, CUSTOMERS_LISTED, out);
    (void)buf_printf(out,
                     "  %lld of them miss often: at least %d visits, and above "
                     "the mean with a\n  probability of %.0f %% or more.\n",
                     (long long)report->people.often, OFTEN_VISITS_MIN,
                     OFTEN_PROBABILITY * 100);
}
