/*
 * amount.h - money so fine that shares and minutes stay exact
 *
 * A tick is 1/3600 of a minor unit: a second of a specialist who costs one
 * minor unit an hour. Sums are exact in ticks and rounded once, half up.
 * Everything stops at the ends of its range instead of passing them, so that
 * absurd prices in a foreign file give absurd figures and nothing worse.
 */
#ifndef ANALYTICS_AMOUNT_H
#define ANALYTICS_AMOUNT_H

#include "base/base.h"

struct ticks {
    int64_t count;
};

#define TICKS_PER_MINOR INT64_C(3600)

struct ticks ticks_of_minor(int64_t minor);

/* `seconds` of somebody who costs `hourly_minor` an hour. */
struct ticks ticks_of_time(int64_t seconds, int64_t hourly_minor);

struct ticks ticks_add(struct ticks left, struct ticks right);
struct ticks ticks_sub(struct ticks left, struct ticks right);

/* part/whole of it, to the nearest tick; 0 ≤ part ≤ whole, whole positive. */
struct ticks ticks_share(struct ticks amount, int64_t part, int64_t whole);

/* Minor units, halves up. */
int64_t ticks_round(struct ticks amount);

/* left + right and left − right in minor units, likewise within range. */
int64_t minor_add(int64_t left, int64_t right);
int64_t minor_sub(int64_t left, int64_t right);

#endif
