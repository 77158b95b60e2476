/*
 * wording_names.h - whom a message is about, in as few words as will do
 */
#ifndef NOTIFIERS_WORDING_NAMES_H
#define NOTIFIERS_WORDING_NAMES_H

#include "base/arena.h"
#include "notifiers/wording.h"

/* Whether the request's visits are those of different people. */
bool wording_names_differ(const struct wording_request *request);

/*
 * The name of visit `index` without the words that all of the message's
 * people have in their names ("Anna", not "Anna Martin", beside "Tom
 * Martin"), and of the rest only the first word where that tells them apart:
 * a short message is read by strangers. The whole name where nothing is left.
 */
const char *wording_names_short(const struct wording_request *request,
                                size_t index, struct arena *arena) NEVER_NULL;

#endif
