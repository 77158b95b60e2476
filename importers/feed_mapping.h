/*
 * feed_mapping.h - how an operator says what a feed's texts mean
 *
 * The office file gives a feed patterns with named groups, each group a
 * field of a booking:
 *
 *     - {text: summary, pattern: "(?<service>[^-]+) - (?<name>.+)"}
 *
 * Of the patterns for one text the first that matches wins; what an earlier
 * one of another text has filled stays. Values are taken as they are and are
 * sure: an operator wrote the pattern. Groups are name, service, staff (or provider), phone, mail (or email),
 * price, location, notes and id (the customer's, in the office's own system).
 */
#ifndef IMPORTERS_FEED_MAPPING_H
#define IMPORTERS_FEED_MAPPING_H

#include "base/crypto.h"
#include "base/error.h"
#include "domain/office.h"
#include "domain/origin.h"

/*
 * Whether it is a pattern with at least one group, all of them fields.
 * ERROR_USAGE says what is wrong, and in a pattern that PCRE2 refuses, at
 * which byte of it.
 */
MUST_USE bool mapping_check(const char *pattern, struct error *err);

/* The field that a group fills; false when none has that name. */
bool mapping_field(const char *group, enum origin_field *out);

/*
 * A fingerprint of all that decides what a feed's events become: the feed's
 * own mapping, the office's services, providers, sites, country, currency,
 * telephone, and the version of the extraction itself. When it is another
 * one than at the last reading, unchanged events must be read again. `feed`
 * may be NULL. 16 bytes in hexadecimal.
 */
char *mapping_digest(const struct office *office, const struct feed *feed,
                     char out[CRYPTO_FINGERPRINT_MAX]) NEVER_NULL;

#endif
