/*
 * undo.h - what a review's answer changed, written down and taken back
 */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include "domain/ids.h"
#include "store/appointments.h"
#include "store/db.h"

/* A state, who cancelled, and two instants, with bars between. */
#define UNDO_STATE_MAX 80

struct undo_note {
    struct review_id review;
    const char *what; /* one of the table in undo.c */
    int64_t row;
    const char *before; /* NULL: there was nothing */
};

/* Before the change. */
MUST_USE bool undo_write_down(struct db *db, const struct undo_note *note,
                              struct error *err);

/* How "appointment.state" is written. */
char *undo_state_text(const struct appointment *appointment,
                      char out[UNDO_STATE_MAX]) NEVER_NULL;

/*
 * Takes everything of an item back, last first, and forgets it. What has
 * changed again since (a visit that somebody else has now, a refusal that was
 * said anew) stays.
 */
MUST_USE bool undo_all(struct db *db, struct review_id review,
                       const struct author *author, struct error *err);

#endif
