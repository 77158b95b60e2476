/*
 * mail_calendar.h - the visit as a calendar file that a mail carries
 *
 * METHOD:PUBLISH: it adds to a calendar and asks for no answer. The entry may
 * end up in a calendar that many can see, so it never names the treatment,
 * the provider or the office; the place is the office's address, and
 * CLASS:PRIVATE asks to show no more than that somebody is busy.
 *
 * The UID belongs to the appointment, that is to one slot, for ever. A move
 * closes a slot and opens another; the notice of it carries both: the new
 * slot, and the old one under its own UID with STATUS:CANCELLED (RFC 5546
 * 3.2.1 lets PUBLISH say so), since nothing in an appointment knows all the
 * slots before it. A notice that the office cancels is METHOD:CANCEL with the
 * UID that the reminder had.
 *
 * Of two entries with one UID a calendar believes the higher SEQUENCE (RFC
 * 5546 2.1.5). Ours is the minutes from 2020 to the message: it never falls,
 * not even where a cancellation is taken back, and needs no count of changes.
 *
 * ORGANIZER, which RFC 5546 asks for, is the request's, where it names one.
 */
#ifndef NOTIFIERS_MAIL_CALENDAR_H
#define NOTIFIERS_MAIL_CALENDAR_H

#include "base/arena.h"
#include "notifiers/wording.h"

/*
 * RFC 5545: CRLF, lines of at most 75 octets, times in UTC. `summary` is the
 * word for an appointment in the recipient's language. Not for a visit that
 * was missed.
 */
char *mail_calendar(const struct wording_request *request, const char *summary,
                    struct arena *arena) NEVER_NULL;

/* "PUBLISH" or "CANCEL": the type of the part must say the same (RFC 6047
 * 2.4). */
const char *mail_calendar_method(const char *calendar) NEVER_NULL;

#endif
