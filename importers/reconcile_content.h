/*
 * reconcile_content.h - fingerprints of many bookings
 *
 * The visits of a series have their words in common, at the very same places
 * in memory; these are hashed once.
 */
#ifndef IMPORTERS_RECONCILE_CONTENT_H
#define IMPORTERS_RECONCILE_CONTENT_H

#include "importers/reconcile.h"

#define FINGERPRINT_WORDS 13

/* Begins zeroed. Words must not change while it remembers them. */
struct fingerprinter {
    bool is_filled;
    const char *words[FINGERPRINT_WORDS]; /* of the booking before */
    unsigned char digest[DIGEST_BYTES];
};

/* As booking_fingerprint(). */
char *fingerprint(struct fingerprinter *printer, const struct booking *booking,
                  char out[BOOKING_CONTENT_MAX]) NEVER_NULL;

#endif
