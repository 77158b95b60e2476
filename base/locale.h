/*
 * locale.h - dates, times, numbers and money in a language, by ICU
 *
 * Words only: ICU's zone data is old, so wall time comes from zone.h and ICU
 * is handed it as if it were UTC. Languages are BCP 47 tags; one that ICU
 * does not know falls back to its parent and at last to English. Spaces that
 * ICU makes unbreakable become plain ones, so that an SMS keeps its alphabet.
 */
#ifndef BASE_LOCALE_H
#define BASE_LOCALE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"

enum locale_style {
    LOCALE_DATE,       /* Tuesday, November 24 / mardi 24 novembre */
    LOCALE_DATE_SHORT, /* Tue, Nov 24 / mar. 24 nov. */
    LOCALE_DATE_FULL,  /* with the year */
    LOCALE_TIME,       /* 2:30 PM / 14:30 */
    LOCALE_WEEKDAY,    /* Tuesday / mardi */
    LOCALE_MONTH,      /* November 2026 / novembre 2026 */
};

/* Appends `wall` in words. */
void locale_time(const char *language, enum locale_style style,
                 struct civil_time wall, struct buf *out);

/* Appends an amount: "1,800.00 €", "1 800,00 €". */
void locale_money(const char *language, double amount, const char *currency,
                  struct buf *out);

/* Appends a number with `decimals` digits after the point. */
void locale_number(const char *language, double value, int decimals,
                   struct buf *out);

/* The currency of a country ("FR": "EUR"); "EUR" when it is not known. */
const char *locale_currency(const char *country,
                            struct arena *arena) NEVER_NULL;

/* The language most people of a country speak ("FR": "fr"); else "en". */
const char *locale_language(const char *country,
                            struct arena *arena) NEVER_NULL;

/*
 * UTF-8 with letters and their accents in one (NFC), as most programs write
 * it; at most a megabyte. What cannot be composed comes back as it is.
 */
char *locale_compose(const char *text, struct arena *arena) NEVER_NULL;

/*
 * `text` with its Latin letters outside ASCII as plain ones ("ő": "o", "ł":
 * "l"), but for those in `keep`, and without emoji and other symbols. Letters
 * of other scripts stay. Slow: for what a person writes, not for each message.
 */
char *locale_latin(const char *text, const char *keep,
                   struct arena *arena) NEVER_NULL;

/* Whether the language is written from right to left ("ar", "he-IL"). */
bool locale_is_right_to_left(const char *language);

/* Whether ICU has its own data for the language of this tag. */
bool locale_is_known(const char *language);

#endif
