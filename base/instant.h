/*
 * instant.h - points and spans of time
 *
 * An instant is seconds since 1970-01-01T00:00:00Z; a span is a number of
 * seconds. They are different types so that they cannot be mixed up. Wall
 * time exists only together with a zone (zone.h).
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/base.h"
#include "base/error.h"

struct instant {
    int64_t unix_s;
};

struct span {
    int64_t s;
};

#define MINUTE_S         INT64_C(60)
#define HOUR_S           INT64_C(3600)
#define DAY_S            INT64_C(86400)

/* "2026-11-24T17:00:00Z" and its NUL. */
#define INSTANT_TEXT_MAX 32

static inline struct instant instant_add(struct instant at, struct span span)
{
    return (struct instant){at.unix_s + span.s};
}

static inline struct instant instant_sub(struct instant at, struct span span)
{
    return (struct instant){at.unix_s - span.s};
}

/* later − earlier. */
static inline struct span instant_since(struct instant later,
                                        struct instant earlier)
{
    return (struct span){later.unix_s - earlier.unix_s};
}

static inline bool instant_before(struct instant left, struct instant right)
{
    return left.unix_s < right.unix_s;
}

static inline struct instant instant_earlier(struct instant a, struct instant b)
{
    return a.unix_s < b.unix_s ? a : b;
}

static inline struct instant instant_later(struct instant a, struct instant b)
{
    return a.unix_s > b.unix_s ? a : b;
}

/*
 * Reads RFC 3339 with an offset: "2026-11-24T18:00:00+01:00", "…Z"; a space
 * may stand for the T; seconds and fractions of them may be left out (the
 * fraction is dropped). ERROR_INPUT otherwise.
 */
MUST_USE bool instant_parse(const char *text, struct instant *out,
                            struct error *err);

/* Writes RFC 3339 in UTC, with Z. Years 0000 to 9999. Returns `out`. */
char *instant_format(struct instant at, char out[INSTANT_TEXT_MAX]) NEVER_NULL;

#endif
