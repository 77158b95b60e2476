#include "analytics/outcome.h"

static const char *const names[OUTCOME_COUNT] = {
    [OUTCOME_ATTENDED] = "attended",
    [OUTCOME_ATTENDED_LATE] = "attended_late",
    [OUTCOME_NOT_SEEN] = "not_seen",
    [OUTCOME_NO_SHOW] = "no_show",
    [OUTCOME_CANCELLED_EARLY] = "cancelled_early",
    [OUTCOME_CANCELLED_SHORT] = "cancelled_short",
    [OUTCOME_CANCELLED_OFFICE] = "cancelled_office",
    [OUTCOME_MOVED_EARLY] = "moved_early",
    [OUTCOME_MOVED_SHORT] = "moved_short",
    [OUTCOME_WITHDRAWN] = "withdrawn",
    [OUTCOME_UNMARKED] = "unmarked",
    [OUTCOME_FUTURE] = "future",
};

static bool is_short(const struct outcome_facts *facts, struct span limit)
{
    const struct said *said = &facts->said;

    return said->known && instant_since(facts->start, said->at).s < limit.s;
}

static enum outcome cancelled(const struct outcome_facts *facts,
                              struct span short_notice)
{
    const struct said *said = &facts->said;

    if (facts->cancelled_by == CANCELLED_BY_OFFICE)
        return OUTCOME_CANCELLED_OFFICE;
    if (said->known && said->exact && !instant_before(said->at, facts->start))
        return OUTCOME_NO_SHOW;
    return is_short(facts, short_notice) ? OUTCOME_CANCELLED_SHORT
                                         : OUTCOME_CANCELLED_EARLY;
}

static enum outcome by_state(const struct outcome_facts *facts,
                             struct span short_notice)
{
    switch (facts->state) {
    case APPOINTMENT_BOOKED:
    case APPOINTMENT_CONFIRMED:
        return OUTCOME_UNMARKED;
    case APPOINTMENT_CANCELLED:
        return cancelled(facts, short_notice);
    case APPOINTMENT_MOVED:
        return is_short(facts, short_notice) ? OUTCOME_MOVED_SHORT
                                             : OUTCOME_MOVED_EARLY;
    case APPOINTMENT_WITHDRAWN:
        return OUTCOME_WITHDRAWN;
    }
    return OUTCOME_UNMARKED;
}

enum outcome outcome_of(const struct outcome_facts *facts, struct instant now,
                        struct span short_notice)
{
    if (instant_before(now, facts->start))
        return OUTCOME_FUTURE;
    switch (facts->attendance) {
    case ATTENDANCE_ATTENDED:
        return OUTCOME_ATTENDED;
    case ATTENDANCE_LATE:
        return OUTCOME_ATTENDED_LATE;
    case ATTENDANCE_LEFT:
        return OUTCOME_NOT_SEEN;
    case ATTENDANCE_NO_SHOW:
        return OUTCOME_NO_SHOW;
    case ATTENDANCE_UNMARKED:
        break;
    }
    return by_state(facts, short_notice);
}

const char *outcome_name(enum outcome outcome)
{
    assert(outcome <= OUTCOME_FUTURE);
    return names[outcome];
}

bool outcome_is_attended(enum outcome outcome)
{
    return outcome == OUTCOME_ATTENDED || outcome == OUTCOME_ATTENDED_LATE;
}

bool outcome_is_missed(enum outcome outcome)
{
    return outcome == OUTCOME_NO_SHOW || outcome == OUTCOME_NOT_SEEN;
}

bool outcome_is_short(enum outcome outcome)
{
    return outcome == OUTCOME_CANCELLED_SHORT || outcome == OUTCOME_MOVED_SHORT;
}
