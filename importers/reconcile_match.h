/*
 * reconcile_match.h - which fetched booking is which known one
 *
 * Three passes: by key; by slot and title, for sources that invent new UIDs;
 * by customer and service among what came and what went, a probable move.
 */
#ifndef IMPORTERS_RECONCILE_MATCH_H
#define IMPORTERS_RECONCILE_MATCH_H

#include "importers/reconcile.h"

/* How a fetched booking found its known one. */
enum match_kind {
    MATCH_NONE,
    MATCH_KEY,
    MATCH_SLOT,     /* another key, the same slot and title */
    MATCH_CUSTOMER, /* another key and slot: probably moved */
    MATCH_REPEATED, /* its key came before in the same fetch: no match */
};

struct matching {
    const struct reconcile_request *request;
    struct arena *arena;
    enum match_kind *kind; /* of each fetched booking */
    size_t *known_of;      /* of each fetched booking, or RECONCILE_NONE */
    size_t *fetched_of;    /* of each known booking, or RECONCILE_NONE */
    bool *in_series;       /* of each known: its series came */
};

void match_bookings(const struct reconcile_request *request,
                    struct arena *arena, struct matching *out);

/*
 * Whether the known booking should have come: it stands, is still to come,
 * lies inside the window, and its uid is not among those left unread.
 */
bool match_is_due(const struct matching *matching, size_t known);

/* Takes probable moves back: their old bookings are absent, the new new. */
void match_dissolve_moves(struct matching *matching);

#endif
