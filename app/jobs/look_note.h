/*
 * look_note.h - what a look leaves in the feed's own record, and who is told
 *
 * How a feed fares over many looks: when it is asked next, where it lives
 * now, since when it is gone.
 */
#ifndef APP_JOBS_LOOK_NOTE_H
#define APP_JOBS_LOOK_NOTE_H

#include "app/jobs/look.h"

/* From this many failures in a row on, an operator should look. */
#define LOOK_FAILURES_TOLD 3

/* No calendar at the address for so long: this is no hiccup. */
#define LOOK_GONE_TOLD_S   DAY_S

/* Whether the feed's server has denied it for LOOK_GONE_TOLD_S by `now`. */
bool look_is_gone(const struct feed_row *row, struct instant now);

/* Asks where a permanent redirect has led, until the office says otherwise. */
void look_follow_move(struct look *look);

/* Writes the feed's record as it is; a store_work, whose context is the look. */
MUST_USE bool look_save_row(struct db *db, void *context, struct error *err);

/* A good look, applied; for store errors only. */
MUST_USE bool look_note_success(struct look *look, struct error *err);

/* A failed look changes nothing but the feed's own record. */
void look_note_failure(struct look *look, const struct error *why);

#endif
