#include <stdio.h>

#include "analytics/definition.h"
#include "analytics/format.h"
#include "analytics/report.h"
#include "analytics/report_text_parts.h"
#include "base/locale.h"

/* The people listed by name; the JSON has all of them. */
#define PEOPLE_LISTED     10
/* Columns before wrapped text. */
#define TEXT_INDENT       2
#define PARAGRAPH_INDENT  5
#define PROBLEM_INDENT    10
#define DEFINITION_INDENT 23

struct page {
    const struct report *report;
    const struct report_style *style;
    struct buf *out;
};

static void put_head(const struct page *page)
{
    const struct report *report = page->report;
    struct civil_time first = {.date = {.year = report->period.year,
                                        .month = report->period.month,
                                        .day = 1}};

    (void)buf_printf(page->out, "%s: missed appointments in ", report->office);
    locale_time("en", LOCALE_MONTH, first, page->out);
    (void)buf_add_char(page->out, '\n');
    text_now(&report->zone, report->now, page->out);
    if (instant_before(report->now, report->period.until))
        (void)buf_add_text(page->out, "; the month is not over");
    (void)buf_add_char(page->out, '\n');
}

static void put_counts(const struct page *page)
{
    const struct counts *counts = &page->report->counts;
    char future[FORMAT_RATE_MAX] = "";
    char text[TEXT_PARAGRAPH_MAX];

    if (counts->of[OUTCOME_FUTURE] > 0)
        (void)snprintf(future, sizeof(future), "; %lld more are still to come",
                       (long long)counts->of[OUTCOME_FUTURE]);
    (void)snprintf(
        text, sizeof(text),
        "%lld appointments: %lld attended (%lld late), %lld missed (%lld not "
        "seen), %lld cancelled or moved at short notice, %lld in time, %lld "
        "cancelled by the office, %lld unmarked, %lld withdrawn%s.",
        (long long)counts_total(counts), (long long)counts_attended(counts),
        (long long)counts->of[OUTCOME_ATTENDED_LATE],
        (long long)counts_missed(counts),
        (long long)counts->of[OUTCOME_NOT_SEEN],
        (long long)counts_short(counts), (long long)counts_early(counts),
        (long long)counts->of[OUTCOME_CANCELLED_OFFICE],
        (long long)counts_unmarked(counts),
        (long long)counts->of[OUTCOME_WITHDRAWN], future);
    (void)buf_add_char(page->out, '\n');
    text_wrap(text, 0, page->style->width, page->out);
}

static void put_rates(const struct page *page)
{
    static const char *const titles[] = {"FIGURE",      ">COUNT",  ">RATE",
                                         ">95 % RANGE", "BOUNDS*", NULL};
    struct text_table table;

    text_title("How often", page->out);
    text_table_init(&table, titles);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        const struct rate *rate = &page->report->rates[i];
        char count[FORMAT_RATE_MAX];
        char value[FORMAT_RATE_MAX];
        char interval[FORMAT_RATE_MAX];
        char bounds[FORMAT_RATE_MAX];

        text_table_row(&table, (const char *const[]){
                                   figure_title((enum figure)i),
                                   format_count(rate, count),
                                   format_rate(rate, value),
                                   format_interval(rate, interval),
                                   format_bounds(rate, bounds),
                               });
    }
    text_table_finish(&table, page->out);
    (void)buf_add_text(page->out,
                       "  * unmarked counted as all come, and as all missed\n");
}

static void put_change(const struct page *page)
{
    const struct report_change *change = &page->report->change;
    const char *words = "";
    char text[TEXT_PARAGRAPH_MAX];

    switch (change->verdict) {
    case CHANGE_UNKNOWN:
        return;
    case CHANGE_NONE:
        words = "no real change against";
        break;
    case CHANGE_LOWER:
        words = "lower than";
        break;
    case CHANGE_HIGHER:
        words = "higher than";
        break;
    }
    (void)snprintf(text, sizeof(text),
                   "Missed, of all: %s the %d months before (%.1f %%; chance "
                   "alone gives %.1f to %.1f %%).",
                   words, change->months, change->centre * 100,
                   change->low * 100, change->high * 100);
    (void)buf_add_text(page->out, "  ");
    text_wrap(text, TEXT_INDENT, page->style->width, page->out);
}

static void put_segments(const struct page *page, enum breakdown breakdown,
                         const char *title)
{
    const struct segments *segments = &page->report->segments[breakdown];
    const char *const titles[] = {title,
                                  ">MISSED/ALL",
                                  ">RATE",
                                  ">95 % RANGE",
                                  page->style->bars ? "" : NULL,
                                  NULL};
    struct text_table table;
    double full = 0;

    if (segments->count == 0)
        return;
    for (size_t i = 0; i < segments->count; i++) {
        if (segments->items[i].rate.value > full)
            full = segments->items[i].rate.value;
    }
    (void)buf_add_char(page->out, '\n');
    text_table_init(&table, titles);
    for (size_t i = 0; i < segments->count; i++) {
        const struct segment *segment = &segments->items[i];
        char count[FORMAT_RATE_MAX];
        char value[FORMAT_RATE_MAX];
        char interval[FORMAT_RATE_MAX];
        char bar[TEXT_BAR_SIZE];

        text_table_row(&table,
                       (const char *const[]){
                           *segment->name == '\0' ? "(unknown)" : segment->name,
                           format_count(&segment->rate, count),
                           format_rate(&segment->rate, value),
                           format_interval(&segment->rate, interval),
                           text_bar(segment->rate.value, full, bar),
                       });
    }
    text_table_finish(&table, page->out);
}

static void put_when(const struct page *page)
{
    if (counts_total(&page->report->counts) == 0)
        return;
    text_title("When and where", page->out);
    put_segments(page, BREAKDOWN_WEEKDAY, "WEEKDAY");
    put_segments(page, BREAKDOWN_LEAD, "DAYS AHEAD");
    put_segments(page, BREAKDOWN_SERVICE, "SERVICE");
    put_segments(page, BREAKDOWN_PROVIDER, "PROVIDER");
}

static void put_people(const struct page *page)
{
    const struct profiles *people = &page->report->people;
    struct profiles listed = *people;
    char mean[FORMAT_RATE_MAX];
    char text[TEXT_PARAGRAPH_MAX];

    text_title("Who", page->out);
    (void)snprintf(text, sizeof(text),
                   "In the %d months up to this one: %lld customers, %lld "
                   "missed at least once, %lld twice or more; %s of visits "
                   "due were missed.",
                   REPORT_PEOPLE_MONTHS, (long long)people->count,
                   (long long)people->missed_one, (long long)people->missed_two,
                   format_rate(&people->mean, mean));
    (void)buf_add_text(page->out, "  ");
    text_wrap(text, TEXT_INDENT, page->style->width, page->out);
    listed.count = (size_t)people->often;
    if (listed.count > 0)
        text_profiles(&listed, PEOPLE_LISTED, page->out);
}

static void put_sentences(const struct page *page)
{
    const struct report *report = page->report;

    if (report->advice_count == 0)
        return;
    text_title("What to do", page->out);
    for (size_t i = 0; i < report->advice_count; i++) {
        (void)buf_printf(page->out, "  %zu. ", i + 1);
        text_wrap(report->advice[i], PARAGRAPH_INDENT, page->style->width,
                  page->out);
    }
}

static void put_problem(const struct page *page, int64_t count,
                        const char *words)
{
    if (count == 0)
        return;
    (void)buf_printf(page->out, "  %6lld  ", (long long)count);
    text_wrap(words, PROBLEM_INDENT, page->style->width, page->out);
}

static void put_problems(const struct page *page)
{
    const struct report_problems *problems = &page->report->problems;
    const struct rate *coverage = &page->report->rates[FIGURE_COVERAGE];
    char value[FORMAT_RATE_MAX];
    char count[FORMAT_RATE_MAX];

    text_title("How sure this is", page->out);
    (void)buf_printf(page->out,
                     "  Attendance is recorded for %s of the visits (%s).\n",
                     format_rate(coverage, value),
                     format_count(coverage, count));
    put_problem(page, problems->unmarked, "unmarked: did they come?");
    put_problem(page, problems->withdrawn,
                "withdrawn: gone from the calendar, nobody said why");
    put_problem(page, problems->no_customer,
                "missed by nobody known: a return cannot be seen");
    put_problem(page, problems->no_price, "missed without any price");
    put_problem(page, problems->no_time,
                "missed or short without a length or an hourly cost");
    put_problem(page, problems->booked_after, "booked after their day");
    put_problem(page, problems->booked_unknown,
                "without a booking time: refills and returns by these are "
                "not seen");
}

static void put_definition(const struct page *page, const char *title,
                           const char *text)
{
    (void)buf_printf(page->out, "  %-20s ", title);
    text_wrap(text, DEFINITION_INDENT, page->style->width, page->out);
}

static void put_definitions(const struct page *page)
{
    const struct definition *definition;

    text_title("What the words mean", page->out);
    for (int i = 0; i < FIGURE_COUNT; i++)
        put_definition(page, figure_title((enum figure)i),
                       figure_definition((enum figure)i));
    for (size_t i = 0; (definition = definition_at(i)) != NULL; i++) {
        if (definition->title != NULL)
            put_definition(page, definition->title, definition->text);
    }
    (void)buf_printf(page->out, "  Here short notice is under %lld h.\n",
                     (long long)(page->report->short_notice.s / HOUR_S));
}

void report_text(const struct report *report, const struct report_style *style,
                 struct buf *out)
{
    struct page page = {.report = report, .style = style, .out = out};

    put_head(&page);
    put_counts(&page);
    put_rates(&page);
    put_change(&page);
    text_loss(report, out);
    put_when(&page);
    put_people(&page);
    put_sentences(&page);
    put_problems(&page);
    put_definitions(&page);
}
