/*
 * caldav_href.h - where a CalDAV server's answers point to
 *
 * Servers name the same resource in several ways: as a whole URL, as a path,
 * relative to the question, with more or fewer %XX than in the question.
 * Addresses here are http or https, without a user part.
 */
#ifndef IMPORTERS_CALDAV_HREF_H
#define IMPORTERS_CALDAV_HREF_H

#include "base/arena.h"
#include "base/str.h"

/* Longer ones are no address (RFC 9110 4.1 asks for 8,000). */
#define CALDAV_HREF_MAX 8000

/*
 * What `href` means in an answer to a question asked at `base`: a whole URL
 * without a fragment, where spaces and bytes past ASCII are %XX. NULL when it
 * is none: another scheme, a user part, "..", control characters, too long.
 */
const char *caldav_href_resolve(const char *base, const char *href,
                                struct arena *arena);

/* The path of a URL, from its slash: "/" at least. Borrowed from `url`. */
const char *caldav_href_path(const char *url) NEVER_NULL;

/* Everything before the path: "https://dav.example.org:8443". */
const char *caldav_href_origin(const char *url, struct arena *arena) NEVER_NULL;

/*
 * A path so that two spellings of one are equal: %XX of what needs none is
 * undone, what needs one gets it, capital digits. For comparing only.
 */
const char *caldav_href_key(const char *path, struct arena *arena) NEVER_NULL;

/* Scheme, host and port are the same. */
bool caldav_href_is_near(const char *left, const char *right);

/*
 * Whether somebody who logs in at `from` may log in at `to` because `from`
 * said so. Near addresses; from http to https of the same host; from https to
 * https of a sister (p7-caldav.icloud.com from caldav.icloud.com): then both
 * end in what follows the first dot of `from`, which has a dot itself. Whoever
 * runs `from` has the password already; this keeps a mistake from giving it
 * to somebody else.
 */
bool caldav_href_may_follow(const char *from, const char *to);

#endif
