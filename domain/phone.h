/*
 * phone.h - telephone numbers in E.164, by libphonenumber
 *
 * Debian's numbering plans are of 2022: a number of a newer range is
 * possible but not valid there, so "possible" is good enough to text and
 * only what cannot be a number at all, has no country, or lacks its area code is
 * doubtful.
 */
#ifndef DOMAIN_PHONE_H
#define DOMAIN_PHONE_H

#include "base/base.h"

/* '+', 15 digits and the NUL. */
#define PHONE_E164_MAX 17
/* Longer text is no number. */
#define PHONE_TEXT_MAX 64

enum phone_verdict {
    PHONE_GOOD,     /* `out` holds E.164 */
    PHONE_DOUBTFUL, /* looks like a number, cannot be trusted: never texted */
    PHONE_NONE,     /* no number at all */
};

/*
 * Reads a number as people write it. `country` is ISO 3166 ("FR") and gives
 * the meaning of national forms; "" accepts international forms only, since
 * a phone number needs a country. Extensions are dropped.
 */
enum phone_verdict phone_read(const char *text, const char *country,
                              char out[PHONE_E164_MAX]);

/*
 * Whether a number in E.164 is surely a mobile one: the plans tell it apart
 * in most countries, not in North America.
 */
bool phone_is_mobile(const char *e164);

/* Whether it is E.164 in form: '+' and 8 to 15 digits, nothing else. */
bool phone_is_e164(const char *text);

/* "+33…12": the form for logs and lists. */
char *phone_redact(const char *e164, char out[PHONE_E164_MAX]) NEVER_NULL;

/* Whether numbering plans know a country of that code. */
bool phone_country_exists(const char *country);

/* What is dialled before its numbers from abroad: 33; 0 when not known. */
int phone_country_code(const char *country);

#endif
