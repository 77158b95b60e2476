/*
 * twins.h - the appointments that a visit of another source may be
 */
#ifndef STORE_TWINS_H
#define STORE_TWINS_H

#include "domain/ids.h"
#include "domain/twin.h"
#include "store/db.h"

struct twin_visits {
    struct twin_visit items[TWIN_VISITS_MAX];
    size_t count;
};

/* What there is to compare a feed's visits with; asked once an import. */
struct twin_world {
    bool has_others;    /* visits that other feeds made */
    bool has_name_only; /* customers without any contact */
};

MUST_USE bool twin_world_of(struct db *db, const char *feed,
                            struct twin_world *out, struct error *err);

/* How a booking stands to its appointment. */
struct twin_share {
    bool is_shared; /* another source, be it a table, knows it, too */
    bool is_first;  /* nobody knew it before: its start is the visit's */
};

MUST_USE bool twin_share_of(struct db *db, struct booking_id booking,
                            struct twin_share *out, struct error *err);

/* Around which visit others are looked for. */
struct twin_place {
    const char *feed; /* whose own visits are none */
    struct instant start;
    struct customer_id customer; /* row 0: any */
};

/*
 * Of that customer within TWIN_NEAR_S of the start. Texts belong to `arena`.
 */
MUST_USE bool twin_of_customer(struct db *db, const struct twin_place *place,
                               struct arena *arena, struct twin_visits *out,
                               struct error *err);

/* At that start: all, or those of customers who have nothing but a name. */
MUST_USE bool twin_at_start(struct db *db, const struct twin_place *place,
                            bool name_only, struct arena *arena,
                            struct twin_visits *out, struct error *err);

#endif
