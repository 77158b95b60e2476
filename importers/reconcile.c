#include "importers/reconcile.h"

#include "importers/reconcile_brake.h"
#include "importers/reconcile_content.h"
#include "importers/reconcile_match.h"

struct comparison {
    const struct reconcile_request *request;
    struct fingerprinter printer;
    struct matching matching;
    struct arena *arena;
    struct reconcile_result *out;
};

const char *change_kind_name(enum change_kind kind)
{
    switch (kind) {
    case CHANGE_UNCHANGED:
        return "unchanged";
    case CHANGE_CREATED:
        return "created";
    case CHANGE_CHANGED:
        return "changed";
    case CHANGE_RESCHEDULED:
        return "rescheduled";
    case CHANGE_CANCELLED:
        return "cancelled";
    case CHANGE_MISSING:
        return "missing";
    case CHANGE_WITHDRAWN:
        return "withdrawn";
    case CHANGE_RETURNED:
        return "returned";
    }
    return "";
}

static bool said_cancelled(const char *content)
{
    return content != NULL && content[0] == 'c';
}

/* The source cancels, now or still. */
static enum change_kind cancelled_kind(const struct comparison *comparison,
                                       const struct known_booking *known,
                                       bool same_content)
{
    if (known->is_marked && !comparison->request->absence_is_silent)
        return CHANGE_UNCHANGED; /* what happened is known better here */
    switch (known->state) {
    case APPOINTMENT_BOOKED:
    case APPOINTMENT_CONFIRMED:
    case APPOINTMENT_WITHDRAWN:
        return CHANGE_CANCELLED;
    case APPOINTMENT_CANCELLED:
        return same_content ? CHANGE_UNCHANGED : CHANGE_CHANGED;
    case APPOINTMENT_MOVED:
        return CHANGE_UNCHANGED;
    }
    return CHANGE_UNCHANGED;
}

/* The same key or customer has another start. */
static enum change_kind moved_kind(const struct comparison *comparison,
                                   const struct known_booking *known,
                                   const struct booking *fetched)
{
    const struct reconcile_request *request = comparison->request;

    if (!known->is_marked || request->absence_is_silent)
        return CHANGE_RESCHEDULED;
    /* A visit that took place, or was missed, stays where it was. */
    return instant_before(request->now, fetched->start) ? CHANGE_CREATED
                                                        : CHANGE_UNCHANGED;
}

static enum change_kind kind_of(const struct comparison *comparison,
                                const struct known_booking *known,
                                const struct booking *fetched,
                                bool same_content)
{
    if (fetched->state == APPOINTMENT_CANCELLED)
        return cancelled_kind(comparison, known, same_content);
    /* The very words of before: it is somebody else who has moved it. */
    if (fetched->start.unix_s != known->start.unix_s && same_content)
        return known->missing_since.unix_s != 0 ? CHANGE_RETURNED
                                                : CHANGE_UNCHANGED;
    if (fetched->start.unix_s != known->start.unix_s)
        return moved_kind(comparison, known, fetched);
    if (known->gone || known->missing_since.unix_s != 0 ||
        (said_cancelled(known->content) &&
         known->state == APPOINTMENT_CANCELLED))
        return CHANGE_RETURNED;
    return same_content ? CHANGE_UNCHANGED : CHANGE_CHANGED;
}

static bool is_stale(const struct known_booking *known,
                     const struct booking *fetched)
{
    return fetched->sequence >= 0 && known->sequence > fetched->sequence;
}

static struct change compare(struct comparison *comparison, size_t index,
                             size_t known_index)
{
    const struct known_booking *known =
        &comparison->request->known[known_index];
    const struct booking *fetched = &comparison->request->fetched[index];
    enum match_kind match = comparison->matching.kind[index];
    struct change change = {.known = known_index, .fetched = index};
    const char *before = str_or_empty(known->content);
    char content[BOOKING_CONTENT_MAX];

    if (match == MATCH_KEY && is_stale(known, fetched)) {
        change.is_stale = true;
        return change;
    }
    fingerprint(&comparison->printer, fetched, content);
    change.content = arena_strdup(comparison->arena, content);
    change.is_rekeyed = match != MATCH_KEY;
    change.is_probable = match == MATCH_CUSTOMER;
    change.state_said =
        before[0] != content[0] || known->state == APPOINTMENT_WITHDRAWN;
    change.kind =
        kind_of(comparison, known, fetched, strcmp(before, content) == 0);
    return change;
}

static struct change created(struct comparison *comparison, size_t index)
{
    char content[BOOKING_CONTENT_MAX];

    fingerprint(&comparison->printer, &comparison->request->fetched[index],
                content);
    return (struct change){
        .kind = CHANGE_CREATED,
        .known = RECONCILE_NONE,
        .fetched = index,
        .content = arena_strdup(comparison->arena, content),
        .state_said = true,
    };
}

/* Left out of a series that is still there: its source has said so. */
static struct change cancelled_in_series(const struct comparison *comparison,
                                         size_t index)
{
    const char *before =
        str_or_empty(comparison->request->known[index].content);

    return (struct change){
        .kind = CHANGE_CANCELLED,
        .known = index,
        .fetched = RECONCILE_NONE,
        .content = arena_printf(comparison->arena, "c%s",
                                before[0] == '\0' ? "-" : before + 1),
        .state_said = true,
    };
}

static struct change absent(const struct comparison *comparison, size_t index)
{
    const struct reconcile_request *request = comparison->request;
    struct instant since = request->known[index].missing_since;
    struct change change = {.known = index, .fetched = RECONCILE_NONE};
    bool sure;

    if (!match_is_due(&comparison->matching, index))
        return change;
    if (comparison->matching.in_series[index])
        return cancelled_in_series(comparison, index);
    sure = request->known[index].is_removed || request->is_released ||
           (since.unix_s != 0 &&
            instant_since(request->now, since).s >= RECONCILE_WITHDRAW_S);
    if (sure)
        change.kind = CHANGE_WITHDRAWN;
    else if (since.unix_s == 0)
        change.kind = CHANGE_MISSING;
    return change;
}

/* What a suspicious fetch may not do. */
static bool is_held(const struct reconcile_result *result,
                    const struct change *change)
{
    if (result->verdict == RECONCILE_OK)
        return false;
    switch (change->kind) {
    case CHANGE_CHANGED:
    case CHANGE_MISSING:
    case CHANGE_WITHDRAWN:
        return true;
    case CHANGE_UNCHANGED:
    case CHANGE_CREATED:
    case CHANGE_CANCELLED:
    case CHANGE_RETURNED:
    /* The same key: an old slot cancelled and a new one added, in words. */
    case CHANGE_RESCHEDULED:
        return false;
    }
    return true;
}

static void tally(struct change_counts *counts, const struct change *change)
{
    switch (change->kind) {
    case CHANGE_UNCHANGED:
        if (change->is_stale)
            counts->skipped++;
        else if (change->fetched != RECONCILE_NONE)
            counts->unchanged++;
        return;
    case CHANGE_CREATED:
        counts->created++;
        return;
    case CHANGE_CHANGED:
        counts->changed++;
        return;
    case CHANGE_RESCHEDULED:
        counts->moved++;
        return;
    case CHANGE_CANCELLED:
        counts->cancelled++;
        return;
    case CHANGE_MISSING:
        counts->missing++;
        return;
    case CHANGE_WITHDRAWN:
        counts->withdrawn++;
        return;
    case CHANGE_RETURNED:
        counts->restored++;
        return;
    }
}

void change_counts_add(struct change_counts *sum,
                       const struct change_counts *part)
{
    sum->created += part->created;
    sum->changed += part->changed;
    sum->moved += part->moved;
    sum->cancelled += part->cancelled;
    sum->missing += part->missing;
    sum->withdrawn += part->withdrawn;
    sum->restored += part->restored;
    sum->unchanged += part->unchanged;
    sum->skipped += part->skipped;
}

static void add(struct comparison *comparison, struct change change)
{
    struct reconcile_result *out = comparison->out;

    change.is_held = is_held(out, &change);
    if (change.is_held)
        out->held_count++;
    else
        tally(&out->counts, &change);
    out->changes[out->change_count++] = change;
}

/* Most visits that came are known, but under another uid. */
static bool are_unstable(const struct matching *matching)
{
    size_t by_key = 0;
    size_t by_slot = 0;

    for (size_t i = 0; i < matching->request->fetched_count; i++) {
        by_key += matching->kind[i] == MATCH_KEY;
        by_slot += matching->kind[i] == MATCH_SLOT;
    }
    return by_slot > by_key && by_slot > RECONCILE_DROP_MAX;
}

static void judge(struct comparison *comparison)
{
    const struct reconcile_request *request = comparison->request;
    struct reconcile_result *out = comparison->out;
    const char *reason;

    out->reason = "";
    if (request->absence_is_silent)
        return;
    out->uids_are_unstable = are_unstable(&comparison->matching);
    reason = brake_reason(&comparison->matching, &out->dropped);
    if (reason == NULL || request->is_released)
        return;
    out->reason = reason;
    out->verdict = RECONCILE_SUSPICIOUS;
    /* What came is added; that it replaces what went is not sure any more. */
    match_dissolve_moves(&comparison->matching);
}

void reconcile(const struct reconcile_request *request, struct arena *arena,
               struct reconcile_result *out)
{
    struct comparison comparison = {.request = request,
                                    .arena = arena,
                                    .out = out};
    const struct matching *matching = &comparison.matching;

    match_bookings(request, arena, &comparison.matching);
    *out = (struct reconcile_result){
        .changes =
            arena_new_array(arena,
                            request->fetched_count + request->known_count,
                            struct change)};
    judge(&comparison);

    for (size_t i = 0; i < request->fetched_count; i++) {
        if (matching->kind[i] == MATCH_REPEATED)
            out->counts.skipped++;
        else if (matching->known_of[i] == RECONCILE_NONE)
            add(&comparison, created(&comparison, i));
        else
            add(&comparison, compare(&comparison, i, matching->known_of[i]));
    }
    if (request->absence_is_silent)
        return;
    for (size_t i = 0; i < request->known_count; i++) {
        if (matching->fetched_of[i] == RECONCILE_NONE)
            add(&comparison, absent(&comparison, i));
    }
}
