#include "importers/reconcile_match.h"

#include <stdlib.h>

#include "importers/clean.h"

/* Visits of one customer that are looked at for a probable move. */
#define CANDIDATES_MAX 64
/* Visits with equal slot and title: a large course. */
#define TWINS_MAX      1000
/* A series that loses a visit and shows a later one has not moved it there,
 * unless it is near. */
#define SERIES_NEAR_S  (7 * DAY_S)

/* One booking under one of its names. Compared from left to right. */
struct entry {
    int64_t number;
    int64_t number_too;
    const char *text;
    const char *text_too;
    size_t index;
};

struct entries {
    struct entry *items;
    size_t count;
    size_t room;
};

static int by_value(const struct entry *a, const struct entry *b)
{
    int order;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->number_too != b->number_too)
        return a->number_too < b->number_too ? -1 : 1;
    order = strcmp(a->text, b->text);
    return order != 0 ? order : strcmp(a->text_too, b->text_too);
}

static int by_value_then_index(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = by_value(a, b);

    if (order != 0)
        return order;
    return (a->index > b->index) - (a->index < b->index);
}

static void add(struct entries *entries, struct arena *arena,
                struct entry entry)
{
    entry.text = str_or_empty(entry.text);
    entry.text_too = str_or_empty(entry.text_too);
    arena_reserve(arena, entries->items, entries->count, entries->room,
                  struct entry);
    entries->items[entries->count++] = entry;
}

static void sort(struct entries *entries)
{
    if (entries->count > 1)
        qsort(entries->items, entries->count, sizeof(*entries->items),
              by_value_then_index);
}

/* The first entry that is not before `wanted`. */
static size_t lower_bound(const struct entries *entries,
                          const struct entry *wanted)
{
    size_t low = 0;
    size_t high = entries->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_value(&entries->items[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void pair(struct matching *matching, size_t fetched, size_t known,
                 enum match_kind kind)
{
    matching->kind[fetched] = kind;
    matching->known_of[fetched] = known;
    matching->fetched_of[known] = fetched;
}

/* Pass 1. */

static void mark_repeated(struct matching *matching)
{
    const struct reconcile_request *request = matching->request;
    struct entries keys = {0};

    for (size_t i = 0; i < request->fetched_count; i++)
        add(&keys, matching->arena,
            (struct entry){.text = request->fetched[i].uid,
                           .text_too = request->fetched[i].recurrence,
                           .index = i});
    sort(&keys);
    for (size_t i = 1; i < keys.count; i++) {
        if (by_value(&keys.items[i - 1], &keys.items[i]) == 0)
            matching->kind[keys.items[i].index] = MATCH_REPEATED;
    }
}

static void match_keys(struct matching *matching)
{
    const struct reconcile_request *request = matching->request;
    struct entries keys = {0};

    for (size_t i = 0; i < request->known_count; i++)
        add(&keys, matching->arena,
            (struct entry){.text = request->known[i].uid,
                           .text_too = request->known[i].recurrence,
                           .index = i});
    sort(&keys);
    for (size_t i = 0; i < request->fetched_count; i++) {
        struct entry wanted = {
            .text = str_or_empty(request->fetched[i].uid),
            .text_too = str_or_empty(request->fetched[i].recurrence),
        };
        size_t at = lower_bound(&keys, &wanted);

        if (matching->kind[i] == MATCH_NONE && at < keys.count &&
            by_value(&keys.items[at], &wanted) == 0)
            pair(matching, i, keys.items[at].index, MATCH_KEY);
    }
}

/* Only a series says something by leaving a visit out of it. */
static void mark_series(struct matching *matching)
{
    const struct reconcile_request *request = matching->request;
    struct entries uids = {0};

    for (size_t i = 0; i < request->fetched_count; i++) {
        if (request->fetched[i].in_series)
            add(&uids, matching->arena,
                (struct entry){.text = request->fetched[i].uid});
    }
    sort(&uids);
    for (size_t i = 0; i < request->known_count; i++) {
        struct entry wanted = {.text = str_or_empty(request->known[i].uid),
                               .text_too = ""};
        size_t at = lower_bound(&uids, &wanted);

        matching->in_series[i] =
            at < uids.count && by_value(&uids.items[at], &wanted) == 0;
    }
}

/* Pass 2. */

static bool conflict(const char *left, const char *right)
{
    return !str_is_empty(left) && !str_is_empty(right) &&
           strcmp(left, right) != 0;
}

static bool other_person(const struct known_booking *known,
                         const struct booking *fetched)
{
    return conflict(known->phone, fetched->phone) ||
           conflict(known->mail, fetched->mail);
}

static const char *folded(struct matching *matching, const char *text)
{
    return clean_fold(str_of(text), matching->arena);
}

static void match_slot(struct matching *matching, const struct entries *slots,
                       const struct entry *wanted, size_t fetched)
{
    const struct reconcile_request *request = matching->request;
    size_t first = lower_bound(slots, wanted);

    for (size_t at = first; at < slots->count && at < first + TWINS_MAX &&
                            by_value(&slots->items[at], wanted) == 0;
         at++) {
        size_t known = slots->items[at].index;

        if (matching->fetched_of[known] == RECONCILE_NONE &&
            !other_person(&request->known[known], &request->fetched[fetched])) {
            pair(matching, fetched, known, MATCH_SLOT);
            return;
        }
    }
}

static void match_slots(struct matching *matching)
{
    const struct reconcile_request *request = matching->request;
    struct entries slots = {0};

    for (size_t i = 0; i < request->known_count; i++) {
        const struct known_booking *known = &request->known[i];

        if (matching->fetched_of[i] == RECONCILE_NONE)
            add(&slots, matching->arena,
                (struct entry){.number = known->start.unix_s,
                               .number_too = known->end.unix_s,
                               .text = folded(matching, known->title),
                               .index = i});
    }
    sort(&slots);
    for (size_t i = 0; slots.count > 0 && i < request->fetched_count; i++) {
        const struct booking *fetched = &request->fetched[i];
        struct entry wanted = {.number = fetched->start.unix_s,
                               .number_too = fetched->end.unix_s,
                               .text_too = ""};

        if (matching->kind[i] != MATCH_NONE)
            continue;
        wanted.text = folded(matching, fetched->summary);
        match_slot(matching, &slots, &wanted, i);
    }
}

/* Pass 3. */

static bool is_unread(const struct reconcile_request *request, const char *uid)
{
    for (size_t i = 0; i < request->unread_count; i++) {
        if (str_same(request->unread[i], uid))
            return true;
    }
    return false;
}

bool match_is_due(const struct matching *matching, size_t known)
{
    const struct reconcile_request *request = matching->request;
    const struct known_booking *booking = &request->known[known];

    return appointment_stands(booking->state) && !booking->gone &&
           !booking->is_pinned &&
           instant_before(request->now, booking->start) &&
           !instant_before(booking->start, request->from) &&
           (request->until.unix_s == 0 ||
            instant_before(booking->start, request->until)) &&
           !is_unread(request, booking->uid);
}

/* What a customer is found by, best first; the title where nobody is named. */
enum trait { TRAIT_PHONE, TRAIT_MAIL, TRAIT_NAME, TRAIT_TITLE };

#define TRAIT_COUNT 4

struct traits {
    const char *of[TRAIT_COUNT];
};

static struct traits known_traits(struct matching *matching, size_t index)
{
    const struct known_booking *known = &matching->request->known[index];
    struct traits traits = {{
        [TRAIT_PHONE] = known->phone,
        [TRAIT_MAIL] = known->mail,
        [TRAIT_NAME] = folded(matching, known->name),
        [TRAIT_TITLE] = folded(matching, known->title),
    }};

    return traits;
}

static struct traits fetched_traits(struct matching *matching, size_t index)
{
    const struct booking *fetched = &matching->request->fetched[index];
    struct traits traits = {{
        [TRAIT_PHONE] = fetched->phone,
        [TRAIT_MAIL] = fetched->mail,
        [TRAIT_NAME] = folded(matching, fetched->customer_name),
        [TRAIT_TITLE] = folded(matching, fetched->summary),
    }};

    return traits;
}

static bool is_movable(struct matching *matching, size_t known,
                       const struct booking *fetched)
{
    const struct known_booking *booking = &matching->request->known[known];
    int64_t by_s = fetched->start.unix_s - booking->start.unix_s;

    if (str_same(booking->uid, fetched->uid) &&
        (by_s > SERIES_NEAR_S || by_s < -SERIES_NEAR_S))
        return false;
    return matching->fetched_of[known] == RECONCILE_NONE &&
           !other_person(booking, fetched) &&
           !conflict(folded(matching, booking->name),
                     folded(matching, fetched->customer_name)) &&
           !conflict(folded(matching, booking->service),
                     folded(matching, fetched->service));
}

/* The first absent visit that shares the trait; false when there is none. */
static bool match_trait(struct matching *matching, const struct entries *absent,
                        enum trait trait, const char *value, size_t fetched)
{
    struct entry wanted = {.number = (int64_t)trait,
                           .text = value,
                           .text_too = ""};
    size_t first = lower_bound(absent, &wanted);

    for (size_t at = first; at < absent->count && at < first + CANDIDATES_MAX &&
                            by_value(&absent->items[at], &wanted) == 0;
         at++) {
        size_t known = absent->items[at].index;

        if (is_movable(matching, known, &matching->request->fetched[fetched])) {
            pair(matching, fetched, known, MATCH_CUSTOMER);
            return true;
        }
    }
    return false;
}

/* The absent visits under each of their traits. */
static struct entries absent_visits(struct matching *matching)
{
    struct entries absent = {0};

    for (size_t i = 0; i < matching->request->known_count; i++) {
        struct traits traits;

        if (matching->fetched_of[i] != RECONCILE_NONE ||
            !match_is_due(matching, i))
            continue;
        traits = known_traits(matching, i);
        for (int trait = 0; trait < TRAIT_COUNT; trait++) {
            if (!str_is_empty(traits.of[trait]))
                add(&absent, matching->arena,
                    (struct entry){
                        .number = trait, .text = traits.of[trait], .index = i});
        }
    }
    sort(&absent);
    return absent;
}

/* Whether it is new, stands and is still to come. */
static bool may_be_a_move(const struct matching *matching, size_t fetched)
{
    const struct booking *booking = &matching->request->fetched[fetched];

    return matching->kind[fetched] == MATCH_NONE &&
           appointment_stands(booking->state) &&
           instant_before(matching->request->now, booking->start);
}

static void match_customers(struct matching *matching)
{
    struct entries absent = absent_visits(matching);

    for (size_t i = 0; absent.count > 0 && i < matching->request->fetched_count;
         i++) {
        struct traits traits;
        bool found = false;

        if (!may_be_a_move(matching, i))
            continue;
        traits = fetched_traits(matching, i);
        for (int trait = 0; trait < TRAIT_COUNT && !found; trait++)
            found = !str_is_empty(traits.of[trait]) &&
                    match_trait(matching, &absent, (enum trait)trait,
                                traits.of[trait], i);
    }
}

void match_dissolve_moves(struct matching *matching)
{
    for (size_t i = 0; i < matching->request->fetched_count; i++) {
        if (matching->kind[i] != MATCH_CUSTOMER)
            continue;
        matching->fetched_of[matching->known_of[i]] = RECONCILE_NONE;
        matching->known_of[i] = RECONCILE_NONE;
        matching->kind[i] = MATCH_NONE;
    }
}

void match_bookings(const struct reconcile_request *request,
                    struct arena *arena, struct matching *out)
{
    *out = (struct matching){
        .request = request,
        .arena = arena,
        .kind = arena_new_array(arena, request->fetched_count, enum match_kind),
        .known_of = arena_new_array(arena, request->fetched_count, size_t),
        .fetched_of = arena_new_array(arena, request->known_count, size_t),
        .in_series = arena_new_array(arena, request->known_count, bool),
    };
    for (size_t i = 0; i < request->fetched_count; i++)
        out->known_of[i] = RECONCILE_NONE;
    for (size_t i = 0; i < request->known_count; i++)
        out->fetched_of[i] = RECONCILE_NONE;
    if (!request->keys_are_unique)
        mark_repeated(out);
    if (request->known_count == 0)
        return;
    match_keys(out);
    if (request->absence_is_silent)
        return;
    mark_series(out);
    match_slots(out);
    match_customers(out);
}
