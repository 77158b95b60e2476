#include "notifiers/jwt.h"

#include "base/arena.h"
#include "base/crypto_sign.h"
#include "notifiers/json_text.h"

/* Those of gateways have some 500. */
#define TOKEN_BYTES_MAX 8192

/* "none" and everything with public keys is refused. */
static bool find_hash(const json_t *header, enum crypto_algorithm *out)
{
    static const struct {
        const char *name;
        enum crypto_algorithm hash;
    } algorithms[] = {
        {"HS256", CRYPTO_SHA256},
        {"HS384", CRYPTO_SHA384},
        {"HS512", CRYPTO_SHA512},
    };
    const char *name = json_string_value(json_object_get(header, "alg"));

    for (size_t i = 0; name != NULL && i < ARRAY_LEN(algorithms); i++) {
        if (strcmp(algorithms[i].name, name) == 0) {
            *out = algorithms[i].hash;
            return true;
        }
    }
    return false;
}

static json_t *read_part(struct str text, struct arena *arena)
{
    struct str bytes;

    if (!crypto_from_base64(text, TOKEN_BYTES_MAX, arena, &bytes))
        return NULL;
    return json_text_read(bytes);
}

static bool is_signed(const json_t *header, struct str text, const char *secret,
                      struct str signature)
{
    struct crypto_sum code;
    enum crypto_algorithm hash;

    if (!find_hash(header, &hash))
        return false;
    crypto_hmac(hash, str_of(secret), &text, 1, &code);
    return crypto_same(signature, (struct str){.at = (const char *)code.at,
                                               .len = code.len});
}

json_t *jwt_read(const char *token, const char *secret)
{
    const char *first = strchr(token, '.');
    const char *second = first == NULL ? NULL : strchr(first + 1, '.');
    struct arena arena = {0};
    struct str signature;
    json_t *header = NULL;
    json_t *claims = NULL;

    if (second == NULL || strlen(token) > TOKEN_BYTES_MAX)
        return NULL;
    header =
        read_part((struct str){.at = token, .len = (size_t)(first - token)},
                  &arena);
    if (crypto_from_base64(str_of(second + 1), CRYPTO_HASH_BYTES_MAX, &arena,
                           &signature) &&
        is_signed(header,
                  (struct str){.at = token, .len = (size_t)(second - token)},
                  secret, signature))
        claims = read_part((struct str){.at = first + 1,
                                        .len = (size_t)(second - first) - 1},
                           &arena);
    json_decref(header);
    arena_free(&arena);
    return claims;
}

bool jwt_has_hash(const json_t *claims, const char *claim, struct str text)
{
    const json_t *value = json_object_get(claims, claim);
    struct crypto_sum digest;
    char hex[CRYPTO_HEX_MAX];

    if (!json_is_string(value))
        return false;
    crypto_sum(CRYPTO_SHA256, &text, 1, &digest);
    return crypto_same_hex(str_of(json_string_value(value)),
                           str_of(crypto_hex(&digest, hex)));
}

bool jwt_instant(const json_t *claims, const char *claim, struct instant *out)
{
    const json_t *value = json_object_get(claims, claim);

    if (!json_is_integer(value))
        return false;
    out->unix_s = json_integer_value(value);
    return true;
}
