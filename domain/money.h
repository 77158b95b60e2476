/*
 * money.h - integer minor units with their currency
 */
#ifndef DOMAIN_MONEY_H
#define DOMAIN_MONEY_H

#include "base/base.h"
#include "base/error.h"

#define MONEY_TEXT_MAX 32

struct money {
    int64_t minor;
    char currency[4]; /* ISO 4217: "EUR" */
};

/* Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD. */
int money_decimals(const char *currency);

/* Whether `code` has the form of ISO 4217: three capital letters. */
bool money_is_currency(const char *code);

/*
 * Reads "90", "90.5", "1234.56" (a point, no grouping; a comma is taken as
 * the point when it is the only separator). ERROR_INPUT for anything else,
 * for more digits than the currency has, and beyond 10^12 units.
 */
MUST_USE bool money_parse(const char *text, const char *currency,
                          int64_t *minor, struct error *err);

/* Minor units as "1800.00". Returns `out`. */
char *money_format(int64_t minor, const char *currency,
                   char out[MONEY_TEXT_MAX]) NEVER_NULL;

#endif
