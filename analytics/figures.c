#include "analytics/figures.h"

static const struct {
    const char *name;
    const char *title;
    const char *definition;
} words[FIGURE_COUNT] = {
    [FIGURE_FTA] = {"fta", "Missed, of all",
                    "Missed visits (no-shows and those who came too late or "
                    "left unseen), of all appointments of the period that "
                    "are over: attended, missed, cancelled, moved, withdrawn "
                    "and unmarked."},
    [FIGURE_FTA_DUE] = {"fta_due", "Missed, of those due",
                        "Missed visits, of those who should have come: "
                        "attended and missed."},
    [FIGURE_SHORT_NOTICE] = {"short_notice", "Short notice",
                             "Cancelled or moved by the customer at less "
                             "than the office's short notice, of attended, "
                             "missed and these."},
    [FIGURE_BROKEN] = {"broken", "Broken slots",
                       "Missed, or cancelled or moved at short notice, of "
                       "attended, missed and short-notice visits: what "
                       "empties the chair."},
    [FIGURE_CANCELLATION] = {"cancellation", "Cancellations",
                             "Cancelled or moved by the customer, in time or "
                             "at short notice, of attended, missed and "
                             "these."},
    [FIGURE_COVERAGE] = {"coverage", "Coverage",
                         "Visits whose attendance is recorded, of those whose "
                         "attendance should be: attended, missed and "
                         "unmarked."},
};

int64_t counts_attended(const struct counts *counts)
{
    return counts->of[OUTCOME_ATTENDED] + counts->of[OUTCOME_ATTENDED_LATE];
}

int64_t counts_missed(const struct counts *counts)
{
    return counts->of[OUTCOME_NO_SHOW] + counts->of[OUTCOME_NOT_SEEN];
}

int64_t counts_short(const struct counts *counts)
{
    return counts->of[OUTCOME_CANCELLED_SHORT] +
           counts->of[OUTCOME_MOVED_SHORT];
}

int64_t counts_early(const struct counts *counts)
{
    return counts->of[OUTCOME_CANCELLED_EARLY] +
           counts->of[OUTCOME_MOVED_EARLY];
}

int64_t counts_unmarked(const struct counts *counts)
{
    return counts->of[OUTCOME_UNMARKED];
}

int64_t counts_total(const struct counts *counts)
{
    int64_t total = 0;

    for (int i = 0; i < OUTCOME_COUNT; i++) {
        if (i != OUTCOME_FUTURE)
            total += counts->of[i];
    }
    return total;
}

struct rate figure_rate(const struct counts *counts, enum figure figure)
{
    int64_t attended = counts_attended(counts);
    int64_t missed = counts_missed(counts);
    int64_t at_short = counts_short(counts);
    int64_t early = counts_early(counts);
    int64_t unmarked = counts_unmarked(counts);
    int64_t due = attended + missed;

    switch (figure) {
    case FIGURE_FTA:
        return rate_bounded(missed, counts_total(counts), unmarked, 0);
    case FIGURE_FTA_DUE:
        return rate_bounded(missed, due, unmarked, unmarked);
    case FIGURE_SHORT_NOTICE:
        return rate_of(at_short, due + at_short);
    case FIGURE_BROKEN:
        return rate_bounded(missed + at_short, due + at_short, unmarked,
                            unmarked);
    case FIGURE_CANCELLATION:
        return rate_of(early + at_short, due + at_short + early);
    case FIGURE_COVERAGE:
        return rate_of(due, due + unmarked);
    }
    return rate_of(0, 0);
}

const char *figure_name(enum figure figure)
{
    assert(figure <= FIGURE_COVERAGE);
    return words[figure].name;
}

const char *figure_title(enum figure figure)
{
    assert(figure <= FIGURE_COVERAGE);
    return words[figure].title;
}

const char *figure_definition(enum figure figure)
{
    assert(figure <= FIGURE_COVERAGE);
    return words[figure].definition;
}
