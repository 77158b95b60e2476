/*
 * twin.h - one visit that two sources know
 *
 * A calendar and the monthly table, the chair's calendar and the doctor's:
 * the same visit must be counted, reminded and marked once. Pure: whoever has
 * the rows asks here. Never asked about two bookings of one source: a family
 * that comes at nine o'clock has several there.
 */
#ifndef DOMAIN_TWIN_H
#define DOMAIN_TWIN_H

#include "domain/appointment.h"

/* Starts that far apart may be one visit: a source that rounds. */
#define TWIN_NEAR_S     (5 * MINUTE_S)
/* Visits around one start that are looked at. */
#define TWIN_VISITS_MAX 64

/* A visit as a source has it, or an appointment that is known. */
struct twin_visit {
    struct appointment_id id;    /* known only */
    struct customer_id customer; /* row 0: none found or made yet */
    bool has_contact; /* an id, a number or a mailbox speaks for it */
    const char *key;  /* name_key() of the name, "" without */
    bool is_title;    /* … and nothing but the title says so */
    struct instant start;
    enum appointment_state state;
    struct said said; /* known only: when it was cancelled */
    bool booked_known;
    struct instant booked;
    const char *provider; /* NULL or "" where unknown */
    const char *service;
    const char *site;
};

enum twin_kind {
    TWIN_NONE,
    TWIN_SAME,     /* the visit at `index` */
    TWIN_POSSIBLE, /* perhaps that at `index`: a person decides */
};

struct twin {
    enum twin_kind kind;
    size_t index;
    const char *why; /* what spoke for it, in English; NULL for none */
};

/*
 * Whether `fresh` is one of the appointments known from other sources.
 *
 * By customer: one who is known by more than a name, start within
 * TWIN_NEAR_S (the nearest wins), site, provider and service not in
 * contradiction. The same provider is stronger than another word for the
 * service; with no provider, another service is only possible.
 *
 * By name, when one side has nothing else: the same start, provider and site
 * not in contradiction; the name equal, or with an initial for its given
 * name; and no second visit at that start fits as well. A title counts as a
 * name where the other side has that name; two equal titles are possible. Other likenesses, and one of
 * several, are possible.
 *
 * What has moved away is nobody's twin. What was cancelled is, unless the
 * visit was booked after that; of two, one in the same state as `fresh` wins.
 */
struct twin twin_find(const struct twin_visit *fresh,
                      const struct twin_visit *known, size_t count);

#endif
