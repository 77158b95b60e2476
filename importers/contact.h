/*
 * contact.h - of a person's numbers the one that can be texted
 *
 * For lists that give several numbers of one person, best first.
 */
#ifndef IMPORTERS_CONTACT_H
#define IMPORTERS_CONTACT_H

#include "base/arena.h"

struct contact_phones {
    const char *country; /* for national forms; never NULL */
    const char *phone;   /* E.164, so far; or NULL */
    bool is_mobile;      /* `phone` surely is */
    const char *doubt;   /* the first that looks like a number and cannot be
                          * trusted, as written; or NULL */
    bool has_none;       /* something stood there that is no number */
};

/*
 * Looks at one more number. The first good one stays, but for a later one
 * that the numbering plan knows to be a mobile where the first is not.
 * `text` belongs to the caller and lives as long as the answer.
 */
void contact_phone_add(struct contact_phones *phones, const char *text,
                       struct arena *arena);

/* What to say of the numbers seen: NULL when one is good, or none was there. */
const char *contact_phone_warning(const struct contact_phones *phones);

#endif
