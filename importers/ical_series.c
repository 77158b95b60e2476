#include "importers/ical_series.h"

#include <stdlib.h>

#include "importers/ical_rule.h"
#include "importers/limits.h"

/* Looks until a rule that makes nothing is given up: nine years of days. */
#define NEVER_LOOKS INT64_C(3300)

/* Looks for the first visit behind the window, and how long one waits before
 * looking again where they are not enough. */
#define LATER_LOOKS INT64_C(3300)
#define LATER_S     (366 * DAY_S)
/* The last wall second of 9900: later ones are nobody's business. */
#define WALL_S_MAX  INT64_C(250246627200)

/* What the lines of one master are read with. */
struct collector {
    struct ical_expander *expander;
    const struct ical_source *master;
    struct ical_series *out;
    struct arena *scratch;
    int64_t from_s;
    int64_t until_s;
    int64_t looks; /* left for this event */
    size_t rules;
    size_t dates;
    bool is_full; /* more dates than the limit */
};

static void note(struct collector *collector, struct import_notes *notes,
                 const char *what)
{
    import_note_add(notes, collector->expander->arena, collector->master->uid,
                    collector->master->slice->line, what);
}

static int64_t key_of(const struct ical_source *master, struct civil_time wall,
                      struct instant at)
{
    return master->start.is_date ? civil_to_days(wall.date) * DAY_S : at.unix_s;
}

static void add(struct collector *collector, struct ical_instance instance)
{
    struct ical_series *out = collector->out;

    if (out->count >= IMPORT_DATES_EACH_MAX) {
        collector->is_full = true;
        return;
    }
    instance.key_s = key_of(collector->master, instance.wall, instance.at);
    arena_reserve(collector->scratch, out->items, out->count, out->room,
                  struct ical_instance);
    out->items[out->count++] = instance;
}

static void exclude(struct collector *collector, int64_t key_s)
{
    struct ical_series *out = collector->out;

    if (out->excluded_count >= IMPORT_DATES_EACH_MAX) {
        collector->is_full = true;
        return;
    }
    arena_reserve(collector->scratch, out->excluded, out->excluded_count,
                  out->excluded_room, int64_t);
    out->excluded[out->excluded_count++] = key_s;
}

static void exclude_day(struct collector *collector, int64_t day)
{
    struct ical_series *out = collector->out;

    if (out->day_off_count >= IMPORT_DATES_EACH_MAX) {
        collector->is_full = true;
        return;
    }
    arena_reserve(collector->scratch, out->days_off, out->day_off_count,
                  out->day_off_room, int64_t);
    out->days_off[out->day_off_count++] = day;
}

/*
 * The last wall second that the rule's UNTIL allows. A date means all of that
 * day, which is what its writer meant; in a series in UTC it means midnight,
 * as other programs read it.
 */
static int64_t until_of(const struct ical_expander *expander,
                        const struct ical_source *master,
                        const struct ical_rule *rule)
{
    struct civil_time wall = rule->until.wall;
    struct instant at = {civil_to_seconds(wall)};
    bool is_utc = master->start.zone == ical_zone_utc(expander->zones);

    if (master->start.is_date || (rule->until.is_date && !is_utc))
        return civil_to_days(wall.date) * DAY_S + DAY_S - 1;
    if (rule->until.is_utc)
        wall = ical_zone_civil(master->start.zone, at);
    return civil_to_seconds(wall);
}

static bool vet_rule(struct collector *collector, struct str text,
                     struct ical_rule *rule, const char **reason)
{
    if (collector->rules++ >= IMPORT_RULES_MAX) {
        *reason = "the event has too many rules";
        return false;
    }
    return ical_rule_read(text, rule, reason) &&
           (!collector->master->start.is_date ||
            ical_rule_for_days(rule, reason));
}

static void take_instance(struct collector *collector, int64_t wall_s,
                          bool is_exclusion)
{
    const struct ical_source *master = collector->master;
    struct ical_instance instance = {
        .wall = civil_from_seconds(wall_s),
        .zone = master->start.zone,
        .length = master->length,
    };

    collector->looks -= IMPORT_LOOKS_PER_VISIT;
    instance.at = ical_zone_instant(instance.zone, instance.wall);
    if (is_exclusion)
        exclude(collector, key_of(master, instance.wall, instance.at));
    else
        add(collector, instance);
}

/*
 * Whether a rule ever makes a second visit: followed without an end, for as
 * long as it takes to meet a 29 February.
 */
static bool comes_true(struct collector *collector,
                       const struct ical_rule *rule)
{
    struct civil_time start = collector->master->start.wall;
    struct ical_rule endless = *rule;
    int64_t looks = NEVER_LOOKS;
    struct ical_walk walk;
    int64_t wall_s;
    int visits = 0;

    endless.count = 0;
    ical_walk_start(&walk, &endless, start, civil_to_seconds(start), INT64_MAX,
                    &looks);
    while (visits < 2 && ical_walk_next(&walk, &wall_s))
        visits++;
    collector->looks -= NEVER_LOOKS - looks;
    return visits == 2;
}

/* Follows one rule; how many visits it made besides the first. */
static size_t follow(struct collector *collector, const struct ical_rule *rule,
                     bool is_exclusion)
{
    const struct ical_source *master = collector->master;
    int64_t until_s = collector->until_s;
    struct ical_walk walk;
    int64_t wall_s;

    if (rule->has_until &&
        until_of(collector->expander, master, rule) < until_s)
        until_s = until_of(collector->expander, master, rule);
    ical_walk_start(&walk, rule, master->start.wall, collector->from_s, until_s,
                    &collector->looks);
    while (!collector->is_full && ical_walk_next(&walk, &wall_s)) {
        if (wall_s >= collector->from_s)
            take_instance(collector, wall_s, is_exclusion);
    }
    if (walk.is_cut)
        note(collector, collector->expander->skipped,
             "its rule takes too long to follow; later visits are missing");
    return (size_t)walk.emitted - 1;
}

static void note_later(struct ical_series *series, int64_t key_s)
{
    if (series->has_later && series->later_s <= key_s)
        return;
    series->has_later = true;
    series->later_s = key_s;
}

/*
 * When a rule goes on behind the window. What takes long to find is looked
 * for again after LATER_S, if the event is still there.
 */
static void look_later(struct collector *collector,
                       const struct ical_rule *rule)
{
    const struct ical_source *master = collector->master;
    int64_t last_s = INT64_MAX;
    int64_t looks = LATER_LOOKS;
    struct ical_walk walk;
    int64_t wall_s = 0;
    bool found;

    if (rule->has_until)
        last_s = until_of(collector->expander, master, rule);
    if (last_s < collector->until_s)
        return;
    ical_walk_start(&walk, rule, master->start.wall, collector->until_s, last_s,
                    &looks);
    do
        found = ical_walk_next(&walk, &wall_s);
    while (found && wall_s < collector->until_s);
    collector->looks -= LATER_LOOKS - looks;
    if (!found && walk.is_cut)
        note_later(collector->out, collector->until_s + LATER_S);
    if (found && wall_s <= WALL_S_MAX)
        note_later(collector->out,
                   key_of(master, civil_from_seconds(wall_s),
                          ical_zone_instant(master->start.zone,
                                            civil_from_seconds(wall_s))));
}

/* One RRULE or EXRULE. The first visit is there anyway. */
static void add_rule(struct collector *collector, struct str text,
                     bool is_exclusion)
{
    struct ical_rule rule;
    const char *reason;

    if (!vet_rule(collector, text, &rule, &reason)) {
        note(collector, collector->expander->skipped,
             arena_printf(collector->scratch, "%s: %s",
                          is_exclusion
                              ? "a rule of visits to leave out is ignored"
                              : "its rule is not followed, only its first "
                                "visit is listed",
                          reason));
        return;
    }
    if (follow(collector, &rule, is_exclusion) == 0 && !rule.has_until &&
        rule.count != 1 && !comes_true(collector, &rule))
        note(collector, collector->expander->skipped,
             "its rule never comes true, only its first visit is listed");
    else if (!is_exclusion)
        look_later(collector, &rule);
}

/* "start/end" or "start/duration". */
static bool read_period(struct collector *collector,
                        const struct ical_line *line, struct str value,
                        struct ical_moment *start, struct ical_length *length)
{
    const struct ical_source *master = collector->master;
    struct ical_zones *zones = collector->expander->zones;
    size_t calendar = master->slice->calendar;
    struct ical_duration duration;
    struct ical_moment end;
    struct str first;

    if (!ical_next(&value, '/', &first) ||
        !ical_moment_read(zones, calendar, line, first, &master->start, start))
        return false;
    if (value.len == 0)
        return true;
    if (ical_duration_read(value, &duration)) {
        *length = (struct ical_length){true, duration.days, duration.s};
        return !duration.is_negative;
    }
    if (!ical_moment_read(zones, calendar, line, value, &master->start, &end))
        return false;
    *length = (struct ical_length){
        .is_known = true,
        .s = end.at.unix_s - start->at.unix_s,
    };
    return length->s >= 0;
}

static bool add_date(struct collector *collector, const struct ical_line *line,
                     struct str value)
{
    const struct ical_source *master = collector->master;
    struct ical_length length = master->length;
    struct ical_moment moment;

    if (!read_period(collector, line, value, &moment, &length))
        return false;
    /* A date in a series of times: at the usual time of that day. */
    if (moment.is_date && !master->start.is_date) {
        struct civil_date date = moment.wall.date;

        moment = master->start;
        moment.wall.date = date;
        moment.at = ical_zone_instant(moment.zone, moment.wall);
    }
    if (master->start.is_date) {
        length = master->length;
        moment.wall = (struct civil_time){.date = moment.wall.date};
        moment.zone = master->start.zone;
        moment.at = ical_zone_instant(moment.zone, moment.wall);
    }
    add(collector, (struct ical_instance){
                       .wall = moment.wall,
                       .zone = moment.zone,
                       .at = moment.at,
                       .length = length,
                   });
    return true;
}

static bool exclude_date(struct collector *collector,
                         const struct ical_line *line, struct str value)
{
    const struct ical_source *master = collector->master;
    struct ical_moment moment;

    if (!ical_moment_read(collector->expander->zones, master->slice->calendar,
                          line, value, &master->start, &moment))
        return false;
    if (moment.is_date && !master->start.is_date)
        exclude_day(collector, civil_to_days(moment.wall.date));
    else
        exclude(collector, key_of(master, moment.wall, moment.at));
    return true;
}

static void read_dates(struct collector *collector,
                       const struct ical_line *line, bool is_exclusion)
{
    struct str rest = line->value;
    struct str item;
    bool ok = true;

    while (ical_next(&rest, ',', &item)) {
        if (item.len == 0)
            continue;
        if (++collector->dates > IMPORT_DATES_EACH_MAX) {
            collector->is_full = true;
            return;
        }
        ok = (is_exclusion ? exclude_date(collector, line, item)
                           : add_date(collector, line, item)) &&
             ok;
    }
    if (!ok)
        note(collector, collector->expander->warnings,
             is_exclusion ? "a date that it leaves out cannot be read"
                          : "a date that it adds cannot be read");
}

static void read_line(struct collector *collector, const struct ical_line *line)
{
    if (line->id == ICAL_NAME_RRULE)
        add_rule(collector, line->value, false);
    else if (line->id == ICAL_NAME_EXRULE)
        add_rule(collector, line->value, true);
    else if (line->id == ICAL_NAME_RDATE)
        read_dates(collector, line, false);
    else if (line->id == ICAL_NAME_EXDATE)
        read_dates(collector, line, true);
}

static int compare_numbers(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left;
    int64_t r = *(const int64_t *)right;

    return (l > r) - (l < r);
}

/* By key; of equal ones the shorter first, so that the order is settled. */
static int compare_instances(const void *left, const void *right)
{
    const struct ical_instance *l = left;
    const struct ical_instance *r = right;

    if (l->key_s != r->key_s)
        return (l->key_s > r->key_s) - (l->key_s < r->key_s);
    return (l->length.s > r->length.s) - (l->length.s < r->length.s);
}

static void sort_numbers(int64_t *numbers, size_t count)
{
    if (count > 0)
        qsort(numbers, count, sizeof(*numbers), compare_numbers);
}

static bool is_in(const int64_t *numbers, size_t count, int64_t number)
{
    return count > 0 && bsearch(&number, numbers, count, sizeof(*numbers),
                                compare_numbers) != NULL;
}

/* Sorts, and takes out what is there twice or excluded. */
static void settle(struct ical_series *series)
{
    size_t kept = 0;

    sort_numbers(series->excluded, series->excluded_count);
    sort_numbers(series->days_off, series->day_off_count);
    qsort(series->items, series->count, sizeof(*series->items),
          compare_instances);
    for (size_t i = 0; i < series->count; i++) {
        const struct ical_instance *item = &series->items[i];

        if ((kept > 0 && series->items[kept - 1].key_s == item->key_s) ||
            is_in(series->excluded, series->excluded_count, item->key_s) ||
            is_in(series->days_off, series->day_off_count,
                  civil_to_days(item->wall.date)))
            continue;
        series->items[kept++] = *item;
    }
    series->count = kept;
}

void ical_series_collect(struct ical_expander *expander,
                         const struct ical_source *master, int64_t from_s,
                         int64_t until_s, struct arena *scratch,
                         struct ical_series *out)
{
    struct collector collector = {
        .expander = expander,
        .master = master,
        .out = out,
        .scratch = scratch,
        .from_s = from_s,
        .until_s = until_s,
        .looks = expander->looks < IMPORT_LOOKS_EACH_MAX
                     ? expander->looks
                     : IMPORT_LOOKS_EACH_MAX,
    };
    int64_t looks = collector.looks;

    *out = (struct ical_series){0};
    take_instance(&collector, civil_to_seconds(master->start.wall), false);
    for (size_t i = 0; i < master->lines.count; i++)
        read_line(&collector, &master->lines.items[i]);
    expander->looks -= looks - collector.looks;
    if (collector.is_full)
        note(&collector, expander->skipped,
             "it has more dates than the limit; some are missing");
    settle(out);
}
