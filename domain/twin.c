#include "domain/twin.h"

#include "base/str.h"
#include "domain/name.h"

/* How well two visits fit; more is better. */
enum fit { FIT_NOT, FIT_POSSIBLE, FIT_SAME };

struct match {
    enum fit fit;
    bool is_equal_state;
    int64_t apart_s;
};

static int64_t apart(const struct twin_visit *left,
                     const struct twin_visit *right)
{
    int64_t s = left->start.unix_s - right->start.unix_s;

    return s < 0 ? -s : s;
}

/* Both are named, and not in words that may be one's. */
static bool contradict(const char *left, const char *right)
{
    char l[NAME_KEY_MAX];
    char r[NAME_KEY_MAX];

    if (str_is_empty(left) || str_is_empty(right))
        return false;
    return name_compare(name_key(left, l), name_key(right, r)) == NAME_OTHER;
}

static bool agree(const char *left, const char *right)
{
    return !str_is_empty(left) && !str_is_empty(right) &&
           !contradict(left, right);
}

/* The same slot, as far as place and people go. */
static bool is_same_place(const struct twin_visit *left,
                          const struct twin_visit *right)
{
    return !contradict(left->site, right->site) &&
           !contradict(left->provider, right->provider);
}

/* A slot that was left, and taken again later. */
static bool is_taken_again(const struct twin_visit *fresh,
                           const struct twin_visit *known)
{
    return known->state == APPOINTMENT_CANCELLED &&
           appointment_stands(fresh->state) && fresh->booked_known &&
           known->said.known && instant_before(known->said.at, fresh->booked);
}

static enum fit fit_customer(const struct twin_visit *fresh,
                             const struct twin_visit *known)
{
    if (fresh->customer.row == 0 ||
        (!fresh->has_contact && !known->has_contact) ||
        fresh->customer.row != known->customer.row ||
        apart(fresh, known) > TWIN_NEAR_S)
        return FIT_NOT;
    return agree(fresh->provider, known->provider) ||
                   !contradict(fresh->service, known->service)
               ? FIT_SAME
               : FIT_POSSIBLE;
}

/* "A. Martin" and "Ada Martin": nothing but the given name is cut short. */
static bool is_cut_short(const char *left, const char *right)
{
    return name_word_count(left) > 1 && name_word_count(right) > 1;
}

static enum fit fit_name(const struct twin_visit *fresh,
                         const struct twin_visit *known)
{
    if ((fresh->has_contact && known->has_contact) ||
        (fresh->is_title && known->is_title && !fresh->has_contact &&
         !known->has_contact) ||
        fresh->start.unix_s != known->start.unix_s)
        return FIT_NOT;
    switch (name_compare(fresh->key, known->key)) {
    case NAME_EQUAL:
        return fresh->is_title && known->is_title ? FIT_POSSIBLE : FIT_SAME;
    case NAME_VARIANT:
        if (fresh->is_title && known->is_title)
            return FIT_NOT;
        return is_cut_short(fresh->key, known->key) ||
                       agree(fresh->provider, known->provider)
                   ? FIT_SAME
                   : FIT_POSSIBLE;
    case NAME_OTHER:
        return FIT_NOT;
    }
    return FIT_NOT;
}

typedef enum fit fit_of(const struct twin_visit *fresh,
                        const struct twin_visit *known);

static struct match compare(const struct twin_visit *fresh,
                            const struct twin_visit *known, fit_of *fit)
{
    if (known->state == APPOINTMENT_MOVED || !is_same_place(fresh, known) ||
        is_taken_again(fresh, known))
        return (struct match){.fit = FIT_NOT};
    return (struct match){
        .fit = fit(fresh, known),
        .is_equal_state = appointment_stands(fresh->state) ==
                          appointment_stands(known->state),
        .apart_s = apart(fresh, known),
    };
}

static bool is_better(const struct match *match, const struct match *best)
{
    if (match->fit != best->fit)
        return match->fit > best->fit;
    if (match->is_equal_state != best->is_equal_state)
        return match->is_equal_state;
    return match->apart_s < best->apart_s;
}

/* The best of all, and how many fit as well as it. */
static struct match best_of(const struct twin_visit *fresh,
                            const struct twin_visit *known, size_t count,
                            fit_of *fit, struct twin *out)
{
    struct match best = {.fit = FIT_NOT};
    size_t equals = 0;

    for (size_t i = 0; i < count; i++) {
        struct match match = compare(fresh, &known[i], fit);

        if (match.fit == FIT_NOT)
            continue;
        if (best.fit == FIT_NOT || is_better(&match, &best)) {
            best = match;
            out->index = i;
            equals = 1;
        } else if (!is_better(&best, &match)) {
            equals++;
        }
    }
    if (equals > 1 && best.fit == FIT_SAME && fit == fit_name)
        best.fit = FIT_POSSIBLE;
    return best;
}

static enum twin_kind kind_of(const struct match *match)
{
    switch (match->fit) {
    case FIT_NOT:
        return TWIN_NONE;
    case FIT_POSSIBLE:
        return TWIN_POSSIBLE;
    case FIT_SAME:
        return TWIN_SAME;
    }
    return TWIN_NONE;
}

struct twin twin_find(const struct twin_visit *fresh,
                      const struct twin_visit *known, size_t count)
{
    struct twin by_customer = {.why = "by customer and start"};
    struct twin by_name = {.why = "by name and start"};
    struct match match =
        best_of(fresh, known, count, fit_customer, &by_customer);

    by_customer.kind = kind_of(&match);
    if (by_customer.kind == TWIN_SAME)
        return by_customer;
    match = best_of(fresh, known, count, fit_name, &by_name);
    by_name.kind = kind_of(&match);
    if (by_name.kind == TWIN_SAME || by_customer.kind == TWIN_NONE)
        return by_name.kind == TWIN_NONE ? (struct twin){0} : by_name;
    return by_customer;
}
