/*
 * extract_labels.h - what the words before a colon mean, in nine languages
 */
#ifndef IMPORTERS_EXTRACT_LABELS_H
#define IMPORTERS_EXTRACT_LABELS_H

#include "base/base.h"

enum label {
    LABEL_UNKNOWN,
    LABEL_NAME, /* the customer's; or half of it beside FIRST or LAST */
    LABEL_FIRST,
    LABEL_LAST,
    LABEL_CUSTOMER, /* a name, or the heading of what is theirs */
    LABEL_PROVIDER, /* likewise, of the staff or a room */
    LABEL_WHO,      /* the heading of all people */
    LABEL_PHONE,
    LABEL_MOBILE,
    LABEL_MAIL,
    LABEL_SERVICE,
    LABEL_PRICE,
    LABEL_LOCATION,
    LABEL_LANGUAGE,
    LABEL_NOTES,
    LABEL_OTHER, /* known, of no use, and its numbers are no phones */
};

#define LABEL_COUNT (LABEL_OTHER + 1)

/* All words, ready for looking up. */
struct label_index;

/* Never NULL; the caller destroys it. */
struct label_index *label_index_create(void) NEVER_NULL;
void label_index_destroy(struct label_index *index);

/* `folded` as clean_fold() makes it, without the colon. */
enum label label_find(const struct label_index *index, const char *folded);

#endif
