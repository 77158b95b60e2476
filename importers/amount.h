/*
 * amount.h - a price as people write it: "$50.00", "65,00 €", "CHF 1'200.-"
 */
#ifndef IMPORTERS_AMOUNT_H
#define IMPORTERS_AMOUNT_H

#include "base/str.h"

struct amount {
    int64_t minor; /* not negative */
    char currency[4];
    bool is_marked; /* a sign or code of currency stood beside it */
};

/*
 * Reads the first amount in `text`. A sign or code beside it is its currency;
 * a sign that several share ("$", "kr", "¥") is `currency` when that is one
 * of them, and without a sign `currency` (ISO 4217) it is. A separator before
 * three digits groups, before one or two it is the point. False when there is
 * no amount.
 */
bool amount_read(struct str text, const char *currency, struct amount *out);

#endif
