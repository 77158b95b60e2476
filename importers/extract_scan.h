/*
 * extract_scan.h - telephone numbers and addresses anywhere in a text
 */
#ifndef IMPORTERS_EXTRACT_SCAN_H
#define IMPORTERS_EXTRACT_SCAN_H

#include "base/arena.h"
#include "base/str.h"
#include "domain/phone_reader.h"
#include "importers/extract_labels.h"

/*
 * Takes the next telephone number off `rest`: 7 to 15 digits as people group
 * them, no date, no time, no part of a URL, address or code. `written` is
 * what stood there, `e164` its meaning. False when none is left.
 */
bool scan_phone(struct str *rest, struct phone_reader *phones,
                struct str *written, char e164[PHONE_E164_MAX]);

/*
 * Takes the next mail address off `rest`, in small letters; NULL when none is
 * left. Markdown links and "mailto:" are seen through.
 */
char *scan_mail(struct str *rest, struct arena *arena);

/* Whether there can be any: digits enough for a number, or an '@'. */
bool scan_may_have_contacts(const char *text);

/*
 * `text` with every number and address taken out, and the words that name
 * them ("tel"), for titles.
 */
char *scan_without_contacts(const char *text, struct phone_reader *phones,
                            const struct label_index *labels,
                            struct arena *arena) NEVER_NULL;

#endif
