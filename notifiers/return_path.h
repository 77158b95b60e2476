/*
 * return_path.h - where what cannot be delivered comes back to, one address
 * per message
 *
 *     bounce+0f3a….9c41…@example.org
 *
 * Behind the plus stand the message's key and a code that nobody can make
 * without our secret (HMAC-SHA-256, 64 bits of it): a bounce that comes to
 * such an address is about that message, whatever it quotes. All is written
 * in hexadecimal, since some systems fold the case of mailboxes.
 */
#ifndef NOTIFIERS_RETURN_PATH_H
#define NOTIFIERS_RETURN_PATH_H

#include "base/arena.h"

/* RFC 5321 4.5.3.1.1 has 64 octets for what stands before the "@". */
#define RETURN_PATH_LOCAL_MAX (64 - 1 - 32 - 1 - 16)

/* Whether a mailbox can carry a token: short, and without a plus of its own. */
bool return_path_is_good(const char *mailbox);

/*
 * The address for one message; the mailbox itself when `secret` is NULL or the
 * key is no fingerprint (base/crypto.h).
 */
const char *return_path_of(const char *mailbox, const char *secret,
                           const char *key, struct arena *arena) NEVER_NULL;

/*
 * The key of the first address made by return_path_of() that stands anywhere
 * in `text`, as in a header; NULL when there is none, or none is ours.
 */
const char *return_path_key(const char *mailbox, const char *secret,
                            const char *text, struct arena *arena);

#endif
