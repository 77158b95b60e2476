/*
 * sms_text.h - what an SMS costs: its alphabet and its parts
 *
 * GSM 03.38 (3GPP 23.038) holds 160 septets, or 153 in each of several parts;
 * a text with any other letter goes as UCS-2 with 70 units, or 67. A pair
 * (ESC and letter, or two surrogates) is never split.
 */
#ifndef NOTIFIERS_SMS_TEXT_H
#define NOTIFIERS_SMS_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* What fits into one part that stands alone. */
#define SMS_LETTERS_GSM  160
#define SMS_LETTERS_UCS2 70

struct sms_size {
    bool is_gsm;  /* the GSM alphabet holds every letter */
    size_t units; /* septets, or UTF-16 units */
    int parts;    /* at least 1 */
};

/* Invalid UTF-8 counts as U+FFFD. */
struct sms_size sms_text_size(const char *text);

/* The first letter of `text` that GSM 03.38 lacks, copied; NULL: none. */
const char *sms_text_stranger(const char *text, struct arena *arena);

/* All letters of GSM 03.38 beyond ASCII, in one text. */
char *sms_text_alphabet(struct arena *arena) NEVER_NULL;

/*
 * Appends `text` with the letters outside GSM 03.38 that lose nothing by it
 * made plain: curly quotes, dashes, unbreakable spaces, œ, and the French
 * and Spanish accents that tip a text into UCS-2. Other letters stay.
 */
void sms_text_plain(struct str text, struct buf *out);

#endif
