/*
 * jwt.h - a signed set of claims (RFC 7519), with a shared secret
 */
#ifndef NOTIFIERS_JWT_H
#define NOTIFIERS_JWT_H

#include <jansson.h>

#include "base/instant.h"
#include "base/str.h"

/*
 * The claims of a token that is signed with HS256, HS384 or HS512 and this
 * secret; NULL for any other. The caller gives them back with json_decref().
 */
json_t *jwt_read(const char *token, const char *secret);

/* Whether the claim is the SHA-256 of `text`, in hexadecimal. */
bool jwt_has_hash(const json_t *claims, const char *claim, struct str text);

/* A claim that is an instant; false when there is none. */
bool jwt_instant(const json_t *claims, const char *claim, struct instant *out);

#endif
