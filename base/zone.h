/*
 * zone.h - wall time and instants, by the system's zone data
 *
 * The process-wide TZ is never used. Behind it stands abseil's reader of the
 * system's TZif files (docs/decisions/0005-zones.md), which is right in gaps
 * and overlaps and knows the rules beyond 2037.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/civil.h"
#include "base/error.h"
#include "base/instant.h"

/* The longest name in the IANA data has 32 letters. */
#define ZONE_NAME_MAX 40

/* A plain value: copy it freely. A zeroed zone must be loaded before use. */
struct zone {
    const void *impl;
    char name[ZONE_NAME_MAX]; /* as asked for: "Europe/Paris" */
};

/* How a wall time stood to the clock. */
enum zone_fit {
    ZONE_UNIQUE,
    ZONE_SKIPPED,  /* in a gap: never shown by any clock */
    ZONE_REPEATED, /* in an overlap: shown twice */
};

/*
 * ERROR_INPUT when the system has no zone of that name; the names that
 * zone_fixed() makes exist everywhere. Thread-safe.
 */
MUST_USE bool zone_load(const char *name, struct zone *out, struct error *err);

/* A clock that never changes, `offset_s` (under a day) east of UTC: it is
 * called "UTC+05:30", or "UTC-03:30:12" where seconds matter. */
struct zone zone_fixed(int offset_s);

/* UTC, which always exists. */
struct zone zone_utc(void);

/*
 * Wall time to instant as RFC 5545 3.3.5 has it: a skipped time is read with
 * the offset before the gap, a repeated one is its first showing. `fit` may
 * be NULL.
 */
struct instant zone_instant(const struct zone *zone, struct civil_time wall,
                            enum zone_fit *fit);

struct civil_time zone_civil(const struct zone *zone, struct instant at);

/* Seconds east of UTC at that instant. */
int zone_offset_s(const struct zone *zone, struct instant at);

/* Minutes since local midnight, 0..1439. */
int zone_minute_of_day(const struct zone *zone, struct instant at);

/* The first instant of a local day. */
struct instant zone_day_start(const struct zone *zone, struct civil_date date);

/*
 * The version of the system's zone data ("2026f"), or "" where it does not
 * say. Changes are a reason to plan again. `out` has ZONE_NAME_MAX bytes.
 */
const char *zone_data_version(char out[ZONE_NAME_MAX]) NEVER_NULL;

#endif
