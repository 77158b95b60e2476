/*
 * sms_text.h - what an SMS costs: its alphabet and its parts
 *
 * GSM 03.38 (3GPP 23.038) holds 160 septets, or 153 in each of several parts;
 * a text with any other letter goes as UCS-2 with 70 units, or 67. A pair
 * (ESC and letter, or two surrogates) is never split.
 */
#ifndef NOTIFIERS_SMS_TEXT_H
#define NOTIFIERS_SMS_TEXT_H

#include "base/buf.h"
#include "base/str.h"

struct sms_size {
    bool is_gsm;  /* the GSM alphabet holds every letter */
    size_t units; /* septets, or UTF-16 units */
    int parts;    /* at least 1 */
};

/* Invalid UTF-8 counts as U+FFFD. */
struct sms_size sms_text_size(const char *text);

/*
 * Appends `text` with the letters outside GSM 03.38 that lose nothing by it
 * made plain: curly quotes, dashes, unbreakable spaces, œ, and the French
 * accents that tip a text into UCS-2. Other letters stay.
 */
void sms_text_plain(struct str text, struct buf *out);

#endif
