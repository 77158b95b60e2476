#include "base/digest.h"

#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* its state may lie on the stack */
#include <xxhash.h>

static void write_out(XXH128_hash_t hash, unsigned char out[DIGEST_BYTES])
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, hash);
    memcpy(out, canonical.digest, DIGEST_BYTES);
}

void digest_of(struct str text, unsigned char out[DIGEST_BYTES])
{
    write_out(XXH3_128bits(text.len == 0 ? "" : text.at, text.len), out);
}

void digest_of_parts(const struct str *parts, size_t count,
                     unsigned char out[DIGEST_BYTES])
{
    XXH3_state_t state;

    XXH3_INITSTATE(&state);
    (void)XXH3_128bits_reset(&state);
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;

        (void)XXH3_128bits_update(&state, &len, sizeof(len));
        if (len != 0)
            (void)XXH3_128bits_update(&state, parts[i].at, parts[i].len);
    }
    write_out(XXH3_128bits_digest(&state), out);
}

char *digest_text(const struct str *parts, size_t count,
                  char out[DIGEST_TEXT_MAX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[DIGEST_BYTES];

    digest_of_parts(parts, count, digest);
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * DIGEST_BYTES] = '\0';
    return out;
}
