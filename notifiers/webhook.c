#include "notifiers/webhook.h"

#include <stdlib.h>
#include <strings.h>

#include "base/crypto_sign.h"
#include "notifiers/notifier.h"
#include "notifiers/reply.h"

/* 128 bits of the code that proves a token to be ours. */
#define PROOF_BYTES   16
/* No key is written so, and no server hides a path that begins so. */
#define NO_KEY        "-"
/* Our keys are fingerprints; a token holds one of at most this. */
#define KEY_BYTES_MAX 200

const char *webhook_header(const struct webhook_request *request,
                           const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return NULL;
}

struct str webhook_query(const struct webhook_request *request)
{
    const char *mark = strchr(request->url, '?');
    const char *end = strchr(request->url, '#');

    if (mark == NULL || (end != NULL && end < mark))
        return (struct str){0};
    mark++;
    return (struct str){
        .at = mark,
        .len = end == NULL ? strlen(mark) : (size_t)(end - mark),
    };
}

bool webhook_is_signed(const struct webhook_request *request,
                       const struct webhook_trust *trust, webhook_check *check)
{
    for (size_t i = 0; i < WEBHOOK_SECRETS_MAX; i++) {
        if (!str_is_empty(trust->secrets[i]) &&
            check(request, trust, trust->secrets[i]))
            return true;
    }
    return false;
}

bool webhook_is_fresh(const struct webhook_trust *trust, struct instant at)
{
    /* Compared, not subtracted: `at` may be any number. */
    return !instant_before(at, instant_sub(trust->now, trust->window)) &&
           !instant_before(instant_add(trust->now, trust->window), at);
}

bool webhook_is_fresh_text(const struct webhook_trust *trust,
                           const char *seconds)
{
    if (str_is_empty(seconds) || strlen(seconds) > 12 ||
        strspn(seconds, "0123456789") != strlen(seconds))
        return false;
    return webhook_is_fresh(trust,
                            (struct instant){strtoll(seconds, NULL, 10)});
}

/* Letters of URL-safe base64, without padding. */
static char *url_safe(struct str bytes, struct arena *arena)
{
    char *text = crypto_to_base64(bytes, arena);

    for (char *at = text; *at != '\0'; at++) {
        if (*at == '+')
            *at = '-';
        else if (*at == '/')
            *at = '_';
        else if (*at == '=')
            *at = '\0';
    }
    return text;
}

/* "<key>.<proof>", both in letters that no gateway and no URL touches. */
static char *make_token(const char *secret, const char *gateway,
                        const char *key, struct arena *arena)
{
    /* The NULs part the three: no two of them make the same text. */
    const struct str parts[] = {
        {.at = "kept hook", .len = sizeof("kept hook")},
        {.at = gateway, .len = strlen(gateway) + 1},
        str_of(key),
    };
    struct crypto_sum proof;

    crypto_hmac(CRYPTO_SHA256, str_of(secret), parts, ARRAY_LEN(parts), &proof);
    return arena_printf(
        arena, "%s.%s", *key == '\0' ? NO_KEY : url_safe(str_of(key), arena),
        url_safe((struct str){.at = (const char *)proof.at, .len = PROOF_BYTES},
                 arena));
}

const char *webhook_url(const struct gateway_settings *settings,
                        const char *key, struct arena *arena)
{
    if (settings->hook_url == NULL || str_is_empty(settings->hook_secret))
        return NULL;
    return arena_printf(arena, "%s/%s", settings->hook_url,
                        make_token(settings->hook_secret, settings->name, key,
                                   arena));
}

/* What follows the last slash of the path. */
static struct str last_piece(const char *url)
{
    size_t len = strcspn(url, "?#");
    const char *slash = memrchr(url, '/', len);
    const char *piece = slash == NULL ? url : slash + 1;

    return (struct str){.at = piece, .len = len - (size_t)(piece - url)};
}

static bool is_token_of(const char *secret,
                        const struct gateway_settings *settings,
                        const char *key, struct str token, struct arena *arena)
{
    if (str_is_empty(secret))
        return false;
    return crypto_same(token,
                       str_of(make_token(secret, settings->name, key, arena)));
}

const char *webhook_key(const struct gateway_settings *settings,
                        const struct webhook_request *request,
                        struct arena *arena)
{
    struct str token = last_piece(request->url);
    const char *dot = token.len == 0 ? NULL : memchr(token.at, '.', token.len);
    const char *key;
    struct str bytes;

    if (dot == NULL)
        return NULL;
    bytes = (struct str){.at = token.at, .len = (size_t)(dot - token.at)};
    if (str_equal(bytes, str_of(NO_KEY)))
        bytes = STR("");
    else if (!crypto_from_base64(bytes, KEY_BYTES_MAX, arena, &bytes))
        return NULL;
    key = arena_strndup(arena, bytes.at, bytes.len);
    if (is_token_of(settings->hook_secret, settings, key, token, arena) ||
        is_token_of(settings->hook_secret_before, settings, key, token, arena))
        return key;
    return NULL;
}

/* Short enough to be kept, and printable; else NULL. */
static const char *kept_id(const char *id, struct arena *arena)
{
    return id == NULL ? NULL : reply_reference(str_of(id), arena);
}

void receipt_list_add(struct receipt_list *list, const struct receipt *receipt,
                      struct arena *arena)
{
    struct receipt kept = *receipt;

    kept.reference = kept_id(receipt->reference, arena);
    kept.key = kept_id(receipt->key, arena);
    kept.event = kept_id(receipt->event, arena);
    kept.code = kept_id(receipt->code, arena);
    kept.detail = reply_discreet(str_of(receipt->detail), arena);
    kept.is_final = receipt_state_is_final(receipt->state);
    if ((kept.reference == NULL && kept.key == NULL) ||
        list->count == WEBHOOK_ITEMS_MAX)
        return;
    arena_reserve(arena, list->items, list->count, list->room, struct receipt);
    list->items[list->count++] = kept;
}

void inbound_list_add(struct inbound_list *list, const struct inbound *inbound,
                      struct arena *arena)
{
    struct inbound kept = *inbound;

    if (str_is_empty(inbound->from) || list->count == WEBHOOK_ITEMS_MAX)
        return;
    kept.id = kept_id(inbound->id, arena);
    kept.text = str_or_empty(inbound->text);
    if (strlen(kept.text) > WEBHOOK_TEXT_MAX)
        kept.text = arena_strndup(arena, kept.text, WEBHOOK_TEXT_MAX);
    arena_reserve(arena, list->items, list->count, list->room, struct inbound);
    list->items[list->count++] = kept;
}
