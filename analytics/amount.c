#include "analytics/amount.h"

static int64_t multiply(int64_t left, int64_t right)
{
    int64_t product;

    if (!__builtin_mul_overflow(left, right, &product))
        return product;
    return (left < 0) == (right < 0) ? INT64_MAX : INT64_MIN;
}

int64_t minor_add(int64_t left, int64_t right)
{
    int64_t sum;

    if (!__builtin_add_overflow(left, right, &sum))
        return sum;
    return left > 0 ? INT64_MAX : INT64_MIN;
}

int64_t minor_sub(int64_t left, int64_t right)
{
    int64_t difference;

    if (!__builtin_sub_overflow(left, right, &difference))
        return difference;
    return left > 0 ? INT64_MAX : INT64_MIN;
}

struct ticks ticks_of_minor(int64_t minor)
{
    return (struct ticks){multiply(minor, TICKS_PER_MINOR)};
}

struct ticks ticks_of_time(int64_t seconds, int64_t hourly_minor)
{
    return (struct ticks){multiply(seconds, hourly_minor)};
}

struct ticks ticks_add(struct ticks left, struct ticks right)
{
    return (struct ticks){minor_add(left.count, right.count)};
}

struct ticks ticks_sub(struct ticks left, struct ticks right)
{
    return (struct ticks){minor_sub(left.count, right.count)};
}

struct ticks ticks_share(struct ticks amount, int64_t part, int64_t whole)
{
    int64_t quotient = amount.count / whole;
    int64_t rest = multiply(amount.count % whole, part);

    assert(part >= 0);
    assert(part <= whole);
    rest = rest < 0 ? minor_sub(rest, whole / 2) : minor_add(rest, whole / 2);
    return (struct ticks){minor_add(quotient * part, rest / whole)};
}

int64_t ticks_round(struct ticks amount)
{
    int64_t up = minor_add(amount.count, TICKS_PER_MINOR / 2);
    int64_t rest = up % TICKS_PER_MINOR;

    return up / TICKS_PER_MINOR - (rest < 0);
}
