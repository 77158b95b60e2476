/*
 * subjects.h - what the messages of one pass are about, each read once
 *
 * A reminder is put into its message and that message claimed in one
 * transaction, in which nobody else writes: what was read for the one holds
 * for the other. The next pass reads anew (product.md, invariant 2).
 */
#ifndef APP_JOBS_SUBJECTS_H
#define APP_JOBS_SUBJECTS_H

#include "app/jobs/subject.h"

/* Twice what a pass reads on both channels, rounded up to a power of two. */
#define SUBJECTS_KEPT 512

struct subjects {
    struct arena arena;
    const struct subject *kept[SUBJECTS_KEPT]; /* by appointment */
};

/* As subject_load(); `out` is good until subjects_free(). */
MUST_USE bool subjects_read(struct db *db, struct subjects *subjects,
                            struct appointment_id id,
                            const struct subject **out, struct error *err);

/* At the end of the transaction. */
void subjects_free(struct subjects *subjects);

#endif
