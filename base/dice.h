/*
 * dice.h - random numbers that a test can repeat
 *
 * For jitter and generated data, never for secrets (crypto.h has those).
 * The generator is SplitMix64 (Steele, Lea, Flood 2014).
 */
#ifndef BASE_DICE_H
#define BASE_DICE_H

#include "base/base.h"

struct dice {
    uint64_t state;
};

static inline uint64_t dice_next(struct dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. limit−1; `limit` at least 1. */
static inline uint32_t dice_below(struct dice *dice, uint32_t limit)
{
    return (uint32_t)((dice_next(dice) >> 32) * limit >> 32);
}

/* 0 (included) to 1 (not). */
static inline double dice_unit(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1.0p-53;
}

#endif
