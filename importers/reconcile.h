/*
 * reconcile.h - what a fetch says against what is known: changes
 *
 * Pure. Bookings are matched by key (uid, recurrence), then by slot and title
 * for sources that invent new UIDs at every fetch. Content counts, not
 * SEQUENCE or DTSTAMP; a lower SEQUENCE is a stale copy. Absence is not
 * cancellation: a visit is missing at the first good fetch without it and
 * withdrawn at one at least half an hour later, in the future only. A fetch
 * that would drop too much is held (product.md, invariant 13).
 */
#ifndef IMPORTERS_RECONCILE_H
#define IMPORTERS_RECONCILE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/zone.h"
#include "domain/booking.h"
#include "domain/ids.h"

/* The brake: dropping more than the larger of the two is suspicious. */
#define RECONCILE_DROP_MAX     3
#define RECONCILE_DROP_PERCENT 20
/* Seconds between the first good fetch without a visit and its withdrawal. */
#define RECONCILE_WITHDRAW_S   (30 * MINUTE_S)

/* A letter for the state, a fingerprint of the rest, and the NUL. */
#define BOOKING_CONTENT_MAX    (DIGEST_TEXT_MAX + 2)

/*
 * What the source says of a booking, for the column booking.content: all but
 * uid, sequence, zone and raw text. Starts with the state's letter and '-'
 * ("b-", "f-" confirmed, "c-" cancelled, "m-" moved, "w-"), so that what the
 * source cancelled can be told from what was cancelled here. When it was
 * booked counts only without raw text: calendars invent CREATED anew.
 */
char *booking_fingerprint(const struct booking *booking,
                          char out[BOOKING_CONTENT_MAX]) NEVER_NULL;

/* A booking of the same feed as the store has it. Texts may be NULL or "". */
struct known_booking {
    struct booking_id id;
    struct appointment_id appointment; /* the current one */
    const char *uid;
    const char *recurrence;
    const char *content; /* as last stored: booking_fingerprint(), change */
    int64_t sequence;    /* −1: none */
    struct instant start;
    struct instant end;
    enum appointment_state state;
    const char *title; /* the summary it was imported with */
    const char *phone; /* of its customer */
    const char *mail;
    const char *name;
    const char *service;
    struct instant missing_since; /* 0: not missing */
    bool gone;                    /* withdrawn, or ended by its source */
    bool is_marked;               /* attendance is recorded */
    bool is_pinned;    /* a person said that it stands: absence is nothing */
    bool is_elsewhere; /* another source shows it, too: it may have moved it */
    bool is_removed;   /* its source said that it was removed: no second look */
};

struct reconcile_request {
    const struct known_booking *known;
    size_t known_count;
    const struct booking *fetched; /* appointments only, no blocks */
    size_t fetched_count;
    /*
     * Starts, in order, of what is known, stands, is to come and has come
     * unchanged, where `known` and `fetched` are only the rest: the brake
     * measures what goes by what stays.
     */
    const struct instant *others;
    size_t others_count;
    struct instant now;
    struct zone zone; /* in which days are counted */

    /* No two of `fetched` have the same uid and recurrence. */
    bool keys_are_unique;
    /* A CSV file: what it does not hold means nothing. */
    bool absence_is_silent;
    /*
     * Starts the fetch could contain, [from, until); what lies outside is not
     * absent. `until` 0: no end.
     */
    struct instant from;
    struct instant until;
    /* Something was left out by a limit: absences are suspicious. */
    bool is_cut;
    /* A person has looked: the brake is off for this fetch, and what is absent
     * is withdrawn without a second one. */
    bool is_released;
    /* UIDs that were there, but not or not surely read: never absent. */
    const char *const *unread;
    size_t unread_count;
};

/*
 * What has to be done. RESCHEDULED closes the slot of `known` (one that does
 * not stand any more stays as it is) and opens that of `fetched`. CHANGED
 * takes over the details; a state only when `state_said`. RETURNED does so
 * too and is no longer missing or gone; with `state_said` it stands again.
 */
enum change_kind {
    CHANGE_UNCHANGED,   /* also a stale copy, or missing and waiting */
    CHANGE_CREATED,     /* with `known`: its marked slot stays, a next opens */
    CHANGE_CHANGED,     /* details, or a state that has no word of its own */
    CHANGE_RESCHEDULED, /* another slot */
    CHANGE_CANCELLED,   /* said by the source */
    CHANGE_MISSING,
    CHANGE_WITHDRAWN,
    CHANGE_RETURNED, /* was missing, withdrawn or cancelled by the source */
};

#define CHANGE_KIND_COUNT 8
#define RECONCILE_NONE    SIZE_MAX

struct change {
    enum change_kind kind;
    size_t known;   /* index, or RECONCILE_NONE */
    size_t fetched; /* index, or RECONCILE_NONE: cancelled by leaving it out
                       of its series, missing, withdrawn */
    /* For booking.content; NULL: leave it. */
    const char *content;
    bool is_probable; /* rescheduled: a new key of the same customer */
    bool is_rekeyed;  /* any kind: store uid and recurrence of `fetched` */
    bool is_stale;    /* unchanged: a lower SEQUENCE than stored */
    bool state_said;  /* the source's own word on the state has changed */
    bool is_held;     /* would be, but waits for a person: do not apply */
};

enum reconcile_verdict {
    RECONCILE_OK,
    RECONCILE_SUSPICIOUS, /* would drop too much: some changes are held */
};

/* The numbers of `kept import --json`; held changes are not counted. */
struct change_counts {
    size_t created;
    size_t changed;
    size_t moved;
    size_t cancelled;
    size_t missing;
    size_t withdrawn;
    size_t restored;
    size_t unchanged;
    size_t skipped; /* stale copies and repeated keys */
};

/* Adds up the counts of two parts of a fetch. */
void change_counts_add(struct change_counts *sum,
                       const struct change_counts *part);

struct reconcile_result {
    enum reconcile_verdict verdict;
    const char *reason;     /* why suspicious, for a person; "" when ok */
    bool uids_are_unstable; /* most visits came with a new uid */
    size_t dropped;         /* visits to come that did not, and should have */
    struct change *changes; /* fetched in order, then what is absent */
    size_t change_count;
    size_t held_count;
    struct change_counts counts;
};

/* Compares; everything in `out` belongs to `arena`. Cannot fail. */
void reconcile(const struct reconcile_request *request, struct arena *arena,
               struct reconcile_result *out);

/* "created"…; as in the JSON. */
const char *change_kind_name(enum change_kind kind) NEVER_NULL;

#endif
