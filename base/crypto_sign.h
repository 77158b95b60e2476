/*
 * crypto_sign.h - what other machines sign with, by OpenSSL
 *
 * Gateways sign their requests to us, and want some of ours signed, each with
 * an algorithm of its own. MD5 and SHA-1 are here because two of them still
 * use those; nothing of ours does. All texts are pieces, so that nobody has
 * to join them first.
 */
#ifndef BASE_CRYPTO_SIGN_H
#define BASE_CRYPTO_SIGN_H

#include "base/arena.h"
#include "base/str.h"

enum crypto_algorithm {
    CRYPTO_MD5,
    CRYPTO_SHA1,
    CRYPTO_SHA256,
    CRYPTO_SHA384,
    CRYPTO_SHA512,
};

#define CRYPTO_HASH_BYTES_MAX 64
/* A digest as lower-case hexadecimal and the NUL. */
#define CRYPTO_HEX_MAX        (2 * CRYPTO_HASH_BYTES_MAX + 1)
/* A digest in base64 with its padding, and the NUL. */
#define CRYPTO_BASE64_MAX     89

struct crypto_sum {
    unsigned char at[CRYPTO_HASH_BYTES_MAX];
    size_t len; /* of the algorithm: 16 to 64 */
};

/* The digest of the pieces, one after the other, without borders. */
void crypto_sum(enum crypto_algorithm hash, const struct str *parts,
                size_t count, struct crypto_sum *out);

/* HMAC (RFC 2104) of the same. */
void crypto_hmac(enum crypto_algorithm hash, struct str key,
                 const struct str *parts, size_t count, struct crypto_sum *out);

/* Return `out`. */
char *crypto_hex(const struct crypto_sum *digest,
                 char out[CRYPTO_HEX_MAX]) NEVER_NULL;
char *crypto_base64(const struct crypto_sum *digest,
                    char out[CRYPTO_BASE64_MAX]) NEVER_NULL;

/*
 * Whether two texts are equal, in a time that tells nothing but whether their
 * lengths are.
 */
bool crypto_same(struct str left, struct str right);

/* The same without regard to the case of ASCII letters: hexadecimal. */
bool crypto_same_hex(struct str left, struct str right);

/* Base64, ordinary with padding; the text belongs to `arena`. */
char *crypto_to_base64(struct str bytes, struct arena *arena) NEVER_NULL;

/*
 * Bytes of base64, ordinary or URL-safe, padded or not; false when it is
 * neither or longer than `bytes_max`. `out` belongs to `arena`.
 */
bool crypto_from_base64(struct str text, size_t bytes_max, struct arena *arena,
                        struct str *out);

enum crypto_public {
    CRYPTO_ED25519,    /* key: base64 of its 32 bytes (RFC 8032) */
    CRYPTO_P256,       /* ECDSA, SHA-256; key: base64 of its DER (SPKI);
                          signature: DER */
    CRYPTO_RSA_SHA256, /* PKCS #1 1.5; key: a certificate or public key, PEM */
    CRYPTO_RSA_SHA1,   /* the same with SHA-1 */
};

/*
 * Whether the owner of the public key signed the pieces. A key or signature
 * that is none of its kind signed nothing.
 */
bool crypto_is_signed(enum crypto_public kind, const char *key,
                      struct str signature, const struct str *parts,
                      size_t count);

#endif
