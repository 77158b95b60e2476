#include "notifiers/return_path.h"

#include <ctype.h>
#include <strings.h>

#include "base/crypto.h"
#include "base/crypto_sign.h"
#include "base/str.h"

#define KEY_LETTERS   (CRYPTO_FINGERPRINT_MAX - 1)
#define PROOF_LETTERS 16

static const char hex[] = "0123456789abcdef";

bool return_path_is_good(const char *mailbox)
{
    size_t len = strcspn(mailbox, "@+");

    return mailbox[len] == '@' && len > 0 && len <= RETURN_PATH_LOCAL_MAX;
}

static bool is_key(const char *key)
{
    return key != NULL && strlen(key) == KEY_LETTERS &&
           strspn(key, hex) == KEY_LETTERS;
}

static void prove(const char *secret, const char *key, char out[CRYPTO_HEX_MAX])
{
    const struct str parts[] = {STR("kept return path "), str_of(key)};
    struct crypto_sum sum;

    crypto_hmac(CRYPTO_SHA256, str_of(secret), parts, ARRAY_LEN(parts), &sum);
    (void)crypto_hex(&sum, out);
    out[PROOF_LETTERS] = '\0';
}

const char *return_path_of(const char *mailbox, const char *secret,
                           const char *key, struct arena *arena)
{
    char proof[CRYPTO_HEX_MAX];
    size_t local = strcspn(mailbox, "@");

    if (str_is_empty(secret) || !is_key(key) || !return_path_is_good(mailbox))
        return mailbox;
    prove(secret, key, proof);
    return arena_printf(arena, "%.*s+%s.%s%s", (int)local, mailbox, key, proof,
                        mailbox + local);
}

/* Whether the domain is longer than ours. */
static bool goes_on(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == '-';
}

/* "key.proof@example.org" behind the plus: the key, when all of it fits. */
static const char *read_token(const char *mailbox, const char *secret,
                              const char *token, struct arena *arena)
{
    const char *domain = strchr(mailbox, '@');
    size_t len = KEY_LETTERS + 1 + PROOF_LETTERS;
    char proof[CRYPTO_HEX_MAX];
    char *key;

    if (strnlen(token, len) < len || token[KEY_LETTERS] != '.' ||
        strncasecmp(token + len, domain, strlen(domain)) != 0 ||
        goes_on(token[len + strlen(domain)]))
        return NULL;
    key = arena_strndup(arena, token, KEY_LETTERS);
    for (char *at = key; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    if (!is_key(key))
        return NULL;
    prove(secret, key, proof);
    return crypto_same_hex((struct str){token + KEY_LETTERS + 1, PROOF_LETTERS},
                           str_of(proof))
               ? key
               : NULL;
}

const char *return_path_key(const char *mailbox, const char *secret,
                            const char *text, struct arena *arena)
{
    size_t local = strcspn(mailbox, "@");

    if (str_is_empty(secret) || !return_path_is_good(mailbox))
        return NULL;
    for (const char *plus = strchr(text, '+'); plus != NULL;
         plus = strchr(plus + 1, '+')) {
        const char *key;

        if ((size_t)(plus - text) < local ||
            strncasecmp(plus - local, mailbox, local) != 0)
            continue;
        key = read_token(mailbox, secret, plus + 1, arena);
        if (key != NULL)
            return key;
    }
    return NULL;
}
