/*
 * rebook.h - misses whose customer came back after all
 *
 * A miss is rebooked when its customer attended an appointment booked within
 * 30 days after it. One such appointment offsets one miss: misses are served
 * in order of time, each by the earliest booking left, which offsets as many
 * as can be and never lets a later miss take from an earlier one, so that the
 * report of one month does not change that of another.
 */
#ifndef ANALYTICS_REBOOK_H
#define ANALYTICS_REBOOK_H

#include "analytics/slots.h"

#define REBOOK_DAYS 30

/* By the index of the slot: whether that miss is rebooked. */
bool *rebook_find(const struct slots *slots, struct arena *arena);

#endif
