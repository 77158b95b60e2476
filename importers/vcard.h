/*
 * vcard.h - a list of customers from vCards (RFC 6350, RFC 2426, vCard 2.1)
 *
 * As telephones, address books and web mail write them: folded lines,
 * quoted-printable with a charset, groups with labels of their own, several
 * numbers and mailboxes. Pictures are passed by. Pure, like csv.h, whose
 * result it fills; lines are those of BEGIN:VCARD.
 */
#ifndef IMPORTERS_VCARD_H
#define IMPORTERS_VCARD_H

#include "importers/csv.h"

#define VCARD_CARDS_MAX  CSV_ROWS_MAX
#define VCARD_LINE_MAX   16384 /* bytes of one property; longer ones are cut */
#define VCARD_PHONES_MAX 32    /* numbers of one card */

/* Whether the document begins with a vCard (after a byte order mark). */
bool vcard_is(struct str document);

/*
 * Reads all cards. A card's number is the best of its own (mobile, then
 * others, then home, then work; never a fax), its external id the UID, its
 * year of birth that of BDAY where it has one. Cards without a name or an
 * organisation, and unfinished ones, are rejected; groups of people are
 * counted in ignored_count. ERROR_INPUT: too large, too many, or no card.
 */
MUST_USE bool vcard_read(struct str document, const struct office *office,
                         struct arena *arena, struct csv_result *out,
                         struct error *err);

#endif
