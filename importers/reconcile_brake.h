/*
 * reconcile_brake.h - whether a fetch would drop more than is believable
 */
#ifndef IMPORTERS_RECONCILE_BRAKE_H
#define IMPORTERS_RECONCILE_BRAKE_H

#include "importers/reconcile_match.h"

/* Whether the known booking is due and did not come, without a word. */
bool brake_is_dropped(const struct matching *matching, size_t known);

/* Why the fetch is suspicious, in `matching->arena`; NULL when it is not.
 * `dropped` is how many visits it would drop. */
const char *brake_reason(const struct matching *matching, size_t *dropped);

#endif
