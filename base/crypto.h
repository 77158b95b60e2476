/*
 * crypto.h - fingerprints and tokens, by libsodium
 */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/base.h"
#include "base/str.h"

/* 128 bits as lower-case hexadecimal and the NUL. */
#define CRYPTO_FINGERPRINT_MAX 33
/* 128 bits as they are. */
#define CRYPTO_DIGEST_BYTES    16
/* 128 random bits in URL-safe base64 (22 letters) and the NUL. */
#define CRYPTO_TOKEN_MAX       23

/*
 * A fingerprint (BLAKE2b, 128 bits) of the parts, whose borders count: "a",
 * "bc" and "ab", "c" differ. For change detection and identity, not secrets.
 */
char *crypto_fingerprint(const struct str *parts, size_t count,
                         char out[CRYPTO_FINGERPRINT_MAX]) NEVER_NULL;

/* The same as bytes. */
void crypto_digest(const struct str *parts, size_t count,
                   unsigned char out[CRYPTO_DIGEST_BYTES]);

/* An unguessable token. */
char *crypto_token(char out[CRYPTO_TOKEN_MAX]) NEVER_NULL;

/* A random seed for dice.h. */
uint64_t crypto_seed(void);

#endif
