/*
 * preview.h - what an import would make of a source, for a person to judge
 *
 * A row a visit, with a sign behind what is not sure; then, for all visits
 * together, where each field came from and how often; then what was left out
 * and why. A mapping that is wrong shows in the counts.
 */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include <stdio.h>

#include <jansson.h>

#include "domain/booking.h"
#include "importers/extract.h"

struct preview;

/* Everything belongs to `arena`; texts of bookings are borrowed. */
struct preview *preview_begin(struct arena *arena) NEVER_NULL;

/* Counts a visit; `block` is why it is left out, or BLOCK_NONE. */
void preview_count(struct preview *preview, const struct booking *booking,
                   enum extract_block block);

/* "2026-05-04T10:00:00Z  Ada Example  +33639980001~ …" */
void preview_print_row(FILE *out, const struct booking *booking,
                       struct arena *arena);

/* The counts; nothing when there are none. */
void preview_print_counts(FILE *out, const struct preview *preview);

/*
 * {"name": {"from": "label", "label": "Patient", "sureness": "sure"}, …} of
 * the fields that are known.
 */
json_t *preview_origins_json(const struct booking *booking,
                             struct arena *arena);

/* {"uid", "start_utc", "summary", "block", "reason"} of what is left out. */
json_t *preview_left_out_json(const struct booking *booking,
                              enum extract_block block);

#endif
