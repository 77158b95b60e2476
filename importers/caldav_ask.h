/*
 * caldav_ask.h - the questions of CalDAV, as requests
 *
 * Each fills method, headers and body of `ask`; `url` is the caller's.
 */
#ifndef IMPORTERS_CALDAV_ASK_H
#define IMPORTERS_CALDAV_ASK_H

#include "base/arena.h"
#include "base/instant.h"
#include "net/exchange.h"

/* PROPFIND for all that tells what lies there and where calendars are. */
void caldav_ask_what(struct exchange_request *ask, const char *depth);

/* PROPFIND for the ETags of all members. */
void caldav_ask_members(struct exchange_request *ask);

/* calendar-query for the ETags of events in [from, until). */
void caldav_ask_list(struct exchange_request *ask, struct instant from,
                     struct instant until, struct arena *arena);

/* sync-collection: what has changed since `token`. */
void caldav_ask_changes(struct exchange_request *ask, const char *token,
                        struct arena *arena);

/* calendar-multiget. `hrefs` are paths. */
void caldav_ask_these(struct exchange_request *ask, const char *const *hrefs,
                      size_t count, struct arena *arena);

/* GET of one resource. */
void caldav_ask_one(struct exchange_request *ask);

#endif
