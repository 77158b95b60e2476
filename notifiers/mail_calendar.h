/*
 * mail_calendar.h - the visit as a calendar file that a mail carries
 *
 * METHOD:PUBLISH: it adds to a calendar and asks for no answer. The entry may
 * end up in a calendar that many can see, so it never names the treatment,
 * the provider or the office; the place is the office's address.
 */
#ifndef NOTIFIERS_MAIL_CALENDAR_H
#define NOTIFIERS_MAIL_CALENDAR_H

#include "base/arena.h"
#include "notifiers/wording.h"

/*
 * RFC 5545: CRLF, lines of at most 75 octets, times in UTC. `summary` is the
 * word for an appointment in the recipient's language. The same appointment
 * always has the same UID.
 */
char *mail_calendar(const struct wording_request *request, const char *summary,
                    struct arena *arena) NEVER_NULL;

#endif
