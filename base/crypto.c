#include "base/crypto.h"

#include <stdlib.h>

#include <sodium.h>

#define TOKEN_BYTES 16

static void need_sodium(void)
{
    if (sodium_init() < 0)
        abort();
}

void crypto_digest(const struct str *parts, size_t count,
                   unsigned char out[CRYPTO_DIGEST_BYTES])
{
    crypto_generichash_state state;

    need_sodium();
    (void)crypto_generichash_init(&state, NULL, 0, CRYPTO_DIGEST_BYTES);
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;

        (void)crypto_generichash_update(&state, (const unsigned char *)&len,
                                        sizeof(len));
        if (len != 0)
            (void)crypto_generichash_update(&state,
                                            (const unsigned char *)parts[i].at,
                                            len);
    }
    (void)crypto_generichash_final(&state, out, CRYPTO_DIGEST_BYTES);
}

char *crypto_fingerprint(const struct str *parts, size_t count,
                         char out[CRYPTO_FINGERPRINT_MAX])
{
    unsigned char digest[CRYPTO_DIGEST_BYTES];

    crypto_digest(parts, count, digest);
    (void)sodium_bin2hex(out, CRYPTO_FINGERPRINT_MAX, digest, sizeof(digest));
    return out;
}

char *crypto_token(char out[CRYPTO_TOKEN_MAX])
{
    unsigned char bytes[TOKEN_BYTES];

    need_sodium();
    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2base64(out, CRYPTO_TOKEN_MAX, bytes, sizeof(bytes),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

uint64_t crypto_seed(void)
{
    uint64_t seed;

    need_sodium();
    randombytes_buf(&seed, sizeof(seed));
    return seed;
}
