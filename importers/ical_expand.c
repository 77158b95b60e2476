#include "importers/ical_expand.h"

#include <stdio.h>
#include <stdlib.h>

#include "importers/ical_series.h"
#include "importers/limits.h"

/* A zone is at most that far from UTC, and a day more does not hurt. */
#define WALL_MARGIN_S (2 * DAY_S)
/* The last second of 9999: later ones have no date. */
#define END_S_MAX     INT64_C(253402300799)
/* As much for whole days, counted from a window that ends in 9900. */
#define DAYS_MAX      (99 * INT64_C(365))
/* THISANDFUTURE may move a series by so much; further ones may be missed. */
#define SHIFT_S_MAX   (366 * DAY_S)

/* An event with a RECURRENCE-ID, as its master sees it. */
struct override {
    bool is_day; /* the key is a day × DAY_S, not an instant */
    int64_t key_s;
    struct ical_source *source;
};

/* The VEVENTs of one UID. */
struct group {
    struct ical_expander *expander;
    struct arena *scratch;
    struct ical_source **masters;
    size_t master_count;
    struct override *overrides; /* by key */
    size_t override_count;
    struct override *ranges; /* those for all later ones too; by key */
    size_t range_count;
    size_t listed; /* visits in the window so far */
    bool is_full;  /* this object has more visits than one may have */
    bool is_over;  /* the calendar has more than all may have */
};

/* Negative when `left` is the older version. */
static int compare_versions(const struct ical_source *left,
                            const struct ical_source *right)
{
    if (left->sequence != right->sequence)
        return left->sequence < right->sequence ? -1 : 1;
    if (left->stamp_s != right->stamp_s)
        return left->stamp_s < right->stamp_s ? -1 : 1;
    if (left->modified_s != right->modified_s)
        return left->modified_s < right->modified_s ? -1 : 1;
    return 0;
}

static bool is_same_event(const struct ical_source *left,
                          const struct ical_source *right)
{
    return left->start.at.unix_s == right->start.at.unix_s &&
           left->start.is_date == right->start.is_date &&
           str_equal(left->summary, right->summary);
}

/* By start, then summary; then the settled order. */
static int compare_masters(const void *left, const void *right)
{
    const struct ical_source *l = *(struct ical_source *const *)left;
    const struct ical_source *r = *(struct ical_source *const *)right;
    size_t len =
        l->summary.len < r->summary.len ? l->summary.len : r->summary.len;
    int order;

    if (l->start.at.unix_s != r->start.at.unix_s)
        return l->start.at.unix_s < r->start.at.unix_s ? -1 : 1;
    order = len == 0 ? 0 : memcmp(l->summary.at, r->summary.at, len);
    if (order != 0)
        return order;
    if (l->summary.len != r->summary.len)
        return l->summary.len < r->summary.len ? -1 : 1;
    return (l->rank > r->rank) - (l->rank < r->rank);
}

/*
 * Old versions go (RFC 5546 2.1.5): those with a lower SEQUENCE, else an
 * earlier DTSTAMP or LAST-MODIFIED. What is no version of another is another
 * appointment under the same UID, and stays.
 */
static void prune_masters(struct group *group)
{
    struct ical_source **masters = group->masters;
    const struct ical_source *newest = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < group->master_count; i++) {
        if (newest == NULL || compare_versions(masters[i], newest) > 0)
            newest = masters[i];
    }
    for (size_t i = 0; i < group->master_count; i++) {
        if (compare_versions(masters[i], newest) == 0)
            masters[kept++] = masters[i];
    }
    group->master_count = kept;
    if (kept < 2)
        return;
    qsort(masters, kept, sizeof(struct ical_source *), compare_masters);
    kept = 1;
    for (size_t i = 1; i < group->master_count; i++) {
        if (!is_same_event(masters[kept - 1], masters[i]))
            kept++;
        masters[kept - 1] = masters[i];
    }
    group->master_count = kept;
    if (kept > 1)
        import_note_add(group->expander->warnings, group->expander->arena,
                        masters[0]->uid, masters[0]->slice->line,
                        "several appointments share this UID; they are told "
                        "apart by their start");
}

static int compare_keys(const void *left, const void *right)
{
    const struct override *l = left;
    const struct override *r = right;

    return (l->key_s > r->key_s) - (l->key_s < r->key_s);
}

/* By key; of equal ones the newest version first. */
static int compare_overrides(const void *left, const void *right)
{
    const struct override *l = left;
    const struct override *r = right;
    int order = compare_keys(left, right);

    if (order == 0)
        order = compare_versions(r->source, l->source);
    if (order == 0)
        order = l->source->rank > r->source->rank ? -1 : 1;
    return order;
}

/*
 * The day that a RECURRENCE-ID means in a series of whole days. A time in UTC
 * is somebody's local midnight, unless it is midnight itself.
 */
static int64_t day_of(const struct ical_expander *expander,
                      const struct ical_source *source)
{
    const struct ical_moment *id = &source->recurrence;
    struct civil_time wall = id->wall;

    if (id->zone == ical_zone_utc(expander->zones) &&
        civil_to_seconds(wall) % DAY_S != 0)
        wall = ical_zone_civil(ical_zone_floating(expander->zones,
                                                  source->slice->calendar),
                               id->at);
    return civil_to_days(wall.date);
}

static struct override override_of(const struct ical_expander *expander,
                                   const struct ical_source *master,
                                   struct ical_source *source)
{
    const struct ical_moment *id = &source->recurrence;
    struct override override = {.source = source};
    struct civil_time wall;

    override.is_day = master != NULL ? master->start.is_date : id->is_date;
    override.key_s = id->at.unix_s;
    if (override.is_day) {
        override.key_s = day_of(expander, source) * DAY_S;
    } else if (id->is_date) {
        /* A date for a series of times: the visit of that day. */
        wall = master->start.wall;
        wall.date = id->wall.date;
        override.key_s = ical_zone_instant(master->start.zone, wall).unix_s;
    }
    return override;
}

/* Sorts the overrides, drops old versions, and picks those with a RANGE. */
static void prune_overrides(struct group *group)
{
    const struct ical_source *master =
        group->master_count > 0 ? group->masters[0] : NULL;
    struct override *items = group->overrides;
    size_t kept = 0;

    for (size_t i = 0; i < group->override_count; i++)
        items[i] = override_of(group->expander, master, items[i].source);
    if (group->override_count > 0)
        qsort(items, group->override_count, sizeof(*items), compare_overrides);
    for (size_t i = 0; i < group->override_count; i++) {
        if (kept == 0 || items[kept - 1].key_s != items[i].key_s)
            items[kept++] = items[i];
    }
    group->override_count = kept;
    group->ranges = arena_new_array(group->scratch, kept, struct override);
    for (size_t i = 0; i < kept; i++) {
        if (items[i].source->is_range)
            group->ranges[group->range_count++] = items[i];
    }
}

static bool is_overridden(const struct group *group, int64_t key_s)
{
    struct override wanted = {.key_s = key_s};

    return group->override_count > 0 &&
           bsearch(&wanted, group->overrides, group->override_count,
                   sizeof(wanted), compare_keys) != NULL;
}

/* The last change "for this and all later ones" before an instance. */
static const struct override *range_for(const struct group *group,
                                        int64_t key_s)
{
    size_t low = 0;
    size_t high = group->range_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (group->ranges[middle].key_s <= key_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &group->ranges[low - 1];
}

/* Writes `count` digits of a number. */
static char *put_digits(char *at, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

/* "20260121T100000Z", or "20260121" for whole days. Years have four digits:
 * the window sees to that, and times are read so. */
static const char *recurrence_text(struct arena *arena, bool is_day,
                                   int64_t key_s)
{
    struct civil_time when = civil_from_seconds(key_s);
    char *text = arena_alloc(arena, sizeof("20260121T100000Z"));
    char *at = put_digits(text, when.date.year, 4);

    at = put_digits(at, when.date.month, 2);
    at = put_digits(at, when.date.day, 2);
    if (is_day)
        return text;
    *at++ = 'T';
    at = put_digits(at, when.hour, 2);
    at = put_digits(at, when.minute, 2);
    at = put_digits(at, when.second, 2);
    *at = 'Z';
    return text;
}

/* A visit after the window; the first one is remembered. */
static void note_next(struct ical_expander *expander, int64_t start_s)
{
    if (expander->has_next && expander->next.unix_s <= start_s)
        return;
    expander->has_next = true;
    expander->next.unix_s = start_s;
}

/* Appends a visit, whose `recurrence` is set, when it starts in the window. */
static void list(struct group *group, struct ical_visit visit,
                 const struct ical_instance *when)
{
    struct ical_expander *expander = group->expander;
    bool is_day = visit.source->start.is_date;
    int64_t days = when->length.days < DAYS_MAX ? when->length.days : DAYS_MAX;
    int64_t start_s =
        is_day ? civil_to_days(when->wall.date) * DAY_S : when->at.unix_s;

    if (start_s >= expander->request->until.unix_s)
        note_next(expander, start_s);
    if (start_s < expander->request->from.unix_s ||
        start_s >= expander->request->until.unix_s)
        return;
    if (expander->count >= expander->all_left) {
        group->is_over = true;
        return;
    }
    if (group->listed >= expander->each_max) {
        group->is_full = true;
        return;
    }
    visit.start = when->at;
    visit.zone = when->zone;
    visit.has_end = when->length.is_known;
    visit.end = ical_length_end(when->zone, when->wall, when->at, when->length);
    visit.end = instant_earlier(visit.end, (struct instant){END_S_MAX});
    visit.all_day = is_day;
    if (is_day) {
        visit.first_day = when->wall.date;
        visit.day_after = civil_add_days(when->wall.date, days);
    }
    arena_reserve(expander->arena, expander->visits, expander->count,
                  expander->room, struct ical_visit);
    expander->visits[expander->count++] = visit;
    if (!visit.is_override)
        group->listed++;
}

/* Where a range puts an instance that it does not name itself. */
static void shift(const struct override *range, struct ical_instance *instance)
{
    const struct ical_source *source = range->source;
    const struct ical_moment *start = &source->start;
    struct civil_time was =
        source->recurrence.is_date
            ? source->recurrence.wall
            : ical_zone_civil(start->zone, source->recurrence.at);
    struct civil_time wall = start->is_date
                                 ? instance->wall
                                 : ical_zone_civil(start->zone, instance->at);
    int64_t wall_s = civil_to_seconds(wall) + civil_to_seconds(start->wall) -
                     civil_to_seconds(was);

    instance->wall = civil_from_seconds(wall_s);
    if (start->is_date)
        instance->wall =
            (struct civil_time){.date = civil_from_seconds(wall_s).date};
    instance->zone = start->zone;
    instance->at = ical_zone_instant(start->zone, instance->wall);
    if (source->length.is_known)
        instance->length = source->length;
}

static void list_instance(struct group *group, struct ical_source *master,
                          struct ical_instance instance, bool has_recurrence)
{
    const struct override *range = range_for(group, instance.key_s);
    struct ical_visit visit = {.source = master, .recurrence = ""};

    if (is_overridden(group, instance.key_s))
        return;
    if (has_recurrence)
        visit.recurrence =
            recurrence_text(group->expander->arena, master->start.is_date,
                            instance.key_s);
    if (range != NULL &&
        range->source->start.is_date == master->start.is_date) {
        visit.source = range->source;
        shift(range, &instance);
    }
    list(group, visit, &instance);
}

/* By how much ranges may move instances, for the search. */
static int64_t shift_of(const struct group *group)
{
    return group->range_count > 0 ? SHIFT_S_MAX : 0;
}

static void list_series(struct group *group, struct ical_source *master)
{
    const struct import_request *request = group->expander->request;
    int64_t margin_s = WALL_MARGIN_S + shift_of(group);
    struct ical_series series;

    ical_series_collect(group->expander, master,
                        request->from.unix_s - margin_s,
                        request->until.unix_s + margin_s, group->scratch,
                        &series);
    for (size_t i = 0; i < series.count; i++)
        list_instance(group, master, series.items[i], true);
    if (series.has_later)
        note_next(group->expander, series.later_s - shift_of(group));
}

static void list_single(struct group *group, struct ical_source *master)
{
    const struct ical_moment *start = &master->start;
    struct ical_instance instance = {
        .key_s = start->is_date ? civil_to_days(start->wall.date) * DAY_S
                                : start->at.unix_s,
        .wall = start->wall,
        .zone = start->zone,
        .at = start->at,
        .length = master->length,
    };

    list_instance(group, master, instance, group->master_count > 1);
}

static void list_override(struct group *group, const struct override *override)
{
    struct ical_source *source = override->source;
    const struct ical_moment *start = &source->start;
    struct ical_instance when = {
        .wall = start->wall,
        .zone = start->zone,
        .at = start->at,
        .length = source->length,
    };
    struct ical_visit visit = {
        .source = source,
        .is_override = true,
        .recurrence = recurrence_text(group->expander->arena, override->is_day,
                                      override->key_s),
    };

    if (!when.length.is_known && group->master_count > 0 &&
        group->masters[0]->start.is_date == start->is_date)
        when.length = group->masters[0]->length;
    list(group, visit, &when);
}

static void sort_out(struct group *group, struct ical_source **events,
                     size_t count)
{
    group->masters =
        arena_new_array(group->scratch, count, struct ical_source *);
    group->overrides = arena_new_array(group->scratch, count, struct override);
    for (size_t i = 0; i < count; i++) {
        if (events[i]->is_override)
            group->overrides[group->override_count++].source = events[i];
        else
            group->masters[group->master_count++] = events[i];
    }
    prune_masters(group);
    prune_overrides(group);
}

bool ical_expand(struct ical_expander *expander, struct ical_source **events,
                 size_t count)
{
    struct group group = {.expander = expander, .scratch = expander->scratch};

    expander->visits = NULL;
    expander->count = 0;
    expander->room = 0;
    expander->has_next = false;
    sort_out(&group, events, count);
    for (size_t i = 0; i < group.master_count; i++) {
        group.listed = 0;
        if (group.masters[i]->is_series)
            list_series(&group, group.masters[i]);
        else
            list_single(&group, group.masters[i]);
    }
    for (size_t i = 0; i < group.override_count; i++)
        list_override(&group, &group.overrides[i]);
    if (group.is_full)
        import_note_add(expander->skipped, expander->arena, events[0]->uid,
                        events[0]->slice->line,
                        "it has more visits than the limit; later ones are "
                        "missing");
    arena_clear(expander->scratch);
    return !group.is_over;
}
